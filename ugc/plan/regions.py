"""Templates whose pictures stand in parts of the canvas: side by side, one above the other, beside a panel."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ugc.geometry import (
    WHOLE,
    Candidate,
    area,
    candidates,
    clipped,
    contain_box,
    cover_box,
    overlap,
    shown,
    without_borders,
)
from ugc.model.captions import Captions
from ugc.model.creatives import SourceRole
from ugc.model.formats import Box, Format
from ugc.model.layout import Framing
from ugc.model.posts import Media, Post
from ugc.model.seen import Seen
from ugc.model.templates import PictureSlot, Template
from ugc.model.watched import Watched
from ugc.plan.framing import Look
from ugc.plan.losses import lost
from ugc.plan.subjects import faces_of, subjects
from ugc.plan.tones import mean
from ugc.text import counted


class Shot(NamedTuple):
    """One picture that goes into a creative."""

    post: Post
    number: int
    """Position among the post's media, from 0."""
    seen: Seen | None = None
    """What was seen in it; None where nobody has looked."""
    role: SourceRole = "main"
    """Of clips that are joined: hook or body."""
    within: tuple[float, float | None] | None = None
    """From when to when a person wants it, in seconds; without an end, to its own."""
    captions: Captions | None = None
    """What is said in a clip; None where nothing is to be drawn of it."""

    @property
    def media(self) -> Media:
        return self.post.media[self.number]

    @property
    def watched(self) -> Watched | None:
        """What was seen of a clip over time; None of a picture, and where nobody watched it."""
        return self.seen.watched if self.seen else None


def places(
    template: Template, format: Format, *, count: int = 1, right: bool = False
) -> tuple[tuple[PictureSlot, Box], ...]:
    """Return where so many pictures stand on a format, in fractions of the canvas; none where one fills it.

    `right`: the words are read from the right. A template that is mirrored for them then begins at the right.
    """
    if template.sizes is None:
        return ()
    shape, _ = template.sizes.shape(format.pixels)
    found = []
    for slot in template.rows(count):
        if shape not in slot.at:
            return ()
        x0, y0, x1, y1 = slot.at[shape]
        if right and template.mirrored:
            x0, x1 = 1 - x1, 1 - x0
        found.append((slot, Box(x0=x0, y0=y0, x1=x1, y1=y1)))
    return tuple(found)


def begun_below(row: PictureSlot, at: Box, slots: Mapping[str, Box]) -> Box:
    """Return where a picture stands whose row says that it begins under a slot, `slots` being where they stand."""
    words = slots.get(row.below) if row.below else None
    return at.model_copy(update={"y0": words.y1}) if words and words.y1 < at.y1 else at


def place(
    shot: Shot,
    slot: PictureSlot,
    at: Box,
    *,
    format: Format,
    template: Template,
    look: Look,
    words: Sequence[Box] = (),
) -> Framing:
    """Return how a picture fills its part of the canvas: the crop that keeps the most, its faces clear of `words`.

    Where every crop would cut a face, and the settings say so, it stands whole in its part. `words` are the places
    where text will stand, in fractions of the canvas.
    """
    media, seen = shot.media, shot.seen
    size = round(at.width * format.pixels[0]), round(at.height * format.pixels[1])
    source = media.width, media.height
    known = subjects(seen, media.focus)
    region = without_borders(seen.inside if seen else None, known)
    within = tuple(one.within(region) for one in known)
    under = [box for one in words if (box := clipped(one, at))]
    crops = candidates(
        source,
        size,
        within,
        salient=seen.salient if seen else None,
        safe=shown(clipped(format.safe, at) or at, at, WHOLE),
        notches=[shown(box, at, WHOLE) for box in under],
        borders=region,
    )
    heads = faces_of(seen, media.focus)
    crop = next((crop for crop in crops if not _under(heads, crop.box, at, under)), crops[0])
    if media.focus and media.focus.point:
        crop = Candidate(box=cover_box(source, size, media.focus.point), score=(), fits=True)
    unit = template.sizes.shape(format.pixels)[1] if template.sizes else 1.0
    cut = sum(one.kind == "face" and not one.is_whole(crop.box) for one in within)
    every = sum(one.kind == "face" for one in within)
    if not crop.fits and cut and look.cut_faces == "fit":
        whole = source[0] * region.width, source[1] * region.height
        ways = list(_standing(whole, at, size, format=format))
        inner = next((way for way in ways if not _under(heads, region, way, under)), ways[0])
        cuts = "the face" if every == 1 else f"{cut} of {every} faces"
        why = f"a crop would cut {cuts}, so it stands whole in its part"
        return _framing(shot, region, inner, format=format, radius=slot.radius * unit, why=why)
    why = (
        f"cropped to its part, {counted(every, 'face')} kept" if every and not cut else "cropped to its part"
    )
    return _framing(shot, crop.box, at, format=format, radius=slot.radius * unit, why=why)


def _standing(
    source: tuple[float, float], at: Box, size: tuple[int, int], *, format: Format
) -> Iterator[Box]:
    """Yield where a picture may stand whole in its part of `size` pixels: in the middle, then at one side of it."""
    stands = contain_box(source, size)
    for across in (0.5, 1.0, 0.0) if stands.width < size[0] - 1 else (0.5,):
        left = round((size[0] - stands.width) * across) if across != 0.5 else stands.x0
        yield Box(
            x0=at.x0 + left / format.pixels[0],
            y0=at.y0 + stands.y0 / format.pixels[1],
            x1=at.x0 + (left + stands.width) / format.pixels[0],
            y1=at.y0 + stands.y1 / format.pixels[1],
        )


def _under(faces: Sequence[Box], part: Box, at: Box, words: Sequence[Box]) -> bool:
    """Whether any face of a crop lies under words."""
    return any(overlap(shown(face, part, at), box) > 0 for face in faces for box in words)


def faces_shown(shot: Shot, framing: Framing) -> tuple[Box, ...]:
    """Return where a picture's faces lie on the canvas, in fractions of it."""
    at = framing.at or WHOLE
    boxes = (clipped(shown(face, framing.box, at), at) for face in faces_of(shot.seen, shot.media.focus))
    return tuple(box for box in boxes if box)


def hidden(shots: Sequence[Shot], framings: Sequence[Framing], box: Box) -> float:
    """Return how much of what draws the eye, or is to be read, words in a box of the canvas would hide, 0..1."""
    cost = 0.0
    for shot, framing in zip(shots, framings, strict=True):
        at = framing.at or WHOLE
        part = clipped(box, at)
        if part is None or shot.seen is None:
            continue
        share = area(part) / area(box)
        if shot.seen.salient:
            cost += share * mean(shot.seen.salient, shown(part, at, framing.box)) / 255
        read = (shown(words, framing.box, at) for words in shot.seen.boxes("words"))
        cost += share * any(overlap(words, part) > 0 for words in read)
    return min(cost, 1.0)


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
