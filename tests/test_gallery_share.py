"""The picture that a gallery is shared by, judged by its pixels as Pillow reads them; and the sign in a tab, as XML."""

from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from gallery_sites import HOSTILE, a_site
from PIL import Image, ImageDraw

from ugc.errors import InputError
from ugc.gallery.share import HEIGHT, WIDTH, SharePicture, icon, share
from ugc.media.logo import read_logo
from ugc.resources import ASSETS

COLOURS = ("#1F77B4", "#2CA02C", "#9467BD", "#E377C2", "#17BECF", "#FF7F0E")
PANEL = 480
"""Pixels that are kept for words, at the left where one reads from the left."""
MARGIN = 44
LONG = "Photo by very.long.handle_very.long.handle_very.long.handle_ for Sunday Glow"


def picture(
    colour: str, *, size: tuple[int, int] = (400, 500), type: str = "JPEG", **told: Any
) -> SharePicture:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, type, **({"quality": 95} if type == "JPEG" else {}))
    return SharePicture.model_validate({"content": out.getvalue(), "credit": f"@glow.{colour[1:]}"} | told)


def pixels(content: bytes) -> np.ndarray[Any, np.dtype[np.int16]]:
    with Image.open(BytesIO(content)) as image:
        assert (image.format, image.size, image.mode) == ("JPEG", (WIDTH, HEIGHT), "RGB")
        return np.asarray(image).astype(np.int16)


def near(shown: np.ndarray[Any, Any], colour: str) -> np.ndarray[Any, np.dtype[np.bool_]]:
    wanted = np.array(list(bytes.fromhex(colour[1:])))
    return np.asarray(np.abs(shown - wanted).max(axis=-1) < 14)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_every_picture_has_its_place(count: int) -> None:
    shown = pixels(share(a_site(), [picture(colour) for colour in COLOURS[:count]]))
    room = shown[:, PANEL:]
    shares = [float(near(room, colour).mean()) for colour in COLOURS[:count]]
    assert all(part > 0.12 for part in shares), "each is large enough to be seen"
    assert sum(shares) > 0.96, "between them are thin gaps alone"
    for colour in COLOURS[:count]:
        down, across = np.nonzero(near(room, colour))
        box = (np.ptp(down) + 1) * (np.ptp(across) + 1)
        assert len(down) > 0.98 * box, "each is one rectangle"
    assert near(shown[:, :PANEL], a_site().colours["paper"]).mean() > 0.8


def test_a_sixth_is_not_shown_and_so_not_named() -> None:
    six = [picture(colour) for colour in COLOURS]
    assert share(a_site(), six) == share(a_site(), six[:5])


def test_each_creator_is_named_once() -> None:
    one = [picture(colour, credit="@mira") for colour in COLOURS[:3]]
    several = [picture(colour, credit=f"@mira{n}") for n, colour in enumerate(COLOURS[:3])]
    lines = [rows_of_words(pixels(share(a_site(), pictures))[380:, :PANEL]) for pictures in (one, several)]
    assert lines == [1, 3]


def rows_of_words(shown: np.ndarray[Any, Any]) -> int:
    inked = (~near(shown, a_site().colours["paper"])).any(axis=1)
    return int(np.count_nonzero(np.diff(inked.astype(int)) == 1))


CASES: dict[str, dict[str, Any]] = {
    "short": {},
    "joints": {"hashtag": "MyVerySlowSundayMorningGlowRoutineWithFriends"},
    "endless": {"hashtag": "a" * 300, "brand": "b" * 300},
    "wide": {"hashtag": "W" * 40, "brand": "The Extraordinarily Long Named Sunday Glow Company of Friends"},
    "arabic": {"hashtag": "صباح_الإشراق", "brand": "إشراقة الأحد"},
    "hebrew": {"hashtag": None, "title": "בוקר טוב " * 8, "brand": "זוהר"},
    "emoji": {"hashtag": None, "title": "Glow ☀️ mornings 👩🏽‍🚀 with you", "brand": "Glow 🌿"},
    "stacked": {"hashtag": "g" + "\u0301" * 60 + "low" + "\u0323" * 60},
    "hostile": {"hashtag": HOSTILE, "brand": HOSTILE, "title": HOSTILE},
    "typst": {"hashtag": '#eval("1") $x$ *b* _i_ \\ @ref <label> // c /* d', "brand": "#panic()"},
    "nothing": {"hashtag": None, "title": "\u200b\u202e", "brand": ""},
}


@pytest.mark.parametrize(
    ("case", "count"),
    [*((case, 5) for case in CASES), ("short", 0), ("endless", 0), ("wide", 2), ("arabic", 0)],
)
def test_words_stay_in_their_panel(case: str, count: int) -> None:
    site = a_site(**CASES[case])
    pictures = [
        picture(colour, credit=f"{LONG} {n}" if case != "short" else f"@g{n}")
        for n, colour in enumerate(COLOURS)
    ]
    shown = pixels(share(site, pictures[:count]))
    width = PANEL if count else WIDTH
    panel, paper = shown[:, :width], site.colours["paper"]
    inside = panel[MARGIN:-MARGIN, MARGIN:-MARGIN]
    outside = np.ones(panel.shape[:2], bool)
    outside[MARGIN:-MARGIN, MARGIN:-MARGIN] = False
    outside[:, -3:] = False  # where JPEG mixes the next picture in
    assert near(panel, paper)[outside].all()
    assert case == "nothing" or 0.01 < (~near(inside, paper)).mean() < 0.5


def test_pages_from_right_to_left_are_mirrored() -> None:
    one = [picture(COLOURS[0]), picture(COLOURS[1]), picture(COLOURS[2])]
    site = a_site(hashtag="صباح", brand="إشراقة")
    plain = pixels(share(site, one))
    turned = pixels(share(site.model_copy(update={"language": "ar"}), one))
    for colour in COLOURS[:3]:
        there = near(plain, colour)[:, ::-1]
        assert (near(turned, colour) == there).mean() > 0.995


def test_a_cut_goes_round_what_is_to_be_seen() -> None:
    out = BytesIO()
    image = Image.new("RGB", (1600, 400), COLOURS[0])
    ImageDraw.Draw(image).rectangle((800, 0, 1600, 400), fill=COLOURS[1])
    image.save(out, "PNG")
    for x, colour in ((0.0, COLOURS[0]), (1.0, COLOURS[1])):
        shown = pixels(share(a_site(), [SharePicture(content=out.getvalue(), credit="@g", x=x)]))
        assert near(shown[:, PANEL:], colour).mean() > 0.97


@pytest.mark.parametrize("count", [1, 3, 5])
def test_what_may_not_be_cut_stands_whole(count: int) -> None:
    """Both ends of a very wide picture, and of a very high one, are seen."""
    for size, ends in (
        ((1200, 300), ((0, 0, 150, 300), (1050, 0, 1200, 300))),
        ((300, 1200), ((0, 0, 300, 150), (0, 1050, 300, 1200))),
    ):
        out = BytesIO()
        image = Image.new("RGB", size, "#808080")
        for box, colour in zip(ends, COLOURS[:2], strict=True):
            ImageDraw.Draw(image).rectangle(box, fill=colour)
        image.save(out, "PNG")
        for whole in (True, False):
            one = SharePicture(content=out.getvalue(), credit="@g", whole=whole)
            shown = pixels(share(a_site(), [one] * count))[:, PANEL:]
            both = all(near(shown, colour).sum() > 300 for colour in COLOURS[:2])
            assert both or not whole
            if not whole and count == 1 and size[0] > size[1]:
                assert not both, "the measure tells cut from whole"


def test_the_kit_of_the_gallery() -> None:
    logo = read_logo(ASSETS / "demo" / "brand" / "logo.svg")
    for kit, site in (("light", a_site()), ("dark", a_site(kit="dark"))):
        colours = site.dark if kit == "dark" else site.colours
        shown = pixels(share(site, [picture(COLOURS[0])], logo=logo))
        assert near(shown[:MARGIN, : PANEL - 3], colours["paper"]).all()
        assert near(shown[:, :PANEL], colours["accent_text"]).mean() > 0.01, "the hashtag"
        assert near(shown[:140, :PANEL], "#C8501E").sum() > 300, "the logo"


def test_a_label_travels_with_it() -> None:
    label = b'<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"/><?xpacket end="w"?>'
    made = share(a_site(), [picture(COLOURS[0])], xmp=label)
    with Image.open(BytesIO(made)) as image:
        assert image.info["xmp"] == label
    assert np.array_equal(pixels(made), pixels(share(a_site(), [picture(COLOURS[0])])))


@pytest.mark.parametrize("type", ["GIF", "WEBP", "TIFF"])
def test_other_pictures_are_refused(type: str) -> None:
    with pytest.raises(InputError, match="neither JPEG nor PNG"):
        share(a_site(), [picture(COLOURS[0], type=type)])


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    pictures = [picture(colour) for colour in COLOURS[:3]]
    first = share(a_site(), pictures)
    assert share(a_site(), pictures, cache=tmp_path) == first
    assert len(first) < 300_000


@pytest.mark.parametrize(
    ("brand", "letter"),
    [
        ("Sunday Glow", "S"),
        ("sunday glow", "S"),
        ("  ☀️ éclat", "É"),
        ("e\u0301clat", "E\u0301"),
        ("ßoda", "ß"),
        ("إشراقة", "إ"),
        ("朝の光", "朝"),
        ("7 mornings", "7"),
        ("<script>", "S"),
        ("&\"'", None),
        ("☀️", None),
        ("", None),
        (HOSTILE, "S"),
    ],
)
def test_the_sign_of_a_tab(brand: str, letter: str | None) -> None:
    root = ElementTree.fromstring(icon(a_site(brand=brand)))
    tags = [child.tag.rpartition("}")[2] for child in root]
    assert (root.tag, tags) == ("{http://www.w3.org/2000/svg}svg", ["rect", "text"] if letter else ["rect"])
    assert [child.text for child in root if child.text] == ([letter] if letter else [])
    assert root[0].get("fill") == a_site().colours["accent"]
    assert not len(root[-1])
