"""Creators of a workspace: one short method a task. `Workspace.creators` is one of these."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.model.creators import Creator

if TYPE_CHECKING:
    from ugc.model.campaigns import Campaign, Engages
    from ugc.model.creator_figures import Benchmark, BenchmarkBy, CreatorFigures, RateBase
    from ugc.model.ranking import Ranking
    from ugc.workspace import Workspace
    from ugc.workspace.creators.counting import FollowersTaken
    from ugc.workspace.creators.joining import CreatorsJoined, Joining
    from ugc.workspace.creators.listing import CreatorsListed
    from ugc.workspace.creators.showing import CreatorShown
    from ugc.workspace.creators.writing import CreatorForm, CreatorWritten


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

    def rank(self, campaign: str, query: str = "", *, today: date, limit: int | None = None) -> "Ranking":
        """Order creators by the criteria of a campaign's file; see `ranking.rank`."""
        from ugc.workspace.creators import ranking

        return ranking.rank(self._workspace, campaign, query, today=today, limit=limit)

    def listed(self, query: str = "", *, limit: int | None = None) -> "CreatorsListed":
        """Return the creators of a query, or all; see `listing.listed`."""
        from ugc.workspace.creators import listing

        return listing.listed(self._workspace, query, limit=limit)

    def shown(self, name: str, *, today: date, contact: bool = False) -> "CreatorShown":
        """Return what is known of a creator; how to reach them only where `contact` asks for it."""
        from ugc.workspace.creators import showing

        return showing.shown(self._workspace, name, today=today, contact=contact)

    def write(self, name: str, form: "CreatorForm", *, by: str, today: date) -> "CreatorWritten":
        """Write something down of a creator; see `writing.write`."""
        from ugc.workspace.creators import writing

        return writing.write(self._workspace, name, form, by=by, today=today)

    def join(
        self, joinings: "Sequence[Joining]", *, by: str, why: str, today: date, new: bool = False
    ) -> "CreatorsJoined":
        """Join accounts that are one person's, all or nothing; see `joining.join`."""
        from ugc.workspace.creators import joining

        return joining.join(self._workspace, joinings, by=by, why=why, today=today, new=new)

    def count_followers(
        self,
        path: Path,
        *,
        today: date,
        on: date | None = None,
        platform: str | None = None,
        new: bool = False,
    ) -> "FollowersTaken":
        """Keep the counts of followers of a list; see `counting.count_followers`."""
        from ugc.workspace.creators import counting

        return counting.count_followers(self._workspace, path, today=today, on=on, platform=platform, new=new)
