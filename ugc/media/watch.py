"""What stands in the frames of a clip or picture, found without knowing what they show: bars, black, a standstill."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ugc.media.bars import find_bars, is_black
from ugc.media.one_pass import Frames, Sampling, decode, spread
from ugc.media.opening import decoding, opened
from ugc.model.probes import Pictured, Probe, Span

OPENING_S = 20.0
"""Seconds from the begin that are watched closely; what lasts longer is followed in the frames over the whole clip."""
OPENING = Sampling(rate=10.0, side=256, until=OPENING_S)
_SIDE = 480
_MOST_SPREAD = 60
_MOST_RATE = 2.0
_LEAST_BLACK_S = 0.3
_LEAST_FROZEN_S = 1.5
_BLOCK = 4
_STIRRED, _STIRRED_MOST = 3.0, 8.0
"""Levels of 255 by which a block's mean must differ from the first frame's for the picture to have moved. Coding a
still badly changes all of it a little, and up to the second; a mouth moves alone, and then the first is enough."""
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF orientation to what turns the stored picture upright."""

Changed = Callable[[NDArray[np.uint8]], NDArray[np.bool_]]
"""Says of each frame (frames, height, width) whether it is other than the opening."""


def watch(path: Path, probe: Probe) -> Pictured:
    """Look for black bars, and at a clip's opening for black and for a standstill; `probe` is of the same file.

    Raises InputError when the file cannot be decoded, and MissingError for a clip without ffmpeg.
    """
    if probe.kind == "image":
        with opened(path) as (image, kind), decoding(path, kind):
            seen = grey(image, probe.orientation)
        return Pictured(bars=find_bars(seen[None]))
    (opening, whole), _ = decode(path, probe, samplings(probe), sound=False)
    return pictured(opening, whole, probe)


def samplings(probe: Probe) -> tuple[Sampling, Sampling]:
    """Return the frames of a clip that are watched: closely spaced ones at its opening, and some over all of it."""
    return OPENING, Sampling(rate=spread(probe, frames=_MOST_SPREAD, rate=_MOST_RATE), side=_SIDE)


def pictured(opening: Frames, whole: Frames, probe: Probe) -> Pictured:
    """Return what a clip's frames show, from the two samplings of `samplings`."""
    black = _opening(lambda frames: ~is_black(frames), opening, whole, probe, least=_LEAST_BLACK_S)
    still = _opening(_moved, opening, whole, probe, least=_LEAST_FROZEN_S)
    if still and black and still.end <= black.end + 2 / OPENING.rate:
        still = None  # black that stands still is black and no more
    return Pictured(bars=find_bars(whole.pixels), black=black, frozen=still)


def grey(image: Image.Image, orientation: int) -> NDArray[np.uint8]:
    """Decode an opened picture to (height, width) greys, upright and small, transparency flattened on white."""
    image.draft("L", _shrunk(image.size))
    image.load()
    plain = _plain(image)
    if max(plain.size) > _SIDE:
        plain = plain.resize(_shrunk(plain.size), Image.Resampling.BOX)
    turned = plain.transpose(_TURNS[orientation]) if orientation in _TURNS else plain
    return np.asarray(turned, np.uint8)


def _plain(image: Image.Image) -> Image.Image:
    if image.mode.startswith(("I", "F")):  # deep greys, whose range Pillow would cut off
        values = np.asarray(image, np.float32)
        top = 65535.0 if image.mode.startswith("I") else max(float(np.nanmax(values)), 1e-9)
        return Image.fromarray(np.clip(np.nan_to_num(values) * (255.0 / top), 0, 255).astype(np.uint8))
    if image.has_transparency_data:
        clear = image.convert("RGBA")
        ground = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(ground, clear).convert("L")
    return image.convert("L")


def _shrunk(size: tuple[int, int]) -> tuple[int, int]:
    scale = min(1.0, _SIDE / max(size))
    return max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)


def _moved(frames: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Say of each frame whether any small part of it differs from the first frame by more than coding makes."""
    count, height, width = frames.shape
    rows, columns = max(height // _BLOCK, 1), max(width // _BLOCK, 1)
    cut = frames[:, : rows * _BLOCK, : columns * _BLOCK]
    blocks = cut.reshape(count, rows, -1, columns, cut.shape[2] // columns).mean(
        axis=(2, 4), dtype=np.float32
    )
    change = np.abs(blocks - blocks[0])
    allowed = np.minimum(_STIRRED + 4 * change.mean(axis=(1, 2)), _STIRRED_MOST)
    return np.asarray(change.max(axis=(1, 2)) > allowed)


def _opening(changed: Changed, opening: Frames, whole: Frames, probe: Probe, *, least: float) -> Span | None:
    """From 0 to the first frame that changed, or to the clip's end; None when that is less than `least` seconds."""
    length = probe.duration or opening.times[-1]
    end = _first(changed, opening)
    if end is None and length > OPENING_S:
        end = _first(changed, whole)
    end = min(length if end is None else end, length)
    return Span(start=0.0, end=round(end, 3)) if end >= least else None


def _first(changed: Changed, frames: Frames) -> float | None:
    marks = changed(frames.pixels)
    return frames.times[int(np.argmax(marks))] if marks.any() else None
