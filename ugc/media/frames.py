"""One frame of a clip, as a picture to be looked at."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ugc.errors import InputError
from ugc.files import open_regular
from ugc.media.opening import DEMUXERS, MAX_PIXELS, PILLOW_NAMES, check_size, decoding, kind_of, spoken
from ugc.media.probe_clip import picture_track
from ugc.media.resample import Picture
from ugc.media.shown import shown

_HEAD = 4096
_FORWARD = 150
"""Frames that are decoded in search of one: five seconds of most clips."""


def open_frames(path: Path, times: Sequence[float], *, max_pixels: int = MAX_PIXELS) -> list[Picture]:
    """Decode the frames of a clip that stand at some times, in seconds from its first and in order.

    They are upright and in BT.709, as `shown` brings them there.

    Each is decoded from the frame before it that can be sought, at most `_FORWARD` frames on. Where a clip ends
    earlier, its last frame stands for the rest. Raises InputError as `open_frame` does.
    """
    import av

    found: list[Picture] = []
    with open_regular(path) as file:
        kind = kind_of(path, file.read(_HEAD))
        file.seek(0)
        with decoding(path, kind), av.open(file, format=DEMUXERS[kind]) as clip:
            stream = picture_track(path, clip)
            check_size(path, (stream.width, stream.height), max_pixels)
            unit = float(stream.time_base or 1)
            begin = (stream.start_time or 0) * unit
            for at in times:
                frame = _forward(clip, stream, begin + at, unit=unit)
                if frame is not None:
                    found.append(Picture(shown(frame, stream.codec_context)))
                elif found:
                    found.append(found[-1])
    if not found:
        raise InputError(f"{spoken(path)} holds no frame of picture.", hint="Download it again.")
    return found


def open_frame(path: Path, *, at: float = 0.0, max_pixels: int = MAX_PIXELS) -> Picture:
    """Decode the frame of a clip that stands `at` seconds, or the last whole one before it that can be sought.

    It is upright and in BT.709, as `shown` brings it there.
    Raises InputError when it is no clip, damaged, or too large.
    """
    import av

    with open_regular(path) as file:
        kind = kind_of(path, file.read(_HEAD))
        file.seek(0)
        if kind in PILLOW_NAMES:
            raise InputError(f"{spoken(path)} is a picture ({kind}), not a clip.")
        with decoding(path, kind), av.open(file, format=DEMUXERS[kind]) as clip:
            stream = picture_track(path, clip)
            check_size(path, (stream.width, stream.height), max_pixels)
            frame = _sought(clip, stream, at) or _first(clip, stream)
            if frame is None:
                raise InputError(f"{spoken(path)} holds no frame of picture.", hint="Download it again.")
            return Picture(shown(frame, stream.codec_context))


def _forward(clip: Any, stream: Any, at: float, *, unit: float) -> Any:
    """The first frame at a time or after it; the last that is reached where that is too far on; None for none."""
    try:
        clip.seek(int(at / unit), stream=stream)
        last = None
        for number, frame in enumerate(clip.decode(stream)):
            last = frame
            if number >= _FORWARD or (frame.time is not None and frame.time >= at - 0.001):
                break
        return last
    except (OSError, ValueError):
        return None


def _sought(clip: Any, stream: Any, at: float) -> Any:
    """The frame after a seek; None where a clip cannot be sought."""
    if at <= 0:
        return None
    try:
        clip.seek(int(at * 1_000_000))
        return next(clip.decode(stream), None)
    except (OSError, ValueError):
        return None


def _first(clip: Any, stream: Any) -> Any:
    clip.seek(0)
    return next(clip.decode(stream), None)
