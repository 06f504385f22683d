"""The path of a window that follows something along one axis: still where it can be, else as calm as it can be.

After M. Grundmann, V. Kwatra and I. Essa, "Auto-directed video stabilization with robust L1 optimal camera paths",
https://doi.org/10.1109/CVPR.2011.5995525: what is made least is the sum of a path's first, second and third
differences, so that it is made of parts that stand, run evenly, and change their speed evenly.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ugc.geometry.boxes import NEARLY

if TYPE_CHECKING:
    import numpy as np

_WEIGHTS = (1.0, 10.0, 100.0)
"""Of the first, second and third differences."""
_ROOM = 6.0
"""Of each part of the window's length by which what is followed leaves the room that it should stand in, a moment;"""
_AIM = 0.02
"""and by which it stands off the place where it looks best."""

_FLAT = 0.0005
"""How far a point of a path may lie off the line between its neighbours, and be left out."""


@dataclass(frozen=True, slots=True)
class Aim:
    """Where a window should begin at one moment, all in the same unit, along its axis."""

    best: float
    low: float
    """The least that shows what is followed whole."""
    high: float
    """The most that does."""


def still(aims: Sequence[Aim], *, low: float, high: float, spare: float) -> float | None:
    """Return one place from which a window shows what is followed at all moments; None where there is none.

    `low` and `high` are the ends of where it may begin, `spare` what may be missing at a moment. Of several places
    it is the one nearest to the middle of the best ones.
    """
    least = max((aim.low for aim in aims), default=low) - spare
    most = min((aim.high for aim in aims), default=high) + spare
    least, most = max(least, low), min(most, high)
    if least > most + NEARLY or not aims:
        return None
    best = sorted(aim.best for aim in aims)[len(aims) // 2]
    return min(max(best, least), most)


def calm(aims: Sequence[Aim], *, low: float, high: float, length: float, fastest: float) -> tuple[float, ...]:
    """Return where a window of some length begins at each moment, so that it moves as calmly as it can.

    It stays between `low` and `high`, and goes no further than `fastest` from one moment to the next. What is followed
    stays in view wherever that costs less than it disturbs.
    """
    if high - low <= NEARLY or len(aims) < 2:
        return tuple(min(max(aim.best, low), high) for aim in aims)
    scaled = [Aim(*((value - low) / length for value in (aim.best, aim.low, aim.high))) for aim in aims]
    found = _solved(scaled, most=(high - low) / length, fastest=fastest / length)
    return tuple(min(max(low + value * length, low), high) for value in found)


def along(points: Sequence[tuple[float, float, float]], at: float) -> tuple[float, float]:
    """Return the place on a path at a time: evenly between its points, and at its ends before and after them."""
    before = points[0]
    for point in points:
        if point[0] >= at:
            span = point[0] - before[0]
            part = min(max((at - before[0]) / span, 0.0), 1.0) if span > 0 else 1.0
            return before[1] + (point[1] - before[1]) * part, before[2] + (point[2] - before[2]) * part
        before = point
    return before[1], before[2]


def thinned(points: Sequence[tuple[float, float, float]]) -> tuple[tuple[float, float, float], ...]:
    """Return a path without the points that lie on the line between those that are kept."""
    kept = [points[0]]
    for number in range(1, len(points) - 1):
        first, last = kept[-1], points[number + 1]
        between = points[points.index(first) + 1 : number + 1]
        if any(_off(point, first, last) > _FLAT for point in between):
            kept.append(points[number])
    return (*kept, points[-1])


def _off(
    point: tuple[float, float, float], first: tuple[float, float, float], last: tuple[float, float, float]
) -> float:
    part = (point[0] - first[0]) / (last[0] - first[0])
    return max(abs(point[axis] - first[axis] - (last[axis] - first[axis]) * part) for axis in (1, 2))


def _solved(aims: Sequence[Aim], *, most: float, fastest: float) -> "list[float]":
    """Solve the linear program. Its columns: places, three kinds of differences, what is missing, what is off."""
    import highspy
    import numpy as np

    count = len(aims)
    sizes = [count, *(max(count - order, 0) for order in (1, 2, 3)), count, count]
    begin = np.cumsum([0, *sizes])
    cost = np.repeat([0.0, *_WEIGHTS, _ROOM, _AIM], sizes)
    upper = np.repeat([most, *[highspy.kHighsInf] * 5], sizes)
    rows = _Rows(highspy.kHighsInf)
    for order, steps in enumerate(((-1, 1), (1, -2, 1), (-1, 3, -3, 1)), 1):
        for at in range(count - order):
            places = [(at + number, float(step)) for number, step in enumerate(steps)]
            rows.bound(places, int(begin[order]) + at)
    for at, aim in enumerate(aims):
        short, off = int(begin[4]) + at, int(begin[5]) + at
        rows.add([(at, 1.0), (short, 1.0)], least=aim.low)
        rows.add([(at, 1.0), (short, -1.0)], most=aim.high)
        rows.add([(at, 1.0), (off, 1.0)], least=aim.best)
        rows.add([(at, 1.0), (off, -1.0)], most=aim.best)
    for at in range(count - 1):
        rows.add([(at, -1.0), (at + 1, 1.0)], least=-fastest, most=fastest)
    return _run(highspy, np, cost, upper, rows)[:count]


class _Rows:
    """The rows of a linear program."""

    def __init__(self, without_end: float) -> None:
        self.low: list[float] = []
        self.high: list[float] = []
        self.starts, self.columns, self.values = [0], [0][:0], [0.0][:0]
        self._end = without_end

    def add(
        self, terms: Sequence[tuple[int, float]], *, least: float | None = None, most: float | None = None
    ) -> None:
        self.low.append(-self._end if least is None else least)
        self.high.append(self._end if most is None else most)
        self.columns += [column for column, _ in terms]
        self.values += [value for _, value in terms]
        self.starts.append(len(self.columns))

    def bound(self, terms: Sequence[tuple[int, float]], by: int) -> None:
        """Hold a sum of terms between the value of a column and its negative."""
        self.add([*terms, (by, -1.0)], most=0.0)
        self.add([*terms, (by, 1.0)], least=0.0)


def _run(
    highspy: Any, np: "Any", cost: "np.ndarray[Any, Any]", upper: "np.ndarray[Any, Any]", rows: _Rows
) -> list[float]:
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(cost), len(rows.low)
    program.col_cost_, program.col_lower_, program.col_upper_ = cost, np.zeros(len(cost)), upper
    program.row_lower_, program.row_upper_ = np.array(rows.low), np.array(rows.high)
    matrix = program.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_, matrix.index_ = np.array(rows.starts), np.array(rows.columns)
    matrix.value_ = np.array(rows.values)
    solver = highspy.Highs()
    for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 1)):
        solver.setOptionValue(option, value)
    solver.passModel(program)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise ArithmeticError(
            "the path of a window has no solution"
        )  # it always has: everything may be missed
    return [float(value) for value in solver.getSolution().col_value]
