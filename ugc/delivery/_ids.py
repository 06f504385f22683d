"""Ids as spreadsheets leave them. What was lost is told, never guessed.

Excel keeps 15 digits of a number (https://learn.microsoft.com/office/troubleshoot/excel/last-digits-changed-to-zeros),
and a binary number of 64 bits holds whole numbers up to 2^53. Ids of ads have 17 digits and more.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from ugc.delivery._words import blank
from ugc.text import one_line

_KEPT = 15
_WHOLE = 1 << 53
_LONGEST = 200
_POWER = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE]\+?\d+")
_POINT = re.compile(r"(\d+)[.,]0+")
_FORMULA = re.compile(r'="?([^"]*)"?')
_PREFIX = re.compile(r"[a-z]{1,3}:(?=\d)")
"""Meta's import template writes ids so: `x:` for ads, `s:` for stories, `v:` for videos, `o:` for Pages."""
_ERRORS = {"#NUM!", "#VALUE!", "#REF!", "#N/A", "#NAME?", "#DIV/0!", "#NULL!"}

AS_POWER = "a spreadsheet keeps only the first digits of a number so long, and the rest of this id is lost"
AS_ZEROS = "it ends in zeros after 15 digits, as a spreadsheet leaves the ids that it took for numbers"
AS_NUMBER = "it stands as a number that is too long for a spreadsheet to hold exactly"
AS_FAULT = "a formula of the spreadsheet failed"


class Id(NamedTuple):
    """An id, or why it is lost."""

    text: str | None
    damage: str | None = None


def read_id(cell: object, *, proven: bool) -> Id:
    """Read the cell of an id. `proven`: another id of the column is too long to have been a spreadsheet's number."""
    if isinstance(cell, bool) or cell is None:
        return Id(None)
    if isinstance(cell, float):
        return Id(str(int(cell))) if abs(cell) <= _WHOLE and cell == int(cell) else Id(None, AS_NUMBER)
    if isinstance(cell, int):
        if abs(cell) > _WHOLE and not proven:
            return Id(None, AS_NUMBER)
        return Id(str(cell))
    text = unwrapped(str(cell))
    if blank(text):
        return Id(None)
    if text in _ERRORS:
        return Id(None, AS_FAULT)
    if _POWER.fullmatch(text):
        return Id(None, AS_POWER)
    if pointed := _POINT.fullmatch(text):
        text = pointed[1]
        if int(text[:40]) > _WHOLE:
            return Id(None, AS_NUMBER)
    if not proven and rounded(text):
        return Id(None, AS_ZEROS)
    return Id(text[:_LONGEST])


def unwrapped(text: str) -> str:
    """Take off what keeps a spreadsheet from reading an id as a number, and the template's prefix."""
    text = one_line(text[: 4 * _LONGEST])
    if text.startswith("=") and (inside := _FORMULA.fullmatch(text)):
        text = inside[1]
    return _PREFIX.sub("", text.strip().lstrip("'’`").strip())


def rounded(text: str) -> bool:
    """Whether an id has zeros alone after the digits that a spreadsheet keeps."""
    return text.isdecimal() and len(text) > _KEPT and not text[_KEPT:].strip("0")


def _from_binary(number: int) -> bool:
    """Whether a program that holds numbers in 64 bits could have written these digits."""
    held = float(number)
    return number in (int(held), int(Decimal(repr(held)))) or rounded(str(number))


def proves(cell: object) -> bool:
    """Whether an id cannot have gone through a spreadsheet's number: its column was not damaged as a whole."""
    if isinstance(cell, int) and not isinstance(cell, bool):
        return _WHOLE < cell < 10**60 and not _from_binary(cell)
    if not isinstance(cell, str):
        return False
    text = unwrapped(cell)
    return text.isdecimal() and len(text) > _KEPT and not rounded(text)
