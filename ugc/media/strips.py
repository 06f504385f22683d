"""Strips: the rows of a transparent frame in which anything is seen.

Whole frames of an animation would be hundreds of megabytes, and most of each is nothing.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np

from ugc.media.layers import Layer, with_colour_beyond

_LEVELS, _SHARE = 32, 0.002
"""A pixel has changed when it differs by more levels of 255; how many may, of those that are visible."""


class Strip(NamedTuple):
    """The rows of a frame in which anything is seen."""

    top: int
    """The row of the canvas at which they begin."""
    rows: Layer


def strip_of(layer: Layer) -> Strip:
    """Return what is seen of a frame as wide as the canvas; no rows where nothing is."""
    rows = np.flatnonzero(layer[..., 3].any(axis=1))
    if not rows.size:
        return Strip(0, layer[:0])
    first, last = int(rows[0]), int(rows[-1]) + 1
    return Strip(first, with_colour_beyond(layer[first:last].copy()))


def reach(strips: Iterable[Strip], height: int) -> tuple[int, int]:
    """Return the rows of a canvas in which any of its strips has something, from the first to before the last.

    An even number from an even one, as clips store colours for two rows at once.
    """
    seen = [strip for strip in strips if strip.rows.size]
    first = min((strip.top for strip in seen), default=0)
    last = max((strip.top + len(strip.rows) for strip in seen), default=2)
    return first // 2 * 2, min((last + 1) // 2 * 2, height)


def between(strip: Strip, top: int, last: int) -> Layer:
    """Return the rows of the canvas from `top` to before `last`, with a strip where it stands."""
    made: Layer = np.zeros((last - top, *strip.rows.shape[1:]), np.uint8)
    made[strip.top - top : strip.top - top + len(strip.rows)] = strip.rows
    return made


def alike(one: Strip, other: Strip) -> bool:
    """Whether two frames of a canvas look the same over whatever lies under them, but for a level here and there."""
    top = min(one.top, other.top)
    last = max(strip.top + len(strip.rows) for strip in (one, other))
    first, second = (between(strip, top, last) for strip in (one, other))
    seen = (first[..., 3] > 0) | (second[..., 3] > 0)
    changed = np.abs(_weighed(first[seen]) - _weighed(second[seen])).max(axis=-1) > _LEVELS
    return bool(changed.sum() <= _SHARE * seen.sum())


def _weighed(pixels: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    alpha = pixels[..., 3:].astype(np.float32)
    return np.concatenate([pixels[..., :3] * (alpha / 255), alpha], axis=-1)
