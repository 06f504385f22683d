"""What a crop of one picture is weighed by: what a person named in it, and what was seen."""

from ugc.geometry import Growth, Subject, face, inside, named
from ugc.model.focus import Focus
from ugc.model.formats import Box
from ugc.model.seen import Seen, Sight

_CASCADE = Growth(up=0.40, down=0.15, sides=0.20)
"""Heads around the boxes of OpenCV's cascades, which go from the brow to the chin: measured on heads marked by eye."""
_NETWORK = Growth(up=0.30, down=0.05, sides=0.15)
"""Heads around boxes from the hairline to the chin, as the networks' are made."""
_SURE = 0.7
"""A confidence from which on a face counts whole: one is no more of a face for being told at 0.95."""


def subjects(seen: Seen | None, focus: Focus | None) -> tuple[Subject, ...]:
    """Return everything that a crop is weighed by. A face in a part that a person wants left out does not count."""
    found: list[Subject] = []
    if focus:
        found += [named("aim", focus.box)] if focus.box else []
        found += [named("keep", box) for box in focus.keep]
        found += [named("avoid", box) for box in focus.avoid]
    detectors = seen.detectors if seen else {}
    return (*found, *(_subject(sight, detectors) for sight in _counted(seen, focus)))


def faces_of(seen: Seen | None, focus: Focus | None) -> tuple[Box, ...]:
    """Return the faces that were seen, less those in a part that a person wants left out: that is how one is denied."""
    return tuple(sight.box for sight in _counted(seen, focus) if sight.kind == "face")


def head_of(box: Box) -> Box:
    """Return the head round a face as the shipped networks draw it; not clipped to the picture."""
    across, above, below = _NETWORK.sides * box.width, _NETWORK.up * box.height, _NETWORK.down * box.height
    return Box(x0=box.x0 - across, y0=box.y0 - above, x1=box.x1 + across, y1=box.y1 + below)


def _counted(seen: Seen | None, focus: Focus | None) -> list[Sight]:
    avoided = focus.avoid if focus else ()
    sights = seen.sights if seen else ()
    return [s for s in sights if not any(inside(_middle(s.box), box) for box in avoided)]


def _subject(sight: Sight, detectors: dict[str, str]) -> Subject:
    weight = 1.0 if sight.score is None else min(sight.score / _SURE, 1.0)
    if sight.kind == "face":
        cascade = "cascade" in detectors.get(sight.by, "").casefold()
        return face(sight.box, _CASCADE if cascade else _NETWORK, weight=weight)
    return named(sight.kind, sight.box, weight=weight, text=sight.text)


def _middle(box: Box) -> Box:
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return Box(x0=x, y0=y, x1=x, y1=y)
