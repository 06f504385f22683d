"""Ways from one picture to another: size and shift, told by landmarks that both have."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float32]
Way = NDArray[np.float32]
"""(2, 3): from places of the one picture to places of the other, both in parts of its longer side."""

_OCTAVE, _NEAR = 0.35, 0.08
"""How far apart pairs that agree may lead: in octaves of size, and in parts of the longer side."""
_MOST_CENTRES = 300
_FITTED = 0.02


def consistent(one: Numbers, other: Numbers) -> NDArray[np.int64]:
    """Return the numbers of the most pairs of places that tell of the same size and shift."""
    if not len(one):
        return np.empty(0, np.int64)
    octaves = np.log2(other[:, 2] / one[:, 2])
    shift = other[:, :2] - one[:, :2] * np.exp2(octaves)[:, None]
    told = np.column_stack([octaves / _OCTAVE, shift / _NEAR])
    # A pattern that repeats gives pairs without number: a sample of them is enough to find where most lead.
    centres = told[:: max(len(told) // _MOST_CENTRES, 1)]
    counts = [int((np.abs(told - centre).max(axis=1) <= 1).sum()) for centre in centres]
    return np.flatnonzero(np.abs(told - centres[int(np.argmax(counts))]).max(axis=1) <= 1)


def fit(one: Numbers, other: Numbers) -> Way:
    """Return the size and shift that bring the most places over each other; by the landmarks' sizes where few."""
    scale = float(np.exp2(np.median(np.log2(other[:, 2] / one[:, 2]))))
    shift = np.median(other[:, :2] - scale * one[:, :2], axis=0)
    for _ in range(3):
        left = np.abs(scale * one[:, :2] + shift - other[:, :2]).max(axis=1)
        close = left <= max(_FITTED, float(np.median(left)) * 1.5)
        near, far = one[close, :2], other[close, :2]
        spread = float(((near - near.mean(axis=0)) ** 2).sum()) if close.sum() >= 3 else 0.0
        if spread < 1e-3:
            break
        scale = float(((near - near.mean(axis=0)) * (far - far.mean(axis=0))).sum()) / spread
        shift = far.mean(axis=0) - scale * near.mean(axis=0)
    return np.array([[scale, 0, shift[0]], [0, scale, shift[1]]], np.float32)


def fits(way: Way, one: Numbers, other: Numbers) -> NDArray[np.bool_]:
    """Say of each pair of places whether it lies as a way says, at the size that it says."""
    led = one[:, :2] @ way[:, :2].T + way[:, 2]
    octaves = np.abs(np.log2(other[:, 2] / one[:, 2]) - np.log2(max(float(way[0, 0]), 1e-6)))
    return np.asarray((np.abs(led - other[:, :2]).max(axis=1) <= _FITTED) & (octaves <= _OCTAVE))


def in_pixels(way: Way, one: NDArray[np.generic], other: NDArray[np.generic]) -> Way:
    """Return a way between places as one between the centres of pixels."""
    sides = max(one.shape[:2]), max(other.shape[:2])
    led = np.array(way, np.float32)
    led[:, :2] *= sides[1] / sides[0]
    led[:, 2] = way[:, 2] * sides[1] - 0.5 + 0.5 * led[:, :2].sum(axis=1)
    return led


def in_parts(led: Way, one: NDArray[np.generic], other: NDArray[np.generic]) -> Way:
    """Return the reverse of `in_pixels`."""
    sides = max(one.shape[:2]), max(other.shape[:2])
    way = np.array(led, np.float32)
    way[:, 2] = (led[:, 2] + 0.5 - 0.5 * led[:, :2].sum(axis=1)) / sides[1]
    way[:, :2] *= sides[0] / sides[1]
    return way
