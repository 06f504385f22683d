"""The catalog's file as a whole: copied, looked over, and rewritten without what was deleted."""

import re
import sqlite3
from pathlib import Path

from ugc.catalog.database import Database, in_words
from ugc.catalog.migrations import MIGRATIONS, migrate
from ugc.errors import MachineError

_SHAPE = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name"
_NAME = re.compile(r"[^/\\:]*$")
_MOST_FAULTS = 20


def copy_to(database: Database, path: Path, *, contacts: bool = True) -> int:
    """Copy the committed state by SQLite's own backup, then rewrite the copy without free pages and log.

    Without `contacts` the copy does not say how creators are reached. Return of how many creators it is known.
    """
    database.copy_to(path)
    try:
        copy = sqlite3.connect(path, isolation_level=None)
        try:
            copy.execute("PRAGMA journal_mode = DELETE")
            known = copy.execute("SELECT count(*) FROM creator_contacts").fetchone()[0]
            if not contacts:
                copy.execute("PRAGMA secure_delete = ON")
                copy.execute("DELETE FROM creator_contacts")
            copy.execute("VACUUM")
        finally:
            copy.close()
    except sqlite3.Error as error:
        raise in_words(error, path) from error
    return int(known)


def damage(database: Database) -> list[str]:
    """Return what SQLite itself finds wrong: pages that do not fit together, rows that lead nowhere."""
    found = [
        str(words) for (words,) in database.run(f"PRAGMA integrity_check({_MOST_FAULTS})") if words != "ok"
    ]
    links = database.run("PRAGMA foreign_key_check")
    found += [
        f"a row of {table} points to a row of {parent} that is not there" for table, _, parent, _ in links
    ]
    return found[:_MOST_FAULTS]


def problems(database: Database) -> list[str]:
    """Return what is wrong with a file of this program's version: damage, work that is not finished, foreign tables."""
    found = [f"{database.path}: {words}." for words in damage(database)]
    if database.one("SELECT 1 FROM erasing"):
        found.append(f"{database.path}: an erasure is not finished.")
    return found + misshapen(database)


def misshapen(database: Database) -> list[str]:
    """Return where the tables, indexes and triggers are not those that this program makes."""
    own, ours = dict(_shape(database)), dict(_our_shape())
    found = [f"{database.path} holds {name}, which no ugc makes." for name in sorted(set(own) - set(ours))]
    found += [f"{database.path} lacks {name}." for name in sorted(set(ours) - set(own))]
    found += [
        f"{database.path}: {name} was changed." for name in ours if own.get(name, ours[name]) != ours[name]
    ]
    return found


def settle(database: Database) -> int:
    """Take places outside the workspace from creatives of another machine; return how many there were.

    Their rows stay, so that the files are known by content; no command moves or removes what it did not make here.
    """
    with database.transaction(durable=True):
        rows = database.run("SELECT id, path, sidecar FROM creatives")
        astray = [row for row in rows if not (_inside(row[1]) and _inside(row[2]))]
        for number, *paths in astray:
            kept = [f"elsewhere/{number}/{_NAME.findall(path)[0] or 'file'}" for path in paths]
            database.run("UPDATE creatives SET path = ?, sidecar = ? WHERE id = ?", (*kept, number))
            database.run("UPDATE sweeps SET was = ? WHERE creative = ?", (kept[0], number))
        for number, was in database.run("SELECT creative, was FROM sweeps"):
            if not _inside(was):
                database.run("UPDATE sweeps SET was = 'elsewhere' WHERE creative = ?", (number,))
    return len(astray)


def _inside(path: str) -> bool:
    odd = set(path) & set("\\:\0") or {"", ".", ".."} & set(path.split("/"))
    return not (odd or path.casefold().startswith(".ugc"))


def compact(database: Database) -> None:
    """Rewrite the file and empty its log. Raises MachineError when another program reads or writes it meanwhile."""
    database.run("VACUUM")
    busy = database.run("PRAGMA wal_checkpoint(TRUNCATE)")[0][0]
    if busy:
        raise MachineError(
            f"{database.path} is in use, so what was deleted is not yet gone from its log.",
            hint="Close the other program and run `ugc sweep`, which finishes it.",
        )


def _shape(database: Database) -> list[tuple[str, str | None]]:
    return [(f"the {kind} {name!r}", sql) for kind, name, _, sql in database.run(_SHAPE)]


def _our_shape() -> list[tuple[str, str | None]]:
    """The tables, indexes and triggers that the migrations make."""
    fresh = Database(sqlite3.connect(":memory:", isolation_level=None), Path(":memory:"), writable=False)
    try:
        fresh.writable = True
        migrate(fresh, MIGRATIONS)
        return _shape(fresh)
    finally:
        fresh.close()
