"""One clip: its words are placed and shaded on frames that stand for all, and ffmpeg makes the rest.

It decides nothing; the draft says it all.
"""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ugc.errors import PlacementError
from ugc.files import PART_PREFIX
from ugc.geometry import WHOLE, in_pixels
from ugc.media import shades
from ugc.media.canvas import stands_at
from ugc.media.conform_source import arguments
from ugc.media.film import Over, film
from ugc.media.frames import open_frames
from ugc.media.layers import as_png, laid_over
from ugc.media.measure import measure
from ugc.media.mixing import Piece, bed
from ugc.media.probe import probe
from ugc.model.conforming import FilmPlan, PicturePlan, SoundPlan
from ugc.model.creatives import Draft, Proof
from ugc.model.formats import Box
from ugc.model.layout import Placed
from ugc.model.measuring import seen_text
from ugc.model.probes import Probe
from ugc.model.takes import Take, laid_sound
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


def make(job: Job, overlays: Overlays, out: Path) -> tuple[Placed, ...]:
    """Write a clip's creative to `out`, hold it against its placements, and return where its texts landed.

    Raises PlacementError when a placement would not take it, or a text would stand on a face or under an interface,
    and what `ugc.media.film` raises.
    """
    draft, source = job.work.draft, job.originals[0].path
    taken = draft.take
    assert taken
    found = probe(source)
    drawn = overlays.drawn(job.template, dict(job.words), pixels=draft.pixels, scale=draft.scale)
    layer, placed = _words(job, drawn, _frames(job, taken))
    if isinstance(job.work, Proof):
        mark = overlays.proof_mark(dict(job.words), pixels=draft.pixels, scale=draft.scale)
        laid_over(layer, mark.layer, top=mark.top)
    check_faces(draft, placed, template=job.template.name)
    packet = xmp_packet(job.work.label)
    patience = _LEAST_PATIENCE_S + _PATIENCE * taken.seconds
    with tempfile.TemporaryDirectory(prefix=PART_PREFIX) as folder:
        film(
            source,
            found,
            _plan(job, found, taken),
            out,
            over=Over(as_png(layer)),
            laid=_laid(job, found, Path(folder) / "sound.mp4", patience_s=patience),
            tags=packet_tags(packet),
            xmp=packet,
            patience_s=patience,
        )
    _check(job, out, placed)
    return placed


def _laid(job: Job, found: Probe, out: Path, *, patience_s: float) -> Path | None:
    """The sound of a clip on which another is laid, made beforehand; None where none is."""
    taken, sound = job.work.draft.take, laid_sound(job.work.draft.take)
    if taken is None or sound is None or job.laid is None:
        return None
    own = None
    if job.work.draft.sound and found.audio_codec is not None:
        cut = ["-ss", f"{taken.start:.3f}", "-t", f"{taken.seconds:.3f}"]
        own = [*cut, *arguments(job.originals[0].path, found.type)]
    bed(
        Piece(job.laid, sound.ext),
        out,
        SoundPlan(loudness=_LOUDNESS, true_peak=_TRUE_PEAK),
        seconds=taken.seconds,
        own=own,
        source=job.originals[0].path,
        patience_s=patience_s,
    )
    return out


def _frames(job: Job, taken: Take) -> "list[np.ndarray[Any, Any]]":
    """Frames of what is taken, as they stand on the canvas."""
    times = [taken.start + part * taken.seconds for part in _LOOKS]
    return [draw([picture], job) for picture in open_frames(job.originals[0].path, times)]


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


def _plan(job: Job, found: Probe, taken: Take) -> FilmPlan:
    draft = job.work.draft
    framing = draft.framings[0]
    at, backdrop, colour = None, framing.backdrop, job.words["brand"]["ink"]
    if framing.mode == "fit":
        at = stands_at(framing, (found.width, found.height), draft.pixels)
    elif framing.at and framing.at != WHOLE:
        at, backdrop, colour = in_pixels(framing.at, draft.pixels), "colour", ground_of(job)
    return FilmPlan(
        size=draft.pixels,
        part=framing.box,
        at=_even(at) if at else None,
        backdrop=backdrop,
        colour=colour,
        start=taken.start,
        seconds=taken.seconds,
        picture=_picture(draft, taken),
        sound=SoundPlan(loudness=_LOUDNESS, true_peak=_TRUE_PEAK) if draft.sound else None,
    )


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
