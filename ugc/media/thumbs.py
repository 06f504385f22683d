"""Small pictures for people to look at: never the original at full size."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ugc.geometry import WHOLE
from ugc.media.canvas import framed
from ugc.media.encode import encode
from ugc.media.frames import open_frame
from ugc.media.pixels import open_picture
from ugc.media.resample import Picture, Pixels
from ugc.model.layout import Framing

_FINER = 2
"""How many times finer than it will be a picture is decoded at least."""


class Framed(NamedTuple):
    """A picture as it fills a canvas."""

    framing: Framing
    pixels: tuple[int, int]
    """Width by height of the canvas."""
    colour: str
    """#RRGGBB of a backdrop in the brand's colour."""


class Wanted(NamedTuple):
    """How large a small picture may be, in pixels, and how well it is kept, 1..100."""

    width: int
    height: int
    quality: int
    framed: Framed | None = None
    """None: the whole picture."""
    jpeg: bool = False
    """Whether it is a JPEG, for programs that know no WebP."""


class Thumb(NamedTuple):
    """A small picture as a WebP or JPEG file, and its size in pixels."""

    data: bytes
    width: int
    height: int


def thumbs(
    path: Path, wanted: Sequence[Wanted], *, clip: bool = False, as_seen: bool = False, quick: bool = False
) -> tuple[Thumb, ...]:
    """Return a picture, or a frame of a clip's first second, at several sizes, whole or framed; decoded once.

    A whole picture smaller than what is wanted is not enlarged. With `as_seen` a clip's frame is the one that is
    looked at in its stead; with `quick` a JPEG is decoded no larger than is needed. Raises InputError when it cannot
    be read.
    """
    enough = _FINER * max(side for each in wanted for side in (each.width, each.height)) if quick else None
    picture = _frame(path, as_seen=as_seen) if clip else open_picture(path, enough=enough)
    return tuple(
        _framed(picture, size, size.framed) if size.framed else _whole(picture, size) for size in wanted
    )


def _frame(path: Path, *, as_seen: bool) -> Picture:
    if not as_seen:
        return open_frame(path, at=0.5)
    from ugc.media.look.picture import view_of
    from ugc.media.opening import MAX_PIXELS

    return Picture(view_of(path, max_pixels=MAX_PIXELS).pixels)


def _whole(picture: Picture, wanted: Wanted) -> Thumb:
    size = _within((picture.width, picture.height), wanted)
    return _kept(picture.render(WHOLE, size), wanted)


def _framed(picture: Picture, wanted: Wanted, told: Framed) -> Thumb:
    """The canvas as it will be rendered, small and without words."""
    size = _within(told.pixels, wanted)
    return _kept(framed(picture, told.framing, size, colour=told.colour), wanted)


def _within(size: tuple[int, int], wanted: Wanted) -> tuple[int, int]:
    scale = min(wanted.width / size[0], wanted.height / size[1], 1.0)
    return max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)


def _kept(pixels: Pixels, wanted: Wanted) -> Thumb:
    data = encode(pixels, "jpg" if wanted.jpeg else "webp", quality=wanted.quality).data
    return Thumb(data, pixels.shape[1], pixels.shape[0])
