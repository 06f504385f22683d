"""`ugc sheet in`: a sheet that comes back, shown change by change, conflicts decided, all of it or nothing."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from ugc.cli import say
from ugc.cli.focus import person
from ugc.cli.options import ByOption, DryRunOption, JsonOption, WorkspaceOption, now, opened, pairs
from ugc.errors import InputError, UsageError, unknown
from ugc.text import counted

if TYPE_CHECKING:
    from ugc.model.programme_sheet import Cell, Change, TabName
    from ugc.sheet.deciding import Side
    from ugc.workspace.sheet.acts import GrantRecorded
    from ugc.workspace.sheet.taking import SheetTaken

_SHOWN = 40
"""Changes of a tab that are told; --json has all."""
_CELL = 48
"""Characters of a cell that are told."""


_File = Annotated[
    Path, typer.Argument(metavar="FILE", help="A workbook of `ugc sheet out`; with --tab, any XLSX or CSV.")
]
_Take = Annotated[str | None, typer.Option(metavar="SIDE", help="Decide every conflict: sheet or catalog.")]
_Decide = Annotated[
    list[str] | None,
    typer.Option(metavar="PLACE=SIDE", help="Decide one conflict, as in c3=sheet. Repeatable."),
]
_RemoveRows = Annotated[
    bool, typer.Option("--remove-rows", help="Remove deliverables whose rows are gone from the sheet.")
]
_OwnTab = Annotated[
    str | None,
    typer.Option(metavar="TAB", help="Read a sheet of your own: creators, deliverables, posts, rights."),
]
_Map = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="HEADING=COLUMN",
        help="What a heading of your own means; kept in columns.toml. Repeatable.",
    ),
]
_OfCampaign = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Of deliverables in a sheet of your own that do not say theirs."),
]


def take_in(
    file: _File,
    *,
    take: _Take = None,
    decide: _Decide = None,
    remove_rows: _RemoveRows = False,
    tab: _OwnTab = None,
    mapped: _Map = None,
    campaign: _OfCampaign = None,
    by: ByOption = None,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Take a sheet in: every change is shown, and all of them are done or none.

    What both the sheet and the catalog changed since it was given out is a conflict. While one is not decided, and
    while anything in the sheet makes no sense, nothing is done, and the exit code is 3. `ugc sheet undo` takes it back.
    """
    from ugc.workspace.sheet.taking import Wish

    wish = Wish(
        take=_side(take, "--take") if take else None,
        decisions={
            name.strip(): _side(side, "--decide") for name, side in pairs(decide or (), "--decide").items()
        },
        remove_rows=remove_rows,
        dry=dry_run,
    )
    if tab is None and (mapped or campaign):
        raise UsageError(
            "--map and --campaign are of sheets of your own.", hint="Say what it holds: --tab deliverables."
        )
    with opened(workspace) as here:
        who, desk = person(by), here.sheet
        if tab is None:
            told = desk.take_in(desk.read(file), wish, by=who, at=now())
        else:
            arrived = desk.read_own(file, _tab(tab), mapped=mapped or (), campaign=campaign, dry=dry_run)
            told = desk.take_in_own(arrived, wish, by=who, at=now())
    _tell(told)
    say.document(told.model_dump(mode="json"))
    say.leave(InputError.code if told.open or told.faults else 0)


def _side(text: str, option: str) -> "Side":
    from ugc.sheet.deciding import SIDES

    for side in SIDES:
        if text.strip().casefold() == side:
            return side
    raise unknown(f"{option}: side", text.strip()[:40], SIDES)


def _tab(text: str) -> "TabName":
    from ugc.model.programme_sheet import TabName

    for name in get_args(TabName):
        if text.strip().casefold() == name:
            return name  # type: ignore[no-any-return]
    raise unknown("--tab: tab", text.strip()[:40], get_args(TabName))


# --- what is told ------------------------------------------------------------------------------------------------


def _tell(told: "SheetTaken") -> None:
    for words in told.notes:
        say.note(f"note: {words}")
    _tell_changes(told.changes)
    _tell_conflicts(told)
    _tell_rest(told)
    _tell_rights(told.rights)
    for fault in told.faults:
        say.out(f"  ! {fault.place}: {fault.why}{f' {fault.hint}' if fault.hint else ''}")
    say.out(_sum(told))


def _tell_changes(changes: "Sequence[Change]") -> None:
    from ugc.sheet.tabs import TABS

    for name, tab in TABS.items():
        mine = [change for change in changes if change.tab == name]
        if mine:
            say.out(f"{tab.title}: {counted(len(mine), 'change')}")
        for change in mine[:_SHOWN]:
            say.out(f"  {_line(change)}")
        if len(mine) > _SHOWN:
            say.out(f"  … and {len(mine) - _SHOWN:,} more; --json has all")


def _tell_conflicts(told: "SheetTaken") -> None:
    kept = {change.place for change in told.kept}
    if told.conflicts:
        say.out(f"{counted(len(told.conflicts), 'conflict')}: the catalog changed too, and otherwise")
    for one in told.conflicts:
        change = one.change
        state = "not decided" if one.number in told.open else "catalog" if change.place in kept else "sheet"
        say.out(f"  {one.number}  {change.place}: {state}")
        for side, cell in (
            ("given out", change.before),
            ("sheet", change.after),
            ("catalog", change.now),
        ):
            say.out(f"        {side:<10}{_shown(cell)}")


def _tell_rest(told: "SheetTaken") -> None:
    for change in told.left[:_SHOWN]:
        say.note(
            f"note: {change.place}: the row is gone from the sheet, and stays; --remove-rows removes it."
        )
    if told.again:
        say.note(f"note: {counted(len(told.again), 'change')} of this sheet came in before, and not again.")
    for one in told.ignored[:_SHOWN]:
        value = f" ({_shown(one.before)} → {_shown(one.after)})" if one.before or one.after else ""
        say.note(f"note: {one.place}{value}: {one.why}")
    for rest in (told.left, told.ignored):
        if len(rest) > _SHOWN:
            say.note(f"note: … and {len(rest) - _SHOWN:,} more; --json has all")


def _tell_rights(rights: "Sequence[GrantRecorded]") -> None:
    for one in rights:
        lacks = f": it lacks {', '.join(one.lacks)}" if one.lacks else ""
        said = "asserted, which clears nothing" if one.lacks else one.status
        say.out(f"  {one.grant}  {one.subject}: {said}{lacks}")


def _line(change: "Change") -> str:
    if change.kind == "removed":
        return f"{change.place}: removed"
    if change.kind == "added":
        cells = ", ".join(f"{key} {_shown(cell)}" for key, cell in change.added.items())
        return f"{change.place}: new: {cells}"
    return f"{change.place}: {_shown(change.before)} → {_shown(change.after)}"


def _shown(cell: "Cell") -> str:
    from ugc.sheet.meaning import plain

    return say.cut(plain(cell), _CELL) or "—"


def _sum(told: "SheetTaken") -> str:
    if told.open:
        numbers = " ".join(f"--decide {number}=sheet" for number in told.open[:2])
        return (
            f"Nothing was done: {counted(len(told.open), 'conflict')} to decide."
            f" Say --take sheet, --take catalog, or each: {numbers}."
        )
    if told.faults:
        return f"Nothing was done: {counted(len(told.faults), 'thing')} to mend in {told.file}."
    number = counted(len(told.changes), "change")
    if told.dry_run and told.changes:
        return f"Would take in {number} of {told.file}."
    if told.number is None:
        return f"Nothing in {told.file} is new."
    files = f" Written: {', '.join(f'campaigns/{name}.toml' for name in told.files)}." if told.files else ""
    return f"Took in {number} of {told.file}.{files} Undo: ugc sheet undo {told.number}"
