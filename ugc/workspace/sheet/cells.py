"""Cells of a sheet read as what they are to be. Each raises UsageError, in words that stand behind the cell's place."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from ugc.errors import UsageError, unknown
from ugc.model.campaigns import Amount
from ugc.model.programme_sheet import Cell
from ugc.sheet.meaning import plain
from ugc.tables.prices import currencies_of, read_price
from ugc.text import fold, one_line

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_EARLIEST, _LATEST = date(1990, 1, 1), date(2999, 12, 31)
LONGEST = 4000
"""Characters of a text that comes in."""


def words(cell: Cell) -> str | None:
    """Read a text of one line; None for an empty cell."""
    text = one_line(plain(cell))
    if len(text) > LONGEST:
        raise UsageError(f"it has {len(text):,} characters, and may have {LONGEST:,}")
    return text or None


def a_day(cell: Cell) -> date | None:
    """Read a day."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if not isinstance(cell, date):
        text = words(cell)
        if text is None:
            return None
        try:
            cell = date.fromisoformat(text)
        except ValueError:
            raise UsageError(f"{text[:40]!r} is not a day", hint="Write it as 2026-03-15.") from None
    if not _EARLIEST <= cell <= _LATEST:
        raise UsageError(f"{cell} is not between {_EARLIEST} and {_LATEST}")
    return cell


def a_past_day(cell: Cell, today: date) -> date | None:
    """Read a day on which something happened already."""
    day = a_day(cell)
    if day and day > today + timedelta(days=1):  # somebody who is a time zone ahead
        raise UsageError(f"{day} is still to come")
    return day


def a_count(cell: Cell) -> int | None:
    """Read a whole number, 0 or more."""
    text = words(cell)
    if text is None:
        return None
    if not re.fullmatch(r"[0-9]{1,12}", text):
        raise UsageError(f"{text[:40]!r} is not a whole number")
    return int(text)


def money(cell: Cell, currency: str | None) -> Amount | None:
    """Read a sum of money; `currency` is that of one that leaves its own open, as `250` and `$250` do."""
    text = words(cell)
    if text is None:
        return None
    read = read_price(text, None, usual=currency)
    if read.amount is None or read.currency is None:
        unsaid = read.amount or _signed(text)
        why = "does not say its currency" if unsaid else "is not a sum of money"
        raise UsageError(f"{text[:40]!r} {why}", hint="Write it as 250 USD.")
    value = Decimal(read.amount)
    whole = value.to_integral_value()
    return Amount(value=whole if value == whole else value, currency=read.currency)


def _signed(text: str) -> bool:
    return any(len(currencies_of(sign)) > 1 for sign in re.findall(r"[^\d\s.,]+", text))


def choice(cell: Cell, known: Sequence[str], what: str) -> str | None:
    """Read one of a vocabulary, whatever its capitals."""
    text = words(cell)
    if text is None:
        return None
    found = next((each for each in known if fold(each) == fold(text).replace(" ", "_")), None)
    if found is None:
        raise unknown(what, text[:80], known)
    return found


def languages(cell: Sequence[str]) -> tuple[str, ...]:
    """Read languages as BCP 47 writes them."""
    for each in cell:
        if not _LANGUAGE.fullmatch(each):
            raise UsageError(f"{each[:40]!r} is not a language", hint="Write it as in en or pt-BR.")
    return tuple(cell)
