"""The rows of one tab read: which row each is, what its cells say, and what is none of its rows."""

from collections.abc import Mapping
from typing import Any

from ugc.model.programme_sheet import Cell, SheetColumn
from ugc.sheet.comparing import NEW
from ugc.sheet.finding import FoundTab, place
from ugc.sheet.returned import ReturnedTab
from ugc.sheet.typed import Shape, Wrong, shape, typed
from ugc.sheet.values import NATURAL, names_total, tidy
from ugc.tables import Row, text_of
from ugc.tables.cells import unescaped
from ugc.text import counted


class Reader:
    """One tab under reading."""

    def __init__(
        self,
        found: FoundTab,
        *,
        creators: Mapping[str, str],
        since_1904: bool,
        faults: list[str],
        notes: list[str],
    ) -> None:
        self._found, self._creators = found, creators
        self._faults, self._notes = faults, notes
        self._columns = [column for column in found.tab.columns if column.key in found.columns]
        self._shapes: dict[str, Shape] = {
            column.key: shape(
                column, [self._value(row, column.key) for row in found.rows], since_1904=since_1904
            )
            for column in self._columns
        }
        self._given = {id for row in found.rows if (id := self._id(row))}
        self._rows: dict[str, dict[str, Cell]] = {}
        self._numbers: dict[str, int] = {}
        self._worked = 0
        self._unnamed: list[int] = []

    def returned(self) -> ReturnedTab:
        """Return the tab; faults and notes are added to the lists given."""
        self._blame_merged()
        totals = []
        for row in self._found.rows:
            if self._is_empty(row):
                continue
            natural = self._natural(row)
            if not self._id(row) and self._is_total(row, natural):
                totals.append(row.number)
                continue
            self._take(row, natural)
        title = self._found.title
        if totals:
            self._notes.append(f"{title}: {_rows(totals)} left out as totals.")
        if self._worked:
            self._notes.append(
                f"{title}: {counted(self._worked, 'formula was', 'formulas were')} taken by the value last saved."
            )
        if self._unnamed:
            self._notes.append(f"{title}: {_rows(self._unnamed)} not read: this tab takes no new rows.")
        return ReturnedTab(
            title=title,
            columns=tuple(column.key for column in self._columns),
            rows=self._rows,
            numbers=self._numbers,
        )

    def _take(self, row: Row, natural: str | None) -> None:
        id = self._named(row, natural)
        if id is None:
            return
        if id in self._rows:
            self._blame(
                row,
                self._found.ids,
                f"it is the same row as row {self._numbers[id]}: {id}",
                "Delete one; or, if it was copied to make a new row, empty its cell in the hidden column A.",
            )
            return
        self._numbers[id] = row.number
        self._rows[id] = {column.key: self._cell(row, column, id.startswith(NEW)) for column in self._columns}

    # --- which row it is -----------------------------------------------------------------------------------------

    def _named(self, row: Row, natural: str | None) -> str | None:
        """The id of a row; None where it has none and the tab takes no new rows, or it is blamed."""
        id = self._id(row)
        shown = self._creators.get(natural or "") if self._found.tab.name == "creators" else natural
        known = self._given if self._found.tab.name != "creators" else set(self._creators.values())
        if id:
            if shown and shown != id and shown in known:
                self._blame(
                    row,
                    self._found.ids,
                    f"the row is {id} by its hidden id, and shows {natural}",
                    "It was sorted or pasted without column A: undo that, or clear the row's cell in column A.",
                )
                return None
            return id
        if self._found.ids is None and shown:
            return shown
        if self._found.ids is None and self._found.tab.name == "creators":
            self._blame(
                row,
                None,
                "the row cannot be told: its hidden id is gone, and its Accounts are not as they were given out",
                "Undo the deletion of column A, or write the accounts as they were.",
            )
            return None
        if shown and shown in self._given:
            self._blame(
                row, self._found.ids, f"it shows {natural}, which stands in another row", "Delete one."
            )
            return None
        if not self._found.tab.adds:
            self._unnamed.append(row.number)
            return None
        return f"{NEW}{row.number}"

    def _id(self, row: Row) -> str | None:
        if self._found.ids is None or self._found.ids >= len(row.cells):
            return None
        return tidy(text_of(unescaped(row.cells[self._found.ids])))

    def _natural(self, row: Row) -> str | None:
        words = [tidy(text_of(self._value(row, key))) for key in NATURAL[self._found.tab.name]]
        return "/".join(word for word in words if word) if all(words) else None

    # --- what is no row ------------------------------------------------------------------------------------------

    def _is_empty(self, row: Row) -> bool:
        """Whether nothing stands in the sheet's columns; a row of which the id alone is left was emptied by hand."""
        return not any(self._has(row, column) for column in self._columns)

    def _has(self, row: Row, column: SheetColumn) -> bool:
        value = self._value(row, column.key)
        return bool(tidy(value) if isinstance(value, str) else value is not None) or (
            self._found.columns[column.key] in row.unworked
        )

    def _is_total(self, row: Row, natural: str | None) -> bool:
        """Whether a row sums others up: its first words say so, or it holds numbers alone."""
        first = next((cell for cell in row.cells if isinstance(cell, str) and tidy(cell)), None)
        if first is None:
            return True
        return natural is None and names_total(first)

    # --- its cells -----------------------------------------------------------------------------------------------

    def _value(self, row: Row, key: str) -> Any:
        index = self._found.columns.get(key)
        return unescaped(row.cells[index]) if index is not None and index < len(row.cells) else None

    def _cell(self, row: Row, column: SheetColumn, new: bool) -> Cell:
        """What a cell says. Where nothing written there comes in, what cannot be read is its text."""
        counts = column.editable and (new or not column.only_new)
        index = self._found.columns[column.key]
        value = self._value(row, column.key)
        if counts and index in row.unworked:
            self._blame(row, index, "it holds a formula without a value", "Write the value itself.")
            return None
        self._worked += counts and index in row.formulas
        try:
            return typed(column, value, self._shapes[column.key])
        except Wrong as wrong:
            if counts:
                self._blame(row, index, wrong.what, wrong.do)
            return tidy(text_of(value))

    def _blame_merged(self) -> None:
        """Cells that are merged across columns have lost what stood in all but the first."""
        lost = {self._found.columns[column.key] for column in self._columns if column.editable}
        for (row, left), (_, right) in self._found.merged:
            if right > left and lost & set(range(left, right + 1)):
                self._faults.append(
                    f"{self._found.title}, cell {place(left, row)}: it is merged with the cells up to"
                    f" {place(right, row)}. Part them, and fill in what was there."
                )

    def _blame(self, row: Row, column: int | None, what: str, do: str) -> None:
        self._faults.append(f"{self._found.title}, cell {place(column or 0, row.number)}: {what}. {do}")


def _rows(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:8]))
    return f"row{'s' if len(numbers) > 1 else ''} {shown}{' …' if len(numbers) > 8 else ''}"
