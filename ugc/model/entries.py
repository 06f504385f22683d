"""One link of the rights ledger: a record as it was sealed, with what shows that it was not changed since."""

from datetime import datetime
from typing import Any, Literal, get_args

from ugc.model.base import Value
from ugc.model.dealings import Decision, Reply, Request, Running
from ugc.model.evidence import Erasure, Evidence
from ugc.model.records import Authorization, Grant, Hold, Lift, Release, Revocation
from ugc.model.sounds import SoundLicence

EntryKind = Literal[
    "grant",
    "release",
    "authorization",
    "hold",
    "lift",
    "revocation",
    "evidence",
    "erasure",
    "request",
    "reply",
    "decision",
    "use",
    "sound",
]
RightsRecord = (
    Grant
    | Release
    | Authorization
    | Hold
    | Lift
    | Revocation
    | Evidence
    | Erasure
    | Request
    | Reply
    | Decision
    | Running
    | SoundLicence
)

RECORDS: dict[EntryKind, type[RightsRecord]] = {
    "grant": Grant,
    "release": Release,
    "authorization": Authorization,
    "hold": Hold,
    "lift": Lift,
    "revocation": Revocation,
    "evidence": Evidence,
    "erasure": Erasure,
    "request": Request,
    "reply": Reply,
    "decision": Decision,
    "use": Running,
    "sound": SoundLicence,
}
KINDS: dict[type[RightsRecord], EntryKind] = {record: kind for kind, record in RECORDS.items()}
assert set(RECORDS) == set(get_args(EntryKind))

PERSONAL: dict[EntryKind, frozenset[str]] = {
    "grant": frozenset({"licensor", "compensation", "exclusivity_detail", "recorded_by", "notes"}),
    "release": frozenset({"subject", "guardian", "notes", "recorded_by"}),
    "authorization": frozenset({"code_last4", "native_ids", "recorded_by"}),
    "hold": frozenset({"why", "by"}),
    "lift": frozenset({"why", "by"}),
    "revocation": frozenset({"why", "by"}),
    "evidence": frozenset(
        {"name", "permalink", "native_id", "actor", "actor_id", "words", "captured_by", "tool"}
    ),
    "erasure": frozenset({"why", "by"}),
    "request": frozenset({"licensor", "message", "by"}),
    "reply": frozenset({"words", "by"}),
    "decision": frozenset({"why", "by"}),
    "use": frozenset({"ad_names", "recorded_by"}),
    "sound": frozenset({"licensor", "name", "notes", "recorded_by"}),
}
"""The fields that may be redacted: none of them decides what a record allows, so that dropping one widens nothing."""

REDACTED = "(redacted)"


class Entry(Value):
    """A rights record in the append-only chain."""

    seq: int
    """1 for the first; no number is left out."""
    kind: EntryKind
    id: str
    subjects: tuple[str, ...] = ()
    """Post ids, creator keys and record ids that it concerns."""
    body: dict[str, Any]
    """The record as plain JSON data, less its redacted fields."""
    at: datetime
    """When it was recorded, UTC."""
    salts: dict[str, str]
    """Field of the body to its 32 hex digits of salt; a redacted field has none."""
    digests: dict[str, str]
    """Field to sha256(salt + canonical JSON of the value), hex; redacted fields keep theirs."""
    previous: str | None
    """Hash of the entry before; None for the first."""
    hash: str


class Unreadable(Value):
    """A row of the ledger that is no entry any more: torn, or written by something else."""

    seq: int
    id: str
    hash: str
    """What the row gives as its hash: nothing here shows that it is."""
    text: str
    """What is wrong with it, in a sentence."""


class NamedFile(Value):
    """A file that a record rests on, by its content."""

    sha256: str
    size: int | None
    """Bytes; None where the record does not state it."""
    what: Literal["evidence", "terms", "sound"]


def record_of(entry: Entry) -> RightsRecord:
    """Return the record of an entry. Redacted words read as `(redacted)`.

    Raises ValueError when a field is gone that may not be redacted, or the record does not make sense.
    """
    gone = set(entry.digests) - set(entry.body)
    forbidden = sorted(gone - PERSONAL[entry.kind])
    if forbidden:
        raise ValueError(f"its field {forbidden[0]!r} is gone")
    record = RECORDS[entry.kind]
    words = {name: REDACTED for name in gone if record.model_fields[name].is_required()}
    return record.model_validate({**entry.body, **words})
