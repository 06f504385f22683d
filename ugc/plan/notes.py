"""What a person should know of a draft, in sentences: what was cut off, enlarged, or is not drawn."""

from collections.abc import Iterator, Sequence

from ugc.model.creatives import Copy, ImageType
from ugc.model.formats import Format
from ugc.model.layout import Framing
from ugc.model.templates import Template
from ugc.plan.regions import Shot

NAMES = {
    "credit": "credit line",
    "platform": "platform",
    "headline": "headline",
    "cta": "call to action",
}
"""The fields of the words that a template may draw, as people call them."""

_ENLARGED = 1.02
"""Canvas pixels per source pixel above which an enlargement is worth saying."""
_MUCH = 0.75
"""Share of a picture that is kept, below which a person should look at what was cut off."""


def notes(
    shots: Sequence[Shot], framings: Sequence[Framing], format: Format, type: ImageType | None
) -> tuple[str, ...]:
    found: list[str] = []
    for number, (shot, framing) in enumerate(with_shots(shots, framings), 1):
        which = _which(shots, framings, framing, number)
        found += (which + note for note in _about(shot, framing))
    for crop in format.crops if format.within_crops else ():
        top = round(crop.box.y0 * format.pixels[1])
        found.append(f"Also crops to {crop.format} ({crop.ratio}) from y {top}, with every word inside.")
    for placement in format.placements:
        if type and type not in placement.types:
            found.append(f"{placement.name} takes {' or '.join(placement.types)}, not {type}.")
    return tuple(found)


def _which(shots: Sequence[Shot], framings: Sequence[Framing], framing: Framing, number: int) -> str:
    """What a note is about, where it could be several things."""
    if framing.during is None or len(framings) == 1:
        return f"Picture {number}: " if len(shots) > 1 else ""
    when = f"{framing.during[0]:.1f} to {framing.during[1]:.1f} s"
    role = shots[framing.source].role if len(shots) > 1 else ""
    if shots[framing.source].media.kind == "image":
        return f"Picture {framing.source + 1}: "
    return f"{role.capitalize()}, {when}: " if role else f"{when}: "


def _about(shot: Shot, framing: Framing) -> Iterator[str]:
    if framing.mode == "fit":
        yield f"Not cropped: {framing.why}."
    elif framing.kept < _MUCH:
        yield f"Cropped: {framing.kept:.0%} of the picture is kept."
    yield from framing.lost
    if framing.scale > _ENLARGED:
        size = f"{shot.media.width}x{shot.media.height}"
        yield f"Enlarged {framing.scale:.1f} times: the source has {size} pixels."


def with_shots(shots: Sequence[Shot], framings: Sequence[Framing]) -> list[tuple[Shot, Framing]]:
    """Return each framing with what it shows: a clip's follow each other, pictures stand side by side."""
    if any(framing.during for framing in framings):
        return [(shots[framing.source], framing) for framing in framings]
    return list(zip(shots, framings, strict=True))


def left_out(template: Template, words: Copy) -> tuple[str, ...]:
    """Say which words there are that the template does not draw; a platform's name is nobody's words."""
    return tuple(
        f"Template {template.name} draws no {name}."
        for field, name in NAMES.items()
        if field != "platform" and getattr(words, field) and field not in template.words
    )
