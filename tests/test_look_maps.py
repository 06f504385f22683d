"""Maps of pictures: what draws the eye, calm, light, borders and sharpness, against figures worked by hand."""

from collections.abc import Callable
from io import BytesIO

import cv2
import numpy as np
import pytest
from conftest import photo
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from portraits import stored

from ugc.media.look.borders import find_inside
from ugc.media.look.surface import busy, light, salient, sharpness
from ugc.model.formats import Box
from ugc.model.seen import Grid
from ugc.resources import ASSETS

BOLD = ASSETS / "fonts" / "inter" / "Inter-Bold.otf"


def cells(grid: Grid) -> NDArray[np.uint8]:
    return np.frombuffer(grid.levels, np.uint8).reshape(grid.rows, grid.columns)


def ground(size: tuple[int, int] = (960, 720), *, noise: float = 2.0) -> NDArray[np.uint8]:
    """A soft sky, a little noisy as from a sensor: (height, width, 3)."""
    width, height = size
    down, across = np.mgrid[0:height, 0:width]
    sky = 120 + 60 * down / height + 20 * across / width
    grain = np.random.default_rng(5).normal(0, noise, (height, width))
    return np.repeat(np.clip(sky + grain, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def test_the_eye_goes_to_what_stands_out() -> None:
    for x, y in ((0.25, 0.3), (0.7, 0.75)):
        image = Image.fromarray(ground())
        ImageDraw.Draw(image).ellipse(
            (x * 960 - 60, y * 720 - 60, x * 960 + 60, y * 720 + 60), fill=(200, 40, 30)
        )
        levels = cells(salient(np.asarray(image)))
        row, column = np.unravel_index(int(levels.argmax()), levels.shape)
        assert abs((column + 0.5) / levels.shape[1] - x) < 0.1
        assert abs((row + 0.5) / levels.shape[0] - y) < 0.1
        assert levels.max() == 255
    assert not cells(salient(np.full((300, 400, 3), 77, np.uint8))).any()


def test_borders_are_not_what_the_eye_goes_to() -> None:
    pixels = ground()
    pixels[:120] = pixels[-120:] = 0
    pixels[330:390, 450:510] = (200, 40, 30)
    inside = Box(x0=0, y0=1 / 6, x1=1, y1=5 / 6)
    levels = cells(salient(pixels, inside))
    assert not levels[:3].any() and not levels[-3:].any()
    assert levels[8:16, 12:20].max() == 255


def test_calm_and_busy() -> None:
    pixels = ground()
    rng = np.random.default_rng(3)
    leaves = np.repeat(np.repeat(rng.integers(20, 200, (80, 80)), 6, 0), 6, 1)[:480, :480].astype(np.uint8)
    pixels[:480, :480] = leaves[..., None]
    image = Image.fromarray(pixels)
    font = ImageFont.truetype(BOLD, 36)
    for line in range(6):
        ImageDraw.Draw(image).text((500, 520 + 34 * line), "SUNDAY GLOW SERUM 30 ML", font=font, fill="black")
    levels = cells(busy(np.asarray(image.convert("L"))))
    assert levels.shape == (36, 48)
    assert levels[2:22, 2:22].min() > 120  # leaves
    assert levels[1:20, 27:47].max() < 25  # sky
    assert np.median(levels[26:35, 26:46]) > 120  # print
    assert levels[28:35, 2:22].max() < 25


def test_an_edge_between_two_cells_is_not_calm() -> None:
    pixels = np.full((720, 960), 30, np.uint8)
    pixels[:, 480:] = 220
    levels = cells(busy(pixels))
    assert levels[:, 23:25].min() > 100
    assert not levels[:, :22].any() and not levels[:, 26:].any()


LIGHTS = [  # by hand, from the definition: ((c + 0.055) / 1.055) ** 2.4, weighted 0.2126, 0.7152 and 0.0722
    ((255, 255, 255), 255),
    ((0, 0, 0), 0),
    ((188, 188, 188), 128),
    ((255, 0, 0), 54),
    ((0, 255, 0), 182),
    ((0, 0, 255), 18),
    ((10, 10, 10), 1),
]


@pytest.mark.parametrize(("colour", "level"), LIGHTS)
def test_how_light_it_is(colour: tuple[int, int, int], level: int) -> None:
    pixels = np.full((300, 480, 3), colour, np.uint8)
    assert set(cells(light(pixels)).ravel().tolist()) == {level}


def test_light_is_the_mean_of_light_and_not_of_levels() -> None:
    """Half of each cell is white: 0.5 of all light, though its mean level is 188 only for the eye of a camera."""
    pixels = np.zeros((480, 480, 3), np.uint8)
    pixels[:, ::2] = 255
    assert set(cells(light(pixels)).ravel().tolist()) == {128}


def _framed(
    edges: tuple[int, int, int, int],
    colour: tuple[int, int, int],
    *,
    size: tuple[int, int] = (900, 1200),
    inner: NDArray[np.uint8] | None = None,
) -> NDArray[np.uint8]:
    """A photo inside borders of so many pixels: left, top, right, bottom; through JPEG, as they come."""
    left, top, right, bottom = edges
    width, height = size[0] - left - right, size[1] - top - bottom
    within = Image.open(BytesIO(photo((width, height)))) if inner is None else Image.fromarray(inner)
    image = Image.new("RGB", size, colour)
    image.paste(within.resize((width, height)), (left, top))
    return np.asarray(Image.open(BytesIO(stored(image, quality=80))).convert("RGB"))


BORDERS: list[tuple[str, tuple[int, int, int, int], tuple[int, int, int]]] = [
    ("a white frame", (60, 60, 60, 60), (255, 255, 255)),
    ("a wide white foot", (40, 40, 40, 200), (250, 250, 248)),
    ("black above and below", (0, 200, 0, 200), (0, 0, 0)),
    ("black beside", (150, 0, 150, 0), (3, 3, 3)),
    ("pink above and below", (0, 150, 0, 150), (240, 120, 160)),
    ("blue on one side", (0, 300, 0, 0), (20, 40, 200)),
    ("uneven", (30, 100, 80, 250), (34, 34, 34)),
]


@pytest.mark.parametrize(
    ("edges", "colour"), [case[1:] for case in BORDERS], ids=[case[0] for case in BORDERS]
)
def test_borders(edges: tuple[int, int, int, int], colour: tuple[int, int, int]) -> None:
    found = find_inside(_framed(edges, colour))
    assert found is not None
    true = (edges[0] / 900, edges[1] / 1200, 1 - edges[2] / 900, 1 - edges[3] / 1200)
    assert (found.x0, found.y0, found.x1, found.y1) == pytest.approx(true, abs=0.004)


def _on_white() -> NDArray[np.uint8]:
    image = Image.new("RGB", (900, 900), "white")
    ImageDraw.Draw(image).ellipse((250, 150, 650, 750), fill=(120, 40, 60))
    return np.asarray(image)


def _clear_sky() -> NDArray[np.uint8]:
    """A roof against an even sky: the edge is not straight."""
    image = Image.new("RGB", (900, 900), (120, 170, 230))
    ImageDraw.Draw(image).polygon([(0, 900), (0, 500), (450, 250), (900, 520), (900, 900)], fill=(90, 60, 50))
    return np.asarray(image)


BORDERLESS: list[tuple[str, Callable[[], NDArray[np.uint8]]]] = [
    ("a photo", lambda: np.asarray(Image.open(BytesIO(photo())).convert("RGB"))),
    ("a soft sky", ground),
    ("one colour", lambda: np.full((600, 600, 3), 200, np.uint8)),
    ("a product on white", _on_white),
    ("a roof against the sky", _clear_sky),
    ("a thing in a great frame", lambda: _framed((400, 550, 400, 550), (255, 255, 255))),
    ("a thin line", lambda: _framed((4, 4, 4, 4), (255, 255, 255))),
    ("a night with lights", lambda: np.asarray(Image.open(BytesIO(photo())).convert("RGB")) // 12),
    ("two flat halves", lambda: np.repeat(np.repeat(np.uint8([[[20], [230]]]), 600, 0), 300, 1).repeat(3, 2)),
]


@pytest.mark.parametrize("make", [case[1] for case in BORDERLESS], ids=[case[0] for case in BORDERLESS])
def test_what_is_no_border(make: Callable[[], NDArray[np.uint8]]) -> None:
    assert find_inside(make()) is None


def test_sharpness_falls_with_blur() -> None:
    grey = np.asarray(Image.open(BytesIO(photo((1200, 1500)))).convert("L").resize((640, 800)))
    text = Image.fromarray(grey)
    ImageDraw.Draw(text).text((60, 300), "SUNDAY GLOW", font=ImageFont.truetype(BOLD, 70), fill=20)
    crisp = np.asarray(text)
    told = [sharpness(crisp), *(sharpness(cv2.GaussianBlur(crisp, (0, 0), blur)) for blur in (1, 2, 4, 8))]
    assert told == sorted(told, reverse=True)
    assert told[0] > 0.9 and told[1] > 0.3
    assert 0.1 < told[2] < 0.3
    assert told[3] < 0.15
    noisy = np.random.default_rng(1).normal(120, 4, (600, 800)).clip(0, 255).astype(np.uint8)
    assert sharpness(noisy) == 0  # noise is not crispness
