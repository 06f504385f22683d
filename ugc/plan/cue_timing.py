"""When each cue comes and goes, in whole frames. Pure; the rules and their sources stand in `ugc.plan.cues`."""

from collections.abc import Sequence
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from ugc.model.captions import Cue, Word
from ugc.plan.cue_lines import count

RATE = 17.0
"""Characters a second that are read with ease."""
LEAST_S = 0.833
"""Seconds that a cue stands at least."""
AIM_S = 2.0
"""Seconds that one should stand, where a pause after it lets it."""
NEAR_CUT = 12
"""Frames from a cut of the picture within which a cue begins or ends with it; and the longest gap that is closed."""
_GAP = 2
"""Frames of the shortest gap."""


class Span(NamedTuple):
    """A cue as it is spoken, in seconds."""

    start: float
    end: float
    text: str
    words: tuple[Word, ...] = ()


class _Shown:
    """A cue on its way to its frames."""

    def __init__(self, span: Span, fps: float) -> None:
        self.span = span
        self.start = round(span.start * fps)
        self.end = max(round(span.end * fps), self.start)
        self.spoken = self.end
        """The frame at which its last word ends."""


def settled(
    spans: Sequence[Span], *, fps: float, cuts: Sequence[float], seconds: float | None, longest: float
) -> tuple[Cue, ...]:
    """Return cues with the times at which they are shown, on frames of `fps`, none over another.

    `spans` are in order and apart. `cuts`, `seconds` (where the picture ends) and `longest` are in seconds.
    """
    shown = [_Shown(span, fps) for span in spans]
    last = None if seconds is None else int(seconds * fps + 1e-6)
    at = sorted({round(cut * fps) for cut in cuts})
    _set_apart(shown, last)
    _snap(shown, at, fps)
    _begin_earlier(shown, at, fps)
    for number, one in enumerate(shown):
        then = shown[number + 1].start if number + 1 < len(shown) else last
        _hold(one, then, at, fps=fps, longest=int(longest * fps + 1e-6))
    return tuple(_cue(one, fps) for one in shown if one.end > one.start)


def least_frames(fps: float) -> int:
    """Return the fewest frames that a cue should stand."""
    return ceil(LEAST_S * fps - 1e-6)


def _set_apart(shown: Sequence[_Shown], last: int | None) -> None:
    for one, then in pairwise(shown):
        one.end = min(one.end, max(then.start, one.start))
    if last is not None:
        for one in shown:
            one.start, one.end = min(one.start, last), min(one.end, last)


def _snap(shown: Sequence[_Shown], cuts: Sequence[int], fps: float) -> None:
    """Move what begins or ends near a cut of the picture onto it, where enough of the cue is left."""
    least = least_frames(fps)
    for cut in cuts:
        for number, one in enumerate(shown):
            before = shown[number - 1] if number else None
            then = shown[number + 1] if number + 1 < len(shown) else None
            if 0 < cut - one.start <= NEAR_CUT and _room(one, then) - cut >= least:
                if before and before.end >= one.start:
                    before.end = cut
                one.start = cut
                one.end = max(one.end, cut)
            elif 0 < one.end - cut <= NEAR_CUT and cut - one.start >= least:
                if then and cut < then.start <= cut + NEAR_CUT:
                    then.start = cut
                one.end = cut


def _begin_earlier(shown: Sequence[_Shown], cuts: Sequence[int], fps: float) -> None:
    """Let a cue that would be too short begin in the pause before it, but not before a cut of the picture."""
    least = least_frames(fps)
    for number, one in enumerate(shown):
        then = shown[number + 1] if number + 1 < len(shown) else None
        lacking = least - (_room(one, then) - one.start)
        if lacking > 0:
            before = shown[number - 1].end if number else 0
            cut = max((each for each in cuts if each <= one.start), default=0)
            one.start = max(one.start - int(lacking), before, cut)


def _room(one: _Shown, then: _Shown | None) -> int:
    """The frame until which a cue could stand."""
    return then.start if then else one.end + 10 * NEAR_CUT


def _hold(one: _Shown, then: int | None, cuts: Sequence[int], *, fps: float, longest: int) -> None:
    """Let a cue stand on into the pause after it for as long as its reading takes, and close small gaps."""
    least = least_frames(fps)
    wanted = max(ceil(AIM_S * fps), ceil(count(one.span.text.replace("\n", " ")) / RATE * fps))
    until = one.start + min(wanted, longest)
    most = until if then is None else min(until, then)
    cut = next((each for each in cuts if one.end <= each < most), None)
    if cut is not None and cut - one.start >= least:
        most = cut
    if most > one.end:
        one.end = most
    one.end = min(one.end, one.start + longest)
    if then is None or one.end >= then:
        return
    crossed = any(one.end <= cut < then and cut - one.start >= least for cut in cuts)
    if then - one.end < NEAR_CUT and then - one.start <= longest and not crossed:
        one.end = then
    elif then - one.end < _GAP:
        one.end = then - _GAP


def _cue(one: _Shown, fps: float) -> Cue:
    start, end = one.start / fps, one.end / fps
    words = tuple(
        word.model_copy(
            update={"start": min(max(word.start, start), end), "end": min(max(word.end, start), end)}
        )
        for word in one.span.words
    )
    return Cue(start=round(start, 4), end=round(end, 4), text=one.span.text, words=words)
