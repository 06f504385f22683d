"""What a picture is like all over: where the eye goes, where it is calm, how light, its borders, how crisp it is."""

from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from ugc.media.colour import Pixels
from ugc.media.look import borders
from ugc.media.look.detectors import method
from ugc.media.look.picture import SMALL, Grey, Plane, View, shrunk
from ugc.model.formats import Box
from ugc.model.seen import Grid, Part, Seen

Numbers = NDArray[np.float32]

_SALIENT_CELLS, _BUSY_CELLS = 32, 48
"""Cells of the longer side, at most."""
_SPECTRUM = 64
"""Pixels of the longer side at which the spectrum is taken, as in the paper."""
_SPREAD = 2.5
_FLAT = 0.5
"""Levels by which a plane must vary to have a spectrum that says anything."""
_FAINT = 0.05
"""The part of the mean strength below which frequencies are taken as equal: drawn things lack many altogether."""
_BUSY_SIDE, _AROUND = 480, 15
"""Pixels of the longer side, and of the window around each in which levels spread: a cell and a half, so that an edge
between two cells counts in both."""
_HALF_BUSY = 30.0
"""Levels of spread and slope together at which a cell counts as half busy: a clear or blurred sky has 2, print 80."""
_SMOOTH = 0.8
_EDGE = 15
"""Pixels within which an edge rises to be judged; one that takes longer is soft in any case."""
_CONTRAST = 32
"""Levels by which it must rise: less may be noise."""
_CRISPEST = 0.95
_FIGURES = (
    *(_SALIENT_CELLS, _BUSY_CELLS, _SPECTRUM, _SPREAD, _FLAT, _FAINT, _BUSY_SIDE, _AROUND),
    *(_HALF_BUSY, _SMOOTH, _EDGE, _CONTRAST, _CRISPEST, borders.FIGURES),
)


class Surface:
    """Measures a picture all over. It finds no things, so it cannot miss any."""

    part: Part = "surface"

    def __init__(self) -> None:
        self.method = method("spectral residual and maps", *_FIGURES)

    def see(self, view: View) -> Seen:
        """Say what the picture is like."""
        inside = borders.find_inside(view.small, *(shrunk(frame, SMALL) for frame in view.others))
        return Seen(
            detectors={"surface": self.method},
            inside=inside,
            sharpness=round(sharpness(_cut(view.grey, inside)), 4),
            salient=salient(view.small, inside),
            busy=busy(view.grey),
            light=light(view.small),
        )


def salient(pixels: Pixels, inside: Box | None = None) -> Grid:
    """Return where the eye goes, by what is left of the spectrum once all that is usual in it is taken away.

    Spectral residual, X. Hou and L. Zhang, https://doi.org/10.1109/CVPR.2007.383267, of lightness and both colours
    of CIELAB. Borders, outside of `inside`, are left out. A flat picture is 0 all over.
    """
    height, width = pixels.shape[:2]
    part = _cut(pixels, inside)
    planes = cv2.cvtColor(shrunk(part, _SPECTRUM), cv2.COLOR_RGB2LAB).astype(np.float32)
    left = np.zeros(planes.shape[:2], np.float32)
    for plane in cv2.split(planes):
        if float(plane.std()) > _FLAT:
            left += _residual(cast(Numbers, plane))
    whole = np.zeros((height, width), np.float32)
    _cut(whole, inside)[:] = cv2.resize(left, (part.shape[1], part.shape[0]), interpolation=cv2.INTER_LINEAR)
    cells = _cells(whole, _SALIENT_CELLS)
    return _grid(cells * 255 / max(float(cells.max()), 1e-9))


def busy(grey: Grey) -> Grid:
    """Return how little calm each cell has: how far its levels spread, and how steep they are on average.

    An even or softly shaded ground is below 25, leaves and print are above 120.
    """
    small = shrunk(grey, _BUSY_SIDE)
    levels = cast(Numbers, small.astype(np.float32))
    slope = cv2.magnitude(*(cv2.Scharr(levels, cv2.CV_32F, dx, 1 - dx, scale=1 / 32) for dx in (1, 0)))
    mean, square = (cv2.blur(plane, (_AROUND, _AROUND)) for plane in (levels, levels**2))
    spread = np.sqrt(np.maximum(square - mean**2, 0))
    told = _cells(cast(Numbers, spread + slope), _BUSY_CELLS)
    return _grid(255 * told / (told + _HALF_BUSY))


def light(pixels: Pixels) -> Grid:
    """Return the mean relative luminance of each cell, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    linear = cv2.LUT(pixels, _LINEAR)
    return _grid(255 * _cells(cast(Numbers, linear @ _WEIGHTS), _BUSY_CELLS))


def sharpness(grey: Grey) -> float:
    """Return how crisp the crispest edges are, 0..1: of every edge, the steepest step in parts of all its rise.

    A picture that is out of focus by one pixel in 800 has about 0.5, by two 0.2. It is 0 where there is no edge.
    """
    if min(grey.shape) < 3:
        return 0.0
    smooth = cv2.GaussianBlur(grey, (0, 0), _SMOOTH).astype(np.float32)
    around = np.ones((_EDGE, _EDGE), np.uint8)
    rise = cv2.dilate(smooth, around) - cv2.erode(smooth, around)
    steps = [np.abs(np.diff(smooth, axis=axis, append=smooth.take([-1], axis))) for axis in (0, 1)]
    steep = cv2.dilate(np.maximum(*steps), around)
    edges = rise > _CONTRAST
    if not edges.any():
        return 0.0
    told = 2 * float(np.quantile(steep[edges] / rise[edges], _CRISPEST))
    return min(told, 1.0) ** 4


def _residual(plane: Numbers) -> Numbers:
    spectrum = np.fft.fft2(plane)
    strong = np.abs(spectrum)
    strength = np.log(np.maximum(strong, _FAINT * strong.mean()))
    usual = cv2.blur(strength, (3, 3), borderType=cv2.BORDER_REPLICATE)
    left = np.abs(np.fft.ifft2(np.exp(strength - usual + 1j * np.angle(spectrum)))) ** 2
    return cast(Numbers, cv2.GaussianBlur(left.astype(np.float32), (0, 0), _SPREAD))


def _cut(pixels: Plane, inside: Box | None) -> Plane:
    if inside is None:
        return pixels
    height, width = pixels.shape[:2]
    rows = slice(round(inside.y0 * height), round(inside.y1 * height))
    return cast(Plane, pixels[rows, round(inside.x0 * width) : round(inside.x1 * width)])


def _cells(plane: Numbers, most: int) -> Numbers:
    """The mean of each cell, of which the longer side has `most`, and no more than it has pixels."""
    return shrunk(plane, most)


def _grid(levels: Numbers) -> Grid:
    rows, columns = levels.shape
    return Grid.of(columns, rows, np.clip(np.round(levels), 0, 255).astype(np.uint8).tobytes())


def _linear() -> Numbers:
    shares = np.arange(256, dtype=np.float32) / 255
    return np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4).astype(np.float32)


_LINEAR = _linear()
_WEIGHTS = np.array([0.2126, 0.7152, 0.0722], np.float32)
