"""Where words stand that belong to one of several pictures: at a corner of its part that covers no face.

Boxes are in fractions of the canvas.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from ugc.geometry import clipped, grown, overlap
from ugc.model.creatives import Copy
from ugc.model.formats import Box, Format
from ugc.model.layout import Slot
from ugc.model.templates import Edge, FreeSlot, PictureSlot, Template
from ugc.plan.extents import Extent, reads_right_to_left
from ugc.plan.parts import sizes_of, unit_of
from ugc.plan.regions import begun_below
from ugc.plan.zones import free

_INSET = 24
"""Pixels of the shape's usual width between chips or letters and the edges of their picture; panels join its edge."""
_APART = 16
"""The same between two of them."""
_SIDES: tuple[Literal["left", "right"], ...] = ("left", "right")
_OTHER_CORNER = 0.25
"""What each corner costs more than the one before it, where hiding all that draws the eye costs 1."""


class _Room(NamedTuple):
    """The part of one picture in which words may stand."""

    box: Box
    format: Format
    right: bool
    """Whether its words are read from the right."""


def from_right(template: Template, words: Copy) -> bool:
    """Return whether the words that a template draws are read from the right; the credit does not say."""
    said = (words.said(field) for field in template.words if field not in ("credit", "platform"))
    return reads_right_to_left([text for text in said if text], words.language)


def spots(
    template: Template,
    words: Copy,
    parts: Sequence[tuple[PictureSlot, Box]],
    *,
    format: Format,
    faces: Sequence[Box] = (),
    hides: Callable[[Box], float] = lambda _: 0.0,
) -> tuple[Slot, ...]:
    """Return where the slots stand that belong to a picture, `parts` being where the pictures stand.

    A slot takes a corner, or the place under a slot before it, that covers no face and no slot before it: of those the
    one that hides least, or is named first. Where each of them covers something it takes its usual one, and the
    renderer refuses it. `hides` says what words in a box hide, 0..1.
    """
    unit = unit_of(template, format)
    right = from_right(template, words)
    found: list[Slot] = []
    for name, sizes in sizes_of(template, words, format=format).items():
        slot = template.slots[name]
        if slot.on is None or slot.on > len(parts):
            continue
        row, part = parts[slot.on - 1]
        if name != row.below:
            part = begun_below(row, part, {one.name: one.box for one in found})
        room = _room(slot, part, format=format, unit=unit, right=right)
        apart = _APART * unit / format.pixels[1]
        under = [one.box.y1 + 1.01 * apart for one in found] if "top" in slot.edges else []
        places = list(_places(name, slot, sizes[0], room, under)) if room else []
        clear = [place for place in places if not _covers(place.box, [*faces], [*found], apart)]
        if clear:
            _, best = min(
                (hides(place.box) + number * _OTHER_CORNER, number) for number, place in enumerate(clear)
            )
            found.append(clear[best])
        else:
            found += places[:1]
    return tuple(found)


def _room(slot: FreeSlot, part: Box, *, format: Format, unit: float, right: bool) -> _Room | None:
    inset = 0.0 if "panel" in slot.parts.values() else _INSET * unit
    inner = grown(part, -inset / format.pixels[0], -inset / format.pixels[1])
    box = clipped(inner, format.safe)
    return _Room(box, format, right) if box else None


def _places(name: str, slot: FreeSlot, size: Extent, room: _Room, under: Sequence[float]) -> Iterator[Slot]:
    """Every place of a slot: corners, the usual one first, then the heights `under` others.

    It may be wider than its picture, never higher.
    """
    wide, high = size.width / room.format.pixels[0], size.height / room.format.pixels[1]
    usual = "right" if (slot.side == "end") != room.right else "left"
    least, most = room.box.y0, max(room.box.y1 - high, room.box.y0)
    heights: list[tuple[Edge, float]] = [(edge, least if edge == "top" else most) for edge in slot.edges]
    heights += [("top", y0) for y0 in under if least < y0 <= most]
    for edge, y0 in heights:
        x0, x1 = free(room.format, y0, y0 + high)
        # A panel joins the edge of the canvas at its usual side; at the other it would lie across a second picture.
        sides = _SIDES if usual == "left" else _SIDES[::-1]
        for side in sides[:1] if "panel" in slot.parts.values() else sides:
            if side == "left":
                left = max(x0, room.box.x0)
                box = (left, min(left + wide, x1))
            else:
                end = min(x1, room.box.x1)
                box = (max(end - wide, x0), end)
            if box[1] > box[0]:
                yield Slot(
                    name=name, box=Box(x0=box[0], y0=y0, x1=box[1], y1=y0 + high), edge=edge, side=side
                )


def _covers(box: Box, faces: Sequence[Box], others: Sequence[Slot], apart: float) -> bool:
    return any(overlap(box, face) > 0 for face in faces) or any(
        overlap(grown(box, apart, apart), other.box) > 0 for other in others
    )
