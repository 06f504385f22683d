"""What a media file is measured to be, and the problems that a placement has with it."""

from typing import Literal

from ugc.model.base import Value
from ugc.model.formats import Box

Severity = Literal["error", "warning", "note"]
"""error: breaks the platform's rule. warning: will look or sound bad, or be changed. note: worth knowing."""


class Container(Value):
    """How a clip's file is laid out. Read from the boxes of MP4 and MOV; other containers have none of them."""

    edit_lists: int = 0
    """How many tracks carry an edit list."""
    moov_first: bool = True
    """The index stands before the media data, so that playing can start before all is loaded."""


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
    bit_depth: int = 8
    """Bits a channel."""
    profile: str | None = None
    """Description of the embedded colour profile; None when there is none."""
    alpha: bool = False
    frames: int = 1
    duration: float | None = None
    """Seconds, of the picture track."""
    fps: float | None = None
    """Average frames a second."""
    constant_rate: bool | None = None
    """Whether every frame stands as long as the next; None when it was not read."""
    video_codec: str | None = None
    video_profile: str | None = None
    """As the codec names it: High, Main, Main 10 …"""
    pixel_format: str | None = None
    interlaced: bool = False
    pixel_aspect: float = 1.0
    """Width of one pixel by its height."""
    colour_range: Literal["tv", "pc"] | None = None
    colour_transfer: str | None = None
    """bt709, smpte2084 (PQ), arib-std-b67 (HLG) …; None when the file does not say."""
    dolby_vision: str | None = None
    """Profile of Dolby Vision and what its base layer is compatible with, such as 8.4: HLG, or 5.0: with nothing."""
    kbps: float | None = None
    """Kilobits a second of the picture track."""
    audio_codec: str | None = None
    audio_channels: int | None = None
    audio_rate: int | None = None
    """Samples a second."""
    audio_kbps: float | None = None
    container: Container | None = None
    """Of a clip, when it was asked for."""


class Sound(Value):
    """What a clip sounds like, measured by EBU R 128."""

    loudness: float | None
    """LUFS, integrated; None for silence."""
    true_peak: float | None
    """dBTP; None for silence."""


class Span(Value):
    """A stretch of a clip, in seconds."""

    start: float
    end: float


class Pictured(Value):
    """What stands in the frames of a clip or picture, found without knowing what they show."""

    bars: Box | None = None
    """The part inside black bars, in fractions of the frame; None when there are none."""
    black: Span | None = None
    """A black opening."""
    frozen: Span | None = None
    """A frozen opening."""


class SeenText(Value):
    """One piece of text read in a picture."""

    text: str
    box: Box
    """Fractions of the frame, upright."""
    score: float
    """The recogniser's own confidence, 0..1."""
    at: float | None = None
    """Seconds into the clip; None for a picture."""
    contrast: float | None = None
    """WCAG 2 contrast of the letters, known of our own creatives only."""
    least: float | None = None
    """What it must be: 3 for large letters, 7 for the label of an ad, else 4.5."""
    role: str | None = None
    """What it is in the template, known of our own creatives only."""
    size: float | None = None
    """Type size in widths of the frame, known of our own creatives only."""


class Reading(Value):
    """What text was read in a file, and by what."""

    by: str
    """Name and version of the recogniser."""
    texts: tuple[SeenText, ...] = ()


class Measured(Value):
    """Everything that was found out about one file before it is held against a placement."""

    probe: Probe
    sound: Sound | None = None
    """None for a picture, and for a clip without a sound track."""
    pictured: Pictured | None = None
    reading: Reading | None = None
    """None when the extra `ocr` is not installed or reading was not asked for."""
    words: tuple[SeenText, ...] | None = None
    """The texts of our own creative, known exactly; None for a file of others."""
    disclosure: str | None = None
    """The words that were to be drawn on our own creative to say that it is an ad."""
    unmeasured: tuple[str, ...] = ()
    """What was not found out, and why, as sentences."""


class Problem(Value):
    """One way in which a file or its copy does not fit its placement."""

    code: str
    """Stable: one of `ugc.formats.codes.CODES`."""
    severity: Severity
    placement: str
    text: str
    measured: str
    required: str
    source: str
    fix: str
    boxes: tuple[Box, ...] = ()
    """Where it is in the frame, in fractions 0..1."""
    at: float | None = None
    """Seconds into the clip."""
