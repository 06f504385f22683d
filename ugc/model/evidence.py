"""The files behind rights records, and what was erased on a person's request."""

from datetime import date, datetime
from typing import Literal

from ugc.model.base import Value
from ugc.model.posts import Platform
from ugc.model.vocab import EvidenceKind


class Evidence(Value):
    """Proof of what was said, by content: the file lies in the store under its sha256."""

    id: str
    kind: EvidenceKind
    sha256: str
    size: int
    name: str
    """The file's name where it came from."""
    mime: str = "application/octet-stream"
    platform: Platform | None = None
    permalink: str | None = None
    native_id: str | None = None
    """The platform's own id of the comment or message; of an e-mail, its Message-ID."""
    actor: str | None = None
    """The handle or address that it came from, as the file says."""
    actor_id: str | None = None
    """The stable id of that account: handles are given away and taken again."""
    words: str | None = None
    """What was said, verbatim."""
    occurred_at: datetime | None = None
    """When it was said, as the file says."""
    captured_at: datetime | None = None
    captured_by: str | None = None
    tool: str | None = None
    """The program that read it, with its version."""


class Erasure(Value):
    """A person's data was erased on request. It names them by a key that says nothing of who they are."""

    id: str
    creator: str
    on: date
    by: str
    why: str
    redacted: tuple[str, ...] = ()
    """Ids of the records that lost their personal fields."""
    evidence: Literal["kept", "erased"] = "kept"
    counts: dict[str, int] = {}
    """What was erased, by kind: posts, originals, creatives."""
