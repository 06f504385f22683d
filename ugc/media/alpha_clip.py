"""Small clips with transparency, to be laid over others: QuickTime files without loss, a few dozen frames long."""

from collections.abc import Iterable
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from ugc.errors import UgcError
from ugc.media.layers import Layer

CODEC = "qtrle"
"""QuickTime Animation: run lengths, and only what changed since the frame before; flat shapes on nothing stay small."""
_TOP = "top="


class AlphaClip(NamedTuple):
    """What a clip with transparency says of itself."""

    size: tuple[int, int]
    top: int
    """The row of the canvas at which it is to be laid."""
    frames: int
    seconds: float


def packed(frames: Iterable[Layer], *, size: tuple[int, int], fps: Fraction, top: int) -> bytes:
    """Return frames of a size, in pixels, as a clip with straight alpha; `top` is the canvas row of their first row.

    The same frames give the same bytes with the same ffmpeg libraries. Raises UgcError when they cannot be packed.
    """
    import av
    from av.video.stream import VideoStream

    out = BytesIO()
    try:
        with av.open(out, "w", format="mov") as box:
            box.metadata["comment"] = f"{_TOP}{top}"
            stream = box.add_stream(CODEC, rate=fps)
            assert isinstance(stream, VideoStream)
            stream.pix_fmt, stream.time_base = "argb", 1 / fps
            stream.width, stream.height = size
            for number, layer in enumerate(frames):
                frame = av.VideoFrame.from_ndarray(layer, format="rgba").reformat(format="argb")
                frame.pts, frame.time_base = number, 1 / fps
                box.mux(stream.encode(frame))
            box.mux(stream.encode(None))
    except (av.FFmpegError, ValueError) as error:
        raise UgcError(f"An animation could not be packed: {error}.") from error
    return out.getvalue()


def described(path: Path) -> AlphaClip | None:
    """Return what a clip that `packed` made says of itself; None where it is not there, or is no such clip."""
    import av

    try:
        with av.open(str(path)) as box:
            said, stream = box.metadata.get("comment", ""), box.streams.video[0]
            if stream.codec_context.name != CODEC or not said.startswith(_TOP):
                return None
            rate = stream.average_rate or Fraction(0)
            size = stream.width, stream.height
            return AlphaClip(size, int(said[len(_TOP) :]), stream.frames, float(stream.frames / rate))
    except (av.FFmpegError, OSError, ValueError, IndexError, ZeroDivisionError):
        return None
