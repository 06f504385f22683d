"""The contact sheet with `--looking`: the boxes where they were seen, crops as they are made, losses in words."""

import base64
import json
import os
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from browser import asked
from conftest import Shop, photo, sidecar
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat
from portraits import portrait, stored

from ugc.catalog.seen import KeptPart
from ugc.model.focus import Focus
from ugc.model.formats import Box
from ugc.model.layout import Framing
from ugc.model.seen import Part, Seen, Sight
from ugc.reports.looking import seen_lines
from ugc.reports.marking import SIDE, TALL, marks, windows
from ugc.reports.sheet import InFormat, LookedAt, Tile
from ugc.workspace import Workspace
from ugc.workspace.looking import looker_of

POST = "ig:BqvsDleB3lV"
ALL = {"story", "reel", "master", "feed", "square", "landscape", "link", "pin", "tiktok", "short", "snap"}
Edges = tuple[float, float, float, float]


class Page(HTMLParser):
    """An independent reader: every tag with its attributes and the words right inside it, and all words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.drawn: list[tuple[str, dict[str, str | None], list[str]]] = []
        self._sample = False
        self.words = ""
        self.text = text
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs), []))
        if tag == "svg":
            self._sample = "sample" in (self.tags[-1][1].get("class") or "")
        if not self._sample:
            self.drawn.append(self.tags[-1])

    def handle_endtag(self, tag: str) -> None:
        self._sample = self._sample and tag != "svg"

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] != "style":
            self.words += data
            self.tags[-1][2].append(data)

    def of(self, tag: str, kind: str = "") -> Iterator[tuple[dict[str, str | None], str]]:
        """All tags of a name and classes, with their words; the samples of a legend left out."""
        for name, attributes, words in self.drawn:
            if name == tag and set(kind.split()) <= set((attributes.get("class") or "").split()):
                yield attributes, "".join(words).strip()

    def pictures(self) -> list[Image.Image]:
        """Of the page, in their order."""
        data = [(found["src"] or "").partition(",")[2] for found, _ in self.of("img")]
        return [Image.open(BytesIO(base64.b64decode(each))).convert("RGB") for each in data]


def told(shop: Shop, *more: str) -> tuple[Page, dict[str, Any]]:
    document = shop("contact-sheet", "--looking", *more, "--json")
    return Page(Path(document["html"]).read_text("utf-8")), document


def looking(document: dict[str, Any], strip: int = 0) -> dict[str, Any]:
    return document["rows"][0]["strips"][strip]["looking"]


def saw(shop: Shop, *sights: Sight, number: int = 0, post: str = POST, **more: Any) -> None:
    """Put what today's detectors see of a picture into the catalog, so that they are not asked again."""
    with Workspace.open(shop.root) as opened:
        methods = dict(looker_of(opened).methods) | ({"words": "Reader 1"} if more.get("words_read") else {})
        media = opened.case(post).post.media[number]
        kinds: dict[Part, str] = {"faces": "face", "people": "person", "words": "words"}
        for part, method in methods.items():
            seen = Seen(
                detectors={part: method},
                sights=tuple(sight for sight in sights if sight.kind == kinds.get(part)),
                **(more if part == "surface" else {"words_read": True} if part == "words" else {}),
            )
            opened.catalog.seen.keep([KeptPart(media=media.sha256, part=part, method=method, seen=seen)])


def sight(kind: Any, edges: Edges, text: str = "") -> Sight:
    by = {"face": "faces", "person": "people", "words": "words"}[kind]
    return Sight(kind=kind, box=box(edges), by=by, text=text)


def box(edges: Edges) -> Box:
    return Box(**dict(zip(("x0", "y0", "x1", "y1"), edges, strict=True)))


def numbers(found: dict[str, str | None]) -> Edges:
    """The edges of a rectangle of the page."""
    x, y, width, height = (float(found[name] or 0) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def meet(one: Edges, other: Edges) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


# --- the original ------------------------------------------------------------------------------------------------


def test_boxes_lie_where_they_were_seen_each_kind_by_its_own_line_and_label(shop: Shop) -> None:
    """A picture of 1200x1500 is shown 384x480: a quarter of its width is 96."""
    saw(
        shop,
        sight("face", (0.25, 0.2, 0.5, 0.4)),
        sight("person", (0.125, 0.1, 0.75, 0.9)),
        sight("words", (0.25, 0.75, 0.5, 0.8), "50 % off"),
        words_read=True,
        inside=box((0, 0.1, 1, 1)),
        sharpness=0.9,
    )
    page, document = told(shop, "--format", "story")
    drawn = {kind: numbers(next(page.of("rect", f"line {kind}"))[0]) for kind in ("face", "person", "words")}
    assert drawn == {"face": (96, 96, 192, 192), "person": (48, 48, 288, 432), "words": (96, 360, 192, 384)}
    labels = [words for _, words in page.of("text")]
    assert {"face", "person", "“50 % off”", "without its border"} <= set(labels)
    style = re.findall(r"\.line\.(face|person|words) \{ ([^}]+) \}", page.text)
    looks = {kind: (re.search("stroke: ([^;]+)", how), "dash" in how and how[-8:]) for kind, how in style}
    assert len({colour[1] for colour, _ in looks.values() if colour}) == 3
    assert len({dashes for _, dashes in looks.values()}) == 3, "colour is not all that tells them apart"
    for words in ("1 face", "1 person", "Words: “50 % off”", "Sharp.", "is left out: top 10%."):
        assert words in page.words
    sights = looking(document)["seen"]["sights"]
    assert [(one["kind"], one["text"]) for one in sights] == [
        ("face", ""),
        ("person", ""),
        ("words", "50 % off"),
    ]


def test_who_looked_and_what_was_not_looked_for(shop: Shop) -> None:
    saw(shop, sharpness=0.1)
    page, document = told(shop, "--format", "story")
    methods = looking(document)["seen"]["detectors"]
    assert {"faces", "people", "surface"} == set(methods)
    assert all(name in page.words for name in methods.values())
    assert "Found no face and no person." in page.words
    assert "Soft: " in page.words and "Sharp." not in page.words
    assert "Words were not looked for: the extra ocr is not installed." in page.words
    settings = shop.root / "ugc.toml"
    settings.write_text(settings.read_text("utf-8").replace("words = true", "words = false"), "utf-8")
    page, _ = told(shop, "--format", "story")
    assert "Words were not looked for: [looking] of ugc.toml says words = false." in page.words


def test_what_a_person_said_is_drawn_in_another_colour_with_who_and_when(shop: Shop) -> None:
    saw(shop, sight("face", (0.25, 0.2, 0.5, 0.4)))
    places = "--keep 0.5,0.5,0.25,0.25 --avoid 0,0,0.25,0.1 --crop feed=0,0.1,1,0.8".split()
    shop("focus", POST, "0.5,0.6", *places, "--by", "Mo")
    page, document = told(shop, "--format", "feed")
    assert numbers(next(page.of("rect", "line keep"))[0]) == (192, 240, 288, 360)
    assert numbers(next(page.of("rect", "line crop"))[0]) == (1.5, 48, 382.5, 432)
    assert "M183.0 288.0a9" in (next(page.of("path", "line point"))[0]["d"] or "")
    assert (next(page.of("path", "line avoid"))[0]["d"] or "").count("l") == 2, "a cross in its box"
    assert {"keep", "leave out", "focus", "crop for Feed"} <= {words for _, words in page.of("text")}
    said = "Mo on 2026-11-22: focus on a point; keep 1 part; leave out 1 part; own crop for Feed."
    assert said in page.words
    assert looking(document)["focus"]["by"] == "Mo"
    own, seen = (re.search(rf"\.line\.{kind} {{ stroke: (#\w+)", page.text) for kind in ("keep", "face"))
    assert own and seen and own[1] != seen[1]


@pytest.mark.parametrize(
    ("sights", "focus", "numbers_", "why"),
    [
        ([(0.3, 0.2, 0.5, 0.4)], [], "0.40,0.30", "the middle of the face"),
        ([(0.1, 0.1, 0.2, 0.2), (0.5, 0.4, 0.9, 0.8)], [], "0.70,0.60", "of the largest"),
        ([], [], "0.50,0.50", "no face: the middle"),
        ([(0.3, 0.2, 0.5, 0.4)], ["0.1,0.9"], "0.10,0.90", "what a person set"),
        ([(0.3, 0.2, 0.5, 0.4)], ["0.2,0.2,0.2,0.6"], "0.30,0.50", "the part that a person named"),
    ],
)
def test_the_command_that_corrects_it(
    shop: Shop, sights: list[Edges], focus: list[str], numbers_: str, why: str
) -> None:
    saw(shop, *(sight("face", edges) for edges in sights))
    if focus:
        shop("focus", POST, *focus)
    page, _ = told(shop, "--format", "story")
    commands = [words for _, words in page.of("code", "command")]
    assert commands == [f"ugc focus {POST} {numbers_}"], why
    shop(*commands[0].split()[1:])  # it can be typed


def test_every_picture_of_a_post_has_its_own_command(shop: Shop) -> None:
    folder = shop.root.parent / "carousel"
    folder.mkdir()
    for number in (1, 2, 3):
        name = f"{8000 + number}.jpg"
        (folder / name).write_bytes(photo((1200, 1500), seed=20 + number))
        record = sidecar("BqvsDleB3lc", num=number, count=3, media_id=str(8000 + number))
        (folder / f"{name}.json").write_text(json.dumps(record), "utf-8")
    shop("import", folder)
    page, document = told(shop, "ig:BqvsDleB3lc", "--format", "story")
    commands = [words for _, words in page.of("code", "command")]
    assert [re.sub(r" [0-9.,]+$", "", words) for words in commands] == [
        f"ugc focus ig:BqvsDleB3lc --media {number}" for number in (1, 2, 3)
    ]
    assert [Path(path).name for path in document["png"]] == ["contact-sheet-01.png", "contact-sheet-02.png"]


def test_it_looks_itself_where_nobody_did_and_does_so_once(shop: Shop, tmp_path: Path) -> None:
    folder = tmp_path / "faces"
    folder.mkdir()
    edges = [(0.1, 0.2, 0.3, 0.5), (0.6, 0.3, 0.8, 0.6)]
    (folder / "two.jpg").write_bytes(stored(portrait((1200, 1000), faces=edges), quality=92))
    shop("import", folder)
    page, document = told(shop, "--format", "feed")
    row = next(row for row in document["rows"] if row["post"].startswith("file:"))
    assert "2 faces" in page.words
    found = [one["box"] for one in row["strips"][0]["looking"]["seen"]["sights"] if one["kind"] == "face"]
    for face, (x0, y0, x1, y1) in zip(sorted(found, key=lambda face: face["x0"]), edges, strict=True):
        assert x0 < (face["x0"] + face["x1"]) / 2 < x1
        assert y0 < (face["y0"] + face["y1"]) / 2 < y1
    with Workspace.open(shop.root) as opened:
        sha256 = opened.case(row["post"]).post.media[0].sha256
        methods = looker_of(opened).methods
        assert all(not opened.catalog.seen.lacking([sha256], part, how) for part, how in methods.items())


def test_three_people_of_a_real_photograph(shop: Shop, media: Path, tmp_path: Path) -> None:
    folder = tmp_path / "real"
    folder.mkdir()
    (folder / "3.jpg").write_bytes((media / "three_people.jpg").read_bytes())
    (folder / "3.jpg.json").write_text(json.dumps(sidecar("BqvsDleB3l3", media_id="3")), "utf-8")
    shop("import", folder)
    page, document = told(shop, "ig:BqvsDleB3l3", "--format", "square")
    faces = [one for one in looking(document)["seen"]["sights"] if one["kind"] == "face"]
    assert len(faces) == 3
    assert [words for _, words in page.of("text")].count("face") == 3
    assert "Cropped to keep 3 faces" in page.words


def test_a_clip_shows_the_frame_that_was_looked_at(shop: Shop, tmp_path: Path) -> None:
    """One that begins black, whose second half is red: half a second into it there is nothing to be seen."""
    import av
    import numpy as np

    folder = tmp_path / "clips"
    folder.mkdir()
    with av.open(str(folder / "9.mp4"), "w") as clip:
        stream = clip.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 400, 720, "yuv420p"
        for number in range(40):
            level = (200, 20, 20) if number >= 18 else (0, 0, 0)
            pixels = np.full((720, 400, 3), level, np.uint8)
            clip.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        clip.mux(stream.encode())
    record = sidecar("BqvsDleB3ld", media_id="9", extension="mp4", type="reel")
    (folder / "9.mp4.json").write_text(json.dumps(record), "utf-8")
    shop("import", folder)
    page, _ = told(shop, "ig:BqvsDleB3ld", "--format", "story")
    frame, *_, preview = page.pictures()
    assert frame.width / frame.height == pytest.approx(400 / 720, abs=0.01)
    assert preview.width / preview.height == pytest.approx(9 / 16, abs=0.01)
    for picture in page.pictures():
        red, green, _ = ImageStat.Stat(picture).mean
        assert red > 150 and green < 60


# --- the formats -------------------------------------------------------------------------------------------------


def test_all_formats_are_shown_where_none_was_made(shop: Shop) -> None:
    saw(shop)
    page, document = told(shop)
    shown = looking(document)["formats"]
    assert {one["format"] for one in shown} >= ALL
    assert all(one["file"] is None and one["framing"] for one in shown)
    assert sum("cell" in (found.get("class") or "") for found, _ in page.of("figure")) == len(shown)
    shop.grant()
    shop("render", "--format", "feed")
    _, document = told(shop)
    assert [one["format"] for one in looking(document)["formats"]] == ["feed"]


@pytest.mark.parametrize("backdrop", ["blur", "extend", "colour"])
def test_a_preview_is_the_picture_that_is_then_rendered(shop: Shop, backdrop: str) -> None:
    saw(shop, sight("face", (0.6, 0.1, 0.8, 0.3)), inside=box((0.1, 0, 1, 1)))
    settings = shop.root / "ugc.toml"
    before_ = settings.read_text("utf-8")
    assert 'backdrop = "blur"' in before_
    settings.write_text(before_.replace('backdrop = "blur"', f'backdrop = "{backdrop}"'), "utf-8")
    shop.grant()
    formats = ["--format", "story", "--format", "link"]
    before, document = told(shop, *formats)
    previews = before.pictures()[2:]
    shown = looking(document)["formats"]
    assert {cell["framing"]["mode"] for cell in shown} == {"cover", "fit"}
    lines = {line["format"]: line for line in shop("render", *formats, "--json")["creatives"]}
    made = [lines["story"], lines["link"]]
    after, later = told(shop, *formats)
    for preview, cell, line, creative in zip(previews, shown, made, after.pictures()[2:], strict=True):
        assert cell["format"] == line["format"]
        with Image.open(line["file"]) as file:
            whole = file.convert("RGB")
        assert tuple(cell["pixels"]) == whole.size
        small = whole.resize(preview.size, Image.Resampling.LANCZOS)
        for room in cell["rooms"]:  # there the creative has words
            edges = [
                room["box"][name] * preview.size[at % 2] for at, name in enumerate(("x0", "y0", "x1", "y1"))
            ]
            for image in (small, preview):
                image.paste((0, 0, 0), tuple(round(edge) for edge in edges))
        assert sum(ImageStat.Stat(ImageChops.difference(small, preview)).mean) / 3 < 2
        exact = whole.resize(creative.size, Image.Resampling.LANCZOS)
        assert sum(ImageStat.Stat(ImageChops.difference(exact, creative)).mean) / 3 < 3
    assert [Path(line["file"]).name for line in made] == [one["file"] for one in looking(later)["formats"]]
    manifest = json.loads((shop.root / "out" / "creatives" / "manifest.json").read_text("utf-8"))
    framings = {row["format"]: row["framing"][0] for row in manifest["creatives"]}
    assert {one["format"]: one["framing"] for one in looking(later)["formats"]} == framings
    assert "9:16, preview" in before.words and "9:16, made" in after.words
    assert "Contrast: Credit line " in after.words and "Contrast" not in before.words


def test_where_words_will_stand(shop: Shop) -> None:
    saw(shop)
    settings = shop.root / "ugc.toml"
    words = settings.read_text("utf-8").replace('headline = ""', 'headline = "Glow"')
    settings.write_text(words.replace('cta = ""', 'cta = "Shop now"'), "utf-8")
    page, document = told(shop, "--format", "square")
    (cell,) = looking(document)["formats"]
    assert {room["words"] for room in cell["rooms"]} == {"headline", "credit + call to action"}
    rooms = [numbers(found) for found, _ in page.of("rect", "room")]
    expected = [
        tuple(round(room["box"][name] * 1080) for name in ("x0", "y0", "x1", "y1")) for room in cell["rooms"]
    ]
    assert [tuple(map(round, room)) for room in rooms] == [pytest.approx(room, abs=1) for room in expected]
    lines = [words for _, words in page.of("text", "in")]
    assert "headline" in lines
    assert " ".join(line for line in lines if line != "headline") == "credit + call to action"


def test_the_crops_of_all_formats_are_drawn_on_the_original(shop: Shop) -> None:
    """Formats that crop alike share a line; those that show the picture whole have none, and are named."""
    saw(shop, sight("face", (0.4, 0.3, 0.6, 0.45)))
    page, document = told(shop)
    shown = looking(document)["formats"]
    crops = [one for one in shown if one["framing"]["mode"] == "cover"]
    drawn = [numbers(found) for found, _ in page.of("rect", "line window")]
    for one in crops:
        x0, y0, x1, y1 = (one["framing"]["box"][name] for name in ("x0", "y0", "x1", "y1"))
        edges = (x0 * 384, y0 * 480, x1 * 384, y1 * 480)
        assert any(all(abs(a - b) <= 3.5 for a, b in zip(edges, window, strict=True)) for window in drawn), (
            one["format"]
        )
    fits = [one["format"] for one in shown if one["framing"]["mode"] == "fit"]
    assert bool(fits) == ("Stands whole in" in page.words)
    assert all(name.capitalize() in page.words for name in fits)


def test_a_creative_made_otherwise_stands_apart_and_the_preview_says_so(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    saw(shop)
    shop.grant()
    shop("render", "--format", "feed", "--format", "square")
    shop("focus", POST, "0.1,0.1")
    page, document = told(shop)
    feed, square = looking(document)["formats"]
    (old,) = [path.name for path in shop.creatives if "_square_" in path.name]
    assert square["file"] is None and square["outdated"] == [old]
    assert feed["file"], "a picture of the format's own shape is not cropped: it is as it was"
    assert page.words.count("Made in another way before: render it again to have this.") == 1
    assert page.words.count("Made before, in another way") == 1
    later = str(int(os.environ["SOURCE_DATE_EPOCH"]) + 60)  # of two made at once, none is the newer one
    monkeypatch.setenv("SOURCE_DATE_EPOCH", later)
    shop("render", "--format", "square")
    page, document = told(shop)
    assert all(one["file"] for one in looking(document)["formats"])
    assert "in another way" not in page.words.replace("crops in another way", "")


def test_what_is_lost_is_said_and_marked_by_a_border_and_a_word(shop: Shop, tmp_path: Path) -> None:
    saw(shop, sight("face", (0.05, 0.05, 0.3, 0.25)))
    shop.grant()
    shop("focus", POST, "--crop", "square=0.4,0.3,0.6,0.48", "--by", "Mo")
    page, document = told(shop, "--format", "square", "--format", "feed")
    square, feed = looking(document)["formats"]
    assert square["framing"]["lost"] == ["The face is left out."] and not feed["framing"]["lost"]
    assert "By the crop that Mo drew for square." in page.words
    assert "The face is left out." in page.words
    assert "Enlarged 1.5 times." in page.words, "1080 of 720 pixels"
    cells = [found["class"] for found, _ in page.of("figure", "cell")]
    assert cells == ["cell faulty", "cell"]
    assert [words for _, words in page.of("strong", "mark")] == ["Something is lost"]
    script = """
    const style = view.getComputedStyle(document.querySelector('.faulty .stage'), '::after');
    return [style.borderTopWidth, style.borderTopStyle];
    """
    assert asked(page.text, script, folder=tmp_path, width=1440) == ["4px", "solid"]


@pytest.mark.parametrize(
    ("more", "mark", "answer"),
    [
        (None, "Not allowed", "Not allowed:"),
        (["--until", "2026-12-01"], "Ends too soon", "Ends before the flight does until 2026-12-01:"),
        ([], None, "Allowed until 2027-05-01:"),
    ],
)
def test_what_may_not_be_used_says_so_on_the_picture(
    shop: Shop, more: list[str] | None, mark: str | None, answer: str
) -> None:
    saw(shop)
    if more is not None:
        shop.grant(POST, *more)
    page, document = told(shop, "--format", "story")
    assert [words for _, words in page.of("strong", "rights")] == ([mark] if mark else [])
    assert answer in page.words
    assert f"{answer} Instagram Stories, Facebook Stories" in page.words
    (cell,) = looking(document)["formats"]
    assert cell["framing"], "it is shown all the same: looking is not publishing"
    reasons = {reason["code"] for verdict in cell["verdicts"] for reason in verdict["reasons"]}
    assert all(code in page.words for code in reasons)


def test_what_cannot_be_made_is_said_once_a_reason(shop: Shop, tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    folder.mkdir()
    (folder / "1.jpg").write_bytes(photo((300, 300), seed=7))
    (folder / "1.jpg.json").write_text(json.dumps(sidecar("BqvsDleB3lm", media_id="1")), "utf-8")
    shop("import", folder)
    page, document = told(shop, "ig:BqvsDleB3lm", "--format", "story", "--format", "short")
    shown = looking(document)["formats"]
    assert [one["framing"] for one in shown] == [None, None]
    assert page.words.count("cannot be made: It has 300x300 pixels") == 1
    assert not list(page.of("figure", "cell"))


def test_files_that_are_gone_or_broken_cost_only_their_pictures(shop: Shop) -> None:
    original = next(path for path in (shop.root / ".ugc" / "media").rglob("*") if path.is_file())
    original.write_bytes(b"\xff\xd8\xff not a picture" + bytes(original.stat().st_size - 18))
    page, document = told(shop, "--format", "story")
    assert "Nobody could look at it." in page.words
    assert looking(document)["seen"] is None
    assert "It could not be read." in page.words
    original.unlink()
    page, document = told(shop, "--format", "story")
    assert page.words.count("The file is gone.") >= 1
    assert not list(page.of("img")) and not list(page.of("rect", "line face"))


# --- the page ----------------------------------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>",
    '"><svg onload=alert(1)><rect x="',
    "</text></svg><img src=x onerror=alert(1)>",
    "\u202egnp.exe \u2066 \u200b\ufeff" + "x" * 300,
    "line\none\u2028two\x1b[31m",
    '{{ 7 * 7 }} #read("/etc/passwd") $x$',
    "مرحبا بالعالم",
    "\ud800 𓀀 \uf8ff",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b" * 40,
]
TAGS = (
    "a article b bdi body circle code dd defs div dl dt figcaption figure footer g h1 h2 h3 h4 head header html "
    "img input label li main meta p path pattern rect section span strong style svg text time title ul wbr"
).split()


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(shop: Shop, words: str) -> None:
    kept = words.encode("utf-8", "replace").decode()
    saw(shop, sight("words", (0.2, 0.6, 0.6, 0.7), kept), words_read=True)
    name = re.sub(r"[\x00\ud800-\udfff]", "", words)[:90]
    shop("focus", POST, "--crop", "story=0,0,0.4,0.57", "--by", name)
    page, document = told(shop, "--format", "story", "--format", "feed")
    assert {tag for tag, _, _ in page.tags} <= set(TAGS)
    assert len(list(page.of("img"))) == 4
    assert not any(key.startswith("on") or key == "style" for _, found, _ in page.tags for key in found)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\ud800-\udfff\x1b]", page.words)
    assert "49" not in "".join(words for _, words in page.of("text"))
    labels = [words for _, words in page.of("text") if words.startswith("“")]
    assert all(len(label) <= 26 and "\n" not in label for label in labels)
    if words.startswith("<script>"):
        assert "Words: “<script>alert(1)</script>”" in page.words
        assert "By the crop that <script>alert(1)</script> drew for story" in page.words
    assert Path(document["png"][0]).stat().st_size > 10_000


def test_it_asks_nobody_for_anything_and_runs_no_script(shop: Shop) -> None:
    saw(shop, sight("face", (0.2, 0.2, 0.4, 0.4)))
    page, _ = told(shop)
    assert not {tag for tag, _, _ in page.tags} & {
        "script",
        "link",
        "iframe",
        "object",
        "form",
        "image",
        "use",
    }
    assert all((found["src"] or "").startswith("data:image/webp;base64,") for found, _ in page.of("img"))
    assert "@import" not in page.text and "url(#hatch)" in page.text
    assert not re.search(r"url\((?!#)", page.text)


@pytest.mark.parametrize("width", [390, 768, 1024, 1440])
def test_a_browser_shows_it_without_scrolling_sideways(shop: Shop, tmp_path: Path, width: int) -> None:
    saw(
        shop,
        sight("face", (0.2, 0.2, 0.4, 0.4)),
        sight("words", (0.2, 0.6, 0.6, 0.7), "w" * 200),
        words_read=True,
    )
    shop("focus", POST, "0.5,0.5", "--by", "w" * 90)
    page, _ = told(shop)
    script = "const e = document.documentElement; return [e.scrollWidth, e.clientWidth];"
    wide, room = asked(page.text, script, folder=tmp_path, width=width)
    assert wide <= room


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_a_browser_lays_every_drawing_over_its_picture(shop: Shop, tmp_path: Path, width: int) -> None:
    """An upright and a level original; a format's picture stands in the middle of its stage, and so do its drawings."""
    saw(shop, sight("face", (0.25, 0.2, 0.5, 0.4)))
    page, _ = told(shop, "--format", "story", "--format", "link")
    script = """
    const face = document.querySelector('.over.marks .line.face').getBoundingClientRect();
    const image = document.querySelector('.bench img').getBoundingClientRect();
    const found = [[(face.left - image.left) / image.width, (face.top - image.top) / image.height,
      (face.right - image.left) / image.width, (face.bottom - image.top) / image.height]];
    for (const stage of document.querySelectorAll('.stage')) {
      const img = stage.querySelector('img'), box = img.getBoundingClientRect();
      const scale = Math.min(box.width / img.naturalWidth, box.height / img.naturalHeight);
      const size = [img.naturalWidth * scale, img.naturalHeight * scale];
      const left = box.left + (box.width - size[0]) / 2, top = box.top + (box.height - size[1]) / 2;
      const line = stage.querySelector('.cover .line').getBoundingClientRect();
      found.push([(line.left - left) / size[0], (line.top - top) / size[1],
        (line.right - left) / size[0], (line.bottom - top) / size[1]]);
    }
    return found;
    """
    face, story, link = asked(page.text, script, folder=tmp_path, width=width)
    assert face == pytest.approx([0.25, 0.2, 0.5, 0.4], abs=0.01)
    assert story == pytest.approx([65 / 1080, 269 / 1920, 1015 / 1080, 1248 / 1920], abs=0.015)
    assert link == pytest.approx([54 / 1200, 54 / 628, 1146 / 1200, 483 / 628], abs=0.015)


@pytest.mark.parametrize(
    ("box", "hides", "keeps"), [("marks", ".over.marks", ".cover"), ("cover", ".cover", ".marks")]
)
def test_ticks_hide_what_is_drawn(shop: Shop, tmp_path: Path, box: str, hides: str, keeps: str) -> None:
    saw(shop, sight("face", (0.25, 0.2, 0.5, 0.4)))
    page, _ = told(shop, "--format", "story")
    assert {found["id"] for found, _ in page.of("input") if "checked" in found} == {"cover", "marks"}
    script = f"""
    const shown = s => [...document.querySelectorAll('main ' + s)].map(e => view.getComputedStyle(e).display);
    const before = [shown('{hides}'), shown('{keeps}')];
    document.querySelector('#{box}').click();
    return [...before, shown('{hides}'), shown('{keeps}')];
    """
    hidden, kept, after, still = asked(page.text, script, folder=tmp_path, width=1440)
    assert set(hidden) == set(kept) == set(still) == {"block"}
    assert set(after) == {"none"}


def test_labels_are_as_wide_as_their_words_in_a_browser(shop: Shop, tmp_path: Path) -> None:
    saw(
        shop,
        sight("words", (0.1, 0.2, 0.5, 0.3), "WWW MMM 50 % OFF"),
        sight("words", (0.1, 0.6, 0.5, 0.7), "illi, fill it"),
        words_read=True,
    )
    page, _ = told(shop, "--format", "story")
    script = """
    return [...document.querySelectorAll('.over.marks .tag')].map(e =>
      [e.getBBox().width, e.nextElementSibling.getBBox().width]);
    """
    pairs = asked(page.text, script, folder=tmp_path, width=1440)
    assert pairs
    assert all(words <= chip * 1.08 for chip, words in pairs)


def test_without_looking_the_sheet_is_as_it_was(shop: Shop) -> None:
    shop.grant()
    shop("render", "--format", "story")
    document = shop("contact-sheet", "--json")
    page = Page(Path(document["html"]).read_text("utf-8"))
    assert document["rows"][0]["strips"][0]["looking"] is None
    assert len(list(page.of("img"))) == 2
    for words in ("stage", 'id="marks"', "over marks", "legend", "Something is lost"):
        assert words not in page.text
    assert [found["id"] for found, _ in page.of("input")] == ["cover"]


def test_the_same_day_gives_the_same_bytes(shop: Shop, tmp_path: Path) -> None:
    saw(shop, sight("face", (0.25, 0.2, 0.5, 0.4)))
    made = []
    for name in ("one", "two"):
        document = shop("contact-sheet", "--looking", "--out", tmp_path / name, "--json")
        made.append(
            [Path(document["html"]).read_bytes(), *(Path(png).read_bytes() for png in document["png"])]
        )
    assert made[0] == made[1]


def test_a_format_that_is_not_known_is_said_before_anything_is_looked_at(shop: Shop) -> None:
    shop("contact-sheet", "--looking", "--format", "storry", code=2)
    assert "story" in shop.err
    with Workspace.open(shop.root) as opened:
        assert not opened.catalog.seen.of([opened.case(POST).post.media[0].sha256])


# --- in print ----------------------------------------------------------------------------------------------------


def test_the_print_page_has_the_boxes_where_they_were_seen(shop: Shop) -> None:
    """Read from its pixels: the yellow of a face's line runs round the place, and is nowhere on a sheet without."""
    saw(shop, sight("face", (0.25, 0.2, 0.5, 0.4)))
    _, document = told(shop, "--format", "story")
    yellow = _of_colour(Path(document["png"][0]), (255, 210, 31))
    assert yellow is not None
    below = [place for place in yellow if place[1] > 300 and place[0] < 400]  # less the legend and the facts
    left, right = min(x for x, _ in below) - 44, max(x for x, _ in below) - 44
    high = max(y for _, y in below) - min(y for x, y in below if x - 44 > 190)
    assert (left, right, high) == (
        pytest.approx(96, abs=2),
        pytest.approx(192, abs=2),
        pytest.approx(96, abs=3),
    )
    assert not _of_colour(Path(shop("contact-sheet", "--json")["png"][0]), (255, 210, 31))


def _of_colour(path: Path, colour: tuple[int, int, int]) -> list[tuple[int, int]]:
    with Image.open(path) as file:
        image = file.convert("RGB")
    assert image.width == 1600
    data = image.tobytes()
    wanted = bytes(colour)
    found, at = [], data.find(wanted)
    while at >= 0:
        if at % 3 == 0:
            found.append((at // 3 % image.width, at // 3 // image.width))
        at = data.find(wanted, at + 1)
    return found


def test_each_post_is_signed_off_once_and_on_paper_alone(shop: Shop) -> None:
    from ugc.reports.printed import page, parts
    from ugc.reports.sheet import Sheet

    saw(shop)
    html, document = told(shop, "--format", "story")
    assert "approved" not in html.words
    sheet = Sheet.model_validate({key: document[key] for key in Sheet.model_fields if key in document})
    (row,) = sheet.rows
    long = row.model_copy(update={"strips": row.strips * 5})
    several = sheet.model_copy(update={"rows": (row, long, row)})
    found = parts(several, most=10)
    data = [page(several, part, number=1, of=4, known=()) for part in found]
    assert [[len(row["looks"]) for row in each["rows"]] for each in data] == [[1], [2], [2], [1, 1]]
    assert [[row["last"] for row in each["rows"]] for each in data] == [
        [True],
        [False],
        [False],
        [True, True],
    ]
    assert [[bool(row["objections"]) for row in each["rows"]] for each in data] == [
        [True],
        [False],
        [False],
        [True, True],
    ]
    assert [[row["first"] for row in each["rows"]] for each in data] == [
        [True],
        [True],
        [False],
        [False, True],
    ]


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["SALE"], "Words: “SALE”"),
        (["SALE", "SALE", "", "Glow"], "Words: “SALE”, “Glow”"),
        (["", ""], "2 texts that nobody could read"),
        (list("abcdefgh"), "Words: “a”, “b”, “c”, “d”, “e”, “f” and 2 more texts"),
        (["a" * 50], f"Words: “{'a' * 39}…”"),
    ],
)
def test_words_are_listed_each_once_and_not_without_end(texts: list[str], said: str) -> None:
    seen = Seen(sights=tuple(sight("words", (0, 0, 1, 1), text) for text in texts), words_read=True)
    assert seen_lines(seen) == [("words", said)]


@pytest.mark.parametrize(("faces", "labels"), [(8, 8), (9, 0)])
def test_of_a_crowd_the_lines_alone_say_what_it_is(faces: int, labels: int) -> None:
    seen = Seen(sights=tuple(sight("face", (n / 10, 0.4, n / 10 + 0.09, 0.5)) for n in range(faces)))
    drawn = marks(LookedAt(seen=seen, command=""), 1)
    assert [mark.kind for mark in drawn] == ["face"] * faces
    assert sum(mark.label is not None for mark in drawn) == labels


# --- labels ------------------------------------------------------------------------------------------------------


def _apart(one: float, other: float) -> tuple[float, float]:
    """Two edges at least a hundredth apart: nobody marks a line, and a line has no inside to keep free of words."""
    low = min(one, other, 0.99)
    return low, max(one, other, low + 0.01)


edges = st.tuples(*[st.floats(0, 1, width=32)] * 4).map(
    lambda four: tuple(
        edge for pair in zip(_apart(*four[::2]), _apart(*four[1::2]), strict=True) for edge in pair
    )
)
sights = st.lists(
    st.tuples(st.sampled_from(["face", "person", "words"]), edges, st.text(max_size=60)), max_size=12
)


@given(sights, st.floats(0.2, 5), st.lists(edges, max_size=3))
def test_no_label_lies_on_a_face_on_another_or_outside(
    seen: list[tuple[str, Edges, str]], ratio: float, keep: list[Edges]
) -> None:
    found = Seen(sights=tuple(sight(kind, where, text) for kind, where, text in seen))
    from datetime import UTC, datetime

    focus = Focus(by="Mo", at=datetime(2026, 11, 22, tzinfo=UTC), keep=tuple(map(box, keep)))
    drawn = marks(LookedAt(seen=found, focus=focus, command=""), ratio)
    assert len(drawn) == len(seen) + len(keep)
    _labels_keep_off(drawn, ratio)


@given(st.lists(edges, max_size=8), st.lists(edges, max_size=4), st.floats(0.2, 5))
def test_no_crops_label_lies_on_a_face_on_another_or_outside(
    crops: list[Edges], faces: list[Edges], ratio: float
) -> None:
    names = sorted(ALL)
    formats = tuple(
        InFormat(
            tile=Tile(ratio=1, alt=""),
            format=names[number],
            ratio="1:1",
            pixels=(1080, 1080),
            framing=Framing(mode="cover", box=box(crop), kept=1, scale=1, why=""),
        )
        for number, crop in enumerate(crops)
    )
    seen = Seen(sights=tuple(sight("face", face) for face in faces))
    looked = LookedAt(seen=seen, command="", formats=formats)
    drawn = windows(looked, ratio)
    assert sorted(name for window in drawn for name in window.formats) == sorted(
        one.format for one in formats
    )
    shown = marks(LookedAt(seen=seen, command=""), ratio)
    bare = [mark._replace(label=None) for mark in shown]
    _labels_keep_off([*bare, *(window.mark for window in drawn)], ratio)


def _labels_keep_off(drawn: list[Any], ratio: float) -> None:
    width, height = (SIDE * ratio, SIDE) if ratio <= 1 else (SIDE, SIDE / ratio)
    labels = [
        (mark.label.x, mark.label.y, mark.label.x + mark.label.width, mark.label.y + TALL)
        for mark in drawn
        if mark.label
    ]
    slack = 0.11  # places are written with one decimal
    inner = [(x0 + slack, y0 + slack, x1 - slack, y1 - slack) for x0, y0, x1, y1 in labels]
    for x0, y0, x1, y1 in inner:
        assert x0 >= 0 and y0 >= 0 and x1 <= width and y1 <= height
    assert not any(meet(one, other) for one, other in combinations(inner, 2))
    for mark in drawn:
        if mark.kind == "face":
            face = (mark.x + slack, mark.y + slack, mark.x + mark.width - slack, mark.y + mark.height - slack)
            assert not any(meet(face, label) for label in inner)
