"""The words that cells are made of: states, countries, placements, totals. Their tables stand beside this file."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from ugc.model.delivery import AdState
from ugc.model.territories import COUNTRIES
from ugc.model.vocab import Channel

BLANK = {
    "",
    "-",
    "--",
    "—",
    "–",
    "n/a",
    "na",
    "#n/a",
    "null",
    "none",
    "nan",
    "not set",
    "(not set)",
    "undefined",
    ".",
}
"""What stands in cells that say nothing, folded."""
_SPREAD = re.compile(r"[,;|/\n、]+")
_NOWHERE = {
    "unknown",
    "unbekannt",
    "inconnu",
    "desconocido",
    "sconosciuto",
    "desconhecido",
    "onbekend",
    "nieznany",
}
_STATES: tuple[AdState, ...] = ("live", "off", "over")


def table(name: str) -> dict[str, Any]:
    """Return one of the tables beside this file."""
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text("utf-8"))


def plain(text: str) -> str:
    """Bring a word to the form in which words are compared: no case, no accents, no punctuation."""
    flat = unicodedata.normalize("NFKD", text.replace("\u0131", "i").replace("\u0130", "I")).casefold()
    kept = "".join(sign if sign.isalnum() else " " for sign in flat if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", " ".join(kept.split()))


def listed(text: str) -> Iterator[str]:
    """Yield the names of a list that is parted by semicolons."""
    return (name for name in map(str.strip, text.split(";")) if name)


def blank(text: str) -> bool:
    """Whether a cell says nothing."""
    if text[:1].isdecimal() or len(text) > 200:
        return False
    text = text.strip()
    return not text or (len(text) <= 9 and text.casefold() in BLANK)


@lru_cache(maxsize=1)
def _states() -> Mapping[str, AdState]:
    words = table("words")["states"]
    return {plain(word): state for state in _STATES for word in listed(words[state])}


@lru_cache(maxsize=4096)
def state_of(text: str) -> AdState:
    """Return what a word for an ad's state means; unknown where it is not in the table."""
    word = plain(text)
    found = _states().get(word)
    if found is None and "(" in text:  # Active (learning)
        found = _states().get(plain(text.split("(")[0]))
    return found or "unknown"


@lru_cache(maxsize=1)
def _never() -> frozenset[str]:
    return frozenset(map(plain, listed(table("words")["ends"]["never"])))


def without_end(text: str) -> bool:
    """Whether a cell says that an ad has no last day."""
    return plain(text) in _never()


@lru_cache(maxsize=1)
def _totals() -> tuple[frozenset[str], tuple[str, ...]]:
    words = table("words")["totals"]
    begins = tuple(word.casefold() for word in listed(words["begins"]))
    return frozenset(map(plain, listed(words["whole"]))), begins


@lru_cache(maxsize=4096)
def is_total(text: str) -> bool:
    """Whether a cell heads a row of sums."""
    whole, begins = _totals()
    return text.strip().casefold().startswith(begins) or (len(text) < 40 and plain(text) in whole)


@lru_cache(maxsize=1)
def _channels() -> tuple[tuple[str, Channel], ...]:
    found = [
        (plain(word), name) for name, words in table("words")["channels"].items() for word in listed(words)
    ]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=4096)
def channel_of(text: str) -> Channel | None:
    """Return the channel that a platform or placement begins with, as `Instagram Stories`; None: not known."""
    words = f"{plain(text)} "
    return next((channel for word, channel in _channels() if words.startswith(f"{word} ")), None)


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    found = {code.casefold(): code for code in COUNTRIES}
    for code, names in table("countries").items():
        found |= {plain(name): code for name in listed(names)}
    return found


@lru_cache(maxsize=8192)
def countries_of(text: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the countries of a cell as ISO 3166-1 codes, and its places that are no country that is known."""
    whole = _country(text)
    if whole:
        return frozenset((whole,)), ()
    found, unread = set[str](), list[str]()
    for part in map(str.strip, _SPREAD.split(text)):
        code = _country(part)
        if code:
            found.add(code)
        elif not blank(part) and plain(part) not in _NOWHERE:
            unread.append(part[:80])
    return frozenset(found), tuple(dict.fromkeys(unread))


def _country(text: str) -> str | None:
    code = _countries().get(plain(text))
    if code is None and (inside := re.search(r"\(([A-Za-z]{2})\)\s*$", text)):  # Germany (DE)
        code = _countries().get(inside[1].casefold())
    return code
