"""One frame of a clip, as a picture to be looked at."""

from pathlib import Path
from typing import Any, cast

import cv2
import numpy as np

from ugc.errors import InputError
from ugc.files import open_regular
from ugc.media.opening import DEMUXERS, MAX_PIXELS, PILLOW_NAMES, check_size, decoding, kind_of, spoken
from ugc.media.resample import Picture, Pixels

_HEAD = 4096
_QUARTERS: dict[int, int] = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}


def open_frame(path: Path, *, at: float = 0.0, max_pixels: int = MAX_PIXELS) -> Picture:
    """Decode the frame of a clip that stands `at` seconds, or the last whole one before it that can be sought; upright.

    Raises InputError when it is no clip, damaged, or too large.
    """
    import av

    with open_regular(path) as file:
        kind = kind_of(path, file.read(_HEAD))
        file.seek(0)
        if kind in PILLOW_NAMES:
            raise InputError(f"{spoken(path)} is a picture ({kind}), not a clip.")
        with decoding(path, kind), av.open(file, format=DEMUXERS[kind]) as clip:
            if not clip.streams.video:
                raise InputError(f"{spoken(path)} has no picture, only sound.")
            check_size(path, (clip.streams.video[0].width, clip.streams.video[0].height), max_pixels)
            frame = _sought(clip, at) or _first(clip)
            if frame is None:
                raise InputError(f"{spoken(path)} holds no frame of picture.", hint="Download it again.")
            pixels = cast(Pixels, frame.to_ndarray(format="rgb24"))
            turn = _QUARTERS.get(int(round(-frame.rotation / 90) * 90 % 360))
    if turn is not None:
        pixels = cast(Pixels, cv2.rotate(pixels, turn))
    return Picture(np.ascontiguousarray(pixels))


def _sought(clip: Any, at: float) -> Any:
    """The frame after a seek; None where a clip cannot be sought."""
    if at <= 0:
        return None
    try:
        clip.seek(int(at * 1_000_000))
        return next(clip.decode(video=0), None)
    except (OSError, ValueError):
        return None


def _first(clip: Any) -> Any:
    clip.seek(0)
    return next(clip.decode(video=0), None)
