"""The evidence chain: sealing a rights record, verifying all of them, redacting a person's data.

Each field of a record is salted and hashed apart; an entry's hash covers the hash before it, its number, kind, id,
subjects, time and the digests of all fields. So a changed, dropped, moved or rewritten entry shows, a field can be
redacted without breaking the chain, and what was redacted cannot be guessed from its digest. Cutting off the
newest entries leaves a shorter chain that is whole in itself: it shows only against a head that was kept elsewhere.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from ugc.errors import InputError, UsageError, unknown
from ugc.model.base import Value, canonical, digest
from ugc.model.entries import KINDS, PERSONAL, Entry, NamedFile, RightsRecord, Unreadable
from ugc.model.entries import record_of as _record_of

SALT = re.compile(r"[0-9a-f]{32}")
"""A salt's length is fixed: otherwise its last digits could pass for the first digits of the value."""


HEAD_GONE = "The head {head} is not in this ledger: newer entries were cut off, or it was rewritten."


class BrokenLink(Value):
    """A place where the chain does not hold."""

    seq: int
    """Number of the entry; for a head that is not found, the number of the newest."""
    id: str
    text: str


def seal(
    previous: Entry | None,
    record: RightsRecord,
    *,
    subjects: Sequence[str],
    at: datetime,
    salts: Callable[[], str],
) -> Entry:
    """Make the entry that follows `previous` (None: the first of all).

    `salts` gives 32 fresh random hex digits at each call. Raises UsageError for a time without a zone.
    """
    if at.tzinfo is None:
        raise UsageError("The time of a rights record needs a time zone.")
    body: dict[str, Any] = plain(record)
    salted = {name: salts() for name in body}
    assert all(SALT.fullmatch(salt) for salt in salted.values()), "a salt is 32 hex digits"
    unsealed = Entry(
        seq=previous.seq + 1 if previous else 1,
        kind=KINDS[type(record)],
        id=record.id,
        subjects=tuple(dict.fromkeys(subjects)),
        body=body,
        at=at.astimezone(UTC),
        salts=salted,
        digests={name: _field_digest(salted[name], value) for name, value in body.items()},
        previous=previous.hash if previous else None,
        hash="",
    )
    return unsealed.model_copy(update={"hash": _hash(unsealed)})


def verify(entries: Iterable[Entry | Unreadable], *, head: str | None = None) -> list[BrokenLink]:
    """Recompute the whole chain and return what does not hold, the first broken link first.

    With the `head` (an entry's hash that was kept elsewhere), a ledger that no longer holds it is broken too; one
    that has grown since is not.
    """
    broken: list[BrokenLink] = []
    before: Entry | Unreadable | None = None
    seen = head is None
    for entry in entries:
        words = [*_misnumbered(before, entry), *([entry.text] if isinstance(entry, Unreadable) else [])]
        words += [] if isinstance(entry, Unreadable) else [*_unlinked(before, entry), *_changed(entry)]
        broken += [BrokenLink(seq=entry.seq, id=entry.id, text=text) for text in words]
        seen = seen or entry.hash == head
        before = entry
    if not seen:
        seq, id = (before.seq, before.id) if before else (0, "")
        broken.append(BrokenLink(seq=seq, id=id, text=HEAD_GONE.format(head=head)))
    return broken


def record_of(entry: Entry) -> RightsRecord:
    """Return the record of an entry; redacted words read as `(redacted)`. Raises InputError when it is not one."""
    try:
        return _record_of(entry)
    except ValueError as error:
        raise InputError(
            f"Entry {entry.seq} of the ledger, {entry.kind} {entry.id}, cannot be read: {error}",
            hint="`ugc doctor` names the first broken link.",
        ) from error


def redact(entry: Entry, fields: Iterable[str]) -> Entry:
    """Return the entry without the values and salts of some fields; its hash stays as it is.

    Only fields that decide nothing about what is allowed can be dropped. Raises UsageError for any other.
    """
    wanted = set(fields)
    for name in sorted(wanted - PERSONAL[entry.kind]):
        raise unknown(f"Field of a {entry.kind} that can be redacted", name, PERSONAL[entry.kind])
    return entry.model_copy(
        update={
            "body": {name: value for name, value in entry.body.items() if name not in wanted},
            "salts": {name: salt for name, salt in entry.salts.items() if name not in wanted},
        }
    )


def files_of(entry: Entry) -> Iterator[NamedFile]:
    """Yield the files that a record rests on: its own as evidence or sound, and the terms shown or agreed to."""
    sha256 = entry.body.get("sha256")
    if entry.kind in ("evidence", "sound") and isinstance(sha256, str):
        size = entry.body.get("size")
        yield NamedFile(sha256=sha256, size=size if isinstance(size, int) else None, what=entry.kind)
    terms = entry.body.get("terms")
    if isinstance(terms, dict) and isinstance(terms.get("sha256"), str):
        yield NamedFile(sha256=terms["sha256"], size=None, what="terms")


def plain(data: Any) -> Any:
    """Write a value out as JSON data, the same each time: sets in order, days and times in ISO form."""
    if isinstance(data, Value):
        return {name: plain(getattr(data, name)) for name in type(data).model_fields}
    if isinstance(data, dict):
        return {str(name): plain(value) for name, value in data.items()}
    if isinstance(data, set | frozenset):
        return sorted(plain(item) for item in data)
    if isinstance(data, list | tuple):
        return [plain(item) for item in data]
    if isinstance(data, date):
        return data.isoformat()
    return data


def _misnumbered(before: Entry | Unreadable | None, entry: Entry | Unreadable) -> Iterator[str]:
    expected = before.seq + 1 if before else 1
    if entry.seq != expected:
        yield f"Number {expected} was expected here and {entry.seq} stands: entries were dropped or moved."


def _unlinked(before: Entry | Unreadable | None, entry: Entry) -> Iterator[str]:
    if entry.previous != (before.hash if before else None):
        yield "It does not follow from the entry before it: one of the two was replaced, dropped or moved."


def _changed(entry: Entry) -> list[str]:
    found = [
        f"The value of {name!r} was changed." for name in sorted(entry.body) if not _field_holds(entry, name)
    ]
    gone = sorted(set(entry.digests) - set(entry.body) - PERSONAL[entry.kind])
    found += [f"The field {name!r} is gone, and it may not be redacted." for name in gone]
    if entry.body.get("id") != entry.id:
        found.append("The record inside bears another id.")
    if set(entry.salts) != set(entry.body):
        found.append("It has other salts than fields.")
    if _hash(entry) != entry.hash:
        found.append("Its own words do not give its hash: it was changed after it was sealed.")
    return found


def _field_holds(entry: Entry, name: str) -> bool:
    salt = entry.salts.get(name, "")
    return bool(SALT.fullmatch(salt)) and entry.digests.get(name) == _field_digest(salt, entry.body[name])


def _field_digest(salt: str, value: Any) -> str:
    return hashlib.sha256((salt + canonical(value)).encode("utf-8", "surrogatepass")).hexdigest()


def _hash(entry: Entry) -> str:
    return digest(
        {
            "previous": entry.previous,
            "seq": entry.seq,
            "kind": entry.kind,
            "id": entry.id,
            "subjects": list(entry.subjects),
            "at": entry.at.isoformat(),
            "fields": entry.digests,
        }
    )
