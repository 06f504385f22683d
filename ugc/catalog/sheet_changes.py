"""Sheets that came back, each with what undoes it, and campaign files that are still to be put in place for them."""

import zlib
from collections.abc import Mapping
from datetime import UTC, datetime

from ugc.catalog.database import Database
from ugc.errors import UsageError
from ugc.model.base import Value


class CameIn(Value):
    """A sheet that came in."""

    number: int
    sheet: str
    """Of the sheet that was given out; `own` for one that was made elsewhere."""
    at: datetime
    by: str
    file: str
    body: str
    """JSON of what was changed and done."""
    undone_at: datetime | None = None


_SELECT = "SELECT id, sheet, at, by, file, changes, undone_at FROM sheet_changes"


class SheetChanges:
    """The part of the catalog's door that sheets come in through."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, *, sheet: str, at: datetime, by: str, file: str, body: str) -> int:
        """Keep that a sheet came in; return its number."""
        with self._database.transaction():
            return self._database.insert(
                "INSERT INTO sheet_changes (sheet, at, by, file, changes) VALUES (?, ?, ?, ?, ?)",
                (
                    sheet,
                    at.astimezone(UTC).isoformat(),
                    by,
                    file,
                    zlib.compress(body.encode("utf-8", "surrogatepass")),
                ),
            )

    def all(self) -> list[CameIn]:
        """Return the sheets that came in, oldest first."""
        return [_read(*row) for row in self._database.run(f"{_SELECT} ORDER BY id")]

    def of(self, sheet: str) -> list[CameIn]:
        """Return how often a sheet came in and was not undone, oldest first."""
        rows = self._database.run(
            f"{_SELECT} WHERE sheet = ? AND undone_at IS NULL ORDER BY id",
            (sheet,),
        )
        return [_read(*row) for row in rows]

    def newest(self) -> int | None:
        """Return the number of the newest sheet that came in and was not undone; None where there is none."""
        row = self._database.one("SELECT max(id) FROM sheet_changes WHERE undone_at IS NULL")
        return row[0] if row else None

    def one(self, number: int) -> CameIn:
        """Return a sheet that came in, by its number. Raises UsageError for one that did not."""
        row = self._database.one(f"{_SELECT} WHERE id = ?", (number,))
        if row is None:
            raise UsageError(
                f"No sheet came in with the number {number}.", hint="See them all: ugc sheet log"
            )
        return _read(*row)

    def mark_undone(self, number: int, *, at: datetime) -> None:
        """Keep that a sheet was undone."""
        with self._database.transaction():
            self._database.run(
                "UPDATE sheet_changes SET undone_at = ? WHERE id = ?",
                (at.astimezone(UTC).isoformat(), number),
            )

    def await_files(self, number: int, files: Mapping[str, str]) -> None:
        """Keep which campaign files are to be put in place, by campaign."""
        with self._database.transaction():
            self._database.many(
                "INSERT OR REPLACE INTO sheet_files (change, campaign, body) VALUES (?, ?, ?)",
                [(number, campaign, body) for campaign, body in files.items()],
            )

    def awaited(self) -> list[tuple[int, str, str]]:
        """Return the campaign files that are still to be put in place: number, campaign and body, oldest first."""
        rows = self._database.run("SELECT change, campaign, body FROM sheet_files ORDER BY change, campaign")
        return [(number, campaign, body) for number, campaign, body in rows]

    def in_place(self, number: int, campaign: str) -> None:
        """Keep that a campaign file is in place."""
        with self._database.transaction():
            self._database.run(
                "DELETE FROM sheet_files WHERE change = ? AND campaign = ?", (number, campaign)
            )


def _read(
    number: int, sheet: str, at: str, by: str, file: str, changes: bytes, undone_at: str | None
) -> CameIn:
    return CameIn(
        number=number,
        sheet=sheet,
        at=datetime.fromisoformat(at),
        by=by,
        file=file,
        body=zlib.decompress(changes).decode("utf-8", "surrogatepass"),
        undone_at=datetime.fromisoformat(undone_at) if undone_at else None,
    )
