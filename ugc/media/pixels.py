"""Decoding: a collected picture to upright 8-bit sRGB, once, to be shared by all that is made of it."""

from io import BytesIO
from pathlib import Path
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ugc.media.colour import Convert, to_srgb
from ugc.media.opening import MAX_PIXELS, decoding, opened
from ugc.media.resample import Picture, Pixels

_STRIP = 1 << 18
"""Pixels converted at a time: the whole picture is never held a third time."""
_ORIENTATION = 0x0112

_UPRIGHT: dict[int, tuple[bool, int | None]] = {
    1: (False, None),
    2: (False, 1),
    3: (False, -1),
    4: (False, 0),
    5: (True, None),
    6: (True, 1),
    7: (True, -1),
    8: (True, 0),
}
"""EXIF orientation to: swap rows and columns first?, then mirror (OpenCV's code: 1 left to right, 0 top to bottom,
-1 both)."""


def open_picture(
    path: Path,
    *,
    max_pixels: int = MAX_PIXELS,
    matte: tuple[int, int, int] = (255, 255, 255),
    enough: int | None = None,
) -> Picture:
    """Decode a picture: upright, sRGB, 8 bits, transparency flattened on `matte` (r, g, b).

    Of an animation it is the first frame, of a gain-map JPEG the base picture. With `enough`, a JPEG is decoded at a
    half, a quarter or an eighth of its size, with sides of so many pixels at least: much faster, and for small pictures
    to look at alone. Raises InputError when it is damaged, cut short, too large, or no picture, and MissingError for
    HEIC without its extra.
    """
    with opened(path, max_pixels=max_pixels) as (image, kind):
        turn = orientation(image, kind)
        with decoding(path, kind):
            if enough and kind == "jpg":
                image.draft(None, (enough, enough))
            image.load()
        with decoding(path, kind):
            convert = to_srgb(image, matte=matte)
        return Picture(_upright(image, convert, turn))


def orientation(image: Image.Image, kind: str) -> int:
    """Return the EXIF orientation, 1..8, that is still to be applied to what Pillow decodes."""
    if kind == "tiff":
        return 1  # Pillow has already counted it into the size, and applies it when it decodes
    try:
        # PNG's own getexif would decode the whole picture in search of a chunk that browsers do not look for either
        value = Image.Image.getexif(image).get(_ORIENTATION, 1)
    except Exception:  # damaged metadata does not make a picture unusable
        return 1
    return value if isinstance(value, int) and value in _UPRIGHT else 1


def with_alpha(image: Image.Image) -> Image.Image:
    """Return a decoded picture as 8-bit sRGB with its transparency, RGBA and straight."""
    alpha = image.convert("RGBA").getchannel("A") if image.has_transparency_data else None
    opaque = image.convert("RGBA").convert("RGB") if alpha else image
    opaque.info["icc_profile"] = image.info.get("icc_profile")
    opaque.info.pop("transparency", None)
    whole = Image.fromarray(to_srgb(opaque, matte=(255, 255, 255))(opaque)).convert("RGBA")
    if alpha:
        whole.putalpha(alpha)
    return whole


def decode_overlay(png: bytes) -> NDArray[np.uint8]:
    """Decode an overlay of our own making: (height, width, 4), straight alpha."""
    with Image.open(BytesIO(png), formats=["PNG"]) as image:
        return np.asarray(image if image.mode == "RGBA" else image.convert("RGBA"))


def _upright(image: Image.Image, convert: Convert, turn: int) -> Pixels:
    """The whole picture, brought over in strips straight to where each belongs."""
    width, height = image.size
    swap, mirror = _UPRIGHT[turn]
    result = np.empty((width, height, 3) if swap else (height, width, 3), np.uint8)
    rows = max(_STRIP // width, 1)
    for top in range(0, height, rows):
        bottom = min(top + rows, height)
        strip = convert(image.crop((0, top, width, bottom)))
        _place(result, strip, (top, bottom), swap=swap, mirror=mirror)
    return result


def _place(result: Pixels, strip: Pixels, rows: tuple[int, int], *, swap: bool, mirror: int | None) -> None:
    along = 1 if swap else 0
    if swap:
        strip = cast(Pixels, cv2.transpose(strip))
    if mirror is not None:
        strip = cast(Pixels, cv2.flip(strip, mirror))
    start, stop = rows
    if mirror == -1 or mirror == along:
        start, stop = result.shape[along] - stop, result.shape[along] - start
    if swap:
        result[:, start:stop] = strip
    else:
        result[start:stop] = strip
