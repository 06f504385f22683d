"""`ugc sheet out`: the programme as a workbook."""

from pathlib import Path
from typing import Annotated

import typer

from ugc.cli import say
from ugc.cli.options import JsonOption, WorkspaceOption, now, opened
from ugc.text import counted

_ONE = {
    "creators": ("creator", "creators"),
    "deliverables": ("deliverable", "deliverables"),
    "posts": ("post", "posts"),
    "rights": ("record of rights", "records of rights"),
    "codes": ("code", "codes"),
    "results": ("result", "results"),
}


def out(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The workbook to write, as in spring.xlsx.")],
    selection: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SELECTION", help="Which posts, and with them their creators; all if left out."
        ),
    ] = None,
    *,
    campaign: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Only this campaign: its creators, deliverables and posts."),
    ] = None,
    pictures: Annotated[
        bool, typer.Option("--pictures/--no-pictures", help="Whether posts are shown small in their rows.")
    ] = True,
    replace: Annotated[bool, typer.Option("--replace", help="Write over a file that is there.")] = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Write creators, deliverables, posts, rights, codes and results as an Excel workbook that people edit.

    What they change in columns with a dark heading comes back with `ugc sheet in FILE`. How to reach creators is never
    in it.
    """
    with opened(workspace) as here, say.Progress("making pictures") as progress:
        told = here.sheet.out(
            file,
            campaign=campaign,
            query=" ".join(selection or ()),
            at=now(),
            pictures=pictures,
            replace=replace,
            seen=lambda name, total: progress.step(name, total=total),
        )
    held = ", ".join(
        counted(number, *_ONE[name]) for name, number in told.rows.model_dump().items() if number
    )
    say.out(f"Wrote {say.place(file.resolve())}: {held}")
    for left in told.left_out:
        say.note(f"Not in it: {left}")
    say.note(f"Edit it, and take it in: ugc sheet in {say.quoted(str(file))}")
    say.document(told.model_dump(mode="json"))
