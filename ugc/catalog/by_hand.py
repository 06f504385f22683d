"""What a person says of posts: which are one, and which files belong to them."""

from collections.abc import Sequence
from datetime import datetime

from ugc.catalog import attaching, changes, merging, parting
from ugc.catalog.database import Database
from ugc.catalog.merging import Joined
from ugc.catalog.parting import Parted
from ugc.catalog.reading import numbers_of
from ugc.model.posts import CaptionFile, Media, PostChange


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

    def attach(self, id: str, media: Media) -> None:
        """Tie a file that is in the store to a post; see `attaching.attach`."""
        attaching.attach(self._database, self._number(id), media)

    def detach(self, id: str, sha256: str) -> str | None:
        """Take an attached file off a post; see `attaching.detach`."""
        return attaching.detach(self._database, self._number(id), sha256)

    def add_captions(self, id: str, file: CaptionFile) -> None:
        """Tie a caption file that is in the store to a post."""
        attaching.add_captions(self._database, self._number(id), file)

    def remove_captions(self, id: str, sha256: str) -> str | None:
        """Take a caption file off a post; return its extension where no post has it any more."""
        return attaching.remove_captions(self._database, self._number(id), sha256)

    def captions(self, id: str) -> tuple[CaptionFile, ...]:
        """Return the caption files of a post."""
        return attaching.captions_of(self._database, self._number(id))

    def captions_of_clip(self, sha256: str) -> tuple[CaptionFile, ...]:
        """Return the caption files of the posts that hold a clip."""
        return attaching.captions_of_clip(self._database, sha256)

    def changes(self, id: str) -> tuple[PostChange, ...]:
        """Return what later imports saw of a post at its source, oldest first."""
        number = self._number(id)
        return changes.changes_of(self._database, [number]).get(number, ())

    def _number(self, id: str) -> int:
        return numbers_of(self._database, [id])[id]
