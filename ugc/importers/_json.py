"""Reading JSON of unknown origin: size and depth are limited, and what is not a number becomes unknown.

A file may hold one document, several one after another (saved pages), or one on each line.
"""

import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from ugc.errors import InputError, json_fault
from ugc.files import open_regular
from ugc.importers._files import shown

MAX_BYTES = 64 << 20
"""Of a whole document; files of one document a line may be of any size."""
MAX_LINE = 8 << 20
_MAX_DIGITS = 40
_HEAD = 1 << 18
_SPACE = " \t\r\n"


class Document(NamedTuple):
    """One JSON document of a file, or why there is none."""

    place: str
    """Where in the file, as `line 3` or `document 2`; empty when it is the only one."""
    data: Any
    fault: str | None = None
    digest: bytes | None = None
    """sha256 of the file's bytes, where it is the only document and the file is not large."""


def documents(path: Path) -> Iterator[Document]:
    """Yield a file's JSON documents; one that cannot be read is yielded as a fault.

    Raises InputError when the file cannot be opened, or is no JSON from its first character.
    """
    mark = _mark(path)
    if _is_lines(*mark):
        yield from _by_line(path)
    else:
        yield from _whole(*mark)


def first(path: Path) -> Any:
    """Return a file's first document, or None when there is none: for telling what a file is."""
    try:
        document = next(documents(path), None)
    except (InputError, OSError):
        return None
    return document.data if document else None


def looks_like_json(path: Path) -> bool:
    """Whether a file is named as JSON (or not named at all) and begins as it."""
    if path.suffix.lower() not in (".json", ".jsonl", ".ndjson", ".txt", ""):
        return False
    try:
        return _begins_as_json(*_mark(path))
    except InputError:
        return False


def parse(text: str, path: Path) -> Any:
    """Parse one document. Raises InputError with the reason."""
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{shown(path)} is not JSON that can be read: {json_fault(error)}.") from error


_Mark = tuple[Path, int, int]
"""A file as it was when it was looked at: path, time of change in nanoseconds, size in bytes."""


def _mark(path: Path) -> _Mark:
    try:
        status = path.stat()
    except OSError as error:
        raise InputError(f"{shown(path)} could not be read: {error.strerror or error}.") from error
    return path, status.st_mtime_ns, status.st_size


# Several importers ask in turn what each file of a folder is, and then one of them reads them all: what small files
# say is kept for as long as that takes, and of larger ones the last.
_KEPT = 256
_SMALL = 16 << 10
"""Bytes."""


@lru_cache(maxsize=_KEPT)
def _begins_as_json(path: Path, mtime_ns: int, size: int) -> bool:
    head = _decode(_head(path, mtime_ns, size)[:256], path)
    return head.lstrip(_SPACE)[:1] in ("{", "[")


@lru_cache(maxsize=1)
def _head(path: Path, _mtime_ns: int, _size: int) -> bytes:
    with open_regular(path) as file:
        return file.read(_HEAD)


@lru_cache(maxsize=_KEPT)
def _is_lines(path: Path, mtime_ns: int, size: int) -> bool:
    """Whether the first line is a document of its own with another one after it."""
    line, end, rest = _head(path, mtime_ns, size).partition(b"\n")
    if size > _HEAD and (not end or not rest.strip()):
        with open_regular(path) as file:
            line, rest = file.readline(MAX_LINE).removesuffix(b"\n"), file.read(4096)
    if line[:1] not in (b"{", b"[") or rest.lstrip()[:1] not in (b"{", b"["):
        return False
    try:
        _DECODER.decode(line.decode("utf-8"))
    except (ValueError, RecursionError):
        return False
    return True


def _by_line(path: Path) -> Iterator[Document]:
    with open_regular(path) as file:
        number = 0
        while line := file.readline(MAX_LINE + 1):
            number += 1
            place = f"line {number}"
            if len(line) > MAX_LINE:
                yield Document(place, None, f"The line is longer than {MAX_LINE >> 20} MiB.")
                return
            if not line.strip():
                continue
            try:
                yield Document(place, parse(_decode(line, path), path))
            except InputError as error:
                yield Document(place, None, error.message)


def _whole(path: Path, mtime_ns: int, size: int) -> tuple[Document, ...]:
    return (_whole_small if size <= _SMALL else _whole_large)(path, mtime_ns, size)


@lru_cache(maxsize=_KEPT)
def _whole_small(path: Path, mtime_ns: int, size: int) -> tuple[Document, ...]:
    return _parsed(path, mtime_ns, size)


@lru_cache(maxsize=1)
def _whole_large(path: Path, mtime_ns: int, size: int) -> tuple[Document, ...]:
    return _parsed(path, mtime_ns, size)


def _parsed(path: Path, mtime_ns: int, size: int) -> tuple[Document, ...]:
    if size > MAX_BYTES:
        raise InputError(
            f"{shown(path)} is larger than {MAX_BYTES >> 20} MiB.",
            hint="Split it, or save it as one document a line.",
        )
    read = _all(path, mtime_ns, size)
    text = _decode(read, path)
    found: list[Document] = []
    position = _skip_space(text, 0)
    while position < len(text):
        try:
            data, position = _DECODER.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            message = f"{shown(path)} is not JSON that can be read: {json_fault(error)}."
            if not found:
                raise InputError(message) from error
            found.append(Document(f"document {len(found) + 1}", None, message))
            break
        found.append(Document(f"document {len(found) + 1}", data))
        position = _skip_space(text, position)
    if len(found) == 1:
        digest = hashlib.sha256(read).digest() if len(read) <= _HEAD else None
        return (Document("", found[0].data, digest=digest),)
    return tuple(found)


def _all(path: Path, mtime_ns: int, size: int) -> bytes:
    if size < _HEAD:
        return _head(path, mtime_ns, size)
    with open_regular(path) as file:
        return file.read(MAX_BYTES + 1)


def _skip_space(text: str, position: int) -> int:
    while position < len(text) and text[position] in _SPACE:
        position += 1
    return position


def _decode(data: bytes, path: Path) -> str:
    try:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return data[: len(data) // 2 * 2].decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.end >= len(data) - 1 and len(data) == 256:  # cut within a character
            return data[: error.start].decode("utf-8-sig")
        raise InputError(f"{shown(path)} is not text in UTF-8, as JSON must be.") from error


def _integer(text: str) -> int | None:
    return int(text) if len(text) <= _MAX_DIGITS else None


def _real(text: str) -> float | None:
    value = float(text)
    return value if abs(value) < float("inf") else None


def _nothing(_: str) -> None:
    """NaN and the infinities are not numbers of anything."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"it gives {twice[:40]!r} twice, and which one is meant cannot be known")
    return record


_DECODER = json.JSONDecoder(
    parse_int=_integer, parse_float=_real, parse_constant=_nothing, object_pairs_hook=_once
)
