"""The pictures of a check's page: a small one of each file, of a clip its first frame and those at a problem's time."""

import math
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from ugc.errors import UgcError
from ugc.geometry import WHOLE
from ugc.media.encode import encode
from ugc.media.frames import open_frame
from ugc.media.one_pass import Sampling, decode
from ugc.media.resample import Picture
from ugc.media.thumbs import Thumb, Wanted, thumbs
from ugc.model.probes import Probe, Severity
from ugc.reports.check_view import Entry, Section
from ugc.reports.findings import SEVERITIES, Item

_QUALITY = 74
_ACROSS = 360
"""CSS pixels that the page gives a picture; two frames of a clip stand side by side."""
_RADIUS = 13
"""CSS pixels of the disc behind a number."""
_MOST_FRAMES = 3
"""Beside the first, of one clip: those of its worst problems."""
_STEPS = 24
"""Frames decoded on the way to one that is wanted: how near it is, against how much is held at a time."""
_STEP_S = 0.1
"""Seconds between them at least."""

Shots = dict[float, Thumb]
"""Seconds to the frame there; a picture stands at 0."""


class Mark(NamedTuple):
    """A problem's box on a picture, and where its number stands, in pixels of the small picture."""

    number: int
    severity: Severity
    x: float
    y: float
    width: float
    height: float
    across: float
    """Centre of the number's disc."""
    down: float


class Plate(NamedTuple):
    """A picture to be shown, with what is marked on it."""

    shot: Thumb
    at: float | None
    """Seconds into the clip; None for a picture."""
    radius: float
    """Of the discs, in pixels of the small picture."""
    marks: tuple[Mark, ...]


def read_shots(entries: Sequence[Entry]) -> dict[str, Shots]:
    """Read the pictures of all files, several at a time: path to its shots, empty for what could not be read."""
    side = _side(sum(len(entry.sections) * (1 + len(_times(entry))) for entry in entries))
    with ThreadPoolExecutor(os.cpu_count() or 1) as workers:
        found = workers.map(lambda entry: _shots(entry, side), entries)
        return {entry.path: shots for entry, shots in zip(entries, found, strict=True)}


def plates(section: Section, shots: Shots) -> list[Plate]:
    """Return the pictures of a section: the file's own or its first frame, and the frames of its problems."""
    if section.medium != "video":
        return [_plate(shot, None, section.items, _ACROSS) for shot in shots.values()]
    shown = {at: [item for item in section.items if (item.at or 0.0) == at] for at in shots}
    shown = {at: here for at, here in shown.items() if here or at == 0.0}
    across = _ACROSS if len(shown) == 1 else _ACROSS / 2
    return [_plate(shots[at], at, here, across) for at, here in shown.items()]


def _plate(shot: Thumb, at: float | None, items: Iterable[Item], across: float) -> Plate:
    radius = _RADIUS * shot.width / across
    marks: list[Mark] = []
    for item in items:
        for box in item.boxes:
            corner = (box.x0 * shot.width, box.y0 * shot.height)
            size = (box.width * shot.width, box.height * shot.height)
            place = _free_place(*corner, radius, shot, marks)
            marks.append(
                Mark(item.number, item.severity, *(round(value, 1) for value in (*corner, *size, *place)))
            )
    return Plate(shot, at, round(radius, 1), tuple(marks))


def _free_place(x: float, y: float, radius: float, shot: Thumb, marks: Sequence[Mark]) -> tuple[float, float]:
    """Where a number stands: at the box's upper left corner, inside the picture, beside those that stand there."""
    across = min(max(x, radius), shot.width - radius)
    down = min(max(y, radius), shot.height - radius)
    while any(
        abs(mark.across - across) < 2 * radius and abs(mark.down - down) < 2 * radius for mark in marks
    ):
        if across + 3 * radius > shot.width:
            across, down = radius, down + 2.1 * radius
            if down > shot.height - radius:
                return across, shot.height - radius
        else:
            across += 2.1 * radius
    return across, down


def _shots(entry: Entry, side: int) -> Shots:
    kind = entry.probe.kind if entry.probe else next((s.medium for s in entry.sections if s.medium), None)
    path = Path(entry.path)
    try:
        if kind == "image":
            return {0.0: thumbs(path, [Wanted(side, side, _QUALITY)])[0]}
        if kind == "video":
            shots = {0.0: _small(open_frame(path), side)}
            for at in _times(entry):
                shots |= _shot_at(path, entry.probe, at, side)
            return shots
    except UgcError:
        return {}
    return {}


def _times(entry: Entry) -> list[float]:
    """Seconds of the frames that problems speak of, in their order; those of the worst where there are many."""
    found = [item for section in entry.sections for item in section.items if item.at]
    found.sort(key=lambda item: SEVERITIES.index(item.severity))
    times = dict.fromkeys(item.at for item in found if item.at)
    return sorted(list(times)[:_MOST_FRAMES])


def _shot_at(path: Path, probe: Probe | None, at: float, side: int) -> Shots:
    """The very frame: seeking alone would give the one before it that is whole by itself, seconds earlier."""
    if probe is None:
        return {}
    steps = max(min(math.ceil(at / _STEP_S), _STEPS), 1)
    wanted = Sampling(rate=steps / at, side=side, until=at + 2 * at / steps, colour=True)
    try:
        (frames,), _ = decode(path, probe, [wanted], sound=False)
    except UgcError:
        return {}
    if len(frames.pixels) <= steps:
        return {}
    pixels = frames.pixels[steps]
    return {at: Thumb(encode(pixels, "webp", quality=_QUALITY).data, pixels.shape[1], pixels.shape[0])}


def _small(picture: Picture, side: int) -> Thumb:
    scale = min(side / max(picture.width, picture.height), 1.0)
    size = max(round(picture.width * scale), 1), max(round(picture.height * scale), 1)
    return Thumb(encode(picture.render(WHOLE, size), "webp", quality=_QUALITY).data, *size)


def _side(count: int) -> int:
    """Longer side in pixels of so many pictures: sharp on a dense screen, smaller where there are hundreds."""
    return 860 if count <= 150 else 720 if count <= 400 else 560 if count <= 800 else 400
