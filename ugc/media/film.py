"""Clips on a canvas: cropped or whole on a backdrop, one after another, under overlays, with sound; one run of ffmpeg.

Each clip is opened as every collected one, and its colours are brought to BT.709 as a conforming copy's are. What comes
out is an MP4 with its index first and no edit lists, in which both tracks begin at 0.
"""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from ugc.files import PART_PREFIX
from ugc.media import conform_picture, ffmpeg
from ugc.media.conform_source import arguments, check_length, look
from ugc.media.film_graph import Footage, Laid, Stretch, graph, stretches
from ugc.media.film_sound import LaidOn, soundtrack
from ugc.media.tag_clip import append_xmp, telling
from ugc.model.conforming import FilmPlan
from ugc.model.probes import Probe

_PACKING = ["-map_metadata", "-1", *ffmpeg.PLAIN_MP4]


class Over(NamedTuple):
    """A PNG with transparency that lies over the frames from `start` to `end` seconds; None is all along."""

    png: bytes
    top: int = 0
    """The row of the canvas at which it begins."""
    start: float | None = None
    end: float | None = None


class Moving(NamedTuple):
    """A small clip with transparency that begins at `start` seconds, and whose last frame stays until `end`."""

    path: Path
    top: int = 0
    start: float = 0.0
    end: float | None = None
    stays: bool = True
    """Whether its last frame stays; else there is nothing after it."""


def film(
    clips: Sequence[tuple[Path, Probe]],
    plan: FilmPlan,
    out: Path,
    *,
    overs: Sequence[Over | Moving] = (),
    laid: LaidOn | None = None,
    tags: Mapping[str, str],
    xmp: bytes,
    patience_s: float = 3600.0,
    told: Callable[[float], None] | None = None,
) -> tuple[str, ...]:
    """Write clips on their canvas to `out`, which says `tags` and `xmp` of itself; return what a person should know.

    `clips` are what the plan's pieces are of, each with its probe; pictures among them are PNG, in sRGB, and at least
    as large as they are to be shown. `laid` is a sound in place of theirs, or
    under it where the plan keeps theirs. `told` is given the seconds that are made so far.
    Raises InputError when a clip is damaged, cut short or nothing is made of it for too long, MissingError when ffmpeg
    or a part of it is missing, MachineError when it cannot be written.
    """
    footage = [
        Footage(path, probe, look(path, probe.type) if probe.kind == "video" else None)
        for path, probe in clips
    ]
    read = stretches(plan, footage)
    first = clips[0][0]
    with tempfile.TemporaryDirectory(prefix=PART_PREFIX) as folder:
        room = Path(folder)
        fps = conform_picture.rate(plan.picture.fps or 30)
        opened = [_opened(stretch, fps) for stretch in read]
        sound = soundtrack(plan, read, opened, room, laid=laid, patience_s=patience_s)
        layers, over = _layers(overs, room, after=len(read) + bool(sound.inputs))
        inputs = [*(word for words in opened for word in words), *sound.inputs, *layers]
        shown = graph(plan, read, over, room=room)
        command = ["-y", *inputs, "-filter_complex", shown, "-map", "[film]", *sound.mapped]
        encoded = [
            *conform_picture.settings(plan.picture),
            *("-t", f"{plan.seconds:.3f}"),
            *telling(tags),
            *_PACKING,
        ]
        ffmpeg.run(
            [*command, *encoded, ffmpeg.safe_path(out)], source=first, patience_s=patience_s, told=told
        )
    check_length(first, out, plan.seconds)
    append_xmp(out, xmp)
    return sound.notes


def _opened(stretch: Stretch, fps: Fraction) -> list[str]:
    """How ffmpeg is told to open what is read of a clip."""
    if stretch.footage.found is None:
        return ["-f", "png_pipe", "-framerate", str(fps), "-i", ffmpeg.safe_path(stretch.footage.path)]
    # ffmpeg seeks from where the first of picture and sound begins, and we count from the first frame.
    begin = stretch.start + stretch.footage.found.begins
    seek = ["-ss", f"{begin:.3f}"] if begin > 0 else []
    path, probe = stretch.footage.path, stretch.footage.probe
    return [*seek, "-t", f"{stretch.seconds:.3f}", *arguments(path, probe.type)]


def _layers(overs: Sequence[Over | Moving], room: Path, *, after: int) -> tuple[list[str], list[Laid]]:
    """What else is read for the overlays, and where each lies."""
    words: list[str] = []
    laid = []
    for number, over in enumerate(overs):
        if isinstance(over, Over):
            file = room / f"over{number}.png"
            file.write_bytes(over.png)
            words += ["-f", "png_pipe", "-i", ffmpeg.safe_path(file)]
        else:
            words += ["-itsoffset", f"{over.start:.4f}", "-f", "mov", "-i", ffmpeg.safe_path(over.path)]
        stays = isinstance(over, Over) or over.stays
        laid.append(Laid(after + number, over.top, over.start, over.end, stays))
    return words, laid
