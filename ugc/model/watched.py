"""What was seen of a clip over time: its cuts, and at even moments where faces are and what draws the eye.

Times are seconds from its first frame. Boxes and places are in fractions 0..1
of the upright frame, x right and y down from the top left.
"""

from base64 import b64decode, b64encode

from ugc.model.base import Value
from ugc.model.formats import Box


class Levels(Value):
    """How much there is at even places along a side, from the left or the top: one level 0..255 a place."""

    cells: str
    """base64, one byte a place."""

    @classmethod
    def of(cls, levels: bytes) -> "Levels":
        """Make them of raw levels."""
        return cls(cells=b64encode(levels).decode("ascii"))

    @property
    def levels(self) -> bytes:
        """The levels in order."""
        return b64decode(self.cells)


class Face(Value):
    """A face at one moment, from the hairline to the chin."""

    box: Box
    score: float
    """The detector's own confidence, 0..1."""


class Moment(Value):
    """A clip at one time."""

    at: float
    faces: tuple[Face, ...] = ()
    across: Levels | None = None
    """What draws the eye, by movement and by standing out, from left to right; None where nothing does."""
    down: Levels | None = None
    """The same from top to bottom."""


class Stretch(Value):
    """A time in a clip, in seconds; the end is not in it."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return self.end - self.start


class Watched(Value):
    """A clip over time."""

    end: float
    """When its last frame has been shown."""
    rate: float
    """Moments a second."""
    cuts: tuple[float, ...] = ()
    """When the first frame after each hard cut is shown."""
    moments: tuple[Moment, ...] = ()
    inside: Box | None = None
    """The part inside bars that stand still over the whole clip; None where there are none."""
    dull: tuple[Stretch, ...] = ()
    """Where it is black, or stands still."""
    pauses: tuple[Stretch, ...] = ()
    """Where its sound is silent, or as good as."""
