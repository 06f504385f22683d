"""Creators of a workspace: one short method a task. `Workspace.creators` is one of these."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ugc.model.creators import Creator

if TYPE_CHECKING:
    from ugc.model.campaigns import Campaign, Engages
    from ugc.model.creator_figures import Benchmark, BenchmarkBy, CreatorFigures, RateBase
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

    def figures(self, keys: Iterable[str], *, today: date) -> "dict[str, CreatorFigures]":
        """Return engagement, growth and hints of creators by key. Raises UgcError for a key that is nobody's."""
        from ugc.workspace.creators.figures import figures

        return figures(self._workspace, keys, today=today)

    def benchmark(self, *, by: "BenchmarkBy", base: "RateBase", today: date) -> "Benchmark":
        """Compare all creators over the workspace's own posts, by tier, niche or platform."""
        from ugc.workspace.creators.figures import benchmark

        return benchmark(self._workspace, by=by, base=base, today=today)

    def engaging(self, keys: Iterable[str], *, campaign: "Campaign | None" = None) -> "dict[str, Engages]":
        """Return where creators have shown the brand already, by themselves, by key."""
        from ugc.workspace.creators.engaging import engaging

        return engaging(self._workspace, keys, campaign=campaign)
