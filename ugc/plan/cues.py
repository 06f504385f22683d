"""Captions cut anew for reading: how long each stands, where it is parted, and what is too fast. Pure.

The rules, with their sources: 0.833 s at least and 7 s at most (https://partnerhelp.netflixstudios.com/hc/en-us/
articles/215758617), 17 characters a second at most and 20 as the hard limit (https://backlothelp.netflix.com/hc/en-us/
articles/219375728), no gap or one of two frames and more, and no cue across a cut of the picture where words part
within 12 frames of it. Two seconds are aimed at. The style of short phrases ends after three.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import inf
from typing import NamedTuple

from ugc.model.captions import CaptionPlan, Cue, Lane, Word
from ugc.plan.cue_clock import Told, apart
from ugc.plan.cue_lines import (
    CLAUSE,
    SENTENCE,
    Unit,
    columns,
    count,
    joined,
    limit,
    lines,
    parting,
    units,
    unspaced,
)
from ugc.plan.cue_timing import AIM_S, LEAST_S, NEAR_CUT, RATE, Span, settled
from ugc.text import counted

HARD_RATE = 20.0
"""Characters a second that nobody can be asked to read."""
MOST_S, PHRASE_S = 7.0, 3.0
"""The longest that a cue stands; and in the style of short phrases."""
_PAUSE_S = 0.5
"""A silence that no cue runs across."""
_OVER_S = 0.3
"""By how much words may be spoken longer than they stand."""
_ACROSS, _TOO_SHORT, _FAST, _BRIEF, _EACH, _INNER = 1000.0, 3000.0, 20.0, 4.0, 1.0, 1.5
"""What it costs to stand across a cut, to be shorter than the least, to be too fast, to be shorter than is aimed at, to
be a cue at all, and to hold the end of a sentence inside."""
_FEW, _MANY = 3, 6
"""Words of a phrase."""
_WORD = 7
"""Columns of a long word, to count those of scripts without spaces."""


class _Piece(NamedTuple):
    unit: Unit
    start: float
    end: float
    timed: bool


def recut(
    cues: Sequence[Cue],
    lane: Lane,
    *,
    fps: float,
    cuts: Sequence[float] = (),
    seconds: float | None = None,
    longest: float = PHRASE_S,
) -> CaptionPlan:
    """Cut cues to a lane: one or two lines each, parted where phrases end, and timed for reading.

    Times are seconds on one clock, that of `cues`; `cuts` are where the picture is cut, `seconds` is where it ends,
    `longest` how long one cue may stand. Start and end fall on frames of `fps`. What is too fast runs into the pause
    after it; what is then still too fast is told in the notes. The times of words are kept where they are known.
    """
    most = limit(" ".join(cue.text for cue in cues), lane.per_line)
    runs = list(_runs(apart(cues), most))
    ends = [*(run[0].start for run in runs[1:]), inf if seconds is None else seconds][: len(runs)]
    spans: list[Span] = []
    for run, end in zip(runs, ends, strict=True):
        for first, last in pairwise(_parted(run, end, most, cuts=cuts, fps=fps, longest=longest)):
            part = run[first:last]
            text = _laid([piece.unit for piece in part], most)
            spans.append(Span(part[0].start, part[-1].end, text, _timed(part, text)))
    made = settled(spans, fps=fps, cuts=cuts, seconds=seconds, longest=longest)
    return CaptionPlan(cues=made, fastest=round(max(map(rate, made), default=0.0), 1), notes=_notes(made))


def rate(cue: Cue) -> float:
    """Return how fast a cue must be read, in characters a second."""
    return count(cue.text.replace("\n", " ")) / max(cue.end - cue.start, 0.001)


def _runs(cues: Sequence[Told], most: int) -> Iterator[list[_Piece]]:
    """Pieces that may share a cue: those of one speaker, without a silence between them."""
    run: list[_Piece] = []
    ended = 0.0
    for told in cues:
        if run and (told.turns or told.cue.start - ended > _PAUSE_S):
            yield run
            run = []
        pieces = list(_pieces(told.cue, most))
        if run and pieces:
            run[-1] = _before(run[-1], pieces[0])
        run += pieces
        ended = told.cue.end
    if run:
        yield run


def _pieces(cue: Cue, most: int) -> Iterator[_Piece]:
    """The units of a cue with their times: those of its words, else by their share of its length."""
    text = cue.text.replace("\n", " ")
    starts, ends = _clock(cue, text)
    found = units(text, most)
    for number, unit in enumerate(found):
        start, end = starts(unit.at), ends(unit.at + len(unit.text.removesuffix("\u2010")))
        spaced = unit if number else unit._replace(before=_space(unit.text))
        yield _Piece(spaced, start, max(end, start), bool(cue.words))


def _before(last: _Piece, then: _Piece) -> _Piece:
    """The last piece of a cue, by what comes after it; where a person parted words they may be parted."""
    cost = parting(last.unit.text, then.unit.text, then.unit.before)
    return last._replace(unit=last.unit._replace(cost=cost if last.timed else min(cost, CLAUSE)))


def _space(text: str) -> str:
    """Between the last word of one cue and the first of the next, when they come to stand side by side."""
    return "" if unspaced(text[0]) else " "


def _clock(cue: Cue, text: str) -> tuple[Callable[[int], float], Callable[[int], float]]:
    """When a unit that begins, or ends, at a place of the text is said."""
    marks: list[tuple[int, int, float, float]] = []
    at = 0
    for word in cue.words or (Word(text=text, start=cue.start, end=cue.end),):
        lead = len(word.text) - len(word.text.lstrip())
        marks.append((at + lead, at + len(word.text), word.start, word.end))
        at += len(word.text)

    def said(place: int, *, end: bool) -> float:
        for first, last, start, stop in marks:
            if place < last or (end and place == last):
                return start + (stop - start) * min(max(place - first, 0) / max(last - first, 1), 1.0)
        return cue.end

    return lambda place: said(place, end=False), lambda place: said(place, end=True)


def _parted(
    run: Sequence[_Piece], end: float, most: int, *, cuts: Sequence[float], fps: float, longest: float
) -> list[int]:
    """The best places at which a run is parted, its begin and end included; `end` is where the next one begins."""
    inner = [cut for cut in cuts if run[0].start + LEAST_S <= cut <= end - LEAST_S]
    best: list[tuple[float, int]] = [(0.0, 0)]
    for last in range(1, len(run) + 1):
        then = run[last].start if last < len(run) else end
        found = (inf, last - 1)
        for first in range(last - 1, -1, -1):
            cost = _cost(run[first:last], then, most, cuts=inner, near=NEAR_CUT / fps, longest=longest)
            if cost == inf and last - first > 1:
                break
            found = min(found, (best[first][0] + cost, first))
        best.append(found)
    places = [len(run)]
    while places[-1]:
        places.append(best[places[-1]][1])
    return places[::-1]


def _cost(
    part: Sequence[_Piece], then: float, most: int, *, cuts: Sequence[float], near: float, longest: float
) -> float:
    """What it costs to show some pieces together until `then` at the latest; infinite where that cannot be."""
    some = [piece.unit for piece in part]
    laid = lines(some, most)
    start, end = part[0].start, part[-1].end
    if len(part) > 1 and (laid is None or end - start > longest + _OVER_S):
        return inf
    read = count(joined(some))
    shown = min(max(end - start, AIM_S, read / RATE), max(then - start, 0.0), longest)
    cost = _EACH + part[-1].unit.cost * (then < inf) + 0.2 * (laid is not None and len(laid) > 1)
    cost += _TOO_SHORT * max(LEAST_S - shown, 0.0) + _BRIEF * max(1 - shown / AIM_S, 0.0) ** 2
    cost += _FAST * max(read / max(shown, 0.04) / RATE - 1, 0.0)
    cost += _EACH * (end - start > longest) + _INNER * sum(piece.unit.cost <= SENTENCE for piece in part[:-1])
    words = 1 + sum(piece.unit.before != "" for piece in part[1:])
    words = max(words, columns(joined(some)) // _WORD)
    cost += 0.3 * max(_FEW - words, 0) + 0.25 * max(words - _MANY, 0)
    return cost + _ACROSS * _crossings(part, cuts, near)


def _crossings(part: Sequence[_Piece], cuts: Sequence[float], near: float) -> int:
    """Cuts of the picture inside of some pieces at which they could have been parted."""
    found = 0
    for cut in cuts:
        if part[0].start + near < cut < part[-1].end - near:
            found += any(one.end - near <= cut <= other.start + near for one, other in pairwise(part))
    return found


def _laid(some: Sequence[Unit], most: int) -> str:
    begins = lines(some, most) or (0,)
    ends = (*begins[1:], len(some))
    return "\n".join(joined(some[first:last]) for first, last in zip(begins, ends, strict=True))


def _timed(part: Sequence[_Piece], text: str) -> tuple[Word, ...]:
    """The words of a cue with their times, and the spaces and line breaks that its text has before them."""
    if not all(piece.timed for piece in part):
        return ()
    made, at = [], 0
    for piece in part:
        found = text.index(piece.unit.text, at)
        until = found + len(piece.unit.text)
        made.append(Word(text=text[at:until], start=piece.start, end=piece.end))
        at = until
    return tuple(made)


def _notes(cues: Sequence[Cue]) -> tuple[str, ...]:
    found = []
    fast = sorted((cue for cue in cues if rate(cue) > RATE + 0.05), key=rate, reverse=True)
    if fast:
        hard = sum(rate(cue) > HARD_RATE for cue in fast)
        worst, words = fast[0], " ".join(fast[0].text.split())
        over = f", {hard} of them faster than {HARD_RATE:.0f}, which few can read" if hard else ""
        found.append(
            f"{counted(len(fast), 'caption runs', 'captions run')} faster than {RATE:.0f} characters a second{over}; "
            f"the fastest, {rate(worst):.0f} at {worst.start:.1f} s, is “{words}”. Shorten it in the caption file."
        )
    brief = [cue for cue in cues if cue.end - cue.start < LEAST_S - 0.001]
    if brief:
        found.append(
            f"{counted(len(brief), 'caption stands', 'captions stand')} less than {LEAST_S:.2f} seconds, the first at "
            f"{brief[0].start:.1f} s. Join it with its neighbour in the caption file, or take a longer stretch."
        )
    return tuple(found)
