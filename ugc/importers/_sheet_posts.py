"""From the rows of a table, of a sheet of text or of a workbook, to the posts they tell of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ugc.importers import _columns as columns
from ugc.importers._columns import Headings
from ugc.importers._files import shown
from ugc.importers._followers import followers_of
from ugc.importers._hygiene import sanitize
from ugc.importers._media import add_posters, find_named
from ugc.importers._numbers import convention, read_count
from ugc.importers._rows import Reading, post_of
from ugc.importers._table import Table
from ugc.model.base import canonical
from ugc.model.posts import FoundFollowers, FoundPost, Skipped
from ugc.tables import Row
from ugc.tables.days import day_order, read_date
from ugc.text import one_line

CAPTION_TRUST = 20
_LINK = re.compile(r"(?i)https?://")


@dataclass(frozen=True)
class _Sheet:
    table: Table
    places: dict[str, list[int]]
    reading: Reading
    media: set[str]
    """Media files that any row names, so that none of them is taken for another's poster."""
    source: str
    left_out: set[int]
    """Columns that were to be left out."""


def posts_of(table: Table, *, source: str, headings: Headings) -> Iterator[FoundPost | Skipped]:
    """Yield the post of every row, after what a person should know of the columns. `source` names the importer."""
    places = columns.known(table.header, headings)
    headings.told(columns.read_as(table.place, table.header, headings))
    yield from _columns_kept(table, headings)
    yield from _columns_to_mend(table, places, headings)
    left_out = {
        at for at, name in enumerate(table.header) if columns.column_of(name, headings) == columns.IGNORE
    }
    sheet = _Sheet(table, places, _how(table, places), _all_media(table, places), source, left_out)
    note = table.note
    for row in table.rows():
        if row.fault:
            end = "" if row.last else "; it was passed over"
            yield Skipped(origin=_origin(table, row), why=f"{row.fault[0].upper()}{row.fault[1:]}{end}.")
            continue
        for item in _row(sheet, row, note):
            note = None if isinstance(item, FoundPost) else note
            yield item


def _columns_kept(table: Table, headings: Headings) -> Iterator[Skipped]:
    """Which columns are of no use here: those that speak of rights are no grants, and that is said to people."""
    unknown = columns.unknown(table.header, headings)
    rights = columns.of_rights(unknown)
    kept = [one_line(name)[:40] for name in unknown if name not in rights]
    if kept:
        why = f"Columns that are not understood were kept in the record only: {', '.join(kept[:20])}."
        yield Skipped(origin=table.place, why=why, code="ignored")
    if rights:
        named = ", ".join(one_line(name)[:40] for name in rights[:20])
        why = f"what it says of rights was kept in the record and grants nothing ({named})"
        yield Skipped(origin=table.place, why=f"{why}; record rights with `ugc rights grant`", code="column")


def _columns_to_mend(table: Table, places: dict[str, list[int]], headings: Headings) -> Iterator[Skipped]:
    """What a person would want to know of the header: names that look misspelt, and no column for the files."""
    meant = columns.meant(table.header, headings)
    for name, other in meant.items():
        why = f"the column {name!r} is not understood; did you mean {other!r}?"
        yield Skipped(origin=table.place, why=why, code="column")
    if "media" not in places and "media" not in map(columns.column_of, meant.values()):
        why = "it has no column for the files; add one named media, with each picture's file name"
        yield Skipped(origin=table.place, why=why, code="no_column")


def _how(table: Table, places: dict[str, list[int]]) -> Reading:
    """Find out from all rows how the sheet writes its numbers and dates."""
    numbers: list[str] = []
    dates: list[str] = []
    for row in table.rows():
        numbers += _column(row.cells, places, columns.COUNTS)
        dates += _column(row.cells, places, ("posted_at",))
    return Reading(convention(numbers, table.delimiter), day_order(dates))


def _all_media(table: Table, places: dict[str, list[int]]) -> set[str]:
    cells = (cell for row in table.rows() for cell in _column(row.cells, places, ("media",)))
    return {
        shown(table.path.parent / name.strip().replace("\\", "/")) for cell in cells for name in _split(cell)
    }


def _split(cell: str) -> list[str]:
    parts = re.split(r"[;|\n]", cell)
    return [*parts, *(name for part in parts if "," in part for name in part.split(","))]


def _column(row: Sequence[str], places: dict[str, list[int]], wanted: Sequence[str]) -> list[str]:
    return [
        row[index] for name in wanted for index in places.get(name, ()) if index < len(row) and row[index]
    ]


def _row(sheet: _Sheet, row: Row, note: str | None) -> Iterator[FoundPost | Skipped]:
    table = sheet.table
    origin = _origin(table, row)
    if tuple(cell.strip() for cell in row.cells) == table.header:
        return  # sheets that were put together repeat their header
    if any(cell.strip() for cell in row.cells[len(table.header) :]):
        count = f"{len(row.cells)} cells under {len(table.header)} columns"
        yield Skipped(origin=origin, why=f"It has {count}; a cell may lack its quotation marks.")
        return
    notes = [note] if note else []
    cells = _cells(sheet, row, notes)
    named = find_named(
        next(iter(cells.get("media", ())), ""),
        table.path.parent,
        origin=origin,
        alt=next(iter(cells.get("alt", ())), None),
    )
    add_posters(named, sheet.media)
    yield from named.skipped
    followers = _followers(sheet, cells, notes)
    raw, dropped = sanitize(_record(table.header, row.cells, sheet.left_out))
    found: dict[str, Any] = {
        "source": sheet.source,
        "origin": origin,
        "caption_trust": CAPTION_TRUST,
        "files": tuple(named.files),
        "missing": tuple(named.missing),
        "links": tuple(named.links),
        "raw": canonical(raw),
        "dropped": dropped,
        "notes": tuple(notes),
        "followers": followers,
    }
    yield post_of(cells, found=found, reading=sheet.reading, has_media=bool(named.files))


def _followers(sheet: _Sheet, cells: dict[str, list[str]], notes: list[str]) -> FoundFollowers | None:
    """How many follow the row's author, on the day that it says, else on that on which the sheet was written."""
    cell = next(iter(cells.get("followers", ())), None)
    read = read_count(cell, sheet.reading.numbers) if cell else None
    if read is None:
        return None
    if read.note:
        notes.append(f"followers is left unknown: {read.note}")
    counted = next(iter(cells.get("followers_on", ())), None)
    moment = read_date(counted, sheet.reading.order).moment if counted else None
    return followers_of(read.value, sheet.table.path, day=moment.date() if moment else None)


def _origin(table: Table, row: Row) -> str:
    return f"{table.place}, row {row.number}"


def _cells(sheet: _Sheet, row: Row, notes: list[str]) -> dict[str, list[str]]:
    """The cells of a row by column; a link means the address that it leads to. `notes` grow."""
    values = list(row.cells)
    for index in sheet.places.get("url", ()):
        target = row.links.get(index, "")
        if index < len(values) and _LINK.match(target):
            shown = values[index].strip()
            if _LINK.match(shown) and shown.rstrip("/") != target.rstrip("/"):
                notes.append(
                    "the link leads to another address than it shows; the one that it leads to was used"
                )
            values[index] = target
    for name, indices in sheet.places.items():
        if row.unworked.intersection(indices):
            notes.append(f"{name} is left unknown: its formula has no saved value")
    return {name: _column(values, sheet.places, (name,)) for name in sheet.places}


def _record(header: Sequence[str], row: Sequence[str], left_out: set[int]) -> dict[str, str]:
    """The row as it stands, by column name; a name that comes twice gets its column's number."""
    record: dict[str, str] = {}
    for index, (name, cell) in enumerate(zip(header, row, strict=False), 1):
        key = name or f"column {index}"
        if cell and index - 1 not in left_out:
            record[key if key not in record else f"{key} ({index})"] = cell
    return record
