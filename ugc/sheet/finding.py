"""Where in a workbook the sheet's tabs and columns are: by hidden marks, titles and headings, wherever they went."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ugc.errors import nearest
from ugc.model.programme_sheet import SheetColumn, Tab
from ugc.sheet.hidden import row_mark
from ugc.sheet.tabs import TABS
from ugc.sheet.values import tidy
from ugc.tables import BookSheet, Row
from ugc.text import fold

_TOP = 20
"""Rows among which the headings are looked for."""

Blame = Callable[[str, str, str], None]
"""Is told of a fault: in which cell, what it is, and what to do."""


@dataclass
class FoundTab:
    """A tab in a workbook."""

    tab: Tab
    title: str
    """As it is called there."""
    header: int
    """Number of the row of headings."""
    ids: int | None
    """Index of the hidden column of ids; None where it was deleted."""
    columns: dict[str, int]
    """Key of a column to its index."""
    rows: Sequence[Row]
    """Those below the headings."""
    merged: Sequence[Any] = ()
    extra: list[str] = field(default_factory=list)
    """Headings that are none of the sheet's."""

    def cell(self, key: str, row: int) -> str:
        """Name a cell, as in D14."""
        return place(self.columns[key], row)


def place(column: int, row: int) -> str:
    """Name a cell by the index of its column and the number of its row, as in D14."""
    letters, rest = "", column + 1
    while rest:
        rest, last = divmod(rest - 1, 26)
        letters = chr(65 + last) + letters
    return f"{letters}{row}"


def find_tab(sheet: BookSheet, blame: Callable[[str], Blame]) -> FoundTab | None:
    """Return the tab that a sheet of a workbook is; None where it is none. Wrong headings are blamed."""
    for row in (one for one in sheet.rows if one.number <= _TOP):
        words = [_heading(cell) for cell in row.cells]
        tab = _tab_of(sheet.name, words)
        if tab:
            return _found(sheet, tab, row, words=words, blame=blame(sheet.name))
    return None


def _tab_of(title: str, words: Sequence[str]) -> Tab | None:
    """The tab whose mark a row of headings bears; else the one of that title with half its headings there."""
    for tab in TABS.values():
        if fold(row_mark(tab.name)) in words:
            return tab
    for tab in TABS.values():
        known = sum(_heading(column.heading) in words for column in tab.columns)
        if fold(title.strip()) == fold(tab.title) and 2 * known >= len(tab.columns):
            return tab
    best = max(TABS.values(), key=lambda tab: _shared(tab, words))
    return best if _shared(best, words) == 1 else None


def _shared(tab: Tab, words: Sequence[str]) -> float:
    """The share of a tab's headings that stand in a row."""
    return sum(_heading(column.heading) in words for column in tab.columns) / len(tab.columns)


def _found(sheet: BookSheet, tab: Tab, header: Row, *, words: Sequence[str], blame: Blame) -> FoundTab:
    mark = fold(row_mark(tab.name))
    known = {_heading(column.heading): column for column in tab.columns}
    columns: dict[str, int] = {}
    strange: dict[int, str] = {}
    for index, word in enumerate(words):
        if word in known:
            column = known[word]
            if column.key in columns:
                other = place(columns[column.key], header.number)
                blame(
                    place(index, header.number),
                    f"the heading {column.heading!r} stands in {other} too",
                    "Rename one.",
                )
            columns.setdefault(column.key, index)
        elif word and word != mark:
            strange[index] = str(header.cells[index]).strip()
    found = FoundTab(
        tab=tab,
        title=sheet.name,
        header=header.number,
        ids=words.index(mark) if mark in words else None,
        columns=columns,
        rows=[row for row in sheet.rows if row.number > header.number],
        merged=[one for one in sheet.merged if one[0][0] > header.number],
    )
    _blame_renamed(found, strange, blame)
    return found


def _blame_renamed(found: FoundTab, strange: dict[int, str], blame: Blame) -> None:
    """A heading that is like a missing one, or stands where it stood, was renamed; any other is somebody's own."""
    missing = {
        column.heading: place
        for place, column in enumerate(found.tab.columns, 1)
        if column.key not in found.columns and column.kind != "picture"
    }
    for index, words in strange.items():
        close = nearest(words, missing) or next(
            (heading for heading, place in missing.items() if place == index + (found.ids is None)), None
        )
        if close:
            blame(
                place(index, found.header),
                f"the heading {words[:40]!r} is not known",
                f"It was {close!r}: write that again.",
            )
        else:
            found.extra.append(words)


def _heading(cell: Any) -> str:
    words = tidy(cell) if isinstance(cell, str) else None
    return fold(" ".join(words.split())) if words else ""


def missing_columns(found: FoundTab) -> list[SheetColumn]:
    """Return the columns that people could edit and that are not there."""
    return [column for column in found.tab.columns if column.editable and column.key not in found.columns]
