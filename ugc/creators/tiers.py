"""The tier of a creator, by how many follow their account."""

from collections.abc import Mapping

BELOW = "below"
"""Fewer follow than the lowest tier begins with."""


def tier_of(followers: int | None, tiers: Mapping[str, int]) -> str | None:
    """Return the tier that so many followers make; `below` the lowest one; None where nobody knows how many follow.

    `tiers` is the name of each to the followers from which it begins.
    """
    if followers is None:
        return None
    reached = [name for name, least in tiers.items() if followers >= least]
    return max(reached, key=lambda name: tiers[name], default=BELOW)
