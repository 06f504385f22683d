"""Whole people, found by OpenCV's own people detector: Dalal and Triggs, https://doi.org/10.1109/CVPR.2005.177.

It knows people who stand upright and are seen whole, and little else: of 31 bodies in 25 photographs as creators post
them it found two, and a bottle besides. So it is asked for the sure ones only, and nothing may rest on its seeing
nobody.
"""

import threading
from dataclasses import asdict, dataclass
from typing import Any

import cv2
import numpy as np

from ugc.media.look.boxes import Found, box_of
from ugc.media.look.detectors import method, opencv_lacks
from ugc.media.look.picture import View, shrunk
from ugc.model.seen import Part, Seen, Sight

_WINDOW = 64, 128
"""Pixels of a person with the ground around them that the detector was taught with."""
_GROUND = 0.125
"""How much of the window is ground at each edge, of 128 pixels 16."""


@dataclass(frozen=True)
class Figures:
    """How the detector is used."""

    side: int = 320
    """Pixels of the longer side: people smaller than a third of it are not looked for."""
    step: float = 1.05
    stride: int = 8
    margin: int = 16
    least: float = 1.2
    """The distance from the detector's own border between people and not."""


class People:
    """Finds people. The distance does not rank true ones above false ones, so sights have no score."""

    part: Part = "people"

    def __init__(self, figures: Figures | None = None) -> None:
        """Raises MissingError when the detector is not there, as in OpenCV 5."""
        if not hasattr(cv2, "HOGDescriptor"):
            raise opencv_lacks("the people detector")
        self._figures = figures or Figures()
        self.method = method("HOG people", asdict(self._figures))
        self._own = threading.local()

    def see(self, view: View) -> Seen:
        """Say where people are."""
        told = self._figures
        grey = shrunk(view.grey, told.side)
        height, width = grey.shape
        found: list[Found] = []
        if width >= _WINDOW[0] and height >= _WINDOW[1]:
            boxes, weights = self._detector().detectMultiScale(
                grey,
                winStride=(told.stride, told.stride),
                padding=(told.margin, told.margin),
                scale=told.step,
            )
            sure = zip(boxes, np.ravel(weights), strict=True)
            found = sorted(_person(*map(int, box)) for box, weight in sure if weight >= told.least)
        sights = tuple(Sight(kind="person", box=box_of(one, width, height), by="people") for one in found)
        return Seen(detectors={"people": self.method}, sights=sights)

    def _detector(self) -> Any:
        """This thread's own."""
        if not hasattr(self._own, "hog"):
            self._own.hog = cv2.HOGDescriptor()
            self._own.hog.setSVMDetector(cv2.HOGDescriptor.getDefaultPeopleDetector())
        return self._own.hog


def _person(x: int, y: int, w: int, h: int) -> Found:
    return x + w * _GROUND, y + h * _GROUND, w * (1 - 2 * _GROUND), h * (1 - 2 * _GROUND)
