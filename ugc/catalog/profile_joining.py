"""What is written down of two creators or accounts that turn out to be one, brought together."""

from typing import Any

from ugc.catalog.database import Database
from ugc.model.creators import Contact, Profile


def join_written(database: Database, keep: int, gone: int) -> None:
    """Bring what is written down of a creator to the one that they turn out to be; what that one has already stays."""
    for table, model in (("creator_profiles", Profile), ("creator_contacts", Contact)):
        rows: dict[int, str] = dict(
            database.run(f"SELECT creator, body FROM {table} WHERE creator IN (?, ?)", (keep, gone))  # noqa: S608
        )
        if gone in rows:
            one = model.model_validate_json(rows[keep]) if keep in rows else model()
            other = model.model_validate_json(rows[gone])
            database.run(f"DELETE FROM {table} WHERE creator IN (?, ?)", (keep, gone))  # noqa: S608
            database.run(
                f"INSERT INTO {table} (creator, body) VALUES (?, ?)",  # noqa: S608
                (keep, _filled(one, other).model_dump_json()),
            )
    for table in ("creator_notes", "campaign_log"):
        database.run(f"UPDATE {table} SET creator = ? WHERE creator = ?", (keep, gone))  # noqa: S608


def join_followers(database: Database, keep: int, gone: int) -> None:
    """Bring the snapshots of an account to the one that it turns out to be."""
    database.run("UPDATE OR IGNORE followers SET account = ? WHERE account = ?", (keep, gone))
    database.run("DELETE FROM followers WHERE account = ?", (gone,))


def _filled(one: Profile | Contact, other: Profile | Contact) -> Profile | Contact:
    """The first with what it lacks from the second; of lists both."""
    told: dict[str, Any] = {}
    for name in type(one).model_fields:
        mine, its = getattr(one, name), getattr(other, name)
        told[name] = tuple(dict.fromkeys((*mine, *its))) if isinstance(mine, tuple) else mine or its
    return type(one)(**told)
