"""Small pictures for people to look at: never the original at full size."""

from pathlib import Path
from typing import NamedTuple

from ugc.geometry import WHOLE
from ugc.media.encode import encode
from ugc.media.frames import open_frame
from ugc.media.pixels import open_picture
from ugc.media.resample import Picture


class Thumb(NamedTuple):
    """A small picture as a WebP file, and its size in pixels."""

    data: bytes
    width: int
    height: int


def thumb(path: Path, *, box: tuple[int, int], quality: int, clip: bool = False) -> Thumb:
    """Return a whole picture, or a frame from a clip's first second, scaled down into `box` (width, height).

    A picture smaller than the box stays as it is. Raises InputError when it cannot be read.
    """
    picture = open_frame(path, at=0.5) if clip else open_picture(path)
    size = _within(picture, box)
    small = picture.render(WHOLE, size)
    return Thumb(encode(small, "webp", quality=quality).data, *size)


def _within(picture: Picture, box: tuple[int, int]) -> tuple[int, int]:
    scale = min(box[0] / picture.width, box[1] / picture.height, 1.0)
    return max(round(picture.width * scale), 1), max(round(picture.height * scale), 1)
