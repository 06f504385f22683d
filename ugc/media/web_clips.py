"""A clip as browsers play it: an MP4 with H.264 and AAC, index first; and a short silent preview of it.

What every browser plays already is only packed anew. Anything else is encoded once, brought upright and to BT.709 by
the filters that conforming copies use. Nothing that the original says of itself goes along: no place, no data track.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ugc.errors import InputError
from ugc.files import open_regular
from ugc.media import conform_picture, conform_sound, ffmpeg
from ugc.media.conform_source import arguments, look, square_size
from ugc.media.opening import decoding
from ugc.media.probe import probe
from ugc.media.probe_clip import picture_track
from ugc.media.tag_clip import append_xmp, telling
from ugc.model.conforming import PicturePlan, SoundPlan
from ugc.model.probes import Probe

WAY = 1
"""Number of the way in which clips are made: raised whenever the same original would give other files."""

_SIDE, _CRF = 720, 24
"""Pixels of the shorter side, at most, and x264's constant quality, of what is encoded."""
_MOST_SIDE, _MOST_FPS, _MOST_KBPS = 1080, 60.5, 5000.0
"""What may be kept as it is: pixels of the shorter side, frames and kilobits a second of the picture."""
_SLOWED = 30.0
"""Frames a second of what has more than are kept."""
_SOUND = SoundPlan(kbps=128)
_PLAIN = "yuv420p"
_TRANSFERS = (None, "bt709", "smpte170m", "bt470bg", "iec61966-2-1")
_PACKED = "-map_metadata -1 -map_chapters -1 -dn -sn -write_tmcd 0 -f mp4 -movflags +faststart".split()

PREVIEW_S = 4.0
"""Seconds of a preview."""
_WHOLE_S = 5.0
"""Clips up to this many seconds long are previewed whole."""
_BEGIN = 0.1
"""Part of a clip's length at which a preview begins, unless another stretch is livelier."""
_LIVELIER = 1.25
_STEP_S = 0.5
_WIDTH, _KBPS = 320, 360
"""Pixels and kilobits a second of a preview: five seconds are at most 225 kB."""
_PREVIEW = (
    f"-an -c:v libx264 -profile:v main -pix_fmt yuv420p -preset fast -crf 30 -maxrate {_KBPS}k -bufsize {_KBPS // 2}k"
).split()


class ClipFacts(NamedTuple):
    """What a finished clip is."""

    width: int
    height: int
    seconds: float
    sound: bool


def plays_everywhere(found: Probe) -> bool:
    """Say whether a clip's frames may be kept as they are: `found` is its probe, read whole."""
    return (
        found.type in ("mp4", "mov")
        and found.video_codec == "h264"
        and found.pixel_format == _PLAIN
        and found.colour_range != "pc"
        and found.colour_transfer in _TRANSFERS
        and not (found.rotation or found.interlaced or found.dolby_vision)
        and found.pixel_aspect == 1.0
        and min(found.width, found.height) <= _MOST_SIDE
        and (found.fps or _MOST_FPS + 1) <= _MOST_FPS
        and (found.kbps or 0.0) <= _MOST_KBPS
    )


def make_clip(
    path: Path, out: Path, *, mute: bool, max_pixels: int, tags: Mapping[str, str], xmp: bytes | None = None
) -> ClipFacts:
    """Write a clip to `out` as browsers play it; `mute` takes its sound away. Return what it became.

    `tags` are what it says of itself, by ffmpeg's names; `xmp` is its packet. Raises InputError when the clip is
    damaged or too large, MissingError when ffmpeg or one of its parts is missing, MachineError when it cannot be
    written or was stopped.
    """
    found = probe(path, whole=True, max_pixels=max_pixels)
    if found.kind != "video":
        raise InputError(f"{path.name} is a picture ({found.type}), not a clip.")
    kept = plays_everywhere(found)
    picture = ["-map", "0:V:0", *(["-c:v", "copy"] if kept else _encoded(path, found))]
    read, sound = _sound(path, found, kept=kept, mute=mute)
    source = ["-y", *arguments(path, found.type), *read]
    ffmpeg.run([*source, *picture, *sound, *telling(tags), *_PACKED, ffmpeg.safe_path(out)], source=path)
    if xmp is not None:
        append_xmp(out, xmp)
    return facts_of(out)


def make_preview(clip: Path, out: Path) -> None:
    """Write a short silent preview of a finished clip: a clip up to five seconds long whole, else four seconds.

    They begin at a tenth of its length, or where clearly more moves. Raises as `make_clip` does.
    """
    facts = facts_of(clip)
    width = min(_WIDTH, facts.width) // 2 * 2
    height = max(round(width * facts.height / facts.width / 2) * 2, 2)
    part = [] if facts.seconds <= _WHOLE_S else ["-ss", f"{lively(clip):.3f}", "-t", f"{PREVIEW_S:g}"]
    look = ["-vf", f"scale={width}:{height}:flags=bicubic,fps=24"]
    source = ["-y", *part, *arguments(clip, "mp4")]
    ffmpeg.run([*source, "-map", "0:V:0", *look, *_PREVIEW, *_PACKED, ffmpeg.safe_path(out)], source=clip)


def facts_of(clip: Path) -> ClipFacts:
    """Read what a finished clip is. Raises InputError when it cannot be read."""
    found = probe(clip)
    return ClipFacts(
        found.width, found.height, round(found.duration or 0.0, 3), found.audio_codec is not None
    )


def lively(clip: Path) -> float:
    """Return the second of a finished clip at which a preview begins.

    How much moves is told by the bytes of the frames that are coded by what changed: nothing is decoded.
    """
    moved = _moved(clip)
    length, span = len(moved), round(PREVIEW_S / _STEP_S)
    begin = min(int(length * _BEGIN), max(length - span, 0))
    sums = [sum(moved[at : at + span]) for at in range(max(length - span, 0) + 1)]
    best = max(range(len(sums)), key=lambda at: (sums[at], -at))
    return (best if sums[best] > sums[begin] * _LIVELIER else begin) * _STEP_S


def _moved(clip: Path) -> list[int]:
    """Bytes of changes in each half second."""
    import av

    with open_regular(clip) as file, decoding(clip, "mp4"), av.open(file, "r", format="mov") as opened:
        stream = picture_track(clip, opened)
        moved: dict[int, int] = {}
        for packet in opened.demux(stream):
            if packet.pts is not None and packet.size:
                at = max(int(float(packet.pts * packet.time_base) / _STEP_S), 0)
                moved[at] = moved.get(at, 0) + (0 if packet.is_keyframe else packet.size)
    return [moved.get(at, 0) for at in range(max(moved, default=0) + 1)]


def _encoded(path: Path, found: Probe) -> list[str]:
    plan = PicturePlan(size=_size(found), fps=_SLOWED if (found.fps or 0.0) > _MOST_FPS else None)
    coding: list[Any] = conform_picture.encoding(look(path, found.type), plan, found)
    at = coding.index("-crf") + 1
    return [*coding[:at], str(_CRF), *coding[at + 1 :]]


def _size(found: Probe) -> tuple[int, int]:
    """Width and height in pixels, of which the shorter is at most `_SIDE`; both even."""
    across, down = square_size(found)
    scale = min(_SIDE / min(across, down), 1.0)
    return max(int(across * scale + 0.01) // 2 * 2, 2), max(int(down * scale + 0.01) // 2 * 2, 2)


def _sound(path: Path, found: Probe, *, kept: bool, mute: bool) -> tuple[list[str], list[str]]:
    """What else is read for the sound, and what becomes of it; silence where it cannot be decoded.

    It is copied only beside frames that are copied: their times then stay those that it was laid to.
    """
    if mute or found.audio_codec in (None, "unknown"):
        return [], ["-an"]
    if kept and found.audio_codec == "aac":
        return [], ["-map", "0:a:0", "-c:a", "copy"]
    opened = arguments(path, found.type)
    read, sound, _ = conform_sound.track(opened, path, _SOUND, path, patience_s=3600.0)
    return read, sound
