"""Pictures as clips: a slow push in on what matters, or a slow pan along it.

A picture that is shown nearly whole is pushed in on. One of which a crop shows little is panned over, from one end of
what matters to the other.
"""

from collections.abc import Sequence

from ugc.geometry import WHOLE, area, clipped, union
from ugc.model.creatives import NotPlanned
from ugc.model.formats import Box, Format
from ugc.model.layout import Framing
from ugc.model.watched import Stretch
from ugc.plan.regions import Shot
from ugc.plan.subjects import faces_of, head_of

FORBIDDEN = "static_images_max_half_of_video"
"""The rule of placements that refuse clips of which more than half is still pictures."""
_PUSHED = 0.10
"""The part of a window's size by which it is smaller at the end of a push;"""
_PUSHED_WHOLE = 0.03
"""and where a picture stands whole on its backdrop, which is pushed in on with it."""
_PANNED = 0.62
"""The part of a picture that a crop shows, below which it is panned over."""
_FURTHEST = 0.25
"""How far a pan goes to each side of the best crop, in parts of what the crop leaves out: more loses the subject."""


def refused(shots: Sequence[Shot], stretches: Sequence[Stretch], format: Format) -> NotPlanned | None:
    """Return why pictures may not become a clip for a format, if so: one of its placements refuses slideshows.

    https://ads.tiktok.com/help/article/tiktok-auction-in-feed-ads
    """
    pairs = zip(shots, stretches, strict=True)
    pictures = sum(each.seconds for shot, each in pairs if shot.media.kind == "image")
    place = next((each for each in format.placements if FORBIDDEN in each.creative_rules), None)
    if place is None or pictures * 2 <= sum(each.seconds for each in stretches):
        return None
    return NotPlanned(
        post=shots[0].post.id,
        format=format.id,
        code="slideshow",
        why=f"{place.name} refuses clips that are pictures for more than half of their time.",
        hint=f"Make a carousel of the pictures themselves: --format {place.platform}.carousel.image.",
    )


def moved(shot: Shot, framing: Framing, *, number: int, seconds: float) -> Framing:
    """Return a picture's framing as it moves for so many seconds, the first of its creative or a later one."""
    start = {"source": number, "during": (0.0, round(seconds, 4))}
    if framing.mode == "fit":
        return framing.model_copy(update=start | {"ends": _smaller(WHOLE, _PUSHED_WHOLE, WHOLE)})
    part = framing.box
    aim = _aim(shot, part)
    if area(part) < _PANNED and framing.kept < _PANNED:
        first, last = _ends(shot, part)
        if number % 2:
            first, last = last, first
        return framing.model_copy(update=start | {"box": first, "ends": last})
    inner = _smaller(part, _PUSHED, aim)
    first, last = (inner, part) if number % 2 else (part, inner)
    return framing.model_copy(update=start | {"box": first, "ends": last})


def _aim(shot: Shot, part: Box) -> Box:
    """What a push goes towards: the faces that are shown, else what a person named, else the middle."""
    focus = shot.media.focus
    faces = [clipped(head_of(face), part) for face in faces_of(shot.seen, focus)]
    there = [face for face in faces if face]
    if there:
        return union(there)
    if focus and focus.box:
        return clipped(focus.box, part) or part
    if focus and focus.point:
        return Box(x0=focus.point.x, y0=focus.point.y, x1=focus.point.x, y1=focus.point.y)
    return part


def _smaller(part: Box, share: float, aim: Box) -> Box:
    """A window smaller by a share, around an aim as far as it lies in the larger one; it holds the aim where it can."""
    width, height = part.width * (1 - share), part.height * (1 - share)
    x = min(max((aim.x0 + aim.x1 - width) / 2, part.x0), part.x1 - width)
    y = min(max((aim.y0 + aim.y1 - height) / 2, part.y0), part.y1 - height)
    return Box(x0=x, y0=y, x1=x + width, y1=y + height)


def _ends(shot: Shot, part: Box) -> tuple[Box, Box]:
    """Where a pan begins and ends: on both sides of the best crop, and never so that a face in it is cut."""
    across = part.width < 1 - 1e-6
    low, high = (part.x0, part.x1) if across else (part.y0, part.y1)
    length = high - low
    faces = [clipped(head_of(face), part) for face in faces_of(shot.seen, shot.media.focus)]
    spans = [(face.x0, face.x1) if across else (face.y0, face.y1) for face in faces if face]
    furthest = _FURTHEST * (1 - length)
    least = max([low - furthest, 0.0, *(end - length for _, end in spans)])
    most = min([low + furthest, 1 - length, *(begin for begin, _ in spans)])
    return _shifted(part, min(least, low), across), _shifted(part, max(most, low), across)


def _shifted(part: Box, begin: float, across: bool) -> Box:
    if across:
        return Box(x0=begin, y0=part.y0, x1=begin + part.width, y1=part.y1)
    return Box(x0=part.x0, y0=begin, x1=part.x1, y1=begin + part.height)
