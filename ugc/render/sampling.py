"""Frames that stand for a clip, as they look on the canvas: words are shaded by them, an end card is drawn on one."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ugc.geometry.paths import along
from ugc.media.canvas import framed
from ugc.media.frames import open_frames
from ugc.media.pixels import open_picture
from ugc.model.creatives import Draft
from ugc.model.formats import Box
from ugc.model.layout import Framing
from ugc.render.jobs import Job
from ugc.render.still import draw

if TYPE_CHECKING:
    import numpy as np

    from ugc.media.resample import Picture

_LOOKS = (0.0, 0.2, 0.45, 0.7, 0.95)
"""Where frames that stand for a clip are taken from, in parts of its length."""


def spans(draft: Draft) -> tuple[tuple[float, float], ...]:
    """Return from when to when of its source each framing of a clip is shown, in seconds."""
    assert draft.take
    take = draft.take
    whole = take.start, take.start + take.seconds - take.ending
    return tuple(framing.during or whole for framing in draft.framings)


def frames(job: Job, start: float, end: float) -> "Iterator[np.ndarray[Any, Any]]":
    """Yield frames from between two times of a creative, as they stand on the canvas, without words."""
    draft = job.work.draft
    wanted: dict[int, list[float]] = {}
    for part in _LOOKS:
        framing, at = _shown_at(draft, start + part * (end - start))
        wanted.setdefault(framing.source, []).append(at)
    for source, times in wanted.items():
        for picture, at in zip(opened(job, source, times), times, strict=True):
            framing = next(one for one in draft.framings if one.source == source and _holds(one, at))
            if framing.during is None:
                yield draw([picture], job)
            else:
                yield framed(
                    picture, at_time(framing, at), draft.pixels, colour=str(job.words["brand"]["ink"])
                )


def at_time(framing: Framing, at: float) -> Framing:
    """Return a framing as it is at a second of its source, its window where the path has brought it."""
    if not framing.path:
        return framing
    x, y = along(framing.path, at)
    box = Box(x0=x, y0=y, x1=x + framing.box.width, y1=y + framing.box.height)
    return framing.model_copy(update={"box": box})


def opened(job: Job, source: int, times: list[float]) -> "list[Picture]":
    """Return the frames of a source at some times; a picture stands for each of its own."""
    original = job.originals[source]
    if original.kind == "image":
        return [open_picture(original.path)] * len(times)
    return open_frames(original.path, times)


def _shown_at(draft: Draft, at: float) -> tuple[Framing, float]:
    """The framing that is shown so many seconds after the beginning, and the time of its source then."""
    for framing, (begin, end) in zip(draft.framings, spans(draft), strict=True):
        if at < end - begin or framing is draft.framings[-1]:
            return framing, min(begin + at, end)
        at -= end - begin
    raise ValueError("a clip without a framing")


def _holds(framing: Framing, at: float) -> bool:
    return framing.during is None or framing.during[0] - 0.001 <= at <= framing.during[1] + 0.001
