"""What was rendered and where it lies, so that a second run finds it and a file leads back to its post."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import PurePath
from typing import Any

from ugc.catalog.database import Database
from ugc.catalog.reading import numbers_of
from ugc.errors import UsageError
from ugc.model.base import Value
from ugc.model.creatives import Creative

_FACTS = (
    "path variant concept label_hash sidecar sha256 size mtime_ns sidecar_size sidecar_mtime_ns format template"
    " proof body made_at"
).split()
_INSERT = (
    f"INSERT INTO creatives ({', '.join(_FACTS)}) VALUES ({', '.join('?' * len(_FACTS))})"  # noqa: S608  our own words
    f" ON CONFLICT (path) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _FACTS[1:])} RETURNING id"
)
_POSTS = (
    "SELECT l.creative, p.name FROM creative_posts l JOIN posts p ON p.id = l.post"
    " WHERE l.creative IN (SELECT c.id FROM creatives c WHERE {where}) ORDER BY l.creative, l.place"
)
_GRANTS = (
    "SELECT l.creative, l.grant_id FROM creative_grants l"
    " WHERE l.creative IN (SELECT c.id FROM creatives c WHERE {where}) ORDER BY l.creative, l.place"
)
_RESTS_ON = (
    "c.id IN (SELECT creative FROM creative_grants WHERE grant_id IN (SELECT value FROM json_each(?)))"
)
_SHOWS = (
    "c.id IN (SELECT creative FROM creative_posts WHERE post IN"
    " (SELECT post FROM post_ids WHERE name IN (SELECT value FROM json_each(?))))"
)
_MARK = (
    "UPDATE creatives SET label_hash = ?, sidecar_size = ?, sidecar_mtime_ns = ?, body = ?"
    " WHERE path = ? AND label_hash = ?"
)
_LEAST = 6

Clause = tuple[str, Sequence[Any]]


class MadeCreative(Value):
    """A creative as it was when it was made."""

    path: str
    """As it was given when recorded, with forward slashes."""
    variant: str
    concept: str
    label_hash: str
    sidecar: str
    sha256: str
    size: int
    """Bytes."""
    mtime_ns: int
    sidecar_size: int
    sidecar_mtime_ns: int
    posts: tuple[str, ...]
    """Ids at the time of asking: a post that got another id since is named by that."""
    grants: tuple[str, ...] = ()
    format: str
    template: str
    proof: bool = False
    body: str | None = None
    """The manifest's row as JSON; None for a proof."""
    made_at: datetime

    @cached_property
    def creative(self) -> Creative | None:
        """The manifest's row; None for a proof."""
        return Creative.model_validate_json(self.body) if self.body else None


def record_creatives(database: Database, made: Iterable[MadeCreative]) -> None:
    """Keep what was made, all or nothing; what was made at the same path before is replaced."""
    with database.transaction():
        for item in made:
            posts = numbers_of(database, item.posts)
            values = item.model_dump(mode="json")
            row = database.one(_INSERT, [values[name] for name in _FACTS])
            assert row is not None
            for table, column, names in (
                ("creative_posts", "post", posts.values()),
                ("creative_grants", "grant_id", item.grants),
            ):
                database.run(f"DELETE FROM {table} WHERE creative = ?", row)  # noqa: S608  our own words
                database.many(
                    f"INSERT INTO {table} (creative, place, {column}) VALUES (?, ?, ?)",  # noqa: S608
                    [(row[0], place, name) for place, name in enumerate(dict.fromkeys(names))],
                )


def creatives(
    database: Database,
    *,
    folder: PurePath | None = None,
    post: str | None = None,
    variant: str | None = None,
    sha256: str | None = None,
    short: str | None = None,
    grants: Sequence[str] | None = None,
    posts: Sequence[str] | None = None,
) -> list[MadeCreative]:
    """Return what was made, by path; every filter given must hold.

    `folder`: lies below it and was not swept away. `short`: the beginning, at least 6 characters, of a variant's or
    concept's id. `grants`: rests on any of these. `posts`: shows any of these, by any of their ids that is known.
    """
    filters: list[Clause] = []
    if folder is not None:
        filters += [_below(folder), ("c.id NOT IN (SELECT creative FROM sweeps)", ())]
    if post is not None:
        numbers = tuple(numbers_of(database, [post]).values())
        filters.append(("c.id IN (SELECT creative FROM creative_posts WHERE post = ?)", numbers))
    if variant is not None:
        filters.append(("c.variant = ?", (variant,)))
    if sha256 is not None:
        filters.append(("c.sha256 = ?", (sha256,)))
    if short is not None:
        filters.append(_beginning(short))
    if grants is not None:
        asked = (json.dumps(list(grants)),)
        filters.append((_RESTS_ON, asked))
    if posts is not None:
        filters.append((_SHOWS, (json.dumps(list(posts)),)))
    return _where(database, filters)


def _where(database: Database, filters: Sequence[Clause]) -> list[MadeCreative]:
    where = " AND ".join(f"({sql})" for sql, _ in filters) or "TRUE"
    values = [value for _, found in filters for value in found]
    facts = ", ".join(f"c.{name}" for name in _FACTS)
    with database.snapshot():
        posts = _linked(database, _POSTS, where, values)
        grants = _linked(database, _GRANTS, where, values)
        rows = database.run(f"SELECT c.id, {facts} FROM creatives c WHERE {where} ORDER BY c.path", values)  # noqa: S608
    return [
        MadeCreative.model_validate(
            {
                **dict(zip(_FACTS, row[1:], strict=True)),
                "posts": posts.get(row[0], ()),
                "grants": grants.get(row[0], ()),
            }
        )
        for row in rows
    ]


def mark_creatives(database: Database, marked: Iterable[tuple[MadeCreative, MadeCreative]]) -> None:
    """Keep what rows say after their sidecars were marked; a row that another run wrote meanwhile stays as it is."""
    with database.transaction():
        database.many(
            _MARK,
            [
                (
                    now.label_hash,
                    now.sidecar_size,
                    now.sidecar_mtime_ns,
                    now.body,
                    now.path,
                    before.label_hash,
                )
                for before, now in marked
            ],
        )


def forget_creative(database: Database, path: str) -> bool:
    """Drop the row of a creative whose file is gone; return whether there was one."""
    with database.transaction():
        return bool(database.run("DELETE FROM creatives WHERE path = ? RETURNING id", (path,)))


def _below(folder: PurePath) -> Clause:
    start = folder.as_posix().rstrip("/") + "/"
    if start == "./":
        return "c.path NOT LIKE '/%'", ()
    return "c.path >= ? AND c.path < ?", (start, start[:-1] + "0")  # 0 is the character after /


def _beginning(short: str) -> Clause:
    if len(short) < _LEAST:
        raise UsageError(
            f"{short!r} is too short for an id.", hint=f"Give at least {_LEAST} characters of it."
        )
    end = short + "\U0010ffff"
    return "c.variant >= ? AND c.variant < ? OR c.concept >= ? AND c.concept < ?", (short, end, short, end)


def _linked(database: Database, query: str, where: str, values: Sequence[Any]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for number, name in database.run(query.format(where=where), values):
        found.setdefault(number, []).append(name)
    return found
