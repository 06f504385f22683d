"""How the columns of a sheet were read."""

from typing import Literal

from ugc.model.base import Value


class ColumnRead(Value):
    """One column of a sheet."""

    heading: str
    """As the sheet has it, at most 80 characters."""
    field: str | None
    """The field that it was read as; None for one that was kept in the record only."""
    by: Literal["name", "map"]
    """Whether its own name says so, or what the workspace was told of it."""


class SheetRead(Value):
    """One sheet whose header was found."""

    sheet: str
    """A path, with the sheet's name in a workbook."""
    columns: tuple[ColumnRead, ...]
