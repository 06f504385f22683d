"""Lists that people keep of creators, CSV or XLSX: the row of headings, where there is one, and the rows below."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from ugc import tables
from ugc.errors import InputError
from ugc.tables import Row, text_of

MOST_ROWS = 100_000
_EXTRA = re.compile(r" (?:handle|account|profile|username|user|link|url|\d{1,2})$")


def read_sheet(path: Path, *, known: Iterable[str]) -> tuple[list[str], list[Row]]:
    """Return the headings of a list, each in its plain form, and its rows.

    A row is the headings when at least half of its cells are `known`. Where there is none the headings are empty, and
    every row is one of the list. Raises InputError for what is neither text nor a
    workbook, or too long.
    """
    wanted = frozenset(known)

    def sureness(cells: Sequence[Any]) -> tuple[int, ...] | None:
        names = [plain(cell) for cell in cells]
        there = [name for name in names if name in wanted]
        filled = [name for name in names if name]
        return (len(there),) if there and len(there) * 2 >= len(filled) else None

    header, rows, *_ = tables.open_list(path, sureness)
    found = [*islice(rows, MOST_ROWS + 1)]
    if len(found) > MOST_ROWS:
        raise InputError(f"{path} has more than {MOST_ROWS:,} rows.", hint="Cut it into several files.")
    return [plain(cell) for cell in header.cells] if header else [], found


def plain(cell: Any) -> str:
    """Bring a heading to the form in which they are compared: `TikTok handle` is `tiktok`."""
    name = " ".join(re.sub(r"[^\w]+", " ", text_of(cell).casefold().replace("_", " ")).split())
    return _EXTRA.sub("", name).replace(" ", "_")


def cells_of(row: Row) -> list[str]:
    """Return the text of a row's cells; of formulas what was last worked out, nothing where that was not saved."""
    return ["" if at in row.unworked else text_of(cell).strip() for at, cell in enumerate(row.cells)]


def by_heading(header: Sequence[str], row: Row) -> Mapping[str, Any]:
    """Return heading to the cell below it, as it stands; of headings that stand twice the first that is filled."""
    told: dict[str, Any] = {}
    for at, (name, cell) in enumerate(zip(header, row.cells, strict=False)):
        if name and at not in row.unworked and text_of(cell).strip():
            told.setdefault(name, cell)
    return told
