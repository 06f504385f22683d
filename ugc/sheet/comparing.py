"""What people changed in a sheet: three ways, between what was given out, what came back, and the catalog of today."""

from collections.abc import Iterator, Mapping

from ugc.model.base import Value
from ugc.model.programme_sheet import Cell, Change, Programme, Rows, SheetColumn, Tab, TabName, TabRow
from ugc.sheet.meaning import meant, same, several
from ugc.text import fold

NEW = "new:"
"""With which the ids of rows begin that were added; their number in the sheet follows."""


class Ignored(Value):
    """What differs in a sheet and does not come in."""

    tab: TabName
    place: str
    before: Cell = None
    after: Cell = None
    why: str
    """A sentence, with the command that does it instead where there is one."""


class Compared(Value):
    """Every difference, in the order of the tabs, their rows and columns."""

    changes: tuple[Change, ...] = ()
    ignored: tuple[Ignored, ...] = ()


_INSTEAD: dict[TabName, str] = {
    "deliverables": "Add a row of its own, and take this one out with --remove-rows.",
    "rights": "Rights are only added to: `ugc rights revoke` ends a grant, `ugc rights renew` goes on with one.",
}


def compare(
    baseline: Programme,
    returned: Mapping[TabName, Rows],
    now: Programme,
    tabs: Mapping[TabName, Tab],
    *,
    numbers: Mapping[tuple[TabName, str], int] | None = None,
) -> Compared:
    """Return what a sheet says otherwise than it was given out, each with what the catalog says today.

    A tab or column that the sheet does not have any more says nothing; an empty cell does. What the catalog says
    already is no change. `numbers` are the sheet's rows by their ids, for the places that people read.
    """
    changes: list[Change] = []
    ignored: list[Ignored] = []
    for name, tab in tabs.items():
        if name in returned:
            side = _Side(
                tab, baseline.tabs.get(name, {}), returned[name], now.tabs.get(name, {}), numbers or {}
            )
            for found in (*side.rows(), *side.gone()):
                (changes if isinstance(found, Change) else ignored).append(found)  # type: ignore[arg-type]
    return Compared(changes=tuple(changes), ignored=tuple(ignored))


class _Side:
    """One tab, three ways."""

    def __init__(
        self, tab: Tab, before: Rows, after: Rows, now: Rows, numbers: Mapping[tuple[TabName, str], int]
    ) -> None:
        self.tab, self.before, self.after, self.now, self.numbers = tab, before, after, now, numbers

    def rows(self) -> Iterator[Change | Ignored]:
        for row, cells in self.after.items():
            if row.startswith(NEW):
                yield from self._added(row, cells)
            elif row in self.before:
                yield from self._cells(row, cells)
            else:
                yield self._ignored(row, why="Its hidden id is not one of this sheet's rows.")

    def gone(self) -> Iterator[Change | Ignored]:
        """Rows that were given out and did not come back; one that the catalog lost too is no change."""
        for row in self.before:
            if row in self.after or row not in self.now:
                continue
            if self.tab.removes:
                yield Change(kind="removed", tab=self.tab.name, row=row, place=self._place(row))
            else:
                yield self._ignored(
                    row, why=f"The row is gone from the sheet; rows of {self.tab.title} are not removed."
                )

    def _cells(self, row: str, cells: TabRow) -> Iterator[Change | Ignored]:
        before, now = self.before[row], self.now.get(row, {})
        for column in self.tab.columns:
            key = column.key
            if key not in cells or same(before.get(key), cells[key], column):
                continue
            was, after, today = before.get(key), cells[key], now.get(key)
            if not column.editable or column.only_new:
                if column.kind != "picture":
                    yield self._ignored(row, column, before=was, after=after, why=self._why(column))
                continue
            if column.many and not same(today, was, column):
                was, after = today, _merged(was, after, today)
            if not same(today, after, column):
                yield Change(
                    kind="changed",
                    tab=self.tab.name,
                    row=row,
                    place=self._place(row, column),
                    column=key,
                    before=was,
                    after=after,
                    now=was if same(today, was, column) else today,
                )

    def _added(self, row: str, cells: TabRow) -> Iterator[Change | Ignored]:
        told = {
            column.key: cells[column.key]
            for column in self.tab.columns
            if column.editable and meant(cells.get(column.key), column) is not None
        }
        if not told:
            return
        if self.tab.adds:
            yield Change(kind="added", tab=self.tab.name, row=row, place=self._place(row), added=told)
        else:
            yield self._ignored(row, why=f"Rows are not added to {self.tab.title} in a sheet.")

    def _why(self, column: SheetColumn) -> str:
        if not column.only_new:
            return f"{column.heading} follows from other things, and is not changed in the sheet."
        instead = _INSTEAD.get(self.tab.name, "")
        return f"{column.heading} is only taken from new rows. {instead}".strip()

    def _ignored(
        self,
        row: str,
        column: SheetColumn | None = None,
        *,
        before: Cell = None,
        after: Cell = None,
        why: str,
    ) -> Ignored:
        return Ignored(tab=self.tab.name, place=self._place(row, column), before=before, after=after, why=why)

    def _place(self, row: str, column: SheetColumn | None = None) -> str:
        number = self.numbers.get((self.tab.name, row)) or (
            row.removeprefix(NEW) if row.startswith(NEW) else None
        )
        parts = [
            self.tab.title,
            f"row {number}" if number else row,
            *([column.heading] if column else []),
        ]
        return ", ".join(parts)


def _merged(before: Cell, after: Cell, now: Cell) -> Cell:
    """Several values of today with what the sheet added to those that it was given, and without what it took out."""
    given, came = (set(map(fold, several(cell))) for cell in (before, after))
    kept = [one for one in several(now) if fold(one) in came or fold(one) not in given]
    there = set(map(fold, kept))
    added = [one for one in several(after) if fold(one) not in given and fold(one) not in there]
    return ", ".join([*kept, *added]) or None
