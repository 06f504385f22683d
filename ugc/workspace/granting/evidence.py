"""Evidence and terms: the files behind a grant, kept by content and entered into the ledger."""

import mimetypes
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ugc import __version__, ledger, proofs
from ugc.errors import InputError
from ugc.files import sha256_of
from ugc.model.entries import RightsRecord
from ugc.model.evidence import Evidence
from ugc.model.records import Terms
from ugc.model.vocab import EvidenceKind, Method
from ugc.proofs import Reading
from ugc.workspace.asking.hearing import Heard, hear

if TYPE_CHECKING:
    from ugc.workspace import Workspace

LARGEST = 50_000_000
"""Bytes of one evidence file."""

Kept = tuple[str, int]
"""sha256 and bytes of a file in the evidence store."""


def keep(workspace: "Workspace", path: Path) -> Kept:
    """Put a file into the evidence store. Raises InputError when it is missing, empty or too large."""
    if not path.is_file():
        raise InputError(
            f"{path} is not a file.", hint="Name the screenshot, message, e-mail or document itself."
        )
    size = path.stat().st_size
    if size == 0:
        raise InputError(f"{path} is empty, so it proves nothing.")
    if size > LARGEST:
        raise InputError(f"{path} has {size:,} bytes; evidence may have {LARGEST:,}.")
    if workspace.rehearsing:
        return sha256_of(path), size
    return workspace.evidence.put(path, ext=_ending(path))


def look(workspace: "Workspace", path: Path, kept: Kept) -> Reading:
    """Read what a kept file says, from the copy that was kept; in a rehearsal there is none."""
    if workspace.rehearsing:
        return proofs.read(path)
    return proofs.read(workspace.evidence.path(kept[0], _ending(path)), suffix=path.suffix)


def enter(
    workspace: "Workspace",
    path: Path,
    kept: Kept,
    *,
    kind: EvidenceKind | None = None,
    heard: Heard | None = None,
    method: Method | None = None,
    by: str,
    at: datetime,
) -> Evidence:
    """Record a kept file as evidence, with what it says.

    `heard` is what counts of it, where somebody made sure who said it; else it is the one statement in it, if there
    is only one. With a `kind` the file is not read. `method` tells what a document is.
    """
    if heard is None and kind is None:
        heard = _alone(look(workspace, path, kept))
    record = Evidence(
        **_claims(heard) if heard else {},
        id=workspace.catalog.next_id("e"),
        kind=kind or _kind(heard, method),
        sha256=kept[0],
        size=kept[1],
        name=path.name,
        mime=mimetypes.guess_type(path.name)[0] or "application/octet-stream",
        captured_at=at,
        captured_by=by,
    )
    append(workspace, record, subjects=[], at=at)
    return record


def prove(
    workspace: "Workspace",
    files: Mapping[Path, Kept],
    creators: Sequence[str],
    *,
    spoken_for: bool = False,
    since: datetime | None = None,
    words: str | None = None,
    method: Method | None = None,
    by: str,
    at: datetime,
) -> tuple[list[Evidence], list[Heard]]:
    """Record kept files as evidence of what creators said, each made sure of: see `hearing.hear`.

    With `spoken_for`, somebody else answered for them. Raises InputError when a file was said by somebody else.
    """
    everyone = [
        _alone(reading) if spoken_for else hear(workspace, path, reading, creators, since=since, words=words)
        for path, reading in ((path, look(workspace, path, kept)) for path, kept in files.items())
    ]
    proof = [
        enter(workspace, path, kept, heard=heard, method=method, by=by, at=at)
        for (path, kept), heard in zip(files.items(), everyone, strict=True)
    ]
    return proof, everyone


def prove_grant(
    workspace: "Workspace",
    files: Mapping[Path, Kept],
    creators: Sequence[str],
    *,
    evidence: Sequence[Path],
    terms: Sequence[str],
    spoken_for: bool,
    method: Method | None,
    by: str,
    at: datetime,
) -> tuple[tuple[str, ...], list[str]]:
    """Record what proves a grant, and the terms that were agreed to; return the ids of the proof, and what is unsure.

    `files` are all of them, kept. Raises InputError when a file was said by somebody else than `creators`.
    """
    proof, heard = prove(
        workspace,
        {path: files[path] for path in evidence},
        creators,
        spoken_for=spoken_for,
        method=method,
        by=by,
        at=at,
    )
    for path in term_files(terms):
        enter(workspace, path, files[path], kind="terms_snapshot", by=by, at=at)
    return tuple(item.id for item in proof), [words for each in heard for words in each.notes]


def _alone(reading: Reading) -> Heard:
    """What a file says where nobody is to be made sure of: its one statement, if it holds only one."""
    return Heard(reading=reading, said=reading.said[0] if len(reading.said) == 1 else None)


def _kind(heard: Heard | None, method: Method | None) -> EvidenceKind:
    if heard and heard.reading.kind:
        return heard.reading.kind
    document = heard is not None and heard.reading.document
    return _DOCUMENTS.get(method or "none", "file") if document else "file"


_DOCUMENTS: dict[Method, EvidenceKind] = {"contract": "contract", "esign_form": "esign", "web_form": "form"}
"""What a document is, by how they said yes."""


def _claims(heard: Heard) -> dict[str, Any]:
    said, form = heard.said, heard.reading.form
    read_by = {"tool": f"ugc {__version__}, {form}"} if form else {}
    if said is None:
        return read_by
    return read_by | {
        "platform": said.platform,
        "permalink": said.permalink,
        "native_id": said.native_id,
        "actor": said.actor or said.name,
        "actor_id": said.ids[0] if said.ids else None,
        "words": said.words,
        "occurred_at": said.at,
    }


def _ending(path: Path) -> str:
    return path.suffix.lstrip(".").lower() or "bin"


def term_files(terms: Sequence[str]) -> list[Path]:
    """Those of the terms that are files and not links."""
    return [Path(text) for text in terms if "://" not in text]


def terms_of(terms: Sequence[str], kept: dict[Path, Kept]) -> Terms:
    """What a grant says of its terms: the first link, and the hash of the first document."""
    links = [text for text in terms if "://" in text]
    documents = term_files(terms)
    return Terms(
        url=links[0] if links else None,
        sha256=kept[documents[0]][0] if documents else None,
        version=documents[0].stem if documents else None,
    )


def append(workspace: "Workspace", record: RightsRecord, *, subjects: Sequence[str], at: datetime) -> None:
    """Seal a record into the chain; the salts are fresh, so that a redacted field cannot be guessed from its hash."""
    concerned = tuple(subject for subject in subjects if subject)
    salts = partial(secrets.token_hex, 16)
    workspace.catalog.append(
        lambda previous: ledger.seal(previous, record, subjects=concerned, at=at, salts=salts)
    )
