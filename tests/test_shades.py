"""Contrast against figures of the standard, and shades that are as light as they may be."""

import numpy as np
import pytest
from numpy.typing import NDArray

from ugc.media.shades import colour, contrast, shaded
from ugc.model.formats import Box
from ugc.model.layout import Placed, Shade

WIDTH, HEIGHT = 540, 960


def canvas(level: int | tuple[int, int, int]) -> NDArray[np.uint8]:
    made = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    made[:] = level
    return made


def text(fill: str = "#FFFFFF", ground: str | None = None, *, lines: int = 1, least: float = 4.5) -> Placed:
    place = Box(x0=50, y0=100, x1=450, y1=160)
    return Placed(
        role="headline", text="Words", box=place, size=40, lines=lines, fill=fill, ground=ground, least=least
    )


OVER = Shade(tone="light", y0=None, y1=200)
UNDER_DARK = Shade(tone="dark", y0=None, y1=200)


@pytest.mark.parametrize(
    ("fill", "ground", "ratio"),
    [
        # from https://webaim.org/resources/contrastchecker/ and worked by hand
        ("#FFFFFF", (0, 0, 0), 21.0),
        ("#000000", (255, 255, 255), 21.0),
        ("#FFFFFF", (0x76, 0x76, 0x76), 4.54),
        ("#FFFFFF", (255, 255, 255), 1.0),
        ("#0000FF", (255, 255, 255), 8.59),
        ("#FF0000", (255, 255, 255), 4.0),
    ],
)
def test_contrast_is_that_of_the_standard(fill: str, ground: tuple[int, int, int], ratio: float) -> None:
    assert contrast(canvas(ground), text(fill)) == pytest.approx(ratio, abs=0.01)


def test_a_chip_counts_as_what_lies_under_its_letters() -> None:
    solid = contrast(canvas(255), text("#FFFFFF", "#000000FF"))
    assert solid == pytest.approx(21.0)
    # black at half over white is 127.5, whose luminance is 0.2140
    half = contrast(canvas(255), text("#FFFFFF", "#00000080"))
    assert half == pytest.approx(1.05 / (0.2122 + 0.05), abs=0.05)
    faint = contrast(canvas(0), text("#FFFFFF80"))  # letters at half over black
    assert faint == pytest.approx((0.2158 + 0.05) / 0.05, abs=0.1)


def test_the_worst_line_and_its_worst_twentieth_count() -> None:
    picture = canvas(0)
    picture[130:160] = 255  # the second line
    assert contrast(picture, text(lines=2)) == pytest.approx(1.0)
    picture = canvas(0)
    picture[100:160, 50:90] = 255  # a tenth of the line
    assert contrast(picture, text()) == pytest.approx(1.0), "a mean of 19 would hide it"
    picture = canvas(0)
    picture[100:160, 50:60] = 255  # a fortieth
    assert contrast(picture, text()) == pytest.approx(21.0)


def test_a_text_that_tells_no_colour_is_not_measured() -> None:
    assert contrast(canvas(0), text().model_copy(update={"fill": None})) is None
    assert contrast(canvas(0), text().model_copy(update={"box": Box(x0=900, y0=0, x1=950, y1=20)})) is None


@pytest.mark.parametrize(("least", "alpha"), [(3.0, 0.42), (4.5, 0.54)])  # worked out: 1 - level / 255
def test_a_shade_is_as_strong_as_letters_on_white_need(least: float, alpha: float) -> None:
    picture = canvas(255)
    words = text(least=least)
    (drawn,) = shaded(picture, (OVER,), (words,))
    assert drawn.strength == pytest.approx(alpha, abs=0.02)
    assert least <= (contrast(picture, words) or 0) <= least * 1.08


def test_where_letters_stand_out_already_nothing_is_drawn() -> None:
    picture = canvas(20)
    before = picture.copy()
    (drawn,) = shaded(picture, (OVER,), (text(),))
    assert drawn.strength == 0
    assert np.array_equal(picture, before)


def test_dark_letters_get_a_lighter_ground() -> None:
    picture = canvas(60)
    words = text("#0C121A")
    assert (contrast(picture, words) or 9) < 4.5
    (drawn,) = shaded(picture, (UNDER_DARK,), (words,))
    assert drawn.strength > 0
    assert picture[130, 200].min() > 60
    assert (contrast(picture, words) or 0) >= 4.5


def test_a_shade_is_for_the_words_on_it_and_not_for_those_on_chips() -> None:
    picture = canvas(255)
    (drawn,) = shaded(picture, (OVER,), (text(ground="#000000FF"),))
    assert drawn.strength == 0
    low = text().model_copy(update={"box": Box(x0=50, y0=700, x1=450, y1=760)})
    (drawn,) = shaded(picture, (OVER,), (low,))
    assert drawn.strength == 0, "they stand below it"


@pytest.mark.parametrize(
    "shade", [OVER, Shade(tone="light", y0=500, y1=None), Shade(tone="light", y0=80, y1=300)]
)
def test_a_shade_fades_without_an_edge_and_leaves_the_rest_alone(shade: Shade) -> None:
    picture = canvas(230)
    top = 100 if shade.y0 != 500 else 600
    words = text().model_copy(update={"box": Box(x0=50, y0=top, x1=450, y1=top + 60)})
    shaded(picture, (shade,), (words,))
    rows = picture.astype(float).mean(axis=(1, 2))
    assert np.abs(np.diff(rows)).max() < 2.5, (
        "no row differs from the next by more than the fade's steepest step"
    )
    assert rows.min() < 140
    assert rows.max() == 230, "far from the words nothing is touched"


def test_a_fade_shows_no_bands() -> None:
    picture = canvas(200)
    shaded(picture, (OVER,), (text(),))
    fade = picture[230:330, :, 0]
    mixed = [len(np.unique(row)) > 1 for row in fade]
    assert np.mean(mixed) > 0.7, "levels are mixed within a row, not stepped between rows"


def test_the_same_shade_is_drawn_the_same() -> None:
    one, other = canvas(255), canvas(255)
    shaded(one, (OVER,), (text(),))
    shaded(other, (OVER,), (text(),))
    assert np.array_equal(one, other)


def test_colours_are_read_with_and_without_alpha() -> None:
    assert colour("#0C121A") == (12, 18, 26, 1.0)
    assert colour("#ffffff80") == (255, 255, 255, pytest.approx(128 / 255))


def rimmed(rim: str = "#000000", **more: object) -> Placed:
    return text().model_copy(update={"rim": rim} | more)


@pytest.mark.parametrize(
    ("ground", "rim", "ratio", "why"),
    [
        (255, "#000000", 21.0, "the rim stands out from the picture, the letters from the rim"),
        (0, "#000000", 21.0, "the rim is lost, the letters stand out from the picture"),
        ((0x75, 0x75, 0x75), "#000000", 4.61, "the better of white 4.61 and black 4.56"),
        ((0x78, 0x78, 0x78), "#000000", 4.76, "the better of white 4.42 and black 4.76"),
        (0, "#808080", 3.95, "the letters against their rim are what is weakest"),
        (255, "#FFFFFF", 1.0, "a rim of the letters' colour adds nothing"),
    ],
)
def test_a_rim_counts_as_the_standard_says(
    ground: int | tuple[int, int, int], rim: str, ratio: float, why: str
) -> None:
    assert contrast(canvas(ground), rimmed(rim)) == pytest.approx(ratio, abs=0.02), why


def test_a_rim_holds_on_a_picture_that_is_black_and_white() -> None:
    picture = canvas(0)
    picture[:, ::2] = 255
    assert contrast(picture, text()) == pytest.approx(1.0)
    assert contrast(picture, rimmed()) == pytest.approx(21.0)


def test_letters_with_a_rim_ask_for_no_shade() -> None:
    picture = canvas(255)
    (drawn,) = shaded(picture, (OVER,), (rimmed(),))
    assert drawn.strength == 0
    (drawn,) = shaded(picture, (OVER,), (rimmed(), text()))
    assert drawn.strength > 0.5, "the words beside them do"
