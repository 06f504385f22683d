"""The everyday questions: `ugc campaigns late`, `waiting`, `unlicensed` and `due`."""

from collections.abc import Sequence

from ugc.cli import say
from ugc.cli.campaign_words import NOTHING, MaybeNameArgument, spoken
from ugc.cli.options import JsonOption, WorkspaceOption, now, opened
from ugc.text import counted


def late(
    name: MaybeNameArgument = None, *, workspace: WorkspaceOption = None, json: JsonOption = False
) -> None:
    """List what is due and not posted, the longest first, with what was done last."""
    with opened(workspace) as here:
        told = here.campaigns.late(name, today=here.day(now()))
    if told.late:
        say.table(
            (
                (
                    one.campaign,
                    one.creator,
                    one.deliverable,
                    str(one.due),
                    str(one.days),
                    spoken(one.state),
                    f"{spoken(one.last)} {one.last_day}" if one.last else NOTHING,
                )
                for one in told.late
            ),
            heads=("campaign", "creator", "deliverable", "due", "days", "state", "last"),
        )
    else:
        say.out(f"Nothing is late in {_looked_at(told.campaigns)}.")
    say.document(told.model_dump(mode="json"))


def waiting(
    name: MaybeNameArgument = None, *, workspace: WorkspaceOption = None, json: JsonOption = False
) -> None:
    """List who has the product and posted nothing yet, the longest first."""
    with opened(workspace) as here:
        told = here.campaigns.waiting(name, today=here.day(now()))
    if told.waiting:
        say.table(
            (
                (
                    one.campaign,
                    one.creator,
                    str(one.sent or NOTHING),
                    str(one.received or NOTHING),
                    str(one.days),
                    ", ".join(one.owed),
                )
                for one in told.waiting
            ),
            heads=("campaign", "creator", "sent", "received", "days", "owed"),
        )
    else:
        say.out(f"Nobody has a product and owes a post in {_looked_at(told.campaigns)}.")
    say.document(told.model_dump(mode="json"))


def unlicensed(
    name: MaybeNameArgument = None, *, workspace: WorkspaceOption = None, json: JsonOption = False
) -> None:
    """List posted pieces of whose posts the rights that are asked for are not held today, and what is missing."""
    with opened(workspace) as here:
        told = here.campaigns.unlicensed(name, today=here.day(now()))
    for one in told.unlicensed:
        say.out(f"{one.campaign}  {one.creator}  {one.deliverable}  {one.post or NOTHING}")
        for missing in one.missing:
            say.out(f"    {missing}")
        say.out(f"    {one.command}")
    for fault in told.unread:
        say.note(f"Could not be asked: {fault}")
    if not told.unlicensed and not told.unread:
        say.out(f"No post lacks rights in {_looked_at(told.campaigns)}.")
    say.note(f"All that is asked for is held of {counted(told.licensed, 'post')}.")
    say.document(told.model_dump(mode="json"))


def due(
    name: MaybeNameArgument = None, *, workspace: WorkspaceOption = None, json: JsonOption = False
) -> None:
    """List who should hear from us today, why, and what to type. Nothing is sent."""
    with opened(workspace) as here:
        told = here.campaigns.due(name, today=here.day(now()))
    for one in told.due:
        say.out(f"{one.campaign}  {one.creator}  {'; '.join(each.what for each in one.follow_ups)}.")
        for command in dict.fromkeys(each.command for each in one.follow_ups):
            say.out(f"    {command}")
    if not told.due:
        say.out(f"Nobody has to hear from you today in {_looked_at(told.campaigns)}.")
    say.document(told.model_dump(mode="json"))


def _looked_at(names: Sequence[str]) -> str:
    return ", ".join(names) or "any campaign: there is none with a file"
