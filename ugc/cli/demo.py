"""`ugc demo`: a small brand's collected posts, from import to creatives, in a minute."""

from itertools import count
from pathlib import Path
from typing import Annotated

import typer

from ugc.cli import say
from ugc.cli.options import JsonOption, now
from ugc.text import counted

_FOLDER = "ugc-demo"
_FORMATS = ("story", "feed", "square")


def demo(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="A new folder for it; ugc-demo when left out.")
    ] = None,
    *,
    json: JsonOption = False,
) -> None:
    """Make a workspace of invented posts and show what it does.

    Imports from three kinds of source, records what each creator allowed, renders what the records allow, and builds
    a gallery of what may stand on the brand's site.
    """
    from ugc.cli.documents import Played
    from ugc.cli.rendered import names_of, tell
    from ugc.workspace import Order, Workspace
    from ugc.workspace import demo as play
    from ugc.workspace.showing.site import GalleryOrder

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
            looked, seen = progress.telling("looking"), progress.telling("rendering")
            outcome = here.render(order, at=at, looked=looked, seen=seen)
        sheet = here.contact_sheet(at=at)
        with say.Progress("looking") as progress:
            gallery = here.galleries.build(
                GalleryOrder(selection=f"#{here.settings.hashtags[0]}"), at=at, telling=progress.telling
            )
        names = names_of(here, outcome)
    tell(outcome, names)
    say.out(f"\nContact sheet: {say.place(sheet.html)}")
    say.out(f"Creatives:     {say.place(Path(outcome.folder))}")
    say.out(
        f"Gallery:       {say.place(Path(gallery.folder) / 'index.html')}, {counted(gallery.shown, 'post')}"
    )
    say.out("Go on from there:")
    for command in ("posts", "show ig:DGlowShelf1"):
        say.out(f"  {say.program()} {command} -w {say.quoted(str(folder))}")
    done = Played(
        workspace=str(here.root),
        contact_sheet=str(sheet.html),
        imported=len(report.taken),
        render=outcome,
        gallery=gallery,
    )
    say.document(done.model_dump(mode="json"))
    say.leave(0 if not outcome.faults else max(fault.exit_code for fault in outcome.faults))


def _free() -> Path:
    """The first of ugc-demo, ugc-demo-2 … that is not there yet."""
    names = (f"{_FOLDER}{f'-{number}' if number > 1 else ''}" for number in count(1))
    free = next(path for name in names if not (path := Path(name)).exists())
    if free.name != _FOLDER:
        say.note(f"{_FOLDER} is there already; this one is {free}.")
    return free
