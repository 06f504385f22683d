"""What a file looks like, in a few kilobytes: enough to know a copy of it again, not enough to show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ugc.media.fingerprint_frames import Look, look_at
from ugc.media.landmarks import Landmarks
from ugc.media.opening import MAX_PIXELS
from ugc.model.formats import Box

METHOD = "landmarks-1"
"""Name of the way in which fingerprints are made; those of another way are made anew."""
MOST_FRAMES = 240
OF_PICTURE, OF_CREATIVE, OF_FRAME = 100, 40, 40
"""Landmarks that are kept: an original must be known by any part of it, a creative only from other creatives."""

FRAME = np.dtype([("at", "<f4"), ("landmarks", "<u2")])
FRAME_BYTES = FRAME.itemsize
_PLACE = np.dtype("<u2")
_UNIT = 1 << 14
"""Places are kept as whole numbers; 1 is this many. Beyond the picture's edge there is nothing, so 4 never come."""


@dataclass(frozen=True)
class Fingerprint:
    """The landmarks of a file's frames, packed: a picture has one frame."""

    frames: bytes
    """Seconds and number of landmarks of each."""
    hashes: bytes
    places: bytes

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to know it by: it is flat all over."""
        return not self.hashes


def fingerprint(path: Path, *, max_pixels: int = MAX_PIXELS) -> Fingerprint:
    """Return the fingerprint of an original: a picture, or a clip by its frames, one a second and at most 240.

    Raises InputError when it cannot be read, and MissingError for HEIC without its extra or a clip without ffmpeg.
    """
    seen = look_at(path, frames=MOST_FRAMES, max_pixels=max_pixels)
    return packed(seen.looks, most=OF_FRAME if seen.moving else OF_PICTURE)


def fingerprint_of_creative(
    path: Path, drawn: Sequence[Box] = (), *, max_pixels: int = MAX_PIXELS
) -> Fingerprint:
    """Return the fingerprint of a creative without its `drawn` parts, in fractions of it: texts that others have too.

    Raises as `fingerprint` does.
    """
    seen = look_at(path, frames=MOST_FRAMES, max_pixels=max_pixels)
    return packed(seen.looks, most=OF_CREATIVE, without=drawn)


def packed(looks: Sequence[Look], *, most: int, without: Sequence[Box] = ()) -> Fingerprint:
    """Pack the first landmarks of each look, leaving out those that reach into some boxes (fractions 0..1)."""
    kept = [_first(look, most, without) for look in looks]
    frames = np.array([(look.at, len(own)) for look, own in zip(looks, kept, strict=True)], dtype=FRAME)
    hashes = np.concatenate([own.hashes for own in kept]) if kept else np.empty(0, np.uint64)
    places = np.concatenate([own.places for own in kept]) if kept else np.empty((0, 3), np.float32)
    return Fingerprint(
        frames.tobytes(),
        hashes.astype("<u8").tobytes(),
        np.clip(np.round(places * _UNIT), 0, 65535).astype(_PLACE).tobytes(),
    )


def frames_in(frames: bytes) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Unpack the seconds at which frames stand, and how many landmarks each has."""
    rows = np.frombuffer(frames, FRAME)
    return rows["at"].astype(np.float32), rows["landmarks"].astype(np.int64)


def hashes_in(hashes: bytes) -> NDArray[np.uint64]:
    """Unpack hashes."""
    return np.frombuffer(hashes, "<u8").astype(np.uint64, copy=False)


def places_in(places: bytes) -> NDArray[np.float32]:
    """Unpack places: x, y and size, in parts of the longer side."""
    return np.frombuffer(places, _PLACE).reshape(-1, 3).astype(np.float32) / np.float32(_UNIT)


def _first(look: Look, most: int, without: Sequence[Box]) -> Landmarks:
    own = look.landmarks
    clear = np.ones(len(own), bool)
    height, width = look.pixels.shape[:2]
    longer = max(height, width)
    for box in without:
        clear &= _beside(
            own.places[:, 0], own.places[:, 2], box.x0 * width / longer, box.x1 * width / longer
        ) | _beside(own.places[:, 1], own.places[:, 2], box.y0 * height / longer, box.y1 * height / longer)
    kept = np.flatnonzero(clear)[:most]
    return Landmarks(own.hashes[kept], own.places[kept])


def _beside(
    centre: NDArray[np.float32], reach: NDArray[np.float32], low: float, high: float
) -> NDArray[np.bool_]:
    """Whether places lie wholly before or behind a stretch of one axis."""
    return np.asarray((centre + reach < low) | (centre - reach > high))
