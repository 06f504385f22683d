"""Long lists in the order of what is known of each."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, TypeVar

T = TypeVar("T")

_DISTINCT = 4
"""With fewer than one value for so many places, it is quicker to count the places of each than to compare them."""


def ordered(names: Sequence[str], keys: Sequence[Sequence[Any]], *, up: Sequence[bool]) -> list[str]:
    """Return names by one key after another, the largest first or last (`up`); what is None comes last either way.

    What all keys leave alike stays as it is.
    """
    if len(keys) == 1:
        return _by(names, keys[0], up=up[0])
    places = list(range(len(names)))
    for held, rising in reversed(list(zip(keys, up, strict=True))):
        places = _by(places, [held[place] for place in places], up=rising)
    return [names[place] for place in places]


def _by(items: Sequence[T], keys: Sequence[Any], *, up: bool) -> list[T]:
    numbers = Counter(keys)
    unknown = numbers.pop(None, 0)
    if len(numbers) * _DISTINCT > len(keys):
        places: Sequence[int] = range(len(keys))
        known = [place for place in places if keys[place] is not None] if unknown else places
        rest = [item for item, key in zip(items, keys, strict=True) if key is None] if unknown else []
        return [items[place] for place in sorted(known, key=keys.__getitem__, reverse=not up)] + rest
    begins: dict[Any, int] = {}
    at = 0
    for key in sorted(numbers, reverse=not up):
        begins[key] = at
        at += numbers[key]
    begins[None] = at
    found = list(items)
    for item, key in zip(items, keys, strict=True):
        at = begins[key]
        found[at] = item
        begins[key] = at + 1
    return found
