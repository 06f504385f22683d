"""Days as people write them elsewhere. None is taken: what could be meant is said, and typed by the person."""

import calendar
import re
from datetime import date

_USUAL = "Write it as year-month-day: 2026-12-01 is the first of December."
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[. -]+([a-z]{3,9})\.?,?[ -]+(\d{4})", re.I)
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.I)
_MONTHS = "january february march april may june july august september october november december".split()


def how_to_write(text: str) -> str:
    """Say how a day has to be written, as far as it can be told which one is meant."""
    text = " ".join(text.split())
    if match := _YEAR_FIRST.fullmatch(text):
        return _said(int(match[1]), int(match[2]), int(match[3]))
    if match := _YEAR_LAST.fullmatch(text):
        return _either(int(match[4]), int(match[1]), int(match[3]), dotted=match[2] == ".")
    if match := _DAY_MONTH.fullmatch(text):
        return _said(int(match[3]), _month(match[2]), int(match[1]))
    if match := _MONTH_DAY.fullmatch(text):
        return _said(int(match[3]), _month(match[1]), int(match[2]))
    return _USUAL


def _said(year: int, month: int, day: int) -> str:
    """The one day that is meant, or why there is none."""
    if not 1 <= year <= 9999 or month == 0:
        return _USUAL
    if month > 12:
        return f"There is no month {month}. {_USUAL}"
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        return f"{_MONTHS[month - 1].capitalize()} {year} has {last} days. {_USUAL}"
    return f"Write it as {date(year, month, day)}."


def _either(year: int, first: int, second: int, *, dotted: bool) -> str:
    """Which of two numbers is the day cannot be known, unless one is no month or a dot says that days come first."""
    if dotted or first > 12 or first == second:
        return _said(year, second, first)
    if second > 12:
        return _said(year, first, second)
    try:
        either = f"{date(year, second, first)} or {date(year, first, second)}"
    except ValueError:
        return _USUAL
    return f"It could be {either}: write the one that is meant."


def _month(name: str) -> int:
    typed = name.casefold()
    if typed == "sept":
        return 9
    return next((number for number, full in enumerate(_MONTHS, 1) if full.startswith(typed)), 0)
