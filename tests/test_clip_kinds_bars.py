"""Bars that were baked into a clip are cut away before it is cropped; what is dark for a while is no bar."""

import numpy as np
from clip_kinds import HEIGHT, WIDTH, Kind
from clip_readers import check_speed, check_sync, check_upright, judge, rendered
from conftest import Shop
from PIL import Image

FRAME = (480, 854)
"""Width and height of a frame with bars all round, of nearly the shape of what is in it."""


def boxed(picture: np.ndarray) -> np.ndarray:
    wide, high = FRAME
    left, top = (wide - WIDTH) // 2, (high - HEIGHT) // 2
    frame = np.zeros((high, wide, 3))
    frame[top : top + HEIGHT, left : left + WIDTH] = picture
    return frame


def fading(picture: np.ndarray, at: int) -> np.ndarray:
    return boxed(picture * min(at / 500, 1))


def dark_on_the_left(picture: np.ndarray, at: int) -> np.ndarray:
    """At first only the right half of what was filmed is lit, up to a straight edge."""
    picture = picture.copy()
    if at < 500:
        picture[:, : WIDTH // 2] = 4
    return boxed(picture)


def dark_for_long(picture: np.ndarray, at: int) -> np.ndarray:
    return boxed(picture * (1 if at >= 850 else 0.06))


def filling_first(picture: np.ndarray, at: int) -> np.ndarray:
    """The first shot fills the frame, the second stands between bars."""
    if at >= 400:
        return boxed(picture)
    whole = Image.fromarray(picture.astype(np.uint8)).resize(FRAME, Image.Resampling.NEAREST)
    return np.asarray(whole, np.float64)


KINDS = [
    Kind("fades in", dress=fading, frame=FRAME, fps=15, lit=0.6),
    Kind("half of it dark at first", dress=dark_on_the_left, frame=FRAME, fps=15, lit=0.6),
    Kind("dark for long", dress=dark_for_long, frame=FRAME, fps=15, lit=0.95),
]


def test_bars_are_cut_away_and_nothing_else(empty_shop: Shop) -> None:
    """Of a clip with a shot that fills the frame nothing is: its clock is as large as it was drawn there."""
    mixed = Kind("between bars only later", dress=filling_first, frame=FRAME, fps=15)
    *films, (_, other) = rendered(empty_shop, [*KINDS, mixed])
    judge(films, check_upright, check_speed, check_sync)
    assert np.abs(other.clock[:10] - np.arange(10) * 1000 / 30).max() < 40, other.clock
