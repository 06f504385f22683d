"""Sums over rows, of which rates are made at the end."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

from ugc.model.delivery import AdRow
from ugc.model.results import Counted, Group, Measure, Money, Rate
from ugc.results.measures import MEASURES, wilson
from ugc.results.rows import AdKey, Key, Placed, ad_key

_COUNTS = ("impressions", "link_clicks", "conversions")
_SHARES = tuple(measure for measure in MEASURES if measure.kind == "share")
_MONEY = tuple(measure for measure in MEASURES if measure.kind != "share")
_THOUSAND = 1000


class Least(NamedTuple):
    """Below these a rate is not told."""

    impressions: int
    conversions: int


class _Part:
    """The two sides of a formula, over the rows that have both."""

    __slots__ = ("base", "platforms", "rows", "sample", "top")

    def __init__(self) -> None:
        self.top = self.base = self.sample = Decimal()
        self.rows = 0
        self.platforms: set[str] = set()

    def add(self, other: "_Part") -> None:
        self.top += other.top
        self.base += other.base
        self.sample += other.sample
        self.rows += other.rows
        self.platforms |= other.platforms


class _Sum:
    """A count or money, over the rows that state it."""

    __slots__ = ("rows", "value")

    def __init__(self) -> None:
        self.value = Decimal()
        self.rows = 0

    def add(self, value: Decimal | int, rows: int = 1) -> None:
        self.value += value
        self.rows += rows


class Tally:
    """Rows added up; tallies add up too, and the order makes no difference."""

    def __init__(self) -> None:
        self.rows = self.by_name = 0
        self._ads: set[AdKey] = set()
        self._counts: dict[str, _Sum] = defaultdict(_Sum)
        self._spent: dict[str | None, _Sum] = defaultdict(_Sum)
        self._earned: dict[str | None, _Sum] = defaultdict(_Sum)
        self._in_currency: dict[str | None, int] = defaultdict(int)
        self._parts: dict[tuple[str, str | None], _Part] = defaultdict(_Part)

    def take(self, placed: Placed) -> None:
        """Add a row."""
        row = placed.row
        self.rows += 1
        self.by_name += placed.shown is not None and not placed.shown.certain
        self._ads.add(ad_key(row))
        for name in _COUNTS:
            if (count := getattr(row, name)) is not None:
                self._counts[name].add(count)
        still = placed.shown is not None and placed.shown.still
        for measure in _SHARES:
            if not (measure.clips and still):
                self._divide(measure, row, None)
        if row.currency or row.spend is not None or row.revenue is not None:
            self._pay(row)

    def _pay(self, row: AdRow) -> None:
        self._in_currency[row.currency] += 1
        if row.spend is not None:
            self._spent[row.currency].add(row.spend)
        if row.revenue is not None:
            self._earned[row.currency].add(row.revenue)
        for measure in _MONEY:
            self._divide(measure, row, row.currency)

    def _divide(self, measure: Measure, row: AdRow, currency: str | None) -> None:
        top, base, sample = (getattr(row, name) for name in (measure.top, measure.base, measure.sample))
        if top is None or base is None or sample is None:
            return
        part = self._parts[measure.name, currency]
        part.top += top
        part.base += base
        part.sample += sample
        part.rows += 1
        part.platforms.add(row.platform or "unknown")

    def add(self, other: "Tally") -> None:
        """Add what another one has."""
        self.rows += other.rows
        self.by_name += other.by_name
        self._ads |= other._ads
        for name, count in other._counts.items():
            self._counts[name].add(count.value, count.rows)
        for sums, more in ((self._spent, other._spent), (self._earned, other._earned)):
            for currency, money in more.items():
                sums[currency].add(money.value, money.rows)
        for currency, rows in other._in_currency.items():
            self._in_currency[currency] += rows
        for key, part in other._parts.items():
            self._parts[key].add(part)

    @property
    def spent(self) -> dict[str | None, Decimal]:
        """Currency to all that was spent in it."""
        return {currency: money.value for currency, money in self._spent.items()}

    def group(self, key: Key, least: Least) -> Group:
        """Return what it comes to."""
        counts = {name: self._counts.get(name) or _Sum() for name in _COUNTS}
        return Group(
            **key._asdict(),
            rows=self.rows,
            ads=len(self._ads),
            by_name=self.by_name,
            **{name: Counted(value=count.value, rows=count.rows) for name, count in counts.items()},
            rates=tuple(self._rate(measure, None, self.rows, least) for measure in _SHARES),
            money=tuple(self._money(least)),
        )

    def _money(self, least: Least) -> Iterator[Money]:
        for currency in sorted(self._in_currency, key=lambda code: (code is None, code or "")):
            rows = self._in_currency[currency]
            spent = self._spent.get(currency) or _Sum()
            earned = self._earned.get(currency) or _Sum()
            yield Money(
                currency=currency,
                rows=rows,
                spend=spent.value,
                spend_rows=spent.rows,
                revenue=earned.value,
                revenue_rows=earned.rows,
                rates=tuple(self._rate(measure, currency, rows, least) for measure in _MONEY),
            )

    def _rate(self, measure: Measure, currency: str | None, of: int, least: Least) -> Rate:
        part = self._parts.get((measure.name, currency)) or _Part()
        state: Literal["told", "too_few", "none"] = "told"
        if not part.rows:
            state = "none"
        elif part.sample < getattr(least, measure.least):
            state = "too_few"
        elif part.base <= 0:
            state = "none"
        value = low = high = None
        if state == "told":
            value = float(part.top / part.base) * (_THOUSAND if measure.name == "cpm" else 1)
            if measure.kind == "share":
                low, high = wilson(float(part.top), float(part.base)) or (None, None)
        return Rate.model_validate(
            {
                "measure": measure.name,
                "state": state,
                "value": value,
                "low": low,
                "high": high,
                "top": part.top,
                "base": part.base,
                "n": part.sample,
                "rows": part.rows,
                "of": of,
                "platforms": tuple(sorted(part.platforms)),
            }
        )
