"""What is taken of clips: all of it, what a person wants, or as much as placements take."""

from collections.abc import Sequence
from typing import Any

import pytest
from motions import face, motion, shot

from ugc.formats import load
from ugc.model.creatives import NotPlanned
from ugc.model.takes import MUTE
from ugc.plan import Look, Shot
from ugc.plan.takes import Taken, is_cut, take, take_notes

TABLES = load()
STORY, TIKTOK = (TABLES.format(name, "video") for name in ("story", "tiktok"))


def taken(shots: Sequence[Shot], *, format: Any = TIKTOK, ending: float = 0.0, **look: Any) -> Taken:
    found = take(shots, format, look=Look(**look), ending=ending)
    assert isinstance(found, Taken), found
    return found


def cuts(shots: Sequence[Shot], found: Taken) -> list[str]:
    """What is said of what was left out; what became of the sound is another matter."""
    return [note for note in take_notes(shots, found) if "sound" not in note]


def spans(found: Taken) -> list[tuple[float, float]]:
    return [(each.start, each.end) for each in found.stretches]


def test_a_short_clip_is_taken_whole() -> None:
    one = shot(motion(20))
    found = taken([one])
    assert spans(found) == [(0, 20)] and found.take.seconds == 20
    assert not is_cut(one, found.stretches[0]) and not cuts([one], found)


@pytest.mark.parametrize(
    ("told", "most"),
    [({}, 60), ({"length": "recommended"}, 15), ({"length": 12.0}, 12), ({"length": 900.0}, 60)],
    ids=["longest", "recommended", "seconds", "never more than is taken"],
)
def test_a_long_clip_is_cut_to_the_limit(told: dict[str, Any], most: float) -> None:
    one = shot(motion(90))
    found = taken([one], **told)
    assert most * 0.99 < found.take.seconds <= most and found.stretches[0].start == 0
    (note,) = cuts([one], found)
    assert "its first" in note and "90.0 seconds" in note


def test_an_end_card_has_its_time_in_the_limit() -> None:
    found = taken([shot(motion(90))], ending=3.0)
    assert found.stretches[0].seconds < 57.0 and found.take.seconds < 60.0


@pytest.mark.parametrize(
    ("trim", "expected"),
    [((3.0, 18.0), (3, 18)), ((3.0, None), (3, 20)), ((3.0, 99.0), (3, 20))],
    ids=["from to", "to the end", "beyond the end"],
)
def test_a_person_says_what_is_taken(trim: tuple[float, float | None], expected: tuple[float, float]) -> None:
    assert spans(taken([shot(motion(20))], trim=trim)) == [expected]


@pytest.mark.parametrize(
    ("shots", "format", "look", "code"),
    [
        ([shot(motion(20))], TIKTOK, {"trim": (30.0, None)}, "trim"),
        ([shot(motion(3))], TIKTOK, {}, "too_short"),
        ([shot(motion(20))], TIKTOK, {"trim": (3.0, 5.0)}, "too_short"),
        ([shot(motion(90), role="hook"), shot(motion(9), role="body")], TIKTOK, {}, "too_long"),
    ],
    ids=["behind its end", "too short", "trimmed too short", "a hook longer than all"],
)
def test_what_cannot_be_taken_is_said(shots: list[Shot], format: Any, look: Any, code: str) -> None:
    found = take(shots, format, look=Look(**look))
    assert isinstance(found, NotPlanned) and found.code == code and found.hint


def test_an_end_lies_in_a_pause_where_there_is_one() -> None:
    """Sixty seconds are taken; a sentence ends at 57, one more at 40, which is too far off."""
    watched = motion(90, pauses=[(40.0, 40.5), (57.0, 57.6), (75, 76)])
    (span,) = spans(taken([shot(watched)]))
    assert 57.0 < span[1] < 57.6


def test_a_cut_is_an_end_too() -> None:
    (span,) = spans(taken([shot(motion(90, cuts=[55.0]))]))
    assert span[1] == 55.0


def test_a_dull_beginning_goes_first_where_something_must() -> None:
    watched = motion(70, dull=[(0.0, 2.0)])
    (span,) = spans(taken([shot(watched)]))
    assert span[0] == 2.0
    assert spans(taken([shot(motion(20, dull=[(0.0, 2.0)]))])) == [(0, 20)], "nothing has to go"


def test_the_best_begins_where_a_face_opens() -> None:
    watched = motion(60, lambda at: [face(0.5)] if at >= 30 else [], cuts=[30.0, 45.0])
    (span,) = spans(taken([shot(watched)], trim="best", length=12.0))
    assert span[0] == 30.0


def test_the_best_of_a_short_clip_is_without_its_dull_ends() -> None:
    watched = motion(20, dull=[(0.0, 1.0), (18.5, 20.0)])
    assert spans(taken([shot(watched)], trim="best")) == [(1.0, 18.5)]


def test_the_hook_stays_and_the_body_gives_way() -> None:
    hook, body = shot(motion(4), role="hook"), shot(motion(80), role="body")
    found = taken([hook, body])
    assert spans(found)[0] == (0, 4) and 59 < found.take.seconds < 60
    assert [note.split(":")[0] for note in cuts([hook, body], found)] == ["Body"]


def test_of_several_bodies_the_last_gives_way() -> None:
    bodies = [shot(motion(40), role="body"), shot(motion(40), role="body")]
    assert spans(taken(bodies))[0] == (0, 40) and 19 < spans(taken(bodies))[1][1] < 20


def test_each_clip_may_have_its_own_times() -> None:
    found = taken(
        [shot(motion(9), role="hook", within=(1.0, 3.5)), shot(motion(9), role="body", within=(2.0, None))]
    )
    assert spans(found) == [(1.0, 3.5), (2.0, 9.0)] and found.take.seconds == pytest.approx(9.5)


def test_sound_that_is_left_out_is_said() -> None:
    one = shot(motion(9))
    (note,) = take_notes([one], taken([one], audio=MUTE))
    assert "silent" in note
