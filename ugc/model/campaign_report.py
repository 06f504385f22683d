"""What a campaign brought: every figure with what it covers.

A sum goes with how many of the posts, or creators, have the figure; where none has, there is no sum, never a 0. A rate
is a quotient of sums over the creators of whom both sides are known. Money is never added over currencies.
"""

from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from ugc.model.base import Value
from ugc.model.creator_figures import ENGAGEMENTS
from ugc.model.delivery import ReadExport
from ugc.model.posts import Account
from ugc.model.results import Group as AdGroup
from ugc.model.results import UnreadExport

PARTS = ENGAGEMENTS
"""What is added up as engagements."""
CostRateName = Literal["per_post", "per_1000_views", "per_engagement", "per_order", "roas"]
COST_RATES: tuple[CostRateName, ...] = get_args(CostRateName)
GroupBy = Literal["creator", "kind", "platform", "week"]
NoCost = Literal["product_only", "no_offer", "not_agreed", "no_views"]
"""Why a creator's cost is not known: product alone, whose price nobody stated; no offer; one that
they did not agree to; none of the views that they
are paid by."""


class Covered(Value):
    """A sum, and how many of all there are have the figure."""

    value: int | None
    """None where none has it."""
    n: int
    of: int


class CoveredMoney(Value):
    """A sum of money in one currency, and how many of all there are it is known of."""

    currency: str | None
    """ISO 4217; None: nobody stated it."""
    value: Decimal
    n: int
    of: int


class PostRatio(Value):
    """Engagements over followers, both added up over the posts of which both are known."""

    value: float | None
    top: int
    base: int
    n: int
    of: int
    """Posts."""


class CostRate(Value):
    """What something cost, or what a cost brought: a quotient of sums over the creators with both sides."""

    name: CostRateName
    currency: str
    value: float | None
    top: Decimal
    base: Decimal
    n: int
    """Posts that have the figure, of those creators; of per_order and roas, creators."""
    of: int
    creators: int
    """Creators with both sides."""
    creators_of: int


class Figures(Value):
    """Posts and creators of a campaign, added up."""

    id: str
    """Of the group: a creator's key, a kind, a platform, the Monday of a week; empty where it is not known."""
    label: str
    creators: int
    posts: int
    reach: Covered
    """Added up over posts: somebody who was reached by several counts once a post."""
    views: Covered
    engagements: Covered
    """Of posts whose likes are known, with comments, shares and saves as far as they are."""
    parts: dict[str, Covered]
    """Likes, comments, shares and saves, each by itself, over the posts that count as engagements."""
    engagement_rate: PostRatio
    rights: Covered
    """Posts for which a granted grant stands today."""
    followers: Covered | None = None
    """Of the creators' accounts that most follow, by their newest snapshots. This and what follows belongs to creators:
    None where posts are grouped otherwise, for a package cannot be split over posts."""
    clicks: Covered | None = None
    orders: Covered | None = None
    """Over creators with a code or link of their own: n of them stand in the shop's sheet."""
    revenue: tuple[CoveredMoney, ...] = ()
    promised: tuple[CoveredMoney, ...] = ()
    """What offers come to: n of all creators."""
    paid: tuple[CoveredMoney, ...] = ()
    """What was noted as paid: n of all creators."""
    cost: tuple[CoveredMoney, ...] = ()
    """What was promised; of creators without an offer in money, what they were paid."""
    no_cost: dict[NoCost, int] = {}
    """Why the cost of the other creators is not known, to how many they are."""
    rates: tuple[CostRate, ...] = ()

    def rate(self, name: CostRateName, currency: str) -> CostRate | None:
        """Return what something cost in a currency."""
        return next((one for one in self.rates if (one.name, one.currency) == (name, currency)), None)


class Grouped(Value):
    """All posts, grouped in one way. Each post is in one group."""

    by: GroupBy
    title: str
    groups: tuple[Figures, ...]


class WeekPoint(Value):
    """What the posts of a week, and of all weeks before, have gathered by their newest counts."""

    week: date
    """Its Monday."""
    posts: int
    views: int | None
    engagements: int | None
    """All so far; None in a week whose posts do not have the figure, and before the first that has it."""
    views_n: int
    engagements_n: int
    posts_so_far: int


class FollowersOn(Value):
    """How many followed an account of the brand on a day."""

    day: date
    count: int


class BrandGrowth(Value):
    """How the following of one of the brand's own accounts changed over the flight."""

    account: Account
    points: tuple[FollowersOn, ...]
    """Every snapshot from the one nearest before the flight to the one nearest after."""
    before: FollowersOn | None
    """The last one on or before the first day, else the first one in the flight."""
    after: FollowersOn | None
    """The first one on or after the last day, else the last one in the flight."""
    change: int | None
    """None where there are not two of them."""


class EarnedPart(Value):
    """One line of a rate card."""

    figure: str
    rate: Decimal
    """For 1,000 views, or for each."""
    count: Covered
    value: Decimal | None


class EarnedValue(Value):
    """What the posts would be worth by a rate card that the campaign states. Nothing but that card says so."""

    source: str
    currency: str
    value: Decimal | None
    parts: tuple[EarnedPart, ...]


class Sides(Value):
    """One large creator beside the group of all others."""

    large: Figures
    others: Figures
    large_tier: str | None
    others_tier: str | None
    """The highest tier among them."""
    chosen: bool
    """Whether somebody asked for this creator; else they have the most followers, and a higher tier than the rest."""


class CampaignAds(Value):
    """What ads did that show posts of the campaign. Beside the organic figures, never added to them."""

    exports: tuple[ReadExport, ...]
    unread: tuple[UnreadExport, ...] = ()
    since: date | None
    until: date | None
    total: AdGroup
    posts: int
    """How many of the campaign's posts they show."""
    shared: int = 0
    """Rows of ads that show other posts too."""
    left_out: int = 0
    """Rows that show none of the campaign's posts."""
    notes: tuple[str, ...] = ()


class CampaignReport(Value):
    """Whether a campaign worked."""

    brand: str
    campaign: str
    title: str
    first: date | None
    last: date | None
    today: date
    markets: tuple[str, ...] = ()
    deliverables: int
    posted: int
    """Deliverables whose post is known."""
    unmatched: int
    """Posts that are labelled with the campaign and fulfil no deliverable that is known."""
    total: Figures
    groups: tuple[Grouped, ...]
    weeks: tuple[WeekPoint, ...]
    sides: Sides | None = None
    growth: tuple[BrandGrowth, ...] = ()
    earned: EarnedValue | None = None
    ads: CampaignAds | None = None
    sales_file: str | None = None
    codes_apart: tuple[str, ...] = ()
    """Codes in the shop's sheet that are of no creator here, or of several."""
    counted_at: tuple[date, date] | None = None
    """The first and last day on which the posts' counts were taken, where that is known."""
    notes: tuple[str, ...] = ()
