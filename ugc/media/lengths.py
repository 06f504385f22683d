"""How long a clip's file claims to be, so that one whose end is missing is found without decoding it."""

import os
from io import BufferedReader
from pathlib import Path

from ugc.errors import InputError
from ugc.media.opening import spoken

_SEGMENT = b"\x18\x53\x80\x67"
_EBML = b"\x1a\x45\xdf\xa3"


def check_length(path: Path, file: BufferedReader, kind: str) -> None:
    """Refuse a Matroska, WebM or AVI file that is shorter than its header says; other kinds pass.

    Raises InputError. A file that states no length, as one recorded live, passes.
    """
    size = os.fstat(file.fileno()).st_size
    file.seek(0)
    claimed = _avi_length(file) if kind == "avi" else _matroska_length(file) if kind in ("webm", "mkv") else 0
    if claimed > size:
        raise InputError(
            f"{spoken(path)} is cut short: {claimed - size:,} of {claimed:,} bytes are missing.",
            hint="Download it again.",
        )


def _avi_length(file: BufferedReader) -> int:
    """Of the first RIFF list; a file over a gigabyte has further ones."""
    return 8 + int.from_bytes(file.read(8)[4:8], "little")


def _matroska_length(file: BufferedReader) -> int:
    """To the end of the Segment, which follows the EBML header; 0 when its length is not stated."""
    if file.read(4) != _EBML or (header := _number(file)) is None:
        return 0
    file.seek(header, os.SEEK_CUR)
    if file.read(4) != _SEGMENT or (length := _number(file)) is None:
        return 0
    return file.tell() + length


def _number(file: BufferedReader) -> int | None:
    """Read one EBML number: leading zero bits say how many bytes follow; all ones means "not known"."""
    first = int.from_bytes(file.read(1), "big")
    more = 8 - first.bit_length()
    if more > 7:
        return None
    value = int.from_bytes(bytes([first & (0x7F >> more)]) + file.read(more), "big")
    return None if value == (1 << (7 * (more + 1))) - 1 else value
