"""Pictures with transparency, each shown for a while, as one small clip: one input of ffmpeg's, however many there are.

Nothing is encoded: the PNGs themselves become the frames of a QuickTime file, each as long as it is shown.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from ugc.errors import UgcError
from ugc.files import machine_errors

_TICKS = 90_000
"""Of a second: every frame rate of a placement divides it, or nearly."""


class Shown(NamedTuple):
    """A picture and when it is shown, in seconds."""

    png: bytes
    start: float
    end: float


def write_strip(shown: Sequence[Shown], out: Path) -> float:
    """Write pictures of one size as a clip with alpha (QuickTime, codec png); return the second at which it begins.

    They are in order, none over another; between them, and after the last, nothing is shown. The clip's own clock
    begins with the first. Raises ValueError for none, or for several sizes, UgcError where they cannot be packed.
    """
    import av

    sizes = {_size_of(each.png) for each in shown}
    if len(sizes) != 1:
        raise ValueError(f"a strip has pictures of one size, not of {len(sizes)}")
    ((width, height),) = sizes
    begin = shown[0].start
    with machine_errors(f"Writing {out}"):
        try:
            with av.open(str(out), "w", format="mov", options={"fflags": "+bitexact"}) as clip:
                stream = clip.add_stream("png", rate=30)
                stream.width, stream.height, stream.pix_fmt = width, height, "rgba"
                stream.time_base = Fraction(1, _TICKS)
                for png, start, end in _without_holes(shown, _blank(width, height)):
                    packet = av.Packet(png)
                    packet.stream, packet.time_base = stream, Fraction(1, _TICKS)
                    packet.pts = packet.dts = round((start - begin) * _TICKS)
                    packet.duration = max(round((end - begin) * _TICKS) - packet.pts, 1)
                    packet.is_keyframe = True
                    clip.mux(packet)
        except av.FFmpegError as error:
            raise UgcError(f"The captions could not be packed: {error.strerror}.") from error
    return begin


def _without_holes(shown: Sequence[Shown], blank: bytes) -> Iterator[Shown]:
    for number, one in enumerate(shown):
        yield one
        then = shown[number + 1].start if number + 1 < len(shown) else one.end + 1.0
        if then > one.end:
            yield Shown(blank, one.end, then)


def _blank(width: int, height: int) -> bytes:
    import numpy as np

    from ugc.media.layers import as_png

    return as_png(np.zeros((height, width, 4), np.uint8))


def _size_of(png: bytes) -> tuple[int, int]:
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
