"""Captions of a creative: what is said in its clips, on its own clock, in one lane, cut for reading. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from ugc.model.base import digest
from ugc.model.captions import CaptionTrack, FaceAt
from ugc.model.formats import Format
from ugc.model.watched import Stretch
from ugc.plan import cue_clock, cues, lanes
from ugc.plan.extents import reads_right_to_left
from ugc.plan.framing import Look
from ugc.plan.laying import Laid
from ugc.plan.regions import Shot
from ugc.plan.takes import Taken
from ugc.templates import captions as template


class Captioned(NamedTuple):
    """The captions of a creative, and what a person should know of them."""

    track: CaptionTrack | None
    notes: tuple[str, ...] = ()


def captioned(
    shots: Sequence[Shot], taken: Taken, laid: Laid, *, format: Format, look: Look, fonts: str, language: str
) -> Captioned:
    """Return the captions of clips that are shown one after another, over what is laid out already.

    `fonts` is the hash of all that their letters are drawn with, `language` that of the words, where a file says none.
    """
    told = [shot.captions for shot in shots if shot.captions]
    sizes = template().sizes
    if not told or sizes is None:
        return Captioned(None)
    said = cue_clock.on_clock(_stretches(shots, taken))
    notes = tuple(note for one in told for note in one.notes)
    if not said:
        return Captioned(None, (*notes, "Nothing is said in what is shown, so there are no captions."))
    spoken = next((one.language for one in told if one.language), None) or language
    lane, placed = lanes.choose(
        format,
        sizes,
        style=look.caption_style,
        from_right=reads_right_to_left([cue.text for cue in said], spoken),
        faces=[FaceAt(box=box) for box in laid.faces],
        times=[(cue.start, cue.end) for cue in said],
        words=[slot.box for slot in (*laid.slots, *(slot for turn in laid.turns for slot in turn.slots))],
    )
    if lane is None:
        return Captioned(None, (*notes, *placed))
    cut = cues.recut(
        said,
        lane,
        fps=taken.take.fps,
        cuts=_cuts(shots, taken),
        seconds=sum(each.seconds for each in taken.stretches),
        longest=cues.PHRASE_S,
    )
    track = CaptionTrack(
        cues=cut.cues,
        lane=lane,
        style=look.caption_style,
        highlight=look.caption_highlight,
        language=spoken,
        digest=digest([template().digest, fonts]),
    )
    return Captioned(track, (*notes, *placed, *cut.notes))


def _stretches(shots: Sequence[Shot], taken: Taken) -> list[cue_clock.Stretch]:
    """What is taken of the captions of each clip, whose own times count from its first frame."""
    found, at = [], 0.0
    for shot, stretch in zip(shots, taken.stretches, strict=True):
        if shot.captions:
            found.append(cue_clock.Stretch(shot.captions.cues, stretch.start, stretch.seconds, at))
        at += stretch.seconds
    return found


def _cuts(shots: Sequence[Shot], taken: Taken) -> list[float]:
    """When the picture is cut, on the creative's clock: in its clips and between them."""
    found, at = [], 0.0
    for shot, stretch in zip(shots, taken.stretches, strict=True):
        motion = shot.watched
        found += [at + cut - stretch.start for cut in (motion.cuts if motion else ()) if _holds(stretch, cut)]
        at += stretch.seconds
        found.append(at)
    return found[:-1]


def _holds(stretch: Stretch, at: float) -> bool:
    return stretch.start < at < stretch.end
