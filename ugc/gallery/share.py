"""The picture that a gallery is shared by, and the sign in a browser's tab."""

import unicodedata
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from markupsafe import escape

from ugc.errors import InputError
from ugc.media.logo import Logo
from ugc.model.base import Value
from ugc.model.galleries import Site
from ugc.resources import TEMPLATES
from ugc.text import clusters, one_line
from ugc.typeset.hygiene import drawable
from ugc.typeset.pages import pages

PAGE = TEMPLATES / "gallery" / "_shared" / "share.typ"
WIDTH, HEIGHT = 1200, 630
"""Pixels: 1.91:1, as https://developers.facebook.com/docs/sharing/webmasters/images asks for."""
MOST = 5
"""Pictures of a collage."""
_LONGEST_HEADING, _LONGEST_BRAND, _LONGEST_CREDIT = 100, 60, 120
"""Characters that there is room for; what is longer ends in …."""
_QUALITY = 88
_ROLES = ("paper", "surface", "text", "mute", "accent_text")
_KINDS = {b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
_RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}


class SharePicture(Value):
    """A creator's picture for the collage, with the words that must stand beside it."""

    content: bytes
    """A JPEG or PNG, upright; some 700 pixels wide are enough."""
    credit: str
    x: float = 0.5
    y: float = 0.5
    """What is to be seen of it, 0..1 of the picture, x right and y down from the top left."""
    whole: bool = False
    """Whether it may not be cropped: then it stands whole in its cell."""


def share(
    site: Site,
    pictures: Sequence[SharePicture],
    *,
    logo: Logo | None = None,
    families: Sequence[str] = (),
    font_dirs: Sequence[Path] = (),
    cache: Path | None = None,
    xmp: bytes | None = None,
) -> bytes:
    """Draw a JPEG of 1200x630: the first five pictures with all their credits, the hashtag, and the brand.

    It is drawn in the colours of the kit that the gallery is pinned to, else the light one; `logo` is that kit's.
    `families` are the brand's own faces, which lie in `font_dirs`; `xmp` is the label that the file is to
    carry. Raises InputError for a picture that is neither
    JPEG nor PNG.
    """
    from PIL import Image

    shown = list(pictures[:MOST])
    files = {f"{number}.{_kind(picture.content)}": picture.content for number, picture in enumerate(shown)}
    held = files | ({"logo.svg": logo.svg.encode()} if logo else {})
    data = _data(site, shown, list(files)) | {
        "families": list(families),
        "logo": "logo.svg" if logo else "",
        "logo_ratio": logo.ratio if logo else 1.0,
    }
    (png,) = pages(PAGE, [data], pictures=held, font_dirs=font_dirs, cache=cache)
    out = BytesIO()
    with Image.open(BytesIO(png), formats=["PNG"]) as image:
        label = {"xmp": xmp} if xmp else {}
        image.convert("RGB").save(out, "JPEG", quality=_QUALITY, subsampling=0, **label)
    return out.getvalue()


def icon(site: Site) -> str:
    """Return `icon.svg`: the brand's first letter on its accent; a plain tile where its name has none."""
    letter = _initial(site.brand)
    sign = (
        f'<text x="32" y="33" fill="{escape(site.colours["on_accent"])}" font-family="system-ui, sans-serif" '
        f'font-size="38" font-weight="700" text-anchor="middle" dominant-baseline="central">{escape(letter)}</text>'
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        f'<rect width="64" height="64" rx="14" fill="{escape(site.colours["accent"])}"/>'
        f"{sign if letter else ''}</svg>\n"
    )


def right_to_left(words: str) -> bool:
    """Whether the first letter with a direction reads from right to left."""
    strong = (unicodedata.bidirectional(letter) for letter in words)
    return next((kind in ("R", "AL") for kind in strong if kind in ("L", "R", "AL")), False)


def _data(site: Site, shown: Sequence[SharePicture], files: Sequence[str]) -> dict[str, Any]:
    colours = site.dark if site.kit == "dark" else site.colours
    heading = f"#{one_line(site.hashtag)}" if site.hashtag else one_line(site.title)
    credits = dict.fromkeys(drawable(one_line(picture.credit), _LONGEST_CREDIT) for picture in shown)
    return {role: colours[role] for role in _ROLES} | {
        "heading": drawable(heading, _LONGEST_HEADING),
        "rtl": right_to_left(heading),
        "brand": drawable(one_line(site.brand), _LONGEST_BRAND),
        "brand_rtl": right_to_left(site.brand),
        "mirrored": site.language.partition("-")[0] in _RIGHT_TO_LEFT,
        "credits": [credit for credit in credits if credit],
        "pictures": [
            {"file": file, "x": picture.x, "y": picture.y, "whole": picture.whole}
            for file, picture in zip(files, shown, strict=True)
        ],
    }


def _kind(content: bytes) -> str:
    for start, kind in _KINDS.items():
        if content.startswith(start):
            return kind
    raise InputError(
        "A picture for the shared one is neither JPEG nor PNG.", hint="Give the gallery's own JPEG files."
    )


def _initial(words: str) -> str:
    """The first letter or digit with its marks, as a capital where that is one letter too."""
    for cluster in clusters(one_line(words)):
        if unicodedata.category(cluster[0])[0] in "LN":
            capital = cluster.upper()
            return capital if len(clusters(capital)) == 1 and len(capital) == len(cluster) else cluster
    return ""
