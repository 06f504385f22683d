"""Who fits a campaign: what criteria ask for, gathered of all creators at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from ugc.creators.ranking import rank as ranked
from ugc.errors import UsageError
from ugc.model.campaigns import CRITERIA, Amount, Campaign, Event
from ugc.model.creators import Creator
from ugc.model.posts import Post
from ugc.model.ranking import Candidate, Ranking
from ugc.text import fold, handle
from ugc.workspace.campaigns.held import held
from ugc.workspace.creators.engaging import engaging
from ugc.workspace.creators.figures import figures
from ugc.workspace.creators.listing import listed

if TYPE_CHECKING:
    from ugc.workspace import Workspace


def rank(
    workspace: "Workspace", name: str, query: str = "", *, today: date, limit: int | None = None
) -> Ranking:
    """Order the creators of a query, or all, by the criteria of a campaign's file; `limit` is how many are told.

    The brand's own accounts are no candidates. Raises UsageError for a campaign that states no criterion, and for a
    query that is not understood.
    """
    campaign = workspace.campaigns.read(name)
    if not campaign.criteria:
        raise UsageError(
            f"{campaign.file} says by nothing how creators are ordered.",
            hint=f"Add [[criteria]] with a name and a weight to it. Names: {', '.join(CRITERIA)}.",
        )
    keys = [one.creator.key for one in listed(workspace, query).creators]
    creators = workspace.catalog.profiles.creators(keys)
    own = fold(handle(workspace.settings.brand.handle))
    chosen = [
        one for one in creators.values() if not own or all(fold(each.handle) != own for each in one.accounts)
    ]
    told = ranked(_candidates(workspace, campaign, chosen, today=today), campaign.criteria, today=today)
    return Ranking(campaign=campaign.name, candidates=told if limit is None else told[:limit])


def _candidates(
    workspace: "Workspace", campaign: Campaign, creators: Iterable[Creator], *, today: date
) -> list[Candidate]:
    chosen = {one.key: one for one in creators}
    known = figures(workspace, chosen, today=today)
    seen = engaging(workspace, chosen, campaign=campaign)
    events: dict[str, list[Event]] = defaultdict(list)
    for event in workspace.catalog.campaign_log.all():
        if event.day <= today:
            events[event.creator].append(event)
    posts = {key: workspace.catalog.profiles.posts(key) for key in chosen}
    allowed = held(workspace, [post for own in posts.values() for post in own], today=today)
    in_campaigns = {event.post for own in events.values() for event in own if event.post}
    engaged = _engagements(workspace.catalog.posts(sorted(in_campaigns)))
    offers = _offers(workspace, campaign)
    return [
        Candidate(
            creator=one,
            figures=known[key],
            engages=seen[key],
            posts_with_rights=sum(post in allowed for post in posts[key]),
            campaigns=len({event.campaign for event in events[key] if event.what == "posted"}),
            last_worked=max((event.day for event in events[key]), default=None),
            engagements=tuple(engaged[key]),
            cost=offers.get(key),
        )
        for key, one in chosen.items()
    ]


def _engagements(posts: Iterable[Post]) -> Mapping[str, list[int]]:
    """Of posts in campaigns, by creator, likes and what else is known beside them."""
    found: dict[str, list[int]] = defaultdict(list)
    for post in posts:
        counts = post.counts
        if post.creator and counts and counts.likes is not None:
            parts = (counts.likes, counts.comments, counts.shares, counts.saves)
            found[post.creator].append(sum(part for part in parts if part is not None))
    return found


def _offers(workspace: "Workspace", campaign: Campaign) -> Mapping[str, Amount]:
    """What each takes for a post: by this campaign's file, else by another's, the last in the order of names."""
    found: dict[str, Amount] = {}
    files = [name for name in workspace.campaigns.names() if name != campaign.name]
    for each in [*(workspace.campaigns.read(name) for name in files), campaign]:
        for invited in each.creators:
            offer = invited.offer or each.offer
            if offer and offer.kind == "per_post" and offer.amount:
                try:
                    key = workspace.catalog.resolve_creator(invited.creator)
                except UsageError:
                    continue
                found[key] = offer.amount
    return found
