"""Prices and other sums as people and feeds write them: `49.00 USD`, `49,00 €`, `USD 1,234.50`.

Decimals throughout, and never a guess: what can be read in two ways is left unknown, with a note, for a price that is
wrong a thousandfold is worse than none. Google's form: https://support.google.com/merchants/answer/6324371.
"""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal, NamedTuple

from ugc.model.currencies import DECIMALS, USUAL
from ugc.text import one_line

Cell = str | Decimal
"""A text as it stands, or a number whose point is certain."""
Mark = Literal[",", "."]
"""The sign before the fraction."""

_DOLLARS = (
    "USD CAD AUD NZD HKD SGD TWD MXN ARS CLP COP BBD BMD BND BSD BZD FJD GYD JMD KYD LRD NAD SBD SRD TTD XCD"
)
_SYMBOLS: dict[str, tuple[str, ...]] = {
    "$": tuple(_DOLLARS.split()),
    "¥": ("JPY", "CNY"),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "kr.": ("SEK", "NOK", "DKK", "ISK"),
    "rs": ("INR", "PKR", "LKR", "NPR", "MUR"),
    "rs.": ("INR", "PKR", "LKR", "NPR", "MUR"),
    "€": ("EUR",),
    "euro": ("EUR",),
    "£": ("GBP",),
    "us$": ("USD",),
    "$us": ("USD",),
    "ca$": ("CAD",),
    "c$": ("CAD",),
    "a$": ("AUD",),
    "au$": ("AUD",),
    "nz$": ("NZD",),
    "hk$": ("HKD",),
    "s$": ("SGD",),
    "nt$": ("TWD",),
    "mx$": ("MXN",),
    "r$": ("BRL",),
    "cn¥": ("CNY",),
    "fr.": ("CHF",),
    "sfr": ("CHF",),
    "₹": ("INR",),
    "₩": ("KRW",),
    "₪": ("ILS",),
    "₫": ("VND",),
    "₱": ("PHP",),
    "₺": ("TRY",),
    "₴": ("UAH",),
    "₽": ("RUB",),
    "฿": ("THB",),
    "zł": ("PLN",),
    "kč": ("CZK",),
    "ft": ("HUF",),
}
_PRICE = re.compile(r"([^0-9+\-]{0,12}?)\s*([0-9][0-9 .,'’]*)\s*([^0-9]{0,12})")
_DASHED = re.compile(r"(?<=[0-9])[.,] ?(?:-{1,2}|–|—)(?=\s|$|[^0-9])")  # 49,- €
_SPACES = re.compile(r"(?<=[0-9])[ '’](?=[0-9]{3}(?![0-9]))")
_GROUPED = re.compile(r"[0-9]{1,3}([.,])(?:[0-9]{2,3}\1)*[0-9]{3}")
_TWO_WAYS = re.compile(r"[1-9][0-9]{0,2}([.,])[0-9]{3}")
_CODE = re.compile(r"[A-Za-z]{3}")
_MOST_DIGITS, _LONGEST = 12, 60


class Money(NamedTuple):
    """A price, or why there is none."""

    amount: str | None = None
    """A decimal number with a point, with the decimals that its currency has."""
    currency: str | None = None
    note: str | None = None


def proven_mark(cells: Iterable[Cell]) -> Mark | None:
    """Return the sign that stands before fractions in a feed, where its prices show it and agree."""
    seen = {mark for cell in cells if isinstance(cell, str) and (mark := _shown_mark(cell))}
    return seen.pop() if len(seen) == 1 else None


def read_price(
    cell: Cell,
    stated: str | None,
    *,
    mark: Mark | None = None,
    usual: str | None = None,
    called: str = "its price",
) -> Money:
    """Read a price. `stated` is what a column says of its currency, and must agree with the price itself; `usual` is
    the currency of a price that leaves it open. `mark` is what `proven_mark` found, `called` what notes call it.
    """
    text, words = "", list[str]()
    if isinstance(cell, str):
        found = _parts(cell)
        if found is None:
            return Money(note=f"{called} {_quoted(cell)} is not understood")
        text, words = found
    currency, fault = _currency(words, stated, usual, called)
    if fault:
        return Money(note=fault)
    decimals = DECIMALS.get(currency or "", USUAL)
    number = cell if isinstance(cell, Decimal) else _number(text, mark, decimals)
    if number is None:
        return Money(note=f"{called} {_quoted(cell)} can be read in two ways")
    amount = _amount(number, decimals)
    if amount is None:
        return Money(note=f"{called} {_quoted(cell)} is none that {currency or 'a currency'} has")
    if currency is None:
        return Money(amount=amount, note=f"{called} has no currency, so it is not shown")
    return Money(amount=amount, currency=currency)


def currencies_of(word: str) -> tuple[str, ...]:
    """Return the currencies that a code or sign may mean; none where it means nothing."""
    code = word.upper()
    return (code,) if code in DECIMALS else _SYMBOLS.get(word.casefold(), ())


def _parts(cell: str) -> tuple[str, list[str]] | None:
    """The number in a price, and the words beside it."""
    if len(cell) > _LONGEST:
        return None
    text = _DASHED.sub("", " ".join(unicodedata.normalize("NFKC", cell).split()))
    matched = _PRICE.fullmatch(text)
    if not matched:
        return None
    before, number, after = (part.strip() for part in matched.groups())
    number = _SPACES.sub("", number).rstrip(".,")
    if re.search("[ '’]", number):
        return None
    return number, [word for word in (before, after) if word]


def _currency(
    words: list[str], stated: str | None, usual: str | None, called: str
) -> tuple[str | None, str | None]:
    """The currency that the words beside a number mean with what is stated, or what is wrong with them."""
    possible: set[str] | None = None
    for word in (*words, *([stated] if stated else [])):
        meant = currencies_of(word)
        if not meant:
            if word in words and not _CODE.fullmatch(word):
                return None, f"{called} has {_quoted(word)} beside the number, which is not understood"
            return None, f"{_quoted(word)} is not a currency of ISO 4217"
        both = set(meant) if possible is None else possible & set(meant)
        if not both:
            said = " and ".join(_quoted(each) for each in (*words, stated) if each)
            return None, f"{called} is said to be in {said}"
        possible = both
    if possible is None or (usual in possible and len(possible) > 1):
        return usual, None
    if len(possible) > 1:
        sign = _quoted(words[0] if words else stated or "")
        return None, f"{called} does not say which currency {sign} is: add a column currency, with its code"
    return possible.pop(), None


def _shown_mark(cell: str) -> Mark | None:
    """The sign that a price shows for certain to stand before its fraction."""
    found = _parts(cell)
    signs = re.findall("[.,]", found[0]) if found else []
    if not found or not signs:
        return None
    last: Mark = "," if signs[-1] == "," else "."
    if len(set(signs)) == 2:
        return last
    if len(signs) > 1:
        return "." if last == "," else ","
    return None if _TWO_WAYS.fullmatch(found[0]) else last


def _number(text: str, mark: Mark | None, decimals: int) -> Decimal | None:
    """The number, or None where it could be one of two."""
    signs = re.findall("[.,]", text)
    if not signs:
        return Decimal(text)
    if len(signs) > 1 and len(set(signs)) == 1:
        return _whole(text)
    if len(signs) == 1 and _TWO_WAYS.fullmatch(text):
        return _of_two_ways(text, signs[0], mark, decimals)
    before, _, after = text.rpartition(signs[-1])
    if signs[-1] in before:
        return None
    whole = _whole(before) if len(signs) > 1 else Decimal(before)
    return None if whole is None else whole + Decimal(f"0.{after}" if after else 0)


def _of_two_ways(text: str, sign: str, mark: Mark | None, decimals: int) -> Decimal | None:
    """`1.234` or `1,234`: grouped where nothing has three decimals, or the feed's other prices show the sign."""
    grouped = Decimal(text.replace(sign, ""))
    if decimals == 0 or (mark and mark != sign):
        return grouped
    if decimals > USUAL:
        return Decimal(text.replace(sign, ".")) if sign == (mark or ".") else None
    return grouped if sign == "," and mark is None else None


def _whole(text: str) -> Decimal | None:
    return Decimal(re.sub("[.,]", "", text)) if _GROUPED.fullmatch(text) else None


def _amount(number: Decimal, decimals: int) -> str | None:
    """A number with the decimals of its currency; None where it has more, is negative or beyond all prices."""
    if not number.is_finite() or number < 0 or number.adjusted() >= _MOST_DIGITS:
        return None
    exact = number.quantize(Decimal(1).scaleb(-decimals))
    return f"{exact:f}" if exact == number else None


def _quoted(word: Cell) -> str:
    text = one_line(str(word))
    return repr(text if len(text) <= 40 else text[:39] + "…")
