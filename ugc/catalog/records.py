"""The ledger's rows. Entries are sealed elsewhere; here they are appended, one after the other, and read."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from ugc.catalog.database import Database
from ugc.errors import InputError, UgcError, UsageError, unknown
from ugc.model.base import canonical
from ugc.model.dealings import Running
from ugc.model.entries import RECORDS, Entry, EntryKind, RightsRecord, record_of
from ugc.model.records import Grant

COLUMNS = "seq, kind, id, subjects, body, at, salts, digests, previous, hash"
_RELATED = (
    "SELECT seq FROM entry_subjects WHERE subject IN (SELECT value FROM json_each(?))"
    " UNION SELECT seq FROM entries WHERE id IN (SELECT value FROM json_each(?))"
)
_WHOLE = "(SELECT count(*) FROM json_each(body)) = (SELECT count(*) FROM json_each(digests))"
_BODIES = (
    f"SELECT seq, kind, id, body, {_WHOLE} FROM entries"  # noqa: S608  our own words
    f" WHERE seq IN ({_RELATED}) AND seq NOT IN (SELECT value FROM json_each(?)) ORDER BY seq"
)
_ONCE = {"hold", "lift", "revocation", "evidence", "erasure", "request", "reply", "decision", "sound"}
_NAMING = ("posts", "grants", "post", "creator", "grant", "hold", "sound", "supersedes", "request", "reminds")


def append(database: Database, chain: Callable[[Entry | None], Entry]) -> Entry:
    """Keep the entry that `chain` seals onto the newest one it is given; nobody can append in between.

    Raises UsageError when the id is taken, or the version is not newer than the one recorded.
    """
    with database.transaction(durable=True):
        before = _last(database)
        entry = chain(before)
        follows = entry.seq == (before.seq + 1 if before else 1)
        if not follows or entry.previous != (before.hash if before else None):
            raise UgcError(f"The new rights record {entry.id} does not follow the newest in the ledger.")
        record = record_of(entry)
        _refuse_taken(database, entry, record)
        database.run(
            f"INSERT INTO entries ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608  our own words
            as_row(entry),
        )
        database.many(
            "INSERT INTO entry_subjects (subject, seq) VALUES (?, ?)",
            [(name, entry.seq) for name in indexed(entry, record)],
        )
    return entry


def as_row(entry: Entry) -> tuple[int | str | None, ...]:
    """Return an entry as its row is written, in the order of `COLUMNS`: the same entry is always the same text."""
    return (
        entry.seq,
        entry.kind,
        entry.id,
        canonical(list(entry.subjects)),
        canonical(entry.body),
        entry.at.isoformat(),
        canonical(entry.salts),
        canonical(entry.digests),
        entry.previous,
        entry.hash,
    )


def indexed(entry: Entry, record: RightsRecord) -> dict[str, None]:
    """Return under which names an entry is found: its subjects, and all that its record names."""
    return dict.fromkeys([*entry.subjects, *named_in(record)])


def named_in(record: RightsRecord) -> Iterator[str]:
    """Every post, creator and record that a record names itself."""
    for field in _naming_fields(type(record)):
        name = getattr(record, field)
        if isinstance(name, tuple):
            yield from name
        elif name:
            yield name


@cache
def _naming_fields(kind: type[RightsRecord]) -> tuple[str, ...]:
    """Which fields a kind of record has that name something."""
    return tuple(field for field in _NAMING if field in kind.model_fields)


def entries(database: Database) -> Iterator[Entry]:
    """Yield the whole ledger, oldest first."""
    for row in database.each(f"SELECT {COLUMNS} FROM entries ORDER BY seq"):  # noqa: S608
        yield entry_of(row)


def entries_of(database: Database, *, subjects: Iterable[str] = (), ids: Iterable[str] = ()) -> list[Entry]:
    """Return the entries that concern any of these posts, creators or records, or bear one of these ids."""
    rows = database.run(
        f"SELECT {COLUMNS} FROM entries WHERE seq IN"  # noqa: S608
        f" ({_RELATED}) ORDER BY seq",
        (json.dumps(list(subjects)), json.dumps(list(ids))),
    )
    return [entry_of(row) for row in rows]


def records_on(
    database: Database, *, subjects: Iterable[str], ids: Iterable[str] = (), known: Iterable[int] = ()
) -> list[tuple[int, RightsRecord]]:
    """Return number and record of the entries that concern any of these subjects or bear one of these ids, oldest
    first, less those `known`. Raises InputError for one that cannot be read: then nothing is to rest on the rest.
    """
    asked = (json.dumps(list(subjects)), json.dumps(list(ids)), json.dumps(list(known)))
    rows = database.run(_BODIES, asked)
    return [(seq, _record(database, seq, kind, name, body, whole)) for seq, kind, name, body, whole in rows]


def _record(database: Database, seq: int, kind: EntryKind, name: str, body: str, whole: int) -> RightsRecord:
    try:
        if whole:
            return RECORDS[kind].model_validate_json(body)
        row = database.one(f"SELECT {COLUMNS} FROM entries WHERE seq = ?", (seq,))  # noqa: S608
        assert row is not None
        return record_of(entry_of(row))
    except ValueError as error:
        raise InputError(
            f"The rights record {name} cannot be read, so nothing it concerns can be cleared: {error}",
            hint="`ugc doctor` shows whether the ledger was changed.",
        ) from error


def newest_grant(database: Database, id: str) -> Grant:
    """Return the newest version of a grant. Raises UsageError with the nearest id."""
    for entry in reversed(entries_of(database, ids=[id])):
        if entry.kind == "grant":
            found = record_of(entry)
            assert isinstance(found, Grant)
            return found
    rows = database.run("SELECT DISTINCT id FROM entries WHERE kind = 'grant'")
    raise unknown("Grant", id, [row[0] for row in rows])


def head(database: Database) -> str | None:
    """Return the newest entry's hash; None for an empty ledger."""
    row = database.one("SELECT hash FROM entries ORDER BY seq DESC LIMIT 1")
    return str(row[0]) if row else None


def next_id(database: Database, prefix: str) -> str:
    """Return the next free id such as g-0001. Call it in the transaction that appends the record."""
    if not database.in_transaction:
        raise UgcError("A record's id is chosen in the transaction that appends it.")
    start = f"{prefix}-"
    rows = database.each("SELECT id FROM entries WHERE id >= ? AND id < ?", (start, f"{prefix}."))
    numbers = [int(tail) for (name,) in rows if (tail := name[len(start) :]).isdecimal()]
    return f"{start}{max(numbers, default=0) + 1:04}"


def _refuse_taken(database: Database, entry: Entry, record: RightsRecord) -> None:
    rows = database.run("SELECT kind, body FROM entries WHERE id = ? ORDER BY seq", (entry.id,))
    if not rows:
        return
    kind = rows[-1][0]
    if kind != entry.kind or kind in _ONCE:
        raise UsageError(
            f"There is a {kind} {entry.id} already.", hint="Give the new record an id of its own."
        )
    newest = max(json.loads(body).get("version", 1) for _, body in rows)
    if isinstance(record, Grant | Running) and record.version <= newest:
        raise UsageError(
            f"{entry.kind.capitalize()} {entry.id} stands at version {newest}; version {record.version} is not newer.",
            hint=f"Record it as version {newest + 1}.",
        )


def _last(database: Database) -> Entry | None:
    row = database.one(f"SELECT {COLUMNS} FROM entries ORDER BY seq DESC LIMIT 1")  # noqa: S608
    return entry_of(row) if row else None


def entry_of(row: Sequence[Any]) -> Entry:
    seq, kind, name, subjects, body, at, salts, digests, previous, hash_ = row
    return Entry(
        seq=seq,
        kind=kind,
        id=name,
        subjects=json.loads(subjects),
        body=json.loads(body),
        at=at,
        salts=json.loads(salts),
        digests=json.loads(digests),
        previous=previous,
        hash=hash_,
    )
