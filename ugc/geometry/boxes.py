"""Boxes: what they share, what holds them, and where a part of a picture lands on a canvas."""

from collections.abc import Iterable

from ugc.model.focus import Point
from ugc.model.formats import Box

WHOLE = Box(x0=0.0, y0=0.0, x1=1.0, y1=1.0)
CENTRE = Point(x=0.5, y=0.5)

NEARLY = 1e-9
"""What arithmetic with fractions may be off by."""


def area(box: Box) -> float:
    """Return a box's area, in its own unit squared."""
    return max(0.0, box.width) * max(0.0, box.height)


def overlap(one: Box, other: Box) -> float:
    """Return the area that two boxes share, in their unit squared."""
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    return width * height if width > 0 and height > 0 else 0.0


def likeness(one: Box, other: Box) -> float:
    """Return what two boxes share, in parts of what they cover together: 1 for the same box, 0 for one without area."""
    shared = overlap(one, other)
    return shared / (area(one) + area(other) - shared) if shared else 0.0


def lesser_shared(one: Box, other: Box) -> float:
    """Return the part of the lesser of two boxes that lies in the other: 0 for one without area."""
    shared = overlap(one, other)
    return shared / min(area(one), area(other)) if shared else 0.0


def inside(box: Box, other: Box) -> bool:
    """Return whether a box lies wholly inside another; edges may touch."""
    return (
        box.x0 >= other.x0 - NEARLY
        and box.y0 >= other.y0 - NEARLY
        and box.x1 <= other.x1 + NEARLY
        and box.y1 <= other.y1 + NEARLY
    )


def clipped(box: Box, other: Box) -> Box | None:
    """Return the part of a box that lies inside another; None where they share no area worth telling."""
    x0, y0 = max(box.x0, other.x0), max(box.y0, other.y0)
    x1, y1 = min(box.x1, other.x1), min(box.y1, other.y1)
    return Box(x0=x0, y0=y0, x1=x1, y1=y1) if x1 - x0 > NEARLY and y1 - y0 > NEARLY else None


def union(boxes: Iterable[Box]) -> Box:
    """Return the smallest box that holds all of them. Raises ValueError when there are none."""
    found = tuple(boxes)
    if not found:
        raise ValueError("no boxes have no union")
    return Box(
        x0=min(box.x0 for box in found),
        y0=min(box.y0 for box in found),
        x1=max(box.x1 for box in found),
        y1=max(box.y1 for box in found),
    )


def grown(box: Box, x: float, y: float) -> Box:
    """Return a box with `x` added at its left and right and `y` at its top and bottom, in its unit; not clipped."""
    return Box(x0=box.x0 - x, y0=box.y0 - y, x1=box.x1 + x, y1=box.y1 + y)


def shown(box: Box, part: Box, at: Box = WHOLE) -> Box:
    """Map a box in fractions of a source to those of the canvas, where `part` of the source fills `at` of the canvas.

    It is not clipped: what the part does not show lies outside `at`.
    """
    across, down = at.width / part.width, at.height / part.height
    return Box(
        x0=at.x0 + (box.x0 - part.x0) * across,
        y0=at.y0 + (box.y0 - part.y0) * down,
        x1=at.x0 + (box.x1 - part.x0) * across,
        y1=at.y0 + (box.y1 - part.y0) * down,
    )


def intersect(boxes: Iterable[Box]) -> Box:
    """Return what all boxes share; the whole frame when there are none. Raises ValueError when they share nothing."""
    x0, y0, x1, y1 = 0.0, 0.0, 1.0, 1.0
    for box in boxes:
        x0, y0, x1, y1 = max(x0, box.x0), max(y0, box.y0), min(x1, box.x1), min(y1, box.y1)
    if x0 >= x1 or y0 >= y1:
        raise ValueError("the safe zones have nothing in common")
    return Box(x0=x0, y0=y0, x1=x1, y1=y1)


def in_pixels(box: Box, size: tuple[int, int]) -> Box:
    """Bring a box in fractions of a frame to pixels of it, not rounded."""
    return Box(x0=box.x0 * size[0], y0=box.y0 * size[1], x1=box.x1 * size[0], y1=box.y1 * size[1])
