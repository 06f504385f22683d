"""The same days of an ad in two exports: they are counted once, and what was left out is told.

Of the files that tell of an ad, the one that covers the most days comes first; of equals the one with more rows, since
it breaks the ad down further; then the one whose days end later; then by name. A row of a later file is left out when
days of it are told by an earlier file for the same ad, in markets and on a channel that may be the same. Rows of one
file always add up.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from ugc.model.delivery import AdRow
from ugc.model.results import Overlap
from ugc.results.rows import AdKey, Placed, ad_key

_Days = list[tuple[date, date]]
_Where = tuple[frozenset[str], str | None]


def once(placed: Sequence[Placed]) -> tuple[list[Placed], tuple[Overlap, ...]]:
    """Return the rows that count, in the order in which they came, and what was left out."""
    files: dict[AdKey, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, item in enumerate(placed):
        files[ad_key(item.row)][item.row.file].append(number)
    out: dict[int, str] = {}
    for told in files.values():
        if len(told) > 1:
            out |= _doubled({name: [(n, placed[n].row) for n in numbers] for name, numbers in told.items()})
    kept = [item for number, item in enumerate(placed) if number not in out]
    return kept, _told((placed[number].row, file) for number, file in out.items())


def _doubled(told: dict[str, list[tuple[int, AdRow]]]) -> dict[int, str]:
    """Number of each row of an ad that is left out, to the file that was used instead."""
    order = sorted(told, key=lambda file: _rank(file, [row for _, row in told[file]]))
    taken: list[tuple[str, dict[_Where, _Days]]] = []
    out: dict[int, str] = {}
    for file in order:
        fresh: dict[_Where, _Days] = defaultdict(list)
        for number, row in told[file]:
            other = next((name for name, days in taken if _meets(row, days)), None)
            if other is None:
                fresh[row.markets, row.channel].append(_span(row))
            else:
                out[number] = other
        taken.append((file, {where: _joined(days) for where, days in fresh.items()}))
    return out


def _rank(file: str, rows: Iterable[AdRow]) -> tuple[int, int, int, str]:
    spans = [_span(row) for row in rows]
    days = sum((last - first).days + 1 for first, last in _joined(spans))
    return -days, -len(spans), -max(last for _, last in spans).toordinal(), file


def _span(row: AdRow) -> tuple[date, date]:
    """The days of a row; what is not stated may be any day."""
    return row.since or date.min, row.until or date.max


def _joined(spans: Iterable[tuple[date, date]]) -> _Days:
    """Spans in order, with those that meet or touch made one."""
    found: _Days = []
    for first, last in sorted(spans):
        if found and (found[-1][1] == date.max or first <= found[-1][1] + timedelta(days=1)):
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def _meets(row: AdRow, taken: dict[_Where, _Days]) -> bool:
    first, last = _span(row)
    return any(
        _alike(row, where) and any(begin <= last and first <= end for begin, end in days)
        for where, days in taken.items()
    )


def _alike(row: AdRow, where: _Where) -> bool:
    """Whether a row may be about the same place: only what both state can tell them apart."""
    markets, channel = where
    apart = bool(row.markets and markets and row.markets.isdisjoint(markets))
    return not apart and not (row.channel and channel and row.channel != channel)


def _told(left: Iterable[tuple[AdRow, str]]) -> tuple[Overlap, ...]:
    parts: dict[tuple[AdKey, str, str, str | None], list[AdRow]] = defaultdict(list)
    for row, kept in left:
        parts[ad_key(row), row.file, kept, row.currency].append(row)
    found = [
        Overlap(
            ad_name=rows[0].ad_name,
            ad_id=rows[0].ad_id,
            platform=rows[0].platform,
            file=file,
            rows=tuple(sorted(row.row for row in rows)),
            kept=kept,
            since=min((row.since for row in rows if row.since), default=None),
            until=max((row.until for row in rows if row.until), default=None),
            currency=currency,
            spend=sum(spent, Decimal())
            if (spent := [r.spend for r in rows if r.spend is not None])
            else None,
        )
        for (_, file, kept, currency), rows in parts.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.ad_name or "", one.ad_id or "", one.file, one.rows)))
