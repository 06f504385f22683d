"""Text read in pictures and clips: what stands there, where, and when. Needs the extra `ocr`."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import clips
import numpy as np
import pytest
from clips import clip, lit
from PIL import Image, ImageDraw, ImageFont

from ugc.media.measure import measure
from ugc.media.probe import probe
from ugc.media.read_text import Reader, merged, reader, why_not
from ugc.model.formats import Box
from ugc.model.probes import Probe, SeenText
from ugc.resources import ASSETS

BOLD = ASSETS / "fonts" / "inter" / "Inter-Bold.otf"
WORDS = [
    ("MORNING LIGHT", 0.1, 64),
    ("@ana.skin", 0.5, 44),
    ("TikTok", 0.85, 36),
    ("Made with CapCut", 0.92, 28),
]


@pytest.fixture(scope="module")
def reading() -> Iterator[Reader]:
    """A reader, shut off from the network."""
    found = reader()
    if found is None:
        pytest.skip("the extra ocr is not installed")
    assert found is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", lambda *_: pytest.fail("the reader goes to the network"))
        yield found


def poster(path: Path, *, size: tuple[int, int] = (1080, 1920), turn: int = 1, words: Any = WORDS) -> Path:
    """A picture with lines of text, each from a twentieth of the width on; `turn` is the EXIF orientation."""
    image = lit(size, low=40, high=110)
    draw = ImageDraw.Draw(image)
    for text, top, points in words:
        draw.text((size[0] * 0.05, size[1] * top), text, font=ImageFont.truetype(BOLD, points), fill="white")
    exif = Image.Exif()
    exif[0x0112] = turn
    stored = image.transpose(Image.Transpose.ROTATE_90) if turn == 6 else image
    stored.save(path, exif=exif)
    return path


def bare(texts: tuple[SeenText, ...]) -> list[str]:
    return ["".join(text.text.split()) for text in texts]


@pytest.mark.parametrize("turn", [1, 6])
def test_text_of_a_picture(tmp_path: Path, reading: Reader, turn: int) -> None:
    found = measure(poster(tmp_path / "x.jpg", turn=turn), reader=reading)
    assert found.reading is not None
    assert bare(found.reading.texts) == ["".join(text.split()) for text, _, _ in WORDS]
    assert found.reading.by.startswith("rapidocr-onnxruntime 1.")
    assert not any("Text" in sentence for sentence in found.unmeasured)
    for seen, (text, top, points) in zip(found.reading.texts, WORDS, strict=True):
        drawn = ImageFont.truetype(BOLD, points).getbbox(text)
        box = (0.05 + drawn[0] / 1080, top + drawn[1] / 1920, 0.05 + drawn[2] / 1080, top + drawn[3] / 1920)
        assert (seen.box.x0, seen.box.y0, seen.box.x1, seen.box.y1) == pytest.approx(box, abs=0.02)
        assert 0.6 < seen.score <= 1
        assert seen.at is None


@pytest.mark.parametrize("size", [(540, 960), (2160, 3840), (1200, 628), (4000, 3000)])
def test_text_at_other_sizes(tmp_path: Path, reading: Reader, size: tuple[int, int]) -> None:
    words = [("SUNDAY GLOW", 0.3, size[0] // 12), ("@ana.skin", 0.6, size[0] // 20)]
    path = poster(tmp_path / "x.png", size=size, words=words)
    assert bare(reading.read(path, probe(path)).texts) == ["SUNDAYGLOW", "@ana.skin"]


def test_a_picture_without_text(tmp_path: Path, reading: Reader) -> None:
    path = clips.still(tmp_path / "x.jpg", size=(1080, 1350))
    assert reading.read(path, probe(path)).texts == ()
    tiny = clips.still(tmp_path / "y.png", size=(1, 1))
    assert reading.read(tiny, probe(tiny)).texts == ()


def worded_clip(path: Path, tmp_path: Path, *, seconds: float, rotation: int = 0) -> Path:
    """A clip with a mark in its corner all through, and a headline in its second half."""
    for name, words in (("mark", WORDS[2:3]), ("head", WORDS[:1])):
        size = (540, 960)
        layer = Image.new("RGBA", size)
        for text, top, points in words:
            font = ImageFont.truetype(BOLD, points)
            ImageDraw.Draw(layer).text((30, size[1] * top), text, font=font, fill="white")
        layer.save(tmp_path / f"{name}.png")
    source = [
        "-f",
        "lavfi",
        "-i",
        f"gradients=size=540x960:rate=10:duration={seconds}:c0=0x303840:c1=0x604030",
    ]
    layers = ["-i", tmp_path / "mark.png", "-i", tmp_path / "head.png"]
    laid = f"[0][1]overlay[a];[a][2]overlay=enable='gte(t,{seconds / 2})'"
    laid += ",transpose=2" if rotation == 90 else ""
    plain = path.with_name(f"plain.{path.name}")
    clips.ffmpeg(*source, *layers, "-filter_complex", laid, "-c:v", "libx264", "-pix_fmt", "yuv420p", plain)
    clips.ffmpeg("-display_rotation", str(-rotation), "-i", plain, "-c", "copy", path)
    return path


@pytest.mark.parametrize("rotation", [0, 90])
def test_text_of_a_clip_is_told_once_with_its_first_time(
    tmp_path: Path, reading: Reader, rotation: int
) -> None:
    path = worded_clip(tmp_path / "x.mp4", tmp_path, seconds=4, rotation=rotation)
    found = measure(path, reader=reading)
    assert found.reading is not None
    seen = {"".join(text.text.split()): text for text in found.reading.texts}
    assert sorted(seen) == ["MORNINGLIGHT", "TikTok"]
    assert seen["TikTok"].at == 0
    assert seen["MORNINGLIGHT"].at == pytest.approx(2, abs=0.6)
    assert seen["TikTok"].box.y0 == pytest.approx(0.86, abs=0.02)
    assert seen["TikTok"].box.x0 == pytest.approx(0.055, abs=0.02)
    assert reading.read(path, probe(path)) == found.reading


@pytest.mark.parametrize(
    ("seconds", "rate"), [(None, 1.0), (0.5, 1.0), (8.0, 1.0), (30.0, 11 / 30), (3600.0, 11 / 3600)]
)
def test_a_clip_is_read_at_most_twelve_times(reading: Reader, seconds: float | None, rate: float) -> None:
    of = Probe(kind="video", type="mp4", size=1, width=1080, height=1920, duration=seconds)
    assert reading.sampling(of).rate == pytest.approx(rate)


def test_long_clips_are_read_at_most_twelve_times(
    tmp_path: Path, reading: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames: list[Any] = []
    path = clip(tmp_path / "x.mp4", size=(64, 64), fps="5", seconds=30)
    monkeypatch.setattr(Reader, "_recognised", lambda _, pixels: frames.append(pixels) or [])
    reading.read(path, probe(path))
    assert 11 <= len(frames) <= 12


def test_threads_may_share_a_reader(tmp_path: Path, reading: Reader) -> None:
    paths = [
        poster(tmp_path / f"{n}.jpg", size=(540, 960), words=[(f"NUMBER {n}{n}", 0.4, 60)])
        for n in range(1, 5)
    ]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda path: reading.read(path, probe(path)).texts, paths))
    assert [bare(texts) for texts in found] == [[f"NUMBER{n}{n}"] for n in range(1, 5)]


def test_reading_says_nothing_to_the_terminal(
    tmp_path: Path, reading: Reader, capfd: pytest.CaptureFixture[str]
) -> None:
    Reader().read(path := poster(tmp_path / "x.jpg"), probe(path))
    assert capfd.readouterr() == ("", "")


def test_the_engine_is_given_blue_green_red(reading: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Any] = []
    monkeypatch.setattr(Reader, "_recognised", lambda _, pixels: given.append(pixels) or [])
    reading.read_picture(np.full((4, 4, 3), (200, 100, 50), np.uint8))
    assert given[0][0, 0].tolist() == [50, 100, 200]


def text(words: str, x: float, *, score: float = 0.9, at: float | None = 0.0) -> SeenText:
    return SeenText(text=words, box=Box(x0=x, y0=0.1, x1=x + 0.2, y1=0.15), score=score, at=at)


def test_equal_texts_in_one_place_are_merged() -> None:
    """The best reading stays, with the time of the first; other places and other words stay apart."""
    many = [
        text("Tik Tok", 0.1, score=0.7, at=0),
        text("TikTok", 0.11, score=0.95, at=1),
        text("tiktok", 0.1, score=0.8, at=2),
        text("TikTok", 0.6, at=3),
        text("50 % off", 0.1, at=3),
        text("60 % off", 0.1, at=4),
    ]
    assert merged(many) == (text("TikTok", 0.11, score=0.95, at=0), *many[3:])
    assert merged(()) == ()


def test_without_the_extra_there_is_no_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ugc.media.read_text.find_spec", lambda _: None)
    assert reader() is None
    assert "pip install 'ugc-toolkit[ocr]'" in why_not()


def test_single_letters_are_not_told(reading: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    corners = [[1, 1], [9, 1], [9, 9], [1, 9]]
    pieces = [[corners, "n", 0.99], [corners, " ", 0.99], [corners, "no\nyes", 0.61], [corners, "maybe", 0.6]]
    monkeypatch.setattr(Reader, "_recognised", lambda *_: pieces)
    found = reading.read_picture(np.zeros((10, 10, 3), np.uint8)).texts
    assert [each.text for each in found] == ["no yes"]
