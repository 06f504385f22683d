"""Every campaign that there is: with a file, or only as a label on posts or a name in the log."""

from datetime import date
from typing import TYPE_CHECKING

from ugc import campaigns
from ugc.errors import UgcError
from ugc.model.base import Value
from ugc.text import fold
from ugc.workspace.campaigns.standing import standing

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class CampaignListed(Value):
    """A campaign in a line."""

    name: str
    file: str | None
    """Its path below the workspace; None where it has none."""
    title: str | None = None
    first: date | None = None
    last: date | None = None
    creators: int | None = None
    deliverables: int | None = None
    posted: int | None = None
    late: int | None = None
    """Numbers of the file; None where there is none, or it cannot be read."""
    posts: int = 0
    """How many posts are labelled with it."""
    events: int = 0
    """How many things its log holds."""
    fault: str | None = None
    """Why its file cannot be read."""


class CampaignsListed(Value):
    """All campaigns, by name."""

    today: date
    campaigns: tuple[CampaignListed, ...]


def listed(workspace: "Workspace", *, today: date) -> CampaignsListed:
    """Return every campaign; a file that cannot be read costs itself alone, and is said with why."""
    log = workspace.catalog.campaign_log
    events: dict[str, int] = {}
    for event in log.all():
        events[event.campaign] = events.get(event.campaign, 0) + 1
    labels = workspace.catalog.campaigns()
    posts = {fold(name): number for name, number in labels.items() if number}
    spelt = {fold(name): name for name in labels}
    found = {}
    for name in campaigns.names(workspace.root):
        told = _of_file(workspace, name, today)
        found[fold(name)] = told
    for folded in {*posts, *events} - {*found}:
        found[folded] = CampaignListed(name=spelt.get(folded, folded), file=None)
    return CampaignsListed(
        today=today,
        campaigns=tuple(
            one.model_copy(update={"posts": posts.get(folded, 0), "events": events.get(folded, 0)})
            for folded, one in sorted(found.items())
        ),
    )


def _of_file(workspace: "Workspace", name: str, today: date) -> CampaignListed:
    file = f"{campaigns.FOLDER}/{name}.toml"
    try:
        stands = standing(workspace, name, today=today)
    except UgcError as error:
        return CampaignListed(name=name, file=file, fault=error.message)
    campaign = stands.campaign
    return CampaignListed(
        name=name,
        file=file,
        title=campaign.title,
        first=campaign.first,
        last=campaign.last,
        creators=len(campaign.creators),
        deliverables=len(stands.progress),
        posted=sum(1 for one in stands.progress if one.state == "posted"),
        late=sum(1 for one in stands.progress if one.late),
    )
