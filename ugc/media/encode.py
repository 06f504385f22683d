"""Encoding: a finished canvas to the bytes of a file, under a placement's limit, with its label inside."""

import struct
from functools import lru_cache
from io import BytesIO
from typing import Any, Literal, NamedTuple

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from ugc.errors import PlacementError, UgcError
from ugc.media.resample import Pixels

Type = Literal["jpg", "png", "webp", "avif"]

QUALITY: dict[str, int] = {"jpg": 85, "webp": 85, "avif": 70, "png": 100}
"""What is used when nothing else is asked for: about the same likeness (SSIM 0.975) in each."""
LOWEST = 60
"""Below this quality a creative is refused rather than made to fit."""


class Encoded(NamedTuple):
    """A file's bytes, and the quality that they were made with (100 for PNG, which loses nothing)."""

    data: bytes
    quality: int


def encode(
    canvas: Pixels,
    type_: Type,
    *,
    quality: int | None = None,
    xmp: bytes | None = None,
    max_bytes: int | None = None,
) -> Encoded:
    """Return the canvas (height, width, 3; sRGB) as a file of `type_`, labelled with an XMP packet.

    Over `max_bytes` the highest quality that fits is taken, down to LOWEST; PlacementError when not even that does.
    Nothing of the source's metadata is carried over. The same input gives the same bytes.
    """
    image = Image.fromarray(canvas)
    asked = QUALITY[type_] if quality is None else quality
    first = Encoded(_encoded(image, type_, asked, xmp), asked)
    if max_bytes is None or len(first.data) <= max_bytes:
        return first
    if type_ == "png" or asked <= LOWEST:
        raise _too_large(image.size, type_, first, max_bytes)
    return _fitting(image, type_, xmp, below=asked, max_bytes=max_bytes)


def _fitting(image: Image.Image, type_: Type, xmp: bytes | None, *, below: int, max_bytes: int) -> Encoded:
    """The highest quality from LOWEST to under `below` that fits."""
    best = Encoded(_encoded(image, type_, LOWEST, xmp), LOWEST)
    if len(best.data) > max_bytes:
        raise _too_large(image.size, type_, best, max_bytes)
    low, high = LOWEST, below - 1
    while low < high:
        middle = (low + high + 1) // 2
        tried = Encoded(_encoded(image, type_, middle, xmp), middle)
        if len(tried.data) <= max_bytes:
            best, low = tried, middle
        else:
            high = middle - 1
    return best


@lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """Return a small ICC profile that says sRGB (version 4, exact curve), the same bytes every time.

    Primaries and curve: IEC 61966-2-1, adapted to D50 as ICC.1:2010 asks.
    """
    curve = b"para\0\0\0\0\0\3\0\0" + _fixed(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    adaptation = (1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168)
    tags = [
        (b"desc", _words("sRGB")),
        (b"cprt", _words("CC0")),
        (b"wtpt", _xyz(0.9642, 1.0, 0.8249)),
        (b"chad", b"sf32\0\0\0\0" + _fixed(*adaptation)),
        (b"rXYZ", _xyz(0.43607, 0.22249, 0.01392)),
        (b"gXYZ", _xyz(0.38515, 0.71687, 0.09708)),
        (b"bXYZ", _xyz(0.14307, 0.06061, 0.7141)),
        (b"rTRC", curve),
        (b"gTRC", curve),
        (b"bTRC", curve),
    ]
    return _profile(tags)


def _encoded(image: Image.Image, type_: Type, quality: int, xmp: bytes | None) -> bytes:
    options: dict[str, Any] = {"quality": quality}
    if xmp is not None:
        options["xmp"] = xmp
    match type_:
        case "jpg":
            options |= {"subsampling": "4:2:0", "icc_profile": srgb_profile()}
        case "webp":
            options |= {"method": 2, "icc_profile": srgb_profile()}
        case "avif":
            options |= {"speed": 8, "max_threads": 1}  # says sRGB by itself, in its own boxes
        case "png":
            options = {"compress_level": 6, "pnginfo": _png_label(xmp)}
    file = BytesIO()
    try:
        image.save(file, {"jpg": "JPEG"}.get(type_, type_.upper()), **options)
    except ValueError as error:
        if xmp is None or "XMP" not in str(error):
            raise
        raise UgcError(f"The label of {len(xmp):,} bytes is too long for a JPEG.") from error
    return file.getvalue()


def _png_label(xmp: bytes | None) -> PngInfo:
    label = PngInfo()
    label.add(b"sRGB", b"\0")  # perceptual
    if xmp is not None:
        label.add_itxt("XML:com.adobe.xmp", xmp.decode("utf-8"), zip=False)
    return label


def _too_large(size: tuple[int, int], type_: Type, smallest: Encoded, limit: int) -> PlacementError:
    at = "" if type_ == "png" else f" at quality {smallest.quality}"
    hint = (
        "Use jpg or webp instead."
        if type_ == "png"
        else "Use a smaller format, or webp or avif where allowed."
    )
    return PlacementError(
        f"The {size[0]}x{size[1]} picture is {len(smallest.data):,} bytes as {type_}{at}; "
        f"the placement takes {limit:,}.",
        hint=hint,
    )


def _profile(tags: list[tuple[bytes, bytes]]) -> bytes:
    at = 128 + 4 + 12 * len(tags)
    table, body, places = b"", b"", dict[bytes, int]()
    for name, data in tags:
        if data not in places:
            places[data] = at + len(body)
            body += data + b"\0" * (-len(data) % 4)
        table += name + struct.pack(">II", places[data], len(data))
    header = struct.pack(">I4xI4s4s4s", at + len(body), 0x04200000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H4s", 2026, 1, 1, 0, 0, 0, b"acsp") + b"\0" * 28 + _fixed(0.9642, 1.0, 0.8249)
    return header.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


def _fixed(*values: float) -> bytes:
    return struct.pack(f">{len(values)}i", *(round(value * 65536) for value in values))


def _xyz(*values: float) -> bytes:
    return b"XYZ \0\0\0\0" + _fixed(*values)


def _words(text: str) -> bytes:
    data = text.encode("utf-16-be")
    return b"mluc\0\0\0\0" + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(data), 28) + data
