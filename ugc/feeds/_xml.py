"""Google Merchant Center's feeds in XML: RSS 2.0 and Atom, with fields in the namespace usually called `g`.

Expat from the standard library, with any document type refused: without one there are no entities to expand and none
outside to fetch, which is all that a package such as defusedxml would add here.
Spec: https://support.google.com/merchants/answer/7052112.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import IO, NoReturn
from xml.parsers import expat

from ugc.errors import InputError
from ugc.feeds import _columns as columns
from ugc.feeds._rows import Row, Rows
from ugc.feeds._text import GUESSED, shown

_GOOGLE = "http://base.google.com/ns/1.0"
_ITEMS = {"item", "entry", "product"}
_DEEPEST = 60
_CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 13))
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.-]+)""")
_CHUNK = 1 << 20


class _Refused(Exception):  # noqa: N818  it ends the parser, and becomes an InputError
    """Ends a parser that met what a feed must not have."""


class _Enough(Exception):  # noqa: N818  not a fault
    """Ends a parser that has read as many rows as are taken."""


def read_xml(data: bytes, path: Path) -> Rows:
    """Read a feed in XML; what stands before a fault is kept. Raises InputError for entities, or where no item is."""
    encoding, note = _encoding(data)
    if not _is_wide(data):
        data = data.translate(None, delete=_CONTROLS)
    found = _Items()
    parser = _parser(encoding)
    parser.buffer_text = True
    parser.StartElementHandler = found.start
    parser.EndElementHandler = found.end
    parser.CharacterDataHandler = found.text
    found.line = lambda: parser.CurrentLineNumber
    try:
        parser.Parse(data, True)
    except _Refused as refused:
        raise InputError(f"{shown(path)} {refused}.", hint="Export the feed again without it.") from refused
    except _Enough:
        pass
    except (expat.ExpatError, LookupError, ValueError) as error:
        found.rows.cut = f"it is not whole XML ({error}), and the rest was not read"
    if not found.rows.rows:
        why = f" {found.rows.cut[0].upper()}{found.rows.cut[1:]}." if found.rows.cut else ""
        raise InputError(f"{shown(path)} has no <item>, <entry> or <product> in it.{why}")
    found.rows.ignored = columns.unknown(found.unknown)
    found.rows.notes += [note] if note else []
    return found.rows


def refuse_entities(part: IO[bytes], path: Path) -> None:
    """Read XML to its end and raise InputError when it declares a document type; other faults are for its reader."""
    parser = _parser(None)
    try:
        while chunk := part.read(_CHUNK):
            parser.Parse(chunk, False)
    except _Refused as refused:
        raise InputError(f"{shown(path)} {refused}.") from refused
    except expat.ExpatError:
        return


def _parser(encoding: str | None) -> expat.XMLParserType:
    def refuse(*_: object) -> NoReturn:
        raise _Refused("declares a document type, as only XML that expands into something else needs")

    parser = expat.ParserCreate(encoding)
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    return parser


def _encoding(data: bytes) -> tuple[str | None, str | None]:
    """The encoding to read XML in where it does not say it truly, and a note on that."""
    declared = _DECLARED.match(data[:200])
    if _is_wide(data):
        return None, None
    if declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
        return ("utf-8", None) if declared[1].lower().startswith(b"utf-16") else (None, None)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1252", GUESSED
    return "utf-8", None


def _is_wide(data: bytes) -> bool:
    """Whether it is UTF-16, in which zeros are part of characters."""
    return data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0<" in data[:64] or b"<\0" in data[:64]


class _Items:
    """Takes the fields of items as a parser meets them; of what lies deeper than an item's own fields, nothing."""

    def __init__(self) -> None:
        self.rows = Rows()
        self.unknown: dict[str, None] = {}
        self.line: Callable[[], int] = lambda: 0
        self._prefixes = {"g"}
        self._depth = 0
        self._item: int | None = None
        self._begun = 0
        self._field: str | None = None
        self._google = False
        self._words: list[str] = []
        self._cells: dict[str, tuple[int, str]] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _Refused(f"is nested deeper than {_DEEPEST} elements")
        self._prefixes |= {
            key[6:] for key, uri in attributes.items() if key.startswith("xmlns:") and uri.strip() == _GOOGLE
        }
        prefix, _, local = name.rpartition(":")
        if self._item is None and local.lower() in _ITEMS:
            if self.rows.full:
                raise _Enough
            self._item, self._begun, self._cells = self._depth, self.line(), {}
        elif self._item is not None and self._depth == self._item + 1:
            self._google = prefix in self._prefixes
            self._field = local if self._google or not prefix else name
            self._words = []
            if local == "link" and attributes.get("rel", "alternate") == "alternate":
                self._words = [attributes.get("href", "")]

    def text(self, words: str) -> None:
        if self._item is not None and self._field and self._depth == self._item + 1:
            self._words.append(words)

    def end(self, _: str) -> None:
        if self._item is not None and self._depth == self._item + 1 and self._field:
            self._keep(self._field, "".join(self._words).strip())
            self._field = None
        elif self._item == self._depth:
            cells = {column: words for column, (_, words) in self._cells.items()}
            self.rows.rows.append(Row(f"line {self._begun}", dict(cells)))
            self._item = None
        self._depth -= 1

    def _keep(self, name: str, words: str) -> None:
        """Google's own field stands above a plain one, the one named exactly so above its synonyms, the first above
        later ones."""
        column = columns.column_of(name)
        if column is None:
            self.unknown[name] = None
            return
        self.rows.columns.add(column)
        rank = 2 * self._google + (columns.plain(name) == column)
        if words and rank > self._cells.get(column, (-1, ""))[0]:
            self._cells[column] = (rank, words)
