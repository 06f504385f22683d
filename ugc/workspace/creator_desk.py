"""Creators of a workspace: one short method a task. `Workspace.creators` is one of these."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ugc.model.creators import Creator

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class CreatorDesk:
    """Where creators are known as people."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace

    def creators(self, names: Sequence[str]) -> dict[str, Creator]:
        """Return creators by the names that people know them by. Raises UsageError for one that is not known."""
        keys = {name: self._workspace.catalog.resolve_creator(name) for name in names}
        found = self._workspace.catalog.profiles.creators(keys.values())
        return {name: found[key] for name, key in keys.items()}
