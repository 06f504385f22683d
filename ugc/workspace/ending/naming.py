"""JSON documents of galleries and packages, read as data: which of their objects name a picture of ours, and how.

An object names a picture when one of its values holds a variant's id or a sha256 (64 hex digits), or the file name
of a creative, which ends in its short ids. What stands in it beside that (other files, an ad's name and id) is
about that picture; an object inside it that names a picture itself is another matter.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ugc.text import one_line

LONGEST = 300
"""Characters of a name or id that are kept: documents come from anywhere."""

_WHOLE = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_ENDING = re.compile(r"(?:^|[_/\\])c[0-9a-f]{8}_v([0-9a-f]{10})(?![0-9a-z])")

_Names = frozenset[str]
_Around = tuple[tuple[Mapping[str, Any], bool], ...]
_Open = tuple[set[str], list[str]]
"""Ids and texts that belong to the nearest object around them."""


class Naming(NamedTuple):
    """An object that names pictures."""

    ids: _Names
    """64 hex digits each, or the 10 that stand in a file's name."""
    texts: tuple[str, ...]
    """Every text in it, and in the objects inside it that name nothing."""
    around: _Around
    """The object, and those around it, from the inside out; each with whether a list lies in between."""


def ids_in(text: str) -> Iterator[str]:
    """Yield what may be ids of ours in a text: whole ones, and those that end the name of a creative's file."""
    yield from _WHOLE.findall(text)
    yield from _ENDING.findall(text)


def namings(text: str) -> list[Naming] | None:
    """Return the objects of a JSON document that name pictures; None when it is no JSON, or too deep to be read."""
    found: list[Naming] = []
    try:
        _walk(json.loads(text), (), found)
    except (ValueError, RecursionError):
        return None
    return found


def _walk(node: Any, around: _Around, found: list[Naming], given: _Names = frozenset()) -> _Open:
    """Note the objects in a node that name pictures, and return what is left over; `given` are ids of the node."""
    if isinstance(node, str):
        return set(ids_in(node)), [node]
    if isinstance(node, list):
        if around:
            around = ((around[0][0], True), *around[1:])
        return _joined(_walk(each, around, found) for each in node)
    if not isinstance(node, dict):
        return set(), []
    inside = ((node, False), *around)
    parts: list[_Open] = []
    for key, value in node.items():
        if not _WHOLE.fullmatch(key):
            parts.append(_walk(value, inside, found))
        elif isinstance(value, dict):  # an object that lists pictures by their ids
            _walk(value, inside, found, frozenset({key}))
        else:
            ids, texts = _walk(value, inside, found)
            found.append(Naming(frozenset({key, *ids}), tuple(texts), inside))
    ids, texts = _joined(parts)
    if not ids | given:
        return set(), texts
    found.append(Naming(frozenset(ids | given), tuple(texts), inside))
    return set(), []


def _joined(parts: Iterable[_Open]) -> _Open:
    ids: set[str] = set()
    texts: list[str] = []
    for own, said in parts:
        ids |= own
        texts += said
    return ids, texts


def ad_field(naming: Naming, own: tuple[str, ...], *, anywhere: tuple[str, ...] = ()) -> str | None:
    """Return the first of some fields of an object or of those around it, as one line of text.

    `own` are looked for as far as no list lies in between, since beyond one a word such as `name` is about the whole
    list; those of `anywhere` all the way out.
    """
    crossed = False
    for node, through_list in naming.around:
        crossed = crossed or through_list
        for field in (*(() if crossed else own), *anywhere):
            value = node.get(field)
            if isinstance(value, str | int) and not isinstance(value, bool):
                words = one_line(str(value))[:LONGEST]
                if words and not _WHOLE.fullmatch(words):
                    return words
    return None
