"""Where the words of a template stand: in the calmest place of the safe zone that covers no face, product or word.

Pure: it knows the picture by what was seen in it, and the words by the most room that they may take. Boxes are in
fractions of the canvas unless said otherwise.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from ugc.geometry import WHOLE, area, clipped, contain_box, grown, overlap, shown
from ugc.model.creatives import Copy
from ugc.model.focus import Focus
from ugc.model.formats import Box, Format
from ugc.model.layout import Framing, Slot
from ugc.model.seen import Grid, Seen
from ugc.model.templates import LETTERS, FreeSlot, Template
from ugc.plan import tones
from ugc.plan.extents import Extent, reads_right_to_left
from ugc.plan.parts import sizes_of, unit_of
from ugc.plan.subjects import faces_of, subjects
from ugc.plan.tones import mean
from ugc.plan.zones import free, heights

_BODY_BESIDE, _BODY_BELOW = 0.9, 2.6
"""Where a body is to be expected below a face, in parts of the face."""
_NARROW = 1.0
"""What it costs to set a headline in a narrow column."""
_APART = 40
"""Pixels of a canvas 1080 wide between words of two slots."""
_COVERS, _COVERS_BODY, _HIDES = 40.0, 14.0, 10.0
"""What it costs to cover a word or a person wholly; where a body is to be expected; and what draws the eye."""
_TAKES = 24.0
"""What it costs to cover all that draws the eye: a panel is large, and what it hides is gone."""
_BESIDE_PICTURE = 24
"""Pixels of a canvas 1080 wide between words and a picture beside them."""
_BUSY = 8.0
"""What it costs letters to stand on the busiest ground, where nothing lies between."""
_BESIDE, _ASTRIDE = 2.0, 3.0
"""What it costs to stand on a picture that stands whole, rather than beside it; and across its edge."""
_OTHER_SIDE = 1.0
"""What it costs to stand at the other side than usual."""


_SIDES, _TURNED = 4.0, 2.0
"""What it costs to stand on two sides, and to be read from the bottom upwards: words belong together."""


class Place(NamedTuple):
    """One place where a slot could stand."""

    slot: Slot
    cost: float
    usual: bool
    """Whether it is at the slot's own side."""


class Ground(NamedTuple):
    """What lies where on the canvas under one framing."""

    faces: tuple[Box, ...]
    """Faces with their hair and chin, and what a person wants kept: nothing stands on these."""
    others: tuple[Box, ...]
    """Words and people."""
    bodies: tuple[Box, ...]
    """Where bodies are to be expected."""
    part: Box
    """The part of the source that is shown, in fractions of it."""
    at: Box
    """Where it is shown."""
    seen: Seen | None


def arrange(
    template: Template,
    words: Copy,
    *,
    format: Format,
    framing: Framing,
    source: tuple[int, int],
    seen: Seen | None,
    focus: Focus | None,
    astride: bool = False,
) -> tuple[Slot, ...] | None:
    """Return where the free slots of a template stand on a framed picture, those without words left out.

    `source` is the picture's size in pixels. Letters may stand across the edge of a picture that stands whole only
    where `astride` says so. None: every place would cover a face, or a part that a person wants kept.
    """
    at = _stands(framing, format, source)
    wanted = sizes_of(template, words, format=format, beside=_beside(at, format))
    if not wanted:
        return ()
    ground = _ground(framing, at=at, seen=seen, focus=focus)
    said = [
        words.said(field) for slot in template.slots.values() for field in slot.parts if field != "credit"
    ]
    right = reads_right_to_left(said, words.language)
    apart = unit_of(template, format) * _APART
    tall = sum(min(one.height for one in sizes) + apart for sizes in wanted.values())
    places = [
        [
            place
            for number, size in enumerate(sizes)
            for place in _places(
                name,
                template.slots[name],
                size,
                below=tall - min(one.height for one in sizes),
                dear=number * _NARROW,
                format=format,
                right=right,
                ground=ground,
                astride=astride,
            )
        ]
        for name, sizes in wanted.items()
    ]
    best = _best(places, apart=apart / format.pixels[1])
    if best is None:
        return None
    paper = {name for name in wanted if _has_letters(template.slots[name])}
    return tuple(_toned(place.slot, ground) if place.slot.name in paper else place.slot for place in best)


def faces_shown(
    framing: Framing, *, format: Format, source: tuple[int, int], seen: Seen | None, focus: Focus | None
) -> tuple[Box, ...]:
    """Return where faces lie in the frame, in fractions of the canvas."""
    at = _stands(framing, format, source)
    boxes = (clipped(shown(face, framing.box, at), at) for face in faces_of(seen, focus))
    return tuple(box for box in boxes if box)


def _beside(at: Box, format: Format) -> float:
    """How wide the safe zone is beside a picture at a side of the canvas, in base pixels; 0 for one in the middle."""
    apart = _BESIDE_PICTURE / 1080
    left, right = at.x0 - format.safe.x0 - apart, format.safe.x1 - at.x1 - apart
    return max(left, right) * format.pixels[0] if min(left, right) < 0 < max(left, right) else 0.0


def _ground(framing: Framing, *, at: Box, seen: Seen | None, focus: Focus | None) -> Ground:
    faces = faces_of(seen, focus)
    heads = [subject.box for subject in subjects(seen, focus) if subject.kind == "face"]
    kept = [*(focus.keep if focus else ()), *([focus.box] if focus and focus.box else [])]
    others = [*(seen.boxes("words") if seen else ()), *(seen.boxes("person") if seen else ())]
    bodies = [_body(face) for face in faces]

    def on_canvas(boxes: Sequence[Box]) -> tuple[Box, ...]:
        mapped = (clipped(shown(box, framing.box, at), at) for box in boxes)
        return tuple(box for box in mapped if box)

    return Ground(on_canvas([*heads, *kept]), on_canvas(others), on_canvas(bodies), framing.box, at, seen)


def _stands(framing: Framing, format: Format, source: tuple[int, int]) -> Box:
    """Where the shown part stands on the canvas, in fractions of it."""
    if framing.mode == "cover":
        return WHOLE
    if framing.at:
        return framing.at
    width, height = format.pixels
    box = contain_box(source, format.pixels)
    return Box(x0=box.x0 / width, y0=box.y0 / height, x1=box.x1 / width, y1=box.y1 / height)


def _body(face: Box) -> Box:
    beside = grown(face, _BODY_BESIDE * face.width, 0)
    return Box(x0=beside.x0, y0=face.y1, x1=beside.x1, y1=face.y1 + _BODY_BELOW * face.height)


def _places(
    name: str,
    slot: FreeSlot,
    size: Extent,
    *,
    below: float,
    dear: float,
    format: Format,
    right: bool,
    ground: Ground,
    astride: bool,
) -> Iterator[Place]:
    """Every place where a slot could stand and covers no face, with what it costs, `dear` included.

    `below` is the room that the other slots take where all stand at one edge, in base pixels.
    """
    width, height = size.width / format.pixels[0], size.height / format.pixels[1]
    on_picture = _has_letters(slot)
    usual = "right" if right != (slot.side == "end") else "left"
    for edge, y0, more in heights(slot, height, below / format.pixels[1], format):
        x0, x1 = free(format, y0, y0 + height)
        for side in ("left", "right"):
            left = max(x1 - width, x0) if side == "right" else x0
            box = Box(x0=left, y0=y0, x1=min(left + width, x1), y1=y0 + height)
            if any(overlap(box, face) > 0 for face in ground.faces):
                continue
            if on_picture and not astride and 0.01 < _on(box, ground.at) < 0.99:
                continue
            cost = (
                dear
                + more
                + _cost(box, ground, on_picture=on_picture)
                + (0.0 if side == usual else _OTHER_SIDE)
            )
            yield Place(Slot(name=name, box=box, edge=edge, side=side), cost, side == usual)


def _has_letters(slot: FreeSlot) -> bool:
    """Whether letters of a slot stand on the picture itself."""
    return bool(LETTERS & set(slot.parts.values()))


def _cost(box: Box, ground: Ground, *, on_picture: bool) -> float:
    cost = _COVERS * _covered(box, ground.others) + _COVERS_BODY * _covered(box, ground.bodies)
    seen = ground.seen
    if ground.at != WHOLE:
        on = _on(box, ground.at)
        cost += _BESIDE * on + (_ASTRIDE if 0 < on < 1 else 0.0)
    if seen and seen.salient:
        cost += _HIDES * _level(seen.salient, box, ground) + _TAKES * _share(seen.salient, box, ground)
    if seen and seen.busy and on_picture:
        cost += _BUSY * _level(seen.busy, box, ground)
    return cost


def _covered(box: Box, others: Sequence[Box]) -> float:
    """How much of a box covers something else, or of something else is covered by it, 0..1."""
    return max((overlap(box, other) / min(area(box), area(other)) for other in others), default=0.0)


def _together(chosen: Sequence[Place]) -> float:
    """What some places cost as a whole: some at their own side and some not, or in an order in which nobody reads."""
    sides = {place.usual for place in chosen}
    heights = [place.slot.box.y0 for place in chosen]
    return _SIDES * (len(sides) - 1) + (_TURNED if heights != sorted(heights) else 0.0)


def _on(box: Box, at: Box) -> float:
    """How much of a box stands on the picture, 0..1."""
    return overlap(box, at) / area(box)


def _level(grid: Grid, box: Box, ground: Ground) -> float:
    """The mean level, 0..1, of a map under a box of the canvas; beside a picture that stands whole there is nothing."""
    part = clipped(box, ground.at)
    if part is None:
        return 0.0
    return mean(grid, shown(part, ground.at, ground.part)) / 255 * area(part) / area(box)


def _share(grid: Grid, box: Box, ground: Ground) -> float:
    """How much of all that a map shows in the frame lies under a box of the canvas, 0..1."""
    part = clipped(box, ground.at)
    every = mean(grid, ground.part) * area(ground.part)
    if part is None or not every:
        return 0.0
    under = shown(part, ground.at, ground.part)
    return min(mean(grid, under) * area(under) / every, 1.0)


def _best(places: Sequence[Sequence[Place]], *, apart: float) -> tuple[Place, ...] | None:
    """One place for each slot, none too near another, for the least cost."""
    return min(
        (chosen for chosen in product(*places) if _are_apart([place.slot.box for place in chosen], apart)),
        key=lambda chosen: sum(place.cost for place in chosen) + _together(chosen),
        default=None,
    )


def _are_apart(boxes: Sequence[Box], apart: float) -> bool:
    return not any(
        overlap(grown(one, 0, apart * 0.999), other) > 0
        for number, one in enumerate(boxes)
        for other in boxes[number + 1 :]
    )


def _toned(slot: Slot, ground: Ground) -> Slot:
    """Light letters, or dark ones where they need far less of a ground under them."""
    light = ground.seen.light if ground.seen else None
    part = clipped(slot.box, ground.at)
    if light is None or part is None or area(part) < area(slot.box) * 0.9:
        return slot
    return slot.model_copy(update={"tone": tones.tone(light, shown(part, ground.at, ground.part))})
