"""What a person says of posts: which are one, and which files belong to them."""

from collections.abc import Sequence
from datetime import datetime

from ugc.catalog import changes, merging, parting
from ugc.catalog.database import Database
from ugc.catalog.merging import Joined
from ugc.catalog.parting import Parted
from ugc.catalog.reading import numbers_of
from ugc.model.posts import PostChange


class ByHand:
    """The part of the catalog's door that goes through people's own words on posts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def join(self, keep: str, others: Sequence[str], *, by: str, why: str, at: datetime) -> Joined:
        """Join posts that a person says are one, all or nothing; see `merging.join`."""
        numbers = [numbers_of(self._database, [name])[name] for name in (keep, *others)]
        return merging.join(self._database, numbers, by=by, why=why, at=at)

    def part(self, name: str, *, at: datetime) -> Parted:
        """Undo a merge, by its number or by any id of the post: then the newest; see `parting.part`."""
        return parting.part(self._database, merging.standing(self._database, name), at=at)

    def standing(self, name: str) -> Joined:
        """Return the merge that `part` would undo. Raises UsageError where none stands."""
        return merging.standing(self._database, name)

    def changes(self, id: str) -> tuple[PostChange, ...]:
        """Return what later imports saw of a post at its source, oldest first."""
        number = numbers_of(self._database, [id])[id]
        return changes.changes_of(self._database, [number]).get(number, ())
