"""The first reading of an export: every row is put by, and every column asked how it writes figures, days, ids."""

import json
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from ugc.delivery import _dates as dates
from ugc.delivery import _figures as figures
from ugc.delivery import _ids as ids
from ugc.delivery._headers import NAMING, Header
from ugc.delivery._words import blank, is_total
from ugc.model.posts import Skipped

Cell = str | int | float | None

MOST_ROWS = 1_000_000
COUNTS = frozenset(
    "impressions reach clicks link_clicks plays plays_2s plays_3s plays_6s plays_15s played_25 played_50 played_75 "
    "played_100".split()
)
AMOUNTS = frozenset("spend revenue spend_micros revenue_micros conversions orders".split())
DAYS = frozenset("starts ends since until day".split())
IDS = frozenset("ad_id native_id account_id campaign_id adset_id post".split())
_MOST_SKIPPED = 200
_LONGEST = 4000
_IN_CHUNK = 2000
_MOST_SEEN = 50


@dataclass
class Evidence:
    """What the cells of one column show."""

    sights: Counter[str] = field(default_factory=Counter)
    odd: str | None = None
    """The first cell that is nothing of what its column is about."""
    two_ways: str | None = None
    """The first cell that can be read in two ways."""
    signs: bool = False
    """Whether a cell names its currency."""
    proven: bool = False
    rounded: set[str] = field(default_factory=set)
    lost: int = 0
    """Ids that are damaged whatever the others show."""
    seen: dict[str, None] = field(default_factory=dict)
    """Words, each once."""
    filled: bool = False


class Survey:
    """Rows that are put by, packed, and what was found out of their columns."""

    def __init__(
        self, header: Header, *, named: frozenset[str] = frozenset(NAMING), what: str = "ad"
    ) -> None:
        self.header = header
        self.totals = self.count = 0
        self.skipped: list[Skipped] = []
        self.passed_over = 0
        """Rows that are skipped, also those that are not listed."""
        self.notes: list[str] = []
        self.evidence = [Evidence() for _ in header.columns]
        self._what = what
        self._places = [column.index for column in header.columns]
        self._naming = [at for at, column in enumerate(header.columns) if column.field in named]
        self._above = [
            at for at, column in enumerate(header.columns) if column.field in ("campaign", "adset")
        ]
        self._figured = [at for at, column in enumerate(header.columns) if column.field in COUNTS | AMOUNTS]
        self._known = any(header.columns[at].field != "ad_name" for at in self._naming)
        self._look = [_LOOKS.get(_kind(column.field)) for column in header.columns]
        self._chunks: list[bytes] = []
        self._open: list[tuple[int, list[Cell]]] = []
        self._headings = [column.heading for column in header.columns]

    def take(self, number: int, cells: Sequence[object], fault: str | None = None) -> bool:
        """Put a row by, or pass it over; return False once there are as many as are read."""
        if fault:
            self._skip(number, f"It could not be read: {fault}.")
            return True
        width = len(cells)
        row = [_cell(cells[at]) if at < width else None for at in self._places]
        if not any(cell is not None for cell in row):
            if any(is_total(text) for text in _texts(cells)):
                self.totals += 1
            return True
        if row == self._headings:
            return True  # sheets that were put together repeat their header
        if self._is_total(row, cells):
            self.totals += 1
        elif not any(row[at] is not None for at in self._naming):
            self._skip(number, f"It names no {self._what}, nor anything that {self._what}s are known by.")
        elif self.count >= MOST_ROWS:
            self.notes.append(f"it has more than {MOST_ROWS:,} rows, and the rest was not read")
            return False
        else:
            self._keep(number, row)
        return True

    def _is_total(self, row: Sequence[Cell], cells: Sequence[object]) -> bool:
        names = [row[at] for at in self._naming if row[at] is not None]
        if not names:  # an ad has a name or an id: these are the sums of what stands above ads
            return any(row[at] is not None for at in self._figured) or any(
                is_total(text) for text in _texts(cells)
            )
        heads = len(names) == 1 and isinstance(names[0], str) and is_total(names[0])
        return heads and (self._known or not any(row[at] is not None for at in self._above))

    def _keep(self, number: int, row: list[Cell]) -> None:
        self.count += 1
        for cell, look, evidence in zip(row, self._look, self.evidence, strict=True):
            if cell is not None:
                evidence.filled = True
                if look is not None:
                    look(evidence, cell)
        self._open.append((number, row))
        if len(self._open) >= _IN_CHUNK:
            self._pack()

    def _pack(self) -> None:
        self._chunks.append(
            zlib.compress(json.dumps(self._open, ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)
        )
        self._open = []

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """Yield the rows that were put by, each with its number, as often as they are asked for."""
        for chunk in self._chunks:
            yield from json.loads(zlib.decompress(chunk).decode("utf-8", "surrogatepass"))
        yield from self._open

    def _skip(self, number: int, why: str) -> None:
        self.passed_over += 1
        if self.passed_over <= _MOST_SKIPPED:
            self.skipped.append(Skipped(origin=f"row {number}", why=why))

    def all_skipped(self) -> tuple[Skipped, ...]:
        """Return what was skipped; beyond a number of rows, how many more."""
        more = self.passed_over - len(self.skipped)
        last = (Skipped(origin="further rows", why=f"{more:,} more could not be used."),) if more else ()
        return (*self.skipped, *last)


def _texts(cells: Sequence[object]) -> list[str]:
    found = [cell for cell in cells[:12] if isinstance(cell, str) and cell.strip()]
    return found[:3]


def _cell(cell: object) -> Cell:
    """A cell's value as text or number; None where it says nothing."""
    if isinstance(cell, str):
        return None if blank(cell) else cell[:_LONGEST]
    if cell is None or isinstance(cell, bool):
        return None
    if isinstance(cell, int):
        return cell if abs(cell) < 10**60 else None
    if isinstance(cell, float):
        return cell if abs(cell) < 1e60 else None
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return str(cell)[:_LONGEST]


def _kind(name: str) -> str:
    kinds = {"count": COUNTS, "amount": AMOUNTS, "day": DAYS, "id": IDS}
    return next((kind for kind, names in kinds.items() if name in names), name)


def _look_at_figure(evidence: Evidence, cell: Cell) -> None:
    if not isinstance(cell, str):
        evidence.sights["whole" if cell == int(cell or 0) else "fraction"] += 1
        return
    if cell.isdecimal() and cell.isascii():
        evidence.sights["whole"] += 1
        return
    seen = _figure_sight(cell)
    evidence.sights[seen] += 1
    if seen in (",", ".") and cell.rpartition(seen)[2].strip("0 "):
        evidence.sights["fraction"] += 1
    if seen == "bad":
        evidence.odd = evidence.odd or cell[:40]
    elif seen == "either":
        evidence.two_ways = evidence.two_ways or cell[:40]
    if not evidence.signs and not (cell.isascii() and cell[:1].isdigit() and cell[-1:].isdigit()):
        found = figures.figure(cell)
        evidence.signs = evidence.signs or bool(found and found.currency)


def _look_at_day(evidence: Evidence, cell: Cell) -> None:
    text = cell if isinstance(cell, str) else str(cell)
    seen = _day_sight(text)
    evidence.sights[seen] += 1
    if seen == "bad":
        evidence.odd = evidence.odd or text[:40]
    elif seen == "either":
        evidence.two_ways = evidence.two_ways or text[:40]


def _look_at_id(evidence: Evidence, cell: Cell) -> None:
    if ids.proves(cell):
        evidence.proven = True
    elif ids.read_id(cell, proven=True).damage:
        evidence.lost += 1
    elif ids.read_id(cell, proven=False).damage:
        evidence.sights["rounded"] += 1
        if len(evidence.rounded) < _MOST_SEEN:
            evidence.rounded.add(ids.unwrapped(str(cell)))


def _look_at_word(evidence: Evidence, cell: Cell) -> None:
    if len(evidence.seen) < 20 * _MOST_SEEN:
        evidence.seen[str(cell)[:200]] = None


_day_sight = lru_cache(maxsize=1 << 14)(dates.sight)
_figure_sight = lru_cache(maxsize=1 << 16)(figures.sight)
_LOOKS = {
    "count": _look_at_figure,
    "amount": _look_at_figure,
    "day": _look_at_day,
    "id": _look_at_id,
    "state": _look_at_word,
    "markets": _look_at_word,
    "currency": _look_at_word,
}
