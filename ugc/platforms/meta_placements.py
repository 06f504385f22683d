"""Where a file of an ad is shown at Meta: only on placements that it was cleared for, each by one file."""

from ugc.model.ads import AdFile, PlannedAd
from ugc.model.base import Value

POSITIONS: dict[str, tuple[str, str, str]] = {
    "facebook_feed": ("facebook", "feed", "Facebook Feed"),
    "facebook_stories": ("facebook", "story", "Facebook Stories"),
    "facebook_reels": ("facebook", "facebook_reels", "Facebook Reels"),
    "instagram_feed": ("instagram", "stream", "Instagram feed"),
    "instagram_stories": ("instagram", "story", "Instagram Stories"),
    "instagram_reels": ("instagram", "reels", "Instagram Reels"),
}
"""Spot of a placement's id to Meta's platform and position, and to its name for people
(https://developers.facebook.com/documentation/ads-commerce/marketing-api/audiences/reference/placement-targeting)."""


class Shown(Value):
    """A file and the spots on which it, and no other, is shown."""

    file: AdFile
    spots: tuple[str, ...]


def spot(placement: str) -> str:
    """Return the spot of a placement's id: meta.instagram_stories.image is shown on instagram_stories."""
    _, _, rest = placement.partition(".")
    return rest.partition(".")[0]


def spots_of(file: AdFile) -> tuple[str, ...]:
    """Return where a file may be shown, in the order of the table."""
    cleared = {spot(placement) for placement in file.placements}
    return tuple(name for name in POSITIONS if name in cleared)


def share_out(files: tuple[AdFile, ...]) -> tuple[Shown, ...]:
    """Give each spot to the first file that was cleared for it; a file that gets none is left out."""
    taken: set[str] = set()
    shown = []
    for file in files:
        mine = tuple(name for name in spots_of(file) if name not in taken)
        taken.update(mine)
        if mine:
            shown.append(Shown(file=file, spots=mine))
    return tuple(shown)


def ad_spots(ad: PlannedAd) -> tuple[str, ...]:
    """Return where a new ad may be shown: for a carousel where all its cards may be."""
    if ad.cards:
        return tuple(name for name in POSITIONS if all(name in spots_of(card) for card in ad.cards))
    return tuple(name for name in POSITIONS if any(name in spots_of(file) for file in ad.files))


def customization_spec(spots: tuple[str, ...]) -> dict[str, object]:
    """Return the placements of one rule of `asset_customization_rules`."""
    spec: dict[str, object] = {
        "publisher_platforms": list(dict.fromkeys(POSITIONS[name][0] for name in spots))
    }
    for platform in ("facebook", "instagram"):
        positions = [POSITIONS[name][1] for name in spots if POSITIONS[name][0] == platform]
        if positions:
            spec[f"{platform}_positions"] = positions
    return spec


def named(spots: tuple[str, ...]) -> str:
    """Return spots as people call them."""
    return ", ".join(POSITIONS[name][2] for name in spots)
