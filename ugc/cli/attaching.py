"""`ugc attach`: a creator's original, raw footage or captions, tied to the post that they belong to."""

from pathlib import Path
from typing import Annotated

import typer

from ugc.cli import say, words
from ugc.cli.options import ByOption, DryRunOption, JsonOption, WorkspaceOption, me, now, opened
from ugc.errors import UsageError


def attach(
    name: Annotated[str, typer.Argument(metavar="POST", help="A post by any id.")],
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE", help="Pictures, clips, or captions (.srt, .vtt).")
    ] = None,
    *,
    role: Annotated[
        str,
        typer.Option(
            "--role",
            help="original: what was posted, as the creator has it; raw: footage that was not posted.",
        ),
    ] = "original",
    remove: Annotated[
        list[str] | None,
        typer.Option(
            "--remove",
            metavar="N",
            help="Take an attached file off: its number in ugc show, c1 for captions.",
        ),
    ] = None,
    by: ByOption = None,
    note: Annotated[
        str, typer.Option("--note", metavar="TEXT", help="How it came, for those after you.")
    ] = "",
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Tie files to a post: what the records allow of the post, they allow of them.

    An original that shows what a file of the post shows, with more pixels, is rendered in its place.
    """
    from ugc.workspace import attaching

    if bool(files) == bool(remove):
        raise UsageError(
            "Say which files to attach, or which to take off.", hint="ugc attach POST FILE, or --remove N."
        )
    if role not in ("original", "raw"):
        raise UsageError(f"--role {role} is none.", hint="It is original or raw.")
    with opened(workspace) as here, here.rehearsed(dry_run):
        if remove:
            done = attaching.remove(here, name, remove)
        else:
            kind: attaching.Role = "raw" if role == "raw" else "original"
            done = attaching.attach(here, name, files or (), role=kind, by=by or me(), at=now(), why=note)
    verb = "Would attach" if dry_run else "Attached"
    for file in done.attached:
        where = (
            f"as #{file.media}"
            if file.media
            else f"as captions{f' ({file.language})' if file.language else ''}"
        )
        say.out(f"{verb} {file.file} to {words.post_name(done.post)} {where}.")
        for line in file.notes:
            say.note(f"  {line}")
    for gone in done.removed:
        say.out(f"{'Would take' if dry_run else 'Took'} {gone} off {words.post_name(done.post)}.")
    say.document(done.model_dump(mode="json"))
