"""A merge by hand undone: every part as it was, and what came since to the part that it is about.

The parts are made again from the rows that were kept. What sources said since is then told again, each to the part
whose ids, link or file it names, else to the kept one; what people said since stays with the kept one, except of a
picture, which takes it along.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from ugc.catalog.database import Database
from ugc.catalog.erasing import overwrite_deleted
from ugc.catalog.joining import MOVED
from ugc.catalog.merging import Joined
from ugc.catalog.reading import load
from ugc.catalog.retelling import LaterSource, later_sources, links_of, tell_again
from ugc.catalog.rows import TABLES, Line, account_now, by_key, listed, put, shared_rows
from ugc.catalog.words import index_post
from ugc.model.base import Value
from ugc.text import counted, fold

_IN = "IN (SELECT value FROM json_each(?))"
_NUMBERS = ("likes", "comments", "views", "shares", "saves", "reach")


class Parted(Value):
    """A merge that was undone."""

    merge: int
    posts: tuple[str, ...]
    """The ids of the posts that there are again, the kept one first."""
    since: int
    """The number of the newest rights record when they were joined."""
    went: tuple[str, ...]
    """Where what had come since went, in sentences."""


class _Part:
    """One of the posts that there are to be again: what it was, its number now, and by what it is known."""

    def __init__(self, told: Mapping[str, Any], number: int) -> None:
        self.told = told
        self.number = number
        self.names = set(told["moved"]["post_ids"])
        self.links = set(told["moved"]["permalinks"])
        self.files = {line["sha256"] for line in told["shared"]["post_media"]}
        self.later: list[LaterSource] = []

    def take(self, source: LaterSource) -> None:
        """Give it a source, by whose names it is known from now on too."""
        self.later.append(source)
        self.names |= set(source.said.get("ids", ()))
        self.links |= links_of(source.said)
        self.files |= set(source.files)


def part(database: Database, joined: Joined, *, at: datetime) -> Parted:
    """Undo a merge, all or nothing; see the module. What was kept of it for that is overwritten."""
    overwrite_deleted(database)
    with database.transaction(durable=True):
        ((kept, before),) = database.run("SELECT kept, before FROM merges WHERE id = ?", (joined.merge,))
        told = json.loads(before)
        parts = _made_again(database, told["parts"], kept)
        known = [number for one in parts for number in one.told["moved"]["sources"]]
        _assign(parts, later_sources(database, kept, known))
        _move(database, parts, kept)
        went = [*_share(database, parts, told["after"])]
        for one in parts:
            for source in one.later:
                tell_again(database, one.number, source)
            index_post(database, one.number)
        went = [*_of_sources(database, parts), *went]
        database.run(
            "UPDATE merges SET split_at = ?, before = '{}' WHERE id = ?",
            (at.astimezone(UTC).isoformat(), joined.merge),
        )
        names = tuple(load(database, one.number).post.id for one in parts)
    return Parted(merge=joined.merge, posts=names, since=told["entries"], went=tuple(went))


# --- the posts and what is theirs alone --------------------------------------------------------------------------


def _made_again(database: Database, told: Sequence[Mapping[str, Any]], kept: int) -> list[_Part]:
    """The rows of the posts as they were. A number that was given out anew meanwhile stays with its new post."""
    first, *others = told
    row = _row(database, first) | {"id": kept}
    columns = ", ".join(f"{name} = ?" for name in row)
    database.run(f"UPDATE posts SET {columns} WHERE id = ?", (*row.values(), kept))  # noqa: S608  our own words
    parts = [_Part(first, kept)]
    for one in others:
        row = _row(database, one)
        taken = database.one("SELECT 1 FROM posts WHERE id = ?", (row["id"],))
        names = [name for name in row if not (taken and name == "id")]
        number = database.insert(
            f"INSERT INTO posts ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",  # noqa: S608
            [row[name] for name in names],
        )
        parts.append(_Part(one, number))
    return parts


def _row(database: Database, told: Mapping[str, Any]) -> Line:
    row = dict(told["post"])
    return row | {"account": _account(database, told, row["account"])}


def _account(database: Database, told: Mapping[str, Any], number: int | None) -> int | None:
    known = told["accounts"].get(str(number))
    return account_now(database, known, number) if known and number is not None else None


def _assign(parts: Sequence[_Part], sources: Iterable[LaterSource]) -> None:
    for source in sources:
        names, links = set(source.said.get("ids", ())), links_of(source.said)
        first = source.files[:1]
        own = [one for one in parts if one.names & names]
        own = own or [one for one in parts if one.links & links]
        own = own or [one for one in parts if first and first[0] in one.files]
        (own or parts)[0].take(source)


def _move(database: Database, parts: Sequence[_Part], kept: int) -> None:
    """Give each part its own ids, links, sources, numbers and changes back, and what its later sources brought."""
    owners = {name: one for one in parts for name in one.told["moved"]["post_ids"]}
    links = {key: one for one in parts for key in one.told["moved"]["permalinks"]}
    for one in parts[1:]:
        for table, column in MOVED.items():
            mine = one.told["moved"].get(table, [])  # one made before there was such a table
            if table == "post_ids":
                mine = [*mine, *(name for name in one.names if owners.get(name, one) is one)]
            elif table == "permalinks":
                mine = [*mine, *(key for key in one.links if links.get(key, one) is one)]
            elif table == "sources":
                mine = [*mine, *(source.number for source in one.later)]
            elif table == "metrics":
                mine = [*mine, *_later_numbers(database, kept, parts, one)]
            elif table == "post_changes":
                mine = [*mine, *_later_changes(database, kept, parts, one)]
            database.run(
                f"UPDATE {table} SET post = ? WHERE post = ? AND {column} {_IN}",  # noqa: S608
                (one.number, kept, listed(mine)),
            )
        database.run(
            f"UPDATE merges SET kept = ? WHERE kept = ? AND id {_IN}",  # noqa: S608
            (one.number, kept, listed(one.told["merges"])),
        )


def _later_numbers(database: Database, kept: int, parts: Sequence[_Part], one: _Part) -> list[int]:
    """Snapshots do not say which source took them: of equal ones each source of the part takes one."""
    known = {number for each in parts for number in each.told["moved"]["metrics"]}
    found: list[int] = []
    rows = database.run(
        f"SELECT id, {', '.join(_NUMBERS)} FROM metrics WHERE post = ? ORDER BY id",  # noqa: S608
        (kept,),
    )
    for source in one.later:
        counts = source.said.get("counts") or {}
        told = tuple(counts.get(name) for name in _NUMBERS)
        fits = (row[0] for row in rows if row[1:] == told and row[0] not in known and row[0] not in found)
        found += [number for number in [next(fits, None)] if number is not None]
    return found


def _later_changes(database: Database, kept: int, parts: Sequence[_Part], one: _Part) -> list[int]:
    known = {number for each in parts for number in each.told["moved"]["post_changes"]}
    rows = database.run("SELECT id, import FROM post_changes WHERE post = ?", (kept,))
    batches = {source.batch for source in one.later}
    return [number for number, batch in rows if number not in known and batch in batches]


# --- what they may share -----------------------------------------------------------------------------------------


def _share(database: Database, parts: Sequence[_Part], after: Mapping[str, Sequence[Line]]) -> list[str]:
    """Labels, files and the like as each part had them, with what was changed since; say where new ones went."""
    kept = parts[0].number
    now = shared_rows(database, kept)
    went: list[str] = []
    for table in TABLES:
        database.run(f"DELETE FROM {table} WHERE post = ?", (kept,))  # noqa: S608
        current, joined = by_key(table, now[table]), by_key(table, after.get(table, ()))
        for one in parts:
            for key, line in by_key(table, one.told["shared"].get(table, ())).items():
                if key in current:
                    changed = {
                        name: value
                        for name, value in current[key].items()
                        if value != joined.get(key, {}).get(name) and name not in ("id", "post", "place")
                    }
                    _put(database, table, line | changed, one.number)
        added = [line for key, line in current.items() if key not in joined]
        told: dict[str, int] = defaultdict(int)
        for line in added:
            for one in _meant(database, parts, table, line) or parts[:1]:
                _put(database, table, line, one.number)
                told[one.told["post"]["name"]] += 1
        if table in _WORDS:
            went += [f"{counted(number, *_WORDS[table])} went to {name}." for name, number in told.items()]
    for one in parts:
        _put_people(database, one)
    return went


_WORDS = {
    "post_tags": ("tag that came since", "tags that came since"),
    "campaign_posts": ("campaign that came since", "campaigns that came since"),
    "creative_posts": ("creative that was made since", "creatives that were made since"),
    "post_products": ("product that was tagged since", "products that were tagged since"),
    "post_captions": ("caption file that was attached since", "caption files that were attached since"),
}


def _put(database: Database, table: str, line: Line, number: int) -> None:
    line = line | {"post": number}
    if "id" in line and database.one(f"SELECT 1 FROM {table} WHERE id = ?", (line["id"],)):  # noqa: S608
        del line["id"]
    put(database, table, line)


def _put_people(database: Database, one: _Part) -> None:
    database.run("DELETE FROM coauthors WHERE post = ?", (one.number,))
    for line in one.told["coauthors"]:
        account = _account(database, one.told, line["account"])
        if account is not None:
            put(database, "coauthors", line | {"post": one.number, "account": account})
    database.run("DELETE FROM hashtags WHERE post = ?", (one.number,))
    for tag in json.loads(one.told["post"]["hashtags"]):
        put(database, "hashtags", {"tag": tag, "post": one.number})


def _meant(database: Database, parts: Sequence[_Part], table: str, line: Line) -> list[_Part]:
    """The parts that something new is about: by the import that brought it, or by the file."""
    found: list[_Part] = []
    if table == "import_posts":
        found = [one for one in parts if any(source.batch == line["import"] for source in one.later)]
    elif table == "post_tags":
        ((tag,),) = database.run("SELECT folded FROM tags WHERE id = ?", (line["tag"],))
        found = [one for one in parts if any(tag in map(fold, s.said.get("tags", ())) for s in one.later)]
    elif table == "media_links":
        found = [one for one in parts if any(line["name"] in s.said.get("missing", ()) for s in one.later)]
    elif table == "creative_posts":
        shown = _shown(database, line["creative"])
        found = [one for one in parts if shown & one.files]
    elif table == "post_media":
        found = [one for one in parts if line["sha256"] in one.files]
    elif table == "post_products" and line["media"]:
        found = [one for one in parts if line["media"] in one.files]
    return found


def _shown(database: Database, creative: int) -> set[str]:
    """The originals that a creative shows."""
    row = database.one("SELECT body FROM creatives WHERE id = ?", (creative,))
    body = json.loads(row[0]) if row and row[0] else {}
    return {source["sha256"] for source in body.get("sources", ()) if source.get("sha256")}


def _of_sources(database: Database, parts: Sequence[_Part]) -> list[str]:
    return [
        f"{counted(len(one.later), 'source')} that came since went to {load(database, one.number).post.id}."
        for one in parts
        if one.later
    ]
