"""What stands round a picture that is shown whole: itself blurred, its own edges drawn out, or one colour.

Grounds are worked in 16 bits and rounded against a fixed pattern of noise, for a blur in 8 bits shows bands.
"""

from functools import lru_cache
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from ugc.geometry import WHOLE, cover_box, shown
from ugc.media.resample import Picture, Pixels
from ugc.model.formats import Box

COARSE = 8
"""Grounds are made at this part of their size: there a blur costs a sixty-fourth, and nobody can tell."""
BLUR = 0.045
"""Standard deviation of the blurred backdrop, as a fraction of the canvas's shorter side."""
DIM = 0.72
"""The blurred backdrop's brightness against the picture's, so that the picture stands out."""
_EDGE = 0.02
"""How much of a picture its edge is, as a fraction of its shorter side: a single row would draw out every speck."""
_MELTING = ((0.0, 0.012), (0.15, 0.05), (0.6, 0.12))
"""How far from the picture, in parts of the room beside it, edges that are drawn out are blurred how much."""
HIGH = 1 if np.little_endian else 0
"""Which byte of a 16-bit number is the whole level."""

Coarse = NDArray[np.float32]
"""(height, width, 3), levels 0..255, `COARSE` times smaller than a canvas."""


def blurred(picture: Picture, size: tuple[int, int], *, part: Box = WHOLE) -> Pixels:
    """Return a part of the picture filling a canvas of `size` (width, height), blurred beyond recognition and dimmed.

    The part is in fractions of the picture.
    """
    coarse = _coarse(size)
    cover = cover_box((picture.width * part.width, picture.height * part.height), size)
    small = picture.render(shown(cover, WHOLE, part), coarse).astype(np.float32)
    return _fine(_soft(small, BLUR * min(coarse)) * np.float32(DIM), size)


def extended(placed: Pixels, size: tuple[int, int], *, at: tuple[int, int]) -> Pixels:
    """Return a canvas on which the edges of a placed picture are drawn out to all sides, melting as they go.

    `at` is the picture's left and top in canvas pixels. Its colours run on without a seam, and nothing that it shows
    stands there twice, as it would in a mirror.
    """
    width, height = _coarse(size)
    left, top = min(at[0] // COARSE, width - 1), min(at[1] // COARSE, height - 1)
    across = min(max(placed.shape[1] // COARSE, 1), width - left)
    down = min(max(placed.shape[0] // COARSE, 1), height - top)
    small = cv2.resize(placed, (across, down), interpolation=cv2.INTER_AREA).astype(np.float32)
    edge = max(round(_EDGE * min(across, down)), 1)
    even = cv2.blur(small, (edge, edge), borderType=cv2.BORDER_REPLICATE)
    right, bottom = width - left - across, height - top - down
    drawn = cast(Coarse, cv2.copyMakeBorder(even, top, bottom, left, right, cv2.BORDER_REPLICATE))
    away = np.maximum(_away(width, left, across)[None, :], _away(height, top, down)[:, None])
    return _fine(_melted(drawn, away), size)


def plain(colour: str, size: tuple[int, int]) -> Pixels:
    """Return a canvas of one colour, written #RRGGBB."""
    levels = tuple(bytes.fromhex(colour.removeprefix("#")))
    return np.full((size[1], size[0], 3), levels, np.uint8)


def _melted(drawn: Coarse, away: NDArray[np.float32]) -> Coarse:
    """Blur more and more with the distance from the picture, 0..1."""
    unit = min(drawn.shape[:2])
    (begin, blur), *further = _MELTING
    melted = _soft(drawn, blur * unit)
    for until, blur in further:
        share = np.clip((away - begin) / (until - begin), 0, 1)[..., None]
        melted += (_soft(drawn, blur * unit) - melted) * share
        begin = until
    return melted


def _away(length: int, start: int, count: int) -> NDArray[np.float32]:
    """How far each place lies from a stretch: 0 in it, 1 at the far end of the longer side beside it."""
    places = np.arange(length, dtype=np.float32)
    beside = np.maximum(start - places, places - (start + count - 1)).clip(0)
    return cast(NDArray[np.float32], beside / max(start, length - start - count, 1))


def _coarse(size: tuple[int, int]) -> tuple[int, int]:
    return max(-(-size[0] // COARSE), 1), max(-(-size[1] // COARSE), 1)


def _soft(levels: Coarse, deviation: float) -> Coarse:
    return cast(Coarse, cv2.GaussianBlur(levels, (0, 0), deviation, borderType=cv2.BORDER_REPLICATE))


def _fine(levels: Coarse, size: tuple[int, int]) -> Pixels:
    """Bring a ground to the size of its canvas."""
    fine = np.clip(levels * 256, 0, 255 * 256).astype(np.uint16)
    large = cv2.resize(fine, size, interpolation=cv2.INTER_CUBIC)
    return cv2.add(large, noise(*size)).view(np.uint8)[..., HIGH::2].copy()


@lru_cache(maxsize=4)
def noise(width: int, height: int) -> NDArray[np.uint16]:
    """Noise of up to one level in 256ths, the same for ever and for every channel."""
    tile = np.random.RandomState(7).randint(0, 256, (128, 128)).astype(np.uint16)
    grey = np.tile(tile, (-(-height // 128), -(-width // 128)))[:height, :width]
    return cast(NDArray[np.uint16], cv2.merge([grey, grey, grey]))
