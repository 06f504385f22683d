"""What a detector is to those who ask it, whatever finds things in there."""

from pathlib import Path
from typing import Protocol

import cv2

from ugc.errors import MissingError
from ugc.media.look.picture import LARGE, SMALL, WAY, View
from ugc.model.base import digest
from ugc.model.seen import Part, Seen

cv2.setNumThreads(1)  # files are looked at several at once


class Detector(Protocol):
    """Looks for one part of what can be seen. Several threads may ask it at once."""

    part: Part
    method: str
    """Its name and version; what was seen by another method is looked for anew."""

    def see(self, view: View) -> Seen:
        """Say what is seen in a picture."""


def shipped(model: Path) -> Path:
    """Return the file of a network that is shipped. Raises MissingError when it is not there."""
    if not model.is_file():
        raise MissingError(
            f"The network that finds faces is not there: {model}.",
            hint="Install ugc again: pip install --force-reinstall ugc-toolkit.",
        )
    return model


def opencv_lacks(what: str) -> MissingError:
    """Return the error for a part of OpenCV that its version 5 has not any more.

    See https://github.com/opencv/opencv-python/issues/1244.
    """
    return MissingError(
        f"Pictures cannot be looked at: OpenCV {cv2.__version__} has not {what}.",
        hint="Another package may have brought OpenCV 5, as the extra ocr can: pip uninstall opencv-python "
        "opencv-contrib-python, then pip install --force-reinstall 'opencv-python-headless>=4.14,<5'",
    )


def method(name: str, *figures: object) -> str:
    """Return a detector's name with OpenCV's version and a short hash of all figures that shape what it says."""
    told = digest([WAY, LARGE, SMALL, *figures])
    return f"{name}, OpenCV {cv2.__version__}, {told[:8]}"
