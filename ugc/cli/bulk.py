"""`ugc bulk`: what is done one at a time, done by a sheet."""

from pathlib import Path
from typing import Annotated

import typer

from ugc.cli import say
from ugc.cli.options import ByOption, DryRunOption, JsonOption, WorkspaceOption, me, now, opened
from ugc.text import counted

_LISTED = 40
"""Rows that are told for people; the document has all."""


def bulk(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND", help="grants, replies, releases, codes, tags, focus, notes or events."
        ),
    ],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV or XLSX, a row for each.")],
    *,
    by: ByOption = None,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Do by a sheet what is otherwise done one at a time.

    Columns are named as the options of the one command, files lie beside the sheet. All rows are rehearsed first: with
    a fault in any of them nothing is done, and every fault is listed.
    """
    from ugc.workspace.bulk.running import run

    with opened(workspace) as here, say.Progress("rows") as progress:
        told = run(here, kind, file, by=by or me(), at=now(), dry=dry_run, seen=progress.telling("rows"))
    for done in told.done[:_LISTED]:
        say.out(f"  row {done.row}: {done.what}")
    if len(told.done) > _LISTED:
        say.out(f"  … and {counted(len(told.done) - _LISTED, 'row')} more")
    for fault in told.faults:
        say.note(f"row {fault.row}: {fault.what} {fault.hint or ''}".rstrip())
    if told.faults:
        say.note(
            f"Nothing was done: {counted(len(told.faults), 'row has a fault', 'rows have a fault')} of {told.rows}."
        )
    else:
        verb = "would be done" if dry_run else "done"
        say.out(f"{counted(told.rows, 'row')} {verb}.")
        if told.kind == "codes" and not dry_run:
            say.note(f"{say.place(file.resolve())} holds the codes for everybody to read: delete it.")
    say.document(told.model_dump(mode="json"))
    if told.worst:
        raise typer.Exit(told.worst)
