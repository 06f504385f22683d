"""How pictures and words are laid out on a canvas: in parts of it, one over all of it, or a clip over its time."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from ugc.geometry import NEARLY, WHOLE, cover_box
from ugc.model.creatives import Copy
from ugc.model.formats import Box, Format
from ugc.model.layout import Framing, Slot, Turn
from ugc.model.seen import Seen, Sight
from ugc.model.templates import PictureSlot, Template
from ugc.model.watched import Stretch
from ugc.plan import clips, strolls
from ugc.plan.arranging import arrange, faces_shown
from ugc.plan.framing import Look, frame
from ugc.plan.regions import Shot, begun_below, hidden, place, places
from ugc.plan.regions import faces_shown as faces_in_part
from ugc.plan.spots import from_right, spots

_SHOWS_WHOLE = "the template shows pictures whole"
_COVERED = "in a crop its words would cover what must be seen"
_UNWATCHED = "nobody has watched it"
_LEAST_PANNED = 0.28
"""The part of a picture that a crop keeps at least where it is panned over."""
_WHOLE = Framing(mode="cover", box=WHOLE, kept=1.0, scale=1.0, why="")


class Laid(NamedTuple):
    """A canvas with all that stands on it."""

    canvas: tuple[int, int]
    """Pixels."""
    framings: tuple[Framing, ...]
    slots: tuple[Slot, ...]
    faces: tuple[Box, ...]
    """In fractions of the canvas."""
    turns: tuple[Turn, ...] = ()
    """Where words stand one after another, where no place serves all that is shown."""


def lay_out(
    shots: Sequence[Shot],
    template: Template,
    words: Copy,
    *,
    format: Format,
    look: Look,
    taken: Sequence[Stretch] = (),
) -> Laid:
    """Lay out pictures, or clips of which `taken` are shown one after another, with the words that a template draws."""
    parts = places(template, format, count=len(shots), right=from_right(template, words))
    if parts:
        return _in_parts(shots, parts, template, words, format=format, look=look)
    if len(taken) > 1 or (taken and shots[0].media.kind == "image"):
        return _in_turn(shots, taken, template, words, format=format, look=look)
    shot = shots[0]
    found = clips.parts(shot, taken[0], format=format, look=look) if taken and template.fit == "cover" else ()
    if not found:
        return _framed(shot, shot.seen, template, words, format=format, look=look)
    why = clips.mostly_whole(found)
    if why is None:
        framings = clips.framings(found, shot, format=format, look=look)
        seen = clips.on_canvas(found, framings, shot)
        slots = _arranged(template, words, seen, format=format)
        if slots is not None:
            return Laid(format.pixels, framings, slots, seen.boxes("face"))
        why = _COVERED
    return _framed(shot, clips.over_time(shot), template, words, format=format, look=look, whole=why)


def _in_turn(
    shots: Sequence[Shot],
    taken: Sequence[Stretch],
    template: Template,
    words: Copy,
    *,
    format: Format,
    look: Look,
) -> Laid:
    """Clips and pictures one after another: words keep one place over all of them, else change it with each."""
    whole = _SHOWS_WHOLE if template.fit == "fit" else None
    detectors = shots[0].seen.detectors if shots[0].seen else {}
    every = [
        _turn(shot, stretch, number, whole, format=format, look=look)
        for number, (shot, stretch) in enumerate(zip(shots, taken, strict=True))
    ]
    sights = tuple(sight for _, seen in every for sight in seen.sights)
    slots = _arranged(template, words, Seen(detectors=detectors, sights=sights), format=format)
    faces = tuple(sight.box for sight in sights)
    if slots is not None:
        return Laid(format.pixels, tuple(one for found, _ in every for one in found), slots, faces)
    turns: list[Turn] = []
    framings: list[Framing] = []
    for number, (shot, stretch) in enumerate(zip(shots, taken, strict=True)):
        found, seen = every[number]
        own = _arranged(template, words, seen, format=format)
        if own is None:
            found, seen = _turn(shot, stretch, number, _COVERED, format=format, look=look)
            own = _arranged(template, words, seen, format=format)
        begin = turns[-1].end if turns else 0.0
        end = round(begin + stretch.seconds, 4)
        turns.append(Turn(start=begin, end=end, slots=own or (), faces=seen.boxes("face")))
        framings += found
    return Laid(format.pixels, tuple(framings), turns[0].slots, faces, tuple(turns))


def _turn(
    shot: Shot, stretch: Stretch, number: int, whole: str | None, *, format: Format, look: Look
) -> tuple[tuple[Framing, ...], Seen]:
    """One of several clips or pictures, and the faces on the canvas during its turn."""
    if shot.media.kind == "image":
        wider = look.model_copy(update={"least_kept": min(look.least_kept, _LEAST_PANNED)})
        framing, _ = frame(
            shot.media,
            format=format,
            canvas=format.pixels,
            seen=shot.seen,
            look=wider,
            whole=whole,
            arrange=lambda framing: framing,
        )
        framing = strolls.moved(shot, framing, number=number, seconds=stretch.seconds)
        boxes = _faces([shot], (framing.model_copy(update={"during": None}),), format=format)
        return (framing,), Seen(sights=tuple(Sight(kind="face", box=box, by="faces") for box in boxes))
    found = clips.parts(shot, stretch, format=format, look=look)
    why = whole or (clips.mostly_whole(found) if found else _UNWATCHED)
    if why:
        found = (clips.Part(stretch, None, clips.faces_of_all(shot), why),)
    framings = clips.framings(found, shot, format=format, look=look, source=number)
    return framings, clips.on_canvas(found, framings, shot)


def _arranged(template: Template, words: Copy, seen: Seen, *, format: Format) -> tuple[Slot, ...] | None:
    """Where words stand over time, `seen` being what is on the canvas then; None where each place covers a face."""
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
