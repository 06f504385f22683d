"""What stands around the tiles of a list: what it is of, what else there is, filters, and the way to its pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ugc.gallery.views import Ware
from ugc.model.galleries import Entry, Facet, Listing, Maker, Site

_CHIPS = 8
_OPTIONS = 200
"""Of one filter: more would weigh on every page, and the search finds the rest."""
_FILTERED = 12
"""Posts that a list needs to be worth filters."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a list is of; nothing for the index."""

    maker: Maker | None = None
    platform: str | None = None
    ware: Ware | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter: its name in the form, the key of its words, and value and name of what may be chosen."""

    name: str
    words: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A link to another list."""

    name: str
    href: str
    posts: int
    current: bool


@dataclass(frozen=True, slots=True)
class Number:
    """A page of a list; without an address it stands for those left out."""

    number: int
    href: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Numbers:
    """The way through a list's pages."""

    numbers: tuple[Number, ...]
    previous: str
    next: str


def subject(listing: Listing, entries: Sequence[Entry], *, site: Site, wares: Mapping[str, Ware]) -> Subject:
    """Return what a list is of."""
    if listing.kind == "creator" and entries:
        first = entries[0]
        return Subject(maker=first.maker, platform=first.platform_name)
    if listing.kind == "product":
        found = (wares[product.id] for product in site.products if product.slug == listing.of)
        return Subject(ware=next(found, None))
    return Subject()


def chips(site: Site, listing: Listing, *, root: str) -> tuple[Chip, ...]:
    """Return the hashtags with the most posts, for the index and for hashtags' pages; none for one alone."""
    if listing.kind not in ("index", "tag") or len(site.tags) < 2:
        return ()
    return tuple(
        Chip(f"#{tag.name}", f"{root}tag/{tag.slug}.html", tag.posts, listing.of == tag.slug)
        for tag in _most(site.tags, _CHIPS)
    )


def filters(site: Site, listing: Listing) -> tuple[Choice, ...] | None:
    """Return the filters of a list, but for what it is of itself; None where it has too few posts to need any."""
    if listing.posts < _FILTERED:
        return None
    products = [Facet(slug=p.slug, name=p.name, posts=site.product_posts.get(p.id, 0)) for p in site.products]
    named: list[tuple[str, str, Sequence[Facet], str]] = [
        ("tag", "hashtag", site.tags, "#"),
        ("creator", "creator", site.makers, ""),
        ("product", "product", products, ""),
    ]
    return tuple(
        Choice(
            name, words, tuple((f.slug, sign + f.name) for f in sorted(_most(facets, _OPTIONS), key=_name))
        )
        for name, words, facets, sign in named
        if name != listing.kind and len(facets) > 1
    )


def numbers(listing: Listing, *, root: str) -> Numbers | None:
    """Return the way through the list's pages; None where there is one."""
    if listing.pages < 2:
        return None
    here, last = listing.number, listing.pages
    seen = sorted({1, last, *range(max(here - 1, 1), min(here + 1, last) + 1)})
    made: list[Number] = []
    for number in seen:
        if made and number - made[-1].number > 1:
            made.append(Number(number - 1))
        made.append(Number(number, root + listing.page(number), number == here))
    return Numbers(
        tuple(made),
        previous=root + listing.page(here - 1) if here > 1 else "",
        next=root + listing.page(here + 1) if here < last else "",
    )


def _most(facets: Sequence[Facet], number: int) -> list[Facet]:
    return sorted(facets, key=lambda facet: (-facet.posts, _name(facet)))[:number]


def _name(facet: Facet) -> str:
    return facet.name.casefold()
