"""Whether a part of a clip's frames is too restless for letters that stand on it with nothing but a rim."""

from collections.abc import Sequence

import cv2
import numpy as np

from ugc.geometry import in_pixels
from ugc.media.resample import Pixels
from ugc.model.formats import Box

_SPREAD, _EDGES = 40.0, 0.12
"""Standard deviation of luminance, of 255, and share of pixels on an edge, above which letters want a ground."""
_WIDTH = 480
"""Pixels of the canvas's width at which edges are looked for: those of a phone's picture, and not its grain."""
_EDGE = (100, 200)
"""Canny's thresholds."""


def is_busy(canvases: Sequence[Pixels], part: Box) -> bool:
    """Return whether a part of a clip, in fractions of its canvas, is restless in half of some frames or more."""
    return bool(canvases) and sum(_busy(canvas, part) for canvas in canvases) * 2 >= len(canvases)


def _busy(canvas: Pixels, part: Box) -> bool:
    height, width = canvas.shape[:2]
    box = in_pixels(part, (width, height))
    cut = canvas[max(int(box.y0), 0) : int(np.ceil(box.y1)), max(int(box.x0), 0) : int(np.ceil(box.x1))]
    if not cut.size:
        return False
    scale = min(_WIDTH / width, 1.0)
    size = (max(round(cut.shape[1] * scale), 1), max(round(cut.shape[0] * scale), 1))
    grey = cv2.cvtColor(cv2.resize(cut, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    edges = cv2.Canny(grey, *_EDGE)
    return float(grey.std()) > _SPREAD or float((edges > 0).mean()) > _EDGES
