"""Where texts landed and what is to be shaded under them, as a template told Typst to tell."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ugc.model.formats import Box
from ugc.model.layout import Placed, Shade
from ugc.model.templates import Template

_SMALL_NEEDS, _LARGE_NEEDS = 4.5, 3.0
"""Contrast by WCAG 2.2, success criterion 1.4.3: https://www.w3.org/TR/WCAG22/#contrast-minimum."""
_PRINT_NEEDS, _PRINT = 7.0, {"disclosure", "legal"}
"""Contrast of what the law wants read, and its roles: WCAG 2.2, success criterion 1.4.6."""
_PHONE = 390
"""Points across a phone. A rim thinner than one of them does not count: "a thin black outline (at least one pixel
wide)" is what WCAG asks for: https://www.w3.org/WAI/WCAG22/Techniques/general/G18."""


def landed(
    told: Sequence[Mapping[str, Any]], template: Template, *, pixels: tuple[int, int], scale: float
) -> tuple[tuple[Placed, ...], tuple[Shade, ...]]:
    """Return the texts and the shades that a template told of, in pixels of a canvas of `pixels`.

    `scale` is canvas pixels for each pixel of the format's base size.
    """
    large, thin = _large(template, pixels), pixels[0] / _PHONE
    placed = (_placed(row, scale, large=large, thin=thin) for row in told if "role" in row)
    return tuple(placed), tuple(_shade(row, scale) for row in told if "shade" in row)


def _large(template: Template, pixels: tuple[int, int]) -> float:
    """The type size from which a template's bold letters are large, in canvas pixels; none are where it is not said."""
    if template.sizes is None:
        return math.inf
    shape, unit = template.sizes.shape(pixels)
    return template.sizes.large[shape] * unit


def _placed(row: Mapping[str, Any], scale: float, *, large: float, thin: float) -> Placed:
    """A text as the template tells of it, in canvas pixels.

    `large` is the type size from which letters are large, `thin` the width below which a rim is not counted.
    """
    x0, y0, x1, y1 = (round(edge * scale, 2) for edge in row["box"])
    size = round(row["size"] * scale, 2)
    fill, rim = row.get("fill"), row.get("rim")
    return Placed(
        role=row["role"],
        text=row["text"],
        box=Box(x0=x0, y0=y0, x1=x1, y1=y1),
        size=size,
        lines=row.get("lines") or 1,
        fill=fill,
        ground=row.get("ground"),
        rim=rim["colour"] if rim and rim["width"] * scale >= thin else None,
        least=None if fill is None else _needs(row["role"], size >= large),
    )


def _needs(role: str, large: bool) -> float:
    if role in _PRINT:
        return _PRINT_NEEDS
    return _LARGE_NEEDS if large else _SMALL_NEEDS


def _shade(row: Mapping[str, Any], scale: float) -> Shade:
    y0, y1 = (None if row[end] is None else round(row[end] * scale, 2) for end in ("y0", "y1"))
    return Shade(tone=row["shade"], y0=y0, y1=y1, colour=row.get("colour"))
