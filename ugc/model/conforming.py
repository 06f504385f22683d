"""What is to be done to a file, so that a copy of it fits a placement. Decided elsewhere, carried out by ugc.media."""

from typing import Annotated, Literal

from pydantic import Field, PositiveInt

from ugc.model.base import Value
from ugc.model.formats import Box

Size = tuple[PositiveInt, PositiveInt]
"""Width and height in pixels, upright, of square pixels."""


class StillPlan(Value):
    """How the copy of a picture is made. It is always upright, 8-bit sRGB, without transparency, and one frame."""

    size: Size | None = None
    """Of the same shape and not larger than the picture; None keeps its own."""
    type: Literal["jpg", "png"] = "jpg"
    quality: Annotated[int, Field(ge=60, le=95)] = 92
    """JPEG quality to begin with; lowered to 60 at most where `max_bytes` asks for it."""
    max_bytes: PositiveInt | None = None
    matte: tuple[int, int, int] = (255, 255, 255)
    """The colour (red, green, blue; 0..255) that shows through where the picture is transparent."""


class PicturePlan(Value):
    """How the frames of a clip are encoded again.

    Always H.264 High, yuv420p, BT.709 in limited range, progressive, square pixels, upright. What the clip needs for
    that (deinterlacing, turning, tone mapping from PQ or HLG) is told by its probe.
    """

    size: Size | None = None
    """Even, of the same shape and not larger than the clip; None keeps its own, less an odd last row or column."""
    fps: float | None = None
    """The constant frame rate; 23.976, 29.97 and 59.94 are taken as 1000/1001 of the next whole number. None leaves
    every frame its own time."""
    kbps: PositiveInt | None = None
    """Kilobits a second on average; None for constant quality (CRF 20), whatever that takes."""
    max_kbps: PositiveInt | None = None
    """Kilobits a second that are not exceeded, but by what one second may save up."""
    encoding: Literal["draft", "final", "archive"] = "final"
    """How much time the encoder takes, and how much it keeps."""


class SoundPlan(Value):
    """How the sound of a clip is encoded again: always AAC-LC, 48 kHz, stereo."""

    kbps: PositiveInt = 192
    """Kilobits a second."""
    loudness: float | None = None
    """LUFS, integrated over the clip (EBU R 128); None leaves the level as it is."""
    true_peak: float = -1.5
    """dBTP that are not exceeded where `loudness` is asked for."""


class Piece(Value):
    """A part of a clip between two times, shown in one way."""

    source: int = 0
    """Position of the clip or picture among those that the film is made of; from 0."""
    start: float = 0.0
    """Seconds from the clip's first frame."""
    seconds: float
    part: Box
    """What is shown of it, in fractions of its upright frame; where it moves, at first."""
    path: tuple[tuple[float, float, float], ...] = ()
    """Where the part begins over time: seconds from `start`, then left and top edge in fractions of the frame."""
    at: tuple[int, int, int, int] | None = None
    """Where it stands on the canvas: left, top, right, bottom in pixels, all even; None fills the canvas."""
    ends: Box | None = None
    """Of a picture: what is shown of it at the end, evenly from `part` on; None stands still."""
    fade: float = 0.0
    """Seconds over which the next picture comes in over this one, which is shown so much longer."""


class FilmPlan(Value):
    """How clips fill a canvas one after another, under overlays and with sound."""

    size: Size
    """Of the canvas; both even."""
    pieces: tuple[Piece, ...]
    """In the order in which they are shown."""
    backdrop: Literal["blur", "extend", "colour"] = "blur"
    """What stands round pieces that do not fill the canvas: the clip itself, blurred; its edges drawn out; `colour`."""
    colour: str = "#000000"
    picture: PicturePlan
    """Its rate and weight; its size is the canvas's."""
    sound: SoundPlan | None = None
    """None: a silent track."""

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return sum(piece.seconds for piece in self.pieces)


class ClipPlan(Value):
    """How the copy of a clip is made: an MP4 with its index first and without edit lists.

    With neither part the clip is only packed anew. A clip without sound stays without, whatever `sound` says.
    """

    picture: PicturePlan | None = None
    """None copies the frames as they are, without loss."""
    sound: SoundPlan | None = None
    """None copies the sound as it is."""
