"""The columns of a product feed and what shops and Google's feeds call them.

Google's names: https://support.google.com/merchants/answer/7052112.
"""

import re
from collections.abc import Iterable, Sequence

from ugc.model.currencies import DECIMALS

NEEDED = ("id", "name")
_NAMES = {
    "id": """id; product id; item id; sku; variant sku; product code; item code; article number; article no;
        product number; offer id""",
    "name": "name; title; product name; product title; item name; item title; product",
    "price": "price; product price; regular price; list price; unit price; variant price; price amount; amount",
    "currency": "currency; currency code; price currency; currency iso; iso currency",
    "link": """link; url; product url; product link; page; product page; landing page; permalink; web address;
        canonical link""",
    "image": """image; image link; image url; image file; image src; picture; picture file; photo; main image;
        product image; file; filename; images""",
}
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LONGEST = 80


def plain(name: str) -> str:
    """Bring a column's name to the form in which names are compared: `g:image_link` and `imageLink` are one."""
    name = re.sub(r"\([^)]*\)", " ", _CAMEL.sub(" ", name.strip().removeprefix("g:"))).casefold()
    return " ".join(re.sub(r"[\W_]+", " ", name).split())


_BY_NAME = {
    plain(name): column for column, listed in _NAMES.items() for name in listed.split(";") if plain(name)
}


def column_of(name: str) -> str | None:
    """Return the column that a name means, or None."""
    return _BY_NAME.get(plain(name)) if len(name) < _LONGEST else None


def known(header: Sequence[str]) -> dict[str, list[int]]:
    """Return which columns a header has, and where: the one named exactly so first, then from the left."""
    found: dict[str, list[int]] = {}
    for index, name in enumerate(header):
        column = column_of(name)
        if column:
            found.setdefault(column, []).append(index)
    for column, places in found.items():
        places.sort(key=lambda index: (plain(header[index]) != column, index))
    return found


def unknown(header: Iterable[str]) -> tuple[str, ...]:
    """Return the names that mean nothing here, each once."""
    return tuple(
        dict.fromkeys(name.strip()[:_LONGEST] for name in header if name.strip() and column_of(name) is None)
    )


def currency_of(name: str) -> str | None:
    """Return the currency that a column's name states, as in `Price (EUR)`."""
    return next((code for code in re.findall(r"\b[A-Z]{3}\b", name) if code in DECIMALS), None)
