"""What a platform's interface covers of a frame, in whole pixels of the canvas, for drawing over a picture.

The safe zone is rounded inwards and what is covered outwards, so that a pixel is called safe only when all of it is.
"""

from collections.abc import Sequence
from typing import Literal

from ugc.formats.resolving import pixel_down, pixel_up
from ugc.model.base import Value
from ugc.model.formats import Box, Format

Side = Literal["top", "right", "bottom", "left"]
Point = tuple[int, int]
Polygon = tuple[Point, ...]
"""Corners clockwise, x right and y down; every side is upright or level."""


class Part(Value):
    """A part of the canvas that an interface lies over, once for all placements that it covers alike."""

    box: Box
    """Whole pixels of the canvas."""
    by: str
    side: Side | None
    """The side of which it takes a whole strip; None for a notch."""

    @property
    def depth(self) -> int:
        """Pixels that a strip reaches into the canvas; a notch's width."""
        return round(self.box.height if self.side in ("top", "bottom") else self.box.width)


class Overlay(Value):
    """A format's covered parts and its safe zone, in whole pixels of its canvas."""

    pixels: tuple[int, int]
    """Width by height of the canvas."""
    safe: Box
    outline: tuple[Polygon, ...]
    """The safe zone less its notches."""
    parts: tuple[Part, ...] = ()

    @property
    def insets(self) -> dict[Side, int]:
        """How far the safe zone stays from each side, in pixels."""
        width, height = self.pixels
        box = self.safe
        return {
            "top": round(box.y0),
            "right": width - round(box.x1),
            "bottom": height - round(box.y1),
            "left": round(box.x0),
        }


def overlay(chosen: Format) -> Overlay:
    """Return what lies over a format's canvas, the deepest strips of each side first, equal parts once."""
    size = chosen.pixels
    parts = dict.fromkeys(_part(covered.box, covered.by, size) for covered in chosen.covered)
    safe = _inwards(chosen.safe, size)
    notches = [_outwards(notch.box, size) for notch in chosen.notches]
    return Overlay(
        pixels=size,
        safe=safe,
        outline=outlines(safe, notches),
        parts=tuple(sorted(parts, key=lambda part: -part.depth)),
    )


def outlines(box: Box, holes: Sequence[Box]) -> tuple[Polygon, ...]:
    """Return the borders of a box less some others, all of them in whole pixels."""
    across = _stops(box.x0, box.x1, [edge for hole in holes for edge in (hole.x0, hole.x1)])
    down = _stops(box.y0, box.y1, [edge for hole in holes for edge in (hole.y0, hole.y1)])
    columns, rows = len(across) - 1, len(down) - 1

    def free(column: int, row: int) -> bool:
        if not (0 <= column < columns and 0 <= row < rows):
            return False
        x, y = (across[column] + across[column + 1]) / 2, (down[row] + down[row + 1]) / 2
        return not any(hole.x0 < x < hole.x1 and hole.y0 < y < hole.y1 for hole in holes)

    sides: dict[Point, list[Point]] = {}
    for row in range(rows):
        for column in range(columns):
            if not free(column, row):
                continue
            left, right, top, bottom = across[column], across[column + 1], down[row], down[row + 1]
            for start, end, beyond in (
                ((left, top), (right, top), (column, row - 1)),
                ((right, top), (right, bottom), (column + 1, row)),
                ((right, bottom), (left, bottom), (column, row + 1)),
                ((left, bottom), (left, top), (column - 1, row)),
            ):
                if not free(*beyond):
                    sides.setdefault(start, []).append(end)
    return tuple(_closed(sides))


def grown(polygon: Polygon, by: float) -> tuple[tuple[float, float], ...]:
    """Return a polygon whose sides lie `by` pixels further out."""
    found = []
    for number, (x, y) in enumerate(polygon):
        before, after = polygon[number - 1], polygon[(number + 1) % len(polygon)]
        upright, level = ((before, (x, y)), ((x, y), after))
        if before[1] == y:
            upright, level = level, upright
        found.append(
            (
                x + (by if upright[1][1] > upright[0][1] else -by),
                y + (by if level[1][0] < level[0][0] else -by),
            )
        )
    return tuple(found)


def path_of(polygons: Sequence[Sequence[tuple[float, float]]]) -> str:
    """Return polygons as the data of one SVG path."""
    return "".join(f"M{' '.join(f'{x:g} {y:g}' for x, y in polygon)}z" for polygon in polygons)


def rectangle(box: Box) -> Polygon:
    """Return the corners of a box in whole pixels."""
    x0, y0, x1, y1 = (round(edge) for edge in (box.x0, box.y0, box.x1, box.y1))
    return ((x0, y0), (x1, y0), (x1, y1), (x0, y1))


def _closed(sides: dict[Point, list[Point]]) -> list[Polygon]:
    """Join sides, each from its start to its end, into closed borders without needless corners."""
    found = []
    while sides:
        start = next(iter(sides))
        border, here = [start], start
        while True:
            ends = sides[here]
            beyond = ends.pop()
            if not ends:
                del sides[here]
            if beyond == start:
                break
            border.append(beyond)
            here = beyond
        found.append(tuple(_corners(border)))
    return found


def _corners(border: list[Point]) -> list[Point]:
    return [
        here
        for number, here in enumerate(border)
        if not any(
            border[number - 1][axis] == here[axis] == border[(number + 1) % len(border)][axis]
            for axis in (0, 1)
        )
    ]


def _stops(low: float, high: float, edges: Sequence[float]) -> list[int]:
    return sorted({round(low), round(high), *(round(edge) for edge in edges if low < edge < high)})


def _part(box: Box, by: str, size: tuple[int, int]) -> Part:
    side: Side | None = None
    if box.x0 <= 0 and box.x1 >= 1:
        side = "top" if box.y0 <= 0 else "bottom" if box.y1 >= 1 else None
    elif box.y0 <= 0 and box.y1 >= 1:
        side = "left" if box.x0 <= 0 else "right" if box.x1 >= 1 else None
    return Part(box=_outwards(box, size), by=by, side=side)


def _inwards(box: Box, size: tuple[int, int]) -> Box:
    width, height = size
    return Box(
        x0=pixel_up(box.x0 * width),
        y0=pixel_up(box.y0 * height),
        x1=pixel_down(box.x1 * width),
        y1=pixel_down(box.y1 * height),
    )


def _outwards(box: Box, size: tuple[int, int]) -> Box:
    width, height = size
    return Box(
        x0=pixel_down(box.x0 * width),
        y0=pixel_down(box.y0 * height),
        x1=pixel_up(box.x1 * width),
        y1=pixel_up(box.y1 * height),
    )
