"""A sheet of text: what parts its cells, where its header stands, and its rows."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from ugc.tables.rows import Row

DELIMITERS = (",", ";", "\t")
HEADER_WITHIN = 25
"""Rows from the top in which a header may stand: people write titles above it."""

_SEP_LINE = re.compile(r'"?sep=(.)"?[ \t]*\r?\n', re.IGNORECASE)
_HEAD = 200_000
_MOST_CELL = 1 << 20
_MOST_TORN = 100
_TORN = "a quotation mark is missing or in the wrong place"
_LARGE = "one of its cells is too large"
_CUT = "too many rows before it cannot be parted into cells, and the rest was not read"

Recognise = Callable[[Sequence[str]], tuple[int, ...] | None]
"""How surely a row is the header, larger is surer; None when it is not."""


@dataclass(frozen=True)
class TextSheet:
    """A sheet whose header was found."""

    text: str
    delimiter: str
    header: tuple[str, ...]
    first: int
    """Number of the first row after the header."""
    strict: bool

    def rows(self) -> Iterator[Row]:
        """Yield the rows below the header; empty ones are passed over.

        A row whose quotation never ends costs its first line alone, and has a fault; reading goes on below it.
        """
        for row in _rows(self.text, self.delimiter, strict=self.strict):
            if row.number >= self.first and (row.fault or any(cell.strip() for cell in row.cells)):
                yield row


def open_text(
    text: str, recognise: Recognise, *, delimiters: Sequence[str] = DELIMITERS, strict: bool = False
) -> TextSheet | None:
    """Find the header, which need not be the first row, and what parts the cells; None when there is no header.

    `strict` refuses rows with a quotation mark in the wrong place; else it is taken for a character like others.
    """
    told = _SEP_LINE.match(text)
    if told:
        text = text[told.end() :]
        delimiters = (told[1],) if told[1] in delimiters else delimiters
    best: tuple[tuple[int, ...], TextSheet] | None = None
    for delimiter in delimiters:
        for row in islice(_rows(text[:_HEAD], delimiter, strict=strict), HEADER_WITHIN):
            sure = None if row.fault else recognise(row.cells)
            if sure is not None and (best is None or sure > best[0]):
                header = tuple(cell.strip() for cell in row.cells)
                best = sure, TextSheet(text, delimiter, header, row.number + 1, strict)
    return best[1] if best else None


def _rows(text: str, delimiter: str, *, strict: bool) -> Iterator[Row]:
    lines = [f"{line}\n" for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    if lines[-1] == "\n":
        lines.pop()
    at = torn = number = 0
    while at < len(lines):
        fault: Row | None = None
        for row in _until_torn(lines, delimiter, at, strict=strict):
            number += 1
            numbered = replace(row, number=number)
            yield numbered
            fault = numbered if row.fault else None
        if fault is None:
            return
        at, torn = fault.line, torn + 1
        if torn > _MOST_TORN and at < len(lines):
            yield Row(number + 1, (), line=at + 1, fault=_CUT, last=True)
            return


def _until_torn(lines: Sequence[str], delimiter: str, at: int, *, strict: bool) -> Iterator[Row]:
    """Yield the rows from a line on; the last one has a fault where the quotation in it never ends."""
    reader = csv.reader(islice(lines, at, None), delimiter=delimiter, strict=strict)
    held: Row | None = None
    begins = at
    try:
        while (cells := _next(reader)) is not None:
            if held:
                yield held
            held = Row(0, cells, line=begins + 1)
            begins = at + reader.line_num
    except csv.Error as error:
        if held:
            yield held
        yield Row(0, (), line=begins + 1, fault=_LARGE if "field limit" in str(error) else _TORN)
        return
    if held:
        open_still = not strict and _is_open(lines[held.line - 1 : begins], delimiter)
        yield replace(held, cells=(), fault=_TORN) if open_still else held


def _next(reader: Any) -> list[str] | None:
    before = csv.field_size_limit(_MOST_CELL)  # of the whole process, so it is put back
    try:
        return next(reader, None)
    finally:
        csv.field_size_limit(before)


def _is_open(lines: Sequence[str], delimiter: str) -> bool:
    """Whether a quotation is still open after some lines: one more line then falls into it."""
    if not any('"' in line for line in lines):
        return False
    reader = csv.reader([*lines, "x\n"], delimiter=delimiter)
    return _next(reader) is not None and _next(reader) is None
