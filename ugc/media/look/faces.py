"""Faces, found by OpenCV's cascades: Viola and Jones, https://doi.org/10.1109/CVPR.2001.990517."""

import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

import cv2

from ugc.files import sha256_of
from ugc.media.engines import CASCADES
from ugc.media.look.boxes import Found, apart, box_of
from ugc.media.look.detectors import method, opencv_lacks
from ugc.media.look.picture import Grey, View, shrunk
from ugc.model.seen import Part, Seen, Sight

_WINDOW = 20
"""Pixels: the smallest face that the cascades know."""


@dataclass(frozen=True)
class Pass:
    """One run of a cascade over a picture."""

    step: float
    """How much larger each size is than the one before."""
    neighbours: int
    """More windows than this must agree on a face."""
    least: float
    """The smallest face, in parts of the picture's longer side."""


@dataclass(frozen=True)
class Figures:
    """How the cascades are used, weighed on a few photographs whose faces were marked by hand."""

    frontal: Pass = Pass(step=1.15, neighbours=5, least=0.035)
    profile: Pass = Pass(step=1.15, neighbours=6, least=0.04)
    close: Pass = Pass(step=1.1, neighbours=4, least=0.35)
    close_side: int = 240
    """Pixels of the longer side at which a face that fills the picture is looked for,"""
    close_margin: float = 0.3
    """and how far the picture's edge is drawn out for it: a cascade wants something around a face."""
    contrast: float = 2.0
    """The limit of CLAHE, which lifts faces out of the shade."""


class Cascades:
    """Finds faces that look at the camera; where there are none, one that fills the picture, or those seen from a side.

    The cascades have no confidence that ranks true faces above false ones, so sights have no score.
    """

    part: Part = "faces"

    def __init__(self, figures: Figures | None = None) -> None:
        """Raises MissingError when the cascades are not there, as in OpenCV 5."""
        self._figures = figures or Figures()
        self._files = cascade_files()
        shas = [sha256_of(file) for file in self._files]
        self.method = method("Haar cascades alt2 and profile", asdict(self._figures), shas)
        self._own = threading.local()

    def see(self, view: View) -> Seen:
        """Say where faces are."""
        told = self._figures
        frontal, profile = self._classifiers()
        grey = _lifted(view.grey, told.contrast)
        found = (
            _detected(frontal, grey, told.frontal)
            or _close(frontal, view.grey, told)
            or _from_sides(profile, grey, told.profile)
        )
        height, width = grey.shape
        sights = tuple(Sight(kind="face", box=box_of(one, width, height), by="faces") for one in found)
        return Seen(detectors={"faces": self.method}, sights=sights)

    def _classifiers(self) -> tuple[Any, Any]:
        """This thread's own: they keep notes while they work."""
        if not hasattr(self._own, "pair"):
            self._own.pair = tuple(cv2.CascadeClassifier(str(file)) for file in self._files)
        return cast(tuple[Any, Any], self._own.pair)


def cascade_files() -> list[Path]:
    """Return where the cascades lie, frontal and profile. Raises MissingError where they cannot be loaded."""
    folder = Path(str(getattr(getattr(cv2, "data", None), "haarcascades", "")))
    for name in CASCADES:
        if not (folder / name).is_file() or not _can_be_loaded(folder / name):
            raise opencv_lacks(f"the cascade {name}, which finds faces")
    return [folder / name for name in CASCADES]


def _can_be_loaded(path: Path) -> bool:
    load = getattr(cv2, "CascadeClassifier", None)
    try:
        return load is not None and not load(str(path)).empty()
    except (cv2.error, SystemError):  # a file of another kind
        return False


def _lifted(grey: Grey, contrast: float) -> Grey:
    return cast(Grey, cv2.createCLAHE(contrast, (8, 8)).apply(grey))


def _detected(cascade: Any, grey: Grey, told: Pass, *, longer: int | None = None) -> list[Found]:
    side = max(round(told.least * (longer or max(grey.shape))), _WINDOW)
    if min(grey.shape) < side:
        return []
    boxes = cascade.detectMultiScale(
        grey, scaleFactor=told.step, minNeighbors=told.neighbours, minSize=(side, side)
    )
    return sorted((int(x), int(y), int(w), int(h)) for x, y, w, h in boxes)


def _close(frontal: Any, grey: Grey, told: Figures) -> list[Found]:
    """A face that fills the picture, in pixels of `grey`."""
    small = shrunk(grey, told.close_side)
    margin = round(told.close_margin * max(small.shape))
    around = cv2.copyMakeBorder(
        _lifted(small, told.contrast), margin, margin, margin, margin, cv2.BORDER_REPLICATE
    )
    found = _detected(frontal, cast(Grey, around), told.close, longer=max(small.shape))
    across, down = grey.shape[1] / small.shape[1], grey.shape[0] / small.shape[0]
    moved = [((x - margin) * across, (y - margin) * down, w * across, h * down) for x, y, w, h in found]
    return [one for one in moved if _is_within(one, grey)]


def _is_within(found: Found, grey: Grey) -> bool:
    """Whether the middle half of a box lies in the picture: edges that are drawn out show faces too."""
    (height, width), (x, y, w, h) = grey.shape, found
    return x + w / 4 >= 0 and y + h / 4 >= 0 and x + w * 3 / 4 <= width and y + h * 3 / 4 <= height


def _from_sides(profile: Any, grey: Grey, told: Pass) -> list[Found]:
    """Faces seen from their left or right: the cascade knows one, the mirror shows it the other."""
    found = _detected(profile, grey, told)
    for x, y, w, h in _detected(profile, cast(Grey, cv2.flip(grey, 1)), told):
        found.append((grey.shape[1] - x - w, y, w, h))
    return apart(sorted(found, key=lambda face: (-face[2], face)))
