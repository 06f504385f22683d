"""One clip: its words are placed and shaded on frames that stand for all, and ffmpeg makes the rest.

It decides nothing; the draft says it all.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from ugc.errors import PlacementError
from ugc.files import PART_PREFIX
from ugc.geometry import WHOLE, in_pixels, shown, union
from ugc.media.canvas import framed, stands_at
from ugc.media.film import film
from ugc.media.film_sound import LaidOn
from ugc.media.layers import as_png
from ugc.media.measure import measure
from ugc.media.mixing import Piece as SoundPiece
from ugc.media.pixels import open_picture
from ugc.media.probe import probe
from ugc.model.conforming import FilmPlan, PicturePlan, Piece, SoundPlan
from ugc.model.creatives import Draft, Proof
from ugc.model.formats import Box
from ugc.model.layout import Framing, Placed
from ugc.model.measuring import seen_text
from ugc.model.probes import Probe
from ugc.model.takes import Take, laid_sound
from ugc.provenance import packet_tags, xmp_packet
from ugc.render.clip_words import captions_over, end_card, mark_over, words_over
from ugc.render.jobs import Job
from ugc.render.sampling import spans
from ugc.render.still import Overlays, ground_of, refuse_problems

_LOUDNESS, _TRUE_PEAK = -16.0, -1.5
"""LUFS and dBTP: the one figure that a platform is said to state, Snapchat's; most others play louder down to it."""
_FADE_S = 0.4
"""Seconds in which one picture becomes the next."""
_LEAST_PATIENCE_S, _PATIENCE = 300.0, 60.0


class Filmed(NamedTuple):
    """What is known of a clip once it is made."""

    placed: tuple[Placed, ...]
    """Where its texts landed."""
    notes: tuple[str, ...]
    """What a person should know of its sound."""


def make(job: Job, overlays: Overlays, out: Path, *, told: Callable[[float], None] | None = None) -> Filmed:
    """Write a clip's creative to `out`, hold it against its placements, and return what is known of it then.

    `told` is given the seconds that are made so far. Raises PlacementError when a placement would not take it,
    or a text would stand on a face or under an interface, and what `ugc.media.film` raises.
    """
    draft = job.work.draft
    assert draft.take
    words = words_over(job, overlays)
    packet = xmp_packet(job.work.label)
    with tempfile.TemporaryDirectory(prefix=PART_PREFIX) as folder:
        footage = [_footage(job, number, Path(folder)) for number in range(len(job.originals))]
        parts = [words, captions_over(job, overlays, words.placed, Path(folder) / "captions.mov")]
        if draft.ending:
            card = Path(folder) / "card.png"
            parts.append(end_card(job, overlays, card))
            footage.append((card, probe(card)))
        overs = [over for part in parts for over in part.overs]
        overs += [mark_over(job, overlays)] if isinstance(job.work, Proof) else []
        plan = film_plan(job, [found for _, found in footage])
        notes = film(
            footage,
            plan,
            out,
            overs=overs,
            laid=_laid_on(job),
            tags=packet_tags(packet),
            xmp=packet,
            patience_s=_LEAST_PATIENCE_S + _PATIENCE * draft.take.seconds,
            told=told,
        )
    placed = tuple(text for part in parts for text in part.placed)
    _check(job, out, placed)
    return Filmed(placed, (*dict.fromkeys(note for part in parts for note in part.notes), *notes))


def _laid_on(job: Job) -> LaidOn | None:
    """The licensed sound that is laid on a clip; None where none is."""
    sound = laid_sound(job.work.draft.take)
    if sound is None or job.laid is None:
        return None
    return LaidOn(SoundPiece(job.laid, sound.ext), SoundPlan(loudness=_LOUDNESS, true_peak=_TRUE_PEAK))


def _footage(job: Job, number: int, room: Path) -> tuple[Path, Probe]:
    """What ffmpeg reads of a source: a clip as it is; of a picture, the part that is shown, large enough to move in."""
    path = job.originals[number].path
    found = probe(path)
    if found.kind == "video":
        return path, found
    draft = job.work.draft
    framing = next(one for one in draft.framings if one.source == number)
    large = draft.pixels[0] * 2, draft.pixels[1] * 2
    picture = open_picture(path)
    if framing.mode == "fit":
        shown = framed(picture, framing, large, colour=_colour(job))
    else:
        part = union([framing.box, framing.ends or framing.box])
        across, down = part.width / framing.box.width, part.height / framing.box.height
        shown = picture.render(part, (round(large[0] * max(across, 1)), round(large[1] * max(down, 1))))
    still = room / f"picture{number}.png"
    still.write_bytes(as_png(shown))
    return still, probe(still)


def film_plan(job: Job, found: list[Probe]) -> FilmPlan:
    """Return how ffmpeg makes a job's clip; `found` are the probes of its sources, and of its end card after them."""
    draft = job.work.draft
    assert draft.take
    first = draft.framings[0]
    stands = [one for one in draft.framings if one.mode == "fit"]
    in_part = first.mode == "cover" and first.at is not None and first.at != WHOLE
    pieces = [
        _piece(draft, framing, span, found[framing.source])
        for framing, span in zip(draft.framings, spans(draft), strict=True)
    ]
    pieces = [*map(_faded, pieces, [*pieces[1:], None], [found[piece.source].kind for piece in pieces])]
    if draft.ending:
        seconds = round(draft.take.seconds - sum(piece.seconds for piece in pieces), 4)
        pieces.append(Piece(source=len(found) - 1, seconds=seconds, part=WHOLE))
    return FilmPlan(
        size=draft.pixels,
        pieces=tuple(pieces),
        backdrop="colour" if in_part else (stands or [first])[0].backdrop,
        colour=ground_of(job) if in_part else _colour(job),
        picture=_picture(draft, draft.take),
        sound=SoundPlan(loudness=_LOUDNESS, true_peak=_TRUE_PEAK) if draft.sound else None,
    )


def _faded(piece: Piece, after: Piece | None, kind: str) -> Piece:
    """A picture fades into the next one; clips are cut."""
    return piece.model_copy(update={"fade": _FADE_S}) if after and kind == "image" and after.ends else piece


def _piece(draft: Draft, framing: Framing, span: tuple[float, float], found: Probe) -> Piece:
    begin, end = span
    seconds = round(end - begin, 4)
    if found.kind == "image":
        return _picture_piece(framing, seconds)
    at = None
    if framing.mode == "fit":
        at = stands_at(framing, (found.width, found.height), draft.pixels)
    elif framing.at and framing.at != WHOLE:
        at = in_pixels(framing.at, draft.pixels)
    return Piece(
        source=framing.source,
        start=begin,
        seconds=seconds,
        part=framing.box,
        path=tuple((round(time - begin, 4), x, y) for time, x, y in framing.path),
        at=_even(at) if at else None,
    )


def _picture_piece(framing: Framing, seconds: float) -> Piece:
    """A picture in motion, in fractions of what was rendered of it."""
    if framing.mode == "fit":
        return Piece(source=framing.source, seconds=seconds, part=WHOLE, ends=framing.ends)
    whole = union([framing.box, framing.ends or framing.box])
    ends = shown(framing.ends, whole) if framing.ends else None
    return Piece(source=framing.source, seconds=seconds, part=shown(framing.box, whole), ends=ends)


def _colour(job: Job) -> str:
    return str(job.words["brand"]["ink"])


def _picture(draft: Draft, taken: Take) -> PicturePlan:
    most = None
    if draft.max_bytes:  # a tenth is kept free for the sound, the index and what one second may save up
        most = max(int(draft.max_bytes * 8 * 0.9 / taken.seconds / 1000) - 192, 1)
    limit = most if most and most < 50_000 else None
    return PicturePlan(fps=taken.fps, max_kbps=limit, encoding=taken.encoding)


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
