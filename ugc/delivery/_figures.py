"""Figures as exports write them. Which sign stands before fractions is decided for a whole column."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from ugc.delivery._words import blank
from ugc.model.currencies import DECIMALS

Mark = Literal[",", "."]
"""The sign before a fraction."""
Sight = Literal[",", ".", "either", "whole", "rate", "none", "bad"]
"""What a cell shows of the sign before fractions: one of the two, that it could be either, that it has none; or that it
is a percentage, says nothing, or is no figure."""

_SPACES = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f'’_](?=\d{3}(?!\d))")
_FIGURE = re.compile(r"([-+\u2212]?)(\d+(?:[.,]\d+)*|[.,]\d+)(k|m|mn|mio|mln|b|bn|tsd)?\.?", re.I)
_SCALES = {
    "k": 10**3,
    "tsd": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "mio": 10**6,
    "mln": 10**6,
    "b": 10**9,
    "bn": 10**9,
}
_SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "US$": "USD",
    "R$": "BRL",
    "C$": "CAD",
    "CA$": "CAD",
    "A$": "AUD",
    "AU$": "AUD",
    "NZ$": "NZD",
    "MX$": "MXN",
    "zł": "PLN",
    "₺": "TRY",
    "₹": "INR",
    "₩": "KRW",
    "円": "JPY",
    "Kč": "CZK",
    "₴": "UAH",
    "₫": "VND",
    "฿": "THB",
    "₪": "ILS",
    "₱": "PHP",
}
"""Signs that mean one currency. $, ¥ and kr mean several, and tell none."""
_AROUND = re.compile(r"^([^\d.,+\-\u2212<>(]{0,5}?)\s*([-+\u2212(]?[\d.,].*?)\s*([^\d.,)]{0,4}\)?)$")
_BARE = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_LETTERS = re.compile(r"[A-Za-z]{3}")
_LONGEST = 40


class Figure(NamedTuple):
    """The parts of a cell that holds a figure."""

    sign: str
    digits: str
    """With the signs between them."""
    scale: int = 1
    currency: str | None = None


def sight(text: str) -> Sight:
    """Say what a cell shows of the sign before fractions."""
    if text.isdecimal() and text.isascii():
        return "whole"
    if blank(text) or text.lstrip().startswith(("<", ">", "≤", "≥")):
        return "none"
    if "%" in text:
        return "rate"
    found = figure(text)
    return _sight(found.digits) if found else "bad"


def _sight(digits: str) -> Sight:
    if digits.isdecimal():
        return "whole"
    signs = [sign for sign in digits if sign in ",."]
    last: Mark = "," if signs[-1] == "," else "."
    other: Mark = "." if last == "," else ","
    groups = re.split(r"[.,]", digits)
    grouped = bool(groups[0]) and len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
    if len(set(signs)) == 2:
        fair = (
            signs.count(last) == 1 and all(len(group) == 3 for group in groups[1:-1]) and len(groups[0]) <= 3
        )
        return last if fair else "bad"
    if len(signs) > 1:  # 1.234.567: a sign that repeats parts thousands
        return other if grouped else "bad"
    return "either" if grouped and groups[0] != "0" else last


@lru_cache(maxsize=1 << 16)
def figure(text: str) -> Figure | None:
    """Part a cell into sign, digits and currency; None when it is no figure."""
    if len(text) > 2 * _LONGEST:
        return None
    if _BARE.fullmatch(text):
        return Figure("", text)
    text = _SPACES.sub("", " ".join(text.split()))
    around = _AROUND.match(text)
    if not around:
        return None
    before, body, after = around[1].strip(), around[2], around[3].strip()
    minus = body.startswith("(") and after.endswith(")")
    body, after = (body.lstrip("("), after.rstrip(")").strip()) if minus else (body, after)
    unit = ""
    if after.lower().rstrip(".") in _SCALES:
        unit, after = after.lower().rstrip("."), ""
    found = _FIGURE.fullmatch(body + unit)
    if not found or (before and after):
        return None
    name = before or after
    currency = currency_of(name)
    if name and currency is None and name not in ("$", "¥", "kr", "kr.", "Rs", "Rs."):
        return None
    return Figure(
        "-" if minus or (found[1] in "-\u2212" and found[1]) else "", found[2], _scale(found[3]), currency
    )


def _scale(word: str | None) -> int:
    return _SCALES[word.lower()] if word else 1


def currency_of(name: str) -> str | None:
    """Return the one currency that a code or sign means, ISO 4217; None where it means none, or could be several."""
    name = name.strip()
    if _LETTERS.fullmatch(name) and name.upper() in DECIMALS:
        return name.upper()
    return _SIGNS.get(name)


def read_figure(text: str, mark: Mark | None) -> Decimal | None:
    """Read a cell whose column writes `mark` before fractions; None where it could be read in two ways."""
    found = figure(text)
    seen = _sight(found.digits) if found else "bad"
    if found is None or seen == "bad":
        return None
    if seen == "either":
        if mark is None:
            return None
        seen = mark
    digits = found.digits
    if seen == ",":
        digits = digits.replace(".", "").replace(",", ".")
    elif seen == ".":
        digits = digits.replace(",", "")
    return Decimal(found.sign + digits) * found.scale


def read_count(text: str, mark: Mark | None) -> int | None:
    """Read a count. A sign that could part thousands does so: no count has three decimals."""
    if text.isdecimal() and text.isascii() and len(text) < 20:
        return int(text)
    found = figure(text)
    if found is None or found.sign:
        return None
    if _sight(found.digits) == "either" and found.scale == 1:
        return int(re.sub(r"[.,]", "", found.digits))
    value = read_figure(text, mark)
    return int(value) if value is not None and value == value.to_integral_value() else None
