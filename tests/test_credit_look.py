"""The credit template as it looks: inside the safe zone, legible on the worst pictures, the same at every scale.

Pixels are the judge, not what the typesetter says of itself.
"""

import io
from functools import cache

import numpy as np
import pytest
from PIL import Image

from ugc import templates
from ugc.errors import PlacementError
from ugc.media.canvas import composite
from ugc.media.shades import shaded
from ugc.typeset import Typesetter, system_cjk_fonts

FORMATS = {  # canvas, scale, safe box in base pixels
    "story": ((1080, 1920), 1.0, (65, 269, 1015, 1248)),
    "feed": ((1080, 1350), 1.0, (65, 68, 1015, 1215)),
    "square": ((1080, 1080), 1.0, (65, 54, 1015, 972)),
    "feed_large": ((1440, 1800), 4 / 3, (65, 68, 1015, 1215)),
}
WORDS = {
    "credit alone": {"credit": "@ana.lopez"},
    "short": {"credit": "@ana", "headline": "30 days, one bottle"},
    "long": {
        "credit": "Photo: Ana María López de la Vega (@ana.lopez.de.la.vega.official)",
        "headline": "I wore it for 30 days straight and my skin has never, ever been calmer",
        "cta": "Shop the serum",
    },
    "arabic": {
        "credit": "تصوير: @ana.lopez",
        "headline": "ارتديته لمدة 30 يومًا متتالية ولم تكن بشرتي أهدأ من قبل",
        "cta": "تسوق الآن",
        "language": "ar",
    },
    "hebrew": {"credit": "@noa", "headline": "השתמשתי בזה 30 יום ברצף", "language": "he"},
    "devanagari": {
        "credit": "@asha",
        "headline": "मैंने इसे लगातार 30 दिन पहना",
        "cta": "अभी खरीदें",
        "language": "hi",
    },
    "thai": {"credit": "@ploy", "headline": "ที่นี่ดีที่สุด ปั้น ญู ฎู ใช้ 30 วัน", "cta": "ซื้อเลย", "language": "th"},
    "emoji": {"credit": "@ana 👩🏽‍🚀", "headline": "Best mug ever 👩🏽‍🚀❤️", "cta": "Get yours ✨"},
    "call to action": {"credit": "@ana", "cta": "Learn more"},
    "below": {"credit": "@ana", "headline": "ÁÊ gjpq below", "cta": "Shop", "below": True},
    "zalgo": {
        "credit": "@a" + "\u0301\u0316" * 20,
        "headline": "Z" + "\u0301\u030b\u0316\u0330" * 30 + "algo",
    },
}


@cache
def typesetter() -> Typesetter:
    return Typesetter(system_cjk_fonts())


@cache
def drawn(format_id: str, case: str):
    return draw(format_id, WORDS[case])


def draw(format_id: str, words: dict, **more):
    (wide, high), scale, (x0, y0, x1, y1) = FORMATS[format_id]
    across, down = wide / scale, high / scale
    safe = {"top": y0 / down, "right": 1 - x1 / across, "bottom": 1 - y1 / down, "left": x0 / across}
    data = {"platform": "Instagram", "headline": None, "cta": None, "safe": safe} | words | more
    if data.pop("below", False):  # where planning puts it when the top is taken
        low = (y1 - 64 - 24 - 96 - 40) / down
        room = {"x0": x0 / across, "y0": low - 250 / down, "x1": x1 / across, "y1": low}
        data["slots"] = {"headline": room | {"edge": "bottom", "side": "left", "tone": "light"}}
    return typesetter().overlay(templates.load("credit"), data, pixels=(wide, high), scale=scale)


def pixels(overlay) -> np.ndarray:
    picture = Image.open(io.BytesIO(overlay.png))
    assert picture.mode == "RGBA"
    return np.asarray(picture).astype(int)


def inked(picture: np.ndarray) -> np.ndarray:
    """Everything that is drawn: shades are not part of an overlay."""
    return picture[..., 3] > 8


def over(overlay, under: int) -> np.ndarray:
    """A flat picture as the renderer leaves it: shaded where the words need it, the words laid on."""
    height, width = pixels(overlay).shape[:2]
    canvas = np.full((height, width, 3), under, np.uint8)
    shaded(canvas, overlay.shades, overlay.placed)
    composite(canvas, np.asarray(Image.open(io.BytesIO(overlay.png))))
    return canvas.astype(int)


def safe_box(format_id: str) -> tuple[int, int, int, int]:
    _, scale, box = FORMATS[format_id]
    return tuple(round(edge * scale) for edge in box)


@pytest.mark.parametrize("case", WORDS)
@pytest.mark.parametrize("format_id", FORMATS)
def test_everything_stays_in_the_safe_zone(format_id: str, case: str) -> None:
    overlay = drawn(format_id, case)
    x0, y0, x1, y1 = safe_box(format_id)
    ink = inked(pixels(overlay))
    ys, xs = np.nonzero(ink)
    assert (xs.min() >= x0 - 1, ys.min() >= y0 - 1, xs.max() <= x1, ys.max() <= y1) == (True,) * 4, (
        xs.min(),
        ys.min(),
        xs.max(),
        ys.max(),
    )
    roles = [each.role for each in overlay.placed]
    assert sorted(roles) == sorted({"credit", "headline", "cta"} & set(WORDS[case]))
    for each in overlay.placed:
        assert x0 - 0.5 <= each.box.x0 < each.box.x1 <= x1 + 0.5
        assert y0 - 0.5 <= each.box.y0 < each.box.y1 <= y1 + 0.5
        inside = ink[int(each.box.y0) : int(each.box.y1) + 1, int(each.box.x0) : int(each.box.x1) + 1]
        assert inside.mean() > 0.05, f"{each.role} is said to be where nothing is drawn"


@pytest.mark.parametrize("format_id", FORMATS)
def test_nothing_is_shaded_without_a_headline(format_id: str) -> None:
    picture = pixels(drawn(format_id, "credit alone"))
    x0, y0, x1, y1 = safe_box(format_id)
    picture[y0:y1, x0:x1] = 0
    assert not picture.any()


def grey(overlay, role: str, under: int, part: tuple[float, float] = (0, 1)) -> np.ndarray:
    """The pixels of one text's box over a flat picture, as grey levels."""
    seen = over(overlay, under).mean(axis=2)
    box = next(each.box for each in overlay.placed if each.role == role)
    left = box.x0 + box.width * part[0]
    right = box.x0 + box.width * part[1]
    return seen[int(box.y0) : int(box.y1), int(left) : int(right)].round().astype(int)


def luminance(level: float) -> float:
    part = level / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def contrast(seen: np.ndarray) -> float:
    """Of the brightest text to what lies most around it."""
    brightest = int(seen.max())
    around = np.bincount(seen[seen < brightest - 40]).argmax()
    return (luminance(brightest) + 0.05) / (luminance(around) + 0.05)


@pytest.mark.parametrize("under", [255, 0, 178, 120])
@pytest.mark.parametrize("format_id", FORMATS)
def test_words_are_legible_on_the_worst_pictures(format_id: str, under: int) -> None:
    overlay = drawn(format_id, "short")
    assert contrast(grey(overlay, "headline", under)) >= 3
    assert contrast(grey(overlay, "credit", under, (0, 0.3))) >= 4.5
    assert contrast(grey(overlay, "credit", under, (0.5, 1))) >= 4.5, "the platform's name is dimmer"


@pytest.mark.parametrize(
    "accent",
    [
        "#FFFFFF",
        "#000000",
        "#E6005C",
        "#FFD60A",
        "#0A84FF",
        "#7A8B99",
        "#34C759",
        "#FF6B35",
        "#808080",
        "#8E44AD",
    ],
)
def test_a_call_to_action_reads_on_any_accent(accent: str) -> None:
    overlay = draw("square", {"credit": "@ana", "cta": "Shop now"}, brand={"accent": accent})
    box = next(each.box for each in overlay.placed if each.role == "cta")
    seen = pixels(overlay)[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1), :3].reshape(-1, 3)
    colours, counts = np.unique(seen, axis=0, return_counts=True)
    first, second = sorted(zip(counts, map(tuple, colours), strict=True), reverse=True)[:2]
    levels = sorted(
        sum(weight * luminance(part) for weight, part in zip((0.2126, 0.7152, 0.0722), colour, strict=True))
        for colour in (first[1], second[1])
    )
    assert (levels[1] + 0.05) / (levels[0] + 0.05) >= 4.5


@pytest.mark.parametrize("format_id", FORMATS)
@pytest.mark.parametrize("below", [False, True])
def test_a_shade_deepens_towards_the_words_and_shows_no_step(format_id: str, below: bool) -> None:
    overlay = draw(format_id, {"credit": "@ana", "headline": "One line", "below": below})
    column = over(overlay, 255)[:, 2:50].mean(axis=(1, 2))  # at the left edge, clear of all text
    steps = np.diff(column if below else column[::-1])
    assert column.min() < 160, "white letters on white need it"
    assert steps.max() <= 0.8, "it only deepens towards the edge where the words stand, but for its noise"
    assert steps.min() >= -2.5, "two levels of 255 at a time"


def test_a_larger_canvas_is_the_same_picture() -> None:
    for case in ("long", "arabic"):
        small, large = drawn("feed", case).placed, drawn("feed_large", case).placed
        for one, other in zip(small, large, strict=True):
            assert other.size == pytest.approx(one.size * 4 / 3, abs=0.1)
            for edge in ("x0", "y0", "x1", "y1"):
                assert getattr(other.box, edge) == pytest.approx(getattr(one.box, edge) * 4 / 3, abs=1.5)


def test_right_to_left_is_mirrored() -> None:
    for case in ("arabic", "hebrew"):
        for each in drawn("story", case).placed:
            assert each.box.x1 > 1015 - 48, each.role
    for each in drawn("story", "short").placed:
        assert each.box.x0 < 65 + 48


@pytest.mark.parametrize("case", ["arabic", "long"])
def test_lines_begin_on_one_edge(case: str) -> None:
    overlay = drawn("story", case)
    box = words_at(overlay, "headline").box
    seen = grey(overlay, "headline", 0) > 128
    halves = np.array_split(seen, 2)  # both headlines take two lines
    if case == "arabic":
        starts = [box.width - np.nonzero(half.any(axis=0))[0].max() for half in halves]
    else:
        starts = [np.nonzero(half.any(axis=0))[0].min() for half in halves]
    assert abs(starts[0] - starts[1]) <= 8, "side bearings apart, on one edge"
    assert max(starts) <= 12


def words_at(overlay, role: str):
    return next(each for each in overlay.placed if each.role == role)


@pytest.mark.parametrize(
    ("credit", "expected", "why"),
    [
        ("@ana.lopez", "@ana.lopez\xa0· Instagram", "whole"),
        ("@ana on Instagram", "@ana on Instagram", "the platform is not said twice"),
        (
            "@twenty_four_characters_x",
            "@twenty_four_characters_x\xa0· Instagram",
            "at the limit: whole, smaller",
        ),
        ("@abcdefghijklmnopqrstuvwxyz0123", "@abcdefghijk…vwxyz0123", "cut in the middle: first 12, last 8"),
    ],
)
def test_handles_stay_findable(credit: str, expected: str, why: str) -> None:
    shown = words_at(draw("story", {"credit": credit}), "credit").text
    if "…" in expected:
        assert shown.startswith("@abcdefghijk…"), why
        assert shown.removesuffix("\xa0· Instagram").endswith("wxyz0123"), why
    else:
        assert shown == expected, why


def test_a_long_credit_line_is_wrapped_never_cut() -> None:
    credit = "Photo: Ana María López de la Vega for Sunday Glow, with thanks (@ana.lopez)"
    placed = words_at(draw("story", {"credit": credit}), "credit")
    assert placed.text == credit + "\xa0· Instagram"
    assert placed.size >= 30
    assert placed.box.height > 60


@pytest.mark.parametrize(
    ("headline", "sizes", "lines"),
    [
        ("30 days, one bottle", {72}, 1),
        ("I wore it for 30 days and my skin has never been calmer", {64, 68}, 2),
        ("WHAT MY MOM WORE FOR A MONTH WITHOUT ONE WORRY ABOUT HOW IT WOULD WASH", {56, 60, 64}, 3),
    ],
)
def test_headlines_are_as_large_as_fits(headline: str, sizes: set[float], lines: int) -> None:
    placed = words_at(draw("story", {"credit": "@a", "headline": headline}), "headline")
    assert placed.size in sizes
    assert round((placed.box.height / placed.size - 0.97) / 1.1) + 1 == lines


def test_headlines_keep_their_floor_and_grow_by_a_line() -> None:
    placed = words_at(drawn("story", "long"), "headline")
    assert placed.size >= 56
    assert 2 <= round(placed.box.height / (placed.size * 1.1)) <= 3


def test_a_headline_never_lies_on_what_stands_below_it() -> None:
    tight = {"top": 0.36, "right": 0.06, "bottom": 0.36, "left": 0.06}
    words = {"headline": "I wore it for 30 days straight and my skin is calmer", "cta": "Shop now"}
    with pytest.raises(PlacementError, match="headline does not fit"):
        draw("square", {"credit": "@ana"} | words, safe=tight)


def test_a_notch_is_kept_free() -> None:
    notch = {"x0": 780 / 1080, "y0": 840 / 1920, "x1": 1.0, "y1": 1260 / 1920}
    words = {"credit": "@averyveryverylonghandle", "headline": "Above the face"}
    ink = inked(pixels(draw("story", words, notches=[notch])))
    assert ink.any()
    assert not ink[840:1260, 780 - 24 :].any()


@pytest.mark.skipif(not system_cjk_fonts(), reason="no font for Chinese, Japanese and Korean is installed")
def test_japanese_stays_in_the_safe_zone() -> None:
    words = {
        "credit": "@美咲",
        "headline": "30日間毎日使ってみたら、肌がこんなに落ち着いた",
        "language": "ja",
    }
    overlay = draw("story", words)
    ys, xs = np.nonzero(inked(pixels(overlay)))
    assert xs.min() >= 64 and xs.max() <= 1015 and ys.min() >= 268 and ys.max() <= 1248
    assert words_at(overlay, "headline").text == words["headline"]
