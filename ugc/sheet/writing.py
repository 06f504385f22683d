"""The programme as an Excel workbook that people edit and that can come back.

Whatever was collected is text, never a formula. The same programme with the same pictures gives the same bytes.
"""

import io
from collections.abc import Mapping
from datetime import UTC
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.utils.units import pixels_to_EMU
from openpyxl.worksheet.datavalidation import DataValidation

from ugc.model.programme_sheet import Programme, SheetColumn, Tab, TabRow
from ugc.sheet.explaining import write_guide
from ugc.sheet.hidden import LONGEST_LIST, listed, row_mark, write_about, write_lists
from ugc.sheet.looks import AMBER, GREY, Cells, dress, head, heading
from ugc.sheet.tabs import TABS
from ugc.tables.cells import as_text, cut, dated, new_book

PICTURE_HEIGHT = 96
"""Pixels that a small picture is high at most; its row is a little higher."""
PICTURE_WIDTH = 80
ROOM = 500
"""Rows below the last one that have drop-downs too, where people may add rows."""

_POINTS = 0.75
"""Of a pixel, at 96 to the inch."""
_MARGIN = 3
_TALLEST = 60
_A4 = 9
_STRUCK = Font(strike=True, color="374151")
_MARKS: Mapping[str, tuple[tuple[str, str, bool], ...]] = {
    "deliverables": (("state", '{0}="missing"', True), ("late", "AND(ISNUMBER({0}),{0}>0)", False)),
    "rights": (("status", 'OR({0}="ended",{0}="revoked",{0}="declined",{0}="replaced")', True),),
}
"""Of a tab: the column that marks its rows, when, and whether as gone or as late."""


def xlsx(
    programme: Programme, *, pictures: Mapping[str, bytes], about: Mapping[str, str], brand: str
) -> bytes:
    """Return the workbook. `pictures` are small JPEG files by the ids of rows of the posts, `about` what the first tab
    says of the workbook, by name, and `brand` the workspace's."""
    with new_book() as book:
        title = f"{brand}: {programme.campaign or 'creators and campaigns'}"
        book.properties.creator = book.properties.lastModifiedBy = "ugc"
        book.properties.title = cut(title)
        book.properties.created = programme.at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        write_guide(book, programme, about=about, title=title)
        sheets = [(TABS[name], rows) for name, rows in programme.tabs.items()]
        made = [book.create_sheet(tab.title) for tab, _ in sheets]
        places = write_lists(book)
        for sheet, (tab, rows) in zip(made, sheets, strict=True):
            _write_tab(sheet, tab, rows, pictures=pictures, places=places, title=title)
        write_about(book, programme, brand=brand)
        out = io.BytesIO()
        book.save(out)
    return dated(out.getvalue(), programme.at)


def _write_tab(
    sheet: Any,
    tab: Tab,
    rows: Mapping[str, TabRow],
    *,
    pictures: Mapping[str, bytes],
    places: Mapping[tuple[str, ...], str],
    title: str,
) -> None:
    _set_up(sheet, tab, title)
    letters = {column.key: get_column_letter(number) for number, column in enumerate(tab.columns, 2)}
    last = 1 + len(rows)
    widest = get_column_letter(1 + len(tab.columns))
    pictured = next((column.key for column in tab.columns if column.kind == "picture"), None)
    sheet.append([head(sheet, row_mark(tab.name), dark=False), *(heading(sheet, one) for one in tab.columns)])
    id_cell = WriteOnlyCell(sheet)
    id_cell.number_format, id_cell.quotePrefix = "@", True
    cells = [Cells(sheet, column) for column in tab.columns]
    for number, (id, row) in enumerate(rows.items(), 2):
        shown = pictures.get(id) if pictured else None
        sheet.row_dimensions[number].height = _height(tab, row, shown is not None)
        sheet.append([as_text(id_cell, id), *(cell(row) for cell in cells)])
        if shown is not None:
            sheet.add_image(_placed(shown, number))
    sheet.auto_filter.ref = f"A1:{widest}{last}"
    end = last + (ROOM if tab.adds else 0)
    for column in tab.columns:
        rule = _rule(column, places)
        if rule is not None and end > 1:
            rule.add(f"{letters[column.key]}2:{letters[column.key]}{end}")
            sheet.data_validations.append(rule)
    for key, when, gone in _MARKS.get(tab.name, ()):
        style = DifferentialStyle(font=_STRUCK if gone else None, fill=GREY if gone else AMBER)
        rule = Rule(type="expression", dxf=style, formula=[when.format(f"${letters[key]}2")], stopIfTrue=gone)
        sheet.conditional_formatting.add(f"B2:{widest}{max(end, 2)}", rule)


def _set_up(sheet: Any, tab: Tab, title: str) -> None:
    sheet.freeze_panes = "D2" if tab.name == "posts" else "C2"
    sheet.sheet_view.zoomScale = 100
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = "1:1"
    sheet.oddHeader.left.text = cut(f"{title}: {tab.title}").replace("&", "&&")
    sheet.column_dimensions["A"].hidden = True
    for number, column in enumerate(tab.columns, 2):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = column.width + 2
        dress(sheet.column_dimensions[letter], column)
    sheet.row_dimensions[1].height = 32


def _height(tab: Tab, row: TabRow, pictured: bool) -> float:
    """Points of a row: of its picture, or of the longest of its wrapped words, up to a few lines."""
    if pictured:
        return (PICTURE_HEIGHT + 2 * _MARGIN) * _POINTS
    lines = 1
    for column in tab.columns:
        value = row.get(column.key)
        if isinstance(value, str) and column.width >= 26 and column.kind != "link":
            lines = max(lines, sum(-(-len(line) // column.width) or 1 for line in value.split("\n")))
    return float(min(_TALLEST, 15 * lines + 1))


def _placed(picture: bytes, row: int) -> Image:
    """A picture in the first column that shows, which moves with its row and keeps its size."""
    image = Image(io.BytesIO(picture))
    margin = pixels_to_EMU(_MARGIN)
    size = XDRPositiveSize2D(pixels_to_EMU(image.width), pixels_to_EMU(image.height))
    image.anchor = OneCellAnchor(
        _from=AnchorMarker(col=1, colOff=margin, row=row - 1, rowOff=margin), ext=size
    )
    return image


def _rule(column: SheetColumn, places: Mapping[tuple[str, ...], str]) -> DataValidation | None:
    """The drop-down of a column, or what a program says of it as one begins to write there."""
    if not column.editable:
        return None
    words = column.meaning
    if listed(column):
        inline = ",".join(column.choices)
        formula = f'"{inline}"' if len(inline) <= LONGEST_LIST else places[column.choices]
        rule = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=True)
        rule.errorTitle, rule.error = column.heading, "Take one of the list."
    else:
        rule = DataValidation(allow_blank=True)
        if column.many and column.choices:
            words = f"Several with commas between: {', '.join(column.choices)}"
        elif column.kind == "date":
            words += " As in 2026-03-15."
        elif column.kind == "money":
            words += " As in 250.00 USD."
    rule.promptTitle, rule.prompt, rule.showInputMessage = column.heading[:32], _within(words), True
    return rule


def _within(words: str) -> str:
    """At most 255 characters, which is what Excel takes."""
    return words if len(words) <= LONGEST_LIST else words[:250].rsplit(",", 1)[0] + ", …"
