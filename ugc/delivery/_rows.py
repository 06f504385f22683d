"""From the cells of a row to what it says of one ad."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from ugc.delivery import _dates as dates
from ugc.delivery import _figures as figures
from ugc.delivery import _ids as ids
from ugc.delivery._conventions import Conventions
from ugc.delivery._survey import AMOUNTS, COUNTS, DAYS, IDS, Cell, Survey
from ugc.delivery._words import blank, channel_of, countries_of, state_of
from ugc.model.delivery import AdRow, AdState, Damaged
from ugc.text import one_line

_LONGEST_NAME = 1000
_MILLION = Decimal(1_000_000)
_HASH = re.compile(r"(?<![0-9A-Fa-f])(?:[0-9A-Fa-f]{64}|[0-9A-Fa-f]{32})(?![0-9A-Fa-f])")
_LINK = re.compile(r"(?:https?://|www\.)[^\s\"'<>,;]+", re.I)
_PARTS = re.compile(r"[\s,;|]+")
_TEXTS = frozenset("account campaign adset ad_name placement sales_code".split())
_MOST_PARTS = 50

Read = Callable[[Cell], Any]


class Reader:
    """Makes the rows of one export."""

    def __init__(self, survey: Survey, conventions: Conventions, file: str) -> None:
        self._survey, self._file = survey, file
        self._platform, self._period = survey.header.platform, survey.header.period
        self._columns = [
            (column, self._read(at, conventions)) for at, column in enumerate(survey.header.columns)
        ]

    def rows(self) -> Iterator[AdRow]:
        """Yield what every row says."""
        for number, cells in self._survey.rows():
            yield self._row(number, cells)

    def _read(self, at: int, by: Conventions) -> Read | None:
        name, mark, order, proven = (
            self._survey.header.columns[at].field,
            by.marks[at],
            by.orders[at],
            by.proven[at],
        )
        if by.rates[at]:
            return None
        if name in COUNTS:
            return _remembered(lambda cell: _count(cell, mark))
        if name in AMOUNTS:
            return _remembered(lambda cell: amount(cell, mark))
        if name in DAYS:
            return _remembered(lambda cell: dates.read_day(str(cell), order))
        if name == "native_id":
            return lambda cell: [ids.read_id(part, proven=proven) for part in _parts(cell)]
        if name in IDS:
            return lambda cell: ids.read_id(cell, proven=proven)
        return _MANY.get(name, text_of)

    def _row(self, number: int, cells: list[Cell]) -> AdRow:
        told: dict[str, Any] = {}
        damaged: list[Damaged] = []
        currencies: list[str | None] = []
        for (column, read), cell in zip(self._columns, cells, strict=True):
            if cell is None or read is None:
                continue
            value, name = read(cell), column.field
            if name == "native_id":
                damaged += [_lost(column.heading, cell, each.damage) for each in value if each.damage]
                told.setdefault(name, []).extend(each.text for each in value if each.text)
            elif name in IDS:
                if value.damage:
                    damaged.append(_lost(column.heading, cell, value.damage))
                if value.text:
                    told.setdefault(name, value.text)
            elif name in _MANY:
                told.setdefault(name, []).extend(value)
            elif value is not None:
                told.setdefault(name, value)  # the best named first
            if name in ("spend", "revenue") and value is not None:
                currencies.append(column.currency or sign(cell))
        fields = _fields(told, currencies)
        if damaged:
            fields["damaged"] = tuple(damaged)
        if self._period and "since" not in fields and "until" not in fields:
            fields["since"], fields["until"] = self._period
        return AdRow(file=self._file, row=number, platform=self._platform, **fields)


def _fields(told: dict[str, Any], currencies: list[str | None]) -> dict[str, Any]:
    """The fields of an AdRow, from what the columns tell."""
    fields = {name: told[name] for name in _AS_THEY_ARE if told.get(name) is not None}
    for name in ("account", "campaign", "adset"):
        if name not in fields and told.get(f"{name}_id"):
            fields[name] = told[f"{name}_id"]
    for name in ("spend", "revenue"):
        if name not in fields and told.get(f"{name}_micros") is not None:
            fields[name] = told[f"{name}_micros"] / _MILLION
    day: date | None = told.get("day")
    if (day and "since" not in fields) or (day and "until" not in fields):
        fields["since"] = fields["until"] = day
    fields |= _state(told) | _places(told)
    for name, field in (
        ("native_id", "native_ids"),
        ("link", "links"),
        ("file_name", "file_names"),
        ("hash", "hashes"),
    ):
        if told.get(name):
            fields[field] = tuple(dict.fromkeys(told[name]))
    stated = figures.currency_of(told["currency"]) if "currency" in told else None
    known = stated or next(filter(None, currencies), None)
    if known:
        fields["currency"] = known
    return fields


def _state(told: dict[str, Any]) -> dict[str, Any]:
    """What its account says of an ad: one that is on within something that is off is off."""
    words = [told.get(name) for name in ("state", "state_adset", "state_campaign")]
    states: list[AdState] = [state_of(word) if word else "unknown" for word in words]
    above: list[AdState] = [state for state in states[1:] if state in ("off", "over")]
    state = states[0]
    if above and state in ("live", "unknown"):
        state = "over" if "over" in above else "off"
    word = words[0] if words[0] and state == states[0] else None
    word = word or next(
        (each for each, is_ in zip(words, states, strict=True) if each and is_ == state), None
    )
    word = word or next(filter(None, words), None)
    return {"state": state, "state_text": word} if word else {}


def _places(told: dict[str, Any]) -> dict[str, Any]:
    """Where it ran: countries, or what could not be read as one; and on which channel."""
    fields: dict[str, Any] = {}
    markets, unread = countries_of(told["markets"]) if "markets" in told else (frozenset[str](), ())
    if markets:
        fields["markets"] = markets
    elif not unread and "region" in told:
        unread = (told["region"][:80],)
    if unread:
        fields["markets_unread"] = unread
    words = [told[name] for name in ("channel", "placement") if name in told]
    channel = next(filter(None, map(channel_of, words)), None)
    if channel:
        fields["channel"] = channel
    if words:
        fields["placement"] = told.get("placement", words[0])
    return fields


_AS_THEY_ARE = (
    _TEXTS | COUNTS | {"ad_id", "starts", "ends", "since", "until", "spend", "revenue", "conversions"}
)


def _remembered(read: Read) -> Read:
    return lru_cache(maxsize=20_000)(read)


def _count(cell: Cell, mark: figures.Mark | None) -> int | None:
    if isinstance(cell, str):
        return figures.read_count(cell, mark)
    return int(cell) if cell is not None and cell == int(cell) and 0 <= cell < 1 << 53 else None


def amount(cell: Cell, mark: figures.Mark | None) -> Decimal | None:
    """Return an amount; what a spreadsheet holds as a binary number is the decimal that it shows."""
    if isinstance(cell, str):
        return figures.read_figure(cell, mark)
    if isinstance(cell, float):
        return Decimal(f"{cell:.12g}") if abs(cell) < 1e12 else Decimal(int(cell))
    return Decimal(cell) if cell is not None else None


def sign(cell: Cell) -> str | None:
    """Return the currency that an amount names."""
    found = figures.figure(cell) if isinstance(cell, str) else None
    return found.currency if found else None


@lru_cache(maxsize=20_000)
def text_of(cell: Cell) -> str:
    """Return a cell as one line of text."""
    if isinstance(cell, float) and cell == int(cell):
        cell = int(cell)
    return one_line(str(cell))[:_LONGEST_NAME]


def _parts(cell: Cell) -> list[Cell]:
    if not isinstance(cell, str):
        return [cell]
    parts: list[Cell] = [part for part in _PARTS.split(cell) if not blank(part)]
    return parts[:_MOST_PARTS]


def _lost(heading: str, cell: Cell, why: str | None) -> Damaged:
    return Damaged(column=heading, text=one_line(str(cell))[:80], why=why or "")


def _file_names(cell: Cell) -> list[str]:
    return [name for name in map(text_of, str(cell).split("\n")[:_MOST_PARTS]) if name]


def _hashes(cell: Cell) -> list[str]:
    return [found.lower() for found in _HASH.findall(str(cell))[:_MOST_PARTS]]


def _links(cell: Cell) -> list[str]:
    return _LINK.findall(str(cell))[:_MOST_PARTS]


_MANY: dict[str, Read] = {"link": _links, "hash": _hashes, "file_name": _file_names}
