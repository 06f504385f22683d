"""A clip on a canvas: cropped or whole on a backdrop, under an overlay, with sound; one run of ffmpeg, one graph.

The clip is opened as every collected one, and its colours are brought to BT.709 as a conforming copy's are. What comes
out is an MP4 with its index first and no edit lists, in which both tracks begin at 0.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from ugc.files import PART_PREFIX
from ugc.media import conform_picture, conform_sound, ffmpeg
from ugc.media.backdrops import BLUR, COARSE, DIM
from ugc.media.conform_source import Found, arguments, check_length, look
from ugc.media.tag_clip import append_xmp, telling
from ugc.model.conforming import FilmPlan, SoundPlan
from ugc.model.probes import Probe

_SILENCE = "anullsrc=channel_layout=stereo:sample_rate=48000"
_DIMMED = f"lutyuv=y='16+(val-16)*{DIM}':u='128+(val-128)*{DIM}':v='128+(val-128)*{DIM}'"
_OVERLAY = "scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int,format=yuva420p"
_PACKING = ["-map_metadata", "-1", *ffmpeg.PLAIN_MP4]


class Over(NamedTuple):
    """What lies over every frame: a PNG with transparency, and the row of the canvas at which it begins."""

    png: bytes
    top: int = 0


def film(
    path: Path,
    probe: Probe,
    plan: FilmPlan,
    out: Path,
    *,
    over: Over | None = None,
    laid: Path | None = None,
    tags: Mapping[str, str],
    xmp: bytes,
    patience_s: float = 3600.0,
) -> tuple[str, ...]:
    """Write a clip on its canvas to `out`, which says `tags` and `xmp` of itself; return what a person should know.

    `probe` is the clip's. `laid` is the sound in place of the clip's: MP4 with AAC alone, as long as the film, as
    `ugc.media.mixing.bed` writes it. Raises InputError when the clip is damaged, cut short or takes over `patience_s`
    seconds, MissingError when ffmpeg or a part of it is missing, MachineError when it cannot be written.
    """
    found = look(path, probe.type)
    with tempfile.TemporaryDirectory(prefix=PART_PREFIX) as folder:
        room = Path(folder)
        seek = ["-ss", f"{plan.start:.3f}"] if plan.start else []
        read = [*seek, "-t", f"{plan.seconds:.3f}", *arguments(path, probe.type)]
        inputs, sound, notes = _sound(
            path, probe, plan, read, room / "sound.mp4", laid, patience_s=patience_s
        )
        layers = []
        if over:
            (room / "over.png").write_bytes(over.png)
            layers = ["-f", "png_pipe", "-i", ffmpeg.safe_path(room / "over.png")]
        graph = _graph(found, probe, plan, over, after=1 + bool(inputs))
        command = ["-y", *read, *inputs, *layers, "-filter_complex", graph, "-map", "[film]", *sound]
        encoded = [
            *conform_picture.settings(plan.picture),
            "-t",
            f"{plan.seconds:.3f}",
            *telling(tags),
            *_PACKING,
        ]
        ffmpeg.run([*command, *encoded, ffmpeg.safe_path(out)], source=path, patience_s=patience_s)
    check_length(path, out, plan.seconds)
    append_xmp(out, xmp)
    return notes


def _graph(found: Found, probe: Probe, plan: FilmPlan, over: Over | None, *, after: int) -> str:
    """The filter graph; the overlay is input number `after`."""
    wide, high = plan.size
    left, top, right, bottom = plan.at or (0, 0, wide, high)
    shown = right - left, bottom - top
    steps = conform_picture.upright(found, probe, shown, fps=plan.picture.fps, crop=_crop(plan, probe))
    chains = [f"[0:V:0]{','.join(steps)}[shown]"]
    last = "shown"
    if plan.at:
        chains += _backed(plan)
        last = "backed"
    if over:
        chains += [
            f"[{after}:v]{_OVERLAY}[over]",
            f"[{last}][over]overlay=x=0:y={over.top}:format=yuv420[laid]",
        ]
        last = "laid"
    return ";".join([*chains, f"[{last}]{','.join(conform_picture.FINISHED)},format=yuv420p[film]"])


def _crop(plan: FilmPlan, probe: Probe) -> str | None:
    """The part that is kept, in whole pixels of the upright frame; ffmpeg cuts chroma planes where they are."""
    part = plan.part
    wide, high = max(round(part.width * probe.width), 2), max(round(part.height * probe.height), 2)
    if (wide, high) == (probe.width, probe.height):
        return None
    left = min(round(part.x0 * probe.width), probe.width - wide)
    top = min(round(part.y0 * probe.height), probe.height - high)
    return f"{wide}:{high}:{left}:{top}:exact=1"


def _backed(plan: FilmPlan) -> list[str]:
    """The clip in its place on a backdrop of the canvas's size."""
    wide, high = plan.size
    left, top, right, bottom = plan.at or (0, 0, wide, high)
    if plan.backdrop == "blur":
        small = max(wide // COARSE // 2 * 2, 2), max(high // COARSE // 2 * 2, 2)
        fill = f"scale={small[0]}:{small[1]}:force_original_aspect_ratio=increase:flags=area"
        blur = f"{fill},crop={small[0]}:{small[1]},gblur=sigma={BLUR * min(small):.2f},{_DIMMED}"
        return [
            "[shown]split[front][behind]",
            f"[behind]{blur},scale={wide}:{high}:flags=bicubic[backdrop]",
            f"[backdrop][front]overlay=x={left}:y={top}:format=yuv420[backed]",
        ]
    colour = f"0x{plan.colour.lstrip('#')}" if plan.backdrop == "colour" else "black"
    padded = f"[shown]pad=w={wide}:h={high}:x={left}:y={top}:color={colour}"
    if plan.backdrop == "extend":
        padded += f",fillborders=left={left}:top={top}:right={wide - right}:bottom={high - bottom}:mode=smear"
    return [f"{padded}[backed]"]


def _sound(
    path: Path,
    probe: Probe,
    plan: FilmPlan,
    read: list[str],
    room: Path,
    laid: Path | None,
    *,
    patience_s: float,
) -> tuple[list[str], list[str], tuple[str, ...]]:
    """What else is read for the sound, what becomes of it, and what is to be said."""
    if laid:
        return ["-f", "mov", "-i", ffmpeg.safe_path(laid)], ["-map", "1:a:0", "-c:a", "copy"], ()
    if plan.sound is None or probe.audio_codec is None:
        return ["-f", "lavfi", "-i", _SILENCE], ["-map", "1:a:0", *conform_sound.encoding(SoundPlan())], ()
    return conform_sound.track(read, path, plan.sound, room, patience_s=patience_s)
