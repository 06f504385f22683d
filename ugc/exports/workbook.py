"""A table as an Excel workbook: real days and numbers, filters, a heading that stays, and a sheet of explanations.

Whatever was collected is text: a handle such as `=cmd|...` is stored as a string, marked so that it stays one when
somebody edits the cell. The same rows at the same instant give the same bytes.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from ugc.exports.register import Cell, Column, Row

SOON = 30
"""Days left below which a row is marked."""

_LONGEST = 32_000
"""UTF-16 units of a cell; Excel refuses a file with more than 32,767 in one."""
_A3 = 8
_TALLEST = 75
"""Points of a row: five lines, whatever stands in it."""
_RISKY = re.compile(r"['=+\-@\t\r＝＋－＠]")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_FONT = "Calibri"
_HEAD = PatternFill("solid", fgColor="1F2937")
_AMBER = PatternFill("solid", bgColor="FDE9B8")
_GREY = PatternFill("solid", bgColor="E5E7EB")
_FIRST = (1980, 1, 1, 0, 0, 0)


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
    book = Workbook(write_only=True)
    book.properties.creator = book.properties.lastModifiedBy = "ugc"
    book.properties.title = _cut(title)
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
    sheet.oddHeader.left.text = _cut(title).replace("&", "&&")
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
            return _as_text(self._quoted if _RISKY.match(value) else self._cell, value)
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
    cell = _as_text(WriteOnlyCell(sheet), words)
    cell.font = Font(name=_FONT, size=11, bold=bold)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def _as_text(cell: Any, words: str) -> Any:
    """Fill a cell with text: openpyxl would take `=1+1` for a formula, and `#N/A` for an error."""
    cell.value = _cut(words)
    cell.data_type = "s"
    return cell


def _cut(words: str) -> str:
    """What a cell can hold; `_x000D_` in a name would be read as a character's code."""
    plain = _ESCAPED.sub("_x005F_", _NOT_XML.sub("", words))
    if len(plain) * 2 <= _LONGEST or len(plain.encode("utf-16-le")) // 2 <= _LONGEST:
        return plain
    return plain.encode("utf-16-le")[: 2 * _LONGEST].decode("utf-16-le", "ignore") + "…"


def _height(columns: Sequence[Column], row: Row) -> float:
    """Points for the longest of the wrapped cells, up to a few lines: a row that fills the screen helps nobody."""
    lines = 1
    for column in columns:
        value = row.get(column.key)
        if column.wrap and isinstance(value, str):
            lines = max(lines, -(-len(value) // column.width))
    return float(min(_TALLEST, 15 * lines))


def dated(data: bytes, at: datetime) -> bytes:
    """Return a workbook with one instant everywhere that openpyxl writes the present one."""
    instant = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(out, "w") as again:
        for name in made.namelist():
            content = made.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + instant, content)
            entry = zipfile.ZipInfo(name, _FIRST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            again.writestr(entry, content)
    return out.getvalue()
