"""Faces followed from moment to moment: which of those that were seen are one face, and which it is all about."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from ugc.geometry import area, overlap
from ugc.model.formats import Box
from ugc.model.watched import Moment

_GONE_S = 1.2
"""Seconds without being seen after which a face is another one."""
_SHARED = 0.1
"""The part of their union that two boxes share when they are of one face at two moments;"""
_NEAR = 0.8
"""or how far their middles lie apart, in widths of the face."""
_LEAST_MOMENTS, _LEAST_SHARE = 3, 0.25
"""How often a face must have been seen, at least: what is seen once is often none."""


class Track(NamedTuple):
    """One face over the moments of a stretch."""

    boxes: dict[int, Box]
    """Number of a moment to where it was seen then."""
    weight: float
    """How large it was and how surely seen, over all moments: the sum of area times confidence."""

    def at(self, number: int) -> Box:
        """Return where it is at a moment: as it was seen, or between the moments at which it was."""
        if number in self.boxes:
            return self.boxes[number]
        before = max((known for known in self.boxes if known < number), default=None)
        after = min((known for known in self.boxes if known > number), default=None)
        if before is None or after is None:
            known = after if before is None else before
            assert known is not None
            return self.boxes[known]
        part = (number - before) / (after - before)
        one, other = self.boxes[before], self.boxes[after]
        return Box(
            x0=one.x0 + (other.x0 - one.x0) * part,
            y0=one.y0 + (other.y0 - one.y0) * part,
            x1=one.x1 + (other.x1 - one.x1) * part,
            y1=one.y1 + (other.y1 - one.y1) * part,
        )


def tracks(moments: Sequence[Moment], *, rate: float, avoid: Sequence[Box] = ()) -> tuple[Track, ...]:
    """Return the faces of a stretch, the weightiest first; those seen too seldom to be sure of are left out.

    A face whose middle lies in a part that a person wants left out does not count.
    """
    open_: list[tuple[dict[int, Box], list[float]]] = []
    gone = max(round(_GONE_S * rate), 1)
    for number, moment in enumerate(moments):
        taken: set[int] = set()
        for face in sorted(moment.faces, key=lambda face: (-area(face.box), face.box.x0)):
            if any(_holds(part, face.box) for part in avoid):
                continue
            own = _nearest(open_, face.box, number, gone, taken)
            if own is None:
                open_.append(({}, []))
                own = len(open_) - 1
            taken.add(own)
            open_[own][0][number] = face.box
            open_[own][1].append(area(face.box) * face.score)
    least = min(max(_LEAST_SHARE * len(moments), 1), _LEAST_MOMENTS)
    found = [Track(boxes, sum(weights)) for boxes, weights in open_ if len(boxes) >= least]
    return tuple(sorted(found, key=lambda track: (-track.weight, min(track.boxes))))


def _nearest(
    open_: Sequence[tuple[dict[int, Box], list[float]]], box: Box, number: int, gone: int, taken: set[int]
) -> int | None:
    """The face that a box is of, among those seen not long ago and not yet found at this moment."""
    best, closest = None, 0.0
    for index, (boxes, _) in enumerate(open_):
        last = max(boxes)
        if index in taken or number - last > gone:
            continue
        near = _likeness(boxes[last], box)
        if near > closest:
            best, closest = index, near
    return best


def _likeness(one: Box, other: Box) -> float:
    """How likely two boxes are of one face, above 0 where they may be."""
    shared = overlap(one, other)
    union = area(one) + area(other) - shared
    part = shared / union if union > 0 else 0.0
    if part >= _SHARED:
        return 1.0 + part
    larger = max(one.width, other.width)
    if larger <= 0 or min(one.width, other.width) < larger / 2:
        return 0.0
    across = (one.x0 + one.x1 - other.x0 - other.x1) / 2
    down = (one.y0 + one.y1 - other.y0 - other.y1) / 2
    apart = math.hypot(across, down) / larger
    return max(1.0 - apart / _NEAR, 0.0)


def _holds(part: Box, face: Box) -> bool:
    x, y = (face.x0 + face.x1) / 2, (face.y0 + face.y1) / 2
    return part.x0 <= x <= part.x1 and part.y0 <= y <= part.y1
