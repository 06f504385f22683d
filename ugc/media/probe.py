"""What a media file is, told from its content and never from its name."""

import os
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from PIL.ImageFile import ImageFile

from ugc.files import open_regular
from ugc.media.colour import profile_name
from ugc.media.mp4_boxes import avif_depth
from ugc.media.opening import MAX_PIXELS, PILLOW_NAMES, decoding, kind_of, opened
from ugc.media.pixels import orientation
from ugc.media.probe_clip import probe_clip
from ugc.model.probes import Probe

_SAMPLE = 4096
_LEAST_DECODED = 128
"""Pixels of each side that are decoded at least: fewer would not tell what a picture shows."""
_BITS_PER_SAMPLE = 258


def probe(
    path: Path,
    *,
    whole: bool = False,
    max_pixels: int = MAX_PIXELS,
    shown: Callable[[Image.Image, str], None] = lambda *_: None,
) -> Probe:
    """Measure a picture or clip: type, size, upright width and height, profile, duration, codecs.

    Reads the header and a clip's first frame, so a file may pass and yet be cut short further on. With `whole` all of
    it is read: a picture is decoded (a JPEG at an eighth of its size, which finds a missing end at half the price:
    about 4 ms of CPU a megapixel, other types two to ten times that); a clip's packets are walked, which alone tells
    whether its rate is constant, and its true rates and number of frames, and its `container` is read. No more than
    the first frame is decoded. `shown` is then given a picture as it was decoded, and its type; of a clip nothing.

    Raises InputError for what is neither, empty, damaged, no regular file, or over `max_pixels`, and MissingError
    for HEIC without its extra.
    """
    with open_regular(path) as file:
        kind = kind_of(path, file.read(_SAMPLE))
        size = os.fstat(file.fileno()).st_size
        if kind not in PILLOW_NAMES:
            file.seek(0)
            clip = probe_clip(path, file, kind, whole=whole, max_pixels=max_pixels)
            return clip.model_copy(update={"size": size})
    with opened(path, max_pixels=max_pixels) as (image, kind):
        found = picture_facts(image, kind, size)
        if whole:
            with decoding(path, kind):
                image.draft(
                    "RGB", (max(image.width // 8, _LEAST_DECODED), max(image.height // 8, _LEAST_DECODED))
                )
                image.load()
            shown(image, kind)
        return found


def picture_facts(image: Image.Image, kind: str, size: int) -> Probe:
    """Return what the header of an opened picture says, before it is decoded; `size` is the file's, in bytes."""
    turn = orientation(image, kind)
    width, height = image.size if turn < 5 else (image.height, image.width)
    return Probe(
        kind="image",
        type=kind,
        size=size,
        width=width,
        height=height,
        orientation=turn,
        mode=image.mode,
        bit_depth=_bit_depth(image, kind),
        profile=profile_name(image.info.get("icc_profile")),
        alpha=image.has_transparency_data,
        frames=1 if kind == "jpg" else _frames(image),
    )


def _bit_depth(image: Image.Image, kind: str) -> int:
    """Bits a channel as stored: Pillow gives deep pictures with 8, and says the rest only between the lines."""
    if kind == "tiff":
        return int(max(getattr(image, "tag_v2", {}).get(_BITS_PER_SAMPLE, (1,))))
    if kind == "heic":
        return int(image.info.get("bit_depth") or 8)
    if kind == "avif":
        return avif_depth(image.fp) if isinstance(image, ImageFile) and image.fp else 8
    if kind == "png" and isinstance(image, ImageFile) and image.tile:
        raw = str(image.tile[0][3])  # RGB;16B, L;4, 1 …; a palette's colours have 8 bits each
        depth = raw.partition(";")[2].rstrip("BLN")
        return 1 if raw == "1" else int(depth) if depth.isdigit() and image.mode != "P" else 8
    return 8


def _frames(image: Image.Image) -> int:
    try:
        return int(getattr(image, "n_frames", 1))
    except Exception:  # a damaged later frame; the first is what is used
        return 1
