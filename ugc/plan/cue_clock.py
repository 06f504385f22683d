"""Captions brought to a creative's clock: of the stretches that are taken, and one after the other. Pure."""

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from re import finditer, match
from typing import NamedTuple

from ugc.model.captions import Cue, Word
from ugc.plan.cue_timing import LEAST_S

_SPEAKER = r"(?:[-–—]|>>)\s*(?=\S)"
"""What opens a line of somebody else: a dash, or the two marks of live captions."""


class Stretch(NamedTuple):
    """A stretch of a clip that is taken, and where it comes to stand."""

    cues: Sequence[Cue]
    """Of the whole clip, on its clock."""
    start: float
    """Seconds from the clip's first frame."""
    seconds: float
    at: float = 0.0
    """Seconds on the creative's clock."""


def on_clock(stretches: Iterable[Stretch]) -> tuple[Cue, ...]:
    """Return the cues of a creative's stretches, on its clock. Words that are said outside of them are left out."""
    return tuple(cue for one in stretches for cue in _taken(one))


def _taken(stretch: Stretch) -> Iterable[Cue]:
    until = stretch.start + stretch.seconds
    for cue in stretch.cues:
        if cue.end <= stretch.start or cue.start >= until:
            continue
        whole = stretch.start <= cue.start and cue.end <= until
        words = [word for word in _words(cue) if stretch.start <= (word.start + word.end) / 2 < until]
        text = cue.text if whole else "".join(word.text for word in words).strip()
        if not text:
            continue

        def moved(time: float, until: float = until) -> float:
            return round(min(max(time, stretch.start), until) - stretch.start + stretch.at, 4)

        first, last = (cue.start, cue.end) if whole else (words[0].start, words[-1].end)
        yield Cue(
            start=moved(first), end=moved(last), text=text, words=_moved(words, moved) if cue.words else ()
        )


def _words(cue: Cue) -> Sequence[Word]:
    """The words of a cue; where their times are not known, each has its share by its length."""
    if cue.words:
        return cue.words
    found = [piece[0] for piece in finditer(r"\s*\S+", cue.text)]
    whole = sum(map(len, found)) or 1
    ends = [cue.start + (cue.end - cue.start) * part / whole for part in accumulate(map(len, found))]
    starts = [cue.start, *ends[:-1]]
    return [Word(text=word, start=a, end=b) for word, a, b in zip(found, starts, ends, strict=True)]


def _moved(words: Sequence[Word], moved: Callable[[float], float]) -> tuple[Word, ...]:
    first = words[0].text.lstrip()
    texts = [first, *(word.text for word in words[1:])]
    return tuple(
        Word(text=text, start=moved(word.start), end=moved(word.end))
        for text, word in zip(texts, words, strict=True)
    )


class Told(NamedTuple):
    """A cue, and whether somebody else begins to speak with it."""

    cue: Cue
    turns: bool = False


def apart(cues: Sequence[Cue]) -> list[Told]:
    """Return cues one after the other, none over another: in order, the lines of each speaker by themselves.

    Two with the same words are one; of two that overlap the earlier gives way, or where that would leave too little
    of it they are joined.
    """
    found: list[Told] = []
    for told in sorted((one for cue in cues for one in _speakers(cue)), key=lambda one: one.cue.start):
        cue = told.cue
        if not found or cue.start >= found[-1].cue.end:
            found.append(told)
            continue
        before = found[-1].cue
        if cue.text == before.text:
            joined = before.model_copy(update={"end": max(before.end, cue.end)})
            found[-1] = found[-1]._replace(cue=joined)
        elif cue.start - before.start >= LEAST_S:
            found[-1] = found[-1]._replace(cue=_until(before, cue.start))
            found.append(told)
        else:
            text = f"{before.text}\n{cue.text}"
            joined = Cue(start=before.start, end=max(before.end, cue.end), text=text)
            found[-1] = found[-1]._replace(cue=joined)
    return found


def _until(cue: Cue, end: float) -> Cue:
    words = tuple(
        word.model_copy(update={"start": min(word.start, end), "end": min(word.end, end)})
        for word in cue.words
    )
    return cue.model_copy(update={"end": end, "words": words})


def _speakers(cue: Cue) -> Iterable[Told]:
    """A cue for each speaker, where lines open with a dash."""
    rows = [row.strip() for row in cue.text.split("\n") if row.strip()]
    if not any(match(_SPEAKER, row) for row in rows):
        return [Told(cue)] if rows else []
    said: list[str] = []
    for row in rows:
        opening = match(_SPEAKER, row)
        bare = row[opening.end() :] if opening else row
        if opening or not said:
            said.append(bare)
        else:
            said[-1] += f"\n{bare}"
    return _shares(cue, said)


def _shares(cue: Cue, said: Sequence[str]) -> Iterable[Told]:
    """Share the time of a cue by the length of what each speaker says; times of words stay where one alone speaks."""
    opening = match(r"\s*" + _SPEAKER, cue.words[0].text) if cue.words else None
    if len(said) == 1 and opening:
        words = (
            cue.words[0].model_copy(update={"text": cue.words[0].text[opening.end() :]}),
            *cue.words[1:],
        )
        return [Told(cue.model_copy(update={"text": said[0], "words": words}), turns=True)]
    whole = sum(map(len, said)) or 1
    ends = [cue.start + (cue.end - cue.start) * part / whole for part in accumulate(map(len, said))]
    times = zip((cue.start, *ends[:-1]), ends, said, strict=True)
    return [Told(Cue(start=start, end=end, text=text), turns=True) for start, end, text in times]
