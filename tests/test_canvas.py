"""Backdrops and overlays, to the level."""

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ugc.media.backdrops import blurred
from ugc.media.canvas import compose_fit, composite
from ugc.media.pixels import decode_overlay
from ugc.media.resample import Picture
from ugc.model.formats import Box


def noise(width: int, height: int, bands: int = 3) -> np.ndarray:
    return np.random.RandomState(5).randint(0, 256, (height, width, bands)).astype(np.uint8)


@settings(max_examples=60, deadline=None)
@given(at=st.tuples(st.integers(-30, 50), st.integers(-30, 40)), seed=st.integers(0, 9))
def test_compositing_is_exact_wherever_it_lies(at: tuple[int, int], seed: int) -> None:
    random = np.random.RandomState(seed)
    canvas = random.randint(0, 256, (35, 45, 3)).astype(np.uint8)
    overlay = random.randint(0, 256, (20, 25, 4)).astype(np.uint8)
    overlay[4:9, :, 3] = 0
    overlay[:, :3, 3] = 0
    wanted = canvas.astype(int)
    for y in range(20):
        for x in range(25):
            row, column = y + at[1], x + at[0]
            if 0 <= row < 35 and 0 <= column < 45:
                colour, alpha = overlay[y, x, :3].astype(int), int(overlay[y, x, 3])
                wanted[row, column] = (
                    2 * (wanted[row, column] * (255 - alpha) + colour * alpha) + 255
                ) // 510
    composite(canvas, overlay, at=at)
    assert (canvas == wanted).all()


def test_an_overlay_reads_back(tmp_path: Path) -> None:
    overlay = noise(30, 20, 4)
    file = io.BytesIO()
    Image.fromarray(overlay).save(file, "PNG")
    assert (decode_overlay(file.getvalue()) == overlay).all()


def test_the_backdrop_is_dark_smooth_and_without_steps() -> None:
    picture = Picture(noise(300, 200))
    made = blurred(picture, (216, 384))
    assert made.shape == (384, 216, 3)
    assert made.mean() == pytest.approx(0.72 * picture.pixels.mean(), rel=0.03)
    steps = np.abs(np.diff(made.astype(int), axis=0))
    assert steps.max() <= 3
    assert blurred(picture, (216, 384)).tobytes() == made.tobytes()


def test_a_gentle_backdrop_has_no_bands() -> None:
    """Where a level takes 40 rows to change, rows in between mix both levels instead of stepping."""
    ramp = np.repeat(np.linspace(100, 120, 640)[:, None], 360, axis=1)
    made = blurred(Picture(np.repeat(ramp[..., None].round(), 3, axis=2).astype(np.uint8)), (360, 640))
    mixed = [len(np.unique(row)) > 1 for row in made[100:540, :, 0]]
    assert np.mean(mixed) > 0.8


def test_fit_puts_the_whole_picture_where_it_is_told() -> None:
    picture = Picture(np.full((50, 100, 3), (200, 100, 0), np.uint8))
    made = compose_fit(picture, (120, 200), at=Box(x0=10, y0=70, x1=110, y1=120))
    assert (made[70:120, 10:110] == (200, 100, 0)).all()
    assert made[60, 60].tolist() == [144, 72, 0]  # the backdrop: 0.72 of it
    assert made.shape == (200, 120, 3)
