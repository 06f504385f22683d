"""Paths of windows: still where they can be, calm where they cannot, and never faster than they may."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from ugc.geometry.paths import Aim, calm, still, thinned

LENGTH, HIGH = 0.316, 0.684


def aims(middles: list[float], *, width: float = 0.1) -> list[Aim]:
    """A thing of some width around middles, which should stand in the middle of the window."""
    return [Aim(m - LENGTH / 2, m + width / 2 - LENGTH, m - width / 2) for m in middles]


def path(middles: list[float], *, fastest: float = 0.05) -> np.ndarray:
    return np.array(calm(aims(middles), low=0.0, high=HIGH, length=LENGTH, fastest=fastest))


def test_one_place_serves_what_moves_little() -> None:
    told = aims([0.5, 0.52, 0.48, 0.51])
    place = still(told, low=0.0, high=HIGH, spare=0.0)
    assert place is not None and all(aim.low <= place <= aim.high for aim in told)


def test_no_place_serves_what_crosses_the_picture() -> None:
    assert still(aims([0.2, 0.8]), low=0.0, high=HIGH, spare=0.0) is None


def test_a_place_lies_within_what_can_be_had() -> None:
    assert still(aims([0.01, 0.02]), low=0.0, high=HIGH, spare=0.2) == 0.0


def test_noise_does_not_shake_a_window() -> None:
    """The detector's own jitter, one or two hundredths of the frame, moves nothing that an eye would see."""
    noise = np.random.default_rng(3).normal(0, 0.012, 100)
    found = path(list(0.5 + noise))
    assert np.abs(np.diff(found)).max() < 0.002 and np.ptp(found) < 0.02


def test_a_walk_is_followed_and_its_ends_are_still() -> None:
    walk = [0.2] * 30 + list(np.linspace(0.2, 0.8, 40)) + [0.8] * 30
    found = path(walk)
    assert all(
        aim.low - 0.02 <= place <= aim.high + 0.02 for aim, place in zip(aims(walk), found, strict=True)
    )
    assert np.ptp(found[:15]) < 0.03 and np.ptp(found[-15:]) < 0.03, "nearly so: it sets out softly"
    assert (np.diff(found) >= -0.001).all(), "it never turns back to be seen"


def test_speed_changes_evenly() -> None:
    """Cutting straight to a walk's speed looks like a jolt: the third difference stays small against the first."""
    walk = [0.2] * 30 + list(np.linspace(0.2, 0.8, 40)) + [0.8] * 30
    found = path(walk)
    assert np.abs(np.diff(found, 2)).max() < 0.35 * np.abs(np.diff(found)).max()


@settings(deadline=None, max_examples=40)
@given(
    some.lists(some.floats(0, 1), min_size=2, max_size=40),
    some.floats(0.005, 0.2),
)
def test_a_path_stays_in_the_picture_and_under_its_speed(middles: list[float], fastest: float) -> None:
    found = path(middles, fastest=fastest)
    assert (found >= -1e-9).all() and (found <= HIGH + 1e-9).all()
    assert (np.abs(np.diff(found)) <= fastest + 1e-6).all()


def test_a_window_without_room_stays() -> None:
    assert calm(aims([0.1, 0.9]), low=0.2, high=0.2, length=0.6, fastest=1) == (0.2, 0.2)


@pytest.mark.parametrize(
    ("points", "kept"),
    [
        ([(0, 0.1, 0), (1, 0.2, 0), (2, 0.3, 0)], [0, 2]),
        ([(0, 0.1, 0), (1, 0.2, 0), (2, 0.2, 0)], [0, 1, 2]),
        ([(0, 0.0, 0), (1, 0.0, 0), (2, 0.0, 0.5), (3, 0.0, 1.0)], [0, 1, 3]),
    ],
    ids=["on a line", "a corner", "the other axis"],
)
def test_only_corners_of_a_path_are_kept(points: list[tuple[float, float, float]], kept: list[int]) -> None:
    assert thinned(points) == tuple(points[number] for number in kept)


@settings(deadline=None, max_examples=60)
@given(some.lists(some.floats(0, 1), min_size=2, max_size=30))
def test_a_thinned_path_is_nowhere_far_off(places: list[float]) -> None:
    points = [(float(number), place, 0.0) for number, place in enumerate(places)]
    kept = thinned(points)
    again = np.interp(range(len(places)), [point[0] for point in kept], [point[1] for point in kept])
    assert np.abs(again - places).max() < 0.001
