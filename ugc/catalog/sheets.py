"""Sheets that were given out, each with what it said then."""

import json
import zlib
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from ugc.catalog.database import Database
from ugc.errors import UsageError
from ugc.model.base import Value
from ugc.model.programme_sheet import Cell, Programme


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
        """Keep what a sheet says as it is given out. One of the same id says the same, and is kept once."""
        with self._database.transaction():
            self._database.run(
                "INSERT INTO sheets (id, at, campaign, baseline) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (
                    programme.id,
                    programme.at.astimezone(UTC).isoformat(),
                    programme.campaign,
                    _packed(programme),
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
        return _unpacked(row[0])

    def all(self) -> list[SheetOut]:
        """Return the sheets that were given out, oldest first."""
        rows = self._database.run("SELECT id, at, campaign FROM sheets ORDER BY at, id")
        return [SheetOut(id=id, at=at, campaign=campaign) for id, at, campaign in rows]


def _packed(programme: Programme) -> bytes:
    """A programme as JSON in which days and decimals are told from texts that look like them."""
    told = programme.model_dump(mode="json", exclude={"tabs"})
    told["tabs"] = {
        name: {row: {key: _told(cell) for key, cell in cells.items()} for row, cells in rows.items()}
        for name, rows in programme.tabs.items()
    }
    return zlib.compress(json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def _unpacked(data: bytes) -> Programme:
    told = json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
    told["tabs"] = {
        name: {row: {key: _cell(cell) for key, cell in cells.items()} for row, cells in rows.items()}
        for name, rows in told["tabs"].items()
    }
    return Programme.model_validate(told)


def _told(cell: Cell) -> Any:
    if isinstance(cell, Decimal):
        return {"decimal": str(cell)}
    return {"day": cell.isoformat()} if isinstance(cell, date) else cell


def _cell(told: Any) -> Cell:
    if not isinstance(told, dict):
        return told  # type: ignore[no-any-return]
    return Decimal(told["decimal"]) if "decimal" in told else date.fromisoformat(told["day"])
