"""What a workbook holds for ugc alone: whose sheet it is, the lists of its drop-downs, and who its creators are."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from openpyxl.cell import WriteOnlyCell

from ugc.model.programme_sheet import Programme, SheetColumn, TabName
from ugc.sheet.tabs import TABS
from ugc.sheet.values import LAYOUT, fingerprint, natural
from ugc.tables.cells import as_text

ABOUT, LISTS = "_ugc", "_lists"
MARK = "ugc sheet"
"""The first cell of the sheet that says what the workbook is."""
LONGEST_LIST = 255
"""Characters of a drop-down that stands in its own rule; longer ones Excel refuses."""


def row_mark(tab: TabName) -> str:
    """Return the heading of a tab's hidden column of ids, by which a renamed tab is still known."""
    return f"ugc:{tab}"


def write_about(book: Any, programme: Programme, *, brand: str) -> None:
    """Write the sheet that says what the workbook is: a name and a value in a row, then its creators' keys."""
    sheet = book.create_sheet(ABOUT)
    sheet.sheet_state = "veryHidden"
    told = {
        MARK: str(LAYOUT),
        "sheet": programme.id,
        "brand": brand,
        "campaign": programme.campaign or "",
        "at": programme.at.isoformat(),
        "digest": fingerprint(programme),
    }
    for name, value in told.items():
        _append(sheet, name, value)
    for key, row in programme.tabs.get("creators", {}).items():
        known = natural("creators", row)
        if known:
            _append(sheet, "creator", known, key)


def write_lists(book: Any) -> dict[tuple[str, ...], str]:
    """Write the vocabularies that are too long for a rule of their own; return where each stands."""
    long: dict[tuple[str, ...], None] = {}
    for tab in TABS.values():
        for column in tab.columns:
            if listed(column) and len(",".join(column.choices)) > LONGEST_LIST:
                long[column.choices] = None
    if not long:
        return {}
    sheet = book.create_sheet(LISTS)
    sheet.sheet_state = "hidden"
    depth = max(map(len, long))
    for number in range(depth):
        _append(sheet, *(words[number] if number < len(words) else "" for words in long))
    return {
        words: f"{LISTS}!${chr(65 + place)}$1:${chr(65 + place)}${len(words)}"
        for place, words in enumerate(long)
    }


def listed(column: SheetColumn) -> bool:
    """Whether a column takes one value of a list, and so has a strict drop-down."""
    return column.editable and column.kind == "choice" and not column.many


def moment(words: str) -> datetime | None:
    """Return an instant as `write_about` wrote it."""
    try:
        return datetime.fromisoformat(words)
    except ValueError:
        return None


def _append(sheet: Any, *words: str) -> None:
    sheet.append([as_text(WriteOnlyCell(sheet), one) if one else None for one in words])


def creators_of(rows: list[list[str]]) -> Mapping[str, str]:
    """Return the keys of creators by the accounts that their rows show."""
    return {row[1]: row[2] for row in rows if len(row) > 2 and row[0] == "creator"}
