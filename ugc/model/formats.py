"""Placements, formats, and what a file is measured to be."""

from datetime import date
from typing import Literal

from ugc.model.base import Value
from ugc.model.vocab import Channel, Identity, Purpose

Medium = Literal["image", "video", "carousel"]
Severity = Literal["error", "warning", "note"]
Unstated = Literal["unstated"]
"""The platform states nothing; not the same as no limit."""


class Box(Value):
    """An upright rectangle from (x0, y0) to (x1, y1); x right, y down. The unit is said where it is used."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0


class Covered(Value):
    """A part of the frame that the platform's own interface lies over. Fractions of the frame, 0..1."""

    box: Box
    by: str


class SafeZone(Value):
    """What a placement's interface leaves free, as insets in fractions of the frame, less the notches."""

    id: str
    top: float
    bottom: float
    left: float
    right: float
    notches: tuple[Covered, ...] = ()
    covered_by: dict[str, str] = {}
    """Edge (top, bottom, left, right) to what lies there."""
    source: str
    checked: date
    confidence: Literal["official", "secondary", "derived"]


class Ratio(Value):
    """One accepted shape of a placement."""

    name: str
    """As people say it: 9:16, 4:5, 1:1, 1.91:1."""
    recommended: tuple[int, int]
    """Pixels, width by height."""
    minimum: tuple[int, int] | None = None
    safe_zone: str | None = None
    """Id of the safe zone at this shape; None when no interface is drawn over the picture."""

    @property
    def value(self) -> float:
        across, down = self.name.split(":")
        return float(across) / float(down)


class TextLimit(Value):
    """How long a text field may be, in characters."""

    recommended: int | Unstated = "unstated"
    maximum: int | Unstated = "unstated"


class Placement(Value):
    """One spot on one platform, in one medium."""

    id: str
    """`<platform>.<spot>.<medium>`, as in meta.instagram_stories.image."""
    name: str
    platform: str
    medium: Medium
    channel: Channel
    purposes: tuple[Purpose, ...]
    identities: tuple[Identity, ...]
    ratios: tuple[Ratio, ...]
    ratio_min: float | Unstated = "unstated"
    ratio_max: float | Unstated = "unstated"
    ratio_tolerance: float | Unstated = "unstated"
    """Fraction by which a ratio may be off."""
    types: tuple[str, ...]
    """File types by content: jpg, png, mp4 …"""
    max_bytes: int | Unstated = "unstated"
    text: dict[str, TextLimit] = {}
    notes: str = ""
    source: str
    checked: date
    confidence: Literal["official", "secondary", "derived"]


class Format(Value):
    """A canvas that serves a set of placements. Its safe zone is the intersection of theirs."""

    id: str
    name: str
    ratio: str
    pixels: tuple[int, int]
    large: tuple[int, int] | None = None
    """Used instead of `pixels` when the source has as many."""
    fps: float = 30.0
    placements: tuple[Placement, ...]
    safe: Box
    """Fractions of the frame, 0..1."""
    notches: tuple[Covered, ...] = ()
    """What is covered inside `safe`: the union over the placements."""
    covered: tuple[Covered, ...] = ()
    """Every covered part, for drawing over a picture."""
    max_bytes: int | Unstated = "unstated"
    types: tuple[str, ...] = ("jpg",)
    """File types that every placement takes."""


class Probe(Value):
    """What a media file is, read from its content."""

    kind: Literal["image", "video"]
    type: str
    """jpg, png, webp, avif, heic, gif, tiff, mp4, mov, webm, mkv, avi: by content, not by name."""
    size: int
    """Bytes."""
    width: int
    """Pixels, upright."""
    height: int
    orientation: int = 1
    """EXIF orientation of a picture, 1..8."""
    rotation: int = 0
    """Clockwise degrees that a clip's display matrix asks for."""
    mode: str = ""
    """Pillow's mode of a picture."""
    profile: str | None = None
    """Description of the embedded colour profile; None when there is none."""
    alpha: bool = False
    frames: int = 1
    duration: float | None = None
    """Seconds."""
    fps: float | None = None
    video_codec: str | None = None
    audio_codec: str | None = None


class Problem(Value):
    """One way in which a file does not fit its placement."""

    code: str
    severity: Severity
    placement: str
    text: str
    measured: str
    required: str
    source: str
    fix: str
