"""Many sharp crops from one decoded picture, at a fraction of what a full Lanczos filter costs each time.

The picture is halved a few times, once, and every crop starts from the plane that leaves a reduction of about 1.2
to 2.4. There a crop costs: a linear interpolation that moves the plane by the part of a pixel at which the crop
begins, a fitted filter of seven or nine taps (kernels.py), and OpenCV's cubic or linear resize. What comes out is
within a few hundredths of full Lanczos in sharpness and within about a level of 255 in moire;
benchmarks/stills.py measures both, and the speed.
"""

import math
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from ugc.errors import UgcError
from ugc.media import kernels
from ugc.model.formats import Box

Pixels = NDArray[np.uint8]
"""(height, width, 3), sRGB, 0..255."""

_COARSEST = 2.4
"""Above this many plane pixels per result pixel the next half plane is taken: below 2, the half plane would have to
be resized by almost 1, where interpolation blurs; far above it, the short filter leaves moire."""
_BAND = 64
"""Rows of a half plane made at a time: a whole filtered plane would be the largest thing in memory."""
_SMALLEST = 16
"""Planes are halved while both sides stay at least this long, in pixels."""
_STILL = 1 / 512
"""A shift by less than this part of a pixel is not made."""

# Photos are spread over the cores one a thread; threads inside a photo only get in the way.
cv2.setNumThreads(1)


class Picture:
    """A decoded picture, upright, and its half planes, made when first needed and shared by every crop."""

    def __init__(self, pixels: Pixels) -> None:
        self._planes = [pixels]

    @property
    def pixels(self) -> Pixels:
        """The whole picture, (height, width, 3); not to be written to."""
        return self._planes[0]

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])

    def scale(self, box: Box, size: tuple[int, int]) -> float:
        """How many picture pixels one result pixel covers, the lesser of both axes; below 1 it is enlarged."""
        return min(box.width * self.width / size[0], box.height * self.height / size[1])

    def render(self, box: Box, size: tuple[int, int]) -> Pixels:
        """Return `box` (fractions of the upright picture, 0..1, of any precision) resized to `size` (width, height).

        The result is new memory, and its edges lie where the box says, to a small part of a pixel. Raises UgcError
        when the box leaves the picture or is empty.
        """
        _check(box, size)
        level = self._level(self.scale(box, size))
        plane, step = self._plane(level), 2**level
        across, down = (
            _Axis(begin * whole / step, (end - begin) * whole / step, wanted, plane=there, level=level)
            for begin, end, whole, wanted, there in (
                (box.x0, box.x1, self.width, size[0], plane.shape[1]),
                (box.y0, box.y1, self.height, size[1], plane.shape[0]),
            )
        )
        piece = _filtered(_moved(_cut(plane, across, down), across, down), across, down)
        way = cv2.INTER_LINEAR if kernels.is_linear(across.ratio) else cv2.INTER_CUBIC
        result = cv2.resize(piece, None, fx=1 / across.ratio, fy=1 / down.ratio, interpolation=way)
        return np.ascontiguousarray(cast(Pixels, result)[: size[1], : size[0]])

    def _level(self, scale: float) -> int:
        level = 0
        while scale / 2**level >= _COARSEST and min(self.width, self.height) >> (level + 1) >= _SMALLEST:
            level += 1
        return level

    def _plane(self, level: int) -> Pixels:
        while len(self._planes) <= level:
            self._planes.append(_halved(self._planes[-1]))
        return self._planes[level]


class _Axis:
    """One axis of a crop, in pixels of its plane: where it begins, its filter, which pixels it reads."""

    def __init__(self, start: float, length: float, size: int, *, plane: int, level: int) -> None:
        self.ratio = length / size
        self.first = math.floor(start + _STILL)
        shift = start - self.first
        self.shift = shift if shift >= _STILL else 0.0
        self.taps = kernels.before_resize(round(self.ratio, 6), round(self.shift, 4), level)
        # The resize rounds what it makes; when enlarging, a little more is made and cut away.
        self.count = round(length) if self.ratio >= 1 else math.ceil(length - 1e-9) + 1
        margin = len(self.taps) // 2
        after = self.first + self.count + (self.shift > 0)
        self.read = slice(max(self.first - margin, 0), min(after + margin, plane))
        """The pixels to read, with the filter's margins where the plane has them."""
        self.missing = max(after - plane, 0)
        """How many pixels past the plane's edge are read; there the edge is repeated."""
        lead = self.first - self.read.start
        self.inner = slice(lead, lead + self.count)
        """What is left of the read pixels after filtering."""


def _check(box: Box, size: tuple[int, int]) -> None:
    edge = 1e-6
    inside = box.x0 >= -edge and box.y0 >= -edge and box.x1 <= 1 + edge and box.y1 <= 1 + edge
    if not (inside and box.width > 0 and box.height > 0 and min(size) > 0):
        raise UgcError(
            f"The crop ({box.x0:g}, {box.y0:g}) to ({box.x1:g}, {box.y1:g}) at {size[0]}x{size[1]} pixels "
            "does not lie in the picture."
        )


def _cut(plane: Pixels, across: _Axis, down: _Axis) -> Pixels:
    piece = plane[down.read, across.read]
    if down.missing or across.missing:
        piece = cast(
            Pixels, cv2.copyMakeBorder(piece, 0, down.missing, 0, across.missing, cv2.BORDER_REPLICATE)
        )
    return piece


def _moved(piece: Pixels, across: _Axis, down: _Axis) -> Pixels:
    if across.shift:
        near, far = piece[:, :-1], piece[:, 1:]
        piece = cast(Pixels, cv2.addWeighted(near, 1 - across.shift, far, across.shift, 0))
    if down.shift:
        near, far = piece[:-1], piece[1:]
        piece = cast(Pixels, cv2.addWeighted(near, 1 - down.shift, far, down.shift, 0))
    return piece


def _filtered(piece: Pixels, across: _Axis, down: _Axis) -> Pixels:
    smooth = cv2.sepFilter2D(piece, -1, across.taps, down.taps, borderType=cv2.BORDER_REPLICATE)
    return cast(Pixels, smooth)[down.inner, across.inner]


def _halved(plane: Pixels) -> Pixels:
    """Half a plane; an odd last row or column is left out, so that pixels keep their places."""
    height, width = plane.shape[0] // 2, plane.shape[1] // 2
    taps = kernels.before_halving()
    margin = len(taps) // 2
    half = np.empty((height, width, 3), np.uint8)
    for top in range(0, height, _BAND):
        bottom = min(top + _BAND, height)
        first, last = max(2 * top - margin, 0), min(2 * bottom + margin, 2 * height)
        smooth = cv2.sepFilter2D(
            plane[first:last, : 2 * width], -1, taps, taps, borderType=cv2.BORDER_REPLICATE
        )
        inner = smooth[2 * top - first : 2 * bottom - first]
        cv2.resize(inner, (width, bottom - top), dst=half[top:bottom], interpolation=cv2.INTER_AREA)
    return half
