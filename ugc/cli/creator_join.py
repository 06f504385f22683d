"""`ugc creators join`: accounts that are one person's."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say
from ugc.cli.creator_list import accounts
from ugc.cli.options import ByOption, DryRunOption, JsonOption, WorkspaceOption, me, now, opened
from ugc.errors import UsageError
from ugc.text import counted

if TYPE_CHECKING:
    from ugc.workspace.creators.joining import CreatorsJoined


def join(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="@CREATOR OTHER...", help="Accounts of one person, as in @ana tiktok:ana.tt."),
    ] = None,
    *,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="How you know; it is kept as a note.")],
    by: ByOption = None,
    listed: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="A list, CSV or XLSX, with a person a line."),
    ] = None,
    new: Annotated[bool, typer.Option("--new", help="Also accounts of which nothing is here yet.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask, for --from.")] = False,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Say that accounts are one person's. Look with --dry-run first: it cannot be undone.

    Every key goes on to mean that person, and what was written down of each comes together. A list is joined whole or
    not at all.
    """
    from ugc.workspace.creators.joining import Joining, read_list

    if (listed is None) == (not names):
        raise UsageError(
            "Say which accounts are one person's, or a list with --from.",
            hint="ugc creators join @ana tiktok:ana.tt --why 'her bio says so'",
        )
    joinings = read_list(listed) if listed else [Joining(names=tuple(names or ()))]
    recorder = by or me()
    with opened(workspace) as here:
        for rehearsed in _runs(dry=dry_run, asks=listed is not None and not yes):
            with here.rehearsed(rehearsed):
                done = here.creators.join(joinings, by=recorder, why=why, today=here.day(now()), new=new)
            if rehearsed and not dry_run:
                _tell(done)
                _confirm(done)
    _tell(done)
    say.document(done.model_dump(mode="json"))


def _runs(*, dry: bool, asks: bool) -> tuple[bool, ...]:
    """Which runs there are, each a rehearsal or not: before a person is asked, it is rehearsed."""
    return (True,) if dry else (True, False) if asks else (False,)


def _confirm(done: "CreatorsJoined") -> None:
    people = counted(len(done.joined), "person", "people")
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(
            f"This joins the accounts of {people} for good, and nobody is there to be asked.",
            hint="Look first with --dry-run, then say --yes.",
        )
    if not typer.confirm(f"Join the accounts of {people} for good?", err=True):
        raise UsageError("Nobody was joined.")


def _tell(done: "CreatorsJoined") -> None:
    for person in done.joined:
        place = f"{person.place}: " if person.place else ""
        verb = ("Would join" if done.dry else "Joined") if person.joined else "Already one person"
        say.out(f"{place}{verb}: {accounts(person.creator.accounts)}, as {person.creator.key}.")
        for note in person.notes if person.joined else ():
            say.note(f"  {note}")
    if any(person.joined for person in done.joined):
        say.note("This cannot be undone." if done.dry else "  Every key goes on to mean that person.")
