"""How a source fills a canvas: cropped to its shape, or standing whole on it."""

from ugc.geometry.boxes import CENTRE
from ugc.model.focus import Point
from ugc.model.formats import Box


def cover_box(source: tuple[float, float], canvas: tuple[int, int], focal: Point = CENTRE) -> Box:
    """Return the largest part of a source with the canvas's shape, as near around the focal point as it fits.

    Sizes are pixels, width by height; the box is in fractions of the source.
    """
    ratio = (canvas[0] / canvas[1]) / (source[0] / source[1])
    width, height = min(1.0, ratio), min(1.0, 1.0 / ratio)
    x0 = _clamp(focal.x - width / 2, 0.0, 1.0 - width)
    y0 = _clamp(focal.y - height / 2, 0.0, 1.0 - height)
    return Box(x0=x0, y0=y0, x1=x0 + width, y1=y0 + height)


def fitted(box: Box, source: tuple[float, float], canvas: tuple[int, int]) -> Box:
    """Return a part of a source brought to the canvas's shape around its middle: grown, or cut where the source ends.

    Sizes are pixels; the boxes are in fractions of the source.
    """
    ratio = (canvas[0] / canvas[1]) / (source[0] / source[1])
    width = max(box.width, box.height * ratio)
    width = min(width, 1.0, ratio)
    height = min(width / ratio, 1.0)
    x0 = _clamp((box.x0 + box.x1 - width) / 2, 0.0, 1.0 - width)
    y0 = _clamp((box.y0 + box.y1 - height) / 2, 0.0, 1.0 - height)
    return Box(x0=x0, y0=y0, x1=x0 + width, y1=y0 + height)


def contain_box(source: tuple[float, float], canvas: tuple[int, int]) -> Box:
    """Return where the whole source stands centred on the canvas, in whole canvas pixels."""
    scale = min(canvas[0] / source[0], canvas[1] / source[1])
    width, height = round(source[0] * scale), round(source[1] * scale)
    x0, y0 = (canvas[0] - width) // 2, (canvas[1] - height) // 2
    return Box(x0=x0, y0=y0, x1=x0 + width, y1=y0 + height)


def _clamp(value: float, low: float, high: float) -> float:
    return max(low, min(high, value))
