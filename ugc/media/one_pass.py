"""One run of ffmpeg over a clip: all of it is decoded, a few small frames are kept, and the sound is measured."""

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ugc.errors import InputError
from ugc.files import machine_errors
from ugc.media.ffmpeg import run, safe_path
from ugc.media.opening import DEMUXERS, spoken
from ugc.model.probes import Probe

_LEAST_PATIENCE_S = 60.0
_PATIENCE = 10.0
"""Seconds waited for each second of the clip: about twenty times what a small machine needs."""
_MOST_PATIENCE_S = 3600.0
_BROKEN = re.compile(
    "corrupt decoded frame|Error while decoding stream|Error submitting packet to decoder|Decoding error:"
)
"""What ffmpeg says of each packet or frame that it could not decode, or only in part; the second up to version 6."""
_MOST_BROKEN = 0.05
_FEW_BROKEN = 3
"""So many always pass: single ones fail in clips that play everywhere."""
_MOST_FRAMES = 1000
_LEAST_RATE = 0.0001
"""Below it ffmpeg's `fps` takes a rate for none; a clip that claims to be longer is looked at only at its begin."""
LOUDNESS = "ebur128=peak=true:framelog=verbose"


class DamagedError(InputError):
    """It can be decoded, but too much of it is broken."""


@dataclass(frozen=True)
class Sampling:
    """Which frames of a clip are kept, and how large."""

    rate: float
    """Frames a second, evenly from the first."""
    side: int
    """The longer side in pixels, at most."""
    until: float | None = None
    """Seconds; None for the whole clip."""
    colour: bool = False


@dataclass(frozen=True)
class Frames:
    """Frames of a clip, upright, black 0 and white 255 whatever the clip's own range."""

    pixels: NDArray[np.uint8]
    """(frames, height, width), or (frames, height, width, 3) in colour."""
    times: tuple[float, ...]
    """Seconds from the first frame."""


def decode(
    path: Path, probe: Probe, samplings: Sequence[Sampling], *, sound: bool
) -> tuple[list[Frames], str]:
    """Decode a clip, and its sound where asked for; return the frames of each sampling, and ffmpeg's words.

    Raises DamagedError when more than a twentieth of it is broken, InputError when it cannot be decoded or that takes
    far longer than a clip of its length should, and MissingError without ffmpeg.
    """
    keeping = tempfile.TemporaryDirectory(prefix="ugc-")
    with machine_errors(f"Keeping frames of {spoken(path)}"), keeping as folder:
        kept = [Path(folder, f"{number}.raw") for number in range(len(samplings))]
        graph = [*_pictures(probe, samplings), *([f"[0:a:0]{LOUDNESS}[sound]"] if sound else [])]
        arguments = [*_source(path, probe), "-filter_complex", ";".join(graph)]
        for number, (sampling, file) in enumerate(zip(samplings, kept, strict=True)):
            most = str(
                _most(probe, sampling)
            )  # said here too: the graph begins anew when a clip changes its size
            arguments += ["-map", f"[kept{number}]", "-frames:v", most, "-fps_mode", "passthrough"]
            arguments += ["-f", "rawvideo", safe_path(file)]
        if sound:
            arguments += ["-map", "[sound]", "-f", "null", "-"]
        words = run(arguments, source=path, patience_s=_patience(probe))
        _check_whole(path, probe, words)
        return [_read(path, probe, each, file) for each, file in zip(samplings, kept, strict=True)], words


def spread(probe: Probe, *, frames: int, rate: float) -> float:
    """Return the rate at which at most so many frames lie evenly over a clip, and no more than `rate` a second."""
    return max(min(rate, frames / max(probe.duration or 0.0, 0.1)), _LEAST_RATE)


def small(probe: Probe, side: int) -> tuple[int, int]:
    """Return width and height of a frame whose longer side is at most `side` pixels."""
    scale = min(1.0, side / max(probe.width, probe.height))
    return max(round(probe.width * scale), 1), max(round(probe.height * scale), 1)


def _source(path: Path, probe: Probe) -> list[str]:
    """The input: its demuxer named and only files allowed, so that no content makes ffmpeg open anything else."""
    telling = ["-y", "-nostats", "-loglevel", "repeat+info", "-max_error_rate", "1"]
    return [*telling, "-protocol_whitelist", "file", "-f", DEMUXERS[probe.type], "-i", safe_path(path)]


def _pictures(probe: Probe, samplings: Sequence[Sampling]) -> list[str]:
    if not samplings:
        return []
    ways = "".join(f"[way{number}]" for number in range(len(samplings)))
    graph = [f"[0:V:0]setpts=PTS-STARTPTS,split={len(samplings)}{ways}"]
    for number, sampling in enumerate(samplings):
        width, height = small(probe, sampling.side)
        chain = [f"trim=end={sampling.until}"] if sampling.until else []
        # A frame that is read is the one that stands at its time, not half a gap later; openings are told with their
        # first frames left out, which are coded worse. To the end, or a clip shorter than half a gap gives no frame.
        rounded = "up" if sampling.colour else "near"
        chain += [f"fps={sampling.rate:.9f}:round={rounded}:eof_action=pass"]
        chain += [f"trim=end_frame={_most(probe, sampling)}"]
        chain += [f"scale={width}:{height}:flags=area:out_range=pc"]
        chain += ["format=rgb24" if sampling.colour else "format=gray"]
        graph.append(f"[way{number}]{','.join(chain)}[kept{number}]")
    return graph


def _most(probe: Probe, sampling: Sampling) -> int:
    """Frames that a sampling can give; a clip whose times leap would else give without end."""
    seconds = probe.duration or 0.0
    return min(int(min(seconds, sampling.until or seconds) * sampling.rate) + 2, _MOST_FRAMES)


def _patience(probe: Probe) -> float:
    return min(_LEAST_PATIENCE_S + _PATIENCE * (probe.duration or 0.0), _MOST_PATIENCE_S)


def _check_whole(path: Path, probe: Probe, words: str) -> None:
    broken = len(_BROKEN.findall(words))
    if broken > max(_FEW_BROKEN, probe.frames * _MOST_BROKEN):
        raise DamagedError(
            f"{spoken(path)} is damaged: {broken} times its picture or sound could not be decoded.",
            hint="Download it again.",
        )


def _read(path: Path, probe: Probe, sampling: Sampling, file: Path) -> Frames:
    width, height = small(probe, sampling.side)
    shape = (height, width, 3) if sampling.colour else (height, width)
    data = np.fromfile(file, np.uint8) if file.exists() else np.empty(0, np.uint8)
    count = data.size // int(np.prod(shape))
    if count == 0:
        raise InputError(f"{spoken(path)} holds no frame that can be decoded.", hint="Download it again.")
    pixels = data[: count * int(np.prod(shape))].reshape(count, *shape)
    return Frames(pixels, tuple(number / sampling.rate for number in range(count)))
