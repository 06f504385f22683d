"""Many posts at once into the catalog, as an import brings them, and what an import asks of it by the thousand."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from ugc.catalog import receipts
from ugc.catalog.database import Database
from ugc.catalog.followers import note_followers
from ugc.catalog.marks import without_erased
from ugc.catalog.saving import Saved, SaveOutcome, keep, known_by, touch
from ugc.catalog.telling import Told, tell
from ugc.catalog.words import indexed_at_end
from ugc.catalog.writing import store_media
from ugc.errors import InputError, MachineError, MissingError, UgcError
from ugc.model.posts import FoundPost, Media
from ugc.model.receipts import KnownPost, Receipt

_AT_ONCE = 1000
_LONG_LOG = 64 << 20
"""Bytes."""


class Intake:
    """The part of the catalog's door that imports go through."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(
        self, posts: Sequence[tuple[FoundPost | KnownPost, Sequence[Media]]], *, at: datetime, batch: int
    ) -> list[Saved | UgcError]:
        """Take in posts, each as `saving.save` does, in one transaction, which locks other writers out.

        Of one whose records were read before, it is noted that it came again. One that the catalog refuses costs
        only itself: its fault stands in its place. Raises MachineError, and InputError for a damaged catalog; then
        none of them is kept.
        """
        told = [found if isinstance(found, KnownPost) else tell(found, media) for found, media in posts]
        with self._database.transaction(), indexed_at_end(self._database):
            keeper = _Keeper(self._database, told, at=at, batch=batch)
            kept = [keeper.keep(item) for item in told]
            keeper.touch()
            keeper.write_receipts()
        self._database.shorten_log(_LONG_LOG)
        return kept

    def receipts(self, marks: Sequence[bytes]) -> dict[bytes, Receipt]:
        """Return what is known of record files that were read before, by mark; see `receipts`."""
        return receipts.find(self._database, marks)

    def has_receipts(self) -> bool:
        """Whether any record file is known again."""
        return not receipts.are_none(self._database)

    def with_media(self, names: Iterable[str]) -> set[str]:
        """Return which of these ids, by any that a post was ever known by, mean a post that has a file."""
        found: set[str] = set()
        for some in _some(names):
            found.update(
                name
                for (name,) in self._database.run(
                    "SELECT name FROM post_ids n WHERE name IN (SELECT value FROM json_each(?))"
                    " AND EXISTS (SELECT 1 FROM post_media m WHERE m.post = n.post)",
                    (json.dumps(some),),
                )
            )
        return found

    def sizes(self) -> set[int]:
        """Return the sizes of all files that the catalog knows, in bytes."""
        return {size for (size,) in self._database.each("SELECT DISTINCT size FROM media")}

    def measured(self, sha256: str, *, method: str) -> Media | None:
        """Return the facts of a file that was measured and hashed by this method before; None when there are none."""
        row = self._database.one(
            "SELECT m.kind, m.ext, m.size, m.width, m.height, m.duration, m.sound FROM media m JOIN hashes h"
            " ON h.media = m.sha256 AND h.method = ? WHERE m.sha256 = ?",
            (method, sha256),
        )
        if row is None:
            return None
        kind, ext, size, width, height, duration, sound = row
        return Media(
            sha256=sha256,
            kind=kind,
            ext=ext,
            size=size,
            width=width,
            height=height,
            duration=duration,
            sound=None if sound is None else bool(sound),
        )


class _Keeper:
    """Keeps posts one by one in a transaction, and does in one go what the unchanged among them need."""

    def __init__(
        self, database: Database, told: Sequence[Told | KnownPost], *, at: datetime, batch: int
    ) -> None:
        self._database = database
        self._at, self._batch = at, batch
        self._known = known_by(database, [_digest(item) for item in told])
        self._fresh = True
        """Whether what was looked up at the beginning is still so: a post that is kept may join others."""
        self._same: list[tuple[int, SaveOutcome]] = []
        self._read: list[Told] = []
        """What is on record, and was read."""
        self._again: list[Told] = []
        """Of these, what was on record before."""

    def keep(self, told: Told | KnownPost) -> Saved | UgcError:
        digest = _digest(told)
        known = (self._known if self._fresh else known_by(self._database, [digest])).get(digest)
        if known:
            if isinstance(told, Told):
                store_media(self._database, told.media)
                note_followers(self._database, told.found)
                self._read.append(told)
                self._again.append(told)
            self._same.append((known[0], "same"))
            return Saved(post=known[1], outcome="same")
        if isinstance(told, KnownPost):
            return InputError(
                "What was on record of it was taken away meanwhile.", hint="Import it once more."
            )
        self.touch()
        self._fresh = False
        try:
            with self._database.transaction():
                saved = keep(self._database, told, at=self._at, batch=self._batch)
        except UgcError as error:
            if not _is_of_the_post(error):
                raise
            return error
        self._read.append(told)
        return saved

    def touch(self) -> None:
        """Note which of the posts came as they were known."""
        if self._same:
            touch(self._database, self._batch, self._same)
            self._same = []

    def write_receipts(self) -> None:
        """Note which record files need not be read again."""
        receipts.drop_others(self._database, self._again)
        read = [told for told in self._read if told.found.receipts]
        if read and self._database.one("SELECT 1 FROM erasures"):  # one may have come since they were read
            read = [told for told in read if without_erased(self._database, told.found) == (told.found, None)]
        receipts.write(self._database, read)


def _digest(told: Told | KnownPost) -> str:
    return told.digest if isinstance(told, KnownPost) else told.mark


def _is_of_the_post(error: UgcError) -> bool:
    """Whether a fault is one post's, and not the machine's or the whole catalog's."""
    if isinstance(error, MachineError | MissingError):
        return False
    damaged = isinstance(error, InputError) and isinstance(error.__cause__, sqlite3.Error)
    return not damaged


def _some(names: Iterable[str]) -> Iterator[list[str]]:
    left = iter(names)
    while some := list(islice(left, _AT_ONCE)):
        yield some
