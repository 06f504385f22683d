"""The formats of an order: each for pictures, and for clips where it takes any."""

from collections.abc import Iterable
from contextlib import suppress

from ugc.errors import UsageError
from ugc.formats import Tables, row_digest
from ugc.formats.resolving import NotTaken
from ugc.model.creatives import Draft, NotPlanned
from ugc.model.formats import Format, Placement
from ugc.model.vocab import Identity


class Canvases:
    """The formats of an order, by the names that it has for them and by their ids."""

    def __init__(self, tables: Tables, names: Iterable[str], *, identity: Identity) -> None:
        """Raises UsageError for a name that is not known, or that no ad of the identity runs in."""
        self._tables, self._identity = tables, identity
        self.pictures: dict[str, Format] = {name: tables.format(name) for name in names}
        self.pictures |= {chosen.id: chosen for chosen in self.pictures.values()}
        self._clips: dict[str, Format | None] = {}
        self._digests: dict[tuple[str, bool], str] = {}
        for chosen in self.pictures.values():
            self.placements(chosen)

    def named(self, name: str, *, clip: bool = False) -> Format | None:
        """Return a format for pictures or for clips; None where it takes no clips."""
        if not clip:
            return self.pictures[name]
        if name not in self._clips:
            self._clips[name] = None
            with suppress(NotTaken):
                found = self._tables.format(name, "video")
                self._clips |= {name: found, found.id: found} if found.medium == "video" else {}
        return self._clips[name]

    def of(self, drafted: Draft | NotPlanned) -> Format:
        """Return the format that something was planned for; what was not is told of as a picture."""
        found = self.named(drafted.format, clip=isinstance(drafted, Draft) and drafted.take is not None)
        assert found
        return found

    def placements(self, chosen: Format) -> tuple[Placement, ...]:
        """Return the placements of a format that ads run in from the order's identity.

        Raises UsageError when there is none, as for a Spark Ad from the brand's own handle.
        """
        found = tuple(place for place in chosen.placements if self._identity in place.identities)
        if not found:
            takes = sorted({identity for place in chosen.placements for identity in place.identities})
            raise UsageError(
                f"{chosen.name} does not run from {self._identity.replace('_', ' ')}s.",
                hint=f"Say --identity {takes[0]}.",
            )
        return found

    def digest(self, chosen: Format) -> str:
        """Return the hash of all that a format's row says of its canvas."""
        key = chosen.id, chosen.medium == "video"
        if key not in self._digests:
            self._digests[key] = row_digest(chosen)
        return self._digests[key]
