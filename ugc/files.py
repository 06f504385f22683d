"""Whole files or none: how everything is written, hashed and safely opened.

Every write goes to a temporary file in the target's own folder, is flushed to the disk, and is then moved
into place in one step, so that a killed process leaves only whole files.
"""

import errno
import hashlib
import os
import re
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path

from ugc.errors import InputError, MachineError

PART_PREFIX = ".part-"
"""Temporary files begin with this; `sweep_parts` removes those a killed run left behind."""

_PART = re.compile(rf"{re.escape(PART_PREFIX)}[a-z0-9_]{{8}}(\.[\w-]+)?")  # as tempfile names them
_UMASK = os.umask(0)  # reading it means setting it; done once, before any thread could be surprised
os.umask(_UMASK)
_PLAIN_MODE = 0o666 & ~_UMASK  # what a plainly created file gets; a temporary file alone gets 0600

_REFUSALS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "permission was denied",
    errno.EPERM: "permission was denied",
    errno.ENAMETOOLONG: "the name is too long for this file system",
}


@contextmanager
def machine_errors(doing: str) -> Iterator[None]:
    """Turn the operating system's refusals into a MachineError that says what was being done."""
    try:
        yield
    except OSError as error:
        why = _REFUSALS.get(error.errno or 0)
        if why is None:
            raise MachineError(f"{doing} failed: {error.strerror or error}.") from error
        hint = (
            "Free some space"
            if error.errno in (errno.ENOSPC, errno.EDQUOT)
            else "Check the folder's permissions"
        )
        raise MachineError(
            f"{doing} failed: {why}.", hint=f"{hint} and run the same command again."
        ) from error


@contextmanager
def atomic(path: Path) -> Iterator[Path]:
    """Give a temporary path beside `path`; move it into place when the block ends well, else remove it.

    Raises MachineError when the folder cannot be written.
    """
    with unfinished(path) as part:
        yield part
        put_in_place(part, path)


def put_in_place(part: Path, path: Path) -> None:
    """Move a finished file to where it belongs, once it is on the disk. Raises MachineError."""
    with machine_errors(f"Writing {path}"):
        _flush(part)
        part.replace(path)


def write_bytes(path: Path, data: bytes) -> os.stat_result:
    """Write a whole file or none; return its facts."""
    with atomic(path) as part, machine_errors(f"Writing {path}"):
        part.write_bytes(data)
        return part.stat()  # now: once in place, another run may replace it


def write_pair(
    path: Path, data: bytes | Path, beside: Path, words: bytes
) -> tuple[os.stat_result, os.stat_result]:
    """Write a file and the words that stand beside it; return the facts of both.

    `data` is the file's content, or a finished file in the same folder or below it, which is moved.

    Both are whole on the disk before either is moved, and old words are taken away first: whenever the process dies,
    words that stand beside a file are that file's own. Raises MachineError, and then what stood before still stands.
    """
    with unfinished(beside) as second, unfinished(path) as first, machine_errors(f"Writing {path}"):
        for part, content in ((first, data), (second, words)):
            if isinstance(content, Path):
                content.replace(part)
            else:
                part.write_bytes(content)
            _flush(part)
        facts = first.stat(), second.stat()  # now: once in place, another run may replace them
        beside.unlink(missing_ok=True)
        first.replace(path)
        second.replace(beside)
    return facts


def write_text(path: Path, text: str) -> None:
    """Write a whole UTF-8 file or none."""
    write_bytes(path, text.encode("utf-8"))


def sha256_of(path: Path) -> str:
    """Return the hex sha256 of a file's bytes. Raises InputError when it cannot be read."""
    with open_regular(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def md5_of(path: Path) -> str:
    """Return the hex MD5 of a file's bytes, by which ad platforms know files. Raises InputError as `sha256_of` does."""
    with open_regular(path) as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


@contextmanager
def open_regular(path: Path) -> Iterator[BufferedReader]:
    """Open a file for reading only if it is a regular file; a pipe or device would block for ever.

    Raises InputError for anything else, or when it cannot be read.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise InputError(
                f"{path} is not a regular file.", hint="Name a file, not a folder, pipe or device."
            )
        file = path.open("rb")
    except OSError as error:
        raise InputError(f"{path} could not be read: {error.strerror or error}.") from error
    with file:
        yield file


def sweep_parts(folder: Path, *, older_than_s: float = 3600) -> int:
    """Remove temporary files that a killed run left directly in a folder; return how many.

    Young ones are left: another run may be writing them. Their age is by the file system's own clock. A folder that
    is not there or cannot be written is left as it is.
    """
    gone = 0
    with suppress(OSError):
        with os.scandir(folder) as entries:
            left = [entry for entry in entries if _PART.fullmatch(entry.name)]
        if not left:
            return 0
        with tempfile.TemporaryFile(dir=folder) as fresh:
            now = os.fstat(fresh.fileno()).st_mtime
        for entry in left:
            facts = entry.stat(follow_symlinks=False)
            if stat.S_ISREG(facts.st_mode) and now - facts.st_mtime > older_than_s:
                Path(entry.path).unlink(missing_ok=True)
                gone += 1
    return gone


@contextmanager
def unfinished(path: Path) -> Iterator[Path]:
    """Give a temporary file in the folder of `path`, and remove it unless it was moved away. It is empty at first."""
    with machine_errors(f"Writing {path}"):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=PART_PREFIX, suffix=path.suffix, dir=path.parent)
        os.close(handle)
    part = Path(name)
    try:
        yield part
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    """Put the content on the disk, and give the file the permissions of a plainly created one."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    path.chmod(_PLAIN_MODE)
