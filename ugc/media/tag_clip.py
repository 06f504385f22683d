"""A finished clip with other words about itself: packed anew by ffmpeg, no frame and no sound touched."""

from collections.abc import Mapping
from pathlib import Path

from ugc.errors import InputError
from ugc.files import atomic, machine_errors, open_regular
from ugc.media import ffmpeg
from ugc.media.mp4_boxes import layout
from ugc.media.opening import DEMUXERS, MAX_PIXELS, kind_of, spoken

_XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
"""The box that XMP lies in, in an MP4 (XMP specification, part 3)."""

_REST = (24).to_bytes(4) + b"free" + bytes(16)
"""Exiv2 0.28 reads 24 bytes past an XMP box, and calls a file damaged that ends with one; others do not mind this."""

_HEAD = 4096

_ALL_COPIED = "-map 0 -c copy -map_metadata 0 -write_tmcd 0".split()
_WITH_EDIT_LISTS = "-movflags +faststart".split()
_NO_EDIT_LISTS = "-use_editlist 0 -movflags +faststart+negative_cts_offsets".split()
"""As `conform_clip` packs: some placements refuse edit lists, so a clip without any gets none."""


def tag_clip(source: Path, target: Path, *, tags: Mapping[str, str], xmp: bytes) -> None:
    """Write a copy of an MP4 or MOV clip to `target` that says `tags` of itself, and `xmp` in place of other XMP.

    `tags` are names as ffmpeg has them to values; an empty one takes a tag away, and those not named stay. All tracks
    are kept, packet by packet. `target` may be `source`. Content credentials are lost, so a clip is signed after this.

    Raises InputError when the clip is another type or damaged, MissingError when there is no ffmpeg, MachineError when
    it cannot be written.
    """
    kind = _kind(source)
    read = ["-protocol_whitelist", "file,pipe", "-max_pixels", str(MAX_PIXELS), "-f", DEMUXERS[kind]]
    packed = _WITH_EDIT_LISTS if layout(source).edit_lists else _NO_EDIT_LISTS
    with atomic(target) as part:
        arguments = ["-y", *read, "-i", ffmpeg.safe_path(source), *_ALL_COPIED, *telling(tags)]
        ffmpeg.run([*arguments, *packed, "-f", kind, ffmpeg.safe_path(part)], source=source)
        with machine_errors(f"Writing {target}"):
            append_xmp(part, xmp)


def telling(tags: Mapping[str, str]) -> list[str]:
    """Return ffmpeg's arguments for what a clip says of itself, by the names that ffmpeg has."""
    return [argument for name, value in tags.items() for argument in ("-metadata", f"{name}={value}")]


def append_xmp(clip: Path, packet: bytes) -> None:
    """Put an XMP packet behind all else in an MP4 or MOV, which ffmpeg reads but does not write."""
    with clip.open("ab") as file:
        file.write((len(packet) + 24).to_bytes(4) + b"uuid" + _XMP + packet + _REST)


def _kind(path: Path) -> str:
    with open_regular(path) as file:
        kind = kind_of(path, file.read(_HEAD))
    if kind not in ("mp4", "mov"):
        raise InputError(f"{spoken(path)} is a {kind}; only MP4 and MOV clips carry a whole label.")
    return kind
