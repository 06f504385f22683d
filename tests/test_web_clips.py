"""Clips as browsers play them, read back by ffprobe, MediaInfo, PyAV and ExifTool."""

import json
import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from clips import clip, ffmpeg
from conftest import skip
from PIL import Image

from ugc.errors import InputError
from ugc.media.probe import probe
from ugc.media.web_captions import web_captions
from ugc.media.web_clips import ClipFacts, lively, make_clip, make_preview, plays_everywhere
from ugc.media.web_pictures import opened_for, web_files
from ugc.media.web_sizes import Cut
from ugc.model.captions import Captions, Cue

ALL = 200_000_000


@pytest.fixture
def ffprobe() -> Callable[[Path], dict[str, Any]]:
    if not shutil.which("ffprobe"):
        skip("ffprobe is not installed")

    def read(path: Path) -> dict[str, Any]:
        asked = ["ffprobe", "-v", "error", "-of", "json", "-show_format", "-show_streams", "-show_chapters"]
        done = subprocess.run([*asked, path], capture_output=True, check=True, text=True)
        told: dict[str, Any] = json.loads(done.stdout)
        told["picture"], *rest = told["streams"]
        told["sound"] = rest[0] if rest else None
        return told

    return read


def made(path: Path, *, mute: bool = False, **said: Any) -> tuple[Path, ClipFacts]:
    out = path.with_name("made.mp4")
    facts = make_clip(path, out, mute=mute, max_pixels=ALL, tags=said.pop("tags", {}), **said)
    return out, facts


def packets(path: Path, kind: str) -> list[bytes]:
    with av.open(str(path)) as opened:
        tracks = opened.streams.video if kind == "video" else opened.streams.audio
        return [bytes(packet) for packet in opened.demux(tracks[0]) if packet.size]


def frames(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as opened:
        return [frame.to_ndarray(format="rgb24") for frame in opened.decode(video=0)]


# --- what is kept as it is -----------------------------------------------------------------------

KEPT: dict[str, dict[str, Any]] = {
    "with sound": {"sound": "tone"},
    "silent": {},
    "with an edit list": {"edit_list": True, "sound": "tone"},
    "index last": {"faststart": False},
    "in QuickTime": {"container": "mov", "sound": "tone"},
    "fragmented": {"fragmented": True},
    "of a changing rate": {"vfr": True},
    "60 frames a second": {"fps": "60"},
    "1080 pixels wide": {"size": (1080, 1920), "bitrate": "2500k"},
}


@pytest.mark.parametrize("kind", KEPT)
def test_what_plays_everywhere_is_packed_anew_and_nothing_else(
    tmp_path: Path, ffprobe: Callable[[Path], dict[str, Any]], kind: str
) -> None:
    options = dict(KEPT[kind])
    path = clip(tmp_path / ("a.mov" if options.pop("container", "") else "a.mp4"), **options)
    out, facts = made(path)
    assert packets(out, "video") == packets(path, "video")
    told = ffprobe(out)
    assert (facts.width, facts.height) == (told["picture"]["width"], told["picture"]["height"])
    assert abs(facts.seconds - float(told["picture"]["duration"])) < 0.05
    assert facts.sound is ("sound" in options)
    if facts.sound:
        assert packets(out, "audio") == packets(path, "audio")
    head = out.read_bytes()
    assert head.index(b"moov") < head.index(b"mdat")


# --- what is encoded -----------------------------------------------------------------------------

ENCODED: dict[str, tuple[dict[str, Any], tuple[int, int]]] = {
    "VP9": ({"codec": "libvpx-vp9", "container": "webm"}, (270, 480)),
    "ten bits": ({"pix_fmt": "yuv420p10le"}, (270, 480)),
    "4:4:4": ({"pix_fmt": "yuv444p"}, (270, 480)),
    "full range": ({"full_range": True}, (270, 480)),
    "PQ": ({"hdr": "pq", "pix_fmt": "yuv420p10le"}, (270, 480)),
    "HLG": ({"hdr": "hlg", "pix_fmt": "yuv420p10le"}, (270, 480)),
    "turned": ({"rotation": 90}, (270, 480)),
    "upside down": ({"rotation": 180}, (270, 480)),
    "oblong pixels": ({"sar": "4/3"}, (360, 480)),
    "interlaced": ({"interlaced": True}, (270, 480)),
    "odd": ({"size": (271, 481), "codec": "libx264", "pix_fmt": "yuv444p"}, (270, 480)),
    "large": ({"size": (1440, 2560), "seconds": 0.2}, (720, 1280)),
    "120 frames a second": ({"fps": "120"}, (270, 480)),
    "heavy": ({"size": (540, 960), "bitrate": "9000k", "source": "noise"}, (540, 960)),
}


def original(folder: Path, options: dict[str, Any]) -> Path:
    options = dict(options)
    ending = options.pop("container", "mp4")
    if options.get("source") == "noise":
        path = folder / "a.mp4"
        size = "x".join(map(str, options["size"]))
        look = f"nullsrc=s={size}:r=30:d=1,geq=random(1)*255:128:128"
        ffmpeg("-f", "lavfi", "-i", look, "-pix_fmt", "yuv420p", "-b:v", options["bitrate"], path)
        return path
    return clip(folder / f"a.{ending}", **options)


@pytest.mark.parametrize("kind", ENCODED)
def test_everything_else_becomes_what_every_browser_plays(
    tmp_path: Path, ffprobe: Callable[[Path], dict[str, Any]], kind: str
) -> None:
    options, size = ENCODED[kind]
    path = original(tmp_path, options)
    assert not plays_everywhere(probe(path, whole=True))
    out, facts = made(path)
    picture = ffprobe(out)["picture"]
    assert (picture["codec_name"], picture["pix_fmt"]) == ("h264", "yuv420p")
    assert (picture["width"], picture["height"]) == size == (facts.width, facts.height)
    assert picture["color_transfer"] == picture["color_space"] == "bt709"
    assert picture.get("color_range", "tv") == "tv"
    assert picture.get("field_order", "progressive") == "progressive"
    assert picture.get("sample_aspect_ratio", "1:1") == "1:1"
    assert not picture.get("side_data_list")
    numerator, _, denominator = picture["avg_frame_rate"].partition("/")
    assert int(numerator) / int(denominator) < 61
    assert plays_everywhere(probe(out, whole=True)) or kind == "heavy"


def test_turned_clips_are_upright(tmp_path: Path) -> None:
    for turn in (90, 180, 270):
        stored = clip(tmp_path / "stored.mp4", size=(270, 480) if turn == 180 else (480, 270))
        expected = np.rot90(frames(stored)[5], -turn // 90).astype(float)
        out, _ = made(clip(tmp_path / f"{turn}.mp4", rotation=turn))
        found = frames(out)[5].astype(float)
        assert found.shape == expected.shape
        assert np.abs(found - expected).mean() < 12, turn


@pytest.mark.parametrize(
    ("audio", "ending", "kept"),
    [("mp3", "mp4", True), ("libopus", "webm", False), ("pcm_s16le", "mov", True)],
)
def test_sound_becomes_aac(
    tmp_path: Path, ffprobe: Callable[[Path], dict[str, Any]], audio: str, ending: str, kept: bool
) -> None:
    codec = "libvpx-vp9" if ending == "webm" else "libx264"
    path = clip(tmp_path / f"a.{ending}", sound="tone", audio_codec=audio, codec=codec)
    out, facts = made(path)
    sound = ffprobe(out)["sound"]
    assert facts.sound
    assert (sound["codec_name"], sound["channels"], sound["sample_rate"]) == ("aac", 2, "48000")
    assert (packets(out, "video") == packets(path, "video")) is kept
    with av.open(str(out)) as opened:
        heard = np.concatenate([frame.to_ndarray()[0] for frame in opened.decode(audio=0)])
    assert np.abs(heard).max() > 0.05


def test_muted_clips_have_no_sound_at_all(tmp_path: Path, ffprobe: Callable[[Path], dict[str, Any]]) -> None:
    for options in ({"sound": "tone"}, {"sound": "tone", "rotation": 90}):
        out, facts = made(clip(tmp_path / "a.mp4", **options), mute=True)
        assert not facts.sound
        assert [each["codec_type"] for each in ffprobe(out)["streams"]] == ["video"]


def test_a_picture_is_no_clip_and_a_cut_clip_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    Image.new("RGB", (8, 8)).save(path, "PNG")
    with pytest.raises(InputError, match="is a picture"):
        made(path)
    whole = clip(tmp_path / "b.mp4", seconds=3).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match="cut short"):
        made(path)


def test_a_clip_that_is_packed_anew_has_the_same_bytes_twice(tmp_path: Path) -> None:
    path = clip(tmp_path / "a.mp4", sound="tone")
    first = made(path)[0].read_bytes()
    assert made(path)[0].read_bytes() == first


# --- what it says --------------------------------------------------------------------------------


def test_nothing_of_the_original_survives(tmp_path: Path, exiftool: Callable[..., Any]) -> None:
    plain, path = clip(tmp_path / "plain.mov", sound="tone"), tmp_path / "a.mov"
    words = tmp_path / "words.srt"
    words.write_text("1\n00:00:00,000 --> 00:00:01,000\nSECRETWORDS\n")
    chapters = tmp_path / "chapters.txt"
    chapters.write_text(";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=500\ntitle=SECRETCHAPTER\n")
    said = ("title=SECRETTITLE", "location=+52.5200+013.4050/", "com.apple.quicktime.make=SECRETMAKE")
    tags = [part for word in said for part in ("-metadata", word)]
    handler = ["-metadata:s:v", "handler_name=SECRETHANDLER", "-timecode", "01:02:03:04"]
    read = ["-i", plain, "-i", words, "-i", chapters, "-map", "0", "-map", "1", "-map_metadata", "2"]
    ffmpeg(*read, "-c", "copy", "-c:s", "mov_text", *tags, *handler, "-movflags", "use_metadata_tags", path)
    assert b"SECRETHANDLER" in path.read_bytes() and b"+52.52" in path.read_bytes()
    out, _ = made(path, tags={"artist": "Mira", "comment": "Photo: @mira"})
    data = out.read_bytes()
    assert b"SECRET" not in data and b"+52.52" not in data
    (told,) = exiftool(out)
    assert told["ItemList:Artist"] == "Mira"
    assert told["ItemList:Comment"] == "Photo: @mira"
    assert not [key for key in told if "GPS" in key or "Location" in key or "TimeCode" in key]


def test_the_packet_is_read_back(tmp_path: Path, exiftool: Callable[..., Any]) -> None:
    from test_web_pictures import LABEL

    from ugc.provenance.web import web_label, web_tags

    path = clip(tmp_path / "a.mp4")
    out, _ = made(path, tags=web_tags(LABEL), xmp=web_label(LABEL))
    (told,) = exiftool(out)
    assert told["XMP-photoshop:Credit"] == LABEL.credit
    assert told["XMP-ugc:Posts"] == ["ig:Cabc123"]
    assert told["ItemList:Comment"] == f"{LABEL.credit} {LABEL.source}"
    assert len(frames(out)) == len(frames(path))


# --- poster, preview, captions -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "shape"),
    [
        ({}, 270 / 480),
        ({"rotation": 90}, 270 / 480),
        ({"sar": "4/3"}, 360 / 480),
        ({"sar": "3/4"}, 270 / 640),
    ],
)
def test_the_poster_has_the_clip_s_shape(tmp_path: Path, options: dict[str, Any], shape: float) -> None:
    path = clip(tmp_path / "a.mp4", **options)
    poster = opened_for(path, [Cut()], clip=True, max_pixels=ALL)
    _, facts = made(path)
    largest = max(web_files(poster, Cut()), key=lambda file: file.width)
    with Image.open(BytesIO(largest.data)) as image:
        assert abs(image.width / image.height - shape) < 0.01
    assert abs(facts.width / facts.height - shape) < 0.02


def test_the_preview_is_small_silent_and_short(
    tmp_path: Path, ffprobe: Callable[[Path], dict[str, Any]]
) -> None:
    long, short = tmp_path / "long.mp4", tmp_path / "short.mp4"
    noise = "nullsrc=s=720x1280:r=30:d={},geq=random(1)*255:128:128"
    ffmpeg("-f", "lavfi", "-i", noise.format(7), "-f", "lavfi", "-i", "sine=d=7", "-pix_fmt", "yuv420p",
           "-preset", "ultrafast", "-crf", "40", long)  # fmt: skip
    clip(short, seconds=2.0, sound="tone")
    for path, seconds in ((long, 4.0), (short, 2.0)):
        out = tmp_path / "preview.mp4"
        make_preview(path, out)
        told = ffprobe(out)
        assert len(told["streams"]) == 1
        assert told["picture"]["codec_name"] == "h264"
        assert told["picture"]["width"] <= 320
        assert abs(told["picture"]["width"] / told["picture"]["height"] - 9 / 16) < 0.01
        assert abs(float(told["format"]["duration"]) - seconds) < 0.15
        assert out.stat().st_size < 250_000


@pytest.mark.parametrize(
    ("still", "moving", "begins"),
    [
        (6.0, 6.0, (5.0, 7.5)),  # what moves comes late
        (0.0, 12.0, (0.8, 1.5)),  # it moves all along: a tenth
    ],
)
def test_the_preview_shows_what_moves(
    tmp_path: Path, still: float, moving: float, begins: tuple[float, float]
) -> None:
    parts = []
    if still:
        ffmpeg("-f", "lavfi", "-i", f"testsrc2=s=270x480:r=1:d={still}", "-vf", "trim=end_frame=1,loop=-1:1,fps=30",
               "-t", str(still), "-pix_fmt", "yuv420p", tmp_path / "0.mp4")  # fmt: skip
        parts.append("0.mp4")
    ffmpeg(
        "-f", "lavfi", "-i", f"testsrc2=s=270x480:r=30:d={moving}", "-pix_fmt", "yuv420p", tmp_path / "1.mp4"
    )
    parts.append("1.mp4")
    (tmp_path / "list").write_text("".join(f"file {part}\n" for part in parts))
    ffmpeg("-f", "concat", "-i", tmp_path / "list", "-c", "copy", tmp_path / "a.mp4")
    assert begins[0] <= lively(tmp_path / "a.mp4") <= begins[1]


def test_captions_are_text_and_never_markup(tmp_path: Path) -> None:
    hostile = Captions(
        cues=(
            Cue(start=3.0, end=2.0, text="<script>alert(1)</script> & <c.red>red</c>"),
            Cue(start=0.5, end=1.25, text="one\n\n00:00:09.000 --> 00:00:10.000\nforged"),
            Cue(start=3723.5, end=3725.0, text="late"),
            Cue(start=-1.0, end=0.4, text="NOTE\x00 early"),
            Cue(start=5.0, end=6.0, text=" \n "),
        ),
        source="a file",
    )
    path = tmp_path / "a.vtt"
    path.write_bytes(web_captions(hostile))
    with av.open(str(path), format="webvtt") as opened:
        read = [
            (float(packet.pts * packet.time_base), float(packet.duration * packet.time_base), bytes(packet))
            for packet in opened.demux(opened.streams.subtitles[0])
            if packet.size
        ]
    assert read == [
        (0.0, 0.4, b"NOTE early"),
        (0.5, 0.75, b"one\n00:00:09.000 --&gt; 00:00:10.000\nforged"),
        (3.0, pytest.approx(0.1), b"&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;c.red&gt;red&lt;/c&gt;"),
        (3723.5, 1.5, b"late"),
    ]
    assert path.read_bytes().count(b"-->") == 4
