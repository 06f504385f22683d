"""A sheet as text: its encoding, what parts its cells, where its header stands, and its rows."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ugc.errors import InputError, nearest
from ugc.files import open_regular
from ugc.importers import _columns as columns
from ugc.importers._files import shown
from ugc.text import clean

MAX_BYTES = 64 << 20
_DELIMITERS = (",", ";", "\t")
_HEADER_WITHIN = 25
_SEP_LINE = re.compile(r'"?sep=(.)"?[ \t]*\r?\n', re.IGNORECASE)
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
    """A sheet whose header was found."""

    path: Path
    delimiter: str
    header: tuple[str, ...]
    first: int
    """Number of the first row after the header; rows count from 1, as spreadsheets show them."""
    text: str
    note: str | None = None
    """What a person should know of how it was read."""

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows below the header, with their numbers; empty ones are passed over.

        Raises InputError when a quotation mark opens a cell that never ends.
        """
        for number, row in _parse(self.text, self.delimiter, self.path):
            if number >= self.first and any(cell.strip() for cell in row):
                yield number, row


def open_table(path: Path) -> Table:
    """Read a sheet and find its header, which need not be the first row.

    Raises InputError when it is no text, is too large, or has no column that is known.
    """
    text, note = decode(_bytes(path))
    text = clean(text.removeprefix("\ufeff"))
    told = _SEP_LINE.match(text)
    candidates: Sequence[str] = _DELIMITERS
    if told:
        text = text[told.end() :]
        candidates = (told.group(1),) if told.group(1) in _DELIMITERS else _DELIMITERS
    best: tuple[int, int, Table] | None = None
    for delimiter in candidates:
        for number, row in _head(text, delimiter, path):
            known = columns.known(row)
            score = (len(known), len(row))
            if _is_header(row, known) and (best is None or score > best[:2]):
                header = tuple(cell.strip() for cell in row)
                best = (*score, Table(path, delimiter, header, number + 1, text, note))
    if best is None:
        raise _no_header(text, path)
    return best[2]


def _is_header(row: list[str], known: dict[str, list[int]]) -> bool:
    return bool(known) and (
        len(known) > 1 or bool(known.keys() & {"url", "media", "handle", "id"}) or len(row) == 1
    )


def _bytes(path: Path) -> bytes:
    with open_regular(path) as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InputError(f"{shown(path)} is larger than {MAX_BYTES >> 20} MiB.", hint="Split the sheet.")
    if data.startswith((b"PK\x03\x04", b"\x89PNG", b"%PDF", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0")):
        raise InputError(f"{shown(path)} is not a table of text.", hint="Save the sheet as CSV.")
    return data


def decode(data: bytes) -> tuple[str, str | None]:
    """Turn bytes of an unstated encoding into text, with a note where that was a guess."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace"), None
    head = data[:1000]
    if len(head) > 3 and head[1::2].count(0) > len(head) // 3:
        return data.decode("utf-16-le", "replace"), None
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        note = "the text is not UTF-8 and was read as Windows-1252"
    try:
        return data.decode("cp1252"), note
    except UnicodeDecodeError:
        return data.decode("latin-1"), note


def _head(text: str, delimiter: str, path: Path) -> list[tuple[int, list[str]]]:
    rows: list[tuple[int, list[str]]] = []
    try:
        for number, row in _parse(text[:200_000], delimiter, path):
            rows.append((number, row))
            if number >= _HEADER_WITHIN:
                break
    except InputError:
        pass  # cells that end beyond the head, or another delimiter's quotes
    return rows


def _parse(text: str, delimiter: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    try:
        for row in reader:
            number += 1
            yield number, row
    except csv.Error as error:
        raise InputError(
            f"{shown(path)} could not be read after row {number}: {error}.",
            hint="A quotation mark may be missing there.",
        ) from error


def _no_header(text: str, path: Path) -> InputError:
    names = [
        cell.strip()[:40] for cell in re.split(r"[,;\t]", text[:2000].strip().split("\n")[0]) if cell.strip()
    ]
    close = [(name, nearest(name, columns.names())) for name in names[:50]]
    hints = [f"{name!r} looks like {known!r}" for name, known in close if known]
    return InputError(
        f"{shown(path)} has no column that is known, such as {', '.join(_DOCUMENTED)}."
        + (f" It has: {', '.join(names[:8])}." if names else " It is empty."),
        hint=f"Rename the columns: {'; '.join(hints[:3])}."
        if hints
        else "Name its columns in the first row.",
    )
