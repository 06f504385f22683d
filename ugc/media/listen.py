"""How loud a clip is: integrated loudness and true peak by EBU R 128.

Measured by ffmpeg's `ebur128`, not by the measuring pass of `loudnorm`: both follow ITU-R BS.1770 and agree within a
tenth, but `loudnorm` turns all sound into 192 kHz first, which takes several times as long, and `ebur128` can ride on
the run that decodes the picture.
"""

import re
from pathlib import Path

from ugc.errors import InputError
from ugc.media.one_pass import decode
from ugc.media.opening import spoken
from ugc.media.probe import probe
from ugc.model.probes import Sound

_SUMMARY = re.compile(
    r"Summary:\s+Integrated loudness:\s+I:\s+(?P<loudness>\S+) LUFS.*?True peak:\s+Peak:\s+(?P<peak>\S+) dBFS",
    re.DOTALL,
)
_GATE = -70.0
"""LUFS: quieter blocks are not counted, so this is what silence measures."""


def listen(path: Path) -> Sound | None:
    """Measure a clip's first sound track; None where there is none.

    A mono track is measured as the one channel it is. Raises InputError when it is no clip or its sound cannot be
    decoded, and MissingError without ffmpeg.
    """
    clip = probe(path)
    if clip.audio_codec is None:
        return None
    _, words = decode(path, clip, (), sound=True)
    return heard(path, words)


def heard(path: Path, words: str) -> Sound:
    """Read what `ebur128` reported at the end of a run. Raises InputError when it reported nothing."""
    told = list(_SUMMARY.finditer(words))
    if not told:
        raise InputError(f"{spoken(path)} has a sound track that holds no sound.", hint="Save it again.")
    loudness, peak = _number(told[-1]["loudness"]), _number(told[-1]["peak"])
    return Sound(loudness=loudness if loudness is not None and loudness > _GATE else None, true_peak=peak)


def _number(text: str) -> float | None:
    """A level in decibels; None for that of no sound at all, which ffmpeg writes as -inf or nan."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < 1000 else None
