"""The quality of every crop, against Pillow's own Lanczos and against places computed by hand."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ugc.errors import UgcError
from ugc.geometry import WHOLE, cover_box
from ugc.media.resample import Picture
from ugc.model.formats import Box

ROOT = Path(__file__).resolve().parent.parent


def _stills() -> ModuleType:
    spec = importlib.util.spec_from_file_location("stills", ROOT / "benchmarks" / "stills.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


stills = _stills()


@pytest.fixture(scope="module")
def scene() -> Picture:
    """A third of the benchmark's photograph: every one of its ten scales with a third of the pixels."""
    return Picture(np.asarray(stills.photograph(1600, 1200)))


def lanczos(picture: Picture, box: Box, size: tuple[int, int]) -> np.ndarray:
    wide, high = picture.width, picture.height
    edges = (box.x0 * wide, box.y0 * high, box.x1 * wide, box.y1 * high)
    return np.asarray(Image.fromarray(picture.pixels).resize(size, Image.Resampling.LANCZOS, box=edges))


@pytest.mark.parametrize("full", stills.SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_as_sharp_as_lanczos(scene: Picture, full: tuple[int, int]) -> None:
    size = (round(full[0] * 0.4), round(full[1] * 0.4))
    box = cover_box((scene.width, scene.height), size)
    made, wanted = scene.render(box, size), lanczos(scene, box, size)
    assert made.shape == (size[1], size[0], 3)
    assert 0.95 <= stills.sharpness(made) / stills.sharpness(wanted) <= 1.10
    assert stills.psnr(made, wanted) > 42


@pytest.mark.parametrize("scale", [1.56, 1.8, 2.08, 2.39, 2.41, 2.6, 3.2, 4.79, 4.81, 6.5])
def test_a_zone_plate_shows_no_moire_that_lanczos_does_not(scale: float) -> None:
    plate = Picture(stills.zone_plate(1200, 900))
    size = (round(1200 / scale), round(900 / scale))
    ours = stills.zone_left(plate.render(WHOLE, size), 1200)
    theirs = stills.zone_left(lanczos(plate, WHOLE, size), 1200)
    assert ours <= theirs + 1.5  # levels of 255; plain cubic leaves 15 to 70


def test_the_zone_plate_would_show_a_filter_that_is_missing() -> None:
    plate = stills.zone_plate(1200, 900)
    skipped = plate[::3, ::3]
    assert stills.zone_left(skipped, 1200) > 30


@pytest.mark.parametrize("scale", [1.56, 2.2, 2.6, 3.2, 4.7])
def test_woven_cloth_shows_no_coarse_pattern(scale: float) -> None:
    weave = Picture(stills.cloth(1200, 900))
    size = (round(1200 / scale), round(900 / scale))
    ours = stills.coarse_left(weave.render(WHOLE, size))
    assert ours <= stills.coarse_left(lanczos(weave, WHOLE, size)) + 1.0


SCALES = [0.6, 1.0, 1.3, 1.9, 2.3, 2.7, 4.1, 5.5]


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("shift", [0.0, 0.3, 0.8])
@pytest.mark.parametrize("upright", [True, False], ids=["across", "down"])
def test_a_crop_begins_where_it_says(scale: float, shift: float, upright: bool) -> None:
    """A soft edge, a little slanted so that rounding evens out, is found in picture pixels where it was drawn."""
    down, across = np.mgrid[0:600, 0:600] + 0.5
    levels = 40 + 170 / (1 + np.exp(-(across - 301.37 - 0.03 * (down - 300)) / 4.0))
    pixels = stills.grey_rgb(levels if upright else levels.T)
    size = (round(400 / scale), round(400 / scale))
    begin, step = 100 + shift, 400 / size[0]
    box = Box(x0=begin / 600, y0=begin / 600, x1=(begin + 400) / 600, y1=(begin + 400) / 600)
    made = Picture(pixels).render(box, size)[..., 1].astype(float)
    errors = []
    for row, line in enumerate(made if upright else made.T):
        after = int(np.argmax(line > 125))
        crossing = after - (line[after] - 125) / (line[after] - line[after - 1])
        drawn = 301.37 + 0.03 * (begin + (row + 0.5) * step - 300)
        errors.append(begin + (crossing + 0.5) * step - drawn)
    assert abs(float(np.mean(errors))) < 0.05


def test_a_shift_of_a_third_of_a_pixel_moves_a_wave_by_it() -> None:
    """The phase of a wave of 20 pixels says how far it has moved."""
    wave = np.tile(np.round(127 + 100 * np.cos(np.arange(520) * 2 * np.pi / 20)), (60, 1))
    picture = Picture(np.repeat(wave[..., None], 3, axis=2).astype(np.uint8))
    phases = []
    for shift in (0.0, 0.3):
        made = picture.render(Box(x0=(40 + shift) / 520, y0=0, x1=(440 + shift) / 520, y1=1), (250, 38))
        turns = np.exp(-2j * np.pi * np.arange(250) * 1.6 / 20)
        phases.append(np.angle((made[..., 1].astype(float).mean(axis=0) * turns).sum()))
    assert (phases[1] - phases[0]) * 20 / (2 * np.pi) == pytest.approx(0.3, abs=0.05)


boxes = st.tuples(*(st.floats(0, 1) for _ in range(4))).filter(
    lambda b: abs(b[0] - b[2]) > 0.02 and abs(b[1] - b[3]) > 0.02
)


@settings(max_examples=80, deadline=None)
@given(
    ends=boxes,
    size=st.tuples(st.integers(1, 90), st.integers(1, 90)),
    whole=st.tuples(st.integers(1, 130), st.integers(1, 130)),
    colour=st.tuples(*(st.integers(0, 255) for _ in range(3))),
)
def test_one_colour_stays_that_colour_at_any_crop(ends, size, whole, colour) -> None:
    picture = Picture(np.full((whole[1], whole[0], 3), colour, np.uint8))
    box = Box(
        x0=min(ends[0], ends[2]), y0=min(ends[1], ends[3]), x1=max(ends[0], ends[2]), y1=max(ends[1], ends[3])
    )
    made = picture.render(box, size)
    assert made.shape == (size[1], size[0], 3)
    assert (made == np.array(colour, np.uint8)).all()


def test_quarters_stay_in_their_corners() -> None:
    pixels = np.zeros((403, 601, 3), np.uint8)
    pixels[:201, 300:] = (255, 0, 0)
    pixels[201:, :300] = (0, 255, 0)
    made = Picture(pixels).render(WHOLE, (90, 60))
    assert made[5, 80].tolist() == [255, 0, 0]
    assert made[55, 10].tolist() == [0, 255, 0]
    assert made[5, 10].tolist() == made[55, 80].tolist() == [0, 0, 0]


def test_enlarging_keeps_close_to_lanczos(scene: Picture) -> None:
    box = Box(x0=0.3, y0=0.3, x1=0.55, y1=0.55)
    assert scene.scale(box, (800, 600)) == pytest.approx(0.5)
    assert stills.psnr(scene.render(box, (800, 600)), lanczos(scene, box, (800, 600))) > 36


def test_the_same_input_gives_the_same_bytes(scene: Picture) -> None:
    box = Box(x0=0.123, y0=0.0456, x1=0.789, y1=0.9)
    again = Picture(scene.pixels.copy())
    again.render(WHOLE, (64, 48))  # what was rendered before must not matter
    assert scene.render(box, (333, 222)).tobytes() == again.render(box, (333, 222)).tobytes()


@pytest.mark.parametrize(
    ("box", "size"),
    [
        (Box(x0=-0.1, y0=0, x1=1, y1=1), (10, 10)),  # left of the picture
        (Box(x0=0, y0=0, x1=1, y1=1.1), (10, 10)),  # below it
        (Box(x0=0.5, y0=0, x1=0.5, y1=1), (10, 10)),  # empty
        (Box(x0=0, y0=0, x1=1, y1=1), (0, 10)),  # no result
    ],
)
def test_a_crop_outside_the_picture_is_refused(box: Box, size: tuple[int, int]) -> None:
    with pytest.raises(UgcError, match="does not lie in the picture"):
        Picture(np.zeros((20, 20, 3), np.uint8)).render(box, size)


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")
def test_ten_variants_of_twelve_megapixels_stay_under_180_mib(tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    noise = np.random.RandomState(3).randint(0, 255, (375, 500, 3)).astype(np.uint8)
    Image.fromarray(noise).resize((4000, 3000), Image.Resampling.BICUBIC).save(photo, quality=90)
    words = (
        "import runpy, sys, pathlib; stills = runpy.run_path(sys.argv[1]);"
        "work = stills['ours'](pathlib.Path(sys.argv[2])); work(); work();"
        "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
    )
    command = [sys.executable, "-c", words, str(ROOT / "benchmarks" / "stills.py"), str(photo)]
    peak = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert peak / 1024 < 180
