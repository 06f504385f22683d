"""What a check-up asks of the catalog's file. Nothing is upgraded or written, whatever its state."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ugc.catalog import auditing, keeping
from ugc.catalog.auditing import Misfiled
from ugc.catalog.database import Database, connect
from ugc.catalog.migrations import MIGRATIONS
from ugc.model.base import Value
from ugc.model.entries import Entry, Unreadable


class Named(Value):
    """An original, or a product's picture, that the catalog names."""

    sha256: str
    ext: str
    size: int
    """Bytes."""


def fulltext_search() -> str:
    """Return SQLite's version. Raises sqlite3.Error when it was built without FTS5."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5 (text)")
    return sqlite3.sqlite_version


def faults(path: Path) -> tuple[str, ...]:
    """Return what SQLite finds wrong with the file and its links. Raises InputError when it cannot even be opened."""
    with _opened(path) as database:
        return tuple(keeping.damage(database))


def versions(path: Path) -> tuple[int, int]:
    """Return the version of the tables in the file, and the newest that this program knows."""
    with _opened(path) as database:
        return int(database.run("PRAGMA user_version")[0][0]), len(MIGRATIONS)


def originals(path: Path) -> tuple[Named, ...]:
    """Return every original that the catalog names, every picture of a product, and every caption file."""
    query = "SELECT sha256, ext, size FROM media"
    with _opened(path) as database:
        if database.one(
            "SELECT 1 FROM sqlite_master WHERE name = 'products'"
        ):  # an older catalog has none yet
            query += " UNION SELECT image, image_ext, image_size FROM products WHERE image IS NOT NULL"
        if database.one("SELECT 1 FROM sqlite_master WHERE name = 'post_captions'"):
            query += " UNION SELECT sha256, ext, size FROM post_captions"
        rows = database.run(f"{query} ORDER BY 1")
    return tuple(Named(sha256=sha256, ext=ext, size=size) for sha256, ext, size in rows)


def sealed_codes(path: Path) -> tuple[tuple[str, bytes], ...]:
    """Return every sealed code with the name that it is sealed under, as a-0003 or a-0003.original."""
    with _opened(path) as database:
        if not database.one("SELECT 1 FROM sqlite_master WHERE name = 'sealed_codes'"):  # an older catalog
            return ()
        rows = database.run(
            "SELECT authorization, part, sealed FROM sealed_codes ORDER BY authorization, part"
        )
    return tuple((name if part == "code" else f"{name}.{part}", sealed) for name, part, sealed in rows)


def ledger(path: Path) -> list[Entry | Unreadable]:
    """Return the whole ledger, oldest first, with what is no entry any more."""
    with _opened(path) as database:
        return list(auditing.rows(database))


def misfiled(path: Path, entries: Iterable[Entry | Unreadable]) -> list[Misfiled]:
    """Return the entries that are not found under what they name."""
    with _opened(path) as database:
        return list(auditing.misfiled(database, entries))


@contextmanager
def _opened(path: Path) -> Iterator[Database]:
    database = connect(path, create=False)
    try:
        yield database
    finally:
        database.close()
