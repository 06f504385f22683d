"""Excel workbooks (XLSX) as rows: what was last worked out, never a formula; openpyxl is loaded when one is read."""

import io
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ugc.errors import InputError
from ugc.tables.book_parts import Marks, Place, is_plain_xml, marks_of
from ugc.tables.rows import Row

MOST_ROWS = 100_000
MOST_COLUMNS = 200
_MOST_UNPACKED = 256 << 20
_MOST_PARTS = 5000


@dataclass(frozen=True)
class BookSheet:
    """One sheet, with its rows that hold something."""

    name: str
    rows: Sequence[Row]
    hidden: bool = False
    filled: int = 0
    """Cells that got the value of the cell above that they are merged with."""
    cut: bool = False
    """Whether it has more rows than are read."""
    merged: Sequence[tuple[Place, Place]] = ()
    """First and last cell of each merged range."""


@dataclass(frozen=True)
class Book:
    """A workbook."""

    sheets: Sequence[BookSheet]
    since_1904: bool
    """Whether its days count from 1904, as old programs for the Macintosh wrote them."""


def read_book(data: bytes, name: str, *, only_first: bool = False) -> Book:
    """Read every sheet of a workbook, or the first alone.

    Raises InputError for what is no workbook, is encrypted or in the older form (XLS), unpacks to more than 256 MiB,
    or declares entities in its XML.
    """
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise InputError(
            f"{name} is an encrypted workbook or one of the older form (XLS).",
            hint="Save it without a password as XLSX, or save the sheet as CSV.",
        )
    wrong = InputError(
        f"{name} is not a workbook that can be read.", hint="Save it anew as XLSX, or the sheet as CSV."
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            _look_into(parts, wrong)
            marks = marks_of(parts)
    except InputError:
        raise
    except Exception:  # every part of a workbook has its own way to be broken
        raise wrong from None
    return _read(data, marks, wrong, only_first=only_first)


def _look_into(parts: zipfile.ZipFile, wrong: InputError) -> None:
    """Refuse what unpacks to too much, and XML that declares entities, before anything of it is read."""
    entries = parts.infolist()
    if sum(entry.file_size for entry in entries) > _MOST_UNPACKED or len(entries) > _MOST_PARTS:
        raise wrong
    for entry in entries:
        if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            with parts.open(entry) as part:
                if not is_plain_xml(part):
                    raise wrong


def _read(data: bytes, marks: dict[str, Marks], wrong: InputError, *, only_first: bool) -> Book:
    from openpyxl import load_workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions, which are not read
        try:
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            sheets = book.worksheets[:1] if only_first else book.worksheets
            found = [_sheet(sheet, marks.get(sheet.title) or Marks()) for sheet in sheets]
            since_1904 = book.epoch == CALENDAR_MAC_1904
            book.close()
        except Exception:  # every part of a workbook has its own way to be broken
            raise wrong from None
    if not found:
        raise wrong
    return Book(found, since_1904)


def _sheet(sheet: Any, marks: Marks) -> BookSheet:
    sheet.reset_dimensions()
    above = _above(marks)
    rows: list[Row] = []
    kept: dict[tuple[int, int], Any] = {}
    number = 0
    for number, values in enumerate(
        sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True), 1
    ):
        cells = _trimmed(_filled_down(number, list(values), above, kept), marks.unworked.get(number, ()))
        if any(cell not in (None, "") for cell in cells) or number in marks.unworked:
            rows.append(_row(number, cells, marks))
    return BookSheet(
        name=sheet.title,
        rows=rows[:MOST_ROWS],
        hidden=sheet.sheet_state != "visible",
        filled=sum(map(len, above.values())),
        cut=number > MOST_ROWS,
        merged=marks.merged,
    )


def _row(number: int, cells: list[Any], marks: Marks) -> Row:
    return Row(
        number,
        cells,
        line=number,
        hidden=number in marks.hidden,
        links=marks.links.get(number, {}),
        formulas=frozenset(marks.formulas.get(number, ())),
        unworked=frozenset(marks.unworked.get(number, ())),
    )


def _trimmed(cells: list[Any], unworked: Iterable[int]) -> list[Any]:
    """Without the empty cells at the end, which are in a workbook for their colours or not at all."""
    last = max((at for at, cell in enumerate(cells, 1) if cell is not None), default=0)
    return cells[: max([last, *(at + 1 for at in unworked)])]


def _above(marks: Marks) -> dict[int, dict[int, int]]:
    """Row and column of the cells below the first one of a merged column, to the row that holds their value."""
    below: dict[int, dict[int, int]] = {}
    for first, last in marks.merged:
        for row in range(first[0] + 1, last[0] + 1):
            below.setdefault(row, {})[first[1]] = first[0]
    return below


def _filled_down(
    number: int, cells: list[Any], above: dict[int, dict[int, int]], kept: dict[tuple[int, int], Any]
) -> list[Any]:
    """A row's cells, those of merged columns with the value that stands in the first of them. `kept` grows."""
    for column, row in above.get(number, {}).items():
        cells += [None] * (column + 1 - len(cells))
        cells[column] = kept.get((row, column))
    for column in {column for rows in (above.get(number + 1, {}),) for column in rows}:
        if column < len(cells):
            kept[above[number + 1][column], column] = cells[column]
    return cells
