"""`ugc campaigns match`: imported posts proposed for what creators owe."""

from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say
from ugc.cli.campaign_words import NameArgument, typed
from ugc.cli.options import ByOption, DryRunOption, JsonOption, WorkspaceOption, me, now, opened, pairs

if TYPE_CHECKING:
    from ugc.workspace.campaigns.matching import CampaignMatched


def match(
    name: NameArgument,
    *,
    accept: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID=POST", help="Write down that a piece is posted, and as which post. Repeatable."
        ),
    ] = None,
    accept_all: Annotated[
        bool, typer.Option("--accept-all", help="Accept every proposal that is sure.")
    ] = False,
    by: ByOption = None,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Propose imported posts for what creators owe, with every reason; nothing is written down until it is accepted."""
    wanted = pairs(accept or (), "--accept")
    with opened(workspace) as here:
        told = here.campaigns.match(
            name, accept=wanted, accept_all=accept_all, by=by or me(), at=now(), dry=dry_run
        )
    _tell(told)
    say.document(told.model_dump(mode="json"))


def _tell(told: "CampaignMatched") -> None:
    verb = "Would be" if told.dry else "Was"
    for done in told.accepted:
        number = f" [{done.number}]" if done.number and not told.dry else ""
        say.out(
            f"{verb} written down: {done.deliverable} of {done.creator} is posted as {done.post}, "
            f"which is labelled with {told.campaign}.{number}"
        )
    for one in told.proposals:
        say.out(f"{one.deliverable.id} may be {one.post}{'' if one.sure else ' (not sure)'}")
        if one.permalink:
            say.out(f"    {one.permalink}")
        for reason in one.reasons:
            say.out(f"    + {reason}")
        for doubt in one.doubts:
            say.out(f"    ? {doubt}")
        say.out(f"    ugc campaigns match {typed(told.campaign)} --accept {one.deliverable.id}={one.post}")
    if told.unmatched:
        say.out(f"No post fits: {', '.join(told.unmatched)}.")
    if not (told.accepted or told.proposals or told.unmatched):
        say.out("Nothing is open.")
    if told.unknown:
        say.note(f"The catalog does not know who is meant by {', '.join(told.unknown)}.")
