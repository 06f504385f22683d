"""`ugc inspect`: whose is this file, and may it run?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ugc.cli import say, words
from ugc.cli.brands import all_opened
from ugc.cli.options import JsonOption, WorkspacesOption, now
from ugc.errors import InputError

if TYPE_CHECKING:
    from ugc.workspace import Found


def inspect(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="Any picture or clip, wherever it was found.")
    ],
    *,
    workspace: WorkspacesOption = None,
    json: JsonOption = False,
) -> None:
    """Say whose a file is, and whether it may run today.

    Exits 4 if the records allow it nowhere today, 3 if nobody knows the file. Of several brands the one that
    made it is asked, else those that know it, and each must allow it.
    """
    from ugc.cli.documents import Unread

    at = now()
    documents: list[dict[str, Any]] = []
    codes = []
    with all_opened(workspace) as brands:
        nobody = {"workspace": None, "brand": None} if brands.several else {}
        for path in files:
            try:
                found = [(here, here.inspect(path, at=at)) for here in brands.workspaces]
            except InputError as error:
                say.note(f"{error.message}{f' {error.hint}' if error.hint else ''}")
                documents.append(nobody | Unread(file=str(path), error=error.message).model_dump())
                codes.append(error.code)
                continue
            known = [(here, item) for here, item in found if item.how != "not found"]
            for how in ("sha256 of a creative", "sha256 of an original"):  # content before what a file claims
                known = [(here, item) for here, item in known if item.how == how] or known
            for here, item in known or found[:1]:
                if known:
                    brands.head(here)
                _tell(item)
                told = item.model_dump(mode="json")
                documents.append(brands.document(here, told) if known else nobody | told)
                codes.append(_exit_code(item))
    say.document(documents)
    say.leave(max(codes, default=0))


def _exit_code(item: "Found") -> int:
    """3 when nobody knows the file; 4 when it may run nowhere today."""
    if item.how == "not found":
        return 3
    allowed = any(answer.verdict == "cleared" for answer in item.answers)
    return 0 if allowed and not item.proof else 4


def _tell(item: "Found") -> None:
    say.out(f"{item.file}")
    if item.how == "not found":
        say.out("  The catalog does not know this file.")
        if item.embedded:
            say.out(f"  It says of itself, which proves nothing: {item.embedded.credit or 'no credit line'}.")
        return
    say.out(f"  Found by {item.how}.{' A proof: not cleared for any use.' if item.proof else ''}")
    if item.creative:
        say.out(
            f"  {item.creative.format} creative with template {item.creative.template}, v{item.creative.variant[:10]}"
        )
    for post in item.posts:
        maker = f"@{post.author.handle} on {post.author.platform}" if post.author else "an unknown creator"
        say.out(f"  {post.id} by {maker}{f', {post.permalink}' if post.permalink else ''}")
    for answer in item.answers:
        words.tell_answer(answer, indent="  ")
