"""JSON compressed with XZ, unpacked in memory up to a limit: a small file can hold any amount."""

import lzma
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from ugc.errors import InputError
from ugc.files import open_regular
from ugc.importers._files import first_bytes, shown

MAX_BYTES = 16 << 20
"""Of what comes out; a record of one post has some hundred kilobytes at the most."""
_MAX_MEMORY = 128 << 20
_MAGIC = b"\xfd7zXZ\x00"
_HEAD = 1 << 12


class Unpacked(NamedTuple):
    """What a compressed file holds, or why that cannot be had."""

    data: bytes
    """Up to where it could be read."""
    fault: str | None = None
    code: str = "unreadable"
    """Of `Skipped`."""


def is_packed_json(path: Path) -> bool:
    """Whether a file is XZ by its first bytes, and what it holds begins as a JSON record."""
    return first_bytes(path).startswith(_MAGIC) and unpack(path, most=_HEAD).data.lstrip()[:1] == b"{"


def unpack(path: Path, *, most: int = MAX_BYTES) -> Unpacked:
    """Return what a file holds, never more than `most` bytes of it."""
    try:
        status = path.stat()
        return _unpack(path, status.st_mtime_ns, status.st_size, most)
    except InputError as error:
        return Unpacked(b"", error.message)
    except OSError as error:
        return Unpacked(b"", f"{shown(path)} could not be read: {error.strerror or error}.")


# A file's beginning and its whole are asked for in turn, when it is claimed and when it is read.


@lru_cache(maxsize=2)
def _unpack(path: Path, _mtime_ns: int, _size: int, most: int) -> Unpacked:
    with open_regular(path) as file:
        packed = file.read(most + 1)  # what is larger packed than `most` unpacked is over the limit too
    unpacker = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=_MAX_MEMORY)
    try:
        data = unpacker.decompress(packed, most + 1)
    except lzma.LZMAError as error:
        return Unpacked(b"", f"The compressed file is damaged: {str(error)[:100]}.")
    if len(data) > most:
        return Unpacked(
            data[:most], f"Unpacked it is larger than {most >> 20} MiB, which no record is.", "too_large"
        )
    if not unpacker.eof:
        return Unpacked(data, "The compressed file ends too early.")
    return Unpacked(data)
