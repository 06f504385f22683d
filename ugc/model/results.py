"""What ads did, by concept, creator, hook, template, format and market: figures, each with its formula's base.

A rate is a quotient of sums, never a mean of rates. A row that lacks a part of a formula counts on neither side of it.
Money is never added over currencies. Reach does not add up over days or placements, and is therefore not here.
"""

from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from ugc.model.ads import AdPlatform
from ugc.model.base import Value
from ugc.model.delivery import ReadExport

MeasureName = Literal["hook_rate", "hold_rate", "hook_rate_2s", "hold_rate_6s", "ctr", "cpm", "cpa", "roas"]
MEASURE_NAMES: tuple[MeasureName, ...] = get_args(MeasureName)
MeasureKind = Literal["share", "money", "ratio"]
"""share: a fraction of 0..1, of which an interval is told. money: in a currency. ratio: a number of times."""
RateState = Literal["told", "too_few", "none"]
"""too_few: the sample is below the least. none: no row has both parts of the formula, or nothing to divide by."""
GroupKind = Literal["ours", "unknown", "not_ours"]
"""unknown: of ours, and what the breakdown asks for is not known of it. not_ours: no record of ours is about it."""
BREAKDOWNS = ("concept", "creator", "hook", "template", "format", "market", "axes", "platform")
"""What figures can be broken down by; axes: each axis of the campaign's copy, as headline or cta."""


class Measure(Value):
    """A rate: what is divided by what, and how large its sample must be."""

    name: MeasureName
    title: str
    formula: str
    """In words, as it stands in every output: 3-second plays / impressions."""
    top: str
    base: str
    """Fields of `AdRow`: sum of `top` / sum of `base`."""
    sample: str
    """The field whose sum must not be below the least sample."""
    kind: MeasureKind
    least: Literal["impressions", "conversions"]
    """Which of the settings `least_impressions` and `least_conversions` the sample is held against."""
    clips: bool = False
    """Only of clips: a picture has no plays, whatever an export has in the column."""


class Rate(Value):
    """A measure of some rows."""

    measure: MeasureName
    state: RateState
    value: float | None = None
    """None unless it is told."""
    low: float | None = None
    high: float | None = None
    """The 95 % Wilson interval of a share; None where there is none."""
    top: Decimal
    base: Decimal
    n: Decimal
    """The sample: sum of the measure's `sample`."""
    rows: int
    """How many rows have all parts of the formula."""
    of: int
    """How many rows there are; for what is in a currency, in that one."""
    platforms: tuple[AdPlatform | Literal["unknown"], ...] = ()
    """Whose counting it rests on: what a play or a click is, each platform says for itself."""


class Money(Value):
    """What was spent and earned in one currency."""

    currency: str | None
    """ISO 4217; None: the export does not say."""
    rows: int
    spend: Decimal
    spend_rows: int
    """How many rows tell their spend."""
    revenue: Decimal
    revenue_rows: int
    rates: tuple[Rate, ...]


class CodeSum(Value):
    """Sales by promo codes, in one currency."""

    currency: str | None
    codes: tuple[str, ...]
    orders: Decimal
    revenue: Decimal


class Counted(Value):
    """A sum of a count over the rows that state it."""

    value: Decimal
    rows: int


class Group(Value):
    """The rows of one concept, creator, hook …, added up."""

    id: str
    label: str
    detail: str = ""
    kind: GroupKind = "ours"
    rows: int
    ads: int
    by_name: int = 0
    """Rows that were found to be ours by a name or a likeness alone, which proves nothing."""
    impressions: Counted
    link_clicks: Counted
    conversions: Counted
    rates: tuple[Rate, ...]
    """Shares; what is in a currency stands with its money."""
    money: tuple[Money, ...]
    sales: tuple[CodeSum, ...] = ()

    def rate(self, measure: str) -> Rate | None:
        """Return a share by its measure's name."""
        return next((rate for rate in self.rates if rate.measure == measure), None)

    def in_currency(self, currency: str | None) -> Money | None:
        """Return what is in a currency."""
        return next((money for money in self.money if money.currency == currency), None)


class Comparison(Value):
    """What the intervals of a measure allow to be said about the groups of a breakdown."""

    measure: MeasureName
    platforms: tuple[str, ...]
    """Only groups whose rate rests on these same platforms are compared."""
    compared: int
    ahead: str | None = None
    """Id of the group whose whole interval lies above all others."""
    behind: str | None = None
    """Id of the group whose whole interval lies below all others."""
    text: str


class Breakdown(Value):
    """All rows, grouped in one way."""

    by: str
    """As in `--by`; of an axis axis:headline."""
    title: str
    groups: tuple[Group, ...]
    """Those of ours by what was spent, then what is not known, then what is not ours: no ranking by any rate."""
    repeated: dict[str, Decimal] = {}
    """Currency to the spend by which the groups' sum exceeds the total: ads that count under several groups."""
    comparisons: tuple[Comparison, ...] = ()
    codes_apart: tuple[str, ...] = ()
    """Promo codes with sales that belong to no single group here."""


class Overlap(Value):
    """Rows that would count the same days of an ad a second time, and were left out."""

    ad_name: str | None
    ad_id: str | None
    platform: AdPlatform | None
    file: str
    rows: tuple[int, ...]
    kept: str
    """The file whose rows were used for those days."""
    since: date | None
    until: date | None
    currency: str | None
    spend: Decimal | None
    """What was left out."""


class CodeSales(Value):
    """A promo code, what was sold with it, and whose it is."""

    code: str
    currency: str | None
    orders: Decimal
    revenue: Decimal
    by: Literal["rows", "post", "creator", "unknown"]
    """rows: ads in the exports bear it. post, creator: the sheet says whose it is. unknown: nothing does."""
    creators: tuple[str, ...] = ()
    ads: int = 0


class ResultAd(Value):
    """An ad in the figures, and what of ours it shows."""

    ad_name: str | None
    ad_id: str | None
    platform: AdPlatform | None
    variant: str | None = None
    concept: str | None = None
    posts: tuple[str, ...] = ()
    rows: int


class UnreadExport(Value):
    """A file that could not be understood: the report is made of the others."""

    file: str
    fault: str
    hint: str | None = None


class Results(Value):
    """What ads did, of one workspace."""

    brand: str
    exports: tuple[ReadExport, ...]
    unread: tuple[UnreadExport, ...] = ()
    since: date | None
    until: date | None
    """The first and last day that the figures are about, where the rows say it."""
    least_impressions: int
    least_conversions: int
    measures: tuple[Measure, ...]
    total: Group
    not_ours: Group | None = None
    """Of this what no record of ours is about; None where all of it is ours."""
    breakdowns: tuple[Breakdown, ...]
    overlaps: tuple[Overlap, ...] = ()
    codes: tuple[CodeSales, ...] = ()
    ads: tuple[ResultAd, ...] = ()
    notes: tuple[str, ...] = ()
