"""Two networks that find faces, joined: boxes worked by hand, drawn faces, real ones, and strips that hold none."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from portraits import TONES, portrait, stored

from ugc.errors import MissingError
from ugc.media.look import Looker
from ugc.media.look.face_model import FaceModel
from ugc.media.look.network import Network
from ugc.media.look.pair import YUNET, Figures, Pair, joined
from ugc.media.look.picture import View, view_of
from ugc.media.opening import MAX_PIXELS
from ugc.model.formats import Box
from ugc.model.seen import Sight

FIGURES = replace(Figures(), beside=0.1, below=0.2, hairline=0.75, same=0.3, inside=0.5)


def sight(x0: float, y0: float, x1: float, y1: float, score: float = 0.8) -> Sight:
    return Sight(kind="face", by="faces", score=score, box=Box(x0=x0, y0=y0, x1=x1, y1=y1))


def edges(sights: list[Sight]) -> list[tuple[float, ...]]:
    return [
        tuple(round(edge, 6) for edge in (one.box.x0, one.box.y0, one.box.x1, one.box.y1)) for one in sights
    ]


def test_a_face_that_both_see_lies_between_their_boxes() -> None:
    """YuNet's goes from 0.20 to 0.40 and is widened by a tenth at each side: 0.18 to 0.42; below by 0.06."""
    found = joined([sight(0.14, 0.1, 0.44, 0.5, 0.6)], [sight(0.2, 0.2, 0.4, 0.5, 0.9)], FIGURES)
    assert edges(found) == [(0.16, 0.175, 0.43, 0.53)]
    assert [one.score for one in found] == [0.9]


def test_a_face_that_one_sees_is_told_as_it_sees_it() -> None:
    found = joined([sight(0.6, 0.1, 0.7, 0.2)], [sight(0.2, 0.2, 0.4, 0.5)], FIGURES)
    assert edges(found) == [(0.18, 0.2, 0.42, 0.56), (0.6, 0.1, 0.7, 0.2)]


def test_a_piece_of_a_face_is_no_face() -> None:
    """It lies in the other's box, which is far larger; a face beside one, of which a corner is shared, is another."""
    piece, beside = sight(0.3, 0.3, 0.35, 0.38), sight(0.48, 0.1, 0.68, 0.5)
    found = joined([sight(0.1, 0.1, 0.5, 0.6)], [piece, beside], FIGURES)
    assert edges(found) == [(0.1, 0.1, 0.5, 0.6), (0.46, 0.1, 0.7, 0.58)]


def test_each_box_is_of_one_face() -> None:
    """Two faces close by: each takes the box that is most like it, not one box both."""
    left, right = sight(0.1, 0.1, 0.3, 0.4), sight(0.26, 0.1, 0.46, 0.4)
    found = joined([left, right], [right, left], replace(FIGURES, beside=0.0, below=0.0))
    assert edges(found) == edges([left, right])


def test_what_lies_at_the_edge_without_area_disturbs_nothing() -> None:
    """A box that a network draws outside the picture is clipped to its edge."""
    outside, face = sight(1.0, 0.2, 1.0, 0.4), sight(0.1, 0.1, 0.3, 0.4)
    found = joined([face, outside], [outside, face], replace(FIGURES, beside=0.0, below=0.0))
    assert edges([one for one in found if one.box.width]) == edges([face])


def test_a_widened_box_stays_in_the_picture() -> None:
    assert edges(joined([], [sight(0.0, 0.5, 1.0, 1.0)], FIGURES)) == [(0.0, 0.5, 1.0, 1.0)]


@pytest.mark.parametrize("tone", TONES)
def test_a_drawn_face_lies_between_what_each_network_says(tone: str) -> None:
    drawn = portrait((900, 700), tone=TONES[tone])
    view = View(pixels=np.asarray(drawn))
    pair = Pair()
    (one,) = pair.see(view).sights
    (blaze,), yunet = Network().see(view).sights, FaceModel(YUNET).see(view).sights
    assert len(yunet) <= 1
    if yunet:
        for edge in ("x0", "y0", "x1", "y1"):
            ends = sorted((getattr(blaze.box, edge), getattr(yunet[0].box, edge)))
            assert ends[0] - 0.02 <= getattr(one.box, edge) <= ends[1] + 0.02
    else:
        assert one.box == blaze.box


def test_real_faces_that_one_network_misses(media: Path) -> None:
    """What is told is never less than one of them sees."""
    for name in ("three_people.jpg", "astronaut.png", "chris.jpg"):
        view = view_of(media / name, max_pixels=MAX_PIXELS)
        found = len(Pair().see(view).sights)
        assert found >= len(Network().see(view).sights)
        assert found >= len(FaceModel(YUNET).see(view).sights)


@pytest.mark.parametrize("size", [(5000, 40), (640, 32), (640, 20), (40, 5000), (1, 1), (5000, 1)])
def test_a_strip_holds_no_face(tmp_path: Path, size: tuple[int, int]) -> None:
    """Of a picture that is a single row of the network's largest cells OpenCV tells what happens to be in memory."""
    path = tmp_path / "strip.png"
    path.write_bytes(stored(Image.new("RGB", size, (90, 120, 60)), "PNG"))
    for _ in range(3):
        assert Looker(faces=YUNET, words=False).look(path, ["faces"])["faces"].sights == ()
        assert Looker(words=False).look(path, ["faces"])["faces"].sights == ()


def test_without_a_network(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="is not there") as caught:
        Pair(yunet=tmp_path / "gone.onnx")
    assert "Install ugc again" in (caught.value.hint or "")
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"no network")
    with pytest.raises(MissingError, match="what runs the network"):
        Pair(yunet=broken)


def test_other_figures_and_other_networks_are_another_detector(tmp_path: Path) -> None:
    before = Pair().method
    assert before == Pair().method
    assert "BlazeFace" in before and "YuNet" in before
    assert Pair(replace(Figures(), hairline=0.5)).method != before
    other = tmp_path / "other.onnx"
    other.write_bytes(YUNET.read_bytes() + b"\x1a\x00")
    assert Pair(yunet=other).method != before
