"""Figures of creators: engagement with its base and its n, growth, and hints on how real a following is.

A rate is never told without the number of posts that it rests on, nor a hint without its reason; there is no score.
"""

from datetime import date
from typing import Literal, get_args

from ugc.model.base import Value
from ugc.model.posts import Account

RateBase = Literal["followers", "reach", "views"]
RATE_BASES: tuple[RateBase, ...] = get_args(RateBase)

ENGAGEMENTS = ("likes", "comments", "shares", "saves")
"""What is added up as engagement; a post counts with those of them that are known, likes at least."""

HintKind = Literal[
    "engagement_high", "engagement_low", "comment_ratio", "followers_jump", "comments_repeated"
]


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
    """Median of the older half, as a fraction."""
    older_n: int
    newer: float
    newer_n: int


class Engagement(Value):
    """The engagement of an account over one base."""

    base: RateBase
    n: int
    """Posts that have all parts of the formula."""
    of: int
    """Posts of the account that there are."""
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
