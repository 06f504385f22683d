"""What stands on the page of results: plots as fractions of their width, and tables as words."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import floor, log10

from ugc.model.base import Value
from ugc.model.phrases import listed
from ugc.model.results import Breakdown, Group, GroupKind, Measure, Rate, Results
from ugc.reports import results_words as words
from ugc.text import counted

MOST_BARS = 12
MOST_ROWS = 60
_PLOTTED = ("hook_rate", "hold_rate", "hook_rate_2s", "hold_rate_6s", "ctr", "cpa", "roas")
_HINTS = {"cpa": "lower is better", "roas": "n: conversions"}


class Bar(Value):
    """A group in a plot; places are percent of the plot's width, from 0 at its left."""

    label: str
    kind: GroupKind
    length: float | None
    """None where the sample is too small for a rate."""
    low: float | None = None
    high: float | None = None
    text: str
    note: str
    alt: str


class Plot(Value):
    """One measure of a breakdown's groups, all on one scale that begins at zero."""

    title: str
    formula: str
    hint: str = ""
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    total: float | None = None
    """Where all rows together lie."""
    total_text: str = ""
    left: str = ""
    """What is not drawn, as a sentence."""


class Cell(Value):
    """One cell of a table: lines, each with what stands small under it."""

    name: str
    lines: tuple[tuple[str, tuple[str, ...]], ...]
    few: bool = False


class Line(Value):
    """A group's row."""

    label: str
    detail: str
    kind: GroupKind
    cells: tuple[Cell, ...]


class Part(Value):
    """A breakdown."""

    title: str
    by: str
    plots: tuple[Plot, ...]
    said: tuple[str, ...]
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...]


def parts(told: Results) -> tuple[Part, ...]:
    """Return the breakdowns of a report that have a group."""
    return tuple(_part(told, each) for each in told.breakdowns if each.groups)


def totals(told: Results) -> tuple[Line, ...]:
    """Return all rows together, one line a measure, with its formula and sample."""
    return tuple(_total(told.total, measure) for measure in told.measures)


def _total(group: Group, measure: Measure) -> Line:
    cell = _cell(group, measure, of=group)
    by = listed(map(words.platform, _platforms(group, measure))) if _platforms(group, measure) else "–"
    told = (
        Cell(name=name, lines=((text, ()),))
        for name, text in (("n is", words.sample_name(measure)), ("By", by))
    )
    return Line(label=measure.title, detail=measure.formula, kind="ours", cells=(cell, *told))


def _platforms(group: Group, measure: Measure) -> tuple[str, ...]:
    return tuple(sorted({name for rate, _ in words.rates(group, measure) if rate for name in rate.platforms}))


def _part(told: Results, each: Breakdown) -> Part:
    shown = each.groups[:MOST_ROWS]
    measures = [m for m in told.measures if any(_has(group, m) for group in each.groups)]
    sales = any(group.sales for group in each.groups)
    heads = (
        "Ads",
        "Spend",
        "Impressions",
        *(m.title for m in measures),
        *(["Sales by code"] if sales else []),
    )
    notes = [words.repeated(each.repeated)] if each.repeated else []
    if len(each.groups) > MOST_ROWS:
        notes.append(
            f"{counted(len(each.groups) - MOST_ROWS, 'more group')}, which the CSV and the document have."
        )
    if each.codes_apart:
        notes.append(f"Sales by {counted(len(each.codes_apart), 'code')} belong to no single group here.")
    return Part(
        title=each.title,
        by=each.by,
        plots=tuple(_plots(told, each)),
        said=tuple(_said(each, told.measures)),
        heads=heads,
        lines=tuple(_line(group, measures, of=told.total, sales=sales) for group in shown),
        notes=tuple(notes),
    )


def _has(group: Group, measure: Measure) -> bool:
    return any(rate and rate.state != "none" for rate, _ in words.rates(group, measure))


def _said(each: Breakdown, measures: Sequence[Measure]) -> Iterator[str]:
    """Which groups stand apart, and, in one sentence, by which measures none does."""
    titles = {measure.name: measure.title for measure in measures}
    yield from (found.text for found in each.comparisons if found.ahead or found.behind)
    none = dict.fromkeys(
        titles[found.measure] for found in each.comparisons if not (found.ahead or found.behind)
    )
    if none:
        yield f"{listed(none)}: none stands apart from all others; the intervals meet."


def _line(group: Group, measures: Sequence[Measure], *, of: Group, sales: bool) -> Line:
    spent = tuple((text, ()) for text in words.spend(group)) or (("–", ()),)
    cells = [
        Cell(name="Ads", lines=((f"{group.ads:,}", (counted(group.rows, "row"),)),)),
        Cell(name="Spend", lines=spent),
        Cell(name="Impressions", lines=((words.number(group.impressions.value), ()),)),
        *(_cell(group, measure, of=of) for measure in measures),
    ]
    if sales:
        lines = tuple(words.sold(each) for each in group.sales) or (("–", ()),)
        cells.append(Cell(name="Sales by code", lines=lines))
    return Line(label=group.label, detail=group.detail, kind=group.kind, cells=tuple(cells))


def _cell(group: Group, measure: Measure, *, of: Group) -> Cell:
    """A rate with its sample; whose counting it rests on stands there where that is not what all rows rest on."""
    lines = []
    usual = _platforms(of, measure)
    for rate, currency in words.rates(group, measure):
        by = words.counted_by(rate) if rate and rate.platforms != usual else ""
        own = currency or ""
        text = words.value_of(rate, measure, currency)
        which = own if own not in text and len(group.money) > 1 and text != "–" else ""
        small = tuple(filter(None, (which, words.sample(rate), words.coverage(rate), by)))
        lines.append((text, small))
    few = bool(lines) and all(text == words.TOO_FEW for text, _ in lines)
    return Cell(name=measure.title, lines=tuple(lines) or (("–", ()),), few=few)


def _plots(told: Results, each: Breakdown) -> Iterator[Plot]:
    for name in _PLOTTED:
        measure = next(item for item in told.measures if item.name == name)
        currencies = [None] if measure.kind == "share" else [held.currency for held in told.total.money]
        for currency in currencies:
            plot = _plot(told.total, each, measure, currency)
            if plot:
                yield plot


def _plot(total: Group, each: Breakdown, measure: Measure, currency: str | None) -> Plot | None:
    found = [
        (group, rate)
        for group in each.groups
        for rate, own in words.rates(group, measure)
        if rate and rate.state != "none" and own == currency
    ]
    drawn = found[:MOST_BARS]
    told = [rate for _, rate in drawn if rate.value is not None]
    if not told:
        return None
    whole = next((rate for rate, own in words.rates(total, measure) if own == currency), None)
    all_told = [*told, whole] if whole else told
    top = _nice(max(rate.high or rate.value or 0 for rate in all_told))
    more = len(found) - len(drawn)
    several = measure.kind != "share" and len(total.money) > 1
    return Plot(
        title=f"{measure.title}, {currency or words.NOT_SAID}" if several else measure.title,
        formula=measure.formula,
        hint=_HINTS.get(measure.name, ""),
        bars=tuple(_bar(group, rate, measure, currency, top) for group, rate in drawn),
        ticks=tuple((100 * part, _tick(top * part, measure)) for part in (0, 0.5, 1)),
        total=100 * whole.value / top if whole and whole.value is not None else None,
        total_text=words.value_of(whole, measure, currency),
        left=f"{counted(more, 'more group')} with less spend stand in the table." if more else "",
    )


def _bar(group: Group, rate: Rate, measure: Measure, currency: str | None, top: float) -> Bar:
    text = words.value_of(rate, measure, currency)
    between = words.interval(rate)
    n = f"{words.number(rate.n)} {words.sample_name(measure)}"
    alt = f"{measure.title} of {group.label}: {text}{f', 95 % interval {between}' if between else ''}, n {n}"
    return Bar(
        label=group.label,
        kind=group.kind,
        length=None if rate.value is None else 100 * rate.value / top,
        low=None if rate.low is None else 100 * rate.low / top,
        high=None if rate.high is None else 100 * rate.high / top,
        text=text,
        note=" · ".join(filter(None, (between, f"n {words.number(rate.n)}"))),
        alt=alt,
    )


def _nice(value: float) -> float:
    """The next of 1, 2, 2.5, 4, 5, 8 or 10 times a power of ten: what an axis ends at."""
    if value <= 0:
        return 1.0
    power = 10.0 ** floor(log10(value))
    return next((step * power for step in (1, 2, 2.5, 4, 5, 8, 10) if step * power >= value), 10 * power)


def _tick(value: float, measure: Measure) -> str:
    if measure.kind == "share":
        return f"{Decimal(str(round(value * 100, 4))).normalize():f} %"
    return f"{Decimal(str(round(value, 4))).normalize():,f}"
