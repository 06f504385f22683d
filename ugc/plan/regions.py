"""Templates whose pictures stand in parts of the canvas: side by side, one above the other, beside a panel."""

from typing import NamedTuple

from ugc.geometry import WHOLE, area, candidates, clipped, contain_box, shown, without_borders
from ugc.model.formats import Box, Format
from ugc.model.layout import Framing
from ugc.model.posts import Media, Post
from ugc.model.seen import Seen
from ugc.model.templates import PictureSlot, Template
from ugc.plan.framing import Look
from ugc.plan.losses import lost
from ugc.plan.subjects import faces_of, subjects
from ugc.text import counted


class Shot(NamedTuple):
    """One picture that goes into a creative."""

    post: Post
    number: int
    """Position among the post's media, from 0."""
    seen: Seen | None = None
    """What was seen in it; None where nobody has looked."""

    @property
    def media(self) -> Media:
        return self.post.media[self.number]


def places(template: Template, format: Format) -> tuple[tuple[PictureSlot, Box], ...]:
    """Return where a template's pictures stand on a format, in fractions of the canvas; none where one fills it."""
    if template.sizes is None:
        return ()
    shape, _ = template.sizes.shape(format.pixels)
    found = []
    for slot in template.pictures:
        if shape not in slot.at:
            return ()
        x0, y0, x1, y1 = slot.at[shape]
        found.append((slot, Box(x0=x0, y0=y0, x1=x1, y1=y1)))
    return tuple(found)


def place(
    shot: Shot, slot: PictureSlot, at: Box, *, format: Format, template: Template, look: Look
) -> Framing:
    """Return how a picture fills its part of the canvas: the crop that keeps the most.

    Where every crop would cut a face, and the settings say so, it stands whole in its part.
    """
    media, seen = shot.media, shot.seen
    size = round(at.width * format.pixels[0]), round(at.height * format.pixels[1])
    source = media.width, media.height
    known = subjects(seen, media.focus)
    region = without_borders(seen.inside if seen else None, known)
    within = tuple(one.within(region) for one in known)
    crop = candidates(source, size, within, salient=seen.salient if seen else None, borders=region)[0]
    unit = template.sizes.shape(format.pixels)[1] if template.sizes else 1.0
    cut = sum(one.kind == "face" and not one.is_whole(crop.box) for one in within)
    every = sum(one.kind == "face" for one in within)
    if not crop.fits and cut and look.cut_faces == "fit":
        stands = contain_box((source[0] * region.width, source[1] * region.height), size)
        inner = Box(
            x0=at.x0 + stands.x0 / format.pixels[0],
            y0=at.y0 + stands.y0 / format.pixels[1],
            x1=at.x0 + stands.x1 / format.pixels[0],
            y1=at.y0 + stands.y1 / format.pixels[1],
        )
        cuts = "the face" if every == 1 else f"{cut} of {every} faces"
        why = f"a crop would cut {cuts}, so it stands whole in its part"
        return _framing(shot, region, inner, format=format, radius=slot.radius * unit, why=why)
    why = (
        f"cropped to its part, {counted(every, 'face')} kept" if every and not cut else "cropped to its part"
    )
    return _framing(shot, crop.box, at, format=format, radius=slot.radius * unit, why=why)


def faces_shown(shot: Shot, framing: Framing) -> tuple[Box, ...]:
    """Return where a picture's faces lie on the canvas, in fractions of it."""
    at = framing.at or WHOLE
    boxes = (clipped(shown(face, framing.box, at), at) for face in faces_of(shot.seen, shot.media.focus))
    return tuple(box for box in boxes if box)


def _framing(shot: Shot, part: Box, at: Box, *, format: Format, radius: float, why: str) -> Framing:
    known = subjects(shot.seen, shot.media.focus)
    missing = [one for one in known if one.kind not in ("avoid", "person") and not one.is_whole(part)]
    return Framing(
        mode="cover",
        box=part,
        at=at,
        radius=radius,
        kept=area(part),
        scale=at.width * format.pixels[0] / (part.width * shot.media.width),
        why=why,
        lost=lost(known, missing, part=part, at=at, format=format),
    )
