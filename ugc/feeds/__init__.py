"""Product feeds: what a brand sells, from a sheet, JSON, or the forms of Google Merchant Center.

A feed is hostile data, as all that is collected. A row that is no product costs that row; nothing is fetched.
"""

from collections.abc import Iterable
from pathlib import Path

from ugc.errors import InputError
from ugc.feeds._products import product_of
from ugc.feeds._rows import Rows
from ugc.feeds._text import bytes_of, decoded, shown
from ugc.feeds._values import Feed, FeedProduct, PassedOver
from ugc.tables.prices import currencies_of, proven_mark

__all__ = ["Feed", "FeedProduct", "PassedOver", "currency", "read"]

_HEAD = 2000
_FOREIGN = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"GIF8")


def read(path: Path, *, currency: str | None = None) -> Feed:
    """Read a feed; what it is shows from its content. `currency` is of prices that do not say theirs, ISO 4217.

    Raises InputError when it cannot be read, is too large, or has nothing by which products are known.
    """
    rows = _read_rows(path)
    mark = proven_mark(row.cells["price"] for row in rows.rows if "price" in row.cells)
    items = [
        product_of(row, mark=mark, stated=rows.currency, usual=currency, folder=path.parent)
        for row in rows.rows
    ]
    products, passed = _once(items)
    return Feed(
        path=path,
        products=tuple(products),
        passed_over=tuple(passed),
        columns=frozenset(rows.columns),
        ignored=rows.ignored,
        notes=tuple(rows.notes),
        cut=rows.cut,
    )


def currency(word: str) -> str | None:
    """Return the one currency that a code or sign means; None where it means none, or could be several."""
    meant = currencies_of(word.strip())
    return meant[0] if len(meant) == 1 else None


def _read_rows(path: Path) -> Rows:
    from ugc.feeds._json import read_json
    from ugc.feeds._sheets import read_text, read_workbook
    from ugc.feeds._xml import read_xml

    data = bytes_of(path)
    if data.startswith(b"PK\x03\x04"):
        return read_workbook(path)
    if data.startswith(_FOREIGN):
        raise InputError(
            f"{shown(path)} is not a product feed.", hint="A feed is CSV, TSV, XLSX, JSON, or Google's XML."
        )
    begins = decoded(data[:_HEAD])[0].lstrip("\ufeff\0 \t\r\n")
    if begins.startswith("<"):
        return read_xml(data, path)
    return read_json(data, path) if begins.startswith(("{", "[")) else read_text(data, path)


def _once(
    items: Iterable[FeedProduct | PassedOver],
) -> tuple[list[FeedProduct], list[PassedOver]]:
    """Each product once: the first of an id stands, and another one of it is passed over."""
    found: dict[str, FeedProduct] = {}
    passed: list[PassedOver] = []
    for item in items:
        if isinstance(item, PassedOver):
            passed.append(item)
            continue
        first = found.setdefault(item.product.id, item)
        if first is not item and (first.product, first.picture) != (item.product, item.picture):
            why = f"its id {item.product.id!r} stands on {first.place} already, with other words"
            passed.append(PassedOver(place=item.place, product=item.product.id, why=why))
    return list(found.values()), passed
