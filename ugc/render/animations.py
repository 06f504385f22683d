"""Overlays in motion: each move of a template is made once as a small clip with transparency, and kept on disk.

Where nothing can be moved the still version stands, and why is said.
"""

from collections.abc import Mapping
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from ugc.files import sweep_parts, write_bytes
from ugc.media.alpha_clip import CODEC, described, packed
from ugc.media.layers import Layer
from ugc.media.strips import between, reach
from ugc.model.base import digest
from ugc.model.motion import MoveName, Times
from ugc.model.templates import Template
from ugc.render.motion import make, versions, why_not
from ugc.render.stage import Part, Stage, brand_colours, drawn_parts
from ugc.templates import words_to_read
from ugc.typeset import Typesetter


class Move(NamedTuple):
    """A small clip with transparency over part of a clip; its last frame stays until its end."""

    path: Path
    """QuickTime, straight alpha, of the canvas's width."""
    top: int
    """The canvas row of its first row."""
    start: float
    """Seconds from the clip's first frame."""
    end: float | None
    """None: when the clip ends."""


class Moved(NamedTuple):
    """An overlay in motion."""

    rest: Layer
    """What never moves, on the whole canvas: it lies there all along, under the moves."""
    moves: tuple[Move, ...]
    """One after the other: at no time is there more than one."""


class Still(NamedTuple):
    """An overlay that stands still all along, and why, as a sentence for the summary."""

    why: str


class Animations:
    """The moves of a run: each is made once for all clips that share it, and kept on disk for later runs.

    May be shared among threads. Two processes that make the same move at once both do so, and leave one whole file.
    """

    def __init__(self, typesetter: Typesetter, cache: Path) -> None:
        """Take a typesetter, and the folder to keep moves in; it need not be there."""
        self._typesetter, self._cache = typesetter, cache
        self._lock = Lock()
        self._swept = False

    def moving(
        self,
        template: Template,
        data: Mapping[str, Any],
        *,
        pixels: tuple[int, int],
        scale: float,
        fps: float,
        seconds: float,
    ) -> Moved | Still:
        """Return an overlay in motion for a clip of so many seconds; `data` and `scale` are those of the still version.

        For a card that closes a clip, `seconds` is the card's own length. Raises what `Typesetter.overlay` raises, and
        InputError, which names the template's file, when its `motion.py` cannot be run, gives no clips with masks, or
        does not end in what the still version shows.
        """
        if template.motion is None:
            return Still(f"Template {template.name} has no animation.")
        lacking = why_not()
        if lacking:
            return Still(lacking)
        times = template.motion.times(seconds, words_to_read(template, data))
        if times is None:
            return Still(
                f"The clip is too short for the animation of template {template.name}: {seconds:g} s."
            )
        rest, parts = drawn_parts(self._typesetter, template, data, pixels=pixels, scale=scale)
        unit = template.sizes.shape(pixels)[1] if template.sizes else scale
        colours = brand_colours(data.get("brand") or {})
        moves = []
        for name, start, end in _played(times):
            length = getattr(template.motion, name)
            stage = Stage(pixels, fps, length, unit, colours, {part.name: part for part in parts})
            path = self._made(template, name, stage)
            told = described(path)
            assert told
            moves.append(Move(path, told.top, start, end))
        return Moved(rest, tuple(moves))

    def _made(self, template: Template, name: MoveName, stage: Stage) -> Path:
        """The file of a move, which is made where it is not there."""
        path = self._cache / f"{template.name}-{name}-{_key(template, name, stage)[:32]}.mov"
        with self._lock:
            if described(path) is None:
                if not self._swept:
                    sweep_parts(self._cache)
                    self._swept = True
                strips = make(template, name, stage)
                top, last = reach(strips, stage.size[1])
                frames = (between(strip, top, last) for strip in strips)
                size = stage.size[0], last - top
                write_bytes(path, packed(frames, size=size, fps=_rate(stage.fps), top=top))
        return path


def _played(times: Times) -> list[tuple[MoveName, float, float | None]]:
    """Which moves are played, each until the next begins."""
    then = times.again if times.again is not None else times.leave
    played: list[tuple[MoveName, float, float | None]] = [("enter", times.enter, then)]
    if times.again is not None:
        played.append(("again", times.again, None))
    if times.leave is not None:
        played.append(("leave", times.leave, times.end))
    return played


def _key(template: Template, name: MoveName, stage: Stage) -> str:
    """The hash of everything that shapes a move: the parts' own pixels stand for words, brand and fonts."""
    parts = [(part.name, part.x, part.y, part.pixels.shape, _hash(part)) for part in stage.parts.values()]
    facts = [stage.size, str(_rate(stage.fps)), stage.seconds, stage.unit, sorted(stage.colours.items())]
    made_by = [CODEC, *versions()]
    return digest([template.digest, name, parts, facts, made_by])


def _hash(part: Part) -> str:
    return sha256(part.pixels.tobytes()).hexdigest()


def _rate(fps: float) -> Fraction:
    """A frame rate as clips state it: 29.97 is 30000/1001."""
    return Fraction(fps).limit_denominator(1001)
