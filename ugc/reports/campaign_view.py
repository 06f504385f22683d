"""What stands on the page of a campaign: plots with their places, and tables as words."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from math import ceil, floor, log10

from ugc.model.base import Value
from ugc.model.campaign_report import BrandGrowth, CampaignReport, CostRate, Figures, Sides
from ugc.model.phrases import written
from ugc.reports import campaign_words as words
from ugc.reports import results_words

MOST_DOTS = 24
HEIGHT = 200.0
"""Of a line's plot, in CSS pixels, from its top line to its ground."""
_TOP = 26.0
_MOST_TICKS = 5
_SIDE = 3.0
"""Percent of the width that stays free at both ends."""


class LinePlot(Value):
    """A line over days: x in percent of the width, y in CSS pixels from the top."""

    title: str
    unit: str
    alt: str
    grid: tuple[tuple[float, str], ...]
    segments: tuple[tuple[float, float, float, float], ...]
    dots: tuple[tuple[float, float], ...]
    gaps: tuple[float, ...] = ()
    ticks: tuple[tuple[float, str, str], ...]
    """x, words, and how they stand to it: start, middle, end."""
    note: str = ""
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Mark(Value):
    """A creator or a side in a plot; its place is percent of the width, None where it is not known."""

    label: str
    text: str
    note: str
    place: float | None
    alt: str
    large: bool = False


class MarkPlot(Value):
    """Marks on one scale that begins at zero."""

    title: str
    formula: str
    marks: tuple[Mark, ...]
    ticks: tuple[str, ...] = ()
    left: str = ""


def gathered(told: CampaignReport) -> Iterator[LinePlot]:
    """Yield the lines of what the posts gathered, week by week."""
    for field, title, n in (("views", "Views", "views_n"), ("engagements", "Engagements", "engagements_n")):
        values = [getattr(point, field) for point in told.weeks]
        known = [value for value in values if value is not None]
        if len(known) < 2:
            continue
        days = [point.week for point in told.weeks]
        rows = tuple(
            (
                f"Week of {written(point.week)}",
                words.number(getattr(point, field)),
                f"{getattr(point, n):,} of {point.posts:,}" if point.posts else "no post",
            )
            for point in told.weeks
        )
        gap = any(value is None for value in values[values.index(known[0]) :])
        yield _line(
            f"{title} gathered, by the week of the post",
            f"{field}, added up; by the newest counts",
            days,
            values,
            floor_at=0,
            note="A hollow mark on the ground is a week whose posts do not have the figure." if gap else "",
            heads=("Week", f"{title} so far", "Posts with the figure"),
            rows=rows,
        )


def audience(one: BrandGrowth) -> LinePlot | None:
    """Return the line of an account's followers; None where there are not two snapshots."""
    if len(one.points) < 2:
        return None
    low = min(point.count for point in one.points)
    high = max(point.count for point in one.points)
    step = _step((high - low) or max(high, 1))
    ground = max(0, floor(low / step) * step)
    rows = tuple((written(point.day), f"{point.count:,}") for point in one.points)
    return _line(
        f"Followers of @{one.account.handle}, {words.platform_name(one.account.platform)}",
        "followers, by snapshot",
        [point.day for point in one.points],
        [point.count for point in one.points],
        floor_at=ground,
        note=f"The scale begins at {ground:,.0f}." if ground else "",
        heads=("Day", "Followers"),
        rows=rows,
    )


def _line(
    title: str,
    unit: str,
    days: Sequence[date],
    values: Sequence[int | None],
    *,
    floor_at: float,
    note: str,
    heads: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
) -> LinePlot:
    top = max(value for value in values if value is not None)
    step = _step((top - floor_at) or 1)
    count = max(1, ceil((top - floor_at) / step - 1e-9))
    span = (days[-1] - days[0]).days or 1

    def x(day: date) -> float:
        return _SIDE + (100 - 2 * _SIDE) * (day - days[0]).days / span

    def y(value: float) -> float:
        return _TOP + (HEIGHT - _TOP) * (1 - (value - floor_at) / (step * count))

    places = [None if value is None else (x(day), y(value)) for day, value in zip(days, values, strict=True)]
    known = [(day, value) for day, value in zip(days, values, strict=True) if value is not None]
    first_known = next(at for at, place in enumerate(places) if place)
    return LinePlot(
        title=title,
        unit=unit,
        alt=f"{title}: from {known[0][1]:,} on {written(known[0][0])} to {known[-1][1]:,} on {written(known[-1][0])}.",
        grid=tuple((y(floor_at + step * at), _short(floor_at + step * at)) for at in range(count + 1)),
        segments=tuple((*one, *other) for one, other in pairwise(places) if one and other),
        dots=tuple(place for place in places if place),
        gaps=tuple(x(day) for at, day in enumerate(days) if at > first_known and places[at] is None),
        ticks=tuple(_ticks(days, x)),
        note=note,
        heads=heads,
        rows=rows,
    )


def _ticks(days: Sequence[date], x: object) -> Iterator[tuple[float, str, str]]:
    every = max(1, ceil((len(days) - 1) / (_MOST_TICKS - 1)))
    chosen = [*days[:-1:every]]
    if len(chosen) > 1 and (days[-1] - chosen[-1]).days < (days[-1] - days[0]).days / _MOST_TICKS:
        chosen.pop()
    for day in (*chosen, days[-1]):
        side = "start" if day == days[0] else "end" if day == days[-1] else "middle"
        yield x(day), f"{day.day} {day:%b}", side  # type: ignore[operator]


def _step(span: float) -> float:
    """A round distance of about four lines: 1, 2, 2.5 or 5 times a power of ten, never below 1."""
    raw = span / 4
    power = 10.0 ** floor(log10(raw)) if raw > 0 else 1.0
    return max(1.0, next(part * power for part in (1, 2, 2.5, 5, 10) if part * power >= raw * 0.999))


def _short(value: float) -> str:
    for size, name in ((1_000_000, "M"), (1000, "k")):
        if value >= 10 * size or (value >= size and value % (size / 10) == 0):
            return f"{value / size:,.2f}".rstrip("0").rstrip(".") + f" {name}"
    return f"{value:,.0f}"


def per_engagement(told: CampaignReport) -> Iterator[MarkPlot]:
    """Yield what an engagement cost by creator, a plot for each currency."""
    groups = next((each.groups for each in told.groups if each.by == "creator"), ())
    for currency in sorted({rate.currency for group in groups for rate in group.rates}):
        found = [
            (group, rate)
            for group in groups
            if (rate := group.rate("per_engagement", currency)) and rate.value is not None
        ]
        found.sort(key=lambda one: (one[1].value or 0, one[0].label))
        if not found:
            continue
        drawn = found[:MOST_DOTS]
        top = _end(max(rate.value or 0 for _, rate in drawn))
        more = len(found) - len(drawn)
        yield MarkPlot(
            title=f"Cost per engagement by creator, {currency}",
            formula="cost / engagements; n: posts with engagements",
            marks=tuple(_dot(group, rate, top) for group, rate in drawn),
            ticks=tuple(f"{currency} {_plain(top * part)}" for part in (0, 0.5, 1)),
            left=f"{more:,} more, which cost more, stand in the table." if more else "",
        )


def _dot(group: Figures, rate: CostRate, top: float) -> Mark:
    text, note = words.cost_rate(rate), f"n {rate.n:,} of {rate.of:,}"
    return Mark(
        label=group.label,
        text=text,
        note=note,
        place=1 + 98 * (rate.value or 0) / top,
        alt=f"Cost per engagement of {group.label}: {text}, {note} posts",
    )


def compared(sides: Sides) -> Iterator[MarkPlot]:
    """Yield the side-by-side as pairs of bars, each figure on its own scale."""
    large, others = sides.large, sides.others
    for title, field in (("Views", "views"), ("Engagements", "engagements"), ("Orders", "orders")):
        pair = [getattr(side, field) for side in (large, others)]
        if not any(one and one.value for one in pair):
            continue
        unit = "creator" if field == "orders" else "post"
        told = [
            (
                one.value if one else None,
                words.number(one.value if one else None),
                f"{one.n:,} of {one.of:,} {unit}s" if one else "",
            )
            for one in pair
        ]
        yield _pair(title, "", sides, told)
    ratios = [side.engagement_rate for side in (large, others)]
    if any(one.value for one in ratios):
        told_ratios = [
            (one.value, words.engagement_rate(side).text, f"n {one.n:,} of {one.of:,} posts")
            for one, side in zip(ratios, (large, others), strict=True)
        ]
        yield _pair("Engagement rate", "engagements / followers", sides, told_ratios)
    for name, title in words.RATE_TITLES.items():
        for currency in sorted({rate.currency for side in (large, others) for rate in side.rates}):
            rates = [side.rate(name, currency) for side in (large, others)]
            if not any(rate and rate.value is not None for rate in rates):
                continue
            values = [
                (rate.value, words.cost_rate(rate), words.rate_cover(rate) or "all")
                if rate
                else (None, words.MISSING, "")
                for rate in rates
            ]
            yield _pair(f"{title}, {currency}", words.FORMULAS[title], sides, values)


def _pair(title: str, formula: str, sides: Sides, told: Sequence[tuple[float | None, str, str]]) -> MarkPlot:
    top = max((value or 0 for value, _, _ in told), default=0) or 1
    return MarkPlot(
        title=title,
        formula=formula,
        marks=tuple(
            Mark(
                label=side.label,
                text=text,
                note=note,
                place=None if value is None else 100 * value / top,
                alt=f"{title}, {side.label}: {text}{f', {note}' if note else ''}",
                large=side is sides.large,
            )
            for side, (value, text, note) in zip((sides.large, sides.others), told, strict=True)
        ),
    )


def _end(value: float) -> float:
    """The next of 1, 2, 2.5, 4, 5, 8 or 10 times a power of ten: what an axis ends at."""
    power = 10.0 ** floor(log10(value)) if value > 0 else 1.0
    return next(part * power for part in (1, 2, 2.5, 4, 5, 8, 10) if part * power >= value * 0.999999)


def _plain(value: float) -> str:
    return f"{value:,.6f}".rstrip("0").rstrip(".")


def money(value: object, currency: str | None) -> str:
    """Write an amount with its currency."""
    return results_words.money(value, currency)  # type: ignore[arg-type]
