"""Files as other programs read them: label, colour, size limit."""

import io
import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageFilter

from ugc.errors import PlacementError, UgcError
from ugc.media import encode as encoding
from ugc.media.encode import encode, srgb_profile
from ugc.media.pixels import open_picture
from ugc.media.probe import probe


def noise(width: int, height: int, bands: int = 3) -> np.ndarray:
    return np.random.RandomState(5).randint(0, 256, (height, width, bands)).astype(np.uint8)


XMP = (
    b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq><rdf:li>An\xc3\xa1</rdf:li></rdf:Seq>'
    b'</dc:creator></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)
SOFT = np.asarray(Image.fromarray(noise(200, 160)).filter(ImageFilter.GaussianBlur(1.5)))
TYPES = ["jpg", "png", "webp", "avif"]


@pytest.mark.parametrize("type_", TYPES)
def test_files_carry_the_label_and_say_srgb(tmp_path: Path, type_: encoding.Type) -> None:
    if shutil.which("exiftool") is None:
        pytest.skip("exiftool is not installed")
    path = tmp_path / f"x.{type_}"
    path.write_bytes(encode(SOFT, type_, xmp=XMP).data)
    command = ["exiftool", "-json", "-G", "-a", path]
    read = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)[0]
    assert read["XMP:Creator"] == "Aná"
    assert "ExifTool:Warning" not in read and "ExifTool:Error" not in read
    assert not any(key.startswith(("EXIF:", "IPTC:")) or "GPS" in key for key in read)
    if type_ in ("jpg", "webp"):
        assert read["ICC_Profile:ProfileDescription"] == "sRGB"
    if type_ == "png":
        assert read["PNG:SRGBRendering"] == "Perceptual"
        assert b"iTXtXML:com.adobe.xmp\0\0\0" in path.read_bytes()  # not compressed


@pytest.mark.parametrize("type_", TYPES)
def test_files_look_like_the_canvas_and_are_the_same_each_time(tmp_path: Path, type_: encoding.Type) -> None:
    made = encode(SOFT, type_, xmp=XMP)
    assert made.data == encode(SOFT.copy(), type_, xmp=XMP).data
    assert made.quality == encoding.QUALITY[type_]
    (tmp_path / "x").write_bytes(made.data)
    assert probe(tmp_path / "x").type == type_
    error = open_picture(tmp_path / "x").pixels.astype(int) - SOFT
    assert np.abs(error).mean() < (0.001 if type_ == "png" else 6)


@pytest.mark.parametrize("type_", ["jpg", "webp", "avif"])
def test_a_limit_takes_the_highest_quality_that_fits(type_: encoding.Type) -> None:
    free = encode(SOFT, type_, quality=80)
    limit = int(len(free.data) * 0.85)
    made = encode(SOFT, type_, quality=80, max_bytes=limit)
    assert len(made.data) <= limit
    assert encoding.LOWEST <= made.quality < 80
    assert made.data == encode(SOFT, type_, quality=made.quality).data
    assert len(encode(SOFT, type_, quality=made.quality + 1).data) > limit


@pytest.mark.parametrize("type_", TYPES)
def test_what_cannot_fit_is_refused_with_the_numbers(type_: encoding.Type) -> None:
    with pytest.raises(PlacementError, match=r"200x160 picture is [\d,]+ bytes .*takes 1,000") as refused:
        encode(SOFT, type_, max_bytes=1000)
    assert refused.value.hint
    assert ("quality 60" in refused.value.message) == (type_ != "png")


def test_a_label_too_long_for_a_jpeg() -> None:
    with pytest.raises(UgcError, match="too long for a JPEG"):
        encode(SOFT, "jpg", xmp=b"x" * 70_000)
    assert len(encode(SOFT, "png", xmp=b"x" * 70_000).data) > 70_000


def test_our_profile_is_srgb_and_small() -> None:
    data = srgb_profile()
    assert len(data) < 600 and data == srgb_profile.__wrapped__()
    ours = ImageCms.ImageCmsProfile(io.BytesIO(data))
    every = Image.fromarray(noise(64, 64))
    made = ImageCms.profileToProfile(every, ours, ImageCms.createProfile("sRGB"), outputMode="RGB")
    assert made is not None
    assert np.abs(np.asarray(made).astype(int) - np.asarray(every)).max() <= 1
