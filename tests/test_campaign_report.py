"""What a campaign brought: figures worked out by hand (see campaign_made), and what holds for any posts."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from campaign_made import FIRST, LAST, PEOPLE, POSTS, SALES, TODAY, march, usd, workspace
from hypothesis import given
from hypothesis import strategies as st

from ugc import delivery
from ugc.campaigns import reporting
from ugc.campaigns.crediting import credited
from ugc.campaigns.tallying import Person, PostSeen, promised
from ugc.errors import UsageError
from ugc.model.campaign_report import Covered, Figures
from ugc.model.campaigns import Amount, Offer, RateCard
from ugc.model.creator_settings import TIERS
from ugc.model.delivery import Sale
from ugc.model.posts import Account

TOTAL = reporting.total(POSTS, PEOPLE)


def money(sums: object) -> list[tuple[str | None, Decimal, int, int]]:
    return [(one.currency, one.value, one.n, one.of) for one in sums]  # type: ignore[attr-defined]


def test_sums_say_what_they_cover() -> None:
    assert (TOTAL.posts, TOTAL.creators) == (9, 4)
    assert TOTAL.reach == Covered(value=6500, n=2, of=9)
    assert TOTAL.views == Covered(value=180_500, n=5, of=9)
    assert TOTAL.engagements == Covered(value=12_450, n=7, of=9)
    assert {name: (part.value, part.n, part.of) for name, part in TOTAL.parts} == {
        "likes": (11_250, 7, 7),
        "comments": (280, 4, 7),
        "shares": (390, 2, 7),
        "saves": (530, 2, 7),
    }
    rate = TOTAL.engagement_rate
    assert (rate.top, rate.base, rate.n, rate.of) == (10_790, 528_000, 5, 9)
    assert rate.value == pytest.approx(10_790 / 528_000)
    assert TOTAL.followers == Covered(value=266_000, n=3, of=4)


def test_money_is_told_by_currency_and_promised_apart_from_paid() -> None:
    assert money(TOTAL.promised) == [("EUR", 150, 1, 4), ("USD", 3300, 2, 4)]
    assert money(TOTAL.paid) == [("USD", 200, 1, 4)]
    assert money(TOTAL.cost) == money(TOTAL.promised)
    assert [(one.why, one.creators) for one in TOTAL.no_cost] == [("product_only", 1)]
    assert money(TOTAL.revenue) == [("USD", 1560, 2, 3)]
    assert TOTAL.orders == Covered(value=52, n=2, of=3)  # bo's code is in no row: missing, not 0
    assert TOTAL.clicks == Covered(value=300, n=1, of=3)


@pytest.mark.parametrize(
    ("name", "currency", "value", "n", "of", "creators"),
    [
        ("per_post", "USD", 3300 / 5, 5, 5, 2),
        ("per_1000_views", "USD", 1000 * 3300 / 159_800, 3, 5, 2),
        ("per_engagement", "USD", 3300 / 10_700, 4, 5, 2),
        ("per_order", "USD", 3300 / 52, 2, 4, 2),
        ("roas", "USD", 1560 / 3300, 2, 4, 2),
        ("per_post", "EUR", 75, 2, 2, 1),
        ("per_1000_views", "EUR", 7.5, 1, 2, 1),
        ("per_engagement", "EUR", 150 / 1650, 1, 2, 1),
    ],
)
def test_rates_are_over_creators_with_both_sides(
    name: str, currency: str, value: float, n: int, of: int, creators: int
) -> None:
    rate = TOTAL.rate(name, currency)  # type: ignore[arg-type]
    assert rate and rate.value == pytest.approx(value)
    assert (rate.n, rate.of, rate.creators, rate.creators_of) == (n, of, creators, 4)


def test_nobody_sold_in_euros_so_nothing_is_said_of_it() -> None:
    assert TOTAL.rate("roas", "EUR") is None and TOTAL.rate("per_order", "EUR") is None


def test_weeks_add_up_and_leave_a_gap_where_nothing_is_known() -> None:
    told = reporting.weeks(POSTS, first=FIRST, last=LAST, today=TODAY)
    assert [(one.week, one.views, one.engagements) for one in told] == [
        (date(2026, 2, 23), None, None),
        (march(2), 28_000, 2100),
        (march(9), 179_800, 9350),
        (march(16), 180_500, 9450),
        (march(23), None, 12_450),  # dee's post has no views
        (march(30), 180_500, 12_450),
    ]
    assert [one.posts_so_far for one in told] == [0, 2, 5, 7, 8, 8]
    running = reporting.weeks(POSTS, first=FIRST, last=LAST, today=march(12))
    assert [one.week for one in running][-1] == march(9)


def test_groups_tell_what_they_have() -> None:
    by = {each.by: {group.label: group for group in each.groups} for each in reporting.grouped(POSTS, PEOPLE)}
    assert by["creator"]["@bo"].views == Covered(value=20_000, n=1, of=2)
    assert by["creator"]["Author not known"].posts == 1
    assert by["kind"]["reel"].views == Covered(value=8000, n=1, of=2)
    assert by["kind"]["No deliverable known"].posts == 1
    assert by["platform"]["tiktok"].engagements == Covered(value=11_650, n=3, of=4)
    assert by["week"]["Day not known"].views == Covered(value=None, n=0, of=1)
    assert by["kind"]["reel"].cost == () and by["kind"]["reel"].orders is None


def test_the_large_one_stands_beside_the_others() -> None:
    sides = reporting.side_by_side(POSTS, PEOPLE, tiers=TIERS)
    assert sides and not sides.chosen
    assert (sides.large.label, sides.large_tier, sides.others.label, sides.others_tier) == (
        "@dee",
        "mid",
        "The other 3",
        "micro",
    )
    assert sides.others.posts == 6 and sides.others.followers == Covered(value=16_000, n=2, of=3)
    cost = sides.large.rate("per_1000_views", "USD")
    assert cost and cost.value == 20.0 and (cost.n, cost.of) == (1, 2)
    asked = reporting.side_by_side(POSTS, PEOPLE, tiers=TIERS, large="bo")
    assert asked and asked.chosen and asked.large.label == "@bo"


@pytest.mark.parametrize(
    ("people", "why"),
    [
        ([PEOPLE[0], PEOPLE[0]._replace(key="eve", followers=90_000)], "the same tier"),
        ([PEOPLE[3]], "nobody beside"),
        ([PEOPLE[1], PEOPLE[1]._replace(key="eve")], "followings are not known"),
    ],
)
def test_nobody_is_set_against_others_by_guess(people: list[Person], why: str) -> None:
    assert reporting.side_by_side(POSTS, people, tiers=TIERS) is None, why


@pytest.mark.parametrize(
    ("offer", "posts", "comes_to"),
    [
        (
            Offer(kind="per_post", amount=usd("100")),
            POSTS[:1],
            {"USD": 300},
        ),  # three were promised, one stands
        (Offer(kind="package", amount=usd("100")), (), {"USD": 100}),
        (Offer(kind="per_thousand_views", amount=usd("20")), POSTS[1:2], {}),
        (Offer(kind="per_thousand_views", amount=usd("20")), POSTS[:2], {"USD": 160}),
        (Offer(kind="product_only"), POSTS[:1], {}),
        (None, POSTS[:1], {}),
    ],
)
def test_what_an_offer_comes_to(offer: Offer | None, posts: tuple[PostSeen, ...], comes_to: object) -> None:
    assert promised(PEOPLE[0]._replace(offer=offer), posts) == comes_to


FIVE_EUR = Amount(value=Decimal(5), currency="EUR")


@pytest.mark.parametrize(
    ("offer", "fees", "comes_to"),
    [
        (Offer(kind="per_post", amount=usd("100")), (usd("40"),), {"USD": 240}),  # instead of its 100
        (Offer(kind="per_post", amount=usd("100")), (FIVE_EUR,), {"USD": 200, "EUR": 5}),
        (Offer(kind="package", amount=usd("100")), (usd("40"),), {"USD": 140}),
        (
            Offer(kind="package", amount=usd("100")),
            (usd("40"),) * 3,
            {"USD": 120},
        ),  # nothing is left to the package
        (
            Offer(kind="per_thousand_views", amount=usd("20")),
            (usd("40"),),
            {"USD": 40},
        ),  # its views are not paid too
        (Offer(kind="product_only"), (usd("40"),), {"USD": 40}),
        (None, (usd("40"),), {"USD": 40}),
    ],
)
def test_a_fee_of_a_piece_stands_before_the_offer(
    offer: Offer | None, fees: tuple[Amount, ...], comes_to: object
) -> None:
    person = PEOPLE[0]._replace(offer=offer, fees=fees)
    assert promised(person, [POSTS[0]._replace(by_fee=True)]) == comes_to


def test_who_was_paid_without_an_offer_cost_what_they_were_paid() -> None:
    told = reporting.total(POSTS, [PEOPLE[0]._replace(offer=None)])
    assert money(told.cost) == [("USD", 200, 1, 1)] and told.promised == ()


def test_codes_are_compared_folded_and_shared_ones_are_nobodys() -> None:
    sales = [Sale(code="ANA10 ", orders=1), Sale(code="ana10", orders=2), Sale(code="TEAM", orders=9)]
    sold, apart = credited(sales, {"ana": ["Ana10", None], "bo": ["team"], "cy": ["TEAM"]})
    assert sold["ana"].orders == 3 and sold["ana"].clicks is None and apart == ("TEAM",)
    linked, _ = credited([Sale(code="https://shop.example/bo", clicks=4)], {"bo": ["shop.example/bo/"]})
    assert linked["bo"].clicks == 4


ACCOUNT = Account(platform="instagram", handle="glow")


@pytest.mark.parametrize(
    ("days", "change", "ends"),
    [
        ({date(2026, 1, 5): 100, date(2026, 2, 25): 110, march(9): 140, date(2026, 4, 9): 150}, 40, (25, 9)),
        (
            {march(9): 140, march(20): 150},
            10,
            (9, 20),
        ),  # nothing before or after: what is nearest, with its day
        ({march(9): 140}, None, (9, 9)),
        ({date(2026, 2, 1): 90}, None, (1, None)),
    ],
)
def test_growth_is_between_the_nearest_days(
    days: dict[date, int], change: int | None, ends: tuple[int | None, int | None]
) -> None:
    (told,) = reporting.growth([(ACCOUNT, day, n) for day, n in days.items()], first=FIRST, last=LAST)
    assert told.change == change
    assert (told.before and told.before.day.day, told.after and told.after.day.day) == ends


def test_earned_value_is_by_the_card_alone() -> None:
    card = RateCard(source="House", currency="USD", per_1000_views=Decimal(10), per_like=Decimal("0.05"))
    told = reporting.earned(card, POSTS)
    assert told.value == Decimal(1805) + Decimal("562.5") and told.source == "House"
    assert [(part.figure, part.count.n, part.count.of) for part in told.parts] == [
        ("views", 5, 9),
        ("likes", 7, 9),
    ]


counts = st.one_of(st.none(), st.integers(0, 10**7))
seen = st.builds(
    PostSeen,
    st.uuids().map(str),
    st.sampled_from(["ana", "bo", "cy", "dee", None]),
    st.sampled_from(["instagram", "tiktok", "youtube"]),
    st.sampled_from(["reel", "story", None]),
    st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2026, 6, 30))),
    *[counts] * 6,
    st.one_of(st.none(), st.integers(0, 10**6)),
    st.booleans(),
)


@given(st.lists(seen, max_size=30))
def test_groups_add_up_to_the_whole(posts: list[PostSeen]) -> None:
    total = reporting.total(posts, PEOPLE)
    for each in reporting.grouped(posts, PEOPLE):
        assert sum(group.posts for group in each.groups) == total.posts
        for name in ("reach", "views", "engagements", "rights"):
            mine: list[Covered] = [getattr(group, name) for group in each.groups]
            whole: Covered = getattr(total, name)
            assert sum(one.value or 0 for one in mine) == (whole.value or 0)
            assert (sum(one.n for one in mine), sum(one.of for one in mine)) == (whole.n, whole.of)
    creators = reporting.grouped(posts, PEOPLE)[0].groups
    for currency in ("USD", "EUR"):
        assert costs(creators, currency) == costs([total], currency)


def costs(groups: object, currency: str) -> Decimal:
    return sum(
        (one.value for group in groups for one in group.cost if one.currency == currency),  # type: ignore[attr-defined]
        Decimal(),
    )


@given(st.lists(seen, max_size=12).flatmap(lambda posts: st.tuples(st.just(posts), st.permutations(posts))))
def test_the_order_of_posts_makes_no_difference(both: tuple[list[PostSeen], list[PostSeen]]) -> None:
    one, other = both
    assert reporting.total(one, PEOPLE) == reporting.total(other, PEOPLE)
    assert reporting.grouped(one, PEOPLE) == reporting.grouped(other, PEOPLE)
    days = {"first": FIRST, "last": LAST, "today": TODAY}
    assert reporting.weeks(one, **days) == reporting.weeks(other, **days)


def same(told: Figures, by_hand: Figures) -> None:
    left, right = (one.model_dump(exclude={"id"}) for one in (told, by_hand))
    assert left == right


def test_the_workspace_gathers_the_same(tmp_path: Path) -> None:
    (tmp_path / "codes.csv").write_text(SALES, "utf-8")
    with workspace(tmp_path / "glow") as here:
        told = here.campaigns.report("Spring", today=TODAY, sales=delivery.read_sales(tmp_path / "codes.csv"))
        with pytest.raises(UsageError, match="Creator of this campaign"):
            here.campaigns.report("spring", today=TODAY, compare="@glow")
    same(told.total, TOTAL)
    assert (told.deliverables, told.posted, told.unmatched) == (8, 8, 1)
    assert told.codes_apart == ("OLD5",)
    assert told.sides and told.sides.large.label == "@dee"
    assert [(one.change, len(one.points)) for one in told.growth] == [(1200, 3)]
    assert told.earned and told.earned.value == Decimal("2367.5")
    assert told.weeks == reporting.weeks(POSTS, first=FIRST, last=LAST, today=TODAY)
