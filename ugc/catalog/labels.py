"""Our own names on posts: tags and campaigns."""

from collections.abc import Iterable, Sequence
from typing import Literal

from ugc import text
from ugc.catalog.database import Database
from ugc.errors import UsageError

Labels = Literal["tags", "campaigns"]
_LINKS: dict[Labels, tuple[str, str]] = {
    "tags": ("post_tags", "tag"),
    "campaigns": ("campaign_posts", "campaign"),
}


def add(database: Database, kind: Labels, posts: Sequence[int], names: Iterable[str]) -> None:
    """Put tags or campaigns on posts; those that are there already stay. Raises UsageError for an empty name."""
    table, column = _LINKS[kind]
    for name in map(text.one_line, names):
        folded = text.fold(name)
        if not folded:
            raise UsageError(f"One of the {kind} has no name.")
        database.run(  # the first spelling stands
            f"INSERT INTO {kind} (name, folded) VALUES (?, ?) ON CONFLICT DO NOTHING",  # noqa: S608  our own words
            (name, folded),
        )
        database.many(
            f"INSERT INTO {table} ({column}, post) SELECT id, ? FROM {kind} WHERE folded = ?"  # noqa: S608
            " ON CONFLICT DO NOTHING",
            [(post, folded) for post in posts],
        )


def remove(database: Database, kind: Labels, posts: Sequence[int], names: Iterable[str]) -> None:
    """Take tags or campaigns off posts; one that is not there is no fault."""
    table, column = _LINKS[kind]
    for name in map(text.one_line, names):
        database.many(
            f"DELETE FROM {table} WHERE {column} = (SELECT id FROM {kind} WHERE folded = ?) AND post = ?",  # noqa: S608
            [(text.fold(name), post) for post in posts],
        )


def listed(database: Database, kind: Labels) -> dict[str, int]:
    """Return every tag or campaign with the number of its posts."""
    table, column = _LINKS[kind]
    rows = database.run(
        f"SELECT n.name, count(l.post) FROM {kind} n LEFT JOIN {table} l ON l.{column} = n.id"  # noqa: S608
        " GROUP BY n.id ORDER BY n.folded"
    )
    return {str(name): int(count) for name, count in rows}
