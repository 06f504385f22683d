"""The ledger's rows as they lie there, whatever was done to them, and whether entries are found under what they name.

Nothing is upgraded or written. What the rows say is judged elsewhere; here they are read without being believed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ugc.catalog import keeping
from ugc.catalog.database import Database, Row, connect
from ugc.catalog.records import COLUMNS, as_row, entry_of, indexed
from ugc.errors import UgcError
from ugc.model.base import Value
from ugc.model.entries import Entry, Unreadable, record_of

_NAMES = COLUMNS.split(", ")
_SHOWN = 80
"""Characters of a hostile name that are said."""


class Misfiled(Value):
    """An entry that is not found where it should be, or is found where it should not."""

    seq: int
    id: str
    text: str


class Audit:
    """A ledger as it lies in its file, read from one state of it whatever others write meanwhile."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    @contextmanager
    def of(cls, path: Path) -> Iterator["Audit"]:
        """Open a catalog's file. Raises InputError when it cannot be read at all."""
        database = connect(path, create=False)
        try:
            with database.snapshot():
                yield cls(database)
        finally:
            database.close()

    def rows(self) -> Iterator[Entry | Unreadable]:
        """Yield every row of the ledger, oldest first."""
        return rows(self._database)

    def misfiled(self) -> Iterator[Misfiled]:
        """Yield the entries that are not found under what they name."""
        return misfiled(self._database, rows(self._database))

    def damage(self) -> list[str]:
        """Return what is wrong with the file, its tables, indexes and guards, in sentences."""
        found = [f"{words[:1].upper()}{words[1:]}." for words in keeping.damage(self._database)]
        return found + keeping.misshapen(self._database)


def rows(database: Database) -> Iterator[Entry | Unreadable]:
    """Yield every row of the ledger, oldest first; one that is not as ugc writes it is no entry."""
    database.take_any_text()
    for row in database.each(f"SELECT {COLUMNS} FROM entries ORDER BY seq"):  # noqa: S608  our own words
        yield _read(row)


def misfiled(database: Database, entries: Iterable[Entry | Unreadable]) -> Iterator[Misfiled]:
    """Yield the entries that a search by a post, creator or record would miss, or would find wrongly.

    Without this a revocation could be hidden from every question while the chain holds. Nothing is yielded where the
    index is gone altogether: the damage says so.
    """
    known = _index(database)
    if known is None:
        return
    for entry in entries:
        found = known.pop(entry.seq, set())
        if isinstance(entry, Unreadable):
            continue
        try:
            named = set(indexed(entry, record_of(entry)))
        except ValueError:
            continue  # said already of the entry itself
        if named - found:
            text = f"It is not found under {_listed(named - found)}: questions about that pass it over."
            yield Misfiled(seq=entry.seq, id=entry.id, text=text)
        if found - named:
            text = f"It is found under {_listed(found - named)}, which it does not name."
            yield Misfiled(seq=entry.seq, id=entry.id, text=text)
    for seq in sorted(known):
        yield Misfiled(seq=seq, id="", text=f"The index leads to entry {seq}, which is not there.")


def _index(database: Database) -> dict[int, set[str]] | None:
    database.take_any_text()
    known: dict[int, set[str]] = defaultdict(set)
    try:
        for subject, seq in database.each("SELECT subject, seq FROM entry_subjects"):
            known[seq].add(str(subject))
    except UgcError:
        return None
    return known


def _listed(names: set[str]) -> str:
    return ", ".join(name[:_SHOWN] for name in sorted(names))


def _read(row: Row) -> Entry | Unreadable:
    try:
        entry = entry_of(row)
        odd = [
            name for name, is_, stood in zip(_NAMES, as_row(entry), row, strict=True) if not _same(is_, stood)
        ]
        text = (
            f"Its row is not written as ugc writes it ({', '.join(odd)}): it was put there by something else."
        )
    except (ValueError, TypeError, RecursionError):
        entry, odd = None, _NAMES
        text = "Its row cannot be read: it was torn, or put there by something else."
    if entry is not None and not odd:
        return entry
    seq, _, name, *_, hash_ = row
    return Unreadable(seq=seq, id=str(name)[:_SHOWN], hash=str(hash_)[:_SHOWN], text=text)


def _same(written: object, stood: object) -> bool:
    return type(written) is type(stood) and written == stood
