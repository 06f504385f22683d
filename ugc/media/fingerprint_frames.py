"""What is looked at of a file to know it again: a picture once, a clip or an animation by its frames over time."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ugc.errors import InputError
from ugc.files import open_regular
from ugc.media.colour import to_srgb
from ugc.media.landmarks import SIDE, Landmarks, Pixels, landmarks, looked_at
from ugc.media.one_pass import Sampling, decode, spread
from ugc.media.opening import (
    DEMUXERS,
    MAX_PIXELS,
    PILLOW_NAMES,
    check_size,
    decoding,
    kind_of,
    opened,
    spoken,
)
from ugc.media.pixels import orientation
from ugc.media.probe import probe

_HEAD = 4096
_WHITE = (255, 255, 255)
_MOST_ANIMATED = 24
_MOST_WALKED = 600
"""Frames of an animation that are decoded at most; each must be, to reach the next."""
_SLACK_S = 0.001
RATE = 1.0
"""Frames of a clip that are looked at, a second."""
_SHADE, _GROUND = 8, 0.35
"""Levels by which a border's ground may vary, and the part of a line that must be of it."""
DETAIL = 300
"""Landmarks of a picture that is compared with another; a few of them are searched for, and kept."""


@dataclass(frozen=True)
class Look:
    """One picture as it is looked at: upright, `SIDE` pixels long."""

    pixels: Pixels
    at: float = 0.0
    """Seconds from the first frame; 0 for pictures."""

    @cached_property
    def landmarks(self) -> Landmarks:
        """What it can be known by, the most telling first."""
        return landmarks(self.pixels, most=DETAIL)

    @cached_property
    def inside(self) -> NDArray[np.bool_]:
        """Which pixels are not of a border: a ground of one colour around it, with an app's signs on it or without."""
        rows, columns = _border(self.pixels), _border(self.pixels.swapaxes(0, 1))
        found = np.zeros(self.pixels.shape[:2], np.bool_)
        found[rows, columns] = True
        return found

    @property
    def mirrored(self) -> "Look":
        """The same picture, left and right exchanged."""
        return Look(np.ascontiguousarray(self.pixels[:, ::-1]), self.at)


@dataclass(frozen=True)
class Seen:
    """What was looked at of one file."""

    looks: tuple[Look, ...]
    moving: bool
    """A clip or an animation, though it may be of one frame."""


def look_at(path: Path, *, frames: int, max_pixels: int = MAX_PIXELS) -> Seen:
    """Look at a picture, or at no more than so many frames of a clip, evenly and at most one a second.

    Raises InputError for what is neither, damaged or too large, and MissingError for HEIC without its extra or a clip
    without ffmpeg.
    """
    with open_regular(path) as file:
        kind = kind_of(path, file.read(_HEAD))
    if kind not in PILLOW_NAMES:
        return Seen(_of_clip(path, frames=frames, max_pixels=max_pixels), moving=True)
    with opened(path, max_pixels=max_pixels) as (image, kind):
        count = _count(image) if kind in ("gif", "webp", "png", "avif") else 1
        if count > 1:
            return Seen(_of_animation(path, image, kind, count), moving=True)
        return Seen((Look(_picture(path, image, kind)),), moving=False)


def look_between(
    path: Path, start: float, end: float, *, most: int, max_pixels: int = MAX_PIXELS
) -> Iterator[Look]:
    """Yield frames of a clip from `start` to `end` seconds after its first, at most so many; of a picture, itself.

    Raises InputError when it cannot be read.
    """
    with open_regular(path) as file:
        kind = kind_of(path, file.read(_HEAD))
    if kind in PILLOW_NAMES:
        seen = look_at(path, frames=1, max_pixels=max_pixels)
        yield from (look for look in seen.looks if not seen.moving or start <= look.at <= end)
        return
    yield from _between(path, kind, max(start, 0.0), end, most=most, max_pixels=max_pixels)


def _border(pixels: Pixels) -> slice:
    """The lines that are left without those at both ends that hold a third of the outermost line's colour."""
    ends = []
    for lines in (pixels, pixels[::-1]):
        ground = np.median(lines[0], axis=0)
        alike = (np.abs(lines - ground.astype(np.int16)).max(axis=2) <= _SHADE).mean(axis=1) >= _GROUND
        ends.append(int(np.argmin(alike)) if not alike.all() else 0)
    return slice(ends[0], len(pixels) - ends[1])


def _picture(path: Path, image: Image.Image, kind: str) -> Pixels:
    turn = orientation(image, kind)
    if kind == "jpg":  # decoded at a part of its size, which is all that is looked at
        image.draft(image.mode, (2 * SIDE, 2 * SIDE))
    with decoding(path, kind):
        image.load()
        return looked_at(upright(to_srgb(image, matte=_WHITE)(image), turn))


def upright(pixels: Pixels, turn: int) -> Pixels:
    """Return a picture turned as its EXIF orientation, 1..8, says."""
    if turn >= 5:
        pixels = pixels.swapaxes(0, 1)
    if turn in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    if turn in (3, 4, 7, 8):
        pixels = pixels[::-1]
    return np.ascontiguousarray(pixels)


def _of_animation(path: Path, image: Image.Image, kind: str, count: int) -> tuple[Look, ...]:
    step = max(min(count, _MOST_WALKED) // _MOST_ANIMATED, 1)
    looks: list[Look] = []
    at = 0.0
    with decoding(path, kind):
        for number in range(min(count, _MOST_WALKED)):
            image.seek(number)
            if number % step == 0 and len(looks) < _MOST_ANIMATED:
                shown = image.convert("RGBA")
                looks.append(Look(looked_at(to_srgb(shown, matte=_WHITE)(shown)), at))
            at += float(image.info.get("duration") or 0) / 1000
    return tuple(looks)


def _count(image: Image.Image) -> int:
    try:
        return int(getattr(image, "n_frames", 1))
    except Exception:  # a damaged later frame; the first is what is used
        return 1


def _of_clip(path: Path, *, frames: int, max_pixels: int) -> tuple[Look, ...]:
    facts = probe(path, max_pixels=max_pixels)
    sampling = Sampling(rate=spread(facts, frames=frames, rate=RATE), side=SIDE, colour=True)
    (found,), _ = decode(path, facts, [sampling], sound=False)
    return tuple(Look(looked_at(pixels), at) for pixels, at in zip(found.pixels, found.times, strict=True))


def _between(
    path: Path, kind: str, start: float, end: float, *, most: int, max_pixels: int
) -> Iterator[Look]:
    import av

    with open_regular(path) as file, decoding(path, kind), av.open(file, "r", format=DEMUXERS[kind]) as clip:
        if not clip.streams.video:
            raise InputError(f"{spoken(path)} has no picture, only sound.")
        stream = clip.streams.video[0]
        check_size(path, (stream.codec_context.width, stream.codec_context.height), max_pixels)
        unit = float(stream.time_base or 1)
        first = (stream.start_time or 0) * unit
        if start > 0:
            clip.seek(int((start + first) / unit), stream=stream)
        step = max(math.ceil((end - start) * float(stream.average_rate or 30) / most), 1)
        inside = (
            (frame, at)
            for frame in clip.decode(stream)
            if (at := (frame.time or 0.0) - first) >= start - _SLACK_S
        )
        for number, (frame, at) in enumerate(inside):
            if at > end + _SLACK_S or number >= most * step:
                return
            if number % step == 0:
                turned = np.rot90(frame.to_ndarray(format="rgb24"), round(frame.rotation / 90) % 4)
                yield Look(looked_at(np.ascontiguousarray(turned)), at)
