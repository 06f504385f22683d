"""What stands round a picture that is shown whole, to the level, and that the settings reach it."""

import json
from pathlib import Path

import numpy as np
import pytest
from conftest import Shop, photo, sidecar
from PIL import Image

from ugc.media.canvas import compose_fit
from ugc.media.resample import Picture, Pixels
from ugc.model.formats import Box

ABOVE = Box(x0=0, y0=120, x1=240, y1=280)
"""A picture of 3:2 in the middle of a canvas of 240x400."""


def halves(left: tuple[int, int, int], right: tuple[int, int, int]) -> Picture:
    pixels = np.zeros((320, 480, 3), np.uint8)
    pixels[:, :240], pixels[:, 240:] = left, right
    return Picture(pixels)


def extended(picture: Picture, size: tuple[int, int] = (240, 400), at: Box = ABOVE) -> Pixels:
    return compose_fit(picture, size, at=at, backdrop="extend")


def test_edges_are_drawn_out_and_melt_with_the_distance() -> None:
    made = extended(halves((200, 40, 40), (40, 40, 200))).astype(int)
    for near, far in ((118, 4), (281, 395)):
        assert abs(made[near, 40] - (200, 40, 40)).max() <= 3, (
            "left of the middle it is red, as the picture is"
        )
        assert abs(made[near, 200] - (40, 40, 200)).max() <= 3
        contrast_near = made[near, 90, 0] - made[near, 150, 0]
        contrast_far = made[far, 90, 0] - made[far, 150, 0]
        assert 0 < contrast_far < contrast_near, "far away both run together"


def test_there_is_no_seam_where_the_picture_ends() -> None:
    slope = np.linspace(40, 200, 480)[None, :, None].repeat(320, 0).repeat(3, 2)
    made = extended(Picture(slope.round().astype(np.uint8))).astype(int)
    assert abs(made[119, 20:-20] - made[120, 20:-20]).max() <= 4
    assert abs(made[280, 20:-20] - made[279, 20:-20]).max() <= 4


def test_nothing_stands_in_the_backdrop_that_is_away_from_the_edge() -> None:
    """A white ball in the middle of a black picture: a mirror, or a blur of the whole, would show it again."""
    pixels = np.zeros((320, 480, 3), np.uint8)
    pixels[120:200, 200:280] = 255
    made = extended(Picture(pixels))
    assert made[:120].max() <= 1
    assert made[280:].max() <= 1


SIDES = [
    # canvas, where the picture stands, why
    ((400, 160), Box(x0=0, y0=0, x1=240, y1=160), "all room on one side"),
    ((240, 160), Box(x0=0, y0=0, x1=240, y1=160), "no room at all"),
    ((300, 300), Box(x0=30, y0=50, x1=270, y1=210), "room on all sides"),
    ((9, 7), Box(x0=4, y0=2, x1=6, y1=3), "smaller than one coarse pixel"),
]


@pytest.mark.parametrize(("size", "at", "why"), SIDES)
@pytest.mark.parametrize("kind", ["blur", "extend", "colour"])
def test_it_fills_any_canvas(size: tuple[int, int], at: Box, why: str, kind: str) -> None:
    picture = Picture(np.full((320, 480, 3), (10, 120, 230), np.uint8))
    made = compose_fit(picture, size, at=at, backdrop=kind, colour="#0A78E6")  # type: ignore[arg-type]
    assert made.shape == (size[1], size[0], 3), why
    inner = made[round(at.y0) : round(at.y1), round(at.x0) : round(at.x1)]
    assert (inner == (10, 120, 230)).all(), why
    if kind != "blur":
        assert abs(made.astype(int) - (10, 120, 230)).max() <= 1, f"{why}: even ground stays even"


def test_one_colour_is_that_colour_and_the_same_call_gives_the_same_pixels() -> None:
    made = compose_fit(
        halves((1, 2, 3), (4, 5, 6)), (240, 400), at=ABOVE, backdrop="colour", colour="#C0FFEE"
    )
    assert (made[:120] == (0xC0, 0xFF, 0xEE)).all()
    assert (made[280:] == (0xC0, 0xFF, 0xEE)).all()
    random = Picture(np.random.RandomState(3).randint(0, 256, (320, 480, 3)).astype(np.uint8))
    assert extended(random).tobytes() == extended(random).tobytes()


def test_borders_are_left_out_of_the_picture_and_of_its_backdrop() -> None:
    pixels = np.full((400, 480, 3), 255, np.uint8)
    pixels[40:360] = (60, 90, 30)
    inside = Box(x0=0, y0=0.1, x1=1, y1=0.9)
    for kind in ("blur", "extend"):
        made = compose_fit(Picture(pixels), (240, 400), at=ABOVE, part=inside, backdrop=kind)  # type: ignore[arg-type]
        assert made[110:290].max() < 120, "nothing white in the picture or near it"


def test_the_setting_reaches_the_file(shop: Shop, tmp_path: Path) -> None:
    folder = tmp_path / "wide"
    folder.mkdir()
    (folder / "Cwide000001.png").write_bytes(photo((1600, 900), seed=3, type="PNG"))
    (folder / "Cwide000001.png.json").write_text(json.dumps(sidecar("Cwide000001")), "utf-8")
    shop("import", folder)
    shop.grant("ig:Cwide000001")
    corners = {}
    for kind in ("blur", "extend", "colour"):
        text = (shop.root / "ugc.toml").read_text("utf-8")
        lines = [
            f'backdrop = "{kind}"' if line.startswith("backdrop") else line for line in text.splitlines()
        ]
        (shop.root / "ugc.toml").write_text("\n".join(lines), "utf-8")
        told = shop("render", "ig:Cwide000001", "--format", "story", "--type", "png", "--json")
        with Image.open(told["creatives"][0]["file"]) as image:
            corners[kind] = image.convert("RGB").getpixel((3, 1900))
    assert corners["colour"] == (0x0C, 0x12, 0x1A), "the brand's ink"
    assert len(set(corners.values())) == 3
