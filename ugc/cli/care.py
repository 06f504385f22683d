"""`ugc sweep`, and archives: keeping a workspace in order, and making it again elsewhere."""

from pathlib import Path
from typing import TYPE_CHECKING

from ugc.cli import say, words
from ugc.cli.options import DryRunOption, JsonOption, WorkspaceOption, now, opened
from ugc.text import counted

if TYPE_CHECKING:
    from ugc.workspace import Archived, Swept


def sweep(
    *, dry_run: DryRunOption = False, workspace: WorkspaceOption = None, json: JsonOption = False
) -> None:
    """Move creatives that may run nowhere any more out of the way.

    Their rights ended, were revoked or are held. They go to out/swept, and are never deleted. Exits 4 if a gallery or
    package still uses one.
    """
    with opened(workspace) as here:
        swept = here.sweep(at=now(), dry=dry_run)
    _tell_swept(swept)
    say.document(swept.model_dump(mode="json"))
    say.leave(4 if swept.still_used else 0)


def restore(archive: Path, into: Path) -> None:
    """Make a workspace from an archive, for `ugc import --into`."""
    from ugc.workspace import Workspace

    with say.Progress("verifying") as progress:
        told = Workspace.restore(archive, into, seen=progress.step)
    tell_archived(f"Made the workspace of {told.brand} in {into}", told)


def tell_archived(done: str, told: "Archived") -> None:
    """Say what an archive holds, and what stayed behind."""
    say.out(f"{done}: {counted(told.files, 'file')}, {counted(told.size, 'byte')}, every one verified.")
    say.out(f"Newest rights record: {told.ledger_head or 'none'}")
    if told.contacts:
        say.out(
            f"It says how to reach {counted(told.contacts, 'creator')}: give it to nobody who should not know."
        )
    for line in told.left_out:
        say.note(f"note: {line}")
    say.document(told.model_dump(mode="json"))


def _tell_swept(swept: "Swept") -> None:
    if not swept.checked:
        say.out(f"{swept.brand} has no creatives to sweep.")
    elif not swept.moved:
        what = "The only creative" if swept.checked == 1 else f"All {swept.checked} creatives"
        say.out(f"{what} of {swept.brand} may still run somewhere on {swept.day}.")
    else:
        verb = "Would move" if swept.dry else "Moved"
        say.out(f"{verb} {len(swept.moved)} of {counted(swept.checked, 'creative')} of {swept.brand}:")
    for item in swept.moved:
        say.out(f"  {item.file} -> {item.to}")
        words.tell_reasons(item.reasons, indent="      ", advice=False)
    if swept.moved:
        say.out("What to do:")
        words.tell_advice([reason for item in swept.moved for reason in item.reasons], indent="  ")
    for kept in swept.narrowed:
        say.out(f"  stays, but no longer for {', '.join(kept.placements)}: {kept.file}")
        words.tell_reasons(kept.reasons, indent="      ", advice=False)
    for used in swept.still_used:
        say.out(f"Still used by {', '.join(used.used_by)}: {used.file} ({', '.join(used.reasons)})")
