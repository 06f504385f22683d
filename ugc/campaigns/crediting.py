"""Sales of a shop's sheet credited to the creators of a campaign, by promo code or link."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from ugc.campaigns.tallying import Sold
from ugc.model.delivery import Sale
from ugc.text import fold


def credited(
    sales: Iterable[Sale], marks: Mapping[str, Sequence[str | None]]
) -> tuple[dict[str, Sold], tuple[str, ...]]:
    """Return what each creator sold, and the codes that are of nobody here or of several.

    `marks` are the codes and links of creators, by their keys. A code is compared folded, a link without its scheme
    and its last slash. Nothing is shared out: what two creators have in common is neither's.
    """
    owners: dict[str, set[str]] = defaultdict(set)
    for key, own in marks.items():
        for mark in own:
            if mark and _plain(mark):
                owners[_plain(mark)].add(key)
    found: dict[str, list[Sale]] = defaultdict(list)
    apart: dict[str, None] = {}
    for sale in sales:
        whose = owners.get(_plain(sale.code), set())
        if len(whose) == 1:
            found[next(iter(whose))].append(sale)
        else:
            apart[sale.code] = None
    return {key: _sum(rows) for key, rows in found.items()}, tuple(sorted(apart))


def _plain(mark: str) -> str:
    return fold(mark.strip()).removeprefix("https://").removeprefix("http://").rstrip("/")


def _sum(rows: Sequence[Sale]) -> Sold:
    revenue: dict[str | None, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row.revenue is not None:
            revenue[row.currency] += row.revenue
    return Sold(_known(row.clicks for row in rows), _known(row.orders for row in rows), dict(revenue))


def _known(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal()) if known else None
