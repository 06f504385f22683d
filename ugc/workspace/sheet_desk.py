"""The sheet of a workspace: one short method a task. `Workspace.sheet` is one of these."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ugc.model.programme_sheet import TabName
    from ugc.workspace import Workspace
    from ugc.workspace.sheet.giving import SheetGiven
    from ugc.workspace.sheet.listing import SheetsListed
    from ugc.workspace.sheet.taking import Arrived, SheetTaken, Wish
    from ugc.workspace.sheet.undoing import SheetUndone


class SheetDesk:
    """Where the programme goes out as a workbook and comes back."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace

    def out(
        self,
        path: Path,
        *,
        campaign: str | None = None,
        query: str = "",
        at: datetime,
        pictures: bool = True,
        replace: bool = False,
        seen: Callable[[str, int], None] = lambda _name, _total: None,
    ) -> "SheetGiven":
        """Write the programme as a workbook, and keep what it says; see `giving.give`."""
        from ugc.workspace.sheet import giving

        return giving.give(
            self._workspace,
            path,
            campaign=campaign,
            query=query,
            at=at,
            pictures=pictures,
            replace=replace,
            seen=seen,
        )

    def take_in(self, arrived: "Arrived", wish: "Wish", *, by: str, at: datetime) -> "SheetTaken":
        """Take in a sheet that was given out, everything or nothing; see `taking.take`."""
        from ugc.workspace.sheet import taking

        baseline = self._workspace.catalog.sheets.baseline(arrived.sheet)
        return taking.take(self._workspace, arrived, baseline, wish, by=by, at=at)

    def take_in_own(self, arrived: "Arrived", wish: "Wish", *, by: str, at: datetime) -> "SheetTaken":
        """Take in a sheet that was made elsewhere, against the catalog of today; see `taking.take`."""
        from ugc.workspace.sheet import taking

        return taking.take(self._workspace, arrived, None, wish, by=by, at=at)

    def read(self, path: Path) -> "Arrived":
        """Read a workbook that was given out; see `arriving.arrive`."""
        from ugc.workspace.sheet import arriving

        return arriving.arrive(path)

    def read_own(
        self,
        path: Path,
        tab: "TabName",
        *,
        mapped: Sequence[str] = (),
        campaign: str | None = None,
        dry: bool = False,
    ) -> "Arrived":
        """Read a sheet that was made elsewhere, and keep what its headings mean; see `own_rows.arrive`."""
        from ugc.workspace.sheet import own_rows

        return own_rows.arrive(self._workspace, path, tab, mapped=mapped, campaign=campaign, dry=dry)

    def undo(self, number: int | None, *, by: str, at: datetime, dry: bool = False) -> "SheetUndone":
        """Undo a sheet that came in, the newest when no number is given; see `undoing.undo`."""
        from ugc.workspace.sheet import undoing

        return undoing.undo(self._workspace, number, by=by, at=at, dry=dry)

    def log(self) -> "SheetsListed":
        """Return the sheets that went out and came in."""
        from ugc.workspace.sheet import listing

        return listing.listed(self._workspace)
