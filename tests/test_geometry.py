"""Crops and fits as exact tables, and what must hold for every one of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ugc.geometry import area, contain_box, cover_box, in_pixels, intersect
from ugc.model.formats import Box
from ugc.model.posts import Point

STORY, FEED, SQUARE = (1080, 1920), (1080, 1350), (1080, 1080)

COVERS = [
    # source, canvas, focal point, expected x0 y0 x1 y1
    ((1080, 1920), STORY, (0.5, 0.5), (0, 0, 1, 1)),
    ((1920, 1920), STORY, (0.5, 0.5), (0.21875, 0, 0.78125, 1)),
    ((1920, 1920), STORY, (0.0, 0.5), (0, 0, 0.5625, 1)),  # a point at the edge: the crop stops there
    ((1920, 1920), STORY, (1.0, 0.5), (0.4375, 0, 1, 1)),
    ((1080, 3840), STORY, (0.5, 0.25), (0, 0, 1, 0.5)),
    ((1080, 3840), STORY, (0.5, 0.9), (0, 0.5, 1, 1)),
    ((1000, 800), SQUARE, (0.3, 0.5), (0, 0, 0.8, 1)),
]


@pytest.mark.parametrize(("source", "canvas", "focal", "expected"), COVERS)
def test_cover(
    source: tuple[int, int], canvas: tuple[int, int], focal: tuple[float, float], expected: tuple[float, ...]
) -> None:
    box = cover_box(source, canvas, Point(x=focal[0], y=focal[1]))
    assert (box.x0, box.y0, box.x1, box.y1) == pytest.approx(expected)


CONTAINS = [
    ((1080, 1920), STORY, (0, 0, 1080, 1920)),
    ((1920, 1080), STORY, (0, 656, 1080, 1264)),  # 1080 x 607.5, rounded to whole pixels
    ((500, 500), STORY, (0, 420, 1080, 1500)),
    ((100, 1000), SQUARE, (486, 0, 594, 1080)),
]


@pytest.mark.parametrize(("source", "canvas", "expected"), CONTAINS)
def test_contain(source: tuple[int, int], canvas: tuple[int, int], expected: tuple[int, ...]) -> None:
    box = contain_box(source, canvas)
    assert (box.x0, box.y0, box.x1, box.y1) == expected


SIZES = st.tuples(st.integers(1, 20_000), st.integers(1, 20_000))
UNIT = st.floats(0, 1)


@given(SIZES, st.sampled_from([STORY, FEED, SQUARE]), UNIT, UNIT)
def test_a_crop_stays_inside_keeps_the_shape_and_the_point(
    source: tuple[int, int], canvas: tuple[int, int], x: float, y: float
) -> None:
    box = cover_box(source, canvas, Point(x=x, y=y))
    assert -1e-9 <= box.x0 < box.x1 <= 1 + 1e-9
    assert -1e-9 <= box.y0 < box.y1 <= 1 + 1e-9
    ratio = (box.width * source[0]) / (box.height * source[1])
    assert ratio == pytest.approx(canvas[0] / canvas[1])
    assert max(box.width, box.height) == pytest.approx(1.0), "nothing is cropped on both sides"
    assert box.x0 - 1e-9 <= x <= box.x1 + 1e-9
    assert box.y0 - 1e-9 <= y <= box.y1 + 1e-9


def test_intersection_of_safe_zones() -> None:
    first, second = Box(x0=0.1, y0=0.2, x1=0.9, y1=0.8), Box(x0=0.0, y0=0.3, x1=0.7, y1=1.0)
    assert intersect([first, second]) == Box(x0=0.1, y0=0.3, x1=0.7, y1=0.8)
    assert area(intersect([])) == 1.0
    with pytest.raises(ValueError, match="nothing in common"):
        intersect([Box(x0=0, y0=0, x1=0.4, y1=1), Box(x0=0.5, y0=0, x1=1, y1=1)])


def test_fractions_to_pixels_are_not_rounded() -> None:
    assert in_pixels(Box(x0=0.06, y0=0.14, x1=0.94, y1=0.65), STORY).y1 == pytest.approx(1248.0)
