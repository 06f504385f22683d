"""Clips and pictures one after another, windows that move, and what lies over them for a time; judged by pixels."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conform_makers import AAC, BUNDLED, H264, check_packing, frames, make, samples, streams, to_rgb
from PIL import Image, ImageDraw

from ugc.geometry import WHOLE
from ugc.media import ffmpeg
from ugc.media.film import Moving, Over, film
from ugc.media.png_clip import Shown, write_strip
from ugc.media.probe import probe
from ugc.model.conforming import FilmPlan, PicturePlan, Piece, SoundPlan
from ugc.model.formats import Box

CANVAS = (180, 320)
RED, LIME, BLUE, GREY = (255, 0, 0), (0, 255, 0), (0, 0, 255), (128, 128, 128)


@pytest.fixture(autouse=True)
def bundled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ffmpeg, "program", lambda: BUNDLED)


def filmed(tmp_path: Path, sources: list[Path], pieces: list[Piece], **told: Any) -> Path:
    out = tmp_path / "film.mp4"
    overs = told.pop("overs", ())
    plan = FilmPlan(size=CANVAS, pieces=tuple(pieces), picture=PicturePlan(fps=30), **told)
    film([(path, probe(path)) for path in sources], plan, out, overs=overs, tags={}, xmp=b"<x/>")
    check_packing(out)
    return out


def seen(clip: Path) -> list[np.ndarray]:
    return [to_rgb(frame) for frame in frames(clip)]


def plain(
    path: Path, colour: str, *, size: str = "320x180", seconds: float = 1.0, rate: int = 30, sound: str = ""
) -> Path:
    read = ["-f", "lavfi", "-t", str(seconds), "-i", f"color={colour}:s={size}:r={rate}"]
    if sound:
        read += ["-f", "lavfi", "-t", str(seconds), "-i", sound]
    return make(path, *read, *H264, *(AAC if sound else []))


def is_near(frame: np.ndarray, colour: tuple[int, int, int], *, off: float = 8) -> bool:
    return bool(np.abs(frame[10:-10, 10:-10].mean((0, 1)) - colour).max() < off)


def middle_of_red(frame: np.ndarray) -> float:
    """The column, in pixels, about which the red of a frame lies."""
    red = np.clip(frame[..., 0] - np.maximum(frame[..., 1], frame[..., 2]), 0, None).sum(0)
    return float((red * np.arange(len(red))).sum() / red.sum())


def test_a_window_that_follows_keeps_what_it_follows_in_its_middle(tmp_path: Path) -> None:
    """A red square runs through a wide frame at an even speed, and the window with it."""
    run = "color=gray:s=1280x720:r=30:d=2[g];color=red:s=80x80:r=30:d=2[r];[g][r]overlay=x='200+400*t':y=320"
    clip = make(tmp_path / "a.mp4", "-f", "lavfi", "-i", run, *H264)
    width = 405 / 1280
    begin = lambda at: (240 + 400 * at) / 1280 - width / 2  # noqa: E731
    piece = Piece(
        seconds=2.0,
        part=Box(x0=begin(0), y0=0, x1=begin(0) + width, y1=1),
        path=((0.0, begin(0), 0.0), (2.0, begin(2), 0.0)),
    )
    found = [middle_of_red(frame) for frame in seen(filmed(tmp_path, [clip], [piece]))]
    assert len(found) == 60 and max(abs(x - CANVAS[0] / 2) for x in found) < 1.5


def test_each_piece_has_its_own_window_and_its_own_frames(tmp_path: Path) -> None:
    """Left half red, right half blue: the window stands left, then right, and then the clip stands whole."""
    halves = "color=red:s=640x360:r=30:d=3,drawbox=320:0:320:360:blue:fill"
    clip = make(tmp_path / "a.mp4", "-f", "lavfi", "-i", halves, *H264)
    left, right = (Box(x0=x, y0=0, x1=x + 0.3164, y1=1) for x in (0.0, 0.68))
    pieces = [
        Piece(start=0.0, seconds=1.0, part=left),
        Piece(start=1.0, seconds=0.5, part=right),
        Piece(start=1.5, seconds=1.0, part=WHOLE, at=(0, 110, 180, 210)),
    ]
    found = seen(filmed(tmp_path, [clip], pieces))
    assert len(found) == 75
    assert all(is_near(frame, RED) for frame in found[:30])
    assert all(is_near(frame, BLUE) for frame in found[30:45])
    assert all(
        is_near(frame[120:200, :90], RED) and is_near(frame[120:200, 90:], BLUE) for frame in found[45:]
    )


def test_clips_of_any_size_rate_and_sound_follow_each_other(tmp_path: Path) -> None:
    """Their tones follow as their pictures do, to the frame; what has no sound is silent meanwhile."""
    sources = [
        plain(tmp_path / "a.mp4", "red", size="320x180", rate=25, sound="sine=440:r=44100"),
        plain(tmp_path / "b.mp4", "lime", size="406x720", rate=60, seconds=1.5),
        plain(tmp_path / "c.mp4", "blue", size="180x320", rate=30, sound="sine=880:r=48000"),
    ]
    pieces = [
        Piece(source=0, seconds=1.0, part=Box(x0=0.3, y0=0, x1=0.6164, y1=1)),
        Piece(source=1, start=0.2, seconds=1.0, part=WHOLE),
        Piece(source=2, seconds=1.0, part=WHOLE),
    ]
    out = filmed(tmp_path, sources, pieces, sound=SoundPlan(loudness=-16))
    found = seen(out)
    assert len(found) == 90
    assert [is_near(found[n], c) for n, c in ((1, RED), (29, RED), (30, LIME), (59, LIME), (60, BLUE))] == [
        True
    ] * 5
    heard = samples(out)
    tones = [pitch(heard, at) for at in (0.3, 0.7, 2.3, 2.7)]
    assert tones == pytest.approx([440, 440, 880, 880], abs=6)
    assert np.abs(heard[int(1.3 * 48000) : int(1.7 * 48000)]).max() < 0.002
    told = streams(out)
    assert float(told["audio"]["duration"]) == pytest.approx(3.0, abs=0.06)


def pitch(heard: np.ndarray, at: float) -> float:
    part = heard[round(at * 48000) :][:9600, 0]
    return float(np.abs(np.fft.rfft(part * np.hanning(len(part)))).argmax() * 5)


def test_a_cut_sound_does_not_click(tmp_path: Path) -> None:
    """Where two tones meet in the middle of a wave, nothing jumps."""
    sources = [
        plain(tmp_path / f"{n}.mp4", "red", sound=f"aevalsrc='0.5*cos(2*PI*{hertz}*t)':s=48000")
        for n, hertz in (("a", 250), ("b", 333))
    ]
    out = filmed(
        tmp_path,
        sources,
        [Piece(source=0, seconds=0.7, part=WHOLE), Piece(source=1, start=0.1, seconds=0.7, part=WHOLE)],
        sound=SoundPlan(loudness=-16),
    )
    heard = samples(out)[:, 0]
    around = heard[int(0.68 * 48000) : int(0.76 * 48000)]
    usual = np.abs(np.diff(heard[12000:24000])).max()
    assert np.abs(np.diff(around)).max() < 1.5 * usual


def still(path: Path, size: tuple[int, int] = (720, 1280)) -> Path:
    """A grey picture with a red disc at three quarters of its height."""
    picture = Image.new("RGB", size, GREY)
    x, y, r = size[0] * 0.5, size[1] * 0.75, size[0] * 0.1
    ImageDraw.Draw(picture).ellipse((x - r, y - r, x + r, y + r), fill=RED)
    picture.save(path)
    return path


def test_a_push_is_even_and_does_not_shake(tmp_path: Path) -> None:
    """The disc moves and grows from frame to frame by about the same, and never back."""
    picture = still(tmp_path / "a.png")
    piece = Piece(seconds=2.0, part=WHOLE, ends=Box(x0=0.1, y0=0.0, x1=0.9, y1=0.8))
    found = seen(filmed(tmp_path, [picture], [piece]))
    assert len(found) == 60
    red = [np.clip(frame[..., 0] - np.maximum(frame[..., 1], frame[..., 2]), 0, None) for frame in found]
    middles = np.array([(each.sum(1) * np.arange(CANVAS[1])).sum() / each.sum() for each in red])
    assert middles[0] == pytest.approx(0.75 * 320, abs=1) and middles[-1] == pytest.approx(
        0.75 / 0.8 * 320, abs=1.5
    )
    even = np.polyval(np.polyfit(range(60), middles, 3), range(60))
    assert (np.diff(middles) > 0).all() and np.abs(middles - even).max() < 0.5, "it runs evenly"
    assert red[-1].sum() / red[0].sum() == pytest.approx(1 / 0.8**2, rel=0.06)


def test_a_pan_goes_from_one_end_to_the_other(tmp_path: Path) -> None:
    picture = still(tmp_path / "a.png", (1440, 1280))
    half = [Box(x0=x, y0=0, x1=x + 0.5, y1=1) for x in (0.1, 0.4)]
    piece = Piece(seconds=1.0, part=half[0], ends=half[1])
    places = [middle_of_red(frame) for frame in seen(filmed(tmp_path, [picture], [piece]))]
    assert places[0] == pytest.approx(0.8 * 180, abs=1.5) and places[-1] == pytest.approx(0.2 * 180, abs=1.5)
    assert (np.diff(places) <= 0.3).all()


def test_one_picture_fades_into_the_next(tmp_path: Path) -> None:
    sources = [tmp_path / "a.png", tmp_path / "b.png"]
    for path, colour in zip(sources, (RED, BLUE), strict=True):
        Image.new("RGB", (360, 640), colour).save(path)
    ends = Box(x0=0.02, y0=0.02, x1=0.98, y1=0.98)
    pieces = [
        Piece(source=0, seconds=1.0, part=WHOLE, ends=ends, fade=0.4),
        Piece(source=1, seconds=1.0, part=WHOLE, ends=ends),
    ]
    found = seen(filmed(tmp_path, sources, pieces))
    assert len(found) == 60
    assert is_near(found[29], RED) and is_near(found[44], BLUE)
    mixed = found[36][100:200].mean((0, 1))
    assert 60 < mixed[0] < 200 and 60 < mixed[2] < 200


def badge(colour: tuple[int, int, int, int]) -> bytes:
    data = io.BytesIO()
    Image.new("RGBA", (CANVAS[0], 40), colour).save(data, "PNG")
    return data.getvalue()


def test_what_lies_over_a_clip_does_so_in_its_time(tmp_path: Path) -> None:
    clip = plain(tmp_path / "a.mp4", "gray", size="180x320", seconds=2.0)
    overs = [
        Over(badge((255, 0, 0, 255)), 100, start=0.5, end=1.0),
        Over(badge((0, 0, 255, 255)), 200, start=1.5),
    ]
    found = seen(filmed(tmp_path, [clip], [Piece(seconds=2.0, part=WHOLE)], overs=overs))
    first = [number for number, frame in enumerate(found) if is_near(frame[90:150], RED, off=20)]
    second = [number for number, frame in enumerate(found) if is_near(frame[190:250], BLUE, off=20)]
    assert first == list(range(15, 30)) and second == list(range(45, 60))


@pytest.mark.parametrize(("stays", "until"), [(True, 50), (False, 30)], ids=["stays", "goes"])
def test_a_moving_overlay_stays_or_goes(tmp_path: Path, stays: bool, until: int) -> None:
    """A strip of half a second from 0.5 s on, whose last frame stays until its end where it is asked to."""
    strip = tmp_path / "strip.mov"
    begin = write_strip(
        [Shown(badge((255, 0, 0, 255)), 0.5, 0.75), Shown(badge((0, 0, 255, 255)), 0.75, 1.0)], strip
    )
    clip = plain(tmp_path / "a.mp4", "gray", size="180x320", seconds=2.0)
    over = Moving(strip, 100, begin, 50 / 30 if stays else None, stays=stays)
    found = seen(filmed(tmp_path, [clip], [Piece(seconds=2.0, part=WHOLE)], overs=[over]))
    shown = [
        number for number, frame in enumerate(found) if not is_near(frame[105:135, 10:-10], GREY, off=40)
    ]
    assert (
        shown[0] == 15
        and is_near(found[16][90:150], RED, off=20)
        and is_near(found[24][90:150], BLUE, off=20)
    )
    assert abs(shown[-1] - (until - 1)) <= 1 or stays
