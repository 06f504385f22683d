"""A list that people keep, CSV in any dialect or the first sheet of a workbook: its heading, and the rows below."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from ugc.errors import InputError
from ugc.files import open_regular
from ugc.tables.decoding import decode
from ugc.tables.rows import Row
from ugc.tables.text_sheets import DELIMITERS, HEADER_WITHIN, Recognise, TextSheet, open_text
from ugc.tables.workbooks import read_book

LONGEST = 32 << 20
"""Bytes of a list that are read."""
_BOOKS = (b"PK", b"\xd0\xcf\x11\xe0")
"""How workbooks begin, those that cannot be read too, which is then said."""


class KeptList(NamedTuple):
    """A list as it stands."""

    header: Row | None
    """None where no row is one; then every row is one of the list."""
    rows: Iterable[Row]
    since_1904: bool = False
    """Whether days of a workbook count from 1904."""
    notes: tuple[str, ...] = ()
    """What is to be said of how it was read, in sentences."""


def open_list(path: Path, recognise: Recognise) -> KeptList:
    """Read a list; `recognise` says how surely a row is its heading.

    Raises InputError for a file over `LONGEST`, and for a workbook that cannot be read.
    """
    with open_regular(path) as file:
        data = file.read(LONGEST + 1)
    if len(data) > LONGEST:
        raise InputError(f"{path} is over {LONGEST >> 20} MiB long.", hint="Cut it into several files.")
    return read_list(data, path.name, recognise)


def read_list(data: bytes, name: str, recognise: Recognise, *, every_sheet: bool = False) -> KeptList:
    """Read a list from the bytes of its file. With `every_sheet`, the sheet of a workbook is read whose heading is the
    surest, the first of several; else the first sheet.

    Raises InputError for a workbook that cannot be read.
    """
    if data.startswith(_BOOKS):
        return _in_book(data, name, recognise, every_sheet=every_sheet)
    return _in_text(data, recognise)


def _in_text(data: bytes, recognise: Recognise) -> KeptList:
    decoded = decode(data)
    words = decoded.text.replace("\0", "\ufffd")
    notes = (f"{decoded.note[:1].upper()}{decoded.note[1:]}.",) if decoded.note else ()
    sheet = open_text(words, recognise)
    if sheet:
        at = sheet.first - 1
        return KeptList(Row(at, sheet.header, line=at), sheet.rows(), notes=notes)
    delimiter = max(DELIMITERS, key=words.partition("\n")[0].count)
    whole = TextSheet(words, delimiter, header=(), first=1, strict=False)
    return KeptList(None, whole.rows(), notes=notes)


def _in_book(data: bytes, name: str, recognise: Recognise, *, every_sheet: bool) -> KeptList:
    book = read_book(data, name, only_first=not every_sheet)
    shown = [sheet for sheet in book.sheets if not sheet.hidden] if every_sheet else book.sheets[:1]
    heads = [
        (sureness, -number, -place)
        for number, sheet in enumerate(shown)
        for place, row in enumerate(sheet.rows)
        if row.number <= HEADER_WITHIN and (sureness := recognise(row.cells)) is not None
    ]
    if not heads:
        return KeptList(None, list(book.sheets[0].rows), since_1904=book.since_1904)
    _, number, place = max(heads) if every_sheet else max(heads, key=lambda one: one[2])
    sheet = shown[-number]
    notes = (f"Only its sheet {sheet.name!r} was read.",) if len(book.sheets) > 1 else ()
    return KeptList(sheet.rows[-place], sheet.rows[1 - place :], since_1904=book.since_1904, notes=notes)
