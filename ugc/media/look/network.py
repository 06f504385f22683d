"""Faces, found by one of the two networks that are shipped: BlazeFace, https://arxiv.org/abs/1907.05047, by OpenCV.

It sees 192 x 192 pixels at a time, so a picture is shown to it whole, and then in squares that lie over each other,
each small enough for faces of a size.
"""

import math
import threading
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple, cast

import cv2
import numpy as np

from ugc.files import sha256_of
from ugc.geometry import WHOLE, lesser_shared, likeness, shown
from ugc.media.colour import Pixels
from ugc.media.look.boxes import box_of
from ugc.media.look.detectors import method, opencv_lacks, shipped
from ugc.media.look.oval import Points, Shape, oval
from ugc.media.look.picture import View
from ugc.model.formats import Box
from ugc.model.seen import Part, Seen, Sight
from ugc.resources import ASSETS

MODEL = ASSETS / "models" / "face_detection_full_range.tflite"
_SIDE = 192
_CELLS = 48
"""Cells along a side, each with one guess, as the network was made."""
_OUTPUTS = ("reshaped_classifier_face_4", "reshaped_regressor_face_4")
_GREY = 127


class Squares(NamedTuple):
    """Squares of one size, in which faces of a size are looked for."""

    side: float
    """In parts of the picture's longer side; of 1 and more there is one, which holds all of it, maybe with a margin."""
    step: float
    """How far a square lies from the next, in parts of its side."""
    least: float
    """The network's own confidence that a face needs: the more squares, the more of them have something like one."""


@dataclass(frozen=True)
class Figures:
    """How the network is used, weighed on photographs marked by eye; docs/render.md has what others showed."""

    first: tuple[Squares, ...] = (Squares(1.5, 1, 0.6), Squares(1, 1, 0.5), Squares(0.6, 0.5, 0.55))
    then: tuple[Squares, ...] = (Squares(0.36, 0.5, 0.6), Squares(0.2, 0.66, 0.65))
    """Looked at where the first show no face that is large: beside one, small ones are not what a picture is of."""
    large: float = 0.1
    """The width of a large face, in parts of the picture's longer side."""
    even: float = 8.0
    """Detail below which a square is sky or wall, and not looked at; faces that were marked by eye have 14 and more."""
    edge: float = 0.02
    """A face so near to the edge of a square is cut by it, and found whole in another."""
    same: float = 0.3
    """The part of two boxes' union that they share when they are of one face."""
    inside: float = 0.7
    """The part of the lesser one that lies in the other when it is a piece of the same face."""
    alone: float = 0.75
    """The confidence that a face needs which only one square shows, though it is"""
    fits: float = 0.15
    """no wider than this, in parts of the picture's longer side, and so lies whole in several."""
    shape: Shape = field(default_factory=Shape)


class Guess(NamedTuple):
    """A face: in fractions of a tile, or in pixels of the picture."""

    score: float
    box: Box
    """As the network draws it, round eyes, nose and mouth."""
    face: Box
    """From the hairline to the chin and from ear to ear."""


class Network:
    """Finds faces by BlazeFace, whose confidence is the sights' score."""

    part: Part = "faces"

    def __init__(self, figures: Figures | None = None, *, model: Path = MODEL) -> None:
        """Raises MissingError when the network is not there, or OpenCV cannot run it."""
        self._figures = figures or Figures()
        self._model = shipped(model)
        self._own = threading.local()
        self.method = method("BlazeFace full range", asdict(self._figures), sha256_of(model))
        try:
            list(self._guesses(np.full((_SIDE, _SIDE, 3), _GREY, np.uint8), 1.0))
        except (cv2.error, AttributeError, SystemError) as error:
            raise opencv_lacks("what runs the network that finds faces") from error

    def see(self, view: View) -> Seen:
        """Say where faces are, the surest first where two lie over each other."""
        height, width = view.pixels.shape[:2]
        found = list(self._among(view.pixels, self._figures.first))
        if all(guess.box.width <= self._figures.large * max(width, height) for guess in found):
            found += self._among(view.pixels, self._figures.then)
        sights = tuple(
            Sight(
                kind="face",
                box=box_of((one.face.x0, one.face.y0, one.face.width, one.face.height), width, height),
                by="faces",
                score=round(one.score, 4),
            )
            for one in sorted(self._sure(found, max(width, height)), key=lambda one: _edges(one.face))
        )
        return Seen(detectors={"faces": self.method}, sights=sights)

    def _sure(self, found: Sequence[Guess], longer: int) -> Iterator[Guess]:
        """One guess a face, without those that a single square shows where others would show them too."""
        for group in _joined(found, self._figures):
            best = group[0]
            if (
                len(group) > 1
                or best.score >= self._figures.alone
                or best.box.width > self._figures.fits * longer
            ):
                yield _mean(group)

    def _among(self, pixels: Pixels, all_squares: Sequence[Squares]) -> Iterator[Guess]:
        """The faces in squares of some sizes, in pixels of the picture."""
        height, width = pixels.shape[:2]
        for squares in all_squares:
            side = squares.side * max(width, height)
            across, down = (_starts(length, side, side * squares.step) for length in (width, height))
            for y, x in product(down, across):
                yield from self._in(pixels, (x, y, side), squares.least)

    def _in(self, pixels: Pixels, square: tuple[float, float, float], least: float) -> Iterator[Guess]:
        """The faces in one square, those left out that its edge cuts though the picture goes on."""
        left, top, side = square
        height, width = pixels.shape[:2]
        edge = self._figures.edge
        goes_on = (left > 1, top > 1, left + side < width - 1, top + side < height - 1)
        tile = _cut(pixels, square)
        if _detail(tile) < self._figures.even:
            return
        for guess in self._guesses(tile, least):
            box = guess.box
            cut = (box.x0 < edge, box.y0 < edge, box.x1 > 1 - edge, box.y1 > 1 - edge)
            if not any(further and here for further, here in zip(goes_on, cut, strict=True)):
                whole = Box(x0=left, y0=top, x1=left + side, y1=top + side)
                yield Guess(guess.score, shown(box, WHOLE, whole), shown(guess.face, WHOLE, whole))

    def _guesses(self, tile: Pixels, least: float) -> Iterator[Guess]:
        """The faces in a tile of which the network is sure enough, in fractions of it."""
        network = self._network()
        network.setInput(np.ascontiguousarray((tile.astype(np.float32) / 127.5 - 1).transpose(2, 0, 1)[None]))
        scores, places = network.forward(_OUTPUTS)
        sure = 1 / (1 + np.exp(-np.clip(scores.reshape(-1), -80, 80)))
        places = places.reshape(len(sure), -1) / _SIDE
        found = np.flatnonzero((sure >= least) & (places[:, 2:4] > 0).all(axis=1))
        for score, (x, y), (across, down, wide, high, *points) in zip(
            sure[found].tolist(), _ANCHORS[found].tolist(), places[found].tolist(), strict=True
        ):
            left, top = x + across - wide / 2, y + down - high / 2
            box = Box(x0=left, y0=top, x1=left + wide, y1=top + high)
            spots = Points(*((x + dx, y + dy) for dx, dy in zip(points[::2], points[1::2], strict=True)))
            yield Guess(score, box, oval(box, spots, self._figures.shape))

    def _network(self) -> Any:
        """This thread's own: it keeps what it is shown."""
        if not hasattr(self._own, "network"):
            self._own.network = cv2.dnn.readNetFromTFLite(str(self._model))
        return self._own.network


_MIDDLES = (np.arange(_CELLS, dtype=np.float32) + 0.5) / _CELLS
_ANCHORS = np.stack(np.meshgrid(_MIDDLES, _MIDDLES), axis=-1).reshape(-1, 2)
"""The middles of the cells, row by row, which the network's answers are told from."""


def _starts(length: int, side: float, step: float) -> list[float]:
    """Where squares begin along a length, at even distances of at most a step; in the middle where one holds all."""
    if length <= side:
        return [(length - side) / 2]
    count = math.ceil((length - side) / step) + 1
    return [(length - side) * number / (count - 1) for number in range(count)]


def _cut(pixels: Pixels, square: tuple[float, float, float]) -> Pixels:
    """One square of a picture as the network is shown it; grey where there is no picture."""
    left, top, side = square
    height, width = pixels.shape[:2]
    x0, y0 = int(max(left, 0)), int(max(top, 0))
    x1, y1 = int(min(left + side, width)), int(min(top + side, height))
    scale = _SIDE / side
    if x1 <= x0 or y1 <= y0:
        return np.full((_SIDE, _SIDE, 3), _GREY, np.uint8)
    tile = np.full((_SIDE, _SIDE, 3), _GREY, np.uint8)
    over = max(round((x0 - left) * scale), 0), max(round((y0 - top) * scale), 0)
    size = (
        min(max(round((x1 - x0) * scale), 1), _SIDE - over[0]),
        min(max(round((y1 - y0) * scale), 1), _SIDE - over[1]),
    )
    tile[over[1] : over[1] + size[1], over[0] : over[0] + size[0]] = cv2.resize(
        pixels[y0:y1, x0:x1], size, interpolation=cv2.INTER_AREA
    )
    return cast(Pixels, tile)


def _detail(tile: Pixels) -> float:
    """How much the levels of a tile differ from their surroundings': the standard deviation."""
    grey = cv2.cvtColor(tile, cv2.COLOR_RGB2GRAY).astype(np.int16)
    return float(cv2.meanStdDev(cv2.subtract(grey, cv2.blur(grey, (15, 15))))[1][0, 0])


def _joined(found: Sequence[Guess], figures: Figures) -> list[list[Guess]]:
    """The guesses of each face that agree, the surest first; pieces of it are dropped."""
    groups: list[list[Guess]] = []
    for guess in sorted(found, key=lambda guess: (guess.score, *_edges(guess.box)), reverse=True):
        own = next(
            (
                group
                for group in groups
                if likeness(guess.box, group[0].box) > figures.same
                or lesser_shared(guess.box, group[0].box) > figures.inside
            ),
            None,
        )
        if own is None:
            groups.append([guess])
        else:
            own.append(guess)
    return [[one for one in group if likeness(one.box, group[0].box) > figures.same] for group in groups]


def _mean(group: Sequence[Guess]) -> Guess:
    """The mean of guesses at one face, weighed by how sure each is."""
    whole = sum(one.score for one in group)
    edges = [
        sum(one.score * edge for one, edge in zip(group, along, strict=True)) / whole
        for along in zip(*(_edges(one.face) for one in group), strict=True)
    ]
    return Guess(group[0].score, group[0].box, Box(x0=edges[0], y0=edges[1], x1=edges[2], y1=edges[3]))


def _edges(box: Box) -> tuple[float, float, float, float]:
    return box.x0, box.y0, box.x1, box.y1
