"""A sheet as it came back."""

from datetime import datetime

from ugc.model.base import Value
from ugc.model.programme_sheet import Cell, TabName


class ReturnedTab(Value):
    """A tab as it came back."""

    title: str
    """As it is called there."""
    columns: tuple[str, ...]
    """Keys of the columns that are there; what is not among them says nothing of its values."""
    rows: dict[str, dict[str, Cell]]
    """By id; a new row is `new:` and its number in the sheet."""
    numbers: dict[str, int]
    """Where each row stands, as spreadsheets count."""


class Returned(Value):
    """A sheet as it came back. A tab that is not there was deleted, which says nothing of its rows."""

    sheet: str
    """Its id."""
    brand: str
    campaign: str | None
    at: datetime
    """When it was given out."""
    digest: str
    """Of what it said when it was given out."""
    tabs: dict[TabName, ReturnedTab]
    notes: tuple[str, ...] = ()
    """What was passed over or understood, in sentences."""
