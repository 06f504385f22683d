"""Where tiles lie and how wide they are, by sums that the style sheet and `sizes` share. Lengths are CSS pixels."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from ugc.gallery.themes import Step, Theme

WIDEST = 1600
"""Of a page's content; beyond it the margins grow."""
GUTTERS = ((0, 16), (768, 32), (1280, 56))
"""The page's margin on each side, from a width of the window on."""
FRAME_GUTTER = 6
"""That of a page in a frame: room for the ring of what has the focus."""
CREDIT = 52
"""Height of the credit under a tile of a masonry, its distance to the picture included."""
PEEK = 32
"""How much of the next card a strip lets see."""
ALONE = 420
"""The widest that a tile becomes, where there are fewer tiles than columns."""
_NARROW, _WIDE = 0.5, 16 / 9
_SEEN = range(240, WIDEST + 400)
"""Widths of windows for which sums are made, one by one."""


class Laid(NamedTuple):
    """A tile's place in a masonry: below `above` widths of a column and `tiles` tiles, in a column counted from 1."""

    column: int
    above: float
    tiles: int


class _Stretch(NamedTuple):
    """Window widths over which one sum gives a tile's width."""

    step: Step
    gutter: int
    held: int
    """Width at which the container stays, however wide the window; 0 where it follows it."""


def clamped(ratio: float) -> float:
    """Return the ratio of width to height that a tile of a masonry takes: 1:2 to 16:9."""
    return min(max(ratio, _NARROW), _WIDE)


def laid(ratios: Sequence[float], *, columns: int, gap: int) -> list[Laid]:
    """Lay tiles of some ratios of width to height, each into the column that is the shortest so far, in their order."""
    width = 1100 / columns if columns > 2 else 180.0
    above, tiles, made = [0.0] * columns, [0] * columns, []
    for ratio in ratios:
        ends = [
            round(sum_ * width + count * (CREDIT + gap)) for sum_, count in zip(above, tiles, strict=True)
        ]
        column = ends.index(min(ends))
        made.append(Laid(column + 1, round(above[column], 4), tiles[column]))
        above[column] += 1 / ratio
        tiles[column] += 1
    return made


def wall_rules(theme: Theme, ratios: Sequence[float]) -> str:
    """Return the rules that lay so many tiles in the theme, for every width of their container."""
    most = max(step.columns for step in theme.steps)
    rules = []
    if theme.wall in ("columns", "masonry") and len(ratios) < most:
        limit = _limit(len(ratios), theme)
        rules.append(f".tiles{{max-inline-size:{limit}px;--wide:{limit}px}}")
    for step in theme.steps:
        rule = f".tiles{{{_step_rule(theme, step, len(ratios))}}}"
        if theme.wall == "masonry":
            places = laid(ratios, columns=min(step.columns, max(len(ratios), 1)), gap=step.gap)
            rule += "".join(
                f".tile:nth-child({n}){{--c:{at.column};--s:{at.above:g};--k:{at.tiles}}}"
                for n, at in enumerate(places, 1)
            )
        rules.append(f"@container wall (min-width:{step.start}px){{{rule}}}" if step.start else rule)
    return "".join(rules)


def sizes(theme: Theme, *, ratio: float, count: int, framed: bool = False) -> str:
    """Return the `sizes` of a tile of some ratio of width to height, among `count` tiles; `framed` in an embed."""
    parts = []
    for start, at in reversed(_stretches(theme, count, framed)):
        width = _width(theme, at, ratio, count)
        parts.append(f"(min-width:{start}px) {width}" if start else width)
    return ",".join(parts)


def largest(theme: Theme) -> int:
    """Return the width of the largest file that a list's tiles may ask for, in pixels of the picture."""
    if theme.wall == "rows":
        return 960
    return 640 if theme.wall == "strip" else 800


def _step_rule(theme: Theme, step: Step, count: int) -> str:
    if theme.wall == "rows":
        return f"--height:{_basis(step)}px;--gap:{step.gap}px"
    if theme.wall == "strip":
        return f"--columns:{step.columns};--gap:{step.gap}px"
    columns = min(step.columns, max(count, 1))
    return f"--columns:{columns};--gap:{step.gap}px;grid-template-columns:repeat({columns},minmax(0,1fr))"


def _basis(step: Step) -> int:
    """Rows only grow from here, by 12 % on an average and seldom by more than 40: so they lie around their height."""
    return round(step.height * 0.88)


def _limit(count: int, theme: Theme) -> int:
    return max(count, 1) * ALONE + (max(count, 1) - 1) * theme.steps[-1].gap


@lru_cache(maxsize=256)
def _stretches(theme: Theme, count: int, framed: bool) -> list[tuple[int, _Stretch]]:
    most = max(step.columns for step in theme.steps)
    few = theme.wall in ("columns", "masonry") and count < most
    limit = min(WIDEST, _limit(count, theme)) if few else WIDEST

    def at(window: int) -> _Stretch:
        gutter = FRAME_GUTTER if framed else max(g for start, g in GUTTERS if start <= window)
        room = min(window - 2 * gutter, WIDEST) + (gutter if theme.wall == "strip" else 0)
        step = max((s for s in theme.steps if s.start <= room), key=lambda s: s.start)
        return _Stretch(step, gutter, limit if room >= limit else 0)

    runs = [(next(iter(windows)), stretch) for stretch, windows in groupby(_SEEN, key=at)]
    return [(0 if n == 0 else start, stretch) for n, (start, stretch) in enumerate(runs)]


def _width(theme: Theme, at: _Stretch, ratio: float, count: int) -> str:
    step = at.step
    if theme.wall == "rows":
        return f"min({round(_basis(step) * 1.12 * ratio)}px,100vw - {2 * at.gutter}px)"
    if theme.wall == "strip":
        lost = PEEK + step.columns * step.gap
        return _share(at, lost=lost - at.gutter, columns=step.columns)
    columns = min(step.columns, count)
    return _share(at, lost=(columns - 1) * step.gap, columns=columns)


def _share(at: _Stretch, *, lost: int, columns: int) -> str:
    if at.held:
        return f"{(at.held - lost) / columns:g}px"
    taken = lost + 2 * at.gutter
    return f"calc((100vw - {taken}px)/{columns})" if columns > 1 else f"calc(100vw - {taken}px)"
