"""The sound of a clip on its way to AAC: 48 kHz, stereo, and as loud as was asked for.

Where raising or lowering everything alike keeps the peaks under the ceiling, that is all that is done. Where it does
not, the peaks are bent by a limiter that works on four times the samples; the rest keeps its dynamics, which
ffmpeg's loudnorm would level out in that case. What counts is what is heard: every attempt is measured after it was
encoded, for AAC moves peaks by a few tenths of a decibel.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ugc.errors import InputError
from ugc.media import ffmpeg
from ugc.media.conform_source import sound_packets
from ugc.media.listen import heard
from ugc.media.opening import spoken
from ugc.model.conforming import SoundPlan
from ugc.model.probes import Sound

STEREO = "aresample=48000:async=1:first_pts=0,aformat=sample_fmts=fltp:channel_layouts=stereo"
"""Sound that begins late is preceded by silence, and gaps are filled: without edit lists nothing else keeps it in
step with the picture."""

SILENT = ["-f", "lavfi", "-i", "anullsrc=channel_layout=stereo:sample_rate=48000"]
"""An input without an end; what is made of it has to end by something else."""

_PATIENT = ["-loglevel", "repeat+info", "-max_error_rate", "1"]
"""What is broken in a sound is left out and counted, and not the end of it."""
_BROKEN = re.compile("Error submitting packet to decoder|Error while decoding stream")
"""What ffmpeg says of each packet that it could not decode, before and from version 6 on."""
_NOTHING = "Output file is empty"
_MOST_BROKEN = 0.5
_BROKEN_NOTE = "The sound is damaged ({} packets of it are left out); listen to the copy before it is used."
_NEAR, _FAR = 0.3, 0.5
"""LU by which a result may be off: less is tried for, more is said."""
_OVERSHOOT = 0.5
"""dB that are kept free at first for what AAC adds to the peaks."""
_LEAST = 0.1
"""dB below the ceiling to be sure of it: ffmpeg prints tenths."""
_QUIETEST = -50.0
"""LUFS. Below, there is nothing but noise to raise."""
_TRIES = 6


class _Listened(NamedTuple):
    """What was found of a sound by decoding all of it."""

    sound: Sound
    broken: int
    """Packets that could not be decoded."""


def encoding(plan: SoundPlan, filters: str = STEREO) -> list[str]:
    """Return ffmpeg's arguments for the sound."""
    return ["-af", filters, "-c:a", "aac", "-ar", "48000", "-ac", "2", "-b:a", f"{plan.kbps}k"]


def track(
    source: Sequence[str], path: Path, plan: SoundPlan, room: Path, *, patience_s: float
) -> tuple[list[str], list[str], tuple[str, ...]]:
    """Return what else ffmpeg is to read for a clip's sound, what becomes of the sound, and what is to be said.

    `source` opens the clip, which is the first input. Where a loudness is asked for, `room` is where the levelled sound
    is written to. A sound that cannot be decoded, or is broken for the most part, is left out: silence, as long as the
    picture, takes its place. Raises InputError when it takes over `patience_s` seconds.
    """
    found = _listened(source, path, patience_s=patience_s)
    if found is None:
        why = "The sound cannot be decoded and is left out: it is damaged, or in a coding that is not known here."
        return SILENT, ["-map", "1:a:0", *encoding(plan), "-shortest"], (why,)
    notes: tuple[str, ...] = (_BROKEN_NOTE.format(found.broken),) if found.broken else ()
    encoded = ["-map", "0:a:0", *encoding(plan)]
    if plan.loudness is None:
        return [], encoded, notes
    done, note = _levelled(source, path, plan, room, before=found.sound, patience_s=patience_s)
    notes += (note,) if note else ()
    if not done:
        return [], encoded, notes
    return ["-f", "mov", "-i", ffmpeg.safe_path(room)], ["-map", "1:a:0", "-c:a", "copy"], notes


def levelled(
    source: Sequence[str], path: Path, plan: SoundPlan, out: Path, *, patience_s: float
) -> tuple[bool, str | None]:
    """Write a sound that `source` opens to `out` (MP4, AAC) with the loudness of the plan.

    Return whether it was written, and a sentence when it was not or is not as asked: silence stays silence, and a
    sound of few but high peaks may not get as loud. Raises InputError when the sound cannot be read.
    """
    before = measured(source, path, patience_s=patience_s)
    return _levelled(source, path, plan, out, before=before, patience_s=patience_s)


def measured(source: Sequence[str], path: Path, *, patience_s: float) -> Sound:
    """Measure the first track of sound as it is in stereo. `source` opens it."""
    return heard(path, _decoded(source, path, patience_s=patience_s))


def can_be_heard(source: Sequence[str], path: Path, *, patience_s: float) -> bool:
    """Return whether enough of a clip's sound can be decoded; `source` opens the clip."""
    return _listened(source, path, patience_s=patience_s) is not None


def _listened(source: Sequence[str], path: Path, *, patience_s: float) -> _Listened | None:
    """Decode all of the sound that `source` opens; None where there is too little in it that can be decoded."""
    packets = sound_packets(path)
    if not packets:
        return None
    words = _decoded(source, path, patience_s=patience_s)
    broken = len(_BROKEN.findall(words))
    if broken > packets * _MOST_BROKEN or _NOTHING in words:
        return None
    return _Listened(heard(path, words), broken)


def _decoded(source: Sequence[str], path: Path, *, patience_s: float) -> str:
    """Measure the first track of sound as it is in stereo; return what ffmpeg says. `source` opens it."""
    listen = ["-map", "0:a:0", "-af", f"{STEREO},ebur128=peak=true:framelog=verbose", "-f", "null", "-"]
    return ffmpeg.run([*_PATIENT, *source, *listen], source=path, patience_s=patience_s)


def _levelled(
    source: Sequence[str], path: Path, plan: SoundPlan, out: Path, *, before: Sound, patience_s: float
) -> tuple[bool, str | None]:
    """Write the sound of a clip, which measured as `before`, to `out` (MP4, AAC) with the loudness of the plan.

    Return whether it was written, and a sentence when it was not or is not as asked: silence stays silence, and a
    sound of few but high peaks may not get as loud. Raises InputError when the sound cannot be read.
    """
    assert plan.loudness is not None
    if before.loudness is None or before.true_peak is None or before.loudness < _QUIETEST:
        return False, "The sound is as good as silent; its level was left as it is."
    gain, ceiling = plan.loudness - before.loudness, plan.true_peak - _OVERSHOOT
    for _ in range(_TRIES):
        filters = _louder(gain, ceiling if before.true_peak + gain > ceiling else None)
        _write(source, path, [*encoding(plan, filters)], out, patience_s=patience_s)
        made = ["-y", "-f", "mov", "-i", ffmpeg.safe_path(out)]
        after = heard(path, _decoded(made, path, patience_s=patience_s))
        if after.loudness is None or after.true_peak is None:
            raise InputError(f"The sound of {spoken(path)} is lost when it is encoded.")
        off, over = plan.loudness - after.loudness, after.true_peak - plan.true_peak + _LEAST
        if abs(off) <= _NEAR and over <= 0.01:
            return True, None
        gain, ceiling = gain + off, ceiling - max(over, 0.0)
    if abs(off) <= _FAR and over <= _LEAST:
        return True, None
    return True, (
        f"The sound came to {after.loudness:.1f} LUFS with a peak of {after.true_peak:.1f} dBTP, not to the "
        f"{plan.loudness:g} LUFS asked for: its peaks stand too far above the rest."
    )


def _louder(gain: float, ceiling: float | None) -> str:
    """`ceiling` in dBTP where peaks would go over it, else None."""
    raised = f"{STEREO},volume={gain:.2f}dB"
    if ceiling is None:
        return raised
    limit = f"alimiter=limit={10 ** (ceiling / 20):.6f}:attack=5:release=60:level=0:latency=1"
    return f"{raised},aresample=192000,{limit},aresample=48000"


def _write(source: Sequence[str], path: Path, sound: Sequence[str], out: Path, *, patience_s: float) -> None:
    packed = ["-map", "0:a:0", *sound, "-map_metadata", "-1", "-use_editlist", "0", "-f", "mp4"]
    ffmpeg.run(["-y", *_PATIENT, *source, *packed, ffmpeg.safe_path(out)], source=path, patience_s=patience_s)
