"""The contact sheet: what stands on it, that it asks the records on the day, and that no caption becomes markup."""

import base64
import hashlib
import json
import re
import shutil
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from browser import asked
from conftest import NOON, Shop, photo, sidecar
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ugc.reports.contact_sheet import MOST_ROWS, html
from ugc.reports.printed import right_to_left
from ugc.reports.sheet import Original, Row, Sheet, Strip, Tile
from ugc.reports.spoken import breakable, isolated
from ugc.typeset.pages import UNKNOWN, pages

DAY = 86400


class Page(HTMLParser):
    """An independent reader: every tag with its attributes, and the words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.style = ""
        self._inside = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag

    def handle_data(self, data: str) -> None:
        if self._inside == "style":
            self.style += data
            self._inside = "" if not data.strip() else self._inside
        else:
            self.words += data

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == name]


def page_of(shop: Shop, *more: str) -> tuple[Page, dict[str, Any]]:
    document = shop("contact-sheet", *more, "--json")
    return Page(Path(document["html"]).read_text("utf-8")), document


def post(
    shop: Shop, shortcode: str, number: int, *, size: tuple[int, int] = (1200, 1500), **told: Any
) -> str:
    folder = shop.root.parent / f"more-{number}"
    folder.mkdir(exist_ok=True)
    media = str(7000 + number)
    (folder / f"{media}.jpg").write_bytes(photo(size, seed=number))
    record = sidecar(shortcode, media_id=media, **told)
    (folder / f"{media}.jpg.json").write_text(json.dumps(record), "utf-8")
    shop("import", folder)
    return f"ig:{shortcode}"


def test_a_post_with_its_creatives(shop: Shop) -> None:
    shop.grant()
    made = shop("render", "--format", "story", "--format", "feed", "--json")["creatives"]
    page, document = page_of(shop)
    assert [path.name for path in sorted((shop.root / "out" / "contact-sheet").iterdir())] == [
        "contact-sheet.html",
        "contact-sheet.png",
    ]
    assert len(page.all("img")) == 3  # the original, a story, a feed
    for words in (
        "Sunday Glow",
        "@ana",
        "Morning light",
        "Instagram Stories",
        "until 2027-05-01",
        "2026-11-22",
    ):
        assert words in page.words
    for line in made:
        assert f"c{line['concept'][:8]} v{line['variant'][:10]}" in page.words
    assert [link["href"] for link in page.all("a")] == ["https://www.instagram.com/p/BqvsDleB3lV/"]
    (row,) = document["rows"]
    assert [shown["format"] for shown in row["strips"][0]["creatives"]] == ["story", "feed"]
    assert {v["state"] for shown in row["strips"][0]["creatives"] for v in shown["verdicts"]} == {"allowed"}
    assert row["credit"] == "@ana"


def test_the_page_asks_nobody_for_anything(shop: Shop) -> None:
    shop.grant()
    shop("render", "--format", "story")
    page, _ = page_of(shop)
    policy = next(m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert "default-src 'none'" in policy
    assert "'unsafe-inline'" not in policy
    digest = base64.b64encode(hashlib.sha256(page.style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy
    assert all((image["src"] or "").startswith("data:image/webp;base64,") for image in page.all("img"))
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "link", "iframe", "object", "form", "base", "video"}
    assert not any(name.startswith("on") or name == "style" for _, found in page.tags for name in found)
    assert "url(" not in page.style and "@import" not in page.style


def test_pictures_are_small_and_are_the_pictures(shop: Shop) -> None:
    shop.grant()
    shop("render", "--format", "story")
    page, document = page_of(shop)
    images = [
        Image.open(BytesIO(base64.b64decode((image["src"] or "").partition(",")[2]))).convert("RGB")
        for image in page.all("img")
    ]
    assert all(max(image.size) <= 1120 for image in images)
    (creative,) = shop.creatives
    with Image.open(creative) as file:
        expected = file.convert("RGB").resize(images[1].size, Image.Resampling.LANCZOS)
    far = [abs(a - b) for a, b in zip(expected.tobytes(), images[1].tobytes(), strict=True)]
    assert sum(far) / len(far) < 4
    with Image.open(document["png"][0]) as sheet:
        assert sheet.width == 1600


def test_the_print_shows_the_pictures_where_they_belong(shop: Shop) -> None:
    """The original's cell, read back from the PNG, is the original."""
    _, document = page_of(shop)
    with Image.open(document["png"][0]) as sheet:
        found = sheet.convert("RGB").crop((372, 0, 372 + 256, sheet.height))
    folder = shop.root.parent / "collected"
    with Image.open(next(folder.glob("*.jpg"))) as file:
        wanted = file.convert("RGB").resize((256, 320), Image.Resampling.LANCZOS).resize((16, 20))
    best = min(
        sum(
            abs(a - b)
            for a, b in zip(
                found.crop((0, top, 256, top + 320)).resize((16, 20)).tobytes(), wanted.tobytes(), strict=True
            )
        )
        / (16 * 20 * 3)
        for top in range(100, found.height - 320)
    )
    assert best < 6


def test_who_was_refused_and_why(shop: Shop) -> None:
    page, document = page_of(shop, "--format", "story")
    assert "Not allowed" in page.words
    assert "no_grant" in page.words
    (row,) = document["rows"]
    assert [item["format"] for item in row["unmade"]] == ["story"]
    assert "1 post not allowed" in page.words
    assert "Not checked: That the post is still public" in page.words


def test_one_channel_of_two(shop: Shop) -> None:
    told = (
        "rights grant ig:BqvsDleB3lV --method dm_yes --purpose paid_social --channel instagram --territory US"
    )
    more = "--from 2026-11-01 --until perpetual --edits standard --terms terms-v3.txt --evidence yes-from-ana.png"
    shop(*told.split(), *more.split())
    shop("render", "--format", "story")
    page, document = page_of(shop)
    verdicts = document["rows"][0]["strips"][0]["creatives"][0]["verdicts"]
    assert {v["placement"]: v["state"] for v in verdicts} == {
        "Instagram Stories": "allowed",
        "Facebook Stories": "refused",
    }
    assert "without end" in page.words
    assert "channel_not_granted · g-0001" in page.words
    assert "Not allowed now" not in page.words


def test_the_records_are_asked_on_the_day_of_the_sheet(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.grant()
    shop("render", "--format", "story")
    page, _ = page_of(shop)
    assert "Not allowed now" not in page.words
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp()) + 200 * DAY))
    page, _ = page_of(shop)
    assert "Not allowed now" in page.words
    assert "expired · g-0001" in page.words
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp())))
    shop("rights", "revoke", "g-0001", "--why", "She <b>wrote</b> to us", "--by", "Jo")
    page, _ = page_of(shop)
    assert "Not allowed now" in page.words
    assert "She <b>wrote</b> to us" in page.words


def test_what_is_allowed_but_not_for_a_whole_flight(shop: Shop) -> None:
    shop.grant("ig:BqvsDleB3lV", "--until", "2026-12-01")
    shop("render", "--format", "story", code=4)
    page, document = page_of(shop, "--format", "story")
    assert "is not made yet" not in page.words
    assert "Ends before the flight does" in page.words
    assert "It ends on 2026-12-01; the flight runs to 2026-12-21. expired · g-0001" in page.words
    assert "1 post not allowed" in page.words, "as `ugc render` counts it"
    (unmade,) = document["rows"][0]["unmade"]
    assert {verdict["state"] for verdict in unmade["verdicts"]} == {"ends"}
    assert {verdict["until"] for verdict in unmade["verdicts"]} == {"2026-12-01"}
    assert any("ends" in (found.get("class") or "") for found in page.all("svg"))


def test_grants_that_follow_on_each_other_last_for_the_whole_flight(shop: Shop) -> None:
    shop.grant("ig:BqvsDleB3lV", "--until", "2026-12-01")
    shop.grant("ig:BqvsDleB3lV", "--from", "2026-12-02", "--until", "2027-02-01")
    page, _ = page_of(shop, "--format", "story")
    assert "Story 9:16 is not made yet; the records allow Instagram Stories until 2027-02-01" in page.words
    assert "1 post allowed" in page.words


def test_a_creative_is_asked_about_for_the_rest_of_its_own_flight(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.grant()
    shop("render", "--format", "story", "--flight", "2026-12-01..2027-05-01")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp()) + 150 * DAY))  # 21 April
    page, document = page_of(shop, "--format", "story")
    assert "1 post allowed" in page.words, "a new flight of thirty days would be too long, its own is not"
    shop("rights", "revoke", "g-0001", "--why", "from Friday on", "--by", "Jo", "--on", "2027-04-24")
    page, document = page_of(shop, "--format", "story")
    (shown,) = document["rows"][0]["strips"][0]["creatives"]
    assert {verdict["state"] for verdict in shown["verdicts"]} == {"ends"}
    assert "Ends too soon" in page.words
    assert "until 2027-04-23" in page.words
    assert "1 post not allowed" in page.words


def test_proofs_bear_a_mark_and_give_way_to_creatives(shop: Shop) -> None:
    shop("render", "--format", "story", "--proof")
    page, document = page_of(shop)
    assert "Proof, not cleared" in page.words
    assert document["rows"][0]["strips"][0]["creatives"][0]["proof"]
    assert "0 creatives" in page.words
    shop.grant()
    shop("render", "--format", "story")
    page, _ = page_of(shop)
    assert "Proof" not in page.words


def test_a_carousel_has_a_strip_a_picture(shop: Shop) -> None:
    folder = shop.root.parent / "carousel"
    folder.mkdir()
    for number, size in enumerate(((1200, 1500), (300, 300)), 1):
        name = f"{8000 + number}.jpg"
        (folder / name).write_bytes(photo(size, seed=20 + number))
        record = sidecar("BqvsDleB3lc", num=number, count=2, media_id=str(8000 + number))
        (folder / f"{name}.json").write_text(json.dumps(record), "utf-8")
    shop("import", folder)
    shop.grant("ig:BqvsDleB3lc")
    shop("render", "--format", "story")
    page, document = page_of(shop, "--format", "story")
    row = next(row for row in document["rows"] if row["post"] == "ig:BqvsDleB3lc")
    assert [len(strip["creatives"]) for strip in row["strips"]] == [1, 0]
    assert "Original 2 of 2" in page.words
    assert "Picture 2: Story 9:16 cannot be made: It has 300x300 pixels" in page.words.replace("×", "x")


def test_files_that_are_gone_or_broken_cost_only_their_picture(shop: Shop) -> None:
    shop.grant()
    shop("render", "--format", "story", "--format", "feed")
    shop.creatives[0].unlink()
    shop.creatives[0].write_bytes(b"\xff\xd8\xff not a picture")
    original = next(path for path in (shop.root / ".ugc" / "media").rglob("*") if path.is_file())
    original.unlink()
    page, document = page_of(shop)
    assert page.words.count("The file is gone.") == 2
    assert page.words.count("It could not be read.") == 1
    assert not page.all("img")
    assert len(document["unread"]) == 1


def test_many_posts_are_many_pages_and_none_is_left_over(shop: Shop) -> None:
    folder = shop.root.parent / "many"
    folder.mkdir()
    for number in range(MOST_ROWS + 2):
        (folder / f"{number}.jpg").write_bytes(photo((160, 200), seed=50 + number))
        record = sidecar(f"Bqvs{number:07d}", media_id=str(number))
        (folder / f"{number}.jpg.json").write_text(json.dumps(record), "utf-8")
    shop("import", folder)
    _, document = page_of(shop)
    assert [Path(path).name for path in document["png"]] == ["contact-sheet-01.png", "contact-sheet-02.png"]
    other = Path(document["html"]).with_name("contact-sheet-notes.png")
    other.write_bytes(b"mine")
    _, document = page_of(shop, "ig:BqvsDleB3lV")
    left = sorted(path.name for path in other.parent.iterdir())
    assert left == ["contact-sheet-notes.png", "contact-sheet.html", "contact-sheet.png"]


def test_the_same_day_gives_the_same_bytes(shop: Shop, tmp_path: Path) -> None:
    shop.grant()
    shop("render", "--format", "story")
    made = []
    for name in ("one", "two"):
        document = shop("contact-sheet", "--out", tmp_path / name, "--json")
        made.append([Path(document["html"]).read_bytes(), Path(document["png"][0]).read_bytes()])
    assert made[0] == made[1]


def test_nothing_selected_and_no_market(shop: Shop) -> None:
    told = shop("contact-sheet", "is:new hashtag:nothing", "--json", code=2)
    assert told["error"]["message"] == "No post is selected."
    shop("contact-sheet", "--format", "stroy", code=2)
    assert "story" in shop.err
    (shop.root / "ugc.toml").write_text('[brand]\nname = "Glow"\n', "utf-8")
    assert "market" in shop("contact-sheet", "--json", code=2)["error"]["message"]


HOSTILE = [
    "<script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }} {% include '/etc/passwd' %}",
    '#let x = read("/etc/passwd") $ x $ *bold* \\u{202e}',
    "\u202egnp.exe \u2066 \u200b\ufeff",
    "&lt;b&gt; &amp;amp;",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f" * 30,
    "\ud800 alone",
    "𓀀𓁿 \uf8ff unknown to every font",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(shop: Shop, words: str) -> None:
    post(shop, "BqvsDleB3lZ", 3, username="mallory", fullname=words, description=words)
    page, document = page_of(shop, "ig:BqvsDleB3lZ")
    allowed = (
        "a article b bdi body circle code dd div dl dt figcaption figure footer h1 h2 h3 head header html"
    )
    allowed += " img input label li main meta p path section span strong style svg time title ul wbr"
    allowed += " defs pattern"  # the hatch of covered parts
    assert {tag for tag, _ in page.tags} <= set(allowed.split())
    assert len(page.all("img")) == 1
    assert not any(name.startswith("on") for _, found in page.tags for name in found)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page.words)
    if words.startswith("<script>"):
        assert words in page.words
    with Image.open(document["png"][0]) as sheet:
        assert sheet.width == 1600


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://x/\n<b>", "//x"]
)
def test_only_web_addresses_can_be_followed(link: str) -> None:
    from ugc.model.posts import Post
    from ugc.workspace.collecting import link as link_of

    assert link_of(Post(id="ig:x", platform="instagram", permalink=link)) is None


def a_sheet(words: str) -> Sheet:
    tile = Tile(absent=words, ratio=0.8, alt=words)
    row = Row(
        post="ig:x",
        maker=words,
        name=words,
        platform="Instagram",
        posted=None,
        link=None,
        caption=words,
        credit=words,
        strips=(Strip(original=Original(tile=tile, pixels=(4, 5))),),
    )
    return Sheet(
        brand=words,
        accent="#1F6F5C",
        day=NOON.date(),
        markets=("US",),
        selection=words,
        formats=("story",),
        rows=(row,),
        not_checked=(words,),
    )


_PIECES = ["<b>", "</p>", "</title>", "<!--", '" onload=', "'", ">", "&lt;", "{{", "{%", "@ana", "\n", "x"]
_WORDS = st.lists(st.sampled_from(_PIECES) | st.text(max_size=4), min_size=1, max_size=8).map("".join)
_OPTIONAL = ("wbr", "bdi", "p")
PLAIN = [tag for tag, _ in Page(html(a_sheet("plain"), {})).tags]


@settings(max_examples=60, deadline=None)
@given(_WORDS.filter(bool))
def test_no_words_change_the_page_around_them(words: str) -> None:
    page = Page(html(a_sheet(words), {}))
    without = [tag for tag, _ in page.tags if tag not in _OPTIONAL]
    assert without == [tag for tag in PLAIN if tag not in _OPTIONAL]
    assert all(not name.startswith("on") for _, found in page.tags for name in found)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=80))
def test_words_cut_for_the_page_read_as_before(words: str) -> None:
    for made in (breakable(words), isolated(words)):
        read = Page(f"<p>{made}</p>")
        assert read.words == words
        assert {tag for tag, _ in read.tags} <= {"p", "wbr", "bdi"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("صباح الخير", True),
        ("#GlowRun صباح", False),
        ("☀️ בוקר", True),
        ("Ana", False),
        ("123 !", False),
        ("", False),
    ],
)
def test_which_captions_read_from_the_right(text: str, expected: bool) -> None:
    assert right_to_left(text) == expected


def test_a_caption_from_the_right_is_set_so_on_the_page(shop: Shop) -> None:
    post(shop, "BqvsDleB3lY", 4, username="leila", description="صباح الخير مع @sundayglow، أحلى بداية")
    page, _ = page_of(shop, "ig:BqvsDleB3lY")
    assert any(found.get("class") == "caption" and found.get("dir") == "auto" for found in page.all("p"))
    assert {"dir": "ltr"} in page.all("bdi")


def test_what_no_font_has_is_one_sign_in_print(tmp_path: Path) -> None:
    main = tmp_path / "page.typ"
    main.write_text(
        '#let data = json("data.json")\n#set page(width: 200pt, height: auto)\n'
        '#assert(data.words == "a □ b", message: data.words)\n#text(font: data.fonts, fallback: false, data.words)',
        "utf-8",
    )
    (png,) = pages(main, [{"words": "a \uf8ff\uf8fe b"}], pictures={})
    assert UNKNOWN == "□"
    assert png.startswith(b"\x89PNG")


def test_a_clip_is_shown_by_a_frame(shop: Shop, media: Path) -> None:
    folder = shop.root.parent / "clip"
    folder.mkdir()
    shutil.copy(media / "pose_squats.mp4", folder / "9.mp4")
    record = sidecar("BqvsDleB3ld", media_id="9", extension="mp4", type="reel")
    (folder / "9.mp4.json").write_text(json.dumps(record), "utf-8")
    shop("import", folder)
    page, _ = page_of(shop, "ig:BqvsDleB3ld")
    (image,) = page.all("img")
    with Image.open(BytesIO(base64.b64decode((image["src"] or "").partition(",")[2]))) as frame:
        assert frame.width / frame.height == pytest.approx(720 / 1280, abs=0.01)
        assert len(set(frame.convert("L").resize((16, 16)).tobytes())) > 40  # not one flat colour
    assert "13 s" in page.words


@pytest.mark.parametrize("width", [390, 768, 1024, 1440])
def test_a_browser_shows_it_without_scrolling_sideways(shop: Shop, tmp_path: Path, width: int) -> None:
    """The page is put into a frame of a width, whose own reader says how wide its content is."""
    long = "w" * 120
    post(shop, "BqvsDleB3lX", 5, size=(1600, 400), username="a" * 30, fullname=long, description=long)
    shop.grant()
    shop("render", "--format", "story", "--format", "feed", "--format", "square", code=0)
    text = Path(shop("contact-sheet", "--json")["html"]).read_text("utf-8")
    script = "const e = document.documentElement; return [e.scrollWidth, e.clientWidth];"
    wide, room = asked(text, script, folder=tmp_path, width=width)
    assert wide <= room


def test_what_the_interface_covers_is_drawn_and_hidden_at_first(shop: Shop) -> None:
    shop.grant()
    shop("render", "--format", "story", "--format", "feed")
    page, _ = page_of(shop)
    (box,) = page.all("input")
    assert box["type"] == "checkbox" and box["id"] == "cover" and "checked" not in box
    assert page.words.count("Show what the interface covers") == 1
    covers = [found["viewbox"] for found in page.all("svg") if found.get("class") == "over cover"]
    assert covers == ["0 0 1080 1920", "0 0 1080 1350"]  # none over the original
    lines = [found["d"] for found in page.all("path") if found.get("class") == "line"]
    assert lines[0] == "M65 269 1015 269 1015 1248 65 1248z"
    assert "body:not(:has(#cover:checked)) .cover { display: none; }" in page.style


def test_there_is_nothing_to_show_where_nothing_was_made(shop: Shop) -> None:
    page, _ = page_of(shop)
    assert not page.all("input")


@pytest.mark.parametrize("width", [390, 1440])
def test_a_browser_lays_it_over_the_creative_when_asked(shop: Shop, tmp_path: Path, width: int) -> None:
    shop.grant()
    shop("render", "--format", "story", "--format", "link")
    text = Path(shop("contact-sheet", "--json")["html"]).read_text("utf-8")
    script = """
    const covers = [...document.querySelectorAll('.cover')];
    const before = covers.map(e => view.getComputedStyle(e).display);
    document.querySelector('#cover').click();
    return [before, ...covers.map(e => {
      const image = e.parentElement.querySelector('img').getBoundingClientRect();
      const within = r => [(r.left - image.left) / image.width, (r.top - image.top) / image.height,
        (r.right - image.left) / image.width, (r.bottom - image.top) / image.height];
      return [view.getComputedStyle(e).display, ...within(e.getBoundingClientRect()),
        ...within(e.querySelector('.line').getBoundingClientRect())];
    })];
    """
    before, story, link = asked(text, script, folder=tmp_path, width=width)
    assert before == ["none", "none"]
    assert story[0] == link[0] == "block"
    assert story[1:5] == pytest.approx([0, 0, 1, 1], abs=0.01)
    assert story[5:] == pytest.approx([65 / 1080, 269 / 1920, 1015 / 1080, 1248 / 1920], abs=0.01)
    assert link[1:5] == pytest.approx([0, 0, 1, 1], abs=0.01)
    assert link[5:] == pytest.approx([54 / 1200, 54 / 628, 1146 / 1200, 483 / 628], abs=0.01)


def test_a_creative_that_breaks_a_rule_fails_in_words_and_by_a_border(shop: Shop, tmp_path: Path) -> None:
    """Stories take no WebP: it is made when asked for by name, and the sheet says what becomes of it."""
    shop.grant()
    shop("render", "--format", "story", "--type", "webp")
    page, document = page_of(shop)
    (creative,) = document["rows"][0]["strips"][0]["creatives"]
    assert creative["fails"] == ["type_not_accepted"]
    assert "Fails: type_not_accepted" in page.words
    assert [found["class"] for found in page.all("figure")] == ["original", "creative short"]
    text = Path(document["html"]).read_text("utf-8")
    script = """
    const style = view.getComputedStyle(document.querySelector('.short .under'), '::after');
    return [style.borderTopWidth, style.borderTopStyle, document.querySelector('.mark').textContent];
    """
    assert asked(text, script, folder=tmp_path, width=1440) == ["4px", "solid", "Fails"]


def test_a_creative_that_keeps_the_rules_does_not_fail(shop: Shop) -> None:
    shop.grant()
    shop("render", "--format", "story", "--format", "feed")
    page, document = page_of(shop)
    assert [shown["fails"] for shown in document["rows"][0]["strips"][0]["creatives"]] == [[], []]
    assert "Fails" not in page.words
    assert "overlays" not in document


def test_the_style_names_every_state_of_the_page() -> None:
    style = Page(html(a_sheet("plain"), {})).style
    for needed in ("prefers-color-scheme: dark", "@media print", "break-inside: avoid", "focus-visible"):
        assert needed in style
