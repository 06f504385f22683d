"""Faces, found by a small network that is shipped: BlazeFace, https://arxiv.org/abs/1907.05047, run by OpenCV.

It sees 128 x 128 pixels at a time and knows faces that are large in them, so a picture is shown to it whole, and then
in squares that lie over each other, each small enough for faces of a size.
"""

import math
import threading
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from ugc.errors import MissingError
from ugc.files import sha256_of
from ugc.geometry import WHOLE, area, in_pixels, overlap, shown
from ugc.media.colour import Pixels
from ugc.media.look.boxes import box_of
from ugc.media.look.detectors import method, opencv_lacks
from ugc.media.look.picture import View
from ugc.model.formats import Box
from ugc.model.seen import Part, Seen, Sight
from ugc.resources import ASSETS

MODEL = ASSETS / "models" / "face_detection_short_range.tflite"
_SIDE = 128
_LAYERS = ((16, 2), (8, 6))
"""Cells along a side, and guesses a cell, as the network was made."""
_OUTPUTS = ("classificators", "regressors")
_GREY = 127


@dataclass(frozen=True)
class Figures:
    """How the network is used, weighed on the third of marked photographs that was put aside for it."""

    squares: tuple[float, ...] = (0.6, 0.36, 0.2)
    """Sides of the squares, in parts of the picture's longer side; whole, it is always shown."""
    steps: tuple[float, ...] = (0.5, 0.5, 0.66)
    """How far a square lies from the next, in parts of its side."""
    fine: float = 0.12
    """Side of the squares in which small faces are looked for, in all the pixels that there are,"""
    large: float = 0.1
    """where no face was found that is wider than this: beside a large one, small ones are not what a picture is of."""
    surely: float = 0.85
    """The confidence that a small face needs: so many squares find something in leaves and signs."""
    even: float = 8.0
    """Detail below which a square is sky or wall, and not looked at; faces that were marked by eye have 14 and more."""
    least: float = 0.75
    """The network's own confidence, below which most of what it finds are no faces."""
    edge: float = 0.02
    """A face so near to the edge of a square is cut by it, and found whole in another."""
    same: float = 0.3
    """The part of two boxes' union that they share when they are of one face."""
    inside: float = 0.7
    """The part of the lesser one that lies in the other when it is a piece of the same face."""


class Guess(NamedTuple):
    """A face: in fractions of a tile, or in pixels of the picture."""

    score: float
    box: Box


class Network:
    """Finds faces by the shipped network, whose confidence is the sights' score."""

    part: Part = "faces"

    def __init__(self, figures: Figures | None = None, *, model: Path = MODEL) -> None:
        """Raises MissingError when the network is not there, or OpenCV cannot run it."""
        self._figures = figures or Figures()
        self._model = model
        self._own = threading.local()
        if not model.is_file():
            raise MissingError(
                f"The network that finds faces is not there: {model}.",
                hint="Install ugc again: pip install --force-reinstall ugc-toolkit.",
            )
        self.method = method("BlazeFace short range", asdict(self._figures), sha256_of(model))
        try:
            list(self._guesses(np.full((_SIDE, _SIDE, 3), _GREY, np.uint8)))
        except (cv2.error, AttributeError, SystemError) as error:
            raise opencv_lacks("what runs the network that finds faces") from error

    def see(self, view: View) -> Seen:
        """Say where faces are, the surest first where two lie over each other."""
        pixels = view.small
        height, width = pixels.shape[:2]
        found = [guess for square in self._squares(width, height) for guess in self._in(pixels, square)]
        if all(guess.box.width <= self._figures.large * max(width, height) for guess in found):
            found += self._small(view)
        sights = tuple(
            Sight(
                kind="face",
                box=box_of((one.box.x0, one.box.y0, one.box.width, one.box.height), width, height),
                by="faces",
                score=round(one.score, 4),
            )
            for one in sorted(_joined(found, self._figures), key=lambda one: _edges(one.box))
        )
        return Seen(detectors={"faces": self.method}, sights=sights)

    def _squares(self, width: int, height: int) -> Iterator[tuple[float, float, float]]:
        """Left, top and side of each square in which faces are looked for; the first holds the whole picture."""
        longer = float(max(width, height))
        yield (width - longer) / 2, (height - longer) / 2, longer
        for share, step in zip(self._figures.squares, self._figures.steps, strict=True):
            side = share * longer
            across, down = (_starts(length, side, side * step) for length in (width, height))
            yield from ((x, y, side) for y, x in product(down, across))

    def _small(self, view: View) -> list[Guess]:
        """Small faces, looked for in all the pixels that there are."""
        pixels = view.pixels
        height, width = pixels.shape[:2]
        scale = view.small.shape[1] / width
        side = self._figures.fine * max(width, height)
        found = [
            guess
            for y, x in product(
                _starts(height, side, side * self._figures.steps[-1]),
                _starts(width, side, side * self._figures.steps[-1]),
            )
            for guess in self._in(pixels, (x, y, side))
        ]
        sure = (one for one in found if one.score >= self._figures.surely)
        return [Guess(one.score, in_pixels(one.box, (scale, scale))) for one in sure]

    def _in(self, pixels: Pixels, square: tuple[float, float, float]) -> Iterator[Guess]:
        """The faces in one square, those left out that its edge cuts though the picture goes on."""
        left, top, side = square
        height, width = pixels.shape[:2]
        edge = self._figures.edge
        goes_on = (left > 1, top > 1, left + side < width - 1, top + side < height - 1)
        tile = _cut(pixels, square)
        if _detail(tile) < self._figures.even:
            return
        for score, box in self._guesses(tile):
            cut = (box.x0 < edge, box.y0 < edge, box.x1 > 1 - edge, box.y1 > 1 - edge)
            if not any(further and here for further, here in zip(goes_on, cut, strict=True)):
                whole = Box(x0=left, y0=top, x1=left + side, y1=top + side)
                yield Guess(score, shown(box, WHOLE, whole))

    def _guesses(self, tile: Pixels) -> Iterator[Guess]:
        """The faces in a tile, in fractions of it."""
        network = self._network()
        network.setInput(np.ascontiguousarray((tile.astype(np.float32) / 127.5 - 1).transpose(2, 0, 1)[None]))
        scores, places = network.forward(_OUTPUTS)
        sure = 1 / (1 + np.exp(-np.clip(scores.reshape(-1), -80, 80)))
        places = places.reshape(len(sure), -1) / _SIDE
        found = np.flatnonzero(sure >= self._figures.least)
        for score, (x, y), (across, down, wide, high) in zip(
            sure[found].tolist(), _ANCHORS[found].tolist(), places[found, :4].tolist(), strict=True
        ):
            left, top = x + across - wide / 2, y + down - high / 2
            yield Guess(score, Box(x0=left, y0=top, x1=left + wide, y1=top + high))

    def _network(self) -> Any:
        """This thread's own: it keeps what it is shown."""
        if not hasattr(self._own, "network"):
            self._own.network = cv2.dnn.readNetFromTFLite(str(self._model))
        return self._own.network


def _anchors() -> NDArray[np.float32]:
    rows = [
        ((x + 0.5) / cells, (y + 0.5) / cells)
        for cells, guesses in _LAYERS
        for y in range(cells)
        for x in range(cells)
        for _ in range(guesses)
    ]
    return np.array(rows, np.float32)


_ANCHORS = _anchors()
"""The middles of the cells, which the network's answers are told from."""


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


def _joined(found: Sequence[Guess], figures: Figures) -> list[Guess]:
    """One guess a face: the mean of those that agree, weighed by how sure each is; pieces of it are dropped."""
    groups: list[list[Guess]] = []
    for guess in sorted(found, key=lambda guess: (guess.score, *_edges(guess.box)), reverse=True):
        own = next(
            (
                group
                for group in groups
                if _union(guess, group[0]) > figures.same or _lesser(guess, group[0]) > figures.inside
            ),
            None,
        )
        if own is None:
            groups.append([guess])
        else:
            own.append(guess)
    return [_mean([one for one in group if _union(one, group[0]) > figures.same]) for group in groups]


def _mean(group: Sequence[Guess]) -> Guess:
    whole = sum(one.score for one in group)
    edges = [
        sum(one.score * edge for one, edge in zip(group, along, strict=True)) / whole
        for along in zip(*(_edges(one.box) for one in group), strict=True)
    ]
    return Guess(group[0].score, Box(x0=edges[0], y0=edges[1], x1=edges[2], y1=edges[3]))


def _edges(box: Box) -> tuple[float, float, float, float]:
    return box.x0, box.y0, box.x1, box.y1


def _union(one: Guess, other: Guess) -> float:
    """The part of two boxes' union that they share."""
    shared = overlap(one.box, other.box)
    return shared / (area(one.box) + area(other.box) - shared)


def _lesser(one: Guess, other: Guess) -> float:
    """The part of the lesser of two boxes that lies in the other."""
    return overlap(one.box, other.box) / min(area(one.box), area(other.box))
