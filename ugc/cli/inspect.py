"""`ugc inspect`: whose is this file, and may it run?"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ugc.cli import say, words
from ugc.cli.brands import Brands, all_opened
from ugc.cli.options import JsonOption, WorkspacesOption, a_day, known_territories, now
from ugc.errors import InputError

if TYPE_CHECKING:
    from datetime import datetime

    from ugc.workspace import Found, Question, Workspace
    from ugc.workspace.inspecting.confidence import Likeness

_Files = Annotated[
    list[Path], typer.Argument(metavar="FILE", help="Any picture or clip, wherever it was found.")
]
_Purpose = Annotated[
    str | None, typer.Option(metavar="PURPOSE", help="What for; what it was made for if left out.")
]
_Channels = Annotated[
    list[str] | None, typer.Option("--channel", metavar="CHANNEL", help="Where. Repeatable.")
]
_Territories = Annotated[
    list[str] | None,
    typer.Option(
        "--territory", metavar="CODE", help="In which countries; the markets if left out. Repeatable."
    ),
]
_Day = Annotated[str | None, typer.Option("--on", metavar="D", help="On which day, as in 2026-12-01; today.")]

_CONTENT = ("sha256 of a creative", "sha256 of an original")
_NAME_ONLY = "name only; the content was not compared"


def inspect(
    files: _Files,
    *,
    purpose: _Purpose = None,
    channel: _Channels = None,
    territory: _Territories = None,
    on: _Day = None,
    workspace: WorkspacesOption = None,
    json: JsonOption = False,
) -> None:
    """Say whose a file is, and whether it may run today, or for a use and day that are named.

    A copy that lost its metadata is known again by what it looks like. Exits 4 if the records allow it nowhere, or
    if there is doubt what it is, 3 if nobody knows the file. Of several brands the one that made it is asked, else
    those that know it, and each must allow it.
    """
    from ugc.cli.documents import Unread
    from ugc.workspace import Question

    at = now()
    question = Question(
        purpose=purpose,
        channels=tuple(channel or ()),
        territories=tuple(known_territories(territory, "--territory") or ()),
        day=a_day(on, "--on") if on else None,
    )
    documents: list[dict[str, Any]] = []
    codes = []
    with all_opened(workspace) as brands:
        nobody = {"workspace": None, "brand": None} if brands.several else {}
        for path in files:
            try:
                found = _asked(brands, path, at, question)
            except InputError as error:
                say.note(f"{error.message}{f' {error.hint}' if error.hint else ''}")
                documents.append(nobody | Unread(file=str(path), error=error.message).model_dump())
                codes.append(error.code)
                continue
            known = _strongest([(here, item) for here, item in found if item.how != "not found"])
            for here, item in known or found[:1]:
                if known:
                    brands.head(here)
                _tell(item)
                told = item.model_dump(mode="json")
                documents.append(brands.document(here, told) if known else nobody | told)
                codes.append(_exit_code(item))
    say.document(documents)
    say.leave(max(codes, default=0))


def _asked(
    brands: Brands, path: Path, at: "datetime", question: "Question"
) -> "list[tuple[Workspace, Found]]":
    with say.Progress("looking at") as progress:
        return [
            (
                here,
                here.inspect(
                    path, at=at, question=question, seen=lambda name, total: progress.step(name, total=total)
                ),
            )
            for here in brands.workspaces
        ]


def _strongest(known: "Sequence[tuple[Workspace, Found]]") -> "list[tuple[Workspace, Found]]":
    """Of the brands that know a file those that know it best: by its bytes, else by more than its name."""
    for ways in (*((how,) for how in _CONTENT), {item.how for _, item in known} - {_NAME_ONLY}):
        known = [(here, item) for here, item in known if item.how in ways] or known
    return list(known)


def _exit_code(item: "Found") -> int:
    """3 when nobody knows the file; 4 when it may run nowhere, or it is not sure what it is."""
    if item.how == "not found":
        return 3
    allowed = any(answer.verdict == "cleared" for answer in item.answers)
    return 0 if allowed and not item.proof and not item.doubt else 4


def _tell(item: "Found") -> None:
    say.out(f"{item.file}")
    if item.how == "not found":
        say.out("  The catalog does not know this file.")
        if item.embedded:
            say.out(f"  It says of itself, which proves nothing: {item.embedded.credit or 'no credit line'}.")
        _tell_not_compared(item)
        return
    say.out(f"  Found by {item.how}.{' A proof: not cleared for any use.' if item.proof else ''}")
    for like in item.likeness:
        say.out(f"  {_likeness(like)}")
    if item.doubt:
        say.out(f"  In doubt: {item.doubt} A person must look at it.")
    if item.creative:
        say.out(
            f"  {item.creative.format} creative with template {item.creative.template}, v{item.creative.variant[:10]}"
        )
    for post in item.posts:
        maker = f"@{post.author.handle} on {post.author.platform}" if post.author else "an unknown creator"
        say.out(f"  {post.id} by {maker}{f', {post.permalink}' if post.permalink else ''}")
    for answer in item.answers:
        words.tell_answer(answer, indent="  ")
    _tell_not_compared(item)


def _likeness(like: "Likeness") -> str:
    """One sentence: what it is like, how sure that is, and of a clip which part."""
    what = f"the creative v{like.variant[:10]} of" if like.variant else "an original of"
    part = ""
    if like.start is not None and like.end is not None:
        part = (
            f", at {like.start:.1f} s of the clip"
            if like.start == like.end
            else f", {like.start:.1f} to {like.end:.1f} s of the clip"
        )
    sure = like.confidence
    return (
        f"The picture {'is' if like.sure else 'may be'} like {what} {', '.join(like.posts)}{part}"
        f"{', with left and right exchanged' if like.mirrored else ''}: "
        f"right at least {sure.least:.0%} of the time ({sure.right} of {sure.n} such answers, measured)."
    )


def _tell_not_compared(item: "Found") -> None:
    for sentence in item.not_compared:
        say.out(f"  not compared: {sentence}")
