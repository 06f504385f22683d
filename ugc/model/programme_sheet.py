"""The sheet: a programme as tables that people edit, alike in the catalog, in a workbook, and as it was given out."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, get_args

from ugc.model.base import Value

Cell = str | int | Decimal | date | None
"""What a cell holds. Several values are one text, with commas and a space between them; yes and no are texts."""
TabRow = Mapping[str, Cell]
"""A row by the keys of its columns; one that is not there is empty."""
Rows = Mapping[str, TabRow]
"""The rows of a tab by their ids, in order."""

TabName = Literal["creators", "deliverables", "posts", "rights", "codes", "results"]
TAB_NAMES: tuple[TabName, ...] = get_args(TabName)
CellKind = Literal["text", "id", "number", "rate", "money", "date", "choice", "link", "picture"]
"""id: text that looks like a number and is none. rate: a fraction of 0..1. choice: one of a vocabulary, or several
where `many`."""


class SheetColumn(Value):
    """One column of a tab."""

    key: str
    heading: str
    kind: CellKind = "text"
    editable: bool = False
    """Whether what people write there comes in. Of a new row, columns that are `only_new` count too."""
    only_new: bool = False
    """Whether it can be filled in new rows alone: the catalog does not change it afterwards."""
    many: bool = False
    choices: tuple[str, ...] = ()
    """Of a choice; of a date, the words that may stand in place of a day."""
    width: int = 16
    """Characters."""
    meaning: str
    """A sentence, for the sheet that explains the others."""


class Tab(Value):
    """One tab."""

    name: TabName
    title: str
    columns: tuple[SheetColumn, ...]
    adds: bool = False
    """Whether people may add rows."""
    removes: bool = False
    """Whether a row that is gone from the sheet is to go, which is asked and never assumed."""

    def column(self, key: str) -> SheetColumn:
        """Return a column by its key."""
        return next(one for one in self.columns if one.key == key)


class Programme(Value):
    """All tabs at one moment."""

    id: str
    """Of the sheet; it stands in the workbook, hidden."""
    at: datetime
    campaign: str | None = None
    """None: all of the workspace."""
    tabs: dict[TabName, dict[str, dict[str, Cell]]]


ChangeKind = Literal["changed", "added", "removed"]


class Change(Value):
    """One difference between the sheet as it came back and as it was given out."""

    kind: ChangeKind
    tab: TabName
    row: str
    """The row's id; of an added row `new:` and its number in the sheet."""
    place: str
    """Where it stands, for people: `Deliverables, row 14, Due`."""
    column: str | None = None
    """None of a row that was added or removed."""
    before: Cell = None
    """As it was given out; of several values that the catalog changed too, as that has them today."""
    after: Cell = None
    """As it came back; of such values, those of today with what the sheet added and without what it took out."""
    now: Cell = None
    """As the catalog has it today."""
    added: dict[str, Cell] = {}
    """Of a row that was added: what stands in it."""

    @property
    def conflict(self) -> bool:
        """Whether the catalog changed meanwhile too, and to something else."""
        return self.kind == "changed" and self.now not in (self.before, self.after)
