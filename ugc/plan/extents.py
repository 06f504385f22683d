"""How large words will be at most, before anything is typeset: planning is pure, and must leave them enough room.

Figures are of the shipped fonts, rounded up, and `Sizes.wider` carries them to a brand's own; `tests/test_extents.py`
holds them against what the typesetter draws. Lengths are in pixels of the format's base size.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from math import ceil
from typing import NamedTuple

from ugc.model.templates import PartKind, Sizes
from ugc.text import clusters

_WIDTHS = {
    0.3: "ijlI|!.,:;'’ \u00a0",
    0.46: 'frt()[]-“”"*/\\',
    1.05: "mwMW@%—…&#",
    0.68: "0123456789?$€£+=_",
}
"""Advance in em of groups of characters in Inter at weight 700, rounded up."""
_OF = {letter: wide for wide, letters in _WIDTHS.items() for letter in letters}
_LOWER, _UPPER, _OTHER, _FULL, _EMOJI = 0.63, 0.79, 0.95, 1.0, 1.4
_CHIP_LEADING, _CAPITAL = 1.14, 0.727
_MOST_LINES = 3
_LEAST = 0.26
"""Part of its room that a headline takes at least: lines are evened out no further."""
_KANA = re.compile("[\u3041-\u309f]")
_PHRASES = re.compile("(?<=[\u3041-\u309f])(?=[\u30a1-\u30fa\u3400-\u9fff])|(?<=[\u3001\u3002\uff01\uff1f])")
"""Between two phrases of Japanese: kana end and a new word begins, or a mark ends one."""
_LINE = 1.1
_TALL_LINE = 1.46 * 1.08
"""Line height of the tallest script, with the factor that evens out its size."""
_BREAKS = 1.15
_SLACK = 1.06
"""Lines break between words, so the last of them seldom fills its line."""


class Extent(NamedTuple):
    """The most that some words take."""

    width: float
    height: float


def advance(words: str) -> float:
    """Return the width of some words on one line, in em, rounded up."""
    return sum(_advance(cluster) for cluster in clusters(words))


def extent(
    kind: PartKind,
    words: str,
    *,
    sizes: Sizes,
    shape: str,
    unit: float,
    room: float,
    least: bool = False,
) -> Extent:
    """Return the most that a part of some words takes in a room of this width.

    `shape` and `unit` are the canvas's, as `Sizes.shape` tells them. `least`: with letters on the picture as small as
    they can be, and not as large.
    """
    if kind == "pill":
        return _pill(words, sizes, shape, unit, room)
    if kind == "tag":
        wide = advance(words) * sizes.type["legal"][shape][0] + 2 * sizes.tag.pad
        return Extent(min(wide * unit, room), sizes.tag.tall * unit)
    if kind == "chip":
        return _chip(words, sizes, shape, unit, room)
    return _letters(words, sizes.type[kind][shape][least] * unit, sizes, room)


def fits(kind: PartKind, words: str, *, sizes: Sizes, shape: str, unit: float, room: float) -> bool:
    """Whether a part is sure to fit into a room of this width at its least size; a chip always does."""
    if kind in ("chip", "panel", "tag"):
        return True
    role = "action" if kind == "pill" else kind
    size = sizes.type[role][shape][1] * unit
    if kind == "pill":
        return sizes.wider * advance(words) * size + 2 * sizes.pill.pad * unit <= room
    longest = sizes.wider * max(map(advance, _pieces(words))) * size
    return longest <= room and ceil(sizes.wider * advance(words) * size * _BREAKS / room) <= _MOST_LINES


def reads_right_to_left(words: Sequence[str | None], language: str) -> bool:
    """Whether the first letter of the first words that there are reads from the right; else what the language does."""
    first = next((text for text in words if text), "")
    for letter in first:
        way = unicodedata.bidirectional(letter)
        if way in ("L", "R", "AL"):
            return way != "L"
    return language.split("-")[0] in ("ar", "arc", "dv", "fa", "ckb", "he", "ps", "sd", "ug", "ur", "yi")


def _pieces(words: str) -> Iterator[str]:
    """The pieces that no line break divides: words; of Japanese its phrases, as the shared Typst module joins them."""
    for word in words.split():
        if _KANA.search(word):
            yield from filter(None, _PHRASES.split(word))
        elif any(unicodedata.east_asian_width(letter) in "WF" for letter in word):
            yield from clusters(word)
        else:
            yield word


def _chip(words: str, sizes: Sizes, shape: str, unit: float, room: float) -> Extent:
    most, least = sizes.type["credit"][shape]
    inner = min(room, sizes.chip.widest[shape] * unit) - 2 * sizes.chip.pad * unit
    pad, tall, em = 2 * sizes.chip.pad * unit, sizes.chip.tall * unit, sizes.wider * advance(words)
    if em * most * unit <= inner:
        return Extent(em * most * unit + pad, tall)
    if em * least * unit <= inner:
        return Extent(inner + pad, tall)
    pitch = _line_of(words) * _CHIP_LEADING * least * unit
    longest = sizes.wider * max(map(advance, words.split(" "))) * least * unit
    inner = min(max(inner, longest), room - pad)  # one long word widens a chip
    lines = min(ceil(em * least * unit * _SLACK / inner) + 1, _MOST_LINES)
    return Extent(inner + pad, tall + (lines - 1) * pitch + (pitch - _CAPITAL * least * unit))


def _pill(words: str, sizes: Sizes, shape: str, unit: float, room: float) -> Extent:
    most, _ = sizes.type["action"][shape]
    wide = max(sizes.wider * advance(words) * most + 2 * sizes.pill.pad, sizes.pill.least) * unit
    return Extent(min(wide, sizes.pill.widest * unit, room), sizes.pill.tall * unit)


def _letters(words: str, size: float, sizes: Sizes, room: float) -> Extent:
    em = sizes.wider * advance(words)
    if em * size <= room:
        return Extent(max(em * size, room * _LEAST), _line_of(words) * size)
    lines = min(ceil(em * size * _SLACK / room), _MOST_LINES)
    return Extent(room, lines * _line_of(words) * size)


def _line_of(words: str) -> float:
    """Line height in em: that of Latin, Greek and Cyrillic, or of the tallest where there is anything else."""
    return _LINE if all(ord(letter) < 0x530 or not letter.isalpha() for letter in words) else _TALL_LINE


def _advance(cluster: str) -> float:
    if len(cluster) > 1 and any(ord(part) in (0xFE0F, 0x200D, 0x20E3) for part in cluster[1:]):
        return _EMOJI
    letter = cluster[0]
    if letter in _OF:
        return _OF[letter]
    if ord(letter) < 0x530 and letter.isalpha():
        return _LOWER if letter.islower() else _UPPER
    if unicodedata.category(letter) in ("So", "Sk"):
        return _EMOJI
    return _FULL if unicodedata.east_asian_width(letter) in "WF" else _OTHER
