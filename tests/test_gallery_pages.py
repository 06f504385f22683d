"""A gallery's pages: hostile words stay words, themes lay their tiles as they say, and `sizes` tells the truth."""

import base64
import hashlib
import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import gallery_site as demo
import pytest
from browser import asked

from ugc.errors import UsageError
from ugc.gallery.layout import laid
from ugc.gallery.pages import Pages
from ugc.gallery.styles import brand_rules, minified
from ugc.gallery.themes import theme, themes
from ugc.gallery.views import initial, length
from ugc.gallery.words import words
from ugc.model.galleries import Entry, Facet, Listing, Maker, ShownProduct, Tag
from ugc.resources import TEMPLATES

THEMES = ("grid", "masonry", "justified", "stories")
WIDTHS = (320, 390, 768, 1024, 1440, 2000)
LANGUAGES = ("en", "de", "es", "fr", "ar")
_VOID = {"meta", "link", "img", "source", "input", "track", "br", "wbr", "base"}
HOSTILE = (
    "<script>parent.ran=1;window.ran=1</script>",
    "<img src=x onerror=parent.ran=1>",
    "\"><svg/onload=parent.ran=1>'",
    '" onload="parent.ran=1" x="',
    "</style><script>parent.ran=1</script>",
    "</title><script>parent.ran=1</script><!--",
    "{{ 7*7 }} {% raw %} ${7*7}",
    "\u202eevil\u202c \u2066x",
    "x" * 5_000,
    "مرحبا #هاشتاغ 👨‍👩‍👧‍👦 &lt;b&gt; &amp;",
    "Z\u0351\u036b\u0343" * 200,
)


class Page(HTMLParser):
    """An independent reader: tags with their attributes, what each text stands in, and whether all is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.faults: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self.faults += [f"{tag} is not closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"{tag} has an attribute twice")
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing, line {self.getpos()[0]}")

    def handle_data(self, data: str) -> None:
        self.texts.append((self._open[-1] if self._open else "", data))

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == name]

    def having(self, attribute: str) -> list[dict[str, str | None]]:
        return [attributes for _, attributes in self.tags if attribute in attributes]

    def said(self) -> str:
        return "".join(text for tag, text in self.texts if tag not in ("style", "script"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("gallery")


def hostile(entry: Entry, words_: str) -> Entry:
    """The entry with some words in every place that collected words reach."""
    return entry.model_copy(
        update={
            "maker": Maker(handle=words_, name=words_, slug="m", profile="https://a.example/?a=1&b=\"'<"),
            "credit": words_,
            "label": words_,
            "caption": words_,
            "copyright": words_,
            "platform_name": words_,
            "tags": (Tag(name=words_, slug="t"),),
            "pieces": tuple(piece.model_copy(update={"alt": words_}) for piece in entry.pieces),
        }
    )


def every_page(pages: Pages, shown: list[Entry]) -> dict[str, str]:
    """One page of each kind."""
    head = demo.HEAD
    first = shown[0].maker.slug
    made = {
        "index": pages.listing(demo.index(shown, pages=9, number=4), shown, head=head),
        "browse": pages.browse(head=head),
        "embed": pages.embed(shown[:4], head=head),
        "none": pages.listing(demo.index([]), [], head=head),
        "creator": pages.listing(
            Listing(kind="creator", of=first, heading="x", posts=3), shown[:3], head=head
        ),
        "tag": pages.listing(Listing(kind="tag", of="glowrun", heading="#x", posts=3), shown[:3], head=head),
        "product": pages.listing(
            Listing(kind="product", of="morning-serum", heading="x", posts=2), shown[:2], head=head
        ),
    }
    made |= {
        f"post {entry.kind}": pages.post(entry, before=shown[1], after=shown[2], head=head) for entry in shown
    }
    return made


# --- words of others ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", THEMES)
def test_every_page_is_well_formed_and_runs_only_its_own_script(folder: Path, name: str) -> None:
    pages, shown = demo.gallery(folder, name)
    for kind, text in every_page(pages, shown).items():
        page = Page(text)
        assert not page.faults, (kind, page.faults)
        assert [a["src"] for a in page.all("script")] in (
            [["../gallery.js"], ["./gallery.js"], ["./frame.js"]]
        ), kind
        assert not page.having("style"), kind
        assert len(page.all("h1")) == 1, kind
        ids = [a["id"] for a in page.having("id")]
        assert len(ids) == len(set(ids)), kind
        loaded = [a[key] for a in page.having("src") for key in ("src", "poster") if a.get(key)]
        assert all(not re.match(r"[a-z]+:|//|/", str(address)) for address in loaded), kind


@pytest.mark.parametrize("said", HOSTILE, ids=[text[:24] for text in HOSTILE])
def test_hostile_words_stay_words(folder: Path, said: str) -> None:
    pages, shown = demo.gallery(folder)
    tame = {kind: Page(text) for kind, text in every_page(pages, shown).items()}
    evil = Pages(
        pages.site.model_copy(
            update={
                "about": said, "brand": said, "title": said, "hashtag": said,
                "makers": (Facet(slug="m", name=said, posts=1), Facet(slug="n", name=said, posts=1)),
                "products": tuple(p.model_copy(update={"name": said, "price": said}) for p in pages.site.products),
            }
        ),
        theme=pages.theme, folders=demo.FOLDERS,
    )  # fmt: skip
    for kind, text in every_page(evil, [hostile(entry, said) for entry in shown]).items():
        page = Page(text)
        assert not page.faults, kind
        assert {tag for tag, _ in page.tags} <= {tag for tag, _ in tame[kind].tags} | {"wbr", "strong"}, kind
        names = {name for _, attributes in page.tags for name in attributes}
        assert not [name for name in names if name.startswith("on") or name == "style"], kind
        if kind.startswith("post"):
            assert said in page.said(), kind


def test_nothing_runs_in_a_browser(folder: Path) -> None:
    pages, shown = demo.gallery(folder)
    bad = [hostile(entry, said) for entry, said in zip(shown, HOSTILE, strict=False)]
    for text in (
        pages.listing(demo.index(bad), bad, head=demo.HEAD),
        *(pages.post(entry, before=None, after=None, head=demo.HEAD) for entry in bad[:4]),
    ):
        found = asked(
            text,
            "return [view.ran || window.ran || 0, document.querySelectorAll('[data-slug]').length > 0]",
            folder=folder, width=800,
        )  # fmt: skip
        assert found == [0, True]


def test_the_policy_lets_in_the_style_and_nothing_else(folder: Path) -> None:
    pages, shown = demo.gallery(folder, "masonry")
    for kind, text in every_page(pages, shown).items():
        style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
        assert style, kind
        digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
        policy = next(a for a in Page(text).all("meta") if "http-equiv" in a)["content"]
        assert policy == (
            "default-src 'none'; img-src 'self'; media-src 'self'; font-src 'self'; "
            f"style-src 'sha256-{digest}'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'"
        ), kind


# --- the markup that the script reads -----------------------------------------------------------------------


def test_a_list_has_what_the_script_reads(folder: Path) -> None:
    pages, shown = demo.gallery(folder, "justified")
    page = Page(pages.listing(demo.index(shown, pages=2), shown, head=demo.HEAD))
    (html,) = page.all("html")
    assert (html["lang"], html["dir"], html["data-root"]) == ("en", "ltr", "./")
    said = json.loads(str(page.all("body")[0]["data-words"]))
    assert {"found", "found_one", "none_found", "counter", "close", "previous", "next", "more"} <= set(said)
    (tiles,) = page.having("data-tiles")
    assert (tiles["data-listing"], tiles["data-of"]) == ("index", "")
    listed = [a for a in page.all("li") if "data-slug" in a]
    assert [a["data-slug"] for a in listed] == [entry.slug for entry in shown]
    assert [a["data-kind"] for a in listed] == [entry.kind for entry in shown]
    for entry, tile in zip(shown, listed, strict=True):
        ratio = float(str(tile["data-ratio"]))
        assert ratio == pytest.approx(entry.tile.width / entry.tile.height, abs=0.006)
        assert f"r{round(ratio * 100):03d}" in str(tile["class"]).split()
    links = [a for a in page.all("a") if a.get("class") == "tile-link"]
    assert [a["href"] for a in links] == [f"./post/{entry.slug}.html" for entry in shown]
    assert [a.get("data-preview") for a in links] == [
        entry.pieces[0].clip.preview if entry.pieces[0].clip else None for entry in shown
    ]
    assert {a["name"] for a in [*page.all("select"), *page.all("input")]} == {
        "q",
        "tag",
        "creator",
        "product",
        "kind",
    }
    for mark in (
        "filters",
        "found",
        "more",
        "pages",
        "lightbox",
        "stage",
        "counter",
        "close",
        "previous",
        "next",
        "reset",
    ):
        assert len(page.having(f"data-{mark}")) == 1, mark
    assert all("hidden" in page.having(f"data-{mark}")[0] for mark in ("filters", "more"))


def test_a_post_links_to_where_it_came_from(folder: Path) -> None:
    pages, shown = demo.gallery(folder)
    entry = shown[0]
    page = Page(pages.post(entry, before=None, after=shown[1], head=demo.HEAD))
    rel = {a["href"]: str(a.get("rel")).split() for a in page.all("a")}
    assert set(rel[entry.link]) == {"noopener", "nofollow", "ugc"}
    assert set(rel["https://sundayglow.example/serum?utm_source=gallery"]) == {"noopener", "sponsored"}
    assert rel[f"../post/{shown[1].slug}.html"] == ["next"]
    assert f"../creator/{entry.maker.slug}.html" in rel and "../tag/glowrun.html" in rel
    (spot,) = page.having("data-x")
    assert (spot["data-x"], spot["data-y"]) == ("42", "61") and {"x42", "y61"} <= set(
        str(spot["class"]).split()
    )
    said = " ".join(page.said().split())
    for words_ in (
        entry.credit,
        entry.caption,
        "29 October 2026",
        "Morning Serum 30 ml",
        "$49.00",
        "© Mira Okafor",
    ):
        assert words_ in said, words_


def test_pictures_load_in_their_order(folder: Path) -> None:
    pages, shown = demo.gallery(folder)
    images = [
        a for a in Page(pages.listing(demo.index(shown), shown, head=demo.HEAD)).all("img") if "alt" in a
    ]
    tiles = [a for a in images if "logo" not in str(a.get("class"))]
    assert [a.get("fetchpriority") for a in tiles].count("high") == 1 and tiles[0]["fetchpriority"] == "high"
    assert [a.get("loading") for a in tiles] == [None] * 5 + ["lazy"] * (len(shown) - 5)
    assert all(int(str(a["width"])) > 0 and int(str(a["height"])) > 0 for a in images)


def test_a_list_asks_for_no_larger_files_than_its_tiles_need(folder: Path) -> None:
    pages, shown = demo.gallery(folder, "stories")
    wide = [
        entry.model_copy(update={"tile": entry.tile.model_copy(update={"avif": (320, 640, 960, 1440)})})
        for entry in shown
    ]
    text = pages.listing(demo.index(wide), wide, head=demo.HEAD)
    assert " 640w" in text and " 960w" not in text and " 1440w" not in text


# --- how tiles lie ------------------------------------------------------------------------------------------

_SIZES = """
  const cut = text => { const parts = []; let deep = 0, part = '';
    for (const c of text) { if (c === '(') deep++; if (c === ')') deep--;
      if (c === ',' && !deep) { parts.push(part); part = '' } else part += c }
    return [...parts, part] };
  const probe = document.body.appendChild(document.createElement('div'));
  const said = text => { for (const part of cut(text)) {
    const found = /^\\s*(\\(min-width:\\d+px\\))?\\s*(.+)$/.exec(part);
    if (!found[1] || view.matchMedia(found[1]).matches) {
      const length = /^(calc|min)/.test(found[2]) || !found[2].includes(' - ') ? found[2] : `calc(${found[2]})`;
      probe.style.cssText = 'position:fixed;width:' + length; return probe.getBoundingClientRect().width } } };
  const boxes = which => [...document.querySelectorAll(which)].map(node => {
    const box = node.getBoundingClientRect();
    return [box.left, box.top, box.right, box.bottom].map(v => +v.toFixed(2)) });
  const made = {};
  for (const width of WIDTHS) { view.frameElement.width = width; view.frameElement.getBoundingClientRect();
    made[width] = { scroll: document.documentElement.scrollWidth, tiles: boxes('.tile'), links: boxes('.tile-link'),
      sizes: [...document.querySelectorAll(WHICH)].map(img =>
        [said(img.parentNode.querySelector('[sizes]').sizes), img.getBoundingClientRect().width]) } }
  return made;
"""


def seen(
    text: str, folder: Path, *, which: str = ".tile img", widths: tuple[int, ...] = WIDTHS
) -> dict[int, Any]:
    """What a browser makes of a page at several widths: boxes of tiles, and what `sizes` says against what is."""
    script = _SIZES.replace("WIDTHS", json.dumps(widths)).replace("WHICH", json.dumps(which))
    found = asked(text, script, folder=folder, width=widths[0])
    return {int(width): facts for width, facts in found.items()}


@pytest.mark.parametrize(
    ("name", "number"),
    [*((name, 14) for name in THEMES), ("grid", 1), ("masonry", 2), ("grid", 3), ("stories", 1)],
)
def test_sizes_are_honest(folder: Path, name: str, number: int) -> None:
    pages, shown = demo.gallery(folder, name)
    shown = shown[:number]
    for width, facts in seen(pages.listing(demo.index(shown), shown, head=demo.HEAD), folder).items():
        assert len(facts["sizes"]) == number
        if name == "justified":  # where rows break hangs on all the widths in them
            off = sorted(abs(said / real - 1) for said, real in facts["sizes"])
            assert number < 14 or (off[len(off) // 2] < 0.15 and off[-2] < 0.4), (width, off)
            continue
        for said, real in facts["sizes"]:
            assert said == pytest.approx(real, rel=0.01, abs=1.5), (width, facts["sizes"])


def test_sizes_of_an_embed_and_of_a_post_are_honest(folder: Path) -> None:
    pages, shown = demo.gallery(folder)
    for text, which in (
        (pages.embed(shown[:8], head=demo.HEAD), ".tile img"),
        (pages.post(shown[0], before=None, after=None, head=demo.HEAD), ".frame img"),
        (pages.post(shown[11], before=None, after=None, head=demo.HEAD), ".frame img"),
    ):
        for width, facts in seen(text, folder, which=which).items():
            for said, real in facts["sizes"]:
                assert said == pytest.approx(real, rel=0.02, abs=1.5), (which, width)


@pytest.mark.parametrize("name", THEMES)
def test_no_tile_lies_on_another_and_none_beyond_the_edge(folder: Path, name: str) -> None:
    pages, shown = demo.gallery(folder, name, times=2)
    for width, facts in seen(pages.listing(demo.index(shown), shown, head=demo.HEAD), folder).items():
        assert facts["scroll"] <= width
        boxes = facts["tiles"]
        for n, (left, top, right, bottom) in enumerate(boxes):
            assert right - left > 60 and bottom - top > 60, width
            for other in boxes[n + 1 :]:
                apart = (
                    right <= other[0] + 1
                    or other[2] <= left + 1
                    or bottom <= other[1] + 1
                    or other[3] <= top + 1
                )
                assert apart, (width, n)
        if name == "stories":
            visible = [box for box in boxes if box[0] < width]
            last = max(visible, key=lambda box: box[0])
            edge = min(width, width / 2 + 800 + 56)  # the strip ends there, in windows wider than the page
            assert 24 <= edge - last[0] <= 40, (width, last)
        else:
            assert all(box[2] <= width for box in boxes), width


def test_a_masonry_fills_its_shortest_column_in_order(folder: Path) -> None:
    pages, shown = demo.gallery(folder, "masonry", times=2)
    columns = {320: 2, 390: 2, 768: 2, 1024: 3, 1440: 4, 2000: 5}
    for width, facts in seen(pages.listing(demo.index(shown), shown, head=demo.HEAD), folder).items():
        boxes = facts["tiles"]
        assert len({round(box[0]) for box in boxes}) == columns[width]
        tops = [box[1] for box in boxes]
        tallest = max(box[3] - box[1] for box in boxes)
        assert all(later > earlier - tallest / 3 for n, earlier in enumerate(tops) for later in tops[n:]), (
            width
        )
        ends = [
            max(box[3] for box in boxes if round(box[0]) == left) for left in {round(b[0]) for b in boxes}
        ]
        assert max(ends) - min(ends) <= tallest, width


def test_rows_are_even_and_the_last_keeps_its_height(folder: Path) -> None:
    pages, shown = demo.gallery(folder, "justified", times=2)
    aims = {320: 160, 390: 160, 768: 200, 1024: 240, 1440: 280, 2000: 300}
    for width, facts in seen(pages.listing(demo.index(shown), shown, head=demo.HEAD), folder).items():
        rows: dict[int, list[list[float]]] = {}
        for box in facts["links"]:
            rows.setdefault(round(box[1]), []).append(box)
        *full, last = [rows[top] for top in sorted(rows)]
        heights = [row[0][3] - row[0][1] for row in full if len(row) > 1]
        assert all(abs((box[3] - box[1]) - row[0][3] + row[0][1]) <= 2 for row in full for box in row), width
        assert len({round(row[-1][2]) for row in full}) == 1, width
        assert all(0.75 * aims[width] <= height <= 1.5 * aims[width] for height in heights), (width, heights)
        assert last[0][0] == full[0][0][0]
        assert 0.75 * aims[width] <= last[0][3] - last[0][1] <= 1.25 * aims[width], width


@pytest.mark.parametrize("name", THEMES)
def test_nothing_is_wider_than_the_smallest_phone(folder: Path, name: str) -> None:
    pages, shown = demo.gallery(folder, name, language="de")
    long = [hostile(entry, said) for entry, said in zip(shown, ["x" * 300, "W" * 80, *HOSTILE], strict=False)]
    for kind, text in every_page(pages, long).items():
        if name != "grid" and kind not in ("index", "embed"):  # the same in all themes
            continue
        facts = seen(text, folder, widths=(320, 2560))
        assert all(found["scroll"] <= width for width, found in facts.items()), kind


def test_tiles_go_to_the_shortest_column() -> None:
    assert [(at.column, at.above, at.tiles) for at in laid([1, 0.5, 1, 1, 2], columns=2, gap=8)] == [
        (1, 0, 0),
        (2, 0, 0),
        (1, 1, 1),  # the first column ends first
        (2, 2, 1),  # one credit less stands above
        (1, 2, 2),
    ]


# --- themes and a workspace's own ---------------------------------------------------------------------------


def test_themes_are_listed() -> None:
    found = themes(demo.FOLDERS)
    assert set(found) == set(THEMES)
    assert {name: found[name].crop for name in THEMES} == {
        "grid": "4:5", "masonry": "none", "justified": "none", "stories": "9:16",
    }  # fmt: skip
    assert all(found[name].steps[0].start == 0 and found[name].sentence.endswith(".") for name in THEMES)
    with pytest.raises(UsageError, match="Theme 'masonary' is not known") as raised:
        theme("masonary", demo.FOLDERS)
    assert "masonry" in str(raised.value.hint)


def own(tmp_path: Path, **files: str) -> tuple[Path, Path]:
    """A workspace's templates before the shipped ones; `a__b` names a file b in a folder a."""
    for name, text in files.items():
        path = tmp_path / name.replace("__", "/").replace("_html", ".html").replace("_css", ".css").replace(
            "_toml", ".toml"
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path, demo.FOLDERS[0]


def page_of(folders: tuple[Path, ...], folder: Path, name: str = "grid") -> str:
    style = theme(name, folders)
    shown = demo.entries(folder, theme=style)
    return Pages(demo.site(theme=name), theme=style, folders=folders).listing(
        demo.index(shown), shown, head=""
    )


def test_a_workspace_changes_one_template(tmp_path: Path, folder: Path) -> None:
    folders = own(tmp_path, grid__tile_html="<li class=own>{{ credit }}</li>")
    text = page_of(folders, folder)
    assert text.count("<li class=own>") == 14 and "<h1>" in text
    assert "<li class=own>" not in page_of(folders, folder, "masonry")
    shared = own(tmp_path / "all", _shared__foot_html="<footer>{{ site.brand }}, with love</footer>")
    assert all("Sunday Glow, with love" in page_of(shared, folder, name) for name in THEMES)


def test_a_workspace_changes_only_the_style(tmp_path: Path, folder: Path) -> None:
    folders = own(tmp_path, grid__theme_css=".tile { --shape: 1 / 1 } /* </style><b> */")
    text = page_of(folders, folder)
    assert ".tile{--shape: 1 / 1}" in text and ".tile{--shape: 4 / 5}" not in text
    assert "<b>" not in text


def test_a_theme_extends_another(tmp_path: Path, folder: Path) -> None:
    folders = own(
        tmp_path,
        glow__theme_toml='title = "Glow"\nsentence = "Ours."\nextends = "masonry"\n',
        glow__theme_css=".tile { outline: 1px solid }",
    )
    made = theme("glow", folders)
    assert (made.title, made.wall, made.crop) == ("Glow", "masonry", "none")
    text = page_of(folders, folder, "glow")
    assert "--width: calc" in text and ".tile{outline: 1px solid}" in text


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"grid__tile_html": "<li>\n{{ nothing }}"}, r"tile\.html, line 2: 'nothing' is undefined"),
        ({"grid__tile_html": "<li>\n\n{% if %}"}, r"tile\.html, line 3"),
        ({"grid__tile_html": "{{ site.nothing }}"}, r"tile\.html, line 1.*nothing"),
        ({"grid__tile_html": "{{ ''.__class__.__mro__ }}"}, r"tile\.html, line 1.*unsafe"),
        ({"grid__tile_html": "{% set _ = site.colours.clear() %}"}, r"tile\.html, line 1"),
        ({"grid__tile_html": "{{ 1 // 0 }}"}, r"tile\.html, line 1"),
        ({"grid__tile_html": '{% include "../../secret" %}'}, "there is no template"),
        ({"grid__theme_toml": "title = "}, r"theme\.toml could not be read"),
        ({"grid__theme_toml": 'title = "x"'}, r"theme\.toml could not be understood: sentence"),
        ({"grid__theme_toml": 'title = "x"\nextends = "gird"'}, "'gird' is not known"),
        ({"a__theme_toml": 'extends = "grid"', "grid__theme_toml": 'extends = "a"'}, "extends itself"),
        ({"words__en_toml": 'closed = "Shut"'}, "'closed', which no page asks for"),
        ({"words__en_toml": "close = 3"}, "'close' in .* is not a text"),
        ({"words__en_toml": 'months = ["May"]'}, "not twelve texts"),
    ],
    ids=lambda value: next(iter(value.values()))[:24] if isinstance(value, dict) else "",
)  # fmt: skip
def test_what_is_broken_is_named(tmp_path: Path, folder: Path, files: dict[str, str], why: str) -> None:
    with pytest.raises(UsageError) as raised:
        page_of(own(tmp_path, **files), folder)
    assert re.search(why, raised.value.message, re.DOTALL), raised.value.message
    assert raised.value.hint


# --- words --------------------------------------------------------------------------------------------------


def test_all_languages_say_the_same() -> None:
    import tomllib

    tables = {
        language: tomllib.loads((TEMPLATES / "gallery" / "words" / f"{language}.toml").read_text("utf-8"))
        for language in LANGUAGES
    }
    assert {file.stem for file in (TEMPLATES / "gallery" / "words").iterdir()} == set(LANGUAGES)
    for language, table in tables.items():
        assert table.keys() == tables["en"].keys(), language
        for key, value in table.items():
            places = [set(re.findall(r"{\w+}", str(said))) for said in (value, tables["en"][key])]
            assert key.startswith("date") or places[0] == places[1], (language, key)


@pytest.mark.parametrize(
    ("language", "day", "short", "posts"),
    [
        ("en", "3 May 2026", "3 May", "1,204 posts"),
        ("en-GB", "3 May 2026", "3 May", "1,204 posts"),
        ("de", "3. Mai 2026", "3. Mai", "1.204 Beiträge"),
        ("es", "3 de mayo de 2026", "3 may", "1.204 publicaciones"),
        ("fr", "3 mai 2026", "3 mai", "1\u202f204 publications"),
        ("ar", "3 مايو 2026", "3 مايو", "المنشورات: 1,204"),
    ],
)
def test_days_and_numbers_are_written_as_the_language_does(
    language: str, day: str, short: str, posts: str
) -> None:
    said = words(language, demo.FOLDERS)
    assert said.day(date(2026, 5, 3)) == day and said.day(date(2026, 5, 3), short=True) == short
    assert said.counted("posts", 1204) == posts and said.counted("posts", 1) == said.posts_one


def test_a_workspace_has_words_of_its_own(tmp_path: Path) -> None:
    folders = own(tmp_path, words__en_toml='browse = "Look around"', words__sv_toml='close = "Stäng"')
    assert words("en", folders).browse == "Look around" and words("en", folders).close == "Close"
    assert words("sv", folders).close == "Stäng" and words("sv", folders).browse == "Browse all"
    with pytest.raises(UsageError, match="Language 'tlh' is not known"):
        words("tlh", folders)


def test_arabic_runs_from_right_to_left(folder: Path) -> None:
    pages, shown = demo.gallery(folder, language="ar")
    text = pages.listing(demo.index(shown), shown, head=demo.HEAD)
    assert Page(text).all("html")[0]["dir"] == "rtl"
    for width, facts in seen(text, folder, widths=(320, 1440)).items():
        assert facts["tiles"][0][0] > facts["tiles"][1][0] and facts["scroll"] <= width


# --- styles -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("css", "small"),
    [
        ("a { b : c ; }", "a{b : c}"),
        ("/* x */ a  >  b ,\n c { d: calc(1px + 2px); }", "a > b,c{d: calc(1px + 2px)}"),
        ('a::after { content: "/* ; */  {" }', 'a::after{content: "/* ; */  {"}'),
        ("a :hover { b: 'it\\'s ; ' }", "a :hover{b: 'it\\'s ; '}"),
        ("@media (a) and (b) { x { y: z } }", "@media (a) and (b){x{y: z}}"),
        ('a { content: "</style>" }', 'a{content: "<\\/style>"}'),
    ],
)
def test_styles_are_made_smaller_safely(css: str, small: str) -> None:
    assert minified(css) == small


def test_the_brand_colours_both_kits() -> None:
    auto = brand_rules(demo.site(), root="./")
    assert (
        "--accent:#C8501E;" in auto
        and "color-scheme:light dark" in auto
        and "prefers-color-scheme:dark" in auto
    )
    dark = brand_rules(demo.site(kit="dark"), root="./")
    assert (
        f"--paper:{demo.site().dark['paper']};" in dark
        and "color-scheme:dark}" in dark
        and "prefers" not in dark
    )
    fonts = brand_rules(demo.site(fonts={"text": 'f/a"b.woff2'}), root="../")
    assert 'src:url("../f/a\\22 b.woff2");font-display:optional' in fonts
    with pytest.raises(UsageError, match="not a colour"):
        brand_rules(demo.site(colours={"paper": "red}*{x:y"}), root="./")


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.2, "0:01"), (14.4, "0:14"), (59.6, "1:00"), (3725, "1:02:05")]
)
def test_lengths_are_written_as_players_do(seconds: float, said: str) -> None:
    assert length(seconds) == said


@pytest.mark.parametrize(
    ("name", "letter"),
    [("mira", "M"), ("  @_x", "X"), ("あゆみ", "あ"), ("نور", "ن"), ("👩‍👧", ""), ("", "")],
)
def test_initials(name: str, letter: str) -> None:
    assert initial(name) == letter


def test_a_product_without_a_link_leads_to_its_own_page(folder: Path) -> None:
    bare = ShownProduct(id="SG-1", slug="bare", name="Bare")
    pages, shown = demo.gallery(folder, products=(bare,))
    page = Page(pages.post(shown[0], before=None, after=None, head=demo.HEAD))
    (spot,) = page.having("data-x")
    assert spot["href"] == "../product/bare.html" and "sponsored" not in str(spot.get("rel"))
