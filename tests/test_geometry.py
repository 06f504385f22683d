"""Crops and fits as exact tables, and what must hold for every one of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ugc.geometry import (
    WHOLE,
    area,
    clipped,
    contain_box,
    cover_box,
    fitted,
    grown,
    in_pixels,
    inside,
    intersect,
    overlap,
    shown,
    union,
)
from ugc.model.focus import Point
from ugc.model.formats import Box

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


def box(x0: float, y0: float, x1: float, y1: float) -> Box:
    return Box(x0=x0, y0=y0, x1=x1, y1=y1)


SHOWN = [
    # box of the source, part that is shown, where, expected on the canvas
    (box(0.4, 0.4, 0.6, 0.6), WHOLE, WHOLE, (0.4, 0.4, 0.6, 0.6)),
    (box(0.4, 0.4, 0.6, 0.6), box(0.4, 0.0, 0.8, 1.0), WHOLE, (0.0, 0.4, 0.5, 0.6)),
    (
        box(0.2, 0.4, 0.6, 0.6),
        box(0.4, 0.0, 0.8, 1.0),
        WHOLE,
        (-0.5, 0.4, 0.5, 0.6),
    ),  # its left half is cut off
    (box(0.5, 0.0, 1.0, 1.0), WHOLE, box(0.0, 0.25, 1.0, 0.75), (0.5, 0.25, 1.0, 0.75)),
]


@pytest.mark.parametrize(("part_of_it", "part", "at", "expected"), SHOWN)
def test_where_a_box_lands(part_of_it: Box, part: Box, at: Box, expected: tuple[float, ...]) -> None:
    landed = shown(part_of_it, part, at)
    assert (landed.x0, landed.y0, landed.x1, landed.y1) == pytest.approx(expected)


def test_what_boxes_share() -> None:
    one, other, away = box(0.0, 0.0, 0.4, 0.5), box(0.3, 0.4, 1.0, 1.0), box(0.5, 0.5, 0.6, 0.6)
    assert overlap(one, other) == pytest.approx(0.01)
    assert overlap(one, away) == 0.0
    assert overlap(one, box(0.4, 0.0, 0.8, 0.5)) == 0.0, "they only touch"
    assert clipped(one, other) == box(0.3, 0.4, 0.4, 0.5)
    assert clipped(one, away) is None
    assert inside(away, other)
    assert not inside(one, other)
    assert inside(box(0.3 - 1e-12, 0.4, 1.0, 1.0), other), "what arithmetic leaves over does not count"
    assert union([one, away]) == box(0.0, 0.0, 0.6, 0.6)
    assert grown(away, 0.1, 0.2).model_dump() == pytest.approx({"x0": 0.4, "y0": 0.3, "x1": 0.7, "y1": 0.8})
    with pytest.raises(ValueError, match="no union"):
        union([])


BOXES = st.tuples(UNIT, UNIT, UNIT, UNIT).map(
    lambda ends: box(min(ends[0], ends[1]), min(ends[2], ends[3]), max(ends[:2]) + 0.01, max(ends[2:]) + 0.01)
)


@given(BOXES, BOXES, BOXES)
def test_a_box_lands_and_comes_back(one: Box, part: Box, at: Box) -> None:
    back = shown(shown(one, part, at), at, part)
    assert (back.x0, back.y0, back.x1, back.y1) == pytest.approx((one.x0, one.y0, one.x1, one.y1), abs=1e-7)


@given(BOXES, SIZES, st.sampled_from([STORY, FEED, SQUARE]))
def test_a_fitted_box_lies_in_the_picture_has_the_shape_and_holds_what_it_can(
    drawn: Box, source: tuple[int, int], canvas: tuple[int, int]
) -> None:
    drawn = clipped(drawn, WHOLE) or WHOLE
    made = fitted(drawn, source, canvas)
    assert inside(made, WHOLE)
    assert (made.width * source[0]) / (made.height * source[1]) == pytest.approx(canvas[0] / canvas[1])
    largest = max(made.width, made.height) == pytest.approx(1.0)
    assert largest or inside(drawn, made), "all that was drawn, unless the picture ends"
