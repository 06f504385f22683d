"""Feeds as tables: CSV in its dialects, Google's tab-separated text, and the first sheet of a workbook."""

import csv
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from ugc.errors import InputError
from ugc.feeds import _columns as columns
from ugc.feeds._rows import MOST_BYTES, MOST_ROWS, Cell, Row, Rows
from ugc.feeds._text import decoded, shown
from ugc.feeds._xml import refuse_entities
from ugc.files import open_regular
from ugc.text import clean

_DELIMITERS = ("\t", ",", ";", "|")
_SEP_LINE = re.compile(r'"?sep=(.)"?[ \t]*\n', re.I)
_HEADER_WITHIN = 25
_HEAD = 200_000
_MOST_COLUMNS = 200
_MOST_TORN = 100
"""Rows that lack a quotation mark; after so many, the feed is not read on."""
_MOST_UNPACKED = 4 * MOST_BYTES

_MOST_CELL = 1 << 20
_STOPPED = f"more than {_MOST_TORN} rows cannot be parted into cells, and the rest was not read"
_AT_MOST = MOST_ROWS + _HEADER_WITHIN
_MANY = f"it has more than {MOST_ROWS:,} rows, and the rest was not read"

Record = tuple[int, list[Any], str | None]
"""The number of the line on which a row begins, its cells, and why it cannot be read."""


def read_text(data: bytes, path: Path) -> Rows:
    """Read a table of text. Raises InputError when it has no column for the products' ids or names."""
    text, note = decoded(data)
    text = clean(text.removeprefix("\ufeff"))
    told = _SEP_LINE.match(text)
    skipped = 1 if told else 0
    lines = [f"{line}\n" for line in text.split("\n")][skipped:]
    delimiter = _delimiter(lines, told[1] if told else None)
    found = _read(_records(lines, delimiter, first=skipped + 1), path)
    found.notes += [note] if note else []
    return found


def read_workbook(path: Path) -> Rows:
    """Read the first sheet of a workbook: values as they were last worked out, never a formula's text.

    Raises InputError for what is no workbook, is too large unpacked, or has no column for ids or names.
    """
    _look_into(path)
    from openpyxl import load_workbook

    with warnings.catch_warnings(), open_regular(path) as file:  # by its name, openpyxl would refuse some
        warnings.simplefilter("ignore")  # of styles and extensions, which are not read
        try:
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            rows = list(sheet.iter_rows(max_row=MOST_ROWS + 50, max_col=_MOST_COLUMNS, values_only=True))
            book.close()
        except Exception as error:  # every part of a workbook has its own way to be broken
            raise _no_workbook(path) from error
    return _read(((number, list(map(_value, row)), None) for number, row in enumerate(rows, 1)), path)


# --- rows --------------------------------------------------------------------------------------------------------


def _read(records: Iterator[Record], path: Path) -> Rows:
    header, places = list[str](), dict[str, list[int]]()
    seen: list[str] = []
    found = Rows()
    for number, row, fault in records:
        if not header:
            names = [str(cell).strip() for cell in row]
            places = columns.known(names)
            if all(needed in places for needed in columns.NEEDED):
                header = names
            elif number >= _HEADER_WITHIN:
                break
            seen += filter(None, names[:20])
        elif fault in (_STOPPED, _MANY):
            found.cut = fault
        elif found.full:
            break
        else:
            found.rows += _row(number, row, fault, header, places)
    if not header:
        raise _no_header(path, seen)
    found.columns, found.ignored = set(places), columns.unknown(header)
    found.currency = columns.currency_of(header[places["price"][0]]) if "price" in places else None
    return found


def _row(
    number: int, row: list[Any], fault: str | None, header: Sequence[str], places: dict[str, list[int]]
) -> Iterator[Row]:
    cells = {
        column: next((row[index] for index in indices if index < len(row) and _filled(row[index])), "")
        for column, indices in places.items()
    }
    cells = {column: cell for column, cell in cells.items() if _filled(cell)}
    beyond = any(map(_filled, row[len(header) :]))
    repeated = [str(cell).strip() for cell in row[: len(header)]] == list(header)
    if repeated or not (any(map(_filled, row)) or fault):
        return  # sheets that were put together repeat their header
    if beyond:
        fault = f"it has {len(row)} cells under {len(header)} columns; a quotation mark may be missing"
    yield Row(f"line {number}", cells, fault=fault)


def _filled(cell: Any) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def _records(lines: Sequence[str], delimiter: str, *, first: int) -> Iterator[Record]:
    """Yield every row. One whose quotation never ends costs its first line alone, and reading goes on below it."""
    at = torn = 0
    while at < len(lines):
        rows, fault = _whole_rows(lines, delimiter, at)
        for begins, row in rows:
            yield first + begins, row, None
        if fault is None:
            return
        begins, why = fault
        yield first + begins, [], why
        if why == _MANY:
            return
        at, torn = begins + 1, torn + 1
        if torn > _MOST_TORN:
            yield first + at, [], _STOPPED
            return


def _whole_rows(
    lines: Sequence[str], delimiter: str, at: int
) -> tuple[list[tuple[int, list[str]]], tuple[int, str] | None]:
    """The rows from a line on until one cannot be read: where that begins, and why."""
    found: list[tuple[int, list[str]]] = []
    before = csv.field_size_limit(_MOST_CELL)  # of the whole process, so it is put back
    try:
        reader = csv.reader(lines[at:], delimiter=delimiter, strict=True)
        begins = at
        for row in reader:
            if any(cell.strip() for cell in row):
                found.append((begins, row))
            begins = at + reader.line_num
            if len(found) > _AT_MOST:
                return found, (begins, _MANY)
    except csv.Error as error:
        large = "field limit" in str(error)
        why = (
            "one of its cells is too large" if large else "a quotation mark is missing or in the wrong place"
        )
        return found, (begins, why)
    finally:
        csv.field_size_limit(before)
    return found, None


def _delimiter(lines: Sequence[str], told: str | None) -> str:
    """What parts the cells: under which the first lines show the most columns that are known."""
    head = [line[:_HEAD] for line in lines[:_HEADER_WITHIN]]

    def score(delimiter: str) -> int:
        return max((len(columns.known(line.replace('"', "").split(delimiter))) for line in head), default=0)

    return max(((told,) if told in _DELIMITERS else ()) + _DELIMITERS, key=lambda each: score(each or ""))


def _no_header(path: Path, seen: Sequence[str]) -> InputError:
    has = f" It has: {', '.join(name[:40] for name in seen[:8])}." if seen else ""
    return InputError(
        f"{shown(path)} has no row that names a column for ids and one for names.{has}",
        hint="Name its columns in the first row: id, name, price, currency, link, image.",
    )


# --- workbooks ---------------------------------------------------------------------------------------------------


def _look_into(path: Path) -> None:
    """Refuse what unpacks to too much, and XML that declares entities, before the workbook is read."""
    try:
        with zipfile.ZipFile(path) as book:
            entries = book.infolist()
            if sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
                raise InputError(f"{shown(path)} unpacks to more than {_MOST_UNPACKED >> 20} MiB.")
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")):
                    with book.open(entry) as part:
                        refuse_entities(part, path)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError) as error:
        raise _no_workbook(path) from error


def _no_workbook(path: Path) -> InputError:
    return InputError(f"{shown(path)} is not a workbook that can be read.", hint="Save the sheet as CSV.")


def _value(cell: object) -> Cell:
    """A cell's value; a spreadsheet's binary number is the decimal that it shows."""
    if isinstance(cell, bool) or cell is None:
        return ""
    if isinstance(cell, int | float):
        return Decimal(f"{cell:.12g}") if isinstance(cell, float) else Decimal(cell)
    return cell.isoformat() if isinstance(cell, date) else clean(str(cell))
