"""`ugc import`: collected files into the catalog."""

from pathlib import Path
from typing import Annotated

import typer

from ugc.cli import say
from ugc.cli.options import DryRunOption, JsonOption, WorkspaceOption, now, opened

_SHOWN = 12
"""Skips that are told one by one; --json has all."""


def import_posts(
    paths: Annotated[
        list[Path], typer.Argument(metavar="FILE|FOLDER...", help="What was collected, as it is.")
    ],
    *,
    workspace: WorkspaceOption = None,
    dry_run: DryRunOption = False,
    json: JsonOption = False,
) -> None:
    """Take collected posts into the catalog.

    Folders of downloads, sidecars, sheets, saved API answers.

    Importing again changes nothing and loses nothing. What is not understood is listed, and the rest goes in.
    """
    at = now()
    with opened(workspace) as here, say.Progress("importing") as progress:
        report = here.take_in(paths, at=at, seen=progress.step, dry=dry_run)
    counts = {name: sum(item.outcome == name for item in report.taken) for name in ("new", "changed", "same")}
    verb = "Would import" if dry_run else "Imported"
    say.out(
        f"{verb} {len(report.taken)} posts: "
        f"{counts['new']} new, {counts['changed']} changed, {counts['same']} the same."
    )
    for item in report.taken:
        for note in item.notes:
            say.note(f"  {item.post}: {note}")
    faults = report.faults
    if faults:
        say.note(f"Skipped {len(faults)}:")
    for skip in faults[:_SHOWN]:
        say.note(f"  {skip.origin}: {skip.why}")
    if len(faults) > _SHOWN:
        say.note(f"  and {len(faults) - _SHOWN} more; --json lists all.")
    if report.dropped:
        say.note(f"Kept out: {', '.join(sorted(report.dropped))}.")
    say.document(report.model_dump(mode="json"))
    say.leave(3 if faults else 0)
