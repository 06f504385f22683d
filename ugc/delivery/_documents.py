"""JSON of unknown origin: one document, several one after another, or one a line, within bounds of size and depth."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from ugc.delivery._source import Source
from ugc.delivery._text import encoding_of
from ugc.errors import InputError, json_fault

_MOST_WHOLE = 128 << 20
_LONGEST_LINE = 16 << 20
_MOST_DIGITS = 60


class Fault(NamedTuple):
    """Why an answer, or a part of a file, holds no rows."""

    place: str
    why: str


def documents(source: Source) -> Iterator[Any]:
    """Yield what a file holds; what cannot be read is yielded as a fault. Raises InputError when nothing can be."""
    encoding = encoding_of(source)[0]
    with source.opened() as stream:
        line = stream.readline(_LONGEST_LINE)
        rest = stream.read(1 << 12)
        kind = _by_line if _is_line(line, encoding) and rest.lstrip()[:1] in (b"{", b"[") else _whole
    return kind(source, encoding)


def _is_line(line: bytes, encoding: str) -> bool:
    if encoding not in ("utf-8", "utf-8-sig"):
        return False
    try:
        _DECODER.decode(line.decode(encoding))
    except (ValueError, RecursionError):
        return False
    return True


def _by_line(source: Source, encoding: str) -> Iterator[Any]:
    with source.opened() as stream:
        number = 0
        while line := stream.readline(_LONGEST_LINE):
            number += 1
            if not line.strip():
                continue
            try:
                yield _DECODER.decode(line.decode(encoding).strip())
            except (ValueError, RecursionError) as error:
                yield Fault(f"line {number}", f"It is no JSON that can be read: {json_fault(error)}.")


def _whole(source: Source, encoding: str) -> Iterator[Any]:
    with source.opened() as stream:
        data = stream.read(_MOST_WHOLE + 1)
    if len(data) > _MOST_WHOLE:
        raise InputError(
            f"{source.shown} is larger than {_MOST_WHOLE >> 20} MiB.", hint="Save it as one answer a line."
        )
    text = data.decode(encoding, "replace").replace("\0", "")
    place = count = 0
    while (place := _next(text, place)) < len(text):
        try:
            found, place = _DECODER.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            why = f"is not JSON that can be read: {json_fault(error)}"
            if not count:
                raise InputError(f"{source.shown} {why}.", hint="Save the answer as it came.") from error
            yield Fault(f"answer {count + 1}", f"It {why}; the rest was not read.")
            return
        count += 1
        yield found


def _next(text: str, place: int) -> int:
    while place < len(text) and text[place] in " \t\r\n,\ufeff":
        place += 1
    return place


def _integer(text: str) -> int | str:
    return int(text) if len(text) <= _MOST_DIGITS else text[:_MOST_DIGITS]


def _real(text: str) -> Any:
    """A fraction as it is written: an amount is no binary number. In an id it would be one that was lost."""
    return text if "e" not in text.lower() else float(text)


_DECODER = json.JSONDecoder(parse_int=_integer, parse_float=_real, parse_constant=lambda _: None)
