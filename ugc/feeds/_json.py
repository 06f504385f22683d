"""Feeds as JSON: a list of products, an object that holds one, or an object on each line."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from ugc.errors import InputError, json_fault
from ugc.feeds import _columns as columns
from ugc.feeds._rows import Cell, Row, Rows
from ugc.feeds._text import decoded, shown

_LISTS = ("products", "items", "entries", "resources", "results", "data", "entry", "item", "feed", "channel")
_DEEPEST = 3
_INSIDE: dict[str, tuple[str, ...]] = {
    "price": ("value", "amount"),
    "currency": ("currency", "currencyCode", "currency_code"),
    "image": ("link", "url", "src"),
    "link": ("href", "url"),
}
_MOST_DIGITS, _MOST_LINE = 40, 8 << 20
_TWICE = "\0twice"


def read_json(data: bytes, path: Path) -> Rows:
    """Read a feed in JSON; a line or item that is no product costs itself. Raises InputError when it is no JSON."""
    text, note = decoded(data)
    text = text.removeprefix("\ufeff").strip("\0 \t\r\n")
    found = Rows(notes=[note] if note else [])
    unknown: dict[str, None] = {}
    for place, record, fault in _lines(text) if _is_lines(text) else _items(text, path):
        if found.full:
            break
        found.rows.append(_row(place, record, fault, found.columns, unknown))
    found.ignored = columns.unknown(unknown)
    return found


def _row(place: str, record: Any, fault: str | None, known: set[str], unknown: dict[str, None]) -> Row:
    if not isinstance(record, dict):
        return Row(place, {}, fault=fault or "it is no product with named fields")
    if _TWICE in record:
        fault = f"it gives {record.pop(_TWICE)[:40]!r} twice, and which is meant cannot be known"
    cells: dict[str, Cell] = {}
    ranked = sorted(record, key=lambda name: columns.plain(name) != columns.column_of(name))
    for name in ranked:
        column = columns.column_of(name)
        if column is None:
            continue
        known.add(column)
        cell = _cell(column, record[name])
        if cell is not None and cell != "":
            cells.setdefault(column, cell)
        if column == "price" and isinstance(record[name], dict):
            known.add("currency")
            currency = _cell("currency", record[name])
            cells.setdefault("currency", currency or "")
    unknown |= dict.fromkeys(name for name in record if columns.column_of(name) is None)
    return Row(place, {column: cell for column, cell in cells.items() if cell != ""}, fault=fault)


def _cell(column: str, value: Any) -> Cell | None:
    """A field as a cell: of a list its first element, of an object the part that says it."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = next((value[name] for name in _INSIDE.get(column, ()) if name in value), None)
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return None
    return Decimal(value) if isinstance(value, int) else value


_Item = tuple[str, Any, str | None]


def _is_lines(text: str) -> bool:
    """Whether the first line is an object of its own with another one after it."""
    line, _, rest = text.partition("\n")
    if not line.startswith("{") or not rest.lstrip().startswith("{"):
        return False
    try:
        _DECODER.decode(line.strip())
    except (ValueError, RecursionError):
        return False
    return True


def _lines(text: str) -> Iterator[_Item]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        if len(line) > _MOST_LINE:
            yield f"line {number}", None, f"it is longer than {_MOST_LINE >> 20} MiB"
            continue
        try:
            yield f"line {number}", _DECODER.decode(line.strip()), None
        except (ValueError, RecursionError) as error:
            yield f"line {number}", None, f"it is not JSON that can be read: {json_fault(error)}"


def _items(text: str, path: Path) -> Iterator[_Item]:
    try:
        whole = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"{shown(path)} is not JSON that can be read: {json_fault(error)}.", hint="Export the feed again."
        ) from error
    listed = _list(whole, _DEEPEST)
    if listed is None:
        raise InputError(
            f"{shown(path)} holds no list of products.", hint='Write [{"id": …, "name": …}, …] or one a line.'
        )
    for number, item in enumerate(listed, 1):
        yield f"product {number}", item, None


def _list(data: Any, deep: int) -> list[Any] | None:
    if isinstance(data, list):
        return data
    if not isinstance(data, dict) or not deep:
        return None
    if columns.NEEDED[0] in columns.known(list(data)):
        return [data]
    inside = (_list(data[name], deep - 1) for name in _LISTS if name in data)
    return next((found for found in inside if found is not None), None)


def _integer(text: str) -> Decimal | None:
    return Decimal(text) if len(text) <= _MOST_DIGITS else None


def _real(text: str) -> Decimal | None:
    """A decimal exactly as it is written; beyond all prices it is nothing."""
    value = Decimal(text) if len(text) <= _MOST_DIGITS else None
    return value if value is not None and abs(value.adjusted()) < _MOST_DIGITS else None


def _nothing(_: str) -> None:
    """NaN and the infinities are not numbers of anything."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        keys = [key for key, _ in pairs]
        record[_TWICE] = next(key for key in keys if keys.count(key) > 1)
    return record


_DECODER = json.JSONDecoder(
    parse_int=_integer, parse_float=_real, parse_constant=_nothing, object_pairs_hook=_once
)
