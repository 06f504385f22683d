"""Ads of a workspace: one short method a task. `Workspace.ads` is one of these."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class AdDesk:
    """Where codes are kept, packages are prepared and looked over, and what runs is held against the records."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
