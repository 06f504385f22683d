"""Unpacking ZIP archives that may be hostile.

Layout: APPNOTE.TXT, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, sections 4.3.12 to 4.3.16.
"""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import IO

from ugc.files import open_regular
from ugc.importers._unpacking import CHUNK, ArchiveError, MemberError, Target

_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_LOCKED = 0x1
_HEADER = 30  # bytes of a member's own header before its name
_DIRECTORY = 256 << 20
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)
_WORKSPACE = b"ugc-workspace"


def unpack(path: Path, target: Target) -> Iterator[tuple[str, MemberError]]:
    """Unpack every plain member; yield the names of those left out, with the reason.

    Raises ArchiveError when it cannot be read at all or is too large, InputError when it cannot be opened.
    """
    with open_regular(path) as file:
        _check_directory(file)
        try:
            archive = zipfile.ZipFile(file)
        except _BROKEN as error:
            raise ArchiveError(_damaged(error)) from error
        with archive:
            _refuse_workspace(archive)
            most = target.room.limits.of_archive(path.stat().st_size)
            yield from _members(archive, target, most)


def _members(archive: zipfile.ZipFile, target: Target, most: int) -> Iterator[tuple[str, MemberError]]:
    overlapping = _overlapping(archive.infolist())
    for entry in archive.infolist():
        name = entry.orig_filename
        try:
            if not _is_folder(entry):
                _check(entry, overlapping)
                allowed = min(most, target.room.limits.of_member(entry.compress_size))
                _check_claim(entry, allowed)
                target.put(name, _chunks(archive, entry), most=allowed)
                most -= entry.file_size
            else:
                target.check(name)
        except ArchiveError:
            raise
        except MemberError as refused:
            yield name, refused


def _check_claim(entry: zipfile.ZipInfo, allowed: int) -> None:
    if entry.file_size > allowed:
        why = (
            f"It would unpack from {entry.compress_size:,} to {entry.file_size:,} bytes, more than the {allowed:,} "
            "that are let out of so little; no photo, clip or record does that."
        )
        raise MemberError(why, kind="too_large")


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Read a member. zipfile gives no more than the size in its header, and fails where its checksum is another."""
    try:
        with archive.open(entry) as member:
            yield from _read(member)
    except _BROKEN as error:
        raise MemberError(f"It is damaged or cut: {error}.") from error


def _read(member: IO[bytes]) -> Iterator[bytes]:
    while chunk := member.read(CHUNK):
        yield chunk


def _is_folder(entry: zipfile.ZipInfo) -> bool:
    return entry.orig_filename.endswith("/") or stat.S_ISDIR(entry.external_attr >> 16)


def _check(entry: zipfile.ZipInfo, overlapping: set[int]) -> None:
    mode = stat.S_IFMT(entry.external_attr >> 16)
    if mode == stat.S_IFLNK:
        raise MemberError("It is a symbolic link, and such are never followed.")
    if mode and mode != stat.S_IFREG:
        raise MemberError("It is a pipe, socket or device, not a file.")
    if entry.flag_bits & _LOCKED:
        raise MemberError("It is locked with a password; unpack the archive yourself, and import the folder.")
    if entry.compress_type not in _METHODS:
        raise MemberError("It is packed in a way that is not read; unpack the archive yourself.")
    if id(entry) in overlapping:
        raise MemberError("Its bytes are those of another member too, as in no honest archive.")


def _overlapping(entries: list[zipfile.ZipInfo]) -> set[int]:
    """Members, by `id`, whose bytes begin before those of the member in front of them end."""
    found: set[int] = set()
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            found.add(id(entry))
        else:
            end = entry.header_offset + _HEADER + entry.compress_size
    return found


def _refuse_workspace(archive: zipfile.ZipFile) -> None:
    """Leave an archive that `ugc export` wrote to the command that makes a workspace of it."""
    if "inventory.json" not in archive.NameToInfo:
        return
    try:
        with archive.open("inventory.json") as inventory:
            ours = _WORKSPACE in inventory.read(4096)
    except _BROKEN:
        return
    if ours:
        raise ArchiveError(
            "It is the archive of a whole workspace, and posts are not taken out of it; make it a workspace of its "
            "own with ugc import FILE --into DIR.",
            kind="unsupported",
        )


def _check_directory(file: BufferedReader) -> None:
    """Refuse a list of members so long that it would fill the memory, which zipfile reads whole."""
    size = file.seek(0, 2)
    start = file.seek(max(0, size - 65_557 - 76))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) < at + 22:
        raise ArchiveError(_damaged("its list of members is not there"))
    length = struct.unpack("<L", tail[at + 12 : at + 16])[0]
    larger = tail.rfind(b"PK\6\6", 0, at)
    if larger >= 0 and len(tail) >= larger + 56:
        length = max(
            length if length != 0xFFFFFFFF else 0, struct.unpack("<Q", tail[larger + 40 : larger + 48])[0]
        )
    if length > min(_DIRECTORY, start + len(tail)):
        raise ArchiveError("Its list of members is too long to be read.", kind="too_large")


def _damaged(error: object) -> str:
    return f"It is cut, damaged, or no archive: {error}. Fetch it again."
