"""Ads of a workspace: one short method a task. `Workspace.ads` is one of these."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ugc.model.auditing import JoinedRow
    from ugc.model.delivery import AdRow
    from ugc.workspace import Workspace


class AdDesk:
    """Where codes are kept, packages are prepared and looked over, and what runs is held against the records."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace

    def join(
        self, rows: Iterable["AdRow"], *, pictures: Path | None = None, at: datetime | None = None
    ) -> Iterator["JoinedRow"]:
        """Yield rows of exports with what of the workspace's they show; see `joining.join`."""
        from ugc.workspace.advertising.joining import join

        return join(self._workspace, rows, pictures=pictures, at=at)
