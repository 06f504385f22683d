"""Near-uniform borders of any colour: white frames, black bars, the ground that an app put around a picture."""

from collections.abc import Sequence
from functools import reduce
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from ugc.media.colour import Pixels
from ugc.model.formats import Box

_STRAYS = 12
"""How far, in levels of any colour, nearly all of a border's pixels may lie from its colour; encoders blur its edge."""
_ALL = 0.98
_MEAN = 4.0
"""How far they may lie from it on average."""
_STEP = 24
"""How far the picture must lie from the border's colour right beside it."""
_PAIR, _ALONE = 0.6, 0.9
"""The part of a border's edge along which it must; borders come in pairs, and a lone one must be sure."""
_LEAST = 0.02
"""The part of a side that a border takes at least."""
_LEAST_PICTURE = 0.25
"""The part of each side that the picture takes at least; less is a thing on a ground."""
_DEPTH = 0.012
"""The part of a side within which an edge lies."""
FIGURES = (_STRAYS, _ALL, _MEAN, _STEP, _PAIR, _ALONE, _LEAST, _LEAST_PICTURE, _DEPTH)

Distance = NDArray[np.uint8]
Edges = tuple[int, int]


def find_inside(pixels: Pixels, *others: Pixels) -> Box | None:
    """Return the part of a picture inside its borders, in fractions of it; None where it has none.

    Of a clip, `others` are more of its frames, of the same size: a border has its colour in all of them, so that what
    is dark in one frame only is none.

    A border is a band along a whole side, of one colour, that ends in a straight edge along which the picture is of
    another colour. So a clear sky is none, nor the ground that a product stands on. Blurred backdrops are not found.
    """
    height, width = pixels.shape[:2]
    if min(height, width) < 16:
        return None
    frames = (pixels, *others)
    above, below = (
        _away(frames, [frame[0] for frame in frames]),
        _away(frames, [frame[-1] for frame in frames]),
    )
    left = _away(frames, [frame[:, 0] for frame in frames]).T
    right = _away(frames, [frame[:, -1] for frame in frames]).T
    rows, columns = (0, height), (0, width)
    for _ in range(2):  # a border that falls lets the edges of the others run further
        rows = _edges(above, below, columns)
        columns = _edges(left, right, rows)
    if (rows, columns) == ((0, height), (0, width)):
        return None
    if rows[1] - rows[0] < height * _LEAST_PICTURE or columns[1] - columns[0] < width * _LEAST_PICTURE:
        return None
    x0, x1 = (round(edge / width, 5) for edge in columns)
    y0, y1 = (round(edge / height, 5) for edge in rows)
    return Box(x0=x0, y0=y0, x1=x1, y1=y1)


def _away(frames: Sequence[Pixels], lines: Sequence[NDArray[np.uint8]]) -> Distance:
    """How far each pixel lies at most from the usual colour of the outermost line, by the colour that differs most."""
    ground = np.median(np.concatenate(lines).reshape(-1, 3), axis=0).astype(np.int16)
    table = np.abs(np.arange(256, dtype=np.int16)[:, None] - ground).astype(np.uint8)
    apart = [plane for frame in frames for plane in cv2.split(cv2.LUT(frame, table[None]))]
    return cast(Distance, reduce(cv2.max, apart))


def _edges(first: Distance, last: Distance, across: Edges) -> Edges:
    """Where the picture begins and ends, in lines, by the distances from the colours of both outermost lines."""
    count = len(first)
    depth = max(round(count * _DEPTH), 2)
    begin, begin_sure = _border(first[:, slice(*across)], first, depth)
    end, end_sure = _border(last[::-1, slice(*across)], last[::-1], depth)
    need = _PAIR if min(begin_sure, end_sure) >= _PAIR else _ALONE
    begin, end = (begin if begin_sure >= need else 0), (end if end_sure >= need else 0)
    return (begin, count - end) if begin + end < count else (0, count)


def _border(inner: Distance, whole: Distance, depth: int) -> tuple[int, float]:
    """How many lines a border takes, and along which part of its edge the picture differs from it."""
    count = len(whole)
    like = ((whole <= _STRAYS).mean(axis=1) >= _ALL) & (whole.mean(axis=1) <= _MEAN)
    lines = int(np.argmin(like)) if not like.all() else count
    if lines < max(count * _LEAST - depth, 1) or lines == count:
        return 0, 0.0
    # Encoders smear colours over the edge: it lies where most of what will differ from the border does so.
    other = inner[lines : lines + 2 * depth] > _STEP
    share = other.mean(axis=1)
    edge = int(np.argmax(share >= share.max() / 2))
    return lines + edge, float(other[edge : edge + depth].any(axis=0).mean())
