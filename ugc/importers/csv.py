"""Sheets that people keep of posts: CSV in any of its dialects, one row a post.

Documented columns: url, handle, caption, media (a path relative to the sheet, several parted by `;`, `|` or `,`),
posted_at, likes, comments, views, shares, saves, reach, platform, tags, hashtags, kind, alt, id, name, paid,
audio (or music), song, artist; the names that people use instead are in `_columns`. What can be read in two ways is
left unknown, with a note.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ugc.errors import InputError
from ugc.importers import _columns as columns
from ugc.importers._dates import day_order
from ugc.importers._files import first_bytes, look, media_kind, shown
from ugc.importers._hygiene import sanitize
from ugc.importers._media import add_posters, find_named
from ugc.importers._numbers import convention
from ugc.importers._rows import Reading, post_of
from ugc.importers._table import Table, open_table
from ugc.model.base import canonical
from ugc.model.posts import FoundPost, Skipped

NAME = "csv"
CAPTION_TRUST = 20
_SUFFIXES = (".csv", ".tsv", ".tab")


@dataclass(frozen=True)
class _Sheet:
    table: Table
    places: dict[str, list[int]]
    reading: Reading
    media: set[str]
    """Media files that any row names, so that none of them is taken for another's poster."""


def claims(path: Path) -> bool:
    """Whether a file is a sheet: named as one and text, or any text with a header of several known columns."""
    suffix = path.suffix.lower()
    if suffix in _SUFFIXES:
        return media_kind(path) is None and not first_bytes(path).startswith((b"PK\x03\x04", b"%PDF"))
    if suffix not in (".txt", ""):
        return False
    try:
        table = open_table(path)
    except InputError:
        return False
    known = columns.known(table.header).keys()
    unknown = columns.unknown(table.header)
    return len(known) > 2 and not unknown and bool(known & {"url", "media"})


def read(path: Path) -> Iterator[FoundPost | Skipped]:
    """Yield the posts of one sheet, or of all those that lie directly in a folder.

    Raises InputError when one sheet was named and no column of it is known.
    """
    if not path.is_dir():
        yield from _read_sheet(path)
        return
    for file in look(path).files:
        try:
            if claims(file):
                yield from _read_sheet(file)
        except InputError as error:
            yield Skipped(origin=shown(file), why=f"{error.message} {error.hint or ''}".strip())


def _read_sheet(path: Path) -> Iterator[FoundPost | Skipped]:
    table = open_table(path)
    places = columns.known(table.header)
    unknown = [name[:40] for name in columns.unknown(table.header)]
    if unknown:
        why = f"Columns that are not understood were kept in the record only: {', '.join(unknown[:20])}."
        yield Skipped(origin=shown(path), why=why, code="ignored")
    yield from _columns_to_mend(table, places)
    sheet = _Sheet(table, places, _how(table, places), _all_media(table, places))
    note = table.note
    try:
        for number, row in table.rows():
            for item in _row(sheet, number, row, note):
                note = None if isinstance(item, FoundPost) else note
                yield item
    except InputError as error:
        yield Skipped(origin=shown(path), why=f"{error.message} {error.hint or ''}".strip())


def _columns_to_mend(table: Table, places: dict[str, list[int]]) -> Iterator[Skipped]:
    """What a person would want to know of the header: names that look misspelt, and no column for the files."""
    meant = columns.meant(table.header)
    for name, other in meant.items():
        why = f"the column {name!r} is not understood; did you mean {other!r}?"
        yield Skipped(origin=shown(table.path), why=why, code="column")
    if "media" not in places and "media" not in map(columns.column_of, meant.values()):
        why = "it has no column for the files; add one named media, with each picture's file name"
        yield Skipped(origin=shown(table.path), why=why, code="no_column")


def _how(table: Table, places: dict[str, list[int]]) -> Reading:
    """Find out from all rows how the sheet writes its numbers and dates."""
    numbers: list[str] = []
    dates: list[str] = []
    for _, row in _readable(table):
        numbers += _column(row, places, columns.COUNTS)
        dates += _column(row, places, ("posted_at",))
    return Reading(convention(numbers, table.delimiter), day_order(dates))


def _all_media(table: Table, places: dict[str, list[int]]) -> set[str]:
    cells = (cell for _, row in _readable(table) for cell in _column(row, places, ("media",)))
    return {
        shown(table.path.parent / name.strip().replace("\\", "/")) for cell in cells for name in _split(cell)
    }


def _split(cell: str) -> list[str]:
    parts = re.split(r"[;|\n]", cell)
    return [*parts, *(name for part in parts if "," in part for name in part.split(","))]


def _readable(table: Table) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from table.rows()
    except InputError:
        return  # said when the rows are read for themselves


def _column(row: Sequence[str], places: dict[str, list[int]], wanted: Sequence[str]) -> list[str]:
    return [
        row[index] for name in wanted for index in places.get(name, ()) if index < len(row) and row[index]
    ]


def _row(sheet: _Sheet, number: int, row: list[str], note: str | None) -> Iterator[FoundPost | Skipped]:
    table = sheet.table
    origin = f"{shown(table.path)}, row {number}"
    if tuple(cell.strip() for cell in row) == table.header:
        return  # sheets that were put together repeat their header
    if any(cell.strip() for cell in row[len(table.header) :]):
        why = (
            f"It has {len(row)} cells under {len(table.header)} columns; a cell may lack its quotation marks."
        )
        yield Skipped(origin=origin, why=why)
        return
    cells = {name: _column(row, sheet.places, (name,)) for name in sheet.places}
    named = find_named(
        next(iter(cells.get("media", ())), ""),
        table.path.parent,
        origin=origin,
        alt=next(iter(cells.get("alt", ())), None),
    )
    add_posters(named, sheet.media)
    yield from named.skipped
    raw, dropped = sanitize(_record(table.header, row))
    found: dict[str, Any] = {
        "source": NAME,
        "origin": origin,
        "caption_trust": CAPTION_TRUST,
        "files": tuple(named.files),
        "missing": tuple(named.missing),
        "links": tuple(named.links),
        "raw": canonical(raw),
        "dropped": dropped,
        "notes": (note,) if note else (),
    }
    yield post_of(cells, found=found, reading=sheet.reading, has_media=bool(named.files))


def _record(header: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    """The row as it stands, by column name; a name that comes twice gets its column's number."""
    record: dict[str, str] = {}
    for index, (name, cell) in enumerate(zip(header, row, strict=False), 1):
        key = name or f"column {index}"
        if cell:
            record[key if key not in record else f"{key} ({index})"] = cell
    return record
