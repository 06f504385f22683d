"""Planning tells in advance how large words can become; the typesetter, which draws them, is the judge."""

import pytest

from ugc import templates
from ugc.errors import MissingError, PlacementError
from ugc.model.layout import Placed
from ugc.plan.extents import Extent, advance, extent, reads_right_to_left
from ugc.typeset import Overlay, Typesetter, system_cjk_fonts

SHAPES = {
    "9:16": (1080, 1920),
    "4:5": (1080, 1350),
    "1:1": (1080, 1080),
    "1.91:1": (1200, 628),
    "2:3": (1000, 1500),
}
SAFE = {"top": 0.05, "right": 0.06, "bottom": 0.05, "left": 0.06}
CREDITS = (
    "@a",
    "@ana",
    "@maya.bakes",
    "@WWWWWWWWMMMMMM",
    "@a_very_long_handle_that_goes_on",
    "Foto: Åsa Öberg-Lindström, Göteborg",
    "写真：田中さくら",
    "تصوير أحمد",
    "@lea 🌿✨👩🏽‍🍳",
    "Photograph by Maximilian Wolfeschlegelsteinhausen for the Weekend Magazine",
)
HEADLINES = (
    "Wow",
    "My skin after two weeks",
    "The only serum that did not make my skin itch",
    "WE MAKE WARM WINTER WOOL",
    "Ili fill illicit lilies till July",
    "3 weeks, 2 bottles, 1 happy face 😀",
    "ส้มตำไทยรสจัดจ้าน",
    "صباح الخير من القاهرة",
    "朝のスキンケアが変わりました",
    "मेरी त्वचा अब चमकती है",
)
CTAS = ("Go", "Shop the serum", "WWWWWW MMMM", "Jetzt ausprobieren", "今すぐ購入")


@pytest.fixture(scope="module")
def typesetter() -> Typesetter:
    return Typesetter([font.parent for font in system_cjk_fonts()])


def drawn(typesetter: Typesetter, pixels: tuple[int, int], **words: str) -> Overlay:
    data = {"credit": "@ana", "safe": SAFE, "notches": [], "language": "en", **words}
    try:
        return typesetter.overlay(templates.load("credit"), data, pixels=pixels)
    except MissingError as error:
        pytest.skip(error.message)


def told(kind: str, words: str, pixels: tuple[int, int]) -> Extent:
    sizes = templates.load("credit").sizes
    assert sizes
    shape, unit = sizes.shape(pixels)
    room = pixels[0] * (1 - SAFE["left"] - SAFE["right"])
    return extent(kind, words, sizes=sizes, shape=shape, unit=unit, room=room)  # type: ignore[arg-type]


def landed(overlay: Overlay, role: str) -> Placed:
    return next(text for text in overlay.placed if text.role == role)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("words", HEADLINES)
def test_a_headline_takes_no_more_than_was_told(typesetter: Typesetter, shape: str, words: str) -> None:
    pixels = SHAPES[shape]
    try:
        box = landed(drawn(typesetter, pixels, headline=words), "headline").box
    except PlacementError:  # refused whole, so nothing is covered
        return
    most = told("headline", words, pixels)
    assert box.width <= most.width + 1
    assert box.height <= most.height + 1
    assert most.height <= 3.5 * box.height, "and not so much more that no place is found"


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("words", CREDITS)
def test_a_chip_takes_no_more_than_was_told(typesetter: Typesetter, shape: str, words: str) -> None:
    pixels = SHAPES[shape]
    sizes = templates.load("credit").sizes
    assert sizes
    unit = sizes.shape(pixels)[1]
    try:
        text = landed(drawn(typesetter, pixels, credit=words, platform="Instagram"), "credit")
    except PlacementError:
        return
    most = told("chip", f"{words}\u00a0· Instagram", pixels)
    assert text.box.width + 2 * sizes.chip.pad * unit <= most.width + 1
    tall = sizes.chip.tall * unit if text.lines == 1 else text.box.height + 40 * unit
    assert tall <= most.height + 1
    assert most.height <= 3.6 * sizes.chip.tall * unit


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("words", CTAS)
def test_a_pill_takes_no_more_than_was_told(typesetter: Typesetter, shape: str, words: str) -> None:
    pixels = SHAPES[shape]
    sizes = templates.load("credit").sizes
    assert sizes
    unit = sizes.shape(pixels)[1]
    try:
        text = landed(drawn(typesetter, pixels, cta=words), "cta")
    except PlacementError:
        return
    most = told("pill", words, pixels)
    assert max(text.box.width + 2 * sizes.pill.pad * unit, sizes.pill.least * unit) <= most.width + 1
    assert most.height == pytest.approx(sizes.pill.tall * unit)


@pytest.mark.parametrize(
    ("words", "least", "most"),
    [
        ("Hello", 2.2, 3.2),  # Inter Bold sets it in about 2.5 em
        ("日本", 2.0, 2.0),
        ("👩🏽‍🍳", 1.0, 1.4),
        ("", 0.0, 0.0),
    ],
)
def test_a_line_is_as_wide_as_its_letters(words: str, least: float, most: float) -> None:
    assert least <= advance(words) <= most


@pytest.mark.parametrize(
    ("words", "language", "right"),
    [
        (["Hello"], "ar", False),  # the words themselves say it
        (["صباح"], "en", True),
        ([None, "שלום"], "en", True),
        (["123 !"], "he", True),
        ([None, None], "en", False),
    ],
)
def test_the_side_is_where_reading_begins(words: list[str | None], language: str, right: bool) -> None:
    assert reads_right_to_left(words, language) is right
