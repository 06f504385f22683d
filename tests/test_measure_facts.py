"""What is measured of clips and pictures, against ffprobe, MediaInfo and ExifTool."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import clips
import pytest
from clips import clip, ffprobe, mediainfo

from ugc.errors import InputError
from ugc.media.measure import measure
from ugc.media.probe import probe
from ugc.media.probe_clip import evenly_spaced

CLIPS: dict[str, dict[str, Any]] = {
    "good.mp4": {"sound": "tone"},
    "index last.mp4": {"faststart": False},
    "fragmented.mp4": {"fragmented": True, "sound": "tone"},
    "quicktime.mov": {"sound": "tone", "edit_list": True},
    "baseline.mp4": {"profile": "baseline"},
    "422.mp4": {"pix_fmt": "yuv422p"},
    "ten bits.mp4": {"pix_fmt": "yuv420p10le"},
    "interlaced.mp4": {"interlaced": True, "size": (320, 480)},
    "vfr.mp4": {"vfr": True, "seconds": 2},
    "turned.mp4": {"rotation": 90},
    "turned wide pixels.mp4": {"rotation": 270, "sar": "4/3"},
    "upside down.mp4": {"rotation": 180},
    "wide pixels.mp4": {"sar": "4/3"},
    "pq.mp4": {"hdr": "pq", "pix_fmt": "yuv420p10le", "codec": "libx265"},
    "hlg.mp4": {"hdr": "hlg", "pix_fmt": "yuv420p10le"},
    "full range.mp4": {"full_range": True},
    "starved.mp4": {"bitrate": "300k", "seconds": 2},
    "ntsc.mp4": {"fps": "30000/1001", "seconds": 2},
    "mono.mp4": {"sound": "tone", "channels": 1, "audio_rate": 44_100},
    "av1.mp4": {"codec": "libsvtav1"},
    "vp9.webm": {"codec": "libvpx-vp9", "sound": "tone", "audio_codec": "libopus"},
    "vp8.webm": {"codec": "libvpx", "sound": "tone", "audio_codec": "libvorbis"},
    "millisecond clock.mkv": {"fps": "30000/1001", "sound": "tone", "seconds": 2},
    "old.avi": {"codec": "mpeg4", "sound": "tone", "audio_codec": "libmp3lame"},
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Make a clip of the table once."""
    folder = tmp_path_factory.mktemp("clips")

    def make(name: str) -> Path:
        path = folder / name
        return path if path.exists() else clip(path, **CLIPS[name])

    return make


@pytest.mark.parametrize("name", CLIPS)
def test_the_picture_track_is_what_ffprobe_reads(made: Callable[[str], Path], name: str) -> None:
    found, (video, _) = probe(made(name), whole=True), ffprobe(made(name))
    turned = found.rotation % 180 == 90
    stored = (found.height, found.width) if turned else (found.width, found.height)
    assert stored == (video["width"], video["height"])
    matrix = next((each for each in video.get("side_data_list", []) if "rotation" in each), {"rotation": 0})
    assert found.rotation == -matrix["rotation"] % 360
    shape = float(Fraction(video.get("sample_aspect_ratio", "1:1").replace(":", "/")))
    assert found.pixel_aspect == pytest.approx(1 / shape if turned else shape, abs=1e-5)
    assert found.video_codec == video["codec_name"]
    if found.video_codec != "vp8":  # has none, and ffprobe says 0
        assert found.video_profile == video["profile"]
    assert found.pixel_format == video["pix_fmt"]
    assert found.interlaced == (video.get("field_order", "progressive") not in ("progressive", "unknown"))
    assert found.colour_range == video.get("color_range")
    assert found.colour_transfer == video.get("color_transfer")
    assert found.fps == pytest.approx(float(Fraction(video["avg_frame_rate"])), rel=1e-3)
    sizes = clips.packets(made(name))
    assert found.frames == len(sizes)
    assert found.kbps == pytest.approx(sum(sizes) * 8 / 1000 / found.duration, rel=0.001)
    if "duration" in video and not name.endswith("avi"):  # AVI's header counts a frame more than there are
        assert found.duration == pytest.approx(float(video["duration"]), abs=0.002)


@pytest.mark.parametrize("name", CLIPS)
def test_the_picture_track_is_what_mediainfo_reads(made: Callable[[str], Path], name: str) -> None:
    found, seen = probe(made(name), whole=True), mediainfo(made(name))
    video = seen["Video"]
    if "FrameRate_Mode" in video:  # WebM and Matroska do not say, and it does not walk them
        assert found.constant_rate == (video["FrameRate_Mode"] == "CFR")
    if "BitDepth" in video:
        assert found.bit_depth == int(video["BitDepth"])
    assert found.interlaced == (video.get("ScanType", "Progressive") != "Progressive")
    if found.type in ("mp4", "mov"):  # of others it reads the header's word, or guesses
        assert found.frames == int(video["FrameCount"])
        assert found.kbps == pytest.approx(float(video["BitRate"]) / 1000, rel=0.02)
    if found.container is not None:
        assert found.container.moov_first == (seen["General"]["IsStreamable"] == "Yes")
    light = {"PQ": "smpte2084", "HLG": "arib-std-b67", "BT.709": "bt709"}
    if "transfer_characteristics" in video:
        assert found.colour_transfer == light[video["transfer_characteristics"]]


@pytest.mark.parametrize("name", [name for name, made in CLIPS.items() if made.get("sound")])
def test_the_sound_track_is_what_ffprobe_reads(made: Callable[[str], Path], name: str) -> None:
    found, (_, audio) = probe(made(name), whole=True), ffprobe(made(name))
    assert audio is not None
    assert found.audio_codec == audio["codec_name"]
    assert found.audio_channels == audio["channels"]
    assert found.audio_rate == int(audio["sample_rate"])
    if "bit_rate" in audio and audio["codec_name"] == "aac":  # of others it is what was asked for
        assert found.audio_kbps == pytest.approx(float(audio["bit_rate"]) / 1000, rel=0.05)


@pytest.mark.parametrize("name", CLIPS)
def test_the_cheap_probe_says_the_same_of_what_it_says(made: Callable[[str], Path], name: str) -> None:
    cheap, whole = probe(made(name)), probe(made(name), whole=True)
    assert cheap.constant_rate is None
    assert cheap.container is None
    walked = {"constant_rate", "container", "kbps", "audio_kbps", "duration", "frames"}
    assert cheap.model_dump(exclude=walked) == whole.model_dump(exclude=walked)
    assert cheap.duration == pytest.approx(whole.duration, abs=0.05)
    assert cheap.frames == pytest.approx(whole.frames, abs=1)


def test_edit_lists_are_counted_as_ffprobe_traces_them(tmp_path: Path) -> None:
    for wanted in (False, True):
        path = clip(tmp_path / f"{wanted}.mp4", sound="tone", edit_list=wanted)
        container = measure(path).probe.container
        assert container is not None
        assert container.edit_lists == clips.trace(path).count("type:'elst'") == (2 if wanted else 0)


def test_a_cover_picture_is_no_clip(tmp_path: Path) -> None:
    song = tmp_path / "song.mp4"
    cover = clips.still(tmp_path / "cover.jpg", size=(64, 64))
    sound = ["-f", "lavfi", "-i", "sine=duration=1", "-i", cover, "-map", "0", "-map", "1"]
    clips.ffmpeg(*sound, "-c:a", "aac", "-c:v", "copy", "-disposition:v", "attached_pic", song)
    with pytest.raises(InputError, match="only sound"):
        probe(song)


def test_a_cover_picture_before_the_picture_is_passed_over(tmp_path: Path) -> None:
    """Its box is moved before the tracks, so that it is the first picture that a reader meets."""
    cover = clips.still(tmp_path / "cover.jpg", size=(64, 64))
    plain, path = clip(tmp_path / "plain.mp4", sound="tone"), tmp_path / "x.mp4"
    both = ["-i", plain, "-i", cover, "-map", "0", "-map", "1", "-c", "copy"]
    clips.ffmpeg(*both, "-disposition:v:1", "attached_pic", path)
    data = path.read_bytes()
    begin = data.index(b"moov") + 4
    end = begin - 8 + int.from_bytes(data[begin - 8 : begin - 4], "big")
    inner, at = [], begin
    while at < end:
        length = int.from_bytes(data[at : at + 4], "big")
        inner.append(data[at : at + length])
        at += length
    inner.sort(key=lambda box: box[4:8] != b"udta")
    path.write_bytes(data[:begin] + b"".join(inner) + data[end:])
    assert ffprobe(path)[0]["width"] == 64, "the cover is no longer first, so that the test tells nothing"
    found = measure(path)
    assert (found.probe.width, found.probe.height, found.probe.frames) == (*clips.SIZE, 30)
    assert found.pictured == measure(plain).pictured


# --- frame rates -----------------------------------------------------------------------------------


def times(gaps: list[float], tick: Fraction) -> list[int]:
    """Frame times in ticks, rounded as containers round them."""
    at, found = 0.0, [0]
    for gap in gaps:
        at += gap
        found.append(round(at / tick))
    return found


@pytest.mark.parametrize(
    ("gaps", "tick", "even"),
    [
        ([1001 / 30000] * 300, Fraction(1, 1000), True),  # 29.97 on Matroska's clock: 33 and 34 ms
        ([1001 / 30000] * 300, Fraction(1, 30000), True),
        ([1 / 60] * 300, Fraction(1, 1000), True),
        ([1 / 240] * 300, Fraction(1, 1000), True),
        ([1 / 30] * 300, Fraction(1, 600), True),  # QuickTime's old clock
        ([0.033, 0.034, 0.033] * 100, Fraction(1, 90_000), True),  # came through Matroska
        ([1 / 30, 1 / 30, 1 / 22] * 100, Fraction(1, 90_000), False),  # a phone in the dark
        ([1 / 31, 1 / 28] * 100, Fraction(1, 90_000), False),
        ([1 / 30] * 200 + [2 / 30] + [1 / 30] * 200, Fraction(1, 1000), False),  # one frame is missing
        ([1 / 30] * 100 + [1 / 25] * 100, Fraction(1, 1000), False),
        ([1 / 30] * 90 + [2 / 30] + [1 / 30] * 90, Fraction(1, 30), False),  # the same, in ticks of a frame
        ([1 / 25] * 90, Fraction(1, 30), False),  # 25 frames laid out on 30 places
        ([1 / 30] * 90, Fraction(1, 30), True),
        ([1 / 30], Fraction(1, 1000), None),  # two frames tell nothing
        ([], Fraction(1, 1000), None),
    ],
)
def test_constant_rates(gaps: list[float], tick: Fraction, even: bool | None) -> None:
    assert evenly_spaced(times(gaps, tick), tick) is even
    assert evenly_spaced(times(gaps, tick)[::-1], tick) is even  # stored in another order, as B-frames are


def test_frames_stored_in_another_order_are_constant(tmp_path: Path) -> None:
    path = tmp_path / "b.mp4"
    source = ["-f", "lavfi", "-i", "testsrc2=size=270x480:rate=30000/1001:duration=2"]
    clips.ffmpeg(*source, "-c:v", "libx264", "-bf", "3", "-preset", "fast", path)
    assert ffprobe(path)[0]["has_b_frames"] > 0
    found = probe(path, whole=True)
    assert (found.constant_rate, found.frames) == (True, int(ffprobe(path)[0]["nb_frames"]))


def test_hidden_frames_of_vp8_are_not_counted(tmp_path: Path) -> None:
    path = tmp_path / "x.webm"
    source = ["-f", "lavfi", "-i", "testsrc2=size=270x480:rate=30:duration=3"]
    hiding = ["-c:v", "libvpx", "-auto-alt-ref", "1", "-lag-in-frames", "25", "-b:v", "300k"]
    for number in ("1", "2"):
        clips.ffmpeg(*source, *hiding, "-pass", number, "-passlogfile", tmp_path / "pass", path)
    assert len(clips.packets(path)) > 90, "this encoder hid no frame, so that the test tells nothing"
    found = probe(path, whole=True)
    assert (found.frames, found.constant_rate) == (90, True)


# --- pictures --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "make", "depth", "mode"),
    [
        ("x.jpg", clips.still, 8, "RGB"),
        ("x.png", clips.still, 8, "RGB"),
        ("deep.png", clips.deep_still, 16, "RGB"),
        ("x.tiff", clips.still, 8, "RGB"),
        ("x.webp", clips.still, 8, "RGB"),
        ("x.gif", clips.still, 8, "P"),
        ("cmyk.jpg", clips.cmyk_still, 8, "CMYK"),
        ("clear.png", clips.transparent_still, 8, "RGBA"),
        ("p.jpg", clips.profiled_still, 8, "RGB"),
    ],
)
def test_depth_and_mode_of_pictures(
    tmp_path: Path, exiftool: Callable[..., list[dict[str, Any]]], name: str, make: Any, depth: int, mode: str
) -> None:
    path = make(tmp_path / name)
    found, (tags,) = measure(path).probe, exiftool(path, groups=False)
    assert (found.bit_depth, found.mode) == (depth, mode)
    told = tags.get("BitDepth") or tags.get("BitsPerSample") or 8
    assert depth == max(int(each) for each in str(told).split()) or name == "x.gif"
    assert (found.width, found.height) == (tags["ImageWidth"], tags["ImageHeight"])
    assert (found.profile is not None) == ("ProfileDescription" in tags)
    assert found.alpha == (name == "clear.png")


@pytest.mark.parametrize("bits", [8, 10, 12])
def test_depth_of_avif(tmp_path: Path, bits: int) -> None:
    path = tmp_path / "x.avif"
    source = ["-f", "lavfi", "-i", "testsrc2=size=128x128", "-frames:v", "1"]
    clips.ffmpeg(
        *source,
        "-c:v",
        "libaom-av1",
        "-cpu-used",
        "8",
        "-pix_fmt",
        f"yuv444p{bits}le" if bits > 8 else "yuv444p",
        path,
    )
    assert (
        int(mediainfo(path)["Image" if "Image" in mediainfo(path) else "Video"].get("BitDepth", bits)) == bits
    )
    assert measure(path).probe.bit_depth == bits


@pytest.mark.parametrize("bits", [1, 2, 4])
def test_depth_of_shallow_greys_and_palettes(tmp_path: Path, bits: int) -> None:
    grey = clips.shallow_png(tmp_path / "grey.png", bits, palette=False)
    assert measure(grey).probe.bit_depth == bits
    palette = clips.shallow_png(tmp_path / "palette.png", bits, palette=True)
    assert measure(palette).probe.bit_depth == 8  # of its colours


def test_animations_count_their_frames(tmp_path: Path) -> None:
    for name in ("x.gif", "x.webp", "x.png"):
        assert measure(clips.animated_still(tmp_path / name)).probe.frames == 3
