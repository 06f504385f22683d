"""Pictures as browsers load them, held against Pillow's own reading of the original, and read back by ExifTool."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import photo
from PIL import Image, ImageCms, ImageOps

from ugc.errors import InputError
from ugc.media.encode import srgb_profile
from ugc.media.web_pictures import colour_of, opened_for, web_files
from ugc.media.web_sizes import BOTH, PIECE, TILE, Cut, is_whole, sizes
from ugc.model.formats import Box
from ugc.provenance.web import WebLabel, web_label

ALL = 200_000_000
WHOLE_CUT = Cut()
HALF = Box(x0=0.5, y0=0.0, x1=1.0, y1=1.0)
LABEL = WebLabel(
    post="ig:Cabc123",
    creator='Mira <b>"Slow"</b> & Co',
    credit="Photo: @mira.slowmornings",
    copyright="© Mira Example",
    page="https://example.com/mira",
    source="https://example.com/p/Cabc123",
    terms_url="https://example.com/terms",
    usage_terms="To be shown on the brand's own site.",
)


def made(path: Path, cut: Cut = WHOLE_CUT, *, xmp: bytes | None = None) -> dict[str, bytes]:
    """Every file of a cut, by `<width>.<type>`."""
    original = opened_for(path, [cut], clip=False, max_pixels=ALL)
    return {f"{file.width}.{file.type}": file.data for file in web_files(original, cut, xmp=xmp)}


def seen(data: bytes) -> Image.Image:
    with Image.open(BytesIO(data)) as image:
        return image.convert("RGB")


def likeness(one: Image.Image, other: Image.Image) -> float:
    """SSIM (Wang et al. 2004) of the lightness, over windows of 8 x 8 pixels, of pictures of one size."""
    assert one.size == other.size
    a, b = (np.asarray(image.convert("L"), float) for image in (one, other))

    def mean(plane: np.ndarray) -> np.ndarray:
        sums = np.pad(plane.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
        return (sums[8:, 8:] - sums[:-8, 8:] - sums[8:, :-8] + sums[:-8, :-8]) / 64

    ma, mb = mean(a), mean(b)
    va, vb, both = mean(a * a) - ma * ma, mean(b * b) - mb * mb, mean(a * b) - ma * mb
    ratio = (2 * ma * mb + 6.5) * (2 * both + 58.5) / ((ma**2 + mb**2 + 6.5) * (va + vb + 58.5))
    return float(ratio.mean())


# --- which files ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "cut", "avif", "webp", "jpg", "shape"),
    [
        (
            (1080, 1350),
            Cut(),
            (320, 640, 960),
            (640,),
            (640, 960),
            (960, 1200),
        ),  # 1080 adds too little to 960
        ((3000, 2000), Cut(), (320, 640, 960, 1440), (640,), (640, 960), (1440, 960)),
        ((1300, 1300), Cut(), (320, 640, 960, 1300), (640,), (640, 960), (1300, 1300)),
        ((900, 600), Cut(), (320, 640, 900), (640,), (640, 900), (900, 600)),
        ((700, 700), Cut(), (320, 640), (640,), (640,), (640, 640)),
        ((100, 50), Cut(), (100,), (100,), (100,), (100, 50)),  # never enlarged
        ((1, 1), Cut(), (1,), (1,), (1,), (1, 1)),
        ((1080, 1350), Cut(HALF, TILE), (320, 540), (540,), (540,), (540, 1350)),
        ((4000, 3000), Cut(HALF, TILE), (320, 640), (640,), (640,), (640, 960)),
        ((4000, 3000), Cut(None, PIECE), (960, 1440), (), (960,), (1440, 1080)),  # no WebP of what is no tile
        ((800, 600), Cut(None, PIECE), (800,), (), (800,), (800, 600)),
        ((500, 600), Cut(None, PIECE), (500,), (500,), (500,), (500, 600)),
        ((1080, 20_000), Cut(), (216,), (216,), (216,), (216, 4000)),  # a screenshot of a whole page
        ((20_000, 100), Cut(), (320, 640, 960, 1440), (640,), (640, 960), (1440, 7)),
    ],
)
def test_widths_follow_from_the_shape(
    own: tuple[int, int],
    cut: Cut,
    avif: tuple[int, ...],
    webp: tuple[int, ...],
    jpg: tuple[int, ...],
    shape: tuple[int, int],
) -> None:
    assert sizes(own, cut) == (avif, webp, jpg, shape)


@pytest.mark.parametrize(
    ("box", "whole"),
    [
        (None, True),
        (Box(x0=0.0, y0=0.0, x1=1.0, y1=1.0), True),
        (Box(x0=0.0015, y0=0.0, x1=0.9985, y1=1.0), True),  # a pixel and a half at each side
        (Box(x0=0.0, y0=0.004, x1=1.0, y1=1.0), False),
        (HALF, False),
    ],
)
def test_a_crop_of_the_same_shape_is_the_whole(box: Box | None, whole: bool) -> None:
    assert is_whole(box, (1000, 1000)) is whole


def test_files_are_those_that_are_named(tmp_path: Path) -> None:
    path = tmp_path / "photo"
    path.write_bytes(photo((1500, 1000)))
    files = made(path)
    picture = sizes((1500, 1000), Cut()).named("m/x", colour="000000")
    assert sorted(f"m/x-{name}" for name in files) == sorted(picture.files())
    for name, data in files.items():
        image = Image.open(BytesIO(data))
        assert image.format == {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}[name.partition(".")[2]]
        assert image.size == (int(name.partition(".")[0]), round(int(name.partition(".")[0]) / 1.5))


# --- what they show ------------------------------------------------------------------------------


def wide_gamut() -> bytes:
    """An ICC profile of Display P3, made of sRGB's by other primaries."""
    profile = bytearray(srgb_profile())
    primaries = {b"rXYZ": (0.51512, 0.2412, -0.00105), b"gXYZ": (0.29198, 0.69225, 0.04189)}
    primaries[b"bXYZ"] = (0.1571, 0.06657, 0.78407)
    for number in range(int.from_bytes(profile[128:132], "big")):
        at = 132 + 12 * number
        name, place = bytes(profile[at : at + 4]), int.from_bytes(profile[at + 4 : at + 8], "big")
        for axis, value in enumerate(primaries.get(name, ())):
            profile[place + 8 + 4 * axis : place + 12 + 4 * axis] = round(value * 65536).to_bytes(
                4, "big", signed=True
            )
    return bytes(profile)


def sixteen_bits(image: Image.Image) -> bytes:
    deep = Image.fromarray(np.asarray(image.convert("L"), np.uint16) * 257)
    out = BytesIO()
    deep.save(out, "PNG")
    return out.getvalue()


def saved(image: Image.Image, type_: str, **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, type_, **options)
    return out.getvalue()


KINDS: dict[str, Callable[[Image.Image], bytes]] = {
    "JPEG": lambda image: saved(image, "JPEG", quality=92),
    "progressive JPEG": lambda image: saved(image, "JPEG", quality=92, progressive=True),
    "grey JPEG": lambda image: saved(image.convert("L"), "JPEG", quality=92),
    "CMYK JPEG": lambda image: saved(image.convert("CMYK"), "JPEG", quality=95),
    "PNG": lambda image: saved(image, "PNG"),
    "palette PNG": lambda image: saved(image.quantize(256), "PNG"),
    "16-bit PNG": sixteen_bits,
    "WebP": lambda image: saved(image, "WEBP", quality=90),
    "AVIF": lambda image: saved(image, "AVIF", quality=90),
    "GIF": lambda image: saved(image, "GIF"),
    "TIFF": lambda image: saved(image, "TIFF"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_original_looks_the_same(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "original"
    path.write_bytes(KINDS[kind](seen(photo((800, 1000)))))
    with Image.open(path) as image:
        grey = image.mode.startswith("I")
        whole = Image.fromarray((np.asarray(image) // 257).astype(np.uint8)) if grey else image.convert("RGB")
    files = made(path)
    assert {name.partition(".")[2] for name in files} == {"avif", "webp", "jpg"}
    for name, data in files.items():
        image = seen(data)
        expected = whole.convert("RGB").resize(image.size, Image.Resampling.LANCZOS)
        assert likeness(image, expected) > 0.9, name
        shade = np.asarray(image, float).mean((0, 1)) - np.asarray(expected, float).mean((0, 1))
        assert np.abs(shade).max() < 2.5, name


def test_wide_colours_are_brought_to_srgb(tmp_path: Path) -> None:
    image = Image.new("RGB", (640, 640), (200, 80, 60))
    profile = wide_gamut()
    path = tmp_path / "p3.png"
    image.save(path, icc_profile=profile)
    told = ImageCms.profileToProfile(
        image, ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
    )
    expected = np.asarray(told, float)[0, 0]
    assert np.abs(expected - (200, 80, 60)).max() > 8  # the profile does something
    for name, data in made(path).items():
        assert np.abs(np.asarray(seen(data), float).mean((0, 1)) - expected).max() < 3, name
        assert b"ICC_PROFILE" not in data and b"ICCP" not in data and b"prof" not in data[:400]


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("size", [(400, 300), (4000, 3000)], ids=["as it is", "decoded smaller"])
def test_pictures_stand_upright(tmp_path: Path, turn: int, size: tuple[int, int]) -> None:
    corners = Image.new("RGB", (2, 2))
    corners.putdata([(220, 30, 30), (30, 200, 30), (30, 30, 220), (230, 220, 40)])
    stored = corners.resize(size, Image.Resampling.NEAREST)
    exif = Image.Exif()
    exif[0x0112] = turn
    path = tmp_path / "turned.jpg"
    stored.save(path, quality=95, exif=exif)
    with Image.open(path) as image:
        upright = ImageOps.exif_transpose(image)
    for name, data in made(path, Cut(None, (320,))).items():
        image = seen(data)
        expected = upright.resize(image.size, Image.Resampling.BOX)
        assert np.abs(np.asarray(image, float) - np.asarray(expected, float)).mean() < 6, name


def test_a_large_photo_decoded_smaller_is_cut_at_the_same_place(tmp_path: Path) -> None:
    path = tmp_path / "large.jpg"
    path.write_bytes(photo((4032, 3024), seed=4))
    box = Box(x0=0.25, y0=0.25, x1=0.75, y1=0.875)
    assert opened_for(path, [Cut(box, TILE)], clip=False, max_pixels=ALL).picture.width < 2100
    with Image.open(path) as whole:
        crop = whole.convert("RGB").crop((1008, 756, 3024, 2646))
    for name, data in made(path, Cut(box, TILE)).items():
        image = seen(data)
        assert likeness(image, crop.resize(image.size, Image.Resampling.LANCZOS)) > 0.9, name


def test_smaller_files_are_as_sharp_as_those_made_of_the_original(tmp_path: Path) -> None:
    path = tmp_path / "p.png"
    rng = np.random.default_rng(3)
    texture = Image.fromarray(rng.integers(0, 256, (450, 360, 3), dtype=np.uint8))
    texture.resize((1080, 1350), Image.Resampling.BICUBIC).save(path)
    with Image.open(path) as whole:
        expected = whole.resize((320, 400), Image.Resampling.LANCZOS)
    assert likeness(seen(made(path)["320.avif"]), expected) > 0.93


def test_real_photographs(tmp_path: Path, media: Path) -> None:
    for name in ("gain-map.jpg", "Channel_digital_image_CMYK_color.jpg", "Landscape_6.jpg", "Portrait_8.jpg"):
        with Image.open(media / name) as image:
            whole = ImageOps.exif_transpose(image)
        files = made(media / name)
        smallest = seen(
            files["320.jpg" if "320.jpg" in files else min(files, key=lambda file: len(files[file]))]
        )
        assert abs(smallest.width / smallest.height - whole.width / whole.height) < 0.01, name
        plain = whole.convert("RGB").resize(smallest.size, Image.Resampling.LANCZOS)
        assert likeness(smallest, plain) > 0.85, name


def test_damaged_originals_are_told(tmp_path: Path) -> None:
    path = tmp_path / "cut.jpg"
    path.write_bytes(photo((3000, 3000))[:40_000])
    with pytest.raises(InputError, match="could not be decoded"):
        made(path, Cut(None, (320,)))


def test_the_same_bytes_twice(tmp_path: Path) -> None:
    path = tmp_path / "p.jpg"
    path.write_bytes(photo((1080, 1350)))
    label = web_label(LABEL)
    assert made(path, xmp=label) == made(path, xmp=label)


# --- what they say -------------------------------------------------------------------------------


def test_the_largest_of_each_type_says_whose_it_is(tmp_path: Path, exiftool: Callable[..., Any]) -> None:
    path = tmp_path / "p.jpg"
    path.write_bytes(photo((1080, 1350)))
    label = web_label(LABEL)
    assert len(label) < 1600
    files = made(path, xmp=label)
    labelled = {"960.avif", "640.webp", "960.jpg"}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    read = {Path(tags["SourceFile"]).name: tags for tags in exiftool(*(tmp_path / name for name in files))}
    for name, tags in read.items():
        said = {key: value for key, value in tags.items() if key.startswith("XMP")}
        if name not in labelled:
            assert not said, name
            continue
        assert said["XMP-dc:Creator"] == [LABEL.creator]
        assert said["XMP-dc:Rights"] == LABEL.copyright
        assert said["XMP-dc:Source"] == LABEL.source
        assert said["XMP-photoshop:Credit"] == LABEL.credit
        assert said["XMP-xmpRights:WebStatement"] == LABEL.terms_url
        assert said["XMP-xmpRights:UsageTerms"] == LABEL.usage_terms
        assert said["XMP-plus:Licensor"] == [{"LicensorName": LABEL.creator, "LicensorURL": LABEL.page}]
        assert said["XMP-ugc:Posts"] == ["ig:Cabc123"]
        assert set(said) <= {
            "XMP-xmpRights:Marked",
            "XMP-x:XMPToolkit",
            "XMP-dc:Creator",
            "XMP-dc:Rights",
            "XMP-dc:Source",
            "XMP-photoshop:Credit",
            "XMP-xmpRights:WebStatement",
            "XMP-xmpRights:UsageTerms",
            "XMP-plus:Licensor",
            "XMP-ugc:Posts",
        }


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"source": "javascript:alert(1)"}, b"javascript"),
        ({"page": "data:text/html,x"}, b"data:text"),
        ({"creator": "</rdf:li><evil/>"}, b"<evil"),
        ({"credit": "x" * 5000}, b"x" * 300),
        ({"usage_terms": "]]><!DOCTYPE x>"}, b"<!"),
        ({"creator": "a\ud800\x00b"}, b"\x00"),
    ],
)
def test_hostile_words_are_words(given: dict[str, str], told: bytes) -> None:
    from xml.etree import ElementTree

    packet = web_label(LABEL._replace(**given))
    assert told not in packet
    inner = packet.partition(b"?>")[2].rpartition(b"<?xpacket")[0]
    ElementTree.fromstring(inner.decode())


def test_nothing_of_the_original_survives(tmp_path: Path, exiftool: Callable[..., Any]) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x013B] = "SECRETCAM", "SECRETARTIST"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)})
    whole = seen(photo((1000, 800)))
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>SECRETXMP</x:xmpmeta>"
    kinds = {"a.jpg": {"comment": b"SECRETCOMMENT"}, "a.webp": {}, "a.png": {}, "a.avif": {}}
    for name, options in kinds.items():
        path = tmp_path / name
        extra = {} if name.endswith("png") else {"xmp": xmp}
        whole.save(path, exif=exif, icc_profile=wide_gamut(), **extra, **options)
        assert b"SECRETCAM" in path.read_bytes()
        for made_name, data in made(path).items():
            assert b"SECRET" not in data
            out = tmp_path / f"made-{name}-{made_name}"
            out.write_bytes(data)
            (tags,) = exiftool(out)
            assert not [key for key in tags if key.startswith(("GPS", "IFD0", "ExifIFD", "ICC", "XMP"))], tags


# --- placeholders --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "near"),
    [
        ([((200, 60, 40), 1.0)], (200, 60, 40)),
        ([((240, 240, 238), 0.6), ((30, 30, 34), 0.4)], (240, 240, 238)),  # not the grey between
        ([((128, 128, 128), 0.55), ((220, 40, 30), 0.45)], (220, 40, 30)),  # the lively of two
        ([((250, 250, 250), 0.9), ((220, 40, 30), 0.1)], (250, 250, 250)),
    ],
)
def test_the_colour_is_one_of_the_picture(
    parts: list[tuple[tuple[int, int, int], float]], near: tuple[int, ...]
) -> None:
    image = Image.new("RGB", (640, 640))
    top = 0
    for colour, share in parts:
        bottom = top + round(640 * share)
        image.paste(colour, (0, top, 640, bottom))
        top = bottom
    found = colour_of(saved(image, "JPEG", quality=90))
    assert len(found) == 6
    assert max(abs(a - b) for a, b in zip(bytes.fromhex(found), near, strict=True)) < 12, found


def test_sizes_of_both_serve_tile_and_piece() -> None:
    assert set(BOTH) == {*TILE, *PIECE}
