"""The page of a check: what stands on it, that hostile names stay words, and where boxes are drawn."""

import base64
import re
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from browser import asked, picture
from conftest import photo
from PIL import Image, ImageFilter

from ugc.formats import check, load, unreadable
from ugc.model.checks import Checked, CheckOutcome, Fixed
from ugc.model.formats import Box, Medium
from ugc.model.probes import Measured, Probe, Problem, Reading, SeenText
from ugc.reports.check_page import check_page, facts, headline, seconds
from ugc.reports.check_view import view
from ugc.reports.findings import https, items, shown, shown_name

TABLES = load()
TEXT = Box(x0=0.25, y0=0.75, x1=0.75, y1=0.8)
"""Half as wide as the frame, and under the caption of a story."""


class Page(HTMLParser):
    """An independent reader: every tag with its attributes, and the words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self._inside = ""
        self.feed(text)
        self.close()
        self.words = " ".join(self.words.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag

    def handle_data(self, data: str) -> None:
        if self._inside != "style":
            self.words += data

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""
        if tag in ("td", "th", "p", "li", "dt", "dd", "h1", "h2", "h3"):
            self.words += " "

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == name]


def still(path: Path, size: tuple[int, int] = (1080, 1920), **save: Any) -> Path:
    path.write_bytes(photo(size, **save))
    return path


def measured(path: Path, size: tuple[int, int] = (1080, 1920), *seen: SeenText, **more: Any) -> Measured:
    probe = Probe(
        kind="image", type="jpg", size=path.stat().st_size, width=size[0], height=size[1], mode="RGB", **more
    )
    return Measured(probe=probe, reading=Reading(by="an eye", texts=seen) if seen else None)


def checked(path: Path, found: Measured, format: str = "story", **more: Any) -> Checked:
    """A file really held against a format's rules."""
    chosen = TABLES.format(format, found.probe.kind)
    problems = check(found, chosen, tables=TABLES, name=path.name)
    fits = not any(problem.severity == "error" for problem in problems)
    medium: Medium = found.probe.kind
    return Checked(
        file=str(path), format=format, medium=medium, fits=fits, measured=found, problems=problems, **more
    )


def outcome(*files: Checked, **more: Any) -> CheckOutcome:
    return CheckOutcome(formats=tuple(dict.fromkeys(file.format for file in files)), files=files, **more)


def written(told: CheckOutcome, folder: Path) -> str:
    path = folder / "out" / "check.html"
    check_page(told, TABLES, path)
    return path.read_text("utf-8")


def page_of(told: CheckOutcome, folder: Path) -> Page:
    return Page(written(told, folder))


def a_problem(code: str = "text_covered", **more: Any) -> Problem:
    told = {
        "code": code,
        "severity": "error",
        "placement": "meta.instagram_stories.image",
        "text": "It is wrong.",
        "measured": "this",
        "required": "that",
        "source": "https://example.com/rules",
        "fix": "Mend it.",
    }
    return Problem.model_validate(told | more)


def with_text(folder: Path) -> Checked:
    path = still(folder / "low.jpg")
    seen = SeenText(text="Shop now", box=TEXT, score=0.9)
    return checked(path, measured(path, (1080, 1920), seen), "tiktok")


def test_the_summary_and_every_file(tmp_path: Path) -> None:
    good = still(tmp_path / "good.jpg", seed=2)
    wide = still(tmp_path / "wide.jpg", (800, 450), seed=3)
    told = outcome(
        checked(good, measured(good)),
        with_text(tmp_path).model_copy(update={"format": "story"}),
        checked(wide, measured(wide, (800, 450))),
    )
    page = page_of(told, tmp_path)
    bad = sum(not file.fits for file in told.files)
    assert f"{bad} of 3 files do" in page.words
    rows = re.search(r"Format Files Fit Do not Story (\d+) (\d+) (\d+)", page.words)
    assert rows and [int(each) for each in rows.groups()] == [3, 3 - bad, bad]
    assert [tag for tag, _ in page.tags].count("article") == 3
    for words in (
        "good.jpg",
        "low.jpg",
        "wide.jpg",
        "1080 × 1920 · jpg",
        "800 × 450",
        "“Shop now” lies under",
    ):
        assert words in page.words
    images = [base64.b64decode((image["src"] or "").partition(",")[2]) for image in page.all("img")]
    sizes = [Image.open(BytesIO(data)).size for data in images]
    assert sizes == [(484, 860), (484, 860), (800, 450)]
    assert [image["alt"] for image in page.all("img")] == ["good.jpg", "low.jpg", "wide.jpg"]


def test_the_page_loads_nothing(tmp_path: Path) -> None:
    text = written(outcome(with_text(tmp_path)), tmp_path)
    page = Page(text)
    policy = next(m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy and policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    assert not {tag for tag, _ in page.tags} & {"script", "link", "iframe", "object", "base", "form", "use"}
    for _, found in page.tags:
        assert not {"style", "srcset", "action", "background"} & found.keys()
        assert not any(name.startswith("on") for name in found)
        assert (found.get("src") or "data:").startswith("data:image/webp;base64,") or "src" not in found
        href = found.get("href")
        assert href is None or href.startswith(("https://", "#file-"))
    assert "url(http" not in text and "@import" not in text
    assert str(tmp_path) not in text


HOSTILE = [
    "<script>alert(1)<∕script>.jpg",
    '"><img src=x onerror=alert(1)>.jpg',
    "photo\u202egpj.exe.jpg",
    "a\u2066b\u200bc\u061cd\ufeff.jpg",
    "{{ 7 * 7 }} {% raw %}.jpg",
    "line\nbreak\r\x07\x1b[31m.jpg",
    "&lt;b&gt; &amp;.jpg",
    "javascript:alert(1).jpg",
    "n" * 240 + ".jpg",
    "صباح الخير.jpg",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_words(tmp_path: Path, name: str) -> None:
    path = still(tmp_path / name)
    told = checked(path, measured(path)).model_copy(
        update={
            "problems": (
                a_problem(text=name, measured=name, required=name, fix=name, code=name, source=name),
            ),
            "not_checked": (name,),
            "fixed": Fixed(file=f"/out/{name}", mended=(name,), left=(a_problem(code=name),), notes=(name,)),
            "fits": False,
        }
    )
    page = page_of(outcome(told, told, copy_problems=(a_problem(text=name, source=name),)), tmp_path)
    allowed = (
        "a article b bdi body circle code dd defs div dl dt figure footer h1 h2 h3 head header html img input"
        " label li main meta nav ol p path pattern section span style svg table tbody td th thead time title tr ul"
    )
    assert {tag for tag, _ in page.tags} <= set(allowed.split())
    assert not any(key.startswith("on") for _, found in page.tags for key in found)
    assert not re.search("[\u200b\u061c\ufeff\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f]", page.words)
    assert len(page.all("img")) == 2
    assert not page.all("a")
    if name.startswith("<script>"):
        assert name in page.words
    if "\u202e" in name:
        assert "photo⟨U+202E⟩gpj.exe.jpg" in page.words


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("holiday.jpg", "holiday.jpg"),
        ("a" * 300 + ".mp4", "a" * 40 + "…" + "a" * 35 + ".mp4"),
        ("\udcff\udcfe.jpg", "\ufffd\ufffd.jpg"),
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("two\nlines", "two lines"),
    ],
)
def test_names_are_shown_whole_or_cut_in_the_middle(name: str, expected: str) -> None:
    assert shown_name(name) == expected
    assert len(shown("x" * 5000)) == 600


@pytest.mark.parametrize(
    ("address", "followed"),
    [
        ("https://www.facebook.com/business/help/1", True),
        ("http://example.com/", False),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.com", False),
        ("https://", False),
        ("https://example.com/\n<b>", False),
        ("https://example.com/\u202egnp", False),
        ('https://example.com/"onclick=', False),
        ("https://[::1", False),
        ("socialk.it, 2026", False),
        ("", False),
    ],
)
def test_only_https_can_be_followed(address: str, followed: bool) -> None:
    assert (https(address) == address) == followed


def test_a_source_that_is_no_address_is_only_named(tmp_path: Path) -> None:
    path = still(tmp_path / "a.jpg")
    told = checked(path, measured(path)).model_copy(
        update={
            "problems": (a_problem(source="javascript:alert(1)"), a_problem("hdr", source="socialk.it, 2026"))
        }
    )
    page = page_of(outcome(told), tmp_path)
    assert not page.all("a")
    assert "javascript:alert(1)" in page.words and "socialk.it, 2026" in page.words


def test_what_placements_say_alike_is_said_once() -> None:
    alike = [a_problem(placement=f"meta.{spot}_stories.image") for spot in ("instagram", "facebook")]
    (item,) = items(alike, TABLES)
    (ruling,) = item.rulings
    assert ruling.placements == ("Instagram Stories", "Facebook Stories")
    assert [source.words for source in ruling.sources] == ["example.com"]


def test_words_that_name_their_placement_are_alike_too() -> None:
    found = [
        a_problem(placement=f"meta.{spot}.image", text=f"{name} does not take webp files.")
        for spot, name in (
            ("instagram_stories", "Instagram Stories"),
            ("facebook_stories", "Facebook Stories"),
        )
    ]
    (item,) = items(found, TABLES)
    assert [ruling.text for ruling in item.rulings] == ["The placement does not take webp files."]
    (alone,) = items(found[:1], TABLES)
    assert alone.rulings[0].text == "Instagram Stories does not take webp files."


def test_one_thing_judged_differently_is_one_thing_with_several_rulings() -> None:
    found = items(
        [
            a_problem("bit_depth", severity="note", required="10 bits"),
            a_problem("too_small", severity="warning"),
            a_problem("bit_depth", severity="error", required="8 bits", placement="snapchat.single.image"),
            a_problem("bit_depth", measured="other"),
        ],
        TABLES,
    )
    assert [(item.number, item.code, item.severity) for item in found] == [
        (1, "bit_depth", "error"),
        (2, "bit_depth", "error"),
        (3, "too_small", "warning"),
    ]
    assert [ruling.severity for ruling in found[0].rulings] == ["error", "note"]


def test_several_sources_are_told_apart() -> None:
    found = [
        a_problem(placement="meta.instagram_stories.image", source="https://example.com/a"),
        a_problem(placement="meta.instagram_stories.video", source="https://example.com/b"),
        a_problem(placement="meta.facebook_stories.image", source="https://example.com/c"),
    ]
    (item,) = items(found, TABLES)
    words = [source.words for source in item.rulings[0].sources]
    assert words == ["Instagram Stories", "Instagram Stories 2", "Facebook Stories"]


def test_files_that_cannot_be_shown(tmp_path: Path) -> None:
    """One that nobody understands, one that a format does not take, one that is gone since."""
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff no")
    problem = unreadable(f"{broken} is cut short.", hint="Get it again.")
    whole = still(tmp_path / "whole.jpg")
    gone = still(tmp_path / "gone.jpg")
    not_taken = a_problem("medium_not_taken", placement="", source="", text="Format 'x' takes no images.")
    files = [
        Checked(file=str(broken), format="story", fits=False, problems=(problem,)),
        Checked(file=str(broken), format="feed", fits=False, problems=(problem,)),
        Checked(file=str(whole), format="short", medium="image", fits=False, problems=(not_taken,)),
        checked(gone, measured(gone)),
    ]
    gone.unlink()
    page = page_of(outcome(*files), tmp_path)
    assert page.words.count("broken.jpg is cut short.") == 1
    assert str(tmp_path) not in page.words
    assert "No picture or clip that could be read" in page.words
    assert [image["alt"] for image in page.all("img")] == ["whole.jpg"]
    assert "over cover" not in [found.get("class") for found in page.all("svg")]
    assert "Feed, portrait 1 0 1" in page.words


def test_the_interface_is_drawn_only_over_its_own_shape(tmp_path: Path) -> None:
    tall, square = still(tmp_path / "a.jpg"), still(tmp_path / "b.jpg", (1080, 1080))
    page = page_of(
        outcome(checked(tall, measured(tall)), checked(square, measured(square, (1080, 1080)))), tmp_path
    )
    (cover,) = (found for found in page.all("svg") if found.get("class") == "over cover")
    assert cover["viewbox"] == "0 0 1080 1920"
    assert "not drawn: the file is 1080 × 1080, and Story is 9:16" in page.words
    paths = {found.get("class"): found["d"] for found in page.all("path") if found.get("class")}
    assert paths["line"] == "M65 269 1015 269 1015 1248 65 1248z"
    assert "M0 0 1080 0 1080 269 0 269z" in (paths["tint"] or "")


def test_what_was_mended_and_what_was_not_checked(tmp_path: Path) -> None:
    one, two = still(tmp_path / "a.jpg"), still(tmp_path / "b.jpg")
    fixed = Fixed(
        file="/elsewhere/a.story.fixed.jpg",
        mended=("cmyk",),
        left=(a_problem("black_bars"), a_problem("below_recommended", severity="note")),
        notes=("Its profile was lost.",),
    )
    everywhere = "Text was not read."
    page = page_of(
        outcome(
            checked(one, measured(one), fixed=fixed, not_checked=(everywhere,)),
            checked(two, measured(two), not_fixed="It is a copy.", not_checked=(everywhere, "Its sound.")),
        ),
        tmp_path,
    )
    assert (
        "A copy was written: a.story.fixed.jpg. It mends cmyk. A person must decide black_bars." in page.words
    )
    assert "Its profile was lost." in page.words
    assert "/elsewhere" not in page.words
    assert "No copy was written. It is a copy." in page.words
    assert page.words.count(everywhere) == 1
    assert f"Not checked in any file: {everywhere}" in page.words
    assert "Not checked: Its sound." in page.words


def test_files_of_several_folders_say_which_below_what_they_share(tmp_path: Path) -> None:
    found = []
    for folder in ("ana", "ben/raw"):
        (tmp_path / "batch" / folder).mkdir(parents=True)
        path = still(tmp_path / "batch" / folder / "same.jpg")
        found.append(checked(path, measured(path)))
    page = page_of(outcome(*found), tmp_path)
    assert "ana · 1080" in page.words and "ben/raw · 1080" in page.words
    assert str(tmp_path) not in page.words


def test_a_clip_is_shown_by_its_first_frame_and_those_of_its_problems(tmp_path: Path) -> None:
    """A clip that grows lighter by the second: the frames are told apart by their light."""
    path = ramp(tmp_path / "ramp.mp4")
    probe = Probe(
        kind="video", type="mp4", size=9000, width=90, height=160, duration=10.0, fps=10.0, frames=100
    )
    box = (Box(x0=0.1, y0=0.1, x1=0.2, y1=0.2),)
    told = Checked(
        file=str(path),
        format="story",
        medium="video",
        fits=True,
        measured=Measured(probe=probe),
        problems=(
            a_problem(severity="note", measured="start", boxes=box),
            *(a_problem(severity="warning", measured=str(at), at=at, boxes=box) for at in (7.0, 3.0, 7.0)),
            a_problem("black_opening", severity="warning", measured="x", at=0.0),
            *(a_problem(severity="note", measured=f"late {at}", at=at, boxes=box) for at in (8.0, 9.0)),
        ),
    )
    page = page_of(outcome(told), tmp_path)
    lights = []
    for image in page.all("img"):
        with Image.open(BytesIO(base64.b64decode((image["src"] or "").partition(",")[2]))) as frame:
            lights.append(float(np.asarray(frame.convert("L")).mean()) / 20)
    assert [image["alt"] for image in page.all("img")] == [
        "ramp.mp4, first frame",
        "ramp.mp4, frame at 3.0 s",
        "ramp.mp4, frame at 7.0 s",
        "ramp.mp4, frame at 8.0 s",
    ]
    assert lights == pytest.approx([0, 3, 7, 8], abs=0.4)
    assert "at 9.0 s" in page.words  # the fourth has no picture, and is told all the same
    assert [len(re.findall(r"\d", mark)) for mark in marks_of(page)] == [1, 1, 1, 1]


def marks_of(page: Page) -> list[str]:
    return ["1" for found in page.all("svg") if found.get("class") == "over marks"]


def ramp(path: Path) -> Path:
    import av

    with av.open(str(path), "w") as clip:
        stream = clip.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 90, 160, "yuv420p"
        for number in range(100):
            pixels = np.full((160, 90, 3), number * 2, np.uint8)
            clip.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        clip.mux(stream.encode())
    return path


@pytest.mark.parametrize(
    ("fits", "expected"),
    [
        ((), "Nothing was checked"),
        ((True,), "It fits"),
        ((False,), "It does not fit"),
        ((True, True), "All 2 files fit"),
        ((False, False), "None of 2 files fits"),
        ((True, False, True), "1 of 3 files does not fit"),
        ((False, False, True), "2 of 3 files do not fit"),
    ],
)
def test_the_headline_says_what_came_of_it(fits: tuple[bool, ...], expected: str) -> None:
    files = [
        Checked(file=f"{number}.jpg", format="story", medium="image", fits=fit)
        for number, fit in enumerate(fits)
    ]
    assert headline(view(outcome(*files), TABLES)) == expected


def test_facts_and_times_for_people() -> None:
    clip = Probe(
        kind="video",
        type="mp4",
        size=12_345_678,
        width=720,
        height=1280,
        duration=13.04,
        fps=29.97,
        video_codec="h264",
    )
    assert facts(clip) == "720 × 1280 · mp4 · 13.0 s · 29.97 frames a second · h264 · 12.3 MB"
    assert [seconds(at) for at in (0.0, 5.25, 75.5)] == ["0.0 s", "5.2 s", "1:15.5"]


def test_headings_follow_each_other_and_everything_has_its_words(tmp_path: Path) -> None:
    page = page_of(outcome(with_text(tmp_path), copy_problems=(a_problem("text_cut"),)), tmp_path)
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(image["alt"] for image in page.all("img"))
    assert all(svg.get("aria-hidden") == "true" for svg in page.all("svg"))
    assert all(cell.get("scope") for cell in page.all("th"))
    assert page.all("html")[0]["lang"] == "en"
    assert "Error" in page.words and "text_covered" in page.words  # never by colour alone
    assert "The texts" in page.words


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    told = outcome(with_text(tmp_path))
    assert written(told, tmp_path) == written(told, tmp_path)


def test_two_hundred_files_make_a_page_that_can_be_sent(tmp_path: Path) -> None:
    """Each as full of detail as the worst of two dozen real photographs: 65 kB at this size."""
    grain = np.clip(np.random.default_rng(1).normal(128, 62, (860, 484)), 0, 255).astype(np.uint8)
    soft = Image.fromarray(grain).filter(ImageFilter.GaussianBlur(1.0)).resize((1080, 1920))
    soft.convert("RGB").save(tmp_path / "0.jpg", quality=95)
    files = []
    for number in range(200):
        path = tmp_path / f"{number}.jpg"
        if number:
            path.symlink_to(tmp_path / "0.jpg")
        files.append(checked(path, measured(path), "story"))
    size = len(written(outcome(*files), tmp_path).encode())
    assert 8_000_000 < size < 25_000_000


BOXES = """
const image = document.querySelector('img').getBoundingClientRect();
const found = {};
for (const [name, path] of [['mark', '.marks rect.box'], ['line', '.cover .line'], ['cover', '.cover']]) {
  const box = document.querySelector(path).getBoundingClientRect();
  found[name] = [(box.left - image.left) / image.width, (box.top - image.top) / image.height,
    (box.right - image.left) / image.width, (box.bottom - image.top) / image.height];
}
found.place = [image.left, image.top, image.width, image.height];
return found;
"""


@pytest.mark.parametrize("width", [390, 1280])
def test_boxes_stand_where_the_problem_is(tmp_path: Path, width: int) -> None:
    found = asked(written(outcome(with_text(tmp_path)), tmp_path), BOXES, folder=tmp_path, width=width)
    assert found["mark"] == pytest.approx([0.25, 0.75, 0.75, 0.8], abs=0.003)
    assert found["line"] == pytest.approx([120 / 1080, 240 / 1920, 960 / 1080, 1200 / 1920], abs=0.003)
    assert found["cover"] == pytest.approx([0, 0, 1, 1], abs=0.003)


def test_what_a_person_sees_of_it(tmp_path: Path) -> None:
    """The page as it is, policy and all: a tint where the interface lies, none where it is safe, red on the box."""
    path = tmp_path / "grey.png"
    Image.new("RGB", (1080, 1920), (128, 128, 128)).save(path)
    seen = SeenText(text="Shop now", box=TEXT, score=0.9)
    found = Measured(
        probe=Probe(kind="image", type="png", size=9000, width=1080, height=1920, mode="RGB"),
        reading=Reading(by="an eye", texts=(seen,)),
    )
    page = written(outcome(checked(path, found, "tiktok")), tmp_path)
    left, top, width, height = asked(page, BOXES, folder=tmp_path, width=1280)["place"]
    shot = np.asarray(picture(page, folder=tmp_path, size=(1280, round(top + height) + 20))).astype(int)

    def at(x: float, y: float) -> Any:
        return shot[round(top + y * height), round(left + x * width)]

    assert at(0.5, 0.4).tolist() == [128, 128, 128]  # safe
    for x, y in ((0.5, 0.05), (0.05, 0.4), (0.5, 0.95), (0.9, 0.55)):  # tabs, edge, caption, rail
        assert at(x, y)[2] - at(x, y)[1] > 20, (x, y)
    red = at(0.5, 0.75)
    assert red[0] > 150 and red[1] < 60, red


def test_the_interface_can_be_hidden_without_a_script(tmp_path: Path) -> None:
    good = still(tmp_path / "good.jpg", (1440, 2560), seed=4)
    page = written(outcome(with_text(tmp_path), checked(good, measured(good, (1440, 2560)))), tmp_path)
    script = """
    const shown = path => [...document.querySelectorAll(path)].map(e => view.getComputedStyle(e).display != 'none');
    const found = [shown('.cover'), shown('article'), shown('.marks')];
    document.querySelector('#cover').click(); document.querySelector('#only').click();
    return [...found, shown('.cover'), shown('article'), shown('.marks')];
    """
    cover, files, marks, hidden, left, kept = asked(page, script, folder=tmp_path, width=1280)
    assert cover == [True, True] and files == [True, True]
    assert hidden == [False, False]
    assert left == [True, False]
    assert marks == kept == [True]


CONTRAST = """
const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
const solid = colour => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data]; };
const light = c => { const [r, g, b] = c.map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
  return .2126 * r + .7152 * g + .0722 * b; };
const found = [];
for (const element of document.querySelectorAll('body *')) {
  if (element.closest('svg') || ![...element.childNodes].some(n => n.nodeType == 3 && n.data.trim())) continue;
  let behind = element, ground = [0, 0, 0, 0];
  while (behind && ground[3] < 255) { ground = solid(view.getComputedStyle(behind).backgroundColor);
    behind = behind.parentElement; }
  const ink = solid(view.getComputedStyle(element).color);
  const [a, b] = [light(ink.slice(0, 3)), light(ground.slice(0, 3))].sort((x, y) => y - x);
  found.push([(a + .05) / (b + .05), element.tagName + '.' + element.className, ground[3]]);
}
return found;
"""


@pytest.mark.parametrize("dark", [False, True])
def test_words_are_read_in_the_light_and_in_the_dark(tmp_path: Path, dark: bool) -> None:
    low = with_text(tmp_path).model_copy(update={"not_fixed": "It is a copy."})
    page = written(outcome(low, copy_problems=(a_problem("text_cut"),)), tmp_path)
    found = asked(page, CONTRAST, folder=tmp_path, width=1280, dark=dark)
    assert len(found) > 30
    assert all(opaque == 255 for _, _, opaque in found)
    worst = min(found)
    assert worst[0] >= 4.5, worst


WIDE = "const e = document.documentElement; return [e.scrollWidth, e.clientWidth];"


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_scrolls_sideways(tmp_path: Path, width: int) -> None:
    path = still(tmp_path / ("w" * 200 + ".jpg"), (1600, 400))
    long = "m" * 300
    told = checked(path, measured(path, (1600, 400))).model_copy(
        update={
            "problems": (a_problem(text=long, measured=long, required=long, code=long, source=long),),
            "fits": False,
        }
    )
    page = written(outcome(told, with_text(tmp_path), copy_problems=(a_problem(),)), tmp_path)
    wide, room = asked(page, WIDE, folder=tmp_path, width=width)
    assert wide <= room


def test_the_keyboard_reaches_everything_and_is_seen_there(tmp_path: Path) -> None:
    good = still(tmp_path / "good.jpg", (1440, 2560), seed=4)
    page = written(outcome(with_text(tmp_path), checked(good, measured(good, (1440, 2560)))), tmp_path)
    script = """
    return [...document.querySelectorAll('a, input')].map(e => { e.focus({focusVisible: true});
      const style = view.getComputedStyle(e);
      return [document.activeElement == e, style.outlineStyle, parseFloat(style.outlineWidth)]; });
    """
    found = asked(page, script, folder=tmp_path, width=1280)
    assert len(found) >= 4
    assert all(reached and style == "solid" and width >= 3 for reached, style, width in found)
