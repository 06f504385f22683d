"""How the sheet looks: shade, weight and slant tell what people may edit from what only tells, not colour alone."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from ugc.model.programme_sheet import Cell, SheetColumn
from ugc.tables.cells import as_text, risky

FONT = "Calibri"
_DARK, _LIGHT, _PALE = "1F3A5F", "E2E5EA", "F6F7F9"
_INK, _MUTED, _WHITE = "111827", "4B5563", "FFFFFF"
_LINE = Side(style="thin", color="D5D9E0")
BORDER = Border(bottom=_LINE, right=_LINE)
AMBER = PatternFill("solid", bgColor="FBE3A6")
GREY = PatternFill("solid", bgColor="D9DCE1")
_FORMATS = {"date": "yyyy-mm-dd", "rate": "0.0%", "number": "#,##0"}
_RIGHT = ("number", "rate", "money")
_LONG = 26
"""Width from which on a column's words wrap."""


def heading(sheet: Any, column: SheetColumn) -> Any:
    """Return the heading of a column: dark where people may edit it, slanted where only in new rows, else light."""
    return head(
        sheet, column.heading, dark=column.editable, slanted=column.only_new, right=column.kind in _RIGHT
    )


def head(sheet: Any, words: str, *, dark: bool, slanted: bool = False, right: bool = False) -> Any:
    """Return a heading."""
    cell = as_text(WriteOnlyCell(sheet), words)
    cell.font = Font(name=FONT, size=11, bold=dark, italic=slanted, color=_WHITE if dark else _MUTED)
    cell.fill = PatternFill("solid", fgColor=_DARK if dark else _LIGHT)
    side = "right" if right else "left"
    cell.alignment = Alignment(vertical="center", wrap_text=True, horizontal=side, indent=int(right))
    cell.border = BORDER
    return cell


def plain(sheet: Any, words: str, *, size: int = 11, bold: bool = False, wrap: bool = True) -> Any:
    """Return a cell of explanations."""
    cell = as_text(WriteOnlyCell(sheet), words)
    cell.font = Font(name=FONT, size=size, bold=bold, color=_INK)
    cell.alignment = Alignment(vertical="top", wrap_text=wrap)
    return cell


def dress(thing: Any, column: SheetColumn) -> None:
    """Give a cell, or a column's empty cells, the looks and format of a column: white where people may write."""
    side = "right" if column.kind in _RIGHT else "left"
    thing.font = Font(name=FONT, size=11, color=_INK if column.editable else _MUTED)
    thing.fill = PatternFill("solid", fgColor=_WHITE if column.editable else _PALE)
    thing.alignment = Alignment(
        vertical="top",
        horizontal=side,
        indent=int(side == "right"),
        wrap_text=column.width >= _LONG and column.kind != "link",
    )
    thing.border = BORDER
    thing.number_format = _FORMATS.get(column.kind, "@")


class Cells:
    """Cells of one column: one is styled and filled again and again, since each is written out as it is appended."""

    def __init__(self, sheet: Any, column: SheetColumn) -> None:
        self.key, self._kind = column.key, column.kind
        self._plain, self._quoted = WriteOnlyCell(sheet), WriteOnlyCell(sheet)
        for cell in (self._plain, self._quoted):
            dress(cell, column)
        self._quoted.quotePrefix = True
        if column.key == "late":
            self._plain.number_format = '"late: "#,##0'

    def __call__(self, row: Mapping[str, Cell]) -> Any:
        """Return the cell of a row."""
        value = row.get(self.key)
        if value is None:
            return None
        if isinstance(value, str):
            return as_text(self._quoted if _guessed(value) else self._plain, value)
        cell = self._plain
        cell.value = float(value) if isinstance(value, Decimal) else value
        if isinstance(value, date):
            cell.number_format = _FORMATS["date"]
        return cell


def _guessed(words: str) -> bool:
    """Whether a program could take a text for something else once it is edited: a formula, a number, a day."""
    return risky(words) or words[:1].isdigit()
