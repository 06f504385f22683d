"""A window that slides along one axis of a picture, and what each of its offsets is worth."""

from collections.abc import Iterator, Sequence
from itertools import product

from ugc.geometry.boxes import NEARLY, area
from ugc.geometry.composing import Composition
from ugc.geometry.fits import cover_box
from ugc.geometry.mass import Mass
from ugc.geometry.spans import Span, main, spans
from ugc.geometry.subjects import Subject
from ugc.model.formats import Box
from ugc.model.seen import Grid

_SLICED = 0.08
"""Visible share of a head above which it is cut, and not left out."""
_WORDS = 2.0
"""What words count that fill `_MUCH_TEXT` of the picture or more, where all that the eye goes to counts 1."""
_MUCH_TEXT = 0.04
_AIR = 0.03
"""Share of the window that words keep from its edges where they can."""
_MASS_BESIDE = 0.5
"""What all that the eye goes to counts beside a main thing, whose place in the window counts 1."""
_MARGIN = 0.1
"""Share of a face that should be left beside it: nobody, and no detector, knows its edge to the pixel;"""
_AT_EDGE = 0.8
"""what a face counts that has less, beside one that has it: it may well be cut."""
_TOO_NEAR = 0.06
"""Share of a face that must lie beside it for a crop to hold it for sure: so much is an edge off on average, and of 17
faces that had less, 14 were cut in truth."""
_STEP = 0.05
"""Shares of faces under an interface are compared in steps of this size: less is not worth cutting words for."""


class Scene:
    """Everything that a window is weighed by, laid out along the axis on which it can move."""

    def __init__(
        self,
        source: tuple[int, int],
        canvas: tuple[int, int],
        region: Box,
        subjects: Sequence[Subject],
        *,
        salient: Grid | None,
        safe: Box,
        notches: Sequence[Box],
    ) -> None:
        window = cover_box((source[0] * region.width, source[1] * region.height), canvas)
        self.region = region
        self.across = window.width < 1.0
        """Whether it moves sideways; else it moves up and down."""
        self.low = region.x0 if self.across else region.y0
        self.length = window.width * region.width if self.across else window.height * region.height
        self.high = max((region.x1 if self.across else region.y1) - self.length, self.low)
        self._safe, self._notches = safe, tuple(notches)
        self._all = spans(subjects, source, across=self.across, length=self.length)
        self._aims, self._keeps, self._faces, self._avoid, words = (
            [span for span in self._all if span.subject.kind == kind]
            for kind in ("aim", "keep", "face", "avoid", "words")
        )
        self._main = main(self._all)
        self._guarded = [span for span in self._aims + self._keeps + self._faces if not span.bystander]
        self._words = [(span, area(span.subject.box) ** 0.5) for span in words]
        self._clout = _WORDS * min(sum(size * size for _, size in self._words) / _MUCH_TEXT, 1.0)
        self._mass = Mass(salient, region, subjects, across=self.across)
        self._composition = Composition(
            [span.subject for span in self._main],
            across=self.across,
            middle=(self.low + self.high + self.length) / 2,
            salient=self._mass.centre,
        )

    def box(self, offset: float) -> Box:
        """Return the window at an offset, in fractions of the source."""
        region, end = self.region, offset + self.length
        if self.across:
            return Box(x0=offset, y0=region.y0, x1=min(end, region.x1), y1=region.y1)
        return Box(x0=region.x0, y0=offset, x1=region.x1, y1=min(end, region.y1))

    def turns(self) -> Iterator[float]:
        """Yield the offsets at which a score may change, or is at its best; some lie outside the picture."""
        length = self.length
        for span in self._all:
            for start, end in ((span.start, span.end), span.needed, span.bare, span.core):
                yield from (start, end - length)
        for span, share in product(self._faces, (_TOO_NEAR, _MARGIN)):
            start, end = self._with_air(span, share)
            yield from (start, end - length)
        zone = (self._safe.x0, self._safe.x1) if self.across else (self._safe.y0, self._safe.y1)
        for span in self._main[:8]:
            for start, end in ((span.start, span.end), span.needed, span.bare, span.core):
                yield from (start - zone[0] * length, end - zone[1] * length)
        yield from self._composition.aims(length)

    def named(self, offset: float) -> tuple[float, float]:
        """Weigh what a person named: what they aim at, and what they want kept."""
        end = offset + self.length
        aims = sum(span.kept(offset, end) for span in self._aims)
        return float(aims), float(sum(span.kept(offset, end) for span in self._keeps))

    def kept(self, offset: float) -> frozenset[int]:
        """Return which faces are kept, by their numbers."""
        end = offset + self.length
        return frozenset(number for number, span in enumerate(self._faces) if span.kept(offset, end))

    def sure(self, offset: float) -> float:
        """Weigh the faces that are kept; those with too little air beside them may be cut, and count less."""
        end = offset + self.length
        kept = (span for span in self._faces if span.kept(offset, end))
        return round(sum(span.weight * (1.0 if self._clear(span, offset) else _AT_EDGE) for span in kept), 6)

    def first(self, offset: float) -> tuple[float, ...]:
        """Weigh what must be kept: what a person named, faces, those surely so, hair, air; equal for equally good."""
        end = offset + self.length
        kept = [span for span in self._faces if span.kept(offset, end)]
        faces = sum(span.weight for span in kept)
        surely = sum(span.weight for span in kept if self._surely(span, offset))
        clear = sum(span.weight for span in kept if self._clear(span, offset))
        heads = sum(span.weight for span in self._faces if span.whole(offset, end))
        return *self.named(offset), round(faces, 6), round(surely, 6), round(heads, 6), round(clear, 6)

    def rest(self, offset: float) -> tuple[float, ...]:
        """Weigh the rest: heads sliced, parts to avoid, what lies under the interface, and last the look."""
        end = offset + self.length
        sliced = sum(span.weight for span in self._faces if self._cut(span, offset))
        avoided = sum(span.share(offset, end) for span in self._avoid)
        covered = sum(span.weight * self._covered(span, offset) for span in self._guarded)
        return (
            -round(sliced, 6),
            -round(avoided, 2),
            -int(covered / _STEP + 0.501) * _STEP,
            self._look(offset),
        )

    def fits(self, offset: float) -> bool:
        """Return whether every face and every part to keep is surely whole; a bystander may be wholly outside."""
        part = self.box(offset)
        return all(span.subject.is_whole(part) for span in self._keeps) and all(
            (span.subject.is_whole(part) and self._surely(span, offset))
            or (span.bystander and not self._cut(span, offset))
            for span in self._faces
        )

    def _surely(self, span: Span, offset: float) -> bool:
        """Whether a face that is kept is so for sure. Up and down, hair and chin are room enough where they are."""
        start, end = span.held
        room = _TOO_NEAR * (end - start)
        return (not self.across and span.held == span.needed) or self._holds(start - room, end + room, offset)

    def _clear(self, span: Span, offset: float) -> bool:
        """Whether a face has air at both sides, or as much as there can be."""
        return self._holds(*self._with_air(span), offset)

    def _with_air(self, span: Span, share: float = _MARGIN) -> tuple[float, float]:
        """What is to be held of a face, with a share of it as air at both sides, and with less where less can be."""
        start, end = span.held
        air = max(min(share * (end - start), (self.length - (end - start)) / 2), 0.0)
        return start - air, end + air

    def _holds(self, start: float, end: float, offset: float) -> bool:
        """Whether a stretch is in a window, what of it lies outside the picture aside."""
        before = offset <= self.low + NEARLY or start >= offset - NEARLY
        return before and (offset >= self.high - NEARLY or end <= offset + self.length + NEARLY)

    def _cut(self, span: Span, offset: float) -> bool:
        end = offset + self.length
        return not span.whole(offset, end) and span.share(offset, end) > _SLICED

    def _covered(self, span: Span, offset: float) -> float:
        """Share of something outside the safe zone or under a notch; the core of a face counts twice its head."""
        return (2 * self._hidden(span.subject.core, offset) + self._hidden(span.subject.box, offset)) / 3

    def _hidden(self, box: Box, offset: float) -> float:
        """Share of what is shown of a box that the interface lies over, or that is at the very edge."""
        left, top = (offset, self.region.y0) if self.across else (self.region.x0, offset)
        width, height = (self.length, self.region.height) if self.across else (self.region.width, self.length)
        x0, x1 = max((box.x0 - left) / width, 0.0), min((box.x1 - left) / width, 1.0)
        y0, y1 = max((box.y0 - top) / height, 0.0), min((box.y1 - top) / height, 1.0)
        if x1 <= x0 or y1 <= y0:
            return 0.0
        shown = (x0, y0, x1, y1)
        under = max((_shared(shown, notch) for notch in self._notches), default=0.0)
        return min(1.0 - (_shared(shown, self._safe) - under) / ((x1 - x0) * (y1 - y0)), 1.0)

    def _look(self, offset: float) -> float:
        """Words, what draws the eye, and how the main thing stands, weighed together."""
        end = offset + self.length
        worth = sum(size * _read(span, offset, end) for span, size in self._words)
        words = self._clout * worth / sum(size for _, size in self._words) if self._words else 0.0
        mass = self._mass.within(offset, end) * (_MASS_BESIDE if self._main else 1.0)
        return round(words + mass - self._composition.cost(offset, self.length), 6)


def _read(span: Span, start: float, end: float) -> float:
    """What words are worth in a window: all of them 1, a little less at its very edge, none 0, and cut ones less."""
    air = _AIR * (end - start)
    if span.whole(start, end):
        return 1.0 if span.whole(start + air, end - air) else 0.9
    return -0.5 if span.share(start, end) > 0 else 0.0


def _shared(one: tuple[float, float, float, float], other: Box) -> float:
    width = min(one[2], other.x1) - max(one[0], other.x0)
    height = min(one[3], other.y1) - max(one[1], other.y0)
    return width * height if width > 0 and height > 0 else 0.0
