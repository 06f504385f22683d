"""Permissions in a sheet of ours, CSV or XLSX, one a row. What a formula says is never worked out."""

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ugc.errors import InputError, nearest
from ugc.model.posts import PLATFORMS
from ugc.model.vocab import AUTHORIZATION_KINDS, AUTHORIZATION_STATUSES
from ugc.permissions._values import FoundPermission, PassedOver, PermissionFile
from ugc.permissions._words import damaged, secret, verbatim, word

_NAMES = {
    "post": ("post", "permalink", "link", "url"),
    "creator": ("creator", "handle", "username"),
    "kind": ("kind",),
    "platform": ("platform",),
    "code": ("code", "auth_code", "ad_code"),
    "original_code": ("original_code", "original_post_auth_code"),
    "from": ("from", "start"),
    "until": ("until", "end", "expires"),
    "source": ("source", "expiry_source"),
    "status": ("status",),
    "ineligible": ("ineligible", "eligibility_errors"),
    "second": ("second", "second_authorization"),
    "native": ("native", "native_ids"),
}
_COLUMN = {alias: name for name, aliases in _NAMES.items() for alias in aliases}
_SOURCES = ("platform", "creator_asserted", "contract")
_NATIVE = re.compile(r"[a-z][a-z0-9_]*_(?:id|ids|type|urn)")
_HEADER_WITHIN = 25
_MOST_ROWS = 100_000
_MOST_COLUMNS = 100
_MOST_UNPACKED = 256 << 20
_MOST_CELL = 1 << 20
_MOST_DIGITS = 15
_MOST_TORN = 100
_TORN, _CUT = "\0torn", "\0cut"
_FAULTS = {
    _TORN: "a quotation mark is missing or in the wrong place, or one of its cells is too large",
    _CUT: "too many rows before it cannot be parted into cells, and the rest was not read",
}
"""In place of a row that could not be read; no cell of text holds a NUL."""
_YES, _NO = ("yes", "true", "1", "x"), ("", "no", "false", "0")
_ENCODINGS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}

_Row = tuple[int, list[Any]]


class _Unread(Exception):  # noqa: N818  ends the reading of one row
    pass


def read_text(data: bytes, path: Path) -> PermissionFile:
    """Read a sheet of text. Raises InputError when it has no row that names its columns."""
    notes: tuple[str, ...] = ()
    encoding = _ENCODINGS.get(data[:2], "utf-8-sig")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text, notes = (
            data.decode("cp1252", "replace"),
            (f"{path.name} is not UTF-8; it was read as Windows-1252.",),
        )
    text = text.replace("\0", "\ufffd")
    head = text[:20_000].split("\n", 1)[0]
    delimiter = max(",;\t|", key=head.count)
    return _read(_rows(text, delimiter), path, notes)


def read_workbook(data: bytes, path: Path) -> PermissionFile:
    """Read the first sheet of a workbook. Raises InputError for what is none, or has no row that names its columns."""
    wrong = InputError(f"{path.name} is not a workbook that can be read.", hint="Save the sheet as CSV.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            parts = book.infolist()
            if sum(part.file_size for part in parts) > _MOST_UNPACKED:
                raise wrong
            if any(
                b"<!ENTITY" in book.read(part) for part in parts if part.filename.endswith((".xml", ".rels"))
            ):
                raise wrong
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError):
        raise wrong from None
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions, which are not read
        try:
            book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            rows = list(sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS, values_only=True))
            book.close()
        except Exception:  # every part of a workbook has its own way to be broken
            raise wrong from None
    return _read(((number, list(row)) for number, row in enumerate(rows, 1)), path, ())


def _rows(text: str, delimiter: str) -> Iterator[_Row]:
    """Yield every row. One whose quotation never ends costs its first line alone, and reading goes on below it."""
    lines = [f"{line}\n" for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    before = csv.field_size_limit(_MOST_CELL)  # of the whole process, so it is put back
    at = torn = 0
    try:
        while at < len(lines) and torn <= _MOST_TORN:
            reader = csv.reader(lines[at:], delimiter=delimiter, strict=True)
            begins = at
            try:
                for row in reader:
                    yield begins + 1, row
                    begins = at + reader.line_num
            except csv.Error:
                yield begins + 1, [_TORN]
                at, torn = begins + 1, torn + 1
                continue
            return
        if torn > _MOST_TORN:
            yield at + 1, [_CUT]
    finally:
        csv.field_size_limit(before)


def _read(rows: Iterable[_Row], path: Path, notes: Sequence[str]) -> PermissionFile:
    header: list[str] = []
    found: list[FoundPermission] = []
    passed: list[PassedOver] = []
    for number, row in rows:
        if not header:
            names = [re.sub(r"[\s\-]+", "_", word(cell).casefold()) for cell in row]
            known = {_COLUMN.get(name) for name in names}
            if "kind" in known and {"post", "creator"} & known:
                header = names
            elif number >= _HEADER_WITHIN:
                break
        elif any(cell not in (None, "") for cell in row):
            try:
                found.append(_permission(f"line {number}", _cells(header, row)))
            except _Unread as why:
                passed.append(PassedOver(place=f"line {number}", why=str(why)))
    if not header:
        raise InputError(
            f"{path.name} has no row that names the columns `kind` and `post` or `creator`.",
            hint="Name its columns in the first row: post, creator, kind, code, from, until, source, status.",
        )
    strange = [name for name in header if name and name not in _COLUMN and not _NATIVE.fullmatch(name)]
    notes = (*notes, f"Columns that were not read: {', '.join(strange)[:200]}.") if strange else tuple(notes)
    return PermissionFile(
        path=path, forms=("sheet",), found=tuple(found), passed_over=tuple(passed), notes=notes
    )


def _cells(header: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    if row and row[0] in _FAULTS:
        raise _Unread(_FAULTS[row[0]])
    if any(cell not in (None, "") for cell in row[len(header) :]):
        raise _Unread(f"it has {len(row)} cells under {len(header)} columns")
    told: dict[str, Any] = {}
    for name, cell in zip(header, row, strict=False):
        if name and cell not in (None, ""):
            told[_COLUMN.get(name, name)] = _whole(name, cell)
    return told


def _whole(name: str, cell: Any) -> Any:
    """A cell as it was typed; a long number that a spreadsheet has rounded is refused."""
    if isinstance(cell, float):
        cell = int(cell) if cell.is_integer() else cell
    if isinstance(cell, int) and not isinstance(cell, bool):
        if len(str(abs(cell))) > _MOST_DIGITS:
            raise _Unread(
                f"`{name}` has more than {_MOST_DIGITS} digits as a number: format the column as text"
            )
        return str(cell)
    if isinstance(cell, str) and damaged(cell):
        raise _Unread(f"`{name}` was damaged by a spreadsheet: its last digits are lost")
    return str(cell) if isinstance(cell, float) else cell


def _permission(place: str, told: dict[str, Any]) -> FoundPermission:
    kind = _token(told, "kind", AUTHORIZATION_KINDS)
    post, creator = word(told.get("post")), word(told.get("creator")).lstrip("@")
    if kind is None:
        raise _Unread("it says no kind")
    for name in ("code", "original_code"):
        if isinstance(told.get(name), str) and told[name].lstrip().startswith("="):
            raise _Unread(f"`{name}` is a formula, not a code")
    start, end = _day(told, "from"), _day(told, "until")
    if isinstance(start, date) and isinstance(end, date) and end < start:
        raise _Unread("it ends before it starts")
    source = _token(told, "source", _SOURCES)
    errors = word(told.get("ineligible"))
    return FoundPermission.model_validate(
        {
            "place": place,
            "posts": (post,) if post else (),
            "creator": None if post else creator or None,
            "kind": kind,
            "platform": _token(told, "platform", PLATFORMS),
            "code": secret(told.get("code")),
            "original_code": secret(told.get("original_code")),
            "status": _token(told, "status", AUTHORIZATION_STATUSES),
            "start": start,
            "end": end,
            "expiry_source": source,
            "native_ids": _natives(told),
            "eligibility_errors": verbatim(errors) if errors else None,
            "second": _truth(told),
        }
    )


def _token(told: dict[str, Any], name: str, known: Sequence[str]) -> str | None:
    said = word(told.get(name)).casefold().replace(" ", "_")
    if not said or said in known:
        return said or None
    close = nearest(said, known)
    raise _Unread(f"its {name} is not known" + (f": did you mean {close}" if close else ""))


def _day(told: dict[str, Any], name: str) -> date | str | None:
    said = told.get(name)
    if isinstance(said, datetime):
        return said.date()
    if said is None or isinstance(said, date):
        return said
    text = word(said)
    if text.casefold() == "perpetual" and name == "until":
        return "perpetual"
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _Unread(f"its `{name}` is not a day written as 2026-12-31") from None


def _truth(told: dict[str, Any]) -> bool:
    said = str(told.get("second", "")).strip().casefold()
    if said in _YES or said in _NO:
        return said in _YES
    raise _Unread("its `second` is neither yes nor no")


def _natives(told: dict[str, Any]) -> dict[str, str]:
    ids = {
        name: word(value) for name, value in told.items() if name not in _NAMES and _NATIVE.fullmatch(name)
    }
    for part in filter(None, map(str.strip, re.split(r"[;\n]", word(told.get("native"))))):
        name, equals, value = part.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise _Unread("its `native` is not written as NAME=ID; NAME=ID")
        ids[name.strip()] = value.strip()
    return {name: value for name, value in ids.items() if value}
