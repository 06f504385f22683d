"""Engagement of an account: a rate for each post, their median and quartiles, and the newer half against the older.

A post's rate is the sum of what is known of likes, comments, shares and saves, likes at least, over one base: followers
on or near its day, its reach, or its views. The conventions stand in docs/creators.md.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import NamedTuple

from ugc.creators.growth import by_day, nearest
from ugc.creators.spread import spread
from ugc.model.creator_figures import (
    ENGAGEMENTS,
    WHY_LEFT_OUT,
    Engagement,
    LeftOut,
    MeasuredAccount,
    MeasuredPost,
    PostRate,
    RateBase,
    Trend,
    WhyLeftOut,
)
from ugc.model.creators import Followers
from ugc.model.posts import Counts

YOUNG = timedelta(days=1)
"""A count from within so long of posting is still rising, and makes no rate."""
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Rates(NamedTuple):
    """The posts of an account that have a rate over one base, by id, and how many do not and why."""

    rates: tuple[PostRate, ...]
    left_out: Counter[WhyLeftOut]


class Numbers(NamedTuple):
    """What is taken of a post's snapshots: the newest in which likes are known, filled up from the newest others."""

    snapshots: tuple[Counts, ...]
    """The one with the likes first, then the others, the newest first."""

    def get(self, name: str) -> int | None:
        """Return a number; None where no snapshot knows it."""
        found = (getattr(one, name) for one in self.snapshots)
        return next((number for number in found if number is not None and number >= 0), None)


def numbers(post: MeasuredPost) -> Numbers:
    """Return a post's numbers. Undated snapshots stand below every dated one, and of them the last counts."""
    newest = sorted(post.counts, key=lambda one: _utc(one.taken_at) or _LONG_AGO)[::-1]
    return Numbers(tuple(sorted(newest, key=lambda one: one.likes is None or one.likes < 0)))


def unfit(post: MeasuredPost, found: Numbers) -> WhyLeftOut | None:
    """Return why a post's numbers are compared with none; None when they can be.

    Stories are left out: what is counted of them is another thing, and they are gone in a day.
    """
    if post.kind == "story":
        return "story"
    if found.get("likes") is None:
        return "no_likes"
    counted_at = _utc(found.snapshots[0].taken_at) or _utc(post.seen_at)
    posted_at = _utc(post.posted_at)
    return "young" if counted_at and posted_at and counted_at - posted_at < YOUNG else None


def rates(measured: MeasuredAccount, base: RateBase, *, within_days: int) -> Rates:
    """Return the rate of every post that has one over a base; see `Rates`."""
    daily = by_day(measured.followers)
    found: list[PostRate] = []
    left_out: Counter[WhyLeftOut] = Counter()
    for post in sorted(measured.posts, key=lambda one: one.post):
        known = numbers(post)
        why = unfit(post, known)
        over = None if why else _over(post, known, base, daily=daily, within_days=within_days)
        if not over:
            left_out[why or "no_base"] += 1
            continue
        parts = {name: number for name in ENGAGEMENTS if (number := known.get(name)) is not None}
        total = sum(parts.values())
        found.append(
            PostRate.model_construct(
                post=post.post,
                day=post.day,
                engagements=total,
                parts=tuple(parts),
                base=over,
                rate=total / over,
            )
        )
    return Rates(tuple(found), left_out)


def engagement(
    measured: MeasuredAccount, base: RateBase, *, least_posts: int, within_days: int
) -> Engagement | None:
    """Return an account's engagement over a base; None where no post has a rate over it."""
    found, left_out = rates(measured, base, within_days=within_days)
    if not found:
        return None
    values = spread([one.rate for one in found]) if len(found) >= least_posts else None
    kinds = {one.parts for one in found}
    return Engagement(
        base=base,
        n=len(found),
        of=len(measured.posts),
        median=values.median if values else None,
        low=values.low if values else None,
        high=values.high if values else None,
        trend=trend(found, least_posts=least_posts),
        parts=tuple(name for name in ENGAGEMENTS if all(name in kind for kind in kinds)),
        mixed=len(kinds) > 1,
        left_out=tuple(LeftOut(why=why, n=left_out[why]) for why in WHY_LEFT_OUT if left_out[why]),
    )


def trend(found: Sequence[PostRate], *, least_posts: int) -> Trend | None:
    """Return the newer half of the posts against the older one, by day; posts of unknown days are in neither.

    Of an odd number the one in the middle is left out. None where a half has fewer than `least_posts`.
    """
    dated = sorted((one.day, one.post, one.rate) for one in found if one.day)
    half = len(dated) // 2
    if half < least_posts:
        return None
    older, newer = dated[:half], dated[-half:]
    return Trend(
        older=median(rate for *_, rate in older),
        older_n=half,
        newer=median(rate for *_, rate in newer),
        newer_n=half,
    )


def comment_ratios(measured: MeasuredAccount) -> list[float]:
    """Return comments over likes of every post that may be compared and has both known, and any likes."""
    found = []
    for post in measured.posts:
        known = numbers(post)
        likes, comments = known.get("likes"), known.get("comments")
        if likes and comments is not None and unfit(post, known) is None:
            found.append(comments / likes)
    return found


def _over(
    post: MeasuredPost, known: Numbers, base: RateBase, *, daily: Sequence[Followers], within_days: int
) -> int | None:
    if base != "followers":
        return known.get(base)
    near = nearest(daily, post.day, within_days=within_days) if post.day else None
    return near.count if near else None


def _utc(moment: datetime | None) -> datetime | None:
    """A time in UTC; one without a zone is taken to be so already, as the catalog does."""
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
