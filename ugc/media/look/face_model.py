"""Faces, found by YuNet as OpenCV runs it: https://doi.org/10.1007/s11633-023-1423-y. One is shipped; a person may name
another.
"""

import hashlib
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

import cv2
import numpy as np

from ugc.errors import InputError, UsageError
from ugc.files import open_regular
from ugc.media.colour import Pixels
from ugc.media.look.boxes import Found, apart, box_of
from ugc.media.look.detectors import method
from ugc.media.look.picture import View, shrunk
from ugc.model.seen import Part, Seen, Sight

_LARGEST = 256 * 1024 * 1024
_TRIED = 320
_SHORTEST = 64
"""Pixels of the shorter side that it is shown at least: of less than two rows of its largest cells, which are 32 pixels
long, OpenCV reads answers where there are none."""


@dataclass(frozen=True)
class Figures:
    """How the model is used."""

    sides: tuple[int, ...] = (640, 256)
    """Pixels of the longer side, one run each: it knows faces of 10 to 300 pixels, and some fill the picture."""
    least: float = 0.7
    """Its own confidence, below which it takes hands and patterns for faces; measured on 212 faces marked by eye."""
    overlap: float = 0.3
    most: int = 200


class FaceModel:
    """Finds faces by a model, whose confidence is the sights' score."""

    part: Part = "faces"

    def __init__(self, path: Path, figures: Figures | None = None) -> None:
        """Raises UsageError, naming the setting, when the file is not there or OpenCV cannot find faces with it."""
        self._figures = figures or Figures()
        self._path = path
        self._data = _read(path)
        sha256 = hashlib.sha256(self._data).hexdigest()
        self.method = method(f"face model {sha256[:16]}", asdict(self._figures))
        self._own = threading.local()
        try:
            self._run(np.zeros((_TRIED, _TRIED, 3), np.uint8))
        except (cv2.error, SystemError) as error:
            raise UsageError(
                f"The setting looking.faces names {path}, with which OpenCV {cv2.__version__} finds no faces: it is "
                "damaged, or another kind of model.",
                hint="It takes YuNet, such as face_detection_yunet_2023mar.onnx. Empty takes the shipped one.",
            ) from error

    def see(self, view: View) -> Seen:
        """Say where faces are, the surest first where two lie over each other."""
        height, width = view.small.shape[:2]
        found: dict[Found, float] = {}
        for side in self._figures.sides:
            small = shrunk(view.small, side)
            scale = width / small.shape[1], height / small.shape[0]
            for (x, y, w, h), score in self._run(small):
                found[x * scale[0], y * scale[1], w * scale[0], h * scale[1]] = score
        sights = tuple(
            Sight(
                kind="face", box=box_of(one, width, height), by="faces", score=round(min(found[one], 1.0), 4)
            )
            for one in apart(sorted(found, key=lambda one: (-found[one], one)))
        )
        return Seen(detectors={"faces": self.method}, sights=sights)

    def _run(self, pixels: Pixels) -> list[tuple[Found, float]]:
        detector = self._detector()
        shown = _long_enough(pixels[..., ::-1])
        detector.setInputSize((shown.shape[1], shown.shape[0]))
        _, rows = detector.detect(shown)
        told = [] if rows is None else rows.tolist()  # x, y, width, height, five landmarks, score
        return [((row[0], row[1], row[2], row[3]), row[-1]) for row in told]

    def _detector(self) -> Any:
        """This thread's own."""
        if not hasattr(self._own, "detector"):
            told = self._figures
            model = np.frombuffer(self._data, np.uint8)
            self._own.detector = cv2.FaceDetectorYN.create(
                "onnx",
                model,
                np.empty(0, np.uint8),
                (_TRIED, _TRIED),
                score_threshold=told.least,
                nms_threshold=told.overlap,
                top_k=told.most,
            )
        return self._own.detector


def _long_enough(pixels: Pixels) -> Pixels:
    """A picture with grey below it and at its right where it is too short."""
    below, right = (max(_SHORTEST - length, 0) for length in pixels.shape[:2])
    return cast(
        Pixels, cv2.copyMakeBorder(pixels, 0, below, 0, right, cv2.BORDER_CONSTANT, value=(127, 127, 127))
    )


def _read(path: Path) -> bytes:
    try:
        with open_regular(path) as file:
            data = file.read(_LARGEST + 1)
    except InputError as error:
        raise UsageError(
            f"The setting looking.faces names a file that cannot be read: {error.message}"
        ) from error
    if len(data) > _LARGEST:
        raise UsageError(f"The setting looking.faces names {path}, which is too large for a face model.")
    return data
