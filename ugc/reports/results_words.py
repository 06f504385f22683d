"""Figures of ads in words: each rate with its sample, and how many rows it rests on."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ugc.model.phrases import AD_PLATFORMS, listed, written
from ugc.model.results import CodeSum, Group, Measure, Money, Overlap, Rate, Results
from ugc.text import counted

TOO_FEW = "too few"
NOT_SAID = "no currency stated"
INTERVAL = (
    "The thin line over a bar is its 95 % interval (Wilson): the true rates that counts like these fit. Where the "
    "lines of two groups overlap, the figures do not show that one is better."
)
CAUSES = (
    "A difference that stands may still have other causes than the creative: ads are not shown to the same people, "
    "on the same days or at the same price."
)
_PLATFORMS: dict[str, str] = {**AD_PLATFORMS, "unknown": "an unnamed platform"}
_SAMPLES = {
    "impressions": "impressions",
    "plays_3s": "3-second plays",
    "plays_2s": "2-second plays",
    "conversions": "conversions",
}


def number(value: Decimal | int) -> str:
    """Write a count: whole where it is whole."""
    whole = Decimal(value)
    return f"{whole:,.0f}" if whole == whole.to_integral_value() else f"{whole:,.2f}"


def money(value: Decimal | float, currency: str | None) -> str:
    """Write an amount with its currency."""
    return f"{currency} {value:,.2f}" if currency else f"{value:,.2f} ({NOT_SAID})"


def percent(value: float) -> str:
    """Write a share; below 10 % with two decimals."""
    return f"{value * 100:.1f} %" if value >= 0.1 else f"{value * 100:.2f} %"


def value_of(rate: Rate | None, measure: Measure, currency: str | None = None) -> str:
    """Write a rate, or why it is not told; its sample stands in `sample`."""
    if rate is None or rate.state == "none":
        return "–"
    if rate.state == "too_few" or rate.value is None:
        return TOO_FEW
    if measure.kind == "share":
        return percent(rate.value)
    return money(rate.value, currency) if measure.kind == "money" else f"{rate.value:,.2f}"


def sample(rate: Rate | None) -> str:
    """Write the size of the sample; empty where no row has the parts of the formula."""
    return f"n {number(rate.n)}" if rate and rate.rows else ""


def sample_name(measure: Measure) -> str:
    """Say what a measure's sample is a number of."""
    return _SAMPLES[measure.sample]


def interval(rate: Rate) -> str:
    """Write the interval of a share; empty where there is none."""
    if rate.low is None or rate.high is None:
        return ""
    digits = 1 if rate.high >= 0.1 else 2
    return f"{rate.low * 100:.{digits}f} to {rate.high * 100:.{digits}f} %"


def coverage(rate: Rate | None) -> str:
    """Say over how many rows a rate is, where that is not all of them."""
    return f"{rate.rows:,} of {counted(rate.of, 'row')}" if rate and 0 < rate.rows < rate.of else ""


def counted_by(rate: Rate | None) -> str:
    """Say whose counting a rate rests on."""
    return listed(_PLATFORMS[name] for name in rate.platforms) if rate and rate.platforms else ""


def platform(name: str | None) -> str:
    """Return how a platform writes itself."""
    return _PLATFORMS[name or "unknown"]


def money_rate(held: Money, name: str) -> Rate | None:
    """Return what is in a currency by its measure's name."""
    return next((rate for rate in held.rates if rate.measure == name), None)


def rates(group: Group, measure: Measure) -> Iterator[tuple[Rate | None, str | None]]:
    """Yield a group's rates of a measure: one, or one in each currency."""
    if measure.kind == "share":
        yield group.rate(measure.name), None
        return
    for held in group.money:
        yield money_rate(held, measure.name), held.currency


def cell(group: Group, measure: Measure) -> str:
    """Write a group's rates of a measure in one line, each with its sample and how many rows it is over."""
    told = []
    for rate, currency in rates(group, measure):
        text = value_of(rate, measure, currency)
        if measure.kind == "ratio" and len(group.money) > 1:
            text = f"{text} {currency or NOT_SAID}"
        more = ", ".join(filter(None, (sample(rate), coverage(rate))))
        told.append(f"{text} ({more})" if more else text)
    return "; ".join(told) or "–"


def overlapping(overlaps: Sequence[Overlap]) -> Iterator[str]:
    """Say what was left out, a file each, so that days are not counted twice."""
    files: dict[tuple[str, str], list[Overlap]] = {}
    for each in overlaps:
        files.setdefault((each.file, each.kept), []).append(each)
    for (file, kept), found in files.items():
        rows = sum(len(each.rows) for each in found)
        yield (
            f"{counted(rows, 'row')} of {file} left out: {kept} tells of the same days of the same "
            f"{'ad' if len(found) == 1 else 'ads'}."
        )


def spend(group: Group) -> tuple[str, ...]:
    """Write what was spent, a currency each, with how many rows tell it where some do not."""
    return tuple(
        money(held.spend, held.currency)
        + (f" ({held.spend_rows:,} of {held.rows:,} rows)" if held.spend_rows < held.rows else "")
        for held in group.money
        if held.spend_rows
    )


def sold(sales: CodeSum) -> tuple[str, tuple[str, ...]]:
    """Write sales by code: how many orders; what they came to, and the codes."""
    orders = f"{number(sales.orders)} {'order' if sales.orders == 1 else 'orders'}"
    return orders, (money(sales.revenue, sales.currency), listed(sales.codes))


def days(told: Results) -> str:
    """Write the days that the figures are about."""
    if told.since is None or told.until is None:
        return "the exports do not say"
    if told.since == told.until:
        return written(told.since)
    same = (told.since.year, told.since.month) == (told.until.year, told.until.month)
    first = str(told.since.day) if same else written(told.since)
    return f"{first} to {written(told.until)}"


def summary(told: Results) -> str:
    """Say in a sentence or two what was spent, and how much of it on what is ours."""
    group = told.total
    if not group.rows:
        return "The exports have no row of an ad."
    spent = listed(spend(group)) if spend(group) else "Spend that no row tells"
    text = f"{spent} for {counted(group.ads, 'ad')} in {counted(group.rows, 'row')}."
    foreign = told.not_ours
    if foreign is None:
        return f"{text} All of them show something of ours."
    ads = counted(foreign.ads, "ad")
    return f"{text} Of this {listed(spend(foreign))} went to {ads} that no record of ours is about."


def least(told: Results) -> str:
    """Say below which sample nothing is told."""
    return (
        f"A rate whose sample is below {told.least_impressions:,} (CPA and ROAS: below "
        f"{told.least_conversions:,} conversions) is not told: it says “{TOO_FEW}”, with its n: "
        "what a rate is divided by; of ROAS the conversions."
    )


def repeated(amounts: dict[str, Decimal]) -> str:
    """Say by how much groups that share ads exceed the total."""
    told = listed(money(amount, currency or None) for currency, amount in amounts.items())
    return f"An ad that shows several counts under each of them: together they exceed the total by {told}."
