"""The words that say a creative is an ad: which ones a market takes, and when a brand wants them on the picture."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from ugc.model.base import Value
from ugc.model.territories import COUNTRIES

Show = Literal["never", "needed", "always"]
Ground = Literal["creator_handle", "connection", "unknown_connection"]
"""Why a label is needed: the ad runs from another account than the brand's; the records know of a connection between
creator and brand; the records do not say that there is none."""

LONGEST = 40
"""Characters of a label: more would not be read at a glance, and not fit one line."""
_JOINERS = "\u200c\u200d"
_LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"


def _label(words: str) -> str:
    if len(words) > LONGEST:
        raise ValueError(f"a label has at most {LONGEST} characters, and this one {len(words)}")
    bare = "".join(letter for letter in words if letter not in _JOINERS)
    if not bare.isprintable() or words != words.strip():
        raise ValueError("a label is one line of text, without control characters or spaces around it")
    if not any(letter.isalpha() for letter in bare):
        raise ValueError("a label has words")
    return words


def _market(code: str) -> str:
    if code not in COUNTRIES:
        raise ValueError(f"{code!r} is not an ISO 3166-1 country code such as DE")
    return code


Words = Annotated[str, AfterValidator(_label)]
Language = Annotated[str, Field(pattern=_LANGUAGE)]
Market = Annotated[str, AfterValidator(_market)]


class DisclosurePolicy(Value):
    """When a brand wants the label on the picture, and its own words for it. Set under [rights.disclosure]."""

    show: Show = "needed"
    needed_in: frozenset[Ground] = frozenset({"creator_handle", "connection"})
    """What `needed` means: any one of these suffices."""
    markets: dict[Market, Show] = {}
    """Country code to its own answer, in place of `show`."""
    words: dict[Language, Words] = {}
    """Language to the brand's own words, in place of those of the tables."""

    def shown_in(self, market: str) -> Show:
        """Say when a label is wanted in a market."""
        return self.markets.get(market, self.show)


class MarketRow(Value):
    """What a market is known to want of the label. What its source does not state is "unstated", never a guess."""

    id: Market
    languages: tuple[Language, ...] = Field(min_length=1)
    """In which a label is understood there, its main one first."""
    labels: dict[Language, tuple[Words, ...]] = Field(min_length=1)
    """Language to the words that are taken, the usual ones first."""
    refuses: tuple[Words, ...] = ()
    """Words that its source names as not enough."""
    size: str
    place: str
    duration: str
    notes: str = ""
    source: str = Field(pattern=r"^https://\S+$")
    checked: date
    confidence: Literal["official", "secondary", "unverified"]
    """official: the authority's own page was read; secondary: somebody's account of it; unverified: neither."""
