"""Originals and evidence by content: `<root>/ab/<sha256>.<ext>`, the same bytes once, verified on read.

Only hashes and extensions of our own checking become paths, and a link that someone put into the store is
refused, so that no name from outside ever decides what is read or written.
"""

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from ugc.errors import InputError, MachineError, MissingError
from ugc.files import PART_PREFIX, atomic, machine_errors, open_regular, sha256_of
from ugc.model.base import Value

_HASH = re.compile(r"[0-9a-f]{64}")
_EXT = re.compile(r"[a-z0-9]{1,8}")
_CHUNK = 1 << 20
_AGAIN = "Import the original again."


class Stamp(Value):
    """Size in bytes and modification time in nanoseconds of a stored file when its content was last verified."""

    size: int
    mtime_ns: int


class StoreProblem(Value):
    """A stored file that is not what its name says."""

    path: Path
    text: str


class Store:
    """A folder of files known by their content."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, path: Path, *, ext: str) -> tuple[str, int]:
        """Copy a file in and return its sha256 and size in bytes; bytes that are there already are not written.

        The source stays as it is. A stored copy found damaged is replaced. Raises InputError when the source is
        not a regular file or changes while it is read, MachineError when the store cannot be written.
        """
        sha256 = sha256_of(path)
        target = self.path(sha256, ext)
        if self._whole(target, sha256):
            return sha256, target.stat().st_size
        with open_regular(path) as source, atomic(target) as part:
            size = _copy(source, part, sha256, path)
        return sha256, size

    def path(self, sha256: str, ext: str) -> Path:
        """Return where a file of this content lies or would lie. Raises InputError for a malformed hash or ext."""
        if not _HASH.fullmatch(sha256):
            raise InputError(f"{sha256[:80]!r} is not a sha256 in hex.")
        if not _EXT.fullmatch(ext):
            raise InputError(f"{ext[:80]!r} is not a file extension that the store keeps.")
        return self.root / sha256[:2] / f"{sha256}.{ext}"

    def stamp(self, sha256: str, ext: str) -> Stamp:
        """Return size and time of a stored file, to be remembered after it was verified. Raises MissingError."""
        found = self._stat(self.path(sha256, ext))
        if found is None:
            raise self._missing(sha256, ext)
        return Stamp(size=found.st_size, mtime_ns=found.st_mtime_ns)

    def verified(self, sha256: str, ext: str, *, stamp: Stamp | None = None) -> Path:
        """Return the path of a stored file whose content is what its name says.

        With the `stamp` of an earlier verification that still fits, the content is not hashed again.
        Raises MissingError when it is not there, InputError when its content changed.
        """
        path = self.path(sha256, ext)
        found = self._stat(path)
        if found is None:
            raise self._missing(sha256, ext)
        if stamp == Stamp(size=found.st_size, mtime_ns=found.st_mtime_ns):
            return path
        if not stat.S_ISREG(found.st_mode) or sha256_of(path) != sha256:
            raise InputError(f"The original {path} has changed since it was stored.", hint=_AGAIN)
        return path

    def verify_all(self) -> Iterator[StoreProblem]:
        """Hash every stored file and yield what is not as its name says; unfinished temporary files are passed over."""
        if not self.root.is_dir():
            return
        with machine_errors(f"Reading {self.root}"):
            for path in sorted(self.root.rglob("*")):
                if not path.name.startswith(PART_PREFIX) and (path.is_symlink() or not path.is_dir()):
                    yield from self._problems(path)

    def _problems(self, path: Path) -> Iterator[StoreProblem]:
        sha256, _, ext = path.name.partition(".")
        named = _HASH.fullmatch(sha256) and _EXT.fullmatch(ext)
        if not named or path != self.path(sha256, ext):
            yield StoreProblem(path=path, text="It was not put there by ugc.")
            return
        try:
            self.verified(sha256, ext)
        except (InputError, MissingError) as error:
            yield StoreProblem(path=path, text=error.message)

    def _whole(self, target: Path, sha256: str) -> bool:
        found = self._stat(target)
        return found is not None and stat.S_ISREG(found.st_mode) and sha256_of(target) == sha256

    def _stat(self, path: Path) -> os.stat_result | None:
        """The file's own facts, links not followed; None when it is not there."""
        try:
            if stat.S_ISLNK(path.parent.lstat().st_mode):
                raise InputError(
                    f"{path.parent} is a link.",
                    hint="Remove the link: the store holds files of its own only.",
                )
            return path.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise MachineError(f"Reading {path} failed: {error.strerror or error}.") from error

    def _missing(self, sha256: str, ext: str) -> MissingError:
        return MissingError(f"The original {self.path(sha256, ext)} is not there.", hint=_AGAIN)


def _copy(source: BinaryIO, part: Path, sha256: str, path: Path) -> int:
    """Copy with a second look at every byte that is written; return how many there were."""
    seen = hashlib.sha256()
    size = 0
    with machine_errors(f"Storing {path}"), part.open("wb") as target:
        while chunk := source.read(_CHUNK):
            seen.update(chunk)
            size += target.write(chunk)
    if seen.hexdigest() != sha256:
        raise InputError(f"{path} changed while it was being copied.", hint="Import it again.")
    return size
