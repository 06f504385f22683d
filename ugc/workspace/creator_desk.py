"""Creators of a workspace: one short method a task. `Workspace.creators` is one of these."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.model.creators import Creator

if TYPE_CHECKING:
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
