"""Whether a campaign worked: its posts and creators grouped, week by week, side by side. Pure: all are arguments."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from ugc.campaigns.tallying import Person, PostSeen, covered, figures
from ugc.model.campaign_report import (
    BrandGrowth,
    EarnedPart,
    EarnedValue,
    Figures,
    FollowersOn,
    GroupBy,
    Grouped,
    Sides,
    WeekPoint,
)
from ugc.model.campaigns import RateCard
from ugc.model.phrases import written
from ugc.model.posts import Account

MOST_WEEKS = 104
"""Of the plot, where no flight is stated."""
_CARD = {"views": "per_1000_views", "likes": "per_like", "comments": "per_comment", "shares": "per_share"}
_CARD["saves"] = "per_save"
_TITLES: dict[GroupBy, str] = {
    "creator": "By creator",
    "kind": "By deliverable",
    "platform": "By platform",
    "week": "By week posted",
}


def total(posts: Sequence[PostSeen], people: Sequence[Person]) -> Figures:
    """Return all posts and creators as one group."""
    return figures("", "All", posts, people)


def grouped(
    posts: Sequence[PostSeen], people: Sequence[Person], *, names: Callable[[str], str] = str
) -> tuple[Grouped, ...]:
    """Return the posts grouped by creator, deliverable, platform and week. `names` writes a kind or platform."""
    return (
        Grouped(by="creator", title=_TITLES["creator"], groups=tuple(_by_creator(posts, people))),
        _by(
            "kind",
            posts,
            lambda post: post.kind or "",
            lambda id: names(id) if id else "No deliverable known",
        ),
        _by("platform", posts, lambda post: post.platform, names),
        _by(
            "week",
            posts,
            lambda post: monday(post.day).isoformat() if post.day else "~",
            lambda id: "Day not known" if id == "~" else f"Week of {written(date.fromisoformat(id))}",
        ),
    )


def _by_creator(posts: Sequence[PostSeen], people: Sequence[Person]) -> Iterator[Figures]:
    own: dict[str | None, list[PostSeen]] = defaultdict(list)
    for post in posts:
        own[post.creator].append(post)
    for person in people:
        yield figures(person.key, person.label, own[person.key], [person])
    if own[None]:
        yield figures("", "Author not known", own[None], [])


def _by(
    by: GroupBy, posts: Sequence[PostSeen], key: Callable[[PostSeen], str], label: Callable[[str], str]
) -> Grouped:
    own: dict[str, list[PostSeen]] = defaultdict(list)
    for post in posts:
        own[key(post)].append(post)
    groups = tuple(figures(id.strip("~"), label(id), own[id]) for id in sorted(own))
    return Grouped(by=by, title=_TITLES[by], groups=groups)


def monday(day: date) -> date:
    """Return the first day of a day's week (ISO 8601)."""
    return day - timedelta(days=day.weekday())


def weeks(
    posts: Sequence[PostSeen], *, first: date | None, last: date | None, today: date
) -> tuple[WeekPoint, ...]:
    """Return what posts have gathered, week by week over the flight up to today, by the weeks they were posted in.

    Without a flight the weeks are those from the first post to the last. A post whose day is not known is in none.
    """
    days = [post.day for post in posts if post.day]
    first = first or min(days, default=None)
    last = min(last or max(days, default=today), today)
    if first is None or last < first:
        return ()
    start = max(monday(first), monday(last) - timedelta(weeks=MOST_WEEKS - 1))
    own: dict[date, list[PostSeen]] = defaultdict(list)
    for post in posts:
        if post.day:
            own[monday(post.day)].append(post)
    found = []
    views = engagements = None
    so_far = 0
    for number in range((monday(last) - start).days // 7 + 1):
        week = start + timedelta(weeks=number)
        mine = own.get(week, [])
        seen, engaged = covered(post.views for post in mine), covered(post.engagements for post in mine)
        views, engagements, so_far = (
            _plus(views, seen.value),
            _plus(engagements, engaged.value),
            so_far + len(mine),
        )
        found.append(
            WeekPoint(
                week=week,
                posts=len(mine),
                views=None if mine and not seen.n else views,
                engagements=None if mine and not engaged.n else engagements,
                views_n=seen.n,
                engagements_n=engaged.n,
                posts_so_far=so_far,
            )
        )
    return tuple(found)


def _plus(so_far: int | None, more: int | None) -> int | None:
    return so_far if more is None else (so_far or 0) + more


def side_by_side(
    posts: Sequence[PostSeen], people: Sequence[Person], *, tiers: Mapping[str, int], large: str | None = None
) -> Sides | None:
    """Return one large creator beside all others.

    `large` is the key of the one that was asked for; else it is the one whom most follow, if they stand a tier above
    all others. None where nobody does, or there is nobody to compare with.
    """
    by_key = {person.key: person for person in people}
    known = sorted(
        (person for person in people if person.followers is not None),
        key=lambda person: (-(person.followers or 0), person.key),
    )
    chosen = by_key.get(large) if large else None
    if chosen is None and not large and len(known) > 1:
        top, second = (_rank(person.followers, tiers) for person in known[:2])
        chosen = known[0] if top > second else None
    rest = [person for person in people if chosen and person.key != chosen.key]
    if chosen is None or not rest:
        return None
    largest = max((person.followers for person in rest if person.followers is not None), default=None)
    return Sides(
        large=figures(
            chosen.key, chosen.label, [post for post in posts if post.creator == chosen.key], [chosen]
        ),
        others=figures(
            "others",
            f"The other {len(rest)}" if len(rest) > 1 else rest[0].label,
            [post for post in posts if post.creator in by_key and post.creator != chosen.key],
            rest,
        ),
        large_tier=tier(chosen.followers, tiers),
        others_tier=tier(largest, tiers),
        chosen=bool(large),
    )


def tier(followers: int | None, tiers: Mapping[str, int]) -> str | None:
    """Return the tier of a following, `below` where it reaches none; None where it is not known."""
    if followers is None:
        return None
    reached = [name for name, bound in tiers.items() if followers >= bound]
    return reached[-1] if reached else "below"


def _rank(followers: int | None, tiers: Mapping[str, int]) -> int:
    return sum((followers or 0) >= bound for bound in tiers.values())


def growth(
    snapshots: Iterable[tuple[Account, date, int]], *, first: date, last: date
) -> tuple[BrandGrowth, ...]:
    """Return how followings changed over a flight, an account each; of several counts of one day the largest is it."""
    own: dict[Account, dict[date, int]] = defaultdict(dict)
    for account, day, count in snapshots:
        own[account][day] = max(count, own[account].get(day, 0))
    found = [
        _grown(account, [FollowersOn(day=day, count=days[day]) for day in sorted(days)], first, last)
        for account, days in own.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.account.platform, one.account.handle)))


def _grown(account: Account, days: Sequence[FollowersOn], first: date, last: date) -> BrandGrowth:
    inside = [one for one in days if first <= one.day <= last]
    before = max((one for one in days if one.day <= first), key=lambda one: one.day, default=None)
    after = min((one for one in days if one.day >= last), key=lambda one: one.day, default=None)
    before, after = before or next(iter(inside), None), after or next(reversed(inside), None)
    points = [one for one in days if before and after and before.day <= one.day <= after.day]
    different = before and after and before.day < after.day
    return BrandGrowth(
        account=account,
        points=tuple(points),
        before=before,
        after=after,
        change=after.count - before.count if before and after and different else None,
    )


def earned(card: RateCard, posts: Sequence[PostSeen]) -> EarnedValue:
    """Return what posts would be worth by a rate card."""
    parts = []
    for figure, field in _CARD.items():
        rate: Decimal | None = getattr(card, field)
        if rate is None:
            continue
        count = covered(getattr(post, figure) for post in posts)
        unit = 1000 if figure == "views" else 1
        value = None if count.value is None else rate * count.value / unit
        parts.append(EarnedPart(figure=figure, rate=rate, count=count, value=value))
    known = [part.value for part in parts if part.value is not None]
    return EarnedValue(
        source=card.source,
        currency=card.currency,
        value=sum(known, Decimal()) if known else None,
        parts=tuple(parts),
    )
