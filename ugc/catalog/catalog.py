"""The catalog's door: every question and every write as one short method, in the model's words."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path, PurePath
from types import TracebackType
from typing import Any

from ugc.catalog import labels, people, reading, records, resolving, short_ids
from ugc.catalog.cases import load_cases, standing_grants, standing_holds
from ugc.catalog.creatives import MadeCreative, creatives, forget_creative, record_creatives
from ugc.catalog.database import connect
from ugc.catalog.details import SourceRecord, set_alt, set_focus, snapshots, sources
from ugc.catalog.doors import Doors
from ugc.catalog.finding import find
from ugc.catalog.migrations import migrate
from ugc.catalog.names import find_post
from ugc.catalog.saving import Saved, save
from ugc.catalog.search import Query, parse
from ugc.model.entries import Entry
from ugc.model.focus import Focus
from ugc.model.posts import Account, Counts, FoundPost, Media, Post
from ugc.model.records import Grant, Hold
from ugc.model.rights import Case


class Catalog(Doors):
    """Posts, creators, records and creatives of one workspace, in one SQLite file. Used from one thread.

    Readers work while another process writes. Where the folder cannot be written, the file is opened to read only;
    with no log of unfinished work beside it, SQLite is told that nobody writes (`immutable`). `care` keeps it in order.
    """

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> "Catalog":
        """Open a catalog, upgrading its tables when they are older; with `create`, make it when it is not there.

        Raises InputError for a file that is not a catalog or is of a newer program, MachineError when it is locked
        or cannot be read.
        """
        database = connect(path, create=create)
        try:
            migrate(database)
        except BaseException:
            database.close()
            raise
        return cls(database)

    def __enter__(self) -> "Catalog":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def transaction(self) -> AbstractContextManager[None]:
        """Several writes, all or nothing. One inside another is a savepoint: its failure undoes its own part."""
        return self._database.transaction(durable=True)

    # --- posts ---------------------------------------------------------------------------------------------------

    def start_import(self, what: str, at: datetime) -> int:
        """Begin an import and return its number."""
        with self._database.transaction():
            stamp = at.astimezone(UTC).isoformat()
            return self._database.insert("INSERT INTO imports (at, what) VALUES (?, ?)", (stamp, what))

    def finish_import(self, batch: int, counts: Mapping[str, int]) -> None:
        """Note that an import came to its end, and how many posts were new, changed, the same or skipped."""
        with self._database.transaction():
            told = (json.dumps(dict(counts)), batch)
            self._database.run("UPDATE imports SET counts = ? WHERE id = ?", told)

    def save(self, found: FoundPost, media: Sequence[Media], *, at: datetime, batch: int) -> Saved:
        """Take in one post as a source tells of it; see `saving.save`."""
        return save(self._database, found, media, at=at, batch=batch)

    def resolve(self, name: str) -> str:
        """Return a post's id from what a person types for it: see `resolving.lead_to`.

        Raises UsageError with the nearest known id, or with all that the name could mean.
        """
        with self._database.snapshot():
            return resolving.resolve(self._database, name)

    def knows(self, name: str) -> bool:
        """Whether a post was ever known by exactly this id."""
        return find_post(self._database, name) is not None

    def post(self, id: str) -> Post:
        """Return a post by any id it was ever known by. Raises InputError when there is none."""
        return self.posts([id])[0]

    def posts(self, ids: Sequence[str] | None = None) -> list[Post]:
        """Return posts in the order asked for, each once; all of them, oldest first, when `ids` is None."""
        with self._database.snapshot():
            numbers = reading.numbers(self._database, ids)
            return [known.post for known in reading.load_many(self._database, numbers).values()]

    def find(
        self, query: str | Query, *, today: date, zone: tzinfo = UTC, limit: int | None = None
    ) -> tuple[list[str], tuple[str, ...]]:
        """Return the ids of the posts that a selection means, in its order, and the purposes it asks for with
        `rights:`, which the caller answers. Days are whole days in `zone`. Raises UsageError."""
        asked = parse(query) if isinstance(query, str) else query
        return find(self._database, asked, today=today, zone=zone, limit=limit), asked.rights

    def post_of_media(self, sha256: str) -> str | None:
        """Return the id of the post that holds a file; of several the one that was catalogued first."""
        row = self._database.one(
            "SELECT p.name FROM post_media m JOIN posts p ON p.id = m.post WHERE m.sha256 = ? ORDER BY p.id",
            (sha256,),
        )
        return str(row[0]) if row else None

    def sources(self, id: str) -> list[SourceRecord]:
        """Return what each source said of a post, oldest import first."""
        return sources(self._database, self._number(id))

    def snapshots(self, id: str) -> list[Counts]:
        """Return every snapshot of a post's numbers, in the order they were imported."""
        return snapshots(self._database, self._number(id))

    def set_focus(self, id: str, sha256: str, focus: Focus | None) -> None:
        """Set what a person said of the crops of one picture of a post. Raises UsageError for another's picture."""
        set_focus(self._database, self._number(id), sha256, focus)

    def set_alt(
        self, id: str, sha256: str, alt: str | None, *, by: str | None = None, at: datetime | None = None
    ) -> None:
        """Set the words that stand for one picture of a post; `by` None: a source said them."""
        set_alt(self._database, self._number(id), sha256, alt, by=by, at=at)

    # --- creators and labels -------------------------------------------------------------------------------------

    def resolve_creator(self, name: str) -> str:
        """Return a creator's key from `@ana`, `ana`, `tiktok:ana`, a profile's link or a key. Raises UsageError."""
        with self._database.snapshot():
            return people.resolve_creator(self._database, name)

    def creator_of(self, id: str) -> str | None:
        """Return the key of a post's creator; None when no source said who made it."""
        return self.post(id).creator

    def accounts(self, creator: str) -> tuple[Account, ...]:
        """Return a creator's accounts."""
        return people.accounts_of(self._database, creator)

    def same_creator(self, keep: str, other: str) -> None:
        """Record that two creators are one person; both keys go on to mean that person."""
        with self._database.transaction():
            people.same_creator(self._database, keep, other)

    def tag(self, ids: Sequence[str], *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
        """Put tags on posts and take others off, all or nothing."""
        self._label("tags", ids, add, remove)

    def tags(self) -> dict[str, int]:
        """Return every tag with the number of its posts."""
        return labels.listed(self._database, "tags")

    def put_in_campaign(
        self, ids: Sequence[str], *, add: Iterable[str] = (), remove: Iterable[str] = ()
    ) -> None:
        """Put posts into campaigns, which are made when they are not there, and take them out of others."""
        self._label("campaigns", ids, add, remove)

    def campaigns(self) -> dict[str, int]:
        """Return every campaign with the number of its posts."""
        return labels.listed(self._database, "campaigns")

    # --- rights --------------------------------------------------------------------------------------------------

    def append(self, chain: Callable[[Entry | None], Entry]) -> Entry:
        """Keep the entry that `chain` seals onto the newest one, which it is given; two processes cannot fork it."""
        return records.append(self._database, chain)

    def entries(self) -> Iterator[Entry]:
        """Yield the whole ledger, oldest first."""
        return records.entries(self._database)

    def entries_on(self, *, subjects: Iterable[str] = (), ids: Iterable[str] = ()) -> list[Entry]:
        """Return the entries that concern any of these posts, creators or records, or bear one of these ids."""
        return records.entries_of(self._database, subjects=subjects, ids=ids)

    def head(self) -> str | None:
        """Return the newest entry's hash; None for an empty ledger."""
        return records.head(self._database)

    def next_id(self, prefix: str) -> str:
        """Return the next free record id such as g-0001; only inside `transaction`."""
        return records.next_id(self._database, prefix)

    def case(self, id: str) -> Case:
        """Return a post with all its records, by any id it was ever known by."""
        return self.cases([id])[id]

    def cases(self, ids: Sequence[str]) -> dict[str, Case]:
        """Return posts with all their records, by the ids asked for, many at once."""
        with self._database.snapshot():
            numbers = reading.numbers_of(self._database, ids)
            found = load_cases(self._database, list(dict.fromkeys(numbers.values())))
        return {name: found[number] for name, number in numbers.items()}

    def grant(self, id: str) -> Grant:
        """Return the newest version of a grant. Raises UsageError with the nearest id."""
        return records.newest_grant(self._database, id)

    def grants_of(self, creator: str) -> list[Grant]:
        """Return the grants that stand for everything or for any post of a creator's, less those revoked whole."""
        return standing_grants(self._database, creator)

    def holds(self, name: str) -> list[Hold]:
        """Return the holds, not lifted, that were put on exactly this post or creator."""
        return standing_holds(self._database, name)

    # --- creatives -----------------------------------------------------------------------------------------------

    def record_creative(self, made: MadeCreative) -> None:
        """Keep what was made; what was made at the same path before is replaced."""
        record_creatives(self._database, [made])

    def record_creatives(self, made: Iterable[MadeCreative]) -> None:
        """Keep what was made, all or nothing."""
        record_creatives(self._database, made)

    def creatives(self, **wanted: Any) -> list[MadeCreative]:
        """Return what was made that fits every filter given: `posts`, `grants`, `variant` …; see `creatives`."""
        return creatives(self._database, **wanted)

    def creatives_in(self, folder: PurePath) -> list[MadeCreative]:
        """Return what was made below a folder, by path."""
        return creatives(self._database, folder=folder)

    def creative_by_sha256(self, sha256: str) -> MadeCreative | None:
        """Return the creative that is a file with exactly these bytes."""
        return next(iter(creatives(self._database, sha256=sha256)), None)

    def creative_by_variant(self, variant: str) -> MadeCreative | None:
        """Return the creative of a variant, by its whole id."""
        return next(iter(self.creatives(variant=variant)), None)

    def creative_by_name(self, name: str) -> tuple[MadeCreative | None, tuple[str, ...]]:
        """Return the creative whose ids a file's name ends in, and its posts: a claim, as anybody can name a file."""
        return short_ids.of_a_name(self._database, name)

    def forget_creative(self, path: str) -> bool:
        """Drop the row of a creative whose file is gone; return whether there was one."""
        return forget_creative(self._database, path)

    def _number(self, id: str) -> int:
        return reading.numbers_of(self._database, [id])[id]

    def _label(
        self, kind: labels.Labels, ids: Sequence[str], add: Iterable[str], remove: Iterable[str]
    ) -> None:
        with self._database.transaction():
            numbers = list(reading.numbers_of(self._database, ids).values())
            labels.add(self._database, kind, numbers, add)
            labels.remove(self._database, kind, numbers, remove)
