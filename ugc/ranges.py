"""Ranges as people type them: `>1000`, `100..500`, `>=10k`, `..30`, and days likewise."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeVar

from ugc.model.base import Value

T = TypeVar("T")

_NUMBER = re.compile(r"(\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(\.\d{1,6})?([kmb]?)", re.I)
_SECONDS = re.compile(r"(\d{1,9}(?:\.\d{1,6})?)(s|sec|min)?|(\d{1,6}):([0-5]\d)", re.I)
_TIMES = {"": 1, "k": 1_000, "m": 1_000_000, "b": 1_000_000_000}
_SIGN = re.compile(r"(>=|<=|>|<)(.+)", re.S)
_AGO = re.compile(r"(\d{1,5})([dwmy])")
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


class Range(Value):
    """Numbers between two ends; None is no end."""

    least: int | float | None = None
    most: int | float | None = None
    above: bool = False
    """The least itself does not belong to it."""
    below: bool = False
    """The most itself does not belong to it."""


def numbers(text: str) -> Range | None:
    """Read a range of whole numbers, with k, m or b for thousands, millions and billions; None when it is none."""
    return _range(text, _number)


def seconds(text: str) -> Range | None:
    """Read a range of times: seconds, `2min` or `1:30`. One whole second alone means all of that second."""
    found = _range(text, _time)
    if found and found.least == found.most and isinstance(found.least, int):
        return Range(least=found.least, most=found.least + 1, below=True)
    return found


def days(text: str, today: date) -> tuple[date | None, date | None] | None:
    """Read a range of days as its first and last day, both of which belong to it; None when it is none."""
    found = _split(text, lambda one: day_of(one, today))
    if found is None:
        return None
    first, last, above, below = found
    try:
        return (
            first + timedelta(days=1) if first and above else first,
            last - timedelta(days=1) if last and below else last,
        )
    except OverflowError:
        return None


def day_of(value: str, today: date) -> date | None:
    """Return the day that `2026-06-01`, `today`, `yesterday` or `30d` (w, m, y) means; None when it is none."""
    named = {"today": 0, "yesterday": 1}
    ago = _AGO.fullmatch(value)
    try:
        if value in named:
            return today - timedelta(days=named[value])
        if ago:
            return today - timedelta(days=int(ago[1]) * _DAYS[ago[2]])
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return date.fromisoformat(value)
    except (ValueError, OverflowError):
        pass
    return None


def _range(text: str, read: Callable[[str], int | float | None]) -> Range | None:
    found = _split(text, read)
    if found is None:
        return None
    least, most, above, below = found
    return Range(least=least, most=most, above=above, below=below)


def _split(text: str, read: Callable[[str], T | None]) -> tuple[T | None, T | None, bool, bool] | None:
    """The two ends of a range, and whether each is left out of it."""
    signed = _SIGN.fullmatch(text)
    if signed:
        end = read(signed[2])
        if end is None:
            return None
        if signed[1][0] == ">":
            return end, None, signed[1] == ">", False
        return None, end, False, signed[1] == "<"
    first, dots, last = text.partition("..")
    if not dots:
        end = read(text)
        return None if end is None else (end, end, False, False)
    ends = [None if one in ("", "*") else read(one) for one in (first, last)]
    unread = any(end is None and one not in ("", "*") for end, one in zip(ends, (first, last), strict=True))
    if unread or ends == [None, None]:
        return None
    return ends[0], ends[1], False, False


def _number(text: str) -> int | float | None:
    match = _NUMBER.fullmatch(text)
    if not match:
        return None
    value = float(match[1].replace(",", "") + match[2]) if match[2] else int(match[1].replace(",", ""))
    found = value * _TIMES[match[3].casefold()]
    whole = round(found)
    return whole if abs(found - whole) < 1e-6 else found  # 1.1k is 1100, whatever binary fractions say


def _time(text: str) -> int | float | None:
    match = _SECONDS.fullmatch(text)
    if not match:
        return None
    if match[3]:
        return int(match[3]) * 60 + int(match[4])
    value = float(match[1]) if "." in match[1] else int(match[1])
    return value * 60 if (match[2] or "").casefold() == "min" else value
