"""Faults in a selection that point at the word: its character in the sentence, and a caret under it for people."""

import unicodedata

from ugc.errors import UsageError

_WIDE = 72
"""Columns of a selection that are shown around the word."""
_BEFORE = 24


def fault(text: str, place: int, what: str, *, hint: str | None, called: str = "") -> UsageError:
    """Build the error for what is wrong with the word at a place, from 1; `called` names a saved search."""
    where = f"saved search {called}" if called else "selection"
    return UsageError(
        f"In the {where}, at character {place}: {what}.", hint=hint, shown=caret(text, place, called=called)
    )


def caret(text: str, place: int, *, called: str = "") -> str | None:
    """Return the selection with a caret under the character at a place; None where it is one word alone."""
    line = "".join(" " if not character.isprintable() else character for character in text)
    if not called and len(line.split()) < 2:
        return None
    start = max(0, place - 1 - _BEFORE) if _columns(line) > _WIDE else 0
    cut = line[start : start + _WIDE]
    before = ("…" if start else "") + line[start : place - 1]
    shown = ("…" if start else "") + cut + ("…" if start + _WIDE < len(line) else "")
    return f"{shown}\n{' ' * _columns(before)}^"


def _columns(text: str) -> int:
    """Columns of a terminal that a text takes: signs of East Asian scripts take two, marks over letters none."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )
