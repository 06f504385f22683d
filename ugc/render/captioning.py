"""Captions drawn: each cue of a clip as a transparent strip that lies over the frames while it is said."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ugc.errors import PlacementError
from ugc.media.film import Over
from ugc.media.shades import contrast
from ugc.model.captions import CaptionGround, CaptionStyle, Cue, Lane
from ugc.model.layout import Placed
from ugc.templates import captions as template
from ugc.typeset import Typesetter

if TYPE_CHECKING:
    import numpy as np

_BEYOND = 0.08
"""What is drawn above and below the lane, in parts of the canvas's width: tall scripts, rims and boxes reach there."""


class Captioned(NamedTuple):
    """The captions of a clip, drawn."""

    overs: tuple[Over, ...]
    """In order; those of one cue, where its words light up, follow without a gap."""
    placed: tuple[Placed, ...]
    """Where each cue landed, in canvas pixels, for the checks of every text; role "caption"."""


def captions(
    cues: Sequence[Cue],
    typesetter: Typesetter,
    data: Mapping[str, Any],
    *,
    pixels: tuple[int, int],
    scale: float,
    lane: Lane,
    style: CaptionStyle = "phrase",
    ground: CaptionGround = "stroke",
    lit: bool = True,
    frames: "Sequence[np.ndarray[Any, Any]]" = (),
) -> Captioned:
    """Draw cues that `ugc.plan.cues.recut` made for a lane, on a canvas of `pixels`.

    `data` is the overlay's, as `ugc.workspace.overlaying` makes it: of it the brand, the language and the safe zone are
    taken. With `lit`, the word that is said takes the kit's highlight, where the times of words are known. On `frames`
    of the clip as they stand on the canvas contrast is measured; without any it is that against the rim or the box.

    Raises PlacementError for a word too long to be read in its lane, and what the typesetter raises.
    """
    shared = {key: data[key] for key in ("brand", "language", "safe") if key in data}
    shared |= {"style": style, "ground": ground, "lane": lane.box.model_dump()}
    bench = _Bench(typesetter, shared, pixels, scale)
    size = _size(bench, cues)
    overs: list[Over] = []
    placed: list[Placed] = []
    rows = _rows_of(lane, pixels)
    for cue in cues:
        for start, end, word in _steps(cue, lit=lit):
            try:
                overlay = bench.drawn(_runs(cue, word), rows=rows, task="cue", size=size)
            except PlacementError as error:
                raise _too_long(cue, error) from error
            overs.append(Over(overlay.png, overlay.top, start, end))
        placed.append(_measured(overlay.placed[0], frames))
    return Captioned(tuple(overs), tuple(placed))


class _Bench(NamedTuple):
    typesetter: Typesetter
    shared: dict[str, Any]
    pixels: tuple[int, int]
    scale: float

    def drawn(
        self, runs: Sequence[Sequence[Mapping[str, Any]]], *, rows: tuple[int, int], **more: Any
    ) -> Any:
        data = self.shared | {"rows": [list(row) for row in runs]} | more
        return self.typesetter.overlay(template(), data, pixels=self.pixels, scale=self.scale, rows=rows)


def _size(bench: _Bench, cues: Sequence[Cue]) -> float:
    """The one type size of a clip, in pixels of the base size: the largest at which no line is too wide.

    Lines of one word are not asked: they may be set smaller by themselves.
    """
    lines = [line for cue in cues for line in cue.text.split("\n") if " " in line]
    rows = [[{"text": line}] for line in dict.fromkeys(lines or ["x"])]
    told = bench.drawn(rows, rows=(0, 8), task="size").placed[0].size
    return round(float(told) / bench.scale, 3)


def _rows_of(lane: Lane, pixels: tuple[int, int]) -> tuple[int, int]:
    spare = _BEYOND * pixels[0]
    first = int(lane.box.y0 * pixels[1] - spare)
    return max(first, 0), min(int(lane.box.y1 * pixels[1] + spare) + 1, pixels[1])


def _steps(cue: Cue, *, lit: bool) -> Iterator[tuple[float, float, int | None]]:
    """From when to when which word of a cue is lit; a word stays so until the next is said."""
    if not lit or len(cue.words) < 2:
        yield cue.start, cue.end, None
        return
    starts = [cue.start, *(word.start for word in cue.words[1:]), cue.end]
    for number in range(len(cue.words)):
        if starts[number + 1] > starts[number]:
            yield starts[number], starts[number + 1], number


def _runs(cue: Cue, word: int | None) -> list[list[dict[str, Any]]]:
    """The lines of a cue in runs of one look, each with whether a space stands before it: texts are drawn without."""
    if word is None:
        return [[{"text": line}] for line in cue.text.split("\n")]
    rows: list[list[dict[str, Any]]] = [[]]
    for number, one in enumerate(cue.words):
        if one.text.startswith("\n"):
            rows.append([])
        text, look = one.text.strip(), number == word
        gap = bool(rows[-1]) and one.text[0].isspace()
        if rows[-1] and rows[-1][-1]["lit"] == look:
            rows[-1][-1]["text"] += " " * gap + text
        else:
            rows[-1].append({"text": text, "lit": look, "gap": gap})
    return rows


def _measured(text: Placed, frames: "Sequence[np.ndarray[Any, Any]]") -> Placed:
    found = [ratio for frame in frames if (ratio := contrast(frame, text)) is not None]
    return text.model_copy(update={"contrast": min(found, default=None)})


def _too_long(cue: Cue, error: PlacementError) -> PlacementError:
    words = " ".join(cue.text.split())
    return PlacementError(
        f"The caption “{words}” at {cue.start:.1f} s does not fit its lane, even in the smallest letters.",
        hint=error.hint or "Shorten its longest word in the caption file.",
    )
