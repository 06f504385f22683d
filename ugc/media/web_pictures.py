"""A picture as browsers load it: AVIF, WebP and JPEG in a few widths, cut from an original that is decoded once.

Only pixels are taken over: no EXIF, no place, no profile. What carries no profile is sRGB to a browser
(https://www.w3.org/TR/css-color-4/#untagged), and AVIF says so in three numbers of its own. `web_sizes` has which files
there are, and why.
"""

import math
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

from ugc.geometry import WHOLE
from ugc.media.colour import to_srgb
from ugc.media.fingerprint_frames import upright
from ugc.media.look.picture import LARGE, view_of
from ugc.media.opening import decoding, opened
from ugc.media.pixels import open_picture, orientation
from ugc.media.probe import probe
from ugc.media.resample import Picture
from ugc.media.web_sizes import OPTIONS, Cut, height_of, sizes
from ugc.model.galleries import FileType

_WHITE = (255, 255, 255)
_COLOURS, _GLANCE, _LIKE = 8, 32, 40
"""Of the dominant colour: groups, pixels of the small copy's sides, and levels by which like colours differ at most."""


class Opened(NamedTuple):
    """A decoded original."""

    picture: Picture
    """Maybe smaller than the original, but not than what is wanted of it."""
    own: tuple[int, int]
    """Width and height of the original in pixels, upright."""


class WebFile(NamedTuple):
    """One file of a picture."""

    type: FileType
    width: int
    data: bytes


def opened_for(path: Path, cuts: Sequence[Cut], *, clip: bool, max_pixels: int) -> Opened:
    """Decode an original once for all that is cut from it; of a clip the frame that stands for it.

    A JPEG much larger than what is wanted is decoded at a half, a quarter or an eighth. Raises InputError when it is
    damaged, too large, or neither picture nor clip, and MissingError for HEIC without its extra.
    """
    if clip:
        return _frame(path, max_pixels=max_pixels)
    with opened(path, max_pixels=max_pixels) as (image, kind):
        turn = orientation(image, kind)
        width, height = image.size
        own = (height, width) if turn >= 5 else (width, height)
        part = max(_part(own, cut) for cut in cuts)
        if kind == "jpg" and part <= 0.5:
            image.draft(image.mode, (math.ceil(width * part), math.ceil(height * part)))
            with decoding(path, kind):
                image.load()
                pixels = to_srgb(image, matte=_WHITE)(image)
            return Opened(Picture(upright(pixels, turn)), own)
    picture = open_picture(path, max_pixels=max_pixels)
    return Opened(picture, (picture.width, picture.height))


def web_files(original: Opened, cut: Cut, *, xmp: bytes | None = None) -> Iterator[WebFile]:
    """Yield the files of a cut, which are those that `sizes` names. The largest of each type bears the XMP packet.

    The same original gives the same bytes.
    """
    wanted = sizes(original.own, cut)
    whole, source, part = cut.box or WHOLE, original.picture, cut.box or WHOLE
    for width in reversed(wanted.avif):
        pixels = source.render(part, (width, height_of(width, original.own, whole)))
        source, part = Picture(pixels), WHOLE  # the next smaller is made of this one
        image = Image.fromarray(pixels)
        for type_ in OPTIONS:
            if width in (there := getattr(wanted, type_)):
                yield WebFile(type_, width, _encoded(image, type_, xmp if width == there[-1] else None))


def colour_of(jpeg: bytes) -> str:
    """Return the dominant colour of a JPEG of our own making, as six hex digits.

    It is that of the largest group of like colours, where lively ones count up to double: the mean of all would be mud.
    It is told from a file, so that it can be told again of one that stands.
    """
    with Image.open(BytesIO(jpeg), formats=["JPEG"]) as image:
        image.draft("RGB", (_GLANCE, _GLANCE))
        small = image.convert("RGB").resize((_GLANCE, _GLANCE), Image.Resampling.BOX)
    parted = small.quantize(_COLOURS, Image.Quantize.MEDIANCUT)
    palette = np.array(parted.getpalette(), float).reshape(-1, 3)
    weights = np.bincount(np.asarray(parted).ravel(), minlength=len(palette)).astype(float)
    near = (np.abs(palette[:, None] - palette[None]).max(axis=2) <= _LIKE) * weights
    means = near @ palette / np.maximum(near.sum(axis=1, keepdims=True), 1.0)
    lively = 1 + (means.max(axis=1) - means.min(axis=1)) / 255
    best = int(np.argmax(near.sum(axis=1) * lively * (weights > 0)))
    return bytes(means[best].round().astype(np.uint8)).hex()


def _frame(path: Path, *, max_pixels: int) -> Opened:
    """The frame that stands for a clip, which counts as many pixels as square ones would be."""
    aspect = probe(path, max_pixels=max_pixels).pixel_aspect
    frame = Picture(view_of(path, max_pixels=max_pixels).pixels)
    across, down = frame.width * max(aspect, 1.0), frame.height * max(1 / aspect, 1.0)
    scale = min(LARGE / max(across, down), 1.0)
    return Opened(frame, (max(round(across * scale), 1), max(round(down * scale), 1)))


def _part(own: tuple[int, int], cut: Cut) -> float:
    """What part of its size an original must at least be decoded at for a cut."""
    return sizes(own, cut).shape[0] / ((cut.box or WHOLE).width * own[0])


def _encoded(image: Image.Image, type_: FileType, xmp: bytes | None) -> bytes:
    name, options = OPTIONS[type_]
    file = BytesIO()
    image.save(file, name, **options, **({} if xmp is None else {"xmp": xmp}))
    return file.getvalue()
