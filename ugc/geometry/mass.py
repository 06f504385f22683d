"""What draws the eye, laid out along one axis: saliency, bodies and people as shares that a window holds."""

from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise

from ugc.geometry.boxes import NEARLY
from ugc.geometry.subjects import Subject
from ugc.model.formats import Box
from ugc.model.seen import Grid

_BODY_WIDTH, _BODY_HEIGHT = 1.4, 3.0
"""A body below a head, in widths and heights of the head: down to about the waist."""
_BODY = 0.4
"""What the body below a face counts, where all that the eye goes to counts 1."""
_PERSON = 0.4
_STRONGER = bytes(level * level // 255 for level in range(256))
"""Levels squared: what stands out counts, and not the even ground, which is most of a picture."""


class Mass:
    """How much of what draws the eye lies in a window that moves along an axis."""

    def __init__(
        self, salient: Grid | None, region: Box, subjects: Iterable[Subject], *, across: bool
    ) -> None:
        levels = _profile(salient, region, across=across) if salient else []
        total = sum(levels)
        self._sums = [0.0, *accumulate(level / total for level in levels)] if total else []
        self._parts = [part for subject in subjects for part in _parts(subject, across=across)]
        self._all = bool(self._sums) + sum(weight for _, _, weight in self._parts)

    @property
    def centre(self) -> float | None:
        """Where the middle of the salient mass lies on the axis, 0..1; None where nothing stands out."""
        if not self._sums:
            return None
        shares = (after - before for before, after in pairwise(self._sums))
        return sum((place + 0.5) * share for place, share in enumerate(shares)) / (len(self._sums) - 1)

    def within(self, start: float, end: float) -> float:
        """Return the share of it that lies between two places, 0..1; 1 where there is nothing at all."""
        if not self._all:
            return 1.0
        held = self._until(end) - self._until(start)
        for low, high, weight in self._parts:
            held += weight * max(0.0, min(high, end) - max(low, start)) / max(high - low, NEARLY)
        return held / self._all

    def _until(self, place: float) -> float:
        last = len(self._sums) - 1
        if last < 1:
            return 0.0
        position = min(max(place * last, 0.0), float(last))
        cell = min(int(position), last - 1)
        return self._sums[cell] + (position - cell) * (self._sums[cell + 1] - self._sums[cell])


def _parts(subject: Subject, *, across: bool) -> Iterator[tuple[float, float, float]]:
    """What a subject adds: from where to where on the axis, and how much. A person's upper part counts twice."""
    box = subject.box
    if subject.kind == "face":
        more = (_BODY_WIDTH - 1) * box.width / 2 if across else 0.0
        low, high = (box.x0 - more, box.x1 + more) if across else (box.y0, box.y1 + _BODY_HEIGHT * box.height)
        yield max(low, 0.0), min(high, 1.0), _BODY * subject.weight
    elif subject.kind == "person":
        yield (box.x0, box.x1, _PERSON) if across else (box.y0, box.y1, _PERSON)
        yield (box.x0, box.x1, _PERSON) if across else (box.y0, box.y0 + box.height / 3, _PERSON)


def _profile(salient: Grid, region: Box, *, across: bool) -> list[int]:
    """The grid summed over the other axis, within a region there, taken to whole cells."""
    levels, columns, rows = salient.levels.translate(_STRONGER), salient.columns, salient.rows
    if across:
        first, last = _cells(region.y0, region.y1, rows)
        band = levels[first * columns : last * columns]
        return [sum(band[column::columns]) for column in range(columns)]
    first, last = _cells(region.x0, region.x1, columns)
    return [sum(levels[row * columns + first : row * columns + last]) for row in range(rows)]


def _cells(start: float, end: float, count: int) -> tuple[int, int]:
    first = min(int(start * count + 0.5), count - 1)
    return first, max(int(end * count + 0.5), first + 1)
