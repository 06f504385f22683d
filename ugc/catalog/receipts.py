"""Record files that were read before, so that an import need not read them again.

A receipt says that a file of these bytes and this name, read by this code, made a source that is on record. It goes
with the source. An erasure changes what may come in: every one, and every one that is lifted, takes all receipts away.
"""

import json
from collections.abc import Sequence

from ugc.catalog.database import Database
from ugc.catalog.telling import Told
from ugc.model.base import canonical
from ugc.model.receipts import CODE_BYTES, PLACE_BYTES, Receipt, together

_AT_ONCE = 500
_OF_ANOTHER_CODE = (
    "DELETE FROM receipts WHERE source = (SELECT id FROM sources WHERE digest = ?)"  # noqa: S608  our own numbers
    f" AND substr(mark, {PLACE_BYTES + 1}, {CODE_BYTES}) <> ?"
)


def find(database: Database, marks: Sequence[bytes]) -> dict[bytes, Receipt]:
    """Return the receipts of those files that have one, by mark."""
    found: dict[bytes, Receipt] = {}
    for begin in range(0, len(marks), _AT_ONCE):
        some = marks[begin : begin + _AT_ONCE]
        for mark, importer, digest, key, whole, told in database.run(
            "SELECT r.mark, s.importer, s.digest, r.key, r.together, r.told FROM receipts r"  # noqa: S608  marks
            f" JOIN sources s ON s.id = r.source WHERE r.mark IN ({', '.join('?' * len(some))})",
            some,
        ):
            missing, dropped, notes = json.loads(told)
            found[mark] = Receipt(
                importer=importer,
                source=digest,
                key=key,
                together=whole,
                missing=tuple(missing),
                dropped=tuple(dropped),
                notes=tuple(notes),
            )
    return found


def write(database: Database, posts: Sequence[Told]) -> None:
    """Note which files made these sources, which are on record."""
    rows = [
        (mark, post.found.ids[0], together(post.found.receipts), _told(post), post.mark)
        for post in posts
        for mark in post.found.receipts
    ]
    database.many(
        "INSERT OR REPLACE INTO receipts (mark, source, key, together, told)"
        " SELECT ?, id, ?, ?, ? FROM sources WHERE digest = ?",
        rows,
    )


def drop_others(database: Database, posts: Sequence[Told]) -> None:
    """Take away the receipts of these sources that another code left."""
    code = slice(PLACE_BYTES, PLACE_BYTES + CODE_BYTES)
    database.many(
        _OF_ANOTHER_CODE, [(post.mark, mark[code]) for post in posts for mark in post.found.receipts[:1]]
    )


def forget(database: Database) -> None:
    """Take all receipts away, so that the next import reads everything."""
    database.run("DELETE FROM receipts")


def are_none(database: Database) -> bool:
    """Whether there are no receipts."""
    return database.one("SELECT 1 FROM receipts LIMIT 1") is None


def _told(post: Told) -> str:
    return canonical([post.found.missing, post.found.dropped, post.found.notes])
