"""The sheets of a workbook as tables of posts."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from ugc import tables
from ugc.errors import InputError
from ugc.files import open_regular
from ugc.importers import _columns as columns
from ugc.importers._columns import Headings
from ugc.importers._files import shown
from ugc.importers._table import MAX_BYTES, OWN, Table, no_header, sureness
from ugc.model.posts import Skipped
from ugc.tables import Book, BookSheet, Row, text_of
from ugc.text import one_line

_HEADER_WITHIN = 25
_EXPLAINED = "What it says"
"""The sheet in which `ugc export` explains the columns of the other one."""


def open_tables(path: Path, headings: Headings) -> Iterator[Table | Skipped]:
    """Yield a workbook's sheets, each with its header found or why it is passed over.

    Raises InputError when it cannot be read, or no sheet of it has a column that is known.
    """
    with open_regular(path) as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InputError(f"{shown(path)} is larger than {MAX_BYTES >> 20} MiB.", hint="Split the workbook.")
    book = tables.read_book(data, shown(path))
    found = [(sheet, _table(path, book, sheet, headings)) for sheet in book.sheets]
    if not any(isinstance(table, Table) for _, table in found):
        first = next((sheet.rows[0].cells for sheet in book.sheets if sheet.rows), ())
        raise no_header(shown(path), list(map(text_of, first)))
    own = any(isinstance(table, Table) and OWN in columns.known(table.header) for _, table in found)
    for sheet, table in found:
        if not (own and sheet.name == _EXPLAINED):
            yield from _notes(path, sheet)
            yield table


def _table(path: Path, book: Book, sheet: BookSheet, headings: Headings) -> Table | Skipped:
    best: tuple[tuple[int, ...], int, tuple[str, ...]] | None = None
    for place, row in enumerate(sheet.rows[:_HEADER_WITHIN]):
        cells = [text_of(cell).strip() for cell in row.cells]
        sure = sureness(cells, headings)
        if sure is not None and (best is None or sure > best[0]):
            best = sure, place, tuple(cells)
    where = _place(path, sheet)
    if best is None:
        what = "has no column that is known" if sheet.rows else "is empty"
        return Skipped(origin=where, why=f"The sheet {what}, and was passed over.", code="ignored")
    widest = max(len(row.cells) for row in sheet.rows)
    header = best[2] + ("",) * (widest - len(best[2]))  # a cell under no heading is a note that somebody made
    rows = [_as_text(row, header, book, headings) for row in sheet.rows[best[1] + 1 :]]
    return Table(path=path, place=where, delimiter="", header=header, read=lambda: iter(rows))


def _as_text(row: Row, header: Sequence[str], book: Book, headings: Headings) -> Row:
    dates = columns.known(header, headings).get("posted_at", ())
    cells = [
        text_of((tables.day_of_serial(cell, since_1904=book.since_1904) or cell) if at in dates else cell)
        for at, cell in enumerate(row.cells)
    ]
    return Row(row.number, cells, row.line, None, False, row.hidden, row.links, row.formulas, row.unworked)


def _place(path: Path, sheet: BookSheet) -> str:
    return f"{shown(path)}, sheet {one_line(sheet.name)!r}"


def _notes(path: Path, sheet: BookSheet) -> Iterator[Skipped]:
    """What a person who looks at the sheet does not see, or would not expect."""
    where = _place(path, sheet)
    hidden = [str(row.number) for row in sheet.rows if row.hidden]
    if sheet.hidden:
        yield Skipped(origin=where, why="the sheet is hidden, and was read like the others", code="column")
    elif hidden:
        listed = ", ".join(hidden[:10]) + (" and more" if len(hidden) > 10 else "")
        yield Skipped(origin=where, why=f"hidden rows were read like the others: {listed}", code="column")
    if sheet.filled:
        why = "the value of merged cells was taken for each of their rows"
        yield Skipped(origin=where, why=why, code="column")
    if sheet.cut:
        why = f"It has more than {tables.MOST_ROWS:,} rows, and the rest was not read."
        yield Skipped(origin=where, why=why, code="too_large")
