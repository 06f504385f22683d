"""Counts as people and programs write them: 1,234 and 1.234 mean one thing in one sheet and another in the next."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal, NamedTuple

Mark = Literal[",", "."]
"""The sign before the fraction."""

_NUMBER = re.compile(r"([0-9][0-9.,]*)(k|m|mn|mio|b|bn)?", re.IGNORECASE)
_SCALES = {"k": 10**3, "m": 10**6, "mn": 10**6, "mio": 10**6, "b": 10**9, "bn": 10**9}
_UNKNOWN = {"", "-", "–", "—", "n/a", "na", "#n/a", "none", "null", "nan", "hidden", "unknown", "?", "-1"}
_GROUPED = re.compile(r"[0-9]{1,3}([.,])[0-9]{3}(\1[0-9]{3})*")
_SPACES = re.compile(r"(?<=[0-9])[ \u00a0\u2009\u202f'’](?=[0-9]{3}(?![0-9]))")
_MAX = (1 << 53) - 1


class Reading(NamedTuple):
    """A count, or None when it is unknown; `note` says why, where a person should know."""

    value: int | None
    note: str | None = None


class Convention(NamedTuple):
    """Which sign stands before fractions in a sheet."""

    mark: Mark | None
    proven: bool
    """A cell shows it; otherwise it is what programs do that part cells in the sheet's way."""


def convention(cells: Iterable[str], delimiter: str) -> Convention:
    """Find out which sign stands before fractions in a sheet; none when its cells disagree."""
    seen = {mark for mark in map(_evidence, cells) if mark}
    if seen:
        return Convention(seen.pop() if len(seen) == 1 else None, proven=True)
    usual: dict[str, Mark] = {",": ".", ";": ","}  # where the comma is decimal, semicolons part the cells
    return Convention(usual.get(delimiter), proven=False)


def read_count(cell: str, by: Convention) -> Reading:
    """Read a count of a cell. What cannot be told for certain is unknown, with a note; never a guess."""
    text = _squeeze(cell)
    if text.casefold() in _UNKNOWN:
        return Reading(None)
    matched = _NUMBER.fullmatch(text)
    if not matched:
        return Reading(None, f"{cell.strip()[:40]!r} is not a count")
    digits, scale = matched.group(1), _SCALES.get((matched.group(2) or "").lower(), 1)
    mark = _certain(text) or (by.mark if by.proven or scale == 1 else None)
    if mark is None and re.search("[.,]", digits):
        return Reading(None, f"{cell.strip()[:40]!r} can be read in two ways")
    value = _value(digits, mark or ".", scale)
    if value is None or value > _MAX:
        return Reading(None, f"{cell.strip()[:40]!r} is not a whole count")
    return Reading(value)


def _squeeze(cell: str) -> str:
    return re.sub(r"(?i)\s+(?=(?:k|m|mn|mio|b|bn)$)", "", _SPACES.sub("", cell.strip()))


def _evidence(cell: str) -> Mark | None:
    """The sign that a cell shows for certain to stand before its fraction."""
    text = _squeeze(cell)
    return _certain(text) if _NUMBER.fullmatch(text) else None


def _certain(text: str) -> Mark | None:
    body = re.sub(r"(?i)[a-z]+$", "", text)
    signs = re.findall(r"[.,]", body)
    if not signs:
        return None
    last: Mark = "," if signs[-1] == "," else "."
    other: Mark = "." if last == "," else ","
    if len(set(signs)) == 2:
        return last
    if len(signs) > 1:  # 1.234.567: a sign that repeats groups, so the other one is before fractions
        return other
    return None if _GROUPED.fullmatch(body) else last


def _value(digits: str, mark: Mark, scale: int) -> int | None:
    grouping = "." if mark == "," else ","
    whole, _, rest = digits.partition(mark)
    if grouping in whole and not re.fullmatch(rf"[0-9]{{1,3}}(\{grouping}[0-9]{{3}})+", whole):
        return None
    if not re.fullmatch(r"[0-9]*", rest) or not re.fullmatch(r"[0-9]{1,18}", whole.replace(grouping, "")):
        return None
    value = Decimal(f"{whole.replace(grouping, '')}.{rest[:18] or '0'}") * scale
    return int(value) if value == value.to_integral_value() else None
