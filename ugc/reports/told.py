"""What a statement of rights is made from: a post, the entries of the ledger that concern it, and files."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Literal

from ugc.model.base import Value
from ugc.model.entries import EntryKind, RightsRecord
from ugc.model.posts import Post
from ugc.rights.strength import Strength

_NOT_CHECKED = (
    "Names, accounts and signatures: none was looked up.",
    "That the post is still public, and still the same.",
    "That nobody else has rights in it, and that no other contract forbids what was allowed.",
    "Uses that nobody wrote down.",
)
_UNRELEASED = (
    (("model", "minor_model"), "Other people in the picture: no release is on record."),
    (("property", "trademark"), "Places, artworks and trademarks in the picture: no release is on record."),
)


class Item(Value):
    """An entry of the ledger that concerns the post."""

    seq: int
    kind: EntryKind
    at: datetime
    hash: str
    record: RightsRecord
    erased: tuple[str, ...] = ()
    """Fields that were redacted in the ledger itself."""
    left_out: tuple[str, ...] = ()
    """Fields that were left out of this bundle alone."""


class Enclosed(Value):
    """A file in the bundle."""

    path: str
    what: Literal["evidence", "terms", "sound", "original", "sidecar"]
    size: int
    """Bytes."""
    sha256: str
    name: str = ""
    """What it was called where it came from."""


class Made(Value):
    """A creative that was made of the post."""

    file: str
    sha256: str
    made_at: datetime
    format: str
    grants: tuple[str, ...]
    sidecar: str | None
    """Its path in the bundle."""


class Told(Value):
    """All that a statement is made from."""

    brand: str
    accent: str
    made: datetime
    program: str
    day: date
    """The day, in the workspace's time zone, on which it says what stands."""
    post: Post
    gone: bool = False
    """Whether the post was erased on request, and only its id is left."""
    items: tuple[Item, ...]
    strengths: dict[str, Strength]
    files: tuple[Enclosed, ...]
    missing: tuple[str, ...]
    """What is not enclosed, with why, in sentences."""
    shared: tuple[str, ...]
    """Evidence that proves records about others too, in sentences."""
    creatives: tuple[Made, ...]
    entries: int
    """How many the whole ledger has."""
    head: str
    without_fees: bool
    picture: bytes | None = None
    """A small WebP of the post, to know it by."""


class Span(Value):
    """A row of the ledger's table: one entry here, or several about others."""

    first: int
    last: int
    item: Item | None


def spans(told: Told) -> tuple[Span, ...]:
    """Return the whole ledger, oldest first: the entries that are here, and how many others stand between."""
    found: list[Span] = []
    expected = 1
    for item in told.items:
        if item.seq > expected:
            found.append(Span(first=expected, last=item.seq - 1, item=None))
        found.append(Span(first=item.seq, last=item.seq, item=item))
        expected = item.seq + 1
    if expected <= told.entries:
        found.append(Span(first=expected, last=told.entries, item=None))
    return tuple(found)


def not_checked(told: Told) -> tuple[str, ...]:
    """Return what nobody looked at, in sentences."""
    kinds = {getattr(item.record, "kind", None) for item in told.items if item.kind == "release"}
    found = [text for released, text in _UNRELEASED if kinds.isdisjoint(released)]
    clip = any(media.kind == "video" for media in told.post.media)
    if clip and "music" not in kinds:
        found.append("Where the sound comes from: no release is on record.")
    return (*_NOT_CHECKED, *found)


def of_kind(items: Sequence[Item], *kinds: EntryKind) -> Iterable[Item]:
    """Yield the items of some kinds, oldest first."""
    return (item for item in items if item.kind in kinds)
