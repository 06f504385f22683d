"""The small filters that make OpenCV's quick resizing behave like a full Lanczos one.

Cubic interpolation alone reads four pixels whatever the scale (linear two): fine detail folds back as moire. A full
Lanczos filter reads six pixels times the scale and costs twelve times as much. Here a short symmetric filter runs
before the interpolation, fitted by least squares so that both together have the frequency response of the full
Lanczos filter at that scale. Frequencies are in cycles per pixel of the plane that is filtered; 0.5 is the finest
it can hold.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_GRID = np.linspace(0.0, 1.0, 129)
_HALF_REACH = 3
_LINEAR_FROM = 1.7
_NARROW = 1.1
"""A half plane is held to 1 / 1.1 of what it could carry: what folds back in the halving stays in every crop made of
it, while what is only weakened is given back by the filter before the resize."""


def reach(ratio: float) -> int:
    """How many pixels to each side the filter before a reduction by `ratio` reads."""
    return 3 if ratio < 2.1 else 4


def is_linear(ratio: float) -> bool:
    """Whether linear interpolation does for this reduction: from 1.7 the filter can give back what it blurs."""
    return ratio >= _LINEAR_FROM


@lru_cache(maxsize=4096)
def before_resize(ratio: float, shift: float, level: int) -> Floats:
    """Return the filter to run before a reduction by `ratio` (source pixels per result pixel).

    `shift` is the part of a pixel, 0..1, by which linear interpolation has moved the plane, and `level` how often
    it was halved: what both cost in sharpness is given back. Sums to 1; length 2 x reach(ratio) + 1.
    """
    folded = np.minimum(_GRID, 1 - _GRID)  # above 0.5 lie the mirror images that interpolation lets through
    moved = np.sqrt(np.maximum(1 - 2 * shift * (1 - shift) * (1 - np.cos(2 * np.pi * folded)), 0))
    drawn = _interpolated(ratio)
    basis = _cosines(reach(ratio), folded) * (drawn * moved * _plane(level, folded))[:, None]
    wanted = np.where(_GRID <= 0.5, _lanczos_response(_GRID * max(ratio, 1.0)), 0.0)
    coarse = (ratio > 1.5) & (_GRID * ratio > 0.75)  # this would fold back as coarse, visible moire
    weight = np.where(coarse, 1.5, 1.0)
    return _fit(basis * weight[:, None], wanted * weight)


@lru_cache(maxsize=1)
def before_halving() -> Floats:
    """Return the filter to run before each 2 x 2 mean, so that both together halve as a good filter does."""
    grid = np.linspace(0.0, 0.5, 129)
    basis = _cosines(_HALF_REACH, grid) * np.cos(np.pi * grid)[:, None]
    weight = np.where(grid > 0.275, 2.0, 1.0)
    return _fit(basis * weight[:, None], _lanczos_response(grid * 2 * _NARROW) * weight)


def _interpolated(ratio: float) -> Floats:
    """The response of the resize itself.

    It depends on where between two pixels the result falls; at 2.0 that is always midway, which blurs more than the
    average place does. So below 0.5 the places that really come up are averaged.
    """
    kernel, whole = (_linear, _LINEAR) if is_linear(ratio) else (_cubic, _CUBIC)
    place = (((np.arange(256) + 0.5) * ratio - 0.5) % 1.0)[:, None]
    taps = np.arange(-1, 3)[None, :]
    waves = np.cos(2 * np.pi * _GRID[:, None, None] * (taps - place))
    placed = (waves * kernel(taps - place)).sum(axis=2).mean(axis=1)
    return np.asarray(np.where(_GRID <= 0.5, placed, whole), dtype=np.float64)


def _plane(level: int, grid: Floats) -> Floats:
    """The response of a plane that was halved `level` times, at frequencies of that plane."""
    response = np.ones_like(grid)
    taps = before_halving()[_HALF_REACH:]
    for step in range(1, level + 1):
        finer = grid / 2**step
        response *= (_cosines(_HALF_REACH, finer) @ taps) * np.cos(np.pi * finer)
    return response


def _cosines(taps: int, grid: Floats) -> Floats:
    """One column a tap of a symmetric filter: what it adds to the response."""
    return np.stack(
        [np.ones_like(grid), *(2 * np.cos(2 * np.pi * grid * tap) for tap in range(1, taps + 1))], axis=1
    )


def _fit(basis: Floats, wanted: Floats) -> Floats:
    """The symmetric filter of sum 1 whose response is nearest to the wanted one."""
    middle = basis[:, :1]  # the sum being 1, the middle tap is 1 - 2 x the others
    side = np.linalg.lstsq(basis[:, 1:] - 2 * middle, wanted - middle[:, 0], rcond=None)[0]
    return np.concatenate([side[::-1], [1 - 2 * side.sum()], side])


def _transform(samples: Floats, at: Floats, grid: Floats) -> Floats:
    """The Fourier transform of an even kernel sampled at `at`, 1 at frequency 0."""
    waves = np.cos(2 * np.pi * grid[:, None] * at[None, :])
    return np.asarray((waves @ samples) / samples.sum(), dtype=np.float64)


def _cubic(at: Floats) -> Floats:
    far = np.abs(at)
    near = 1.25 * far**3 - 2.25 * far**2 + 1  # OpenCV's kernel, a = -0.75
    tail = -0.75 * (far**3 - 5 * far**2 + 8 * far - 4)
    return np.asarray(np.where(far < 1, near, np.where(far < 2, tail, 0.0)), dtype=np.float64)


def _linear(at: Floats) -> Floats:
    return np.asarray(np.maximum(1 - np.abs(at), 0.0), dtype=np.float64)


def _lanczos_table() -> tuple[Floats, Floats]:
    at = np.linspace(-3.0, 3.0, 1201)
    grid = np.linspace(0.0, 4.0, 257)
    return grid, _transform(np.sinc(at) * np.sinc(at / 3), at, grid)


def _lanczos_response(grid: Floats) -> Floats:
    return np.interp(grid, *_LANCZOS)


_WIDE = np.linspace(-2.0, 2.0, 801)
_CUBIC = _transform(_cubic(_WIDE), _WIDE, _GRID)
_LINEAR = np.sinc(_GRID) ** 2
_LANCZOS = _lanczos_table()
