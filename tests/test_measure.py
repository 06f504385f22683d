"""Measuring a file in full: what is told of good ones, and what is said of broken, lying and hostile ones."""

import random
import shutil
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import av
import clips
import pytest
from clips import clip, cut, still
from conftest import SHARED
from test_measure_sound import each_ffmpeg  # noqa: F401

from ugc.errors import InputError, MissingError
from ugc.media import ffmpeg as running
from ugc.media import one_pass
from ugc.media.measure import measure
from ugc.media.one_pass import DamagedError, Sampling, decode
from ugc.media.probe import probe
from ugc.media.watch import samplings
from ugc.model.probes import Container, Pictured, Probe

OTHERS: dict[str, dict[str, Any]] = {
    "x.mp4": {},
    "fragmented.mp4": {"fragmented": True},
    "index last.mov": {"faststart": False},
    "x.mkv": {},
    "x.webm": {"codec": "libvpx-vp9", "audio_codec": "libopus"},
    "x.avi": {"codec": "mpeg4", "audio_codec": "libmp3lame"},
}


def test_a_good_clip(tmp_path: Path, each_ffmpeg: Path) -> None:  # noqa: F811
    path = clip(tmp_path / "x.mp4", sound="tone", seconds=2)
    found = measure(path)
    assert found.probe.model_dump(exclude_defaults=True, exclude={"kbps", "audio_kbps", "fps"}) == {
        "kind": "video",
        "type": "mp4",
        "size": path.stat().st_size,
        "width": 270,
        "height": 480,
        "frames": 60,
        "duration": 2.0,
        "constant_rate": True,
        "video_codec": "h264",
        "video_profile": "High",
        "pixel_format": "yuv420p",
        "colour_range": "tv",
        "colour_transfer": "bt709",
        "audio_codec": "aac",
        "audio_channels": 2,
        "audio_rate": 48_000,
        "container": {},
    }
    assert found.probe.container == Container(edit_lists=0, moov_first=True)
    assert found.sound is not None
    assert found.sound.loudness == pytest.approx(-16, abs=0.2)
    assert found.pictured == Pictured()
    assert found.words is None


def test_a_good_picture(tmp_path: Path) -> None:
    found = measure(still(tmp_path / "x.jpg"))
    assert (found.probe.kind, found.probe.width, found.probe.height) == ("image", *clips.SIZE)
    assert (found.pictured, found.sound, found.reading) == (Pictured(), None, None)
    assert [sentence for sentence in found.unmeasured if "Text" not in sentence] == []


def test_what_was_not_measured_is_said(tmp_path: Path) -> None:
    for path in (still(tmp_path / "x.jpg"), clip(tmp_path / "x.mp4")):
        assert any("Text in the picture was not read" in sentence for sentence in measure(path).unmeasured)


def test_several_threads_find_what_one_finds(tmp_path: Path) -> None:
    paths = [still(tmp_path / f"{n}.jpg", seed=n) for n in range(6)]
    paths += [clips.barred_still(tmp_path / f"{n}.png") for n in range(6, 9)]
    paths += [
        clip(tmp_path / f"{n}.mp4", seconds=0.5, sound="tone", bars=(0, n / 100)) for n in range(10, 14)
    ]
    alone = [measure(path) for path in paths]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(measure, paths * 2)) == alone * 2


@pytest.mark.parametrize("frames", [1, 2, 4])
def test_a_clip_of_a_blink(tmp_path: Path, frames: int, each_ffmpeg: Path) -> None:  # noqa: F811
    found = measure(clip(tmp_path / "x.mp4", seconds=frames / 30, sound="tone"))
    assert found.probe.frames == frames
    assert found.pictured == Pictured()


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = tmp_path / "tmp"
    room.mkdir()
    monkeypatch.setenv("TMPDIR", str(room))
    monkeypatch.setattr("tempfile.tempdir", None)
    good = clip(tmp_path / "x.mp4", sound="tone")
    before = sorted(tmp_path.rglob("*"))
    measure(good)
    with pytest.raises(InputError):
        measure(cut(shutil.copy(good, tmp_path / "y.mp4")))
    (tmp_path / "y.mp4").unlink()
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    "name", ["-i.mp4", "a%03d.mp4", "a b'\"$(x);|.mp4", "http:x.mp4", "concat:x.mp4", "[*].mp4", "#é日本.jpg"]
)
def test_names_that_mean_something_to_ffmpeg(
    tmp_path: Path,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    each_ffmpeg: Path,  # noqa: F811
) -> None:
    monkeypatch.chdir(tmp_path)
    clip(tmp_path / "plain.mp4", seconds=0.3).rename(tmp_path / name)
    assert measure(Path(name)).probe.frames == 9


def test_without_ffmpeg_a_clip_is_not_measured_and_a_picture_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = clip(tmp_path / "x.mp4")
    monkeypatch.setattr(running, "_candidates", list)
    running.program.cache_clear()
    try:
        with pytest.raises(MissingError, match="ffmpeg"):
            measure(path)
        assert measure(still(tmp_path / "x.jpg")).pictured == Pictured()
    finally:
        running.program.cache_clear()


# --- cut short and damaged -------------------------------------------------------------------------


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("kept", [0.05, 0.5, 0.97, 0.999])
def test_a_clip_cut_short(tmp_path: Path, name: str, kept: float) -> None:
    path = cut(clip(tmp_path / name, sound="tone", **OTHERS[name]), kept=kept)
    with pytest.raises(InputError) as refused:
        measure(path)
    assert path.name in refused.value.message
    assert refused.value.hint


@pytest.mark.parametrize("kind", ["jpg", "png", "webp", "avif", "tiff", "gif"])
@pytest.mark.parametrize("kept", [0.3, 0.7, 0.95])
def test_a_picture_cut_short(tmp_path: Path, kind: str, kept: float) -> None:
    with pytest.raises(InputError, match=r"damaged|could not be decoded"):
        measure(cut(still(tmp_path / f"x.{kind}"), kept=kept))


@pytest.mark.parametrize("seed", range(3))
def test_a_clip_with_broken_bytes(tmp_path: Path, seed: int, each_ffmpeg: Path) -> None:  # noqa: F811
    path = clip(tmp_path / "x.mp4", sound="tone", seconds=2)
    data, lot = bytearray(path.read_bytes()), random.Random(seed)
    for _ in range(60):
        at = lot.randrange(len(data) // 4, len(data) - 20)
        data[at : at + 8] = lot.randbytes(8)
    path.write_bytes(data)
    with pytest.raises(DamagedError, match="is damaged"):
        measure(path)


def test_broken_sound_is_damage_too(tmp_path: Path, each_ffmpeg: Path) -> None:  # noqa: F811
    """Every other packet of it; where nothing of it can be decoded, there is none to speak of."""
    path = clip(tmp_path / "x.mp4", sound="tone", seconds=2)
    data, lot = bytearray(path.read_bytes()), random.Random(1)
    with av.open(str(path)) as whole:
        places = [(packet.pos, packet.size) for packet in whole.demux(audio=0) if packet.size]
    for begin, length in places[1::2]:
        data[begin : begin + length] = lot.randbytes(length)
    path.write_bytes(data)
    with pytest.raises(DamagedError, match="picture or sound"):
        measure(path)


def test_a_clip_whose_second_half_is_zeros(tmp_path: Path, each_ffmpeg: Path) -> None:  # noqa: F811
    path = clip(tmp_path / "x.mp4", seconds=2)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] + bytes(len(data) - len(data) // 2))
    with pytest.raises(DamagedError, match="could not be decoded"):
        measure(path)


def test_a_clip_whose_sound_is_longer_than_its_picture_is_whole(tmp_path: Path) -> None:
    """Matroska states one length for both."""
    path = tmp_path / "x.mkv"
    source = [
        "-f",
        "lavfi",
        "-i",
        "testsrc2=size=64x64:rate=30:duration=1",
        "-f",
        "lavfi",
        "-i",
        "sine=duration=3",
    ]
    clips.ffmpeg(*source, "-c:v", "libx264", "-c:a", "aac", path)
    found = measure(path).probe
    assert found.duration == pytest.approx(1, abs=0.01)


def test_a_clip_that_changes_its_size(tmp_path: Path, each_ffmpeg: Path) -> None:  # noqa: F811
    """Some phones and screen recorders do; what is kept stays within its bounds, and is of one size."""
    joined = tmp_path / "joined.h264"
    with joined.open("wb") as file:
        for number in range(40):
            part = tmp_path / "part.h264"
            size = ("64x96", "96x64")[number % 2]
            source = ["-f", "lavfi", "-i", f"testsrc2=size={size}:rate=10:duration=0.1"]
            clips.ffmpeg(*source, "-c:v", "libx264", "-bf", "0", part)
            file.write(part.read_bytes())
    path = tmp_path / "x.mkv"
    times = ["-bsf:v", "setts=pts=N:dts=N:time_base=1/10"]
    clips.ffmpeg("-f", "h264", "-r", "10", "-i", joined, "-c", "copy", *times, path)
    found = probe(path, whole=True)
    assert found.frames == 40
    frames, _ = decode(path, found, samplings(found), sound=False)
    assert [each.pixels.shape[1:] for each in frames] == [(96, 64), (96, 64)]
    assert found.duration is not None
    assert len(frames[1].times) <= found.duration * 2 + 2
    assert measure(path).pictured is not None


def test_a_single_broken_place_is_let_pass(tmp_path: Path, each_ffmpeg: Path) -> None:  # noqa: F811
    path = clip(tmp_path / "x.mp4", seconds=0.5)
    data = bytearray(path.read_bytes())
    at = len(data) - 600  # in the last of fifteen frames
    data[at : at + 8] = bytes(8)
    path.write_bytes(data)
    assert measure(path).probe.frames == 15


# --- lies ------------------------------------------------------------------------------------------


def patched(path: Path, name: bytes, at: int, value: bytes) -> Path:
    """Write over some bytes of every box of a name, `at` bytes behind its name's begin."""
    data, found = bytearray(path.read_bytes()), 0
    while (found := data.find(name, found)) >= 0:
        data[found + at : found + at + len(value)] = value
        found += 4
    path.write_bytes(data)
    return path


def word(value: int) -> bytes:
    return struct.pack(">I", value)


@pytest.mark.parametrize("name", ["photo.jpg", "x.txt", "x.m3u8", "x"])
def test_a_lying_name(tmp_path: Path, name: str) -> None:
    path = clip(tmp_path / "x.mp4").rename(tmp_path / name)
    assert measure(path).probe.type == "mp4"
    path = still(tmp_path / "y.png").rename(tmp_path / "y.mp4")
    assert measure(path).probe.type == "png"


@pytest.mark.parametrize(
    ("name", "at", "value"),
    [
        (b"mdhd", 20, word(0x7FFFFFFF)),  # two days long
        (b"mdhd", 20, word(100)),  # a hundredth of a second
        (b"mvhd", 20, word(0x7FFFFFFF)),
        (b"tkhd", 80, word(16_000 << 16) * 2),  # shown at 16000x16000
        (b"avc1", 28, struct.pack(">HH", 16_000, 16_000)),  # the coded picture knows better
    ],
)
def test_a_header_that_lies_is_not_believed(tmp_path: Path, name: bytes, at: int, value: bytes) -> None:
    honest = measure(clip(tmp_path / "x.mp4")).probe
    found = measure(patched(tmp_path / "x.mp4", name, at, value)).probe
    assert found.duration == pytest.approx(honest.duration, abs=0.01)
    assert (found.width, found.height, found.frames) == (honest.width, honest.height, honest.frames)


@pytest.mark.parametrize(
    ("name", "at", "value"),
    [
        (b"stts", 8, word(0x7FFFFFFF)),  # two thousand million entries
        (b"stsz", 12, word(0x7FFFFFFF)),
        (b"stsz", 20, word(0x7FFFFFFF)),  # one frame of two gigabytes
        (b"stco", 12, word(0x7FFFFFFF)),  # frames that lie behind the end
        (b"avcC", 0, b"xxxx"),  # no description of the coding
        (b"avc1", 0, b"zzzz"),  # a coding that nobody knows
        (b"moov", -4, word(50)),
    ],
)
def test_an_index_that_makes_no_sense(tmp_path: Path, name: bytes, at: int, value: bytes) -> None:
    with pytest.raises(InputError) as refused:
        measure(patched(clip(tmp_path / "x.mp4"), name, at, value))
    assert "x.mp4" in refused.value.message
    assert refused.value.hint


def test_frames_days_apart_give_no_more_frames_to_look_at(tmp_path: Path, each_ffmpeg: Path) -> None:  # noqa: F811
    """Ten frames a second of a clip that leaps by days would fill the disk."""
    path = patched(clip(tmp_path / "x.mp4"), b"stts", 16, word(0x7FFFFFFF // 30))
    found = probe(path, whole=True)
    assert found.duration is not None
    assert found.duration > 86_400
    (opening, spread), _ = decode(path, found, samplings(found), sound=False)
    assert len(opening.times) <= 202
    assert len(spread.times) <= 62
    assert measure(path).pictured is not None


def test_a_small_file_cannot_make_ffmpeg_write_without_end(tmp_path: Path) -> None:
    """A probe that lies about its length bounds what is kept, whatever the file holds."""
    path = clip(tmp_path / "x.mp4", seconds=2)
    short = probe(path).model_copy(update={"duration": 0.2})
    (frames,), _ = decode(path, short, [Sampling(rate=30, side=64)], sound=False)
    assert len(frames.times) <= 0.2 * 30 + 2


def test_patience_has_an_end() -> None:
    for seconds in (None, 0.0, 1.0, 1e12):
        claimed = Probe(kind="video", type="mp4", size=1, width=2, height=2, duration=seconds)
        assert 60 <= one_pass._patience(claimed) <= 3600


def test_frames_of_a_clip_may_not_be_larger_than_a_screen(tmp_path: Path) -> None:
    """A decoder holds many of them at once, so the limit is lower than for a picture."""
    path = tmp_path / "x.mkv"
    source = ["-f", "lavfi", "-i", "color=size=12288x8192:rate=1:duration=1"]
    clips.ffmpeg(*source, "-c:v", "libx264", "-preset", "ultrafast", path)
    assert probe(path).width == 12_288
    with pytest.raises(InputError, match="101 megapixels"):
        measure(path)


@pytest.mark.parametrize(
    "data",
    [
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n",
        b"\x1aE\xdf\xa3\x01\0\0\0webm#EXTM3U\n",
        b"RIFF\x10\0\0\0AVI #EXTM3U\n",
    ],
)
def test_playlists_open_nothing(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.mp4"
    path.write_bytes(data)
    with pytest.raises(InputError):
        measure(path)


def test_ffmpeg_is_told_what_it_may_open(tmp_path: Path) -> None:
    """Were it left to guess, this list would be followed to the clip beside it."""
    clip(tmp_path / "secret.mp4")
    path = tmp_path / "x.mp4"
    path.write_text("ffconcat version 1.0\nfile secret.mp4\n")
    claimed = Probe(kind="video", type="mp4", size=1, width=270, height=480, duration=1.0)
    guessing = [running.program(), "-v", "error", "-i", path, "-f", "null", "-"]
    assert subprocess.run(guessing, capture_output=True).returncode == 0, (
        "it no longer guesses: test something else"
    )
    with pytest.raises(InputError):
        decode(path, claimed, [Sampling(rate=1, side=64)], sound=False)


def test_the_folder_of_hostile_files(tmp_path: Path) -> None:
    if not (SHARED / "nasty").is_dir():
        pytest.skip("the hostile samples are not beside this checkout")
    shutil.copy(SHARED / "nasty" / "make_nasty.py", tmp_path)
    subprocess.run([sys.executable, "-W", "ignore", str(tmp_path / "make_nasty.py")], check=True)
    measured = []
    for path in sorted((tmp_path / "out").iterdir()):
        with suppress(InputError):
            measure(path)
            measured.append(path.name)
    assert len(measured) == 10
    assert "exif_4MB.jpg" in measured


def test_real_files(media: Path) -> None:
    for path in sorted(media.iterdir()):
        if path.suffix == ".csv":
            continue
        if path.suffix == ".heic":
            pytest.importorskip("pillow_heif", reason="the extra heic is not installed")
        found, whole = measure(path), probe(path, whole=True)
        assert found.probe == whole
        assert (found.sound is None) == (whole.audio_codec is None)
        assert found.pictured is not None
