"""Captions drawn: judged by their pixels, by ffmpeg, and by the rules that `ugc check` uses."""

import io
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from ugc import config, formats, templates
from ugc.errors import PlacementError, UgcError
from ugc.media.busyness import is_busy
from ugc.media.ffmpeg import program
from ugc.media.png_clip import Shown, write_strip
from ugc.model.captions import Cue, FaceAt, Lane, Word
from ugc.model.formats import Box, Covered, Format
from ugc.model.measuring import seen_text
from ugc.model.probes import Measured, Probe
from ugc.plan.cues import recut
from ugc.plan.lanes import choose, lanes
from ugc.render.captioning import Captioned, captions
from ugc.resources import ASSETS
from ugc.typeset import Typesetter
from ugc.workspace.overlaying import brand_data

CLIPS = ("story", "tiktok", "universal", "short", "snap", "feed", "square", "pin", "landscape")
SIZES = templates.captions().sizes
assert SIZES
BRAND = brand_data(config.load(ASSETS / "demo" / "ugc.toml").brand)


@pytest.fixture(scope="module")
def typesetter(tmp_path_factory: pytest.TempPathFactory) -> Typesetter:
    return Typesetter(cache=tmp_path_factory.mktemp("fonts") / "fonts.json")


def named(name: str) -> Format:
    return formats.load().format(name, medium="video")


def core() -> Format:
    """What Meta's and TikTok's interfaces leave free of 1080x1920: the box that the lanes were drawn in."""
    rail = Covered(box=Box(x0=780 / 1080, y0=840 / 1920, x1=1.0, y1=1260 / 1920), by="rail")
    safe = Box(x0=120 / 1080, y0=269 / 1920, x1=960 / 1080, y1=1248 / 1920)
    return named("story").model_copy(update={"safe": safe, "notches": (rail,)})


def said(text: str, start: float = 0.0, end: float = 2.0) -> Cue:
    return Cue(start=start, end=end, text=text)


def timed(text: str) -> Cue:
    words, at = [], 0.0
    for part in text.replace("\n", " \n").split(" "):
        lead = part if not words or part.startswith("\n") else f" {part}"
        words.append(Word(text=lead, start=at, end=at + 0.5))
        at += 0.5
    return Cue(start=0.0, end=at, text=text, words=tuple(words))


def drawn(typesetter: Typesetter, format: Format, cues: list[Cue], **more: Any) -> Captioned:
    style = more.get("style", "phrase")
    lane = more.pop("lane", None) or lanes(format, SIZES, style=style)[0]
    safe = format.safe
    data = {
        "brand": more.pop("brand", BRAND),
        "language": more.pop("language", "en"),
        "safe": {"top": safe.y0, "right": 1 - safe.x1, "bottom": 1 - safe.y1, "left": safe.x0},
    }
    scale = SIZES.shape(format.pixels)[1]
    return captions(cues, typesetter, data, pixels=format.pixels, scale=scale, lane=lane, **more)


def pixels(png: bytes) -> NDArray[np.uint8]:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"))


def inked(png: bytes, top: int) -> tuple[int, int, int, int]:
    """The box of all that is not clear, on the canvas: left, top, right, bottom."""
    rows, columns = np.nonzero(pixels(png)[..., 3] > 8)
    return int(columns.min()), int(rows.min()) + top, int(columns.max()) + 1, int(rows.max()) + 1 + top


# --- lanes ---------------------------------------------------------------------------------------------


def in_pixels(lane: Lane, size: tuple[int, int] = (1080, 1920)) -> tuple[int, int, int, int]:
    box = lane.box
    return round(box.x0 * size[0]), round(box.y0 * size[1]), round(box.x1 * size[0]), round(box.y1 * size[1])


def test_the_lanes_are_those_that_were_drawn() -> None:
    mid, low = lanes(core(), SIZES)
    assert in_pixels(mid) == pytest.approx((120, 652, 960, 804), abs=1)
    assert in_pixels(low) == pytest.approx((120, 1016, 756, 1168), abs=1)
    assert (mid.per_line, low.per_line) == (27, 20)
    bold = lanes(core(), SIZES, style="bold")
    assert [lane.per_line for lane in bold] == [16, 12]
    assert in_pixels(lanes(core(), SIZES, from_right=True)[1])[::2] == (324, 756)


@pytest.mark.parametrize("name", CLIPS)
@pytest.mark.parametrize("style", ["phrase", "bold"])
def test_lanes_lie_in_the_safe_zone_of_every_shape(name: str, style: Any) -> None:
    format = named(name)
    for right in (False, True):
        for lane in lanes(format, SIZES, style=style, from_right=right):
            box, safe = lane.box, format.safe
            assert safe.x0 <= box.x0 < box.x1 <= safe.x1 and safe.y0 <= box.y0 < box.y1 <= safe.y1
            for notch in format.notches:
                apart = box.x1 <= notch.box.x0 or box.x0 >= notch.box.x1
                assert apart or box.y1 <= notch.box.y0 or box.y0 >= notch.box.y1
            assert lane.per_line >= 8


def face(x0: float, y0: float, x1: float, y1: float, at: float | None = None) -> FaceAt:
    return FaceAt(box=Box(x0=x0 / 1080, y0=y0 / 1920, x1=x1 / 1080, y1=y1 / 1920), at=at)


def words(x0: float, y0: float, x1: float, y1: float) -> Box:
    return face(x0, y0, x1, y1).box


CHOICES = [
    ({}, "mid", "nothing speaks against the middle"),
    ({"faces": [face(300, 300, 700, 700)]}, "mid", "a face that only touches it: 12 %"),
    ({"faces": [face(300, 400, 700, 800)]}, "low", "a face that it covers"),
    ({"faces": [face(300, 400, 700, 800, at=9.0)], "times": [(0.0, 3.0)]}, "mid", "a face where nobody speaks"),
    ({"faces": [face(300, 400, 700, 800, at=2.0)], "times": [(0.0, 3.0)]}, "low", "and one where somebody does"),
    ({"words": [words(120, 365, 960, 668)]}, "low", "a hook"),
    ({"words": [words(120, 740, 960, 1248)], "faces": []}, "free", "a panel over both"),
    ({"words": [words(120, 269, 960, 1248)]}, None, "words all over"),
    ({"faces": [face(100, 280, 980, 1300)]}, "low", "a face all over: as low as usual, and it is said"),
]  # fmt: skip


@pytest.mark.parametrize(("seen", "name", "why"), CHOICES, ids=[row[2] for row in CHOICES])
def test_which_lane(seen: dict[str, Any], name: str | None, why: str) -> None:
    lane, notes = choose(core(), SIZES, **seen)
    assert (lane and lane.name) == name, why
    assert bool(notes) == (name in (None, "free") or why.startswith("a face all over"))
    for box in seen.get("words", ()) if lane else ():
        assert lane.box.y1 <= box.y0 or lane.box.y0 >= box.y1


# --- what is drawn -------------------------------------------------------------------------------------

SAID = {
    "en": "Okay so I have been\nusing this serum every",
    "de": "Äußerst schöne Übergrößen",
    "ar": "جرّبتها شهرًا كاملًا\nولن أعود إلى غيرها @ana",
    "he": "בוקר טוב לכולם",
    "hi": "नमस्ते क्षत्रिय\nसुबह की दिनचर्या",
    "th": "ฉันใช้เซรั่มนี้ทุกเช้ามาสามสัปดาห์แล้ว",
}


@pytest.mark.parametrize("name", CLIPS)
@pytest.mark.parametrize("ground", ["stroke", "box"])
def test_every_pixel_is_in_the_safe_zone(typesetter: Typesetter, name: str, ground: Any) -> None:
    format = named(name)
    width, height = format.pixels
    safe = format.safe
    for lane in lanes(format, SIZES):
        for language, text in SAID.items():
            made = drawn(typesetter, format, [said(text)], lane=lane, ground=ground, language=language)
            left, top, right, bottom = inked(made.overs[0].png, made.overs[0].top)
            assert left >= int(safe.x0 * width) and right <= int(safe.x1 * width) + 1, language
            assert top >= int(safe.y0 * height) and bottom <= int(safe.y1 * height) + 1, language
            assert left >= int(lane.box.x0 * width) and right <= int(lane.box.x1 * width) + 1, language


def test_the_whole_canvas_holds_no_more_than_the_strip(typesetter: Typesetter) -> None:
    """What reached beyond the rows that are drawn would be cut off: their first and last are clear."""
    for style in ("phrase", "bold"):
        for language, text in SAID.items():
            for over in drawn(typesetter, core(), [said(text)], style=style, language=language).overs:
                alpha = pixels(over.png)[..., 3]
                assert not alpha[0].any() and not alpha[-1].any(), language


def test_letters_are_white_in_a_dark_rim(typesetter: Typesetter) -> None:
    picture = pixels(drawn(typesetter, core(), [said("so good")]).overs[0].png).astype(int)
    solid = picture[..., 3] == 255
    white = solid & (picture[..., :3].min(axis=2) > 250)
    black = solid & (picture[..., :3].max(axis=2) < 5)
    assert 0.4 < white.sum() / solid.sum() < 0.8 and black.sum() > 0.2 * solid.sum()
    for step in range(1, 5):  # no white within 4 px of what is clear: 4 px of rim go all round
        clear = picture[..., 3] == 0
        for axis in (0, 1):
            for way in (step, -step):
                assert not (white & np.roll(clear, way, axis)).any()


def test_a_box_is_the_brands_ink(typesetter: Typesetter) -> None:
    picture = pixels(drawn(typesetter, core(), [said("so good")], ground="box").overs[0].png)
    ink = np.array(list(bytes.fromhex(BRAND["ink"][1:])))
    ground = (np.abs(picture[..., :3].astype(int) - ink).max(axis=2) <= 2) & (picture[..., 3] == 204)
    assert ground.sum() > 5000


def test_cues_of_one_clip_have_one_size_and_one_middle(typesetter: Typesetter) -> None:
    cues = [said("so"), said("MMMM WWWW MMMM WW\nWWWW MMMM"), said("two\nlines")]
    placed = drawn(typesetter, core(), cues).placed
    assert len({text.size for text in placed}) == 1
    assert 56 <= placed[0].size < 64, "the widest line had to be set smaller, and so all"
    middles = [(text.box.y0 + text.box.y1) / 2 for text in placed]
    assert max(middles) - min(middles) < 0.1
    assert {round((text.box.x0 + text.box.x1) / 2) for text in placed} == {540}


def test_one_long_word_is_set_smaller_by_itself(typesetter: Typesetter) -> None:
    cues = [said("so good"), said("Donaudampfschifffahrtsgesellschaft")]
    first, second = drawn(typesetter, core(), cues).placed
    assert first.size == 64 > second.size >= 38


def test_a_word_too_long_to_be_read_is_refused(typesetter: Typesetter) -> None:
    with pytest.raises(PlacementError, match="does not fit its lane") as caught:
        drawn(typesetter, core(), [said("W" * 60)])
    assert caught.value.hint


def test_capitals_of_the_bold_style(typesetter: Typesetter) -> None:
    (text,) = drawn(typesetter, core(), [said("die Straße")], style="bold").placed
    assert (text.text, text.size) == ("DIE STRASSE", 88)


def test_the_same_captions_are_the_same_bytes(typesetter: Typesetter, tmp_path: Path) -> None:
    cues = [said("so good"), timed("one two\nthree")]
    other = Typesetter(cache=tmp_path / "fonts.json")
    assert drawn(typesetter, core(), cues) == drawn(other, core(), cues)


HOSTILE = [
    '#panic("x")',
    "$x^2$ *b* _i_ @ref <label> // no",
    "\\u{41} #set page(fill: red)",
    "[[]] {} ``` = -",
]


@pytest.mark.parametrize(
    "text", ["\u200d", "\u0301", "\ufe0f", "a\u0336\u0315\u031b\u0340" * 9, "gese\u2010\nllschaft"]
)
def test_odd_characters_are_drawn_or_refused_in_words(typesetter: Typesetter, text: str) -> None:
    told = "drawn"
    try:
        found = drawn(typesetter, core(), [said(text)]).overs
    except UgcError as error:
        told, found = error.message, error.hint
    assert found, told


@pytest.mark.parametrize("text", HOSTILE)
def test_words_are_never_markup(typesetter: Typesetter, text: str) -> None:
    (placed,) = drawn(typesetter, core(), [said(text)]).placed
    assert placed.text == text


def test_the_word_that_is_said_lights_up(typesetter: Typesetter) -> None:
    cue = timed("one two\nthree")
    made = drawn(typesetter, core(), [cue])
    assert [(over.start, over.end) for over in made.overs] == [(0.0, 0.5), (0.5, 1.0), (1.0, 1.5)]
    assert [text.text for text in made.placed] == ["one two three"]
    middles = []
    for over in made.overs:
        picture = pixels(over.png).astype(int)
        colour = (picture[..., 3] == 255) & (np.ptp(picture[..., :3], axis=2) > 60)
        rows, columns = np.nonzero(colour)
        assert rows.size > 500
        middles.append((rows.mean(), columns.mean()))
    assert middles[0][1] < 540 < middles[1][1], "one stands left of two"
    assert middles[2][0] > middles[0][0] + 40, "three stands in the second line"
    off = drawn(typesetter, core(), [cue], lit=False)
    assert len(off.overs) == 1


@pytest.mark.parametrize("accent", ["#000000", "#1F6F5C", "#FFE500", "#FFFFFF", "#0000FF"])
def test_a_lit_word_stands_out_from_its_rim(typesetter: Typesetter, accent: str) -> None:
    from ugc.palette import contrast

    brand = brand_data(config.BrandSettings(name="Sunday Glow", accent=accent))
    over = drawn(typesetter, core(), [timed("mmmmmm so")], brand=brand).overs[0]
    plain = drawn(typesetter, core(), [timed("mmmmmm so")], brand=brand, lit=False).overs[0]
    one, other = pixels(over.png), pixels(plain.png)
    changed = (one != other).any(axis=2) & (one[..., 3] == 255) & (other[..., :3].min(axis=2) == 255)
    for colour in np.unique(one[changed][:, :3], axis=0):
        assert contrast("#" + bytes(colour).hex(), "#000000") >= 7


def test_right_to_left_lines_light_up_from_the_right(typesetter: Typesetter) -> None:
    overs = drawn(typesetter, core(), [timed("جرّبتها شهرًا كاملًا")], language="ar").overs
    middles = []
    for over in overs:
        picture = pixels(over.png).astype(int)
        middles.append(
            np.nonzero((picture[..., 3] == 255) & (np.ptp(picture[..., :3], axis=2) > 60))[1].mean()
        )
    assert middles[0] > middles[1] > middles[2]


# --- what the checks see --------------------------------------------------------------------------------


def measured(made: Captioned, format: Format) -> Measured:
    probe = Probe(kind="video", type="mp4", size=1, width=format.pixels[0], height=format.pixels[1])
    return Measured(probe=probe, words=tuple(seen_text(text, format.pixels) for text in made.placed))


@pytest.mark.parametrize("name", CLIPS)
def test_the_rules_find_captions_where_they_may_stand(typesetter: Typesetter, name: str) -> None:
    format, tables = named(name), formats.load()
    noise = np.random.default_rng(1).integers(0, 256, (*format.pixels[::-1], 3)).astype(np.uint8)
    for ground in ("stroke", "box"):
        made = drawn(typesetter, format, [said(SAID["en"])], ground=ground, frames=[noise])
        text = made.placed[0]
        assert text.role == "caption" and text.contrast and text.least and text.contrast >= text.least
        codes = {problem.code for problem in formats.check(measured(made, format), format, tables=tables)}
        assert not codes & {"text_covered", "low_contrast"}, codes
    if format.safe.y1 < 0.7:
        width, height = format.pixels
        lower = text.model_copy(
            update={"box": Box(x0=width - 500, y0=height - 200, x1=width - 10, y1=height - 120)}
        )
        moved = made._replace(placed=(lower,))
        assert "text_covered" in {
            p.code for p in formats.check(measured(moved, format), format, tables=tables)
        }


def test_cut_and_drawn_together(typesetter: Typesetter) -> None:
    """Whatever cues are cut to a lane can be drawn in it."""
    text = "Okay so I have been using this serum every single morning, and honestly I did not expect much of it at all!"
    for name in ("universal", "square", "landscape"):
        for style in ("phrase", "bold"):
            for lane in lanes(named(name), SIZES, style=style):
                plan = recut([said(text, end=9.0)], lane, fps=30)
                made = drawn(typesetter, named(name), list(plan.cues), lane=lane, style=style)
                assert len(made.overs) == len(plan.cues) > 2


# --- grounds and strips -----------------------------------------------------------------------------------


def test_which_grounds_are_restless() -> None:
    band = Box(x0=0.1, y0=0.4, x1=0.9, y1=0.5)
    calm = np.full((960, 540, 3), 120, np.uint8)
    halves = calm.copy()
    halves[:, :270] = 10
    blocks = np.kron(np.random.default_rng(3).integers(0, 256, (60, 34)), np.ones((16, 16)))
    blocks = np.repeat(blocks[:960, :540, None], 3, axis=2).astype(np.uint8)
    above = calm.copy()
    above[:300] = blocks[:300]
    for frame, busy in ((calm, False), (halves, True), (blocks, True), (above, False)):
        assert is_busy([frame], band) == busy
    assert is_busy([calm, blocks], band) and not is_busy([calm, calm, blocks], band)
    assert not is_busy([], band)


def test_a_strip_is_each_picture_for_its_time(typesetter: Typesetter, tmp_path: Path) -> None:
    cues = [said("one", 0.5, 1.0), said("two", 1.0, 1.5), said("three", 2.0, 2.5)]
    made = drawn(typesetter, core(), cues)
    path = tmp_path / "strip.mov"
    begin = write_strip([Shown(over.png, over.start or 0.0, over.end or 0.0) for over in made.overs], path)
    assert begin == 0.5
    first = pixels(made.overs[0].png)
    command = [
        program(),
        "-v",
        "error",
        "-i",
        path,
        "-vf",
        "fps=10",
        "-f",
        "rawvideo",
        "-pix_fmt",
        "rgba",
        "-",
    ]
    data = subprocess.run(command, capture_output=True, check=True).stdout
    frames = np.frombuffer(data, np.uint8).reshape(-1, *first.shape)
    shown = [None if start is None else pixels(made.overs[start].png) for start in (0, 1, None, 2, None)]
    for number, at in enumerate((0.2, 0.7, 1.2, 1.7, 2.2)):
        frame, expected = frames[round(at * 10)], shown[number]
        if expected is None:
            assert not frame[..., 3].any()
        else:
            assert np.array_equal(frame, expected)
    again = tmp_path / "again.mov"
    write_strip([Shown(over.png, over.start or 0.0, over.end or 0.0) for over in made.overs], again)
    assert again.read_bytes() == path.read_bytes()


def test_a_strip_takes_pictures_of_one_size(typesetter: Typesetter, tmp_path: Path) -> None:
    one = drawn(typesetter, core(), [said("one")]).overs[0].png
    other = drawn(typesetter, named("square"), [said("one")]).overs[0].png
    with pytest.raises(ValueError, match="of one size"):
        write_strip([Shown(one, 0, 1), Shown(other, 1, 2)], tmp_path / "strip.mov")


def test_over_real_frames_captions_can_be_read(typesetter: Typesetter, media: Path) -> None:
    from ugc.media.frames import open_frames

    format = named("story")
    for name in ("pose_squats.mp4", "chaplin.mp4", "video1.mp4"):
        frames = []
        for picture in open_frames(media / name, [0.2, 1.0, 1.8]):
            image = Image.fromarray(picture.pixels)
            scale = max(format.pixels[0] / image.width, format.pixels[1] / image.height)
            image = image.resize((round(image.width * scale), round(image.height * scale)))
            frames.append(np.asarray(image.crop((0, 0, *format.pixels))))
        lane = lanes(format, SIZES)[0]
        ground = "box" if is_busy(frames, lane.box) else "stroke"
        made = drawn(typesetter, format, [said(SAID["en"])], ground=ground, frames=frames)
        assert made.placed[0].contrast >= made.placed[0].least


def test_overs_follow_in_order(typesetter: Typesetter) -> None:
    cues = [timed("one two"), timed("three four").model_copy(update={"start": 1.0, "end": 2.0, "words": ()})]
    overs = drawn(typesetter, core(), cues).overs
    assert all(one.end <= then.start for one, then in pairwise(overs))
    assert len({over.top for over in overs}) == 1
