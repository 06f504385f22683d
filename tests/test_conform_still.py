"""Copies of pictures: each fault is made, mended, and judged by ExifTool and by arithmetic."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import photo
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from ugc.errors import InputError, PlacementError, UgcError, UsageError
from ugc.media.conform import conform_still
from ugc.model.conforming import StillPlan

XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Credit="\u00a9 Ána / @ana"/></rdf:RDF></x:xmpmeta>'
    + " " * 400
    + '<?xpacket end="w"?>'
).encode()
"""A packet with room to grow, as editors write it; copied byte for byte, the room too."""
IPTC = b"\x1c\x02\x00\x00\x02\x00\x04" + b"\x1c\x02\x74\x00\x03Ana" + b"\x1c\x02\x50\x00\x04@ana"
READER = Callable[..., list[dict[str, Any]]]


def opened(out: Path) -> Image.Image:
    with Image.open(out) as image:
        image.load()
        return image


def conform(source: Path, plan: StillPlan | None = None, *, ending: str = "jpg") -> Path:
    before, out = source.read_bytes(), source.with_name(f"copy.{ending}")
    conform_still(source, plan or StillPlan(), out)
    assert source.read_bytes() == before
    return out


def save(folder: Path, image: Image.Image, name: str = "a.jpg", **more: Any) -> Path:
    image.save(folder / name, **({"quality": 95} | more if name.endswith("jpg") else more))
    return folder / name


def colours() -> Image.Image:
    """Six colours side by side, 40 pixels each."""
    told = [(200, 60, 50), (60, 150, 70), (50, 70, 170), (220, 175, 140), (235, 235, 235), (30, 30, 30)]
    return Image.fromarray(np.repeat(np.array([told], np.uint8), 40, 1).repeat(80, 0))


def middles(out: Path) -> np.ndarray:
    pixels = np.asarray(opened(out).convert("RGB"), np.float64)
    return np.stack([pixels[20:60, 40 * n + 12 : 40 * n + 28].mean((0, 1)) for n in range(6)])


# --- colour -------------------------------------------------------------------------------------------


def test_plain_copies_keep_their_colours(tmp_path: Path, exiftool: READER) -> None:
    out = conform(save(tmp_path, colours()))
    assert np.abs(middles(out) - middles(tmp_path / "a.jpg")).max() < 2
    told = exiftool(out)[0]
    assert told["File:FileType"] == "JPEG"
    assert told["ICC_Profile:ProfileDescription"] == "sRGB"
    assert told["File:ColorComponents"] == 3
    assert told["File:BitsPerSample"] == 8


def test_cmyk(tmp_path: Path, exiftool: READER) -> None:
    out = conform(save(tmp_path, colours().convert("CMYK")))
    assert exiftool(out)[0]["File:ColorComponents"] == 3
    assert np.abs(middles(out) - np.asarray(colours(), np.float64)[40, 20::40]).max() < 6


def test_p3_looks_the_same(tmp_path: Path, exiftool: READER) -> None:
    """Numbers of Display P3 become those of sRGB for the same light, by the matrices of both."""
    source = save(tmp_path, colours(), icc_profile=display_p3())
    out = conform(source)
    assert exiftool(out)[0]["ICC_Profile:ProfileDescription"] == "sRGB"
    wanted = p3_to_srgb(np.asarray(colours(), np.float64)[40, 20::40])
    assert np.abs(middles(out) - wanted).max() < 3
    assert np.abs(middles(source) - wanted).max() > 10, "otherwise nothing was shown"


def display_p3() -> bytes:
    """An ICC profile like sRGB's, with the primaries of P3 (columns adapted to D50, as Apple publishes them)."""
    from ugc.media import encode

    data = bytearray(encode.srgb_profile())
    columns = {
        b"rXYZ": (0.51512, 0.2412, -0.00105),
        b"gXYZ": (0.29198, 0.69225, 0.04189),
        b"bXYZ": (0.1571, 0.06657, 0.78407),
    }
    for name, column in columns.items():
        at = data.index(name) + 4
        place = int.from_bytes(data[at : at + 4]) + 8
        data[place : place + 12] = b"".join(round(value * 65536).to_bytes(4, signed=True) for value in column)
    return bytes(data)


def p3_to_srgb(rgb: np.ndarray) -> np.ndarray:
    """By the formulas of CSS Color 4: linear light, one matrix, the curve again."""
    matrix = np.array([(1.2249, -0.2247, 0), (-0.0420, 1.0419, 0), (-0.0197, -0.0786, 1.0979)])
    coded = rgb / 255
    light = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4) @ matrix.T
    light = light.clip(0, 1)
    return 255 * np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


def test_sixteen_bits(tmp_path: Path, exiftool: READER) -> None:
    ramp = np.linspace(0, 65535, 240).astype("<u2")[None].repeat(80, 0)
    Image.fromarray(ramp).save(tmp_path / "a.png")
    assert exiftool(tmp_path / "a.png")[0]["PNG:BitDepth"] == 16
    out = conform(tmp_path / "a.png", StillPlan(type="png"), ending="png")
    told = exiftool(out)[0]
    assert (told["PNG:BitDepth"], told["PNG:ColorType"]) == (8, "RGB")
    assert np.abs(np.asarray(opened(out))[40, :, 0] - np.linspace(0, 255, 240)).max() <= 1


def test_transparency_shows_the_matte(tmp_path: Path) -> None:
    image = colours().convert("RGBA")
    image.putalpha(Image.fromarray(np.tile(np.where(np.arange(240) < 120, 0, 255).astype(np.uint8), (80, 1))))
    source = save(tmp_path, image, "a.png")
    out = conform(source, StillPlan(type="png", matte=(10, 200, 30)), ending="png")
    assert opened(out).mode == "RGB"
    assert (middles(out)[:3] == (10, 200, 30)).all()
    assert (middles(out)[3:] == np.asarray(colours())[40, 140::40]).all()


def test_an_animation_is_its_first_frame(tmp_path: Path, exiftool: READER) -> None:
    frames = [Image.new("RGB", (120, 80), colour) for colour in ("red", "green", "blue")]
    source = save(tmp_path, frames[0], "a.webp", save_all=True, append_images=frames[1:], lossless=True)
    assert opened(source).n_frames == 3
    out = conform(source)
    assert exiftool(out)[0]["File:FileType"] == "JPEG"
    assert np.abs(np.asarray(opened(out))[40, 60] - (255, 0, 0)).max() < 4


# --- size, bytes, and how it stands ------------------------------------------------------------------


def test_too_many_bytes(tmp_path: Path) -> None:
    """The limit counts the words that go along too."""
    noise = np.random.default_rng(1).integers(0, 255, (600, 600, 3)).astype(np.uint8)
    source = with_iptc(
        save(tmp_path, Image.fromarray(noise), xmp=XMP, exif=rights()),
        more=b"\x1c\x02\x78\x75\x30" + b"!" * 30_000,
    )
    limit = 300_000
    assert source.stat().st_size > limit
    out = conform(source, StillPlan(max_bytes=limit))
    assert limit * 0.92 < out.stat().st_size <= limit
    with pytest.raises(PlacementError, match="60"):
        conform(source, StillPlan(max_bytes=50_000))


def test_smaller(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(photo((1600, 2000)))
    out = conform(tmp_path / "a.jpg", StillPlan(size=(400, 500)))
    wanted = opened(tmp_path / "a.jpg").resize((400, 500), Image.Resampling.LANCZOS)
    made = opened(out)
    assert made.size == (400, 500)
    assert np.abs(np.asarray(made, np.float64) - np.asarray(wanted)).mean() < 2


@pytest.mark.parametrize(("size", "why"), [((800, 1000), "enlarged"), ((400, 400), "another shape")])
def test_never_enlarged_or_distorted(tmp_path: Path, size: tuple[int, int], why: str) -> None:
    (tmp_path / "a.jpg").write_bytes(photo((600, 750)))
    with pytest.raises(UgcError, match=why):
        conform(tmp_path / "a.jpg", StillPlan(size=size))
    assert not (tmp_path / "copy.jpg").exists()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_stands_upright_by_itself(tmp_path: Path, orientation: int, exiftool: READER) -> None:
    """Where a viewer that heeds the flag sees the mark, one that does not sees it too, for there is none."""
    image = Image.new("RGB", (120, 80), (90, 90, 90))
    image.paste((250, 20, 20), (0, 0, 30, 30))
    exif = Image.Exif()
    exif[0x0112] = orientation
    source = save(tmp_path, image, exif=exif)
    out = conform(source)
    seen = {1: "tl", 2: "tr", 3: "br", 4: "bl", 5: "tl", 6: "tr", 7: "br", 8: "bl"}[orientation]
    pixels = np.asarray(opened(out), np.float64)
    row, column = (10 if seen[0] == "t" else -10), (10 if seen[1] == "l" else -10)
    assert np.abs(pixels[row, column] - (250, 20, 20)).max() < 12
    assert opened(out).size == ((120, 80) if orientation < 5 else (80, 120))
    assert not [key for key in exiftool(out)[0] if "Orientation" in key]


# --- the permission travels with the picture ---------------------------------------------------------


def rights() -> Image.Exif:
    exif = Image.Exif()
    exif[315], exif[33432] = "Ana", "(c) Ana 2026"
    exif[0x0112], exif[272] = 6, "Phone 15"
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 0.0), 3: "E", 4: (2.0, 21.0, 0.0)})
    return exif


def with_iptc(source: Path, more: bytes = b"") -> Path:
    """Photoshop's block behind the first marker: IPTC, and a thumbnail that shows more than the picture."""
    block = b"Photoshop 3.0\0"
    for code, data in ((0x0404, IPTC + more), (0x040C, b"thumbnail of what was cropped away")):
        block += b"8BIM" + code.to_bytes(2) + b"\0\0" + len(data).to_bytes(4) + data + b"\0" * (len(data) % 2)
    data = source.read_bytes()
    source.write_bytes(data[:2] + b"\xff\xed" + (len(block) + 2).to_bytes(2) + block + data[2:])
    return source


def test_words_go_along_and_places_do_not(tmp_path: Path, exiftool: READER) -> None:
    source = with_iptc(save(tmp_path, colours(), exif=rights(), xmp=XMP))
    before = exiftool(source)[0]
    assert before["GPS:GPSLatitude"]
    assert before["IPTC:By-line"] == "@ana"
    out = conform(source)
    told = exiftool(out)[0]
    assert XMP in out.read_bytes()
    assert told["XMP-photoshop:Credit"] == "© Ána / @ana"
    assert (told["IFD0:Artist"], told["IFD0:Copyright"]) == ("Ana", "(c) Ana 2026")
    assert (told["IPTC:CopyrightNotice"], told["IPTC:By-line"]) == ("Ana", "@ana")
    assert not [key for key in told if key.startswith("GPS") or key in ("IFD0:Model", "IFD0:Orientation")]
    assert b"thumbnail" not in out.read_bytes()
    assert "ExifTool:Warning" not in told


def test_into_a_png(tmp_path: Path, exiftool: READER) -> None:
    source = with_iptc(save(tmp_path, colours(), exif=rights(), xmp=XMP))
    said = conform_still(source, StillPlan(type="png"), tmp_path / "copy.png")
    told = exiftool(tmp_path / "copy.png")[0]
    assert told["XMP-photoshop:Credit"] == "© Ána / @ana"
    assert told["IFD0:Artist"] == "Ana"
    assert any("IPTC" in sentence for sentence in said)
    assert "ExifTool:Warning" not in told
    assert opened(tmp_path / "copy.png").size == (80, 240)


def test_words_from_every_type(tmp_path: Path, exiftool: READER) -> None:
    """XMP behind the pixels of a PNG, in a WebP, an AVIF and a TIFF."""
    late = PngInfo()
    late.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)
    buffer = BytesIO()
    colours().save(buffer, "PNG", pnginfo=late)
    data = buffer.getvalue()
    start = data.index(b"iTXt") - 4
    stop = start + 12 + int.from_bytes(data[start : start + 4])
    behind = data[:start] + data[stop:-12] + data[start:stop] + data[-12:]
    (tmp_path / "a.png").write_bytes(behind)
    assert behind.index(b"IDAT") < behind.index(b"iTXt")
    sources = [
        tmp_path / "a.png",
        save(tmp_path, colours(), "a.webp", xmp=XMP),
        save(tmp_path, colours(), "a.avif", xmp=XMP),
        save(tmp_path, colours(), "a.tiff", tiffinfo={700: XMP, 33723: IPTC}),
    ]
    for source in sources:
        out = conform(source)
        assert XMP in out.read_bytes(), source.name
    assert exiftool(out)[0]["IPTC:By-line"] == "@ana"


@pytest.mark.parametrize(("type_", "packet"), [("jpg", XMP + b" " * 66_000), ("png", b"\xff\xfe" + XMP)])
def test_what_cannot_be_held_is_said(tmp_path: Path, type_: Any, packet: bytes) -> None:
    source = save(tmp_path, colours(), "a.webp", xmp=packet)
    said = conform_still(source, StillPlan(type=type_), tmp_path / f"copy.{type_}")
    assert len(said) == 1
    assert "XMP packet" in said[0]


def test_content_credentials_are_not_passed_on(tmp_path: Path) -> None:
    source = save(tmp_path, colours())
    data = source.read_bytes()
    box = b"JP\0\1\0\0\0\1" + b"\0\0\0\x20jumb\0\0\0\x18jumdc2pa" + bytes(16)
    source.write_bytes(data[:2] + b"\xff\xeb" + (len(box) + 2).to_bytes(2) + box + data[2:])
    said = conform_still(source, StillPlan(), tmp_path / "copy.jpg")
    assert "content credentials" in said[0]
    assert b"c2pa" not in (tmp_path / "copy.jpg").read_bytes()


# --- what goes wrong ----------------------------------------------------------------------------------


def test_the_original_is_never_the_copy(tmp_path: Path) -> None:
    source = save(tmp_path, colours())
    (link := tmp_path / "b.jpg").hardlink_to(source)
    before = source.read_bytes()
    for out in (source, link, tmp_path / ".." / tmp_path.name / "a.jpg"):
        with pytest.raises(UsageError, match="never changed"):
            conform_still(source, StillPlan(), out)
    assert source.read_bytes() == before


def test_damage_leaves_nothing_behind(tmp_path: Path) -> None:
    source = tmp_path / "a.jpg"
    source.write_bytes(photo((600, 750))[:4000])
    with pytest.raises(InputError):
        conform(source)
    assert [each.name for each in tmp_path.iterdir()] == ["a.jpg"]


def test_the_same_bytes_every_time(tmp_path: Path) -> None:
    source = with_iptc(save(tmp_path, colours(), exif=rights(), xmp=XMP))
    assert conform(source).read_bytes() == conform(source).read_bytes()


@pytest.mark.parametrize(
    "hostile", [b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0\xff\xff\xff\xff", b"Photoshop 3.0\0" + b"8BIM" * 9]
)
def test_broken_blocks_do_no_harm(tmp_path: Path, hostile: bytes) -> None:
    source = save(tmp_path, colours())
    data = source.read_bytes()
    source.write_bytes(data[:2] + b"\xff\xed" + (len(hostile) + 2).to_bytes(2) + hostile + data[2:])
    assert np.abs(middles(conform(source)) - middles(source)).max() < 2


def test_profiles_are_as_the_test_says() -> None:
    """The profile made here is one that others understand, too."""
    assert ImageCms.ImageCmsProfile(BytesIO(display_p3())).profile.xcolor_space == "RGB "
