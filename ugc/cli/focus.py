"""`ugc focus`: what a person says of a picture's crops."""

from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say
from ugc.cli.options import ByOption, DryRunOption, JsonOption, WorkspaceOption, me, now, opened
from ugc.errors import UsageError
from ugc.text import counted, one_line

if TYPE_CHECKING:
    from ugc.model.focus import Focus
    from ugc.model.formats import Box
    from ugc.workspace.focusing import FocusShown, PictureFocus

MediaOption = Annotated[
    int | None,
    typer.Option("--media", metavar="N", help="Which picture of the post, counted from 1 as in ugc show."),
]

_LONGEST = 100
"""Characters of a person's name."""


def focus(
    name: Annotated[str, typer.Argument(metavar="POST", help="A post by any id.")],
    where: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WHERE",
            help="What a crop is laid around: a point x,y, or a box x,y,width,height that it keeps whole.",
        ),
    ] = None,
    *,
    media: MediaOption = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(metavar="BOX", help="A part that no crop cuts and no text covers. Repeatable."),
    ] = None,
    avoid: Annotated[
        list[str] | None,
        typer.Option(metavar="BOX", help="A part that crops leave out where they can. Repeatable."),
    ] = None,
    crop: Annotated[
        list[str] | None,
        typer.Option(metavar="FORMAT=BOX", help="The crop for a format or placement, as it is. Repeatable."),
    ] = None,
    during: Annotated[
        str | None,
        typer.Option(metavar="FROM-TO", help="Of a clip: when WHERE holds, in seconds, as in 3-8."),
    ] = None,
    clear: Annotated[
        bool,
        typer.Option(
            "--clear",
            help="Take it all away; `--clear keep` only that part: focus, keep, avoid, crop, crop:FORMAT, during.",
        ),
    ] = False,
    by: ByOption = None,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Say what a picture's crops must keep, and how they are laid; without anything, show what was said.

    Numbers are fractions of the upright picture from its top left corner: 0.42,0.31 is 42% from the left and 31% from
    the top. Percent (42%) and pixels of the original (454px) do too. What you say stands above all that is seen.
    """
    from ugc.workspace import focusing, placing

    places, parts = _typed(where or [], clear=clear)
    asked = bool(where or keep or avoid or crop or clear or during)
    with opened(workspace) as here, here.rehearsed(dry_run):
        if asked:
            post = here.case(name).post
            picture = post.media[focusing.meant(post, media) - 1]
            change = placing.change(picture, places, during, keep=keep, avoid=avoid, crop=crop)
            if clear:
                change = change.model_copy(update={"clear": tuple(parts or ("all",))})
            told = focusing.record(here, name, change, number=media, by=person(by), at=now())
        else:
            told = focusing.shown(here, name, media)
    _tell(told, changing=asked, dry=dry_run)
    say.document(told.model_dump(mode="json"))


def person(by: str | None) -> str:
    """Return who says something: who was named, else who runs the command. Raises UsageError for no name."""
    name = one_line(me() if by is None else by)
    if not name or len(name) > _LONGEST:
        raise UsageError(f"--by: a name has 1 to {_LONGEST} characters.")
    return name


def line(focus: "Focus | None") -> str:
    """Say in one line what was said of a picture's crops."""
    if focus is None:
        return "none"
    parts = [
        *([f"around {_numbers(focus.point.x, focus.point.y)}"] if focus.point else []),
        *([f"around {_written(focus.box)}"] if focus.box else []),
        *([f"its own place at {counted(len(focus.timed), 'time')}"] if focus.timed else []),
        *([f"{counted(len(focus.keep), 'part')} to keep"] if focus.keep else []),
        *([f"{counted(len(focus.avoid), 'part')} to avoid"] if focus.avoid else []),
        *([f"own crop for {', '.join(sorted(focus.crops))}"] if focus.crops else []),
    ]
    return f"{'; '.join(parts)} ({focus.by}, {focus.at:%Y-%m-%d})"


# --- what was typed ----------------------------------------------------------------------------------------------


def _typed(words: list[str], *, clear: bool) -> tuple[list[str], list[str]]:
    """The places and the parts to clear, as they were typed. Raises UsageError for what can be neither."""
    parts = [word for word in words if word[:1].isalpha()]
    places = [word for word in words if not word[:1].isalpha()]
    from ugc.workspace import placing

    if parts and not clear:
        raise UsageError(
            f"{_shown(parts[0])} is not a place in a picture.",
            hint=f"A point is written {placing.POINT}; a box is {placing.BOX}.",
        )
    if len(places) > 1:
        raise UsageError(
            f"A crop is laid around one place, not around {len(places)}.",
            hint=f"A place is one word: {placing.POINT}. Further parts are --keep BOX.",
        )
    return places, parts


def _shown(text: str) -> str:
    return repr(say.cut(text, 80))


# --- what is told ------------------------------------------------------------------------------------------------


def _tell(told: "FocusShown", *, changing: bool, dry: bool) -> None:
    if changing:
        say.out(f"{'Would stand then' if dry else 'Stands now'} for {told.post}:")
    else:
        say.out(told.post)
    for picture in told.pictures:
        _tell_picture(picture)
    if not told.pictures:
        say.out("  no picture on file")
    for words in told.notes:
        say.note(f"note: {words}")


def _tell_picture(picture: "PictureFocus") -> None:
    size = f"{picture.width}x{picture.height}"
    say.out(f"  media #{picture.media}  {picture.kind} {size}  {one_line(picture.name)}")
    focus = picture.focus
    from ugc.geometry import WHOLE

    if focus is None:
        say.out("    nothing is set: crops go by what is seen")
    else:
        rows = [("around", _numbers(focus.point.x, focus.point.y))] if focus.point else []
        rows += [("around", _written(focus.box))] if focus.box else []
        for timed in focus.timed:
            where = _numbers(timed.point.x, timed.point.y) if timed.point else _written(timed.box or WHOLE)
            rows.append(("during", f"{timed.start:g}-{timed.end:g} s: around {where}"))
        rows += [("keep", _written(box)) for box in focus.keep]
        rows += [("avoid", _written(box)) for box in focus.avoid]
        rows += [("crop", f"{name}={_written(box)}") for name, box in sorted(focus.crops.items())]
        for what, numbers in rows:
            say.out(f"    {what:<7}{numbers}")
        say.out(f"    set by {focus.by} on {focus.at:%Y-%m-%d}")
    for sight in picture.seen or ():
        text = f"  “{say.cut(sight.text, 40)}”" if sight.text else ""
        say.out(f"    seen   {sight.kind} {_written(sight.box)}{text}")


def _written(box: "Box") -> str:
    """A box as it can be typed again."""
    return _numbers(box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0)


def _numbers(*values: float) -> str:
    return ",".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in values)
