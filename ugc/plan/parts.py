"""How large the slots of a template become with the words of one creative."""

from ugc.model.creatives import Copy
from ugc.model.formats import Format
from ugc.model.templates import FreeSlot, Template
from ugc.plan.extents import Extent, advance, extent, fits

_COLUMN = 0.42
"""A narrow column, as a part of the safe zone's width."""


def sizes_of(
    template: Template, words: Copy, *, format: Format, beside: float = 0.0
) -> dict[str, tuple[Extent, ...]]:
    """Return the most that each free slot takes, in base pixels: over the whole safe zone and in a narrow column.

    `beside` is how wide the safe zone is beside a picture that stands whole, in base pixels: as wide as that is the
    column, where it is wider than usual, and letters may be as small there as they can be. Slots without words are left
    out, and so is a column in which they do not fit.
    """
    if template.sizes is None:
        return {}
    room = format.safe.width * format.pixels[0]
    found: dict[str, tuple[Extent, ...]] = {}
    for name, slot in template.slots.items():
        if any(_text(words, field) for field in slot.parts):
            if slot.size:
                found[name] = (_stated(template, slot, words, format=format, room=room),)
                continue
            columns = [(room, False)]
            if slot.anywhere:
                columns.append((max(room * _COLUMN, beside), False))
                columns += [(beside, True)] if beside else []
            taken = [
                _taken(template, slot, words, format=format, room=column, least=least)
                for column, least in columns
            ]
            found[name] = tuple(dict.fromkeys(size for size in taken if size))
    return {name: sizes for name, sizes in found.items() if sizes}


def _stated(template: Template, slot: FreeSlot, words: Copy, *, format: Format, room: float) -> Extent:
    """The size that a template gives a slot with these words, no wider than the safe zone."""
    assert template.sizes is not None
    shape, unit = template.sizes.shape(format.pixels)
    width, height = slot.size.get(shape) or next(iter(slot.size.values()))
    wide = width if slot.on is None else min(width, _one_line(template, slot, words, shape))
    height -= slot.less.get(shape, 0) * sum(not _text(words, field) for field in slot.parts)
    return Extent(min(wide * unit, room), height * unit)


def _one_line(template: Template, slot: FreeSlot, words: Copy, shape: str) -> float:
    """The most that a panel on one of several pictures takes across, its texts on one line each, with 48 at its end."""
    assert template.sizes is not None
    sizes = {
        field: template.sizes.type["credit" if field == "credit" else "headline"] for field in slot.parts
    }
    return max(advance(_text(words, field)) * sizes[field][shape][0] for field in slot.parts) + 48


def _taken(
    template: Template, slot: FreeSlot, words: Copy, *, format: Format, room: float, least: bool
) -> Extent | None:
    """The most that a slot takes in a column, its parts one above the other; None where they do not fit into it.

    With letters as large as usual, or as small as they can be: `least`.
    """
    sizes = template.sizes
    assert sizes is not None
    shape, unit = sizes.shape(format.pixels)
    parts = []
    for field, kind in slot.parts.items():
        text = _text(words, field)
        if text:
            part = extent(kind, text, sizes=sizes, shape=shape, unit=unit, room=room, least=least)
            if room < format.safe.width * format.pixels[0] and not fits(
                kind, text, sizes=sizes, shape=shape, unit=unit, room=room
            ):
                return None
            parts.append(part)
    gaps = sizes.gap * unit * (len(parts) - 1)
    return Extent(max(part.width for part in parts), sum(part.height for part in parts) + gaps)


def _text(words: Copy, field: str) -> str:
    """What stands in a part; the platform stands behind the credit."""
    text = words.said(field) or ""
    if field == "credit" and text and words.platform and words.platform.casefold() not in text.casefold():
        return f"{text}\u00a0· {words.platform}"
    return text


def unit_of(template: Template, format: Format) -> float:
    """Return base pixels per pixel of the usual width of the canvas's shape."""
    return template.sizes.shape(format.pixels)[1] if template.sizes else 1.0
