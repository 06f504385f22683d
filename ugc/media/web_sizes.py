"""Which files a picture of a web page has: widths and types, told from its shape before anything is decoded.

Widths and types were chosen by measuring (`benchmarks/gallery_pictures.py`; CPU of one core, of photographs at 4:5):

    type                     320 px         640 px         960 px      of each
    AVIF, quality 58          5 ms  8 kB   14 ms 20 kB   29 ms 34 kB   every width: what nearly all browsers take
    WebP, quality 75          2 ms 12 kB    8 ms 33 kB   16 ms 57 kB   one width: for the few that take no AVIF
    JPEG, quality 78        0.5 ms 17 kB    2 ms 59 kB    3 ms 120 kB  two: the last resort, and what people save

The AVIF is the likeness of the WebP (SSIM 0.932 and 0.929 at 640 px) at 60 % of its bytes; the JPEG is better than
both. AVIF is made at libavif's speed 10: 8 costs five times as much for 6 % fewer bytes. Tuned for SSIM it costs a
quarter less than as libavif tunes it by itself, at the same likeness and bytes. 320 px fill a tile of a desktop, 640
one of a phone or of a dense screen, 960 and 1440 a whole picture. A width that the original does not reach is replaced
by its own, where that adds something; nothing is ever enlarged.
"""

import math
from typing import Any, NamedTuple

from ugc.geometry import WHOLE
from ugc.model.formats import Box
from ugc.model.galleries import FileType, WebPicture

WAY = 1
"""Number of the way in which pictures are made: raised whenever the same original would give other bytes."""
TILE = (320, 640)
"""Widths of a tile in a list."""
PIECE = (960, 1440)
"""Widths of a picture that stands on its post's page alone. It gets no WebP: that would cost a fifth of the making."""
BOTH = (320, 640, 960, 1440)
"""Where the tile is the whole picture, the same files serve both."""

OPTIONS: dict[FileType, tuple[str, dict[str, Any]]] = {
    "avif": (
        "AVIF",
        {"quality": 58, "speed": 10, "max_threads": 1, "autotiling": False, "advanced": {"tune": "ssim"}},
    ),
    "webp": ("WEBP", {"quality": 75, "method": 0}),
    "jpg": ("JPEG", {"quality": 78, "subsampling": "4:2:0"}),
}
"""Pillow's name and options by type. Pictures are spread over the processors one a thread."""

_FALLBACK, _SAVED = 640, 960
"""Widths of the one WebP and of the larger JPEG, at most; the smaller JPEG is as wide as the WebP."""
_ADDS = 1.25
"""An original's own width is worth a file where it is more than so many times the next smaller one."""
_TALLEST = 4000
"""Pixels of height: a screenshot of a whole page becomes narrower than asked for."""
_ALIKE = 2.0
"""Pixels that a crop may leave out at each edge and still be the whole picture."""


class Cut(NamedTuple):
    """One picture that is wanted of an original."""

    box: Box | None = None
    """In fractions of the upright original, 0..1; None is the whole."""
    widths: tuple[int, ...] = BOTH
    """Pixels."""


class Sizes(NamedTuple):
    """Which files a picture has: widths in pixels by type, the smallest first."""

    avif: tuple[int, ...]
    webp: tuple[int, ...]
    jpg: tuple[int, ...]
    shape: tuple[int, int]
    """Width and height in pixels of the largest."""

    def named(self, name: str, *, colour: str) -> WebPicture:
        """Return the picture whose files begin with a name; `colour` is six hex digits."""
        width, height = self.shape
        given = {"avif": self.avif, "webp": self.webp, "jpg": self.jpg}
        return WebPicture(name=name, width=width, height=height, colour=colour, **given)


def is_whole(box: Box | None, own: tuple[int, int]) -> bool:
    """Say whether a crop is the whole picture, within two pixels at each edge; `own` is its width and height."""
    if box is None:
        return True
    across, down = max(box.x0, 1 - box.x1) * own[0], max(box.y0, 1 - box.y1) * own[1]
    return max(across, down) <= _ALIKE


def sizes(own: tuple[int, int], cut: Cut) -> Sizes:
    """Return which files there will be of a cut from an original of `own` width and height in pixels."""
    box = cut.box or WHOLE
    across, down = box.width * own[0], box.height * own[1]
    most = max(math.floor(min(across, _TALLEST * across / down) + 1e-6), 1)
    fits = [width for width in sorted(cut.widths) if width <= most]
    if most < max(cut.widths) and (not fits or most > fits[-1] * _ADDS):
        fits.append(most)
    webp = tuple(width for width in fits if width <= _FALLBACK)[-1:]
    jpg = {*webp, max((width for width in fits if width <= _SAVED), default=fits[0])}
    shape = fits[-1], height_of(fits[-1], own, box)
    return Sizes(tuple(fits), webp, tuple(sorted(jpg)), shape)


def height_of(width: int, own: tuple[int, int], box: Box) -> int:
    """Return the height in pixels of a crop that is `width` pixels wide."""
    return max(round(width * box.height * own[1] / (box.width * own[0])), 1)
