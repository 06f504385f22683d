"""Small pictures for people to look at: never the original at full size."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ugc.geometry import WHOLE
from ugc.media.encode import encode
from ugc.media.frames import open_frame
from ugc.media.pixels import open_picture
from ugc.media.resample import Picture


class Wanted(NamedTuple):
    """How large a small picture may be, in pixels, and how well it is kept, 1..100."""

    width: int
    height: int
    quality: int


class Thumb(NamedTuple):
    """A small picture as a WebP file, and its size in pixels."""

    data: bytes
    width: int
    height: int


def thumbs(path: Path, wanted: Sequence[Wanted], *, clip: bool = False) -> tuple[Thumb, ...]:
    """Return a whole picture, or a frame of a clip's first second, at several sizes; decoded once.

    A picture smaller than what is wanted is not enlarged. Raises InputError when it cannot be read.
    """
    picture = open_frame(path, at=0.5) if clip else open_picture(path)
    return tuple(_thumb(picture, size) for size in wanted)


def _thumb(picture: Picture, wanted: Wanted) -> Thumb:
    scale = min(wanted.width / picture.width, wanted.height / picture.height, 1.0)
    size = max(round(picture.width * scale), 1), max(round(picture.height * scale), 1)
    return Thumb(encode(picture.render(WHOLE, size), "webp", quality=wanted.quality).data, *size)
