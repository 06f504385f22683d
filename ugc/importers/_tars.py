"""Unpacking tar archives, plain or compressed, that may be hostile: read once from front to back.

Layout: https://www.gnu.org/software/tar/manual/html_node/Standard.html
"""

import bz2
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import IO, Any

from ugc.files import open_regular
from ugc.importers._unpacking import CHUNK, ArchiveError, MemberError, Target

_HEADERS = 4 << 20
"""Bytes that may be read from one member to the next: tarfile takes long names and attributes whole into memory."""
_MEMORY = 256 << 20
_BLOCK = 512
_BROKEN = (
    tarfile.TarError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
    ValueError,
    OverflowError,
    RecursionError,
    OSError,
)


def unpack(path: Path, target: Target) -> Iterator[tuple[str, MemberError]]:
    """Unpack every plain member; yield the names of those left out, with the reason.

    Raises ArchiveError where it ends before its end or is too large, InputError when it cannot be opened.
    """
    with open_regular(path) as file:
        source = _Source(file, most=target.room.limits.of_archive(path.stat().st_size))
        try:
            with tarfile.open(fileobj=source, mode="r|") as archive:  # type: ignore[call-overload]
                yield from _members(archive, source, target)
        except ArchiveError:
            raise
        except _BROKEN as error:
            raise ArchiveError(f"It is cut, damaged, or no archive: {error}. Fetch it again.") from error


def _members(
    archive: tarfile.TarFile, source: "_Source", target: Target
) -> Iterator[tuple[str, MemberError]]:
    while True:
        source.allow(_HEADERS)
        member = archive.next()
        archive.members = []  # type: ignore[attr-defined]  # tarfile would keep them all
        if member is None:
            break
        _refuse_holes(member)
        content = archive.extractfile(member) if not (member.issym() or member.islnk()) else None
        try:
            if member.isdir():
                target.check(member.name)
                continue
            _check(member)
            if content:
                target.put(member.name, _chunks(content, source), most=member.size)
        except ArchiveError:
            raise
        except MemberError as refused:
            target.room.member()
            yield member.name, refused
        if content:
            for _ in _chunks(content, source):
                pass
    if not source.ended:
        raise ArchiveError("It is cut or damaged: what should be its end is not. What came before was read.")


def _check(member: tarfile.TarInfo) -> None:
    if member.issym():
        raise MemberError("It is a symbolic link, and such are never followed.")
    if member.islnk():
        raise MemberError("It is a link to another member, and such are never followed.")
    if not member.isreg():
        raise MemberError("It is a pipe or device, not a file.")


def _refuse_holes(member: tarfile.TarInfo) -> None:
    """A file with holes can claim any size; and after it, nothing says where the next member begins but itself."""
    if member.issparse() or member.size < 0:
        why = "It has a member with holes in it, which is not read; unpack the archive yourself."
        raise ArchiveError(why, kind="unsupported")


def _chunks(content: IO[bytes], source: "_Source") -> Iterator[bytes]:
    while True:
        source.allow(2 * CHUNK)
        chunk = content.read(CHUNK)
        if not chunk:
            return
        yield chunk


class _Source:
    """The bytes of a tar after any decompression, counted."""

    def __init__(self, file: BufferedReader, *, most: int) -> None:
        head = file.peek(6)
        self._file: Any = file
        self._most: int | None = most
        if head.startswith(b"\x1f\x8b"):
            self._file = gzip.GzipFile(fileobj=file)
        elif head.startswith(b"BZh"):
            self._file = bz2.BZ2File(file)
        elif head.startswith(b"\xfd7zXZ\0"):
            self._file = _Xz(file)
        else:
            self._most = None
        self._total = 0
        self._left = _HEADERS
        self._tail = b""

    def allow(self, size: int) -> None:
        """Let so many bytes be read from now on."""
        self._left = size

    def read(self, size: int) -> bytes:
        """Read on. Raises ArchiveError when more comes than was allowed, or than such an archive may hold."""
        data: bytes = self._file.read(size)
        self._total += len(data)
        self._left -= len(data)
        self._tail = (self._tail + data)[-_BLOCK:]
        if self._most is not None and self._total > self._most:
            why = f"It unpacks to more than {self._most:,} bytes, far more than it is packed; the rest was left."
            raise ArchiveError(why, kind="too_large")
        if self._left < 0:
            raise ArchiveError("It is damaged, or built to fill the memory: a header in it is too long.")
        return data

    @property
    def ended(self) -> bool:
        """Whether the last that was read is the empty block that a whole archive ends with."""
        return self._tail == bytes(_BLOCK)


class _Xz:
    """An XZ stream read with a limit on the memory that it asks for, which `lzma.open` does not have."""

    def __init__(self, file: BufferedReader) -> None:
        self._file = file
        self._stream = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=_MEMORY)

    def read(self, size: int) -> bytes:
        """Read up to so many bytes; none at the end. Raises EOFError when the stream is cut."""
        while True:
            if self._stream.eof:
                rest = self._stream.unused_data or self._file.read(CHUNK)
                if not rest.strip(b"\0"):
                    return b""
                self._stream = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=_MEMORY)
            else:
                rest = self._file.read(CHUNK) if self._stream.needs_input else b""
                if not rest and self._stream.needs_input:
                    raise EOFError("the compressed data end too early")
            data = self._stream.decompress(rest, size)
            if data:
                return data
