"""The ledger and the creatives seen from above: many records at once, without loading post by post."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, tzinfo
from typing import TypeVar

from ugc.catalog import people
from ugc.catalog.database import Database
from ugc.catalog.dealings import Filed
from ugc.catalog.finding import count
from ugc.catalog.lines import Line, lines
from ugc.catalog.records import records_on
from ugc.catalog.search import Query
from ugc.catalog.sounds import Sounds, sounds
from ugc.model.base import Value
from ugc.model.creatives import Creative
from ugc.model.entries import EntryKind

R = TypeVar("R", bound=Value)

_IN = "IN (SELECT value FROM json_each(?))"
_ENDING = """
SELECT e.id FROM entries e WHERE e.kind = 'grant'
AND (json_extract(e.body, '$.end') <= ? OR json_extract(e.body, '$.end_basis') = 'from_delivery'
     OR ((json_extract(e.body, '$.end_basis') = 'from_first_use' OR json_extract(e.body, '$.impressions') IS NOT NULL)
         AND EXISTS (SELECT 1 FROM entry_subjects s JOIN entries u ON u.seq = s.seq WHERE u.kind = 'use'
                     AND s.subject IN (SELECT value FROM json_each(e.body, '$.posts') UNION SELECT e.id))))
AND NOT EXISTS (SELECT 1 FROM entries n WHERE n.id = e.id AND n.kind = 'grant' AND n.seq > e.seq)
"""
_OPEN = """
SELECT e.id FROM entries e WHERE e.kind = 'request' AND (json_extract(e.body, '$.reminds') IS NOT NULL OR NOT EXISTS
(SELECT 1 FROM entry_subjects s JOIN entries r ON r.seq = s.seq
 WHERE s.subject = e.id AND r.kind = 'reply' AND json_array_length(r.body, '$.posts') = 0))
"""
_GRANTED = f"""
SELECT s.subject, max(s.seq) FROM entry_subjects s JOIN entries e ON e.seq = s.seq
WHERE s.subject {_IN} AND e.kind = 'grant' AND json_extract(e.body, '$.status') = 'granted' GROUP BY s.subject
"""  # noqa: S608  our own words
_AS_CREATOR = """
SELECT path, body FROM creatives WHERE (instr(body, '"creator_handle"') OR instr(body, '"both"'))
AND id NOT IN (SELECT creative FROM sweeps) ORDER BY path
"""


class Overview:
    """The part of the catalog's door for questions about all records of a kind."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count(self, query: Query, *, today: date, zone: tzinfo = UTC) -> int:
        """Return how many posts a selection means, its `rights:` aside. Raises UsageError."""
        return count(self._database, query, today=today, zone=zone)

    def lines(self, ids: Sequence[str], *, caption: int) -> Iterator[Line]:
        """Yield posts as a list shows them, in the order of their ids; see `lines`."""
        return lines(self._database, ids, caption=caption)

    def records(self, kinds: Iterable[EntryKind]) -> list[Filed]:
        """Return every record of some kinds, oldest first. Raises InputError for one that cannot be read."""
        rows = self._database.run(f"SELECT id FROM entries WHERE kind {_IN}", (json.dumps(list(kinds)),))  # noqa: S608
        return self.named({row[0] for row in rows})

    def newest(self, kind: EntryKind, model: type[R]) -> dict[str, R]:
        """Return the records of a kind by id, each in its newest version, in the order in which they were first made.

        `model` is the class of the records of that kind.
        """
        found = {item.record.id: item.record for item in self.records((kind,))}
        return {id: record for id, record in found.items() if isinstance(record, model)}

    def sounds(self) -> Sounds:
        """Return the licences of sounds that can be laid on clips, and what ended some of them."""
        return sounds(self._database)

    def named(self, ids: Iterable[str]) -> list[Filed]:
        """Return every version of the records that bear one of these ids, oldest first."""
        found = records_on(self._database, subjects=(), ids=ids)
        return [Filed.model_construct(seq=seq, record=record) for seq, record in found]

    def about(self, subjects: Iterable[str], kinds: Iterable[EntryKind] | None = None) -> list[Filed]:
        """Return the records, of some kinds or all, that concern any of these posts, creators or records, oldest first.

        Of a record that has several versions, all are there.
        """
        asked = json.dumps(list(subjects))
        if kinds is None:
            found = records_on(self._database, subjects=json.loads(asked))
            return [Filed.model_construct(seq=seq, record=record) for seq, record in found]
        query = (
            "SELECT DISTINCT e.id FROM entry_subjects s JOIN entries e ON e.seq = s.seq"  # noqa: S608  our own words
            f" WHERE s.subject {_IN} AND e.kind {_IN}"
        )
        return self.named([row[0] for row in self._database.run(query, (asked, json.dumps(list(kinds))))])

    def ending(self, last: date) -> list[str]:
        """Return the ids of grants whose newest version ends by a day, counts from a use on record, or has a cap."""
        return [row[0] for row in self._database.run(_ENDING, (last.isoformat(),))]

    def open_requests(self) -> list[str]:
        """Return the ids of requests that no reply answers as a whole, and of all reminders."""
        return [row[0] for row in self._database.run(_OPEN)]

    def granted_since(self, subjects: Iterable[str]) -> dict[str, int]:
        """Return the number of the newest granted grant that names each of these posts or creators."""
        return dict(self._database.run(_GRANTED, (json.dumps(list(subjects)),)))

    def numbers(self, names: Iterable[str]) -> dict[str, int]:
        """Return the number of each post by any of its ids; an id that means no post is left out."""
        query = f"SELECT name, post FROM post_ids WHERE name {_IN}"  # noqa: S608
        return dict(self._database.run(query, (json.dumps(list(names)),)))

    def authors(self, numbers: Iterable[int]) -> dict[int, frozenset[str]]:
        """Return every key of the creator of each of these posts."""
        found: dict[int, set[str]] = {}
        query = (
            "SELECT p.id, k.key FROM posts p JOIN accounts a ON a.id = p.account"  # noqa: S608
            f" JOIN creator_keys k ON k.creator = a.creator WHERE p.id {_IN}"
        )
        for number, key in self._database.run(query, (json.dumps(list(numbers)),)):
            found.setdefault(number, set()).add(key)
        return {number: frozenset(keys) for number, keys in found.items()}

    def keys(self, creators: Iterable[str]) -> set[str]:
        """Return every key by which any of these creators was ever known; records name them by any."""
        return people.every_key(self._database, creators)

    def handles(self, creators: Iterable[str]) -> dict[str, str]:
        """Return a handle of each of these creators, by the key that was asked for."""
        query = (
            "SELECT k.key, min(a.handle) FROM creator_keys k JOIN accounts a ON a.creator = k.creator"  # noqa: S608
            f" WHERE k.key {_IN} GROUP BY k.key"
        )
        return dict(self._database.run(query, (json.dumps(list(creators)),)))

    def creatives_of_grants(self, grants: Sequence[str]) -> dict[str, int]:
        """Return how many creatives rest on each of these grants, less those that were swept away."""
        query = (
            f"SELECT grant_id, count(*) FROM creative_grants WHERE grant_id {_IN}"  # noqa: S608
            " AND creative NOT IN (SELECT creative FROM sweeps) GROUP BY grant_id"
        )
        return dict(self._database.run(query, (json.dumps(list(grants)),)))

    def creatives_of_posts(self, numbers: Iterable[int]) -> dict[int, int]:
        """Return how many creatives were made of each of these posts, less those that were swept away."""
        query = (
            f"SELECT post, count(*) FROM creative_posts WHERE post {_IN}"  # noqa: S608
            " AND creative NOT IN (SELECT creative FROM sweeps) GROUP BY post"
        )
        return dict(self._database.run(query, (json.dumps(list(numbers)),)))

    def run_as_creator(self) -> list[tuple[str, Creative]]:
        """Return the creatives, with their paths, that may have been asked about under their creator's handle."""
        return [(path, Creative.model_validate_json(body)) for path, body in self._database.run(_AS_CREATOR)]

    def last_wording(self, kind: str, language: str) -> str | None:
        """Return the wording that was used last: of `comment`, `remind-dm` and the like."""
        row = self._database.one(
            "SELECT json_extract(body, '$.wording') FROM entries WHERE kind = 'request'"
            " AND json_extract(body, '$.language') = ? AND json_extract(body, '$.wording') GLOB ?"
            " ORDER BY seq DESC LIMIT 1",
            (language, f"{kind}-[0-9]*"),
        )
        return str(row[0]) if row else None

    def name_of_terms(self, sha256: str) -> str | None:
        """Return the name of the file under which a document is on record as terms; None when it is not."""
        row = self._database.one(
            "SELECT coalesce(json_extract(body, '$.name'), id) FROM entries WHERE kind = 'evidence'"
            " AND json_extract(body, '$.sha256') = ? AND json_extract(body, '$.kind') = 'terms_snapshot' LIMIT 1",
            (sha256,),
        )
        return str(row[0]) if row else None
