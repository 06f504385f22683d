"""Placements, safe zones, video profiles and formats, as the tables write them."""

from datetime import date
from typing import Literal

from ugc.model.base import Value
from ugc.model.vocab import Channel, Identity, Purpose

Medium = Literal["image", "video", "carousel"]
Unstated = Literal["unstated"]
"""The platform states nothing; not the same as no limit."""
Confidence = Literal["official", "secondary", "derived"]
"""Whose the figure is: the platform's own, a third party's, or measured or worked out."""
Evidence = Literal["stored_page", "transcript", "blog"]
"""How the source was read: a stored copy of the page, somebody's dated reading of it, a vendor's copy."""
TextToken = Literal["links", "@", "hashtags"]


class Sourced(Value):
    """A row of a table: what it is called, and whose figures it holds."""

    id: str
    notes: str = ""
    source: str
    """Address of the platform's page, or the name of whoever measured it."""
    more_sources: tuple[str, ...] = ()
    read_at: str = ""
    """Where a copy was read, when it was not the source itself."""
    checked: date | Unstated
    """The day on which the source was read; the first of its month or year when no more is known."""
    evidence: Evidence = "transcript"
    confidence: Confidence


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


class SafeZone(Sourced):
    """What a placement's interface leaves free, as insets in fractions of the frame, less the notches."""

    frame: tuple[int, int] | None = None
    """Pixels of the frame on which the platform states it, or it was read."""
    top: float
    bottom: float
    left: float
    right: float
    notches: tuple[Covered, ...] = ()
    covered_by: dict[str, str] = {}
    """Edge (top, bottom, left, right) to what lies there."""
    bottom_by_caption_lines: dict[str, float] = {}
    """Lines of caption shown to the bottom inset; `bottom` itself is the deepest."""
    applies_to: str = ""
    alternatives: tuple[str, ...] = ()
    """What other sources say, with their addresses. Not enforced."""


class Limits(Value):
    """The least, the most and the recommended of a figure; the unit is said where it is used."""

    minimum: float | Unstated = "unstated"
    maximum: float | Unstated = "unstated"
    recommended: float | tuple[float, float] | Unstated = "unstated"


class AudioRules(Value):
    """What a video profile asks of the sound."""

    required: bool | Unstated = "unstated"
    codecs: tuple[str, ...] | Unstated = "unstated"
    channels: int | Unstated = "unstated"
    kbps: Limits = Limits()
    """Kilobits a second."""
    rate: Limits = Limits()
    """Samples a second."""
    loudness: float | Unstated = "unstated"
    """LUFS, integrated."""
    true_peak: float | Unstated = "unstated"
    """dBTP, at most."""


class VideoProfile(Sourced):
    """What a platform asks of a clip's file, whatever the placement."""

    containers: tuple[str, ...]
    """File types by content: mp4, mov, webm …, the preferred one first."""
    codecs: tuple[str, ...] | Unstated = "unstated"
    refused_codecs: tuple[str, ...] = ()
    h264_profiles: tuple[str, ...] | Unstated = "unstated"
    pixel_format: str | Unstated = "unstated"
    """What plays everywhere; where a platform states none it is our choice, and the notes say so."""
    scan: Literal["progressive"] | Unstated = "unstated"
    square_pixels: bool | Unstated = "unstated"
    constant_rate: bool | Unstated = "unstated"
    fps: Limits = Limits()
    """Frames a second."""
    kbps: Limits = Limits()
    """Kilobits a second, of the picture."""
    kbps_at: dict[str, Limits] = {}
    """Stated for one size only: 720p, 1080p, 1080p60 or vertical."""
    edit_lists: Literal["refused"] | Unstated = "unstated"
    moov_first: bool | Unstated = "unstated"
    audio: AudioRules = AudioRules()


class Ratio(Value):
    """One accepted shape of a placement."""

    name: str
    """As people say it: 9:16, 4:5, 1:1, 1.91:1."""
    recommended: tuple[int, int]
    """Pixels, width by height."""
    minimum: tuple[int, int] | Unstated = "unstated"
    maximum: tuple[int, int] | Unstated = "unstated"
    when: str = ""
    """The condition under which it is taken."""
    safe_zone: str | None = None
    """Id of the safe zone at this shape; None when no interface is drawn over the picture."""

    @property
    def value(self) -> float:
        across, down = self.name.split(":")
        return float(across) / float(down)


class TextLimit(Value):
    """How long a text field may be, in characters as the platform counts them."""

    minimum: int | Unstated = "unstated"
    recommended: int | Unstated = "unstated"
    """Longer is cut off or set smaller, and not refused."""
    maximum: int | Unstated = "unstated"
    cjk_recommended: int | Unstated = "unstated"
    """In Chinese, Japanese and Korean characters; Latin ones count half of one."""
    cjk_maximum: int | Unstated = "unstated"
    maximum_with_link: int | Unstated = "unstated"
    lines: int | Unstated = "unstated"
    per_line: int | Unstated = "unstated"
    refused: tuple[TextToken, ...] = ()
    """What must not stand in it."""


class Cards(Value):
    """How many pictures or clips a carousel takes."""

    minimum: int
    maximum: int
    recommended: tuple[int, int] | Unstated = "unstated"
    same_ratio: bool = True


class Companion(Value):
    """A further file that a placement takes beside the creative."""

    role: Literal["logo", "thumbnail", "music"]
    needed: bool = False
    pixels: tuple[int, int] | Unstated = "unstated"
    types: tuple[str, ...] | Unstated = "unstated"
    max_bytes: int | Unstated = "unstated"
    min_seconds: float | Unstated = "unstated"


class Placement(Sourced):
    """One spot on one platform, in one medium. Its id is `<platform>.<spot>.<medium>`."""

    name: str
    platform: str
    medium: Medium
    priority: Literal[1, 2, 3] = 2
    """1 where most money is spent, 3 where little is."""
    channel: Channel
    purposes: tuple[Purpose, ...]
    identities: tuple[Identity, ...]
    ratios: tuple[Ratio, ...]
    """The preferred one first."""
    ratio_min: float | Unstated = "unstated"
    ratio_max: float | Unstated = "unstated"
    ratio_tolerance: float | Unstated = "unstated"
    """Fraction by which a ratio may be off."""
    types: tuple[str, ...] = ()
    """File types of pictures by content: jpg, png …; a clip's are those of its video profile."""
    video: str | None = None
    """Id of the video profile."""
    seconds: Limits = Limits()
    """Length of a clip."""
    shown: tuple[float, float] | Unstated = "unstated"
    """Seconds that a picture stands."""
    min_bytes: int | Unstated = "unstated"
    max_bytes: int | Unstated = "unstated"
    max_bytes_video: int | Unstated = "unstated"
    """Of a clip in a carousel; a video placement states `max_bytes`."""
    recommended_bytes: int | Unstated = "unstated"
    bit_depth: int | Unstated = "unstated"
    cards: Cards | None = None
    companions: tuple[Companion, ...] = ()
    text: dict[str, TextLimit] = {}
    counting: Literal["characters", "double_width", "x"] = "characters"
    """How the platform counts: UTF-16 units; Chinese, Japanese and Korean characters twice; or X's weights."""
    creative_rules: tuple[str, ...] = ()
    """What the platform's reviewers refuse or ask for, by short names; most of it only a person can see."""
    conflicts: tuple[str, ...] = ()
    """Where sources differ, and what is enforced."""

    @property
    def spot(self) -> str:
        """`<platform>.<spot>`: the placement whatever the medium."""
        return ".".join(self.id.split(".")[:2])


class Crop(Value):
    """A part of a format's frame that is another format's whole frame. Fractions of the frame, 0..1."""

    format: str
    name: str
    ratio: str
    box: Box
    safe: Box
    """The other format's safe zone, in this frame."""


class Format(Value):
    """A canvas that serves a set of placements. Its safe zone is the intersection of theirs."""

    id: str
    name: str
    medium: Medium = "image"
    """What it is asked for: the rows are those of this medium, or of carousels that take it."""
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
    crops: tuple[Crop, ...] = ()
    """What a file also crops to with nothing lost, when its words stand in every crop's safe zone."""
    within_crops: bool = False
    """`safe` lies inside every crop's safe zone, so that each creative crops to each of them."""
    max_bytes: int | Unstated = "unstated"
    types: tuple[str, ...] = ("jpg",)
    """File types that every placement takes."""
