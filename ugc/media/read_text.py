"""What text stands in a picture or clip, read by rapidocr-onnxruntime, which is the extra `ocr`.

Its models come in its package, and nothing is fetched. Text that is found is also recognised, since finding alone
takes much for text that is none; what is recognised badly is left out.
"""

import threading
from collections.abc import Iterable
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ugc.media.one_pass import Frames, Sampling, decode, spread
from ugc.media.opening import MAX_PIXELS
from ugc.media.pixels import open_picture
from ugc.model.formats import Box
from ugc.model.probes import Probe, Reading, SeenText
from ugc.text import one_line

_PACKAGE = "rapidocr-onnxruntime"
_SURE = 0.6
"""The recogniser's own confidence, below which it mostly sees text where none is. Single characters are left out at
any: limbs and edges are read as n or 7."""
_PIXELS = 736 * 1280
"""A frame is read at this many pixels: the finder enlarges smaller ones to 736 a side, and text of 20 pixels in
1080x1920 still reads well."""
_MOST_FRAMES = 12
_SAME_PLACE = 0.5
"""The part of two boxes' union that they share when they are one place."""


class Reader:
    """Reads text. Holds its models, so make one and keep it; it may be used by several threads, one after another."""

    def __init__(self) -> None:
        self.by = f"{_PACKAGE} {metadata.version(_PACKAGE)}"
        self._lock = threading.Lock()
        self._engine: Any = None

    def read(self, path: Path, probe: Probe) -> Reading:
        """Read a picture, or a clip's first frame and one about every second, at most twelve; `probe` is of the file.

        A text that stands in the same place in several frames is told once, with the first of its times. Raises
        InputError when the file cannot be decoded, and MissingError for a clip without ffmpeg.
        """
        if probe.kind == "image":
            pixels = max(probe.width * probe.height, MAX_PIXELS)
            return self.read_picture(open_picture(path, max_pixels=pixels).pixels)
        frames, _ = decode(path, probe, [self.sampling(probe)], sound=False)
        return self.read_frames(frames[0])

    def sampling(self, probe: Probe) -> Sampling:
        """Return the frames of a clip that are read."""
        shrunk = min(1.0, (_PIXELS / (probe.width * probe.height)) ** 0.5)
        return Sampling(
            rate=spread(probe, frames=_MOST_FRAMES - 1, rate=1.0),
            side=max(round(max(probe.width, probe.height) * shrunk), 1),
            colour=True,
        )

    def read_picture(self, pixels: NDArray[np.uint8]) -> Reading:
        """Read decoded pixels (height, width, 3), sRGB and upright."""
        return Reading(by=self.by, texts=tuple(self._texts(pixels, at=None)))

    def read_frames(self, frames: Frames) -> Reading:
        """Read frames that were taken by `sampling`."""
        seen: list[SeenText] = []
        for pixels, at in list(zip(frames.pixels, frames.times, strict=True))[:_MOST_FRAMES]:
            seen += self._texts(pixels, at=round(at, 3))
        return Reading(by=self.by, texts=merged(seen))

    def _texts(self, pixels: NDArray[np.uint8], *, at: float | None) -> Iterable[SeenText]:
        height, width = pixels.shape[:2]
        shrunk = min(1.0, (_PIXELS / (width * height)) ** 0.5)
        size = max(round(width * shrunk), 1), max(round(height * shrunk), 1)
        small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA) if shrunk < 1 else pixels
        for corners, text, score in self._recognised(np.asarray(small[..., ::-1], np.uint8)):
            words = one_line(str(text))
            if len(words) > 1 and float(score) > _SURE:
                yield SeenText(text=words, box=_box(corners, size), score=round(float(score), 3), at=at)

    def _recognised(self, pixels: NDArray[np.uint8]) -> list[Any]:
        """Corners, text and score of each piece. One call at a time: the engine keeps notes while it works."""
        with self._lock:
            if self._engine is None:
                from rapidocr_onnxruntime import RapidOCR

                self._engine = RapidOCR()
            found, _ = self._engine(np.ascontiguousarray(pixels))
        return found or []


def reader() -> Reader | None:
    """Return a reader, or None when the extra `ocr` is not installed; `why_not` says so in a sentence."""
    return Reader() if find_spec("rapidocr_onnxruntime") and find_spec("onnxruntime") else None


def why_not() -> str:
    """Say why text was not read."""
    if reader() is None:
        return "Text in the picture was not read: install the extra with pip install 'ugc-toolkit[ocr]'."
    return "Text in the picture was not read: it was not asked for."


def merged(texts: Iterable[SeenText]) -> tuple[SeenText, ...]:
    """Tell a text that stands in the same place at several times once: as best read, with the first of its times."""
    kept: list[SeenText] = []
    for text in texts:
        same = next((n for n, other in enumerate(kept) if _is_same(text, other)), None)
        if same is None:
            kept.append(text)
        elif text.score > kept[same].score:
            kept[same] = text.model_copy(update={"at": kept[same].at})
    return tuple(kept)


def _is_same(one: SeenText, other: SeenText) -> bool:
    """Spaces are not compared: the recogniser often loses them."""
    bare = "".join(one.text.split()).casefold(), "".join(other.text.split()).casefold()
    return bare[0] == bare[1] and _shared(one.box, other.box) >= _SAME_PLACE


def _shared(one: Box, other: Box) -> float:
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    if across <= 0 or down <= 0:
        return 0.0
    return across * down / (one.width * one.height + other.width * other.height - across * down)


def _box(corners: Any, size: tuple[int, int]) -> Box:
    """The upright box around four corners, in fractions of the frame."""
    points = np.clip(np.asarray(corners, float) / np.asarray(size, float), 0.0, 1.0)
    (x0, y0), (x1, y1) = points.min(axis=0).round(5).tolist(), points.max(axis=0).round(5).tolist()
    return Box(x0=x0, y0=y0, x1=x1, y1=y1)
