"""Crops by what they keep: cases worked by hand, and what must hold whatever lies in a picture.

The pictures of the tables are as easy as can be: 1000 pixels wide and high, or so many hundred, and all boxes in tenths
or hundredths. A window of 9:16 in a square picture is 0.5625 wide; it begins between 0 and 0.4375.
"""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ugc.geometry import WHOLE, Growth, Subject, area, candidates, face, inside, named, without_borders
from ugc.model.formats import Box
from ugc.model.seen import Grid

STORY, FEED, SQUARE, LINK = (1080, 1920), (1080, 1350), (1080, 1080), (1200, 628)
SAFE_STORY = Box(x0=0.06, y0=0.14, x1=0.94, y1=0.65)
LINK_TALL = 628 / 1200
"""Height of a window of 1.91:1 in a square picture."""


def box(x0: float, y0: float, x1: float, y1: float) -> Box:
    return Box(x0=x0, y0=y0, x1=x1, y1=y1)


def head(x0: float, y0: float, x1: float, y1: float) -> Subject:
    """A face whose head is this box; a tenth around it is hair, and eyes and mouth lie in the middle three fifths."""
    wide, tall = x1 - x0, y1 - y0
    needed, core = (
        box(x0 + part * wide, y0 + part * tall, x1 - part * wide, y1 - part * tall) for part in (0.1, 0.2)
    )
    return Subject(kind="face", box=box(x0, y0, x1, y1), needed=needed, bare=needed, core=core)


def words(x0: float, y0: float, x1: float, y1: float) -> Subject:
    return named("words", box(x0, y0, x1, y1), text="GLOW")


def best(subjects: Sequence[Subject], canvas: tuple[int, int] = STORY, **more: object) -> Box:
    return candidates((1000, 1000), canvas, subjects, **more)[0].box


def holds(crop: Box, subject: Subject) -> bool:
    return inside(subject.box, crop)


def grid(columns: int, rows: int, *lit: tuple[int, int]) -> Grid:
    levels = bytearray(columns * rows)
    for column, row in lit:
        levels[row * columns + column] = 255
    return Grid.of(columns, rows, bytes(levels))


def test_nothing_known_is_cropped_in_the_middle() -> None:
    assert best(()) == box(0.21875, 0, 0.78125, 1)


CENTRED = [
    # head, canvas, where the window begins, why
    (head(0.40, 0.2, 0.60, 0.5), STORY, 0.21875, "in the middle of the picture: in the middle of the window"),
    (head(0.30, 0.2, 0.50, 0.5), STORY, 0.40 - 0.28125, "a face a little to the left: centred"),
    (head(0.00, 0.2, 0.20, 0.5), STORY, 0.0, "a face at the left edge: as far left as the picture goes"),
    (head(0.80, 0.2, 1.00, 0.5), STORY, 0.4375, "a face at the right edge"),
    (head(0.40, 0.0, 0.60, 0.3), LINK, 0.0, "a head at the top of the picture: the window cannot go higher"),
    (head(0.40, 0.7, 0.60, 1.0), LINK, 1 - LINK_TALL, "a head at the bottom"),
]


@pytest.mark.parametrize(("one", "canvas", "start", "why"), CENTRED)
def test_a_single_face(one: Subject, canvas: tuple[int, int], start: float, why: str) -> None:
    crop = best([one], canvas)
    assert holds(crop, one), why
    assert (crop.x0 if canvas == STORY else crop.y0) == pytest.approx(start, abs=0.012), why


def test_eyes_stand_about_a_third_from_the_top_with_air_above() -> None:
    """A head of 0.16 in a picture twice as tall as wide, of which half can be seen."""
    one = head(0.45, 0.40, 0.55, 0.56)
    crop = candidates((1000, 2000), SQUARE, [one])[0].box
    eyes = (one.core.y0 + 0.22 * one.core.height - crop.y0) / crop.height
    assert 0.28 <= eyes <= 0.44
    above, below = one.box.y0 - crop.y0, crop.y1 - one.box.y1
    assert 0.05 * crop.height <= above <= below


def test_a_small_head_may_stand_higher_for_the_sake_of_the_body() -> None:
    """Somebody seen from afar: a head of a twentieth, and all that stands out lies below it, down to 0.75."""
    one = head(0.45, 0.20, 0.55, 0.25)
    lit = grid(1, 20, *((0, row) for row in range(4, 15)))
    crop = candidates((1000, 2000), SQUARE, [one], salient=lit)[0].box
    assert crop.y0 + 0.03 <= one.box.y0
    assert crop.y1 >= 0.65
    eyes = (one.core.y0 + 0.22 * one.core.height - crop.y0) / crop.height
    assert 0.1 <= eyes < 0.28


def test_a_face_too_tall_is_kept_by_its_eyes_to_mouth() -> None:
    """1.91:1 of a square is 0.523 tall, and the head 0.8: it must not flee to the shirt below it."""
    one = head(0.25, 0.05, 0.75, 0.85)  # eyes to mouth: 0.21 to 0.69
    found = candidates((1000, 1000), LINK, [one, words(0.3, 0.9, 0.7, 0.98)])
    assert inside(one.core, found[0].box)
    assert not found[0].fits


def test_a_huge_face_fills_the_window_and_does_not_flee_to_a_small_one() -> None:
    huge, small = head(0.0, 0.0, 0.8, 0.95), head(0.85, 0.96, 0.88, 1.0)
    crop = best([huge, small], LINK)
    assert huge.core.y0 <= crop.y0
    assert crop.y1 <= huge.core.y1


GROUPS = [
    # heads, begins between, fits, why
    (
        [head(0.1, 0.2, 0.3, 0.5), head(0.4, 0.2, 0.6, 0.5)],
        (0.0375, 0.1),
        True,
        "0.5 wide: in a window of 0.5625",
    ),
    ([head(0.0, 0.2, 0.2, 0.5), head(0.7, 0.2, 0.9, 0.5)], (0.0, 0.4375), False, "0.9 wide: never together"),
    (
        [
            head(0.0, 0.2, 0.1, 0.4),
            head(0.5, 0.2, 0.6, 0.4),
            head(0.7, 0.2, 0.8, 0.4),
            head(0.9, 0.2, 1, 0.4),
        ],
        (0.4375, 0.4375),
        False,
        "three to the right against one on the left",
    ),
    (
        [head(0.0, 0.2, 0.3, 0.6), head(0.7, 0.2, 0.8, 0.35), head(0.85, 0.2, 0.95, 0.35)],
        (0.0, 0.0),
        True,
        "a portrait, and two small heads behind it: they are left out, and not cut",
    ),
]


@pytest.mark.parametrize(("heads", "starts", "fits", "why"), GROUPS)
def test_groups(heads: list[Subject], starts: tuple[float, float], fits: bool, why: str) -> None:
    found = candidates((1000, 1000), STORY, heads)[0]
    assert starts[0] - 1e-9 <= found.box.x0 <= starts[1] + 1e-9, why
    assert found.fits is fits, why


def test_a_bystander_that_would_be_cut_does_not_fit() -> None:
    """The portrait needs 0.0 to 0.5; whatever the window, 0.5 to 0.5625 at least is in it, and with it half a head."""
    found = candidates((1000, 1000), STORY, [head(0.0, 0.2, 0.5, 0.8), head(0.53, 0.2, 0.63, 0.4)])[0]
    assert holds(found.box, head(0.0, 0.2, 0.5, 0.8))
    assert found.fits is False


def test_hair_may_be_missing_where_no_crop_holds_it_but_no_face() -> None:
    """Two heads of 0.29 are 0.58 wide together, and their faces 0.522: a window of 0.5625 holds both, with room."""
    left, right = head(0.21, 0.2, 0.5, 0.6), head(0.5, 0.2, 0.79, 0.6)
    found = candidates((1000, 1000), STORY, [left, right])[0]
    assert inside(left.needed, found.box)
    assert inside(right.needed, found.box)
    assert found.fits is True
    apart = head(0.56, 0.2, 0.84, 0.6)
    wider = candidates((1000, 1000), STORY, [left, apart])[0]
    assert wider.fits is False, "0.573"
    assert holds(wider.box, left) or holds(wider.box, apart)


def plain(x0: float, y0: float, x1: float, y1: float) -> Subject:
    """A face without hair."""
    whole = box(x0, y0, x1, y1)
    return Subject(kind="face", box=whole, needed=whole, bare=whole, core=whole)


ROOM = [
    # face, canvas, whether it fits, why
    (plain(0.25, 0.2, 0.75, 0.8), STORY, True, "0.5 in 0.5625: 0.031 at each side, a sixteenth of it"),
    (
        plain(0.24, 0.2, 0.76, 0.8),
        STORY,
        False,
        "0.52: 0.021, a twenty-fifth, and no detector knows its edge so well",
    ),
    (plain(0.0, 0.2, 0.53, 0.8), STORY, True, "at the left the picture ends; at the right 0.0325 remain"),
    (plain(0.0, 0.2, 0.54, 0.8), STORY, False, "0.0225 remain"),
    (plain(0.2, 0.25, 0.8, 0.77), LINK, True, "0.52 in 0.523: up and down hair and chin are its room"),
]


@pytest.mark.parametrize(("one", "canvas", "fits", "why"), ROOM)
def test_a_face_fits_with_room_at_its_sides(
    one: Subject, canvas: tuple[int, int], fits: bool, why: str
) -> None:
    found = candidates((1000, 1000), canvas, [one])[0]
    assert inside(one.needed, found.box)
    assert found.fits is fits, why


def test_faces_with_room_are_kept_rather_than_a_little_more_face_at_the_edges() -> None:
    """A window of 0.5625 can begin at 0.019 and hold the first two, just so, or hold the last two easily."""
    first, second, third = (
        plain(0.02, 0.2, 0.06, 0.25),
        plain(0.54, 0.2, 0.58, 0.25),
        plain(0.66, 0.2, 0.6975, 0.247),
    )
    crop = best([first, second, third])
    assert inside(second.needed, crop)
    assert inside(third.needed, crop)
    assert crop.x1 >= third.needed.x1 + 0.1 * third.needed.width


@pytest.mark.parametrize("mirrored", [False, True])
def test_of_faces_that_count_the_same_the_one_clear_of_the_interface_is_kept(mirrored: bool) -> None:
    """Never together in a picture three times as tall as wide; the lower third of the canvas lies under a bar."""
    high, low = plain(0.4, 0.02, 0.6, 0.08), plain(0.4, 0.92, 0.6, 0.98)
    bar = box(0.0, 0.0, 1.0, 0.6) if mirrored else box(0.0, 0.4, 1.0, 1.0)
    found = candidates((1000, 3000), (1080, 1080), [high, low], safe=bar)[0].box
    assert inside(low.needed if not mirrored else high.needed, found) is True


def test_two_faces_at_the_edges_are_kept_rather_than_one_with_room() -> None:
    """However little room there is, none is left out that another crop keeps with all others."""
    crop = best([plain(0.02, 0.2, 0.06, 0.25), plain(0.54, 0.2, 0.58, 0.25)])
    assert crop.x0 <= 0.02
    assert crop.x1 >= 0.58


def test_a_face_too_tall_with_its_hair_is_kept_without() -> None:
    """1.91:1 of a square is 0.523 tall; the face is 0.48, with some hair 0.57: the face is in the middle."""
    one = face(box(0.3, 0.3, 0.7, 0.78), Growth(up=0.3, down=0.05, sides=0.15))
    found = candidates((1000, 1000), LINK, [one])[0]
    assert one.needed.height > LINK_TALL
    above, below = 0.3 - found.box.y0, found.box.y1 - 0.78
    assert above == pytest.approx(below, abs=1e-6)
    assert above > 0.02
    assert not found.fits, "it stands whole where that is wanted"


def test_a_face_moves_out_from_under_the_interface_where_it_can() -> None:
    """A picture three times as tall as wide shows 0.593 of its height; the lower 35 % of that lie under a story."""
    one = head(0.4, 0.60, 0.6, 0.70)
    crop = candidates((1000, 3000), STORY, [one], safe=SAFE_STORY)[0].box
    lower = (one.box.y1 - crop.y0) / crop.height
    upper = (one.box.y0 - crop.y0) / crop.height
    assert SAFE_STORY.y0 <= upper < lower <= SAFE_STORY.y1
    fixed = candidates((1000, 1000), STORY, [head(0.4, 0.8, 0.6, 0.95)], safe=SAFE_STORY)[0].box
    assert (fixed.y0, fixed.y1) == (0, 1), "the window can only move sideways: the face stays where it is"


def test_a_face_moves_aside_from_a_notch() -> None:
    """The rail of a story covers the right fifth of the window; the picture ends right of the face."""
    rail = box(0.8, 0.3, 1.0, 1.0)
    one = head(0.70, 0.5, 0.85, 0.7)
    without = best([one])
    assert (one.box.x1 - without.x0) / without.width <= 0.85
    far = head(0.86, 0.5, 0.98, 0.7)
    crop = best([far], notches=[rail])
    assert crop.x0 == pytest.approx(0.4375), "it cannot go further right, so the face stays under the rail"
    near = head(0.55, 0.5, 0.70, 0.7)
    moved = best([near], notches=[rail])
    assert (near.box.x1 - moved.x0) / moved.width <= 0.8 + 1e-6


def test_words_are_kept_whole_where_the_faces_allow_it() -> None:
    one, text = head(0.4, 0.2, 0.6, 0.5), words(0.62, 0.7, 0.85, 0.9)
    crop = best([one, text])
    assert holds(crop, one)
    assert holds(crop, text)
    far = words(0.0, 0.7, 0.25, 0.9)
    assert holds(best([one, far]), one), "0.0 to 0.6 is wider than 0.5625: the face comes first"


def test_what_a_person_named_comes_before_faces() -> None:
    one, product = head(0.7, 0.2, 0.9, 0.5), named("keep", box(0.0, 0.5, 0.2, 0.8))
    found = candidates((1000, 1000), STORY, [one, product])[0]
    assert holds(found.box, product)
    assert not found.fits
    aim = named("aim", box(0.0, 0.5, 0.2, 0.8))
    assert holds(best([one, aim]), aim)
    assert best([named("aim", box(0.3, 0.5, 0.5, 0.8))]).x0 == pytest.approx(0.4 - 0.28125)


def test_what_a_person_wants_left_out_is_left_out_but_cuts_no_face() -> None:
    one, logo = head(0.4, 0.2, 0.6, 0.5), named("avoid", box(0.62, 0.8, 0.7, 0.9))
    crop = best([one, logo])
    assert crop.x1 <= 0.62 + 1e-9
    close = named("avoid", box(0.55, 0.8, 0.7, 0.9))
    assert holds(best([one, close]), one)


def test_a_crop_stays_inside_the_borders() -> None:
    """Bars of a tenth above and below: what lies between is 1 by 0.8, and a window of 9:16 in it 0.45 wide."""
    bars = box(0, 0.1, 1, 0.9)
    crop = best([head(0.4, 0.3, 0.6, 0.5)], borders=bars)
    assert (crop.y0, crop.y1) == (0.1, 0.9)
    assert crop.width == pytest.approx(0.45)
    on_the_bar = head(0.4, 0.0, 0.6, 0.3)
    assert without_borders(bars, [on_the_bar]) == WHOLE
    hair_on_the_bar = head(0.4, 0.06, 0.6, 0.36)
    found = candidates((1000, 1000), STORY, [hair_on_the_bar], borders=bars)[0]
    assert found.box.y0 == 0.1
    assert found.fits


def test_without_faces_it_goes_where_the_eye_goes() -> None:
    """All that stands out lies in the cell from 0.7 to 0.8 across, or down."""
    crop = best((), salient=grid(10, 10, (7, 5)))
    assert crop.x0 <= 0.7
    assert crop.x1 >= 0.8
    crop = best((), LINK, salient=grid(10, 10, (5, 7)))
    assert crop.y0 <= 0.7
    assert crop.y1 >= 0.8
    assert best((), salient=grid(10, 10)) == box(0.21875, 0, 0.78125, 1), "nothing stands out"


def test_further_candidates_keep_the_same_and_lie_apart() -> None:
    one = head(0.4, 0.2, 0.6, 0.5)
    found = candidates((1000, 1000), STORY, [one])
    assert 3 <= len(found) <= 6
    assert all(holds(candidate.box, one) for candidate in found)
    starts = sorted(candidate.box.x0 for candidate in found)
    assert all(after - before >= 0.06 * 0.5625 - 1e-9 for before, after in pairwise(starts))
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)


# --- whatever lies in a picture -----------------------------------------------------------------------------------

CANVASES = st.sampled_from([STORY, FEED, SQUARE, LINK, (1000, 1500)])
SOURCES = st.tuples(st.integers(200, 6000), st.integers(200, 6000))
EDGE = st.floats(0, 1).map(lambda place: round(place, 4))


@st.composite
def boxes(draw: st.DrawFn, largest: float = 0.6) -> Box:
    wide = draw(st.floats(0.01, largest))
    tall = draw(st.floats(0.01, largest))
    return box(x0 := draw(EDGE) * (1 - wide), y0 := draw(EDGE) * (1 - tall), x0 + wide, y0 + tall)


@st.composite
def faces(draw: st.DrawFn) -> Subject:
    growth = Growth(up=0.4, down=0.15, sides=0.2)
    return face(draw(boxes(0.7)), growth, weight=draw(st.sampled_from([1.0, 0.9, 0.6])))


def seen_by_the_window(one: Subject, start: float, length: float, across: bool) -> bool:
    """Whether a face is kept, apart from the code: what is needed, else the face, its core, or a window full of it."""
    end, hair = start + length, 1e-7
    for part in (one.needed, one.bare, one.core):
        first, last = (part.x0, part.x1) if across else (part.y0, part.y1)
        if last - first <= length:
            return start - hair <= first and last <= end + hair
    return first <= start + hair and end - hair <= last


def whole_in_the_window(one: Subject, start: float, length: float, across: bool) -> bool:
    first, last = (one.box.x0, one.box.x1) if across else (one.box.y0, one.box.y1)
    return start - 1e-7 <= first and last <= start + length + 1e-7


def with_room(one: Subject, start: float, length: float, across: bool) -> bool:
    """Whether a face has 6 % of it as room at both sides, where the picture goes on; hair and chin are room enough."""
    part = one.needed
    if not across and part.height <= length:
        return True
    for part in (one.needed, one.bare, one.core):
        first, last = (part.x0, part.x1) if across else (part.y0, part.y1)
        if last - first <= length:
            break
    room = 0.06 * (last - first)
    before = start <= 1e-7 or first - room >= start - 1e-7
    return before and (start + length >= 1 - 1e-7 or last + room <= start + length + 1e-7)


def window(source: tuple[int, int], canvas: tuple[int, int]) -> tuple[bool, float]:
    """Whether the window moves sideways, and how long it is there."""
    picture, shape = source[0] / source[1], canvas[0] / canvas[1]
    return (True, shape / picture) if picture > shape else (False, picture / shape)


@settings(max_examples=300, deadline=None)
@given(SOURCES, CANVASES, st.lists(faces(), min_size=1, max_size=7))
def test_no_face_is_cut_that_a_crop_keeps_with_all_others_kept(
    source: tuple[int, int], canvas: tuple[int, int], heads: list[Subject]
) -> None:
    across, length = window(source, canvas)
    crop = candidates(source, canvas, heads, safe=SAFE_STORY)[0].box
    start = crop.x0 if across else crop.y0
    kept = {n for n, one in enumerate(heads) if seen_by_the_window(one, start, length, across)}
    hair = {n for n, one in enumerate(heads) if whole_in_the_window(one, start, length, across)}
    ends = [
        place
        for one in heads
        for part in (one.box, one.needed, one.bare, one.core)
        for place in ((part.x0, part.x1) if across else (part.y0, part.y1))
    ]
    tries = {place for end in ends for place in (end, end - length)} | {n / 50 for n in range(51)}
    for other in (min(max(place, 0.0), max(1 - length, 0.0)) for place in tries):
        there = {n for n, one in enumerate(heads) if seen_by_the_window(one, other, length, across)}
        assert not there > kept, f"from {other} it would keep {there}, and from {start} only {kept}"
        if there == kept:
            now, then = (
                {n for n in kept if with_room(heads[n], begin, length, across)} for begin in (start, other)
            )
            assert not then > now, f"from {other} {then} would have room, and from {start} only {now}"
            if then != now:
                continue
            more = {n for n, one in enumerate(heads) if whole_in_the_window(one, other, length, across)}
            assert not more > hair, (
                f"from {other} it would keep the hair of {more}, from {start} only of {hair}"
            )


@settings(max_examples=200, deadline=None)
@given(SOURCES, CANVASES, st.lists(st.one_of(faces(), boxes().map(lambda b: named("words", b))), max_size=6))
def test_a_crop_lies_in_the_picture_and_has_the_canvas_s_shape(
    source: tuple[int, int], canvas: tuple[int, int], found: list[Subject]
) -> None:
    for candidate in candidates(source, canvas, found, safe=SAFE_STORY):
        crop = candidate.box
        assert -1e-9 <= crop.x0 < crop.x1 <= 1 + 1e-9
        assert -1e-9 <= crop.y0 < crop.y1 <= 1 + 1e-9
        shape = (crop.width * source[0]) / (crop.height * source[1])
        assert shape == pytest.approx(canvas[0] / canvas[1], rel=1e-9)
        assert max(crop.width, crop.height) == pytest.approx(1.0), "the largest there is"


@settings(max_examples=200, deadline=None)
@given(SOURCES, CANVASES, boxes(0.5), st.lists(faces(), max_size=4))
def test_a_crop_inside_borders_shows_none_of_them(
    source: tuple[int, int], canvas: tuple[int, int], bars: Box, heads: list[Subject]
) -> None:
    bars = box(bars.x0, bars.y0, min(bars.x1 + 0.3, 1), min(bars.y1 + 0.3, 1))
    on_them = any(not inside(one.core, bars) for one in heads)
    crop = candidates(source, canvas, heads, borders=bars)[0].box
    assert inside(crop, WHOLE if on_them else bars)
    shape = (crop.width * source[0]) / (crop.height * source[1])
    assert shape == pytest.approx(canvas[0] / canvas[1], rel=1e-6)


KINDS = st.sampled_from(["aim", "keep", "avoid", "person", "words"])
MIXED = st.lists(
    st.one_of(faces(), st.builds(lambda kind, b: named(kind, b), KINDS, boxes())), min_size=1, max_size=7
)


@settings(max_examples=200, deadline=None)
@given(SOURCES, CANVASES, MIXED, st.randoms(use_true_random=False))
def test_the_order_of_subjects_does_not_matter(
    source: tuple[int, int], canvas: tuple[int, int], found: list[Subject], random: "object"
) -> None:
    other = list(found)
    random.shuffle(other)  # type: ignore[attr-defined]
    assert candidates(source, canvas, found) == candidates(source, canvas, other)


def mirrored(one: Box) -> Box:
    return box(1 - one.x1, one.y0, 1 - one.x0, one.y1)


@settings(max_examples=200, deadline=None)
@given(SOURCES, CANVASES, MIXED)
def test_a_mirrored_picture_is_cropped_as_well(
    source: tuple[int, int], canvas: tuple[int, int], found: list[Subject]
) -> None:
    """Up to ties: two crops may be as good as each other."""
    turned = [
        Subject(s.kind, *(mirrored(part) for part in (s.box, s.needed, s.bare, s.core)), weight=s.weight)
        for s in found
    ]
    one = candidates(source, canvas, found, safe=SAFE_STORY)[0]
    other = candidates(source, canvas, turned, safe=mirrored(SAFE_STORY))[0]
    assert one.score == pytest.approx(other.score, abs=0.002)


def test_a_mirrored_face_gives_the_mirrored_crop() -> None:
    one, text = head(0.2, 0.2, 0.35, 0.5), words(0.5, 0.7, 0.6, 0.8)
    crop = best([one, text])
    turned = [
        Subject(s.kind, *(mirrored(part) for part in (s.box, s.needed, s.bare, s.core))) for s in (one, text)
    ]
    assert best(turned).x0 == pytest.approx(mirrored(crop).x0)


@settings(max_examples=200, deadline=None)
@given(SOURCES, CANVASES, MIXED, st.lists(boxes(), min_size=1, max_size=4), boxes())
def test_another_part_to_keep_never_keeps_fewer(
    source: tuple[int, int], canvas: tuple[int, int], found: list[Subject], keeps: list[Box], more: Box
) -> None:
    across, length = window(source, canvas)

    def kept(parts: list[Box]) -> int:
        subjects = [s for s in found if s.kind not in ("aim", "keep")] + [
            named("keep", part) for part in parts
        ]
        crop = candidates(source, canvas, subjects)[0].box
        start = crop.x0 if across else crop.y0
        return sum(seen_by_the_window(named("keep", part), start, length, across) for part in parts)

    assert kept([*keeps, more]) >= kept(keeps)


def test_a_head_reaches_beyond_the_box_of_a_face_and_ends_with_the_picture() -> None:
    one = face(box(0.4, 0.2, 0.6, 0.4), Growth(up=0.4, down=0.15, sides=0.2))
    assert one.box.model_dump() == pytest.approx({"x0": 0.36, "y0": 0.12, "x1": 0.64, "y1": 0.43})
    assert one.needed.model_dump() == pytest.approx({"x0": 0.4, "y0": 0.16, "x1": 0.6, "y1": 0.4201})
    assert one.core.model_dump() == pytest.approx({"x0": 0.43, "y0": 0.25, "x1": 0.57, "y1": 0.37})
    assert face(box(0.0, 0.0, 0.2, 0.2), Growth(up=0.4, down=0.15, sides=0.2)).box.y0 == 0.0
    assert area(one.core) < area(one.box)
