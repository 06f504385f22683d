"""`ugc export`: posts for other programs and people, or the whole workspace as one archive."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say
from ugc.cli.care import tell_archived
from ugc.cli.options import JsonOption, WorkspaceOption, now, opened
from ugc.errors import UsageError
from ugc.text import counted

if TYPE_CHECKING:
    from ugc.workspace.exporting.posts import PostsExported


def export(
    selection: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SELECTION]", help="Which posts, for --to; all when left out."),
    ] = None,
    *,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="json|csv|xlsx", help="Write posts, for `ugc import` and others."),
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where the posts go.")] = None,
    with_media: Annotated[
        bool, typer.Option("--with-media", help="Copy pictures and clips beside it, into media/.")
    ] = False,
    archive: Annotated[
        Path | None,
        typer.Option(metavar="FILE.zip", help="Write the whole workspace to one verified archive."),
    ] = None,
    with_creatives: Annotated[
        bool,
        typer.Option("--with-creatives", help="Into the archive also everything below the output folder."),
    ] = False,
    with_contacts: Annotated[
        bool,
        typer.Option(
            "--with-contacts", help="Into the archive also how creators are reached: left out else."
        ),
    ] = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Take posts or the whole workspace along.

    With --archive: settings, own formats, columns, templates, copy, campaigns, fonts, catalog, originals, evidence.
    `ugc import FILE.zip --into DIR` makes the workspace again.

    With --to: the posts of a selection, and nothing of their rights. `ugc import FILE` reads them again.
    """
    if archive is not None:
        alone = not (to or out or with_media or selection)
        _archive(archive, workspace, creatives=with_creatives, contacts=with_contacts, alone=alone)
        return
    if to is None or out is None or with_creatives or with_contacts:
        raise _not_said(to)
    with opened(workspace) as here, say.Progress("exporting") as progress:
        from ugc.workspace.exporting.posts import export_posts

        done = export_posts(
            here,
            to,
            " ".join(selection or ()),
            out=out,
            with_media=with_media,
            at=now(),
            seen=progress.step,
        )
    _tell(done)
    say.document(done.model_dump(mode="json"))


def _not_said(to: str | None) -> UsageError:
    return UsageError(
        "It is not said what to export."
        if to is None
        else "--to writes posts to a file, which --out names, and neither creatives nor contacts.",
        hint="ugc export --to json --out posts.json, or ugc export --archive FILE.zip",
    )


def _archive(archive: Path, workspace: Path | None, *, creatives: bool, contacts: bool, alone: bool) -> None:
    if not alone:
        raise UsageError(
            "--archive takes the whole workspace.",
            hint="Leave out --to, --out, --with-media and the selection.",
        )
    with opened(workspace) as here, say.Progress("exporting") as progress:
        told = here.export(archive, creatives=creatives, contacts=contacts, seen=progress.step)
    tell_archived(f"Exported {told.brand} to {told.archive}", told)


def _tell(done: "PostsExported") -> None:
    beside = f", and {counted(done.media, 'file')} beside it" if done.media else ""
    say.out(f"Wrote {counted(done.posts, 'post')} of {done.brand} to {done.file}{beside}.")
    for line in done.left_out:
        say.note(f"note: {line}")
