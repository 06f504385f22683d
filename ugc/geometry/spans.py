"""Subjects laid out along the one axis on which a window moves."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ugc.geometry.boxes import NEARLY
from ugc.geometry.subjects import Subject
from ugc.model.formats import Box

_BYSTANDER = 0.4
"""Size of a head against the largest, below which it may be left out; it is kept where that costs nothing."""
_LEAST = 0.05
"""What the smallest face counts against the largest."""


@dataclass(frozen=True, slots=True)
class Span:
    """A subject from `start` to `end` along the axis, in fractions of the source."""

    subject: Subject
    start: float
    end: float
    needed: tuple[float, float]
    bare: tuple[float, float]
    core: tuple[float, float]
    held: tuple[float, float]
    """What of it the window should hold: what is needed, else the bare face, else its core."""
    weight: float
    bystander: bool

    def share(self, start: float, end: float) -> float:
        """Return how much of it is in a window, 0..1."""
        return max(0.0, min(self.end, end) - max(self.start, start)) / max(self.end - self.start, NEARLY)

    def whole(self, start: float, end: float) -> bool:
        """Return whether all of it is in a window."""
        return self.start >= start - NEARLY and self.end <= end + NEARLY

    def kept(self, start: float, end: float) -> bool:
        """Return whether a window holds what it should; of a core that is longer it is to be full."""
        low, high = self.held
        if high - low <= end - start + NEARLY:
            return low >= start - NEARLY and high <= end + NEARLY
        return low <= start + NEARLY and high >= end - NEARLY


def spans(
    subjects: Iterable[Subject], source: tuple[int, int], *, across: bool, length: float
) -> tuple[Span, ...]:
    """Lay subjects out before a window of a length; a face counts by its size against the largest, and one far smaller
    is a bystander."""
    found = tuple(subjects)
    sizes = [_size(subject, source) for subject in found]
    largest = max(
        (size for size, subject in zip(sizes, found, strict=True) if subject.kind == "face"), default=1.0
    )
    made = []
    for subject, size in zip(found, sizes, strict=True):
        face, part = subject.kind == "face", size / largest
        start, end = along(subject.box, across=across)
        weight = subject.weight * max(part**1.5, _LEAST) if face else subject.weight
        needed, bare, core = (
            along(box, across=across) for box in (subject.needed, subject.bare, subject.core)
        )
        fitting = (held for held in (needed, bare) if held[1] - held[0] <= length + NEARLY)
        made.append(
            Span(
                subject=subject,
                start=start,
                end=end,
                needed=needed,
                bare=bare,
                core=core,
                held=next(fitting, core),
                weight=weight,
                bystander=face and part < _BYSTANDER,
            )
        )
    return tuple(made)


def along(box: Box, *, across: bool) -> tuple[float, float]:
    """Return where a box begins and ends on the axis: sideways, or from the top."""
    return (box.x0, box.x1) if across else (box.y0, box.y1)


def main(found: Sequence[Span]) -> tuple[Span, ...]:
    """Return what a picture is composed around: a person's aim, else faces, else parts to keep, else people."""
    for kind in ("aim", "face", "keep", "person"):
        chosen = tuple(span for span in found if span.subject.kind == kind and not span.bystander)
        if chosen:
            return chosen
    return ()


def _size(subject: Subject, source: tuple[int, int]) -> float:
    """The side of a square as large as the subject, in pixels."""
    box = subject.box
    return math.sqrt(max(box.width * source[0] * box.height * source[1], 0.0))
