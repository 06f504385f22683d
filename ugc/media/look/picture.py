"""What the detectors are shown of a file: one picture, upright, in sRGB, at a size that costs little."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ugc.errors import InputError
from ugc.files import open_regular
from ugc.media.bars import is_black
from ugc.media.colour import Pixels, to_srgb
from ugc.media.fingerprint_frames import upright
from ugc.media.opening import DEMUXERS, PILLOW_NAMES, check_size, decoding, kind_of, opened, spoken
from ugc.media.pixels import orientation
from ugc.media.probe_clip import picture_track
from ugc.media.shown import shown

LARGE, SMALL = 1280, 800
"""Pixels of the longer side, at most: as words are read, and as everything else is looked for."""
WAY = 1
"""Number of the way in which pictures are made small; each detector's method names it."""
_WHITE = (255, 255, 255)
_HEAD = 4096
_STRIP = 1 << 18
_NATIVE = ("L", "RGB", "CMYK")
"""Modes that Pillow makes smaller as they are, so that fewer pixels are brought to sRGB."""
_MOMENTS = (0.05, 0.25, 0.5, 0.75)
"""Where in a clip the frames lie of which one stands for it, in parts of its length."""
_MORE_MOMENTS = (0.15, 0.4, 0.62, 0.85, 0.95)
"""Where more are looked for in a clip that is black at all of those."""
_MOST_WALKED = 120
"""Frames of a clip that are decoded to reach one of them; a clip may have a single frame that can be sought."""
_COMPARED = 320

Grey = NDArray[np.uint8]
Plane = TypeVar("Plane", bound=NDArray[Any])


@dataclass(frozen=True)
class View:
    """One picture as it is looked at. Used from one thread."""

    pixels: Pixels
    """(height, width, 3), at most `LARGE` pixels long."""
    others: tuple[Pixels, ...] = ()
    """Of a clip, frames of other moments, as large: what is the same in all of them is no part of what was filmed."""

    @cached_property
    def small(self) -> Pixels:
        """The same, at most `SMALL` pixels long."""
        return shrunk(self.pixels, SMALL)

    @cached_property
    def grey(self) -> Grey:
        """`small` without its colours."""
        return cast(Grey, cv2.cvtColor(self.small, cv2.COLOR_RGB2GRAY))


def view_of(path: Path, *, max_pixels: int) -> View:
    """Open a picture, of an animation the first frame, or of a clip the frame that stands for it.

    That is the crispest of four that lie early, at a quarter, in the middle and at three quarters; black ones are left
    out where there are others. Raises InputError for what is neither, damaged or too large, and MissingError for HEIC
    without its extra.
    """
    with open_regular(path) as file:
        kind = kind_of(path, file.read(_HEAD))
    if kind not in PILLOW_NAMES:
        return _of_clip(path, kind, max_pixels=max_pixels)
    with opened(path, max_pixels=max_pixels) as (image, kind):
        turn = orientation(image, kind)
        if kind == "jpg":  # decoded at a part of its size
            image.draft(image.mode, _size(image.size, LARGE))
        with decoding(path, kind):
            image.load()
            return View(upright(_made_small(image), turn))


def shrunk(pixels: Plane, side: int) -> Plane:
    """Return pixels whose longer side is at most `side`; smaller ones stay as they are."""
    height, width = pixels.shape[:2]
    if max(height, width) <= side:
        return pixels
    size = _size((width, height), side)
    return cast(Plane, cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))


def _size(size: tuple[int, int], side: int) -> tuple[int, int]:
    """Width and height of which the longer is at most `side`."""
    scale = min(side / max(size), 1.0)
    return max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)


def _made_small(image: Image.Image) -> Pixels:
    convert = to_srgb(image, matte=_WHITE)
    size = _size(image.size, LARGE)
    if image.mode in _NATIVE and not image.has_transparency_data:
        return convert(image.resize(size, Image.Resampling.BOX) if size != image.size else image)
    # Whole parts of the picture are brought over and made small one after another: it is never held twice.
    width, height = image.size
    step = max(max(image.size) // LARGE, 1)
    rows = max(_STRIP // width // step, 1) * step
    strips = [convert(image.crop((0, top, width, min(top + rows, height)))) for top in range(0, height, rows)]
    return shrunk(np.concatenate([_by(strip, step) for strip in strips]), LARGE)


def _by(strip: Pixels, step: int) -> Pixels:
    height, width = strip.shape[:2]
    size = -(-width // step), -(-height // step)
    return strip if step == 1 else cast(Pixels, cv2.resize(strip, size, interpolation=cv2.INTER_AREA))


def _of_clip(path: Path, kind: str, *, max_pixels: int) -> View:
    import av

    with open_regular(path) as file, decoding(path, kind), av.open(file, "r", format=DEMUXERS[kind]) as clip:
        stream = picture_track(path, clip)
        check_size(path, (stream.codec_context.width, stream.codec_context.height), max_pixels)
        frames: list[Pixels] = []
        lit: list[Pixels] = []
        for shares in (_MOMENTS, _MORE_MOMENTS):
            if lit:
                break
            for frame in _moments(clip, stream, shares):
                size = frame.width, frame.height
                check_size(path, size, max_pixels)  # it may differ from what the header says
                frames.append(shown(frame, stream.codec_context, size=_size(size, LARGE)))
            lit = [frame for frame in frames if not is_black(_grey(frame)[None])[0]]
    if not frames:
        raise InputError(f"{spoken(path)} holds no frame of picture.", hint="Download it again.")
    best = max(lit or frames, key=_crispness)
    return View(best, tuple(frame for frame in lit if frame is not best and frame.shape == best.shape))


def _moments(clip: Any, stream: Any, shares: Sequence[float]) -> Iterator[Any]:
    """Yield the frames at some parts of a clip's length; the first of one that cannot be sought or says no length."""
    unit = float(stream.time_base or 1)
    seconds = float(stream.duration or 0) * unit or float(clip.duration or 0) / 1_000_000
    begin = float(stream.start_time or 0) * unit
    given = False
    for share in shares if seconds > 0 else ():
        frame = _frame_at(clip, stream, begin + share * seconds)
        if frame is not None:
            given = True
            yield frame
    if not given:
        clip.seek(0)
        first = next(clip.decode(stream), None)
        if first is not None:
            yield first


def _frame_at(clip: Any, stream: Any, at: float) -> Any:
    """The frame at so many seconds, or the last one that can be reached before it."""
    found = None
    try:
        clip.seek(int(at / float(stream.time_base or 1)), stream=stream)
        for number, frame in enumerate(clip.decode(stream)):
            found = frame
            if (frame.time or 0.0) >= at or number >= _MOST_WALKED:
                break
    except (OSError, ValueError):  # damaged there; another moment may do
        return found
    return found


def _grey(pixels: Pixels) -> Grey:
    return cast(Grey, cv2.cvtColor(shrunk(pixels, _COMPARED), cv2.COLOR_RGB2GRAY))


def _crispness(pixels: Pixels) -> float:
    return float(cv2.Laplacian(_grey(pixels), cv2.CV_32F).var())
