"""What files are, by content: our own samples of every type, hostile ones, and real ones."""

import csv
import os
import re
import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ugc.errors import InputError
from ugc.media.probe import probe

SHARED = Path(__file__).resolve().parents[2] / "shared"


def noise(width: int, height: int) -> Image.Image:
    return Image.fromarray(np.random.RandomState(1).randint(0, 255, (height, width, 3)).astype(np.uint8))


def saved(folder: Path, name: str, image: Image.Image, kind: str, **options: object) -> Path:
    path = folder / name
    image.save(path, kind, **options)
    return path


@pytest.mark.parametrize(
    ("kind", "type_", "options"),
    [
        ("JPEG", "jpg", {}),
        ("PNG", "png", {}),
        ("WEBP", "webp", {"lossless": True}),
        ("AVIF", "avif", {}),
        ("GIF", "gif", {}),
        ("TIFF", "tiff", {"compression": "tiff_lzw"}),
        ("MPO", "jpg", {"save_all": True, "append_images": [noise(40, 30)]}),  # a phone's multi-picture JPEG
    ],
)
def test_pictures_are_told_by_content(
    tmp_path: Path, kind: str, type_: str, options: dict[str, object]
) -> None:
    path = saved(tmp_path, "lying.mp4", noise(40, 30), kind, **options)
    found = probe(path, whole=True)
    assert (found.kind, found.type, found.width, found.height) == ("image", type_, 40, 30)
    assert (found.size, found.frames, found.alpha, found.duration) == (path.stat().st_size, 1, False, None)


def test_heic(tmp_path: Path) -> None:
    heif = pytest.importorskip("pillow_heif", reason="the extra heic is not installed")
    heif.register_heif_opener()
    found = probe(saved(tmp_path, "x.jpg", noise(64, 48), "HEIF"), whole=True)
    assert (found.type, found.width, found.height) == ("heic", 64, 48)


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_width_and_height_are_upright(tmp_path: Path, kind: str, turn: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    found = probe(saved(tmp_path, "x", noise(40, 30), kind, exif=exif))
    assert (found.width, found.height) == ((40, 30) if turn < 5 else (30, 40))


def test_transparency_and_animation(tmp_path: Path) -> None:
    frames = [Image.new("RGBA", (20, 10), (value, 0, 0, 255)) for value in (0, 90, 180)]
    for frame in frames:
        frame.paste((0, 0, 0, 0), (0, 0, 5, 5))
    for kind in ("WEBP", "GIF"):
        path = saved(tmp_path, "x", frames[0], kind, save_all=True, append_images=frames[1:])
        found = probe(path)
        assert (found.kind, found.frames, found.alpha) == ("image", 3, True)


def test_damaged_metadata_is_no_reason_to_refuse(tmp_path: Path) -> None:
    for exif in (b"Exif\0\0garbage", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff"):
        found = probe(saved(tmp_path, "x.jpg", noise(40, 30), "JPEG", exif=exif), whole=True)
        assert found.orientation == 1
    broken = saved(tmp_path, "y.jpg", noise(40, 30), "JPEG", icc_profile=b"not a profile")
    assert probe(broken).profile == "unreadable"


# --- hostile -------------------------------------------------------------------------------------


def png_claiming(width: int, height: int, rows: int) -> bytes:
    """A black and white PNG that claims a size and holds so many rows."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    data = zlib.compress(b"\0" * ((width + 7) // 8 + 1) * rows, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def webp_claiming(width: int, height: int) -> bytes:
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + size + b"ANIM" + struct.pack("<IIH", 6, 0, 0)
    return b"RIFF" + struct.pack("<I", len(body)) + body


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty (0 bytes)"),
        (b"this is not a jpeg\n", "looks like text"),
        (b"<html><script>alert(1)</script></html>", "looks like a web page"),
        (b"\xef\xbb\xbf <!DOCTYPE html><p>gone", "looks like a web page"),
        (b"<svg xmlns='x' onload='alert(1)'/>", "looks like an SVG drawing"),
        (b"<?xml version='1.0'?><!DOCTYPE s><svg/>", "looks like an SVG drawing"),
        (b'{"error": "gone", "icon": "<svg/>"}', "looks like JSON"),
        (b"PK\x03\x04" + b"\0" * 60, "looks like a ZIP archive"),
        (b"8BPS\0\1" + b"\0" * 60, "looks like a Photoshop file"),  # Pillow would open it when left to guess
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "looks like PostScript"),  # and this would start Ghostscript
        (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "looks like text"),  # and this would open other files
        (b"ffconcat version 1.0\nfile /etc/passwd\n", "looks like text"),
        (b"\0" * 100, "looks like something else"),
        (b"\xff\xd8\xff\xe0", "could not be decoded"),
        (b"\x89PNG\r\n\x1a\n", "could not be decoded"),
        (b"GIF89a", "could not be decoded"),
        (b"II*\0\x08\0\0\0", "could not be decoded"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "could not be decoded"),
        (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1", "could not be decoded"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "could not be decoded"),
        (b"\x1aE\xdf\xa3\x01\0\0\0", "could not be decoded"),
        (png_claiming(30000, 30000, 10), "claims to be 30000x30000 pixels (900 megapixels)"),
        (png_claiming(65535, 65535, 100), "4,295 megapixels"),
        (png_claiming(100_000, 2, 2), "65535 pixels a side"),
        (webp_claiming(16383, 16383), "could not be decoded"),
    ],
)
def test_what_is_refused_and_why(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(data)
    with pytest.raises(InputError, match=re.escape(says)) as refused:
        probe(path)
    assert "photo.jpg" in refused.value.message
    assert refused.value.hint or "pixels" in says


def test_the_limit_is_a_setting(tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(png_claiming(100, 100, 100))
    assert probe(path, max_pixels=10_000).width == 100
    with pytest.raises(InputError, match="megapixels"):
        probe(path, max_pixels=9_999)


def test_large_pictures_under_the_limit_raise_no_warning(tmp_path: Path) -> None:
    """Pillow warns from 89 megapixels; ours is one limit, and an error."""
    path = tmp_path / "x.png"
    path.write_bytes(png_claiming(12_000, 12_000, 1))
    assert probe(path).width == 12_000


def test_pipes_folders_and_missing_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "dangling.jpg").symlink_to("nowhere.jpg")
    for name, says in (
        ("pipe.jpg", "not a regular"),
        (".", "not a regular"),
        ("dangling.jpg", "No such file"),
    ):
        with pytest.raises(InputError, match=says):
            probe(tmp_path / name)


def test_names_are_spoken_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a\nb\u0007.jpg"
    path.write_bytes(b"no")
    with pytest.raises(InputError) as refused:
        probe(path)
    assert "a b.jpg" in refused.value.message


@pytest.mark.parametrize(
    ("kind", "options", "header_passes"),
    [
        ("JPEG", {"quality": 90}, True),
        ("JPEG", {"quality": 90, "progressive": True}, True),
        ("PNG", {}, True),
        ("TIFF", {"compression": "tiff_lzw"}, True),
        ("WEBP", {"lossless": True}, None),  # some decoders want the whole file for the header
        ("AVIF", {}, None),
        ("GIF", {}, None),
    ],
)
@pytest.mark.parametrize("kept", [0.5, 0.9])
def test_a_file_cut_short(
    tmp_path: Path, kind: str, options: dict[str, object], header_passes: bool | None, kept: float
) -> None:
    path = saved(tmp_path, "x", noise(300, 200), kind, **options)
    data = path.read_bytes()
    if kind == "TIFF":  # its directory stands at the end; a smaller strip leaves it readable
        path = saved(tmp_path, "x", noise(300, 200), kind)
        data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)])
    if header_passes:
        assert probe(path).width == 300
    with pytest.raises(InputError):
        probe(path, whole=True)


@pytest.mark.skipif(
    not (SHARED / "nasty").is_dir(), reason="the hostile samples are not beside this checkout"
)
def test_the_whole_folder_of_hostile_files(tmp_path: Path) -> None:
    shutil.copy(SHARED / "nasty" / "make_nasty.py", tmp_path)
    command = [sys.executable, "-W", "ignore", str(tmp_path / "make_nasty.py")]
    subprocess.run(command, check=True)
    good, refused = set(), set()
    for path in (tmp_path / "out").iterdir():
        try:
            probe(path, whole=True)
            good.add(path.name)
        except InputError:
            refused.add(path.name)
    pictures = {"png_named.jpg", "exif_4MB.jpg", "jpeg_zip_polyglot.jpg", "-rf.jpg", "a" * 240 + ".jpg"}
    pictures |= {"control\nnewline name.jpg", "quote'\"$(touch PWNED);&.jpg", "\u202egpj.exe.jpg"}
    pictures |= {"cafe\u0301.jpg", "caf\u00e9.jpg"}
    assert good == pictures
    assert {"truncated_half.jpg", "bomb_30000x30000_1bit.png", "pipe.jpg", "svg_named.png"} <= refused


@pytest.mark.skipif(not (SHARED / "media").is_dir(), reason="the real media are not beside this checkout")
def test_real_media_measure_as_listed() -> None:
    """The list was made with another reader; its sizes are stored ones for two pictures that lie on their side."""
    with (SHARED / "media" / "MANIFEST.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 30
    for row in rows:
        if row["file"].endswith(".heic"):
            pytest.importorskip("pillow_heif", reason="the extra heic is not installed")
        found = probe(SHARED / "media" / row["file"], whole=True)
        listed = (int(row["width"]), int(row["height"]))
        if found.orientation > 4:
            listed = (listed[1], listed[0])
        assert (found.width, found.height) == listed, row["file"]
        assert ("icc" in row["notes"].split("mode=")[-1]) <= (found.profile is not None)
        if row["duration"]:
            assert found.duration == pytest.approx(float(row["duration"]), abs=0.05)
