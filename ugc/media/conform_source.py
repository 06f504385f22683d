"""A clip as it is found: its colours and size, its words, and whether its packets can be copied as they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from ugc.errors import InputError
from ugc.files import open_regular
from ugc.media.ffmpeg import safe_path
from ugc.media.mp4_boxes import dolby_vision
from ugc.media.opening import DEMUXERS, MAX_PIXELS, decoding, kind_of, spoken
from ugc.model.probes import Probe

UNSTATED = 2
"""The number for "not said" among the colour codes of ISO/IEC 23091-2, which ffmpeg uses too."""
PQ, HLG = 16, 18
BT709, BT601, BT2020 = 1, 6, 9
WIDE = {9, 11, 12}
"""Primaries beyond BT.709's: BT.2020 and the two of P3."""

_HEAD = 4096
_MISSING_END = 0.9
"""What lasts less than this part of what it should was made from a clip that is cut short."""
_FRAME_S = 0.0265
"""Seconds that one frame of AAC or MP3 lasts at most: by so much the sound may come late in a copy."""
_LATE_S = 0.03
"""A track that begins later than the other by more seconds cannot be copied without its edit list."""


class Found(NamedTuple):
    """What a clip says of its colours, by the codes above, and of itself."""

    primaries: int
    transfer: int
    matrix: int
    full_range: bool
    size: tuple[int, int]
    """Width and height of a frame in pixels, as coded."""
    dolby_vision: tuple[int, int] | None
    """See `mp4_boxes.dolby_vision`."""
    begins: float
    """Seconds from the clip's own zero, where the earliest of its tracks begins, to the first frame: what a player
    that seeks to 0 has to wait for it."""
    tags: dict[str, str]
    """The words of the file as a whole; the XMP packet is under `xmp`."""

    @property
    def hdr(self) -> bool:
        return self.transfer in (PQ, HLG)


class Packets(NamedTuple):
    """How far a clip's packets can stand without the edit list that says which of them are shown, and when."""

    picture_stands: bool
    """Every frame is shown, and the first one at once."""
    sound: tuple[int, int] | None
    """The first packet of sound to keep and the one after the last; None when copying them would shift the sound."""


def arguments(path: Path, kind: str) -> list[str]:
    """Return how ffmpeg is told to open a collected clip: with one named demuxer, and no other file than this."""
    limits = ["-protocol_whitelist", "file,pipe", "-max_pixels", str(MAX_PIXELS)]
    return [*limits, "-f", DEMUXERS[kind], "-i", safe_path(path)]


def look(path: Path, kind: str) -> Found:
    """Read a clip's header and first frame. Raises InputError when it is damaged."""
    with _reading(path, kind) as clip:
        stream = _picture(clip)
        frame = next(clip.decode(stream))
        codec = stream.codec_context

        def said(name: str) -> int:
            told = (int(getattr(each, name) or UNSTATED) for each in (frame, codec))
            return next((code for code in told if code != UNSTATED), UNSTATED)

        return Found(
            primaries=said("color_primaries"),
            transfer=said("color_trc"),
            matrix=UNSTATED if frame.format.is_rgb else said("colorspace"),
            full_range=2 in (int(frame.color_range), int(codec.color_range)),
            size=(frame.width, frame.height),
            dolby_vision=dolby_vision(path) if DEMUXERS[kind] == "mov" else None,
            begins=_begins(clip, stream),
            tags=dict(clip.metadata),
        )


def sound_packets(path: Path) -> int:
    """Return how many packets a clip's first track of sound has; 0 where its coding is not known here."""
    with open_regular(path) as file:
        kind = kind_of(path, file.read(_HEAD))
    with _reading(path, kind) as clip:
        sounds = clip.streams.audio[:1]
        if not sounds or sounds[0].codec_context is None:
            return 0
        return sum(1 for packet in clip.demux(*sounds) if packet.size)


def matrix_of(matrix: int, primaries: int, transfer: int, size: tuple[int, int]) -> int:
    """Return the stated matrix, or what players take an unstated one for: BT.601 for small pictures, else BT.709.

    `size` is width and height in pixels. HDR and BT.2020's primaries come with BT.2020's matrix.
    """
    if matrix != UNSTATED:
        return matrix
    if transfer in (PQ, HLG) or primaries == BT2020:
        return BT2020
    return BT709 if max(size) >= 1280 or min(size) > 576 else BT601


def square_size(probe: Probe) -> tuple[float, float]:
    """Return width and height, upright, in square pixels: oblong ones are drawn out along their longer side."""
    aspect = probe.pixel_aspect
    return probe.width * max(aspect, 1.0), probe.height * max(1 / aspect, 1.0)


def walk(path: Path, kind: str) -> Packets:
    """Read a clip's packets, and tell what would stand if its edit lists were left out."""
    with _reading(path, kind) as clip:
        sounds = clip.streams.audio[:1]
        seen = _shown(clip, [_picture(clip), *sounds])
    begins = [max(min((at for at, shown in track if shown), default=0.0), 0.0) for track in seen]
    late = [begin - min(begins) > _LATE_S for begin in begins]
    stands = not late[0] and all(shown for _, shown in seen[0])
    return Packets(stands, _kept(seen[1]) if len(seen) > 1 and not late[1] else None)


def length(path: Path, kind: str) -> float:
    """Return the seconds from a clip's first frame to the end of its last."""
    with _reading(path, kind) as clip:
        stream = _picture(clip)
        ends = [
            float((packet.pts + (packet.duration or 0)) * packet.time_base)
            for packet in clip.demux(stream)
            if packet.pts is not None
        ]
        begin = float((stream.start_time or 0) * stream.time_base)
    return max(ends, default=begin) - begin


def check_length(path: Path, out: Path, seconds: float) -> None:
    """Raise InputError when what was made of a clip lasts far less than it should: the clip is cut short."""
    made = length(out, "mp4")
    if made < seconds * _MISSING_END:
        raise InputError(
            f"{spoken(path)} is cut short or damaged: {made:.1f} of {seconds:.1f} seconds could be read.",
            hint="Download it again.",
        )


def _begins(clip: Any, stream: Any) -> float:
    own = float((stream.start_time or 0) * stream.time_base)
    return max(own - (clip.start_time or 0) / 1_000_000, 0.0)


def _kept(track: list[tuple[float, bool]]) -> tuple[int, int] | None:
    """From the last packet before the beginning, which the decoder needs to come in, to the last that is heard."""
    heard = [number for number, (_, shown) in enumerate(track) if shown]
    if not heard or len(heard) != heard[-1] - heard[0] + 1:
        return None
    return next(number for number, (at, _) in enumerate(track) if at >= -_FRAME_S), heard[-1] + 1


def _shown(clip: Any, streams: list[Any]) -> list[list[tuple[float, bool]]]:
    """Of each stream's packets: when (seconds), and whether it is shown. One without a time is taken for hidden."""
    tracks: dict[int, list[tuple[float, bool]]] = {stream.index: [] for stream in streams}
    for packet in clip.demux(*streams):
        if packet.size:
            at = 0.0 if packet.pts is None else float(packet.pts * packet.time_base)
            tracks[packet.stream.index].append((at, packet.pts is not None and not packet.is_discard))
    return list(tracks.values())


def _picture(clip: Any) -> Any:
    """The first track of moving pictures: a cover picture is none."""
    from av.stream import Disposition

    moving = (each for each in clip.streams.video if not each.disposition & Disposition.attached_pic)
    return next(moving)


@contextmanager
def _reading(path: Path, kind: str) -> Iterator[Any]:
    import av

    options = {"export_xmp": "1"} if DEMUXERS[kind] == "mov" else {}
    with (
        open_regular(path) as file,
        decoding(path, kind),
        av.open(file, format=DEMUXERS[kind], options=options, metadata_errors="surrogateescape") as clip,
    ):
        yield clip
