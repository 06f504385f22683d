"""Pure geometry: crops that keep a point in view, fits, and safe zones.

Fractions run 0..1 over the picture; pixels are canvas pixels. x runs right, y down, from the top left corner.
"""

from collections.abc import Iterable

from ugc.model.formats import Box
from ugc.model.posts import Point

WHOLE = Box(x0=0.0, y0=0.0, x1=1.0, y1=1.0)
CENTRE = Point(x=0.5, y=0.5)


def cover_box(source: tuple[int, int], canvas: tuple[int, int], focal: Point = CENTRE) -> Box:
    """Return the largest part of a source with the canvas's shape, as near around the focal point as it fits.

    Sizes are pixels, width by height; the box is in fractions of the source.
    """
    ratio = (canvas[0] / canvas[1]) / (source[0] / source[1])
    width, height = min(1.0, ratio), min(1.0, 1.0 / ratio)
    x0 = _clamp(focal.x - width / 2, 0.0, 1.0 - width)
    y0 = _clamp(focal.y - height / 2, 0.0, 1.0 - height)
    return Box(x0=x0, y0=y0, x1=x0 + width, y1=y0 + height)


def area(box: Box) -> float:
    """Return a box's area, in its own unit squared."""
    return max(0.0, box.width) * max(0.0, box.height)


def contain_box(source: tuple[int, int], canvas: tuple[int, int]) -> Box:
    """Return where the whole source stands centred on the canvas, in whole canvas pixels."""
    scale = min(canvas[0] / source[0], canvas[1] / source[1])
    width, height = round(source[0] * scale), round(source[1] * scale)
    x0, y0 = (canvas[0] - width) // 2, (canvas[1] - height) // 2
    return Box(x0=x0, y0=y0, x1=x0 + width, y1=y0 + height)


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


def _clamp(value: float, low: float, high: float) -> float:
    return max(low, min(high, value))
