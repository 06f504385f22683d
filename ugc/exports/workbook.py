"""A table as an Excel workbook: real days and numbers, filters, a heading that stays, and a sheet of explanations.

Whatever was collected is text: a handle such as `=cmd|...` is stored as a string, marked so that it stays one when
somebody edits the cell. The same rows at the same instant give the same bytes.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from ugc.exports.register import Cell, Column, Row
from ugc.tables.cells import as_text, cut, dated, new_book, risky

SOON = 30
"""Days left below which a row is marked."""

_A3 = 8
_TALLEST = 75
"""Points of a row: five lines, whatever stands in it."""
_FONT = "Calibri"
_HEAD = PatternFill("solid", fgColor="1F2937")
_AMBER = PatternFill("solid", bgColor="FDE9B8")
_GREY = PatternFill("solid", bgColor="E5E7EB")


def xlsx(
    columns: Sequence[Column],
    rows: Iterable[Row],
    *,
    title: str,
    about: Mapping[str, str],
    at: datetime,
    sheet: str = "Register",
) -> bytes:
    """Return the workbook. `about` is what the second sheet says first, `at` the instant that it is dated with, `sheet`
    the name of the first. Rows are marked by the days in a column `days_left`, where there is one."""
    with new_book() as book:
        book.properties.creator = book.properties.lastModifiedBy = "ugc"
        book.properties.title = cut(title)
        book.properties.created = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        _table(book.create_sheet(sheet), columns, rows, title)
        _explained(book, columns, about)
        out = io.BytesIO()
        book.save(out)
    return dated(out.getvalue(), at)


def _table(sheet: Any, columns: Sequence[Column], rows: Iterable[Row], title: str) -> None:
    sheet.freeze_panes = "B2"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 4, 0
    sheet.print_title_rows = "1:1"
    sheet.oddHeader.left.text = cut(title).replace("&", "&&")
    for number, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.append(_head(sheet, [column.heading for column in columns]))
    cells = [_Cells(sheet, column) for column in columns]
    last = 1
    for row in rows:
        last += 1
        sheet.row_dimensions[last].height = _height(columns, row)
        sheet.append([cell(row.get(cell.key)) for cell in cells])
    widest = get_column_letter(len(columns))
    sheet.auto_filter.ref = f"A1:{widest}{last}"
    keys = [column.key for column in columns]
    if "days_left" not in keys:
        return
    left = get_column_letter(1 + keys.index("days_left"))
    for formula, fill in (
        (f"AND(ISNUMBER(${left}2),${left}2<0)", _GREY),
        (f"AND(ISNUMBER(${left}2),${left}2>=0,${left}2<={SOON})", _AMBER),
    ):
        sheet.conditional_formatting.add(f"A2:{widest}{max(last, 2)}", FormulaRule([formula], fill=fill))


def _explained(book: Any, columns: Sequence[Column], about: Mapping[str, str]) -> None:
    sheet = book.create_sheet("What it says")
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["B"].width = 110
    for name, words in about.items():
        sheet.append([_plain(sheet, name, bold=True), _plain(sheet, words)])
    sheet.append([])
    sheet.append(_head(sheet, ["Column", "What it says"]))
    for column in columns:
        sheet.append([_plain(sheet, column.heading), _plain(sheet, column.meaning)])


class _Cells:
    """Cells of one column: one is styled and filled again and again, since each is written out as it is appended."""

    def __init__(self, sheet: Any, column: Column) -> None:
        self.key = column.key
        self._cell, self._quoted, self._day = (WriteOnlyCell(sheet) for _ in range(3))
        side = {"text": None, "number": "right", "date": "left"}[column.kind]
        for cell in (self._cell, self._quoted, self._day):
            cell.alignment = Alignment(
                vertical="top",
                horizontal=side,
                indent=int(side == "right"),
                wrap_text=column.wrap or None,
            )
        self._quoted.quotePrefix = True
        self._day.number_format = "yyyy-mm-dd"

    def __call__(self, value: Cell) -> Any:
        if value is None or value == "":
            return None
        if isinstance(value, str):
            return as_text(self._quoted if risky(value) else self._cell, value)
        cell = self._cell if isinstance(value, int | Decimal | float) else self._day
        cell.value = value
        return cell


def _head(sheet: Any, words: Sequence[str]) -> list[Any]:
    cells = [_plain(sheet, word, bold=True) for word in words]
    for cell in cells:
        cell.font = Font(name=_FONT, size=11, bold=True, color="FFFFFF")
        cell.fill = _HEAD
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    return cells


def _plain(sheet: Any, words: str, *, bold: bool = False) -> Any:
    cell = as_text(WriteOnlyCell(sheet), words)
    cell.font = Font(name=_FONT, size=11, bold=bold)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def _height(columns: Sequence[Column], row: Row) -> float:
    """Points for the longest of the wrapped cells, up to a few lines: a row that fills the screen helps nobody."""
    lines = 1
    for column in columns:
        value = row.get(column.key)
        if column.wrap and isinstance(value, str):
            lines = max(lines, -(-len(value) // column.width))
    return float(min(_TALLEST, 15 * lines))
