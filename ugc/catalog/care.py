"""Keeping a catalog in order: whole copies, creatives that were swept away, persons shown and erased."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from ugc.catalog import erasing, keeping, marks, persons, sweeping
from ugc.catalog.creatives import MadeCreative, mark_creatives
from ugc.catalog.database import Database
from ugc.catalog.erasing import Erased
from ugc.catalog.persons import Person
from ugc.catalog.sweeping import Swept
from ugc.model.entries import Entry
from ugc.model.posts import Account, FoundPost


class Care:
    """The part of the catalog's door that housekeeping goes through."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def copy_to(self, path: Path, *, contacts: bool = True) -> int:
        """Write the committed state as one whole file without free pages; the same state gives the same bytes.

        Without `contacts` it does not say how creators are reached. Return of how many creators it is known.
        """
        return keeping.copy_to(self._database, path, contacts=contacts)

    def problems(self) -> list[str]:
        """Return what is wrong with the file itself, in sentences: damage, or tables that no ugc makes."""
        return keeping.problems(self._database)

    def settle(self) -> int:
        """Take places outside the workspace from creatives of another machine; return how many there were."""
        return keeping.settle(self._database)

    # --- creatives -----------------------------------------------------------------------------------------------

    def sweep(self, path: str, *, to: str, sidecar: str, at: datetime, reasons: Sequence[str]) -> None:
        """Note that a creative lies at `to` now, moved away because of these reason codes."""
        sweeping.sweep(self._database, path, to=to, sidecar=sidecar, at=at, reasons=reasons)

    def mark(self, marked: Iterable[tuple[MadeCreative, MadeCreative]]) -> None:
        """Keep what the rows of creatives say after they were marked; each with its row of before."""
        mark_creatives(self._database, marked)

    def swept(self) -> list[Swept]:
        """Return every creative that was moved away, by where it lies now."""
        return sweeping.swept(self._database)

    # --- persons -------------------------------------------------------------------------------------------------

    def lasting_key(self, creator: str) -> str:
        """Return the key by which records name a creator: it says nothing of who they are, and outlives erasure."""
        return persons.lasting_key(self._database, creator)

    def person(self, creator: str) -> Person:
        """Return by what a creator is known, and their posts."""
        with self._database.snapshot():
            return persons.person(self._database, creator)

    def entries_about(self, person: Person) -> list[Entry]:
        """Return every entry of the ledger that concerns a person, with the evidence it rests on, oldest first."""
        with self._database.snapshot():
            return persons.entries_about(self._database, person)

    def redact(self, entry: Entry) -> None:
        """Keep an entry without the fields that it lost. Raises UgcError when anything else of it differs."""
        erasing.redact(self._database, entry)

    def erase(self, person: Person, *, erasure: str, at: datetime) -> Erased:
        """Delete a person's accounts, posts and creatives, and mark their names; in the transaction of the caller."""
        return erasing.erase(self._database, person, erasure=erasure, at=at)

    def lift_erasure(self, erasure: str) -> bool:
        """Let imports bring back what an erasure kept out; return whether there was such an erasure."""
        return erasing.lift(self._database, erasure)

    def without_erased(self, found: FoundPost) -> tuple[FoundPost, str | None]:
        """Return a found post without coauthors who were erased, and the erasure that it falls under itself."""
        return marks.without_erased(self._database, found)

    def erasure_of_files(self, hashes: Iterable[str]) -> str | None:
        """Return the erasure that one of these files falls under, by its sha256."""
        return marks.erasure_of_files(self._database, hashes)

    def erasure_of_account(self, account: Account) -> str | None:
        """Return the erasure that an account falls under."""
        return marks.erasure_of_account(self._database, account)

    def mentions(self, person: Person) -> list[str]:
        """Return other people's posts whose sources name a person in the caption or elsewhere."""
        with self._database.snapshot():
            return persons.mentions(self._database, person)

    def remove_later(self, paths: Iterable[str]) -> None:
        """Note files to be removed once the erasure stands, and the catalog's own free pages with them."""
        erasing.list_for_removal(self._database, paths)

    def to_be_removed(self) -> list[str]:
        """Return the files that an erasure has still to remove; `.` stands for the catalog's own free pages."""
        return erasing.to_be_removed(self._database)

    def removed(self, path: str) -> None:
        """Note that such a file is gone."""
        erasing.removed(self._database, path)

    def compact(self) -> None:
        """Rewrite the file, so that nothing that was deleted is left in it. Raises MachineError when it is in use."""
        keeping.compact(self._database)
