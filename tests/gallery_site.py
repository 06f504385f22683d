"""A gallery's values made from the demo's posts and pictures, with real files, for tests and for looking."""

import tomllib
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import av
from PIL import Image, ImageOps

from ugc.gallery.pages import Pages
from ugc.gallery.themes import Theme, theme
from ugc.model.galleries import (
    Entry,
    Facet,
    Listing,
    Maker,
    Piece,
    ShownProduct,
    Site,
    Spot,
    Tag,
    WebClip,
    WebPicture,
)
from ugc.palette import roles
from ugc.resources import ASSETS, TEMPLATES
from ugc.text import hashtags

FOLDERS = (TEMPLATES / "gallery",)
PICTURES = ASSETS / "demo" / "pictures"
DAY = date(2026, 11, 22)
HEAD = "<title>Sunday Glow</title>"
_WIDTHS = (320, 640, 960)
_CROPS = {"4:5": 4 / 5, "9:16": 9 / 16}
_SPOTS = {"bathroom_shelf.jpg": (0.42, 0.61), "flat_lay.jpg": (0.4, 0.45)}


def site(**changes: object) -> Site:
    """The demo brand's gallery."""
    return Site.model_validate(
        {
            "title": "#GlowRun",
            "hashtag": "GlowRun",
            "about": "Slow mornings and late runs, by the people who keep Sunday Glow on the shelf.",
            "brand": "Sunday Glow",
            "home": "https://sundayglow.example/",
            "theme": "grid",
            "colours": roles("#C8501E", ink="#221A14", paper="#FBF7F0"),
            "dark": roles("#C8501E", kit="dark"),
            "logo": "logo.svg",
            "logo_dark": "logo_dark.svg",
            "day": DAY,
            "until": DAY,
            "posts": 14,
            "report": "mailto:hello@sundayglow.example",
            "script": "gallery.js",
            "version": "1",
        }
        | changes
    )


def products(folder: Path) -> tuple[ShownProduct, ...]:
    """Two things that the brand sells."""
    serum = web_picture("open_jar.jpg", folder)
    towel = web_picture("towel_stack.jpg", folder)
    return (
        ShownProduct(
            id="SG-1", slug="morning-serum", name="Morning Serum 30 ml", price="$49.00",
            link="https://sundayglow.example/serum?utm_source=gallery", picture=serum,
        ),
        ShownProduct(id="SG-2", slug="waffle-towel", name="Waffle Towel", price="$28.00", picture=towel),
    )  # fmt: skip


def entries(folder: Path, *, theme: Theme, times: int = 1) -> list[Entry]:
    """The demo's posts as entries, with their files in `folder`/m; `times` repeats them under further slugs."""
    posts = tomllib.loads((ASSETS / "demo" / "posts.toml").read_text("utf-8"))["post"]
    made = [_entry(post, number, folder, theme=theme) for number, post in enumerate(posts)]
    return [
        entry.model_copy(update={"slug": entry.slug if n == 0 else f"{entry.slug}-{n}"})
        for n in range(times)
        for entry in made
    ]


def facets(shown: Sequence[Entry], folder: Path) -> dict[str, object]:
    """What `site` takes for its filters and pages, from some entries."""
    makers = {entry.maker.slug: entry.maker.name for entry in shown}
    tags = {tag.slug: tag.name for entry in shown for tag in entry.tags}
    wares = products(folder)
    return {
        "posts": len(shown),
        "makers": tuple(
            Facet(slug=slug, name=name, posts=sum(entry.maker.slug == slug for entry in shown))
            for slug, name in makers.items()
        ),
        "tags": tuple(
            Facet(slug=slug, name=name, posts=sum(any(t.slug == slug for t in e.tags) for e in shown))
            for slug, name in tags.items()
        ),
        "products": wares,
        "product_posts": {ware.id: sum(ware.id in entry.products for entry in shown) for ware in wares},
        "kinds": ("image", "clip", "carousel"),
    }


def gallery(
    folder: Path, name: str = "grid", *, times: int = 1, **changes: object
) -> tuple[Pages, list[Entry]]:
    """A gallery of the demo in a theme: its pages and entries, with files in `folder`."""
    style = theme(name, FOLDERS)
    shown = entries(folder, theme=style, times=times)
    for logo in ("logo.svg", "logo_dark.svg"):
        (folder / logo).write_bytes((ASSETS / "demo" / "brand" / logo).read_bytes())
    return Pages(
        site(**{"theme": name} | facets(shown, folder) | changes), theme=style, folders=FOLDERS
    ), shown


def index(shown: Sequence[Entry], **changes: object) -> Listing:
    """The listing of all of them."""
    return Listing.model_validate({"kind": "index", "heading": "#GlowRun", "posts": len(shown)} | changes)


def web_picture(name: str, folder: Path, *, crop: float | None = None) -> WebPicture:
    """Make a demo picture's files below `folder`/m, cropped to a ratio of width to height around its middle."""
    with Image.open(PICTURES / name) as opened:
        image = ImageOps.exif_transpose(opened).convert("RGB")
    return _web(image, Path(name).stem, folder, crop=crop)


def _web(image: Image.Image, stem: str, folder: Path, *, crop: float | None) -> WebPicture:
    if crop:
        width = min(image.width, round(image.height * crop))
        image = ImageOps.fit(image, (width, round(width / crop)))
        stem += f"-{round(crop * 100)}"
    widths = tuple(sorted({min(width, image.width) for width in _WIDTHS}))
    made = WebPicture(
        name=f"m/{stem}",
        width=image.width,
        height=image.height,
        colour="{:02x}{:02x}{:02x}".format(*image.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))),
        avif=widths,
        webp=widths[1:2],
        jpg=widths[:2],
    )
    (folder / "m").mkdir(parents=True, exist_ok=True)
    for file in made.files():
        if not (folder / file).exists():
            wide = int(Path(file).stem.rsplit("-", 1)[1])
            small = image.resize((wide, max(round(wide * image.height / image.width), 1)))
            small.save(
                folder / file, **({"speed": 10, "quality": 60} if file.endswith("avif") else {"quality": 80})
            )
    return made


def _entry(post: dict[str, object], number: int, folder: Path, *, theme: Theme) -> Entry:
    names = [str(name) for name in post["pictures"]]
    crop = _CROPS.get(theme.crop)
    clip = names[0].endswith(".mp4")
    pieces = [_clip(name, folder) if clip else _still(name, folder, number) for name in names]
    first = _poster(names[0]) if clip else None
    tile = (
        _web(first, Path(names[0]).stem, folder, crop=crop)
        if first is not None
        else web_picture(names[0], folder, crop=crop)
    )
    platform = str(post.get("platform", "instagram"))
    handle, slug = str(post["handle"]), str(post["handle"]).replace(".", "-")
    caption = str(post["caption"])
    return Entry.model_validate(
        {
            "post": f"ig:{post['id']}",
            "slug": str(post["id"]).lower(),
            "kind": "clip" if clip else "carousel" if len(names) > 1 else "image",
            "platform": platform,
            "platform_name": {"instagram": "Instagram", "tiktok": "TikTok"}[platform],
            "maker": Maker(
                handle=handle,
                name=str(post["name"]),
                slug=slug,
                profile=f"https://{platform}.example/{handle}",
            ),
            "credit": f"@{handle}",
            "label": "Paid partnership" if number == 1 else None,
            "link": f"https://{platform}.example/p/{post['id']}",
            "posted": DAY - timedelta(days=int(str(post["days_ago"]))),
            "caption": caption,
            "tags": tuple(Tag(name=tag, slug=tag) for tag in hashtags(caption)),
            "products": ("SG-1", "SG-2") if number < 2 else (),
            "pieces": tuple(pieces),
            "tile": tile,
            "whole": number == 5,
            "copyright": f"© {post['name']}" if number == 0 else None,
            "licence": "https://sundayglow.example/terms" if number == 0 else None,
        }
    )


def _still(name: str, folder: Path, number: int) -> Piece:
    spots = (Spot(product="SG-1", x=_SPOTS[name][0], y=_SPOTS[name][1]),) if name in _SPOTS else ()
    alt = f"A picture of the demo: {Path(name).stem.replace('_', ' ')}"
    return Piece(picture=web_picture(name, folder), alt=alt, spots=spots)


def _clip(name: str, folder: Path) -> Piece:
    image = _poster(name)
    (folder / "m").mkdir(parents=True, exist_ok=True)
    (folder / "m" / name).write_bytes((PICTURES / name).read_bytes())
    return Piece(
        picture=_web(image, Path(name).stem, folder, crop=None),
        clip=WebClip(
            file=f"m/{name}", width=image.width, height=image.height, seconds=6.2, preview=f"m/{name}",
            muted="The clip's own music is not cleared, so it is silent here.",
        ),
        alt=f"A clip of the demo: {Path(name).stem.replace('_', ' ')}",
    )  # fmt: skip


@cache
def _poster(name: str) -> Image.Image:
    with av.open(str(PICTURES / name)) as opened:
        return next(opened.decode(video=0)).to_image()
