"""Faces told from the points that a network sees in them: edges are worked by hand from `Shape`'s figures."""

import pytest

from ugc.media.look.oval import Points, Shape, oval
from ugc.model.formats import Box

BOX = Box(x0=100, y0=200, x1=200, y1=300)
AHEAD = Points((125, 230), (175, 230), (150, 250), (150, 272), (105, 235), (195, 235))
SHAPE = Shape(back=0.5, up=0.05, across=0.5, wider=0.2, half=0.6, turned=0.4)


def turned(by: float) -> Points:
    """The same face with its nose moved from the ears' middle."""
    return AHEAD._replace(nose=(AHEAD.nose[0] + by, AHEAD.nose[1]))


def lying(points: Points) -> Points:
    """The same face turned a quarter to the right about the box's middle, (150, 250)."""
    return Points(*((150 - (y - 250), 250 + (x - 150)) for x, y in points))


CASES: list[tuple[str, Points, tuple[float, float, float, float]]] = [
    # The middle is 0.05 of a side above the box's; half a side wide each way, 0.6 of one high.
    ("looks ahead", AHEAD, (100, 185, 200, 305)),
    # The nose is 0.2 of a side to the left, so the middle lies 0.1 to the right, and the face is 0.04 wider each way.
    ("turns to the left", turned(-20), (106, 185, 214, 305)),
    ("turns to the right", turned(20), (86, 185, 194, 305)),
    # As far as 0.4 and no further: 0.2 to the left, 0.08 wider each way.
    ("profile", turned(90), (72, 185, 188, 305)),
    # What was up is to the right, what was across is down.
    ("lies on its side", lying(AHEAD), (95, 200, 215, 300)),
    ("lies, turned", lying(turned(20)), (95, 186, 215, 294)),
    ("no points to tell by", Points(*[(150, 250)] * 6), (100, 185, 200, 305)),
]


@pytest.mark.parametrize(("points", "edges"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_box_of_a_face(points: Points, edges: tuple[float, float, float, float]) -> None:
    found = oval(BOX, points, SHAPE)
    assert (found.x0, found.y0, found.x1, found.y1) == pytest.approx(edges)


def test_a_tilted_head_takes_more_room_than_one_upright() -> None:
    level = Shape(back=0, up=0, across=0.4, wider=0, half=0.6, turned=0.5)
    # An eighth of a turn: an ellipse of 0.4 by 0.6 reaches sqrt((0.16 + 0.36) / 2) each way.
    points = Points((130, 230), (170, 270), (150, 250), (150, 250), (120, 220), (180, 280))
    found = oval(BOX, points, level)
    reach = 100 * 0.26**0.5
    assert (found.x0, found.y0) == pytest.approx((150 - reach, 250 - reach))
    assert (found.x1, found.y1) == pytest.approx((150 + reach, 250 + reach))
