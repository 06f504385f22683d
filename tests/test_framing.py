"""How pictures fill canvases: whose word counts, what is said of it, and when a picture stands whole."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ugc import formats
from ugc.geometry import WHOLE, cover_box, inside
from ugc.model.focus import Focus, Point
from ugc.model.formats import Box, Format
from ugc.model.layout import Framing
from ugc.model.posts import Media
from ugc.model.seen import Seen, Sight, SightKind
from ugc.plan.framing import Look, frame

TABLES = formats.load()
STORY, FEED, SQUARE = (TABLES.format(name) for name in ("story", "feed", "square"))
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)


def box(x0: float, y0: float, x1: float, y1: float) -> Box:
    return Box(x0=x0, y0=y0, x1=x1, y1=y1)


def picture(width: int, height: int, focus: Focus | None = None) -> Media:
    return Media(sha256="a" * 64, kind="image", ext="jpg", size=1, width=width, height=height, focus=focus)


def sight(kind: SightKind, x0: float, y0: float, x1: float, y1: float, text: str = "") -> Sight:
    return Sight(kind=kind, box=box(x0, y0, x1, y1), by="faces", text=text)


def seen(*sights: Sight, inside: Box | None = None) -> Seen:
    return Seen(detectors={"faces": "Haar cascades"}, sights=sights, inside=inside)


def said(**told: object) -> Focus:
    return Focus(by="ana", at=AT, **told)  # type: ignore[arg-type]


def framed(
    media: Media,
    known: Seen | None = None,
    *,
    format: Format = STORY,
    arrange: Callable[[Framing], object] = lambda framing: (),
    fit: bool = False,
    **look: object,
) -> tuple[Framing, object]:
    return frame(
        media,
        format=format,
        canvas=format.pixels,
        seen=known,
        look=Look(**look),  # type: ignore[arg-type]
        whole="the template shows pictures whole" if fit else None,
        arrange=arrange,
    )


def test_where_nobody_has_looked_it_is_the_middle() -> None:
    framing, words = framed(picture(2000, 2000))
    assert framing.box == cover_box((2000, 2000), (1080, 1920))
    assert (framing.why, framing.lost, words) == ("cropped around the middle, 56% kept", (), ())
    assert framed(picture(1080, 1920))[0].why == "the picture has the canvas's shape"


FACE_LEFT, FACE_RIGHT = sight("face", 0.1, 0.2, 0.25, 0.35), sight("face", 0.75, 0.2, 0.9, 0.35)
BESIDE = sight("face", 0.3, 0.2, 0.45, 0.35)
GLOW = sight("words", 0.80, 0.6, 0.99, 0.7, text="GLOW")

WHYS = [
    # seen, why, lost
    (seen(FACE_LEFT), "cropped to keep 1 face, 56% kept", ()),
    (seen(FACE_LEFT, BESIDE), "cropped to keep 2 faces, 56% kept", ()),
    (seen(FACE_LEFT, GLOW), "cropped to keep 1 face, 56% kept", ("The words “GLOW” are left out.",)),
    (seen(FACE_RIGHT, GLOW), "cropped to keep 1 face and 1 text, 56% kept", ()),
    (seen(), "cropped around the middle, 56% kept", ()),
]


@pytest.mark.parametrize(("known", "why", "lost"), WHYS)
def test_what_was_seen_is_kept_and_what_is_lost_is_said(known: Seen, why: str, lost: tuple[str, ...]) -> None:
    framing, _ = framed(picture(2000, 2000), known)
    assert (framing.mode, framing.why, framing.lost) == ("cover", why, lost)


def test_a_picture_stands_whole_rather_than_cut_a_face_unless_told() -> None:
    both = seen(FACE_LEFT, FACE_RIGHT)
    whole, _ = framed(picture(2000, 2000), both)
    assert (whole.mode, whole.box, whole.kept) == ("fit", WHOLE, 1.0)
    assert whole.at == box(0, 420 / 1920, 1, 1500 / 1920), "as wide as the canvas, in the middle"
    assert whole.why == "a crop would cut 1 of 2 faces, so it stands whole on a blurred backdrop"
    cropped, _ = framed(picture(2000, 2000), both, cut_faces="crop")
    assert cropped.mode == "cover"
    assert cropped.why == "cropped to keep 1 of 2 faces, 56% kept"
    assert cropped.lost == ("One of 2 faces is left out.",)
    tall = seen(sight("face", 0.2, 0.05, 0.8, 0.95))
    tight, _ = framed(picture(2000, 2000), tall, cut_faces="crop")
    assert tight.lost == (
        "The face is shown without all of its hair or chin.",
        "A face lies under the interface of Story (bottom).",
    )


def test_a_picture_stands_whole_where_a_face_would_be_at_the_very_edge() -> None:
    """Its face is 0.55 wide, and the window 0.5625."""
    wide = seen(sight("face", 0.2, 0.2, 0.75, 0.8))
    whole, _ = framed(picture(2000, 2000), wide)
    assert (
        whole.why == "a crop would have the face at its very edge, so it stands whole on a blurred backdrop"
    )
    assert framed(picture(2000, 2000), wide, cut_faces="crop")[0].mode == "cover"
    both, _ = framed(
        picture(2000, 2000), seen(sight("face", 0.2, 0.2, 0.45, 0.5), sight("face", 0.5, 0.2, 0.755, 0.5))
    )
    assert both.why == "a crop would have a face at its very edge, so it stands whole on a blurred backdrop"


def test_which_backdrop_is_said() -> None:
    both = seen(FACE_LEFT, FACE_RIGHT)
    drawn, _ = framed(picture(2000, 2000), both, backdrop="extend")
    assert drawn.backdrop == "extend"
    assert drawn.why.endswith("so it stands whole with its edges drawn out")
    assert framed(picture(2000, 2000), both, backdrop="colour")[0].why.endswith("on the brand's colour")


def test_the_limits_on_cropping_and_enlarging_stay() -> None:
    wide = framed(picture(3000, 1000), seen(FACE_LEFT))[0]
    assert wide.why == "a crop would keep 19% of the picture, so it stands whole on a blurred backdrop"
    narrow = seen(sight("face", 0.1, 0.2, 0.2, 0.35))
    assert framed(picture(3000, 1000), narrow, least_kept=0.1)[0].mode == "cover"
    small = framed(picture(400, 400), seen(FACE_LEFT))[0]
    assert small.why.startswith("a crop would be enlarged 4.8 times, so it stands whole")
    assert framed(picture(1080, 1920), fit=True)[0].why.startswith("the template shows pictures whole")


def test_a_face_under_the_interface_is_said() -> None:
    """The face is 0.8 to 0.9 down, and the picture has the canvas's shape: nothing can be moved."""
    framing, _ = framed(picture(1080, 1920), seen(sight("face", 0.4, 0.8, 0.6, 0.9)))
    assert framing.lost == ("A face lies under the interface of Story (bottom).",)
    alone = TABLES.format("instagram_stories")
    framing, _ = framed(picture(1080, 1920), seen(sight("face", 0.4, 0.02, 0.6, 0.1)), format=alone)
    assert framing.lost == ("A face lies under the interface of Instagram Stories (top).",)


# --- a person decides ---------------------------------------------------------------------------------------------


def test_a_drawn_crop_is_taken_as_it_is() -> None:
    drawn = box(0.0, 0.1, 0.45, 0.9)  # 0.45 by 0.8 of a square: 9:16
    everything = seen(FACE_LEFT, FACE_RIGHT, GLOW)
    framing, words = framed(
        picture(2000, 2000, said(crops={"story": drawn}, point=Point(x=1, y=1))),
        everything,
        arrange=lambda framing: None,
        fit=True,
        least_kept=0.9,
    )
    assert (framing.mode, words) == ("cover", None), "whatever is seen, set or written"
    assert framing.box.model_dump() == pytest.approx(drawn.model_dump())
    assert framing.why == "by the crop that ana drew for story"
    assert framing.lost == ("One of 2 faces is left out.", "The words “GLOW” are left out.")
    assert framed(picture(2000, 2000, said(crops={"feed": drawn})))[0].why.startswith("cropped around")


SHAPES = [
    # drawn in a square picture, shown at 1:1, why
    (box(0.2, 0.2, 0.6, 0.4), box(0.2, 0.1, 0.6, 0.5), "grown upwards and downwards, around its middle"),
    (box(0.2, 0.0, 0.6, 0.1), box(0.2, 0.0, 0.6, 0.4), "grown only downwards: the picture ends above"),
    (box(0.5, 0.0, 0.7, 1.0), box(0.0, 0.0, 1.0, 1.0), "as tall as the picture, so all of it"),
]


@pytest.mark.parametrize(("drawn", "shown", "why"), SHAPES)
def test_a_drawn_crop_of_another_shape_is_brought_to_the_canvas_s(drawn: Box, shown: Box, why: str) -> None:
    framing, _ = framed(picture(2000, 2000, said(crops={"square": drawn})), format=SQUARE)
    assert framing.box.model_dump() == pytest.approx(shown.model_dump()), why
    assert framing.why == "by the crop that ana drew for square, brought to the format's shape"


def test_a_point_and_a_part_come_before_faces() -> None:
    point, _ = framed(picture(2000, 2000, said(point=Point(x=0.9, y=0.5))), seen(FACE_LEFT))
    assert point.box.x1 == 1
    assert (point.mode, point.why) == ("cover", "cropped around the point that ana set, 56% kept")
    assert point.lost == ("The face is left out.",)
    product = box(0.05, 0.6, 0.2, 0.9)
    part, _ = framed(picture(2000, 2000, said(box=product)), seen(FACE_LEFT))
    assert inside(product, part.box)
    assert part.why == "cropped around the part that ana named, 56% kept"
    kept, _ = framed(picture(2000, 2000, said(keep=(product,))), seen(FACE_LEFT))
    assert kept.why == "cropped to keep what ana named and 1 face, 56% kept"


def test_a_part_to_keep_is_never_cut() -> None:
    wide = said(keep=(box(0.1, 0.6, 0.9, 0.9),))
    framing, _ = framed(picture(2000, 2000, wide), cut_faces="crop")
    assert framing.why == "a crop would cut a part to keep, so it stands whole on a blurred backdrop"


def test_a_face_that_is_to_be_left_out_does_not_count() -> None:
    stranger = said(avoid=(box(0.7, 0.1, 0.95, 0.4),))
    framing, _ = framed(picture(2000, 2000, stranger), seen(FACE_LEFT, FACE_RIGHT))
    assert (framing.mode, framing.lost) == ("cover", ())
    assert framing.box.x1 <= 0.7
    everywhere = framed(picture(2000, 2000, said(avoid=(box(0.4, 0.1, 0.6, 0.4),))), seen(FACE_LEFT))[0]
    assert "1 part to leave out is in view." in everywhere.lost


# --- words find a place -------------------------------------------------------------------------------------------


def test_the_first_crop_in_which_words_find_a_place_is_taken() -> None:
    asked: list[Framing] = []

    def third(framing: Framing) -> str | None:
        asked.append(framing)
        return "there" if len(asked) == 3 else None

    framing, words = framed(picture(2000, 2000), seen(sight("face", 0.45, 0.3, 0.55, 0.4)), arrange=third)
    assert (framing.mode, words) == ("cover", "there")
    assert framing == asked[2]
    assert len({one.box.x0 for one in asked}) == 3
    heads = box(0.43, 0.26, 0.57, 0.415)
    assert all(inside(heads, one.box) for one in asked), "all of them keep the face"


def test_a_picture_stands_whole_where_no_crop_has_room_for_words() -> None:
    """The words need the lower half of the canvas: the picture stands above, whole, and smaller if need be."""
    framing, words = framed(
        picture(2000, 2000),
        seen(sight("face", 0.45, 0.3, 0.55, 0.4)),
        arrange=lambda framing: "below" if framing.at and framing.at.y1 <= 0.6 else None,
    )
    assert (framing.mode, words) == ("fit", "below")
    assert framing.why.startswith("in a crop its words would cover what must be seen, so it stands whole")
    assert framing.at
    assert inside(framing.at, WHOLE)
    wide, tall = framing.at.width * 1080, framing.at.height * 1920
    assert wide == pytest.approx(tall, abs=1.01), "a square stays one"
    assert framing.scale == pytest.approx(wide / 2000)
    nowhere, words = framed(picture(2000, 2000), seen(), arrange=lambda framing: None)
    assert (nowhere.mode, words) == ("cover", None), "the best crop, and no place"


def test_borders_are_left_out_of_crops_and_of_what_stands_whole() -> None:
    bars = box(0, 0.1, 1, 0.9)
    framing, _ = framed(picture(2000, 2000), seen(FACE_LEFT, inside=bars), least_kept=0.4)
    assert inside(framing.box, bars)
    assert framing.kept == pytest.approx(0.36), "0.45 by 0.8"
    whole, _ = framed(picture(2000, 2000), seen(FACE_LEFT, FACE_RIGHT, inside=bars))
    assert (whole.mode, whole.box) == ("fit", bars)
    assert whole.why.endswith("on a blurred backdrop, without its borders")
    assert whole.at
    assert whole.at.width * 1080 / (whole.at.height * 1920) == pytest.approx(1 / 0.8, abs=0.01)
    as_it_is, _ = framed(picture(2000, 2000), seen(inside=bars), fit=True)
    assert as_it_is.box == WHOLE, "a template that shows pictures whole shows all of them"


HOSTILE = [
    ("x" * 5000, "x" * 39 + "…"),
    ("a\nb\u2028c\x1b[31m", "a b c[31m"),
]


@pytest.mark.parametrize(("text", "shown"), HOSTILE)
def test_words_in_a_picture_are_anybody_s(text: str, shown: str) -> None:
    framing, _ = framed(picture(2000, 2000), seen(FACE_LEFT, sight("words", 0.8, 0.6, 0.99, 0.7, text)))
    assert framing.lost == (f"The words “{shown}” are left out.",)
    framing, _ = framed(picture(2000, 2000, said().model_copy(update={"by": text, "point": Point(x=0, y=0)})))
    assert framing.why == f"cropped around the point that {shown} set, 56% kept"


def test_many_texts_are_counted() -> None:
    texts = [sight("words", 0.9, n / 10, 0.95, n / 10 + 0.05, str(n)) for n in range(9)]
    framing, _ = framed(picture(2000, 2000), seen(FACE_LEFT, *texts))
    assert framing.lost[-1] == "6 more texts are cut or left out."
    assert len(framing.lost) == 4


UNIT = st.floats(0, 1)
BOXES = st.tuples(UNIT, UNIT, st.floats(0.01, 0.5), st.floats(0.01, 0.5)).map(
    lambda b: box(b[0] * (1 - b[2]), b[1] * (1 - b[3]), b[0] * (1 - b[2]) + b[2], b[1] * (1 - b[3]) + b[3])
)
SIGHTS = st.lists(
    st.builds(lambda kind, b: Sight(kind=kind, box=b, by="faces"), st.sampled_from(["face", "words"]), BOXES),
    max_size=5,
)
SIDES = st.integers(300, 5000)


@settings(max_examples=150, deadline=None)
@given(SIDES, SIDES, SIGHTS, st.one_of(st.none(), BOXES), st.sampled_from([STORY, FEED, SQUARE]))
def test_a_person_s_crop_always_wins(
    width: int, height: int, sights: list[Sight], inside_of: Box | None, format: Format
) -> None:
    drawn = cover_box((width, height), format.pixels, Point(x=0.0, y=0.0))
    media = picture(width, height, said(crops={format.id: drawn}, keep=(box(0.9, 0.9, 1, 1),)))
    framing, _ = framed(media, seen(*sights, inside=inside_of), format=format)
    assert framing.mode == "cover"
    assert framing.box.model_dump() == pytest.approx(drawn.model_dump(), abs=1e-9)


@settings(max_examples=200, deadline=None)
@given(SIDES, SIDES, SIGHTS, st.sampled_from([STORY, FEED, SQUARE]), st.booleans())
def test_what_is_shown_keeps_its_shape_and_no_face_is_cut(
    width: int, height: int, sights: list[Sight], format: Format, placed: bool
) -> None:
    framing, _ = framed(
        picture(width, height),
        seen(*sights),
        format=format,
        arrange=lambda framing: () if placed else None,
    )
    part = framing.box
    assert inside(part, WHOLE)
    if framing.mode == "cover":
        shape = part.width * width / (part.height * height)
        assert shape == pytest.approx(format.pixels[0] / format.pixels[1], rel=1e-9)
        faces = [one.box for one in sights if one.kind == "face"]
        largest = max((f.width * f.height for f in faces), default=0)
        for one in faces:
            if one.width * one.height > 0.5 * largest:
                assert inside(one, part), "the box of a face that matters is never cut"
    else:
        assert part == WHOLE
