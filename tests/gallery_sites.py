"""A gallery's values, plainly fictional, for the tests of what is made of them."""

from datetime import date
from typing import Any

from ugc.model.galleries import Entry, Listing, Maker, Piece, ShownProduct, Site, Tag, WebClip, WebPicture
from ugc.palette import roles

URL = "https://shop.example/community/glow/"
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\u2028\u202e\"'&amp;\x00\ud800]]>-->"
"""What would be markup, end a script, a string, a comment or a section, or turn round what follows."""


def a_picture(name: str = "m/3f2a90c1d2e4f5a6", **told: Any) -> WebPicture:
    usual: dict[str, Any] = {"name": name, "width": 1080, "height": 1350, "colour": "c9a88a"}
    return WebPicture.model_validate(usual | {"jpg": (320, 640, 1080), "webp": (320, 640)} | told)


def a_clip(**told: Any) -> WebClip:
    usual: dict[str, Any] = {"file": "m/77aa.mp4", "width": 1080, "height": 1920, "seconds": 12.5}
    return WebClip.model_validate(usual | told)


MIRA = Maker(
    handle="mira.slowmornings",
    name="Mira Okafor",
    slug="mira-slowmornings",
    profile="https://www.instagram.com/mira.slowmornings/",
)


def an_entry(slug: str = "a1", **told: Any) -> Entry:
    usual: dict[str, Any] = {
        "post": f"ig:{slug}",
        "slug": slug,
        "kind": "image",
        "platform": "instagram",
        "platform_name": "Instagram",
        "maker": MIRA,
        "credit": "@mira.slowmornings",
        "link": f"https://www.instagram.com/p/{slug}/",
        "posted": date(2026, 11, 2),
        "caption": "Day 30 and the shelf looks like this ☀️\n#GlowRun",
        "tags": (Tag(name="GlowRun", slug="glowrun"),),
        "pieces": (Piece(picture=a_picture(), alt="A bathroom shelf in morning light"),),
        "tile": a_picture("m/99bb", height=1080),
        "copyright": "© 2026 Mira Okafor",
        "licence": "https://shop.example/terms",
        "until": date(2031, 7, 29),
    }
    return Entry.model_validate(usual | told)


SERUM = ShownProduct(
    id="GLOW-01",
    slug="glow-serum",
    name="Glow serum",
    price="$49.00",
    amount="49.00",
    currency="USD",
    link="https://shop.example/serum?utm_source=gallery",
    picture=a_picture("m/5e5e", width=600, height=600, jpg=(320, 600)),
)


def a_site(**told: Any) -> Site:
    usual: dict[str, Any] = {
        "title": "#GlowRun",
        "hashtag": "GlowRun",
        "about": "Mornings with Sunday Glow, by the people who had them.",
        "brand": "Sunday Glow",
        "home": "https://shop.example/",
        "theme": "grid",
        "colours": roles("#C8501E", ink="#221A14", paper="#FBF7F0"),
        "dark": roles("#C8501E", kit="dark"),
        "url": URL,
        "day": date(2026, 11, 22),
        "until": date(2031, 7, 29),
        "posts": 130,
        "products": (SERUM,),
        "share": "share.jpg",
        "version": "0.0",
    }
    return Site.model_validate(usual | told)


def a_listing(**told: Any) -> Listing:
    usual: dict[str, Any] = {"kind": "index", "heading": "#GlowRun", "number": 2, "pages": 3, "posts": 130}
    return Listing.model_validate(usual | told)
