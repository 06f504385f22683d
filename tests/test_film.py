"""Clips on canvases: where the picture stands, what lies over it, what is heard; judged by ffprobe and arithmetic."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conform_makers import (
    AAC,
    BEEP,
    BUNDLED,
    FRAME_OF_AAC_S,
    H264,
    HEIGHT,
    MOVING,
    WIDTH,
    check_packing,
    check_picture,
    frames,
    gap,
    loudness,
    make,
    packets,
    red_corner,
    samples,
    streams,
    tags,
    to_rgb,
    true_peak,
    turned,
)
from PIL import Image

from ugc.errors import InputError
from ugc.geometry import WHOLE
from ugc.media import ffmpeg
from ugc.media.film import Over, film
from ugc.media.frames import open_frames
from ugc.media.probe import probe
from ugc.model.conforming import FilmPlan, PicturePlan, SoundPlan
from ugc.model.formats import Box

CANVAS = (180, 320)


@pytest.fixture(autouse=True)
def bundled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ffmpeg, "program", lambda: BUNDLED)


def filmed(source: Path, *, over: Over | None = None, **told: Any) -> Path:
    """Film a clip; look after the original, and after what holds for every result."""
    before, out = source.read_bytes(), source.with_name("film.mp4")
    usual = {"size": CANVAS, "picture": PicturePlan(fps=30)}
    piece = {"part": WHOLE, "start": 0.0, "seconds": 1.0}
    piece |= {name: told.pop(name) for name in ("part", "start", "seconds", "at", "path") if name in told}
    plan = FilmPlan.model_validate({"pieces": (piece,)} | usual | told)
    clips = [(source, probe(source))]
    film(clips, plan, out, overs=[over] if over else [], tags={"artist": "@ana"}, xmp=b"<x/>")
    assert source.read_bytes() == before
    check_packing(out)
    assert set(streams(out)) == {"video", "audio"}, "a track of sound is always there"
    return out


def rgb(clip: Path, number: int = 3) -> np.ndarray:
    return to_rgb(frames(clip)[number])


def colour(source: str, **more: str) -> list[str]:
    return ["-f", "lavfi", "-i", f"{source}:s={WIDTH}x{HEIGHT}:r=30:d=1", *H264]


def quarters(tmp_path: Path) -> Path:
    """Red, green, blue and white quarters, from the top left row by row."""
    drawn = (
        f"color=white:s={WIDTH}x{HEIGHT}:r=30:d=1,drawbox=0:0:{WIDTH // 2}:{HEIGHT // 2}:red:fill,"
        f"drawbox={WIDTH // 2}:0:{WIDTH}:{HEIGHT // 2}:lime:fill,"
        f"drawbox=0:{HEIGHT // 2}:{WIDTH // 2}:{HEIGHT}:blue:fill"
    )
    return make(tmp_path / "quarters.mp4", "-f", "lavfi", "-i", drawn, *H264)


@pytest.mark.parametrize("fps", [30, 29.97], ids=str)
def test_every_rule_of_a_picture_is_kept(tmp_path: Path, fps: float) -> None:
    source = make(tmp_path / "a.mp4", *MOVING, *BEEP, *H264, *AAC)
    out = filmed(source, picture=PicturePlan(fps=fps), sound=SoundPlan())
    check_picture(out, CANVAS, fps="30/1" if fps == 30 else "30000/1001")
    told = streams(out)["audio"]
    assert (told["codec_name"], told["channels"], told["sample_rate"]) == ("aac", 2, "48000")
    assert tags(out)["artist"] == "@ana" and out.read_bytes().count(b"<x/>") == 1


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (Box(x0=0, y0=0, x1=0.5, y1=0.5), (255, 0, 0)),
        (Box(x0=0.5, y0=0, x1=1, y1=0.5), (0, 255, 0)),
        (Box(x0=0, y0=0.5, x1=0.5, y1=1), (0, 0, 255)),
        (Box(x0=0.5, y0=0.5, x1=1, y1=1), (255, 255, 255)),
    ],
    ids=["red", "green", "blue", "white"],
)
def test_a_part_fills_the_canvas(tmp_path: Path, part: Box, expected: tuple[int, int, int]) -> None:
    seen = rgb(filmed(quarters(tmp_path), part=part))
    assert np.abs(seen[4:-4, 4:-4].mean((0, 1)) - expected).max() < 4


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_parts_are_of_the_frame_as_it_is_seen(tmp_path: Path, angle: int) -> None:
    """A turned clip is cropped after it was turned: the corner that a player shows, and no other."""
    marked = ["-f", "lavfi", "-i", "color=gray:s=480x270:r=30:d=1,drawbox=0:0:60:60:red:fill"]
    source = turned(make(tmp_path / "plain.mp4", *marked, *H264), angle)
    corner = {90: "bottom left", 180: "bottom right", 270: "top right"}[angle]
    x0, y0 = (0.5 if "right" in corner else 0.0), (0.5 if "bottom" in corner else 0.0)
    size = (240, 136) if angle == 180 else (136, 240)
    half = filmed(source, size=size, part=Box(x0=x0, y0=y0, x1=x0 + 0.5, y1=y0 + 0.5))
    assert red_corner(half) == corner
    other = filmed(source, size=size, part=Box(x0=0.5 - x0, y0=y0, x1=1 - x0, y1=y0 + 0.5))
    assert np.ptp(rgb(other)[6:-6, 6:-6].mean((0, 1))) < 4, "no red in another corner"


def test_a_clip_stands_on_a_colour_where_it_was_planned(tmp_path: Path) -> None:
    source = make(tmp_path / "a.mp4", *colour("color=red"))
    seen = rgb(filmed(source, at=(40, 60, 140, 240), backdrop="colour", colour="#204060"))
    inside, around = seen[64:236, 44:136], [seen[:56], seen[244:], seen[:, :36], seen[:, 144:]]
    assert np.abs(inside.mean((0, 1)) - (255, 0, 0)).max() < 6
    assert all(np.abs(part.mean((0, 1)) - (0x20, 0x40, 0x60)).max() < 5 for part in around)


@pytest.mark.parametrize("backdrop", ["blur", "extend"])
def test_round_a_clip_stands_the_clip_itself(tmp_path: Path, backdrop: str) -> None:
    """Left of it what is at its left edge, right of it what is at its right; blurred, it is darker."""
    drawn = f"color=lime:s={WIDTH}x{HEIGHT}:r=30:d=1,drawbox=0:0:{WIDTH // 2}:{HEIGHT}:red:fill"
    source = make(tmp_path / "a.mp4", "-f", "lavfi", "-i", drawn, *H264)
    seen = rgb(filmed(source, at=(40, 0, 140, 320), backdrop=backdrop))
    left, right = seen[100:200, 2:30].mean((0, 1)), seen[100:200, 150:178].mean((0, 1))
    assert left[0] > 150 > 90 > left[1] and right[1] > 150 > 90 > right[0]
    assert (left[0] < 230) == (backdrop == "blur")


def test_an_overlay_lies_where_it_begins_and_nowhere_else(tmp_path: Path) -> None:
    source = make(tmp_path / "a.mp4", *colour("color=gray"))
    picture = np.zeros((40, 180, 4), np.uint8)
    picture[10:30, 20:160] = (200, 80, 30, 255)
    data = io.BytesIO()
    Image.fromarray(picture).save(data, "PNG")
    seen, plain = rgb(filmed(source, over=Over(data.getvalue(), 200))), rgb(filmed(source))
    assert np.abs(seen[214:226, 26:154].mean((0, 1)) - (200, 80, 30)).max() < 4, "BT.709 over BT.709"
    seen[206:234, 14:166] = plain[206:234, 14:166] = 0
    assert np.abs(seen - plain).max() < 6
    for number in (0, 15, 29):
        last = to_rgb(frames(filmed(source, over=Over(data.getvalue(), 200)))[number])
        assert np.abs(last[214:226, 26:154].mean((0, 1)) - (200, 80, 30)).max() < 4, "over every frame"


def test_what_is_taken_is_what_was_asked_for(tmp_path: Path) -> None:
    """A clip that is black for a second, then white for one, then red: the middle second is white from end to end."""
    drawn = (
        "color=black:s=90x160:r=30:d=3,drawbox=0:0:90:160:white:fill:enable='between(t,0.99,1.99)',"
        "drawbox=0:0:90:160:red:fill:enable='gt(t,1.985)'"
    )
    source = make(tmp_path / "a.mp4", "-f", "lavfi", "-i", drawn, *H264)
    out = filmed(source, start=1.0, seconds=0.9)
    assert len(packets(out, "v")) == 27
    assert to_rgb(frames(out)[0]).min() > 240 and to_rgb(frames(out)[26]).min() > 240
    assert abs(len(samples(out)) / 48_000 - 0.9) < 0.05


@pytest.mark.parametrize("start", [0.0, 0.5], ids=["whole", "cut"])
@pytest.mark.parametrize("sound", [SoundPlan(), SoundPlan(loudness=-16)], ids=["as it is", "levelled"])
def test_flash_and_beep_stay_together(tmp_path: Path, start: float, sound: SoundPlan) -> None:
    flash = "color=black:s=64x64:r=30:d=3,drawbox=0:0:64:64:white:fill:enable='between(t,0.99,1.2)'"
    beep = "aevalsrc='0.5*sin(2*PI*1000*t)*between(t,0.99,1.2)':s=48000:d=3"
    source = make(
        tmp_path / "a.mp4",
        *("-f", "lavfi", "-i", flash, "-itsoffset", "0.2", "-f", "lavfi", "-i", beep),
        *(*H264[:-2], "-bf", "2", "-pix_fmt", "yuv420p", *AAC),
    )
    out = filmed(source, size=(64, 64), start=start, seconds=2.0, sound=sound)
    assert abs(gap(out) - gap(source)) <= FRAME_OF_AAC_S
    assert abs(gap(source) - 0.2) < 0.04


def test_the_sound_is_as_loud_as_asked_for(tmp_path: Path) -> None:
    quiet = ["-f", "lavfi", "-i", "aevalsrc='0.03*sin(2*PI*997*t)*(1+0.5*sin(2*PI*t))':s=48000:d=4"]
    source = make(tmp_path / "a.mp4", "-f", "lavfi", "-i", "testsrc2=s=64x64:r=30:d=4", *quiet, *H264, *AAC)
    heard = samples(filmed(source, size=(64, 64), seconds=4.0, sound=SoundPlan(loudness=-16)))
    assert loudness(heard) == pytest.approx(-16, abs=0.6)
    assert true_peak(heard) <= -1.4


@pytest.mark.parametrize("sound", [None, SoundPlan(loudness=-16)], ids=["muted", "a clip without any"])
def test_where_nothing_is_heard_a_silent_track_stands(tmp_path: Path, sound: SoundPlan | None) -> None:
    source = make(tmp_path / "a.mp4", *MOVING, *([] if sound else BEEP), *H264, *([] if sound else AAC))
    out = filmed(source, sound=sound)
    told = streams(out)["audio"]
    assert (told["codec_name"], told["channels"], told["sample_rate"]) == ("aac", 2, "48000")
    assert np.abs(samples(out)).max() == 0
    assert float(told["duration"]) == pytest.approx(1.0, abs=0.05)


def test_a_clip_that_is_cut_short_is_not_passed_off_as_whole(tmp_path: Path) -> None:
    source = make(tmp_path / "a.mp4", *MOVING, *H264, "-movflags", "+faststart", "-g", "5")
    source.write_bytes(source.read_bytes()[: source.stat().st_size // 2])
    with pytest.raises(InputError, match=r"cut short|damaged"):
        filmed(source)


def test_frames_are_those_that_stand_at_their_times(tmp_path: Path) -> None:
    """With one key frame for all, and a clip that begins late: black, then white from 0.5 s, red from 1 s."""
    drawn = (
        "color=black:s=90x160:r=30:d=2,drawbox=0:0:90:160:white:fill:enable='gte(t,0.49)',"
        "drawbox=0:0:90:160:red:fill:enable='gte(t,0.99)'"
    )
    late = ["-itsoffset", "0.7", "-f", "lavfi", "-i", drawn, *H264, "-g", "999"]
    source = make(tmp_path / "a.mp4", *late)
    means = [frame.pixels.mean((0, 1)) for frame in open_frames(source, [0.0, 0.45, 0.6, 1.1, 1.9, 5.0])]
    expected = [(0, 0, 0), (0, 0, 0), (255, 255, 255), (255, 0, 0), (255, 0, 0), (255, 0, 0)]
    assert np.abs(np.array(means) - expected).max() < 8
