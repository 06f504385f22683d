"""`ugc campaigns show`: all of a campaign."""

from typing import TYPE_CHECKING

from ugc.cli import say
from ugc.cli.campaign_words import NOTHING, NameArgument, days, spoken, sums
from ugc.cli.options import JsonOption, WorkspaceOption, now, opened
from ugc.text import counted

if TYPE_CHECKING:
    from ugc.workspace.campaigns.showing import CampaignShown, CreatorShown


def show(name: NameArgument, *, workspace: WorkspaceOption = None, json: JsonOption = False) -> None:
    """Show a campaign: brief, money, who owes what and how far it is, and the rights that are held of its posts."""
    with opened(workspace) as here:
        told = here.campaigns.shown(name, today=here.day(now()))
    _tell(told)
    for each in told.creators:
        _tell_creator(each)
    unknown = [each.invited.creator for each in told.creators if each.key is None]
    if unknown:
        say.note(f"The catalog does not know who is meant by {', '.join(unknown)}.")
        for each in told.creators:
            if each.unknown and "could be any" in each.unknown:
                say.note(f"  {each.unknown}")
    say.document(told.model_dump(mode="json"))


def _tell(told: "CampaignShown") -> None:
    campaign = told.campaign
    say.out(f"{campaign.title} ({campaign.file})")
    if campaign.brief:
        say.out(f"  brief     {say.cut(campaign.brief, 300)}")
    say.out(f"  flight    {days(campaign.first, campaign.last)}")
    say.out(f"  hashtags  {' '.join(f'#{tag}' for tag in campaign.hashtags) or NOTHING}")
    budget = f"{campaign.budget.value:,f} {campaign.budget.currency}" if campaign.budget else NOTHING
    say.out(f"  budget    {budget}; promised {sums(told.promised.sums)}, paid {sums(told.paid)}")
    if told.promised.by_views:
        say.out(f"            not in that sum, as it depends on views: {', '.join(told.promised.by_views)}")
    if told.promised.not_agreed:
        say.out(f"            nor of who did not agree: {', '.join(told.promised.not_agreed)}")
    if told.promised.without_offer:
        say.out(f"            no offer is written down for {', '.join(told.promised.without_offer)}")
    if told.paid_without_sum:
        say.out(f"            {counted(told.paid_without_sum, 'payment')} without a sum is not counted")
    owed = sum(len(each.progress) for each in told.creators)
    say.out(f"  pieces    {told.posted} of {owed} posted, {told.late} late")
    wish = told.wish
    asked = (*wish.purposes, *wish.channels, *wish.identities)
    say.out(f"  rights    {', '.join(map(spoken, asked))}; {counted(wish.days, 'day')}")
    held = f"held today for {told.licensed} of {counted(told.posts, 'post')} of deliverables"
    say.out(f"            {told.unread or held}")


def _tell_creator(each: "CreatorShown") -> None:
    invited = each.invited
    last = f"{spoken(each.last)} {each.last_day}" if each.last else "nothing yet"
    code = f", code {invited.code}" if invited.code else ""
    say.out(f"\n{invited.creator}  {last}{code}")
    for one in each.progress:
        piece = one.deliverable
        due = f"due {piece.due}" if piece.due else "no due day"
        late = f", {counted(one.late, 'day')} late" if one.late else ""
        since = f" {one.since}" if one.since else ""
        post = f"  {one.post}" if one.post else ""
        say.out(f"  {piece.id}  {piece.kind}, {due}{late}: {spoken(one.state)}{since}{post}")
