"""A workbook of the sheet read back into rows: whole, or refused with every cell that is wrong.

Formulas are never worked out: a cell that holds one counts with the value that its program saved, which is said.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ugc.errors import InputError
from ugc.model.programme_sheet import TabName
from ugc.sheet.explaining import TITLE
from ugc.sheet.finding import FoundTab, find_tab, missing_columns
from ugc.sheet.hidden import ABOUT, LISTS, MARK, creators_of, moment
from ugc.sheet.returned import Returned, ReturnedTab
from ugc.sheet.rows import Reader
from ugc.sheet.values import LAYOUT
from ugc.tables import MOST_ROWS, Book, BookSheet, read_book, text_of
from ugc.tables.cells import unescaped
from ugc.text import counted

MOST_FAULTS = 50
OWN = "A sheet of your own comes in by what it holds: --tab deliverables, creators, posts or rights."
_SHOWN = 8
"""Headings and tabs that one note names."""


def read(data: bytes, name: str) -> Returned:
    """Read a workbook that was given out as a sheet.

    Raises InputError for what is no workbook or no sheet of ours, and for cells that cannot be understood: all of
    them at once, up to fifty, each as `Tab, cell D14: what. What to do.`
    """
    if not data.startswith(b"PK"):
        raise InputError(
            f"{name} is not an XLSX workbook.", hint=f"Save the sheet that was given out as XLSX. {OWN}"
        )
    book = read_book(data, name)
    about = _about(book, name)
    faults: list[str] = []
    notes: list[str] = []
    tabs = _tabs(book, faults, notes)
    creators = creators_of(about.rows)
    read: dict[TabName, ReturnedTab] = {}
    for found in tabs:
        reader = Reader(found, creators=creators, since_1904=book.since_1904, faults=faults, notes=notes)
        read[found.tab.name] = reader.returned()
    if not tabs and not faults:
        faults.append("No tab of the sheet is there: its tabs were renamed and their headings are gone.")
    if faults:
        raise _refused(name, faults)
    return Returned(
        sheet=about.told["sheet"],
        brand=about.told.get("brand", ""),
        campaign=about.told.get("campaign") or None,
        at=moment(about.told.get("at", "")),
        digest=about.told.get("digest", ""),
        tabs=read,
        notes=tuple(dict.fromkeys(notes)),
    )


class _About:
    """What the hidden sheet says."""

    def __init__(self, rows: Sequence[Sequence[Any]]) -> None:
        self.rows = [[text_of(unescaped(cell)) for cell in row] for row in rows]
        self.told: Mapping[str, str] = {row[0]: row[1] for row in self.rows if len(row) == 2}


def _about(book: Book, name: str) -> _About:
    for sheet in book.sheets:
        about = _About([row.cells for row in sheet.rows])
        if about.rows and about.rows[0] and about.rows[0][0] == MARK:
            break
    else:
        raise InputError(
            f"{name} is not a sheet that ugc gave out: its hidden sheet {ABOUT} is not there.",
            hint=f"Edit a file of `ugc sheet out` and save all of it as XLSX. {OWN}",
        )
    layout = about.told.get(MARK, "")
    if not layout.isdigit() or int(layout) > LAYOUT:
        raise InputError(f"{name} is a sheet of a newer ugc.", hint="Read it with that one.")
    if not about.told.get("sheet") or moment(about.told.get("at", "")) is None:
        raise InputError(
            f"{name}: its hidden sheet {ABOUT} was changed, and does not say which sheet it is.",
            hint="Give it out again with `ugc sheet out`, and copy your changes over.",
        )
    return about


def _tabs(book: Book, faults: list[str], notes: list[str]) -> list[FoundTab]:
    """Every tab that is there, once; what is wrong with headings is put among the faults."""

    def blame(title: str) -> Any:
        return lambda cell, what, do: faults.append(f"{title}, cell {cell}: {what}. {do}")

    found: dict[TabName, FoundTab] = {}
    strange: list[str] = []
    for sheet in book.sheets:
        if sheet.name in (ABOUT, LISTS, TITLE) or _is_about(sheet):
            continue
        tab = find_tab(sheet, blame)
        if tab is None:
            strange += [sheet.name]
            continue
        other = found.setdefault(tab.tab.name, tab)
        if other is not tab:
            faults.append(
                f"{sheet.name}, cell A1: it is a copy of the tab {other.title}. Delete one of them."
            )
        if sheet.cut:
            faults.append(
                f"{sheet.name}: it has more than {MOST_ROWS:,} rows. Give out less of it, by a campaign or a selection."
            )
        _note(sheet, tab, notes)
    if strange:
        notes.append(f"{counted(len(strange), 'tab')} of your own, not read: {', '.join(strange[:_SHOWN])}.")
    return list(found.values())


def _is_about(sheet: BookSheet) -> bool:
    return bool(sheet.rows and sheet.rows[0].cells and sheet.rows[0].cells[0] == MARK)


def _note(sheet: BookSheet, tab: FoundTab, notes: list[str]) -> None:
    hidden = sum(row.hidden for row in tab.rows)
    if hidden:
        notes.append(f"{tab.title}: {counted(hidden, 'hidden row was', 'hidden rows were')} read too.")
    if tab.extra:
        notes.append(
            f"{tab.title}: {counted(len(tab.extra), 'column')} of your own, not read: {', '.join(tab.extra[:_SHOWN])}."
        )
    gone = [column.heading for column in missing_columns(tab)]
    if gone:
        notes.append(f"{tab.title}: without {', '.join(gone)}, which stay as they are.")
    if tab.ids is None:
        notes.append(f"{tab.title}: its hidden column of ids is gone; rows are known by what they show.")
    if sheet.filled:
        notes.append(f"{tab.title}: {counted(sheet.filled, 'merged cell')} got the value of the cell above.")


def _refused(name: str, faults: Sequence[str]) -> InputError:
    shown = faults[:MOST_FAULTS]
    more = len(faults) - len(shown)
    lines = [*shown, *([f"… and {more:,} more."] if more else [])]
    return InputError(
        f"{name} cannot be taken in: {counted(len(faults), 'thing')} to mend.\n" + "\n".join(lines),
        hint="Nothing was taken in. Mend these and try again.",
    )
