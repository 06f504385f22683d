"""Black bars: the straight, even, near-black borders that pad a picture into another shape."""

import numpy as np
from numpy.typing import NDArray

from ugc.model.formats import Box

_BLACK = 25
"""Of 255: near black. It is the tenth of the range that ffmpeg's `blackdetect` takes too."""
_EVEN = 1.5
"""How far, in levels, a bar may stray from its own shade, coding noise included. A dark scene strays further."""
_SAME = 3.0
"""How far, in levels, the lines of one bar may differ."""
_LEAST = 0.02
"""The part of a side that a bar takes at least."""
_STEP = 14
"""How much lighter, in levels, the picture must be right beside a bar."""
_LIT_PAIR, _LIT_ALONE = 0.6, 0.9
"""The part of a bar's edge along which the picture must be lighter: bars come in pairs, a lone one must be sure."""
_LEAST_PICTURE = 0.25
"""The part of each side that the picture takes at least; less is a thing on a black ground."""


def is_black(frames: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Say of each frame (frames, height, width) whether all but a fiftieth of it is near black."""
    return np.asarray((frames <= _BLACK).mean(axis=(1, 2)) >= 0.98)


def find_bars(frames: NDArray[np.uint8]) -> Box | None:
    """Find the picture inside black bars that stand still in all frames (frames, height, width), 0 black to 255.

    Returns its box in fractions of the frame, or None without bars. Frames that are black all over tell nothing and
    are left out. A border counts as a bar when it is near black, one even shade over its whole length in every frame,
    and ends in a straight edge along which the picture is lighter: a night sky is not even, and its edge not straight.
    """
    lit = frames[~is_black(frames)]
    if not len(lit):
        return None
    height, width = lit.shape[1:]
    bright = lit.max(axis=0)
    rows, columns = _even(lit, along=2), _even(lit, along=1)
    box = _confirmed(bright, _edges(rows), _edges(columns))
    top, bottom, left, right = box
    if (top, left) == (0, 0) and (bottom, right) == (height, width):
        return None
    if bottom - top < height * _LEAST_PICTURE or right - left < width * _LEAST_PICTURE:
        return None
    return Box(x0=left / width, y0=top / height, x1=right / width, y1=bottom / height)


def _even(frames: NDArray[np.uint8], *, along: int) -> NDArray[np.float32]:
    """The shade of each row (`along` 2) or column (1) that is near black and even in all frames; NaN for the others."""
    spread = np.sqrt(np.mean(frames.var(axis=along, dtype=np.float32), axis=0))
    shade = frames.mean(axis=(0, along), dtype=np.float32)
    peak = np.quantile(frames.max(axis=0), 0.98, axis=along - 1)
    return np.where((spread <= _EVEN) & (peak <= _BLACK), shade, np.nan).astype(np.float32)


def _edges(shades: NDArray[np.float32]) -> tuple[int, int]:
    """Where the picture begins and ends across the bars, in lines; the whole where there is no bar of some size."""
    count = len(shades)
    first, last = _run(shades), count - _run(shades[::-1])
    least = max(count * _LEAST - 1, 1)  # a line that is half bar, half picture, is counted to the picture
    return (first if first >= least else 0), (last if count - last >= least else count)


def _run(shades: NDArray[np.float32]) -> int:
    """How many lines from the begin have the shade of the first."""
    same = np.abs(shades - shades[0]) <= _SAME
    return int(np.argmin(same)) if not same.all() else len(same)


def _confirmed(
    bright: NDArray[np.uint8], rows: tuple[int, int], columns: tuple[int, int]
) -> tuple[int, int, int, int]:
    """Keep those bars whose edges are straight; return top, bottom, left and right of the picture."""
    height, width = bright.shape
    for _ in range(2):  # a bar that falls lets the edges of the others run further
        rows = _kept(bright, rows, columns)
        columns = _kept(bright.T, columns, rows)
    if rows[0] >= rows[1] or columns[0] >= columns[1]:
        return 0, height, 0, width
    return rows[0], rows[1], columns[0], columns[1]


def _kept(bright: NDArray[np.uint8], rows: tuple[int, int], columns: tuple[int, int]) -> tuple[int, int]:
    """The bars above and below that are sure: along both edges the picture is lighter, or along one nearly all over."""
    count = len(bright)
    first, last = rows
    inner = bright[:, slice(*columns)]
    depth = max(round(count * 0.01), 2)
    above = _lit(inner[:first], inner[first : first + depth]) if first else 0.0
    below = _lit(inner[last:], inner[max(last - depth, 0) : last]) if last < count else 0.0
    need = _LIT_PAIR if min(above, below) >= _LIT_PAIR else _LIT_ALONE
    return (first if above >= need else 0), (last if below >= need else count)


def _lit(bar: NDArray[np.uint8], beside: NDArray[np.uint8]) -> float:
    """The part of an edge along which the picture is clearly lighter than the bar."""
    if not bar.size or not beside.size:
        return 0.0
    return float((beside.max(axis=0) > float(bar.mean()) + _STEP).mean())
