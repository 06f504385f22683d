"""The first tab of the workbook: what it is, what comes back, and what every column means."""

from collections.abc import Mapping
from typing import Any

from ugc.model.programme_sheet import Programme, SheetColumn, Tab
from ugc.sheet.looks import head, plain
from ugc.sheet.tabs import TABS

TITLE = "How to"
_WIDE = 84
"""Characters of the column that explains."""
_RULES = (
    ("Edit", "Write in the columns with a dark heading. They come back with: ugc sheet in FILE."),
    (
        "Only look",
        "Columns with a light heading tell what the catalog knows. What is written there is not taken.",
    ),
    (
        "New rows",
        "Add rows below those in Deliverables and Rights. Headings in slanted letters count in new rows only.",
    ),
    (
        "Gone rows",
        "A deliverable whose row you delete stays, unless whoever takes the sheet in says that it is to go.",
    ),
    ("Several", "Where a column takes several values, part them with commas."),
    ("Days", "Write days as 2026-03-15, or as your program writes days."),
    ("Money", "Write a sum with its currency, as in 250.00 USD."),
    (
        "Rights",
        "A row of rights becomes a permission only with its method, scope, days, terms and a file that proves it, which"
        " lies beside this workbook. Any other is written down as asserted, and clears nothing.",
    ),
    (
        "Keep",
        "Column A is hidden: it says which row is which. Sort and filter whole tables, with it. Columns may change"
        " places; headings keep their names.",
    ),
    ("Not in here", "How to reach creators, and codes of ad platforms beyond their last four characters."),
    (
        "Marks",
        "late: 5 means five days after its due day. Rows that are late are amber, those that are missing, ended or"
        " revoked are grey and struck through; a word always says it too.",
    ),
)


def write_guide(book: Any, programme: Programme, *, about: Mapping[str, str], title: str) -> None:
    """Write the tab. `about` is what it says first of the workbook, by name."""
    sheet = book.create_sheet(TITLE)
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    for letter, width in zip("ABCD", (18, 20, 22, _WIDE), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.row_dimensions[1].height = 30
    sheet.append([plain(sheet, title, size=18, bold=True, wrap=False)])
    for name, words in about.items():
        sheet.append([plain(sheet, name, bold=True), plain(sheet, words, wrap=False)])
    sheet.append([])
    for name, words in _RULES:
        sheet.append([plain(sheet, name, bold=True), plain(sheet, words, wrap=False)])
    sheet.append([])
    sheet.append(
        [
            plain(sheet, "Headings", bold=True),
            head(sheet, "Yours to edit", dark=True),
            head(sheet, "In new rows only", dark=True, slanted=True),
            head(sheet, "Only tells", dark=False),
        ]
    )
    sheet.append([])
    sheet.append([head(sheet, words, dark=True) for words in ("Tab", "Column", "Comes back", "What it says")])
    lines = len(about) + len(_RULES) + 6
    for name, tab in TABS.items():
        if name in programme.tabs:
            for column in tab.columns:
                line = _line(tab, column)
                lines += 1
                sheet.row_dimensions[lines].height = 15.0 * -(-len(line[-1]) // _WIDE) + 1
                sheet.append([plain(sheet, words) for words in line])


def _line(tab: Tab, column: SheetColumn) -> tuple[str, str, str, str]:
    comes = "in new rows" if column.only_new else "yes" if column.editable else "no"
    return tab.title, column.heading, comes, column.meaning + _choices(column)


def _choices(column: SheetColumn) -> str:
    return (
        f" One of: {', '.join(column.choices)}."
        if column.choices and not column.many and column.editable
        else (f" Of: {', '.join(column.choices)}." if column.choices and column.editable else "")
    )
