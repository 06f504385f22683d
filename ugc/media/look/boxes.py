"""Boxes as detectors find them, in pixels, and as they are told, in fractions."""

from collections.abc import Iterable

import numpy as np

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
    kept: list[Found] = []
    for one in found:
        if all(_shared(one, other) < _SAME for other in kept):
            kept.append(one)
    return sorted(kept)


def _shared(one: Found, other: Found) -> float:
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    lesser = min(one[2] * one[3], other[2] * other[3])
    return max(across, 0.0) * max(down, 0.0) / lesser if lesser > 0 else 0.0
