"""Hard cuts: where one frame differs from the one before it far more than its neighbours do from theirs.

The rule is that of PySceneDetect's adaptive detector, https://www.scenedetect.com/docs/latest/api/detectors.html: a
fixed threshold misses the cuts of dark clips and finds some in lively ones.
"""

from typing import Any

import cv2
import numpy as np

from ugc.media.colour import Pixels

_AROUND = 2
"""Frames before and after, by which a change is weighed."""
_TIMES = 3.0
"""How many times their mean change a cut's is;"""
_LEAST = 12.0
"""and how large it is at least, in levels of hue, saturation and lightness. Dark scenes change by little."""
_LIT = 96.0
"""Lightness from which on hue and saturation count wholly."""
_APART_S = 0.25
"""Seconds between two cuts, at least: what is shorter is a flash."""
FIGURES = (_AROUND, _TIMES, _LEAST, _LIT, _APART_S)


class Cuts:
    """Is shown every frame in turn, and knows the cuts at the end."""

    def __init__(self) -> None:
        self._last: Any = None
        self._changes: list[float] = []
        self._times: list[float] = []

    def show(self, pixels: Pixels, at: float) -> None:
        """Look at a small frame, RGB, that is shown at so many seconds."""
        told = cv2.cvtColor(pixels, cv2.COLOR_RGB2HSV).astype(np.int16)
        if self._last is not None and self._last.shape == told.shape:
            apart = np.abs(told - self._last)
            apart[..., 0] = np.minimum(apart[..., 0], 180 - apart[..., 0])  # hue runs in a circle
            # What is nearly black has no hue and no saturation to speak of, and fades end there.
            lit = np.minimum(np.minimum(told[..., 2], self._last[..., 2]) / _LIT, 1.0)
            colour = (apart[..., 0] + apart[..., 1]) * lit
            self._changes.append(float((colour + apart[..., 2]).mean()) / 3)
        else:
            self._changes.append(0.0)
        self._times.append(at)
        self._last = told

    def found(self) -> tuple[float, ...]:
        """Return when the first frame after each cut is shown, in seconds."""
        changes = np.array(self._changes)
        cuts: list[float] = []
        for number in range(1, len(changes)):
            before = changes[max(number - _AROUND, 1) : number]
            after = changes[number + 1 : number + 1 + _AROUND]
            around = np.concatenate([before, after])
            usual = max(float(around.mean()) if len(around) else 0.0, 0.5)
            at = self._times[number]
            last = cuts[-1] if cuts else self._times[0]
            if changes[number] >= max(_LEAST, _TIMES * usual) and at - last >= _APART_S:
                cuts.append(at)
        return tuple(cuts)
