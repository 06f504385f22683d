"""Black bars, black openings and frozen openings, found where they are and not where they are not."""

import re
from pathlib import Path
from typing import Any

import clips
import numpy as np
import pytest
from clips import barred_still, clip, lit, told
from PIL import Image, ImageDraw
from test_measure_sound import each_ffmpeg  # noqa: F401

from ugc.media.bars import find_bars
from ugc.media.measure import measure
from ugc.media.probe import probe
from ugc.media.watch import watch
from ugc.model.formats import Box
from ugc.model.probes import Pictured

WIDTH, HEIGHT = clips.SIZE


def seen(path: Path) -> Pictured:
    found = measure(path).pictured
    assert found is not None
    assert watch(path, probe(path)) == found
    return found


def near(
    box: Box | None, left: float, top: float, right: float, bottom: float, *, within: float = 0.008
) -> bool:
    return box is not None and (box.x0, box.y0, box.x1, box.y1) == pytest.approx(
        (left, top, 1 - right, 1 - bottom), abs=within
    )


@pytest.mark.parametrize(
    "bars", [(0.0, 0.1), (0.15, 0.0), (0.1, 0.05), (0.0, 0.025), (0.0, 0.34), (0.3, 0.0)], ids=str
)
def test_bars_of_clips(tmp_path: Path, bars: tuple[float, float], each_ffmpeg: Path) -> None:  # noqa: F811
    path = clip(tmp_path / "x.mp4", bars=bars)
    assert near(seen(path).bars, bars[0], bars[1], bars[0], bars[1])
    width, height, x, y = map(
        int, re.findall(r"crop=(\d+):(\d+):(\d+):(\d+)", told(path, "cropdetect=24:2:0"))[-1]
    )
    assert near(seen(path).bars, x / WIDTH, y / HEIGHT, 1 - (x + width) / WIDTH, 1 - (y + height) / HEIGHT)


@pytest.mark.parametrize(
    "more",
    [
        {"rotation": 90},
        {"full_range": True},
        {"hdr": "pq", "pix_fmt": "yuv420p10le", "codec": "libx265"},
        {"hdr": "hlg", "pix_fmt": "yuv420p10le"},
        {"vfr": True},
        {"interlaced": True},
        {"bitrate": "250k", "seconds": 2},
        {"size": (480, 270)},
        {"size": (1080, 1920), "seconds": 0.3},
    ],
    ids=str,
)
def test_bars_of_unusual_clips(tmp_path: Path, more: dict[str, Any], each_ffmpeg: Path) -> None:  # noqa: F811
    assert near(seen(clip(tmp_path / "x.mp4", bars=(0, 0.1), **more)).bars, 0, 0.1, 0, 0.1, within=0.012)
    assert seen(clip(tmp_path / "x.mp4", **more)).bars is None


@pytest.mark.parametrize(
    ("bars", "more"),
    [
        ((0.0, 0.1, 0.0, 0.1), {}),
        ((0.0, 0.1, 0.0, 0.1), {"quality": 40}),
        ((0.2, 0.0, 0.2, 0.0), {}),
        ((0.1, 0.1, 0.1, 0.1), {}),
        ((0.0, 0.0, 0.0, 0.2), {}),
        ((0.0, 0.05, 0.0, 0.25), {}),
        ((0.0, 0.1, 0.0, 0.1), {"shade": 18}),  # the grounds of apps in their dark dress
        ((0.0, 0.1, 0.0, 0.1), {"low": 20}),
        ((0.0, 0.1, 0.0, 0.1), {"size": (1080, 1920)}),
        ((0.0, 0.025, 0.0, 0.025), {"size": (1080, 1350)}),
        ((0.0, 0.1, 0.0, 0.1), {"size": (4000, 3000)}),
    ],
    ids=str,
)
@pytest.mark.parametrize("kind", ["jpg", "png"])
def test_bars_of_pictures(tmp_path: Path, bars: tuple[float, ...], more: dict[str, Any], kind: str) -> None:
    assert near(seen(barred_still(tmp_path / f"x.{kind}", bars=bars, **more)).bars, *bars)  # type: ignore[arg-type]


def test_bars_of_a_picture_that_lies_on_its_side(tmp_path: Path) -> None:
    """Stored with a bar on its left, which stands above once it is turned a quarter clockwise."""
    for turn, expected in (
        (1, (0.3, 0, 0, 0)),
        (6, (0, 0.3, 0, 0)),
        (8, (0, 0, 0, 0.3)),
        (3, (0, 0, 0.3, 0)),
    ):
        exif = Image.Exif()
        exif[0x0112] = turn
        path = barred_still(tmp_path / "x.jpg", bars=(0.3, 0, 0, 0), exif=exif)
        assert near(seen(path).bars, *expected), turn


@pytest.mark.parametrize("mode", ["L", "CMYK", "I;16", "P", "RGBA", "1"])
def test_bars_in_every_mode(tmp_path: Path, mode: str) -> None:
    path = tmp_path / ("x.jpg" if mode == "CMYK" else "x.png")
    barred_still(tmp_path / "plain.png")
    if mode == "I;16":
        barred_still(tmp_path / "plain.png", shade=18)
    with Image.open(tmp_path / "plain.png") as image:
        if mode == "I;16":
            Image.fromarray(np.asarray(image.convert("L"), np.uint16) * 257).save(path)
        else:
            image.convert(mode).save(path)
    assert near(seen(path).bars, 0, 0.1, 0, 0.1)


def night(*, crushed: bool) -> Image.Image:
    """A dark sky over a lit city."""
    rng = np.random.default_rng(3)
    pixels = np.zeros((HEIGHT, WIDTH)) if crushed else 6 + rng.normal(0, 3, (HEIGHT, WIDTH))
    across = 0
    while across < WIDTH:
        wide, high = int(rng.integers(8, 40)), int(rng.integers(60, 250))
        pixels[HEIGHT - high :, across : across + wide] = rng.integers(30, 90)
        across += wide
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def drawn(*, shape: str) -> Image.Image:
    """A thing on a pure black ground."""
    image = Image.new("RGB", clips.SIZE)
    draw = ImageDraw.Draw(image)
    if shape == "ellipse":
        draw.ellipse((60, 120, 210, 360), fill=(200, 160, 90))
    elif shape == "lines of text":
        for top in (150, 200, 250):
            for left in range(20, 240, 24):
                draw.rectangle((left, top, left + 12, top + 30), fill="white")
    elif shape == "small square":
        draw.rectangle((120, 200, 160, 240), fill="white")
    return image


def vignette() -> Image.Image:
    down, across = np.mgrid[0:HEIGHT, 0:WIDTH]
    away = np.hypot((across - WIDTH / 2) / WIDTH, (down - HEIGHT / 2) / HEIGHT)
    light = np.clip(1.4 - 2.0 * away, 0, 1)
    return Image.fromarray((np.asarray(lit(clips.SIZE).convert("L")) * light).astype(np.uint8))


def table(*, noise: float) -> Image.Image:
    """A lit table with a straight edge before a dark room: straight, but not even as a bar is."""
    pixels = 10 + np.random.default_rng(1).normal(0, noise, (HEIGHT, WIDTH))
    pixels[200:] += 110
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def dusk() -> Image.Image:
    """A sky without any noise that grows lighter line by line, over a straight horizon."""
    lines = np.minimum(np.arange(HEIGHT) / 10, 24)
    lines[250:] = 150
    return Image.fromarray(np.repeat(lines[:, None], WIDTH, axis=1).astype(np.uint8))


@pytest.mark.parametrize(
    "image",
    [
        pytest.param(night(crushed=False), id="night"),
        pytest.param(night(crushed=True), id="night, crushed to black"),
        pytest.param(drawn(shape="ellipse"), id="thing on black"),
        pytest.param(drawn(shape="lines of text"), id="title card"),
        pytest.param(drawn(shape="small square"), id="small square"),
        pytest.param(vignette(), id="vignette"),
        pytest.param(table(noise=2.5), id="table before a dark room"),
        pytest.param(dusk(), id="dusk"),
        pytest.param(Image.new("L", clips.SIZE, 0), id="all black"),
        pytest.param(Image.new("L", clips.SIZE, 20), id="all dark"),
        pytest.param(Image.new("L", clips.SIZE, 255), id="all white"),
        pytest.param(Image.new("L", (1, 1), 200), id="one pixel"),
        pytest.param(Image.new("L", (3, 2000), 200), id="a thread"),
    ],
)
def test_dark_pictures_have_no_bars(image: Image.Image) -> None:
    assert find_bars(np.asarray(image.convert("L"))[None]) is None


@pytest.mark.parametrize(
    "bars",
    [{"bars": (0.0, 0.015, 0.0, 0.015)}, {"shade": 40}, {"shade": 255}, {"bars": (0.0, 0.42, 0.0, 0.42)}],
    ids=["thin", "grey", "white", "a strip of picture"],
)
def test_other_borders_are_no_black_bars(tmp_path: Path, bars: dict[str, Any]) -> None:
    assert seen(barred_still(tmp_path / "x.png", **bars)).bars is None


def test_a_bar_counts_only_where_it_stands_in_every_frame() -> None:
    barred, plain = np.zeros((HEIGHT, WIDTH), np.uint8), np.full((HEIGHT, WIDTH), 120, np.uint8)
    barred[48:-48] = 120
    black = np.random.default_rng(1).integers(0, 12, plain.shape).astype(np.uint8)  # as film is black
    assert near(
        find_bars(np.stack([black, barred, barred])), 0, 0.1, 0, 0.1
    )  # a fade from black tells nothing
    assert find_bars(np.stack([barred, barred, plain])) is None
    moved = np.roll(barred, 60, axis=0)
    assert find_bars(np.stack([barred, moved])) is None
    assert find_bars(np.stack([black, black])) is None


def test_real_pictures_without_bars_have_none(media: Path) -> None:
    """Looked at: only this old film, of four by three, stands between bars."""
    for path in sorted(media.iterdir()):
        if path.suffix in (".csv", ".heic"):
            continue
        found = seen(path).bars
        assert (found is not None) == (path.name == "chaplin.mp4"), (path.name, found)


# --- openings --------------------------------------------------------------------------------------


@pytest.mark.parametrize("seconds", [0.4, 0.6, 1.3])
def test_black_openings(tmp_path: Path, seconds: float, each_ffmpeg: Path) -> None:  # noqa: F811
    path = clip(tmp_path / "x.mp4", black_opening=seconds, seconds=2)
    black = seen(path).black
    assert black is not None
    report = re.search(r"black_start:0 black_end:([\d.]+)", told(path, "blackdetect=d=0.1"))
    assert report is not None
    assert black.start == 0
    assert black.end == pytest.approx(float(report[1]), abs=0.1)
    assert black.end == pytest.approx(seconds, abs=0.1)


@pytest.mark.parametrize("seconds", [1.8, 2.5])
def test_frozen_openings(tmp_path: Path, seconds: float, each_ffmpeg: Path) -> None:  # noqa: F811
    path = clip(tmp_path / "x.mp4", frozen_opening=seconds, seconds=3)
    frozen = seen(path).frozen
    assert frozen is not None
    report = re.search(r"freeze_end: ([\d.]+)", told(path, "freezedetect=d=1"))
    assert report is not None
    assert frozen.end == pytest.approx(float(report[1]), abs=0.15)
    assert frozen.end == pytest.approx(seconds, abs=0.15)


@pytest.mark.parametrize(
    ("more", "black", "frozen"),
    [
        ({}, None, None),
        ({"black_opening": 0.1}, None, None),  # a blink
        ({"frozen_opening": 1.0}, None, None),  # a pause
        ({"black_opening": 9.0}, 3.0, None),  # black that stands still is black and no more
        ({"black_opening": 2.0}, 2.0, None),
        ({"frozen_opening": 9.0}, None, 3.0),  # a still, from begin to end
        ({"frozen_opening": 9.0, "bitrate": "400k"}, None, 3.0),  # coded so badly that it shimmers
        ({"frozen_opening": 9.0, "black_opening": 0.6}, 0.6, None),  # the still comes up after half a second
        ({"black_opening": 2.0, "rotation": 90}, 2.0, None),
        ({"black_opening": 2.0, "full_range": True}, 2.0, None),
        ({"black_opening": 2.0, "hdr": "pq", "pix_fmt": "yuv420p10le", "codec": "libx265"}, 2.0, None),
        ({"frozen_opening": 2.0, "vfr": True}, None, 2.2),
        ({"frozen_opening": 9.0, "fps": "1"}, None, 3.0),
    ],
    ids=str,
)
def test_openings(tmp_path: Path, more: dict[str, Any], black: float | None, frozen: float | None) -> None:
    found = seen(clip(tmp_path / "x.mp4", seconds=3, **more))
    assert (found.black.end if found.black else None) == pytest.approx(black, abs=0.15)
    assert (found.frozen.end if found.frozen else None) == pytest.approx(frozen, abs=0.15)


def test_a_small_thing_that_moves_is_no_standstill(tmp_path: Path) -> None:
    """A mouth on a steady face: a patch of a thirtieth of the width that turns lighter and darker."""
    path = tmp_path / "x.mp4"
    face = ["-f", "lavfi", "-i", "color=gray:size=540x960:rate=30:duration=3"]
    mouth = "drawbox=x=260:y=450:w=24:h=12:color=black:t=fill:enable='lt(mod(t,0.6),0.3)'"
    clips.ffmpeg(*face, "-vf", mouth, "-c:v", "libx264", "-preset", "superfast", "-pix_fmt", "yuv420p", path)
    assert seen(path).frozen is None


def test_a_slow_zoom_and_a_slow_fade_are_no_standstill(tmp_path: Path) -> None:
    still = clips.still(tmp_path / "x.png", size=(540, 960))
    for effect in ("zoompan=z='1+0.001*on':d=1:s=270x480:fps=30", "scale=270:480,fade=in:st=0:d=3"):
        path = tmp_path / "x.mp4"
        source = ["-loop", "1", "-framerate", "30", "-i", still, "-vf", f"{effect},format=yuv420p", "-t", "3"]
        clips.ffmpeg(*source, "-c:v", "libx264", "-preset", "superfast", path)
        assert seen(path).frozen is None, effect


@pytest.mark.parametrize(("fault", "end"), [({"frozen_opening": 25}, 25), ({"black_opening": 26}, 26)])
def test_long_openings_are_followed_to_their_end(tmp_path: Path, fault: dict[str, Any], end: float) -> None:
    """Beyond twenty seconds frames are looked at more rarely."""
    path = clip(tmp_path / "x.mp4", size=(64, 64), fps="5", seconds=30, **fault)
    found = seen(path)
    span = found.black or found.frozen
    assert span is not None
    assert span.end == pytest.approx(end, abs=0.6)


def test_a_clip_without_sound_or_movement_is_measured_like_any(tmp_path: Path) -> None:
    """One frame, as some programs make of a picture."""
    found = measure(clip(tmp_path / "x.mp4", fps="1", seconds=1))
    assert (found.probe.frames, found.probe.constant_rate) == (1, None)
    assert found.pictured == Pictured()
