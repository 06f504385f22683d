"""Media that a record names by path, looked for below the record's own folder and nowhere else."""

import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ugc.addresses import bare_url, file_name, is_web
from ugc.importers._files import inside, media_kind, shown
from ugc.importers._shelf import shelf_of
from ugc.model.posts import FoundFile, FoundLink, Skipped
from ugc.text import one_line

_SUFFIX = re.compile(r"\.\w{2,5}$")
_ABSOLUTE = re.compile(r"(?i)^([/\\]|[a-z]:[/\\]|file:)")


@dataclass
class Named:
    """What became of the media that a record names."""

    files: list[FoundFile] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    links: list[FoundLink] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def find_named(cell: str, folder: Path, *, origin: str, alt: str | None = None) -> Named:
    """Find the files that a cell names, parted by `;`, `|`, `,` or line ends; a name may hold these itself.

    Refused, and listed as skipped: absolute paths, and paths or links that lead out of the folder.
    """
    named = Named()
    whole = cell.strip()
    parts = [whole] if _find(whole, folder) else [name.strip() for name in re.split(r"[;|\n]", whole)]
    names = [name for part in parts for name in _at_commas(part, folder)]
    for place, name in enumerate(filter(None, names)):
        if is_web(name):
            _link(name, place, named)
        else:
            _take(name, folder, origin, alt, named)
    return named


def find_file(name: str, folder: Path, *, origin: str, alt: str | None = None) -> Named:
    """Find the one file of a name, under the rules of `find_named`; nothing in the name parts it."""
    named = Named()
    _take(name.strip(), folder, origin, alt, named)
    return named


def _at_commas(name: str, folder: Path) -> list[str]:
    """A name's parts where each is a file's name and one is there; a comma can also stand in a name."""
    parts = [part.strip() for part in name.split(",")]
    if len(parts) == 1 or "://" in name or _find(name, folder):
        return [name]
    named = all(_SUFFIX.search(part) for part in parts if part)
    return parts if named and any(part and _find(part, folder) for part in parts) else [name]


def _link(url: str, place: int, named: Named) -> None:
    """An address in place of a file: it is noted, and nothing is fetched."""
    named.missing.append(one_line(url)[:120].split("?")[0])
    name = one_line(file_name(url))[:120] or one_line(bare_url(url))[-120:]
    known = {link.name for link in named.links}
    named.links.append(
        FoundLink(url=url, name=name if name not in known else f"{place + 1} {name}", place=place)
    )


def _take(name: str, folder: Path, origin: str, alt: str | None, named: Named) -> None:
    label = one_line(name)[:120]
    if re.match(r"(?i)https?://", name):
        named.missing.append(label.split("?")[0])  # with spaces in it, which no address has
        return
    if _ABSOLUTE.match(name) or _relative(name) is None:
        why = f"The media path {label!r} leaves the folder of its record, and is refused."
        named.skipped.append(Skipped(origin=origin, why=why, code="unreadable"))
        return
    path = _find(name, folder)
    if path is None:
        named.missing.append(label)
        return
    refused = _refuse(path, folder)
    kind = None if refused else media_kind(path)
    if refused or kind not in ("image", "video"):
        why = f"The media {label!r} {refused or 'is neither a picture nor a clip'}."
        code = "unreadable" if refused else "not_media"
        named.skipped.append(Skipped(origin=origin, why=why, code=code))
        return
    path = folder / path.resolve().relative_to(folder.resolve())
    if all(file.path != path for file in named.files):
        named.files.append(FoundFile(path=path, alt=alt))


def _refuse(path: Path, folder: Path) -> str | None:
    if not inside(folder, path):
        return "is a link that leaves the folder of its record, and is refused"
    if path.is_dir():
        return "is a folder; name its files"
    if not path.is_file():
        return "is a pipe or device, not a file"
    return "is empty" if path.stat().st_size == 0 else None


def _relative(name: str) -> PurePosixPath | None:
    """The path below the folder that a name means, or None when it climbs out of it."""
    parts: list[str] = []
    for part in name.replace("\\", "/").split("/"):
        if part == ".." and not parts:
            return None
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return PurePosixPath(*parts) if parts else None


def _find(name: str, folder: Path) -> Path | None:
    """The file of a name, with Windows separators and in another normal form or case if need be."""
    relative = None if _ABSOLUTE.match(name) else _relative(name)
    if relative is None:
        return None
    path = folder / relative
    try:
        if path.exists() or path.is_symlink():
            return path
        if path.parent.is_dir() and inside(folder, path.parent):
            place = shelf_of(path.parent).named(path.name)
            return place.path if place else None
    except (OSError, ValueError):
        return None  # a name that no file can have
    return None


def add_posters(named: Named, taken: set[str]) -> None:
    """Add the picture of a clip's own name as its poster, unless its name is among those `taken` elsewhere."""
    for file in list(named.files):
        beside = [place for place in shelf_of(file.path.parent).beside(file.path) if place.kind == "image"]
        if beside and media_kind(file.path) == "video":
            known = {other.path for other in named.files}
            named.files += [
                FoundFile(path=place.path, role="poster")
                for place in beside
                if place.path not in known and shown(place.path) not in taken
            ]
