"""What a gallery's pages are made of: posts that may be shown, with their pictures, clips, products and words.

Files are named by their path from the gallery's own folder, with forward slashes. All words are collected and hostile:
they are data, and only the templates' escaping makes markup of them. Links were checked to be http or https.
"""

from datetime import date
from typing import Literal

from pydantic import Field

from ugc.model.base import Value
from ugc.model.posts import Platform
from ugc.model.vocab import Channel, Purpose

PageKind = Literal["index", "creator", "tag", "product"]
EntryKind = Literal["image", "clip", "carousel"]
Robots = Literal["index", "noindex"]
FileType = Literal["avif", "webp", "jpg"]
ShownFor = Literal["onsite", "organic_repost", "editorial"]
"""Purposes of the rights model for which a gallery may show a post."""
ShownOn = Literal["brand_site", "web"]
SHOWN_FOR: tuple[Purpose, ...] = ("onsite", "organic_repost", "editorial")
SHOWN_ON: tuple[Channel, ...] = ("brand_site", "web")


class GallerySettings(Value):
    """What `ugc.toml` says of galleries, under [gallery]."""

    title: str = ""
    about: str = ""
    url: str = Field("", pattern=r"^(https?://[^\s?#]+)?$")
    home: str = Field("", pattern=r"^(https?://\S+)?$")
    theme: str = "grid"
    language: str = ""
    kit: Literal["light", "dark", "auto"] = "auto"
    fonts: Literal["brand", "system"] = "brand"
    purpose: ShownFor = "onsite"
    channel: ShownOn = "brand_site"
    days: int = Field(30, ge=1, le=3660)
    per_page: int = Field(60, ge=12, le=96)
    robots: Robots = "index"
    report: str = Field("", pattern=r"^((https?://|mailto:)\S+)?$")
    utm: dict[str, str] = {}


class WebPicture(Value):
    """One picture in several sizes and types: the file of a width and a type is `<name>-<width>.<type>`."""

    name: str
    """As in `m/3f2a90c1d2e4f5a6`."""
    width: int
    height: int
    """Pixels of its shape: those of the largest file."""
    colour: str
    """The dominant colour, as six hex digits without #."""
    avif: tuple[int, ...] = ()
    webp: tuple[int, ...] = ()
    jpg: tuple[int, ...]
    """Widths in pixels that there are, the smallest first; never larger than the original."""

    def files(self) -> tuple[str, ...]:
        """Return the names of all its files."""
        types: tuple[FileType, ...] = ("avif", "webp", "jpg")
        return tuple(self.file(width, type_) for type_ in types for width in getattr(self, type_))

    def file(self, width: int, type_: FileType) -> str:
        """Return the name of one of its files."""
        return f"{self.name}-{width}.{type_}"


class WebClip(Value):
    """A clip as browsers play it; its poster is the piece's picture."""

    file: str
    """MP4: H.264 and AAC."""
    width: int
    height: int
    seconds: float
    preview: str | None = None
    """A short one without sound, for a pointer that rests on the tile."""
    captions: str | None = None
    """A WebVTT file."""
    captions_language: str = "en"
    sound: bool = True
    """Whether it has a sound track."""
    muted: str | None = None
    """Why its own sound was taken away, in a sentence; None where it was not."""


class Product(Value):
    """Something that a brand sells, as its feed tells of it."""

    id: str
    """The brand's own, as in its feed."""
    name: str
    price: str | None = None
    """A decimal number with a point, as in `49.00`."""
    currency: str | None = None
    """ISO 4217, as in `USD`."""
    link: str | None = None
    """http or https."""
    image: str | None = None
    """sha256 of a picture in the store."""
    image_ext: str | None = None


class ShownProduct(Value):
    """A product as a gallery's pages show it."""

    id: str
    slug: str
    """Its page is `product/<slug>.html`."""
    name: str
    price: str | None = None
    """As people read it, as in `$49.00`."""
    amount: str | None = None
    currency: str | None = None
    link: str | None = None
    """With the gallery's campaign parameters."""
    picture: WebPicture | None = None


class Spot(Value):
    """A product's place in a picture."""

    product: str
    """Its id."""
    x: float
    y: float
    """0..1 of the whole picture, x right and y down from the top left."""


class Piece(Value):
    """One picture or clip of a post."""

    picture: WebPicture
    """Whole and uncropped; of a clip its poster."""
    clip: WebClip | None = None
    alt: str
    drafted: bool = False
    """Whether nobody has read the words in `alt` yet."""
    spots: tuple[Spot, ...] = ()


class Maker(Value):
    """A creator as pages name them."""

    handle: str
    """Without the leading @."""
    name: str
    slug: str
    """Their page is `creator/<slug>.html`."""
    profile: str | None = None


class Tag(Value):
    """A hashtag with a page of its own."""

    name: str
    """Without #."""
    slug: str
    """Its page is `tag/<slug>.html`."""


class Entry(Value):
    """A post that a gallery shows."""

    post: str
    slug: str
    """Its page is `post/<slug>.html`."""
    kind: EntryKind
    platform: Platform
    platform_name: str | None
    """As the platform writes itself; None for other places."""
    maker: Maker
    credit: str
    """The credit line that must stand with the picture."""
    label: str | None = None
    """Words that say it is an ad, where they are asked for."""
    link: str | None
    """The live post."""
    posted: date | None
    credit_on_picture: bool = False
    """Whether the permission asks for the credit line on the picture itself, not beside it."""
    caption: str
    """Whole, with its line breaks; empty where there is none."""
    tags: tuple[Tag, ...] = ()
    products: tuple[str, ...] = ()
    """Ids, those with a spot first."""
    pieces: tuple[Piece, ...]
    tile: WebPicture
    """The first piece as the theme's list shows it: its crop, or the whole."""
    whole: bool = False
    """Whether the tile stands whole in its cell, uncropped: the permission or a face forbids a crop."""
    may_crop: bool = False
    """Whether the permission takes a crop."""
    may_join: bool = False
    """Whether it may stand in one picture with those of other creators."""
    copyright: str | None = None
    licence: str | None = None
    """Address of the terms."""
    until: date | None = None
    """The last day on which the records allow it to be shown; None where no day is set."""


class Listing(Value):
    """One page of a list of posts."""

    kind: PageKind
    of: str | None = None
    """Of what: a maker's, tag's or product's slug; None for all."""
    heading: str
    number: int = 1
    pages: int = 1
    posts: int
    """How many there are on all its pages."""

    @property
    def stem(self) -> str:
        """The first page's path without its ending."""
        return "index" if self.kind == "index" else f"{self.kind}/{self.of}"

    @property
    def file(self) -> str:
        """This page's path, as in `index.html`, `page-2.html` or `tag/glowrun-2.html`."""
        return self.page(self.number)

    def page(self, number: int) -> str:
        """Return the path of another page of the same list."""
        if number == 1:
            return f"{self.stem}.html"
        return f"page-{number}.html" if self.kind == "index" else f"{self.stem}-{number}.html"


class Facet(Value):
    """Something to filter by, with a page of its own."""

    slug: str
    name: str
    posts: int


class Site(Value):
    """A whole gallery: what all its pages share."""

    title: str
    hashtag: str | None = None
    """Without #."""
    about: str = ""
    """One sentence for search engines and shares."""
    brand: str
    home: str | None = None
    """The brand's own site."""
    theme: str
    language: str = "en"
    kit: Literal["light", "dark", "auto"] = "auto"
    colours: dict[str, str]
    """Every role of `ugc.palette` as #RRGGBB, of the light kit."""
    dark: dict[str, str]
    """And of the dark kit."""
    radius: int = 12
    """Corners of cards, in CSS pixels."""
    fonts: dict[str, str] = {}
    """`text` and `display`: files of the brand's own fonts; empty where the system's are used."""
    logo: str | None = None
    """A file: SVG or PNG."""
    logo_dark: str | None = None
    url: str | None = None
    """Where it will be published, with a slash at its end."""
    robots: Robots = "index"
    day: date
    """On which the records were asked."""
    until: date
    """Through which the records allow everything shown."""
    posts: int
    makers: tuple[Facet, ...] = ()
    tags: tuple[Facet, ...] = ()
    products: tuple[ShownProduct, ...] = ()
    product_posts: dict[str, int] = {}
    """Product id to how many posts show it."""
    kinds: tuple[EntryKind, ...] = ()
    share: str | None = None
    """The picture for shares, 1200x630 JPEG."""
    report: str | None = None
    """Where a visitor reports a post: an address, or `mailto:` one."""
    script: str | None = None
    """File of the script; None for a gallery without."""
    version: str
    """Of the program that made it."""
