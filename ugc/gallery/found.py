"""What stands in a page's `<head>`, so that search engines, shares and readers of feeds find and understand it.

Open Graph: https://ogp.me. Twitter cards: https://developer.x.com/en/docs/x-for-websites/cards/overview/markup. What
must be a whole address (canonical, `og:url`, pictures of shares, feed) is left out where it is not known where the
gallery will stand. No day on which a permission ends is told.
"""

from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from ugc.gallery import linked_data
from ugc.gallery.addresses import path_of, relative, shown_file, shown_size, web_address
from ugc.model.base import Value
from ugc.model.galleries import Entry, Listing, Site
from ugc.text import one_line
from ugc.typeset.hygiene import drawable

LONGEST_TITLE, LONGEST_DESCRIPTION = 70, 200
"""Characters: about what searches show of a title, and shares of a description."""
_LONGEST_BRAND, _LEAST_HEADING = 28, 12
"""Characters of a brand's name behind a page's title, and of a heading that the name gives way to."""
_LONGEST_NAME, _LONGEST_ALT = 60, 420
"""Of a brand's name, and the most that X takes of an alternative text."""
_LOCALES = {"en": "en_US", "de": "de_DE", "es": "es_ES", "fr": "fr_FR", "ar": "ar_AR"}
"""As Open Graph writes languages: with a territory, the largest where none is said."""
_SHARE_SIZE = (1200, 630)


class _Page(Value):
    """One page as it is announced."""

    file: str
    title: str
    description: str
    type: str = "website"
    picture: str | None = None
    size: tuple[int, int] = _SHARE_SIZE
    alt: str = ""


def head_of_listing(site: Site, listing: Listing, entries: Sequence[Entry]) -> str:
    """Return the markup for the head of one page of a list; `entries` are those that it shows.

    The whole gallery is shared by its own picture; a creator's, hashtag's or product's page by its first post, with
    that post's credit in the words.
    """
    number = f" ({listing.number}/{listing.pages})" if listing.pages > 1 else ""
    heading = _cut(listing.heading, LONGEST_TITLE - len(number)) + number
    whole = listing.kind == "index" or not entries
    credits = dict.fromkeys(entry.credit for entry in (entries if whole else entries[:1]))
    about = (site.about or " · ".join(credits),) if whole else (*credits, listing.heading, site.about)
    page = _Page(
        file=listing.file,
        title=_with_name(heading, site),
        description=_cut(" · ".join(filter(None, about)), LONGEST_DESCRIPTION),
        **_share(site, () if whole and site.share else entries),
    )
    neighbours = [("prev", listing.number - 1)] * (listing.number > 1)
    neighbours += [("next", listing.number + 1)] * (listing.number < listing.pages)
    links = [_link(rel, relative(listing.page(other), seen_from=listing.file)) for rel, other in neighbours]
    return _joined([*_common(site, page), *links], linked_data.of_listing(site, listing, entries))


def head_of_post(site: Site, entry: Entry) -> str:
    """Return the markup for the head of a post's page: its own picture is shared, with its credit in the words."""
    piece = entry.pieces[0]
    clip = next((piece.clip for piece in entry.pieces if piece.clip), None)
    said = one_line(entry.caption)
    page = _Page(
        file=f"post/{entry.slug}.html",
        title=_with_name(
            _cut(f"@{entry.maker.handle}: {said}" if said else f"@{entry.maker.handle}", LONGEST_TITLE), site
        ),
        description=_cut(" · ".join(filter(None, (entry.label, entry.credit, said))), LONGEST_DESCRIPTION),
        type="video.other" if clip else "article",
        picture=shown_file(piece.picture),
        size=shown_size(piece.picture),
        alt=piece.alt,
    )
    more: list[Markup] = []
    if entry.posted:
        day = entry.posted.isoformat()
        more.append(_property("video:release_date" if clip else "article:published_time", day))
    if clip and (address := web_address(site, clip.file)):
        sizes = (("width", clip.width), ("height", clip.height))
        more += [_property("og:video", address), _property("og:video:type", "video/mp4")]
        more += [_property(f"og:video:{side}", str(length)) for side, length in sizes]
    return _joined([*_common(site, page), *more], linked_data.of_post(site, entry))


def head_of_browse(site: Site, heading: str, about: str = "") -> str:
    """Return the markup for the head of the page of all creators, hashtags and products.

    `about` says in a sentence what is there, where the gallery has none of its own.
    """
    page = _Page(
        file="browse.html",
        title=_with_name(_cut(heading, LONGEST_TITLE), site),
        description=_cut(site.about or about, LONGEST_DESCRIPTION),
        **_share(site, ()),
    )
    return _joined(_common(site, page), linked_data.of_browse(site, heading))


def head_of_lost(site: Site, heading: str) -> str:
    """Return the markup for the head of the page for addresses that lead nowhere any more."""
    lines = [Markup("<title>{}</title>").format(_with_name(_cut(heading, LONGEST_TITLE), site))]
    root = path_of(site) if site.url else ""
    lines += [_meta("robots", "noindex"), _link("icon", f"{root}icon.svg", type="image/svg+xml")]
    return _joined([*lines, *_colours(site)], ())


def head_of_embed(site: Site) -> str:
    """Return the markup for the head of the page for iframes: searches shall find the gallery and not its frame."""
    lines = [Markup("<title>{}</title>").format(_cut(site.title, LONGEST_TITLE)), _meta("robots", "noindex")]
    if address := web_address(site, "index.html"):
        lines.append(_link("canonical", address))
    lines.append(_link("icon", "icon.svg", type="image/svg+xml"))
    return _joined([*lines, *_colours(site)], ())


def _common(site: Site, page: _Page) -> Iterator[Markup]:
    yield Markup("<title>{}</title>").format(page.title)
    if page.description:
        yield _meta("description", page.description)
    yield _meta("robots", "noindex" if site.robots == "noindex" else "index, follow, max-image-preview:large")
    if address := web_address(site, page.file):
        yield _link("canonical", address)
    yield from _colours(site)
    yield _link("icon", relative("icon.svg", seen_from=page.file), type="image/svg+xml")
    if site.url:
        feed, oembed = site.url + "feed.xml", site.url + "oembed.json"
        yield _link("alternate", feed, type="application/rss+xml", title=_cut(site.title, LONGEST_TITLE))
        yield _link(
            "alternate", oembed, type="application/json+oembed", title=_cut(site.title, LONGEST_TITLE)
        )
    yield from _cards(site, page)


def _cards(site: Site, page: _Page) -> Iterator[Markup]:
    """Open Graph, and what X reads besides it: title, description and picture it takes from Open Graph."""
    yield _property("og:type", page.type)
    yield _property("og:title", page.title)
    yield _property("og:site_name", _cut(site.brand, _LONGEST_NAME))
    if page.description:
        yield _property("og:description", page.description)
    language, _, territory = site.language.replace("_", "-").partition("-")
    if locale := f"{language}_{territory.upper()}" if territory else _LOCALES.get(language):
        yield _property("og:locale", locale)
    if address := web_address(site, page.file):
        yield _property("og:url", address)
    picture = page.picture and web_address(site, page.picture)
    yield _meta("twitter:card", "summary_large_image" if picture else "summary")
    if picture:
        alt = _cut(page.alt, _LONGEST_ALT)
        yield _property("og:image", picture)
        yield _property("og:image:type", "image/jpeg")
        yield _property("og:image:width", str(page.size[0]))
        yield _property("og:image:height", str(page.size[1]))
        if alt:
            yield _property("og:image:alt", alt)
            yield _meta("twitter:image:alt", alt)


def _share(site: Site, entries: Sequence[Entry]) -> dict[str, object]:
    """The first tile of the posts given, with its credit; without posts the gallery's own picture."""
    if not entries:
        return {"picture": site.share, "alt": _cut(f"{site.title} · {site.brand}", _LONGEST_ALT)}
    first = entries[0]
    return {
        "picture": shown_file(first.tile),
        "size": shown_size(first.tile),
        "alt": f"{first.pieces[0].alt} ({one_line(first.credit)})",
    }


def _colours(site: Site) -> Iterator[Markup]:
    """The colour of the browser's own bars, of each kit that the page may be shown in."""
    light, dark = site.colours["paper"], site.dark["paper"]
    if site.kit != "auto":
        yield _meta("theme-color", dark if site.kit == "dark" else light)
        return
    for kit, colour in (("light", light), ("dark", dark)):
        line = Markup('<meta name="theme-color" content="{}" media="(prefers-color-scheme: {})">')
        yield line.format(colour, kit)


def _with_name(heading: str, site: Site) -> str:
    """A page's title with whose page it is, as far as there is room and it does not say that already."""
    brand = _cut(site.brand, _LONGEST_BRAND)
    if brand.casefold() in heading.casefold():
        return _cut(heading, LONGEST_TITLE)
    tail = f" · {brand}"
    # Checkers count a title as it is written, and `<` is four letters there.
    for room in range(LONGEST_TITLE - len(tail), _LEAST_HEADING, -1):
        words = _cut(heading, room)
        if len(escape(words)) + len(escape(tail)) <= LONGEST_TITLE:
            return f"{words}{tail}"
    return _cut(heading, _LEAST_HEADING)


def _cut(words: str, most: int) -> str:
    """One line that reads in the order in which it is written; too long a one ends in …."""
    return drawable(one_line(words), most)


def _meta(name: str, content: str) -> Markup:
    return Markup('<meta name="{}" content="{}">').format(name, content)


def _property(name: str, content: str) -> Markup:
    return Markup('<meta property="{}" content="{}">').format(name, content)


def _link(rel: str, href: str, **more: str) -> Markup:
    others = Markup("").join(Markup(' {}="{}"').format(name, value) for name, value in more.items())
    return Markup('<link rel="{}" href="{}"{}>').format(rel, href, others)


def _joined(lines: Iterator[Markup] | Sequence[Markup], nodes: Sequence[linked_data.Node]) -> str:
    return "\n".join([*map(str, lines), *([linked_data.script(nodes)] if nodes else [])])
