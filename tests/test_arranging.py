"""Where words stand: figures by hand on a story of 1080 x 1920, and properties over any faces."""

from itertools import combinations

import pytest
from conftest import NOON
from hypothesis import given, settings
from hypothesis import strategies as st

from ugc import templates
from ugc.formats import load
from ugc.geometry import WHOLE, inside, overlap
from ugc.model.creatives import Copy
from ugc.model.focus import Focus
from ugc.model.formats import Box, Format
from ugc.model.layout import Framing, Slot
from ugc.model.seen import Grid, Seen, Sight
from ugc.plan.arranging import arrange, faces_shown

CREDIT = templates.load("credit")
TABLES = load([])
STORY = TABLES.format("story")
SIZE = (1080, 1920)
FILLED = Framing(mode="cover", box=WHOLE, kept=1.0, scale=1.0, why="")
ALL = Copy(credit="@ana", platform="Instagram", headline="My skin after two weeks", cta="Shop the serum")
BARE = Copy(credit="@ana", platform="Instagram")


def box(x0: float, y0: float, x1: float, y1: float) -> Box:
    return Box(x0=x0, y0=y0, x1=x1, y1=y1)


def seeing(*faces: Box, words: tuple[Box, ...] = (), **maps: Grid) -> Seen:
    found = [Sight(kind="face", box=face, by="eye") for face in faces]
    found += [Sight(kind="words", box=word, by="eye", text="GLOW") for word in words]
    return Seen(sights=tuple(found), **maps)


def stand(
    words: Copy,
    seen: Seen | None = None,
    *,
    format: Format = STORY,
    framing: Framing = FILLED,
    focus: Focus | None = None,
) -> dict[str, Slot] | None:
    found = arrange(CREDIT, words, format=format, framing=framing, source=SIZE, seen=seen, focus=focus)
    return None if found is None else {slot.name: slot for slot in found}


def test_where_nothing_is_known_words_stand_where_they_always_did() -> None:
    slots = stand(ALL)
    assert slots
    foot, head = slots["foot"], slots["headline"]
    assert (foot.edge, foot.side, head.edge, head.side) == ("bottom", "left", "top", "left")
    assert foot.box.y1 == pytest.approx(STORY.safe.y1)
    assert foot.box.x0 == head.box.x0 == pytest.approx(STORY.safe.x0)
    assert head.box.y0 == pytest.approx(STORY.safe.y0 + 24 / 1920)
    assert set(stand(BARE) or ()) == {"foot"}, "a slot without words takes no room"


def test_the_credit_goes_out_of_a_faces_way() -> None:
    low_left = box(0.1, 0.55, 0.4, 0.64)
    slots = stand(BARE, seeing(low_left))
    assert slots
    assert slots["foot"].side == "right" or slots["foot"].edge == "top"
    assert not overlap(slots["foot"].box, low_left)
    both = seeing(box(0.05, 0.5, 0.45, 0.7), box(0.55, 0.5, 0.95, 0.7))
    above = stand(BARE, both)
    assert above
    assert above["foot"].edge == "top"


def test_the_headline_leaves_a_face_alone_and_stays_near_where_it_belongs() -> None:
    face = box(0.3, 0.14, 0.7, 0.3)
    slots = stand(ALL, seeing(face))
    assert slots
    assert not overlap(slots["headline"].box, face)
    assert slots["headline"].box.y0 > face.y1, "there is no room above it"


@pytest.mark.parametrize("words", [ALL, BARE])
def test_where_a_face_fills_the_frame_there_is_no_place(words: Copy) -> None:
    assert stand(words, seeing(box(0.02, 0.1, 0.98, 0.7))) is None


def test_what_a_person_keeps_is_as_good_as_a_face() -> None:
    focus = Focus(by="ana", at=NOON, keep=(box(0.0, 0.5, 0.6, 0.7),))
    slots = stand(BARE, focus=focus)
    assert slots
    assert not overlap(slots["foot"].box, focus.keep[0])
    subject = Focus(by="ana", at=NOON, box=box(0.0, 0.5, 0.6, 0.7))
    again = stand(BARE, focus=subject)
    assert again
    assert not overlap(again["foot"].box, box(0.0, 0.5, 0.6, 0.7))


def test_a_face_that_a_person_denies_is_in_nobodys_way() -> None:
    pizza = box(0.02, 0.1, 0.98, 0.7)
    denied = Focus(by="ana", at=NOON, avoid=(box(0.4, 0.3, 0.6, 0.5),))
    assert stand(BARE, seeing(pizza), focus=denied) == stand(BARE)
    assert faces_shown(FILLED, format=STORY, source=SIZE, seen=seeing(pizza), focus=denied) == ()


def test_words_in_the_picture_are_not_covered_where_there_is_another_place() -> None:
    burnt = box(0.05, 0.6, 0.6, 0.66)
    slots = stand(BARE, seeing(words=(burnt,)))
    assert slots
    assert not overlap(slots["foot"].box, burnt)
    everywhere = seeing(words=(WHOLE,))
    assert stand(BARE, everywhere), "they are no faces: where there is no other place, one is taken"


def test_a_body_below_a_face_is_left_alone_where_there_is_another_place() -> None:
    face = box(0.1, 0.3, 0.3, 0.4)  # the body reaches to 0.66, over the usual place of the foot
    slots = stand(BARE, seeing(face))
    assert slots
    assert slots["foot"].side == "right"


def test_letters_stand_in_the_calmest_band() -> None:
    rows, columns = 48, 27
    calm = [0 if 20 <= row < 28 else 255 for row in range(rows)]
    busy = Grid.of(columns, rows, bytes(level for level in calm for _ in range(columns)))
    slots = stand(ALL, Seen(busy=busy))
    assert slots
    band = slots["headline"].box
    assert 20 / rows - 0.02 <= band.y0
    assert band.y1 <= 28 / rows + 0.02


def test_what_draws_the_eye_is_not_covered_by_the_credit() -> None:
    rows, columns = 32, 18
    levels = bytes(255 if row > 16 and column < 9 else 0 for row in range(rows) for column in range(columns))
    slots = stand(BARE, Seen(salient=Grid.of(columns, rows, levels)))
    assert slots
    assert (slots["foot"].edge, slots["foot"].side) == ("bottom", "right")


@pytest.mark.parametrize(("level", "tone"), [(255, "dark"), (0, "light"), (60, "light")])
def test_letters_are_dark_where_the_ground_is_light(level: int, tone: str) -> None:
    light = Grid.of(8, 8, bytes([level] * 64))
    slots = stand(ALL, Seen(light=light))
    assert slots
    assert slots["headline"].tone == tone
    assert slots["foot"].tone == "light", "a chip brings its own ground"


def test_reading_from_the_right_begins_at_the_right() -> None:
    arabic = ALL.model_copy(update={"headline": "صباح الخير", "cta": "تسوق", "language": "ar"})
    slots = stand(arabic)
    assert slots
    assert {slot.side for slot in slots.values()} == {"right"}


@pytest.mark.parametrize("name", [name for name in TABLES.names if TABLES.format(name).medium == "image"])
def test_words_stand_in_the_safe_zone_of_every_format_and_off_its_notches(name: str) -> None:
    format = TABLES.format(name)
    slots = stand(ALL, format=format)
    if slots is None:
        pytest.skip(f"{name} has no room for so many words")
    for slot in slots.values():
        assert inside(slot.box, format.safe)
        assert all(overlap(slot.box, notch.box) <= 1e-9 for notch in format.notches)


def test_beside_a_picture_that_stands_whole_there_is_room() -> None:
    face = box(0.02, 0.02, 0.98, 0.98)
    room = box(0.3, 0.0, 0.7, 0.4)
    framing = FILLED.model_copy(update={"mode": "fit", "at": room})
    slots = stand(ALL, seeing(face), framing=framing)
    assert slots
    (shown,) = faces_shown(framing, format=STORY, source=SIZE, seen=seeing(face), focus=None)
    assert shown.y0 == pytest.approx(room.y0 + 0.02 * room.height)
    assert all(not overlap(slot.box, shown) for slot in slots.values())


def test_a_face_that_the_crop_leaves_out_is_in_nobodys_way() -> None:
    framing = FILLED.model_copy(update={"box": box(0.5, 0, 1, 1)})
    face = box(0.0, 0.5, 0.4, 0.7)
    assert faces_shown(framing, format=STORY, source=SIZE, seen=seeing(face), focus=None) == ()
    assert stand(BARE, seeing(face), framing=framing) == stand(BARE, framing=framing)


FACES = st.lists(
    st.tuples(st.floats(0, 0.9), st.floats(0, 0.9), st.floats(0.02, 0.5), st.floats(0.02, 0.4)), max_size=5
)


@settings(max_examples=150, deadline=None)
@given(FACES, st.sampled_from(["story", "feed", "square", "landscape"]))
def test_no_words_ever_stand_on_a_face(told: list[tuple[float, float, float, float]], name: str) -> None:
    faces = [box(x, y, min(x + wide, 1), min(y + high, 1)) for x, y, wide, high in told]
    format = TABLES.format(name if name in TABLES.names else "story")
    for words in (ALL, BARE):
        slots = stand(words, seeing(*faces), format=format)
        assert slots == stand(words, seeing(*reversed(faces)), format=format), "the order does not matter"
        for slot in (slots or {}).values():
            assert inside(slot.box, format.safe)
            assert all(not overlap(slot.box, face) for face in faces)
        for one, other in combinations((slots or {}).values(), 2):
            assert not overlap(one.box, other.box)
