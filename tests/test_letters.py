"""Letters on pictures and beside them: rims, boxes line by line, quotation marks, disclosures.

Pixels are the judge, not what the typesetter says of itself.
"""

import io
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from overlays import FORMATS, Pixels, at, draw, layer, part
from PIL import Image

from ugc import templates
from ugc.media.canvas import composite
from ugc.media.shades import contrast, shaded
from ugc.typeset import Overlay, system_cjk_fonts

HOOK = {
    "hook": "30 days of this one jar and I get it",
    "credit": "@mira.slowmornings",
    "platform": "Instagram",
}
cjk = pytest.mark.skipif(
    not system_cjk_fonts(), reason="no font for Chinese, Japanese and Korean is installed"
)


def flat(overlay: Overlay, level: int) -> NDArray[np.uint8]:
    height, width = layer(overlay).shape[:2]
    return np.full((height, width, 3), level, np.uint8)


@pytest.mark.parametrize(("name", "role"), [("hook", "hook"), ("minimal-frame", "note")])
@pytest.mark.parametrize("format_id", FORMATS)
def test_letters_with_a_rim_are_seen_on_white_and_on_black(name: str, role: str, format_id: str) -> None:
    words = HOOK | {"note": HOOK["hook"]}
    overlay = draw(name, format_id, {key: words[key] for key in (role, "credit", "platform")})
    text = at(overlay, role)
    assert text.rim == "#000000"
    for level in (0, 255, 118):
        canvas = flat(overlay, level)
        assert all(veil.strength == 0 for veil in shaded(canvas, overlay.shades, overlay.placed)), (
            "none is needed"
        )
        told = contrast(canvas, text)
        composite(canvas, np.asarray(Image.open(io.BytesIO(overlay.png))))
        seen = part(canvas.astype(int), text.box).mean(axis=2)
        assert (seen > 240).mean() > 0.1, "white letters"
        assert level == 0 or (seen < 15).mean() > 0.05, "their rim"
        assert told is not None and told >= 4.5


def test_a_rim_is_as_wide_as_it_says_and_eats_nothing_of_the_letters() -> None:
    words = {key: HOOK[key] for key in ("hook", "credit")}
    rim, bare = (
        layer(draw("hook", "feed", words | {"options": {"style": style}})) for style in ("rim", "shade")
    )
    size = at(draw("hook", "feed", words), "hook").size

    def ink(pixels: Pixels) -> Pixels:  # of the hook alone: the credit stands at the bottom
        return pixels[:600, :, 3] * pixels[:600, :, :3].min(axis=2) > 128 * 255

    assert ink(rim).sum() == pytest.approx(ink(bare).sum(), rel=0.02)
    rows = [np.nonzero((pixels[:600, :, 3] > 128).any(axis=1))[0] for pixels in (rim, bare)]
    assert rows[0].max() - rows[0].min() - (rows[1].max() - rows[1].min()) == pytest.approx(
        2 * 0.06 * size, abs=2
    )


@pytest.mark.parametrize(
    ("wide", "scale", "counts", "why"),
    [
        ("3pt", 1, True, "more than a point of 390 on a canvas of 1080"),
        ("2.5pt", 1, False, "less than one"),
        ("3pt", 4 / 3, True, "the same on a larger canvas"),
        ("2.5pt", 4 / 3, False, "and so is this"),
    ],
)
def test_a_rim_too_thin_to_be_seen_does_not_count(
    tmp_path: Path, wide: str, scale: float, counts: bool, why: str
) -> None:
    (tmp_path / "thin").mkdir()
    (tmp_path / "thin" / "template.toml").write_text(
        'name = "thin"\npurpose = "a test"\n[words.credit]\nlimit = 40\n'
    )
    (tmp_path / "thin" / "overlay.typ").write_text(
        '#import "../_shared/ugc.typ": *\n#show: frame\n'
        '#let body = line("Words", size: 60pt, fill: white)\n'
        f'#landed("credit", "Words", 60pt, body, fill: white, rim: (colour: black, width: {wide}))\n'
    )
    text = at(draw("thin", "feed", {}, dirs=(tmp_path,), scale=scale), "credit")
    assert (text.rim is not None) == counts, why


BOXED = [
    pytest.param("en", "30 days of this one jar and I get it", id="english"),
    pytest.param("de", "Meine Feuchtigkeitspflege? Nur dieses Glas", id="german"),
    pytest.param("ar", "ثلاثون يومًا مع جرّة واحدة فقط", id="arabic"),
    pytest.param("th", "ที่นี่ดีที่สุดใช้ทุกวันเช้าเย็น", id="thai"),
    pytest.param("ja", "三十日間、朝はこれ一つだけ", id="japanese", marks=cjk),
    pytest.param("en", "I almost sent this jar straight back ❤️", id="emoji"),
]


@pytest.mark.parametrize(("language", "hook"), BOXED)
@pytest.mark.parametrize("format_id", FORMATS)
def test_every_letter_stands_inside_of_its_lines_box(format_id: str, language: str, hook: str) -> None:
    words = {"hook": hook, "credit": "@mira.slowmornings", "language": language, "options": {"style": "box"}}
    overlay = draw("hook", format_id, words)
    text = at(overlay, "hook")
    assert (text.fill, text.ground) == ("#0c121a", "#ffffff")
    pixels = layer(overlay)
    x0, y0, x1, y1 = FORMATS[format_id][1]
    credit = at(overlay, "credit").box
    pixels[int(credit.y0) - 40 :] = 0  # the chip
    ys, xs = np.nonzero(pixels[..., 3] > 8)
    assert (xs.min() >= x0 - 1, ys.min() >= y0 - 1, xs.max() <= x1, ys.max() <= y1) == (True,) * 4
    ink = (pixels[..., 3] > 128) & (pixels[..., :3].max(axis=2) < 90)
    assert ink.sum() > 500
    spare = int(0.08 * text.size)
    for down, across in ((0, spare), (0, -spare), (spare, 0), (-spare, 0)):
        beside = np.roll(pixels[..., 3], (down, across), axis=(0, 1))
        assert beside[ink].min() == 255, "every letter has box all round it"


def test_boxes_are_as_long_as_their_lines_and_flow_into_each_other() -> None:
    overlay = draw("hook", "feed", HOOK | {"options": {"style": "box"}})
    text = at(overlay, "hook")
    assert text.lines == 2
    box, pixels = text.box, layer(overlay)[..., 3] == 255
    middle = int((box.y0 + box.y1) / 2)
    assert pixels[int(box.y0) : int(box.y1), int(box.x0) + 4].all(), "no gap between the lines"
    ends = [np.nonzero(pixels[y])[0].max() for y in (int(box.y0) + 20, int(box.y1) - 20)]
    assert abs(ends[0] - ends[1]) > 40, "each as long as its words"
    edge = np.nonzero(np.diff([np.nonzero(row)[0].max() for row in pixels[middle - 60 : middle + 60]]))[0]
    assert len(edge) > 8, "the step between them is round, not a corner"


def test_a_note_is_centred_line_by_line() -> None:
    words = {
        "note": "day 12 and I keep checking the mirror as my skin was never this calm",
        "credit": "@mira",
    }
    overlay = draw("minimal-frame", "feed", words)
    text = at(overlay, "note")
    assert text.lines == 2
    pixels = part(layer(overlay)[..., 3], text.box) > 128
    for half in np.array_split(pixels, 2):
        columns = np.nonzero(half.any(axis=0))[0]
        assert (columns.min() + columns.max()) / 2 == pytest.approx(pixels.shape[1] / 2, abs=4)


def test_an_ordinary_post_shows_nothing_of_the_brand() -> None:
    words = {"note": "shelf update", "credit": "@mira", "platform": "Instagram"}
    pixels = layer(draw("minimal-frame", "feed", words))
    solid = pixels[pixels[..., 3] > 128][:, :3]
    assert np.abs(solid.max(axis=1) - solid.min(axis=1)).max() <= 2, "black and white alone"


@pytest.mark.parametrize("format_id", FORMATS)
def test_an_inset_stands_on_the_shapes_that_have_one(format_id: str) -> None:
    words = {"note": "shelf update", "credit": "@mira", "options": {"inset": "on"}}
    pixels = layer(draw("minimal-frame", format_id, words))
    edge = pixels[:, :20].min() == 255 and pixels[-20:].min() == 255
    assert edge == (format_id in ("feed", "square"))
    assert pixels[30:50, 30:50].max() == 0


@pytest.mark.parametrize("language", ["en", "de", "fr", "sv", "ar", "es-MX", pytest.param("ja", marks=cjk)])
def test_a_quotation_opens_with_a_mark_that_is_seen(language: str) -> None:
    words = {"quote": "三十日" if language == "ja" else "Only one", "credit": "@mira", "language": language}
    overlay = draw("quote", "feed", words)
    pixels = layer(overlay)
    reddish = (pixels[..., 3] > 128) & (pixels[..., 0] - pixels[..., 2] > 60)
    rows = np.nonzero(reddish.any(axis=1))[0]
    assert 28 <= rows.max() - rows.min() <= 56, "as high as a mark of its size, whatever the language"
    assert rows.max() < at(overlay, "quote").box.y0


def test_languages_open_quotations_with_marks_of_their_own() -> None:
    words = {"quote": "Only one", "credit": "@mira"}
    drawn = {lang: draw("quote", "feed", words | {"language": lang}).png for lang in ("en", "de", "fr", "sv")}
    assert len(set(drawn.values())) == 4
    assert draw("quote", "feed", words | {"language": "pl"}).png == drawn["de"]


@pytest.mark.parametrize(
    ("handle", "lines"), [("@mira", 1), ("@mira.slow.mornings.x23", 2), ("@mira on Instagram", 1)]
)
def test_the_platform_is_kept_beside_the_picture(handle: str, lines: int) -> None:
    beside = {"pictures": [{"x0": 0, "y0": 0, "x1": 0.44, "y1": 1}]}
    words = {"quote": "Only one jar left.", "credit": handle, "platform": "Instagram", "disclosure": "Ad"}
    overlay = draw("quote", "link", words | beside)
    text = at(overlay, "credit")
    assert (text.text.count("Instagram"), text.lines) == (1, lines)
    pixels = layer(overlay)
    assert at(overlay, "disclosure").box.y1 + 24 < at(overlay, "quote").box.y0 - 38
    assert part(pixels[..., 3], text.box).any()


@pytest.mark.parametrize("format_id", FORMATS)
@pytest.mark.parametrize("name", ["credit", "hook", "minimal-frame", "quote", "end-card"])
def test_a_disclosure_is_drawn_on_its_own_ground(name: str, format_id: str) -> None:
    every = HOOK | {"note": "shelf update", "quote": "Only one jar left.", "headline": "Slow mornings"}
    known = templates.load(name).words
    words = {field: text for field, text in every.items() if field in known}
    without = draw(name, format_id, words)
    assert "disclosure" not in [each.role for each in without.placed]
    overlay = draw(name, format_id, words | {"disclosure": "Paid partnership"})
    label = at(overlay, "disclosure")
    canvas = flat(overlay, 0)
    assert (contrast(canvas, label) or 0) >= 7
    for other in overlay.placed:
        apart = (
            other.box.x1 <= label.box.x0
            or other.box.x0 >= label.box.x1
            or other.box.y1 <= label.box.y0
            or other.box.y0 >= label.box.y1
        )
        assert other is label or apart, other.role


@pytest.mark.parametrize(
    ("name", "used", "options", "edits"),
    [
        ("hook", ["hook", "credit", "platform"], {}, {"text_overlay"}),
        ("hook", ["credit", "platform"], {}, set()),
        ("hook", ["credit", "disclosure"], {}, {"text_overlay"}),
        ("minimal-frame", ["note", "credit"], {"inset": "on"}, {"text_overlay", "crop"}),
        ("end-card", ["credit"], {"logo": "off"}, {"end_card"}),
        ("end-card", ["headline", "credit"], {}, {"end_card", "text_overlay", "logo_overlay"}),
        ("quote", ["credit", "platform"], {}, set()),
        ("credit", ["credit", "disclosure"], {}, {"text_overlay"}),
    ],
)
def test_templates_say_what_they_do_to_a_picture(
    name: str, used: list[str], options: dict[str, str], edits: set[str]
) -> None:
    assert templates.edits_of(templates.load(name), used=used, options=options) == edits
