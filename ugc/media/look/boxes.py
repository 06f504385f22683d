"""Boxes as detectors find them, in pixels, and as they are told, in fractions."""

from collections.abc import Iterable

import numpy as np

from ugc.geometry import lesser_shared
from ugc.model.formats import Box

_DIGITS = 5
_SAME = 0.5
"""The part of the lesser box that two share when they are of one thing."""

Found = tuple[float, float, float, float]
"""x, y, width and height in pixels."""


def box_of(found: Found, width: int, height: int) -> Box:
    """Return where something was found in a picture of so many pixels, in fractions of it and within it."""
    x, y, w, h = found
    edges = np.clip([x / width, y / height, (x + w) / width, (y + h) / height], 0.0, 1.0)
    x0, y0, x1, y1 = edges.round(_DIGITS).tolist()
    return Box(x0=x0, y0=y0, x1=x1, y1=y1)


def apart(found: Iterable[Found]) -> list[Found]:
    """Return those that do not lie over an earlier one, from left to right."""
    kept: dict[Found, Box] = {}
    for one in found:
        x, y, w, h = one
        box = Box(x0=x, y0=y, x1=x + w, y1=y + h)
        if all(lesser_shared(box, other) < _SAME for other in kept.values()):
            kept[one] = box
    return sorted(kept)
