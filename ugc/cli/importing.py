"""`ugc import`: collected files into the catalog."""

from pathlib import Path
from typing import Annotated

import typer

from ugc.cli import care, say
from ugc.cli.options import DryRunOption, JsonOption, WorkspaceOption, now, opened
from ugc.errors import UsageError

_SHOWN = 12
"""Skips that are told one by one; --json has all."""


def import_posts(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE|FOLDER", help="What was collected, as it is.")],
    *,
    into: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Make a workspace there from an archive of `ugc export`."),
    ] = None,
    workspace: WorkspaceOption = None,
    dry_run: DryRunOption = False,
    json: JsonOption = False,
) -> None:
    """Take collected posts into the catalog.

    Folders of downloads, sidecars, sheets, saved API answers.

    Importing again changes nothing and loses nothing. What is not understood is listed, and the rest goes in.
    """
    if into is not None or any(_is_archive(path) for path in paths):
        _restore(paths, into, alone=workspace is None and not dry_run)
        return
    at = now()
    with opened(workspace) as here, say.Progress("importing") as progress:
        report = here.take_in(paths, at=at, seen=progress.step, dry=dry_run)
    counts = {name: sum(item.outcome == name for item in report.taken) for name in ("new", "changed", "same")}
    verb = "Would import" if dry_run else "Imported"
    say.out(
        f"{verb} {len(report.taken)} posts: "
        f"{counts['new']} new, {counts['changed']} changed, {counts['same']} the same."
    )
    bare = sum(not item.media for item in report.taken)
    if bare:
        say.out(f"{bare} of them have no media on file: they are kept, and a later import can bring it.")
    _listed("Note", [f"{item.post}: {note}" for item in report.taken for note in item.notes])
    faults = report.faults
    _listed("Skipped", [f"{skip.origin}: {skip.why}" for skip in faults])
    erased = [skip for skip in report.skipped if skip.code == "erased"]
    _listed("Kept out", [f"{skip.origin}: {skip.why}" for skip in erased])
    if report.dropped:
        say.note(f"Kept out: {', '.join(sorted(report.dropped))}.")
    say.document(report.model_dump(mode="json"))
    say.leave(3 if faults else 0)


def _is_archive(path: Path) -> bool:
    """Whether a file is a workspace's archive; others are looked at no further than their first bytes."""
    if path.suffix.lower() != ".zip" or not path.is_file():
        return False
    from ugc.exports.archive import is_archive

    return is_archive(path)


def _restore(paths: list[Path], into: Path | None, *, alone: bool) -> None:
    if into is None:
        raise UsageError(
            "This is a whole workspace, and posts are not taken out of it.",
            hint=f"Make it a workspace of its own: ugc import {paths[0]} --into DIR",
        )
    if len(paths) > 1 or not alone:
        raise UsageError("--into takes one archive, and neither -w nor --dry-run.")
    care.restore(paths[0], into)


def _listed(head: str, lines: list[str]) -> None:
    """Say a few of many lines, and how to see the rest."""
    if lines:
        say.note(f"{head}, {len(lines)}:")
    for line in lines[:_SHOWN]:
        say.note(f"  {line}")
    if len(lines) > _SHOWN:
        say.note(f"  and {len(lines) - _SHOWN} more; --json lists all.")
