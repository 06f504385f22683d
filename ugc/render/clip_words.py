"""What is laid over a clip: the words of its template, still or moving, its captions, its end card, a proof's mark."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ugc.errors import PlacementError
from ugc.geometry import overlap
from ugc.media import shades
from ugc.media.busyness import is_busy
from ugc.media.film import Moving, Over
from ugc.media.layers import as_png, laid_over, with_colour_beyond
from ugc.media.png_clip import Shown, write_strip
from ugc.model.layout import Placed, Turn
from ugc.model.templates import Template
from ugc.render.animations import Moved
from ugc.render.captioning import captions
from ugc.render.jobs import Job, told_slots
from ugc.render.sampling import frames, opened, spans
from ugc.render.still import Drawn, Overlays, check_faces, draw, lay_over, made_legible

if TYPE_CHECKING:
    import numpy as np

_CARD_AT = 0.6
"""Where in its last source the frame lies that an end card shows."""


class Laid(NamedTuple):
    """What is laid over a clip, where its texts landed, and what a person should know of it."""

    overs: tuple[Over | Moving, ...]
    placed: tuple[Placed, ...]
    notes: tuple[str, ...] = ()


def words_over(job: Job, overlays: Overlays) -> Laid:
    """Return the words of a clip's template over its frames, once or in turns.

    Raises PlacementError for a text that would stand on a face.
    """
    draft = job.work.draft
    body = _body(job)
    first = Turn(start=0.0, end=body, slots=draft.slots, faces=draft.faces)
    made = []
    for turn in draft.turns or (first,):
        data = dict(job.words)
        if draft.turns:
            data["slots"] = told_slots(turn.slots)
        drawn = overlays.drawn(job.template, data, pixels=draft.pixels, scale=draft.scale)
        layer, placed = _shaded(job, drawn, list(frames(job, turn.start, turn.end)))
        check_faces(turn.faces, draft.pixels, placed, template=job.template.name)
        last = turn.end >= body - 0.001 and draft.ending is None
        end = None if last else turn.end
        moves, rest, notes = _moves(
            job, overlays, job.template, data, start=turn.start, seconds=turn.end - turn.start
        )
        laid_over(layer, drawn.layer if rest is None else rest, top=drawn.top if rest is None else 0)
        still = Over(as_png(with_colour_beyond(layer)), start=turn.start or None, end=end)
        made.append(Laid((still, *(_until(move, end) for move in moves)), placed, notes))
    return Laid(
        tuple(over for one in made for over in one.overs),
        tuple(text for one in made for text in one.placed),
        tuple(dict.fromkeys(note for one in made for note in one.notes)),
    )


def captions_over(job: Job, overlays: Overlays, placed: tuple[Placed, ...], strip: Path) -> Laid:
    """Return the captions of a clip, as one small clip that is written to `strip`.

    Raises PlacementError where they would stand on the template's words, which landed as `placed`: planning knows the
    room of those that it places, and not of others.
    """
    draft, track = job.work.draft, job.work.draft.captions
    if track is None or not track.cues:
        return Laid((), ())
    canvases = list(frames(job, 0.0, _body(job)))
    drawn = captions(
        track.cues,
        overlays.typesetter,
        {**job.words, "language": track.language},
        pixels=draft.pixels,
        scale=draft.scale,
        lane=track.lane,
        style=track.style,
        ground="box" if is_busy(canvases, track.lane.box) else "stroke",
        lit=track.highlight,
        frames=canvases,
    )
    for said in drawn.placed:
        over = next((text for text in placed if overlap(said.box, text.box) > 0), None)
        if over:
            raise PlacementError(
                f"The captions would stand on the {over.role} of template {job.template.name}.",
                hint="Take another template, or render without captions.",
            )
    shown_as = [Shown(over.png, over.start or 0.0, over.end or 0.0) for over in drawn.overs]
    begin = write_strip(shown_as, strip)
    return Laid((Moving(strip, drawn.overs[0].top, begin, stays=False),), drawn.placed)


def end_card(job: Job, overlays: Overlays, out: Path) -> Laid:
    """Write the picture of a clip's end card to `out`, a PNG of the canvas's size; return what moves over it.

    Raises PlacementError when a text of it would stand on a face.
    """
    draft, card = job.work.draft, job.card
    assert draft.take
    assert draft.ending
    assert card
    begin, end = spans(draft)[-1]
    picture = opened(job, draft.framings[-1].source, [begin + _CARD_AT * (end - begin)])[0]
    drawn_as = job.work.model_copy(update={"draft": draft.ending})
    canvas = draw([picture], replace(job, work=drawn_as, template=card.template, words=card.words))
    drawn = overlays.drawn(card.template, dict(card.words), pixels=draft.pixels, scale=draft.ending.scale)
    placed = made_legible(canvas, drawn)
    check_faces(draft.ending.faces, draft.pixels, placed, template=card.template.name)
    body = _body(job)
    seconds = draft.take.seconds - body
    moves, rest, notes = _moves(job, overlays, card.template, dict(card.words), start=body, seconds=seconds)
    lay_over(canvas, drawn if rest is None else drawn._replace(layer=rest, top=0))
    out.write_bytes(as_png(canvas))
    return Laid(moves, placed, notes)


def mark_over(job: Job, overlays: Overlays) -> Over:
    """Return the mark of a proof, which stands over all of it."""
    draft = job.work.draft
    mark = overlays.proof_mark(dict(job.words), pixels=draft.pixels, scale=draft.scale)
    return Over(as_png(mark.layer), top=mark.top)


def _body(job: Job) -> float:
    """How long a clip lasts without its end card."""
    return sum(end - begin for begin, end in spans(job.work.draft))


def _moves(
    job: Job, overlays: Overlays, template: Template, data: dict[str, Any], *, start: float, seconds: float
) -> "tuple[tuple[Moving, ...], np.ndarray[Any, Any] | None, tuple[str, ...]]":
    """What moves of a template, and what stands still of it meanwhile; None where all of it does. And what to say."""
    draft = job.work.draft
    if template.motion is None or overlays.animations is None or draft.take is None:
        return (), None, ()
    fps = draft.take.fps
    got = overlays.animations.moving(
        template, data, pixels=draft.pixels, scale=draft.scale, fps=fps, seconds=round(seconds, 3)
    )
    if not isinstance(got, Moved):
        return (), None, (got.why,)
    moves = tuple(
        Moving(move.path, move.top, start + move.start, None if move.end is None else start + move.end)
        for move in got.moves
    )
    return moves, got.rest, ()


def _until(move: Moving, end: float | None) -> Moving:
    """A move that does not outlast its turn."""
    return move._replace(end=end) if move.end is None else move


def _shaded(
    job: Job, drawn: Drawn, canvases: "list[np.ndarray[Any, Any]]"
) -> "tuple[np.ndarray[Any, Any], tuple[Placed, ...]]":
    """The layer of shades under words, and the texts with the least contrast that they have on any of the frames."""
    veils = shades.veils(canvases, drawn.shades, drawn.placed)
    for canvas in canvases:
        shades.veil(canvas, veils)
    placed = []
    for text in drawn.placed:
        found = [ratio for canvas in canvases if (ratio := shades.contrast(canvas, text)) is not None]
        placed.append(text.model_copy(update={"contrast": min(found, default=None)}))
    return shades.veil_layer(veils, job.work.draft.pixels), tuple(placed)
