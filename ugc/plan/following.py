"""How a window follows what a stretch of a clip is about: its faces, else what moves and stands out.

Pure. A window is the largest part of a clip with the canvas's shape; it can move along one axis only.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from ugc.geometry import NEARLY, cover_box
from ugc.geometry.paths import Aim, calm, still
from ugc.model.formats import Box
from ugc.model.watched import Levels, Moment
from ugc.plan.subjects import head_of
from ugc.plan.tracks import Track, tracks

_AIR = 0.12
"""What is left beside a face, in widths of it."""
_HIGH = 0.42
"""How far down a face looks best in a window that moves up and down."""
_SEEN = 0.4
"""The part of a stretch's moments at which a face must be seen to be what it is about, or to count beside another;"""
_RIVAL = 0.4
"""and, of two faces, the part of the weightier one's weight that the other must have to be as important."""
_DRAWN = 0.6
"""The part of all that draws the eye that a window must hold to be laid by it."""
_MASS_KEPT = 0.9
"""The part of the most that a window can hold which it may hold while it stands still."""
_AROUND_S = 0.8
"""Seconds on each side over which what draws the eye is taken together: it flickers."""
_MOVES = 0.3
"""How far the subject must move, in windows, before a window that could stand still after all does not."""
_FASTEST = 0.7
"""Windows a second that a window moves at most: faster looks hunted."""
_MISSED = 0.02
"""Windows by which a face's edge may be missing at a moment where a window stands still."""


class Window(NamedTuple):
    """A window before a clip, in fractions of its upright frame."""

    across: bool
    """Whether it moves sideways; else it moves up and down."""
    low: float
    high: float
    """Between which its beginning may lie."""
    length: float
    region: Box
    """The part of the frame inside bars, in which it moves."""

    def box(self, begin: float) -> Box:
        """Return the part of the frame that it shows."""
        if self.across:
            return Box(x0=begin, y0=self.region.y0, x1=begin + self.length, y1=self.region.y1)
        return Box(x0=self.region.x0, y0=begin, x1=self.region.x1, y1=begin + self.length)

    def span(self, box: Box) -> tuple[float, float]:
        """Return where a box begins and ends along its axis."""
        return (box.x0, box.x1) if self.across else (box.y0, box.y1)


class Followed(NamedTuple):
    """Where a window is over a stretch."""

    begins: tuple[float, ...]
    """One where it stands still, else one a moment."""
    by: Literal["faces", "eye", "none"]
    """What it was laid by."""
    kept: tuple[Track, ...] = ()
    """The faces that are in it."""
    missed: int = 0
    """Faces as important that it cannot hold as well."""


def window(size: tuple[int, int], canvas: tuple[int, int], region: Box) -> Window:
    """Return the window of a canvas before a clip of `size` pixels, both width by height."""
    part = cover_box((size[0] * region.width, size[1] * region.height), canvas)
    across = part.width < part.height
    length = part.width * region.width if across else part.height * region.height
    low, end = (region.x0, region.x1) if across else (region.y0, region.y1)
    return Window(across, low, max(end - length, low), length, region)


def follow(
    moments: Sequence[Moment], frame: Window, *, rate: float, safe: Box, avoid: Sequence[Box] = ()
) -> Followed:
    """Return how a window follows a stretch. `rate` is its moments a second, `safe` the safe zone of the canvas."""
    if frame.high - frame.low <= NEARLY or not moments:
        return Followed((frame.low,), "none", tracks(moments, rate=rate, avoid=avoid))
    found = [
        track for track in tracks(moments, rate=rate, avoid=avoid) if len(track.boxes) >= _SEEN * len(moments)
    ]
    if found:
        return _by_faces(found, len(moments), frame, rate=rate, safe=safe)
    return _by_eye(moments, frame, rate=rate)


def _by_faces(found: Sequence[Track], count: int, frame: Window, *, rate: float, safe: Box) -> Followed:
    """Follow the weightiest face, with as many others as fit beside it."""
    group = [found[0]]
    for other in found[1:]:
        if _fit([*group, other], count, frame):
            group.append(other)
    rivals = [track for track in found[1:] if track not in group and track.weight >= _RIVAL * found[0].weight]
    aims = [_aim(group, number, frame, safe) for number in range(count)]
    return Followed(_begins(aims, frame, rate), "faces", tuple(group), len(rivals))


def _fit(group: Sequence[Track], count: int, frame: Window) -> bool:
    """Whether a window can hold some faces at nearly all moments."""
    held = sum(_width(_room(group, number, frame)) <= frame.length for number in range(count))
    return held >= 0.95 * count


def _width(room: tuple[float, float]) -> float:
    return room[1] - room[0]


def _room(group: Sequence[Track], number: int, frame: Window) -> tuple[float, float]:
    """Where some faces with their hair and chin begin and end at a moment, and some air beside them."""
    spans = []
    for track in group:
        low, high = frame.span(head_of(track.at(number)))
        air = _AIR * (high - low) if frame.across else 0.0
        spans.append((low - air, high + air))
    return min(low for low, _ in spans), max(high for _, high in spans)


def _aim(group: Sequence[Track], number: int, frame: Window, safe: Box) -> Aim:
    low, high = _room(group, number, frame)
    middle, length = (low + high) / 2, frame.length
    place = (safe.x0 + safe.x1) / 2 if frame.across else _HIGH
    best = middle - place * length
    if high - low > length:  # too large for it: its middle counts
        return Aim(best=middle - length / 2, low=middle - length / 2, high=middle - length / 2)
    return Aim(best=min(max(best, high - length), low), low=high - length, high=low)


def _begins(aims: Sequence[Aim], frame: Window, rate: float) -> tuple[float, ...]:
    """One place where the window can stand still, else a path."""
    bounded = [
        Aim(*(min(max(value, frame.low), frame.high) for value in (aim.best, aim.low, aim.high)))
        for aim in aims
    ]
    bests = sorted(aim.best for aim in bounded)
    moved = (bests[-1 - len(bests) // 20] - bests[len(bests) // 20]) / frame.length
    place = still(bounded, low=frame.low, high=frame.high, spare=_MISSED * frame.length)
    if place is not None and moved < 2 * _MOVES:
        return (place,)
    if place is None and moved < _MOVES:  # noise of the detector: nearly everything can be had standing still
        middle = bests[len(bests) // 2]
        inside = sum(
            aim.low - 0.05 * frame.length <= middle <= aim.high + 0.05 * frame.length for aim in bounded
        )
        if inside >= 0.95 * len(bounded):
            return (middle,)
    return calm(
        bounded, low=frame.low, high=frame.high, length=frame.length, fastest=_FASTEST * frame.length / rate
    )


def _by_eye(moments: Sequence[Moment], frame: Window, *, rate: float) -> Followed:
    """Follow what moves and stands out, where it is in one place; "none" where it is not."""
    profiles = _smoothed(
        [_profile(moment, frame) for moment in moments], around=max(round(_AROUND_S * rate), 1)
    )
    told = [_held(profile, frame) for profile in profiles]
    known = [one for one in told if one is not None]
    if not known:
        return Followed(((frame.low + frame.high) / 2,), "none")
    drawn = sum(part for _, part in known) / len(known)
    aims, last = [], known[0][0]
    for one in told:
        last = one[0] if one else last
        aims.append(last)
    begins = _begins(aims, frame, rate)
    if drawn < _DRAWN:
        return Followed(begins, "none")
    return Followed(begins, "eye")


def _profile(moment: Moment, frame: Window) -> tuple[float, ...]:
    levels: Levels | None = moment.across if frame.across else moment.down
    told = levels.levels if levels else b""
    whole = sum(told)
    return tuple(level / whole for level in told) if whole else ()


def _smoothed(profiles: Sequence[tuple[float, ...]], *, around: int) -> list[tuple[float, ...]]:
    """Each moment's profile, together with those round it."""
    found = []
    for number in range(len(profiles)):
        some = [profile for profile in profiles[max(number - around, 0) : number + around + 1] if profile]
        found.append(tuple(sum(column) / len(some) for column in zip(*some, strict=True)) if some else ())
    return found


def _held(profile: Sequence[float], frame: Window) -> tuple[Aim, float] | None:
    """Where a window holds the most of a profile, from where to where it holds nearly as much, and which part."""
    if not profile:
        return None
    sums = [0.0]
    for level in profile:
        sums.append(sums[-1] + level)

    def until(place: float) -> float:
        at = min(max(place, 0.0), 1.0) * len(profile)
        whole = min(int(at), len(profile) - 1)
        return sums[whole] + (at - whole) * profile[whole]

    steps = 96
    places = [frame.low + (frame.high - frame.low) * step / steps for step in range(steps + 1)]
    held = [until(place + frame.length) - until(place) for place in places]
    most = max(held)
    top = [number for number, mass in enumerate(held) if mass >= most - NEARLY]
    first = last = top[len(top) // 2]
    best = places[first]
    while first > 0 and held[first - 1] >= _MASS_KEPT * most:
        first -= 1
    while last < steps and held[last + 1] >= _MASS_KEPT * most:
        last += 1
    inside = until(frame.region.x1 if frame.across else frame.region.y1) - until(
        frame.region.x0 if frame.across else frame.region.y0
    )
    return Aim(best=best, low=places[first], high=places[last]), most / inside if inside > 0 else 0.0
