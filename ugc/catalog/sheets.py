"""Sheets that were given out, each with what it said then."""

import zlib
from datetime import UTC, datetime

from ugc.catalog.database import Database
from ugc.errors import UsageError
from ugc.model.base import Value
from ugc.model.programme_sheet import Programme


class SheetOut(Value):
    """A sheet that was given out."""

    id: str
    at: datetime
    campaign: str | None = None


class Sheets:
    """The part of the catalog's door that sheets go out through."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, programme: Programme) -> None:
        """Keep what a sheet says as it is given out."""
        with self._database.transaction():
            self._database.run(
                "INSERT INTO sheets (id, at, campaign, baseline) VALUES (?, ?, ?, ?)",
                (
                    programme.id,
                    programme.at.astimezone(UTC).isoformat(),
                    programme.campaign,
                    zlib.compress(programme.model_dump_json().encode("utf-8", "surrogatepass")),
                ),
            )

    def baseline(self, id: str) -> Programme:
        """Return what a sheet said when it was given out. Raises UsageError for one that is not known here."""
        row = self._database.one("SELECT baseline FROM sheets WHERE id = ?", (id,))
        if row is None:
            raise UsageError(
                f"The sheet {id!r} was not given out by this workspace.",
                hint="Name the workspace that it is of with -w, or read it as a sheet of your own: --tab, --map.",
            )
        return Programme.model_validate_json(zlib.decompress(row[0]))

    def all(self) -> list[SheetOut]:
        """Return the sheets that were given out, oldest first."""
        rows = self._database.run("SELECT id, at, campaign FROM sheets ORDER BY at, id")
        return [SheetOut(id=id, at=at, campaign=campaign) for id, at, campaign in rows]
