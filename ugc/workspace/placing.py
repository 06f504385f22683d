"""Places in pictures and times in clips, read from words as people type them."""

import math
import re
from collections.abc import Sequence

from ugc.errors import UsageError
from ugc.model.focus import Point
from ugc.model.formats import Box
from ugc.model.posts import Media
from ugc.text import one_line
from ugc.workspace.focusing import FocusChange

_NUMBER = re.compile(r"([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?) *(%|px)?")
POINT = "0.42,0.31, 42%,31% or 454px,335px"
BOX = "x,y,width,height, as 0.1,0.2,0.4,0.5, 10%,20%,40%,50% or 108px,270px,432px,675px"
_OUTSIDE = 0.002
"""How far a number may lie outside the picture and still be a matter of rounding."""
_DIGITS = 6
"""Decimals that are kept: finer than a pixel of any picture."""
_TIMES = re.compile(r"(\d+(?:\.\d*)?)-(\d+(?:\.\d*)?)?")


def change(
    picture: Media,
    places: Sequence[str],
    during: str | None,
    *,
    keep: Sequence[str] | None,
    avoid: Sequence[str] | None,
    crop: Sequence[str] | None,
) -> FocusChange:
    """Return what a person says of a picture's crops, from words as they were typed. Raises UsageError."""
    size = (picture.width, picture.height)
    place = _place(places[0], size) if places else None
    if during and place is None:
        raise UsageError("--during says when, and not where.", hint=f"Say where too: {POINT}, or a box.")
    return FocusChange(
        during=times("--during", during) if during else None,
        point=place if isinstance(place, Point) else None,
        box=None if isinstance(place, Point) else place,
        keep=tuple(box(text, size, "--keep") for text in keep or ()),
        avoid=tuple(box(text, size, "--avoid") for text in avoid or ()),
        crops=dict(_crop(text, size) for text in crop or ()),
    )


def point(text: str, size: tuple[int, int], option: str) -> Point:
    """Return a point of a picture as it was typed. Raises UsageError for what is none, or lies outside of it."""
    x, y = _fractions(text, size, 2, option, f"A point is written {POINT}.")
    if not all(-_OUTSIDE <= value <= 1 + _OUTSIDE for value in (x, y)):
        raise _outside(text, size, option)
    return Point(x=_clipped(x), y=_clipped(y))


def _place(text: str, size: tuple[int, int]) -> Point | Box:
    """A point of two numbers or a box of four."""
    if text.count(",") != 1:
        return box(text, size, "WHERE", also=f"; a point is {POINT}")
    return point(text, size, "WHERE")


def _crop(text: str, size: tuple[int, int]) -> tuple[str, Box]:
    name, sign, drawn = text.partition("=")
    if not (sign and name.strip()):
        raise UsageError(
            f"--crop: {_shown(text)} does not say for which format.",
            hint=f"Write --crop story=BOX; a box is {BOX}.",
        )
    return name.strip(), box(drawn, size, "--crop")


def box(text: str, size: tuple[int, int], option: str, *, also: str = "") -> Box:
    """Return a box of a picture as it was typed. Raises UsageError for one of no pixel, or outside."""
    x, y, width, height = _fractions(text, size, 4, option, f"A box is {BOX}{also}.")
    edges = (x, y, x + width, y + height)
    if min(edges[:2]) < -_OUTSIDE or max(edges) > 1 + _OUTSIDE:
        raise _outside(text, size, option)
    x0, y0, x1, y1 = (_clipped(edge) for edge in edges)
    if (x1 - x0) * size[0] < 1 - _OUTSIDE or (y1 - y0) * size[1] < 1 - _OUTSIDE:
        raise UsageError(
            f"{option}: {_shown(text)} is a box without a pixel in it.",
            hint="The third number is its width, the fourth its height.",
        )
    return Box(x0=x0, y0=y0, x1=x1, y1=y1)


def _fractions(text: str, size: tuple[int, int], number: int, option: str, how: str) -> list[float]:
    """So many numbers in fractions of the picture, all written in the same way."""
    found = [_NUMBER.fullmatch(part.strip()) for part in text.split(",")]
    units = {match[2] for match in found if match}
    if len(found) != number or None in found or len(units) != 1:
        raise UsageError(f"{option}: {_shown(text)} is not understood.", hint=how)
    values = [float(match[1]) for match in found if match]
    if not all(math.isfinite(value) for value in values):
        raise UsageError(f"{option}: {_shown(text)} is not understood.", hint=how)
    (unit,) = units
    whole = {"px": (*size, *size), "%": (100,) * 4}.get(unit or "", (1,) * 4)
    return [value / all_of_it for value, all_of_it in zip(values, whole, strict=False)]


def _outside(text: str, size: tuple[int, int], option: str) -> UsageError:
    pixels = f"{size[0]}x{size[1]} pixels"
    hint = "Plain numbers are fractions, 0 to 1; percent are written 42% and pixels 454px."
    if "px" in text or "%" in text:
        hint = (
            "Numbers count from the top left; of a box they are its left, its top, its width and its height."
        )
    return UsageError(f"{option}: {_shown(text)} reaches out of the picture, which has {pixels}.", hint=hint)


def _clipped(value: float) -> float:
    return round(min(1.0, max(0.0, value)), _DIGITS)


def times(option: str, said: str) -> tuple[float, float | None]:
    """Return from when to when an option means, in seconds; without an end, to a clip's own. Raises UsageError."""
    found = _TIMES.fullmatch(said.strip())
    if found is None:
        raise UsageError(
            f"{option} {said}: those are no times.", hint=f"In seconds, as in {option} 3-18 or {option} 3-."
        )
    start, end = float(found[1]), float(found[2]) if found[2] else None
    if end is not None and end <= start:
        raise UsageError(f"{option} {said}: it would end before it begins.")
    return start, end


def _shown(text: str) -> str:
    line = one_line(text)
    return repr(line if len(line) <= 80 else line[:79] + "…")
