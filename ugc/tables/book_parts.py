"""What a workbook says beside the values of its cells: formulas, hidden rows, merged cells, addresses of links.

Read from the XML of ECMA-376 part 1, chapter 18, a row at a time, so that a large sheet needs little memory.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([^"']*)""")
_ENCODINGS = {b"utf-8", b"utf-16", b"us-ascii", b"ascii", b"iso-8859-1", b"utf8"}
_CHUNK = 1 << 20
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ADDRESS = re.compile(r'\s*HYPERLINK\s*\(\s*"((?:[^"]|"")*)"', re.IGNORECASE)
_MOST_LINKED = 1000
"""Cells of one link or merged range; a person marks no more by hand."""

Place = tuple[int, int]
"""Row from 1, and index of the column from 0."""


@dataclass
class Marks:
    """What one sheet says beside its values."""

    formulas: dict[int, set[int]] = field(default_factory=dict)
    unworked: dict[int, set[int]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    merged: list[tuple[Place, Place]] = field(default_factory=list)
    links: dict[int, dict[int, str]] = field(default_factory=dict)


def is_plain_xml(part: Any) -> bool:
    """Whether a part's XML declares no entities and is in an encoding in which that can be seen. Reads it whole."""
    head, before = True, b""
    while chunk := part.read(_CHUNK):
        chunk = chunk.replace(b"\0", b"")  # UTF-16 is told by its ASCII characters alone
        if head:
            told = _ENCODING.search(chunk[:200].split(b"?>")[0])
            begins = chunk.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1]
            if begins not in (b"<", b"") or (told and told[1].strip().lower() not in _ENCODINGS):
                return False
        if _ENTITY.search(before + chunk):
            return False
        head, before = False, chunk[-16:]
    return True


def marks_of(book: zipfile.ZipFile) -> dict[str, Marks]:
    """The marks of every sheet of cells, by the sheet's name."""
    found: dict[str, Marks] = {}
    parts = _targets(book, "xl/workbook.xml")
    with book.open("xl/workbook.xml") as file:
        for element in ElementTree.parse(file).iter():  # noqa: S314 (entities were refused)
            if _local(element.tag) == "sheet":
                target = parts.get(_attribute(element, "id") or "", ("", ""))[0]
                if target in book.namelist():
                    found[element.get("name", "")] = _marks(book, target)
    return found


def _marks(book: zipfile.ZipFile, part: str) -> Marks:
    marks = Marks()
    targets = _targets(book, part)
    last = 0
    with book.open(part) as file:
        for _, element in ElementTree.iterparse(file):  # noqa: S314 (entities were refused)
            name = _local(element.tag)
            if name == "row":
                number = element.get("r", "")
                last = int(number) if number.isdigit() else last + 1
                if element.get("hidden") in ("1", "true"):
                    marks.hidden.add(last)
                _note_formulas(element, last, marks)
                element.clear()
            elif name == "mergeCell":
                marks.merged += _range(element.get("ref", ""))
            elif name == "hyperlink":
                _note_link(element, targets, marks)
    return marks


def _note_formulas(row: Any, number: int, marks: Marks) -> None:
    column = -1
    for cell in row:
        if _local(cell.tag) != "c":
            continue
        place = _place(cell.get("r", ""))
        column = place[1] if place else column + 1
        inner = {_local(part.tag): part for part in cell}
        if "f" not in inner:
            continue
        marks.formulas.setdefault(number, set()).add(column)
        value = inner.get("v")
        if value is None or (not value.text and cell.get("t") != "str"):
            marks.unworked.setdefault(number, set()).add(column)
        address = _ADDRESS.match(inner["f"].text or "")
        if address:
            marks.links.setdefault(number, {})[column] = address[1].replace('""', '"')


def _note_link(element: Any, targets: dict[str, tuple[str, str]], marks: Marks) -> None:
    target, mode = targets.get(_attribute(element, "id") or "", ("", ""))
    if mode != "External":
        return
    for first, last in _range(element.get("ref", "")):
        for row in range(first[0], last[0] + 1):
            for column in range(first[1], last[1] + 1):
                marks.links.setdefault(row, {})[column] = target


def _targets(book: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Of the relations of a part: id to target, which for a part of the book is its name, and mode."""
    folder, name = posixpath.split(part)
    path = f"{folder}/_rels/{name}.rels"
    found: dict[str, tuple[str, str]] = {}
    if path not in book.namelist():
        return found
    with book.open(path) as file:
        for element in ElementTree.parse(file).iter():  # noqa: S314 (entities were refused)
            if _local(element.tag) == "Relationship":
                target, mode = element.get("Target", ""), element.get("TargetMode", "")
                if mode != "External":
                    target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                found[element.get("Id", "")] = target, mode
    return found


def _range(reference: str) -> Iterator[tuple[Place, Place]]:
    """The first and last cell of `A2:B4` or of `A2`; none of what is no range, or too large a one."""
    first, _, last = reference.partition(":")
    begin, end = _place(first), _place(last or first)
    if begin and end and 0 < (end[0] - begin[0] + 1) * (end[1] - begin[1] + 1) <= _MOST_LINKED:
        yield begin, end


def _place(reference: str) -> Place | None:
    matched = _PLACE.fullmatch(reference.replace("$", ""))
    if not matched:
        return None
    column = 0
    for letter in matched[1]:
        column = 26 * column + ord(letter) - 64
    return int(matched[2]), column - 1


def _local(tag: Any) -> str:
    return str(tag).rpartition("}")[2]


def _attribute(element: Any, name: str) -> str | None:
    """An attribute of the namespace of relations, whichever of its two addresses the file uses."""
    return next((value for key, value in element.items() if key.endswith(f"}}{name}")), None)
