"""Every page of a gallery, one after the other: lists and their further pages, posts, the way to browse, the embed."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ugc.gallery import found
from ugc.gallery.addresses import path_of
from ugc.gallery.pages import Pages
from ugc.gallery.searching import searchable
from ugc.model.galleries import Entry, Listing, PageKind, Site

BROWSE, EMBED, LOST, SEARCH = "browse.html", "embed.html", "404.html", "search.json"
_EMBEDDED = 24
"""Posts in the page that is embedded elsewhere."""

Page = tuple[str, str]
"""A file's path from the gallery's folder, and its text."""


class Book:
    """A gallery's posts in the order in which they are shown, and the lists that they stand in."""

    def __init__(self, site: Site, entries: Sequence[Entry], pages: Pages, *, per_page: int) -> None:
        self._site, self._entries, self._pages, self._per = site, entries, pages, per_page

    def listings(self) -> Iterator[Listing]:
        """Yield every page of every list."""
        for listing, _ in self._listed():
            yield listing

    def written(self) -> Iterator[Page]:
        """Yield every page, made when it is asked for."""
        site = self._site
        for listing, some in self._listed():
            head = found.head_of_listing(site, listing, some)
            yield listing.file, self._pages.listing(listing, some, head=head)
        yield from self._posts()
        browse = found.head_of_browse(site, self._pages.words.browse_heading)
        yield BROWSE, self._pages.browse(head=browse)
        lost = found.head_of_lost(site, self._pages.words.lost)
        yield LOST, self._pages.lost(root=path_of(site) if site.url else "./", head=lost)
        yield EMBED, self._pages.embed(self._entries[:_EMBEDDED], head=found.head_of_embed(site))
        yield SEARCH, self._search()

    def _listed(self) -> Iterator[tuple[Listing, Sequence[Entry]]]:
        """Every page of every list, with the posts on it."""
        lists: tuple[tuple[PageKind, str | None, str, Sequence[Entry]], ...]
        lists = (("index", None, self._site.title, self._entries), *self._lists())
        for kind, of, heading, entries in lists:
            count = max(-(-len(entries) // self._per), 1)
            for number in range(1, count + 1):
                listing = Listing(
                    kind=kind, of=of, heading=heading, number=number, pages=count, posts=len(entries)
                )
                yield listing, entries[(number - 1) * self._per : number * self._per]

    def _lists(self) -> Iterator[tuple[PageKind, str | None, str, Sequence[Entry]]]:
        """Every creator, hashtag and product with a page, and their posts."""
        makers: dict[str, list[Entry]] = defaultdict(list)
        tags: dict[str, list[Entry]] = defaultdict(list)
        products: dict[str, list[Entry]] = defaultdict(list)
        for entry in self._entries:
            makers[entry.maker.slug].append(entry)
            for tag in entry.tags:
                tags[tag.slug].append(entry)
            for product in entry.products:
                products[product].append(entry)
        for facet in self._site.makers:
            yield "creator", facet.slug, facet.name, makers[facet.slug]
        for facet in self._site.tags:
            yield "tag", facet.slug, facet.name, tags[facet.slug]
        for shown in self._site.products:
            yield "product", shown.slug, shown.name, products[shown.id]

    def _posts(self) -> Iterator[Page]:
        around: list[Entry | None] = [None, *self._entries, None]
        for before, entry, after in zip(around, self._entries, around[2:], strict=False):
            head = found.head_of_post(self._site, entry)
            yield f"post/{entry.slug}.html", self._pages.post(entry, before=before, after=after, head=head)

    def _search(self) -> str:
        """The index that the script searches: a line a post, in the order of the lists."""
        slugs = {product.id: product.slug for product in self._site.products}
        names = {product.id: product.name for product in self._site.products}
        rows = [
            [
                entry.slug,
                number // self._per + 1,
                entry.kind,
                [tag.slug for tag in entry.tags],
                [entry.maker.slug],
                [slugs[name] for name in entry.products],
                searchable(*_words(entry, [names[name] for name in entry.products])),
            ]
            for number, entry in enumerate(self._entries)
        ]
        return json.dumps({"per": self._per, "posts": rows}, ensure_ascii=False, separators=(",", ":"))


def _words(entry: Entry, products: Iterable[str]) -> Iterator[str]:
    yield entry.maker.handle
    if entry.maker.name != entry.maker.handle:
        yield entry.maker.name
    yield entry.caption
    yield from (piece.alt for piece in entry.pieces if not piece.drafted)
    yield from products
