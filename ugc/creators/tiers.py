"""Tiers of creators by how many follow them."""

from collections.abc import Mapping
from typing import overload

BELOW = "below"
"""Fewer than the lowest tier begins with."""


@overload
def tier_of(followers: int, tiers: Mapping[str, int]) -> str: ...
@overload
def tier_of(followers: int | None, tiers: Mapping[str, int]) -> str | None: ...


def tier_of(followers: int | None, tiers: Mapping[str, int]) -> str | None:
    """Return the tier that a number of followers lies in: the highest that begins at it or under it, else `below`.

    None where nobody knows how many follow.
    """
    if followers is None:
        return None
    reached = [name for name, bound in tiers.items() if followers >= bound]
    return max(reached, key=lambda name: tiers[name], default=BELOW)


def order_of(tiers: Mapping[str, int]) -> tuple[str, ...]:
    """Return every tier from the lowest up, `below` first."""
    return (BELOW, *sorted(tiers, key=lambda name: tiers[name]))
