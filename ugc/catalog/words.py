"""The index of words: captions, handles and names, as they are searched for."""

import re

from ugc.catalog.database import Database

_UNSPACED = re.compile(
    r"([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff])"
)


def spaced(words: str) -> str:
    """Set characters of scripts that write without spaces apart, so that each can be found as a word."""
    return _UNSPACED.sub(r" \1 ", words)


def index_post(database: Database, number: int) -> None:
    """Bring a post's words to what its row and its author's account say."""
    row = database.one(
        "SELECT p.caption, a.handle, a.display_name"
        " FROM posts p LEFT JOIN accounts a ON a.id = p.account WHERE p.id = ?",
        (number,),
    )
    assert row is not None
    database.run("DELETE FROM words WHERE rowid = ?", (number,))
    database.run(
        "INSERT INTO words (rowid, caption, handle, display_name) VALUES (?, ?, ?, ?)",
        (number, *(spaced(words or "") for words in row)),
    )


def index_account(database: Database, account: int) -> None:
    """Bring the words of all posts of an account to what is known of it now."""
    for (number,) in database.run("SELECT id FROM posts WHERE account = ?", (account,)):
        index_post(database, number)
