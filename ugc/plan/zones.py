"""Where in a format's safe zone words may stand, in fractions of the canvas."""

from collections.abc import Iterator

from ugc.model.formats import Format
from ugc.model.templates import Edge, FreeSlot

_STEPS = 16
"""Heights at which a slot that may stand anywhere is tried."""
_OTHER_EDGE, _BETWEEN = 1.5, 2.5
"""What it costs to stand elsewhere than usual: creatives of one brand look alike where nothing speaks against it."""


def heights(
    slot: FreeSlot, height: float, below: float, format: Format
) -> Iterator[tuple[Edge, float, float]]:
    """Yield the edge at which a slot stands in its room, where that begins, and what it costs to stand there."""
    safe = format.safe
    spare = safe.height - height
    if spare < 0:
        return
    inset = 24 / 1080 * format.pixels[0] / format.pixels[1] if slot.anywhere else 0.0
    for number, edge in enumerate(slot.edges):
        away = inset if edge == "top" else below if slot.anywhere else 0.0
        y0 = min(away, spare) if edge == "top" else max(spare - away, 0.0)
        yield edge, safe.y0 + y0, number * _OTHER_EDGE
    for step in range(1, _STEPS) if slot.anywhere else ():
        edge = "top" if step < _STEPS / 2 else "bottom"
        yield edge, safe.y0 + spare * step / _STEPS, _BETWEEN


def free(format: Format, y0: float, y1: float) -> tuple[float, float]:
    """Return the part of the safe zone between two heights that no notch covers, from left to right."""
    x0, x1 = format.safe.x0, format.safe.x1
    apart = 24 / 1080
    for notch in format.notches:
        box = notch.box
        if box.y0 >= y1 or box.y1 <= y0:
            continue
        if box.x0 + box.x1 > format.safe.x0 + format.safe.x1:
            x1 = min(x1, box.x0 - apart)
        else:
            x0 = max(x0, box.x1 + apart)
    return x0, max(x0, x1)
