"""A file of sound alone, as it is laid on clips: what it is by its content, how long, and how ffmpeg is to open it."""

from pathlib import Path
from typing import Any, NamedTuple

from ugc.errors import InputError
from ugc.files import open_regular
from ugc.media.ffmpeg import safe_path
from ugc.media.opening import decoding, spoken

DEMUXERS = {"mp3": "mp3", "wav": "wav", "flac": "flac", "ogg": "ogg", "m4a": "mov", "aac": "aac"}
"""Our types of sound, by the demuxers that are named when opening: FFmpeg is never left to guess."""
LONGEST_S = 3600.0
"""Seconds of sound that are read."""
_LEAST_S = 0.1
_HEAD = 64


class SoundFile(NamedTuple):
    """What a file of sound is."""

    ext: str
    seconds: float


def examine(path: Path) -> SoundFile:
    """Read a file of sound to its end. Raises InputError for what is none, is damaged, or is over an hour long."""
    import av

    with open_regular(path) as file:
        ext = _kind(path, file.read(_HEAD))
        file.seek(0)
        with decoding(path, ext), av.open(file, "r", format=DEMUXERS[ext]) as opened:
            _refuse_clips(path, opened)
            seconds = _length(path, opened)
    if seconds < _LEAST_S:
        raise InputError(f"{spoken(path)} holds no sound to speak of.", hint="Download it again.")
    return SoundFile(ext, round(seconds, 3))


def arguments(path: Path, ext: str) -> list[str]:
    """Return how ffmpeg is told to open a file of sound: with one named demuxer, and no other file than this."""
    return ["-protocol_whitelist", "file,pipe", "-f", DEMUXERS[ext], "-i", safe_path(path)]


def _kind(path: Path, head: bytes) -> str:
    if not head:
        raise InputError(f"{spoken(path)} is empty (0 bytes).", hint="Download it again.")
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    if head[:4] in (b"fLaC", b"OggS"):
        return "flac" if head[:4] == b"fLaC" else "ogg"
    if head[4:8] == b"ftyp":
        return "m4a"
    if head[:3] == b"ID3":
        return "mp3"
    if head[0] == 0xFF and len(head) > 1 and head[1] & 0xE0 == 0xE0:  # a frame's twelve or eleven set bits
        return "aac" if head[1] & 0x06 == 0 else "mp3"
    raise InputError(
        f"{spoken(path)} is not a sound that ugc reads.", hint=f"Give one of {', '.join(DEMUXERS)}."
    )


def _refuse_clips(path: Path, opened: Any) -> None:
    from av.stream import Disposition

    if any(not each.disposition & Disposition.attached_pic for each in opened.streams.video):
        raise InputError(
            f"{spoken(path)} is a clip, not a sound alone.",
            hint="Save its sound as a file of its own: what is licensed is the sound.",
        )
    if not opened.streams.audio:
        raise InputError(f"{spoken(path)} holds no sound.", hint="Give the piece itself.")


def _length(path: Path, opened: Any) -> float:
    seconds = 0.0
    for frame in opened.decode(opened.streams.audio[0]):
        seconds += frame.samples / frame.sample_rate
        if seconds > LONGEST_S:
            raise InputError(
                f"{spoken(path)} is over {LONGEST_S / 60:.0f} minutes long.",
                hint="Cut out the part that is to be heard.",
            )
    return seconds
