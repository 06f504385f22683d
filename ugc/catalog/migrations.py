"""Bringing a catalog to this program's tables: numbered steps, each in one transaction, after a copy was made."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext

from ugc.catalog.database import APPLICATION_ID, Database
from ugc.catalog.schema import FIRST
from ugc.catalog.schema_programme import PROGRAMME
from ugc.catalog.schema_receipts import RECEIPTS
from ugc.catalog.schema_sources import EIGHTH
from ugc.catalog.schema_steps import FIFTH, FOURTH, SECOND, SEVENTH, SIXTH, THIRD
from ugc.errors import InputError, MachineError
from ugc.files import atomic

NINTH = RECEIPTS + PROGRAMME

Migration = str | Callable[[Database], None]
"""A script of statements, or a function that runs them."""

MIGRATIONS: tuple[Migration, ...] = (FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH, SEVENTH, EIGHTH, NINTH)
"""In order; the first brings an empty file to version 1. A released one is never changed."""


def migrate(database: Database, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring the tables to the newest version.

    Raises InputError for another program's database or one of a newer ugc, MachineError when an old catalog
    cannot be written.
    """
    version = _version(database)
    if version > len(migrations):
        raise InputError(
            f"{database.path} was made by a newer ugc (catalog version {version}; this one knows {len(migrations)}).",
            hint="Upgrade ugc, or put back the copy that was made before the upgrade.",
        )
    if version < len(migrations) and not database.writable:
        raise MachineError(
            f"{database.path} is of an older ugc and cannot be upgraded: it is read-only.",
            hint="Open it once where it can be written.",
        )
    database.log_ahead()
    steps = list(enumerate(migrations, start=1))[version:]
    with (
        database.transaction(durable=True) if steps and not version else nullcontext()
    ):  # a new file: whole, or none
        for number, migration in steps:
            _step(database, number, migration, copy=version > 0)


def _step(database: Database, number: int, migration: Migration, *, copy: bool) -> None:
    with database.transaction(durable=True):
        if _version(database) >= number:  # another process was quicker
            return
        if copy:
            # Under our write lock nobody can upgrade between the copy and the change.
            with atomic(database.path.with_name(f"{database.path.name}.before-{number:03}")) as part:
                database.copy_to(part)
        if callable(migration):
            migration(database)
        else:
            for statement in statements(migration):
                database.run(statement)
        database.run(f"PRAGMA application_id = {APPLICATION_ID}")
        database.run(f"PRAGMA user_version = {number}")


def statements(script: str) -> Iterator[str]:
    """Split a script into statements; sqlite3's own executescript would commit in the middle."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
    if pending.strip():
        raise AssertionError(f"an unfinished statement: {pending}")


def _version(database: Database) -> int:
    """Which version the tables have; 0 for a new file."""
    (application,) = database.run("PRAGMA application_id")[0]
    (version,) = database.run("PRAGMA user_version")[0]
    tables = database.one("SELECT count(*) FROM sqlite_master")
    ours = application == APPLICATION_ID and version > 0
    new = application == 0 and version == 0 and tables == (0,)
    if not ours and not new:
        raise InputError(
            f"{database.path} is a SQLite database of another program.",
            hint="Name the workspace's folder with -w, or make one with `ugc init`.",
        )
    return int(version)
