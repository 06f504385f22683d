"""Posts as a list shows them: a line each, without loading what it does not show."""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from ugc.catalog.database import Database

_AT_ONCE = 1000
_POSTS = """
SELECT p.name, a.handle, substr(p.posted_at, 1, 10), p.likes, substr(p.caption, 1, ?)
FROM json_each(?) w JOIN posts p ON p.name = w.value LEFT JOIN accounts a ON a.id = p.account ORDER BY w.id
"""
_FILES = """
SELECT p.name, m.kind, l.name FROM json_each(?) w JOIN posts p ON p.name = w.value JOIN post_media l ON l.post = p.id
JOIN media m ON m.sha256 = l.sha256 ORDER BY w.id, l.place
"""


class Line(NamedTuple):
    """What a list shows of a post."""

    id: str
    handle: str | None
    posted: str | None
    """The day, in UTC."""
    likes: int | None
    caption: str | None
    """Its beginning."""
    kinds: tuple[str, ...]
    """Of its files, in their order."""
    file: str | None
    """The first one's name."""


def lines(database: Database, ids: Sequence[str], *, caption: int) -> Iterator[Line]:
    """Yield posts in the order of their ids, with so many characters of their captions."""
    for start in range(0, len(ids), _AT_ONCE):
        asked = json.dumps(ids[start : start + _AT_ONCE])
        with database.snapshot():
            files = {
                name: [(kind, file) for _, kind, file in rows]
                for name, rows in groupby(database.run(_FILES, (asked,)), key=lambda row: row[0])
            }
            rows = database.run(_POSTS, (caption, asked))
        for id, handle, posted, likes, words in rows:
            held = files.get(id, [])
            kinds = tuple(kind for kind, _ in held)
            yield Line(id, handle, posted, likes, words, kinds, held[0][1] if held else None)
