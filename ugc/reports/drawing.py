"""A small drawing of a format's frame for a terminal: what interfaces cover, and the safe zone, with its pixels."""

from typing import NamedTuple

from ugc.model.formats import Box, Format
from ugc.reports.overlay import Overlay, overlay

_TALL = 2.0
"""How many times as high as wide a character stands."""
_LEAST = 16
"""Characters of width below which the figures would run into each other."""
_GUTTER = 5
"""Characters left of the frame, for figures of up to four digits and a space."""

Cell = tuple[int, int]
"""Column and row inside the frame."""


class Signs(NamedTuple):
    """What lines are drawn with: by the neighbours (up, right, down, left) that a line goes on to, as bits."""

    lines: str
    covered: str


BOXES = Signs(" ╵╶└╷│┌├╴┘─┴┐┤┬┼", "░")
ASCII = Signs(" |-+||++-+-+++++", ":")


def drawing(chosen: Format, *, width: int = 30, ascii: bool = False) -> list[str]:
    """Return the lines of a drawing `width` characters wide, and a few more at the left for figures.

    Covered parts are shaded and the safe zone is outlined; the figures are the canvas pixels at which it begins and
    ends, and below stands the canvas's size. With `ascii` nothing but ASCII is used.
    """
    signs = ASCII if ascii else BOXES
    lies = overlay(chosen)
    columns, rows = _inside(lies.pixels, max(width, _LEAST))
    safe = _safe_cells(lies, columns, rows)
    shaded = {cell for part in lies.parts for cell in _cells(part.box, lies.pixels, columns, rows)}
    border = {cell for cell in safe if _at_border(cell, safe)}
    lines = []
    for row in range(rows):
        drawn = ""
        for cell in ((column, row) for column in range(columns)):
            if cell in border:
                drawn += signs.lines[_ways(cell, border, safe)]
            else:
                drawn += " " if cell in safe or cell not in shaded else signs.covered
        lines.append(drawn)
    return _framed(lines, lies, safe, signs)


def _inside(pixels: tuple[int, int], width: int) -> tuple[int, int]:
    """Columns and rows inside the frame's own lines, in the canvas's proportions."""
    columns = width - 2
    return columns, max(round(columns * pixels[1] / pixels[0] / _TALL), 4)


def _safe_cells(lies: Overlay, columns: int, rows: int) -> set[Cell]:
    taken = {
        cell
        for part in lies.parts
        if part.side is None
        for cell in _cells(part.box, lies.pixels, columns, rows)
    }
    return set(_cells(lies.safe, lies.pixels, columns, rows)) - taken


def _cells(box: Box, pixels: tuple[int, int], columns: int, rows: int) -> list[Cell]:
    """The characters that a box takes, in canvas pixels; what lies at the canvas's edge takes one at least."""
    across = _span(box.x0 / pixels[0], box.x1 / pixels[0], columns)
    down = _span(box.y0 / pixels[1], box.y1 / pixels[1], rows)
    return [(column, row) for row in down for column in across]


def _span(start: float, end: float, count: int) -> range:
    """Whole characters between two fractions; an edge off the canvas's keeps at least one character from it."""
    first, last = round(start * count), round(end * count)
    if start > 0:
        first = max(first, 1)
    if end < 1:
        last = min(last, count - 1)
    return range(first, max(last, first + 1))


def _at_border(cell: Cell, safe: set[Cell]) -> bool:
    column, row = cell
    around = [(column + across, row + down) for across in (-1, 0, 1) for down in (-1, 0, 1)]
    return any(each not in safe for each in around)


def _ways(cell: Cell, border: set[Cell], safe: set[Cell]) -> int:
    """To which neighbours the line goes on: those on the border that share with it a side of the unsafe."""
    column, row = cell
    ways = 0
    for bit, (across, down) in enumerate(((0, -1), (1, 0), (0, 1), (-1, 0))):
        there = (column + across, row + down)
        sides = [{(x + down * way, y + across * way) for x, y in (cell, there)} for way in (1, -1)]
        if there in border and any(not side <= safe for side in sides):
            ways |= 1 << bit
    return ways


def _framed(lines: list[str], lies: Overlay, safe: set[Cell], signs: Signs) -> list[str]:
    """Put the frame and the figures around what stands inside it."""
    corner = {name: signs.lines[ways] for name, ways in (("ul", 6), ("ur", 12), ("dl", 3), ("dr", 9))}
    level, upright = signs.lines[10], signs.lines[5]
    left, right = min(column for column, _ in safe), max(column for column, _ in safe)
    upper, lower = min(row for _, row in safe), max(row for _, row in safe)
    figures = {upper: f"{lies.safe.y0:.0f}", lower: f"{lies.safe.y1:.0f}"}
    columns = len(lines[0])
    first, last = f"{lies.safe.x0:.0f}", f"{lies.safe.x1:.0f}"
    above = " " * left + first + last.rjust(right + 1 - left - len(first))
    pad = " " * _GUTTER
    size = f"{lies.pixels[0]} {'x' if signs is ASCII else '×'} {lies.pixels[1]}"
    return [
        f"{pad} {above}",
        f"{pad}{corner['ul']}{level * columns}{corner['ur']}",
        *(
            f"{figures.get(row, ''):>{_GUTTER - 1}} {upright}{line}{upright}"
            for row, line in enumerate(lines)
        ),
        f"{pad}{corner['dl']}{level * columns}{corner['dr']}",
        f"{pad}{size:>{columns + 2}}",
    ]
