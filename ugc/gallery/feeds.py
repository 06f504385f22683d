"""What machines fetch beside the pages: a feed of new posts, a map of the pages, and what robots may do.

RSS 2.0: https://www.rssboard.org/rss-specification, with pictures by Media RSS (https://www.rssboard.org/media-rss).
Sitemaps: https://www.sitemaps.org/protocol.html, with pictures as
https://developers.google.com/search/docs/crawling-indexing/sitemaps/image-sitemaps says. All of these speak in whole
addresses, so none is made where it is not known where the gallery will stand.
"""

import heapq
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from itertools import chain

from markupsafe import Markup, escape

from ugc.gallery.addresses import is_whole_host, path_of, published, shown_file, shown_size, web_address
from ugc.model.galleries import Entry, Listing, Piece, Site
from ugc.provenance.xml import legal
from ugc.text import one_line
from ugc.typeset.hygiene import drawable

NEWEST = 50
"""Posts in a feed."""
MOST_URLS, MOST_BYTES = 50_000, 50_000_000
"""Of one sitemap, by the protocol: 50,000 addresses and 50 MB."""
_MOST_IMAGES = 1_000
"""Pictures of one address, by Google's extension."""
_LONGEST_TITLE = 100
_DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
_RSS = (
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/">'
)
_NO_MARKUP = str.maketrans("<>", "‹›")
"""Readers do not agree on whether a title is plain text or HTML: it may hold nothing that would be markup in either."""


def not_written(site: Site) -> tuple[str, ...]:
    """Say which files this gallery goes without, and why, one sentence each."""
    if not site.url:
        return (
            "feed.xml, sitemap.xml and oembed.json are not written, and pages name no canonical address: "
            "the address at which the gallery will stand is not set.",
        )
    if site.robots == "noindex":
        return ("sitemap.xml is not written: search engines are asked to leave the gallery out.",)
    if not is_whole_host(site):
        return (
            f"robots.txt is not written: the gallery stands at {path_of(site)}, and robots read the host's own. "
            f"Add the line `Sitemap: {site.url}sitemap.xml` there.",
        )
    return ()


def feed(site: Site, entries: Iterable[Entry]) -> str:
    """Return `feed.xml`: the newest posts as RSS. Raises UsageError where the gallery has no address yet."""
    home = published(site, wanted_for="A feed")
    newest = heapq.nlargest(NEWEST, entries, key=lambda entry: entry.posted or date.min)
    about = one_line(site.about) or one_line(f"{site.title} · {site.brand}")
    lines = [
        _element("title", one_line(site.title).translate(_NO_MARKUP)),
        _element("link", home),
        _element("description", about),
        _element("language", site.language),
        _element("lastBuildDate", _instant(site.day)),
        _element("generator", f"ugc-toolkit {site.version}"),
        Markup('<atom:link href="{}" rel="self" type="application/rss+xml"/>').format(home + "feed.xml"),
        *(_item(site, entry) for entry in newest),
    ]
    return f"{_DECLARED}{_RSS}\n<channel>\n" + "\n".join(lines) + "\n</channel>\n</rss>\n"


def sitemaps(site: Site, listings: Iterable[Listing], entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    """Yield name and content of each sitemap; where one is not enough, numbered ones and `sitemap.xml` as their index.

    No page says when it was changed: only the day of the build is known, and a map in which all changed today is not
    believed. Raises UsageError where the gallery has no address yet.
    """
    home = published(site, wanted_for="A sitemap")
    urls = chain(
        (_url(site, listing.file) for listing in listings),
        (_url(site, "browse.html"),),
        (_url(site, f"post/{entry.slug}.html", entry.pieces) for entry in entries),
    )
    parts = _parts(urls)
    first, second = next(parts), next(parts, None)
    if second is None:
        yield "sitemap.xml", first
        return
    number = 0
    for number, part in enumerate(chain((first, second), parts), start=1):
        yield f"sitemap-{number}.xml", part
    each = (f"<sitemap><loc>{escape(home)}sitemap-{n}.xml</loc></sitemap>\n" for n in range(1, number + 1))
    yield (
        "sitemap.xml",
        f'{_DECLARED}<sitemapindex xmlns="{_SITEMAP}">\n{"".join(each)}</sitemapindex>\n',
    )


def robots(site: Site) -> str | None:
    """Return `robots.txt`; None where the gallery is not the root of its host, for only there is it read.

    Where the gallery is to be left out of searches it still lets robots in: they must read a page to see that it
    says so (https://developers.google.com/search/docs/crawling-indexing/block-indexing).
    """
    if not is_whole_host(site):
        return None
    told = "" if site.robots == "noindex" else f"\nSitemap: {site.url}sitemap.xml\n"
    return f"User-agent: *\nAllow: /\n{told}"


def _item(site: Site, entry: Entry) -> str:
    page = web_address(site, f"post/{entry.slug}.html") or ""
    said = one_line(entry.caption)
    title = f"@{entry.maker.handle}: {said}" if said else f"@{entry.maker.handle}"
    lines = [
        _element("title", drawable(title, _LONGEST_TITLE).translate(_NO_MARKUP)),
        _element("link", page),
        Markup('<guid isPermaLink="false">{}</guid>').format(_words(entry.post)),
        _element("dc:creator", f"{entry.maker.name} (@{entry.maker.handle})"),
        *([_element("pubDate", _instant(entry.posted))] if entry.posted else []),
        *(_element("category", tag.name) for tag in entry.tags),
        _element("description", _described(site, entry)),
        *(_media(site, entry, piece) for piece in entry.pieces),
    ]
    return "<item>\n" + "\n".join(lines) + "\n</item>"


def _described(site: Site, entry: Entry) -> str:
    """A post as HTML for readers: its words are escaped in it, and the whole once more in the feed."""
    picture = entry.pieces[0].picture
    width, height = shown_size(picture)
    image = Markup('<p><img src="{}" width="{}" height="{}" alt="{}"></p>').format(
        web_address(site, shown_file(picture)), width, height, _words(entry.pieces[0].alt)
    )
    lines = Markup("<br>").join(line for line in legal(entry.caption).split("\n"))
    credit = one_line(" · ".join(filter(None, (entry.label, entry.credit))))
    return str(
        image + (Markup("<p>{}</p>").format(lines) if lines else "") + Markup("<p>{}</p>").format(credit)
    )


def _media(site: Site, entry: Entry, piece: Piece) -> str:
    poster = web_address(site, shown_file(piece.picture))
    if piece.clip:
        clip = piece.clip
        opened = Markup(
            '<media:content url="{}" type="video/mp4" medium="video" width="{}" height="{}" duration="{}">'
        ).format(web_address(site, clip.file), clip.width, clip.height, max(round(clip.seconds), 1))
        opened += Markup('<media:thumbnail url="{}"/>').format(poster)
    else:
        opened = Markup(
            '<media:content url="{}" type="image/jpeg" medium="image" width="{}" height="{}">'
        ).format(poster, *shown_size(piece.picture))
    credit = Markup('<media:credit role="author">{}</media:credit>').format(_words(entry.credit))
    alt = Markup('<media:description type="plain">{}</media:description>').format(_words(piece.alt))
    return f"{opened}{credit}{alt if piece.alt else ''}</media:content>"


def _url(site: Site, file: str, pieces: Iterable[Piece] = ()) -> str:
    images = "".join(
        f"<image:image><image:loc>{escape(web_address(site, shown_file(piece.picture)))}</image:loc></image:image>"
        for piece in list(pieces)[:_MOST_IMAGES]
    )
    return f"<url><loc>{escape(web_address(site, file))}</loc>{images}</url>\n"


def _parts(urls: Iterable[str]) -> Iterator[str]:
    """Whole sitemaps, each within the protocol's two limits; addresses are ASCII, so characters are bytes."""
    head = f'{_DECLARED}<urlset xmlns="{_SITEMAP}" xmlns:image="{_IMAGE}">\n'
    tail = "</urlset>\n"
    held: list[str] = []
    size = 0
    for url in urls:
        if held and (len(held) == MOST_URLS or size + len(url) > MOST_BYTES - len(head) - len(tail)):
            yield head + "".join(held) + tail
            held, size = [], 0
        held.append(url)
        size += len(url)
    yield head + "".join(held) + tail


def _element(name: str, words: str) -> str:
    return f"<{name}>{escape(legal(words))}</{name}>"


def _words(words: str) -> str:
    return one_line(legal(words))


def _instant(day: date) -> str:
    """The first second of a day, for of posts only the day is known here."""
    return format_datetime(datetime.combine(day, time(), UTC))
