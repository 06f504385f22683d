"""What a window follows in a clip, and when the clip stands whole instead."""

from datetime import UTC, datetime
from typing import Any

import pytest
from motions import face, levels, motion, shot

from ugc.formats import load
from ugc.model.focus import Focus, Point, Timed
from ugc.model.formats import Box
from ugc.model.layout import Framing
from ugc.model.watched import Stretch, Watched
from ugc.plan import Look
from ugc.plan.clips import Part, mostly_whole, parts
from ugc.plan.tracks import tracks

STORY = load().format("story", "video")
SURE = Look(most_enlarged=9)
WIDE = 1080 * 9 / 16 / 1920
"""The part of a wide frame that an upright canvas shows."""


def planned(
    watched: Watched | None, *, look: Look = SURE, within: tuple[float, float] | None = None, **told: Any
) -> tuple[Part, ...]:
    begin, end = within or ((0.0, watched.end) if watched else (0.0, 5.0))
    return parts(shot(watched, **told), Stretch(start=begin, end=end), format=STORY, look=look)


def framing(part: Part) -> Framing:
    assert part.framing, part.why
    return part.framing


def middle(box: Box) -> float:
    return (box.x0 + box.x1) / 2


def test_a_window_stands_still_where_a_face_does() -> None:
    (part,) = planned(motion(6, lambda _: [face(0.7)]))
    shown = framing(part)
    assert not shown.path and shown.box.width == pytest.approx(WIDE) and abs(middle(shown.box) - 0.7) < 0.06
    assert "1 face" in shown.why


def test_a_window_follows_a_face_that_walks() -> None:
    (part,) = planned(motion(8, lambda at: [face(0.2 + 0.075 * at)]))
    points = framing(part).path
    assert points[0][1] < 0.15 and points[-1][1] > 0.5
    for at, x, _ in points:
        assert x < 0.2 + 0.075 * at < x + WIDE


def test_each_shot_has_its_own_window() -> None:
    watched = motion(6, lambda at: [face(0.2 if at < 3 else 0.8)], cuts=[3.0])
    first, second = planned(watched)
    assert (first.stretch.end, second.stretch.start) == (3.0, 3.0)
    assert middle(framing(first).box) < 0.35 < 0.65 < middle(framing(second).box)
    assert not framing(first).path and not framing(second).path, "nothing is followed over a cut"


def test_shots_that_are_shown_alike_are_one_piece() -> None:
    assert len(planned(motion(6, cuts=[2.0, 4.0]), size=(1080, 1920))) == 1


def test_a_clip_of_the_canvas_s_shape_is_shown_as_it_is() -> None:
    (part,) = planned(motion(4, lambda _: [face(0.5)]), size=(1080, 1920))
    assert framing(part).box == Box(x0=0, y0=0, x1=1, y1=1) and framing(part).kept == 1


@pytest.mark.parametrize(
    ("watched", "look", "why"),
    [
        (motion(5, lambda _: [face(0.1), face(0.9)]), SURE, "cut 1 of 2 faces"),
        (motion(5), SURE, "followed surely"),
        (motion(5, eye=lambda _: levels(0.1, 0.5, 0.9)), SURE, "followed surely"),
        (motion(5, lambda _: [face(0.5)]), Look(most_enlarged=1.2), "enlarged 1.8 times"),
    ],
    ids=["two faces apart", "nothing to see", "the eye goes everywhere", "too small"],
)
def test_what_a_crop_would_spoil_stands_whole_and_says_why(watched: Watched, look: Look, why: str) -> None:
    (part,) = planned(watched, look=look)
    assert part.framing is None and why in part.why
    assert mostly_whole([part]) == part.why


def test_a_crop_may_cut_a_rival_where_the_settings_say_so() -> None:
    watched = motion(5, lambda _: [face(0.1, width=0.1), face(0.9)])
    (part,) = planned(watched, look=Look(most_enlarged=9, cut_faces="crop"))
    assert middle(framing(part).box) < 0.3 and framing(part).lost


def test_a_passer_by_does_not_turn_the_head() -> None:
    """A face that is seen for a second of six, and one that is small, are not what a stretch is about."""
    watched = motion(6, lambda at: [face(0.3, width=0.1), *([face(0.9, width=0.03)] if at < 1 else [])])
    (part,) = planned(watched)
    assert abs(middle(framing(part).box) - 0.3) < 0.1 and not framing(part).lost


def test_a_false_face_seen_once_moves_nothing() -> None:
    watched = motion(6, lambda at: [face(0.3)] if abs(at - 3) > 0.01 else [face(0.3), face(0.95, width=0.2)])
    (part,) = planned(watched)
    assert not framing(part).path and abs(middle(framing(part).box) - 0.3) < 0.06


def test_a_window_goes_by_what_moves_where_there_is_no_face() -> None:
    (part,) = planned(motion(5, eye=lambda _: levels(0.75)))
    assert abs(middle(framing(part).box) - 0.75) < 0.12 and "draws the eye" in framing(part).why


def test_faces_stand_in_the_safe_zone_and_bars_are_left_out() -> None:
    inside = Box(x0=0.125, y0=0.0, x1=0.875, y1=1.0)
    (part,) = planned(motion(5, lambda _: [face(0.15)], inside=inside))
    assert framing(part).box.x0 == pytest.approx(0.125), "no black edge, though the face stands at it"


def said(**told: Any) -> Focus:
    return Focus(by="mira", at=datetime(2026, 11, 1, tzinfo=UTC), **told)


def test_a_person_s_word_stands_above_what_was_seen() -> None:
    (part,) = planned(motion(5, lambda _: [face(0.2)]), focus=said(point=Point(x=0.8, y=0.5)))
    assert middle(framing(part).box) == pytest.approx(0.8) and "mira" in framing(part).why


def test_a_word_on_a_time_holds_then_and_not_before_or_after() -> None:
    word = Timed(start=2.0, end=4.0, point=Point(x=0.8, y=0.5))
    found = planned(motion(6, lambda _: [face(0.3)]), focus=said(timed=(word,)))
    assert [(part.stretch.start, part.stretch.end) for part in found] == [(0, 2.0), (2.0, 4.0), (4.0, 6.0)]
    assert [round(middle(framing(part).box), 1) for part in found] == [0.3, 0.8, 0.3]


def test_a_face_in_a_part_to_avoid_is_not_followed() -> None:
    avoid = Box(x0=0.8, y0=0, x1=1, y1=1)
    watched = motion(5, lambda _: [face(0.3), face(0.9, width=0.15)])
    (part,) = planned(watched, focus=said(avoid=(avoid,)))
    assert abs(middle(framing(part).box) - 0.3) < 0.06


def test_a_crop_that_a_person_drew_is_left_to_be_taken_as_it_is() -> None:
    assert planned(motion(5), focus=said(crops={"story": Box(x0=0, y0=0, x1=0.3, y1=1)})) == ()
    assert planned(None) == (), "nor is anything known of a clip that nobody watched"


def test_only_what_is_taken_is_planned() -> None:
    watched = motion(10, lambda at: [face(0.2 if at < 5 else 0.8)], cuts=[5.0])
    found = planned(watched, within=(4.0, 8.0))
    assert (found[0].stretch.start, found[-1].stretch.end) == (4.0, 8.0)


def test_all_of_a_clip_stands_whole_where_most_of_it_does() -> None:
    watched = motion(9, lambda at: [face(0.5)] if at < 3 else [], cuts=[3.0])
    found = planned(watched)
    assert [part.framing is None for part in found] == [False, True] and mostly_whole(found)
    assert mostly_whole(planned(motion(9, lambda at: [face(0.5)] if at < 6 else [], cuts=[6.0]))) is None


def test_faces_are_one_face_from_moment_to_moment() -> None:
    moments = motion(5, lambda at: [face(0.2 + 0.05 * at), face(0.8)]).moments
    found = tracks(moments, rate=5.0)
    assert [len(track.boxes) for track in found] == [25, 25]
    assert found[0].weight == pytest.approx(found[1].weight)


def test_a_face_that_is_lost_for_a_moment_stays_the_same() -> None:
    moments = motion(4, lambda at: [] if 1.0 <= at < 1.6 else [face(0.4 + 0.02 * at)]).moments
    (track,) = tracks(moments, rate=5.0)
    assert (track.at(6).x0 + track.at(6).x1) / 2 == pytest.approx(0.4 + 0.02 * 1.2)
