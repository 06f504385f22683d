"""What records of downloaders have in common: too much in them, and addresses of the media they are of."""

from typing import Any
from urllib.parse import unquote, urlsplit

from ugc.errors import InputError
from ugc.importers._hygiene import sanitize
from ugc.model.posts import FoundLink, MediaRole
from ugc.text import one_line

_MAX_DEPTH = 64
_LONGEST = 200


def thinned(record: Any, names: frozenset[str]) -> tuple[Any, tuple[str, ...]]:
    """Return a record as it may be kept, without fields of some names, and the names of all that was dropped.

    A name with a dot (`edge_liked_by.edges`) means the field only inside one of the first name. Raises InputError when
    the record is nested too deeply.
    """
    dropped: dict[str, None] = {}
    kept, more = sanitize(_without(record, names, "", 0, dropped))
    return kept, (*dropped, *(name for name in more if name not in dropped))


def _without(value: Any, names: frozenset[str], name: str, depth: int, dropped: dict[str, None]) -> Any:
    if depth > _MAX_DEPTH:
        raise InputError("The record is nested too deeply.")
    if isinstance(value, list):
        return [_without(item, names, name, depth + 1, dropped) for item in value]
    if not isinstance(value, dict):
        return value
    kept: dict[str, Any] = {}
    inside = name.rpartition(".")[2]
    for key, inner in value.items():
        below = f"{name}.{key}" if name else key
        if key in names or f"{inside}.{key}" in names:
            if inner not in (None, "", [], {}):
                dropped[one_line(below)] = None
            continue
        kept[key] = _without(inner, names, below, depth + 1, dropped)
    return kept


def link_to(url: Any, *, place: int, role: MediaRole = "original") -> FoundLink | None:
    """Make a link of an address as a record has it; None when it is not one of a file."""
    if not isinstance(url, str) or not url.startswith(("https://", "http://")):
        return None
    try:
        name = one_line(unquote(urlsplit(url).path).rpartition("/")[2])
    except ValueError:
        return None
    if not 0 < len(name) <= _LONGEST or name in (".", ".."):
        return None
    return FoundLink(url=url, name=name, place=place, role=role)
