"""How a creative is laid out: the part of a picture that is shown, where words may stand, where they landed."""

from typing import Literal

from ugc.model.base import Value
from ugc.model.formats import Box

Backdrop = Literal["blur", "extend", "colour"]
"""What stands round a picture that is shown whole: itself blurred, its edges drawn out, the brand's ink."""


class Framing(Value):
    """How a source fills the canvas."""

    mode: Literal["cover", "fit"]
    """cover: `box` fills the canvas. fit: the whole picture stands on a backdrop."""
    box: Box
    """Part of the upright source that is shown, in fractions 0..1; not rounded to pixels."""
    at: Box | None = None
    """Where the picture stands, in fractions of the canvas. None: cover fills the canvas; fit is as large as it can be,
    in the middle."""
    backdrop: Backdrop = "blur"
    radius: float = 0.0
    """Of the corners of `at`, in canvas pixels."""
    source: int = 0
    """Position of what it shows among a creative's sources, where it shows one after another; from 0."""
    during: tuple[float, float] | None = None
    """From when to when of its source it holds, in seconds; None for a picture, and for all that is taken of a clip."""
    path: tuple[tuple[float, float, float], ...] = ()
    """Where the part of a clip begins over time, where it moves: seconds of the source, then left and top edge in
    fractions of it; evenly from one to the next. `box` is where it is at first."""
    ends: Box | None = None
    """Of a picture in motion: the part that is shown at the end of `during`. Where it stands whole, a part of the
    canvas, which moves with it."""
    kept: float
    """Share of the source's area that a cover crop keeps, 0..1."""
    scale: float
    """Canvas pixels per source pixel; above 1 the picture is enlarged."""
    why: str
    lost: tuple[str, ...] = ()
    """What is not wholly in the frame, or lies under an interface, one sentence each."""


class Slot(Value):
    """Where planning lets some words of a template stand."""

    name: str
    """As the template names it."""
    box: Box
    """The room for them, in fractions of the canvas: they may take less, never more."""
    edge: Literal["top", "bottom"]
    """The edge of the room at which they stand."""
    side: Literal["left", "right"] = "left"
    """The side of the room at which they stand."""
    tone: Literal["light", "dark"] = "light"
    """Of letters that stand on the picture itself."""


class Turn(Value):
    """A time of a clip in which words stand elsewhere than before, because something else is shown."""

    start: float
    """Seconds from the beginning of the creative."""
    end: float
    slots: tuple[Slot, ...]
    faces: tuple[Box, ...] = ()
    """Where faces lie in the frame meanwhile, in fractions of it."""


class Shade(Value):
    """A band under words that stand on the picture, full from y0 to y1 in canvas pixels and fading beyond."""

    tone: Literal["light", "dark"]
    """Of the letters: light ones get a darker ground, dark ones a lighter."""
    y0: float | None
    """None: it runs on to the canvas's edge."""
    y1: float | None
    colour: str | None = None
    """Of the shade under light letters, as #RRGGBB; None is black. Under dark letters it is white."""


class Placed(Value):
    """Where one text of the overlay landed, in canvas pixels."""

    role: str
    text: str
    box: Box
    size: float
    """Type size in canvas pixels."""
    lines: int = 1
    fill: str | None = None
    """Colour of its letters as #RRGGBB; None where a template does not say."""
    ground: str | None = None
    """Colour of the chip or panel that it stands on as #RRGGBBAA; None where it stands on the picture."""
    rim: str | None = None
    """Colour of the rim round its letters as #RRGGBB; None where there is none, or one too thin to be seen."""
    contrast: float | None = None
    """WCAG 2 contrast against the pixels under the worst of its lines, their 5th percentile; None: not measured.
    Letters with a rim: the lower of theirs against it and of the better of the two against those pixels."""
    least: float | None = None
    """What it must have: 3 for large letters, 7 for the label of an ad and other small print, else 4.5."""
