"""Small pictures decoded quickly: as those that are decoded whole, but for what no eye sees."""

import io
from pathlib import Path

import numpy as np
import pytest
from conftest import photo
from PIL import Image

from ugc.errors import InputError
from ugc.media.thumbs import Thumb, Wanted, thumbs

WANTED = (Wanted(80, 96, 90, jpeg=True),)


def pixels(thumb: Thumb) -> np.ndarray:
    with Image.open(io.BytesIO(thumb.data)) as image:
        return np.asarray(image.convert("RGB"), dtype=np.int16)


@pytest.mark.parametrize("size", [(4000, 3000), (1080, 1350), (1003, 1777), (160, 192), (70, 90), (8, 5)])
@pytest.mark.parametrize("turn", [1, 6])
def test_quick_ones_look_as_slow_ones(tmp_path: Path, size: tuple[int, int], turn: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    path = tmp_path / "a.jpg"
    with Image.open(io.BytesIO(photo(size, seed=3))) as image:
        image.save(path, quality=92, exif=exif)
    (slow,), (quick,) = thumbs(path, WANTED), thumbs(path, WANTED, quick=True)
    assert (quick.width, quick.height) == (slow.width, slow.height)
    assert np.abs(pixels(slow) - pixels(quick)).mean() < 4


def test_other_pictures_are_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    with Image.open(io.BytesIO(photo((900, 700), seed=3))) as image:
        image.save(path)
    assert thumbs(path, WANTED) == thumbs(path, WANTED, quick=True)


def test_one_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    whole = photo((2000, 1500), seed=3)
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError):
        thumbs(path, WANTED, quick=True)
