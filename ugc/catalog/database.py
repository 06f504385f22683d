"""One connection to the catalog's file: how it is opened, how it is locked, and its faults in words."""

import os
import sqlite3
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from ugc.errors import InputError, MachineError, MissingError, UgcError
from ugc.files import machine_errors

APPLICATION_ID = 0x55474331  # "UGC1"
BUSY_SECONDS = 10.0
_BRIEFLY_MS = 300
_MAGIC = b"SQLite format 3\x00"
_BUSY = {5, 6}
_REFUSED = {3, 8, 10, 14, 23}
_BROKEN = {11, 26}

Row = tuple[Any, ...]


class Database:
    """A connection used from one thread. Every statement's fault comes out as one of our errors."""

    def __init__(self, connection: sqlite3.Connection, path: Path, *, writable: bool) -> None:
        self._connection = connection
        self.path = path
        self.writable = writable
        self._depth = 0
        self.unindexed: set[int] | None = None
        """Posts whose words wait to be indexed at the end of a transaction; None while they are indexed at once."""

    def run(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """Run one statement and return its rows."""
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise in_words(error, self.path) from error

    def one(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        """Run one statement and return its first row, or None."""
        rows = self.run(sql, values)
        return rows[0] if rows else None

    def each(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Row]:
        """Run one statement and yield its rows as they are read."""
        try:
            yield from self._connection.execute(sql, values)
        except sqlite3.Error as error:
            raise in_words(error, self.path) from error

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row."""
        if not isinstance(rows, Sequence):
            rows = list(rows)
        if not rows:
            return
        try:
            self._connection.executemany(sql, rows)
        except sqlite3.Error as error:
            raise in_words(error, self.path) from error

    def insert(self, sql: str, values: Sequence[Any]) -> int:
        """Run an INSERT and return the new row's number."""
        try:
            return self._connection.execute(sql, values).lastrowid or 0
        except sqlite3.Error as error:
            raise in_words(error, self.path) from error

    @property
    def in_transaction(self) -> bool:
        return self._connection.in_transaction

    @contextmanager
    def transaction(self, *, durable: bool = False) -> Iterator[None]:
        """All or nothing. An inner one is a savepoint: its failure undoes its own part, and the outer goes on if
        the fault is caught.

        `durable` waits until the disk has it, so that a power cut loses nothing either. Raises MachineError when
        another process holds the lock for too long, or the catalog cannot be written.
        """
        if self._depth:
            with self._savepoint():
                yield
            return
        if durable:
            self.run("PRAGMA synchronous = FULL")
        try:
            self.run("BEGIN IMMEDIATE")
            yield from self._until("COMMIT", "ROLLBACK")
        finally:
            if durable:
                self.run("PRAGMA synchronous = NORMAL")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read several statements from one state, whatever others write meanwhile."""
        if self.in_transaction:
            yield
            return
        self.run("BEGIN")
        try:
            yield
        finally:
            with suppress(UgcError):
                self.run("ROLLBACK")

    @contextmanager
    def _savepoint(self) -> Iterator[None]:
        name = f"inner_{self._depth}"
        self.run(f"SAVEPOINT {name}")
        yield from self._until(f"RELEASE {name}", f"ROLLBACK TO {name}", f"RELEASE {name}")

    def _until(self, keep: str, *undo: str) -> Iterator[None]:
        self._depth += 1
        try:
            yield
            self.run(keep)
        except BaseException:
            if self.in_transaction:  # a full disk makes SQLite undo everything by itself
                with suppress(UgcError):
                    for statement in undo:
                        self.run(statement)
            raise
        finally:
            self._depth -= 1

    def copy_to(self, path: Path) -> None:
        """Copy the committed state into another file by SQLite's own backup."""
        try:
            source = sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True)
            target = sqlite3.connect(path)
            try:
                source.backup(target)
            finally:
                target.close()
                source.close()
        except sqlite3.Error as error:
            raise in_words(error, path) from error

    def take_any_text(self) -> None:
        """Read text that is not UTF-8 too, on this connection: what is no character becomes a lone surrogate."""
        self._connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")

    def log_ahead(self) -> None:
        """Let readers go on while one writes. It changes the file, so it comes after the file is known as ours."""
        if self.writable and self.run("PRAGMA journal_mode")[0][0] != "wal":
            self.run("PRAGMA journal_mode = WAL")

    def shorten_log(self, most: int) -> None:
        """Begin the log beside the file anew where it is longer than `most` bytes, if readers let go of it soon.

        SQLite does so by itself, but not while there is always somebody who reads.
        """
        log = self.path.with_name(f"{self.path.name}-wal")
        try:
            if self.in_transaction or log.stat().st_size <= most:
                return
        except OSError:
            return
        self.run(f"PRAGMA busy_timeout = {_BRIEFLY_MS}")
        try:
            self.run("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            self.run(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000:.0f}")

    def close(self) -> None:
        """Close the connection; further use is an error."""
        self._connection.close()


def connect(path: Path, *, create: bool) -> Database:
    """Open the file, and with `create` make it. Raises InputError for a file that is not a catalog's."""
    if create and not path.exists():
        with machine_errors(f"Making {path.parent}"):
            path.parent.mkdir(parents=True, exist_ok=True)
    else:
        _look_at(path, create=create)
    writable = os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))
    mode = "rwc" if create and writable else "rw" if writable else _reading_mode(path)
    try:
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=BUSY_SECONDS, isolation_level=None
        )
    except sqlite3.Error as error:
        raise in_words(error, path) from error
    database = Database(connection, path, writable=writable)
    try:
        _set_up(database)
    except BaseException:
        database.close()
        raise
    return database


def _look_at(path: Path, *, create: bool) -> None:
    """Refuse what is not a SQLite file before SQLite touches it."""
    hint = "Name the workspace's folder with -w, or make one with `ugc init`."
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise InputError(f"{path} is not a file, so it is not a catalog.", hint=hint)
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
    except FileNotFoundError as error:
        raise InputError(f"There is no catalog at {path}.", hint=hint) from error
    except OSError as error:
        raise MachineError(f"{path} could not be read: {error.strerror or error}.") from error
    if not start and not create:
        raise InputError(f"{path} is empty: the catalog was never finished, or was lost.", hint=hint)
    if start and start != _MAGIC:
        raise InputError(f"{path} is not a catalog: it is not a SQLite database.", hint=hint)


def _reading_mode(path: Path) -> str:
    """Where no file can be made beside it, SQLite reads a WAL database only if told that nobody writes to it.

    With an unfinished log beside the file, that would hide its newest rows, so then the plain read mode is tried.
    """
    log = path.with_name(path.name + "-wal")
    return "ro" if log.exists() and log.stat().st_size else "ro&immutable=1"


def _set_up(database: Database) -> None:
    database.run("PRAGMA foreign_keys = ON")
    database.run("PRAGMA trusted_schema = OFF")
    database.run("PRAGMA synchronous = NORMAL")
    database.run(
        "PRAGMA temp_store = MEMORY"
    )  # a broad search looks posts up in a list of its own: 3 times quicker


def in_words(error: sqlite3.Error, path: Path) -> UgcError:
    """Say a fault of SQLite's in a sentence, with the right exit code."""
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    again = "run the same command again."
    if "no such module: fts5" in str(error):
        return MissingError(
            "Python's SQLite was built without FTS5, which the catalog searches with.",
            hint="Use a Python whose sqlite3 has FTS5; those from python.org and the distributions do.",
        )
    if code in _BUSY:
        text = (
            f"{path} is locked: another program has been writing to it for over {BUSY_SECONDS:.0f} seconds."
        )
        return MachineError(text, hint=f"Wait until it is done and {again}")
    if code == 13:
        return MachineError(f"Writing {path} failed: the disk is full.", hint=f"Free some space and {again}")
    if code in _REFUSED:
        text = f"The machine refused access to {path}: {error}."
        return MachineError(text, hint=f"Check the folder's permissions and {again}")
    if code in _BROKEN:
        text = f"{path} is not a catalog, or it is damaged: {error}."
        return InputError(text, hint="Put back a copy of it; beside it lie those made before each upgrade.")
    return UgcError(f"The catalog {path} refused a change: {error}.")
