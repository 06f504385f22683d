"""Letters on pictures: how well they stand out, and the least shade under them that makes them do.

Contrast is that of WCAG 2.2: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio. A ground is a picture's pixels under a
text; the 5th percentile of their contrasts counts, for a mean hides the bright patch that makes a word unreadable.

By that definition's note a narrow border round a letter counts as the letter, and a wide one that fills its inner
details as its background. So letters must stand out from their rim, and either of the two from the picture.
"""

from collections.abc import Sequence
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from ugc.media.backdrops import HIGH, noise
from ugc.media.resample import Pixels
from ugc.model.formats import Box
from ugc.model.layout import Placed, Shade

_PERCENTILE = 5
_FADE = 320 / 1080
"""Over which a shade fades to nothing, as a part of the canvas's width, and on a low canvas at most of its height."""
_LOW = 0.25
_STRONGEST = 0.8
_SAMPLES = 12_000
"""Pixels of a line that are looked at: they lie evenly over it."""
_FEW = 3_000
"""And while a shade is tried."""
_TRIES = 8
_SPARE = 1.02
"""A shade is chosen for a little more than is asked: encoding moves pixels."""

Colour = tuple[float, float, float, float]
"""Red, green, blue 0..255 and alpha 0..1."""


class Veil(NamedTuple):
    """A shade as it was drawn."""

    shade: Shade
    strength: float
    """Its alpha where it is full, 0..1."""


def shaded(canvas: Pixels, shades: tuple[Shade, ...], placed: tuple[Placed, ...]) -> tuple[Veil, ...]:
    """Draw each shade on a canvas, in place, no stronger than the texts in it need; return what was drawn."""
    drawn = []
    for shade in shades:
        drawn.append(_needed([canvas], shade, placed))
        veil(canvas, drawn[-1:])
    return tuple(drawn)


def veils(
    canvases: Sequence[Pixels], shades: tuple[Shade, ...], placed: tuple[Placed, ...]
) -> tuple[Veil, ...]:
    """Return each shade as strong as the texts in it need on the hardest of several canvases, such as a clip's frames.

    Nothing is drawn.
    """
    return tuple(_needed(canvases, shade, placed) for shade in shades)


def veil(canvas: Pixels, drawn: Sequence[Veil]) -> None:
    """Draw shades of a known strength on a canvas, in place."""
    for one in drawn:
        if one.strength > 0:
            _draw(canvas, one.shade, one.strength)


def veil_layer(drawn: Sequence[Veil], size: tuple[int, int]) -> NDArray[np.uint8]:
    """Return shades as a layer of `size` (width, height): (height, width, 4), straight alpha; one over the other."""
    width, height = size
    layer = np.zeros((height, width, 4), np.uint8)
    for one in drawn:
        alpha = np.rint(_profile(one.shade, height, width) * one.strength * 255).astype(np.uint8)
        rows = alpha > layer[:, 0, 3]
        layer[rows, :, :3] = np.array(_veil(one.shade), np.uint8)
        layer[rows, :, 3] = alpha[rows, None]
    return layer


def contrast(canvas: Pixels, text: Placed) -> float | None:
    """Return the contrast of a text against what lies under the worst of its lines; None where it tells no colour.

    With a rim it is the lower of two: of the letters against the rim, and of the better of both against the picture.
    `canvas` is the picture with its shades, before the text is laid on it.
    """
    if text.fill is None:
        return None
    fill, ground, rim = colour(text.fill), _colour(text.ground), _colour(text.rim)
    found = [_of(under, fill, ground, rim) for under in _lines(canvas, text)]
    return round(min(found), 2) if found else None


def colour(hex: str) -> Colour:
    """Read a colour written #RRGGBB or #RRGGBBAA."""
    red, green, blue, *alpha = bytes.fromhex(hex.lstrip("#"))
    return red, green, blue, alpha[0] / 255 if alpha else 1.0


def _colour(hex: str | None) -> Colour | None:
    return colour(hex) if hex else None


def _of(
    under: NDArray[np.float32], fill: Colour, ground: Colour | None = None, rim: Colour | None = None
) -> float:
    """The 5th percentile of the contrast of letters on pixels (n, 3), their chip, panel or rim between them."""
    if ground:
        under = _over(under, ground)
    letters, behind = luminance(_over(under, fill)), luminance(under)
    ratio = _ratio(letters, behind)
    if rim:
        edge = luminance(_over(under, rim))
        ratio = np.minimum(_ratio(letters, edge), np.maximum(ratio, _ratio(edge, behind)))
    return float(np.percentile(ratio, _PERCENTILE))


def _ratio(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
    ratio = (np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)
    return cast(NDArray[np.float32], ratio)


def luminance(pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return WCAG relative luminance, 0..1, of sRGB pixels (n, 3) of levels 0..255."""
    part = pixels / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return cast(NDArray[np.float32], linear @ np.array([0.2126, 0.7152, 0.0722], np.float32))


def _over(under: NDArray[np.float32], fill: Colour) -> NDArray[np.float32]:
    red, green, blue, alpha = fill
    return under * np.float32(1 - alpha) + np.array([red, green, blue], np.float32) * np.float32(alpha)


def _veil(shade: Shade) -> tuple[float, float, float]:
    """What a shade is drawn with: its own colour under light letters, else black; white under dark ones."""
    if shade.tone == "dark":
        return 255.0, 255.0, 255.0
    return colour(shade.colour)[:3] if shade.colour else (0.0, 0.0, 0.0)


def _needed(canvases: Sequence[Pixels], shade: Shade, placed: tuple[Placed, ...]) -> Veil:
    """A shade as strong as the texts in it need on the hardest of some canvases; of no strength where none needs it."""
    own = [text for text in placed if text.fill and text.ground is None and _within(text, shade)]
    strengths = [_strength(canvas, own, _veil(shade)) for canvas in canvases] if own else []
    return Veil(shade, max(strengths, default=0.0))


def _strength(canvas: Pixels, texts: list[Placed], veil: tuple[float, float, float]) -> float:
    """The least alpha of a shade at which every text stands out, to about a hundredth."""
    lines = [
        (under, colour(text.fill or ""), _colour(text.rim), (text.least or 4.5) * _SPARE)
        for text in texts
        for under in _lines(canvas, text, most=_FEW)
    ]

    def enough(alpha: float) -> bool:
        return all(
            _of(_over(under, (*veil, alpha)), fill, rim=rim) >= least for under, fill, rim, least in lines
        )

    if enough(0.0):
        return 0.0
    low, high = 0.0, _STRONGEST
    for _ in range(_TRIES):
        middle = (low + high) / 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def _lines(canvas: Pixels, text: Placed, *, most: int = _SAMPLES) -> list[NDArray[np.float32]]:
    """The pixels under each line of a text, (n, 3), thinned where they are very many."""
    box, count = text.box, max(text.lines, 1)
    tall = box.height / count
    rows = [Box(x0=box.x0, y0=box.y0 + n * tall, x1=box.x1, y1=box.y0 + (n + 1) * tall) for n in range(count)]
    found = []
    for row in rows:
        top, left = max(int(row.y0), 0), max(int(row.x0), 0)
        part = canvas[top : int(np.ceil(row.y1)), left : int(np.ceil(row.x1))]
        if part.size:
            step = max(int((part.shape[0] * part.shape[1] / most) ** 0.5), 1)
            found.append(part[::step, ::step].reshape(-1, 3).astype(np.float32))
    return found


def _within(text: Placed, shade: Shade) -> bool:
    above = shade.y0 is None or text.box.y0 >= shade.y0
    below = shade.y1 is None or text.box.y1 <= shade.y1
    return above and below


def _draw(canvas: Pixels, shade: Shade, strength: float) -> None:
    """Darken or lighten, rounded against a fixed noise: a fade over even ground shows bands otherwise."""
    height, width = canvas.shape[:2]
    alpha = _profile(shade, height, width) * strength
    rows = np.flatnonzero(alpha > 1 / 512)
    if not rows.size:
        return
    first, last = int(rows[0]), int(rows[-1]) + 1
    part = canvas[first:last]
    keep = ((1 - alpha[first:last]) * 256).round().astype(np.uint16)[:, None, None]
    fine = np.multiply(part, keep, dtype=np.uint16)
    if any(veil := _veil(shade)):
        fine += np.array(veil, np.uint16) * (np.uint16(256) - keep)
    fine += noise(width, height)[first:last]
    canvas[first:last] = fine.view(np.uint8)[..., HIGH::2]


def _profile(shade: Shade, height: int, width: int) -> NDArray[np.float32]:
    """How much of its strength a shade has in each row: full between its ends, a smoothstep to nothing beyond."""
    rows = np.arange(height, dtype=np.float32) + 0.5
    fade = min(_FADE * width, _LOW * height)
    above = np.zeros_like(rows) if shade.y0 is None else np.clip((shade.y0 - rows) / fade, 0, 1)
    below = np.zeros_like(rows) if shade.y1 is None else np.clip((rows - shade.y1) / fade, 0, 1)
    away = np.maximum(above, below)
    return cast(NDArray[np.float32], 1 - away * away * (3 - 2 * away))
