"""`ugc demo`: a small brand's collected posts, from import to creatives, in a minute."""

from itertools import count
from pathlib import Path
from typing import Annotated

import typer

from ugc.cli import say
from ugc.cli.options import JsonOption, now

_FORMATS = ("story", "feed", "square")


def demo(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="A new folder for it; ugc-demo when left out.")
    ] = None,
    *,
    json: JsonOption = False,
) -> None:
    """Make a workspace of invented posts and show what it does.

    Imports from three kinds of source, records what each creator allowed, and renders what the records allow.
    """
    from ugc.cli.render import tell
    from ugc.workspace import Order, Workspace
    from ugc.workspace import demo as play

    at = now()
    told = play.script()
    folder = folder or _free()
    collected = play.lay_out(folder, told, today=at.date())
    with Workspace.settle(folder, play.SETTINGS.read_text("utf-8")) as here:
        with say.Progress("importing") as progress:
            report = here.take_in([collected], at=at, seen=progress.step)
        say.out(f"Imported {len(report.taken)} invented posts from {collected}.")
        play.record(here, told, at=at)
        say.out(f"Recorded {len(told['grant'])} answers of creators, and {len(told['revoke'])} taken back.\n")
        with say.Progress("rendering") as progress:
            order = Order(formats=_FORMATS)
            outcome = here.render(order, at=at, seen=lambda name, total: progress.step(name, total=total))
        sheet = here.contact_sheet(at=at)
    tell(outcome)
    say.out(f"Contact sheet: {sheet.html}")
    say.out(f"\nLook into {outcome.folder}, then go on from there:")
    say.out(f"  cd {folder} && ugc posts && ugc show ig:DGlowShelf1")
    done = {"imported": len(report.taken), "render": outcome.model_dump(mode="json")}
    say.document({"workspace": str(here.root), "contact_sheet": str(sheet.html)} | done)
    say.leave(0 if not outcome.faults else max(fault.exit_code for fault in outcome.faults))


def _free() -> Path:
    """The first of ugc-demo, ugc-demo-2 … that is not there yet."""
    names = (f"ugc-demo{f'-{number}' if number > 1 else ''}" for number in count(1))
    return next(path for name in names if not (path := Path(name)).exists())
