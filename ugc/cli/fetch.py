"""`ugc fetch`: files of posts that are not there yet, from the network."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say, words
from ugc.cli.options import DryRunOption, JsonOption, WorkspaceOption, now, opened
from ugc.text import counted

if TYPE_CHECKING:
    from ugc.workspace.fetching import FetchReport

_SHOWN = 12
"""Files that are told one by one; --json has all."""


def fetch(
    context: typer.Context,
    selection: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SELECTION", help="Which posts, as in import:last creator:@ana; all if left out."
        ),
    ] = None,
    *,
    sources: Annotated[
        list[Path] | None,
        typer.Option(
            "--from",
            metavar="FILE|FOLDER",
            help="What was imported, read again for whole addresses: signatures are never kept. Repeatable.",
        ),
    ] = None,
    most_mb: Annotated[
        int | None,
        typer.Option(
            "--most-mb", metavar="N", min=1, help="The largest file that is taken, within [storage]."
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    dry_run: DryRunOption = False,
    json: JsonOption = False,
) -> None:
    """Fetch pictures and clips that a source names by their address and that are not there yet.

    This goes to the network: each file's own address is asked, over http or https, and never a post's page.
    Interrupted, it goes on from there. Machines that are not on the public internet are refused.
    """
    from ugc.workspace.fetching import fetch_missing

    at = now()
    with opened(workspace) as here, say.Progress("fetching") as progress:
        report = fetch_missing(
            here,
            " ".join(selection or ()),
            today=here.day(at),
            at=at,
            sources=sources or (),
            most_megabytes=most_mb,
            policy=context.obj,  # given by code alone; None is what protects
            told=progress.received,
            dry=dry_run,
        )
    _tell(report, dry=dry_run, sources=sources or ())
    say.document(report.model_dump(mode="json"))
    say.leave(report.worst)


def _tell(report: "FetchReport", *, dry: bool, sources: Sequence[Path]) -> None:
    there = f"; {report.there} there already" if report.there else ""
    verb = "Would ask for" if dry else "Fetched"
    size = "" if dry or not report.fetched else f", {sum(item.size or 0 for item in report.fetched):,} bytes"
    say.out(f"{verb} {counted(len(report.fetched), 'file')}{size}{there}.")
    for item in report.fetched[:_SHOWN]:
        say.out(f"  {words.post_name(item.post)}  {say.cut(item.name, 60)}  from {item.host}")
    if len(report.fetched) > _SHOWN:
        say.out(f"  and {len(report.fetched) - _SHOWN} more; --json lists all.")
    if report.failed:
        say.note(f"Not fetched, {len(report.failed)}:")
    for failed in report.failed[:_SHOWN]:
        where = f"{words.post_name(failed.post)}: {say.cut(failed.name, 60)} from {failed.host or 'nowhere'}"
        say.note(f"  {where}: {failed.why}.")
    if len(report.failed) > _SHOWN:
        say.note(f"  and {len(report.failed) - _SHOWN} more; --json lists all.")
    if not sources and any(item.code in ("signature", "expired") for item in report.failed):
        say.note("  Say which export or saved answer they are from: ugc fetch --from FILE")
    if not (report.fetched or report.failed or report.there):
        say.note("No source of these posts names the address of a file.")
