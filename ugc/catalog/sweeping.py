"""Creatives that were moved away: their rows follow them, so that the files are still known wherever they turn up."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from ugc.catalog.database import Database
from ugc.model.base import Value


class Swept(Value):
    """A creative that was moved away because the records allow it nowhere any more."""

    path: str
    """Where it lies now, as in `MadeCreative.path`."""
    was: str
    variant: str
    sha256: str
    at: datetime
    reasons: tuple[str, ...]
    """Codes of the refusals on that day."""


def sweep(
    database: Database, path: str, *, to: str, sidecar: str, at: datetime, reasons: Sequence[str]
) -> None:
    """Move a creative's row. One that stood at the new path gives way: its file did."""
    with database.transaction():
        if to != path:
            database.run("DELETE FROM creatives WHERE path = ?", (to,))
        rows = database.run(
            "UPDATE creatives SET path = ?, sidecar = ? WHERE path = ? RETURNING id", (to, sidecar, path)
        )
        database.many(
            "INSERT INTO sweeps (creative, at, was, reasons) VALUES (?, ?, ?, ?)",
            [(number, at.astimezone(UTC).isoformat(), path, json.dumps(list(reasons))) for (number,) in rows],
        )


def swept(database: Database) -> list[Swept]:
    """Return every creative that was moved away, by path."""
    rows = database.run(
        "SELECT c.path, s.was, c.variant, c.sha256, s.at, s.reasons"
        " FROM sweeps s JOIN creatives c ON c.id = s.creative ORDER BY c.path"
    )
    return [
        Swept(path=path, was=was, variant=variant, sha256=sha256, at=at, reasons=json.loads(reasons))
        for path, was, variant, sha256, at, reasons in rows
    ]
