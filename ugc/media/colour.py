"""Any colour a collected picture may come in, to 8-bit sRGB."""

from io import BytesIO
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from ugc.errors import InputError

Pixels = NDArray[np.uint8]

_PROFILE_SPACES = {"RGB": "RGB ", "RGBA": "RGB ", "L": "GRAY", "CMYK": "CMYK", "LAB": "Lab "}
"""The colour space that a profile must speak of to be used on a picture of this mode."""
_DEEP_GREY = ("I;16", "I;16L", "I;16B", "I;16N", "I")


class Convert(Protocol):
    """Brings a part of a picture to sRGB."""

    def __call__(self, part: Image.Image) -> Pixels:
        """Return (height, width, 3), 0..255."""


def to_srgb(image: Image.Image, *, matte: tuple[int, int, int]) -> Convert:
    """Return what brings parts of `image` to 8-bit sRGB, transparency flattened on `matte`.

    An embedded profile is used where it fits the picture's own colour space, unless it does to a spread of test
    colours what sRGB would, within a level: such profiles are sRGB, whatever they are called, and are skipped. CMYK
    without a profile is mixed plainly; 16-bit grey keeps its tones. Raises InputError for floating-point pictures.
    """
    mode = image.mode
    if mode in ("F", "HSV"):
        raise InputError(
            f"The picture holds {mode} pixels, whose range is not stated.", hint="Save it as 8-bit RGB."
        )
    plain = "RGBA" if image.has_transparency_data else _plain_mode(mode)
    transform = _transform(image.info.get("icc_profile"), plain)

    def convert(part: Image.Image) -> Pixels:
        if mode in _DEEP_GREY:
            part = _shallow(part)
        if part.mode != plain:
            part = part.convert(plain)
        if transform is not None:
            part = ImageCms.applyTransform(part, transform) or part
        if plain == "RGBA":
            return _flatten(np.asarray(part), matte)
        return np.asarray(part if part.mode == "RGB" else part.convert("RGB"))

    return convert


def profile_name(profile: bytes | None) -> str | None:
    """Return the description in an ICC profile, "unreadable" when it cannot be read, None without one."""
    if not profile:
        return None
    try:
        return ImageCms.getProfileDescription(BytesIO(profile)).strip() or "unnamed"
    except (ImageCms.PyCMSError, OSError, ValueError):
        return "unreadable"


def _plain_mode(mode: str) -> str:
    """The mode in which a picture without transparency meets its profile."""
    if mode in ("CMYK", "LAB"):
        return mode
    return "L" if mode in ("1", "L", *_DEEP_GREY) else "RGB"


def _transform(profile: bytes | None, mode: str) -> ImageCms.ImageCmsTransform | None:
    """The conversion from a profile to sRGB; None when there is nothing to convert or nothing to convert by."""
    target = ImageCms.createProfile("sRGB")
    if mode == "LAB":
        return ImageCms.buildTransform(ImageCms.createProfile("LAB"), target, "LAB", "RGB")
    if not profile:
        return None
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if source.profile.xcolor_space != _PROFILE_SPACES[mode]:
            return None
        result = "RGBA" if mode == "RGBA" else "RGB"
        transform = ImageCms.buildTransform(source, target, mode, result)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None  # a broken profile says nothing; the pixels are taken as sRGB, as browsers do
    return None if mode != "CMYK" and _does_nothing(transform, mode) else transform


def _does_nothing(transform: ImageCms.ImageCmsTransform, mode: str) -> bool:
    steps = np.arange(0, 256, 17, dtype=np.uint8)
    colours = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(16, 256, 3)
    asked = Image.fromarray(colours).convert("L") if mode == "L" else Image.fromarray(colours).convert(mode)
    made = ImageCms.applyTransform(asked, transform)
    assert made is not None
    before, after = np.asarray(asked.convert("RGB"), np.int16), np.asarray(made.convert("RGB"), np.int16)
    return int(np.abs(before - after).max()) <= 1


def _shallow(part: Image.Image) -> Image.Image:
    """16-bit grey to 8 bits, rounded: Pillow's own conversion would cut every tone above 255."""
    deep = np.asarray(part).astype(np.int64)
    if deep.size and (deep.min() < 0 or deep.max() > 65535):
        raise InputError(
            "The picture holds 32-bit grey, whose range is not stated.", hint="Save it as 8 or 16 bits."
        )
    return Image.fromarray(((deep * 255 + 32767) // 65535).astype(np.uint8))


def _flatten(part: Pixels, matte: tuple[int, int, int]) -> Pixels:
    alpha = part[..., 3:].astype(np.uint16)
    ground = np.asarray(matte, np.uint16) * (255 - alpha)
    return ((part[..., :3] * alpha + ground + 127) // 255).astype(np.uint8)
