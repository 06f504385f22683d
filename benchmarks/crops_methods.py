"""Every way of cropping that `crops.py` compares: each says which part of a photograph fills a format's canvas."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ugc.geometry import NEARLY, WHOLE, contain_box, cover_box
from ugc.media.pixels import open_picture
from ugc.model.formats import Box, Format
from ugc.model.layout import Framing
from ugc.model.posts import Media
from ugc.model.seen import Seen, Sight, SightKind
from ugc.plan.framing import Look, frame

Pixels = NDArray[np.uint8]

NO_LIMIT = 1e9
"""Photographs are judged by how they are framed, and not refused for being small."""
CROPPED = Look(least_kept=0.0, most_enlarged=NO_LIMIT, cut_faces="crop")
SHIPPED = Look(most_enlarged=NO_LIMIT)
_SIGHTS: dict[str, SightKind] = {"face": "face", "body": "person", "words": "words"}
"""What the scorer weighs of the kinds that are marked; heads follow from faces, and products are seen by nobody."""


@dataclass(frozen=True)
class Photo:
    """A photograph with what was marked in it, and what was seen."""

    file: str
    pixels: Pixels
    """Upright, in sRGB."""
    marked: dict[str, tuple[Box, ...]]
    """Kind to boxes, in fractions of the picture."""
    seen: dict[str, Seen]
    """What each of our detectors saw, by the method's name."""

    @property
    def size(self) -> tuple[int, int]:
        return self.pixels.shape[1], self.pixels.shape[0]

    def boxes(self, kind: str) -> tuple[Box, ...]:
        return self.marked.get(kind, ())


@dataclass(frozen=True)
class Window:
    """The part of a photograph that fills a part of the canvas."""

    box: Box
    at: Box = WHOLE
    stands: bool = False
    """The picture was not cropped, but stands whole on a backdrop."""


Method = Callable[[Photo, Format], Window]


def open_pixels(path: Path) -> Pixels:
    """Open a photograph upright and in sRGB. Raises UgcError for what is none."""
    return open_picture(path).pixels


# --- ours ---------------------------------------------------------------------------------------------------------


def ours(look: Look, name: str) -> Method:
    """Our own framing of what one of our detectors saw."""

    def method(photo: Photo, format: Format) -> Window:
        return framed(photo, format, photo.seen[name], look)

    return method


def told(look: Look, name: str) -> Method:
    """Our own scorer, told the boxes that were marked; all else, such as saliency, is what our detectors saw."""

    def method(photo: Photo, format: Format) -> Window:
        sights = tuple(
            Sight(kind=sight, box=box, by="marked")
            for kind, sight in _SIGHTS.items()
            for box in photo.boxes(kind)
        )
        seen = photo.seen[name]
        knows = seen.model_copy(
            update={"sights": sights, "detectors": {"marked": "by eye"}, "words_read": True}
        )
        return framed(photo, format, knows, look)

    return method


def framed(photo: Photo, format: Format, seen: Seen, look: Look) -> Window:
    width, height = photo.size
    media = Media(sha256="0" * 64, kind="image", ext="jpg", size=0, width=width, height=height)
    framing, _ = frame(
        media,
        format=format,
        canvas=format.pixels,
        seen=seen,
        look=look,
        arrange=lambda **_: (),
    )
    return Window(framing.box, at=place(framing, photo.size, format), stands=framing.mode == "fit")


def place(framing: Framing, size: tuple[int, int], format: Format) -> Box:
    """Where the picture is on the canvas."""
    if framing.mode == "cover":
        return WHOLE
    if framing.at:
        return framing.at
    stands, (width, height) = contain_box(size, format.pixels), format.pixels
    return Box(x0=stands.x0 / width, y0=stands.y0 / height, x1=stands.x1 / width, y1=stands.y1 / height)


# --- others -------------------------------------------------------------------------------------------------------


def centre(photo: Photo, format: Format) -> Window:
    return Window(cover_box(photo.size, format.pixels))


def most(photo: Photo, format: Format) -> Window:
    """The window that holds the most whole faces that any can: no crop does better. It looks at nothing else."""
    middle = cover_box(photo.size, format.pixels)
    across = middle.width < 1.0
    length = middle.width if across else middle.height
    spans = [(box.x0, box.x1) if across else (box.y0, box.y1) for box in photo.boxes("face")]
    ends = [place for start, end in spans for place in (start, end - length)]
    start = middle.x0 if across else middle.y0
    starts = [start, *(min(max(place, 0.0), 1.0 - length) for place in ends)]

    def holds(at: float) -> tuple[int, float]:
        whole = sum(first >= at - NEARLY and last <= at + length + NEARLY for first, last in spans)
        return whole, -abs(at - start)

    best = max(starts, key=holds)
    if across:
        return Window(Box(x0=best, y0=0.0, x1=best + length, y1=1.0))
    return Window(Box(x0=0.0, y0=best, x1=1.0, y1=best + length))


def vips(interesting: str) -> Method:
    """libvips' smartcrop: https://www.libvips.org/API/current/method.Image.smartcrop.html."""
    pyvips = importlib.import_module("pyvips")

    def method(photo: Photo, format: Format) -> Window:
        width, height = in_whole_pixels(photo.size, format)
        image = pyvips.Image.new_from_array(photo.pixels, interpretation="srgb")
        made = image.smartcrop(width, height, interesting=interesting)
        return in_fractions((-made.xoffset, -made.yoffset, width, height), photo.size)

    return method


def smartcrop() -> Method:
    """smartcrop.py (https://pypi.org/project/smartcrop/), asked for the largest window, as all others are."""
    cropper = importlib.import_module("smartcrop").SmartCrop()

    def method(photo: Photo, format: Format) -> Window:
        image = Image.fromarray(photo.pixels)
        best = cropper.crop(image, *format.pixels, min_scale=1)["top_crop"]
        return in_fractions((best["x"], best["y"], best["width"], best["height"]), photo.size)

    return method


RIVALS: dict[str, tuple[str, Callable[[], Method]]] = {
    "pyvips attention": ("pyvips", lambda: vips("attention")),
    "pyvips entropy": ("pyvips", lambda: vips("entropy")),
    "smartcrop.py": ("smartcrop", smartcrop),
}
"""Name to the package that it needs, and what makes it."""


def rivals() -> tuple[dict[str, Method], list[str]]:
    """Return those that can be asked, and a sentence for each that cannot."""
    there, missing = {}, []
    for name, (package, make) in RIVALS.items():
        try:
            there[name] = make()
        except (ImportError, OSError) as error:
            missing.append(f"{name} is left out: {package} cannot be loaded ({error}).")
    return there, missing


def in_whole_pixels(size: tuple[int, int], format: Format) -> tuple[int, int]:
    """The largest window of the format's shape, for those who crop in pixels."""
    box = cover_box(size, format.pixels)
    return max(round(box.width * size[0]), 1), max(round(box.height * size[1]), 1)


def in_fractions(found: tuple[int, int, int, int], size: tuple[int, int]) -> Window:
    x, y, width, height = found
    return Window(Box(x0=x / size[0], y0=y / size[1], x1=(x + width) / size[0], y1=(y + height) / size[1]))
