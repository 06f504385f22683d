"""The index of words: captions, handles and names, as they are searched for."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ugc.catalog.database import Database

_UNSPACED = re.compile(
    r"([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff])"
)


def spaced(words: str) -> str:
    """Set characters of scripts that write without spaces apart, so that each can be found as a word."""
    return _UNSPACED.sub(r" \1 ", words)


@contextmanager
def indexed_at_end(database: Database) -> Iterator[None]:
    """Bring the words of all posts that change within the block up to date in one go, at its end.

    It belongs directly inside a transaction: at each savepoint FTS5 writes what it holds to the disk.
    """
    if database.unindexed is not None:
        yield
        return
    database.unindexed = set()
    try:
        yield
        _index(database, sorted(database.unindexed))
    finally:
        database.unindexed = None


def index_post(database: Database, number: int) -> None:
    """Bring a post's words to what its row and its author's account say."""
    if database.unindexed is None:
        _index(database, [number])
    else:
        database.unindexed.add(number)


def _index(database: Database, numbers: Sequence[int]) -> None:
    """Index posts anew; one that is there no more loses its words."""
    rows = database.run(
        "SELECT p.id, p.caption, a.handle, a.display_name FROM posts p LEFT JOIN accounts a ON a.id = p.account"
        " WHERE p.id IN (SELECT value FROM json_each(?)) ORDER BY p.id",
        (json.dumps(numbers),),
    )
    database.many("DELETE FROM words WHERE rowid = ?", [(number,) for number in numbers])
    database.many(
        "INSERT INTO words (rowid, caption, handle, display_name) VALUES (?, ?, ?, ?)",
        [(number, *(spaced(words or "") for words in told)) for number, *told in rows],
    )


def index_account(database: Database, account: int) -> None:
    """Bring the words of all posts of an account to what is known of it now."""
    for (number,) in database.run("SELECT id FROM posts WHERE account = ?", (account,)):
        index_post(database, number)
