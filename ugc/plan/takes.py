"""Which part of clips becomes a creative: all of them, or as much as the placements of a format take.

What has to go is taken from the end, for what opens a clip is what makes people stay; a black or frozen beginning goes
first. An end is laid into a pause of the sound or on a cut where there is one not far off.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ugc.model.creatives import NotPlanned
from ugc.model.formats import Format
from ugc.model.takes import Take
from ugc.model.watched import Stretch, Watched
from ugc.plan.framing import Look
from ugc.plan.regions import Shot
from ugc.plan.sounds import is_silent, sound_note

_RATES = (30.0, 29.97)
"""Frames a second: what is usual, and what is taken where a placement's limit lies below."""
_SPARE = 0.05
"""Seconds by which a creative stays under a limit: its last frame and its sound are packets of their own."""
_LEAST_S = 0.5
"""Seconds of a clip that are worth showing."""
_SOFT = 0.25
"""The part of a stretch at its end in which a pause or a cut is looked for."""
_OPENS_S = 1.5
"""Seconds in which an opening must show something."""
PICTURE_S = 3.0
"""Seconds that a picture stands among clips."""


class Taken(NamedTuple):
    """What is shown of some clips, one after another."""

    take: Take
    stretches: tuple[Stretch, ...]
    """Of each, in seconds from its first frame."""


def take(shots: Sequence[Shot], format: Format, *, look: Look, ending: float = 0.0) -> Taken | NotPlanned:
    """Return what is taken of clips, and pictures among them, for a format; `ending` seconds are kept free behind them.

    It is not planned where that is shorter than one of the placements takes, or where so much would have to go that
    nothing of a clip is left.
    """
    wanted = [_wanted(shot, look) for shot in shots]
    if problem := next((each for each in wanted if isinstance(each, str)), None):
        return _not_planned(shots[0], format, "trim", problem, "See how long it is: ugc show POST.")
    stretches = [each for each in wanted if isinstance(each, Stretch)]
    most = _most(format, look) - ending
    if sum(each.seconds for each in stretches) > most:
        stretches = _shortened(shots, stretches, most, best=look.trim == "best")
    elif look.trim == "best":
        stretches = [_lively(shot, each) for shot, each in zip(shots, stretches, strict=True)]
    short = next((each for each in stretches if each.seconds < _LEAST_S), None)
    length = sum(each.seconds for each in stretches) + ending
    least, who = _least(format)
    if short or length < least:
        code, why = "too_short", f"It lasts {length:.1f} seconds, and {who} takes {least:g} and more."
        if short:
            code, why = (
                "too_long",
                f"Together they last longer than {format.name} takes, and none may be left out.",
            )
        return _not_planned(
            shots[0], format, code, why, "Take another format, or join it with other clips first."
        )
    seconds = round(length, 3)
    rounded = tuple(Stretch(start=round(each.start, 3), end=round(each.end, 3)) for each in stretches)
    start = rounded[0].start if len(shots) == 1 else 0.0
    silent = all(is_silent(shot.media) for shot in shots)
    made = Take(
        start=start,
        seconds=seconds,
        ending=ending,
        fps=_rate(format),
        audio=look.audio,
        silent=silent,
        encoding=look.encoding,
    )
    return Taken(made, rounded)


def is_cut(shot: Shot, stretch: Stretch) -> bool:
    """Return whether something of a clip is left out; a picture stands as long as it should."""
    length = shot.media.duration
    return length is not None and (stretch.start > 0 or stretch.end < length - _SPARE)


def take_notes(shots: Sequence[Shot], taken: Taken) -> Iterator[str]:
    """Say what is left out of clips, and what becomes of their sound."""
    for shot, stretch in zip(shots, taken.stretches, strict=True):
        if is_cut(shot, stretch):
            which = f"{shot.role.capitalize()}: cut" if len(shots) > 1 else "Cut"
            part = (
                f"from {stretch.start:.1f} to {stretch.end:.1f}"
                if stretch.start
                else f"its first {stretch.seconds:.1f}"
            )
            yield f"{which} to {part} of {shot.media.duration or 0.0:.1f} seconds."
    yield sound_note(taken.take.audio, silent=taken.take.silent)


def _wanted(shot: Shot, look: Look) -> Stretch | str:
    """What a person wants of a clip, else all of it; why that cannot be had."""
    length = shot.media.duration
    asked = shot.within or (look.trim if isinstance(look.trim, tuple) and shot.role == "main" else None)
    if length is None:
        seconds = asked[1] - asked[0] if asked and asked[1] is not None else PICTURE_S
        return Stretch(start=0.0, end=seconds)
    if asked is None:
        return Stretch(start=0.0, end=length)
    end = min(length if asked[1] is None else asked[1], length)
    if asked[0] >= end:
        last = "its end" if asked[1] is None else f"{asked[1]:g} s"
        return f"From {asked[0]:g} s to {last} there is nothing of it: it lasts {length:.1f} seconds."
    return Stretch(start=asked[0], end=end)


def _most(format: Format, look: Look) -> float:
    """The most seconds that a creative of a format may last."""
    limits = [
        float(place.seconds.maximum) for place in format.placements if place.seconds.maximum != "unstated"
    ]
    most = min(limits, default=float("inf")) - _SPARE
    if look.length == "recommended":
        told = [
            place.seconds.recommended
            for place in format.placements
            if place.seconds.recommended != "unstated"
        ]
        return min([most, *(each[1] if isinstance(each, tuple) else float(each) for each in told)])
    return min(most, look.length) if isinstance(look.length, float) else most


def _shortened(
    shots: Sequence[Shot], stretches: Sequence[Stretch], most: float, *, best: bool
) -> list[Stretch]:
    """Stretches that last no longer than `most` seconds together: the last ones give way, the hook stays."""
    kept = list(stretches)
    over = sum(each.seconds for each in kept) - most
    for number in reversed(range(len(kept))):
        if over <= 0:
            break
        room = max(
            kept[number].seconds - over, 0.0 if number == 0 or shots[number].role == "hook" else _LEAST_S
        )
        before = kept[number].seconds
        if shots[number].role != "hook" or number == len(kept) - 1:
            kept[number] = _fitted(shots[number], kept[number], room, best=best)
            over -= before - kept[number].seconds
    return kept if over <= 0.001 else [Stretch(start=0.0, end=0.0)]


def _fitted(shot: Shot, stretch: Stretch, most: float, *, best: bool) -> Stretch:
    """A stretch of at most so many seconds, its dull beginning left out and its end in a pause or on a cut."""
    if stretch.seconds <= most:
        return stretch
    motion = shot.watched
    if motion is None:
        return Stretch(start=stretch.start, end=stretch.start + most)
    start = _best_start(motion, stretch, most) if best else _lit(motion, stretch).start
    start = min(start, stretch.end - most)
    end = start + most
    soft = [pause.start + min(0.15, pause.seconds / 2) for pause in motion.pauses] + list(motion.cuts)
    good = [each for each in soft if end - _SOFT * most <= each <= end]
    return Stretch(start=start, end=max(good, default=end))


def _lively(shot: Shot, stretch: Stretch) -> Stretch:
    """A stretch without a dull beginning and end."""
    motion = shot.watched
    return _lit(motion, stretch) if motion else stretch


def _lit(motion: Watched, stretch: Stretch) -> Stretch:
    start, end = stretch.start, stretch.end
    for dull in motion.dull:
        if dull.start <= start + 0.1 and dull.end < end - _LEAST_S:
            start = max(start, dull.end)
    for dull in reversed(motion.dull):
        if dull.end >= end - 0.1 and dull.start > start + _LEAST_S:
            end = min(end, dull.start)
    return Stretch(start=start, end=end)


def _best_start(motion: Watched, stretch: Stretch, most: float) -> float:
    """Where the liveliest stretch of so many seconds begins: at the beginning, on a cut, or after a pause."""
    last = stretch.end - most
    lit = _lit(motion, stretch).start
    starts = [lit, *motion.cuts, *(pause.end - min(0.1, pause.seconds / 2) for pause in motion.pauses)]
    among = sorted(
        {min(each, last) for each in starts if stretch.start <= each <= last + 0.001} | {min(lit, last)}
    )
    return max(among, key=lambda each: (round(_worth(motion, each, each + most), 3), -each))


def _worth(motion: Watched, start: float, end: float) -> float:
    """How much happens: a face at the opening counts most, then faces, then speech, and dull times against it."""
    inside = [each for each in motion.moments if start <= each.at < end]
    opening = [each for each in inside if each.at < start + _OPENS_S]
    faces = sum(bool(each.faces) for each in inside) / max(len(inside), 1)
    opens = any(each.faces for each in opening)
    return 1.0 * opens + faces - 0.5 * _share(motion.pauses, start, end) - 2 * _share(motion.dull, start, end)


def _share(times: Sequence[Stretch], start: float, end: float) -> float:
    """The part of a stretch that some times take."""
    taken = sum(max(min(each.end, end) - max(each.start, start), 0.0) for each in times)
    return taken / max(end - start, 0.001)


def _least(format: Format) -> tuple[float, str]:
    """The shortest that every placement takes, and the one that asks for it."""
    stated = [
        (place.seconds.minimum, place.name)
        for place in format.placements
        if place.seconds.minimum != "unstated"
    ]
    return max(((float(least), name) for least, name in stated), default=(0.0, ""))


def _rate(format: Format) -> float:
    return min(_RATES, key=lambda rate: (abs(rate - format.fps), -rate))


def _not_planned(shot: Shot, format: Format, code: str, why: str, hint: str) -> NotPlanned:
    return NotPlanned(post=shot.post.id, format=format.id, code=code, why=why, hint=hint)
