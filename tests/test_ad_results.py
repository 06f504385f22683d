"""Figures of ads: by hand, by SQL, and by what must hold for any rows."""

import random
import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import isclose, sqrt
from statistics import NormalDist

import pytest
from ad_rows import group, grouped, report, row, shown
from hypothesis import given, settings
from hypothesis import strategies as st

from ugc.errors import UsageError
from ugc.model.delivery import Sale
from ugc.model.results import BREAKDOWNS, Group, Money, Rate
from ugc.results.figures import breakdowns_of
from ugc.results.measures import MEASURES, wilson
from ugc.results.rows import Key, Placed, Shown
from ugc.results.tally import Least

GLOW, DAWN = shown("glow", "mira"), shown("dawn", "theo", template="split")
DUO = shown("duo", "mira", "theo")
HAND = [
    row(
        "1",
        GLOW,
        spend="12.50",
        impressions=1000,
        plays_3s=300,
        plays_15s=90,
        link_clicks=12,
        conversions=6,
        revenue=60,
    ),
    row(
        "1",
        GLOW,
        spend="7.50",
        impressions=3000,
        plays_3s=1200,
        plays_15s=510,
        link_clicks=20,
        conversions=4,
        revenue=30,
    ),
    row("2", DAWN, spend="10.00", impressions=999, plays_3s=400, link_clicks=9, conversions=9, revenue=99),
    row("3", None, spend="5.25", impressions=2000, link_clicks=10),
]
"""Added up by hand: glow 20.00, 4,000 impressions, 1,500 and 600 plays, 32 clicks, 10 conversions, 90."""


def money_rate(each: Group, name: str, currency: str | None = "USD") -> Rate:
    held = each.in_currency(currency)
    assert held
    return next(rate for rate in held.rates if rate.measure == name)


def test_figures_are_those_that_a_hand_adds_up() -> None:
    glow = group(grouped(HAND, "concept"), "glow")
    rates = {rate.measure: rate for rate in glow.rates}
    assert rates["hook_rate"].value == pytest.approx(0.375)  # 1,500 / 4,000; the mean of 0.3 and 0.4 is 0.35
    assert rates["hold_rate"].value == pytest.approx(0.4)  # 600 / 1,500
    assert rates["ctr"].value == pytest.approx(0.008)  # 32 / 4,000
    assert rates["hook_rate_2s"].state == "none"
    assert money_rate(glow, "cpm").value == pytest.approx(5.0)  # 1,000 x 20 / 4,000
    assert money_rate(glow, "cpa").value == pytest.approx(2.0)  # 20 / 10
    assert money_rate(glow, "roas").value == pytest.approx(4.5)  # 90 / 20
    assert (glow.ads, glow.rows, glow.impressions.value) == (1, 2, 4000)


def test_below_the_least_sample_nothing_is_told() -> None:
    dawn = group(grouped(HAND, "concept"), "dawn")
    hook, cpa = dawn.rate("hook_rate"), money_rate(dawn, "cpa")
    assert hook and (hook.state, hook.n, hook.value, hook.low, hook.high) == (
        "too_few",
        999,
        None,
        None,
        None,
    )
    assert (cpa.state, cpa.n, cpa.value) == ("too_few", 9, None)
    assert group(grouped(HAND, "concept", least=Least(999, 9)), "dawn").rate("hook_rate").state == "told"  # type: ignore[union-attr]


def test_what_is_not_ours_is_one_row_and_the_totals_are_those_of_the_export() -> None:
    for by in ("concept", "creator", "template", "format", "market"):
        found = grouped(HAND, by)
        foreign = group(found, "Not ours")
        assert foreign.kind == "not_ours" and foreign.in_currency("USD").spend == Decimal("5.25")  # type: ignore[union-attr]
        assert sum(each.in_currency("USD").spend for each in found.groups) == Decimal("35.25")  # type: ignore[union-attr]
        assert found.groups[-1] is foreign


def test_the_order_is_by_spend_and_never_by_a_rate() -> None:
    rows = [
        row("1", GLOW, spend=1, impressions=5000, plays_3s=4000),
        row("2", DAWN, spend=9, impressions=5000, plays_3s=10),
        row("3", None, spend=99, impressions=5000),
    ]
    assert [each.label for each in grouped(rows, "concept").groups] == ["dawn", "glow", "Not ours"]


def test_a_row_that_lacks_a_part_counts_on_neither_side() -> None:
    rows = [
        row("1", GLOW, spend=2, impressions=2000, plays_3s=500),
        row("1", GLOW, spend=3, impressions=8000),  # an export without the column of plays
        row("1", GLOW, spend=4, plays_3s=700),
    ]
    hook = group(grouped(rows, "concept"), "glow").rate("hook_rate")
    assert hook and (hook.value, hook.top, hook.base, hook.rows, hook.of) == (0.25, 500, 2000, 1, 3)


def test_a_picture_has_no_hook_whatever_the_column_says() -> None:
    still = shown("still", "mira", still=True)
    rows = [row("1", still, impressions=9000, plays_3s=0, link_clicks=90)]
    found = group(grouped(rows, "concept"), "still")
    assert found.rate("hook_rate").state == "none" and found.rate("ctr").value == 0.01  # type: ignore[union-attr]


def test_plays_of_two_and_of_three_seconds_are_never_in_one_rate() -> None:
    rows = [
        row("1", GLOW, impressions=2000, plays_3s=500),
        row("2", GLOW, platform="tiktok", impressions=8000, plays_2s=4000, plays_6s=1000),
    ]
    rates = {rate.measure: rate for rate in group(grouped(rows, "concept"), "glow").rates}
    assert (rates["hook_rate"].value, rates["hook_rate"].platforms) == (0.25, ("meta",))
    assert (rates["hook_rate_2s"].value, rates["hook_rate_2s"].platforms) == (0.5, ("tiktok",))
    assert rates["hold_rate_6s"].value == 0.25 and rates["hold_rate"].state == "none"


def test_money_is_never_added_over_currencies() -> None:
    rows = [
        row("1", GLOW, spend=10, conversions=10),
        row("1", GLOW, spend=70, conversions=10, currency="SEK"),
        row("1", GLOW, spend=3, conversions=10, currency=None),
    ]
    glow = group(grouped(rows, "concept"), "glow")
    assert [(held.currency, held.spend) for held in glow.money] == [("SEK", 70), ("USD", 10), (None, 3)]
    assert [money_rate(glow, "cpa", each).value for each in ("SEK", "USD", None)] == [7, 1, 0.3]


def test_an_ad_of_two_creators_counts_under_each_and_it_is_said_by_how_much() -> None:
    found = grouped([row("1", DUO, spend=10), row("2", GLOW, spend=1)], "creator")
    spends = {each.label: each.in_currency("USD").spend for each in found.groups}  # type: ignore[union-attr]
    assert spends == {"@mira": 11, "@theo": 10}
    assert found.repeated == {"USD": 10}


@pytest.mark.parametrize(
    ("told", "label", "kind"),
    [
        ({"markets": {"US"}}, "US", "ours"),
        ({"markets": {"US", "CA"}}, "CA + US", "ours"),  # one row of both: not shared out
        ({}, "Not known", "unknown"),
        ({"markets": {"US"}, "markets_unread": ("Ruritania",)}, "Not known", "unknown"),
    ],
)
def test_markets(told: dict[str, object], label: str, kind: str) -> None:
    (only,) = grouped([row("1", GLOW, spend=1, **told)], "market").groups
    assert (only.label, only.kind) == (label, kind)


def test_breakdowns_are_known_and_axes_are_those_of_the_ads() -> None:
    axed = Shown(keys=(("axis:headline", (Key("h1", "h1"),)), ("axis:cta", (Key("c1", "c1"),))))
    placed = [row("1", axed)]
    assert breakdowns_of(["market", "axes", "market"], placed) == ("market", "axis:cta", "axis:headline")
    assert set(breakdowns_of([], placed)) == {*BREAKDOWNS[:-2], "axis:cta", "axis:headline"}
    with pytest.raises(UsageError, match="markt"):
        breakdowns_of(["markt"], placed)


def test_groups_that_are_called_alike_bear_their_ids() -> None:
    keys = [Key("c1", "Glow"), Key("c2", "Glow"), Key("c3", "Dawn")]
    rows = [row(key.id, Shown(keys=(("concept", (key,)),))) for key in keys]
    labels = {each.label for each in grouped(rows, "concept").groups}
    assert labels == {"Glow (c1)", "Glow (c2)", "Dawn"}


def test_a_group_keeps_together_whatever_its_creator_was_called_when_it_was_made() -> None:
    rows = [row("1", Shown(keys=(("creator", (Key("own-1", name),)),)), spend=2) for name in ("@old", "@new")]
    (only,) = grouped(rows, "creator").groups
    assert (only.label, only.rows) == ("@new", 2)


# --- intervals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("top", "base", "low", "high"),
    [
        (10, 100, 0.05522914, 0.17436566),  # as R's prop.test(10, 100, correct = FALSE) prints it
        (0, 10, 0.0, 0.27753279),
        (10, 10, 0.72246720, 1.0),
    ],
)
def test_wilson_as_others_print_it(top: int, base: int, low: float, high: float) -> None:
    assert wilson(top, base) == pytest.approx((low, high), abs=1e-7)


@given(base=st.integers(1, 10**9), share=st.floats(0, 1))
def test_the_ends_of_an_interval_lie_as_far_as_the_score_test_says(base: int, share: float) -> None:
    top = round(base * share)
    z = NormalDist().inv_cdf(0.975)
    low, high = wilson(top, base) or (-1, -1)
    assert 0 <= low <= top / base + 1e-12 and top / base - 1e-12 <= high <= 1
    for end in (low, high):
        if 0 < end < 1:
            off = abs(top / base - end)
            assert isclose(off, z * sqrt(end * (1 - end) / base), rel_tol=1e-5, abs_tol=1e-9)


@pytest.mark.parametrize(("top", "base"), [(5, 0), (6, 5), (-1, 5)])
def test_what_is_no_share_has_no_interval(top: int, base: int) -> None:
    assert wilson(top, base) is None


@pytest.mark.parametrize(
    ("plays", "ahead", "behind"),
    [
        ({"a": 3300, "b": 3000, "c": 2700}, "a", "c"),
        ({"a": 3050, "b": 3000, "c": 2990}, None, None),  # noise: nobody is called better
        ({"a": 3300, "b": 3010, "c": 3000}, "a", None),
    ],
)
def test_only_what_stands_apart_is_called_better(
    plays: dict[str, int], ahead: str | None, behind: str | None
) -> None:
    rows = [row(name, shown(name, "mira"), impressions=10_000, plays_3s=plays[name]) for name in plays]
    rows.append(row("few", shown("few", "mira"), impressions=900, plays_3s=900))
    rows.append(row("foreign", None, impressions=10_000, plays_3s=9_999))
    (found,) = [one for one in grouped(rows, "concept").comparisons if one.measure == "hook_rate"]
    assert (found.compared, found.ahead, found.behind) == (3, ahead, behind)


def test_groups_that_other_platforms_counted_are_not_compared() -> None:
    rows = [
        row("1", GLOW, impressions=10_000, link_clicks=500),
        row("2", DAWN, platform="tiktok", impressions=10_000, link_clicks=50),
    ]
    assert grouped(rows, "concept").comparisons == ()


# --- sales by code ---------------------------------------------------------------------------------------------------


def sale(code: str, orders: int = 2, **more: object) -> Sale:
    told = {"code": code, "orders": orders, "revenue": orders * 10, "currency": "USD"}
    return Sale.model_validate(told | more)


@pytest.mark.parametrize(
    ("sold", "by", "concept", "creator"),
    [
        (sale("glow10"), "rows", "glow", "@mira"),  # an ad bears it, in other letters
        (sale("T1", post="ig:2"), "post", "dawn", "@theo"),
        (sale("T2", creator="@Theo"), "creator", None, "@theo"),  # theo is in two concepts: to neither
        (sale("T3", creator="https://www.instagram.com/theo/"), "creator", None, "@theo"),
        (sale("??", creator="nobody"), "unknown", None, None),
    ],
)
def test_sales_go_to_the_single_group_that_a_code_belongs_to(
    sold: Sale, by: str, concept: str | None, creator: str | None
) -> None:
    rows = [
        row("1", GLOW, sales_code=" GLOW10 "),
        row("2", shown("dawn", "theo", posts=("ig:2",))),
        row("3", DUO),
    ]
    told = report(rows, "concept", "creator", sales=(sold,))
    assert [code.by for code in told.codes] == [by]
    for each, label in zip(told.breakdowns, (concept, creator), strict=True):
        bearing = [one.label for one in each.groups if one.sales]
        assert bearing == ([label] if label else [])
        assert each.codes_apart == (() if label else (sold.code,))


def test_a_code_in_two_currencies_is_two_sums() -> None:
    sales = (sale("GLOW10"), sale("glow10", 5, currency="SEK"), sale("GLOW10", 1))
    glow = group(grouped([row("1", GLOW, sales_code="GLOW10")], "concept", sales=sales), "glow")
    assert [(each.currency, each.orders, each.revenue) for each in glow.sales] == [
        ("SEK", 5, 50),
        ("USD", 3, 30),
    ]


# --- another way of counting -----------------------------------------------------------------------------------------

CONCEPTS = [shown(f"c{number}", *["mira", "theo", "noor"][: number % 3 + 1]) for number in range(4)]
COUNTS = ("impressions", "plays_2s", "plays_3s", "plays_6s", "plays_15s", "link_clicks")
maybe = st.none() | st.integers(0, 5000)
amount = st.none() | st.decimals(0, 1000, places=2)
placed_rows = st.lists(
    st.builds(
        lambda ad, what, platform, currency, market, counts, money: row(
            ad,
            what,
            platform=platform,
            currency=currency,
            markets=market,
            **dict(zip(COUNTS, counts, strict=True)),
            **{
                name: value
                for name, value in zip(("spend", "revenue", "conversions"), money, strict=True)
                if value is not None
            },
        ),
        st.sampled_from("1234"),
        st.sampled_from([*CONCEPTS, None]),
        st.sampled_from(["meta", "tiktok", None]),
        st.sampled_from(["USD", "SEK", None]),
        st.sampled_from([frozenset(), frozenset({"US"}), frozenset({"US", "CA"})]),
        st.tuples(*[maybe] * len(COUNTS)),
        st.tuples(*[amount] * 3),
    ),
    max_size=12,
)
ALL = ("concept", "creator", "template", "format", "market", "platform")


@settings(deadline=None)
@given(placed_rows)
def test_sql_comes_to_the_same(placed: list[Placed]) -> None:
    table = sqlite3.connect(":memory:")
    names = (*COUNTS, "spend", "revenue", "conversions")
    table.execute(f"CREATE TABLE ads (concept, currency, {', '.join(names)})")
    for item in placed:
        concept = item.shown.concept if item.shown else "Not ours"
        values = [getattr(item.row, name) for name in names]
        told = [None if value is None else float(value) for value in values]
        table.execute(
            f"INSERT INTO ads VALUES ({', '.join('?' * (len(names) + 2))})",
            [concept, item.row.currency, *told],
        )
    least = Least(0, 0)
    for each in grouped(placed, "concept", least=least).groups:
        for measure in MEASURES:
            held: list[tuple[Group | Money, str]] = (
                [(each, "1")]
                if measure.kind == "share"
                else [(one, f"currency IS {one.currency!r}".replace("None", "NULL")) for one in each.money]
            )
            for one, where in held:
                rate = next(rate for rate in one.rates if rate.measure == measure.name)
                (top, base, rows) = table.execute(
                    f"SELECT SUM({measure.top}), SUM({measure.base}), COUNT(*) FROM ads WHERE concept = ? AND {where}"
                    f" AND {measure.top} IS NOT NULL AND {measure.base} IS NOT NULL AND {measure.sample} IS NOT NULL",
                    [each.label],
                ).fetchone()
                assert rate.rows == rows
                if not base:
                    assert rate.state == "none"
                    continue
                times = 1000 if measure.name == "cpm" else 1
                assert rate.value == pytest.approx(times * top / base)


@settings(deadline=None)
@given(placed_rows, st.randoms(use_true_random=False))
def test_the_order_of_rows_makes_no_difference(placed: list[Placed], chance: random.Random) -> None:
    other = [*placed]
    chance.shuffle(other)
    assert report(placed, *ALL) == report(other, *ALL)


@settings(deadline=None)
@given(placed_rows)
def test_groups_add_up_to_the_total(placed: list[Placed]) -> None:
    told = report(placed, *ALL)
    for each in told.breakdowns:
        sums: dict[str | None, Decimal] = defaultdict(Decimal)
        for found in each.groups:
            for money in found.money:
                sums[money.currency] += money.spend
        for money in told.total.money:
            assert sums[money.currency] - each.repeated.get(money.currency or "", 0) == money.spend
        if each.by != "creator":
            assert not each.repeated and sum(found.rows for found in each.groups) == len(placed)


def halves(item: Placed) -> list[Placed]:
    """A row as two rows of half as much."""
    first, second = {}, {}
    for name in (*COUNTS, "spend", "revenue", "conversions"):
        value = getattr(item.row, name)
        if value is not None:
            first[name] = value // 2 if isinstance(value, int) else value / 2
            second[name] = value - first[name]
    return [Placed(item.row.model_copy(update=part), item.shown) for part in (first, second)]


@settings(deadline=None)
@given(placed_rows)
def test_a_row_cut_in_two_changes_no_figure(placed: list[Placed]) -> None:
    whole, cut = report(placed, *ALL), report([part for item in placed for part in halves(item)], *ALL)
    for each, other in zip(whole.breakdowns, cut.breakdowns, strict=True):
        for left, right in zip(each.groups, other.groups, strict=True):
            assert (left.id, left.ads, left.impressions.value) == (
                right.id,
                right.ads,
                right.impressions.value,
            )
            assert [(r.state, r.value, r.low, r.n) for r in left.rates] == [
                (r.state, r.value, r.low, r.n) for r in right.rates
            ]
            for money, same in zip(left.money, right.money, strict=True):
                assert (money.spend, money.revenue) == (same.spend, same.revenue)
                assert [(r.state, r.value) for r in money.rates] == [(r.state, r.value) for r in same.rates]


# --- the same days twice ---------------------------------------------------------------------------------------------


@dataclass
class Case:
    why: str
    rows: list[Placed]
    left: set[tuple[str, int]]


def on(file: str, number: int, first: int, last: int, **more: object) -> Placed:
    days = {"since": date(2026, 11, first), "until": date(2026, 11, last)}
    return row("1", GLOW, file=file, row=number, spend=1, **(days | more))


CASES = [
    Case("one file adds up", [on("a", 2, 1, 7), on("a", 3, 1, 7)], set()),
    Case("days that do not meet", [on("a", 2, 1, 7), on("b", 2, 8, 14)], set()),
    Case("of other ads", [on("a", 2, 1, 7), on("b", 2, 1, 7, ad_id="2")], set()),
    Case("of another platform", [on("a", 2, 1, 7), on("b", 2, 1, 7, platform="tiktok")], set()),
    Case("the same number of days: by name", [on("b", 2, 1, 7), on("a", 2, 1, 7)], {("b", 2)}),
    Case("more days win", [on("a", 2, 1, 7), on("b", 2, 1, 14)], {("a", 2)}),
    Case("of equals the finer", [on("a", 2, 1, 2), on("b", 2, 1, 1), on("b", 3, 2, 2)], {("a", 2)}),
    Case(
        "only days that meet",
        [on("a", n, n, n) for n in (2, 3, 4)] + [on("b", n, n, n) for n in (4, 5)],
        {("b", 4)},
    ),
    Case("markets apart", [on("a", 2, 1, 7, markets={"US"}), on("b", 2, 1, 7, markets={"CA"})], set()),
    Case("a market and all of them", [on("a", 2, 1, 7, markets={"US"}), on("b", 2, 1, 7)], {("b", 2)}),
    Case(
        "channels apart", [on("a", 2, 1, 7, channel="instagram"), on("b", 2, 1, 7, channel="facebook")], set()
    ),
    Case(
        "days not stated may be any", [on("a", 2, 1, 7), on("b", 2, 9, 9, since=None, until=None)], {("a", 2)}
    ),
    Case(
        "no number: by its name and place",
        [on("a", 2, 1, 7, ad_id=None, ad_name="X"), on("b", 2, 1, 7, ad_id=None, ad_name="X")],
        {("b", 2)},
    ),
    Case(
        "the same name in another campaign",
        [
            on("a", 2, 1, 7, ad_id=None, ad_name="X", campaign="p"),
            on("b", 2, 1, 7, ad_id=None, ad_name="X", campaign="q"),
        ],
        set(),
    ),
    Case("three files", [on("a", 2, 1, 9), on("b", 2, 8, 14), on("c", 2, 10, 12)], {("b", 2)}),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_no_day_of_an_ad_is_counted_twice(case: Case) -> None:
    told = report(case.rows, "concept")
    left = {(each.file, number) for each in told.overlaps for number in each.rows}
    assert left == case.left
    spent = sum((each.spend for each in told.overlaps if each.spend), Decimal())
    assert told.total.in_currency("USD").spend + spent == len(case.rows)  # type: ignore[union-attr]
    assert all(each.kept != each.file for each in told.overlaps)
