"""The shape that a theme gives to a picture's tile, and whether it has to be cropped for it."""

from ugc.gallery.themes import Theme
from ugc.model.posts import Media
from ugc.plan.tiling import needs_crop

_SHAPES: dict[str, tuple[int, int]] = {"4:5": (4, 5), "9:16": (9, 16)}
_TALLEST, _WIDEST = (1, 2), (16, 9)
"""The shapes between which a theme of own shapes keeps its tiles: look at a tile of a panorama on a phone."""


def shape_of(media: Media, theme: Theme) -> tuple[int, int] | None:
    """Return the shape, as width and height, that a theme's tile has; None where it has the picture's own."""
    if theme.crop != "none":
        return _SHAPES[theme.crop]
    if theme.wall != "masonry":
        return None
    ratio = media.width / media.height
    for (across, down), beyond in ((_TALLEST, ratio < 1), (_WIDEST, ratio > 1)):
        if beyond and needs_crop(media, (across, down)) and (ratio < across / down) is (ratio < 1):
            return across, down
    return None


def wants_crop(media: Media, theme: Theme) -> bool:
    """Say whether a theme would like to crop a picture."""
    shape = shape_of(media, theme)
    return shape is not None and needs_crop(media, shape)
