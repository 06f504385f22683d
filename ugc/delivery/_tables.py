"""Sheets of text and of workbooks: where the header stands, and every row below it put by."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice, pairwise

from ugc.delivery import _headers as headers
from ugc.delivery import _workbook as workbook
from ugc.delivery._dates import read_day
from ugc.delivery._headers import NAMING, Header
from ugc.delivery._source import Kind, Source
from ugc.delivery._survey import Survey
from ugc.delivery._text import HEADER_WITHIN, Record, encoding_of, rows_of
from ugc.errors import InputError
from ugc.text import one_line

_WIDEST = 600
_LEAST = 2
"""Known headings that make a header."""
_BETWEEN = re.compile(r"\s+(?:-|–|—|to|bis|a|al|à|au|~)\s+|\s*[~～]\s*")


def survey_of(source: Source, kind: Kind, *, sales: bool = False) -> Survey:
    """Read a sheet once. Raises InputError when it cannot be read, or has no column by which ads are known."""
    return _of_workbook(source, sales=sales) if kind == "workbook" else _of_text(source, sales=sales)


def _of_text(source: Source, *, sales: bool) -> Survey:
    encoding, note = encoding_of(source)
    records = rows_of(source, encoding, sales=sales)
    head = list(islice(records, HEADER_WITHIN))
    survey = _survey(_header(head, source, sales=sales), sales=sales)
    survey.notes += [note] if note else []
    return _fill(survey, chain(head, records))


def _of_workbook(source: Source, *, sales: bool) -> Survey:
    with workbook.opened(source) as book:
        at, name, others = book.best(sales=sales)
        header = _header(list(book.rows(at, width=_WIDEST, most=HEADER_WITHIN)), source, sales=sales)
        survey = _survey(header, sales=sales)
        if others:
            survey.notes.append(f"the sheet {name!r} was read; {', '.join(map(repr, others[:5]))} was not")
        return _fill(survey, book.rows(at, width=header.width))


def _survey(header: Header, *, sales: bool) -> Survey:
    return Survey(header, named=frozenset({"code"}), what="code") if sales else Survey(header)


def _fill(survey: Survey, records: Iterable[Record]) -> Survey:
    survey.notes += survey.header.notes
    for number, cells, fault in records:
        if number > survey.header.row and not survey.take(number, cells, fault):
            break
    return survey


def _header(records: Sequence[Record], source: Source, *, sales: bool) -> Header:
    """Find the row of headings, or the two that stand for one, which need not be the first."""
    rows = [
        (number, [workbook.heading(cell) for cell in cells]) for number, cells, fault in records if not fault
    ]
    best: tuple[tuple[int, int], int, list[str]] | None = None
    for number, headings in _candidates(rows):
        fields = headers.fields_of(headings, sales=sales)
        enough = "code" in fields if sales else bool(fields & NAMING) and len(fields) >= _LEAST
        score = (len(fields), len(headers.known(headings, sales=sales)))
        if enough and (best is None or score > best[0]):
            best = (score, number, headings)
    header = headers.read_header(best[2], sales=sales) if best else None
    if best is None or header is None or not (header.fields & (NAMING | {"code"})):
        raise _no_header(source, rows, sales=sales)
    header.row = best[1]
    header.period = _period(rows, best[1])
    return header


def _candidates(rows: Sequence[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Every row alone; then every two that follow each other, for headings that stand in two rows."""
    yield from rows
    for (_, upper), (number, lower) in pairwise(rows):
        yield number, _joined(upper, lower)


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """The headings of two rows, where a cell of the upper one may be merged over several of the lower one."""
    width, over, found = max(len(upper), len(lower)), "", list[str]()
    for at in range(width):
        above = upper[at] if at < len(upper) else ""
        below = lower[at] if at < len(lower) else ""
        over = above or over
        tried = (f"{over} {below}".strip(), below, above)
        known = headers.known
        found.append(next((name for name in tried if name and known([name])), below or above))
    return found


def _period(rows: Sequence[tuple[int, list[str]]], header: int) -> tuple[date, date] | None:
    """The days that a title above the header states, as `November 1, 2026 - November 30, 2026`."""
    for number, cells in rows:
        if number >= header:
            return None
        for cell in filter(None, cells[:4]):
            parts = _BETWEEN.split(cell.rpartition(": ")[2])
            days = [read_day(part, None) for part in parts]
            if len(days) == 2 and days[0] and days[1] and days[0] <= days[1]:
                return days[0], days[1]
    return None


def _no_header(source: Source, rows: Sequence[tuple[int, list[str]]], *, sales: bool) -> InputError:
    widest = max((cells for _, cells in rows), key=lambda cells: sum(map(bool, cells)), default=[])
    has = ", ".join(one_line(name)[:40] for name in list(filter(None, widest))[:8])
    seen = f" It has: {has}." if has else ""
    if sales:
        return InputError(
            f"{source.shown} has no column of codes.{seen}",
            hint="Name its columns: code, orders, revenue, currency.",
        )
    above = any(headers.fields_of(cells) & {"campaign", "adset"} for _, cells in rows)
    what = "tells of campaigns or ad sets, not of ads" if above else "has no column by which ads are known"
    return InputError(
        f"{source.shown} {what}.{seen}",
        hint="Export at the level of ads, with their names and ids; see docs/ad-exports.md.",
    )
