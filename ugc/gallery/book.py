"""Every page of a gallery, one after the other: lists and their further pages, posts, the way to browse, the embed."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from ugc.gallery import found
from ugc.gallery.addresses import path_of
from ugc.gallery.pages import Pages
from ugc.gallery.searching import searchable
from ugc.model.galleries import Entry, Listing, PageKind, Site

BROWSE, EMBED, LOST, SEARCH = "browse.html", "embed.html", "404.html", "search.json"
_DIGITS = 16
_EMBEDDED = 24
"""Posts in the page that is embedded elsewhere."""

_OF_LISTS = {"posts", "makers", "tags", "product_posts", "kinds"}
_OF_THE_DAY = {"day", "until"}
"""Fields of a site that only lists show, and that no page shows."""


class Page(NamedTuple):
    """A page that can be made."""

    file: str
    """Path from the gallery's folder."""
    made_from: str
    """Digest of all that shapes it: of the same, the same page comes out."""
    make: Callable[[], str]


class Book:
    """A gallery's posts in the order in which they are shown, and the lists that they stand in."""

    def __init__(self, site: Site, entries: Sequence[Entry], pages: Pages, *, per_page: int) -> None:
        self._site, self._entries, self._pages, self._per = site, entries, pages, per_page
        self._marks = {entry.slug: _mark(entry.model_dump_json()) for entry in entries}
        unseen: set[str] = set() if pages.is_own else _OF_THE_DAY
        shared = pages.digest, per_page
        self._lists_mark = _mark(site.model_dump_json(exclude=unseen), *shared)
        self._posts_mark = _mark(site.model_dump_json(exclude=unseen | (unseen and _OF_LISTS)), *shared)

    def listings(self) -> Iterator[Listing]:
        """Yield every page of every list."""
        for listing, _ in self._listed():
            yield listing

    def written(self) -> Iterator[Page]:
        """Yield every page."""
        for listing, some in self._listed():
            marks = (self._marks[entry.slug] for entry in some)
            mark = _mark(self._lists_mark, listing.model_dump_json(), *marks)
            yield Page(listing.file, mark, partial(self._list, listing, some))
        yield from self._posts()
        first = self._entries[:_EMBEDDED]
        every = _mark(self._lists_mark, *self._marks.values())
        yield Page(BROWSE, self._lists_mark, self._browse)
        yield Page(LOST, self._lists_mark, self._lost)
        yield Page(EMBED, every, lambda: self._pages.embed(first, head=found.head_of_embed(self._site)))
        yield Page(SEARCH, every, self._search)

    def _list(self, listing: Listing, some: Sequence[Entry]) -> str:
        return self._pages.listing(listing, some, head=found.head_of_listing(self._site, listing, some))

    def _browse(self) -> str:
        words = self._pages.words
        head = found.head_of_browse(self._site, words.browse_heading, words.browse_about)
        return self._pages.browse(head=head)

    def _lost(self) -> str:
        root = path_of(self._site) if self._site.url else "./"
        return self._pages.lost(root=root, head=found.head_of_lost(self._site, self._pages.words.lost))

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
            beside = [(each.slug, each.credit) if each else None for each in (before, after)]
            mark = _mark(self._posts_mark, self._marks[entry.slug], beside)
            yield Page(f"post/{entry.slug}.html", mark, partial(self._post, before, entry, after))

    def _post(self, before: Entry | None, entry: Entry, after: Entry | None) -> str:
        head = found.head_of_post(self._site, entry)
        return self._pages.post(entry, before=before, after=after, head=head)

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


def _mark(*shaped_by: object) -> str:
    return hashlib.sha256(repr(shaped_by).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def _words(entry: Entry, products: Iterable[str]) -> Iterator[str]:
    yield entry.maker.handle
    if entry.maker.name != entry.maker.handle:
        yield entry.maker.name
    yield entry.caption
    yield from (piece.alt for piece in entry.pieces if not piece.drafted)
    yield from products
