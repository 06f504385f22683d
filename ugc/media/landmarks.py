"""Landmarks: places of a picture that are found again in a copy of it, each with a 64-bit hash of what lies around it.

A place is a blob of SIFT's scale space (https://www.cs.ubc.ca/~lowe/papers/ijcv04.pdf), which moves and grows with
the picture, so that crops, other sizes and screenshots need no search over windows. Around it a square of five times
its size is brought to 16 x 16 and its 64 lowest frequencies are told apart by their sign, as in pHash
(https://www.phash.org/docs/design.html): what encoders throw away does not reach them, and neither brightness nor
contrast does. They are upright: a copy that was turned on its side has others.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Hashes = NDArray[np.uint64]
Places = NDArray[np.float32]
"""(landmarks, 3): x, y and the size of each, in parts of the picture's longer side."""

SIDE = 480
"""The longer side, in pixels, at which every picture is looked at, enlarged where it is smaller."""
_REACH = 5.0
"""The hashed square's side, in diameters of the blob."""
_OUTSIDE = 0.15
"""The part of a square's side by which it may reach over the picture's edge."""
_LEAST_SIZE = 4.0
"""Pixels: finer blobs do not outlast encoding."""
_LEAST_CONTRAST = 3.0
"""Levels of 255 by which a square must vary; in a flat picture only noise varies, and by less."""
_CONTRAST = 0.008
_GRID = 6
_PATCH = 16


@dataclass(frozen=True)
class Landmarks:
    """The landmarks of one picture."""

    hashes: Hashes
    places: Places

    def __len__(self) -> int:
        return len(self.hashes)

    def first(self, most: int) -> "Landmarks":
        """Return so many of them, those that are found again most surely."""
        return Landmarks(self.hashes[:most], self.places[:most])


def looked_at(pixels: Pixels) -> Pixels:
    """Return a picture, (height, width, 3), at the size at which pictures are looked at."""
    height, width = pixels.shape[:2]
    scale = SIDE / max(height, width)
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return cast(Pixels, cv2.resize(pixels, size, interpolation=way))


def landmarks(pixels: Pixels, *, most: int) -> Landmarks:
    """Return at most so many landmarks of a picture given as `looked_at` makes it, spread over all of it."""
    grey = cast(Pixels, cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))
    height, width = grey.shape
    blobs = _spread(_blobs(grey), width, height, most=2 * most)
    if not len(blobs):
        return Landmarks(np.empty(0, np.uint64), np.empty((0, 3), np.float32))
    squares = _squares(grey, blobs)
    clear = squares.std(axis=(1, 2)) >= _LEAST_CONTRAST
    kept = np.flatnonzero(clear)[:most]
    places = blobs[kept] / np.float32(max(width, height))
    return Landmarks(_hashed(squares[kept]), places)


def _blobs(grey: Pixels) -> Places:
    """x, y and diameter in pixels of each blob, the most striking first, each once."""
    found = _sift().detect(grey, None)
    found = sorted(found, key=lambda blob: -blob.response)
    rows = np.array([(*blob.pt, blob.size) for blob in found], np.float32).reshape(-1, 3)
    height, width = grey.shape
    half = rows[:, 2] * _REACH * (0.5 - _OUTSIDE)
    inside = (rows[:, 0] >= half) & (rows[:, 1] >= half)
    inside &= (rows[:, 0] + half <= width) & (rows[:, 1] + half <= height)
    rows = rows[inside & (rows[:, 2] >= _LEAST_SIZE)]
    # SIFT gives a blob once for each direction that its gradients have.
    _, first = np.unique(np.round(rows, 1), axis=0, return_index=True)
    return rows[np.sort(first)]


def _spread(blobs: Places, width: int, height: int, *, most: int) -> Places:
    """The best of every cell of a grid in turn, so that a crop keeps its share of landmarks."""
    cells = (blobs[:, 0] * _GRID / width).astype(int) * _GRID + (blobs[:, 1] * _GRID / height).astype(int)
    turns = np.zeros(len(blobs), int)
    for cell in np.unique(cells):
        own = np.flatnonzero(cells == cell)
        turns[own] = np.arange(len(own))
    return blobs[np.argsort(turns, kind="stable")[:most]]


def _squares(grey: Pixels, blobs: Places) -> NDArray[np.float32]:
    """What lies around each blob, 16 x 16, read from the plane that is halved often enough for it."""
    planes = [grey.astype(np.float32)]
    squares = np.empty((len(blobs), _PATCH, _PATCH), np.float32)
    for number, (x, y, size) in enumerate(blobs):
        side = size * _REACH / _PATCH
        level = max(int(np.log2(max(side, 1.0))), 0)
        while len(planes) <= level:
            planes.append(cast(NDArray[np.float32], cv2.pyrDown(planes[-1])))
        step = side / 2**level
        corner = [(place + 0.5) / 2**level - 0.5 - step * (_PATCH - 1) / 2 for place in (x, y)]
        way = np.array([[step, 0, corner[0]], [0, step, corner[1]]], np.float32)
        cv2.warpAffine(
            planes[level],
            way,
            (_PATCH, _PATCH),
            dst=squares[number],
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
    return squares


def _hashed(squares: NDArray[np.float32]) -> Hashes:
    waves, (down, across) = _waves()
    signs = (waves @ squares @ waves.T)[:, down, across] > 0
    packed = np.ascontiguousarray(np.packbits(signs, axis=1))
    return packed.view(">u8").astype(np.uint64).ravel()


@cache
def _waves() -> tuple[NDArray[np.float32], tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """The cosine transform as a matrix, and where its 64 lowest frequencies lie, without the mean."""
    steps = np.arange(_PATCH)
    waves = np.cos(np.pi * (2 * steps[None, :] + 1) * steps[:, None] / (2 * _PATCH)).astype(np.float32)
    down, across = np.divmod(np.arange(_PATCH * _PATCH), _PATCH)
    order = np.lexsort((down, down + across))[1:65]
    return waves, (down[order], across[order])


@cache
def _sift() -> Any:
    return cv2.SIFT.create(nOctaveLayers=3, contrastThreshold=_CONTRAST, edgeThreshold=15)
