"""A sheet that comes in: compared three ways, decided, and then all of it done or nothing."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.model.base import Value
from ugc.model.programme_sheet import Cell, Change, Programme, Rows, TabName
from ugc.sheet.comparing import Ignored, compare
from ugc.sheet.deciding import Side, decide, numbered
from ugc.sheet.tabs import TABS
from ugc.workspace.sheet.acts import GrantRecorded, Kept
from ugc.workspace.sheet.applying import Applying, Fault
from ugc.workspace.sheet.collecting import programme
from ugc.workspace.sheet.placing import finish

if TYPE_CHECKING:
    from ugc.workspace import Workspace

OWN = "own:"
"""With which, before the tab's name, the id of a sheet begins that was made elsewhere: the catalog is its baseline."""


class Arrived(Value):
    """A sheet as it was read."""

    sheet: str
    file: str
    """Its name, for people."""
    folder: Path
    """Where it lies, and evidence beside it."""
    tabs: dict[TabName, dict[str, dict[str, Cell]]]
    numbers: dict[TabName, dict[str, int]] = {}
    """Of its rows by their ids, where they are known."""
    notes: tuple[str, ...] = ()


class Wish(Value):
    """How a sheet is to come in."""

    take: Side | None = None
    decisions: dict[str, Side] = {}
    remove_rows: bool = False
    dry: bool = False


class Conflict(Value):
    """A cell that both sides changed, by its short number."""

    number: str
    change: Change


class SheetTaken(Value):
    """What a sheet changed, or would."""

    sheet: str
    file: str
    number: int | None = None
    """By which it is undone; None where nothing came in."""
    dry_run: bool = False
    done: bool = False
    """Whether it came in. False with conflicts that nobody decided, with faults, and in a rehearsal."""
    changes: tuple[Change, ...] = ()
    """That came in, or would."""
    conflicts: tuple[Conflict, ...] = ()
    """All of them, decided or not."""
    open: tuple[str, ...] = ()
    """Numbers of conflicts that nobody decided."""
    kept: tuple[Change, ...] = ()
    """Conflicts in which the catalog's value stays."""
    left: tuple[Change, ...] = ()
    """Rows that are gone from the sheet and stay."""
    again: tuple[Change, ...] = ()
    """What came in already when this sheet came before."""
    ignored: tuple[Ignored, ...] = ()
    faults: tuple[Fault, ...] = ()
    rights: tuple[GrantRecorded, ...] = ()
    files: tuple[str, ...] = ()
    """Campaigns whose files were written."""
    notes: tuple[str, ...] = ()


def take(
    workspace: "Workspace",
    arrived: Arrived,
    baseline: Programme | None,
    wish: Wish,
    *,
    by: str,
    at: datetime,
) -> SheetTaken:
    """Compare a sheet with what was given out and with the catalog, and do what it says: everything or nothing.

    Without a `baseline`, the catalog of today is what it is compared with. Nothing is done while a conflict is open or
    anything makes no sense. Raises UsageError for a decision on what is no conflict.
    """
    finish(workspace)
    try:
        with workspace.catalog.transaction():
            told, applying = _done(workspace, arrived, baseline, wish, by=by, at=at)
            number = _keep(workspace, arrived, told, applying)
    except _Stopped as stopped:
        return stopped.told
    finish(workspace)
    return told.model_copy(update={"done": True, "number": number})


class _Stopped(Exception):  # noqa: N818  not a fault: nothing of the sheet is kept
    """Undoes what was done of a sheet so far."""

    def __init__(self, told: SheetTaken) -> None:
        super().__init__()
        self.told = told


def _done(
    workspace: "Workspace",
    arrived: Arrived,
    baseline: Programme | None,
    wish: Wish,
    *,
    by: str,
    at: datetime,
) -> tuple[SheetTaken, Applying]:
    """Do what a sheet says; rights, which keep files, come last and are rehearsed first. Raises _Stopped."""
    now = programme(workspace, None, "", today=workspace.day(at))  # whatever it was of, all is there
    told, chosen = _compared(workspace, arrived, baseline or _of_rows(now, arrived), now, wish)
    if told.open:
        raise _Stopped(told)
    applying = Applying(workspace, by=by, at=at, folder=arrived.folder, file=arrived.file)
    applying.apply(change for change in chosen if change.tab != "rights")
    rights = [change for change in chosen if change.tab == "rights"]
    trial = Applying(workspace, by=by, at=at, folder=arrived.folder, file=arrived.file)
    with workspace.rehearsed(True):
        trial.apply(rights)
    told = told.model_copy(
        update={
            "faults": (*applying.faults, *trial.faults),
            "rights": tuple(act for act in trial.acts if isinstance(act, GrantRecorded)),
            "files": applying.drafts.changed,
        }
    )
    if told.faults:
        raise _Stopped(told.model_copy(update={"rights": (), "files": ()}))
    if wish.dry or not (applying.acts or trial.acts):
        raise _Stopped(told.model_copy(update={"done": not wish.dry}))
    applying.apply(rights)
    if applying.faults:
        raise applying.faults[0].error
    return told, applying


def _compared(
    workspace: "Workspace", arrived: Arrived, baseline: Programme, now: Programme, wish: Wish
) -> tuple[SheetTaken, tuple[Change, ...]]:
    numbers = {(tab, row): number for tab, rows in arrived.numbers.items() for row, number in rows.items()}
    returned: Mapping[TabName, Rows] = arrived.tabs
    compared = compare(baseline, returned, now, TABS, numbers=numbers)
    before = workspace.catalog.sheet_changes.of(arrived.sheet)
    earlier = [change for one in before for change in Kept.model_validate_json(one.body).changes]
    decided = decide(
        compared.changes,
        take=wish.take,
        decisions=wish.decisions,
        remove_rows=wish.remove_rows,
        earlier=earlier,
    )
    conflicts = numbered(compared.changes)
    told = SheetTaken(
        sheet=arrived.sheet,
        file=arrived.file,
        dry_run=wish.dry,
        changes=decided.taken,
        conflicts=tuple(Conflict(number=number, change=change) for number, change in conflicts.items()),
        open=tuple(number for number, change in conflicts.items() if change in decided.open),
        kept=decided.kept,
        left=decided.left,
        again=decided.again,
        ignored=compared.ignored,
        notes=arrived.notes,
    )
    return told, decided.taken


def _of_rows(now: Programme, arrived: Arrived) -> Programme:
    """The catalog of today as far as a sheet speaks of it: what it does not name is not gone from it."""
    tabs = {
        name: {row: cells for row, cells in now.tabs.get(name, {}).items() if row in rows}
        for name, rows in arrived.tabs.items()
    }
    return now.model_copy(update={"tabs": tabs})


def _keep(workspace: "Workspace", arrived: Arrived, told: SheetTaken, applying: Applying) -> int:
    """Keep what was done with what undoes it; files are put in place once all of this is on the disk."""
    kept = Kept(changes=told.changes, acts=tuple(applying.acts), day=applying.today)
    door = workspace.catalog.sheet_changes
    number = door.keep(
        sheet=arrived.sheet, at=applying.at, by=applying.by, file=arrived.file, body=kept.model_dump_json()
    )
    door.await_files(number, applying.drafts.pending())
    return number
