"""What was seen in a picture: once, by whom, and how surely. Nothing here knows who anybody is.

All boxes are in fractions 0..1 of the upright picture, x right and y down from the top left.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable
from typing import Any, Literal, get_args

from ugc.model.base import Value
from ugc.model.formats import Box
from ugc.model.watched import Watched

SightKind = Literal["face", "person", "words"]
Part = Literal["faces", "people", "surface", "words", "watched"]
"""What is looked for by itself, each part by a detector of its own."""
PARTS: tuple[Part, ...] = get_args(Part)


class Sight(Value):
    """One thing that was seen."""

    kind: SightKind
    box: Box
    """Of a face: from the hairline to the chin and from ear to ear, as the detector draws it."""
    by: str
    """The detector, a key of `Seen.detectors`."""
    score: float | None = None
    """The detector's own confidence, 0..1; None where it has none that ranks, as the cascades."""
    text: str = ""
    """What words say."""


class Grid(Value):
    """A small map laid over a picture: one level 0..255 a cell, row by row from the top left."""

    columns: int
    rows: int
    cells: str
    """base64 of columns times rows bytes."""

    @classmethod
    def of(cls, columns: int, rows: int, levels: bytes) -> "Grid":
        """Make a map of raw levels. Raises ValueError when they are not columns times rows."""
        if len(levels) != columns * rows:
            raise ValueError(f"{len(levels)} levels do not fill {columns}x{rows} cells")
        return cls(columns=columns, rows=rows, cells=b64encode(levels).decode("ascii"))

    @property
    def levels(self) -> bytes:
        """The levels, row by row."""
        return b64decode(self.cells)


class Seen(Value):
    """Everything that was seen in one picture, or in the frame that stands for a clip."""

    detectors: dict[str, str] = {}
    """Each detector's short name to its full name with its version: faces, people, words, surface."""
    sights: tuple[Sight, ...] = ()
    inside: Box | None = None
    """The part inside near-uniform borders; None where there are none."""
    sharpness: float | None = None
    """0..1, how crisp the sharpest parts are at the size that was looked at; below 0.15 is soft."""
    salient: Grid | None = None
    """Where the eye goes: 255 is the most."""
    busy: Grid | None = None
    """How little calm there is for text: 0 is even ground, 255 the busiest."""
    light: Grid | None = None
    """Mean WCAG relative luminance of each cell, 255 for white."""
    words_read: bool = False
    """Whether words were looked for; without the extra `ocr` they are not."""
    watched: Watched | None = None
    """What was seen of a clip over time; None of a picture."""

    @classmethod
    def joined(cls, parts: Iterable["Seen"]) -> "Seen":
        """Join what several detectors saw of one picture: all sights, and whatever only one of them tells."""
        detectors: dict[str, str] = {}
        sights: tuple[Sight, ...] = ()
        told: dict[str, Any] = {}
        for part in parts:
            detectors |= part.detectors
            sights += part.sights
            told |= {name: getattr(part, name) for name in part.model_fields_set}
        return cls.model_validate(told | {"detectors": detectors, "sights": sights})

    def boxes(self, kind: SightKind) -> tuple[Box, ...]:
        """Return where things of one kind were seen."""
        return tuple(sight.box for sight in self.sights if sight.kind == kind)
