"""A campaign's report as a workbook: one row a group, each figure with what it covers beside it."""

from collections.abc import Iterator
from datetime import datetime
from typing import cast

from ugc.exports.register import Cell, Column, Row
from ugc.exports.workbook import xlsx
from ugc.model.campaign_report import COST_RATES, CampaignReport, Covered, CoveredMoney, Figures

_SUMS = (
    ("reach", "Sum of reach", "Reach added up over posts: people are counted once a post."),
    ("views", "Views", "Views, added up."),
    (
        "engagements",
        "Engagements",
        "Likes + comments + shares + saves as far as known, of posts whose likes are known.",
    ),
)
_PEOPLE = (
    ("followers", "Followers", "Followers of the creators' most followed accounts, added up."),
    ("clicks", "Clicks", "Clicks by code or link, as the shop's sheet has them."),
    ("orders", "Orders", "Orders by code or link, as the shop's sheet has them."),
)
_MONEY = (
    ("promised", "Promised", "What offers come to."),
    ("paid", "Paid", "What was noted as paid."),
    ("cost", "Cost", "What was promised; of creators without an offer in money, what they were paid."),
    ("revenue", "Revenue", "Revenue by code or link."),
)


def report_xlsx(told: CampaignReport, *, at: datetime) -> bytes:
    """Return the workbook: the whole, then every group. A figure that is not known is an empty cell."""
    columns = [*_columns(_currencies(told))]
    if told.earned:
        columns.append(_number("earned", "Earned media value", f"By the rate card: {told.earned.source}"))
    about = {
        "Campaign": told.title,
        "Brand": told.brand,
        "Day": told.today.isoformat(),
        "Missing": "An empty cell is not known. It is never 0.",
        "Covers": "“n” beside a figure is how many of the posts, or creators, it is known of.",
        **({"Rate card": told.earned.source} if told.earned else {}),
    }
    return xlsx(columns, _rows(told), title=f"Campaign: {told.title}", about=about, at=at, sheet="Report")


def _currencies(told: CampaignReport) -> list[str]:
    every = (told.total, *(group for each in told.groups for group in each.groups))
    sums = [one for group in every for name, _, _ in _MONEY for one in getattr(group, name)]
    return sorted({one.currency or "" for one in sums})


def _columns(currencies: list[str]) -> Iterator[Column]:
    yield Column("by", "By", 12, "text", "How the posts are grouped.", False)
    yield Column("label", "Group", 28, "text", "Which group.", False)
    yield _number("creators", "Creators", "How many creators.")
    yield _number("posts", "Posts", "How many posts.")
    for key, heading, meaning in (*_SUMS, *_PEOPLE):
        yield _number(key, heading, meaning)
        yield _number(f"{key} n", f"{heading}: n", f"How many {heading} is known of.")
    yield _number("rate", "Engagement rate", "Engagements / followers, as a fraction, both added up.")
    yield _number("rate n", "Engagement rate: n", "Posts of which both are known.")
    for code in currencies:
        name = code or "currency not stated"
        for key, heading, meaning in _MONEY:
            yield _number(f"{key} {code}", f"{heading} {name}", meaning)
            yield _number(f"{key} {code} n", f"{heading} {name}: n", "Creators.")
        for rate in COST_RATES:
            title = "ROAS" if rate == "roas" else f"Cost {rate.replace('_', ' ')}"
            yield _number(f"{rate} {code}", f"{title} {name}", "Over the creators with both sides.")
            yield _number(f"{rate} {code} n", f"{title} {name}: n", "Creators with both sides.")
    yield _number("rights", "Posts with a grant", "Posts for which a granted grant stands.")


def _number(key: str, heading: str, meaning: str) -> Column:
    return Column(key, heading, 14, "number", meaning, False)


def _rows(told: CampaignReport) -> Iterator[Row]:
    whole = _row("whole", told.total)
    if told.earned and told.earned.value is not None:
        whole["earned"] = cast(Cell, told.earned.value)
    yield whole
    for each in told.groups:
        for group in each.groups:
            yield _row(each.by, group)
    if told.sides:
        yield _row("side by side", told.sides.large)
        yield _row("side by side", told.sides.others)


def _row(by: str, told: Figures) -> Row:
    row: Row = {"by": by, "label": told.label, "creators": told.creators, "posts": told.posts}
    for key, _, _ in (*_SUMS, *_PEOPLE):
        one: Covered | None = getattr(told, key)
        if one:
            row |= {key: one.value, f"{key} n": one.n}
    rate = told.engagement_rate
    row |= {"rate": cast(Cell, rate.value), "rate n": rate.n, "rights": told.rights.value}
    for key, _, _ in _MONEY:
        sums: tuple[CoveredMoney, ...] = getattr(told, key)
        for money in sums:
            code = money.currency or ""
            row |= {f"{key} {code}": cast(Cell, money.value), f"{key} {code} n": money.n}
    for cost in told.rates:
        name = f"{cost.name} {cost.currency}"
        row |= {name: cast(Cell, cost.value), f"{name} n": cost.creators}
    return row
