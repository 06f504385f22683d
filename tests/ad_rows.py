"""Rows of exports as tests write them, and what they show."""

from datetime import date
from decimal import Decimal
from typing import Any

from ugc.model.delivery import AdRow, Sale
from ugc.model.results import Breakdown, Group, Results
from ugc.results.figures import breakdowns_of, broken_down, foreign, total
from ugc.results.measures import MEASURES
from ugc.results.overlaps import once
from ugc.results.rows import Key, Placed, Shown
from ugc.results.selling import Sold, code_sales
from ugc.results.tally import Least

LEAST = Least(impressions=1000, conversions=10)
DECIMALS = {"spend", "conversions", "revenue"}


def shown(concept: str, *creators: str, **more: Any) -> Shown:
    """What an ad shows: a concept by some creators, each called by their handle."""
    people = tuple(Key(f"own-{name}", f"@{name}") for name in creators)
    own = {"template": "quote", "format": "story"} | {
        k: more.pop(k) for k in ("template", "format") if k in more
    }
    keys = {"concept": (Key(concept, concept),), "creator": people}
    keys |= {by: (Key(name, name),) for by, name in own.items()}
    handles = tuple((name, f"own-{name}") for name in creators)
    return Shown(keys=tuple(keys.items()), handles=handles, concept=concept, **more)


def row(ad: str = "1", what: Shown | None = None, **more: Any) -> Placed:
    """One row: of an ad by its number, on the first of November unless it says other days."""
    day = date(2026, 11, 1)
    told = {"file": "a.csv", "row": 2, "platform": "meta", "ad_id": ad, "since": day, "until": day}
    numbers = {name: Decimal(str(more.pop(name))) for name in DECIMALS & set(more)}
    if "spend" in numbers:
        told["currency"] = "USD"
    return Placed(AdRow.model_validate(told | numbers | more), what)


def report(placed: list[Placed], *by: str, least: Least = LEAST, sales: tuple[Sale, ...] = ()) -> Results:
    """The whole report of some rows."""
    kept, overlaps = once(placed)
    return Results(
        brand="Sunday Glow",
        exports=(),
        since=None,
        until=None,
        least_impressions=least.impressions,
        least_conversions=least.conversions,
        measures=MEASURES,
        total=total(kept, least),
        not_ours=foreign(kept, least),
        breakdowns=broken_down(kept, breakdowns_of(by, kept), least, sales),
        overlaps=overlaps,
        codes=code_sales(Sold(kept, sales)),
    )


def grouped(
    placed: list[Placed], by: str, *, least: Least = LEAST, sales: tuple[Sale, ...] = ()
) -> Breakdown:
    """One breakdown of some rows."""
    return report(placed, by, least=least, sales=sales).breakdowns[0]


def group(each: Breakdown, label: str) -> Group:
    """The group of a breakdown that is called so."""
    return next(found for found in each.groups if found.label == label)
