"""A list that people keep, CSV in any dialect or the first sheet of a workbook: its heading, and the rows below."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

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


def open_list(path: Path, recognise: Recognise) -> KeptList:
    """Read a list; `recognise` says how surely a row is its heading.

    Raises InputError for a file over `LONGEST`, and for a workbook that cannot be read.
    """
    with open_regular(path) as file:
        data = file.read(LONGEST + 1)
    if len(data) > LONGEST:
        raise InputError(f"{path} is over {LONGEST >> 20} MiB long.", hint="Cut it into several files.")
    return _in_book(data, path, recognise) if data.startswith(_BOOKS) else _in_text(data, recognise)


def _in_text(data: bytes, recognise: Recognise) -> KeptList:
    words = decode(data).text.replace("\0", "\ufffd")
    sheet = open_text(words, recognise)
    if sheet:
        at = sheet.first - 1
        return KeptList(Row(at, sheet.header, line=at), sheet.rows())
    delimiter = max(DELIMITERS, key=words.partition("\n")[0].count)
    return KeptList(None, TextSheet(words, delimiter, header=(), first=1, strict=False).rows())


def _in_book(data: bytes, path: Path, recognise: Recognise) -> KeptList:
    rows: list[Any] = list(read_book(data, path.name, only_first=True).sheets[0].rows)
    for place, row in enumerate(rows):
        if row.number > HEADER_WITHIN:
            break
        if recognise(row.cells) is not None:
            return KeptList(row, rows[place + 1 :])
    return KeptList(None, rows)
