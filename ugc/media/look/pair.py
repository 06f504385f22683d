"""Faces, found by the two small networks that are shipped. They were trained apart, and err in other ways."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ugc.errors import UsageError
from ugc.geometry import WHOLE, clipped, lesser_shared, likeness
from ugc.media.look import face_model, network
from ugc.media.look.detectors import method, opencv_lacks, shipped
from ugc.media.look.picture import View
from ugc.model.formats import Box
from ugc.model.seen import Part, Seen, Sight
from ugc.resources import ASSETS

YUNET = ASSETS / "models" / "face_detection_yunet_2023mar.onnx"
"""https://github.com/opencv/opencv_zoo/tree/main/models/face_detection_yunet"""


@dataclass(frozen=True)
class Figures:
    """How what the two say is joined, weighed on 266 faces that were marked by eye and both see.

    An edge is off by 0.063 of a face's side on average; by one network alone by 0.072 (BlazeFace) or 0.069 (YuNet).
    """

    blaze: network.Figures = field(default_factory=network.Figures)
    yunet: face_model.Figures = field(default_factory=face_model.Figures)
    same: float = 0.3
    """What two boxes share of their union when they are of one face."""
    inside: float = 0.5
    """The part of the lesser box beyond which a face that YuNet alone sees is a piece of another."""
    beside: float = 0.05
    """What YuNet leaves off at each side of a face, in parts of its own box's width: it draws from cheek to cheek,"""
    below: float = 0.03
    """and at the chin, in parts of its height."""
    hairline: float = 0.7
    """How much YuNet counts for a face's upper edge, which it knows better; elsewhere both count the same."""


class Pair:
    """Finds faces by BlazeFace and YuNet. Where both see one, its box lies between theirs; the surer score counts."""

    part: Part = "faces"

    def __init__(self, figures: Figures | None = None, *, yunet: Path = YUNET) -> None:
        """Raises MissingError when a network is not there, or OpenCV cannot run it."""
        self._figures = figures or Figures()
        self._blaze = network.Network(self._figures.blaze)
        try:
            self._yunet = face_model.FaceModel(shipped(yunet), self._figures.yunet)
        except UsageError as error:
            raise opencv_lacks("what runs the network that finds faces") from error
        self.method = method(
            "BlazeFace full range and YuNet", asdict(self._figures), self._blaze.method, self._yunet.method
        )

    def see(self, view: View) -> Seen:
        """Say where faces are, from left to right."""
        sights = joined(self._blaze.see(view).sights, self._yunet.see(view).sights, self._figures)
        return Seen(detectors={"faces": self.method}, sights=tuple(sights))


def joined(blaze: Sequence[Sight], yunet: Sequence[Sight], figures: Figures) -> list[Sight]:
    """Return every face that one of two networks sees, once, from left to right."""
    left = [sight.model_copy(update={"box": _whole(sight.box, figures)}) for sight in yunet]
    found = list(_met(blaze, left, figures))
    found += [
        sight
        for sight in left
        if all(lesser_shared(sight.box, other.box) < figures.inside for other in found)
    ]
    return sorted(found, key=lambda sight: (sight.box.x0, sight.box.y0))


def _met(blaze: Sequence[Sight], left: list[Sight], figures: Figures) -> Iterator[Sight]:
    """Each face of one network, between its box and the other's where that sees it too; those are taken from `left`."""
    for sight in blaze:
        other = max(left, key=lambda one: likeness(one.box, sight.box), default=None)
        if other is None or likeness(other.box, sight.box) <= figures.same:
            yield sight
            continue
        left.remove(other)
        score = max(sight.score or 0.0, other.score or 0.0)
        yield sight.model_copy(update={"box": _between(sight.box, other.box, figures), "score": score})


def _whole(box: Box, figures: Figures) -> Box:
    """YuNet's box from ear to ear and to the chin's lower edge, within the picture."""
    beside, below = figures.beside * box.width, figures.below * box.height
    wider = Box(x0=box.x0 - beside, y0=box.y0, x1=box.x1 + beside, y1=box.y1 + below)
    return clipped(wider, WHOLE) or box


def _between(blaze: Box, yunet: Box, figures: Figures) -> Box:
    top = figures.hairline
    return Box(
        x0=(blaze.x0 + yunet.x0) / 2,
        y0=(1 - top) * blaze.y0 + top * yunet.y0,
        x1=(blaze.x1 + yunet.x1) / 2,
        y1=(blaze.y1 + yunet.y1) / 2,
    )
