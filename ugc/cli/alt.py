"""`ugc alt`: the words that stand for a picture."""

from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say
from ugc.cli.focus import MediaOption, person
from ugc.cli.options import ByOption, DryRunOption, JsonOption, WorkspaceOption, now, opened
from ugc.errors import UsageError
from ugc.text import counted, one_line

if TYPE_CHECKING:
    from ugc.model.alt import AltText
    from ugc.workspace import Workspace
    from ugc.workspace.describing import AltsShown

_WIDE, _NARROW = 300, 100
"""Characters of the words that are told here, and in one line of another command; --json has all."""
_QUOTED = 'Put them in quotation marks: ugc alt POST "a few words".'


def alt(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar='POST ["WORDS"]', help="A post by any id, and the words; with --missing, a selection."
        ),
    ] = None,
    *,
    media: MediaOption = None,
    accept: Annotated[bool, typer.Option("--accept", help="Take the draft over as your words.")] = False,
    clear: Annotated[
        bool,
        typer.Option("--clear", help="Take a person's words away; what a source said stands again."),
    ] = False,
    missing: Annotated[
        bool, typer.Option("--missing", help="List the pictures for which nobody has written words yet.")
    ] = False,
    by: ByOption = None,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Write the words that stand for a picture, for those who cannot see it; without any, show what stands.

    Where no source and no person has written any, a draft is put together from what is known: what was seen, who made
    it, where and when, the caption. It stays a draft until somebody takes it over.
    """
    typed = what or []
    _refuse(typed, media=media, accept=accept, clear=clear, missing=missing)
    changing = accept or clear or (len(typed) > 1 and not missing)
    with opened(workspace) as here, here.rehearsed(dry_run):
        if missing:
            from ugc.workspace import describing

            told = describing.missing(here, " ".join(typed), today=here.day(now()))
        else:
            told = _answer(here, typed, media=media, accept=accept, clear=clear, by=by)
    if changing:
        say.out("Would stand then:" if dry_run else "Stands now:")
    _tell(told)
    if missing:
        say.note(f"Nobody has written words for {counted(len(told.pictures), 'picture')}.")
    elif not changing and any(picture.alt.origin == "draft" for picture in told.pictures):
        say.note(
            'Look at it before you take a draft over with --accept; or write: ugc alt POST "a few words".'
        )
    say.document(told.model_dump(mode="json"))


def line(alt: "AltText", longest: int = _NARROW) -> str:
    """Say in one line what stands for a picture, and where it is from."""
    origin = f"{alt.by}, {alt.at:%Y-%m-%d}" if alt.by and alt.at else alt.by or alt.origin
    return f"{origin}: {say.cut(alt.text, longest)}"


def _refuse(typed: list[str], *, media: int | None, accept: bool, clear: bool, missing: bool) -> None:
    """Raise UsageError for what cannot be meant together."""
    if missing:
        if media is not None or accept or clear:
            raise UsageError("--missing only lists.", hint="Then write words for one picture at a time.")
        return
    if not typed:
        raise UsageError("Say which post, by its ID.", hint="`ugc alt --missing` lists what there is to do.")
    if len(typed) > 2:
        raise UsageError(f"The words came as {len(typed) - 1} words, not as one text.", hint=_QUOTED)
    if accept + clear + (len(typed) > 1) > 1:
        raise UsageError("Write words, or say --accept or --clear: one of them.")


def _answer(
    here: "Workspace", typed: list[str], *, media: int | None, accept: bool, clear: bool, by: str | None
) -> "AltsShown":
    from ugc.workspace import describing

    name = typed[0]
    if clear:
        return describing.clear(here, name, number=media)
    if accept:
        return describing.accept(here, name, number=media, by=person(by), at=now())
    if len(typed) > 1:
        return describing.write(here, name, typed[1], number=media, by=person(by), at=now())
    return describing.shown(here, name, media)


def _tell(told: "AltsShown") -> None:
    post = None
    for picture in told.pictures:
        if picture.post != post:
            post = picture.post
            say.out(post)
        size = f"{picture.width}x{picture.height}"
        say.out(f"  media #{picture.media}  {picture.kind} {size}  {one_line(picture.name)}")
        say.out(f"    {line(picture.alt, _WIDE)}")
    for words in told.notes:
        say.note(f"note: {words}")
