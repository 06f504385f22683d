"""All that can be seen of a picture, by detectors that are made once."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Literal

from ugc.media.look.detectors import Detector
from ugc.media.look.face_model import FaceModel
from ugc.media.look.faces import Cascades
from ugc.media.look.network import Figures, Network
from ugc.media.look.pair import Pair
from ugc.media.look.people import People
from ugc.media.look.picture import view_of
from ugc.media.look.surface import Surface
from ugc.media.look.watching import Watcher
from ugc.media.look.words import words_detector
from ugc.media.opening import MAX_PIXELS
from ugc.model.seen import Part, Seen


class Looker:
    """Looks at pictures. Holds the detectors, so make one and keep it; several threads may use it at once.

    Faces are found by the two shipped networks; by OpenCV's cascades where `faces` is "cascades"; or by the model that
    it names, a YuNet in an ONNX file. Words are read when they are asked for and the extra `ocr` is installed. Raises
    MissingError where OpenCV lacks what is needed, UsageError for a model that cannot be used.
    """

    def __init__(
        self,
        *,
        faces: Path | Literal["cascades"] | None = None,
        words: bool = True,
        max_pixels: int = MAX_PIXELS,
    ) -> None:
        reading = words_detector() if words else None
        detectors: list[Detector] = [_faces(faces), People(), Surface()]
        self._detectors: dict[Part, Detector] = {
            detector.part: detector for detector in [*detectors, *([reading] if reading else [])]
        }
        self._max_pixels = max_pixels
        # Many moments are looked at: one network does, and small faces are left to the ones that stand for the clip.
        by = Network(Figures(then=())) if faces is None else self._detectors["faces"]
        self._watcher = Watcher(by, max_pixels=max_pixels)

    @property
    def methods(self) -> Mapping[Part, str]:
        """The parts that can be looked for in pictures, each with its detector's name and version."""
        return {part: detector.method for part, detector in self._detectors.items()}

    @property
    def clip_methods(self) -> Mapping[Part, str]:
        """The parts that can be looked for in clips: those of pictures, and `watched`."""
        return {**self.methods, self._watcher.part: self._watcher.method}

    def look(self, path: Path, parts: Collection[Part] | None = None) -> dict[Part, Seen]:
        """Look for some parts, or all that can be: a picture is opened once for all of them.

        Of an animation that is the first frame, of a clip the one that stands for it (see `picture.view_of`); `watched`
        is looked for only where it is asked for, and takes the whole clip. `Seen.joined` makes one of them. Raises
        InputError when the file cannot be read or is too large, and MissingError for HEIC without its extra.
        """
        found: dict[Part, Seen] = {}
        wanted = [part for part in self._detectors if parts is None or part in parts]
        if wanted:
            view = view_of(path, max_pixels=self._max_pixels)
            found = {part: self._detectors[part].see(view) for part in wanted}
        if parts is not None and self._watcher.part in parts:
            found[self._watcher.part] = self._watcher.watch(path)
        return found


def _faces(told: Path | Literal["cascades"] | None) -> Detector:
    if told is None:
        return Pair()
    return Cascades() if told == "cascades" else FaceModel(told)
