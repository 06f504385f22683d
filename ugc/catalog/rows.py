"""The rows of one post as plain data, from which exactly that post can be made again."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ugc.catalog.database import Database
from ugc.catalog.joining import MOVED, SHARED
from ugc.catalog.people import folded_handle, load_account
from ugc.model.posts import Account

Line = dict[str, Any]
"""A row by the names of its columns."""
Key = tuple[Any, ...]

TABLES = {**SHARED, "post_media": ("sha256",)}
"""Tables of which a post has rows of its own, each with what tells its rows apart."""


def rows_of(database: Database, number: int) -> dict[str, Any]:
    """Return all that hangs on a post: its row, which rows are its own, and those that it may share with another."""
    post = lines(database, "posts", "id", number)[0]
    coauthors = lines(database, "coauthors", "post", number)
    accounts = [post["account"], *(line["account"] for line in coauthors)]
    return {
        "post": post,
        "moved": {
            table: [
                row[0]
                for row in database.run(
                    f"SELECT {column} FROM {table} WHERE post = ? ORDER BY {column}",  # noqa: S608  our own words
                    (number,),
                )
            ]
            for table, column in MOVED.items()
        },
        "merges": [row[0] for row in database.run("SELECT id FROM merges WHERE kept = ?", (number,))],
        "shared": shared_rows(database, number),
        "coauthors": coauthors,
        "accounts": {
            str(account): load_account(database, account).model_dump(mode="json")
            for account in accounts
            if account is not None
        },
    }


def shared_rows(database: Database, number: int) -> dict[str, list[Line]]:
    """Return the rows of a post that another post may have too, by table."""
    return {table: lines(database, table, "post", number) for table in TABLES}


def lines(database: Database, table: str, column: str, value: object) -> list[Line]:
    """Return the rows of a table that bear a value, in the order of the table."""
    names = [row[1] for row in database.run(f"PRAGMA table_info({table})")]
    query = f"SELECT {', '.join(map(_quoted, names))} FROM {table} WHERE {column} = ?"  # noqa: S608  our own words
    return [dict(zip(names, row, strict=True)) for row in database.run(query, (value,))]


def put(database: Database, table: str, line: Mapping[str, Any]) -> None:
    """Add a row; one that is there already in all that must be single stays."""
    columns, marks = ", ".join(map(_quoted, line)), ", ".join("?" * len(line))
    database.run(
        f"INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT DO NOTHING",  # noqa: S608
        tuple(line.values()),
    )


def by_key(table: str, found: Iterable[Line]) -> dict[Key, Line]:
    """Return rows by what tells them apart."""
    return {tuple(line[name] for name in TABLES[table]): line for line in found}


def account_now(database: Database, told: Mapping[str, Any], number: int) -> int | None:
    """Return the number under which an account is known today: two that turned out to be one have one since.

    None where it is known no more. A number alone says nothing: those of deleted accounts are given out again.
    """
    account = Account.model_validate(told)
    query = "SELECT id FROM accounts WHERE platform = ? AND native_id = ?"
    row = database.one(query, (account.platform, account.native_id)) if account.native_id else None
    if row:
        return int(row[0])
    bearers = {
        row[0]
        for row in database.run(
            "SELECT account FROM account_handles WHERE platform = ? AND folded = ?",
            (account.platform, folded_handle(account)),
        )
    }
    return number if number in bearers else bearers.pop() if len(bearers) == 1 else None


def listed(values: Sequence[Any]) -> str:
    """Return values as a statement takes them for `json_each`."""
    return json.dumps(list(values))


def _quoted(name: str) -> str:
    return f'"{name}"'  # `import` is a column, and a keyword
