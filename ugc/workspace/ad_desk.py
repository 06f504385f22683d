"""Ads of a workspace: one short method a task. `Workspace.ads` is one of these."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ugc.workspace import Workspace
    from ugc.workspace.advertising.orders import AdOrder, AdsPrepared
    from ugc.workspace.advertising.validating import AdsValidated


class AdDesk:
    """Where codes are kept, packages are prepared and looked over, and what runs is held against the records."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace

    def prepare(
        self, order: "AdOrder", *, at: datetime, seen: Callable[[str, int], None] = lambda *_: None
    ) -> "AdsPrepared":
        """Prepare every ad of an order that the records and the platform's rules allow; list what they do not."""
        from ugc.workspace.advertising import packing

        return packing.prepare(self._workspace, order, at=at, seen=seen)

    def validate(self, folder: Path, *, at: datetime) -> "AdsValidated":
        """Look a package over: its files, its bodies, and what the records say today."""
        from ugc.workspace.advertising import validating

        return validating.validate(self._workspace, folder, at=at)
