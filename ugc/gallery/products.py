"""Products as a gallery's pages show them: prices as people read them, links that say where a visitor came from."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import NamedTuple
from urllib.parse import quote, unquote_plus

from ugc.model.currencies import DECIMALS
from ugc.model.galleries import Product, ShownProduct, WebPicture

_NO_BREAK, _NARROW = "\u00a0", "\u202f"


class _Writing(NamedTuple):
    """How a language writes prices, by CLDR (https://cldr.unicode.org)."""

    point: str
    group: str
    before: bool = False
    """Whether the symbol stands before the number, without a space."""
    least_grouped: int = 4
    """Digits from which on thousands are parted."""


_WRITINGS = {
    "en": _Writing(".", ",", before=True),
    "de": _Writing(",", "."),
    "es": _Writing(",", ".", least_grouped=5),
    "fr": _Writing(",", _NARROW),
    "ar": _Writing(".", ","),
}
_SYMBOLS = {
    "AUD": "A$",
    "BRL": "R$",
    "CAD": "CA$",
    "CNY": "CN¥",
    "EUR": "€",
    "GBP": "£",
    "HKD": "HK$",
    "ILS": "₪",
    "INR": "₹",
    "JPY": "¥",
    "KRW": "₩",
    "MXN": "MX$",
    "NZD": "NZ$",
    "PHP": "₱",
    "TWD": "NT$",
    "USD": "$",
    "VND": "₫",
}
_OWN_SYMBOLS = {
    "ar": {"USD": "US$"},
    "es": {"USD": "US$"},
    "fr": {"USD": "$US", "CAD": "$CA", "AUD": "$AU", "NZD": "$NZ", "HKD": "$HK", "MXN": "$MX"},
}
"""Where a sign alone would mean another currency to a reader."""


def shown_product(
    product: Product,
    *,
    language: str,
    utm: Mapping[str, str],
    slug: str,
    picture: WebPicture | None = None,
) -> ShownProduct:
    """Return a product as pages show it. A price without a currency is not shown: it would say nothing.

    `utm` are the gallery's campaign parameters by their whole names, as in `utm_source`; `picture` is the product's
    own, made for pages.
    """
    priced = product.price is not None and product.currency is not None
    return ShownProduct(
        id=product.id,
        slug=slug,
        name=product.name,
        price=price(product.price or "", product.currency or "", language=language) if priced else None,
        amount=product.price if priced else None,
        currency=product.currency if priced else None,
        link=with_parameters(product.link, utm) if product.link else None,
        picture=picture,
    )


def price(amount: str, currency: str, *, language: str) -> str | None:
    """Return a price as people read it in a language: `$49.00`, `49,00 €`, `¥4,900`; an unknown sign's code behind.

    A language that is not known is written as English is. None when the amount is no number.
    """
    tongue = language.lower().replace("_", "-").split("-")[0]
    writing = _WRITINGS.get(tongue, _WRITINGS["en"])
    try:
        number = Decimal(amount)
    except InvalidOperation:
        return None
    if not number.is_finite():
        return None
    written = _number(number, DECIMALS.get(currency), writing)
    sign = _OWN_SYMBOLS.get(tongue, {}).get(currency) or _SYMBOLS.get(currency)
    if sign and writing.before:
        return f"{sign}{written}"
    return f"{written}{_NO_BREAK}{sign or currency}"


def with_parameters(address: str, parameters: Mapping[str, str]) -> str:
    """Return an address with parameters in its query. Everything else of it stays as it is, byte for byte.

    One that the query has already gets the new value in its place; the fragment stays last.
    """
    if not parameters:
        return address
    rest, mark, fragment = address.partition("#")
    base, _, query = rest.partition("?")
    left = dict(parameters)
    parts: list[str] = []
    for part in query.split("&") if query else []:
        name = unquote_plus(part.partition("=")[0])
        if name not in parameters:
            parts.append(part)
        elif name in left:
            parts.append(_pair(name, left.pop(name)))
    if parts and not parts[-1]:
        parts.pop()  # what stood behind a last & is nothing
    parts += [_pair(name, value) for name, value in left.items()]
    return f"{base}?{'&'.join(parts)}{mark}{fragment}"


def _pair(name: str, value: str) -> str:
    return f"{quote(name, safe='')}={quote(value, safe='')}"


def _number(number: Decimal, decimals: int | None, writing: _Writing) -> str:
    """A number in a language's writing, with its currency's decimals; it is never rounded."""
    exact = max(decimals if decimals is not None else 0, -int(number.as_tuple().exponent), 0)
    whole, _, fraction = f"{abs(number):.{exact}f}".partition(".")
    if len(whole) >= writing.least_grouped:
        whole = f"{int(whole):,}".replace(",", writing.group)
    minus = "-" if number < 0 else ""
    return f"{minus}{whole}{writing.point}{fraction}" if fraction else f"{minus}{whole}"
