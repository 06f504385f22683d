"""Tiers, rates, growth and their conventions: by hand, against a naive computation, and by what must always hold."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ugc.creators.engagement import comment_ratios, engagement, rates
from ugc.creators.growth import growth, nearest
from ugc.creators.spread import far, spread
from ugc.creators.tiers import order_of, tier_of
from ugc.model.creator_figures import MeasuredAccount, MeasuredPost, RateBase
from ugc.model.creator_settings import TIERS
from ugc.model.creators import Followers
from ugc.model.posts import Account, Counts

ANA = Account(platform="instagram", handle="ana")
START = datetime(2026, 6, 1, 12, tzinfo=UTC)


def post(name: str, *counts: Counts, at: datetime | None = START, **told: Any) -> MeasuredPost:
    said: dict[str, Any] = {"kind": "reel", "day": at.date() if at else None, **told}
    return MeasuredPost(post=name, posted_at=at, counts=counts, **said)


def followed(*snapshots: tuple[date, int]) -> tuple[Followers, ...]:
    return tuple(Followers(account=ANA, day=day, count=count, source="test") for day, count in snapshots)


def account(*posts: MeasuredPost, followers: tuple[Followers, ...] = ()) -> MeasuredAccount:
    return MeasuredAccount(account=ANA, posts=posts, followers=followers)


def told(one: MeasuredAccount, base: RateBase, *, least: int = 3) -> Any:
    return engagement(one, base, least_posts=least, within_days=60)


@pytest.mark.parametrize(
    ("followers", "tier"),
    [
        (0, "below"),
        (1_999, "below"),
        (2_000, "nano"),
        (9_999, "nano"),
        (10_000, "micro"),
        (99_999, "micro"),
        (100_000, "mid"),
        (499_999, "mid"),
        (500_000, "macro"),
        (999_999, "macro"),
        (1_000_000, "mega"),
        (10**10, "mega"),
    ],
)
def test_a_tier_begins_with_its_bound(followers: int, tier: str) -> None:
    assert tier_of(followers, TIERS) == tier


def test_tiers_are_ordered_from_below() -> None:
    assert order_of({"small": 5, "large": 50}) == ("below", "small", "large")
    assert tier_of(50, {"small": 5, "large": 50}) == "large"


RATES: list[tuple[str, MeasuredPost, RateBase, tuple[int, tuple[str, ...], int] | str]] = [
    ("what is known is added up", post("a", Counts(likes=30, comments=5)), "followers",
     (35, ("likes", "comments"), 1000)),
    ("none of what is known is a part, too", post("a", Counts(likes=0, saves=0)), "followers",
     (0, ("likes", "saves"), 1000)),
    ("hidden likes leave no formula", post("a", Counts(comments=5, shares=2)), "followers", "no_likes"),
    ("no counts at all", post("a"), "followers", "no_likes"),
    ("the newest snapshot counts", post("a",
        Counts(taken_at=START + timedelta(9), likes=90), Counts(taken_at=START + timedelta(3), likes=30)),
     "followers", (90, ("likes",), 1000)),
    ("of undated ones the last", post("a", Counts(likes=9), Counts(likes=4)), "followers",
     (4, ("likes",), 1000)),
    ("what the newest does not know comes from the one before", post("a",
        Counts(taken_at=START + timedelta(3), likes=30, saves=2, reach=50),
        Counts(taken_at=START + timedelta(9), likes=90)), "reach", (92, ("likes", "saves"), 50)),
    ("reach is that of the snapshot with the likes", post("a",
        Counts(taken_at=START + timedelta(3), likes=30, reach=300),
        Counts(taken_at=START + timedelta(9), reach=900)), "reach", (30, ("likes",), 300)),
    ("a base of 0 gives no rate", post("a", Counts(likes=3, views=0)), "views", "no_base"),
    ("an unknown base gives none", post("a", Counts(likes=3, views=7)), "reach", "no_base"),
    ("counted within a day of posting", post("a", Counts(taken_at=START + timedelta(hours=23), likes=3)),
     "followers", "young"),
    ("counted after a day", post("a", Counts(taken_at=START + timedelta(hours=24), likes=3)),
     "followers", (3, ("likes",), 1000)),
    ("an undated count is not later than its import", post("a", Counts(likes=3),
        seen_at=START + timedelta(hours=2)), "followers", "young"),
    ("stories are another thing", post("a", Counts(likes=3, views=9), kind="story"), "views", "story"),
    ("a post of an unknown day has no followers of its day", post("a", Counts(likes=3), at=None),
     "followers", "no_base"),
    ("but it has views", post("a", Counts(likes=3, views=9), at=None), "views", (3, ("likes",), 9)),
]  # fmt: skip


@pytest.mark.parametrize(("one", "base", "expected"), [case[1:] for case in RATES], ids=[c[0] for c in RATES])
def test_a_post_has_a_rate_or_a_reason(one: MeasuredPost, base: RateBase, expected: Any) -> None:
    found, left_out = rates(account(one, followers=followed((START.date(), 1000))), base, within_days=60)
    if isinstance(expected, str):
        assert (found, dict(left_out)) == ((), {expected: 1})
    else:
        assert [(each.engagements, each.parts, each.base) for each in found] == [expected]
        assert found[0].rate == expected[0] / expected[2]


DAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([-60], 0),
        ([-61], None),
        ([60], 0),
        ([61], None),
        ([-10, 10], 0),  # a tie goes to the earlier
        ([-10, 9], 1),
        ([-10, 0, 9], 1),
        ([-90, 70], None),  # today's is not taken for an old post
        ([], None),
    ],
)
def test_the_followers_of_a_post_are_those_near_its_day(days: list[int], expected: int | None) -> None:
    snapshots = followed(*((DAY + timedelta(day), 100 + place) for place, day in enumerate(days)))
    found = nearest(snapshots, DAY, within_days=60)
    assert (found.count - 100 if found else None) == expected


def test_growth_is_from_the_oldest_day_to_the_newest() -> None:
    found = growth(followed((DAY + timedelta(9), 120), (DAY, 90), (DAY, 100), (DAY + timedelta(4), 500)))
    assert found
    assert (found.before, found.after, found.share) == (100, 120, 0.2)
    assert growth(followed((DAY, 90), (DAY, 100))) is None
    none = growth(followed((DAY, 0), (DAY + timedelta(1), 5)))
    assert none
    assert none.share is None


def test_a_median_stands_with_n_of_quartiles_and_trend() -> None:
    posts = [
        post(f"p{day}", Counts(likes=likes), at=START + timedelta(day))
        for day, likes in enumerate((10, 20, 30, 40, 50, 60, 700))
    ]
    found = told(account(*posts, post("x"), followers=followed((DAY, 1000))), "followers")
    assert (found.n, found.of) == (7, 8)
    assert (found.median, found.low, found.high) == (0.04, 0.025, 0.055)
    assert (found.trend.older, found.trend.older_n) == (0.02, 3)
    assert (found.trend.newer, found.trend.newer_n) == (0.06, 3)  # the post in the middle is in neither half
    assert [(one.why, one.n) for one in found.left_out] == [("no_likes", 1)]


def test_below_the_least_there_is_an_n_and_no_median() -> None:
    one = account(post("a", Counts(likes=1, views=9)), post("b", Counts(likes=1, views=9)))
    found = told(one, "views")
    assert (found.n, found.median, found.low, found.trend) == (2, None, None, None)
    assert told(one, "reach") is None
    alone = told(account(post("a", Counts(likes=1, views=10))), "views", least=1)
    assert (alone.median, alone.low, alone.high) == (0.1, 0.1, 0.1)


def test_posts_that_differ_in_what_is_known_are_flagged() -> None:
    found = told(
        account(post("a", Counts(likes=1, comments=2, views=9)), post("b", Counts(likes=1, views=9))), "views"
    )
    assert (found.parts, found.mixed) == (("likes",), True)


def test_comments_over_likes_of_posts_that_may_be_compared() -> None:
    posts = (
        post("a", Counts(likes=10, comments=2)),
        post("b", Counts(likes=0, comments=2)),
        post("c", Counts(likes=10)),
        post("d", Counts(likes=10, comments=9), kind="story"),
    )
    assert comment_ratios(account(*posts)) == [0.2]


@pytest.mark.parametrize(
    ("figure", "others", "expected"),
    [
        (0.5, [0.02, 0.03, 0.04, 0.05, 0.06], True),
        (0.001, [0.02, 0.03, 0.04, 0.05, 0.06], True),
        (0.0, [0.02, 0.03, 0.04, 0.05, 0.06], True),
        (0.06, [0.02, 0.03, 0.04, 0.05, 0.06], False),
        (0.5, [0.02, 0.03, 0.04, 0.05], False),  # too few to compare with
        (0.5, [0.02, 0.03, 0.04, 0.05, 0.0], False),
        (0.5, [0.03, 0.03, 0.03, 0.05, 0.06], False),  # half of them are alike: no deviation
        (0.05, [0.0301, 0.0302, 0.0303, 0.0304, 0.0305], False),  # far, and not even twice the median
    ],
)
def test_what_is_far_from_others(figure: float, others: list[float], expected: bool) -> None:
    assert bool(far(figure, others, least=5)) is expected


@given(st.lists(st.integers(1, 10**4), min_size=5, max_size=20), st.integers(2, 50))
def test_how_far_does_not_hang_on_the_unit(others: list[int], times: int) -> None:
    figure = max(others) ** 20 * 10**9
    one, other = far(figure, others, least=5), far(figure * times, [each * times for each in others], least=5)
    assert (one is None) == (other is None)
    if one and other:
        assert one.distance == pytest.approx(other.distance, rel=1e-6)


COUNTS = st.builds(
    Counts,
    taken_at=st.none() | st.integers(0, 90).map(lambda day: START + timedelta(day)),
    likes=st.none() | st.integers(0, 10**6),
    comments=st.none() | st.integers(0, 10**4),
    shares=st.none() | st.integers(0, 10**4),
    saves=st.none() | st.integers(0, 10**4),
    views=st.none() | st.integers(0, 10**7),
    reach=st.none() | st.integers(0, 10**7),
)
POSTS = st.lists(
    st.tuples(st.lists(COUNTS, max_size=3), st.integers(0, 60), st.sampled_from(["reel", "feed", "story"])),
    max_size=12,
).map(
    lambda drawn: [
        post(f"p{place:02}", *counts, at=START + timedelta(day), kind=kind)
        for place, (counts, day, kind) in enumerate(drawn)
    ]
)
FOLLOWERS = st.lists(
    st.tuples(st.integers(-90, 120).map(lambda day: DAY + timedelta(day)), st.integers(0, 10**6)), max_size=4
).map(lambda drawn: followed(*drawn))
BASES = st.sampled_from(["followers", "reach", "views"])


@given(POSTS, FOLLOWERS, BASES, st.randoms())
def test_the_order_of_posts_and_snapshots_does_not_matter(
    posts: list[MeasuredPost], followers: tuple[Followers, ...], base: RateBase, random: Any
) -> None:
    mixed, other = posts[:], list(followers)
    random.shuffle(mixed)
    random.shuffle(other)
    assert told(account(*posts, followers=followers), base) == told(
        account(*mixed, followers=tuple(other)), base
    )


@given(POSTS, FOLLOWERS, BASES)
def test_an_unknown_more_changes_no_rate(
    posts: list[MeasuredPost], followers: tuple[Followers, ...], base: RateBase
) -> None:
    more = [
        one.model_copy(update={"counts": (*one.counts, Counts(taken_at=START + timedelta(400)))})
        for one in posts
    ]
    assert told(account(*posts, followers=followers), base) == told(account(*more, followers=followers), base)
    extra = told(account(*posts, post("unknown"), followers=followers), base)
    before = told(account(*posts, followers=followers), base)
    assert (extra is None) == (before is None)
    if before:
        assert (extra.n, extra.median, extra.trend) == (before.n, before.median, before.trend)
        assert extra.of == before.of + 1


@given(POSTS, FOLLOWERS, BASES, st.integers(2, 9))
def test_rates_do_not_hang_on_the_scale(
    posts: list[MeasuredPost], followers: tuple[Followers, ...], base: RateBase, times: int
) -> None:
    def scaled(counts: Counts) -> Counts:
        known = counts.model_dump(exclude={"taken_at"}, exclude_none=True)
        return counts.model_copy(update={name: number * times for name, number in known.items()})

    larger = [one.model_copy(update={"counts": tuple(map(scaled, one.counts))}) for one in posts]
    more = tuple(one.model_copy(update={"count": one.count * times}) for one in followers)
    assert told(account(*posts, followers=followers), base) == told(account(*larger, followers=more), base)


@given(POSTS, FOLLOWERS, BASES)
def test_every_post_has_a_rate_or_is_left_out_and_the_median_is_that_of_a_naive_computation(
    posts: list[MeasuredPost], followers: tuple[Followers, ...], base: RateBase
) -> None:
    naive = sorted(rate for one in posts if (rate := naive_rate(one, followers, base)) is not None)
    found = told(account(*posts, followers=followers), base, least=1)
    if not naive:
        assert found is None
        return
    middle = (naive[(len(naive) - 1) // 2] + naive[len(naive) // 2]) / 2
    assert found.median == pytest.approx(float(middle))
    assert found.n == len(naive)
    assert found.n + sum(one.n for one in found.left_out) == found.of == len(posts)
    assert found.low <= found.median <= found.high


def naive_rate(one: MeasuredPost, followers: tuple[Followers, ...], base: RateBase) -> Fraction | None:
    """The rules written out once more, in another way."""
    if one.kind == "story":
        return None
    order = sorted(
        range(len(one.counts)),
        key=lambda i: (one.counts[i].taken_at or datetime(1, 1, 1, tzinfo=UTC), i),
    )
    lead = [i for i in order if one.counts[i].likes is not None]
    if not lead:
        return None
    taken = one.counts[lead[-1]].taken_at
    if taken and one.posted_at and (taken - one.posted_at).total_seconds() < 86400:
        return None

    def known(name: str) -> int | None:
        for i in [lead[-1], *reversed(order)]:
            value: int | None = getattr(one.counts[i], name)
            if value is not None:
                return value
        return None

    over = known(base) if base != "followers" else None
    if base == "followers" and one.day:
        largest: dict[date, int] = {}
        for each in followers:
            largest[each.day] = max(each.count, largest.get(each.day, 0))
        day = one.day
        near = sorted((abs((other - day).days), other) for other in largest)
        over = largest[near[0][1]] if near and near[0][0] <= 60 else None
    if not over:
        return None
    return Fraction(sum(known(name) or 0 for name in ("likes", "comments", "shares", "saves")), over)


@given(st.lists(st.integers(0, 1000), min_size=2, max_size=30))
def test_quartiles_lie_in_proportion_between_the_figures(figures: list[int]) -> None:
    found = spread(figures)
    ordered = sorted(figures)
    for share, got in (
        (Fraction(1, 4), found.low),
        (Fraction(1, 2), found.median),
        (Fraction(3, 4), found.high),
    ):
        place = share * (len(ordered) - 1)
        under = int(place)
        rest = place - under
        over = ordered[min(under + 1, len(ordered) - 1)]
        assert got == pytest.approx(float(ordered[under] + rest * (over - ordered[under])))
