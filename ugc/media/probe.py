"""What a media file is, told from its content and never from its name."""

import os
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ugc.errors import InputError
from ugc.files import open_regular
from ugc.media.colour import profile_name
from ugc.media.opening import (
    DEMUXERS,
    MAX_PIXELS,
    PILLOW_NAMES,
    check_size,
    decoding,
    kind_of,
    opened,
    spoken,
)
from ugc.media.pixels import orientation
from ugc.model.formats import Probe

if TYPE_CHECKING:
    from PIL import Image

_SAMPLE = 4096
_MISSING_END = 0.9
"""A clip whose last packet lies before this part of its stated duration is cut short."""


def probe(path: Path, *, whole: bool = False, max_pixels: int = MAX_PIXELS) -> Probe:
    """Measure a picture or clip: type, size, upright width and height, profile, duration, codecs.

    Reads the header, so a file may pass and yet be cut short further on. With `whole` all of it is read: a picture is
    decoded (a JPEG at an eighth of its size, which finds a missing end at half the price: about 4 ms of CPU a
    megapixel, other types two to ten times that), a clip's packets are walked and its first frame is decoded.

    Raises InputError for what is neither, empty, damaged, no regular file, or over `max_pixels`, and MissingError
    for HEIC without its extra.
    """
    with open_regular(path) as file:
        kind = kind_of(path, file.read(_SAMPLE))
        size = os.fstat(file.fileno()).st_size
        if kind not in PILLOW_NAMES:
            file.seek(0)
            clip = _probe_clip(path, file, kind, whole=whole)
            check_size(path, (clip.width, clip.height), max_pixels)
            return clip.model_copy(update={"size": size})
    with opened(path, max_pixels=max_pixels) as (image, kind):
        found = _probe_picture(image, kind, size)
        if whole:
            with decoding(path, kind):
                image.draft("RGB", (image.width // 8, image.height // 8))
                image.load()
        return found


def _probe_picture(image: "Image.Image", kind: str, size: int) -> Probe:
    turn = orientation(image, kind)
    width, height = image.size if turn < 5 else (image.height, image.width)
    return Probe(
        kind="image",
        type=kind,
        size=size,
        width=width,
        height=height,
        orientation=turn,
        mode=image.mode,
        profile=profile_name(image.info.get("icc_profile")),
        alpha=image.has_transparency_data,
        frames=1 if kind == "jpg" else _frames(image),
    )


def _frames(image: "Image.Image") -> int:
    try:
        return int(getattr(image, "n_frames", 1))
    except Exception:  # a damaged later frame; the first is what is used
        return 1


def _probe_clip(path: Path, file: BufferedReader, kind: str, *, whole: bool) -> Probe:
    import av

    with decoding(path, kind), av.open(file, format=DEMUXERS[kind]) as clip:
        if not clip.streams.video:
            raise InputError(
                f"{spoken(path)} has no picture, only sound.", hint="ugc takes pictures and clips."
            )
        stream = clip.streams.video[0]
        found = Probe(kind="video", type=kind, size=0, **_measure(clip, stream, _rotation(path, clip)))
        if whole:
            _walk(path, clip, stream, found)
        return found


def _measure(clip: Any, stream: Any, rotation: int) -> dict[str, Any]:
    width, height = stream.codec_context.width, stream.codec_context.height
    if rotation % 180:
        width, height = height, width
    duration = float(stream.duration * stream.time_base) if stream.duration else None
    if duration is None and clip.duration:
        duration = clip.duration / 1_000_000
    rate = stream.average_rate or stream.guessed_rate
    frames = stream.frames or round((duration or 0.0) * float(rate or 0))  # some containers do not count
    sound = clip.streams.audio
    return {
        "width": width,
        "height": height,
        "rotation": rotation,
        "duration": duration,
        "fps": float(rate) if rate else None,
        "frames": max(frames, 1),
        "video_codec": stream.codec_context.name,
        "audio_codec": sound[0].codec_context.name if sound else None,
    }


def _rotation(path: Path, clip: Any) -> int:
    """Clockwise degrees, to the nearest quarter turn. The display matrix comes with the first frame."""
    frame = next(clip.decode(video=0), None)
    if frame is None:
        raise InputError(f"{spoken(path)} holds no frame of picture.", hint="Download it again.")
    return int(round(-frame.rotation / 90) * 90 % 360)


def _walk(path: Path, clip: Any, stream: Any, found: Probe) -> None:
    clip.seek(0)
    last = 0.0
    for packet in clip.demux(stream):
        if packet.pts is not None:
            last = max(last, float((packet.pts + (packet.duration or 0)) * stream.time_base))
    begin = float((stream.start_time or 0) * stream.time_base)
    if found.duration and last - begin < found.duration * _MISSING_END:
        raise InputError(
            f"{spoken(path)} is cut short: {last - begin:.1f} of {found.duration:.1f} seconds are there.",
            hint="Download it again.",
        )
