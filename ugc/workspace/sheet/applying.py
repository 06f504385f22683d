"""Changes of a sheet done to the catalog and to campaign files: all of them or, with any fault, none.

Each fault is told with its place. Whoever calls holds the transaction, and undoes it where there are faults.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.errors import InputError, UgcError
from ugc.model.base import Value
from ugc.model.programme_sheet import Change, TabName
from ugc.workspace.sheet import of_creators, of_deliverables, of_posts, of_rights
from ugc.workspace.sheet.acts import Act
from ugc.workspace.sheet.placing import Drafts

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class Fault(Value):
    """What makes no sense in a sheet."""

    place: str
    why: str
    hint: str | None = None

    @property
    def error(self) -> InputError:
        """It, as what ends a command."""
        return InputError(f"{self.place}: {self.why}", hint=self.hint)


class Applying:
    """Changes on their way in."""

    def __init__(self, workspace: "Workspace", *, by: str, at: datetime, folder: Path, file: str) -> None:
        self.workspace = workspace
        self.by = by
        self.at = at
        self.folder = folder
        """Of the sheet, beside which evidence lies."""
        self.file = file
        self.drafts = Drafts(workspace)
        self.acts: list[Act] = []
        self.faults: list[Fault] = []

    @property
    def today(self) -> date:
        """The day in the workspace's time zone."""
        return self.workspace.day(self.at)

    def apply(self, changes: Iterable[Change]) -> None:
        """Do all changes, row by row."""
        rows: dict[tuple[TabName, str], list[Change]] = {}
        for change in changes:
            rows.setdefault((change.tab, change.row), []).append(change)
        for (tab, _), group in rows.items():
            _ROWS[tab](self, group)

    def attempt(self, place: str, do: Callable[[], None]) -> bool:
        """Do one thing, whole or not at all; a fault is kept with its place. Return whether it was done."""
        try:
            with self.workspace.catalog.transaction():
                do()
        except UgcError as error:
            self.fault(place, error)
            return False
        return True

    def fault(self, place: str, error: UgcError) -> None:
        """Keep a fault."""
        why = error.message if error.message.endswith(".") else f"{error.message}."
        self.faults.append(Fault(place=place, why=why, hint=error.hint))


def _nothing(applying: Applying, group: Sequence[Change]) -> None:
    """Of tabs in which nothing comes in."""


_ROWS: dict[TabName, Callable[[Applying, Sequence[Change]], None]] = {
    "creators": of_creators.apply,
    "deliverables": of_deliverables.apply,
    "posts": of_posts.apply,
    "rights": of_rights.apply,
    "codes": _nothing,
    "results": _nothing,
}
