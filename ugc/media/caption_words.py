"""What the text of a caption says, without its markup; when its words are said; and rolling captions unrolled.

Marks of SubRip, WebVTT (https://www.w3.org/TR/webvtt1/) and ASS are taken off, not obeyed: how captions look is the
brand's matter.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ugc.model.captions import Cue, Word
from ugc.text import clean

_STAMP = re.compile(r"<(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})>")
_MARK = "\ufdd0"
"""Stands where a time stood in a text; a code point that no text may hold."""
_RUBY = re.compile(r"<rt\b[^<>]*>.*?(?:</rt>|$)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_ASS = re.compile(r"\{\\[^{}]*\}")
_ASS_BREAK, _ASS_SPACE = re.compile(r"\\[Nn]"), re.compile(r"\\h")
_SPACES = re.compile(r"[^\S\n]+")
_UNSEEN = re.compile("[\u200b\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffc]")
"""What would reorder or hide words, and is never drawn."""
_FOLLOWS_S = 0.5
"""Seconds after one cue in which the next may still be its roll."""
_ROLLS = 0.3
"""The share of cues that begin with what stood before, from which captions without word times are rolling ones."""
_OPEN_S = 4.0
"""How long a cue stands that does not say when it ends."""


@dataclass(frozen=True)
class Said:
    """One cue as a file has it: its lines without markup, the times of words inside still in them as marks."""

    start: float
    end: float
    lines: tuple[str, ...]
    stamps: tuple[float, ...] = ()
    """Seconds at which the marks stand."""

    @property
    def plain(self) -> tuple[str, ...]:
        """The lines as they read."""
        return tuple(line.replace(_MARK, "").strip() for line in self.lines)


def said(start: float, end: float, raw: str) -> Said:
    """Return a cue's text without tags, codes and entities; a time inside it is kept."""
    text = clean(raw.replace(_MARK, ""))
    stamps = tuple(_seconds(*found.groups()) for found in _STAMP.finditer(text))
    text = _STAMP.sub(_MARK, text)
    text = _TAG.sub("", _RUBY.sub("", _ASS.sub("", text)))
    text = _UNSEEN.sub("", clean(html.unescape(_ASS_SPACE.sub(" ", _ASS_BREAK.sub("\n", text)))))
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return Said(start, end, tuple(line for line in lines if line.strip(_MARK + " ")), stamps)


def _seconds(hours: str | None, minutes: str, seconds: str, part: str) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(f"{seconds}.{part}")


def ended(found: Sequence[Said]) -> list[Said]:
    """Give an end to each cue that has none, or one that lies before its start: the next start, or some seconds on."""
    told = sorted((each for each in found if each.lines), key=lambda each: (each.start, each.end))
    later = [
        next((n.start for n in told[at + 1 :] if n.start > one.start), None) for at, one in enumerate(told)
    ]
    return [
        one
        if one.end > one.start
        else replace(one, end=min(one.start + _OPEN_S, one.start + _OPEN_S if then is None else then))
        for one, then in zip(told, later, strict=True)
    ]


def unrolled(found: Sequence[Said]) -> tuple[list[Said], bool]:
    """Take each line of rolling captions once; say whether they were such.

    YouTube's automatic captions show each line twice, in the cue in which it is spoken and above the next one.
    """
    repeats = [_repeated(before, one) for before, one in pairwise(found)]
    times = sum(map(bool, repeats))
    stamped = any(each.stamps for each in found)
    if not times or (not stamped and (times < 2 or times < _ROLLS * len(found))):
        return list(found), False
    kept = list(found[:1])
    for one, repeated in zip(found[1:], repeats, strict=True):
        lines = one.lines[repeated:]
        if lines:
            gone = sum(line.count(_MARK) for line in one.lines[:repeated])
            kept.append(replace(one, lines=lines, stamps=one.stamps[gone:]))
        elif one.end > kept[-1].end:
            kept[-1] = replace(kept[-1], end=one.end)
    return kept, True


def _repeated(before: Said, one: Said) -> int:
    """How many lines at the head of a cue are the last ones of the cue before it."""
    if one.start > before.end + _FOLLOWS_S:
        return 0
    most = min(len(before.plain), len(one.plain))
    return next((n for n in range(most, 0, -1) if one.plain[:n] == before.plain[-n:]), 0)


def cue_of(one: Said) -> Cue:
    """Return a cue, with the time of each of its words where all of it is timed, and times do not run back."""
    text = "\n".join(one.plain)
    times = (one.start, *one.stamps, one.end)
    timed = one.stamps and all(a <= b for a, b in pairwise(times))
    words = tuple(_words(one, times)) if timed else ()
    return Cue(start=one.start, end=one.end, text=text, words=_joined(words, text))


def _words(one: Said, times: Sequence[float]) -> Iterator[Word]:
    """The words between the marks; several words between two of them share the time by their length."""
    pieces = "\n".join(one.lines).split(_MARK)
    for piece, (start, end) in zip(pieces, pairwise(times), strict=False):
        words = re.findall(r"\s*\S+", piece)
        whole = sum(map(len, words)) or 1
        at = start
        for word in words:
            then = at + (end - start) * len(word) / whole
            yield Word(text=word, start=round(at, 3), end=round(then, 3))
            at = then


def _joined(words: Sequence[Word], text: str) -> tuple[Word, ...]:
    """Set the spaces of words as they stand in the text; none where the two cannot be brought together."""
    made, at = [], 0
    for word in words:
        bare = word.text.strip()
        found = text.find(bare, at)
        if found < 0 or text[at:found].strip():
            return ()
        made.append(word.model_copy(update={"text": text[at : found + len(bare)]}))
        at = found + len(bare)
    return tuple(made) if not text[at:].strip() else ()
