"""A table of posts whose header was found, and how a sheet of text becomes one."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ugc import tables
from ugc.errors import InputError, nearest
from ugc.files import open_regular
from ugc.importers import _columns as columns
from ugc.importers._columns import PLAIN, Headings
from ugc.importers._files import shown
from ugc.tables import Row
from ugc.text import clean

MAX_BYTES = 64 << 20
OWN = "ugc_post"
"""A column that only `ugc export` writes: cells of such a sheet of text were kept from being formulas."""
_DEFUSED = re.compile(r"""(^|[;,\t\n\r])'(?=['"=+\-@\t\r＝＋－＠])""")
_DOCUMENTED = (
    "url",
    "handle",
    "caption",
    "media",
    "posted_at",
    "likes",
    "comments",
    "views",
    "shares",
    "saves",
)


@dataclass(frozen=True)
class Table:
    """A sheet whose header was found; its cells are text."""

    path: Path
    place: str
    """The path as shown, with the sheet's name in a workbook."""
    delimiter: str
    """What parts the cells, which tells how numbers may be written; empty in a workbook, whose numbers are numbers."""
    header: tuple[str, ...]
    read: Callable[[], Iterator[Row]]
    note: str | None = None
    """What a person should know of how it was read."""

    def rows(self) -> Iterator[Row]:
        """Yield the rows below the header; empty ones are passed over."""
        return self.read()


def open_table(path: Path, headings: Headings = PLAIN) -> Table:
    """Read a sheet of text and find its header, which need not be the first row.

    Raises InputError when it is no text, is too large, or has no column that is known.
    """
    decoded = tables.decode(_bytes(path))
    text = clean(decoded.text.removeprefix("\ufeff"))
    sheet = tables.open_text(text, lambda row: sureness(row, headings))
    if sheet is None:
        first = re.split(r"[,;\t]", text[:2000].strip().split("\n")[0])
        raise no_header(shown(path), first)
    own = OWN in columns.known(sheet.header, headings)
    return Table(
        path=path,
        place=shown(path),
        delimiter=sheet.delimiter,
        header=sheet.header,
        read=(lambda: map(_undone, sheet.rows())) if own else sheet.rows,
        note=decoded.note,
    )


def sureness(row: Sequence[str], headings: Headings) -> tuple[int, ...] | None:
    """How surely a row is the header of a table of posts; None when it is not."""
    known = columns.known(row, headings)
    if not known:
        return None
    alone = len(known) > 1 or known.keys() & {"url", "media", "handle", "id"} or len(row) == 1
    return (len(known), len(row)) if alone else None


def no_header(place: str, first: Sequence[str]) -> InputError:
    """The error for a table with no column that is known; `first` are the cells of its first row."""
    names = [cell.strip()[:40] for cell in first if cell.strip()]
    close = [(name, nearest(name, columns.names())) for name in names[:50]]
    hints = [f"{name!r} looks like {known!r}" for name, known in close if known]
    return InputError(
        f"{place} has no column that is known, such as {', '.join(_DOCUMENTED)}."
        + (f" It has: {', '.join(names[:8])}." if names else " It is empty."),
        hint=f"Rename the columns: {'; '.join(hints[:3])}."
        if hints
        else "Name its columns in the first row.",
    )


def _undone(row: Row) -> Row:
    """A row without the apostrophes that `ugc export` put before what a spreadsheet would take for a formula."""
    return Row(row.number, [_DEFUSED.sub(r"\1", cell) for cell in row.cells], row.line, row.fault, row.last)


def _bytes(path: Path) -> bytes:
    with open_regular(path) as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InputError(f"{shown(path)} is larger than {MAX_BYTES >> 20} MiB.", hint="Split the sheet.")
    if data.startswith((b"PK\x03\x04", b"\x89PNG", b"%PDF", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0")):
        raise InputError(f"{shown(path)} is not a table of text.", hint="Save the sheet as CSV.")
    return data
