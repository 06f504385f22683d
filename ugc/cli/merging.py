"""`ugc merge` and `ugc split`: posts that a person says are one, and that they are not."""

from typing import Annotated

import typer

from ugc.cli import say, words
from ugc.cli.options import ByOption, DryRunOption, JsonOption, WorkspaceOption, me, now, opened


def merge(
    name: Annotated[str, typer.Argument(metavar="POST", help="The post that is kept, by any id.")],
    others: Annotated[list[str], typer.Argument(metavar="OTHER", help="Posts that are the same one.")],
    *,
    by: ByOption = None,
    why: Annotated[
        str, typer.Option("--why", metavar="TEXT", help="How you know, for those after you.")
    ] = "",
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Join posts that are one and the same. `ugc posts --duplicates` shows which might be; `ugc split` undoes it.

    Posts of different creators, or with two ids of one platform, are not one post.
    """
    from ugc.workspace import merging

    with opened(workspace) as here, here.rehearsed(dry_run):
        done = merging.merge(here, [name, *others], by=by or me(), why=why, at=now())
    parts = words.listed([words.post_name(part) for part in done.parts])
    say.out(f"{'Would merge' if dry_run else 'Merged'} {parts} into {words.post_name(done.post)}.")
    for note in done.notes:
        say.note(f"  {note}")
    if not dry_run:
        say.note(f"  Every id goes on to lead to it. Undo it with: ugc split {done.merge}")
    say.document(done.model_dump(mode="json"))


def split(
    name: Annotated[str, typer.Argument(metavar="POST|NUMBER", help="A merged post, or a merge's number.")],
    *,
    by: ByOption = None,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Undo the newest `ugc merge` of a post: each part is again what it was.

    What came since goes to the part that it names, else to the kept one, and it is said which.
    """
    from ugc.workspace import merging

    with opened(workspace) as here, here.rehearsed(dry_run):
        done = merging.split(here, name, by=by or me(), at=now())
    parts = words.listed([words.post_name(post) for post in done.posts])
    say.out(f"{'Would split' if dry_run else 'Split'} merge {done.merge}: {parts} stand by themselves.")
    for line in merging.said_of(done):
        say.note(f"  {line}")
    say.document(done.model_dump(mode="json"))
