"""The filter graph of a film: clips turned upright, their pieces cropped or set on a backdrop, joined, and overlaid."""

import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from ugc.geometry.paths import along
from ugc.media import conform_picture, ffmpeg, film_still
from ugc.media.backdrops import BLUR, COARSE, DIM
from ugc.media.conform_source import Found
from ugc.model.conforming import FilmPlan, Piece
from ugc.model.probes import Probe

_DIMMED = f"lutyuv=y='16+(val-16)*{DIM}':u='128+(val-128)*{DIM}':v='128+(val-128)*{DIM}'"
_OVERLAY = "scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int,format=yuva420p"


class Footage(NamedTuple):
    """One clip or picture that a film is made of."""

    path: Path
    probe: Probe
    found: Found | None
    """None of a picture, a PNG in sRGB."""


class Stretch(NamedTuple):
    """Pieces of one clip that follow each other without a gap, and are read together."""

    footage: Footage
    pieces: tuple[Piece, ...]

    @property
    def start(self) -> float:
        """Seconds from the clip's first frame."""
        return self.pieces[0].start

    @property
    def seconds(self) -> float:
        return sum(piece.seconds for piece in self.pieces)


class Laid(NamedTuple):
    """What is laid over the film: which of ffmpeg's inputs, its first row, and from when to when."""

    number: int
    top: int
    start: float | None
    end: float | None
    stays: bool = True
    """Whether its last frame stays until its end."""


def stretches(plan: FilmPlan, footage: Sequence[Footage]) -> list[Stretch]:
    """Return what is read of which clip, in order."""
    found: list[Stretch] = []
    for piece in plan.pieces:
        last = found[-1] if found else None
        if (
            last
            and piece.source == last.pieces[-1].source
            and last.footage.found
            and _follows(last.pieces[-1], piece)
        ):
            found[-1] = Stretch(last.footage, (*last.pieces, piece))
        else:
            found.append(Stretch(footage[piece.source], (piece,)))
    return found


def graph(plan: FilmPlan, read: Sequence[Stretch], overs: Sequence[Laid], *, room: Path) -> str:
    """Return the filter graph that makes `[film]` of ffmpeg's first inputs, one a stretch.

    Paths of windows that move are written to files in `room`.
    """
    rate = conform_picture.rate(plan.picture.fps or 30)
    chains: list[str] = []
    ends: list[str] = []
    for number, stretch in enumerate(read):
        if stretch.footage.found is None:
            chains.append(film_still.chain(plan, stretch.pieces[0], number, fps=rate))
            ends.append(f"part{number}")
            continue
        made, end = _stretch(plan, stretch, stretch.footage.found, number, fps=float(rate), room=room)
        chains += made
        ends.append(end)
    last = ends[0]
    at = 0.0
    for number in range(1, len(ends)):
        before = read[number - 1]
        at += before.seconds
        fade = before.pieces[-1].fade
        joined = (
            f"xfade=transition=fade:duration={fade:.4f}:offset={at:.4f}" if fade else "concat=n=2:v=1:a=0"
        )
        chains.append(f"[{last}][{ends[number]}]{joined}[joined{number}]")
        last = f"joined{number}"
    for number, over in enumerate(overs):
        when = _when(over) if over.stays else ":eof_action=pass"
        chains += [
            f"[{over.number}:v]{_OVERLAY}[over{number}]",
            f"[{last}][over{number}]overlay=x=0:y={over.top}:format=yuv420{when}[laid{number}]",
        ]
        last = f"laid{number}"
    return ";".join([*chains, f"[{last}]{','.join(conform_picture.FINISHED)},format=yuv420p[film]"])


def _follows(before: Piece, piece: Piece) -> bool:
    return abs(before.start + before.seconds - piece.start) < 0.001


def _when(over: Laid) -> str:
    if over.start is None and over.end is None:
        return ""
    # An end is the moment from which it is not there any more.
    told = [f"gte(t,{over.start or 0:.4f})", *([f"lt(t,{over.end:.4f})"] if over.end is not None else [])]
    return f":enable='{'*'.join(told)}'"


def _stretch(
    plan: FilmPlan, stretch: Stretch, found: Found, number: int, *, fps: float, room: Path
) -> tuple[list[str], str]:
    """The chains of one input, and the name of what they end in."""
    probe = stretch.footage.probe
    groups = [tuple(group) for _, group in groupby(stretch.pieces, lambda piece: _way(piece, probe))]
    name = f"part{number}"
    first = conform_picture.begun(probe, fps=plan.picture.fps)
    if len(groups) == 1:
        made, end = _group(plan, groups[0], probe, found, name, fps=fps, room=room, before=first)
        return [f"[{number}:V:0]{made[0]}", *made[1:]], end
    ways = "".join(f"[{name}w{each}]" for each in range(len(groups)))
    chains = [f"[{number}:V:0]{','.join(first)},split={len(groups)}{ways}"]
    ends = []
    for each, group in enumerate(groups):
        begin = round((group[0].start - stretch.start) * fps)
        last = round((group[-1].start + group[-1].seconds - stretch.start) * fps)
        trim = [f"trim=start_frame={begin}:end_frame={last}", "setpts=PTS-STARTPTS"]
        if group is groups[-1]:  # to its end, whatever rounding says
            trim[0] = f"trim=start_frame={begin}"
        made, end = _group(plan, group, probe, found, f"{name}g{each}", fps=fps, room=room, before=trim)
        chains += [f"[{name}w{each}]{made[0]}", *made[1:]]
        ends.append(end)
    chains.append(f"{''.join(f'[{end}]' for end in ends)}concat=n={len(ends)}:v=1:a=0[{name}]")
    return chains, name


def _group(
    plan: FilmPlan,
    group: Sequence[Piece],
    probe: Probe,
    found: Found,
    name: str,
    *,
    fps: float,
    room: Path,
    before: Sequence[str],
) -> tuple[list[str], str]:
    """The chains of pieces that are shown in the same way: a window of one size, maybe moving."""
    wide, high = plan.size
    left, top, right, bottom = group[0].at or (0, 0, wide, high)
    steps = list(before)
    size = _window(group[0], probe)
    if size != (probe.width, probe.height):
        x, y = _corner(group[0].part.x0, group[0].part.y0, size, probe)
        commands = list(_commands(group, size, probe, name=name, fps=fps))
        if commands:
            (room / f"{name}.txt").write_text("\n".join(commands))
            steps.append(f"sendcmd=f='{_quoted(room / f'{name}.txt')}'")
        steps.append(f"crop@{name}={size[0]}:{size[1]}:{x}:{y}:exact=1")
    # Joined parts must have the same shape of pixels, which rounding to whole ones makes differ.
    steps += [*conform_picture.coloured(found, (right - left, bottom - top)), "setsar=1"]
    shown = [f"{','.join(steps)}[{name}shown]"]
    if group[0].at is None:
        return shown, f"{name}shown"
    return [*shown, *_backed(plan, group[0].at, name)], f"{name}backed"


def _backed(plan: FilmPlan, at: tuple[int, int, int, int], name: str) -> list[str]:
    """A clip in its place on a backdrop of the canvas's size."""
    wide, high = plan.size
    left, top, right, bottom = at
    if plan.backdrop == "blur":
        small = max(wide // COARSE // 2 * 2, 2), max(high // COARSE // 2 * 2, 2)
        fill = f"scale={small[0]}:{small[1]}:force_original_aspect_ratio=increase:flags=area"
        blur = f"{fill},crop={small[0]}:{small[1]},gblur=sigma={BLUR * min(small):.2f},{_DIMMED}"
        return [
            f"[{name}shown]split[{name}front][{name}behind]",
            f"[{name}behind]{blur},scale={wide}:{high}:flags=bicubic[{name}backdrop]",
            f"[{name}backdrop][{name}front]overlay=x={left}:y={top}:format=yuv420,setsar=1[{name}backed]",
        ]
    colour = f"0x{plan.colour.lstrip('#')}" if plan.backdrop == "colour" else "black"
    padded = f"[{name}shown]pad=w={wide}:h={high}:x={left}:y={top}:color={colour}"
    if plan.backdrop == "extend":
        padded += f",fillborders=left={left}:top={top}:right={wide - right}:bottom={high - bottom}:mode=smear"
    return [f"{padded}[{name}backed]"]


def _way(piece: Piece, probe: Probe) -> tuple[object, ...]:
    return _window(piece, probe), piece.at


def _window(piece: Piece, probe: Probe) -> tuple[int, int]:
    """Width and height of what is shown, in whole pixels of the upright frame."""
    return max(round(piece.part.width * probe.width), 2), max(round(piece.part.height * probe.height), 2)


def _corner(x: float, y: float, size: tuple[int, int], probe: Probe) -> tuple[int, int]:
    left = min(max(round(x * probe.width), 0), probe.width - size[0])
    top = min(max(round(y * probe.height), 0), probe.height - size[1])
    return left, top


def _commands(
    group: Sequence[Piece], size: tuple[int, int], probe: Probe, *, name: str, fps: float
) -> Iterator[str]:
    """What moves the window, a line for each frame before which it moves; times are those of the group's frames."""
    begin = group[0].start
    last = _corner(group[0].part.x0, group[0].part.y0, size, probe)
    for piece in group:
        path = piece.path or ((0.0, piece.part.x0, piece.part.y0),)
        first = math.ceil((piece.start - begin) * fps - 0.5)
        for number in range(first, first + math.ceil(piece.seconds * fps) + 1):
            x, y = along(path, number / fps - (piece.start - begin))
            corner = _corner(x, y, size, probe)
            if corner != last:
                last = corner
                at = max((number - 0.5) / fps, 0.0)
                yield f"{at:.5f} crop@{name} x {corner[0]}, crop@{name} y {corner[1]};"


def _quoted(path: Path) -> str:
    """A path as a filter takes it inside single quotes."""
    return (
        ffmpeg.safe_path(path)
        .removeprefix("file:")
        .replace("\\", "\\\\")
        .replace("'", "'\\\\\\''")
        .replace(":", "\\:")
    )
