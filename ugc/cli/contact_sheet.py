"""`ugc contact-sheet`: every post with what was made of it, to look at and to send."""

from pathlib import Path
from typing import Annotated

import typer

from ugc.cli import say
from ugc.cli.options import JsonOption, WorkspaceOption, now, opened
from ugc.text import counted


def contact_sheet(
    selection: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SELECTION", help="Which posts, as in hashtag:GlowRun creator:@ana; all if left out."
        ),
    ] = None,
    *,
    format: Annotated[
        list[str] | None,
        typer.Option(
            "--format", "-f", metavar="NAME", help="Formats to show; those made, if left out. Repeatable."
        ),
    ] = None,
    looking: Annotated[
        bool,
        typer.Option(
            "--looking",
            help="Show what was seen in each picture, how every format crops it, and what that loses.",
        ),
    ] = False,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where it goes.")] = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Put posts, creatives and what the records allow today on one sheet.

    Writes one HTML page that stands by itself, and PNG pages of ten posts each; with --looking of two pictures each,
    with a line to sign off on.
    """
    from ugc.cli.documents import DrawnSheet

    with opened(workspace) as here, say.Progress("reading pictures") as progress:
        done = here.contact_sheet(
            " ".join(selection or ()),
            formats=tuple(format or ()),
            looking=looking,
            at=now(),
            out=out,
            seen=lambda name, total: progress.step(name, total=total),
        )
    sheet = done.sheet
    say.out(
        f"{sheet.brand}: {counted(len(sheet.rows), 'post')}, {counted(sheet.made, 'creative')}, as of {sheet.day}."
    )
    for path in (done.html, *done.png):
        say.out(f"  {path}")
    for message in done.unread:
        say.note(f"Not shown: {message}")
    where = {"html": str(done.html), "png": tuple(map(str, done.png)), "unread": done.unread}
    say.document(DrawnSheet.model_validate(where | dict(sheet)).model_dump(mode="json"))
