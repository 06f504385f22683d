"""What an overlay is told: the words of a draft, where they may stand, and the brand, as `ugc.typeset` documents it."""

from collections.abc import Mapping
from typing import Any

from ugc.config import BrandSettings
from ugc.media.logo import Logo
from ugc.model.creatives import Draft
from ugc.model.formats import Format
from ugc.palette import Kit, roles
from ugc.render.jobs import told_slots

_TOLD = {"name", "handle", "accent", "ink", "paper", "radius", "scrim"}


def brand_data(
    brand: BrandSettings, *, kit: Kit | None = None, logos: Mapping[str, Logo] | None = None
) -> dict[str, Any]:
    """Return a brand's part of an overlay's data; `kit` stands before the brand's own.

    `logos` are its logos by the ground that they are for, as `branding.logos` reads them.
    """
    colours = roles(brand.accent, second=brand.second, ink=brand.ink, paper=brand.paper, kit=kit or brand.kit)
    drawn = {ground: {"svg": logo.svg, "ratio": logo.ratio} for ground, logo in (logos or {}).items()}
    return brand.model_dump(include=_TOLD) | {"roles": colours, "logo": drawn or None}


def overlay_data(drafted: Draft, *, format: Format, brand: Mapping[str, Any]) -> dict[str, Any]:
    """Return the overlay's data of a draft."""
    safe, words = drafted.safe, drafted.copy_text
    return {
        **words.texts,
        "credit": words.credit,
        "platform": words.platform,
        "headline": words.headline,
        "cta": words.cta,
        "disclosure": words.disclosure,
        "language": words.language,
        "safe": {"top": safe.y0, "right": 1 - safe.x1, "bottom": 1 - safe.y1, "left": safe.x0},
        "notches": [notch.box.model_dump() for notch in format.notches],
        "brand": dict(brand),
        "slots": told_slots(drafted.slots),
        "pictures": [
            framing.at.model_dump() for framing in drafted.framings if framing.mode == "cover" and framing.at
        ],
        "options": drafted.options,
    }
