"""What ads did that show posts of a campaign: rows of exports, restricted to those."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from ugc.model.campaign_report import CampaignAds

if TYPE_CHECKING:
    from ugc.workspace import Workspace
    from ugc.workspace.advertising.results import Taken


def campaign_ads(workspace: "Workspace", taken: "Taken", posts: Collection[str]) -> CampaignAds:
    """Return the results of the rows that show any of these posts, as `ugc ads results` counts them."""
    from ugc.workspace.advertising.joining import join
    from ugc.workspace.advertising.results import results

    wanted = set(posts)
    joined = [*join(workspace, taken.rows)]
    ours = [row for row in joined if row.match and wanted.intersection(row.match.posts)]
    told = results(workspace, ours, taken=taken._replace(sales=()), by=["platform"])
    return CampaignAds(
        exports=told.exports,
        unread=told.unread,
        since=told.since,
        until=told.until,
        total=told.total,
        posts=len({post for row in ours if row.match for post in row.match.posts} & wanted),
        shared=sum(bool(row.match and set(row.match.posts) - wanted) for row in ours),
        left_out=len(joined) - len(ours),
        notes=told.notes,
    )
