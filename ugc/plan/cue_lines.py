"""Where the words of captions may be parted, and which two lines they make. Pure.

Lines break after marks, before conjunctions and prepositions, and not between an article and its noun, a number and
its unit, a first and a last name: https://partnerhelp.netflixstudios.com/hc/en-us/articles/215758617. In Chinese,
Japanese and Korean no closing mark begins a line and no opening one ends it.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ugc.text import clusters

SENTENCE, CLAUSE, PHRASE, PLAIN, INSIDE, JOINED, GLUED = 0.0, 0.6, 1.2, 2.5, 4.0, 6.0, 20.0
"""What a break costs after the end of a sentence, after a mark within it, before a word that opens a phrase, between
two other words, between two characters that may be one word, between two words that belong together, and where there
should be none."""
OVERLONG = 1.4
"""One word may be longer than its line by this much: it is then set smaller."""
_TWO_LINES = 1.7
"""Lines that such a word may fill: the typesetter parts it, seldom in its middle."""
_RAGGED, _SHORT_LAST = 4.0, 5
"""What a line of no length beside a full one costs; characters of a last line of one word that is too short."""
_MOST_KANA, _MOST_HAN = 26, 32
"""Columns of a line: 13 characters of Japanese, 16 of Chinese and Korean.

https://sublingo.cc/guides/subtitle-specs-by-language, which is no first-hand source."""
_HANGUL = 1.4
"""What a syllable of Hangul counts in reading, against letters: 12 of them a second where letters are 17 (likewise)."""

_KANA = re.compile("[\u3041-\u30fa]")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Scripts that set no spaces between words, and need a dictionary to part them: the typesetter has one."""
_WIDE = re.compile("[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_WIDE_PHRASE = re.compile(
    "(?:[\u30a1-\u30ff\u3400-\u9fff][\u0300-\u036f]*)+[\u3041-\u309fー]*|[\u3041-\u309fー]+|[^\u3041-\u30ff\u3400-\u9fff]+"
)
_CLOSING, _OPENING = (
    "、。，．！？」』）】〉》…ー・：；,.!?)]}’”ぁぃぅぇぉっゃゅょァィゥェォッャュョ",
    "「『（【〈《([{“‘",
)
_SENTENCE_END = re.compile(r"[.!?…。！？؟۔।]+[\"'”’»)\]]*$")
_CLAUSE_END = re.compile(r"[,;:—–、，；：،]+[\"'”’»)\]]*$")
_NUMBER = re.compile(r"^[$€£]?\d[\d.,]*$")
_JOINS = set(
    "a an the my your his her its our their this that these those no very so from by into about "
    "der die das ein eine einen einem einer mein dein sein ihr kein le la les un une des mon ma mes ton ta el los las "
    "una mi mis tu su il lo gli i uno o os as um uma to de du of in on at with for and or but if und oder mit von zu "
    "et ou avec y con e i'm it's".split()
)
"""Words that belong to the one after them."""
_OPENS = set(
    "and or but because so that which who when where while if than as like to in on at for with of from by about after "
    "before until into over under without und oder aber weil dass wenn wie mit von zu in auf für bei nach aus et ou "
    "mais que qui quand pour avec dans sur sans y o pero porque cuando para con en sin e ma che per con da".split()
)
"""Words that open a phrase."""


class Unit(NamedTuple):
    """Words or parts of them between which captions may be parted."""

    text: str
    before: str
    """What stands between it and the one before it: a space, or nothing."""
    at: int
    """Where it begins in the text that it was taken from."""
    cost: float
    """What a break after it costs."""


def columns(text: str) -> int:
    """Return how much of a line some words take: a Latin letter is one, a full-width character or an emoji two."""
    return sum(2 if unicodedata.east_asian_width(one[0]) in "WF" else 1 for one in clusters(text))


def count(text: str) -> float:
    """Return how much there is to read, in letters: spaces and marks count, Han characters and kana are two letters."""
    found = 0.0
    for one in clusters(text):
        wide = unicodedata.east_asian_width(one[0]) in "WF"
        found += (_HANGUL if "\uac00" <= one[0] <= "\ud7a3" else 2.0) if wide else 1.0
    return found


def unspaced(letter: str) -> bool:
    """Return whether a letter is of a script that sets no spaces between words."""
    return bool(_WIDE.match(letter) or _UNSPACED.match(letter))


def limit(text: str, per_line: int) -> int:
    """Return the columns that a line of some words may take in a lane of `per_line`."""
    if _KANA.search(text):
        return min(per_line, _MOST_KANA)
    return min(per_line, _MOST_HAN) if _WIDE.search(text) else per_line


def units(text: str, most: int) -> tuple[Unit, ...]:
    """Cut a text where it may be parted; a word of more than `most` columns is cut too, between two characters."""
    found: list[tuple[str, str, int]] = []
    for word in re.finditer(r"\S+", text):
        before = " " if found else ""
        at = word.start()
        for number, part in enumerate(_parts(word[0], most)):
            found.append((part, before if number == 0 else "", at))
            at += len(part.removesuffix("\u2010"))
    nexts = [*found[1:], ("", "", 0)]
    return tuple(
        Unit(part, before, at, parting(part, then[0], then[1]))
        for (part, before, at), then in zip(found, nexts, strict=True)
    )


def _parts(word: str, most: int) -> Iterator[str]:
    for phrase in _phrases(word) if _WIDE.search(word) else (word,):
        if columns(phrase) <= most * (_TWO_LINES if _UNSPACED.search(phrase) else OVERLONG):
            yield phrase
            continue
        held = ""
        for one in clusters(phrase):
            if columns(held + one) >= most and held:
                yield held + ("\u2010" if held[-1].isalpha() and one[0].isalpha() and one.isascii() else "")
                held = ""
            held += one
        yield held


def _phrases(word: str) -> list[str]:
    """Phrases of Japanese, characters of Chinese; marks stay with the side that they belong to."""
    kana = bool(_KANA.search(word))
    pieces = _WIDE_PHRASE.findall(word) if kana else clusters(word)
    found: list[str] = []
    for piece in pieces:
        head = len(piece) - len(piece.lstrip(_CLOSING))
        latin = piece[0].isascii() and bool(found) and found[-1][-1].isascii()
        if found and (head or found[-1][-1] in _OPENING or (latin and not kana)):
            found[-1] += piece[:head] if head else piece
            piece = piece[head:] if head else ""
        if piece:
            found.append(piece)
    return found


def parting(part: str, then: str, between: str) -> float:
    """Return what a break costs after some words, before others, with `between` (a space, or nothing) between them."""
    if not then:
        return SENTENCE
    bare, following = part.casefold(), then.casefold().strip(".,;:!?")
    if _SENTENCE_END.search(part):
        return SENTENCE
    if _CLAUSE_END.search(part):
        return CLAUSE
    if part[-1] in _OPENING or part.endswith("\u2010") or then[0] in _CLOSING:
        return GLUED
    if then[0] in "[♪":
        return SENTENCE
    if not between:
        return PHRASE if _KANA.search(part) else INSIDE
    if _NUMBER.match(part) and then[0].isalpha():
        return GLUED
    if bare in _JOINS:
        return JOINED
    if part[:1].isupper() and then[:1].isupper() and part != "I" and then.split("'")[0] != "I":
        return JOINED
    return PHRASE if following in _OPENS else PLAIN


def joined(part: Sequence[Unit]) -> str:
    """Return some units as they read on one line."""
    return "".join(one.before + one.text if number else one.text for number, one in enumerate(part))


def lines(part: Sequence[Unit], most: int) -> tuple[int, ...] | None:
    """Return where the lines of some units begin: (0,) for one line, (0, n) for two; None where two do not hold them.

    A line takes `most` columns. Of two, the break is as good as it can be and the lines as even.
    """
    if _holds(part, most):
        return (0,)
    if any(parted_later([one]) and columns(one.text) > most for one in part):
        return None
    best: tuple[float, int] | None = None
    for at in range(1, len(part)):
        first, second = part[:at], part[at:]
        if not _holds(first, most) or not _holds(second, most):
            continue
        one, other = columns(joined(first)), columns(joined(second))
        cost = part[at - 1].cost + _RAGGED * (1 - min(one, other) / max(one, other))
        if len(second) == 1 and other < _SHORT_LAST:
            cost += JOINED
        if best is None or cost < best[0]:
            best = cost, at
    return (0, best[1]) if best else None


def _holds(part: Sequence[Unit], most: int) -> bool:
    wide = columns(joined(part))
    return wide <= most or (len(part) == 1 and wide <= most * OVERLONG + 1) or parted_later(part)


def parted_later(part: Sequence[Unit]) -> bool:
    """Return whether some words are left to the typesetter, which parts them into two lines."""
    return len(part) == 1 and bool(_UNSPACED.search(part[0].text))
