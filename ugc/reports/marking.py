"""What is drawn over an original: boxes with labels that lie on no face and on no other label, where there is room.

Lengths are in units of which the picture's longer side has `SIDE`, as the page shows it; x right, y down.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from ugc.geometry import overlap
from ugc.model.focus import Focus
from ugc.model.formats import Box
from ugc.model.seen import Seen
from ugc.plan.extents import advance
from ugc.plan.losses import short
from ugc.reports.sheet import InFormat, LookedAt, Room
from ugc.reports.spoken import format_name

SIDE = 480
TYPE, TALL, PAD = 12, 18, 5
"""Of a label: type size, height, and room beside its words."""
CELL = 360
"""Longer side of a format as it is shown."""
_NARROW = 320
"""Width of a format on a screen of the usual width."""
_ROOM_TYPE, _SMALLEST = 11, 0.8
"""Type size of the words in a room, and the part of it to which they shrink to find room."""
_EDGE = 1.5
"""How far lines stay from the picture's edge, where half of them would be cut off."""
STYLES = 6
"""Kinds of line for crops, by colour and by dashes."""
_CROWD = 8
"""So many faces, or people, have a label each."""
_LONGEST = 24
"""Characters of a label."""
_FILLED = 0.9
"""The part of a room that one line may fill."""
_ALIKE = 0.006
"""By how much crops differ, in parts of the picture, that are drawn as one."""

Kind = Literal["face", "person", "words", "inside", "keep", "avoid", "focus", "point", "crop"]
Places = Callable[[Box, float], Iterator[tuple[float, float]]]
"""Gives the corners at which a label so wide may stand for a box, the usual one first."""


class Label(NamedTuple):
    """A label, and where it stands."""

    words: str
    x: float
    y: float
    width: float


class Mark(NamedTuple):
    """A box over a picture. A point has no width and no height."""

    kind: Kind
    x: float
    y: float
    width: float
    height: float
    label: Label | None


class Line(NamedTuple):
    """One line of words, by its middle."""

    words: str
    x: float
    y: float


class Place(NamedTuple):
    """Room for words on a canvas, in its pixels, with what stands in it."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[Line, ...]
    size: float
    """Type size of the lines."""


class Window(NamedTuple):
    """What one or several formats show of a picture."""

    formats: tuple[str, ...]
    mark: Mark
    style: int
    """Which of the kinds of line, from 0."""

    @property
    def is_named(self) -> bool:
        """Whether its label stands there and names every format."""
        return self.mark.label is not None and self.mark.label.words == _listed(self.formats)


def size_of(ratio: float) -> tuple[float, float]:
    """Return the width and height of a picture of this ratio."""
    return (round(SIDE * ratio, 1), SIDE) if ratio <= 1 else (SIDE, round(SIDE / ratio, 1))


def marks(looking: LookedAt, ratio: float) -> list[Mark]:
    """Return what was seen in a picture and what a person said of it, the large boxes first."""
    size = size_of(ratio)
    found = [*_seen(looking.seen), *_said(looking.focus)]
    boxes = [(kind, _scaled(box, size), words) for kind, box, words in found]
    boxes.sort(key=lambda item: -item[1].width * item[1].height)
    faces = [box for kind, box, _ in boxes if kind == "face"]
    room = _Room(size, faces, [box for kind, box, _ in boxes if kind in ("words", "keep")])
    order = sorted(range(len(boxes)), key=lambda number: _RANK[boxes[number][0]])
    named = [number for number in order if boxes[number][0] not in _crowds(boxes)]
    labels = {number: room.label(boxes[number][2], boxes[number][1], _around) for number in named}
    return [_mark(kind, box, labels.get(number)) for number, (kind, box, _) in enumerate(boxes)]


def windows(looking: LookedAt, ratio: float) -> list[Window]:
    """Return what the formats that crop a picture show of it; those that show the same together."""
    size = size_of(ratio)
    crops: list[tuple[list[str], Box]] = []
    for item in looking.formats:
        if item.framing is None or item.framing.mode != "cover":
            continue
        box = item.framing.box
        alike = next((names for names, other in crops if _alike(box, other)), None)
        if alike is None:
            crops.append(([item.format], box))
        else:
            alike.append(item.format)
    faces = [_scaled(box, size) for box in looking.seen.boxes("face")] if looking.seen else []
    room = _Room(size, faces, [])
    found: list[Window] = []
    for names, crop in crops:
        box = _scaled(crop, size)
        words = _listed(names)
        if len(words) > _LONGEST:
            words = f"{format_name(names[0])} + {len(names) - 1}"
        label = room.label(words, box, _within)
        found.append(Window(tuple(names), _mark("crop", box, label), len(found) % STYLES))
    return found


def rooms(item: InFormat) -> list[Place]:
    """Return where words will stand on a format's canvas, labelled so that it reads where the page shows it."""
    width, height = item.pixels
    unit = max(width / _NARROW, height / CELL)
    return [_place(room, (width, height), _ROOM_TYPE * unit) for room in item.rooms]


def _listed(formats: Sequence[str]) -> str:
    return ", ".join(map(format_name, formats))


def _place(room: Room, canvas: tuple[int, int], size: float) -> Place:
    width, height = canvas
    box = room.box
    x, y, across, down = box.x0 * width, box.y0 * height, box.width * width, box.height * height
    parts = room.words.split(" + ")
    words = [room.words]
    if len(parts) > 1 and advance(room.words) * size > _FILLED * across:
        words = [part if number == 0 else f"+ {part}" for number, part in enumerate(parts)]
    widest = max(map(advance, words))
    size = max(min(size, across / widest), _SMALLEST * size)
    pitch = 1.15 * size
    lines = []
    for number, line in enumerate(words):
        half = advance(line) * size / 2
        middle = min(max(x + across / 2, half), width - half)
        lines.append(Line(line, round(middle), round(y + down / 2 + (number - (len(words) - 1) / 2) * pitch)))
    return Place(round(x), round(y), round(across), round(down), tuple(lines), round(size))


_RANK: dict[Kind, int] = {
    "point": 0,
    "focus": 1,
    "keep": 2,
    "avoid": 3,
    "crop": 4,
    "face": 5,
    "words": 6,
    "person": 7,
    "inside": 8,
}
"""Whose label finds its place first."""


def _crowds(boxes: Sequence[tuple[Kind, Box, str]]) -> set[Kind]:
    """The kinds of which there are so many that their lines alone must say what they are."""
    crowds: tuple[Kind, ...] = ("face", "person")
    return {kind for kind in crowds if sum(kind == other for other, _, _ in boxes) > _CROWD}


def _seen(seen: Seen | None) -> Iterator[tuple[Kind, Box, str]]:
    for sight in seen.sights if seen else ():
        words = _quoted(sight.text) if sight.kind == "words" and sight.text.strip() else sight.kind
        yield sight.kind, sight.box, words
    if seen and seen.inside:
        yield "inside", seen.inside, "without its border"


def _said(focus: Focus | None) -> Iterator[tuple[Kind, Box, str]]:
    if focus is None:
        return
    if focus.point:
        x, y = focus.point.x, focus.point.y
        yield "point", Box(x0=x, y0=y, x1=x, y1=y), "focus"
    if focus.box:
        yield "focus", focus.box, "focus"
    for kind, boxes, words in (("keep", focus.keep, "keep"), ("avoid", focus.avoid, "leave out")):
        for box in boxes:
            yield ("keep" if kind == "keep" else "avoid"), box, words
    for name, box in focus.crops.items():
        yield "crop", box, f"crop for {format_name(name)}"


def _quoted(text: str) -> str:
    words = short(text)
    return f"“{words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + '…'}”"


def _alike(one: Box, other: Box) -> bool:
    edges = zip((one.x0, one.y0, one.x1, one.y1), (other.x0, other.y0, other.x1, other.y1), strict=True)
    return all(abs(here - there) <= _ALIKE for here, there in edges)


def _scaled(box: Box, size: tuple[float, float]) -> Box:
    """A box in units of the picture, so far inside that its lines show."""
    width, height = size

    def within(value: float, most: float) -> float:
        return round(min(max(value, _EDGE), most - _EDGE), 1)

    return Box(
        x0=within(box.x0 * width, width),
        y0=within(box.y0 * height, height),
        x1=within(box.x1 * width, width),
        y1=within(box.y1 * height, height),
    )


def _mark(kind: Kind, box: Box, label: Label | None) -> Mark:
    return Mark(kind, box.x0, box.y0, round(box.width, 1), round(box.height, 1), label)


class _Room:
    """A picture on which labels find their places one after another."""

    def __init__(self, size: tuple[float, float], faces: Sequence[Box], others: Sequence[Box]) -> None:
        self._size = size
        self._faces = faces
        self._others = others
        self._taken: list[Box] = []

    def label(self, words: str, box: Box, places: Places) -> Label | None:
        """Return a label where it is least in the way; None where it would lie on a face or on another label."""
        width = round(advance(words) * TYPE + 2 * PAD, 1)
        if width > self._size[0] - 2 * _EDGE:
            return None
        tried = [self._moved_in(x, y, width) for x, y in places(box, width)]
        free = [there for there in tried if there and not self._is_taken(there)]
        if not free:
            return None
        best = min(free, key=lambda there: self._hides(there, box))
        self._taken.append(best)
        return Label(words, round(best.x0, 1), round(best.y0, 1), width)

    def _moved_in(self, x: float, y: float, width: float) -> Box | None:
        """A label's box moved sideways into the picture; None where it is too high or too low."""
        if not _EDGE <= y <= self._size[1] - TALL - _EDGE:
            return None
        left = min(max(x, _EDGE), self._size[0] - width - _EDGE)
        return Box(x0=left, y0=y, x1=left + width, y1=y + TALL)

    def _is_taken(self, there: Box) -> bool:
        return any(overlap(there, other) > 0 for other in (*self._faces, *self._taken))

    def _hides(self, there: Box, own: Box) -> float:
        """How much a label hides of what other boxes hold; of places that hide as much the first is taken."""
        return sum(overlap(there, other) for other in self._others if other != own)


def _around(box: Box, width: float) -> Iterator[tuple[float, float]]:
    """Places of a label outside its box, the usual first, and inside it where there is no other."""
    above, below = box.y0 - TALL - 1, box.y1 + 1
    yield from ((box.x0, above), (box.x0, below), (box.x1 - width, above), (box.x1 - width, below))
    yield from ((box.x1 + 2, box.y0), (box.x0 - width - 2, box.y0))
    yield from ((box.x1 + 2, box.y1 - TALL), (box.x0 - width - 2, box.y1 - TALL))
    yield from _within(box, width)


def _within(box: Box, width: float) -> Iterator[tuple[float, float]]:
    """Places of a label inside its box, along its edges."""
    left, right, middle = box.x0 + 3, box.x1 - width - 3, (box.x0 + box.x1 - width) / 2
    top, bottom = box.y0 + 3, box.y1 - TALL - 3
    yield from ((left, top), (right, top), (left, bottom), (right, bottom), (middle, top), (middle, bottom))
    for step in range(1, 8):
        between = top + (bottom - top) * step / 8
        yield from ((left, between), (right, between))
