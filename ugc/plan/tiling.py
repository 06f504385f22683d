"""How a picture fills a cell of a gallery: around what matters, or whole where no crop keeps it."""

from ugc.geometry import WHOLE, area, candidates, cover_box, fitted, without_borders
from ugc.model.formats import Box
from ugc.model.posts import Media
from ugc.model.seen import Seen
from ugc.plan.subjects import subjects

_SAME_SHAPE = 0.02
"""By how much the shape of a picture may be off its cell's, as a share of it, and still fill it uncropped."""


def needs_crop(media: Media, shape: tuple[int, int]) -> bool:
    """Say whether a picture has another shape than a cell, given as its width and height."""
    ratio, wanted = media.width / media.height, shape[0] / shape[1]
    return abs(ratio / wanted - 1) > _SAME_SHAPE


def tile_crop(media: Media, shape: tuple[int, int], seen: Seen | None, *, least_kept: float) -> Box | None:
    """Return the part of a picture that fills a cell of some width and height; fractions 0..1 of the upright picture.

    A crop that a person drew for a format of this shape is taken as it is, then their point, then the best one. None
    where every crop would cut a face or a part to keep, or would keep less than `least_kept` of the picture: it then
    stands whole.
    """
    if not needs_crop(media, shape):
        return WHOLE
    size = media.width, media.height
    focus = media.focus
    for drawn in focus.crops.values() if focus else ():
        ratio = drawn.width * size[0] / (drawn.height * size[1])
        if abs(ratio / (shape[0] / shape[1]) - 1) <= _SAME_SHAPE:
            return fitted(drawn, size, shape)
    if focus and focus.point:
        return cover_box(size, shape, focus.point)
    known = subjects(seen, focus)
    region = without_borders(seen.inside if seen else None, known)
    if not known and not (seen and seen.salient):
        best, fits = cover_box(size, shape), True
    else:
        found = candidates(
            size, shape, known, salient=seen.salient if seen else None, borders=region, most=1
        )[0]
        best, fits = found.box, found.fits
    return best if fits and area(best) >= least_kept * area(region) else None
