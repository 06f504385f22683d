"""Permissions in a sheet of ours, CSV or XLSX, one a row. What a formula says is never worked out."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ugc import tables
from ugc.errors import InputError, nearest
from ugc.model.posts import PLATFORMS
from ugc.model.vocab import AUTHORIZATION_KINDS, AUTHORIZATION_STATUSES
from ugc.permissions._values import FoundPermission, PassedOver, PermissionFile
from ugc.permissions._words import damaged, secret, verbatim, word
from ugc.tables import Row

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
_MOST_DIGITS = 15
_YES, _NO = ("yes", "true", "1", "x"), ("", "no", "false", "0")


class _Unread(Exception):  # noqa: N818  ends the reading of one row
    pass


def read_text(data: bytes, path: Path) -> PermissionFile:
    """Read a sheet of text. Raises InputError when it has no row that names its columns."""
    decoded = tables.decode(data)
    notes = (f"{path.name} is not UTF-8; it was read as Windows-1252.",) if decoded.note else ()
    text = decoded.text.replace("\0", "\ufffd")
    sheet = tables.open_text(text, _sureness, delimiters=(*tables.DELIMITERS, "|"), strict=True)
    if sheet is None:
        raise _no_header(path)
    return _read(sheet.header, sheet.rows(), path, notes)


def read_workbook(data: bytes, path: Path) -> PermissionFile:
    """Read the first sheet of a workbook. Raises InputError for what is none, or has no row that names its columns."""
    sheet = tables.read_book(data, path.name, only_first=True).sheets[0]
    for place, row in enumerate(sheet.rows):
        if row.number > _HEADER_WITHIN:
            break
        if _sureness(list(map(word, row.cells))) is not None:
            return _read(list(map(word, row.cells)), sheet.rows[place + 1 :], path, ())
    raise _no_header(path)


def _sureness(row: Sequence[str]) -> tuple[int, ...] | None:
    """How surely a row is the header; None when it does not name what has to be named."""
    known = {_COLUMN.get(name) for name in _names(row)} - {None}
    return (len(known), len(row)) if "kind" in known and {"post", "creator"} & known else None


def _names(row: Sequence[str]) -> list[str]:
    return [re.sub(r"[\s\-]+", "_", word(cell).casefold()) for cell in row]


def _no_header(path: Path) -> InputError:
    return InputError(
        f"{path.name} has no row that names the columns `kind` and `post` or `creator`.",
        hint="Name its columns in the first row: post, creator, kind, code, from, until, source, status.",
    )


def _read(head: Sequence[str], rows: Iterable[Row], path: Path, notes: Sequence[str]) -> PermissionFile:
    header = _names(head)
    found: list[FoundPermission] = []
    passed: list[PassedOver] = []
    for row in rows:
        if row.fault or any(cell not in (None, "") for cell in row.cells):
            try:
                found.append(_permission(f"line {row.line}", _cells(header, row)))
            except _Unread as why:
                passed.append(PassedOver(place=f"line {row.line}", why=str(why)))
    strange = [name for name in header if name and name not in _COLUMN and not _NATIVE.fullmatch(name)]
    notes = (*notes, f"Columns that were not read: {', '.join(strange)[:200]}.") if strange else tuple(notes)
    return PermissionFile(
        path=path, forms=("sheet",), found=tuple(found), passed_over=tuple(passed), notes=notes
    )


def _cells(header: Sequence[str], row: Row) -> dict[str, Any]:
    if row.fault:
        raise _Unread(row.fault)
    cells = ["=" if at in row.formulas else cell for at, cell in enumerate(row.cells)]
    if any(cell not in (None, "") for cell in cells[len(header) :]):
        raise _Unread(f"it has {len(cells)} cells under {len(header)} columns")
    told: dict[str, Any] = {}
    for name, cell in zip(header, cells, strict=False):
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
