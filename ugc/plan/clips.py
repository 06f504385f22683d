"""How a clip fills a canvas over its time: each stretch between two cuts is cropped by what it is about, or whole.

A person's word comes first. A window follows faces that were seen often enough, else what moves and stands out, where
that is in one place; what nothing is sure of stands whole on a backdrop, and so does a stretch whose crop would cut
faces that matter as much as the one it follows.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ugc.geometry import NEARLY, WHOLE, area, clipped, contain_box, cover_box, shown, union
from ugc.geometry.paths import thinned
from ugc.model.focus import Focus, Point
from ugc.model.formats import Box, Format
from ugc.model.layout import Framing
from ugc.model.seen import Seen, Sight
from ugc.model.watched import Moment, Stretch, Watched
from ugc.plan.following import Followed, Window, follow, window
from ugc.plan.framing import Look
from ugc.plan.losses import short
from ugc.plan.regions import Shot
from ugc.plan.tracks import Track, tracks
from ugc.text import counted

_LEAST_FOLLOWED = 0.25
"""The part of a clip that a crop keeps at least where a face is surely followed: a phone's width of a wide picture."""
_EVERY = 8
"""Moments of one face, at most, that words are kept off."""
_ANCHORED = 0.34
"""Stretches shorter than so many seconds take part in the one before: they hold too few moments to judge."""


class Part(NamedTuple):
    """One stretch of a clip, and how it is shown."""

    stretch: Stretch
    framing: Framing | None
    """None: it stands whole."""
    faces: tuple[Box, ...]
    """Where faces are over its time: on the canvas, or, where it stands whole, in the clip."""
    why: str = ""
    """Why it stands whole."""


def parts(shot: Shot, taken: Stretch, *, format: Format, look: Look) -> tuple[Part, ...]:
    """Return how each stretch of what is taken of a clip is shown; none where nobody has watched it.

    None either where a person drew a crop for the format: it is taken as it is.
    """
    motion, focus = shot.watched, shot.media.focus
    if motion is None or not motion.moments or (focus and format.id in focus.crops):
        return ()
    size = shot.media.width, shot.media.height
    frame = window(size, format.pixels, region_of(motion))
    found = []
    for stretch in _stretches(motion, taken, focus):
        moments = [each for each in motion.moments if stretch.start - NEARLY <= each.at < stretch.end]
        moments = moments or [min(motion.moments, key=lambda each: abs(each.at - stretch.start))]
        word = _said(focus, stretch, frame, size, format)
        if word is not None:
            where = Followed((word,), "faces", tracks(moments, rate=motion.rate, avoid=_avoided(focus)))
            found.append(
                _covered(stretch, moments, where, frame, shot, format, by=short(focus.by) if focus else "")
            )
            continue
        where = follow(moments, frame, rate=motion.rate, safe=format.safe, avoid=_avoided(focus))
        why = _whole(where, frame, shot, look, format)
        if why:
            found.append(Part(stretch, None, _seen(where.kept or tracks(moments, rate=motion.rate)), why))
        else:
            found.append(_covered(stretch, moments, where, frame, shot, format))
    return tuple(_merged(found))


def region_of(motion: Watched) -> Box:
    """Return the part of a clip inside its bars."""
    return motion.inside or WHOLE


def mostly_whole(found: Sequence[Part]) -> str | None:
    """Return why all of a clip should stand whole: because most of its time would. None where it should not."""
    whole = [part for part in found if part.framing is None]
    seconds = sum(part.stretch.seconds for part in whole)
    if not whole or seconds < sum(part.stretch.seconds for part in found) / 2:
        return None
    return max(whole, key=lambda part: part.stretch.seconds).why


def framings(
    found: Sequence[Part], shot: Shot, *, format: Format, look: Look, source: int = 0
) -> tuple[Framing, ...]:
    """Return the framings of a clip's stretches, in order; those without a crop stand whole in the middle."""
    motion = shot.watched
    region = region_of(motion) if motion else WHOLE
    told = []
    for part in found:
        framing = part.framing or standing(shot, region, format=format, look=look, why=part.why)
        during = (round(part.stretch.start, 4), round(part.stretch.end, 4))
        told.append(framing.model_copy(update={"during": during, "source": source}))
    return tuple(told)


def standing(shot: Shot, region: Box, *, format: Format, look: Look, why: str) -> Framing:
    """Return how a clip stands whole in the middle of a canvas, without its bars."""
    source = shot.media.width * region.width, shot.media.height * region.height
    wide, high = format.pixels
    box = contain_box(source, format.pixels)
    return Framing(
        mode="fit",
        box=region,
        at=Box(x0=box.x0 / wide, y0=box.y0 / high, x1=box.x1 / wide, y1=box.y1 / high),
        backdrop=look.backdrop,
        kept=area(region),
        scale=box.width / source[0],
        why=f"{why}, so it stands whole",
    )


def on_canvas(found: Sequence[Part], framings: Sequence[Framing], shot: Shot) -> Seen:
    """Return what words must be kept off, as if the canvas were one picture: the faces of all stretches."""
    faces: list[Box] = []
    for part, framing in zip(found, framings, strict=True):
        for face in part.faces:
            box = shown(face, framing.box, framing.at or WHOLE) if part.framing is None else face
            faces += [there] if (there := clipped(box, framing.at or WHOLE)) else []
    detectors = shot.seen.detectors if shot.seen else {}
    return Seen(detectors=detectors, sights=tuple(Sight(kind="face", box=box, by="faces") for box in faces))


def faces_of_all(shot: Shot) -> tuple[Box, ...]:
    """Return where faces are over a clip's time, in fractions of it; those of one frame where nobody watched it."""
    motion = shot.watched
    if motion is None:
        return shot.seen.boxes("face") if shot.seen else ()
    return _seen(tracks(motion.moments, rate=motion.rate, avoid=_avoided(shot.media.focus)))


def over_time(shot: Shot) -> Seen | None:
    """Return what was seen in a clip with the faces of all its time, for one way of showing all of it."""
    motion = shot.watched
    if motion is None or shot.seen is None:
        return shot.seen
    every = faces_of_all(shot)
    others = tuple(sight for sight in shot.seen.sights if sight.kind != "face")
    sights = (*others, *(Sight(kind="face", box=box, by="faces") for box in every))
    return shot.seen.model_copy(update={"sights": sights, "inside": motion.inside})


def _avoided(focus: Focus | None) -> tuple[Box, ...]:
    return focus.avoid if focus else ()


def _stretches(motion: Watched, taken: Stretch, focus: Focus | None) -> list[Stretch]:
    """What is taken, parted at cuts and where a person's word begins or ends."""
    begin, end = taken.start, taken.end
    edges = set(motion.cuts)
    for timed in focus.timed if focus else ():
        edges |= {timed.start, timed.end}
    inner = sorted(edge for edge in edges if begin < edge < end)
    kept = [begin]
    for edge in inner:
        if edge - kept[-1] >= _ANCHORED and end - edge >= _ANCHORED:
            kept.append(edge)
    return [Stretch(start=a, end=b) for a, b in zip(kept, [*kept[1:], end], strict=True)]


def _said(
    focus: Focus | None, stretch: Stretch, frame: Window, size: tuple[int, int], format: Format
) -> float | None:
    """Where a person's word lays the window for a stretch; None without one."""
    if focus is None:
        return None
    middle = (stretch.start + stretch.end) / 2
    timed = next((each for each in focus.timed if each.start <= middle < each.end), None)
    point = timed.point if timed else focus.point
    boxes = [box for box in ((timed.box,) if timed else (focus.box, *focus.keep)) if box]
    if point is None and not boxes:
        return None
    if point is None:
        held = union(boxes)
        point = Point(x=(held.x0 + held.x1) / 2, y=(held.y0 + held.y1) / 2)
    part = cover_box(size, format.pixels, point)
    begin = part.x0 if frame.across else part.y0
    return min(max(begin, frame.low), frame.high)


def _whole(where: Followed, frame: Window, shot: Shot, look: Look, format: Format) -> str | None:
    """Why a stretch should stand whole rather than be cropped, if so."""
    part = frame.box(where.begins[0])
    kept = area(part) / area(frame.region)
    scale = format.pixels[0] / (part.width * shot.media.width)
    if kept >= 1 - NEARLY:
        return None
    if scale > look.most_enlarged:
        return f"a crop would be enlarged {scale:.1f} times"
    if where.missed and look.cut_faces == "fit":
        every = len(where.kept) + where.missed
        return f"a crop would cut {where.missed} of {every} faces"
    least = min(look.least_kept, _LEAST_FOLLOWED) if where.by in ("faces", "eye") else look.least_kept
    if kept >= least:
        return None
    if where.by == "none":
        return f"nothing in it could be followed surely, and a crop would keep {kept:.0%} of it"
    return f"a crop would keep {kept:.0%} of it"


def _covered(
    stretch: Stretch,
    moments: Sequence[Moment],
    where: Followed,
    frame: Window,
    shot: Shot,
    format: Format,
    *,
    by: str = "",
) -> Part:
    """A stretch that a window shows, with where its faces are on the canvas."""
    begins = where.begins
    part = frame.box(begins[0])
    kept = area(part)
    path: tuple[tuple[float, float, float], ...] = ()
    if len(begins) > 1:
        path = thinned(
            [_point(moment.at, frame.box(begin)) for moment, begin in zip(moments, begins, strict=True)]
        )
    faces = []
    for track in where.kept:
        for number in _picked(track):
            at = frame.box(begins[number] if len(begins) > 1 else begins[0])
            box = clipped(shown(track.at(number), at), WHOLE)
            faces += [box] if box else []
    framing = Framing(
        mode="cover",
        box=part,
        kept=kept,
        scale=format.pixels[0] / (part.width * shot.media.width),
        why=_why(where, frame, kept, by=by, moves=bool(path)),
        lost=_lost(where),
        path=path,
    )
    return Part(stretch, framing, tuple(faces))


def _why(where: Followed, frame: Window, kept: float, *, by: str, moves: bool) -> str:
    if frame.high - frame.low <= NEARLY and kept > 0.995:
        return "the clip has the canvas's shape"
    how = "a window follows" if moves else "cropped to keep"
    if by:
        what = f"cropped around what {by} named"
    elif where.by == "faces":
        what = f"{how} {counted(len(where.kept), 'face')}"
    else:
        what = f"{how} what draws the eye"
    return f"{what}, {kept:.0%} kept"


def _lost(where: Followed) -> tuple[str, ...]:
    if not where.missed:
        return ()
    return (f"{counted(where.missed, 'face')} as large as what it follows is left out.",)


def _point(at: float, part: Box) -> tuple[float, float, float]:
    return round(at, 4), round(part.x0, 5), round(part.y0, 5)


def _picked(track: Track) -> list[int]:
    """Some moments of a face, evenly over those at which it was seen."""
    numbers = sorted(track.boxes)
    step = max(len(numbers) / _EVERY, 1.0)
    return list(dict.fromkeys(numbers[int(each * step)] for each in range(int(len(numbers) / step))))


def _seen(found: Sequence[Track]) -> tuple[Box, ...]:
    return tuple(track.boxes[number] for track in found for number in _picked(track))


def _merged(found: Sequence[Part]) -> Iterator[Part]:
    """Stretches that follow each other and are shown alike, as one."""
    held: Part | None = None
    for part in found:
        if held and _alike(held, part):
            stretch = Stretch(start=held.stretch.start, end=part.stretch.end)
            held = held._replace(stretch=stretch, faces=(*held.faces, *part.faces))
            continue
        if held:
            yield held
        held = part
    if held:
        yield held


def _alike(one: Part, other: Part) -> bool:
    if one.framing is None or other.framing is None:
        return one.framing is other.framing and one.why == other.why
    return one.framing == other.framing and not one.framing.path
