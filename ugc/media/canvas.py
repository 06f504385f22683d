"""Putting a picture and an overlay together on a canvas of the format's size."""

from functools import lru_cache
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from ugc.geometry import WHOLE, cover_box
from ugc.media.resample import Picture, Pixels
from ugc.model.formats import Box

_COARSE = 8
"""The backdrop is blurred at this part of its size: there it costs a sixty-fourth, and nobody can tell."""
_BLUR = 0.045
"""Standard deviation of the backdrop's blur, as a fraction of the canvas's shorter side."""
_DIM = 0.72
"""The backdrop's brightness against the picture's, so that the picture stands out."""

_BAND = 64
"""Rows laid on at a time: so much stays in the processor's cache, and a full overlay takes a third of the time."""


def backdrop(picture: Picture, size: tuple[int, int]) -> Pixels:
    """Return the picture filling a canvas of `size` (width, height), blurred beyond recognition and dimmed.

    Worked in 16 bits and rounded against a fixed pattern of noise, for a blur in 8 bits shows bands.
    """
    width, height = size
    coarse = (max(-(-width // _COARSE), 1), max(-(-height // _COARSE), 1))
    small = picture.render(cover_box((picture.width, picture.height), size), coarse).astype(np.float32)
    blurred = cv2.GaussianBlur(small, (0, 0), _BLUR * min(coarse), borderType=cv2.BORDER_REPLICATE)
    fine = np.clip(blurred * (256 * _DIM), 0, 255 * 256).astype(np.uint16)
    large = cv2.resize(fine, size, interpolation=cv2.INTER_CUBIC)
    return cv2.add(large, _noise(width, height)).view(np.uint8)[..., _HIGH::2].copy()


def compose_fit(picture: Picture, size: tuple[int, int], *, at: Box) -> Pixels:
    """Return the whole picture at `at` (canvas pixels, taken to the nearest whole ones) on its own backdrop."""
    canvas = backdrop(picture, size)
    left, top = max(round(at.x0), 0), max(round(at.y0), 0)
    right, bottom = min(round(at.x1), size[0]), min(round(at.y1), size[1])
    canvas[top:bottom, left:right] = picture.render(WHOLE, (right - left, bottom - top))
    return canvas


def composite(canvas: Pixels, overlay: NDArray[np.uint8], *, at: tuple[int, int] = (0, 0)) -> None:
    """Lay an overlay (height, width, 4; straight alpha) on a canvas, in place, its corner at pixel `at` (x, y).

    Exact to the nearest level. Only where the overlay is not empty is anything touched; what hangs over the canvas
    is left out.
    """
    left, top = at
    room = max(canvas.shape[0] - top, 0), max(canvas.shape[1] - left, 0)
    over = overlay[max(-top, 0) : room[0], max(-left, 0) : room[1]]
    left, top = max(left, 0), max(top, 0)
    if not over.size:
        return
    alpha = cast(NDArray[np.uint8], cv2.extractChannel(over, 3))
    for rows, columns in _islands(alpha):
        part = canvas[top + rows.start : top + rows.stop, left + columns.start : left + columns.stop]
        for row in range(0, part.shape[0], _BAND):
            band = part[row : row + _BAND]
            band[...] = _blended(band, over[rows, columns][row : row + _BAND])


def _islands(alpha: NDArray[np.uint8]) -> list[tuple[slice, slice]]:
    """The bands of rows that hold anything, each with its own first and last column."""
    filled = cv2.reduce(alpha, 1, cv2.REDUCE_MAX)[:, 0] > 0
    turns = np.flatnonzero(np.diff(filled, prepend=False, append=False))
    bands = []
    for first, last in turns.reshape(-1, 2).tolist():
        columns = np.flatnonzero(cv2.reduce(alpha[first:last], 0, cv2.REDUCE_MAX)[0])
        bands.append((slice(first, last), slice(int(columns[0]), int(columns[-1]) + 1)))
    return bands


def _blended(under: Pixels, over: NDArray[np.uint8]) -> Pixels:
    alpha = cv2.extractChannel(over, 3)
    weight = cv2.merge([alpha, alpha, alpha])
    above = cv2.multiply(cv2.cvtColor(over, cv2.COLOR_RGBA2RGB), weight, dtype=cv2.CV_16U)
    below = cv2.multiply(under, cv2.bitwise_not(weight), dtype=cv2.CV_16U)
    return cast(Pixels, cv2.convertScaleAbs(cv2.add(above, below), alpha=1 / 255))


_HIGH = 1 if np.little_endian else 0
"""Which byte of a 16-bit number is the whole level."""


@lru_cache(maxsize=4)
def _noise(width: int, height: int) -> NDArray[np.uint16]:
    """Noise of up to one level in 256ths, the same for ever and for every channel."""
    tile = np.random.RandomState(7).randint(0, 256, (128, 128)).astype(np.uint16)
    grey = np.tile(tile, (-(-height // 128), -(-width // 128)))[:height, :width]
    return cast(NDArray[np.uint16], cv2.merge([grey, grey, grey]))
