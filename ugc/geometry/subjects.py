"""What a crop is weighed by: faces, words and people that were seen, and the parts that a person named."""

from dataclasses import dataclass, replace
from typing import Literal

from ugc.geometry.boxes import WHOLE, clipped, inside
from ugc.model.formats import Box

SubjectKind = Literal["aim", "keep", "avoid", "face", "person", "words"]
"""aim, keep and avoid are a person's word, the others were seen."""

_HAIRLINE, _CHIN = 0.5, 0.67
"""How much of the way from the box of a face to the top and bottom of the head hairline and chin lie."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing in a picture. Boxes are in fractions of the picture."""

    kind: SubjectKind
    box: Box
    """All of it; of a face the head, with its hair."""
    needed: Box
    """What must be in a crop, or it is cut; of a face from the hairline to the chin, and without hair at the sides."""
    bare: Box
    """What is kept where that cannot be; of a face the box that the detector draws."""
    core: Box
    """What is kept where not even that can be; of a face from the eyes to the mouth."""
    weight: float = 1.0
    """How sure it is, 0..1."""
    text: str = ""
    """What words say."""

    @property
    def holds(self) -> bool:
        """Whether a crop must not cut it where there is another that does not."""
        return self.kind in ("aim", "keep", "face")

    def is_whole(self, part: Box) -> bool:
        """Return whether a part of the picture holds all of it that is needed."""
        return inside(self.needed, part)

    def within(self, region: Box) -> "Subject":
        """Return it without what of its head lies outside a region: hair is not looked for on a border."""
        box, needed, bare = (clipped(part, region) for part in (self.box, self.needed, self.bare))
        if self.kind != "face" or not (box and needed and bare and inside(self.core, region)):
            return self
        return replace(self, box=box, needed=needed, bare=bare)

    def order(self) -> tuple[str, float, float, float, float, float, str]:
        """Return what subjects are sorted by, so that nothing depends on the order in which they were named."""
        box = self.box
        return self.kind, box.x0, box.y0, box.x1, box.y1, self.weight, self.text


@dataclass(frozen=True, slots=True)
class Growth:
    """How far a head reaches beyond the box that a detector draws round a face, in widths and heights of that box."""

    up: float
    down: float
    sides: float


def named(kind: SubjectKind, box: Box, *, weight: float = 1.0, text: str = "") -> Subject:
    """Return a subject that is kept as a whole or not at all; its box is clipped to the picture."""
    there = clipped(box, WHOLE) or box
    return Subject(kind=kind, box=there, needed=there, bare=there, core=there, weight=weight, text=text)


def face(box: Box, growth: Growth, *, weight: float = 1.0) -> Subject:
    """Return a face as a subject, its boxes clipped to the picture."""
    width, height = box.width, box.height
    head = Box(
        x0=box.x0 - growth.sides * width,
        y0=box.y0 - growth.up * height,
        x1=box.x1 + growth.sides * width,
        y1=box.y1 + growth.down * height,
    )
    needed = Box(
        x0=box.x0,
        y0=box.y0 - _HAIRLINE * growth.up * height,
        x1=box.x1,
        y1=box.y1 + _CHIN * growth.down * height,
    )
    core = Box(
        x0=box.x0 + 0.15 * width,
        y0=box.y0 + 0.25 * height,
        x1=box.x1 - 0.15 * width,
        y1=box.y0 + 0.85 * height,
    )
    head, needed, bare, core = (clipped(part, WHOLE) or part for part in (head, needed, box, core))
    return Subject(kind="face", box=head, needed=needed, bare=bare, core=core, weight=weight)
