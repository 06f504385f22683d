"""Figures of creators: engagement with its base and its n, growth, and hints on how real a following is.

A rate is never told without the number of posts that it rests on, nor a hint without its reason; there is no score.
"""

from datetime import date, datetime
from typing import Literal, get_args

from ugc.model.base import Value
from ugc.model.creators import Followers
from ugc.model.posts import Account, Counts, Platform, PostKind

RateBase = Literal["followers", "reach", "views"]
RATE_BASES: tuple[RateBase, ...] = get_args(RateBase)

ENGAGEMENTS = ("likes", "comments", "shares", "saves")
"""What is added up as engagement; a post counts with those of them that are known, likes at least."""

HintKind = Literal[
    "engagement_high", "engagement_low", "comment_ratio", "followers_jump", "comments_repeated"
]

WhyLeftOut = Literal["story", "no_likes", "young", "no_base"]
WHY_LEFT_OUT: dict[WhyLeftOut, str] = {
    "story": "in stories",
    "no_likes": "with no known likes",
    "young": "counted within a day of posting",
    "no_base": "with nothing known to divide by",
}
"""Why a post has no rate, in the order in which it is asked, and how people read it."""

BenchmarkBy = Literal["tier", "niche", "platform"]
BENCHMARKS: tuple[BenchmarkBy, ...] = get_args(BenchmarkBy)


class MeasuredPost(Value):
    """What the figures of a post rest on."""

    post: str
    day: date | None
    """In the workspace's time zone."""
    posted_at: datetime | None
    kind: PostKind
    counts: tuple[Counts, ...]
    """Every snapshot, in the order in which they came in."""
    seen_at: datetime | None = None
    """When a source last told of it: a snapshot without a date of its own is not later than that."""


class MeasuredAccount(Value):
    """An account with all that its figures rest on."""

    account: Account
    posts: tuple[MeasuredPost, ...] = ()
    """Of which it is the author; those on which it is a coauthor are their author's."""
    followers: tuple[Followers, ...] = ()
    """Every snapshot, oldest first."""


class PostRate(Value):
    """The engagement rate of one post: what was counted, over its base."""

    post: str
    day: date | None
    engagements: int
    parts: tuple[str, ...]
    """Which of likes, comments, shares and saves were known and added up."""
    base: int
    """Followers on or near the post's day, its reach, or its views."""
    rate: float
    """engagements / base, as a fraction."""


class Trend(Value):
    """The newer half of a creator's posts against the older one."""

    older: float
    """Median of the older half, as a fraction. Of an odd number of posts the one in the middle is in neither half."""
    older_n: int
    newer: float
    newer_n: int


class LeftOut(Value):
    """How many posts have no rate for one reason."""

    why: WhyLeftOut
    n: int


class Engagement(Value):
    """The engagement of an account over one base."""

    base: RateBase
    n: int
    """Posts that have a rate."""
    of: int
    """Posts of the account that there are: those with a rate and those left out."""
    median: float | None
    """As a fraction; None where n is below the least."""
    low: float | None = None
    high: float | None = None
    """The quartiles."""
    trend: Trend | None = None
    """None where either half is below the least."""
    parts: tuple[str, ...] = ()
    """What was added up in every one of these posts."""
    mixed: bool = False
    """Whether posts differ in what is known and was added up."""
    left_out: tuple[LeftOut, ...] = ()


class Growth(Value):
    """How a following changed between the oldest and the newest snapshot."""

    before: int
    before_day: date
    after: int
    after_day: date

    @property
    def share(self) -> float | None:
        """The change as a fraction of what there was; None from nothing."""
        return (self.after - self.before) / self.before if self.before else None


class AccountFigures(Value):
    """The figures of one account."""

    account: Account
    tier: str | None
    """None where no snapshot of followers is known; `below` for fewer than the lowest tier begins with."""
    followers: int | None = None
    followers_day: date | None = None
    growth: Growth | None = None
    posts: int
    engagement: tuple[Engagement, ...]
    """One for each base for which any post has a rate."""

    def over(self, base: RateBase) -> Engagement | None:
        """Return the engagement over one base."""
        return next((one for one in self.engagement if one.base == base), None)


class Hint(Value):
    """Something about a following that a person should look at. It proves nothing."""

    kind: HintKind
    account: Account
    words: str
    """A sentence with the figures that it rests on."""


class CreatorFigures(Value):
    """The figures of a creator."""

    creator: str
    """Key."""
    tier: str | None
    """Of the account that most follow."""
    accounts: tuple[AccountFigures, ...]
    hints: tuple[Hint, ...] = ()

    @property
    def lead(self) -> AccountFigures | None:
        """The account that most follow, else the one with most posts."""
        return max(self.accounts, key=lambda one: (one.followers or 0, one.posts), default=None)


class BenchmarkRow(Value):
    """The engagement of the creators of one tier or niche on a platform: one figure a creator, their median."""

    group: str
    """A tier, a niche, or `all`."""
    platform: Platform
    creators: int
    posts: int
    """That have a rate, of all of these creators."""
    median: float | None = None
    """Of the creators' medians, as a fraction; None where there are fewer creators than the least."""
    low: float | None = None
    high: float | None = None
    """The quartiles."""
    least: float | None = None
    most: float | None = None
    """The range."""
    parts: tuple[str, ...] = ()
    """What was added up in every one of these posts."""
    mixed: bool = False
    """Whether posts differ in what is known and was added up."""


class NotCompared(Value):
    """Creators who are in no row, for one reason."""

    why: str
    creators: int


class Benchmark(Value):
    """Creators of a workspace compared over their own posts."""

    by: BenchmarkBy
    base: RateBase
    least_creators: int
    """Fewer are no group to compare with."""
    least_posts: int
    """Posts with a rate that a creator needs to have a median."""
    rows: tuple[BenchmarkRow, ...]
    of: int
    """Creators that the workspace has."""
    compared: int
    """Creators who are in some row."""
    left_out: tuple[NotCompared, ...]
