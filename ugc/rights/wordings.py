"""Which words say that a creative is an ad: what the tables know of each market, and one label for several.

The rows of `disclosure.toml` carry their sources; what they do not state is not known here. No legal advice.
"""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ugc.model.disclosing import MarketRow

_TABLE = Path(__file__).with_name("disclosure.toml")


class Wording(NamedTuple):
    """The label for a use: its words, or why there are none."""

    text: str | None
    lacking: str | None = None


@cache
def market_rows() -> dict[str, MarketRow]:
    """Return the shipped table, by country code."""
    rows = tomllib.loads(_TABLE.read_text("utf-8"))["market"]
    return {row["id"]: MarketRow.model_validate(row) for row in rows}


def wording(markets: Iterable[str], language: str, own: Mapping[str, str]) -> Wording:
    """Return one label that every market takes, in the language of the copy where a market understands that.

    Where it does not, the market's own language wins. `own` is the brand's words by language, which stand before
    the table's. A market that no table knows is taken to understand the copy.
    """
    places = sorted(set(markets))
    choices = {place: _choices(place, language, own) for place in places}
    unknown = [place for place in places if not choices[place]]
    if unknown:
        return Wording(
            None,
            f"No words for the label are on file in {_primary(language)!r} for {', '.join(unknown)}: "
            "write your own, by language, as `words` under [rights.disclosure] in ugc.toml.",
        )
    first = choices[places[0]] if places else ()
    shared = [words for words in first if all(_is_in(words, each) for each in choices.values())]
    if shared:
        return Wording(shared[0])
    said = ", ".join(f"{place} “{words[0]}”" for place, words in choices.items())
    return Wording(None, f"No one label serves these markets ({said}): render for each with --market.")


def takes(market: str, text: str, own: Mapping[str, str]) -> bool | None:
    """Say whether a market is known to take some words for the label; None where nobody knows.

    The brand's own words are its own responsibility: nobody knows either.
    """
    row = market_rows().get(market)
    if row is None:
        return None
    if any(_is_in(text, words) for words in row.labels.values()):
        return True
    if _is_in(text, [words for words in map(own.get, (*row.languages, *row.labels)) if words]):
        return None
    foreign = _languages_of(text)
    if _is_in(text, row.refuses) or (foreign and foreign.isdisjoint(row.languages)):
        return False
    return None


def taken(market: str) -> tuple[str, ...]:
    """Return the words that a market of the table takes in its main language."""
    row = market_rows()[market]
    return row.labels.get(row.languages[0]) or next(iter(row.labels.values()))


def _choices(market: str, language: str, own: Mapping[str, str]) -> tuple[str, ...]:
    """The words to choose from in a market, the best first; none where nothing is on file."""
    row, tongue = market_rows().get(market), _primary(language)
    if row is None:
        return _own(language, own) or _at_home(tongue)
    if tongue in row.languages or tongue in row.labels:
        return _own(language, own) or row.labels.get(tongue, ())
    for tongue in row.languages:
        if found := _own(tongue, own) or row.labels.get(tongue, ()):
            return found
    return ()


def _own(language: str, own: Mapping[str, str]) -> tuple[str, ...]:
    words = own.get(language) or own.get(_primary(language))
    return (words,) if words else ()


def _at_home(tongue: str) -> tuple[str, ...]:
    """The words of a language in the first market of the table whose main language it is."""
    rows = (row for row in market_rows().values() if row.languages[0] == tongue and tongue in row.labels)
    return next((row.labels[tongue] for row in rows), ())


def _languages_of(text: str) -> frozenset[str]:
    """The languages in which the tables know some words as a label."""
    return frozenset(
        language
        for row in market_rows().values()
        for language, words in row.labels.items()
        if _is_in(text, words)
    )


def _is_in(text: str, words: Iterable[str]) -> bool:
    return text.casefold() in {each.casefold() for each in words}


def _primary(language: str) -> str:
    return language.split("-")[0].casefold()
