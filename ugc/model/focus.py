"""What a person said of a picture: what to keep in view, what to leave out, how to crop. It stands above all seen."""

from datetime import datetime

from ugc.model.base import Value
from ugc.model.formats import Box


class Point(Value):
    """A place in a picture, both coordinates 0..1, x right and y down from the top left."""

    x: float
    y: float


class Timed(Value):
    """A person's word on one time of a clip."""

    start: float
    """Seconds from the clip's first frame."""
    end: float
    point: Point | None = None
    box: Box | None = None
    """Never together with `point`."""


class Focus(Value):
    """A person's word on how one picture may be cropped. Boxes are in fractions 0..1 of the upright picture."""

    by: str
    at: datetime
    point: Point | None = None
    """A crop is laid around it."""
    box: Box | None = None
    """A crop keeps it whole where it can; never set together with `point`."""
    keep: tuple[Box, ...] = ()
    """Parts that a crop must not cut, and that no text may cover: a product, a hand, a label."""
    avoid: tuple[Box, ...] = ()
    """Parts that a crop leaves out where it can."""
    crops: dict[str, Box] = {}
    """Format to the crop that was drawn for it; taken as it is."""
    timed: tuple[Timed, ...] = ()
    """Words on some times of a clip, in order and apart from each other; they stand above `point` and `box`."""
