"""Sheets that went out, came in and were undone."""

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

from ugc.catalog.sheets import SheetOut
from ugc.model.base import Value
from ugc.workspace.sheet.acts import Kept

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class SheetIn(Value):
    """A sheet that came in."""

    number: int
    sheet: str
    file: str
    at: datetime
    by: str
    by_tab: dict[str, int]
    """How many, by tab."""
    undone_at: datetime | None = None


class SheetsListed(Value):
    """Every sheet, oldest first."""

    out: tuple[SheetOut, ...]
    came_in: tuple[SheetIn, ...]


def listed(workspace: "Workspace") -> SheetsListed:
    """Return every sheet that went out and came in."""
    return SheetsListed(
        out=tuple(workspace.catalog.sheets.all()),
        came_in=tuple(
            SheetIn(
                number=one.number,
                sheet=one.sheet,
                file=one.file,
                at=one.at,
                by=one.by,
                by_tab=dict(Counter(change.tab for change in Kept.model_validate_json(one.body).changes)),
                undone_at=one.undone_at,
            )
            for one in workspace.catalog.sheet_changes.all()
        ),
    )
