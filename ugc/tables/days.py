"""Dates as people write them. A date that can be read in two ways is unknown, unless its column decides."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from ugc.model.posts import Precision
from ugc.tables.moments import instant, stamp

Order = Literal["day_first", "month_first"]

_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(:\d\d(?:[.,]\d+)?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?)?", re.I
)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:[ T,]+(.*))?")
_YEAR_LAST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:[ T,]+(.*))?")
_NAMED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[ .-]+([a-z]{3,9})|([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?),?[ .-]+(\d{4})",
    re.I,
)
_TIME = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?\s*([ap]m)?", re.IGNORECASE)
_MONTHS = "january february march april may june july august september october november december".split()
_UNKNOWN = {"", "-", "–", "—", "n/a", "na", "#n/a", "none", "null", "unknown", "?", "tbd", "tbc"}


class Reading(NamedTuple):
    """A moment in UTC with how exactly it is known, or None; `note` says why it is unknown."""

    moment: datetime | None
    precision: Precision | None = None
    note: str | None = None


def day_order(cells: Iterable[str]) -> Order | None:
    """Find out whether a column writes 31/12 or 12/31; None when nothing decides, or cells disagree."""
    seen: set[Order] = set()
    for cell in cells:
        matched = _YEAR_LAST.fullmatch(cell.strip())
        if matched:
            first, second = int(matched.group(1)), int(matched.group(3))
            if first > 12 >= second:
                seen.add("day_first")
            elif second > 12 >= first:
                seen.add("month_first")
    return seen.pop() if len(seen) == 1 else None


def read_date(cell: str, order: Order | None) -> Reading:
    """Read a date, with or without a time; a time without a zone is taken as UTC."""
    text = " ".join(cell.split())
    if text.casefold() in _UNKNOWN:
        return Reading(None)
    for read in (_iso, _year_first, _named, _seconds):
        found = read(text)
        if found:
            return found
    found = _year_last(text, order)
    return found or Reading(None, note=f"{text[:40]!r} is not a date that can be told for certain")


def _iso(text: str) -> Reading | None:
    matched = _ISO.fullmatch(text)
    if not matched:
        return None
    day, hour, seconds, zone = text[:10], matched.group(4), matched.group(6), matched.group(7)
    if hour is None:
        return _reading(stamp(day), "day")
    zone = {"z": "+00:00", "utc": "+00:00"}.get((zone or "z").lower(), zone)
    zone = zone if zone[-3] == ":" else f"{zone[:3]}:{zone[3:]}"
    clock = f"{hour}:{matched.group(5)}{(seconds or ':00')[:3]}"
    return _reading(stamp(f"{day}T{clock}{zone}"), "second" if seconds else "minute")


def _year_first(text: str) -> Reading | None:
    matched = _YEAR_FIRST.fullmatch(text)
    if not matched:
        return None
    year, month, day = (int(matched.group(index)) for index in (1, 2, 3))
    return _moment(year, month, day, matched.group(4))


def _named(text: str) -> Reading | None:
    matched = _NAMED.match(text)
    if not matched:
        return None
    name = (matched.group(2) or matched.group(3)).casefold()
    month = next(
        (index for index, full in enumerate(_MONTHS, 1) if full[:3] == name[:3] and full.startswith(name)), 0
    )
    if name == "sept":
        month = 9
    day = int(matched.group(1) or matched.group(4))
    return (
        _moment(int(matched.group(5)), month, day, text[matched.end() :].lstrip(" ,") or None)
        if month
        else None
    )


def _year_last(text: str, order: Order | None) -> Reading | None:
    matched = _YEAR_LAST.fullmatch(text)
    if not matched:
        return None
    first, sign, second, year = (
        int(matched.group(1)),
        matched.group(2),
        int(matched.group(3)),
        int(matched.group(4)),
    )
    order = "day_first" if first > 12 or sign == "." else "month_first" if second > 12 else order
    if order is None and first != second:
        return Reading(None, note=f"{text[:40]!r} can be day or month first")
    month, day = (second, first) if order == "day_first" else (first, second)
    return _moment(year, month, day, matched.group(5))


def _seconds(text: str) -> Reading | None:
    if not re.fullmatch(r"1[0-9]{9}([0-9]{3})?", text):
        return None
    return _reading(instant(int(text[:10])), "second")


def _moment(year: int, month: int, day: int, time: str | None) -> Reading | None:
    clock = _TIME.fullmatch(time.strip()) if time else None
    if time and not clock:
        return None
    hour, minute, second = (int(clock.group(index) or 0) for index in (1, 2, 3)) if clock else (0, 0, 0)
    if clock and clock.group(4):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if clock.group(4).lower() == "pm" else 0)
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    precision: Precision = "day" if not clock else "second" if clock.group(3) else "minute"
    return _reading(instant(moment.timestamp()), precision)


def _reading(moment: datetime | None, precision: Precision) -> Reading | None:
    return Reading(moment, precision) if moment else None
