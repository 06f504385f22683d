"""Putting a picture and an overlay together on a canvas of the format's size."""

from collections.abc import Sequence
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from ugc.geometry import WHOLE, contain_box, in_pixels
from ugc.media import backdrops
from ugc.media.resample import Picture, Pixels
from ugc.model.formats import Box
from ugc.model.layout import Backdrop, Framing

_BAND = 64
"""Rows laid on at a time: so much stays in the processor's cache, and a full overlay takes a third of the time."""


def compose_fit(
    picture: Picture,
    size: tuple[int, int],
    *,
    at: Box,
    part: Box = WHOLE,
    backdrop: Backdrop = "blur",
    colour: str = "#000000",
) -> Pixels:
    """Return a picture whole on its backdrop, at `at` (canvas pixels, taken to the nearest whole ones).

    `part`, in fractions of the picture, leaves its borders out. `colour`, as #RRGGBB, is that of the backdrop "colour".
    """
    left, top = max(round(at.x0), 0), max(round(at.y0), 0)
    right, bottom = min(round(at.x1), size[0]), min(round(at.y1), size[1])
    stands = picture.render(part, (right - left, bottom - top))
    if backdrop == "extend":
        canvas = backdrops.extended(stands, size, at=(left, top))
    elif backdrop == "colour":
        canvas = backdrops.plain(colour, size)
    else:
        canvas = backdrops.blurred(picture, size, part=part)
    canvas[top:bottom, left:right] = stands
    return canvas


def framed(picture: Picture, framing: Framing, size: tuple[int, int], *, colour: str) -> Pixels:
    """Return a picture as it fills a canvas of `size` pixels, cropped or whole on its backdrop; no words are on it.

    `colour`, as #RRGGBB, is what stands round a picture whose backdrop is the brand's colour.
    """
    part = framing.box
    if framing.mode == "cover":
        return picture.render(part, size)
    at = stands_at(framing, (picture.width, picture.height), size)
    return compose_fit(picture, size, at=at, part=part, backdrop=framing.backdrop, colour=colour)


def stands_at(framing: Framing, source: tuple[int, int], size: tuple[int, int]) -> Box:
    """Return where a picture of `source` pixels that is shown whole stands on a canvas of `size`, in its pixels."""
    whole = (source[0] * framing.box.width, source[1] * framing.box.height)
    return in_pixels(framing.at, size) if framing.at else contain_box(whole, size)


def composed(
    pictures: Sequence[Picture],
    framings: Sequence[Framing],
    size: tuple[int, int],
    *,
    colour: str,
    ground: str,
) -> Pixels:
    """Return a canvas with each picture in its part of it, on a ground of one colour; or the one that fills it.

    `colour` is that of the backdrop "colour" of a picture that stands whole, `ground` what lies round the parts; both
    are written #RRGGBB.
    """
    if len(pictures) == 1 and (framings[0].mode == "fit" or framings[0].at is None):
        return framed(pictures[0], framings[0], size, colour=colour)
    canvas = backdrops.plain(ground, size)
    for picture, framing in zip(pictures, framings, strict=True):
        at = in_pixels(framing.at or WHOLE, size)
        left, top, right, bottom = (round(edge) for edge in (at.x0, at.y0, at.x1, at.y1))
        part = canvas[top:bottom, left:right]
        shown = picture.render(framing.box, (right - left, bottom - top))
        part[...] = _rounded(shown, part, framing.radius) if framing.radius else shown
    return canvas


def _rounded(shown: Pixels, under: Pixels, radius: float) -> Pixels:
    """Return a picture with round corners, in which what lies under it is seen."""
    height, width = shown.shape[:2]
    radius = min(radius, width / 2, height / 2)
    across = np.maximum(np.abs(np.arange(width) - (width - 1) / 2) - (width / 2 - radius), 0)
    down = np.maximum(np.abs(np.arange(height) - (height - 1) / 2) - (height / 2 - radius), 0)
    inside = np.clip(radius + 0.5 - np.hypot(across[None, :], down[:, None]), 0, 1)[..., None]
    return cast(Pixels, np.rint(under + (shown.astype(np.float32) - under) * inside).astype(np.uint8))


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
