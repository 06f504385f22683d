"""Reading the small maps of a picture: mean levels under a box, and whether letters are better light or dark there."""

from functools import lru_cache
from itertools import accumulate
from typing import Literal

from ugc.model.formats import Box
from ugc.model.seen import Grid

_GAMMA = 2.2
_WHITE_NEEDS, _INK_NEEDS = 0.58, 0.38
"""Brightness, 0..1 of a grey level, that a ground may have at most under white letters, and must have under dark ones,
for the 3:1 of large letters."""
_FAR = 0.15
"""By how much less of a shade dark letters must need: on pictures people expect light ones."""


def mean(grid: Grid, box: Box) -> float:
    """Return the mean level of a map under a box in fractions of the picture; cells count by their part under it."""
    sums = _sums(grid)
    x0, x1 = _within(box.x0) * grid.columns, _within(box.x1) * grid.columns
    y0, y1 = _within(box.y0) * grid.rows, _within(box.y1) * grid.rows
    size = (x1 - x0) * (y1 - y0)
    if size <= 0:
        return 0.0
    return (_sum(sums, x1, y1) - _sum(sums, x0, y1) - _sum(sums, x1, y0) + _sum(sums, x0, y0)) / size


def tone(light: Grid, box: Box) -> Literal["light", "dark"]:
    """Return which letters need the lesser shade under them, from a map of luminance under their box."""
    levels = [level / 255 for level in _under(light, box)]
    if not levels:
        return "light"
    brightest, darkest = max(levels) ** (1 / _GAMMA), min(levels) ** (1 / _GAMMA)
    darkening = max(0.0, 1 - _WHITE_NEEDS / brightest) if brightest else 0.0
    lightening = max(0.0, (_INK_NEEDS - darkest) / (1 - darkest)) if darkest < 1 else 0.0
    return "dark" if darkening - lightening > _FAR else "light"


def _under(grid: Grid, box: Box) -> list[int]:
    columns = range(int(_within(box.x0) * grid.columns), max(int(_within(box.x1) * grid.columns + 0.999), 1))
    rows = range(int(_within(box.y0) * grid.rows), max(int(_within(box.y1) * grid.rows + 0.999), 1))
    levels = grid.levels
    return [levels[row * grid.columns + column] for row in rows for column in columns]


@lru_cache(maxsize=64)
def _sums(grid: Grid) -> tuple[tuple[float, ...], ...]:
    """Sums of all levels above and left of each corner of the cells."""
    above = (0.0,) * (grid.columns + 1)
    sums = [above]
    levels = grid.levels
    for row in range(grid.rows):
        here = (
            0.0,
            *accumulate(float(level) for level in levels[row * grid.columns : (row + 1) * grid.columns]),
        )
        above = tuple(one + other for one, other in zip(above, here, strict=True))
        sums.append(above)
    return tuple(sums)


def _sum(sums: tuple[tuple[float, ...], ...], x: float, y: float) -> float:
    """The sum left of and above a point, between corners by straight lines."""
    column, row = min(int(x), len(sums[0]) - 2), min(int(y), len(sums) - 2)
    across, down = x - column, y - row
    upper = sums[row][column] * (1 - across) + sums[row][column + 1] * across
    lower = sums[row + 1][column] * (1 - across) + sums[row + 1][column + 1] * across
    return upper * (1 - down) + lower * down


def _within(value: float) -> float:
    return max(0.0, min(1.0, value))
