"""Colours by role: judged by figures published elsewhere and by a second implementation, never by the first."""

import colorsys
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ugc.palette import LETTERS, Kit, contrast, faults, hexed, oklch, readable, roles

COLOURS = st.tuples(*[st.integers(0, 255)] * 3).map("#{0[0]:02X}{0[1]:02X}{0[2]:02X}".format)
KITS: st.SearchStrategy[Kit] = st.sampled_from(("light", "dark"))


def judged(one: str, other: str) -> float:
    """WCAG 2.2's contrast, written from its text and not from ours."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else math.pow((p + 0.055) / 1.055, 2.4) for p in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("one", "other", "expected", "why"),
    [
        ("#000000", "#FFFFFF", 21.0, "the most there is"),
        ("#FFFFFF", "#FFFFFF", 1.0, "the least there is"),
        ("#767676", "#FFFFFF", 4.54, "the lightest grey that carries white text"),
        ("#777777", "#FFFFFF", 4.48, "the first that does not"),
        ("#FF0000", "#FFFFFF", 4.00, "pure red"),
        ("#0000FF", "#FFFFFF", 8.59, "pure blue"),
        ("#00FF00", "#FFFFFF", 1.37, "pure green"),
        ("#FFFF00", "#000000", 19.56, "yellow on black"),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float, why: str) -> None:
    assert contrast(one, other) == pytest.approx(expected, abs=0.006), why
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize(
    ("colour", "light", "chroma", "hue"),
    [  # https://www.w3.org/TR/css-color-4/ and https://oklch.com
        ("#FF0000", 0.6280, 0.2577, 29.23),
        ("#00FF00", 0.8664, 0.2948, 142.50),
        ("#0000FF", 0.4520, 0.3132, 264.05),
        ("#FFFF00", 0.9680, 0.2110, 109.77),
        ("#800080", 0.4209, 0.1933, 328.36),
    ],
)
def test_oklch_is_as_published(colour: str, light: float, chroma: float, hue: float) -> None:
    found = oklch(colour)
    assert found.light == pytest.approx(light, abs=0.0002)
    assert found.chroma == pytest.approx(chroma, abs=0.0002)
    assert found.hue == pytest.approx(hue, abs=0.03)


@given(COLOURS)
def test_a_colour_comes_back_as_it_was(colour: str) -> None:
    assert hexed(oklch(colour)) == colour


@settings(max_examples=300, deadline=None)
@given(accent=COLOURS, second=st.one_of(st.just(""), COLOURS), ink=COLOURS, paper=COLOURS, kit=KITS)
def test_letters_can_be_read_on_every_ground(
    accent: str, second: str, ink: str, paper: str, kit: Kit
) -> None:
    if faults(ink=ink, paper=paper):
        ink, paper = "#0C121A", "#FBFAF7"
    made = roles(accent, second=second, ink=ink, paper=paper, kit=kit)
    for letters, ground in LETTERS:
        assert judged(made[letters], made[ground]) >= 4.5, (letters, ground, made)


@settings(max_examples=300, deadline=None)
@given(accent=COLOURS, kit=KITS)
def test_the_hue_is_kept(accent: str, kit: Kit) -> None:
    """Of every role made of the accent that is coloured enough to have one, on the scale that eyes go by."""
    made = roles(accent, kit=kit)
    asked = oklch(accent)
    for role in ("accent", "accent_text", "accent_soft", "accent_deep", "highlight"):
        found = oklch(made[role])
        if asked.chroma > 0.03 and found.chroma > 0.03:
            apart = abs((found.hue - asked.hue + 180) % 360 - 180)
            # In dark colours of little chroma a level of 8 bits turns the hue further: by up to 0.0025 in a and b.
            most = max(2.0, math.degrees(0.0025 / found.chroma))
            assert apart <= most, (role, accent, made[role], apart)


def test_a_fill_that_carries_letters_stays_as_the_brand_gave_it() -> None:
    for colour in ("#767676", "#C8501E", "#FFD60A", "#000000", "#FFFFFF"):
        assert readable(colour)[0] == colour
    between = "#787878"  # 4.42 with white, 4.26 with ink
    fill, letters = readable(between)
    assert fill != between
    assert judged(fill, letters) >= 4.5
    assert abs(oklch(fill).light - oklch(between).light) < 0.02, "no further than it must"


def test_a_grey_second_colour_highlights_nothing() -> None:
    plain = roles("#1F6F5C")
    assert roles("#1F6F5C", second="#888888")["highlight"] == plain["highlight"]
    assert roles("#1F6F5C", second="#20705D")["highlight"] == plain["highlight"]
    red = roles("#1F6F5C", second="#B03020")["highlight"]
    hue, _, _ = colorsys.rgb_to_hls(*(int(red[at : at + 2], 16) / 255 for at in (1, 3, 5)))
    assert hue < 0.08 or hue > 0.95, "red it is"


@pytest.mark.parametrize(
    ("ink", "paper", "words"),
    [
        ("#0C121A", "#FBFAF7", None),
        ("#767676", "#FFFFFF", None),
        ("#777777", "#FFFFFF", "has a contrast of 4.4, and letters need 4.5"),
        ("#FFFFFF", "#000000", "is lighter than paper"),
    ],
)
def test_ink_must_be_read_on_paper(ink: str, paper: str, words: str | None) -> None:
    found = faults(ink=ink, paper=paper)
    assert (words is None) == (found == ())
    if words:
        assert words in found[0]
        assert ink in found[0]
        assert paper in found[0]
