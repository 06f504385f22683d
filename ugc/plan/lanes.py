"""The lane of a clip's captions: where in the safe zone they stand, once for the whole clip. Pure.

The lanes were drawn for 1080x1920 inside the box that Meta's and TikTok's interfaces leave free, y 269 to 1248: the
middle one at y 652 to 804, the lower one at y 1016 to 1168, above a row for the credit. Other shapes have them at the
same heights of their own safe zone.
"""

from collections.abc import Iterable, Iterator, Sequence

from ugc.geometry import area, grown, overlap
from ugc.model.captions import CaptionStyle, FaceAt, Lane, LaneName
from ugc.model.formats import Box, Format
from ugc.model.templates import Sizes
from ugc.plan.zones import free

LINE = 1.18
"""Line height in em."""
_MIDDLE = (728 - 269) / (1248 - 269)
"""Where the middle lane's centre stands in the safe zone."""
_FOOT = 80
"""Pixels of the usual width that the lower lane keeps free below it: the credit row of 64, and 16."""
_APART = 16
"""And between captions and words of the template."""
_EM = {"phrase": 0.486, "bold": 0.596}
"""Advance of a character: 27 of 64 px, or 16 capitals of 88 px, fill 840 px."""
_MOST = {"phrase": 42, "bold": 16}
"""Characters of a line: https://partnerhelp.netflixstudios.com/hc/en-us/articles/215758617; of large capitals few."""
_FACE = 0.15
"""The share of a face, or of the lane, that the two may have in common."""
_STEPS = 24
_ROLE = {"phrase": "caption", "bold": "caption_bold"}


def role(style: CaptionStyle) -> str:
    """Return the role of caption type in `Sizes.type`."""
    return _ROLE[style]


def lanes(
    format: Format, sizes: Sizes, *, style: CaptionStyle = "phrase", from_right: bool = False
) -> tuple[Lane, Lane]:
    """Return the middle and the lower lane of a format, in fractions of its canvas.

    `from_right`: for words read from the right, whose readers may see the interface mirrored; their lanes keep free
    what it then covers, too.
    """
    unit = sizes.shape(format.pixels)[1]
    high = _height(format, sizes, style)
    safe = format.safe
    middle = safe.y0 + _MIDDLE * safe.height - high / 2
    low = safe.y1 - _FOOT * unit / format.pixels[1] - high
    return (
        _lane("mid", middle, format, sizes, style=style, from_right=from_right),
        _lane("low", max(low, safe.y0), format, sizes, style=style, from_right=from_right),
    )


def choose(
    format: Format,
    sizes: Sizes,
    *,
    style: CaptionStyle = "phrase",
    from_right: bool = False,
    faces: Sequence[FaceAt] = (),
    times: Sequence[tuple[float, float]] = (),
    words: Sequence[Box] = (),
) -> tuple[Lane | None, tuple[str, ...]]:
    """Return the lane of a clip's captions, and what there is to say of it.

    The middle one, unless it lies over a face or over `words` that the template placed, in fractions of the canvas;
    then the lower one, then wherever both are spared. Faces count that are seen while a caption stands: `times` are
    from when to when, in seconds, and where there are none, all count. Where no place spares the words there is no
    lane; where none spares the faces it is the lower one, which covers a chin rather than eyes.
    """
    usual = lanes(format, sizes, style=style, from_right=from_right)
    others = _others(format, sizes, style=style, from_right=from_right)
    unit = sizes.shape(format.pixels)[1]
    apart = _APART * unit / format.pixels[0], _APART * unit / format.pixels[1]
    seen = [face.box for face in faces if _counts(face, times)]
    clear = [lane for lane in (*usual, *others) if not _meets(lane.box, words, apart)]
    if not clear:
        return None, (
            "No captions are drawn: the words of the template take all the room that they could stand in.",
        )
    best = min(clear, key=lambda lane: max(_covers(lane.box, seen) - _FACE, 0.0))
    if _covers(best.box, seen) > _FACE:
        lowest = next((lane for lane in clear if lane.name == "low"), best)
        return lowest, ("Captions stand on a face in some frames: nothing else of the safe zone is free.",)
    if best.name == "free":
        return best, (
            "Captions stand elsewhere than usual, so that they cover neither a face nor the template's words.",
        )
    return best, ()


def _lane(
    name: LaneName, y0: float, format: Format, sizes: Sizes, *, style: CaptionStyle, from_right: bool
) -> Lane:
    high = _height(format, sizes, style)
    x0, x1 = free(format, y0, y0 + high)
    if from_right:
        x0, x1 = max(x0, 1 - x1), min(x1, 1 - x0)
    shape, unit = sizes.shape(format.pixels)
    size = sizes.type[role(style)][shape][0] * unit * sizes.wider
    wide = (x1 - x0) * format.pixels[0]
    per_line = min(max(int(wide / size / _EM[style] + 0.05), 1), _MOST[style])
    return Lane(name=name, box=Box(x0=x0, y0=y0, x1=x1, y1=y0 + high), per_line=per_line)


def _height(format: Format, sizes: Sizes, style: CaptionStyle) -> float:
    shape, unit = sizes.shape(format.pixels)
    return 2 * LINE * sizes.type[role(style)][shape][0] * unit / format.pixels[1]


def _others(format: Format, sizes: Sizes, *, style: CaptionStyle, from_right: bool) -> Iterator[Lane]:
    """Lanes from the foot of the safe zone upwards."""
    spare = format.safe.height - _height(format, sizes, style)
    for step in range(_STEPS, -1, -1) if spare >= 0 else ():
        y0 = format.safe.y0 + spare * step / _STEPS
        yield _lane("free", y0, format, sizes, style=style, from_right=from_right)


def _counts(face: FaceAt, times: Sequence[tuple[float, float]]) -> bool:
    return face.at is None or not times or any(start <= face.at <= end for start, end in times)


def _meets(box: Box, words: Iterable[Box], apart: tuple[float, float]) -> bool:
    return any(overlap(grown(box, *apart), other) > 0 for other in words)


def _covers(box: Box, faces: Iterable[Box]) -> float:
    """The largest share of a face, or of the lane, that the two have in common."""
    return max((overlap(box, face) / min(area(face), area(box)) for face in faces if area(face)), default=0.0)
