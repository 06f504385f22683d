"""What the templates read of a post: plain texts, addresses and classes, worked out once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

from markupsafe import Markup

from ugc.gallery.layout import clamped, largest, sizes
from ugc.gallery.styles import colour_of, ratio_class
from ugc.gallery.themes import Theme
from ugc.gallery.words import Words
from ugc.model.galleries import Entry, FileType, Piece, ShownProduct, WebClip, WebPicture
from ugc.text import clusters

POST_SIZES = (
    "(min-width:1312px) min(792px,{tall}vh),(min-width:1280px) min(100vw - 520px,{tall}vh),"
    "(min-width:1024px) min(100vw - 472px,{tall}vh),"
    "(min-width:768px) min(100vw - 64px,{tall}vh),min(100vw - 32px,{tall}vh)"
)
"""Of a piece on a post's page; `tall` is the widest that its greatest height allows, in hundredths of the window's."""
TALLEST = 82
"""Of a piece on a post's page, in hundredths of the window's height."""
_TYPES: tuple[tuple[FileType, str], ...] = (("avif", "image/avif"), ("webp", "image/webp"))
_JOINTS = re.compile(r"(?<=[._])(?=\w)")
_POSTER = 960
EAGER = 5
"""Tiles that load at once: the first row of a wide window."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as `<picture>` writes it."""

    sources: tuple[tuple[str, str], ...]
    """Type and `srcset`, the best type first."""
    src: str
    srcset: str
    width: int
    height: int
    colour: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A product's place in a picture; `x` and `y` are whole percent of it."""

    x: int
    y: int
    product: "Ware"


@dataclass(frozen=True, slots=True)
class Ware:
    """A product."""

    name: str
    price: str | None
    href: str
    """The brand's own page of it, or else the gallery's."""
    page: str
    outside: bool
    picture: Shown | None


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a post."""

    picture: Shown
    ratio: str
    ratio_class: str
    sizes: str
    alt: str
    clip: dict[str, object] | None
    dots: tuple[Dot, ...] = field(default=())


def shown(picture: WebPicture, *, root: str, most: int = 1 << 16, base: int = 640) -> Shown:
    """Return a picture with its files up to the first that is at least `most` pixels wide; `base` is that of `src`."""

    def chosen(widths: Sequence[int]) -> list[int]:
        enough = next((width for width in widths if width >= most), None)
        return [width for width in widths if enough is None or width <= enough]

    def listed(type_: FileType) -> str:
        return ", ".join(f"{root}{picture.file(w, type_)} {w}w" for w in chosen(getattr(picture, type_)))

    jpg = chosen(picture.jpg)
    return Shown(
        sources=tuple((name, listed(type_)) for type_, name in _TYPES if getattr(picture, type_)),
        src=root + picture.file(next((w for w in jpg if w >= base), jpg[-1]), "jpg"),
        srcset=listed("jpg") if len(jpg) > 1 else "",
        width=picture.width,
        height=picture.height,
        colour=colour_of(picture.colour),
    )


def tile_ratio(entry: Entry, theme: Theme) -> float:
    """Return the ratio of width to height of the cell that a tile takes."""
    if theme.crop != "none":
        across, down = (int(part) for part in theme.crop.split(":"))
        return across / down
    ratio = entry.tile.width / entry.tile.height
    return round(clamped(ratio) if theme.wall == "masonry" and not entry.whole else ratio, 2) or 0.01


def tile(
    entry: Entry, *, theme: Theme, words: Words, root: str, place: int, count: int, framed: bool
) -> dict[str, object]:
    """Return what the template of a tile reads; `place` counts from 0 and says what loads first."""
    ratio = tile_ratio(entry, theme)
    clip = entry.pieces[0].clip
    own = theme.crop == "none"
    return {
        "slug": entry.slug,
        "kind": entry.kind,
        "href": f"{root}post/{entry.slug}.html",
        "picture": shown(entry.tile, root=root, most=largest(theme)),
        "sizes": sizes(theme, ratio=ratio, count=count, framed=framed),
        "alt": entry.pieces[0].alt,
        "first": place == 0,
        "eager": place < EAGER,
        "ratio": f"{ratio:.2f}" if own else "",
        "ratio_class": ratio_class(ratio) if own else "",
        "whole": entry.whole,
        "preview": clip.preview if clip else None,
        "length": length(clip.seconds) if clip else "",
        "many": len(entry.pieces) if len(entry.pieces) > 1 else 0,
        "credit": breakable(entry.credit),
        "credit_on": entry.credit_on_picture,
        "initial": initial(entry.maker.name or entry.maker.handle),
        "maker_href": f"{root}creator/{entry.maker.slug}.html",
        "label": entry.label,
        "posted": entry.posted.isoformat() if entry.posted else "",
        "day": words.day(entry.posted, short=True) if entry.posted else "",
    }


def part(piece: Piece, *, root: str, wares: Mapping[str, Ware]) -> Part:
    """Return what a post's page reads of one of its pieces."""
    ratio = piece.picture.width / piece.picture.height
    clip = piece.clip
    return Part(
        picture=shown(piece.picture, root=root, base=_POSTER),
        ratio=f"{ratio:.2f}",
        ratio_class=ratio_class(ratio),
        sizes=POST_SIZES.replace("{tall}", f"{TALLEST * ratio:.0f}"),
        alt=piece.alt,
        clip=_playable(clip, root=root) if clip else None,
        dots=tuple(
            Dot(percent(spot.x), percent(spot.y), wares[spot.product])
            for spot in piece.spots
            if spot.product in wares
        ),
    )


def _playable(clip: WebClip, *, root: str) -> dict[str, object]:
    return {
        "file": root + clip.file,
        "width": clip.width,
        "height": clip.height,
        "captions": root + clip.captions if clip.captions else "",
        "language": clip.captions_language,
        "muted": clip.muted,
    }


def ware(product: ShownProduct, *, root: str) -> Ware:
    """Return what pages read of a product."""
    page = f"{root}product/{product.slug}.html"
    return Ware(
        name=product.name,
        price=product.price,
        href=product.link or page,
        page=page,
        outside=product.link is not None,
        picture=shown(product.picture, root=root, most=640, base=320) if product.picture else None,
    )


def breakable(credit: str) -> Markup:
    """Return a credit line that may break after the dots and underscores of a long handle."""
    return Markup("<wbr>").join(_JOINTS.split(credit))


def percent(part_: float) -> int:
    """Return 0..1 in whole percent, kept off the very edge."""
    return min(max(round(part_ * 100), 3), 97)


def length(seconds: float) -> str:
    """Write a clip's length, as in 0:14 or 1:02:30."""
    whole = max(ceil(seconds - 0.5), 1)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"


def initial(name: str) -> str:
    """Return the first letter of a name, as a reader counts; nothing where it has none."""
    first = next((cluster for cluster in clusters(name[:64]) if cluster[0].isalnum()), "")
    return first.upper() if len(first) < 8 else first[0]
