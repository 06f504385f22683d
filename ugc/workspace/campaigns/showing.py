"""All of a campaign: plan, money, creators and pieces with their states, and the rights that are held of its posts."""

from datetime import date
from typing import TYPE_CHECKING

from ugc.campaigns.paying import Promised, added, promised
from ugc.model.base import Value
from ugc.model.campaigns import Amount, Campaign, EventKind, Invited, Progress
from ugc.workspace.campaigns.licences import Licences, Wish, licences
from ugc.workspace.campaigns.standing import Standing, standing

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class CreatorShown(Value):
    """A creator of a campaign."""

    invited: Invited
    key: str | None
    """In the catalog; None where it does not know who is meant."""
    unknown: str | None = None
    """Why not."""
    last: EventKind | None = None
    """What happened with them last, of all deliverables or none."""
    last_day: date | None = None
    progress: tuple[Progress, ...]


class CampaignShown(Value):
    """A campaign on a day."""

    today: date
    campaign: Campaign
    promised: Promised
    paid: tuple[Amount, ...]
    """One sum for each currency."""
    paid_without_sum: int
    """Payments that are written down without their sums."""
    creators: tuple[CreatorShown, ...]
    posted: int
    late: int
    wish: Wish
    posts: int
    """Posts of the campaign that the catalog has: of deliverables."""
    licensed: int
    """Of these, how many have all of the rights that are asked for, today."""
    unread: str | None = None
    """Why the rights could not be asked about."""


def shown(workspace: "Workspace", name: str, *, today: date) -> CampaignShown:
    """Return a campaign as it stands. Raises UsageError and InputError as `campaigns.read` does."""
    stands = standing(workspace, name, today=today)
    held = licences(workspace, stands)
    paid = [event for event in stands.events if event.what == "paid"]
    return CampaignShown(
        today=today,
        campaign=stands.campaign,
        promised=promised(stands.campaign, stands.progress),
        paid=added(event.amount for event in paid if event.amount),
        paid_without_sum=sum(1 for event in paid if event.amount is None),
        creators=tuple(_creator(stands, invited) for invited in stands.campaign.creators),
        posted=sum(1 for one in stands.progress if one.state == "posted"),
        late=sum(1 for one in stands.progress if one.late),
        **_rights(held),
    )


def _rights(held: Licences) -> dict[str, object]:
    return {
        "wish": held.wish,
        "posts": len(held.posts),
        "licensed": sum(1 for missing in held.posts.values() if not missing),
        "unread": held.unread,
    }


def _creator(stands: Standing, invited: Invited) -> CreatorShown:
    key = stands.creators.get(invited.creator)
    mine = [event for event in stands.events if key and event.creator == key and event.day <= stands.today]
    last = mine[-1] if mine else None
    return CreatorShown(
        invited=invited,
        key=key,
        unknown=stands.unknown.get(invited.creator),
        last=last.what if last else None,
        last_day=last.day if last else None,
        progress=stands.of(invited),
    )
