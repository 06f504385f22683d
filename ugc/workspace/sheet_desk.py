"""The sheet of a workspace: one short method a task. `Workspace.sheet` is one of these."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ugc.workspace import Workspace
    from ugc.workspace.sheet.giving import SheetGiven


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
