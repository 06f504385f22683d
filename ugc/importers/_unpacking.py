"""Writing the members of a hostile archive below one folder: names, counts and real sizes are limited."""

import errno
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ugc.errors import InputError, MachineError
from ugc.files import machine_errors
from ugc.text import counted

CHUNK = 1 << 20
"""Bytes read at once."""
_DEEPEST = 64
_DRIVE = re.compile(r"[A-Za-z]:")
_UNHOLDABLE = {errno.ENAMETOOLONG, errno.EILSEQ, errno.EINVAL}
_CLASHES = {errno.EEXIST, errno.ENOTDIR, errno.EISDIR}


@dataclass(frozen=True)
class Limits:
    """How much of archives that are read together is unpacked."""

    total: int = 20_000_000_000
    """Bytes of all members, as they come out and not as headers claim."""
    members: int = 1_000_000
    """Files and folders."""
    ratio: int = 200
    """How many times larger than it is packed a member, and a whole archive, may become; text seldom passes 30."""
    small: int = 1_000_000
    """Bytes that a member may come to whatever its ratio; an archive may come to 64 times that."""

    def of_member(self, packed: int) -> int:
        """The most bytes that a member of so many packed bytes may come to."""
        return max(self.small, self.ratio * packed)

    def of_archive(self, packed: int) -> int:
        """The most bytes that an archive of so many bytes may come to."""
        return max(64 * self.small, self.ratio * packed)


class MemberError(InputError):
    """A member that is left out; the rest of the archive goes on. `kind` is the code of the skip."""

    def __init__(self, message: str, *, kind: str = "unreadable") -> None:
        super().__init__(message)
        self.kind = kind


class ArchiveError(MemberError):
    """What ends the reading of an archive; what was unpacked before it stays."""


class Room:
    """What may still be written for archives that are read together."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.limits = limits
        with machine_errors(f"Looking at {folder}"):
            self._free = shutil.disk_usage(folder).free
        self._folder = folder
        self._written = 0
        self._members = 0

    def member(self) -> None:
        """Count one file or folder. Raises ArchiveError when there are too many."""
        self._members += 1
        if self._members > self.limits.members:
            most = counted(self.limits.members, "member")
            raise ArchiveError(f"It has more than {most}; the rest was left packed.", kind="too_large")

    def take(self, size: int) -> None:
        """Count bytes about to be written. Raises ArchiveError over the limit, MachineError over the free space."""
        self._written += size
        if self._written > self.limits.total:
            why = f"It unpacks to more than {self.limits.total:,} bytes; the rest was left packed."
            raise ArchiveError(why, kind="too_large")
        if self._written > self._free:
            raise MachineError(
                f"Unpacking needs more than the {self._free:,} bytes that are free in {self._folder.parent}.",
                hint="Free some space, or name another place in TMPDIR, and run the same command again.",
            )

    def give_back(self, size: int) -> None:
        """Count bytes that were removed again."""
        self._written -= size


class Target:
    """The folder of one archive's members. Nothing is ever written outside it."""

    def __init__(self, folder: Path, room: Room) -> None:
        self.folder = folder
        self.room = room
        self._made: set[Path] = {folder}

    def put(self, name: str, chunks: Iterator[bytes], *, most: int) -> None:
        """Write one member of at most so many bytes; what is not whole is removed.

        Raises MemberError for a name that is refused or a member that grows too large, MachineError when the disk
        refuses, and whatever reading the chunks raises.
        """
        path = self._path(name)
        self.room.member()
        size = 0
        try:
            file = path.open("xb")
        except (OSError, ValueError) as error:
            raise _unwritable(error) from error
        try:
            with file:
                for chunk in chunks:
                    size += len(chunk)
                    self.room.take(len(chunk))
                    _check_size(size, most)
                    with machine_errors("Unpacking"):
                        file.write(chunk)
        except BaseException:
            with suppress(OSError):
                path.unlink()
            self.room.give_back(size)
            raise

    def check(self, name: str) -> None:
        """Raise MemberError for a name that leads out of the folder."""
        _parts(name)

    def _path(self, name: str) -> Path:
        parts = _parts(name)
        if not parts:
            raise MemberError("It has no name.")
        here = self.folder
        for part in parts[:-1]:
            here = here / part
            if here not in self._made:
                self.room.member()
                try:
                    here.mkdir(exist_ok=True)
                except (OSError, ValueError) as error:
                    raise _unwritable(error) from error
                self._made.add(here)
        return here / parts[-1]


def _parts(name: str) -> list[str]:
    """The folders and the name that a member's name means. Raises MemberError when it is refused."""
    if name.startswith(("/", "\\")) or _DRIVE.match(name):
        raise MemberError("Its name is an absolute path, which is refused.")
    if "\\" in name:
        raise MemberError("Its name has a backslash, which is a folder on some systems; it is refused.")
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if ".." in parts:
        raise MemberError("Its name leads out of the archive, and is refused.")
    if len(parts) > _DEEPEST:
        raise MemberError(f"It lies more than {_DEEPEST} folders deep.")
    return parts


def _check_size(size: int, most: int) -> None:
    if size > most:
        why = f"It unpacks to more than {most:,} bytes, far more than it is packed, as no photo, clip or record does."
        raise MemberError(why, kind="too_large")


def _unwritable(error: Exception) -> MemberError | MachineError:
    """Say why a member cannot be placed: its name's fault, or the machine's."""
    if isinstance(error, OSError) and error.errno in _CLASHES:
        return MemberError("The archive holds another of the same name; the first was taken.")
    if not isinstance(error, OSError) or error.errno in _UNHOLDABLE:
        return MemberError("This disk cannot hold a file of its name.")
    try:
        with machine_errors("Unpacking"):
            raise error
    except MachineError as refusal:
        return refusal
