"""Evidence and terms: the files behind a grant, kept by content and entered into the ledger."""

import mimetypes
import secrets
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ugc import ledger
from ugc.errors import InputError
from ugc.files import sha256_of
from ugc.model.records import Evidence, RightsRecord, Terms
from ugc.model.vocab import EvidenceKind

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
    return workspace.evidence.put(path, ext=path.suffix.lstrip(".").lower() or "bin")


def enter(
    workspace: "Workspace", path: Path, kept: Kept, *, kind: EvidenceKind = "file", by: str, at: datetime
) -> Evidence:
    """Record a kept file as evidence."""
    record = Evidence(
        id=workspace.catalog.next_id("e"),
        kind=kind,
        sha256=kept[0],
        size=kept[1],
        name=path.name,
        mime=mimetypes.guess_type(path.name)[0] or "application/octet-stream",
        captured_at=at,
        captured_by=by,
    )
    append(workspace, record, subjects=[], at=at)
    return record


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
