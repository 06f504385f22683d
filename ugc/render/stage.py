"""What a template's `motion.py` is given: the parts that the typesetter drew, the canvas, the brand, time and easings.

Letters are never drawn here and never by MoviePy: an animation moves, fades, scales and masks what Typst has set.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from ugc.errors import InputError, unknown
from ugc.media.layers import Layer, with_colour_beyond
from ugc.media.pixels import decode_overlay
from ugc.model.templates import Template
from ugc.typeset import Typesetter

Easing = Literal["in", "out", "move"]
_CURVES: dict[str, tuple[float, float, float, float]] = {
    "in": (0.05, 0.7, 0.1, 1.0),
    "out": (0.3, 0.0, 0.8, 0.15),
    "move": (0.2, 0.0, 0.0, 1.0),
}
"""Cubic Bézier curves of Material 3, emphasised: decelerate, accelerate, and standard:
https://raw.githubusercontent.com/material-foundation/material-tokens/main/css/motion.css"""
_MARGIN = 4
"""Pixels of nothing round each part, so that its edges stay soft when it is scaled."""


@dataclass(frozen=True, eq=False)
class Part:
    """One part of the still version: what is drawn, and where it stands in the end."""

    name: str
    pixels: Layer
    """(height, width, 4), RGB with straight alpha, 4 pixels of nothing at each side. Nothing has the colour of its
    nearest neighbours, so that scaled edges do not darken."""
    x: int
    """Its left edge on the canvas, in pixels from the left."""
    y: int
    """Its upper edge, in pixels from the top."""

    @property
    def width(self) -> int:
        """Pixels across."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Pixels down."""
        return int(self.pixels.shape[0])


@dataclass(frozen=True, eq=False)
class Stage:
    """What one move is made from."""

    size: tuple[int, int]
    """The canvas, in pixels."""
    fps: float
    """Frames a second."""
    seconds: float
    """How long this move takes. It is shown from 0 to this, both included."""
    unit: float
    """Canvas pixels for each pixel of the shape's usual width, as `u` in `overlay.typ`."""
    colours: Mapping[str, tuple[int, int, int]]
    """The brand's colours by role, and its `ink` and `paper`, as red, green and blue, 0..255."""
    parts: Mapping[str, Part]
    """What moves, by name, in the order in which it lies one over the other; only what has words."""

    def part(self, name: str) -> Part | None:
        """Return a part of that name; None where it has no words, or no logo, and is not drawn."""
        return self.parts.get(name)

    def eased(self, t: float, start: float, end: float, by: Easing = "in") -> float:
        """Return how much of a way is gone at `t`, 0 before `start` to 1 from `end` on, all in seconds.

        `in` comes fast and settles, `out` starts slowly and goes, `move` does both. Raises UsageError for another.
        """
        if by not in _CURVES:
            raise unknown("Easing", by, _CURVES)
        if t <= start or t >= end:
            return float(t >= end)
        return _bezier((t - start) / (end - start), *_CURVES[by])


def drawn_parts(
    typesetter: Typesetter,
    template: Template,
    data: Mapping[str, Any],
    *,
    pixels: tuple[int, int],
    scale: float,
) -> tuple[Layer, tuple[Part, ...]]:
    """Return what of an overlay never moves, on the whole canvas, and each part that does.

    Raises what `Typesetter.overlay` raises, and InputError where no part has a name.
    """
    rest = typesetter.overlay(template, data, pixels=pixels, scale=scale, parts=[None])
    found = []
    for name in rest.parts:
        alone = typesetter.overlay(template, data, pixels=pixels, scale=scale, parts=[name])
        part = _cut(name, decode_overlay(alone.png))
        if part is not None:
            found.append(part)
    if not found:
        raise InputError(
            f"{template.folder / 'overlay.typ'}: nothing in it can move.",
            hint='Give what moves a name: at(x, y, body, part: "headline")',
        )
    return decode_overlay(rest.png), tuple(found)


def brand_colours(brand: Mapping[str, Any]) -> dict[str, tuple[int, int, int]]:
    """Return a brand's colours by role as whole numbers, from its part of an overlay's data."""
    named = {key: brand[key] for key in ("ink", "paper") if brand.get(key)}
    return {role: _rgb(colour) for role, colour in (named | dict(brand.get("roles") or {})).items()}


def laid(parts: Iterable[Part], size: tuple[int, int]) -> Layer:
    """Return parts on a canvas, each where it stands."""
    from ugc.media.layers import laid_over

    canvas: Layer = np.zeros((size[1], size[0], 4), np.uint8)
    for part in parts:
        rows = canvas[part.y : part.y + part.height]
        whole: Layer = np.zeros_like(rows)
        whole[:, part.x : part.x + part.width] = part.pixels
        laid_over(rows, whole)
    return canvas


def _cut(name: str, layer: Layer) -> Part | None:
    """A part alone: what is visible of it, with its margin; None where nothing is."""
    rows, columns = (np.flatnonzero(layer[..., 3].any(axis=axis)) for axis in (1, 0))
    if not rows.size:
        return None
    top, left = max(int(rows[0]) - _MARGIN, 0), max(int(columns[0]) - _MARGIN, 0)
    cut = layer[top : int(rows[-1]) + 1 + _MARGIN, left : int(columns[-1]) + 1 + _MARGIN]
    return Part(name, with_colour_beyond(np.ascontiguousarray(cut)), left, top)


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.lstrip("#")[:6])
    return red, green, blue


def _bezier(along: float, x1: float, y1: float, x2: float, y2: float) -> float:
    """The height of a curve from (0, 0) to (1, 1) at a place along it, as CSS Easing Functions define it."""

    def at(one: float, two: float, part: float) -> float:
        return 3 * one * part * (1 - part) ** 2 + 3 * two * part**2 * (1 - part) + part**3

    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if at(x1, x2, middle) < along else (low, middle)
    return at(y1, y2, (low + high) / 2)
