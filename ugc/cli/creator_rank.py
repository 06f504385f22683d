"""`ugc creators rank`: who fits a campaign, with the value of every criterion."""

from typing import Annotated

import typer

from ugc.cli import say
from ugc.cli.options import JsonOption, WorkspaceOption, now, opened
from ugc.text import counted


def rank(
    query: Annotated[
        list[str] | None,
        typer.Argument(metavar="QUERY", help="Which creators, as in niche:running; all if left out."),
    ] = None,
    *,
    campaign: Annotated[
        str,
        typer.Option("--campaign", metavar="NAME", help="Whose file says the criteria and their weights."),
    ],
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="How many are told.")] = 20,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Order creators by the criteria of a campaign, and show what each is worth and why.

    A criterion is worth 0 to 1, times its weight. What is not known counts as nothing, and is said.
    """
    with opened(workspace) as here:
        told = here.creators.rank(campaign, " ".join(query or ()), today=here.day(now()), limit=limit)
    for row in told.candidates:
        unknown = "" if row.known == row.most else f", of which {row.known:g} is known"
        say.out(f"{row.place:>3}  @{row.handle}  {row.points:.2f} of {row.most:g}{unknown}")
        for one in row.criteria:
            value = "   ?" if one.value is None else f"{one.value:.2f}"
            say.out(
                f"       {value} x {one.weight:<4g} {one.name.replace('_', ' '):<12} {say.printable(one.why)}"
            )
        shown = {
            "named": row.engages.mentioned,
            "tagged": row.engages.tagged,
            "answered": row.engages.commented,
        }
        engaged = [f"{word} in {counted(len(posts), 'post')}" for word, posts in shown.items() if posts]
        if engaged:
            say.out(f"       the brand was {', '.join(engaged)}")
    if not told.candidates:
        say.out("No creator is meant.")
    say.document(told.model_dump(mode="json"))
