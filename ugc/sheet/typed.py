"""Cells as people leave them, read as what their column holds: days in three styles, sums with signs, vocabularies."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from ugc.errors import nearest
from ugc.model.campaigns import Amount
from ugc.model.programme_sheet import Cell, SheetColumn
from ugc.sheet.values import joined, money, parts, tidy
from ugc.tables import day_of_serial
from ugc.tables.days import Order, day_order, read_date
from ugc.tables.prices import Mark, Money, currencies_of, proven_mark, read_price

_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|ERROR!)|Err:\d{3}")
_NOTHING = {"-", "–", "—", "―"}
_WHOLE = re.compile(r"\d+|\d{1,3}(?:([,.' ’])\d{3})(?:\1\d{3})*")
_SIGN = re.compile(r"[^\d\s.,'’+\-–—]+")
_SHORT_YEAR = re.compile(r"^(\d{1,2}([/.])\d{1,2}\2)(\d{2})$")
_MOST_EXACT = 10**15
_EARLIEST, _LATEST = date(1990, 1, 1), date(2999, 12, 31)


class Wrong(Exception):  # noqa: N818  a fault of a cell, which its reader names
    """A cell that cannot be read: what is wrong, and what to do."""

    def __init__(self, what: str, do: str) -> None:
        super().__init__(what)
        self.what, self.do = what, do


@dataclass(frozen=True)
class Shape:
    """What the cells of a column show together: which of day and month stands first, what its sums are in."""

    order: Order | None = None
    mark: Mark | None = None
    currency: str | None = None
    since_1904: bool = False


def shape(column: SheetColumn, values: Sequence[Any], *, since_1904: bool) -> Shape:
    """Return what the cells of a column decide of each other."""
    words = [text for value in values if isinstance(value, str) and (text := tidy(value))]
    if column.kind == "date":
        days = map(_with_century, words)
        return Shape(order=day_order(word for word in days if "." not in word), since_1904=since_1904)
    if column.kind == "money":
        return Shape(mark=proven_mark(words), currency=_currency(words), since_1904=since_1904)
    return Shape(since_1904=since_1904)


def typed(column: SheetColumn, value: Any, known: Shape) -> Cell:
    """Return what a cell says; None for an empty one. Raises Wrong."""
    if isinstance(value, str):
        value = tidy(value)
        if value is not None and _ERROR.fullmatch(value):
            raise Wrong(f"it holds the error {value}", "Mend it or empty it.")
    if isinstance(value, float) and not value.is_integer() and value != value:
        value = None
    if value is None or (value in _NOTHING and column.key not in ("note", "audience")):
        return None
    match column.kind:
        case "date":
            return _day(column, value, known)
        case "money":
            return _money(value, known)
        case "number":
            return _number(value)
        case "rate":
            return _rate(value)
        case "choice":
            return _choice(column, value)
        case _:
            return _words(column, value)


def _words(column: SheetColumn, value: Any) -> Cell:
    if isinstance(value, float | int) and abs(value) >= _MOST_EXACT:
        raise Wrong(
            "the program has cut a long number, and its last digits are lost",
            "Format the cell as text and write it anew.",
        )
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        value = value.date()
    words = str(value)
    return joined([words]) if column.many else tidy(words)


def _day(column: SheetColumn, value: Any, known: Shape) -> Cell:
    if isinstance(value, datetime):
        return _within(value.date())
    if isinstance(value, date):
        return _within(value)
    if not isinstance(value, str):
        found = day_of_serial(value, since_1904=known.since_1904)
        if found is None:
            raise Wrong(f"{value} is not a day", "Write it as 2026-03-15.")
        return found
    if value.casefold() in column.choices:
        return value.casefold()
    read = read_date(_with_century(value), known.order)
    if read.moment is None:
        why = read.note or f"{value[:40]!r} is not a day"
        raise Wrong(why, "Write it as 2026-03-15, or leave the cell empty.")
    return _within(read.moment.date())


def _with_century(words: str) -> str:
    """A day whose year has two digits, at its end as everywhere with slashes or dots, with those of this century."""
    return _SHORT_YEAR.sub(r"\g<1>20\g<3>", words)


def _within(day: date) -> date:
    if not _EARLIEST <= day <= _LATEST:
        raise Wrong(f"{day} is not a day of {_EARLIEST.year} to {_LATEST.year}", "Write it as 2026-03-15.")
    return day


def _number(value: Any) -> Cell:
    if isinstance(value, bool | date):
        raise Wrong(f"{value} is not a number", "Write a whole number, and format the cell as a number.")
    if isinstance(value, int | float):
        if value != int(value) or not 0 <= value < _MOST_EXACT:
            raise Wrong(f"{value:g} is not a whole number of at least 0", "Write a whole number.")
        return int(value)
    if not _WHOLE.fullmatch(value):
        raise Wrong(f"{value[:40]!r} is not a whole number", "Write it in digits, as in 12500.")
    return int(re.sub(r"\D", "", value))


def _rate(value: Any) -> Cell:
    words = str(value).replace(",", ".")
    try:
        found = Decimal(words.rstrip("% ")) / (100 if words.endswith("%") else 1)
    except InvalidOperation:
        raise Wrong(f"{words[:40]!r} is not a rate", "Write it as in 3.5%.") from None
    return round(found, 6)


def _money(value: Any, known: Shape) -> Cell:
    if isinstance(value, bool | date):
        raise Wrong(f"{value} is not a sum of money", "Write it as in 250.00 USD.")
    cell = Decimal(repr(value)) if isinstance(value, int | float) else value
    read = read_price(cell, None, mark=known.mark, usual=known.currency, called="the sum")
    if read.amount is None:
        return _of_any(cell, known) or _no_sum(read)
    if read.currency is None:
        return read.amount
    return money(Amount(value=Decimal(read.amount), currency=read.currency))


def _of_any(cell: Any, known: Shape) -> str | None:
    """A sum whose sign several currencies have, as in $250.00: of what it is a part decides; None for what is none."""
    signs = (
        {sign for sign in _SIGN.findall(cell) if len(currencies_of(sign)) > 1}
        if isinstance(cell, str)
        else set()
    )
    if len(signs) != 1:
        return None
    (sign,) = signs
    read = read_price(cell, None, mark=known.mark, usual=currencies_of(sign)[0])
    return f"{sign}{read.amount}" if read.amount else None


def _no_sum(read: Money) -> Cell:
    why = (read.note or "the sum is none").partition(":")[0]  # behind it is what a feed could do
    raise Wrong(why, "Write it as in 250.00 USD.")


def _currency(words: Iterable[str]) -> str | None:
    """The one currency that the sums of a column are in, where those that say it for certain agree."""
    told = (currencies_of(sign) for word in words for sign in _SIGN.findall(word))
    seen = {meant[0] for meant in told if len(meant) == 1}
    return seen.pop() if len(seen) == 1 else None


def _choice(column: SheetColumn, value: Any) -> Cell:
    found = [_chosen(column, one) for one in (parts(str(value)) if column.many else [str(value)])]
    return ", ".join(dict.fromkeys(found)) or None


def _chosen(column: SheetColumn, word: str) -> str:
    plain = re.sub(r"[\s\-]+", "_", word.strip().casefold())
    if plain in column.choices:
        return plain
    close = nearest(plain, column.choices)
    hint = f"Did you mean {close}?" if close else f"Known: {', '.join(column.choices)}."
    raise Wrong(f"{word[:40]!r} is not known as {column.heading}", hint)
