"""Sales by promo codes: whose a code is, and to which group its sales belong.

A code is that of the ads that bear it in an export; where none does, of the post or the creator that the sheet names.
Its sales are put to a group only where everything that it belongs to lies in that one: nothing is shared out.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from ugc.model.delivery import Sale
from ugc.model.results import CodeSales, CodeSum
from ugc.results.rows import Place, Placed, ad_key, keys_of
from ugc.text import fold, handle

_By = Literal["rows", "post", "creator", "unknown"]


class _Code(NamedTuple):
    """A code in one currency, and the ads that it belongs to."""

    text: str
    currency: str | None
    orders: Decimal
    revenue: Decimal
    by: _By
    rows: tuple[Placed, ...]
    creators: tuple[str, ...]


class Sold:
    """A sheet of codes, joined with the ads."""

    def __init__(self, placed: Sequence[Placed], sales: Sequence[Sale]) -> None:
        self._by_code: dict[str, list[Placed]] = defaultdict(list)
        self._by_post: dict[str, list[Placed]] = defaultdict(list)
        self._by_handle: dict[str, list[Placed]] = defaultdict(list)
        if sales:
            self._index(placed)
        self.codes = tuple(self._code(rows) for rows in _merged(sales).values())

    def _index(self, placed: Sequence[Placed]) -> None:
        for item in placed:
            if item.row.sales_code:
                self._by_code[fold(item.row.sales_code.strip())].append(item)
            for post in item.shown.posts if item.shown else ():
                self._by_post[post].append(item)
            for name, _ in item.shown.handles if item.shown else ():
                self._by_handle[name].append(item)

    def _code(self, sales: Sequence[Sale]) -> _Code:
        first = sales[0]
        by, rows = self._found(sales)
        named = {fold(handle(sale.creator)) for sale in sales if sale.creator}
        shown = {name for item in rows if item.shown and by != "creator" for name, _ in item.shown.handles}
        return _Code(
            text=first.code,
            currency=first.currency,
            orders=sum((sale.orders for sale in sales if sale.orders is not None), Decimal()),
            revenue=sum((sale.revenue for sale in sales if sale.revenue is not None), Decimal()),
            by=by,
            rows=tuple(rows),
            creators=tuple(sorted(named or shown)),
        )

    def _found(self, sales: Sequence[Sale]) -> tuple[_By, list[Placed]]:
        if rows := self._by_code.get(fold(sales[0].code.strip())):
            return "rows", rows
        if rows := [item for sale in sales if sale.post for item in self._by_post.get(sale.post, ())]:
            return "post", rows
        names = {fold(handle(sale.creator)) for sale in sales if sale.creator}
        rows = [item for name in sorted(names) for item in self._by_handle.get(name, ())]
        return ("creator", rows) if rows else ("unknown", [])


def _merged(sales: Sequence[Sale]) -> dict[tuple[str, str], list[Sale]]:
    """Rows of one code and currency, in a stable order."""
    found: dict[tuple[str, str], list[Sale]] = defaultdict(list)
    for sale in sales:
        found[fold(sale.code.strip()), sale.currency or ""].append(sale)
    return {key: sorted(found[key], key=lambda sale: sale.code) for key in sorted(found)}


def sold_in(sold: Sold, by: str) -> tuple[Mapping[Place, tuple[CodeSum, ...]], tuple[str, ...]]:
    """Return the sales of each group of a breakdown, and the codes that belong to no single one."""
    sums: dict[tuple[Place, str | None], list[_Code]] = defaultdict(list)
    apart: dict[str, None] = {}
    for code in sold.codes:
        places = _places(code, by)
        if len(places) == 1:
            sums[places.pop(), code.currency].append(code)
        else:
            apart[code.text] = None
    found: dict[Place, list[CodeSum]] = defaultdict(list)
    for (place, currency), codes in sorted(sums.items(), key=lambda one: (one[0][0], one[0][1] or "")):
        found[place].append(
            CodeSum(
                currency=currency,
                codes=tuple(code.text for code in codes),
                orders=sum((code.orders for code in codes), Decimal()),
                revenue=sum((code.revenue for code in codes), Decimal()),
            )
        )
    return {place: tuple(each) for place, each in found.items()}, tuple(apart)


def _places(code: _Code, by: str) -> set[Place]:
    """The groups of a breakdown that everything lies in that a code belongs to."""
    places = {key.place for item in code.rows for key in keys_of(item, by)}
    if by != "creator" or code.by != "creator":
        return places
    shown = [item.shown for item in code.rows if item.shown]
    own = {group for one in shown for name, group in one.handles if name in code.creators}
    return {place for place in places if place[1] in own}


def code_sales(sold: Sold) -> tuple[CodeSales, ...]:
    """Return every code with what was sold, those with the most orders first."""
    found = [
        CodeSales(
            code=code.text,
            currency=code.currency,
            orders=code.orders,
            revenue=code.revenue,
            by=code.by,
            creators=code.creators,
            ads=len({ad_key(item.row) for item in code.rows}),
        )
        for code in sold.codes
    ]
    return tuple(sorted(found, key=lambda one: (-one.orders, one.code, one.currency or "")))
