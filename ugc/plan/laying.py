"""How pictures and words are laid out on a canvas: in parts of it, one over all of it, or a clip over its time."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from ugc.geometry import NEARLY, WHOLE, cover_box
from ugc.model.creatives import Copy
from ugc.model.formats import Box, Format
from ugc.model.layout import Framing, Slot
from ugc.model.motion import Stretch
from ugc.model.seen import Seen
from ugc.model.templates import PictureSlot, Template
from ugc.plan import clips
from ugc.plan.arranging import arrange, faces_shown
from ugc.plan.framing import Look, frame
from ugc.plan.regions import Shot, begun_below, hidden, place, places
from ugc.plan.regions import faces_shown as faces_in_part
from ugc.plan.spots import from_right, spots

_SHOWS_WHOLE = "the template shows pictures whole"
_COVERED = "in a crop its words would cover what must be seen"
_WHOLE = Framing(mode="cover", box=WHOLE, kept=1.0, scale=1.0, why="")


class Laid(NamedTuple):
    """A canvas with all that stands on it."""

    canvas: tuple[int, int]
    """Pixels."""
    framings: tuple[Framing, ...]
    slots: tuple[Slot, ...]
    faces: tuple[Box, ...]
    """In fractions of the canvas."""


def lay_out(
    shots: Sequence[Shot],
    template: Template,
    words: Copy,
    *,
    format: Format,
    look: Look,
    taken: Stretch | None = None,
) -> Laid:
    """Lay out pictures, or a clip of which `taken` is shown, with the words that a template draws."""
    parts = places(template, format, count=len(shots), right=from_right(template, words))
    if parts:
        return _in_parts(shots, parts, template, words, format=format, look=look)
    shot = shots[0]
    found = clips.parts(shot, taken, format=format, look=look) if taken and template.fit == "cover" else ()
    if not found:
        return _framed(shot, shot.seen, template, words, format=format, look=look)
    why = clips.mostly_whole(found)
    if why is None:
        slots = arrange_over(
            template, words, clips.on_canvas(found, shot, format=format, look=look), format=format
        )
        if slots is not None:
            framings = clips.framings(found, shot, format=format, look=look)
            seen = clips.on_canvas(found, shot, format=format, look=look)
            return Laid(format.pixels, framings, slots, seen.boxes("face"))
        why = _COVERED
    return _framed(shot, clips.over_time(shot), template, words, format=format, look=look, whole=why)


def arrange_over(template: Template, words: Copy, seen: Seen, *, format: Format) -> tuple[Slot, ...] | None:
    """Return where words stand that lie over several stretches, `seen` being what is on the canvas over their time.

    None where every place would cover a face.
    """
    return arrange(
        template, words, format=format, framing=_WHOLE, source=format.pixels, seen=seen, focus=None
    )


def _in_parts(
    shots: Sequence[Shot],
    parts: Sequence[tuple[PictureSlot, Box]],
    template: Template,
    words: Copy,
    *,
    format: Format,
    look: Look,
) -> Laid:
    usual = {slot.name: slot.box for slot in spots(template, words, parts, format=format)}
    framings = tuple(
        place(
            shot,
            row,
            begun_below(row, at, usual),
            format=format,
            template=template,
            look=look,
            words=tuple(usual.values()),
        )
        for shot, (row, at) in zip(shots, parts, strict=True)
    )
    faces, hides = _faces(shots, framings, format=format), partial(hidden, shots, framings)
    slots = spots(template, words, parts, format=format, faces=faces, hides=hides)
    return Laid(format.pixels, framings, slots, faces)


def _framed(
    shot: Shot,
    seen: Seen | None,
    template: Template,
    words: Copy,
    *,
    format: Format,
    look: Look,
    whole: str | None = None,
) -> Laid:
    """Frame a picture on the format's large canvas where what is shown of it has the pixels, else on its usual one."""
    media = shot.media
    whole = whole or (_SHOWS_WHOLE if template.fit == "fit" else None)
    for canvas in _canvases(shot, format):
        for astride in (False, True):
            framing, slots = frame(
                media,
                format=format,
                canvas=canvas,
                seen=seen,
                look=look,
                whole=whole,
                arrange=partial(
                    arrange,
                    template,
                    words,
                    format=format,
                    source=(media.width, media.height),
                    seen=seen,
                    focus=media.focus,
                    astride=astride,
                ),
            )
            if slots is not None:
                break
        if framing.scale <= 1 + NEARLY:
            break
    return Laid(
        canvas, (framing,), slots or (), _faces([shot._replace(seen=seen)], (framing,), format=format)
    )


def _faces(shots: Sequence[Shot], framings: Sequence[Framing], *, format: Format) -> tuple[Box, ...]:
    if len(framings) > 1 or (framings[0].mode == "cover" and framings[0].at):
        return tuple(
            face for shot, one in zip(shots, framings, strict=True) for face in faces_in_part(shot, one)
        )
    media, seen = shots[0].media, shots[0].seen
    source = media.width, media.height
    return faces_shown(framings[0], format=format, source=source, seen=seen, focus=media.focus)


def _canvases(shot: Shot, format: Format) -> tuple[tuple[int, int], ...]:
    """The sizes to try: the large one first where a crop of the whole picture has as many pixels."""
    media = shot.media
    if format.large:
        box = cover_box((media.width, media.height), format.large)
        if box.width * media.width >= format.large[0] and box.height * media.height >= format.large[1]:
            return format.large, format.pixels
    return (format.pixels,)
