"""What a cell means, whatever it is written as: 250 and 250.00, a day and its text, lists in any order."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from ugc.campaigns.reading import amount
from ugc.model.programme_sheet import Cell, SheetColumn
from ugc.sheet.values import parts
from ugc.tables.prices import currencies_of, read_price
from ugc.text import fold, one_line

_SIGN = re.compile(r"[^\d\s.,]+")

Meant = None | str | Decimal | date | frozenset[str] | tuple[Decimal, frozenset[str]]
"""A sum of money is its number and the currencies that it may be in."""


def same(one: Cell, other: Cell, column: SheetColumn) -> bool:
    """Whether two cells of a column mean one thing. A sum that leaves its currency open is the same number in any."""
    left, right = meant(one, column), meant(other, column)
    if isinstance(left, tuple) and isinstance(right, tuple):
        return left[0] == right[0] and bool(left[1] & right[1])
    if isinstance(left, tuple) and isinstance(right, Decimal):
        return left[0] == right
    if isinstance(left, Decimal) and isinstance(right, tuple):
        return left == right[0]
    return left == right


def meant(cell: Cell, column: SheetColumn) -> Meant:
    """Return a form of a cell in which those that mean one thing are equal; of what is not understood its text."""
    if cell is None or not one_line(plain(cell)):
        return None
    if column.many:
        return frozenset(several(cell)) or None
    if column.kind == "date":
        return _day(cell)
    if column.kind in ("number", "rate", "money"):
        return _number(cell)
    return fold(one_line(plain(cell))) if column.kind == "choice" else one_line(plain(cell))


def several(cell: Cell) -> tuple[str, ...]:
    """Return the values of a cell that may hold several: parted by commas, each once, in their order."""
    return tuple(parts(plain(cell)))


def plain(cell: Cell) -> str:
    """Return a cell as text: days as 2026-03-01, whole numbers without a fraction, nothing as nothing."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Decimal) and cell.is_finite():
        return f"{cell.quantize(Decimal(1)) if cell == cell.to_integral_value() else cell.normalize():f}"
    return str(cell)


def _day(cell: Cell) -> Meant:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    words = one_line(plain(cell))
    try:
        return date.fromisoformat(words)
    except ValueError:
        return words


def _number(cell: Cell) -> Meant:
    words = one_line(plain(cell))
    try:
        number = Decimal(words)
    except InvalidOperation:
        return _sum(words) or words
    return number if number.is_finite() else words


def _sum(words: str) -> tuple[Decimal, frozenset[str]] | None:
    """A sum as the sheet has it: 250.00 USD, or $250.00, which may be in several currencies."""
    found = amount(words)
    if found:
        return found.value, frozenset({found.currency})
    sign = _SIGN.match(words)
    currencies = currencies_of(sign[0]) if sign else ()
    read = read_price(words, None, usual=currencies[0]) if currencies else None
    return (Decimal(read.amount), frozenset(currencies)) if read and read.amount else None
