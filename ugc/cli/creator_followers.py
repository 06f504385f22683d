"""`ugc creators followers`: how many follow, from a list."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say
from ugc.cli.options import DryRunOption, JsonOption, WorkspaceOption, a_day, now, opened
from ugc.errors import InputError
from ugc.text import counted

if TYPE_CHECKING:
    from ugc.workspace.creators.counting import FollowersTaken


def followers(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="CSV or XLSX with the columns handle, platform, followers, day."),
    ],
    *,
    on: Annotated[
        str | None, typer.Option(metavar="DAY", help="The day of rows that name none; today.")
    ] = None,
    platform: Annotated[
        str | None, typer.Option(metavar="NAME", help="The platform of handles that name none.")
    ] = None,
    new: Annotated[bool, typer.Option("--new", help="Also accounts of which nothing is here yet.")] = False,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Keep how many follow each account of a list, as snapshots of their day.

    A row that is not understood is named by its line, and costs itself alone.
    """
    with opened(workspace) as here, here.rehearsed(dry_run):
        done = here.creators.count_followers(
            file,
            today=here.day(now()),
            on=a_day(on, "--on") if on else None,
            platform=platform,
            new=new,
        )
    _tell(done)
    say.document(done.model_dump(mode="json"))
    say.leave(InputError.code if done.skipped else 0)


def _tell(done: "FollowersTaken") -> None:
    people = counted(len({(one.account.platform, one.account.handle) for one in done.snapshots}), "account")
    snapshots = counted(len(done.snapshots), "snapshot")
    say.out(f"{'Would keep' if done.dry else 'Kept'} {snapshots} of {people} from {done.file}.")
    if done.new:
        say.out(f"{'Would be new' if done.dry else 'New'} here: {', '.join(done.new)}")
    for skipped in done.skipped:
        say.note(f"not read: {skipped.origin}: {skipped.why}")
    if done.unread:
        say.note(f"note: columns that were not read: {', '.join(done.unread)}")
