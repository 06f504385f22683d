"""What is seen of clips over time, on the clock by which they are played: cuts, bars, what moves, pauses."""

from pathlib import Path

import numpy as np
import pytest
from conform_makers import AAC, H264, make
from portraits import portrait

from ugc.errors import InputError
from ugc.media.look import Looker
from ugc.model.watched import Watched

SIZE = "640x360"
"""Of the clips that are made here."""


@pytest.fixture(scope="module")
def looker() -> Looker:
    return Looker(words=False)


def watched(looker: Looker, clip: Path) -> Watched:
    motion = looker.look(clip, ["watched"])["watched"].watched
    assert motion
    return motion


def scene(pattern: str, seconds: float, *, rate: int = 30) -> list[str]:
    joint = ":" if "=" in pattern else "="
    return ["-f", "lavfi", "-t", str(seconds), "-i", f"{pattern}{joint}s={SIZE}:r={rate}"]


def test_hard_cuts_are_found_to_the_frame(tmp_path: Path, looker: Looker) -> None:
    """Three scenes that move inside; the second is cut to at 1.5 s, the third at 2.8."""
    scenes = [*scene("testsrc2", 1.5), *scene("mandelbrot", 1.3), *scene("smptebars", 1.2)]
    join = ["-filter_complex", "[0:v][1:v][2:v]concat=n=3:v=1:a=0"]
    found = watched(looker, make(tmp_path / "a.mp4", *scenes, *join, *H264))
    assert found.cuts == pytest.approx((1.5, 2.8), abs=0.02)
    assert found.end == pytest.approx(4.0, abs=0.05)


def test_a_pan_and_a_fade_are_no_cuts(tmp_path: Path, looker: Looker) -> None:
    pan = [*scene("testsrc2", 3), "-vf", "scale=1280:720,crop=640:360:x='t*200':y=100,fade=out:30:30"]
    assert watched(looker, make(tmp_path / "a.mp4", *pan, *H264)).cuts == ()


def test_a_face_is_found_wherever_it_walks(tmp_path: Path, looker: Looker) -> None:
    """A drawn portrait slides from left to right over three seconds."""
    face = tmp_path / "face.png"
    portrait((240, 300), faces=[(0.2, 0.2, 0.8, 0.8)]).save(face)
    slide = [*scene("color=gray", 3), "-i", face, "-filter_complex", "[0:v][1:v]overlay=x='20+120*t':y=40"]
    found = watched(looker, make(tmp_path / "a.mp4", *slide, *H264))
    seen = [(each.at, each.faces[0].box) for each in found.moments if each.faces]
    assert len(seen) > 0.8 * len(found.moments)
    middles = [(at, (box.x0 + box.x1) / 2) for at, box in seen]
    assert all(abs(x - (20 + 120 * at + 120) / 640) < 0.05 for at, x in middles)


def test_what_moves_draws_the_eye(tmp_path: Path, looker: Looker) -> None:
    """A square that shakes at the right, on noise that stands still."""
    square = "drawbox=x='500+10*sin(t*20)':y=150:w=60:h=60:c=red:t=fill"
    still = ["-f", "lavfi", "-i", f"color=gray:s={SIZE}:r=30:d=2,noise=alls=20:all_seed=5,{square}"]
    found = watched(looker, make(tmp_path / "a.mp4", *still, *H264))
    levels = [each.across.levels for each in found.moments[1:] if each.across]
    strongest = np.argmax(np.mean([list(level) for level in levels], axis=0))
    assert 500 / 640 * 32 - 2 < strongest < 570 / 640 * 32 + 2


@pytest.mark.parametrize(
    ("pad", "inside"),
    [
        ("pad=640:640:0:140:black", (0.0, 0.21875, 1.0, 0.78125)),
        ("scale=360:360,pad=640:360:140:0:white", (0.21875, 0.0, 0.78125, 1.0)),
    ],
    ids=["letterbox", "white pillars"],
)
def test_bars_are_found_over_the_whole_clip(
    tmp_path: Path, looker: Looker, pad: str, inside: tuple[float, ...]
) -> None:
    """Also where it begins black: one dark frame tells nothing of bars."""
    source = [*scene("testsrc2", 2), "-vf", f"fade=in:0:15,{pad}"]
    box = watched(looker, make(tmp_path / "a.mp4", *source, *H264)).inside
    assert box and (box.x0, box.y0, box.x1, box.y1) == pytest.approx(inside, abs=0.012)


def test_dull_times_and_pauses_are_known(tmp_path: Path, looker: Looker) -> None:
    """A second of black, two that move, one that is frozen; a tone from 0.5 to 1.5 and from 2.5 on."""
    scenes = [*scene("color=black", 1), *scene("testsrc2", 2)]
    tone = ["-f", "lavfi", "-i", "sine=440:d=4:sample_rate=48000"]
    gate = "volume=0:enable='lt(t,0.5)+between(t,1.5,2.5)'"
    join = "[0:v][1:v]concat=n=2:v=1:a=0,tpad=stop_mode=clone:stop_duration=1[v]"
    clip = make(
        tmp_path / "a.mp4",
        *scenes,
        *tone,
        "-filter_complex",
        f"{join};[2:a]{gate}[a]",
        "-map",
        "[v]",
        "-map",
        "[a]",
        *H264,
        *AAC,
    )
    found = watched(looker, clip)
    dull = [(each.start, each.end) for each in found.dull]
    assert dull[0] == pytest.approx((0, 1), abs=0.1) and dull[-1] == pytest.approx((3, 4), abs=0.15)
    pauses = [(each.start, each.end) for each in found.pauses]
    assert [pytest.approx(pause, abs=0.12) for pause in ((0, 0.5), (1.5, 2.5))] == pauses


def test_times_count_from_the_first_frame(tmp_path: Path, looker: Looker) -> None:
    """Also where the picture comes half a second after the sound."""
    scenes = [*scene("testsrc2", 1), *scene("smptebars", 1)]
    tone = ["-f", "lavfi", "-i", "sine=440:d=2.5:sample_rate=48000"]
    join = "[0:v][1:v]concat=n=2:v=1:a=0,setpts=PTS+0.5/TB[v]"
    clip = make(
        tmp_path / "a.mkv", *scenes, *tone, "-filter_complex", join, "-map", "[v]", "-map", "2:a", *H264, *AAC
    )
    found = watched(looker, clip)
    assert found.cuts == pytest.approx((1.0,), abs=0.03)


def test_a_turned_clip_is_watched_as_it_is_seen(tmp_path: Path, looker: Looker) -> None:
    from conform_makers import turned

    bars = make(tmp_path / "a.mp4", *scene("testsrc2", 1), "-vf", "pad=640:640:0:140:black", *H264)
    box = watched(looker, turned(bars, 90)).inside
    assert box and (box.x0, box.x1) == pytest.approx((0.21875, 0.78125), abs=0.012)


def test_what_cannot_be_watched_is_said(tmp_path: Path, looker: Looker) -> None:
    broken = tmp_path / "a.mp4"
    broken.write_bytes(make(tmp_path / "b.mp4", *scene("testsrc2", 1), *H264).read_bytes()[:300])
    with pytest.raises(InputError):
        looker.look(broken, ["watched"])
