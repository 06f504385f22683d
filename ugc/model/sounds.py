"""Sounds that are laid on clips: the licence of each, as a record, and which one a creative was made with."""

from datetime import date, datetime
from functools import cached_property

from pydantic import model_validator

from ugc.model.base import Value
from ugc.model.records import Perpetual, Terms
from ugc.model.territories import COUNTRIES, expand_territories
from ugc.model.vocab import Channel, Purpose


class SoundLicence(Value):
    """What was licensed of one sound: the file by its content, for what, where, and from when until when.

    What it does not name it does not allow. It says nothing of any post: that the sound of a post may be replaced is
    for the post's own grant to say.
    """

    id: str
    title: str
    licensor: str
    """Who licensed it: a library, label or musician."""
    licensee: str
    sha256: str
    """Of the file, which lies in the store of evidence."""
    size: int
    """Bytes."""
    name: str
    """The file's name where it came from."""
    ext: str
    """By content, without the dot: mp3, m4a, wav, flac, ogg."""
    seconds: float
    purposes: frozenset[Purpose]
    channels: frozenset[Channel]
    territories: frozenset[str]
    """ISO 3166-1 alpha-2 codes, `EEA` or `worldwide`."""
    start: date
    end: date | Perpetual
    """Last day."""
    terms: Terms = Terms()
    evidence: tuple[str, ...] = ()
    """Ids of evidence records."""
    notes: str | None = None
    recorded_at: datetime | None = None
    recorded_by: str | None = None

    @cached_property
    def reach(self) -> frozenset[str]:
        """The countries it covers, written out."""
        return expand_territories(self.territories)

    @model_validator(mode="after")
    def _makes_sense(self) -> "SoundLicence":
        if self.end != "perpetual" and self.end < self.start:
            raise ValueError(f"it would end on {self.end}, before it starts on {self.start}")
        bad = sorted(self.territories - COUNTRIES - {"EEA", "worldwide"})
        if bad:
            raise ValueError(f"territory {bad[0]!r} is not an ISO 3166-1 code, EEA or worldwide")
        return self


class LaidSound(Value):
    """A licensed sound that is laid on clips."""

    licence: str
    """Id of its licence."""
    title: str
    sha256: str
    """Of its file: it shapes the creative, and nothing else here does."""
    ext: str
    until: date | Perpetual
    """Last day of its licence, as the records have it."""


class UsedSound(Value):
    """A licensed sound in a creative."""

    licence: str
    """Id of its licence."""
    title: str
    sha256: str
    under: bool = False
    """It lies under the sound of the clip, which is heard too; else it takes its place."""
    until: date | Perpetual
    """Last day of its licence when the creative was made or last relabelled."""
