"""A creative template as it describes itself: what it needs, what it can be told, and what it does to a picture."""

from math import log
from pathlib import Path
from typing import Literal

from pydantic import Field

from ugc.model.base import Value
from ugc.model.creatives import SourceRole
from ugc.model.motion import Motion
from ugc.model.posts import MediaKind
from ugc.model.vocab import CreditPlace, Edit


class Count(Value):
    """How many sources a template takes, both ends included."""

    min: int = 1
    max: int = 1


class CopyField(Value):
    """One text that a template draws."""

    needed: bool = False
    limit: int
    """The most characters, counted as a reader counts them; more is an error, never cut."""
    edits: frozenset[Edit] = frozenset()
    """What drawing it does to the picture, in the words of the rights model."""


class Option(Value):
    """One choice that a template offers."""

    says: str = ""
    default: str
    choices: tuple[str, ...]
    edits: dict[str, frozenset[Edit]] = {}
    """Choice to what it does to the picture."""


PartKind = Literal["chip", "pill", "headline", "hook", "note", "panel", "tag"]
"""A shape of words whose size planning can tell in advance: as in `templates/creatives/_shared/parts.typ`.

Headline, hook and note are letters on the picture itself, each at its own size; a panel is as large as its slot says; a
tag is a small chip that names a picture."""
LETTERS: frozenset[PartKind] = frozenset({"headline", "hook", "note"})
"""Kinds whose letters stand on the picture itself."""
Ground = Literal["ink", "paper", "surface", "accent", "accent_soft", "accent_deep"]
"""A colour of the brand, by role, that stands where no picture does."""
Edge = Literal["top", "bottom"]


class FreeSlot(Value):
    """Words of a template whose place is planned for each picture."""

    parts: dict[str, PartKind]
    """The fields that stand in it, from its edge inwards, and what each looks like."""
    edges: tuple[Edge, ...] = ("bottom",)
    """The edges of the safe zone where it may stand, the usual one first."""
    anywhere: bool = False
    """It may also stand between the edges."""
    size: dict[str, tuple[int, int]] = {}
    """Shape to the most that it takes, width and height in pixels of the shape's usual width; needed for panels."""
    less: dict[str, int] = {}
    """Shape to how much lower a panel is for each of its fields that has no words, in the same pixels."""
    on: int | None = None
    """The picture that it stands on, counted from 1, where pictures stand in parts of the canvas."""
    side: Literal["start", "end"] = "start"
    """The side of its picture, or of the canvas, at which it usually stands, as the language is read."""


class PictureSlot(Value):
    """Where one picture of a template stands."""

    role: SourceRole = "main"
    at: dict[str, tuple[float, float, float, float]] = {}
    """Shape to left, top, right and bottom in fractions of the canvas; where none is named it fills the canvas."""
    radius: int = 0
    """Of its corners, in pixels of the shape's usual width."""
    below: str | None = None
    """The slot at its top edge under which it begins: those words stand on the ground, and not on it."""
    of: tuple[int, ...] = ()
    """With how many pictures it counts, so that fewer leave no hole; with any number where none is named."""


class ChipSizes(Value):
    """A chip's padding at each side, its height on one line and the most of its width by shape."""

    pad: int
    tall: int
    widest: dict[str, int]


class TagSizes(Value):
    """A tag's padding at each side, and its height."""

    pad: int
    tall: int


class PillSizes(Value):
    """A call to action's padding at each side, its height, and the least and most of its width."""

    pad: int
    tall: int
    least: int
    widest: int


class Sizes(Value):
    """What type and parts measure, in pixels of a shape's usual width; the Typst files read the same numbers."""

    shapes: dict[str, tuple[float, int]]
    """Name of a shape to its ratio and usual width."""
    type: dict[str, dict[str, tuple[int, int]]]
    """Role (headline, credit, action) and shape to the usual and the least type size."""
    chip: ChipSizes
    pill: PillSizes
    tag: TagSizes = TagSizes(pad=22, tall=52)
    gap: int
    """Between parts of one slot."""
    large: dict[str, int]
    """Type size by shape from which bold letters are large by WCAG 2 (14 pt, on a canvas 390 pt wide)."""
    wider: float = Field(1.0, ge=1.0)
    """How much wider the letters of the brand's own fonts run than the shipped ones."""

    def shape(self, size: tuple[int, int]) -> tuple[str, float]:
        """Return the shape that a canvas is nearest to, and its unit: canvas pixels per pixel of the usual width."""
        ratio = size[0] / size[1]
        name = min(self.shapes, key=lambda name: abs(log(self.shapes[name][0] / ratio)))
        return name, size[0] / self.shapes[name][1]


class Template(Value):
    """How a creative looks."""

    name: str
    purpose: str
    media: tuple[MediaKind, ...] = ("image", "video")
    """What it may show; one of several pictures shows no clips."""
    sources: Count = Count()
    fit: Literal["cover", "fit"] = "cover"
    """How sources fill the canvas unless that would lose too much of them."""
    credit_place: CreditPlace = "on_media"
    words: dict[str, CopyField] = {}
    """The texts it draws, by field: credit, headline, cta …"""
    options: dict[str, Option] = {}
    slots: dict[str, FreeSlot] = {}
    """Words whose place is planned; the others stand where the template puts them."""
    sizes: Sizes | None = None
    """None where the shared files of the template say none: its slots then keep their usual places."""
    pictures: tuple[PictureSlot, ...] = ()
    """Where its pictures stand, in the order of its sources; one that fills the canvas where there are none."""
    mirrored: bool = False
    """Its pictures change sides in languages that are read from the right: the first stands where reading begins."""
    ground: Ground | None = None
    """What stands round its pictures where they do not fill the canvas."""
    within: Literal["canvas", "safe", "slots"] = "canvas"
    """Where all that it draws stands: only the rows of the safe zone, or of its slots, are then drawn."""
    edits: frozenset[Edit] = frozenset()
    """What it always does to the picture."""
    motion: Motion | None = None
    """How its words move over a clip, where it has a `motion.py`."""
    folder: Path
    shared: Path
    """The folder of the Typst files that all templates import."""
    digest: str
    """Hash of every file that shapes its pixels: its own folder and the shared one."""

    def rows(self, count: int) -> tuple[PictureSlot, ...]:
        """Return where so many pictures stand, in their order; none where one fills the canvas."""
        return tuple(row for row in self.pictures if not row.of or count in row.of)
