"""ZIP files whose bytes follow from what is in them: entries in order, times given, contents checked on the way."""

import hashlib
import stat
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from ugc.errors import InputError
from ugc.files import atomic, machine_errors, open_regular
from ugc.model.base import Value

SUMS = "SHA256SUMS"
"""The list of hashes in a sealed ZIP, as `sha256sum -c` reads it."""
CHUNK = 1 << 20

_FIRST = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP can hold; it stands where none is given."""
_TIGHT = (".db", ".json", ".toml", ".typ", ".txt", ".csv", ".html", ".py", SUMS)  # media do not get smaller


class Stored(Value):
    """A file that goes into a ZIP, known by its content."""

    source: Path
    size: int
    """Bytes."""
    sha256: str


def write_sealed(path: Path, texts: Mapping[str, bytes], files: Mapping[str, Stored], *, at: datetime) -> str:
    """Write a ZIP of texts and files by their names in it, with `SHA256SUMS` over all of them; return its own sha256.

    `at` is the time that every entry bears, in UTC. Raises InputError when a file changes while it is copied,
    MachineError when the ZIP cannot be written.
    """
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in texts.items()}
    hashes |= {name: file.sha256 for name, file in files.items()}
    sums = "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes)).encode("ascii")
    every = {**texts, SUMS: sums}
    with atomic(path) as part, machine_errors(f"Writing {path}"):
        with zipfile.ZipFile(part, "w") as archive:
            for name in sorted({*every, *files}):
                if name in every:
                    archive.writestr(plain_entry(name, len(every[name]), at=at), every[name])
                else:
                    add(archive, name, files[name], at=at)
        with part.open("rb") as made:
            return hashlib.file_digest(made, "sha256").hexdigest()


def plain_entry(name: str, size: int, *, at: datetime | None = None) -> zipfile.ZipInfo:
    """Return the entry of a plain file of so many bytes."""
    moment = at.astimezone(UTC) if at else None
    time = max(moment.timetuple()[:6], _FIRST) if moment else _FIRST
    made = zipfile.ZipInfo(name, time)
    made.create_system = 3
    made.external_attr = (stat.S_IFREG | 0o644) << 16
    made.file_size = size  # tells whether the large form of the entry is needed
    made.compress_type = zipfile.ZIP_DEFLATED if name.endswith(_TIGHT) else zipfile.ZIP_STORED
    return made


def add(archive: zipfile.ZipFile, name: str, file: Stored, *, at: datetime | None = None) -> None:
    """Copy a file in. Raises InputError when it is not what it was."""
    with (
        open_regular(file.source) as source,
        archive.open(plain_entry(name, file.size, at=at), "w") as target,
    ):
        if copied(source, target, file.size + 1) != (file.size, file.sha256):
            raise InputError(
                f"{file.source} changed while it was being copied.", hint="Run the same command again."
            )


def copied(source: IO[bytes], target: IO[bytes], most: int) -> tuple[int, str]:
    """Copy at most so many bytes; return how many there were, and their sha256."""
    seen = hashlib.sha256()
    size = 0
    while size < most and (chunk := source.read(min(CHUNK, most - size))):
        seen.update(chunk)
        size += target.write(chunk)
    return size, seen.hexdigest()
