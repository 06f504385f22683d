"""One clip: its words are placed and shaded on frames that stand for all, and ffmpeg makes the rest.

It decides nothing; the draft says it all.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ugc.errors import PlacementError
from ugc.geometry import WHOLE, in_pixels
from ugc.media import shades
from ugc.media.canvas import framed, stands_at
from ugc.media.film import Over, film
from ugc.media.frames import open_frames
from ugc.media.layers import as_png, laid_over
from ugc.media.measure import measure
from ugc.media.probe import probe
from ugc.model.conforming import FilmPlan, PicturePlan, Piece, SoundPlan
from ugc.model.creatives import Draft, Proof
from ugc.model.formats import Box
from ugc.model.layout import Framing, Placed
from ugc.model.measuring import seen_text
from ugc.model.probes import Probe
from ugc.model.takes import Take
from ugc.provenance import packet_tags, xmp_packet
from ugc.render.jobs import Job
from ugc.render.still import Drawn, Overlays, check_faces, draw, ground_of, refuse_problems

if TYPE_CHECKING:
    import numpy as np

_LOOKS = (0.0, 0.2, 0.45, 0.7, 0.95)
"""Where frames that stand for a clip are taken from, in parts of its length."""
_LOUDNESS, _TRUE_PEAK = -16.0, -1.5
"""LUFS and dBTP: the one figure that a platform is said to state, Snapchat's; most others play louder down to it."""
_LEAST_PATIENCE_S, _PATIENCE = 300.0, 60.0


class Filmed(NamedTuple):
    """What is known of a clip once it is made."""

    placed: tuple[Placed, ...]
    """Where its texts landed."""
    notes: tuple[str, ...]
    """What a person should know of its sound."""


def make(job: Job, overlays: Overlays, out: Path, *, told: Callable[[float], None] | None = None) -> Filmed:
    """Write a clip's creative to `out`, hold it against its placements, and return what is known of it then.

    `told` is given the part of it, 0..1, that is made so far. Raises PlacementError when a placement would not take it,
    or a text would stand on a face or under an interface, and what `ugc.media.film` raises.
    """
    draft = job.work.draft
    taken = draft.take
    assert taken
    clips = [(original.path, probe(original.path)) for original in job.originals]
    drawn = overlays.drawn(job.template, dict(job.words), pixels=draft.pixels, scale=draft.scale)
    layer, placed = _words(job, drawn, list(_frames(job, taken)))
    if isinstance(job.work, Proof):
        mark = overlays.proof_mark(dict(job.words), pixels=draft.pixels, scale=draft.scale)
        laid_over(layer, mark.layer, top=mark.top)
    check_faces(draft, placed, template=job.template.name)
    packet = xmp_packet(job.work.label)
    plan = _plan(job, [found for _, found in clips], taken)
    notes = film(
        clips,
        plan,
        out,
        overs=[Over(as_png(layer))],
        tags=packet_tags(packet),
        xmp=packet,
        patience_s=_LEAST_PATIENCE_S + _PATIENCE * taken.seconds,
        told=(lambda seconds: told(min(seconds / plan.seconds, 1.0))) if told else None,
    )
    _check(job, out, placed)
    return Filmed(placed, notes)


def _frames(job: Job, taken: Take) -> "Iterator[np.ndarray[Any, Any]]":
    """Frames of what is taken, as they stand on the canvas."""
    draft = job.work.draft
    times: dict[int, list[float]] = {}
    for part in _LOOKS:
        framing, at = _shown_at(draft, part * taken.seconds)
        times.setdefault(framing.source, []).append(at)
    for source, every in times.items():
        pictures = open_frames(job.originals[source].path, every)
        for picture, at in zip(pictures, every, strict=True):
            framing = next(one for one in draft.framings if one.source == source and _holds(one, at))
            if framing.during is None:
                yield draw([picture], job)
            else:
                yield framed(picture, at_time(framing, at), draft.pixels, colour=_colour(job))


def _shown_at(draft: Draft, at: float) -> tuple[Framing, float]:
    """The framing that is shown so many seconds after the beginning, and the time of its source then."""
    assert draft.take
    for framing in draft.framings:
        if framing.during is None:
            return framing, draft.take.start + at
        begin, end = framing.during
        if at < end - begin or framing is draft.framings[-1]:
            return framing, min(begin + at, end)
        at -= end - begin
    raise ValueError("a clip without a framing")


def _holds(framing: Framing, at: float) -> bool:
    return framing.during is None or framing.during[0] - 0.001 <= at <= framing.during[1] + 0.001


def at_time(framing: Framing, at: float) -> Framing:
    """Return a framing as it is at a second of its source, its window where the path has brought it."""
    points = framing.path
    if not points:
        return framing
    before = points[0]
    x, y = points[-1][1:]
    for point in points:
        if point[0] >= at:
            part = (at - before[0]) / (point[0] - before[0]) if point[0] > before[0] else 1.0
            part = min(max(part, 0.0), 1.0)
            x, y = (before[axis] + (point[axis] - before[axis]) * part for axis in (1, 2))
            break
        before = point
    box = Box(x0=x, y0=y, x1=x + framing.box.width, y1=y + framing.box.height)
    return framing.model_copy(update={"box": box})


def _words(
    job: Job, drawn: Drawn, frames: "list[np.ndarray[Any, Any]]"
) -> "tuple[np.ndarray[Any, Any], tuple[Placed, ...]]":
    """The layer of shades and words, and the texts with the least contrast that they have on any of the frames."""
    veils = shades.veils(frames, drawn.shades, drawn.placed)
    for frame in frames:
        shades.veil(frame, veils)
    layer = shades.veil_layer(veils, job.work.draft.pixels)
    laid_over(layer, drawn.layer, top=drawn.top)
    placed = []
    for text in drawn.placed:
        found = [ratio for frame in frames if (ratio := shades.contrast(frame, text)) is not None]
        placed.append(text.model_copy(update={"contrast": min(found, default=None)}))
    return layer, tuple(placed)


def _plan(job: Job, found: list[Probe], taken: Take) -> FilmPlan:
    draft = job.work.draft
    first = draft.framings[0]
    stands = [one for one in draft.framings if one.mode == "fit"]
    in_part = first.mode == "cover" and first.at is not None and first.at != WHOLE
    return FilmPlan(
        size=draft.pixels,
        pieces=tuple(_piece(draft, framing, found[framing.source]) for framing in draft.framings),
        backdrop="colour" if in_part else (stands or [first])[0].backdrop,
        colour=ground_of(job) if in_part else _colour(job),
        picture=_picture(draft, taken),
        sound=SoundPlan(loudness=_LOUDNESS, true_peak=_TRUE_PEAK) if taken.audio == "keep" else None,
    )


def _piece(draft: Draft, framing: Framing, found: Probe) -> Piece:
    assert draft.take
    begin, end = framing.during or (draft.take.start, draft.take.start + draft.take.seconds)
    at = None
    if framing.mode == "fit":
        at = stands_at(framing, (found.width, found.height), draft.pixels)
    elif framing.at and framing.at != WHOLE:
        at = in_pixels(framing.at, draft.pixels)
    return Piece(
        source=framing.source,
        start=begin,
        seconds=round(end - begin, 4),
        part=framing.box,
        path=tuple((round(time - begin, 4), x, y) for time, x, y in framing.path),
        at=_even(at) if at else None,
    )


def _colour(job: Job) -> str:
    return str(job.words["brand"]["ink"])


def _picture(draft: Draft, taken: Take) -> PicturePlan:
    most = None
    if draft.max_bytes:  # a tenth is kept free for the sound, the index and what one second may save up
        most = max(int(draft.max_bytes * 8 * 0.9 / taken.seconds / 1000) - 192, 1)
    return PicturePlan(fps=taken.fps, max_kbps=most if most and most < 50_000 else None)


def _even(box: Box) -> tuple[int, int, int, int]:
    """To whole pixels of the colour planes, which have half as many."""
    left, top, right, bottom = (round(edge / 2) * 2 for edge in (box.x0, box.y0, box.x1, box.y1))
    return left, top, right, bottom


def _check(job: Job, out: Path, placed: tuple[Placed, ...]) -> None:
    """Measure the finished clip, and hold it against its placements by the rules that `ugc check` uses."""
    draft = job.work.draft
    words = tuple(seen_text(text, draft.pixels) for text in placed)
    measured = measure(out).model_copy(update={"words": words, "disclosure": draft.copy_text.disclosure})
    if measured.probe.width != draft.pixels[0] or measured.probe.height != draft.pixels[1]:
        size = f"{measured.probe.width}x{measured.probe.height}"
        raise PlacementError(f"The clip came out at {size} and not as planned.", hint="Please report it.")
    refuse_problems(job.rules(measured))
