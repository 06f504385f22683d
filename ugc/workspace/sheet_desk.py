"""The sheet of a workspace: one short method a task. `Workspace.sheet` is one of these."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class SheetDesk:
    """Where the programme goes out as a workbook and comes back."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
