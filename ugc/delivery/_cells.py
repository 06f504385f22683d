"""The cells of a workbook's sheet, from its XML: a row at a time, and several times as fast as by openpyxl's own loop.

Parts and types of cells: ECMA-376, part 1, 18.3.1. Values are those last worked out; a formula's text is never read.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import IO, NamedTuple
from xml.parsers import expat

_CHUNK = 1 << 16
_LONGEST = 8000
"""Of a cell's text; what goes on longer is cut there."""
_FURTHEST = 2_900_000
"""The last day of a spreadsheet's calendar, in days."""


class Meanings(NamedTuple):
    """What cells point to, and which of them are days."""

    strings: Sequence[str]
    days: frozenset[int]
    """Styles that show a number as a day."""
    first: date
    """Day zero."""


def rows_of(stream: IO[bytes], by: Meanings, *, width: int, most: int) -> Iterator[tuple[int, list[object]]]:
    """Yield the rows of a sheet with their numbers, as wide as is asked for; empty ones may be left out.

    Raises ValueError, or what the parser raises, for what is no sheet.
    """
    sheet = _Sheet(by, width)
    while chunk := stream.read(_CHUNK):
        sheet.feed(chunk)
        for number, cells in sheet.whole():
            if number > most:
                return
            yield number, cells
    sheet.feed(b"", last=True)


class _Sheet:
    """A sheet as it is parsed. Only the row that is open is held, and of it only what is asked for."""

    def __init__(self, by: Meanings, width: int) -> None:
        self._by, self._width = by, width
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._names: dict[str, str] = {}
        self._whole: list[tuple[int, list[object]]] = []
        self._number, self._row = 0, list[object]()
        self._at, self._kind, self._style = -1, "n", ""
        self._words: list[str] = []
        self._reads = self._told = False

    def feed(self, data: bytes, *, last: bool = False) -> None:
        """Parse some more of it."""
        self._parser.Parse(data, last)

    def whole(self) -> list[tuple[int, list[object]]]:
        """Give away the rows that have ended."""
        whole, self._whole = self._whole, []
        return whole

    def _start(self, name: str, told: dict[str, str]) -> None:
        part = self._names.get(name)
        if part is None:
            part = self._names[name] = name.rpartition(":")[2]
        if part == "c":
            place = told.get("r")
            self._at = _column(place.rstrip("0123456789")) if place else self._at + 1
            self._kind, self._style = told.get("t", "n"), told.get("s", "")
            self._words, self._told = [], False
        elif part == "v" or (part == "t" and self._kind == "inlineStr" and not self._told):
            self._reads = self._at < self._width
        elif part == "row":
            number = told.get("r")
            self._number = int(number) if number else self._number + 1
            self._row, self._at = [], -1
        elif part == "rPh":  # how the words are pronounced
            self._told = True

    def _text(self, words: str) -> None:
        if self._reads and len(self._words) < 64:
            self._words.append(words[:_LONGEST])

    def _end(self, name: str) -> None:
        part = self._names[name]
        if part in ("v", "t"):
            self._reads = False
        elif part == "c":
            if self._words and self._at < self._width:
                missing = self._at + 1 - len(self._row)
                if missing > 0:
                    self._row.extend([None] * missing)
                self._row[self._at] = _value("".join(self._words), self._kind, self._style, self._by)
        elif part == "rPh":
            self._told = False
        elif part == "row":
            self._whole.append((self._number, self._row))
            self._row = []


@lru_cache(maxsize=20_000)
def _column(letters: str) -> int:
    if not 0 < len(letters) <= 3 or not letters.isalpha() or not letters.isascii():
        raise ValueError("it names a cell that no sheet has")
    place = 0
    for letter in letters.upper():
        place = place * 26 + ord(letter) - 64
    return place - 1


def _value(text: str, kind: str, style: str, by: Meanings) -> object:
    if kind == "s":
        place = int(text)
        return by.strings[place] if 0 <= place < len(by.strings) else None
    if kind == "n":
        return _number(text, style, by)
    return None if kind == "b" else text


def _number(text: str, style: str, by: Meanings) -> object:
    if style and int(style) in by.days:
        days = float(text)
        if 1 <= days < _FURTHEST:
            return (by.first + timedelta(days=int(days))).isoformat()
    if text.lstrip("-").isdecimal() and len(text) < 60:
        return int(text)
    value = float(text)
    return value if abs(value) < 1e60 else None
