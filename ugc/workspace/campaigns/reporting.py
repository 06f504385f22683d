"""Whether a campaign worked: its file, its log, posts, followings, sales and ads gathered for one report."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from ugc.campaigns import reporting as figures
from ugc.campaigns.tallying import PostSeen
from ugc.errors import UsageError, unknown
from ugc.model.campaign_report import BrandGrowth, CampaignReport
from ugc.model.campaigns import Campaign, Deliverable
from ugc.model.delivery import Sales
from ugc.model.posts import Account, Post
from ugc.text import counted, fold, handle
from ugc.workspace.campaigns.campaign_ads import campaign_ads
from ugc.workspace.campaigns.held import held
from ugc.workspace.campaigns.people import Known, followed, known
from ugc.workspace.campaigns.standing import Standing, standing

if TYPE_CHECKING:
    from ugc.workspace import Workspace
    from ugc.workspace.advertising.results import Taken

_NAMES = {
    "instagram": "Instagram",
    "tiktok": "TikTok",
    "youtube": "YouTube",
    "x": "X",
    "linkedin": "LinkedIn",
}


class _Gathered(NamedTuple):
    """What the catalog has of a campaign's posts."""

    pieces: Mapping[str, Deliverable]
    """Post to the deliverable that it fulfils."""
    posts: Sequence[Post]
    unknown_posts: Sequence[str]


def report(
    workspace: "Workspace",
    name: str,
    *,
    today: date,
    sales: Sales | None = None,
    ads: "Taken | None" = None,
    compare: str | None = None,
) -> CampaignReport:
    """Return what a campaign brought, up to a day.

    `sales` is the shop's sheet, `ads` what was read of ad accounts' exports, `compare` the creator to set against all
    others. Raises UsageError for a campaign or creator that is not known or not in it, InputError for a file that
    cannot be read.
    """
    stands = standing(workspace, name, today=today)
    campaign = stands.campaign
    got = _gathered(workspace, stands)
    people = known(workspace, stands, got.posts, sales=sales)
    seen = _seen(workspace, got, people, today=today)
    tiers = workspace.settings.creators.tiers
    taken = [post.counts.taken_at for post in got.posts if post.counts and post.counts.taken_at]
    return CampaignReport(
        brand=workspace.settings.brand.name,
        campaign=campaign.name,
        title=campaign.title,
        first=campaign.first,
        last=campaign.last,
        today=today,
        markets=campaign.markets,
        deliverables=len(campaign.deliverables),
        posted=sum(one.state == "posted" for one in stands.progress),
        unmatched=sum(post.id not in got.pieces for post in got.posts),
        total=figures.total(seen, people.people),
        groups=figures.grouped(seen, people.people, names=_title),
        weeks=figures.weeks(seen, first=campaign.first, last=campaign.last, today=today),
        sides=figures.side_by_side(
            seen, people.people, tiers=tiers, large=_large(workspace, compare, people) if compare else None
        ),
        growth=_growth(workspace, campaign),
        earned=figures.earned(campaign.rate_card, seen) if campaign.rate_card else None,
        ads=campaign_ads(workspace, ads, [post.id for post in got.posts]) if ads else None,
        sales_file=sales.file if sales else None,
        codes_apart=people.codes_apart,
        counted_at=(workspace.day(min(taken)), workspace.day(max(taken))) if taken else None,
        notes=tuple(_notes(workspace, campaign, got.unknown_posts, people=people, seen=seen, sales=sales)),
    )


def _gathered(workspace: "Workspace", stands: Standing) -> _Gathered:
    catalog, campaign = workspace.catalog, stands.campaign
    pieces: dict[str, Deliverable] = {}
    lost = []
    for one in stands.progress:
        if one.state == "posted" and one.post:
            if catalog.knows(one.post):
                pieces.setdefault(one.post, one.deliverable)
            else:
                lost.append(one.post)
    labelled: list[str] = []
    if fold(campaign.name) in {fold(known) for known in catalog.campaigns()}:
        labelled, _ = catalog.find(f'campaign:"{campaign.name}"', today=stands.today)
    return _Gathered(pieces, catalog.posts([*dict.fromkeys((*pieces, *labelled))]), lost)


def _seen(workspace: "Workspace", got: _Gathered, people: Known, *, today: date) -> list[PostSeen]:
    zone = ZoneInfo(workspace.settings.timezone)
    within = workspace.settings.creators.followers_within_days
    allowed = held(workspace, [post.id for post in got.posts], today=today)
    snapshots = {(one.platform, fold(one.handle)): told for one, told in people.snapshots.items()}
    found = []
    for post in got.posts:
        counts = post.counts
        day = _day(post.posted_at, zone)
        piece = got.pieces.get(post.id)
        place = (post.platform, fold(post.author.handle)) if post.author else None
        found.append(
            PostSeen(
                id=post.id,
                creator=post.creator,
                platform=post.platform,
                kind=piece.kind if piece else None,
                day=day,
                **(counts.model_dump(exclude={"taken_at"}) if counts else {}),
                followers=followed(snapshots.get(place, ()), day, within=within) if place else None,
                allowed=post.id in allowed,
                by_fee=bool(piece and piece.fee),
            )
        )
    return found


def _day(at: datetime | None, zone: ZoneInfo) -> date | None:
    return at.astimezone(zone).date() if at else None


def _large(workspace: "Workspace", compare: str, people: Known) -> str:
    names = {person.label: person.key for person in people.people}
    found = names.get(compare)
    with suppress(UsageError):
        found = found or workspace.catalog.resolve_creator(compare)
    if found not in names.values():
        raise unknown("Creator of this campaign", compare, [*names])
    return str(found)


def _growth(workspace: "Workspace", campaign: Campaign) -> tuple[BrandGrowth, ...]:
    folded = fold(handle(workspace.settings.brand.handle))
    if not folded or campaign.first is None or campaign.last is None:
        return ()
    told: list[tuple[Account, date, int]] = [
        (one.account, one.day, one.count) for one in workspace.catalog.profiles.snapshots_of_handle(folded)
    ]
    return figures.growth(told, first=campaign.first, last=campaign.last)


def _title(name: str) -> str:
    return _NAMES.get(name, name.capitalize())


def _notes(
    workspace: "Workspace",
    campaign: Campaign,
    unknown_posts: Sequence[str],
    *,
    people: Known,
    seen: Sequence[PostSeen],
    sales: Sales | None,
) -> Iterator[str]:
    """What a person should know before they believe a figure."""
    if people.unknown:
        yield (
            f"The catalog knows no posts or accounts of {', '.join(people.unknown)}: they count as creators, "
            "with nothing to add up."
        )
    if unknown_posts:
        yield f"{counted(len(unknown_posts), 'post')} that deliverables name could not be found in the catalog."
    if undated := sum(post.day is None for post in seen):
        yield f"The day of {counted(undated, 'post')} is not known: they stand in no week."
    first, last = campaign.first, campaign.last
    outside = sum(
        bool(post.day and ((first and post.day < first) or (last and post.day > last))) for post in seen
    )
    if outside:
        yield f"{counted(outside, 'post was', 'posts were')} published outside the flight; they count all the same."
    by_views = {
        person.key for person in people.people if person.offer and person.offer.kind == "per_thousand_views"
    }
    unseen = sum(post.creator in by_views and post.views is None for post in seen)
    if unseen:
        yield (
            f"Some creators are paid by views, and of {counted(unseen, 'post')} of theirs the views are not known: "
            "what they cost is told from the others."
        )
    yield from _growth_notes(workspace, campaign)
    if sales and sales.skipped:
        yield f"{sales.file}: {counted(len(sales.skipped), 'row')} of the sheet of codes could not be used."
    if sales:
        yield from (f"{sales.file}: {note}" for note in sales.notes)


def _growth_notes(workspace: "Workspace", campaign: Campaign) -> Iterator[str]:
    if not workspace.settings.brand.handle:
        yield "The brand's own handle is not set in ugc.toml, so its audience is not told."
    elif campaign.first is None or campaign.last is None:
        yield "The campaign's file states no first and last day, so the growth of the brand's audience is not told."
    elif not _growth(workspace, campaign):
        yield "No followers of the brand's own accounts are on record, so their growth is not told."
