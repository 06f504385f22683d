"""What a clip is, read by PyAV: its tracks from the header and the first frame, its frame times from its packets."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from io import BufferedReader
from itertools import pairwise
from pathlib import Path
from typing import Any

from ugc.errors import InputError
from ugc.media.lengths import check_length
from ugc.media.mp4_boxes import dolby_vision, layout
from ugc.media.opening import DEMUXERS, check_size, decoding, spoken
from ugc.model.probes import Probe

_MISSING_END = 0.9
"""A clip whose last packet lies before this part of its stated duration is cut short."""
_PROGRESSIVE = 1
"""FFmpeg's number for a clip without fields; 0 is "not known", and above are their orders."""
_JITTER_S = Fraction(1, 1000)
"""Matroska's clock, which rounds the times of clips that were constant before they passed through it."""
_MOST_JITTER = 0.3
"""The part of the time between two frames that rounding may take: a quarter at 240 frames a second."""
_TRANSFERS = {
    1: "bt709",
    4: "bt470m",
    5: "bt470bg",
    6: "smpte170m",
    7: "smpte240m",
    8: "linear",
    9: "log100",
    10: "log316",
    11: "iec61966-2-4",
    12: "bt1361e",
    13: "iec61966-2-1",
    14: "bt2020-10",
    15: "bt2020-12",
    16: "smpte2084",
    17: "smpte428",
    18: "arib-std-b67",
}
"""ITU-T H.273's numbers for transfer characteristics, by FFmpeg's names."""


def probe_clip(path: Path, file: BufferedReader, kind: str, *, whole: bool, max_pixels: int) -> Probe:
    """Measure an opened clip; `Probe.size` is left at 0. See `ugc.media.probe.probe`."""
    import av

    with decoding(path, kind), _claims(path), av.open(file, "r", format=DEMUXERS[kind]) as clip:
        stream = picture_track(path, clip)
        check_size(path, (stream.codec_context.width, stream.codec_context.height), max_pixels)
        frame = next(clip.decode(stream), None)
        if frame is None:
            raise InputError(f"{spoken(path)} holds no frame of picture.", hint="Download it again.")
        sound = clip.streams.audio[0] if clip.streams.audio else None
        facts = _time(clip, stream) | _picture(stream, frame) | _sound(sound)
        found = Probe(kind="video", type=kind, size=0, dolby_vision=_dolby_vision(path, kind), **facts)
        if whole:
            found = found.model_copy(update=_walked(path, clip, found, stream, sound))
    if whole:
        check_length(path, file, kind)
        found = found.model_copy(update={"container": layout(path) if kind in ("mp4", "mov") else None})
    return found


def _dolby_vision(path: Path, kind: str) -> str | None:
    told = dolby_vision(path) if DEMUXERS[kind] == "mov" else None
    return f"{told[0]}.{told[1]}" if told else None


@contextmanager
def _claims(path: Path) -> Iterator[None]:
    """An index may claim billions of entries: that there is no memory for them is the file's fault."""
    try:
        yield
    except MemoryError as error:
        raise InputError(
            f"{spoken(path)} is damaged: its index asks for more memory than there is.",
            hint="Download it again.",
        ) from error


def picture_track(path: Path, clip: Any) -> Any:
    """Return the first track of moving picture; a cover picture is none. Raises InputError when there is none."""
    import av

    for stream in clip.streams.video:
        if stream.disposition & av.stream.Disposition.attached_pic:
            continue
        if stream.codec_context is None:
            raise InputError(
                f"{spoken(path)} holds a picture track in a coding that is not known here.",
                hint="Save it again as MP4 with H.264.",
            )
        return stream
    told = "has no picture, only sound" if clip.streams.audio else "holds neither picture nor sound"
    raise InputError(f"{spoken(path)} {told}.", hint="ugc takes pictures and clips.")


def _time(clip: Any, stream: Any) -> dict[str, Any]:
    duration = float(stream.duration * stream.time_base) if stream.duration else None
    if duration is None and clip.duration:
        duration = clip.duration / 1_000_000
    rate = stream.average_rate or stream.guessed_rate
    frames = stream.frames or round((duration or 0.0) * float(rate or 0))  # some containers do not count
    return {"duration": duration, "fps": float(rate) if rate else None, "frames": max(frames, 1)}


def _picture(stream: Any, frame: Any) -> dict[str, Any]:
    context = stream.codec_context
    width, height = context.width, context.height
    aspect = float(stream.sample_aspect_ratio or 1) or 1.0
    rotation = int(round(-frame.rotation / 90) * 90 % 360)  # the display matrix comes with the first frame
    if rotation % 180:
        width, height, aspect = height, width, 1 / aspect
    return {
        "width": width,
        "height": height,
        "rotation": rotation,
        "pixel_aspect": round(aspect, 6),
        "video_codec": context.codec.canonical_name,
        "video_profile": context.profile,
        "interlaced": bool(frame.interlaced_frame) or int(getattr(context, "field_order", 0)) > _PROGRESSIVE,
        "kbps": _kilo(context.bit_rate),
        **_pixels(context, frame),
    }


def _pixels(context: Any, frame: Any) -> dict[str, Any]:
    components = frame.format.components
    span = int(context.color_range or frame.color_range or 0)
    return {
        "pixel_format": frame.format.name,
        "bit_depth": max((component.bits for component in components), default=8),
        "alpha": any(component.is_alpha for component in components),
        "colour_range": "pc" if frame.format.name.startswith("yuvj") else {1: "tv", 2: "pc"}.get(span),
        "colour_transfer": _TRANSFERS.get(int(context.color_trc)) or _TRANSFERS.get(int(frame.color_trc)),
    }


def _sound(stream: Any) -> dict[str, Any]:
    if stream is None:
        return {}
    context = stream.codec_context
    if context is None:
        return {"audio_codec": "unknown"}
    return {
        "audio_codec": context.codec.canonical_name,
        "audio_channels": context.channels or None,
        "audio_rate": context.sample_rate or None,
        "audio_kbps": _kilo(context.bit_rate),
    }


def _kilo(bits: float | None) -> float | None:
    return round(bits / 1000, 1) if bits else None


# --- packets -------------------------------------------------------------------------------------


@dataclass
class _Track:
    """What the packets of one track told."""

    times: list[int] = field(default_factory=list)
    """In ticks of the track, as stored."""
    size: int = 0
    """Bytes."""
    end: int = 0

    @property
    def length(self) -> int:
        """Ticks from the first packet's begin to the last one's end."""
        return self.end - min(self.times, default=0)

    def kbps(self, tick: Fraction) -> float | None:
        """Kilobits a second over its own length, with ticks of so many seconds."""
        return _kilo(float(self.size * 8 / (self.length * tick))) if self.length > 0 else None


def _walked(path: Path, clip: Any, found: Probe, stream: Any, sound: Any) -> dict[str, Any]:
    """Walk the packets of picture and sound; return what only they tell."""
    clip.seek(0)
    tracks = {track.index: _Track() for track in (stream, sound) if track is not None}
    for packet in clip.demux(*[track for track in (stream, sound) if track is not None]):
        if packet.stream_index in tracks:  # a cover picture comes unasked
            _add(tracks[packet.stream_index], packet, hidden=_is_hidden(packet, found))
    picture, tick = tracks[stream.index], stream.time_base
    _check_end(path, found, _reached(tracks, [stream] if stream.duration else [stream, sound]))
    told = {
        "frames": len(picture.times) or found.frames,
        "constant_rate": evenly_spaced(picture.times, tick),
        "kbps": picture.kbps(tick) or found.kbps,
        "duration": float(picture.length * tick) or found.duration,
    }
    if sound is not None:
        told["audio_kbps"] = tracks[sound.index].kbps(sound.time_base) or found.audio_kbps
    return told


def _reached(tracks: dict[int, _Track], streams: Sequence[Any]) -> float:
    """Seconds to the last packet's end, of the track that goes furthest."""
    ends = [(tracks[each.index].end - (each.start_time or 0)) * each.time_base for each in streams if each]
    return float(max(ends))


def _add(track: _Track, packet: Any, *, hidden: bool) -> None:
    track.size += packet.size
    time = packet.dts if packet.pts is None else packet.pts
    if time is None or packet.is_discard:
        return
    if not hidden:
        track.times.append(time)
    track.end = max(track.end, time + (packet.duration or 0))


def _is_hidden(packet: Any, found: Probe) -> bool:
    """VP8 keeps pictures that are never shown, only referred to, in packets of their own."""
    return (
        found.video_codec == "vp8"
        and packet.stream.type == "video"
        and packet.size > 0
        and not (bytes(memoryview(packet)[:1])[0] >> 4 & 1)
    )


def _check_end(path: Path, found: Probe, there: float) -> None:
    if found.duration and there < found.duration * _MISSING_END:
        raise InputError(
            f"{spoken(path)} is cut short: {there:.1f} of {found.duration:.1f} seconds are there.",
            hint="Download it again.",
        )


def evenly_spaced(times: Sequence[int], tick: Fraction) -> bool | None:
    """Say whether frames come at a constant rate, from their times in ticks of `tick` seconds, in any order.

    Containers round times to their tick, so gaps may differ by one (or by a millisecond, from having passed through
    Matroska), or a bit more where each frame still lies within that of its place on an even grid; where that would be
    much of a gap, as with ticks of a whole frame, they may not. None for fewer than three frames.
    """
    ordered = sorted(set(times))
    if len(ordered) < 3:
        return None
    gaps = [after - before for before, after in pairwise(ordered)]
    step = (ordered[-1] - ordered[0]) / len(gaps)
    allowed = min(float(max(Fraction(1), _JITTER_S / tick)) * 1.01, step * _MOST_JITTER)
    if max(gaps) - min(gaps) <= allowed:
        return True
    return all(abs(time - ordered[0] - step * number) <= allowed for number, time in enumerate(ordered))
