"""`ugc focus`: what a person says of a picture's crops."""

import math
import re
from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say
from ugc.cli.cutting import times
from ugc.cli.options import ByOption, DryRunOption, JsonOption, WorkspaceOption, me, now, opened
from ugc.errors import UsageError
from ugc.text import counted, one_line

if TYPE_CHECKING:
    from ugc.model.focus import Focus, Point
    from ugc.model.formats import Box
    from ugc.model.posts import Media
    from ugc.workspace.focusing import FocusChange, FocusShown, PictureFocus

MediaOption = Annotated[
    int | None,
    typer.Option("--media", metavar="N", help="Which picture of the post, counted from 1 as in ugc show."),
]

_NUMBER = re.compile(r"([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?) *(%|px)?")
_POINT = "0.42,0.31, 42%,31% or 454px,335px"
_BOX = "x,y,width,height, as 0.1,0.2,0.4,0.5, 10%,20%,40%,50% or 108px,270px,432px,675px"
_OUTSIDE = 0.002
"""How far a number may lie outside the picture and still be a matter of rounding."""
_DIGITS = 6
"""Decimals that are kept: finer than a pixel of any picture."""
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
    from ugc.workspace import focusing

    places, parts = _typed(where or [], clear=clear)
    asked = bool(where or keep or avoid or crop or clear or during)
    with opened(workspace) as here, here.rehearsed(dry_run):
        if asked:
            post = here.case(name).post
            picture = post.media[focusing.meant(post, media) - 1]
            change = _change(picture, places, during, keep=keep, avoid=avoid, crop=crop)
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
    if parts and not clear:
        raise UsageError(
            f"{_shown(parts[0])} is not a place in a picture.",
            hint=f"A point is written {_POINT}; a box is {_BOX}.",
        )
    if len(places) > 1:
        raise UsageError(
            f"A crop is laid around one place, not around {len(places)}.",
            hint=f"A place is one word: {_POINT}. Further parts are --keep BOX.",
        )
    return places, parts


def _change(
    picture: "Media",
    places: list[str],
    during: str | None,
    *,
    keep: list[str] | None,
    avoid: list[str] | None,
    crop: list[str] | None,
) -> "FocusChange":
    from ugc.model.focus import Point
    from ugc.workspace.focusing import FocusChange

    size = (picture.width, picture.height)
    place = _place(places[0], size) if places else None
    if during and place is None:
        raise UsageError("--during says when, and not where.", hint=f"Say where too: {_POINT}, or a box.")
    return FocusChange(
        during=times("--during", during) if during else None,
        point=place if isinstance(place, Point) else None,
        box=None if isinstance(place, Point) else place,
        keep=tuple(_box(text, size, "--keep") for text in keep or ()),
        avoid=tuple(_box(text, size, "--avoid") for text in avoid or ()),
        crops=dict(_crop(text, size) for text in crop or ()),
    )


def point(text: str, size: tuple[int, int], option: str) -> "Point":
    """Return a point of a picture as it was typed. Raises UsageError for what is none, or lies outside of it."""
    from ugc.model.focus import Point

    x, y = _fractions(text, size, 2, option, f"A point is written {_POINT}.")
    if not all(-_OUTSIDE <= value <= 1 + _OUTSIDE for value in (x, y)):
        raise _outside(text, size, option)
    return Point(x=_clipped(x), y=_clipped(y))


def _place(text: str, size: tuple[int, int]) -> "Point | Box":
    """A point of two numbers or a box of four."""
    if text.count(",") != 1:
        return _box(text, size, "WHERE", also=f"; a point is {_POINT}")
    return point(text, size, "WHERE")


def _crop(text: str, size: tuple[int, int]) -> "tuple[str, Box]":
    name, sign, box = text.partition("=")
    if not (sign and name.strip()):
        raise UsageError(
            f"--crop: {_shown(text)} does not say for which format.",
            hint=f"Write --crop story=BOX; a box is {_BOX}.",
        )
    return name.strip(), _box(box, size, "--crop")


def _box(text: str, size: tuple[int, int], option: str, *, also: str = "") -> "Box":
    """A box of a picture. Raises UsageError for one that is none, lies outside, or is smaller than a pixel."""
    from ugc.model.formats import Box

    x, y, width, height = _fractions(text, size, 4, option, f"A box is {_BOX}{also}.")
    edges = (x, y, x + width, y + height)
    if min(edges[:2]) < -_OUTSIDE or max(edges) > 1 + _OUTSIDE:
        raise _outside(text, size, option)
    x0, y0, x1, y1 = (_clipped(edge) for edge in edges)
    if (x1 - x0) * size[0] < 1 - _OUTSIDE or (y1 - y0) * size[1] < 1 - _OUTSIDE:
        raise UsageError(
            f"{option}: {_shown(text)} is a box without a pixel in it.",
            hint="The third number is its width, the fourth its height.",
        )
    return Box(x0=x0, y0=y0, x1=x1, y1=y1)


def _fractions(text: str, size: tuple[int, int], number: int, option: str, how: str) -> list[float]:
    """So many numbers in fractions of the picture, all written in the same way."""
    found = [_NUMBER.fullmatch(part.strip()) for part in text.split(",")]
    units = {match[2] for match in found if match}
    if len(found) != number or None in found or len(units) != 1:
        raise UsageError(f"{option}: {_shown(text)} is not understood.", hint=how)
    values = [float(match[1]) for match in found if match]
    if not all(math.isfinite(value) for value in values):
        raise UsageError(f"{option}: {_shown(text)} is not understood.", hint=how)
    (unit,) = units
    whole = {"px": (*size, *size), "%": (100,) * 4}.get(unit or "", (1,) * 4)
    return [value / all_of_it for value, all_of_it in zip(values, whole, strict=False)]


def _outside(text: str, size: tuple[int, int], option: str) -> UsageError:
    pixels = f"{size[0]}x{size[1]} pixels"
    hint = "Plain numbers are fractions, 0 to 1; percent are written 42% and pixels 454px."
    if "px" in text or "%" in text:
        hint = (
            "Numbers count from the top left; of a box they are its left, its top, its width and its height."
        )
    return UsageError(f"{option}: {_shown(text)} reaches out of the picture, which has {pixels}.", hint=hint)


def _clipped(value: float) -> float:
    return round(min(1.0, max(0.0, value)), _DIGITS)


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
