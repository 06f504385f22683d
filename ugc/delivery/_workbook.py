"""Exports as workbooks: which sheet has the ads, and its rows, read one at a time with values as last worked out."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any, NoReturn
from xml.parsers import expat

from ugc.delivery import _cells as cells
from ugc.delivery import _headers as headers
from ugc.delivery._source import BROKEN, MOST_BYTES, Source
from ugc.delivery._text import HEADER_WITHIN, Record
from ugc.errors import InputError
from ugc.text import one_line

_MOST_ROWS = 1 << 20
"""What a sheet of a workbook can have."""
_MOST_SHEETS = 30
_MOST_SHARED = 160 << 20
"""Of the parts that are held whole: strings and styles."""
_WIDEST = 600
_CHUNK = 1 << 14


class Workbook:
    """A workbook, opened. Close it when its rows are read."""

    def __init__(self, source: Source, stream: IO[bytes]) -> None:
        from openpyxl.reader.excel import ExcelReader
        from openpyxl.styles.stylesheet import apply_stylesheet

        self._source = source
        try:
            with warnings.catch_warnings():  # of styles and extensions, which are not read
                warnings.simplefilter("ignore")
                reader: Any = ExcelReader(stream, read_only=True, data_only=True, keep_links=False)
                self._archive = reader.archive
                reader.read_manifest()
                reader.read_strings()
                reader.read_workbook()
                with suppress(Exception):  # some exporters' styles are broken; days are then read as numbers
                    apply_stylesheet(reader.archive, reader.wb)
                # not load_workbook: of a sheet that does not state its size it reads every cell first
                found = [(sheet.name, part.target) for sheet, part in reader.parser.find_sheets()]
                self._meanings = cells.Meanings(
                    reader.shared_strings, frozenset(reader.wb._date_formats), reader.wb.epoch.date()
                )
        except Exception as error:  # every part of a workbook has its own way to be broken
            raise _broken(source) from error
        parts = set(self._archive.namelist())
        self._sheets = [
            pair for pair in found[:_MOST_SHEETS] if pair[1] in parts and "chartsheet" not in pair[1]
        ]

    def close(self) -> None:
        """Let go of the file."""
        self._archive.close()

    def best(self, *, sales: bool = False) -> tuple[int, str, tuple[str, ...]]:
        """Return the place and the name of the sheet that shows the most headings, and the names of the others."""
        if not self._sheets:
            raise InputError(f"{self._source.shown} has no sheet of cells.", hint="Export it again.")
        scores = [self._score(at, sales=sales) for at in range(len(self._sheets))]
        best = scores.index(max(scores))
        names = [one_line(str(name))[:60] for name, _ in self._sheets]
        return best, names[best], tuple(name for at, name in enumerate(names) if at != best and scores[at])

    def _score(self, at: int, *, sales: bool) -> int:
        found = 0
        for _, row, _ in self.rows(at, width=_WIDEST, most=HEADER_WITHIN):
            fields = headers.fields_of(map(heading, row), sales=sales)
            found = max(found, len(fields) + 100 * bool(fields & headers.NAMING))
        return found

    def rows(self, at: int, *, width: int, most: int = _MOST_ROWS) -> Iterator[Record]:
        """Yield the rows of a sheet, as wide as is asked for. Raises InputError when the sheet is broken."""
        try:
            with self._archive.open(self._sheets[at][1]) as stream:
                for number, row in cells.rows_of(stream, self._meanings, width=width, most=most):
                    yield number, row, None
        except InputError:
            raise
        except Exception as error:
            raise _broken(self._source) from error


@contextmanager
def opened(source: Source) -> Iterator[Workbook]:
    """Open a workbook, once it is known that it unpacks to something that can be held. Raises InputError."""
    with source.opened() as stream:
        data = stream if not source.inside else io.BytesIO(stream.read())
        _look_into(data, source)
        data.seek(0)
        book = Workbook(source, data)
        try:
            yield book
        finally:
            book.close()


def heading(cell: object) -> str:
    """Return a cell as the text of a heading."""
    return "" if cell is None else one_line(str(cell)[:400])


def _look_into(data: IO[bytes], source: Source) -> None:
    try:
        with zipfile.ZipFile(data) as book:
            parts = book.infolist()
            shared = sum(
                part.file_size
                for part in parts
                if "sharedStrings" in part.filename or "styles" in part.filename
            )
            if sum(part.file_size for part in parts) > 2 * MOST_BYTES or shared > _MOST_SHARED:
                raise InputError(f"{source.shown} unpacks to too much.", hint="Export it as CSV.")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with book.open(part) as xml:
                        _refuse_entities(xml, source)
    except BROKEN as error:
        raise _broken(source) from error


class _Begun(Exception):  # noqa: N818  not a fault
    """The root of the document stands: no document type can follow."""


def _refuse_entities(xml: IO[bytes], source: Source) -> None:
    """Raise InputError when a part declares a document type, without which there are no entities to expand."""

    def begun(*_: object) -> NoReturn:
        raise _Begun

    def refuse(*_: object) -> NoReturn:
        raise InputError(
            f"{source.shown} declares XML entities, as no export does.", hint="Export it as CSV."
        )

    parser = expat.ParserCreate()
    parser.StartElementHandler = begun
    parser.StartDoctypeDeclHandler = refuse
    try:
        while chunk := xml.read(_CHUNK):
            parser.Parse(chunk, False)
    except (_Begun, expat.ExpatError):
        return


def _broken(source: Source) -> InputError:
    return InputError(f"{source.shown} is not a workbook that can be read.", hint="Save the sheet as CSV.")
