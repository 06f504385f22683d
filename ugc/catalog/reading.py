"""Posts out of the tables, many at once: a handful of statements whatever the number."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from ugc.catalog.database import Database
from ugc.catalog.merge import Known
from ugc.errors import InputError
from ugc.model.posts import Counts, Post

_IN = "IN (SELECT value FROM json_each(?))"
_POSTS = f"""
SELECT p.id, p.name, p.platform, p.kind, p.caption, p.posted_at, p.precision, p.permalink, p.hashtags, p.mentions,
       p.paid_label, p.sound, p.derived_from, p.counts, p.caption_trust, c.key,
       a.platform, a.handle, a.native_id, a.display_name, a.profile_url, p.track
FROM posts p LEFT JOIN accounts a ON a.id = p.account LEFT JOIN creators c ON c.id = a.creator
WHERE p.id {_IN}
"""  # noqa: S608  our own words
_IDS = f"SELECT post, name FROM post_ids WHERE post {_IN} ORDER BY seq"  # noqa: S608
_MEDIA = f"""
SELECT l.post, l.sha256, m.kind, m.ext, m.size, m.width, m.height, m.duration, m.sound,
       l.role, l.alt, l.alt_by, l.alt_at, l.focus, l.name, l.attached_by, l.attached_at, l.stands_for
FROM post_media l JOIN media m ON m.sha256 = l.sha256 WHERE l.post {_IN} ORDER BY l.post, l.place
"""  # noqa: S608
_COAUTHORS = f"""
SELECT o.post, a.platform, a.handle, a.native_id, a.display_name, a.profile_url
FROM coauthors o JOIN accounts a ON a.id = o.account WHERE o.post {_IN} ORDER BY o.post, o.place
"""  # noqa: S608
_TAGS = (
    f"SELECT l.post, t.name FROM post_tags l JOIN tags t ON t.id = l.tag WHERE l.post {_IN} ORDER BY t.folded"  # noqa: S608
)
_CAMPAIGNS = f"""
SELECT l.post, c.name FROM campaign_posts l JOIN campaigns c ON c.id = l.campaign WHERE l.post {_IN} ORDER BY c.folded
"""  # noqa: S608


def load(database: Database, number: int) -> Known:
    """Return one post as it is known now."""
    return load_many(database, [number])[number]


def load_many(database: Database, numbers: Sequence[int]) -> dict[int, Known]:
    """Return posts by their numbers, in the order given. Media and the rest come in few statements for all."""
    asked = json.dumps(list(numbers))
    with database.snapshot():
        parts = _Parts(database, asked)
        rows = {row[0]: row for row in database.run(_POSTS, (asked,))}
    return {
        number: Known(post=_post(rows[number], parts), caption_trust=rows[number][14]) for number in numbers
    }


def numbers_of(database: Database, ids: Sequence[str]) -> dict[str, int]:
    """Return the number of each post by any id it was ever known by. Raises InputError for one that is not there."""
    query = f"SELECT name, post FROM post_ids WHERE name {_IN}"  # noqa: S608
    found: dict[str, int] = dict(database.run(query, (json.dumps(list(ids)),)))
    for name in ids:
        if name not in found:
            raise InputError(f"The catalog holds no post {name}.", hint="`ugc posts` lists all of them.")
    return {name: found[name] for name in ids}


def all_numbers(database: Database) -> list[int]:
    """Return the numbers of all posts, in the order of their dates and ids; undated ones come last."""
    return [
        row[0] for row in database.run("SELECT id FROM posts ORDER BY posted_at IS NULL, posted_at, name")
    ]


def numbers(database: Database, ids: Sequence[str] | None) -> list[int]:
    """Return the numbers of posts by their ids, each once, or of all of them. Raises InputError as `numbers_of`."""
    return all_numbers(database) if ids is None else list(numbers_of(database, ids).values())


def counts_from(values: Sequence[Any]) -> Counts:
    """Return a snapshot from taken_at and the six numbers in the tables' order."""
    taken_at, likes, comments, views, shares, saves, reach = values
    return Counts.model_validate(
        {
            "taken_at": taken_at,
            "likes": likes,
            "comments": comments,
            "views": views,
            "shares": shares,
            "saves": saves,
            "reach": reach,
        }
    )


class _Parts:
    """What hangs on posts in tables of its own, by post number."""

    def __init__(self, database: Database, asked: str) -> None:
        def grouped(query: str) -> dict[int, list[Any]]:
            found: dict[int, list[Any]] = defaultdict(list)
            for row in database.run(query, (asked,)):
                found[row[0]].append(row[1:])
            return found

        self.ids = grouped(_IDS)
        self.media = grouped(_MEDIA)
        self.coauthors = grouped(_COAUTHORS)
        self.tags = grouped(_TAGS)
        self.campaigns = grouped(_CAMPAIGNS)


def _post(row: Sequence[Any], parts: _Parts) -> Post:
    number, name = row[0], row[1]
    return Post.model_validate(
        {
            "id": name,
            "aliases": [alias for (alias,) in parts.ids[number] if alias != name],
            "platform": row[2],
            "kind": row[3],
            "caption": row[4],
            "posted_at": row[5],
            "precision": row[6],
            "permalink": row[7],
            "hashtags": json.loads(row[8]),
            "mentions": json.loads(row[9]),
            "paid_label": None if row[10] is None else bool(row[10]),
            "sound": row[11],
            "track": json.loads(row[21]) if row[21] else None,
            "derived_from": row[12],
            "counts": json.loads(row[13]) if row[13] else None,
            "creator": row[15],
            "author": _account(row[16:21]) if row[16] is not None else None,
            "coauthors": [_account(values) for values in parts.coauthors[number]],
            "media": [_media(values) for values in parts.media[number]],
            "tags": _first_columns(parts.tags[number]),
            "campaigns": _first_columns(parts.campaigns[number]),
        }
    )


def _first_columns(rows: Iterable[Sequence[Any]]) -> list[Any]:
    return [row[0] for row in rows]


def _account(values: Sequence[Any]) -> dict[str, Any]:
    keys = ("platform", "handle", "native_id", "display_name", "profile_url")
    return dict(zip(keys, values, strict=True))


def _media(values: Sequence[Any]) -> dict[str, Any]:
    (
        sha256,
        kind,
        ext,
        size,
        width,
        height,
        duration,
        sound,
        role,
        alt,
        alt_by,
        alt_at,
        focus,
        name,
        by,
        at,
        stands_for,
    ) = values
    return {
        "sha256": sha256,
        "kind": kind,
        "ext": ext,
        "size": size,
        "width": width,
        "height": height,
        "duration": duration,
        "sound": None if sound is None else bool(sound),
        "role": role,
        "alt": alt,
        "alt_by": alt_by,
        "alt_at": alt_at,
        "focus": json.loads(focus) if focus else None,
        "name": name,
        "attached_by": by,
        "attached_at": at,
        "stands_for": stands_for,
    }
