"""Sheets that people made themselves, CSV or XLSX, read into the rows of one tab by what their headings mean.

Formulas are never worked out. An empty cell says nothing, for such a sheet may not keep what the catalog keeps.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ugc.errors import InputError
from ugc.model.base import Value
from ugc.model.programme_sheet import Cell, SheetColumn, Tab
from ugc.sheet.typed import Wrong, shape, typed
from ugc.sheet.values import names_total
from ugc.tables import MOST_ROWS, KeptList, Row, read_list
from ugc.text import counted, one_line

IGNORE = "ignore"
"""In place of a column: the heading means nothing here."""
_LEAST = 2
"""Headings with a meaning that a row of headings has: what a row is of, and something to say of it."""
_MOST_FAULTS = 50


class OwnSheet(Value):
    """Rows of one's own sheet, by the numbers under which its program shows them."""

    headings: tuple[str, ...]
    passed_over: tuple[str, ...]
    """Headings that mean nothing here."""
    rows: dict[int, dict[str, Cell]]
    notes: tuple[str, ...] = ()


def heading(words: Any) -> str:
    """Return a heading in the form in which it is compared."""
    return one_line(str(words or "")).casefold()


def read(data: bytes, name: str, tab: Tab, by: Mapping[str, str]) -> OwnSheet:
    """Read the rows of a sheet. `by` are keys of columns, by headings; a heading that is a column's own needs no map.

    Raises InputError for what is no sheet, has no row of headings, or has cells that cannot be read: all at once.
    """
    known = _known(tab, by)
    opened = _opened(data, name, known)
    if opened.header is None:
        raise InputError(
            f"{name} has no row of headings of which two mean something here.",
            hint="Say what they mean: --map 'Due date=due' --map 'Handle=creator'.",
        )
    header = opened.header.cells
    places = _places(header, known, name)
    faults: list[str] = []
    notes = list(opened.notes)
    found = _rows(tab, places, [*opened.rows], since_1904=opened.since_1904, faults=faults, notes=notes)
    if faults:
        more = [f"… and {len(faults) - _MOST_FAULTS:,} more."] if len(faults) > _MOST_FAULTS else []
        lines = "\n".join([*faults[:_MOST_FAULTS], *more])
        raise InputError(
            f"{name} cannot be taken in: {counted(len(faults), 'thing')} to mend.\n{lines}",
            hint="Nothing was taken in. Mend these and try again.",
        )
    return OwnSheet(
        headings=tuple(one_line(str(cell or "")) for cell in header if heading(cell)),
        passed_over=tuple(
            one_line(str(cell)) for cell in header if heading(cell) and heading(cell) not in known
        ),
        rows=found,
        notes=tuple(notes),
    )


def _known(tab: Tab, by: Mapping[str, str]) -> dict[str, str]:
    own = {heading(words): column.key for column in tab.columns for words in (column.key, column.heading)}
    return own | {heading(words): key for words, key in by.items()}


def _opened(data: bytes, name: str, known: Mapping[str, str]) -> KeptList:
    """The list, whose row of headings is the one of which most mean something."""

    def sure(cells: Sequence[Any]) -> tuple[int, ...] | None:
        keys = {known.get(heading(cell)) for cell in cells} - {None, IGNORE}
        return (len(keys),) if len(keys) >= _LEAST else None

    return read_list(data, name, sure, every_sheet=True)


def _places(header: Sequence[Any], known: Mapping[str, str], name: str) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, cell in enumerate(header):
        key = known.get(heading(cell))
        if key is None or key == IGNORE:
            continue
        if key in places:
            one, other = (one_line(str(header[each])) for each in (places[key], place))
            raise InputError(
                f"{name}: the headings {one!r} and {other!r} both mean {key}.",
                hint=f"Leave one out: --map '{other}={IGNORE}'.",
            )
        places[key] = place
    return places


def _rows(
    tab: Tab,
    places: Mapping[str, int],
    rows: Sequence[Row],
    *,
    since_1904: bool,
    faults: list[str],
    notes: list[str],
) -> dict[int, dict[str, Cell]]:
    columns = [tab.column(key) for key in places]
    shapes = {
        column.key: shape(column, [_cell(row, places[column.key]) for row in rows], since_1904=since_1904)
        for column in columns
    }
    found: dict[int, dict[str, Cell]] = {}
    totals = 0
    for row in rows[:MOST_ROWS]:
        if row.fault:
            faults.append(f"Row {row.number}: {row.fault}.")
            continue
        first = next((cell for cell in row.cells if isinstance(cell, str) and cell.strip()), "")
        if names_total(first):
            totals += 1
            continue
        told: dict[str, Cell] = {
            column.key: cell
            for column in columns
            if (cell := _read(column, row, places, shapes, faults)) is not None
        }
        if told:
            found[row.number] = told
    if totals:
        notes.append(f"{counted(totals, 'row')} of totals, not read.")
    return found


def _read(
    column: SheetColumn, row: Row, places: Mapping[str, int], shapes: Mapping[str, Any], faults: list[str]
) -> Cell:
    try:
        return typed(column, _cell(row, places[column.key]), shapes[column.key])
    except Wrong as wrong:
        faults.append(f"Row {row.number}, {column.heading}: {wrong.what}. {wrong.do}")
        return None


def _cell(row: Row, place: int) -> Any:
    return row.cells[place] if place < len(row.cells) else None
