"""Composition along one axis: how well the main thing stands in a window, for people who look at pictures."""

from collections.abc import Iterator, Sequence

from ugc.geometry.spans import along
from ugc.geometry.subjects import Subject

_EYES = (0.30, 0.42)
"""Where the eyes of a portrait stand well, from the top of the window."""
_EYES_AFAR = 0.12
"""How high they may stand where a head is small, and the body below it is the picture."""
_PORTRAIT, _AFAR = 0.30, 0.12
"""Heights of a head in the window: of a portrait, and of a person seen from afar."""
_AIR = 0.06
"""Least air above a head that looks meant, as a share of the window."""
_EYE_LINE = 0.22
"""Eyes in the core of a face, from its top."""
_THIRD = 0.04
"""What standing on a third costs against standing in the middle, unless it stands to a side already."""
_OFF_CENTRE = 0.12
"""From the middle of the picture: further out something stands to a side."""
_TO_MIDDLE = 0.15
"""What the way from the middle of the picture costs, where nothing is the main thing."""


class Composition:
    """What the main things of a picture ask of a window that moves along an axis; 0 is best, and less is worse."""

    def __init__(
        self, main: Sequence[Subject], *, across: bool, middle: float, salient: float | None
    ) -> None:
        self._middle, self._salient = middle, salient
        self._across = across
        self._faces = across is False and bool(main) and main[0].kind in ("face", "person")
        ends = [along(subject.box, across=across) for subject in main] or [(middle, middle)]
        self._start, self._end = min(start for start, _ in ends), max(end for _, end in ends)
        self._tallest = max(end - start for start, end in ends)
        self._eyes = sum(map(_eyes, main)) / len(main) if main else middle
        self._main = bool(main)

    def aims(self, length: float) -> Iterator[float]:
        """Yield offsets at which the main things stand well."""
        middle = (self._start + self._end) / 2
        yield from (middle - length * place for place in (0.5, 1 / 3, 2 / 3))
        yield self._middle - length / 2
        if self._salient is not None:
            yield self._salient - length / 2
        if self._faces:
            yield from (self._eyes - length * place for place in (*_EYES, sum(_EYES) / 2))
            yield self._start - _AIR * length

    def cost(self, offset: float, length: float) -> float:
        """Return what is wrong with how the main things stand, 0 when nothing is."""
        if not self._main:
            aim = self._middle if self._salient is None else self._salient
            window = offset + length / 2
            return 0.5 * abs(window - aim) / length + _TO_MIDDLE * abs(window - self._middle) / length
        if self._faces:
            return self._upright(offset, length)
        place = ((self._start + self._end) / 2 - offset) / length
        off = abs(place - 0.5)
        if not self._across:
            return off
        aside = abs((self._start + self._end) / 2 - self._middle) > _OFF_CENTRE
        return min(off, abs(off - 1 / 6) + (0.0 if aside else _THIRD))

    def _upright(self, offset: float, length: float) -> float:
        """Eyes about a third from the top, some air above the heads, and no more above than below."""
        eyes = (self._eyes - offset) / length
        near = min(max((self._tallest / length - _AFAR) / (_PORTRAIT - _AFAR), 0.0), 1.0)
        highest = _EYES_AFAR + near * (_EYES[0] - _EYES_AFAR)
        wrong = max(highest - eyes, eyes - _EYES[1], 0.0)
        above, below = (self._start - offset) / length, 1.0 - (self._end - offset) / length
        if self._end - self._start <= length:
            wrong += max(0.0, _AIR - above) + max(0.0, above - below)
        return 1.5 * wrong


def _eyes(subject: Subject) -> float:
    """The height at which eyes are, or would be."""
    if subject.kind == "face":
        return subject.core.y0 + _EYE_LINE * subject.core.height
    return subject.box.y0 + 0.08 * subject.box.height
