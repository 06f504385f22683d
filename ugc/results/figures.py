"""Rows grouped and added up, and what may be said of the groups."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from ugc.errors import unknown
from ugc.model.delivery import Sale
from ugc.model.results import BREAKDOWNS, Breakdown, Comparison, Group, Measure
from ugc.results.measures import MEASURES
from ugc.results.rows import NOT_OURS, UNKNOWN, Key, Place, Placed, keys_of
from ugc.results.selling import Sold, sold_in
from ugc.results.tally import Least, Tally

AXIS = "axis:"
TOTAL = Key("total", "All rows")
_TITLES = {
    "concept": "Concepts",
    "creator": "Creators",
    "hook": "Hooks",
    "template": "Templates",
    "format": "Formats",
    "market": "Markets",
    "platform": "Platforms",
}
_KINDS = ("ours", "unknown", "not_ours")


def breakdowns_of(names: Sequence[str], placed: Iterable[Placed]) -> tuple[str, ...]:
    """Return the breakdowns that are asked for, each once, with `axes` written out as those that ads have.

    None given means all but the platforms. Raises UsageError for one that is not known.
    """
    found: dict[str, None] = {}
    axes = sorted({by for item in placed if item.shown for by, _ in item.shown.keys if by.startswith(AXIS)})
    for name in names or BREAKDOWNS[:-1]:
        if name not in BREAKDOWNS:
            raise unknown("Breakdown", name, BREAKDOWNS)
        found |= dict.fromkeys(axes if name == "axes" else [name])
    return tuple(found)


def total(placed: Iterable[Placed], least: Least) -> Group:
    """Return all rows as one group."""
    return _summed(placed).group(TOTAL, least)


def foreign(placed: Iterable[Placed], least: Least) -> Group | None:
    """Return the rows that are not ours as one group; None where there are none."""
    rows = [item for item in placed if item.shown is None]
    return _summed(rows).group(NOT_OURS, least) if rows else None


def broken_down(
    placed: Sequence[Placed], names: Sequence[str], least: Least, sales: Sequence[Sale] = ()
) -> tuple[Breakdown, ...]:
    """Return the rows grouped in each way, with the sales of the codes that belong to a single group."""
    sold = Sold(placed, sales)
    cells = _cells(placed)
    return tuple(_breakdown(cells, name, least, sold) for name in names)


def title(by: str) -> str:
    """Return what a breakdown is headed with."""
    return _TITLES.get(by) or f"Copy: {by.removeprefix(AXIS)}"


def _cells(placed: Sequence[Placed]) -> list[tuple[Placed, Tally]]:
    """Rows that no breakdown tells apart, added up once for all of them, with the first of each."""
    found: dict[tuple[object, ...], tuple[Placed, Tally]] = {}
    for item in placed:
        row = item.row
        alike = (id(item.shown), row.markets, bool(row.markets_unread), row.platform)
        found.setdefault(alike, (item, Tally()))[1].take(item)
    return list(found.values())


def _breakdown(cells: Sequence[tuple[Placed, Tally]], by: str, least: Least, sold: Sold) -> Breakdown:
    tallies: dict[Place, Tally] = defaultdict(Tally)
    named: dict[Place, set[Key]] = defaultdict(set)
    several: dict[str, Decimal] = defaultdict(Decimal)
    for first, tally in cells:
        keys = {key.place: key for key in keys_of(first, by)}.values()
        for key in keys:
            tallies[key.place].add(tally)
            named[key.place].add(key)
        for currency, money in tally.spent.items():
            several[currency or ""] += money * (len(keys) - 1)
    sums, apart = sold_in(sold, by)
    groups = [
        tally.group(min(named[place]), least).model_copy(update={"sales": sums.get(place, ())})
        for place, tally in tallies.items()
    ]
    ordered = tuple(sorted(_told_apart(groups), key=_order(groups)))
    return Breakdown(
        by=by,
        title=title(by),
        groups=ordered,
        repeated={currency: money for currency, money in sorted(several.items()) if money},
        comparisons=tuple(
            found for item in MEASURES if item.kind == "share" for found in _compared(ordered, item)
        ),
        codes_apart=apart,
    )


def _told_apart(groups: Sequence[Group]) -> list[Group]:
    """Groups that are called alike, each with its id behind its name."""
    alike = Counter(group.label for group in groups)
    return [
        group.model_copy(update={"label": f"{group.label} ({group.id})"})
        if alike[group.label] > 1 and group.id
        else group
        for group in groups
    ]


def _summed(placed: Iterable[Placed]) -> Tally:
    tally = Tally()
    for item in placed:
        tally.take(item)
    return tally


def _order(groups: Sequence[Group]) -> "_Order":
    rows: dict[str | None, int] = defaultdict(int)
    for group in groups:
        for money in group.money:
            rows[money.currency] += money.rows
    usual = min(rows, key=lambda code: (-rows[code], code or ""), default=None)
    return _Order(usual)


class _Order:
    """Groups of ours first, by what was spent in the usual currency: never by a rate."""

    def __init__(self, currency: str | None) -> None:
        self._currency = currency

    def __call__(self, group: Group) -> tuple[int, Decimal, Decimal, str, str]:
        money = group.in_currency(self._currency)
        spend = money.spend if money else Decimal()
        return _KINDS.index(group.kind), -spend, -group.impressions.value, group.label, group.id


def _compared(groups: Sequence[Group], measure: Measure) -> list[Comparison]:
    """Say which group stands apart from all others, among those whose rates rest on the same platforms."""
    alike: dict[tuple[str, ...], list[tuple[float, float, Group]]] = defaultdict(list)
    for group in groups:
        rate = group.rate(measure.name)
        if group.kind == "ours" and rate and rate.low is not None and rate.high is not None:
            alike[rate.platforms].append((rate.low, rate.high, group))
    found = []
    for platforms, told in sorted(alike.items()):
        if len(told) < 2:
            continue
        ahead = _apart(told)
        behind = _apart([(-high, -low, group) for low, high, group in told])
        found.append(
            Comparison(
                measure=measure.name,
                platforms=platforms,
                compared=len(told),
                ahead=ahead.id if ahead else None,
                behind=behind.id if behind else None,
                text=_said(measure, len(told), ahead, behind),
            )
        )
    return found


def _apart(told: Sequence[tuple[float, float, Group]]) -> Group | None:
    """The one whose interval lies wholly above all others'."""
    low, _, first = max(told, key=lambda one: one[0])
    return first if low > max(high for _, high, group in told if group is not first) else None


def _said(measure: Measure, number: int, ahead: Group | None, behind: Group | None) -> str:
    others = {2: "the other", 3: "both others"}.get(number, f"all {number - 1} others")
    if ahead and behind and number == 2:
        return f"{measure.title}: “{ahead.label}” lies above “{behind.label}”; their intervals do not meet."
    parts = [f"“{ahead.label}” lies above {others}"] if ahead else []
    parts += [f"“{behind.label}” lies below {others}"] if behind else []
    if parts:
        return f"{measure.title}: {' and '.join(parts)}; the intervals do not meet."
    return f"{measure.title}: none of {number} stands apart from all others; the intervals meet."


def not_known(detail: str) -> Key:
    """Return the group of what is ours and of which a breakdown's answer is not known, with why."""
    return UNKNOWN._replace(detail=detail)
