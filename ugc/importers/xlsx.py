"""Workbooks (XLSX) that people keep of posts: every sheet of them, one row a post, as the sheets of text are read.

Formulas are never worked out: what the spreadsheet saved as their value is taken, else the cell is unknown. Where the
text of a link differs from its address, the address is what a column of links means.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from ugc.errors import InputError
from ugc.files import open_regular
from ugc.importers._book import open_tables
from ugc.importers._columns import PLAIN, Headings
from ugc.importers._files import first_bytes, look, shown
from ugc.importers._sheet_posts import posts_of
from ugc.model.posts import FoundPost, Skipped

NAME = "xlsx"
READS_HEADINGS = True
_PART = "xl/workbook.xml"


def claims(path: Path) -> bool:
    """Whether a file is a workbook, whatever its name: an archive that holds the parts of one."""
    if not first_bytes(path).startswith(b"PK\x03\x04"):
        return False
    try:
        with open_regular(path) as file, zipfile.ZipFile(file) as parts:
            return _PART in parts.namelist()
    except (zipfile.BadZipFile, InputError, NotImplementedError, OSError, ValueError):
        return False


def read(path: Path, *, headings: Headings = PLAIN) -> Iterator[FoundPost | Skipped]:
    """Yield the posts of one workbook, or of all those that lie directly in a folder.

    Raises InputError when one workbook was named that cannot be read, or none of whose sheets has a known column.
    """
    if not path.is_dir():
        yield from _read_book(path, headings)
        return
    for file in look(path).files:
        try:
            if claims(file):
                yield from _read_book(file, headings)
        except InputError as error:
            yield Skipped(origin=shown(file), why=f"{error.message} {error.hint or ''}".strip())


def _read_book(path: Path, headings: Headings) -> Iterator[FoundPost | Skipped]:
    for item in open_tables(path, headings):
        if isinstance(item, Skipped):
            yield item
        else:
            yield from posts_of(item, source=NAME, headings=headings)
