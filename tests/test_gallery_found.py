"""What searches, shares and readers are told of a gallery.

Judges: html.parser for the markup, rdflib for the JSON-LD and for schema.org's words, ElementTree for feed and sitemap,
and the rules of Google, Open Graph, RSS and the sitemap protocol written out here.
"""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from gallery_sites import HOSTILE, MIRA, SERUM, URL, a_clip, a_listing, a_picture, a_site, an_entry
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import SDO

from ugc.errors import UsageError
from ugc.gallery import feeds, found
from ugc.gallery.addresses import relative, web_address
from ugc.gallery.feeds import feed, not_written, robots, sitemaps
from ugc.model.galleries import Entry, Listing, Piece, Site, Tag

CLIP_ENTRY = an_entry(
    "c1", kind="clip", pieces=(Piece(picture=a_picture(), clip=a_clip(), alt="A slow turn"),)
)
ADDRESSES = (
    "acquireLicensePage contentUrl image isBasedOn license sameAs thumbnailUrl url mainEntityOfPage".split()
)
"""Those of the words used that https://schema.org/docs/jsonldcontext.json says are addresses."""


pytestmark = pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph:DeprecationWarning"  # rdflib's own reader of JSON-LD still uses it
)


class Reader(HTMLParser):
    """A head as a browser reads it."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: dict[str, str] = {}
        self.scripts: list[str] = []
        self._open = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), "no attribute twice"
        self.tags.append((tag, dict(attrs)))
        self._open = tag

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open == "script":
            self.scripts.append(data)
        elif data.strip():
            self.words[self._open] = self.words.get(self._open, "") + data

    def meta(self, name: str) -> str | None:
        found = [
            a["content"] for t, a in self.tags if t == "meta" and name in (a.get("name"), a.get("property"))
        ]
        assert len(found) <= 1, f"{name} is said twice"
        return found[0] if found else None

    def links(self, rel: str) -> list[dict[str, str | None]]:
        return [a for t, a in self.tags if t == "link" and a["rel"] == rel]


def heads(site: Site, **told: Any) -> dict[str, str]:
    """The head of every kind of page, by its path."""
    entry, clip = an_entry(**told), CLIP_ENTRY.model_copy(update=told)
    listing = Listing(kind="tag", of="glowrun", heading="#GlowRun", posts=2)
    return {
        "page-2.html": found.head_of_listing(site, a_listing(), [entry, clip]),
        "tag/glowrun.html": found.head_of_listing(site, listing, [entry, clip]),
        f"post/{entry.slug}.html": found.head_of_post(site, entry),
        f"post/{clip.slug}.html": found.head_of_post(site, clip),
        "browse.html": found.head_of_browse(site, "Everybody and everything"),
    }


def graph(page: str, text: str) -> Graph:
    """A page's JSON-LD as triples, each address resolved against the page's."""
    (script,) = Reader(text).scripts
    told = json.loads(script)
    assert told["@context"] == "https://schema.org"
    words = {name: {"@id": str(SDO[name]), "@type": "@id"} for name in ADDRESSES}
    told["@context"] = {"@vocab": str(SDO)} | words
    return Graph().parse(data=json.dumps(told), format="json-ld", base=URL + page)


def one(graph: Graph, subject: Any, name: str) -> Any:
    values = list(graph.objects(subject, SDO[name]))
    assert len(values) == 1, (name, values)
    return values[0]


def of_type(graph: Graph, name: str) -> list[Any]:
    return sorted(graph.subjects(RDF.type, SDO[name]))


@pytest.mark.parametrize("url", [URL, None])
def test_only_words_of_schema_org(url: str | None) -> None:
    for page, text in heads(a_site(url=url)).items():
        for _, predicate, value in graph(page, text):
            assert predicate == RDF.type or predicate in SDO, predicate
            assert predicate != RDF.type or value in SDO, value


@pytest.mark.parametrize("url", [URL, None])
def test_every_picture_is_licensable_where_it_is_shown(url: str | None) -> None:
    """Google Images takes what is said of a picture by its `contentUrl`, with one of four facts, on each page anew.

    https://developers.google.com/search/docs/appearance/structured-data/image-license-metadata. Without an address of
    the gallery they are relative, and lead to the same files.
    """
    for page, text in heads(a_site(url=url)).items():
        told = graph(page, text)
        media = [*of_type(told, "ImageObject"), *of_type(told, "VideoObject")]
        assert len(media) == {"browse.html": 0, "page-2.html": 2, "tag/glowrun.html": 2}.get(page, 1)
        for node in media:
            assert str(one(told, node, "contentUrl")).startswith(f"{URL}m/")
            assert str(one(told, node, "thumbnailUrl")).startswith(f"{URL}m/")
            assert str(one(told, node, "creditText")) == "@mira.slowmornings"
            assert str(one(told, node, "copyrightNotice")) == "© 2026 Mira Okafor"
            assert one(told, node, "license") == URIRef("https://shop.example/terms")
            assert one(told, node, "acquireLicensePage") == URIRef(MIRA.profile or "")
            maker = one(told, node, "creator")
            assert str(one(told, maker, "name")) == "Mira Okafor"
            assert str(one(told, maker, "alternateName")) == "@mira.slowmornings"


def test_a_post_is_told_as_it_is_known() -> None:
    entry = an_entry(products=("GLOW-01", "GONE"))
    told = graph("post/a1.html", found.head_of_post(a_site(), entry))
    (post,) = of_type(told, "SocialMediaPosting")
    assert str(post) == "urn:ugc-toolkit:post:ig:a1", "the same name as in the exported documents"
    assert one(told, post, "url") == URIRef(f"{URL}post/a1.html")
    assert one(told, post, "sameAs") == URIRef("https://www.instagram.com/p/a1/")
    assert str(one(told, post, "datePublished")) == "2026-11-02"
    assert str(one(told, post, "text")) == entry.caption
    image = one(told, post, "sharedContent")
    assert one(told, image, "contentUrl") == URIRef(f"{URL}m/3f2a90c1d2e4f5a6-1080.jpg")
    assert [int(one(told, image, side)) for side in ("width", "height")] == [1080, 1350]
    assert str(one(told, image, "caption")) == "A bathroom shelf in morning light"
    product = one(told, post, "mentions")
    assert str(one(told, product, "name")) == "Glow serum"
    offer = one(told, product, "offers")
    assert [str(one(told, offer, name)) for name in ("price", "priceCurrency", "url")] == [
        "49.00",
        "USD",
        SERUM.link,
    ]
    (trail,) = of_type(told, "BreadcrumbList")
    steps = sorted(
        (int(one(told, step, "position")), str(one(told, step, "item")))
        for step in told.objects(trail, SDO.itemListElement)
    )
    pages = ("", "creator/mira-slowmornings.html", "post/a1.html")
    assert steps == [(number, URL + page) for number, page in enumerate(pages, start=1)]


def test_a_clip_is_told_as_video_search_asks() -> None:
    """name, thumbnailUrl and uploadDate must be there, contentUrl and an ISO 8601 duration should.

    https://developers.google.com/search/docs/appearance/structured-data/video
    """
    clip = a_clip(captions="m/77aa.vtt", captions_language="sv")
    entry = an_entry("c1", kind="clip", pieces=(Piece(picture=a_picture(), clip=clip, alt="A slow turn"),))
    told = graph("post/c1.html", found.head_of_post(a_site(), entry))
    (video,) = of_type(told, "VideoObject")
    assert str(one(told, video, "name"))
    assert one(told, video, "thumbnailUrl") == URIRef(f"{URL}m/3f2a90c1d2e4f5a6-1080.jpg")
    assert str(one(told, video, "uploadDate")) == "2026-11-02"
    assert one(told, video, "contentUrl") == URIRef(f"{URL}m/77aa.mp4")
    assert str(one(told, video, "duration")) == "PT12.5S"
    captions = one(told, video, "caption")
    assert one(told, captions, "contentUrl") == URIRef(f"{URL}m/77aa.vtt")
    assert str(one(told, captions, "inLanguage")) == "sv"


def test_a_carousel_tells_of_all_its_pieces() -> None:
    pieces = (
        Piece(picture=a_picture("m/aa"), alt="One"),
        Piece(picture=a_picture("m/bb"), clip=a_clip(), alt="Two"),
    )
    told = graph("post/a1.html", found.head_of_post(a_site(), an_entry(kind="carousel", pieces=pieces)))
    (post,) = of_type(told, "SocialMediaPosting")
    assert len(list(told.objects(post, SDO.sharedContent))) == 2


def test_a_list_leads_to_its_posts() -> None:
    entries = [an_entry(f"a{number}") for number in range(5)]
    told = graph("page-2.html", found.head_of_listing(a_site(), a_listing(), entries))
    (gallery,) = of_type(told, "ImageGallery")
    assert one(told, gallery, "url") == URIRef(f"{URL}page-2.html")
    items = one(told, gallery, "mainEntity")
    assert int(one(told, items, "numberOfItems")) == 5
    found_ = sorted(
        (int(one(told, item, "position")), str(one(told, item, "url")))
        for item in told.objects(items, SDO.itemListElement)
    )
    assert found_ == [(number + 1, f"{URL}post/a{number}.html") for number in range(5)]


@pytest.mark.parametrize(
    ("change", "gone"),
    [
        ({"link": None}, "sameAs"),
        ({"link": "javascript:alert(1)"}, "sameAs"),
        ({"posted": None}, "datePublished"),
        ({"posted": None}, "uploadDate"),
        ({"caption": ""}, '"text"'),
        ({"licence": None}, "license"),
        ({"licence": 'https://x/"><script>'}, "license"),
        ({"copyright": None}, "copyrightNotice"),
        ({"tags": ()}, "keywords"),
        ({"maker": MIRA.model_copy(update={"profile": None})}, "acquireLicensePage"),
        ({"products": ("GONE",)}, "mentions"),
    ],
)
def test_what_is_not_known_is_left_out(change: dict[str, Any], gone: str) -> None:
    assert gone in found.head_of_post(a_site(), an_entry(products=("GLOW-01",)))
    text = found.head_of_post(a_site(), an_entry(products=("GLOW-01",)).model_copy(update=change))
    assert gone not in text
    assert "null" not in text and "None" not in text and "javascript:" not in text


def test_the_day_on_which_a_permission_ends_is_nobodys_business() -> None:
    site = a_site()
    texts = [*heads(site).values(), found.head_of_embed(site), feed(site, [an_entry()])]
    texts += [text for _, text in sitemaps(site, [a_listing()], [an_entry()])]
    assert not [text for text in texts if "2031" in text or "29 Jul" in text]


# --- the tags of the head ---------------------------------------------------------------------------------------------


def test_what_shares_need_is_there() -> None:
    """https://ogp.me: title, type, image and url are required; pictures with their size and words."""
    for page, text in heads(a_site()).items():
        told = Reader(text)
        assert told.meta("og:url") == told.links("canonical")[0]["href"] == URL + page
        assert told.meta("og:title") == told.words["title"]
        assert 5 < len(told.words["title"]) <= 90
        assert told.meta("og:type") == {"post/a1.html": "article", "post/c1.html": "video.other"}.get(
            page, "website"
        )
        assert told.meta("og:site_name") == "Sunday Glow"
        assert told.meta("og:locale") == "en_US"
        assert told.meta("og:description") == told.meta("description")
        assert told.meta("og:image:alt") == told.meta("twitter:image:alt")
        assert told.meta("twitter:card") == "summary_large_image"
        sizes = tuple(told.meta(f"og:image:{side}") for side in ("width", "height"))
        file, size = {
            "post": ("m/3f2a90c1d2e4f5a6-1080.jpg", ("1080", "1350")),
            "tag": ("m/99bb-1080.jpg", ("1080", "1080")),
        }.get(page.partition("/")[0], ("share.jpg", ("1200", "630")))
        assert (told.meta("og:image"), sizes) == (URL + file, size)
        if file != "share.jpg":
            assert "@mira.slowmornings" in (told.meta("og:description") or ""), "whose it is goes with it"


def test_the_credit_goes_with_a_shared_picture() -> None:
    entry = an_entry(credit="Photo: Mira Okafor", label="Paid partnership")
    told = Reader(found.head_of_post(a_site(), entry))
    assert (told.meta("og:description") or "").startswith("Paid partnership · Photo: Mira Okafor · Day 30")
    listed = Reader(found.head_of_listing(a_site(share=None), a_listing(), [entry]))
    assert listed.meta("og:image") == f"{URL}m/99bb-1080.jpg"
    assert "Photo: Mira Okafor" in (listed.meta("og:image:alt") or "")


def test_a_clip_can_be_played_where_it_is_shared() -> None:
    told = Reader(found.head_of_post(a_site(), CLIP_ENTRY))
    assert told.meta("og:video") == f"{URL}m/77aa.mp4"
    assert [told.meta(f"og:video:{name}") for name in ("type", "width", "height")] == [
        "video/mp4",
        "1080",
        "1920",
    ]
    assert Reader(found.head_of_post(a_site(), an_entry())).meta("og:video") is None


def test_without_an_address_nothing_is_guessed() -> None:
    for page, text in heads(a_site(url=None)).items():
        told = Reader(text)
        assert not told.links("canonical") and not told.links("alternate")
        assert not [
            name for name in ("og:url", "og:image", "og:video", "twitter:image:alt") if told.meta(name)
        ]
        assert told.meta("twitter:card") == "summary"
        (icon,) = told.links("icon")
        assert urljoin(URL + page, icon["href"] or "") == f"{URL}icon.svg"
        assert "https://shop.example/community" not in text


@pytest.mark.parametrize(
    ("number", "before", "after"),
    [(1, None, "page-2.html"), (2, "", "page-3.html"), (3, "page-2.html", None)],
)
def test_pages_of_a_list_know_their_neighbours(number: int, before: str | None, after: str | None) -> None:
    listing = a_listing(number=number)
    told = Reader(found.head_of_listing(a_site(), listing, [an_entry()]))
    for rel, page in (("prev", before), ("next", after)):
        reached = [urljoin(URL + listing.file, link["href"] or "") for link in told.links(rel)]
        assert reached == ([] if page is None else [URL + (page or "index.html")])
    assert f"({number}/3)" in told.words["title"]
    assert told.links("canonical")[0]["href"] == web_address(a_site(), listing.file)


def test_neighbours_of_a_list_in_a_folder() -> None:
    listing = Listing(kind="tag", of="glowrun", heading="#GlowRun", number=2, pages=2, posts=70)
    told = Reader(found.head_of_listing(a_site(), listing, [an_entry()]))
    assert urljoin(URL + listing.file, told.links("prev")[0]["href"] or "") == f"{URL}tag/glowrun.html"


@pytest.mark.parametrize(
    ("robots", "said"), [("index", "index, follow, max-image-preview:large"), ("noindex", "noindex")]
)
def test_searches_are_told_whether_they_may(robots: str, said: str) -> None:
    for text in heads(a_site(robots=robots)).values():
        assert Reader(text).meta("robots") == said


def test_the_frame_is_not_to_be_found() -> None:
    told = Reader(found.head_of_embed(a_site()))
    assert told.meta("robots") == "noindex"
    assert told.links("canonical")[0]["href"] == URL
    assert not told.scripts and not told.meta("og:title")


@pytest.mark.parametrize(
    ("kit", "colours"),
    [("auto", {"light": "paper", "dark": "dark"}), ("light", {None: "paper"}), ("dark", {None: "dark"})],
)
def test_the_browsers_bars_take_the_colours_of_the_kit(kit: str, colours: dict[str | None, str]) -> None:
    site = a_site(kit=kit)
    told = [a for t, a in Reader(found.head_of_embed(site)).tags if a.get("name") == "theme-color"]
    assert len(told) == len(colours)
    for tag, (scheme, source) in zip(told, colours.items(), strict=True):
        assert tag.get("media") == (scheme and f"(prefers-color-scheme: {scheme})")
        assert tag["content"] == (site.dark if source == "dark" else site.colours)["paper"]


@pytest.mark.parametrize(
    ("language", "locale"),
    [("de", "de_DE"), ("en-GB", "en_GB"), ("pt-br", "pt_BR"), ("ar", "ar_AR"), ("tlh", None)],
)
def test_languages_as_open_graph_writes_them(language: str, locale: str | None) -> None:
    assert Reader(found.head_of_post(a_site(language=language), an_entry())).meta("og:locale") == locale


# --- hostile words ----------------------------------------------------------------------------------------------------


def hostile_entry() -> Entry:
    maker = MIRA.model_copy(update={"handle": HOSTILE, "name": HOSTILE, "profile": "javascript:alert(1)"})
    piece = Piece(picture=a_picture(), clip=a_clip(), alt=HOSTILE)
    return an_entry(
        caption=HOSTILE,
        credit=HOSTILE,
        label=HOSTILE,
        copyright=HOSTILE,
        maker=maker,
        post=f"file:{HOSTILE}",
        tags=(Tag(name=HOSTILE, slug="x"),),
        pieces=(piece,),
        link="data:text/html,<script>alert(1)</script>",
        licence="JavaScript:alert(1)",
        products=("GLOW-01",),
    )


@pytest.mark.parametrize("url", [URL, None])
def test_nothing_in_words_becomes_markup(url: str | None) -> None:
    bad = SERUM.model_copy(update={"name": HOSTILE, "link": "javascript:alert(1)"})
    site = a_site(
        url=url, title=HOSTILE, brand=HOSTILE, about=HOSTILE, home="javascript:alert(1)", products=(bad,)
    )
    plain = a_site(url=url)
    listing = a_listing(heading=HOSTILE)
    pairs = [
        (found.head_of_post(site, hostile_entry()), found.head_of_post(plain, CLIP_ENTRY)),
        (
            found.head_of_listing(site, listing, [hostile_entry()]),
            found.head_of_listing(plain, a_listing(), [an_entry()]),
        ),
        (found.head_of_browse(site, HOSTILE), found.head_of_browse(plain, "All")),
        (found.head_of_embed(site), found.head_of_embed(plain)),
    ]
    for text, usual in pairs:
        told, expected = Reader(text), Reader(usual)
        assert [tag for tag, _ in told.tags] == [tag for tag, _ in expected.tags]
        names = [sorted(attributes) for _, attributes in told.tags]
        assert names == [sorted(attributes) for _, attributes in expected.tags], "no attribute of theirs"
        assert len(told.scripts) == len(expected.scripts)
        for script in told.scripts:
            assert not set(script) & set("<>&\u2028\u2029")
            json.loads(script)
        text.encode("utf-8")
        assert "\x00" not in text
        for name in ("og:title", "og:description"):
            assert "\u202e" not in (told.meta(name) or ""), "what follows would be read backwards"
        assert "javascript:" not in text.lower().replace(HOSTILE.lower(), "")


def test_json_says_what_was_written() -> None:
    """The escapes are JSON's own: a reader gets back the very characters."""
    caption = "</script><!--<script> & \u2028 \u2029 \\u003c \"quoted\" 'so'"
    told = graph("post/a1.html", found.head_of_post(a_site(), an_entry(caption=caption)))
    (post,) = of_type(told, "SocialMediaPosting")
    assert str(one(told, post, "text")) == caption


def test_long_words_are_cut_between_characters() -> None:
    family = "👩‍👩‍👧‍👦"
    told = Reader(found.head_of_post(a_site(), an_entry(caption=family * 400)))
    title = told.words["title"].removesuffix(" · Sunday Glow")
    assert re.fullmatch(f"@mira.slowmornings: ({family})+…", title)
    assert len(told.meta("description") or "") < 200 * len(family)


# --- feed -------------------------------------------------------------------------------------------------------------

DC, MEDIA = "{http://purl.org/dc/elements/1.1/}", "{http://search.yahoo.com/mrss/}"
ATOM = "{http://www.w3.org/2005/Atom}"


def channel(text: str) -> ElementTree.Element:
    root = ElementTree.fromstring(text.encode("utf-8"))
    assert (root.tag, root.get("version"), len(root)) == ("rss", "2.0", 1)
    return root[0]


def test_a_feed_has_what_rss_requires() -> None:
    """https://www.rssboard.org/rss-specification, https://www.rssboard.org/rss-profile"""
    told = channel(feed(a_site(), [an_entry(), CLIP_ENTRY]))
    for name in ("title", "link", "description"):
        assert told.findtext(name)
    assert told.findtext("link") == URL
    own = told.find(f"{ATOM}link")
    assert own is not None and own.attrib == {
        "href": f"{URL}feed.xml",
        "rel": "self",
        "type": "application/rss+xml",
    }
    first, second = told.findall("item")
    assert first.findtext("title") == "@mira.slowmornings: Day 30 and the shelf looks like this ☀️ #GlowRun"
    assert first.findtext("link") == f"{URL}post/a1.html"
    assert first.findtext("guid") == "ig:a1"
    assert first.find("guid").get("isPermaLink") == "false"  # type: ignore[union-attr]
    assert first.findtext(f"{DC}creator") == "Mira Okafor (@mira.slowmornings)"
    assert parsedate_to_datetime(first.findtext("pubDate") or "").isoformat() == "2026-11-02T00:00:00+00:00"
    picture = first.find(f"{MEDIA}content")
    assert picture is not None
    assert picture.get("url") == f"{URL}m/3f2a90c1d2e4f5a6-1080.jpg"
    assert (picture.get("width"), picture.get("height"), picture.get("medium")) == ("1080", "1350", "image")
    assert picture.findtext(f"{MEDIA}credit") == "@mira.slowmornings"
    clip = second.find(f"{MEDIA}content")
    assert clip is not None and (clip.get("url"), clip.get("type")) == (f"{URL}m/77aa.mp4", "video/mp4")


def test_a_feed_has_the_newest_first() -> None:
    first = date(2026, 1, 1)
    entries = [an_entry(f"p{n}", posted=first + timedelta(days=n * 37 % 101)) for n in range(101)]
    entries.append(an_entry("undated", posted=None))
    items = channel(feed(a_site(), entries)).findall("item")
    dates = [parsedate_to_datetime(item.findtext("pubDate") or "").date() for item in items]
    assert dates == [first + timedelta(days=100 - n) for n in range(50)]


def test_a_post_without_a_day_is_in_the_feed_too() -> None:
    (item,) = channel(feed(a_site(), [an_entry(posted=None, caption="")])).findall("item")
    assert item.find("pubDate") is None
    assert item.findtext("title") == "@mira.slowmornings"


def test_hostile_words_in_a_feed() -> None:
    """Readers show a description as HTML: in it too a caption must be text. A title may be read as either."""
    site = a_site(title=HOSTILE, brand=HOSTILE, about="")
    told = channel(feed(site, [hostile_entry()]))
    (item,) = told.findall("item")
    title = item.findtext("title") or ""
    assert not set(title) & set("<>")
    shown = Reader(item.findtext("description") or "")
    assert {tag for tag, _ in shown.tags} <= {"p", "img", "br"}
    assert [sorted(a) for t, a in shown.tags if t == "img"] == [["alt", "height", "src", "width"]]
    assert "alert(1)" in "".join(shown.words.values())
    assert {child.tag for child in item} <= {
        *"title link guid pubDate category description".split(),
        f"{DC}creator",
        f"{MEDIA}content",
    }


# --- sitemap and robots -----------------------------------------------------------------------------------------------

MAP, IMAGE = (
    "{http://www.sitemaps.org/schemas/sitemap/0.9}",
    "{http://www.google.com/schemas/sitemap-image/1.1}",
)


def test_a_sitemap_names_every_page_and_picture() -> None:
    listings = [a_listing(number=n) for n in (1, 2)]
    listings.append(Listing(kind="creator", of="käse", heading="x", posts=1))
    pieces = tuple(Piece(picture=a_picture(f"m/{n}"), alt="") for n in ("aa", "bb"))
    ((name, text),) = sitemaps(
        a_site(), listings, [an_entry(), an_entry("b2", kind="carousel", pieces=pieces)]
    )
    root = ElementTree.fromstring(text.encode())
    assert (name, root.tag) == ("sitemap.xml", f"{MAP}urlset")
    pages = [url.findtext(f"{MAP}loc") for url in root]
    assert pages == [
        URL + file
        for file in (
            "",
            "page-2.html",
            "creator/k%C3%A4se.html",
            "browse.html",
            "post/a1.html",
            "post/b2.html",
        )
    ]
    images = [[loc.text for loc in url.iterfind(f"{IMAGE}image/{IMAGE}loc")] for url in root]
    assert images[-1] == [f"{URL}m/aa-1080.jpg", f"{URL}m/bb-1080.jpg"]
    assert images[:4] == [[]] * 4


@pytest.mark.parametrize(("most_urls", "most_bytes"), [(10, 50_000_000), (50_000, 3_000)])
def test_a_long_sitemap_is_split(most_urls: int, most_bytes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST_URLS", most_urls)
    monkeypatch.setattr(feeds, "MOST_BYTES", most_bytes)
    entries = [an_entry(f"p{n}") for n in range(95)]
    parts = list(sitemaps(a_site(), [a_listing()], iter(entries)))
    *maps, (last, index) = parts
    assert last == "sitemap.xml"
    assert len(maps) > 2
    listed = [loc.text for loc in ElementTree.fromstring(index.encode()).iter(f"{MAP}loc")]
    assert listed == [URL + name for name, _ in maps]
    pages: list[str | None] = []
    for _, text in maps:
        urls = list(ElementTree.fromstring(text.encode()))
        assert 0 < len(urls) <= most_urls and len(text.encode()) <= most_bytes
        pages += [url.findtext(f"{MAP}loc") for url in urls]
    assert len(pages) == len(set(pages)) == 97


@pytest.mark.parametrize(
    ("count", "files"),
    [(50_000, ["sitemap.xml"]), (50_001, ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"])],
)
def test_the_protocols_limit(count: int, files: list[str]) -> None:
    """50,000 addresses: https://www.sitemaps.org/protocol.html"""
    entry = an_entry(pieces=(Piece(picture=a_picture(), alt=""),))
    assert [name for name, _ in sitemaps(a_site(), [], [entry] * (count - 1))] == files


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"url": "https://glow.example/"}, "Sitemap: https://glow.example/sitemap.xml\n"),
        ({"url": "https://glow.example/", "robots": "noindex"}, None),
        ({"url": URL}, ""),
        ({"url": None}, ""),
    ],
)
def test_robots_are_spoken_to_at_a_hosts_root_alone(told: dict[str, Any], said: str | None) -> None:
    text = robots(a_site(**told))
    assert (text is None) == (said == "")
    assert not text or "Disallow" not in text, "a page that is not read cannot say noindex"
    assert ("Sitemap:" in (text or "")) == bool(said)
    assert said in (text or "") if said else True


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"url": None}, "feed.xml"),
        ({"url": URL}, "/community/glow/"),
        ({"robots": "noindex"}, "sitemap.xml"),
        ({"url": "https://glow.example/"}, None),
    ],
)
def test_what_is_not_written_is_said(told: dict[str, Any], words: str | None) -> None:
    notes = not_written(a_site(**told))
    assert bool(notes) == bool(words)
    assert not words or words in notes[0]


def test_nothing_that_needs_an_address_is_made_without_one() -> None:
    site = a_site(url=None)
    for make in (lambda: feed(site, []), lambda: list(sitemaps(site, [], []))):
        with pytest.raises(UsageError, match="none is set") as raised:
            make()
        assert raised.value.hint


@pytest.mark.parametrize(
    ("page", "file", "path"),
    [
        ("index.html", "m/a b.jpg", "m/a%20b.jpg"),
        ("post/a.html", "m/a.jpg", "../m/a.jpg"),
        ("post/a.html", "post/b.html", "../post/b.html"),
        ("tag/a.html", "tag/#?.html", "../tag/%23%3F.html"),
        ("index.html", "javascript:x", "javascript%3Ax"),
    ],
)
def test_paths_between_files(page: str, file: str, path: str) -> None:
    assert relative(file, seen_from=page) == path
    assert urljoin(f"{URL}{page}", path).startswith(URL)


def every_text(site: Site) -> Iterator[str]:
    yield from heads(site).values()
    yield found.head_of_embed(site)
    yield feed(site, [an_entry(), CLIP_ENTRY])
    yield from (text for _, text in sitemaps(site, [a_listing()], [an_entry()]))


def test_the_same_values_give_the_same_bytes() -> None:
    assert list(every_text(a_site())) == list(every_text(a_site()))
