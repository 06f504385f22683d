"""The pages' script, as it is shipped: the same statements in fewer bytes."""

import re
from collections.abc import Iterator
from itertools import product
from string import ascii_letters

_PIECE = re.compile(
    r"""
      (?P<note> //[^\n]* )
    | (?P<template> `(?:\\.|[^`\\\n])*` )
    | (?P<text> '(?:\\.|[^'\\\n])*' | (?<=[(=]) / (?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+ /[a-z]* )
    | (?P<space> \s+ )
    | (?P<word> [\w$]+ )
    | (?P<sign> \.\.\. | [=]> | . )
    """,
    re.VERBOSE,
)
_DECLARED = re.compile(r"(?:const|let) ([A-Za-z]\w*)")
_OPEN = ("{", "(", "[", ",", ";", "=", "&", "|", "?", ":", "=>")
"""What no statement ends with, so that a line's end after it says nothing."""
_SHUT = ("}", ")", "]", ",", ";", ".", "?", ":", "&", "|", "=")
"""What no statement begins with."""


def shipped(source: str) -> str:
    """Return a script without comments and needless spaces, the names that it declares made short.

    The source keeps to what makes that safe. No text, template or regular expression runs over a line's end, a
    template holds no other, and a regular expression comes straight after `(` or `=`. No name that it declares is
    one of the browser's own. A name is made short in all its places or in none: one that anywhere looks like a
    property, a key or a part taken out of a value, or stands in a template, stays. A line's end goes only where the
    line before it cannot end a statement, or the next cannot begin one.
    """
    pieces = list(_pieces(source))
    short = _short_names([piece for _, piece, _ in pieces], source)
    out: list[str] = []
    for kind, piece, gap in pieces:
        if kind == "word":
            piece = short.get(piece, piece)
        out += [_gap(out[-1] if out else "{", piece, gap), piece]
    return "".join(out) + "\n"


def _pieces(source: str) -> Iterator[tuple[str, str, str]]:
    """Yield every piece that says something: its kind, itself, and the space or line's end before it."""
    gap = ""
    for match in _PIECE.finditer(source):
        kind = match.lastgroup or ""
        if kind == "space":
            gap = "\n" if "\n" in gap + match[0] else " "
        elif kind != "note":
            yield kind, match[0], gap
            gap = ""


def _gap(before: str, after: str, gap: str) -> str:
    """Return what must stand between two pieces."""
    if gap == "\n":
        return "" if before in _OPEN or after in _SHUT else "\n"
    return gap if (_wordy(before[-1]) and _wordy(after[0])) or (before in "+-" and after in "+-") else ""


def _wordy(character: str) -> bool:
    return character.isalnum() or character in "_$"


def _short_names(pieces: list[str], source: str) -> dict[str, str]:
    """Return a short name for each name that may have one, the shortest for the most used."""
    declared = set(_DECLARED.findall(source))
    for before, name, after in zip(["{", *pieces], pieces, [*pieces[1:], "}"], strict=False):
        if before == "." or after == ":" or (before in "{," and after in ",}="):
            declared.discard(name)
    templates = " ".join(piece for piece in pieces if piece[0] == "`")
    declared -= set(re.findall(r"\w+", templates))
    taken = set(pieces)
    fresh = (
        name
        for length in (1, 2)
        for name in map("".join, product(ascii_letters, repeat=length))
        if name not in taken
    )
    often = sorted(declared, key=lambda name: (-pieces.count(name), name))
    return dict(
        zip(often, (name for name in fresh if name not in ("do", "if", "in", "of", "as")), strict=False)
    )
