"""Exports as text: in which encoding, what parts the cells, and the rows, read a line at a time.

No library guesses the encoding. A byte-order mark or valid UTF-8 decides; where neither is there, the known headings
do: that encoding is taken under which the most of them can be read, which no statistics of letters could better.
"""

import codecs
import csv
import io
from collections import deque
from collections.abc import Iterator
from typing import IO

from ugc.delivery import _headers as headers
from ugc.delivery._source import Source

Record = tuple[int, list[object], str | None]
"""The number of the line on which a row begins, its cells, and why it cannot be read."""

HEADER_WITHIN = 40
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CODE_PAGES = {
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "cp1254": "Windows-1254",
    "cp932": "Shift-JIS",
    "gb18030": "GB 18030",
}
_DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT = 1 << 16
_CHUNK = 1 << 20
_LONGEST_LINE = 4 << 20
_MOST_TORN = 100
_TORN = "a quotation mark is missing or in the wrong place"
_LARGE = "one of its cells is too large"


def encoding_of(source: Source) -> tuple[str, str | None]:
    """Return how a file's text is encoded, with a note where that is not certain. Raises InputError."""
    with source.opened() as stream:
        head = stream.read(_LOOKED_AT)
        for mark, name in _BOMS:
            if head.startswith(mark):
                return name, None
        wide = _unmarked(head)
        if wide:
            return wide, None
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            decoder.decode(head)
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return _code_page(head)
    return "utf-8", None


def _unmarked(head: bytes) -> str | None:
    """UTF-16 that does not say so: every other byte of its digits and signs is zero."""
    half = len(head[:4000]) // 2
    odd, even = head[1:4000:2].count(0), head[:4000:2].count(0)
    if half > 2 and max(odd, even) > half // 3 and min(odd, even) <= half // 20:
        return "utf-16-le" if odd > even else "utf-16-be"
    return None


def _code_page(head: bytes) -> tuple[str, str]:
    scores = {name: _score(head.decode(name, "replace")) for name in _CODE_PAGES}
    best = max(scores, key=lambda name: scores[name])  # the first of equals: Windows-1252
    return best, f"its text is not UTF-8 and was read as {_CODE_PAGES[best]}"


def _score(text: str) -> int:
    lines = text.splitlines()[:HEADER_WITHIN]
    return max((len(headers.known(_cells(line, mark))) for line in lines for mark in _DELIMITERS), default=0)


def _cells(line: str, delimiter: str) -> list[str]:
    return [cell.strip().strip('"') for cell in line[:_LOOKED_AT].split(delimiter)]


def delimiter_of(head: str, *, sales: bool = False) -> str:
    """Return what parts the cells: under which a line near the top shows the most headings that are known."""
    lines = [line for line in head.splitlines()[:HEADER_WITHIN] if line]
    if lines and (told := lines[0].strip('"').lower()).startswith("sep=") and len(told) == 5:
        return told[4] if told[4] in _DELIMITERS else ","

    def score(delimiter: str) -> tuple[int, int]:
        parted = [_cells(line, delimiter) for line in lines]
        found = max((len(headers.known(cells, sales=sales)) for cells in parted), default=0)
        return found, max(map(len, parted), default=0)

    return max(_DELIMITERS, key=score)


def rows_of(source: Source, encoding: str, *, sales: bool = False) -> Iterator[Record]:
    """Yield every row of a table of text. One whose quotation never ends costs its first line alone."""
    with source.opened() as stream:
        head = io.BytesIO(stream.read(_LOOKED_AT))
        delimiter = delimiter_of(head.read().decode(encoding, "replace").removeprefix("\ufeff"), sales=sales)
    with source.opened() as stream:
        lines = _Lines(stream, encoding)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        torn = 0
        while torn < _MOST_TORN:
            begins = lines.begin()
            try:
                yield begins, list[object](next(reader)), None
            except StopIteration:
                return
            except _TooLongError:
                yield begins, [], "its line is too long"
            except csv.Error as error:
                large = "field limit" in str(error)
                yield begins, [], _LARGE if large else _TORN
                torn += 1
                lines.again()
        yield (
            lines.number + 1,
            [],
            f"more than {_MOST_TORN} rows cannot be parted into cells; the rest was not read",
        )


class _TooLongError(Exception):
    """A line that is longer than any row."""


class _Lines:
    """The lines of a text. Those since a row began can be given out again, but for its first one."""

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        self._text = io.TextIOWrapper(stream, encoding, errors="replace", newline="")
        self._waiting: deque[str] = deque()
        self._since: list[str] = []
        self.number = 0
        """Of the last line that was given out."""

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else self._text.readline(_LONGEST_LINE)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) == _LONGEST_LINE and line[-1] not in "\r\n":
            while (rest := self._text.readline(_LONGEST_LINE)) and rest[-1] not in "\r\n":
                pass
            raise _TooLongError
        self._since.append(line)
        return line

    def begin(self) -> int:
        """Note that a row begins; return the number of its first line."""
        self._since.clear()
        return self.number + 1

    def again(self) -> None:
        """Give out again what was read since the row began, without its first line."""
        self._waiting.extendleft(reversed(self._since[1:]))
        self.number -= len(self._since) - 1
