"""Pauses in a clip's sound: where speech may be cut without hurting it."""

from contextlib import suppress
from typing import Any

import numpy as np

from ugc.model.watched import Stretch

_RATE = 16_000
_WINDOW_S = 0.05
_BELOW = 10 ** (-24 / 20)
"""How much softer a pause is than the louder parts of the sound: 24 dB. Rooms and streets go on in pauses."""
_SILENT = 10 ** (-55 / 20)
_LEAST_S = 0.2
FIGURES = (_RATE, _WINDOW_S, _BELOW, _SILENT, _LEAST_S)


def pauses(clip: Any, *, start: float) -> tuple[Stretch, ...]:
    """Return where an opened clip's sound pauses, in seconds from `start`, a time of its clock.

    What cannot be decoded counts as a pause; a clip without sound has none.
    """
    if not clip.streams.audio:
        return ()
    levels = _levels(clip, start)
    if not levels:
        return ()
    length = max(levels) + 1
    heard = np.zeros(length)
    for number, level in levels.items():
        heard[number] = level
    loud = float(np.quantile(heard, 0.9))
    quiet = heard <= max(_BELOW * loud, _SILENT)
    return tuple(
        Stretch(start=round(a * _WINDOW_S, 3), end=round(b * _WINDOW_S, 3))
        for a, b in runs(quiet)
        if (b - a) * _WINDOW_S >= _LEAST_S
    )


def runs(marks: Any) -> list[tuple[int, int]]:
    """Return where marks are set without a break: the first of each run, and the one after its last."""
    edges = np.flatnonzero(
        np.diff(np.concatenate([[False], np.asarray(marks, bool), [False]]).astype(np.int8))
    )
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _levels(clip: Any, start: float) -> dict[int, float]:
    """The mean level (RMS, 0..1) of each window that has sound, by its number."""
    import av

    stream = clip.streams.audio[0]
    resampler = av.AudioResampler(format="flt", layout="mono", rate=_RATE)
    step = round(_RATE * _WINDOW_S)
    squares: dict[int, float] = {}
    for packet in clip.demux(stream):
        with suppress(OSError, ValueError):  # a broken packet is a gap
            for frame in packet.decode():
                if frame.time is None:
                    continue
                begin = round((frame.time - start) * _RATE)
                for mono in resampler.resample(frame):
                    samples = mono.to_ndarray()[0]
                    for first in range(0, len(samples), step):
                        part = samples[first : first + step]
                        number = (begin + first) // step
                        if number >= 0:
                            squares[number] = squares.get(number, 0.0) + float(np.square(part).sum())
                    begin += len(samples)
    return {number: float(np.sqrt(total / step)) for number, total in squares.items()}
