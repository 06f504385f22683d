"""Clips, by content; their rotation as FFmpeg itself shows it."""

import io
import subprocess
from pathlib import Path

import av
import imageio_ffmpeg
import numpy as np
import pytest
from PIL import Image

from ugc.errors import InputError
from ugc.media.probe import probe


def clip(path: Path, *, container: str, codec: str = "mpeg4", sound: bool = False, frames: int = 25) -> Path:
    """A clip of 96x64 at 25 frames a second: black with a white mark in its top left corner."""
    picture = np.zeros((64, 96, 3), np.uint8)
    picture[:20, :30] = 255
    with av.open(str(path), "w", format=container) as out:
        stream = out.add_stream(codec, rate=25)
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        tone = out.add_stream("aac" if container != "webm" else "libopus", rate=48_000) if sound else None
        for _ in range(frames):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode(None))
        if tone is not None:
            quiet = av.AudioFrame.from_ndarray(np.zeros((1, 48_000), np.int16), format="s16", layout="mono")
            quiet.rate = 48_000
            out.mux(tone.encode(quiet))
            out.mux(tone.encode(None))
    return path


@pytest.mark.parametrize(
    ("container", "type_", "codec"),
    [
        ("mp4", "mp4", "mpeg4"),
        ("mov", "mov", "mpeg4"),
        ("matroska", "mkv", "mpeg4"),
        ("avi", "avi", "mpeg4"),
        ("webm", "webm", "libvpx"),
    ],
)
def test_clips_are_told_by_content(tmp_path: Path, container: str, type_: str, codec: str) -> None:
    found = probe(clip(tmp_path / "lying.jpg", container=container, codec=codec), whole=True)
    assert (found.kind, found.type, found.width, found.height) == ("video", type_, 96, 64)
    assert found.duration == pytest.approx(1.0, abs=0.05)
    assert (found.fps, found.frames, found.rotation) == (25, 25, 0)
    assert (found.video_codec, found.audio_codec) == ("vp8" if codec == "libvpx" else "mpeg4", None)


def test_sound_of_a_clip_is_named(tmp_path: Path) -> None:
    assert probe(clip(tmp_path / "x.mp4", container="mp4", sound=True)).audio_codec == "aac"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_rotation_is_what_ffmpeg_shows(tmp_path: Path, turn: int) -> None:
    """FFmpeg turns frames upright by itself: turning the stored frame by what we report must give the same."""
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    plain, turned = clip(tmp_path / "plain.mp4", container="mp4"), tmp_path / "turned.mp4"
    quiet = [ffmpeg, "-v", "error", "-y"]
    subprocess.run([*quiet, "-display_rotation", str(turn), "-i", plain, "-c", "copy", turned], check=True)
    shown = subprocess.run(
        [*quiet, "-i", turned, "-frames:v", "1", "-f", "image2pipe", "-c:v", "png", "-"],
        check=True,
        capture_output=True,
    ).stdout
    upright = np.asarray(Image.open(io.BytesIO(shown)).convert("L"), float)
    with av.open(str(plain)) as stored:
        frame = next(stored.decode(video=0)).to_ndarray(format="gray").astype(float)
    found = probe(turned)
    assert (found.height, found.width) == upright.shape
    assert np.abs(np.rot90(frame, -found.rotation // 90) - upright).mean() < 12


def test_a_clip_cut_short(tmp_path: Path) -> None:
    path = clip(tmp_path / "x.mkv", container="matroska", frames=100)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert probe(path).width == 96
    with pytest.raises(InputError, match="cut short"):
        probe(path, whole=True)
    path = clip(tmp_path / "x.mp4", container="mp4")
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(InputError, match="begins like mp4 but could not be decoded"):
        probe(path)


def test_sound_alone_is_not_a_clip(tmp_path: Path) -> None:
    path = tmp_path / "x.mp4"
    with av.open(str(path), "w", format="mp4") as out:
        stream = out.add_stream("aac", rate=48_000)
        quiet = av.AudioFrame.from_ndarray(np.zeros((1, 48_000), np.int16), format="s16", layout="mono")
        quiet.rate = 48_000
        out.mux(stream.encode(quiet))
        out.mux(stream.encode(None))
    with pytest.raises(InputError, match="only sound"):
        probe(path)
