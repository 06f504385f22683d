"""Two pictures laid over each other: where one lies in the other, and how much of what both show is the same.

Landmarks say roughly where: pairs of them that tell of the same size and shift. A fit to the pictures themselves
brings it to a part of a pixel (https://doi.org/10.1109/TPAMI.2008.113), and then they are compared block by block.
Another photo of the same scene has the same landmarks, but its blocks do not fall into place.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from ugc.media.fingerprint_frames import Look
from ugc.media.fingerprint_ways import Numbers, Way, consistent, fit, fits, in_parts, in_pixels
from ugc.media.landmarks import Pixels
from ugc.model.formats import Box

UNSEEN, OTHER, SAME, FLAT = -1, 0, 1, 2
"""What a block of the one picture is: beyond the other; not the same there; the same; flat in both."""

_ALIKE = 12
"""Bits of 64 in which two landmarks may differ when only two pictures are compared."""
_COARSE = 240
"""Pixels of the longer side at which the fit is made."""
_BLOCK = 24
_WITHIN = 0.95
"""The part of a block that must lie within both pictures."""
_SMOOTH = 1.2
_TEXTURED = 4.0
"""Levels of 255 by which a block must vary in one of the pictures to say anything."""
_CORRELATED = 0.7
"""Correlation of a block with the same place of the other picture from which it counts as the same."""
_FEW = 2
"""Blocks that are held against the evidence: three that are the same say less than three hundred."""
_WORTH = 0.15
"""A score from which the frames around one are looked at too."""
_COLOURED = 3.0
"""Levels by which colours must vary in both pictures to be held against each other."""
_LEAST_COLOUR = 0.35


@dataclass(frozen=True)
class Overlay:
    """How one picture lies over another."""

    pairs: int
    """Landmarks of the one that lie at their places in the other."""
    blocks: NDArray[np.int8]
    """(rows, columns) of the one picture, as above."""
    border: NDArray[np.bool_]
    """Which of them lie in what looks like a border of the one, or an app around it."""
    drawn: NDArray[np.bool_]
    """Which of them lie where something was drawn on the other: its words may stand on any picture."""
    colour: float
    """Correlation of the colours without their mean, -1..1; 1 where either picture has none."""
    way: Way

    @property
    def score(self) -> float:
        """The share, 0..1, of the blocks with something in them that are the same; less where there are few.

        What looks like a border is left out where that makes it more: it may be the sky of the picture itself.
        """
        if self.colour < _LEAST_COLOUR:
            return 0.0
        told = (self.blocks[~self.drawn], self.blocks[~self.drawn & ~self.border])
        counts = [(int((blocks == SAME).sum()), int((blocks == OTHER).sum())) for blocks in told]
        return max(same / (same + other + _FEW) for same, other in counts)

    @property
    def explained(self) -> float:
        """How much of the one picture the other accounts for, in blocks; what differs counts against it."""
        told = self.blocks[~self._around]
        return float((told == SAME).sum() + (told == FLAT).sum() / 2 - (told == OTHER).sum())

    @property
    def covered(self) -> float:
        """The share of the one picture, 0..1, that lies within the other."""
        return float(((self.blocks != UNSEEN) & ~self._around).mean())

    @property
    def _around(self) -> NDArray[np.bool_]:
        """The blocks of a border that is none of the other picture's."""
        return np.asarray(self.border & (self.blocks == OTHER))


def compare(one: Look, other: Look, *, drawn: Sequence[Box] = ()) -> Overlay | None:
    """Lay a picture over another; None where no two landmarks are alike, as in all flat pictures.

    `drawn` are the parts of the other, in fractions of it, that say nothing of what it is.
    """
    its, others = one.landmarks, other.landmarks
    pairs = np.argwhere(np.bitwise_count(its.hashes[:, None] ^ others.hashes[None, :]) <= _ALIKE)
    if not len(pairs):
        return None
    near, far = its.places[pairs[:, 0]], others.places[pairs[:, 1]]
    agreeing = consistent(near, far)
    way = fit(near[agreeing], far[agreeing])
    at_place = len(np.unique(pairs[fits(way, near, far), 0]))
    way, blocks = _laid_best(one.pixels, other.pixels, way)
    led, _ = laid(one.pixels, other.pixels, way)
    plain = _plain_parts(one.pixels, other.pixels, way, drawn)
    return Overlay(
        pairs=at_place,
        blocks=blocks,
        border=_cut(one.inside.astype(np.float32), *blocks.shape).mean(axis=2) < 0.5,
        drawn=_cut(plain, *blocks.shape).min(axis=2) < 0.5,
        colour=_colour(one.pixels, led, blocks == SAME),
        way=way,
    )


def laid(one: Pixels, other: Pixels, way: Way) -> tuple[Pixels, NDArray[np.bool_]]:
    """Return the other picture as it lies over the one, and where it does."""
    height, width = one.shape[:2]
    pixels = in_pixels(way, one, other)
    led = cv2.warpAffine(
        other,
        pixels,
        (width, height),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    whole = np.full(other.shape[:2], 255, np.uint8)
    there = cv2.warpAffine(whole, pixels, (width, height), flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP)
    return cast(Pixels, led), np.asarray(there > 0)


def _laid_best(one: Pixels, other: Pixels, way: Way) -> tuple[Way, NDArray[np.int8]]:
    """The way of those tried by which the most blocks are the same, and the blocks."""
    tried = [(way, _blocks(one, *laid(one, other, way)))]
    for masked in (False, True):
        start, blocks = tried[0]
        if masked and (_agree(tried[-1][1]) >= 0.8 or (blocks == SAME).sum() < _FEW):
            break
        fitted = _refined(one, other, start, blocks if masked else None)
        tried.append((fitted, _blocks(one, *laid(one, other, fitted))))
    return max(tried, key=lambda each: int((each[1] == SAME).sum()) - int((each[1] == OTHER).sum()))


def _agree(blocks: NDArray[np.int8]) -> float:
    told = (blocks == SAME) | (blocks == OTHER)
    return float((blocks[told] == SAME).mean()) if told.any() else 0.0


def _refined(one: Pixels, other: Pixels, way: Way, blocks: NDArray[np.int8] | None) -> Way:
    """The way fitted to the pictures themselves, as it was where that leads off; by those blocks that are the same,
    so that words written over a picture do not pull at it."""
    small = _grey(one, _COARSE), _grey(other, _COARSE)
    start = in_pixels(way, *small)
    mask: Pixels = np.full(small[1].shape, 255, np.uint8)
    if blocks is not None:
        height, width = small[0].shape
        near = cv2.dilate((blocks != OTHER).astype(np.uint8) * 255, np.ones((3, 3), np.uint8))
        whole = cv2.resize(near, (width, height), interpolation=cv2.INTER_NEAREST)
        mask = cast(Pixels, cv2.warpAffine(whole, start, mask.shape[::-1], flags=cv2.INTER_NEAREST))
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 40, 1e-4)
    try:
        _, fitted = cv2.findTransformECC(small[0], small[1], start, cv2.MOTION_AFFINE, stop, mask, 5)
    except cv2.error:  # it does not converge where the two have nothing in common
        return way
    moved = in_parts(np.array(fitted, np.float32), *small)
    corners = np.array([[0, 0], [1, 0], [0, 1], [1, 1]], np.float32)
    off = corners @ (moved - way)[:, :2].T + (moved - way)[:, 2]
    return moved if np.abs(off).max() <= 0.15 * max(float(way[0, 0]), 0.3) else way


def _plain_parts(one: Pixels, other: Pixels, way: Way, drawn: Sequence[Box]) -> Numbers:
    """Where the other picture, as it lies over the one, has nothing drawn on it: 1, else 0."""
    height, width = other.shape[:2]
    plain = np.ones((height, width), np.float32)
    for box in drawn:
        rows = slice(math.floor(box.y0 * height), math.ceil(box.y1 * height))
        plain[rows, math.floor(box.x0 * width) : math.ceil(box.x1 * width)] = 0
    size = one.shape[1], one.shape[0]
    flags = cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
    led = cv2.warpAffine(
        plain, in_pixels(way, one, other), size, flags=flags, borderMode=cv2.BORDER_REPLICATE
    )
    return cast(Numbers, led)


def _blocks(one: Pixels, other: Pixels, seen: NDArray[np.bool_]) -> NDArray[np.int8]:
    rows, columns = max(one.shape[0] // _BLOCK, 1), max(one.shape[1] // _BLOCK, 1)
    one_grey, other_grey = (cv2.GaussianBlur(_grey(picture), (0, 0), _SMOOTH) for picture in (one, other))
    parts = [
        _cut(cast(Numbers, plane), rows, columns) for plane in (one_grey, other_grey, seen.astype(np.float32))
    ]
    a, b = (part - part.mean(axis=2, keepdims=True) for part in parts[:2])
    varies, others = a.std(axis=2), b.std(axis=2)
    correlation = (a * b).mean(axis=2) / np.maximum(varies * others, 1e-6)
    told = np.where(correlation >= _CORRELATED, SAME, OTHER)
    told[np.maximum(varies, others) < _TEXTURED] = FLAT
    told[parts[2].mean(axis=2) < _WITHIN] = UNSEEN
    return told.astype(np.int8)


def _cut(plane: Numbers, rows: int, columns: int) -> Numbers:
    """A plane as (rows, columns, pixels of a block); what is left over at its edges is not looked at."""
    height, width = min(plane.shape[0] // rows, _BLOCK), min(plane.shape[1] // columns, _BLOCK)
    cut = plane[: rows * height, : columns * width].reshape(rows, height, columns, width, *plane.shape[2:])
    return cut.swapaxes(1, 2).reshape(rows, columns, height * width, *plane.shape[2:])


def _colour(one: Pixels, other: Pixels, same: NDArray[np.bool_]) -> float:
    """How the colours of those blocks agree whose shapes do: words over a picture have colours of their own."""
    if not same.any():
        return 1.0
    planes = (cv2.cvtColor(cv2.blur(picture, (9, 9)), cv2.COLOR_RGB2LAB) for picture in (one, other))
    a, b = (_cut(plane[..., 1:].astype(np.float32), *same.shape)[same].reshape(-1, 2) for plane in planes)
    a, b = a - a.mean(axis=0), b - b.mean(axis=0)
    vary = float(np.sqrt((a**2).mean())), float(np.sqrt((b**2).mean()))
    return 1.0 if min(vary) < _COLOURED else float((a * b).mean()) / (vary[0] * vary[1])


def _grey(picture: Pixels, side: int = 0) -> Numbers:
    grey = cast(Numbers, cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32))
    scale = side / max(grey.shape)
    if not side:
        return grey
    return cast(Numbers, cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))


def compare_moment(one: Look, frames: Sequence[Look], *, at: float) -> tuple[Overlay, Look] | None:
    """Lay the most alike of a clip's frames over a picture; the nearest to `at` seconds says whether it is worth it.

    A camera that pans shows the same things in many frames: the one that shows most of the picture is meant. Returns
    None where they have nothing in common.
    """
    if not frames:
        return None
    start = min(frames, key=lambda frame: abs(frame.at - at))
    first = compare(one, start)
    if first is None or first.score < _WORTH:
        return (first, start) if first else None
    laid_over = [(compare(one, frame) if frame is not start else first, frame) for frame in frames]
    told = [(overlay, frame) for overlay, frame in laid_over if overlay]
    return max(told, key=lambda pair: (pair[0].explained, pair[0].score))
