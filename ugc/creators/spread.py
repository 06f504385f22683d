"""The middle and the spread of some figures, and how far one lies from the others."""

from collections.abc import Sequence
from math import exp, log
from statistics import median, quantiles
from typing import NamedTuple

from ugc.model.base import Value

FAR = 3.5
"""Robust distances from which on a figure is far from others: the bound of Iglewicz and Hoaglin, How to Detect and
Handle Outliers (1993), for the modified z-score."""
FAR_TIMES = 2.0
"""And it is at least so many times the median, or one part in so many: among figures that are nearly alike a distance
alone would call a small difference far."""
_NORMAL = 0.6745
"""The third quartile of the normal distribution, by which the median absolute deviation compares with its sigma."""


class Spread(NamedTuple):
    """Median and quartiles."""

    median: float
    low: float
    high: float


class Far(Value):
    """How one figure lies to those of others."""

    others: int
    median: float
    low: float
    high: float
    distance: float | None
    """The modified z-score of its logarithm; None for a figure of 0, which has none."""


def spread(figures: Sequence[float]) -> Spread:
    """Return median and quartiles of one figure or more.

    The quartiles are those of `statistics.quantiles(method="inclusive")`: what we know is all there is, the least and
    the most are its ends, and between two figures a quartile lies in proportion (type 7 of Hyndman and Fan, 1996).
    """
    if len(figures) == 1:
        return Spread(figures[0], figures[0], figures[0])
    low, _, high = quantiles(figures, n=4, method="inclusive")
    return Spread(median(figures), low, high)


def far(figure: float, others: Sequence[float], *, least: int) -> Far | None:
    """Return how one figure lies to those of others where it lies far from them; None where it does not.

    Rates are compared by their logarithms, so that twice and half are equally far. The distance is
    0.6745 * (x - median) / MAD. With fewer than `least` others above 0, or when half of them are alike and so have no
    deviation, nothing is far.
    """
    known = [other for other in others if other > 0]
    if len(known) < least:
        return None
    logs = [log(other) for other in known]
    middle = median(logs)
    deviation = median(abs(one - middle) for one in logs)
    if not deviation:
        return None
    found = spread(known)
    told = {"others": len(known), "median": exp(middle), "low": found.low, "high": found.high}
    if figure <= 0:
        return Far(**told, distance=None)
    distance = _NORMAL * (log(figure) - middle) / deviation
    if abs(distance) <= FAR or abs(log(figure) - middle) < log(FAR_TIMES):
        return None
    return Far(**told, distance=distance)
