"""Which columns a sheet has: what its headings mean, in which language, and of which platform they are."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple, get_args

from ugc.delivery._words import listed, plain, table
from ugc.model.ads import AdPlatform
from ugc.model.currencies import DECIMALS
from ugc.text import one_line

MOST_COLUMNS = 2000
_LONGEST = 120
_CLOSE = 0.86
"""How like a known name an unknown one must be before it is offered; 1: the same."""
_MOST_SUGGESTED = 100
_BRACKET = re.compile(r"[(\[（]\s*([^()\[\]（）]{1,5})\s*[)\]）]")
_SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "₺": "TRY",
    "zł": "PLN",
    "R$": "BRL",
    "US$": "USD",
    "₹": "INR",
    "₩": "KRW",
    "円": "JPY",
}
SEVERAL = {"native_id", "link", "file_name", "hash"}
"""Fields that take the cells of every column that tells them."""
NAMING = {"ad_name", "ad_id", "native_id", "link", "file_name", "hash"}
"""Fields by which an ad can be known."""
_PLATFORMS: tuple[AdPlatform, ...] = get_args(AdPlatform)


class Meaning(NamedTuple):
    """What a name of a column stands for in the sheets of one platform and language."""

    platform: str
    language: str
    field: str
    rank: int
    """Its place in the list of names; the first is the best."""


@dataclass(frozen=True)
class Column:
    """A column that is read."""

    index: int
    heading: str
    field: str
    currency: str | None = None


@dataclass
class Header:
    """The columns of a sheet."""

    columns: tuple[Column, ...]
    not_read: tuple[str, ...]
    platform: AdPlatform | None
    language: str | None
    row: int = 0
    """The number of its last row."""
    period: tuple[date, date] | None = None
    """First and last day that a title above it states."""
    notes: list[str] = field(default_factory=list)

    @property
    def fields(self) -> frozenset[str]:
        """What its columns tell."""
        return frozenset(column.field for column in self.columns)

    @property
    def width(self) -> int:
        """How many cells of a row are read."""
        return max(column.index for column in self.columns) + 1


@lru_cache(maxsize=2)
def _names(sales: bool) -> dict[str, tuple[Meaning, ...]]:
    found: dict[str, list[Meaning]] = {}
    for platform, languages in table("headers").items():
        if (platform == "sales") == sales:
            for language, fields in languages.items():
                for name, names in fields.items():
                    for rank, text in enumerate(listed(names)):
                        meanings = found.setdefault(plain(text), [])
                        meanings.append(Meaning(platform, language, name, rank))
    return {name: tuple(meanings) for name, meanings in found.items()}


@lru_cache(maxsize=1)
def _ignored() -> frozenset[str]:
    return frozenset(map(plain, listed(table("words")["ignored"]["names"])))


@lru_cache(maxsize=8192)
def _parted(heading: str) -> tuple[str, str | None]:
    """A heading in the form in which headings are compared, and the currency that it states."""
    currency = None
    for inside in _BRACKET.findall(heading):
        code = _SIGNS.get(inside.strip(), inside.strip().upper())
        if code in DECIMALS:
            currency, heading = code, heading.replace(inside, "", 1)
    return plain(heading), currency


def known(headings: Iterable[str], *, sales: bool = False) -> set[str]:
    """Return which headings of a row are known, each once."""
    names = _names(sales)
    return {
        name for name in (_parted(each)[0] for each in headings if 0 < len(each) < _LONGEST) if name in names
    }


def fields_of(headings: Iterable[str], *, sales: bool = False) -> set[str]:
    """Return the fields that the known headings of a row could mean."""
    names = _names(sales)
    return {meaning.field for name in known(headings, sales=sales) for meaning in names[name]}


def read_header(headings: Sequence[str], *, sales: bool = False) -> Header:
    """Understand the headings of a sheet; what is not known, or claimed twice, is said and not read."""
    names = _names(sales)
    parted = [
        _parted(one_line(each)) if len(each) < _LONGEST else ("", None) for each in headings[:MOST_COLUMNS]
    ]
    told = [meaning for name in {name for name, _ in parted} for meaning in names.get(name, ())]
    platform, language = _platform(parted, names), _language(parted, names)
    claims: dict[str, list[tuple[int, int]]] = {}
    notes: list[str] = []
    for index, (name, _) in enumerate(parted):
        meaning = _meaning(names.get(name, ()), platform, language)
        if meaning:
            claims.setdefault(meaning.field, []).append((meaning.rank, index))
        elif name in names:
            notes.append(
                f"{_shown(headings[index])} means one thing or another, and the sheet does not say which"
            )
    columns = []
    for claimed, places in claims.items():
        places.sort()
        taken = places if claimed in SEVERAL else places[:1]
        columns += [Column(at, one_line(headings[at])[:_LONGEST], claimed, parted[at][1]) for _, at in taken]
        notes += _lost(headings, places[len(taken) :], taken[0][1])
    columns.sort(key=lambda column: column.index)
    read = {column.index for column in columns}
    left = [
        one_line(text)[:_LONGEST]
        for at, text in enumerate(headings[:MOST_COLUMNS])
        if at not in read and text.strip()
    ]
    notes += _suggestions(left, {column.field for column in columns}, told, sales=sales)
    if len(headings) > MOST_COLUMNS:
        notes.append(f"it has {len(headings):,} columns, and only the first {MOST_COLUMNS:,} were looked at")
    return Header(tuple(columns), tuple(dict.fromkeys(left)), platform, language, notes=notes)


def _meaning(meanings: Sequence[Meaning], platform: str | None, language: str | None) -> Meaning | None:
    own = [each for each in meanings if each.platform == platform] or list(meanings)
    own = [each for each in own if each.language == language] or own
    return own[0] if len({each.field for each in own}) == 1 else _best(own)


def _best(meanings: Sequence[Meaning]) -> Meaning | None:
    """Of several fields the one that all platforms but one see in it; None where they differ."""
    counts = Counter(each.field for each in meanings).most_common(2)
    if len(counts) > 1 and counts[0][1] == counts[1][1]:
        return None
    return next((each for each in meanings if each.field == counts[0][0]), None)


def _platform(
    parted: Sequence[tuple[str, str | None]], names: dict[str, tuple[Meaning, ...]]
) -> AdPlatform | None:
    """The platform under which the most headings are known, where only one knows so many."""
    counts: Counter[str] = Counter()
    for name in {name for name, _ in parted}:
        counts.update({meaning.platform for meaning in names.get(name, ())})
    best = counts.most_common(2)
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        return None
    return next((platform for platform in _PLATFORMS if platform == best[0][0]), None)


def _language(parted: Sequence[tuple[str, str | None]], names: dict[str, tuple[Meaning, ...]]) -> str | None:
    counts: Counter[str] = Counter()
    for name in {name for name, _ in parted}:
        counts.update({meaning.language for meaning in names.get(name, ())})
    best = counts.most_common(2)
    return best[0][0] if best and (len(best) == 1 or best[0][1] > best[1][1]) else None


def _lost(headings: Sequence[str], places: Sequence[tuple[int, int]], taken: int) -> list[str]:
    return [
        f"{_shown(headings[taken])} and {_shown(headings[at])} tell the same; the first was read"
        for _, at in places
    ]


def _suggestions(left: Sequence[str], read: set[str], told: Sequence[Meaning], *, sales: bool) -> list[str]:
    """What unknown headings that look like known ones may have meant."""
    names, languages = _names(sales), {meaning.language for meaning in told} | {"en"}
    wanted = [
        name
        for name, meanings in names.items()
        if len(name) > 3 and any(each.language in languages and each.field not in read for each in meanings)
    ]
    found = []
    for heading in left[:_MOST_SUGGESTED]:
        name = _parted(heading)[0]
        if len(name) > 3 and name not in names and name not in _ignored():
            close = get_close_matches(name, wanted, n=1, cutoff=_CLOSE)
            if close:
                meant = next(each.field for each in names[close[0]] if each.field not in read)
                like = f"it looks like {close[0]!r} ({meant.replace('_', ' ')})"
                found.append(f"{_shown(heading)} is not known and was not read; {like}")
    return found


def _shown(heading: str) -> str:
    return repr(one_line(heading)[:60])
