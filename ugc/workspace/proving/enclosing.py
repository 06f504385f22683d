"""The files that go into a bundle, under plain names: proof, terms, originals, sidecars; and what is missing."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.catalog import MadeCreative
from ugc.errors import UgcError
from ugc.exports.zipping import Stored
from ugc.files import sha256_of
from ugc.model.entries import Entry
from ugc.model.posts import Post
from ugc.reports.told import Enclosed, Made
from ugc.store import Store
from ugc.workspace.proving.concerning import terms_of
from ugc.workspace.proving.recomputing import file_fault

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_HARMLESS = frozenset(
    "avif bmp csv docx eml gif heic jpeg jpg json m4a mov mp3 mp4 pdf png rtf tif tiff txt wav webm webp xlsx".split()
)
"""Extensions that are kept. Others get `.txt` after them: a page or program that somebody sent must not run when it is
opened from a bundle."""
_LONGEST = 48
_FOLDERS = {
    "evidence": "evidence",
    "terms": "terms",
    "sound": "sounds",
    "original": "originals",
    "sidecar": "sidecars",
}


class Enclosures:
    """Files for a bundle, each once by its content, with names that lead nowhere."""

    def __init__(self) -> None:
        self.files: list[Enclosed] = []
        self.sources: dict[str, Stored] = {}
        self.missing: list[str] = []
        self._taken: set[str] = set()

    def add(self, source: Path, what: str, *, stem: str, ext: str, name: str = "") -> str:
        """Enclose a file and return its path in the bundle."""
        sha256, size = sha256_of(source), source.stat().st_size
        path = self._free(f"{_FOLDERS[what]}/{plain(stem)}", ext)
        self.sources[path] = Stored(source=source, size=size, sha256=sha256)
        told = {"path": path, "what": what, "size": size, "sha256": sha256, "name": name}
        self.files.append(Enclosed.model_validate(told))
        return path

    def _free(self, stem: str, ext: str) -> str:
        tail = f".{ext}" if ext in _HARMLESS else f".{ext}.txt"
        path, number = f"{stem}{tail}", 1
        while path.casefold() in self._taken:
            number += 1
            path = f"{stem}-{number}{tail}"
        self._taken.add(path.casefold())
        return path


def plain(text: str) -> str:
    """Return a name of letters, digits and hyphens alone, from whatever a file was called."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^A-Za-z0-9]+", "-", letters).strip("-")[:_LONGEST].strip("-") or "file"


def enclose_proof(
    enclosures: Enclosures, store: Store, entries: Iterable[Entry], erased: Iterable[str]
) -> None:
    """Enclose the files of evidence, and the terms that the records name."""
    listed = list(entries)
    terms, gone = terms_of(listed), set(erased)
    done: set[str] = set()
    for entry in listed:
        sha256 = entry.body.get("sha256") if entry.kind == "evidence" else None
        if not isinstance(sha256, str) or sha256 in done:
            continue
        done.add(sha256)
        name = str(entry.body.get("name") or "")
        what = "terms" if sha256 in terms else "evidence"
        fault = file_fault(store, sha256, entry.body.get("size"))
        if fault and entry.id in gone:
            enclosures.missing.append(f"The file of {entry.id}: it was erased on request.")
        elif fault:
            enclosures.missing.append(fault.text.format(what=f"The file of {entry.id}"))
        else:
            path = _stored(store, sha256)
            stem = f"{entry.id}-{Path(name).stem}"
            enclosures.add(path, what, stem=stem, ext=path.suffix[1:], name=name)
    for sha256, version in terms.items():
        if sha256 not in done:
            fault = file_fault(store, sha256, None)
            if fault:
                enclosures.missing.append(
                    fault.text.format(what=f"The text of the terms {version} ({sha256[:12]}…)")
                )
            else:
                path = _stored(store, sha256)
                enclosures.add(
                    path, "terms", stem=f"{version}-{sha256[:8]}", ext=path.suffix[1:], name=version
                )


def enclose_sounds(enclosures: Enclosures, store: Store, entries: Iterable[Entry]) -> None:
    """Enclose the sounds that were laid on clips."""
    for entry in entries:
        if entry.kind != "sound":
            continue
        sha256, name = str(entry.body["sha256"]), str(entry.body.get("name") or "")
        fault = file_fault(store, sha256, entry.body.get("size"))
        if fault:
            enclosures.missing.append(fault.text.format(what=f"The sound of {entry.id}"))
        else:
            path = _stored(store, sha256)
            enclosures.add(
                path, "sound", stem=f"{entry.id}-{Path(name).stem}", ext=path.suffix[1:], name=name
            )


def enclose_originals(enclosures: Enclosures, store: Store, post: Post) -> None:
    """Enclose the post's own files."""
    for number, media in enumerate(post.media, start=1):
        try:
            path = store.verified(media.sha256, media.ext)
        except UgcError as error:
            enclosures.missing.append(f"Original {number}: {error.message}")
        else:
            enclosures.add(
                path, "original", stem=f"{number}-{media.sha256[:12]}", ext=media.ext, name=media.name
            )


def enclose_sidecars(
    enclosures: Enclosures, workspace: "Workspace", rows: Iterable[MadeCreative]
) -> Iterator[Made]:
    """Enclose what stands beside each creative, and yield the creatives."""
    for row in rows:
        source = workspace.root / row.sidecar
        path = None
        if source.is_file() and not source.is_symlink():
            path = enclosures.add(source, "sidecar", stem=Path(row.path).stem, ext="json", name=source.name)
        else:
            enclosures.missing.append(f"The record beside {Path(row.path).name}: it is not there.")
        yield Made(
            file=Path(row.path).name,
            sha256=row.sha256,
            made_at=row.made_at,
            format=row.format,
            grants=row.grants,
            sidecar=path,
        )


def _stored(store: Store, sha256: str) -> Path:
    return sorted(store.path(sha256, "bin").parent.glob(f"{sha256}.*"))[0]
