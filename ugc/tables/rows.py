"""One row of a table, and the text of its cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from ugc.text import clean

_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
_MOST_EXACT = 10**15
"""Spreadsheets keep 15 digits of a number; of a longer one the last are lost."""
_BEGINNINGS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_SERIALS = range(36526, 73051)  # the years 2000 to 2099, in days


@dataclass(frozen=True)
class Row:
    """A row: text alone in a sheet of text; in a workbook also numbers, days, times and None."""

    number: int
    """As spreadsheets show it, from 1."""
    cells: Sequence[Any]
    line: int
    """The line of the file on which it begins, from 1; in a workbook its number."""
    fault: str | None = None
    """Why it could not be parted into cells, as part of a sentence that begins with "it" or names a cell."""
    last: bool = False
    """Whether the reading ends with its fault."""
    hidden: bool = False
    links: Mapping[int, str] = field(default_factory=dict)
    """Index of a cell to the address that it leads to, whatever text it shows."""
    formulas: frozenset[int] = frozenset()
    """Cells that hold a formula; their value is what was last worked out."""
    unworked: frozenset[int] = frozenset()
    """Of the formulas, those for which no value was saved: unknown."""


def text_of(value: Any) -> str:
    """Write a cell's value as text; empty for nothing and for a spreadsheet's errors.

    A number of more than 15 digits is written as 7.44971234567891E+18, since its last ones are lost.
    """
    if value is None or (isinstance(value, str) and value.strip() in _ERRORS):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _MOST_EXACT else f"{value:.15G}"
    if isinstance(value, datetime):
        moment = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
        return moment.date().isoformat() if moment.time() == moment.time().min else moment.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else clean(str(value))


def day_of_serial(value: Any, *, since_1904: bool) -> date | None:
    """The day that a spreadsheet's bare number means; None for what is no number of a day from 2000 to 2099."""
    if isinstance(value, bool) or not isinstance(value, int | float) or int(value) not in _SERIALS:
        return None
    return _BEGINNINGS[since_1904] + timedelta(days=int(value))
