"""Posts that a person says are one, joined so that they can be parted again."""

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from ugc.catalog.database import Database
from ugc.catalog.erasing import overwrite_deleted
from ugc.catalog.joining import fold_in
from ugc.catalog.merge import is_provisional
from ugc.catalog.names import find_post
from ugc.catalog.reading import load
from ugc.catalog.rows import rows_of, shared_rows
from ugc.errors import UsageError
from ugc.model.base import Value, canonical
from ugc.model.posts import Post

_NUMBER = re.compile(r"m?(\d{1,9})")
_COLUMNS = "id, at, by, why, kept, before"


class Joined(Value):
    """Posts that stand as one because a person said so."""

    merge: int
    """Its number, by which it can be undone."""
    at: datetime
    by: str
    why: str
    post: str
    """The id of the post that they are now."""
    parts: tuple[str, ...]
    """The ids that they had, the kept one first."""


def join(database: Database, numbers: Sequence[int], *, by: str, why: str, at: datetime) -> Joined:
    """Join posts to the first of them, and keep all that is needed to part them again; all or nothing.

    Raises UsageError for posts that cannot be one: the same one twice, of two creators who are known to be different,
    or with different ids of one platform.
    """
    kept, *others = numbers
    overwrite_deleted(database)  # what an erasure is to find is not left in free pages
    with database.transaction(durable=True):
        posts = [load(database, number).post for number in numbers]
        _refuse_different(posts)
        parts = [rows_of(database, number) for number in numbers]
        for number in others:
            fold_in(database, kept, number)
        last = database.one("SELECT max(seq) FROM entries")
        before = {
            "parts": parts,
            "names": [post.id for post in posts],
            "after": shared_rows(database, kept),
            "entries": (last and last[0]) or 0,
        }
        merge = database.insert(
            "INSERT INTO merges (at, by, why, kept, before) VALUES (?, ?, ?, ?, ?)",
            (at.astimezone(UTC).isoformat(), by, why, kept, canonical(before)),
        )
    return _joined(database, (merge, at, by, why, kept, canonical(before)))


def standing(database: Database, name: str) -> Joined:
    """Return the newest merge that stands of a post, by any of its ids, or the merge of a number.

    Raises UsageError where there is none, and for one under a newer one of the same post.
    """
    found = find_post(database, name)
    if found:
        row = _newest(database, found[0])
        if row is None:
            raise UsageError(
                f"{name} was not merged by hand, so there is nothing to split.",
                hint="What an import joined shares an id, a link or a file, and stays one post.",
            )
        return _joined(database, row)
    number = _NUMBER.fullmatch(name)
    query = f"SELECT {_COLUMNS} FROM merges WHERE id = ? AND split_at IS NULL"  # noqa: S608  our own words
    row = database.one(query, (int(number[1]),)) if number else None
    if row is None:
        raise UsageError(f"No merge {name} stands.", hint="Name the post: ugc split POST.")
    newest = _newest(database, row[4])
    if newest and newest[0] != row[0]:
        raise UsageError(
            f"Merge {row[0]} lies under merge {newest[0]} of the same post.",
            hint=f"Undo the newer one first: ugc split {newest[0]}.",
        )
    return _joined(database, row)


def _newest(database: Database, kept: int) -> tuple[Any, ...] | None:
    return database.one(
        f"SELECT {_COLUMNS} FROM merges WHERE kept = ? AND split_at IS NULL ORDER BY id DESC",  # noqa: S608
        (kept,),
    )


def _joined(database: Database, row: Sequence[Any]) -> Joined:
    merge, at, by, why, kept, before = row
    names = json.loads(before)["names"]
    ((post,),) = database.run("SELECT name FROM posts WHERE id = ?", (kept,))
    return Joined(merge=merge, at=at, by=by, why=why, post=post, parts=tuple(names))


def _refuse_different(posts: Sequence[Post]) -> None:
    if len({post.id for post in posts}) < len(posts):
        raise UsageError(f"{posts[0].id} is one post already.", hint="Name two posts that are different.")
    makers = {post.creator: f"{_maker(post)} made {post.id}" for post in posts if post.creator}
    if len(makers) > 1:
        raise UsageError(
            f"They are of different creators: {'; '.join(makers.values())}.",
            hint="A re-upload by somebody else is a post of its own, and the rights are not theirs to give. "
            "If it is one person, record that first.",
        )
    claimed: dict[str, tuple[str, Post]] = {}
    for post in posts:
        for name in (post.id, *post.aliases):
            space = name.partition(":")[0]
            if is_provisional(name):
                continue
            other, owner = claimed.setdefault(space, (name, post))
            if owner.id != post.id:
                raise UsageError(
                    f"{other} and {name} are two posts: each has an id of its own on the same platform.",
                    hint="Posts that show the same can be tagged alike: ugc tag ID ID --add NAME.",
                )


def _maker(post: Post) -> str:
    return f"@{post.author.handle}" if post.author else "somebody"
