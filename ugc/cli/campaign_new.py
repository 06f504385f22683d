"""`ugc campaigns new`: the file of a new campaign."""

from pathlib import Path
from typing import Annotated

import typer

from ugc.cli import say
from ugc.cli.options import DryRunOption, FlightOption, JsonOption, WorkspaceOption, a_flight, now, opened
from ugc.errors import UsageError
from ugc.text import counted

_Sheet = Annotated[
    Path | None,
    typer.Option("--from", metavar="FILE", help="Creators and what they owe: CSV or XLSX, one piece a row."),
]


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Of its file: campaigns/NAME.toml.")],
    *,
    title: Annotated[str, typer.Option(metavar="TEXT", help="As it is told to people.")] = "",
    brief: Annotated[str, typer.Option(metavar="TEXT", help="What the posts should be about.")] = "",
    hashtag: Annotated[
        list[str] | None, typer.Option(metavar="TAG", help="By which posts are known. Repeatable.")
    ] = None,
    market: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="Countries, as in US. Repeatable.")
    ] = None,
    flight: FlightOption = None,
    budget: Annotated[
        str | None, typer.Option(metavar="SUM", help='With its currency, as in "12000 USD".')
    ] = None,
    creator: Annotated[
        list[str] | None, typer.Option(metavar="@CREATOR", help="Who takes part. Repeatable.")
    ] = None,
    sheet: _Sheet = None,
    anyway: Annotated[bool, typer.Option("--anyway", help="Leave out rows that cannot be read.")] = False,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Write the file of a new campaign, in which every key is explained. A file that is there is never written over."""
    from ugc.campaigns.reading import amount
    from ugc.workspace.campaigns.starting import CampaignForm

    money = amount(budget) if budget is not None else None
    if budget is not None and money is None:
        raise UsageError(f"--budget: {budget!r} is not a sum of money.", hint='Write it as "12000 USD".')
    with opened(workspace) as here:
        first, last = a_flight(flight, today=here.day(now()), days=1) if flight else (None, None)
        form = CampaignForm(
            name=name,
            title=title,
            brief=brief,
            hashtags=tuple(hashtag or ()),
            markets=tuple(market or ()),
            first=first,
            last=last,
            budget=money,
            creators=tuple(creator or ()),
        )
        told = here.campaigns.start(form, sheet=sheet, anyway=anyway, dry=dry_run)
    for row in told.left_out:
        say.note(f"Left out, {row.place}: {row.why}.")
    for note in told.notes:
        say.note(note)
    say.out(
        f"{'Would write' if dry_run else 'Wrote'} {told.file}: {counted(told.creators, 'creator')}, "
        f"{counted(told.deliverables, 'deliverable')}."
    )
    if told.unknown:
        say.note(f"Not in the catalog yet: {', '.join(told.unknown)}.")
    say.document(told.model_dump(mode="json"))
