"""Figures of a campaign in words: each with what it covers, and missing where it is missing."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ugc.model.campaign_report import (
    PARTS,
    BrandGrowth,
    CampaignAds,
    CampaignReport,
    CostRate,
    CostRateName,
    Covered,
    CoveredMoney,
    EarnedValue,
    Figures,
    NoCost,
    Sides,
)
from ugc.model.phrases import listed, written
from ugc.reports import results_words
from ugc.results.measures import measure
from ugc.text import counted

MISSING = "—"
REACH = "Sum of reach"
REACH_HOW = "added up over posts: people are counted once a post"
RATE_TITLES: dict[CostRateName, str] = {
    "per_post": "Cost per post",
    "per_1000_views": "Cost per 1,000 views",
    "per_engagement": "Cost per engagement",
    "per_order": "Cost per order",
    "roas": "ROAS",
}
FORMULAS = {
    "Engagements": "likes + comments + shares + saves, as far as known; a post counts when its likes are known",
    "Engagement rate": "engagements / followers, both added up over the posts of which both are known",
    "Cost": "what was promised by the offer; of creators without an offer in money, what was noted as paid. "
    "Product has no price",
    "Cost per post": "cost / posts",
    "Cost per 1,000 views": "1,000 x cost / views",
    "Cost per engagement": "cost / engagements",
    "Cost per order": "cost / orders by code or link",
    "ROAS": "revenue by code or link / cost, in one currency",
}
_NAMES = {"tiktok": "TikTok", "youtube": "YouTube", "linkedin": "LinkedIn"}
_WHY: dict[NoCost, tuple[str, str]] = {
    "product_only": ("got product alone, which has no price here",) * 2,
    "not_agreed": ("did not agree, and costs nothing", "did not agree, and cost nothing"),
    "no_offer": ("has no offer and no payment on record", "have no offer and no payment on record"),
    "no_views": ("is paid by views that are not known", "are paid by views that are not known"),
}
"""Said of one, and of several."""


_CODED = ("creator with a code or link", "creators with a code or link")


class Told(NamedTuple):
    """One figure in words."""

    title: str
    text: str
    cover: str = ""
    """What it covers; empty where that is all."""
    currency: str = ""


def platform_name(name: str) -> str:
    """Return how a platform, or a kind of deliverable, is written."""
    return _NAMES.get(name, name.capitalize())


def number(value: int | None) -> str:
    """Write a count."""
    return MISSING if value is None else f"{value:,}"


def over(n: int, of: int, one: str, many: str | None = None) -> str:
    """Say what a figure covers; empty where that is everything."""
    return "" if n == of else f"{n:,} of {counted(of, one, many)}"


def count(title: str, covered: Covered | None, one: str, many: str | None = None) -> Told:
    """Write a sum with what it covers."""
    if covered is None:
        return Told(title, MISSING)
    if covered.of == 0:
        return Told(title, MISSING, f"no {one}")
    return Told(title, number(covered.value), over(covered.n, covered.of, one, many))


def money(
    title: str, sums: Sequence[CoveredMoney], one: str = "creator", many: str | None = None
) -> Iterator[Told]:
    """Write sums of money, a line a currency."""
    if not sums:
        yield Told(title, MISSING)
    for each in sums:
        text = results_words.money(each.value, each.currency)
        yield Told(title, text, over(each.n, each.of, one, many), each.currency or "")


def cost_rate(rate: CostRate) -> str:
    """Write a rate; money below 1 with four decimals, for an engagement costs little."""
    if rate.value is None:
        return MISSING
    if rate.name == "roas":
        return f"{rate.value:,.2f}"
    return f"{rate.currency} {rate.value:,.{4 if rate.value < 0.1 else 3 if rate.value < 1 else 2}f}"


def rate_cover(rate: CostRate) -> str:
    """Say over how many creators a rate is, and over how many of their posts."""
    people = over(rate.creators, rate.creators_of, "creator")
    posts = "" if rate.name in ("per_order", "roas", "per_post") else over(rate.n, rate.of, "post")
    return ", ".join(filter(None, (people, posts)))


def engagement_rate(told: Figures) -> Told:
    """Write engagements over followers, with its n."""
    rate = told.engagement_rate
    text = MISSING if rate.value is None else results_words.percent(rate.value)
    return Told("Engagement rate, by followers", text, f"n {rate.n:,} of {counted(rate.of, 'post')}")


def parts(told: Figures) -> str:
    """Say what was added up as engagements, and of how many posts each is known."""
    n = told.engagements.n
    known = [(name, told.parts[name].n) for name in PARTS if told.parts[name].n]
    missing = [name for name in PARTS if not told.parts[name].n]
    if not known:
        return ""
    text = listed(name if each == n else f"{name} ({each:,} of {n:,})" for name, each in known)
    return f"{text}; {listed(missing)} not known" if missing else text


def posts_rows(told: Figures) -> tuple[Told, ...]:
    """Write what belongs to posts."""
    engagements = count("Engagements", told.engagements, "post")
    cover = "; ".join(filter(None, (engagements.cover, parts(told))))
    return (
        Told("Posts", number(told.posts)),
        count(REACH, told.reach, "post"),
        count("Views", told.views, "post"),
        engagements._replace(cover=cover),
        engagement_rate(told),
    )


def sides_rows(told: Figures) -> tuple[Told, ...]:
    """Write every figure of a group that has creators, in the order in which they are compared."""
    rates = [
        Told(RATE_TITLES[rate.name], cost_rate(rate), rate_cover(rate), rate.currency)
        for name in RATE_TITLES
        for rate in told.rates
        if rate.name == name
    ]
    have = {rate.title for rate in rates}
    rates += [Told(title, MISSING) for title in RATE_TITLES.values() if title not in have]
    order = [*RATE_TITLES.values()]
    rates.sort(key=lambda one: order.index(one.title))
    return (
        Told("Creators", number(told.creators)),
        count("Followers", told.followers, "creator"),
        *posts_rows(told),
        *money("Promised", told.promised),
        *money("Paid", told.paid),
        *money("Cost", told.cost),
        count("Clicks", told.clicks, *_CODED),
        count("Orders", told.orders, *_CODED),
        *money("Revenue by code", told.revenue, *_CODED),
        *rates,
        Told("Posts with a grant", number(told.rights.value), f"of {counted(told.posts, 'post')}"),
    )


def paired(sides: Sides) -> Iterator[tuple[str, Told, Told]]:
    """Yield the rows of both sides by their titles; where currencies differ a side lacks some."""
    large, others = sides_rows(sides.large), sides_rows(sides.others)
    for title in dict.fromkeys(row.title for row in (*large, *others)):
        left, right = ({row.currency: row for row in side if row.title == title} for side in (large, others))
        for currency in sorted({*left, *right} - {""}) or [""]:
            missing = Told(title, MISSING)
            yield title, left.get(currency, missing), right.get(currency, missing)


def post_cells(told: Figures) -> tuple[str, ...]:
    """Write the posts' figures in the cells of a row, each with how many posts have it where not all do."""
    sums = [
        number(one.value) if one.n in (0, one.of) else f"{number(one.value)} ({one.n:,} of {one.of:,})"
        for one in (told.reach, told.views, told.engagements)
    ]
    rate = engagement_rate(told)
    n = told.engagement_rate.n
    return number(told.posts), *sums, f"{rate.text} (n {n:,})" if n else rate.text


def no_cost(told: Figures) -> tuple[str, ...]:
    """Say of how many creators the cost is not known, and why."""
    return tuple(f"{counted(n, 'creator')} {_WHY[why][n != 1]}." for why, n in told.no_cost.items())


def flight(told: CampaignReport) -> str:
    """Write the days of a campaign."""
    if told.first and told.last:
        return f"{written(told.first)} to {written(told.last)}"
    if told.first or told.last:
        return f"from {written(told.first)}" if told.first else f"until {written(told.last or told.today)}"
    return "no flight stated"


def summary(told: CampaignReport) -> str:
    """Say in a sentence or two what there is."""
    total = told.total
    text = (
        f"{counted(total.creators, 'creator')}, {counted(total.posts, 'post')}; "
        f"{told.posted:,} of {counted(told.deliverables, 'deliverable')} posted."
    )
    if told.unmatched:
        verb = "counts" if told.unmatched == 1 else "count"
        text += f" {counted(told.unmatched, 'post')} of no deliverable that is known {verb} too."
    return f"{text} {counted_at(told)}"


def counted_at(told: CampaignReport) -> str:
    """Say of which days the posts' counts are."""
    if told.counted_at is None:
        return "When the counts were taken is not known."
    first, last = told.counted_at
    if first == last:
        return f"Counts as of {written(first)}."
    return f"Counts as of {written(first)} to {written(last)}."


def growth(one: BrandGrowth) -> str:
    """Say how a following of the brand's changed, with the days."""
    who = f"@{one.account.handle} on {platform_name(one.account.platform)}"
    if one.before is None or one.after is None:
        return f"{who}: not known."
    if one.change is None:
        return (
            f"{who}: {one.before.count:,} on {written(one.before.day)}; one snapshot, so no change is told."
        )
    share = f", {one.change / one.before.count:+.1%}".replace("%", " %") if one.before.count else ""
    return (
        f"{who}: {one.before.count:,} on {written(one.before.day)}, {one.after.count:,} on "
        f"{written(one.after.day)} ({one.change:+,}{share})."
    )


def earned(value: EarnedValue) -> str:
    """Say what posts would be worth by a rate card, and by whose."""
    text = MISSING if value.value is None else results_words.money(value.value, value.currency)
    told = listed(
        f"{part.figure} at {value.currency} {part.rate}{' for 1,000' if part.figure == 'views' else ''} "
        f"({over(part.count.n, part.count.of, 'post') or 'all posts'})"
        for part in value.parts
    )
    return f"Earned media value {text}, by the rate card “{value.source}”: {told}."


def sides_said(sides: Sides) -> str:
    """Say whom is compared with whom, and why."""
    tier = f" ({sides.large_tier})" if sides.large_tier else ""
    group = f"{counted(sides.others.creators, 'other creator')}"
    why = "as asked" if sides.chosen else "most followed, and a tier above all others"
    return f"{sides.large.label}{tier}, {why}, beside {group}."


def ads(told: CampaignAds) -> tuple[Told, ...]:
    """Write what ads did."""
    total = told.total
    spent = "; ".join(results_words.spend(total)) or MISSING
    impressions = total.impressions
    rows = [
        Told("Spend", spent),
        Told(
            "Impressions",
            results_words.number(impressions.value) if impressions.rows else MISSING,
            over(impressions.rows, total.rows, "row"),
        ),
        Told("Ads", number(total.ads), f"{counted(told.posts, 'post')} shown"),
    ]
    for name in ("ctr", "cpa", "roas"):
        which = measure(name)
        found = [*results_words.rates(total, which)] or [(None, None)]
        for rate, currency in found:
            cover = ", ".join(filter(None, (results_words.sample(rate), results_words.coverage(rate))))
            text = results_words.value_of(rate, which, currency).replace("–", MISSING)
            rows.append(Told(which.title, text, cover))
    return tuple(rows)
