"""Tables as CSV (RFC 4180, UTF-8), which a spreadsheet opens without running what was collected as a formula.

A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return for a formula. Such a cell
gets an apostrophe before it; so does what begins a piece after a semicolon, comma, tab or line end inside a cell, since
a spreadsheet with another separator would cut there. A cell or piece that begins with an apostrophe of its own gets
one more. Nothing is lost by it: `undo` takes away one apostrophe at each of these places.
See https://owasp.org/www-community/attacks/CSV_Injection.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from ugc.exports.register import Cell, Column, Row

BOM = "\ufeff"
"""By this mark at the beginning Excel knows that a file is UTF-8."""

_PLACE = "(^|[;,\t\n\r])"
_BEGINS = re.compile(_PLACE + r"""(?=['"=+\-@\t\r＝＋－＠])""")
_BEGAN = re.compile(_PLACE + "'")


def csv_bytes(columns: Sequence[Column], rows: Iterable[Row], *, excel: bool = False) -> bytes:
    """Return a table with its headings; days are written as 2027-05-01. `excel` puts the mark for Excel before it."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([column.heading for column in columns])
    for row in rows:
        writer.writerow([_text(row.get(column.key)) for column in columns])
    return ((BOM if excel else "") + out.getvalue()).encode("utf-8", "replace")


def defuse(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return _BEGINS.sub(r"\1'", text)


def undo(text: str) -> str:
    """Return the text that was defused."""
    return _BEGAN.sub(r"\1", text)


def _text(value: Cell) -> str:
    if value is None:
        return ""
    return defuse(value) if isinstance(value, str) else str(value)
