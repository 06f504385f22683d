"""`ugc sheet undo` and `ugc sheet log`: sheets that came in taken back, and which went out and came in."""

from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say
from ugc.cli.focus import person
from ugc.cli.options import ByOption, DryRunOption, JsonOption, WorkspaceOption, now, opened
from ugc.errors import InputError
from ugc.text import counted

if TYPE_CHECKING:
    from ugc.workspace.sheet.listing import SheetIn


def undo(
    number: Annotated[
        int | None,
        typer.Argument(metavar="[N]", help="The number of a sheet that came in; the newest, when left out."),
    ] = None,
    *,
    by: ByOption = None,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Undo a sheet that came in: all that it did is done backwards, or nothing where some of it was changed since.

    Rights records are only added to: grants that came in by it are revoked.
    """
    with opened(workspace) as here:
        told = here.sheet.undo(number, by=person(by), at=now(), dry=dry_run)
    for words in told.refused:
        say.out(f"  ! {words}")
    if told.refused:
        say.out(
            f"Nothing was undone of sheet {told.number}: {counted(len(told.refused), 'thing')} changed since."
        )
    else:
        what = "Would undo" if told.dry_run else "Undid"
        say.out(f"{what} sheet {told.number}, {told.file}: {counted(told.undone, 'thing')}.")
    for grant in told.revoked if not told.refused else ():
        say.out(f"  {grant} {'would be' if told.dry_run else 'is'} revoked: rights records stay.")
    say.document(told.model_dump(mode="json"))
    say.leave(InputError.code if told.refused else 0)


def log(*, workspace: WorkspaceOption = None, json: JsonOption = False) -> None:
    """List the sheets that went out and came in."""
    with opened(workspace) as here:
        told = here.sheet.log()
    rows = [
        *((one.at, "out", "", one.id, one.campaign or "all", "") for one in told.out),
        *(
            (one.at, "in", str(one.number), one.sheet, f"{one.file} by {one.by}", _changes(one))
            for one in told.came_in
        ),
    ]
    rows.sort(key=lambda row: row[0])
    if rows:
        say.table(
            [(f"{at:%Y-%m-%d %H:%M}", *rest) for at, *rest in rows],
            heads=("when", "way", "number", "sheet", "what", "changes"),
        )
    say.note(f"{counted(len(told.out), 'sheet')} went out; {len(told.came_in)} came in.")
    say.document(told.model_dump(mode="json"))


def _changes(one: "SheetIn") -> str:
    words = ", ".join(f"{number} in {tab}" for tab, number in one.by_tab.items()) or "none"
    return f"{words}; undone {one.undone_at:%Y-%m-%d}" if one.undone_at else words
