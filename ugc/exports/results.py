"""Results of ads as a table: one row a group of a breakdown, and one for all rows together.

A rate stands as a plain number (a share as a fraction of 1, an amount without its currency, which the heading has),
with its sample and the number of rows that it rests on beside it. Where the sample is too small its cell says "too
few"; where no row has both parts of the formula it is empty. What is in a currency has columns for each currency.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import cast

from ugc.exports.delimited import csv_bytes
from ugc.exports.register import Cell, Column, Row
from ugc.model.results import Group, Measure, Rate, Results

TOO_FEW = "too few"
_UNSTATED = "currency not stated"
_HEADS = (
    ("brand", "Brand"),
    ("by", "By"),
    ("id", "Group id"),
    ("label", "Group"),
    ("detail", "About it"),
    ("kind", "Kind"),
    ("ads", "Ads"),
    ("rows", "Rows"),
    ("by_name", "Rows found by name only"),
    ("impressions", "Impressions"),
    ("link_clicks", "Link clicks"),
    ("conversions", "Conversions"),
)


def results_csv(found: Sequence[Results]) -> bytes:
    """Return the table of one brand's results, or of several brands'."""
    measures = found[0].measures if found else ()
    currencies = _currencies(found)
    rows = (row for told in found for row in _rows(told))
    return csv_bytes(tuple(columns(measures, currencies)), rows)


def columns(measures: Sequence[Measure], currencies: Iterable[str | None]) -> Iterator[Column]:
    """Yield the table's columns, in order."""
    for key, heading in _HEADS:
        yield _column(key, heading)
    for measure in measures:
        if measure.kind == "share":
            yield from _rate_columns(measure.name, f"{measure.title} ({measure.formula})", share=True)
    for currency in currencies:
        name = currency or _UNSTATED
        yield _column(f"spend {currency}", f"Spend {name}")
        yield _column(f"spend {currency} rows", f"Spend {name}: rows")
        yield _column(f"revenue {currency}", f"Revenue {name}")
        yield _column(f"revenue {currency} rows", f"Revenue {name}: rows")
        for measure in measures:
            if measure.kind != "share":
                heading = f"{measure.title} {name} ({measure.formula})"
                yield from _rate_columns(f"{measure.name} {currency}", heading)
        yield _column(f"orders {currency}", f"Orders by code, {name}")
        yield _column(f"sold {currency}", f"Revenue by code {name}")
        yield _column(f"codes {currency}", f"Codes, {name}")


def _rate_columns(key: str, heading: str, *, share: bool = False) -> Iterator[Column]:
    yield _column(key, heading)
    short = heading.partition(" (")[0]
    if share:
        yield _column(f"{key} low", f"{short}: 95 % from")
        yield _column(f"{key} high", f"{short}: 95 % to")
    yield _column(f"{key} n", f"{short}: n")
    yield _column(f"{key} rows", f"{short}: rows")


def _column(key: str, heading: str) -> Column:
    return Column(key, heading, 14, "text", "", False)


def _currencies(found: Sequence[Results]) -> list[str | None]:
    stated = {money.currency for told in found for money in told.total.money}
    stated |= {
        sales.currency
        for told in found
        for each in told.breakdowns
        for group in each.groups
        for sales in group.sales
    }
    return sorted(stated, key=lambda code: (code is None, code or ""))


def _rows(told: Results) -> Iterator[Row]:
    yield _row(told, "total", told.total)
    for each in told.breakdowns:
        for group in each.groups:
            yield _row(told, each.by, group)


def _row(told: Results, by: str, group: Group) -> Row:
    row: Row = {
        "brand": told.brand,
        "by": by,
        "id": group.id,
        "label": group.label,
        "detail": group.detail,
        "kind": group.kind,
        "ads": group.ads,
        "rows": group.rows,
        "by_name": group.by_name,
    }
    for name in ("impressions", "link_clicks", "conversions"):
        count = getattr(group, name)
        row[name] = _plain(count.value) if count.rows else None
    for rate in group.rates:
        row |= _rate(rate.measure, rate)
    for money in group.money:
        currency = money.currency
        row |= {
            f"spend {currency}": _plain(money.spend) if money.spend_rows else None,
            f"spend {currency} rows": money.spend_rows,
            f"revenue {currency}": _plain(money.revenue) if money.revenue_rows else None,
            f"revenue {currency} rows": money.revenue_rows,
        }
        for rate in money.rates:
            row |= _rate(f"{rate.measure} {currency}", rate)
    for sales in group.sales:
        row[f"orders {sales.currency}"] = _plain(sales.orders)
        row[f"sold {sales.currency}"] = _plain(sales.revenue)
        row[f"codes {sales.currency}"] = "; ".join(sales.codes)
    return row


def _rate(key: str, rate: Rate) -> Row:
    told = TOO_FEW if rate.state == "too_few" else None if rate.value is None else f"{rate.value:.6f}"
    return {
        key: told,
        f"{key} low": None if rate.low is None else f"{rate.low:.6f}",
        f"{key} high": None if rate.high is None else f"{rate.high:.6f}",
        f"{key} n": _plain(rate.n) if rate.rows else None,
        f"{key} rows": rate.rows,
    }


def _plain(value: Decimal) -> Cell:
    """A number as it is read by a spreadsheet, a refund's minus included: it is none of the collected words."""
    whole = value == value.to_integral_value()
    return int(value) if whole else cast(Cell, value)
