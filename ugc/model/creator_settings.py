"""What `ugc.toml` says of creators: tiers, and what their figures rest on."""

from pydantic import Field, field_validator

from ugc.model.base import Value

TIERS = {"nano": 2_000, "micro": 10_000, "mid": 100_000, "macro": 500_000, "mega": 1_000_000}
"""Tier to the followers from which it begins. The field disagrees: for micro alone, lower bounds of 2,000 to 10,000
and upper ones of 25,000 to 100,000 stand in print."""


class CreatorSettings(Value):
    """Tiers of creators by followers, and how much has to be known before a figure is told."""

    tiers: dict[str, int] = TIERS
    least_posts: int = Field(3, ge=1)
    """Posts from which on a creator's median is told."""
    least_creators: int = Field(5, ge=2)
    """Creators from which on a tier or niche is something to compare with."""
    followers_within_days: int = Field(60, ge=0, le=3660)
    """How far from a post's day a snapshot of followers may lie to be its base."""

    @field_validator("tiers")
    @classmethod
    def _rising(cls, tiers: dict[str, int]) -> dict[str, int]:
        bounds = list(tiers.values())
        if not tiers or any(bound < 1 for bound in bounds) or sorted(set(bounds)) != bounds:
            raise ValueError(
                "tiers are followers from which each begins, as in { nano = 2000, micro = 10000 }, rising"
            )
        return tiers
