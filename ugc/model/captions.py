"""Captions: what is said and when, how it is cut for reading, and the lane in which it stands."""

from typing import Literal

from ugc.model.base import Value
from ugc.model.formats import Box

CaptionStyle = Literal["phrase", "bold"]
"""phrase: sentence case, two lines, three seconds at most. bold: fewer, larger words in capitals."""
CaptionGround = Literal["stroke", "box"]
"""What makes caption letters hold on a picture: a dark rim round them, or a dark box behind each line."""
LaneName = Literal["mid", "low", "free"]
"""mid: the middle of the safe zone. low: above the credit row. free: where neither of them was."""


CaptionSource = Literal["off", "own", "speech"]
"""Where the captions of clips come from, where no file is named: nowhere, the clip's own text track, its sound."""


class CaptionSettings(Value):
    """How clips are captioned, unless the command says otherwise."""

    show: CaptionSource = "off"
    style: CaptionStyle = "phrase"
    highlight: bool = True


class SpeechSettings(Value):
    """What writes down speech; nothing where no model is named."""

    model: str = ""
    language: str = ""


class Word(Value):
    """One word of a cue. Seconds are on the cue's own clock."""

    text: str
    """With the space before it: the words of a cue, joined, are its text."""
    start: float
    end: float


class Cue(Value):
    """Words that stand on the picture together, from `start` to `end`."""

    start: float
    """Seconds from the clip's first frame, or from the creative's, as is said where it is used."""
    end: float
    text: str
    """Lines are parted by \\n."""
    words: tuple[Word, ...] = ()
    """When each word is said; none where that is not known."""


class Captions(Value):
    """The captions of one clip, as a file or its own track has them. Seconds are from the clip's first frame."""

    cues: tuple[Cue, ...]
    """In order of their starts. They may overlap, as the file's do."""
    language: str | None = None
    """BCP 47 tag, where the file or the track says one."""
    source: str
    """What they were read from, as it stands in a sentence: a file's name, or a track of a clip."""
    notes: tuple[str, ...] = ()
    """What was mended or left out, one sentence each."""


class Lane(Value):
    """The room for the captions of a whole clip, in fractions of the canvas."""

    name: LaneName
    box: Box
    """Two lines at the usual size fill its height; blocks of one and two lines share its centre."""
    per_line: int
    """Characters of Latin script that a line takes; a full-width character counts two."""


class FaceAt(Value):
    """A face, in fractions of the canvas, at a time on the creative's clock."""

    box: Box
    at: float | None = None
    """Seconds; None is all along."""


class CaptionPlan(Value):
    """Captions cut for reading, on the creative's clock, each cue of one or two lines."""

    cues: tuple[Cue, ...]
    fastest: float = 0.0
    """Characters a second of the fastest cue."""
    notes: tuple[str, ...] = ()
    """What breaks a rule of reading and could not be mended, one sentence each, with what to do."""


class CaptionTrack(Value):
    """The captions of a creative as they are drawn."""

    cues: tuple[Cue, ...]
    """On the creative's clock, cut for reading."""
    lane: Lane
    style: CaptionStyle = "phrase"
    highlight: bool = True
    """Whether the word that is said is lit, where the times of words are known."""
    language: str = "en"
    digest: str = ""
    """Of what draws them: the shipped template and the fonts."""
