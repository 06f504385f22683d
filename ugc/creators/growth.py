"""Followers of an account over time: the snapshot of a day, growth, and intervals between snapshots."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from ugc.model.creator_figures import Growth
from ugc.model.creators import Followers


class Interval(NamedTuple):
    """Two snapshots, one after the other."""

    before: Followers
    after: Followers

    @property
    def days(self) -> int:
        return (self.after.day - self.before.day).days

    @property
    def share(self) -> float:
        """The change as a fraction of what there was."""
        return (self.after.count - self.before.count) / self.before.count

    @property
    def per_day(self) -> float:
        return self.share / self.days


def by_day(snapshots: Sequence[Followers]) -> list[Followers]:
    """Return one snapshot a day, oldest first: where sources differ, the largest, as the catalog tells it."""
    found: dict[date, Followers] = {}
    for one in snapshots:
        if one.day not in found or one.count > found[one.day].count:
            found[one.day] = one
    return [found[day] for day in sorted(found)]


def nearest(daily: Sequence[Followers], day: date, *, within_days: int) -> Followers | None:
    """Return the snapshot nearest to a day, no further than so many days; of two equally near the earlier.

    `daily` is one a day, oldest first.
    """
    place = bisect_left(daily, day, key=lambda one: one.day)
    near = min(
        daily[max(place - 1, 0) : place + 1],
        key=lambda one: (abs((one.day - day).days), one.day),
        default=None,
    )
    return near if near and abs((near.day - day).days) <= within_days else None


def growth(snapshots: Sequence[Followers]) -> Growth | None:
    """Return the change between the oldest and the newest snapshot; None unless there are two days."""
    daily = by_day(snapshots)
    if len(daily) < 2:
        return None
    first, last = daily[0], daily[-1]
    return Growth(before=first.count, before_day=first.day, after=last.count, after_day=last.day)


def intervals(snapshots: Sequence[Followers]) -> list[Interval]:
    """Return the intervals between one day's snapshot and the next; those that begin at 0 have no share."""
    daily = by_day(snapshots)
    return [Interval(one, other) for one, other in pairwise(daily) if one.count]
