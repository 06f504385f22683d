"""Decoding and colour, against values worked out by hand and conversions made by others."""

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from ugc.errors import InputError
from ugc.media import pixels as decoding
from ugc.media.encode import srgb_profile
from ugc.media.pixels import open_picture
from ugc.media.probe import probe

SHARED = Path(__file__).resolve().parents[2] / "shared"
MEDIA = pytest.mark.skipif(
    not (SHARED / "media").is_dir(), reason="the real media are not beside this checkout"
)


def noise(width: int, height: int, bands: int = 3) -> np.ndarray:
    return np.random.RandomState(5).randint(0, 256, (height, width, bands)).astype(np.uint8)


def decoded(folder: Path, image: Image.Image, kind: str = "PNG", **options: object) -> np.ndarray:
    image.save(folder / "x", kind, **options)
    return open_picture(folder / "x").pixels


# --- upright -------------------------------------------------------------------------------------

LETTERS = {
    "R": (255, 0, 0),
    "G": (0, 255, 0),
    "B": (0, 0, 255),
    "W": (255, 255, 255),
    "K": (0, 0, 0),
    "Y": (255, 255, 0),
}
STORED = ["RGB", "WKY"]
UPRIGHT = {  # EXIF 2.32, tag 274: what the stored rows and columns become
    1: ["RGB", "WKY"],
    2: ["BGR", "YKW"],
    3: ["YKW", "BGR"],
    4: ["WKY", "RGB"],
    5: ["RW", "GK", "BY"],
    6: ["WR", "KG", "YB"],
    7: ["YB", "KG", "WR"],
    8: ["BY", "GK", "RW"],
}


def drawn(rows: list[str]) -> np.ndarray:
    return np.array([[LETTERS[letter] for letter in row] for row in rows], np.uint8)


@pytest.mark.parametrize("turn", UPRIGHT)
@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("strip", [2, 1 << 18], ids=["in strips", "at once"])
def test_pictures_are_turned_upright(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, turn: int, kind: str, strip: int
) -> None:
    monkeypatch.setattr(decoding, "_STRIP", strip)
    exif = Image.Exif()
    exif[0x0112] = turn
    made = decoded(tmp_path, Image.fromarray(drawn(STORED)), kind, exif=exif, lossless=True)
    assert made.tolist() == drawn(UPRIGHT[turn]).tolist()


# --- colour --------------------------------------------------------------------------------------

P3 = {
    b"rXYZ": (0.51512, 0.2412, -0.00105),
    b"gXYZ": (0.29198, 0.69225, 0.04189),
    b"bXYZ": (0.1571, 0.06657, 0.78407),
}
"""Display P3's primaries adapted to D50; its curve is sRGB's."""
SRGB = {
    b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.7141),
}


def profile_of(primaries: dict[bytes, tuple[float, float, float]]) -> bytes:
    data = bytearray(srgb_profile())
    for at in range(132, 132 + 12 * 10, 12):
        name, place, _ = struct.unpack(">4sII", data[at : at + 12])
        if name in primaries:
            data[place + 8 : place + 20] = struct.pack(">3i", *(round(v * 65536) for v in primaries[name]))
    return bytes(data)


def by_hand(colour: tuple[int, int, int]) -> np.ndarray:
    """Display P3 to sRGB: curve off, primaries over, curve on (IEC 61966-2-1)."""
    value = np.array(colour) / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    over = np.linalg.inv(np.array(list(SRGB.values())).T) @ np.array(list(P3.values())).T @ linear
    over = np.clip(over, 0, 1)
    return 255 * np.where(over <= 0.0031308, over * 12.92, 1.055 * over ** (1 / 2.4) - 0.055)


@pytest.mark.parametrize(
    "colour", [(200, 100, 50), (120, 130, 125), (30, 60, 90), (128, 128, 128), (255, 0, 0)]
)
def test_display_p3_is_converted(tmp_path: Path, colour: tuple[int, int, int]) -> None:
    made = decoded(tmp_path, Image.new("RGB", (4, 4), colour), icc_profile=profile_of(P3))
    assert np.abs(made[0, 0] - by_hand(colour)).max() <= 1.5
    if colour == (200, 100, 50):
        assert np.abs(made[0, 0].astype(int) - colour).max() > 8  # or the test could not fail


def test_srgb_under_any_name_is_left_alone(tmp_path: Path) -> None:
    picture = noise(50, 40)
    other = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (srgb_profile(), other):
        assert (decoded(tmp_path, Image.fromarray(picture), icc_profile=profile) == picture).all()


def test_a_broken_or_foreign_profile_is_ignored(tmp_path: Path) -> None:
    picture = noise(20, 10)
    assert (decoded(tmp_path, Image.fromarray(picture), icc_profile=b"nonsense") == picture).all()
    grey = decoded(
        tmp_path, Image.fromarray(picture[..., 0]), icc_profile=profile_of(P3)
    )  # RGB profile on grey
    assert (grey == picture[..., :1]).all()


@MEDIA
@pytest.mark.parametrize("name", ["rocket.jpg", "three_people.jpg", "Channel_digital_image_CMYK_color.jpg"])
def test_real_profiles_agree_with_one_conversion_of_the_whole(name: str) -> None:
    with Image.open(SHARED / "media" / name) as image:
        source = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"]))
        whole = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    assert whole is not None
    made = open_picture(SHARED / "media" / name).pixels
    assert (made == np.asarray(whole)).all()


@MEDIA
def test_of_a_gain_map_the_base_picture_is_taken() -> None:
    assert probe(SHARED / "media" / "gain-map.jpg").frames == 1
    assert open_picture(SHARED / "media" / "gain-map.jpg").pixels.shape == (2160, 3840, 3)


def test_cmyk_without_a_profile(tmp_path: Path) -> None:
    made = decoded(tmp_path, Image.new("CMYK", (16, 16), (0, 255, 255, 0)), "JPEG", quality=100)
    assert np.abs(made[8, 8].astype(int) - (255, 0, 0)).max() <= 3
    made = decoded(tmp_path, Image.new("CMYK", (16, 16), (0, 0, 0, 255)), "TIFF")
    assert made[8, 8].tolist() == [0, 0, 0]


def png_16(values: np.ndarray) -> bytes:
    """A PNG of 16 bits a sample, written by hand: grey (height, width) or colour (height, width, 3)."""
    high, wide = values.shape[:2]
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in values)

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", wide, high, 16, 2 if values.ndim == 3 else 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def test_16_bits_keep_their_tones(tmp_path: Path) -> None:
    tones = np.arange(0, 65536, 251, dtype=np.int64)[:261].reshape(9, 29)
    (tmp_path / "x.png").write_bytes(png_16(tones))
    made = open_picture(tmp_path / "x.png").pixels
    assert (made[..., 0] == np.floor(tones / 257 + 0.5)).all()
    (tmp_path / "x.png").write_bytes(png_16(np.repeat(tones[..., None], 3, axis=2)))
    assert np.abs(open_picture(tmp_path / "x.png").pixels[..., 2] - tones / 257).max() <= 1
    Image.fromarray(tones.astype(np.uint16)).save(tmp_path / "x.tif")
    assert (open_picture(tmp_path / "x.tif").pixels[..., 1] == np.floor(tones / 257 + 0.5)).all()


@pytest.mark.parametrize(
    ("image", "options", "first"),
    [
        (Image.new("1", (5, 5), 1), {}, (255, 255, 255)),
        (Image.new("L", (5, 5), 77), {}, (77, 77, 77)),
        (Image.new("LA", (5, 5), (0, 0)), {}, (255, 255, 255)),  # empty: the white it lies on
        (Image.new("LA", (5, 5), (100, 255)), {}, (100, 100, 100)),
        (Image.new("RGBA", (5, 5), (200, 0, 0, 128)), {}, (227, 127, 127)),  # 200 x 128/255 + 255 x 127/255
        (Image.new("RGB", (5, 5), (9, 8, 7)).quantize(2), {}, (9, 8, 7)),
        (Image.new("RGB", (5, 5), (9, 8, 7)), {"transparency": (9, 8, 7)}, (255, 255, 255)),
        (Image.new("L", (5, 5), 9), {"transparency": 9}, (255, 255, 255)),
    ],
    ids=["1", "L", "LA empty", "LA full", "RGBA half", "palette", "RGB key", "L key"],
)
def test_modes(tmp_path: Path, image: Image.Image, options: dict, first: tuple[int, int, int]) -> None:
    assert decoded(tmp_path, image, **options)[2, 2].tolist() == list(first)


def test_transparency_lies_on_the_colour_asked_for(tmp_path: Path) -> None:
    Image.new("RGBA", (3, 3), (0, 0, 0, 0)).save(tmp_path / "x.png")
    assert open_picture(tmp_path / "x.png", matte=(1, 2, 3)).pixels[0, 0].tolist() == [1, 2, 3]


def test_the_first_frame_of_an_animation(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ((255, 0, 0), (0, 0, 255))]
    for kind in ("GIF", "WEBP"):
        made = decoded(tmp_path, frames[0], kind, save_all=True, append_images=frames[1:], lossless=True)
        assert made[4, 4].tolist() == [255, 0, 0]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF", "GIF"])
def test_a_picture_cut_short_is_refused(tmp_path: Path, kind: str) -> None:
    Image.fromarray(noise(200, 100)).save(tmp_path / "x", kind)
    data = (tmp_path / "x").read_bytes()
    (tmp_path / "x").write_bytes(data[: len(data) * 2 // 3])
    with pytest.raises(InputError, match="could not be decoded") as refused:
        open_picture(tmp_path / "x")
    assert refused.value.hint


def test_floating_point_is_refused_with_words(tmp_path: Path) -> None:
    Image.new("F", (4, 4), 0.5).save(tmp_path / "x.tif")
    with pytest.raises(InputError, match="whose range is not stated"):
        open_picture(tmp_path / "x.tif")
