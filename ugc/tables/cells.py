"""Cells of workbooks that are written: text stays text, whatever it begins with, and one instant stands everywhere."""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

_LONGEST = 32_000
"""UTF-16 units of a cell; Excel refuses a file with more than 32,767 in one."""
_RISKY = re.compile(r"['=+\-@\t\r＝＋－＠]")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_FIRST = (1980, 1, 1, 0, 0, 0)


@contextmanager
def new_book() -> Iterator[Any]:
    """Give a workbook that is written row by row, to be saved within. Where that ends early, its sheets are ended in
    order: openpyxl's own would be ended after their files, and complain of it at the end of the program."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    try:
        yield book
    except BaseException:
        for sheet in book.worksheets:
            with suppress(Exception):
                sheet.close()
        raise


def risky(words: str) -> bool:
    """Whether a spreadsheet could take a text for a formula once somebody edits it: its cell is to be marked."""
    return bool(_RISKY.match(words))


def as_text(cell: Any, words: str) -> Any:
    """Fill a cell with text: openpyxl would take `=1+1` for a formula, and `#N/A` for an error."""
    cell.value = cut(words)
    cell.data_type = "s"
    return cell


def cut(words: str) -> str:
    """Return what a cell can hold; `_x000D_` in a name would be read as a character's code."""
    plain = _ESCAPED.sub("_x005F_", _NOT_XML.sub("", words))
    if len(plain) * 2 <= _LONGEST or len(plain.encode("utf-16-le")) // 2 <= _LONGEST:
        return plain
    return plain.encode("utf-16-le")[: 2 * _LONGEST].decode("utf-16-le", "ignore") + "…"


def unescaped(value: Any) -> Any:
    """Return a cell's value with the codes read that programs write into its text, as far as openpyxl leaves them.

    ECMA-376 part 1, 22.9.2.19 (ST_Xstring): `_x005F_` stands for an underscore, `_x000D_` for the end of a line. Of
    shared texts openpyxl has read the first, so that other codes that are left there are what somebody wrote.
    """
    if not isinstance(value, str) or "_x00" not in value:
        return value
    return value.replace("_x000D_", "\r").replace("_x005F_", "_")


def dated(data: bytes, at: datetime) -> bytes:
    """Return a workbook with one instant everywhere that openpyxl writes the present one."""
    instant = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(out, "w") as again:
        for name in made.namelist():
            content = made.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + instant, content)
            entry = zipfile.ZipInfo(name, _FIRST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            again.writestr(entry, content)
    return out.getvalue()
