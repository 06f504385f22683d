"""A gallery's pictures and clips on disk: what stands is left, what a sibling has is linked, the rest is made.

Files appear whole or not at all: each is written beside its place and moved there. A gallery of 20,000 posts has
120,000 files, and flushing each to the disk takes from a third of a millisecond to several. So all are flushed at once
at the end of a run, before the caller can record that they stand. What no record vouches for, as after a power cut, is
taken for whole only if it ends as its type does.
"""

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from ugc.errors import MachineError
from ugc.files import PART_PREFIX, machine_errors, sweep_parts
from ugc.gallery.wishes import MEDIA

_OURS = re.compile(r"[0-9a-f]{16}(-\d{1,5}|-preview)?\.(avif|webp|jpg|mp4|vtt)")


class Shelf:
    """The folder `m/` of a gallery. Several threads may use it at once."""

    def __init__(self, folder: Path, *, siblings: Sequence[Path] = ()) -> None:
        """`folder` and `siblings` are galleries' own folders. Raises MachineError when it cannot be made."""
        self._folder = folder
        self._siblings = tuple(siblings)
        self.written = 0
        """Files that were made or linked here."""
        self.refused: MachineError | None = None
        """Why the machine takes no more files, once it does."""
        with machine_errors(f"Writing {folder / MEDIA}"):
            (folder / MEDIA).mkdir(parents=True, exist_ok=True)
        sweep_parts(folder / MEDIA)
        self._standing = _listed(folder)

    def stand(self, names: Iterable[str]) -> bool:
        """Say whether all of some files are there; nothing is opened."""
        return self._standing.issuperset(names)

    def stands_whole(self, name: str) -> bool:
        """Say whether a file is there and ends as its type does; where not, whether a sibling's could be linked."""
        path = self._folder / name
        if name in self._standing and ends_well(path):
            return True
        return self._linked(name)

    def path(self, name: str) -> Path:
        """Return where a file stands."""
        return self._folder / name

    def put(self, name: str, data: bytes) -> None:
        """Write a whole file or none. Raises MachineError."""
        with self.unfinished(name) as part, self._machine(name):
            part.write_bytes(data)

    @contextmanager
    def unfinished(self, name: str) -> Iterator[Path]:
        """Give an empty file to be written, and move it into place when the block ends well, else remove it."""
        path = self._folder / name
        part = path.with_name(f"{PART_PREFIX}{token_hex(4)}{path.suffix}")
        try:
            with self._machine(name):
                part.touch(exist_ok=False)
            yield part
            with self._machine(name):
                part.replace(path)
            self._standing.add(name)
            self.written += 1
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def flush(self) -> None:
        """Put all that was written on the disk."""
        if self.written and hasattr(os, "sync"):
            os.sync()

    def remove_others(self, kept: Iterable[str]) -> tuple[str, ...]:
        """Remove files of our making that are not among those that are kept; return their names, sorted.

        Raises MachineError when one cannot be removed.
        """
        gone = tuple(sorted(self._standing.difference(kept)))
        for name in gone:
            with machine_errors(f"Removing {self._folder / name}"):
                (self._folder / name).unlink(missing_ok=True)
            self._standing.discard(name)
        return gone

    @contextmanager
    def _machine(self, name: str) -> Iterator[None]:
        """Remember that the machine refuses: the same would meet every file that follows."""
        try:
            with machine_errors(f"Writing {self._folder / name}"):
                yield
        except MachineError as error:
            self.refused = error
            raise

    def _linked(self, name: str) -> bool:
        """Take a file over from a sibling: the same file on disk, or a copy where it cannot be."""
        for sibling, names in self._others.items():
            source = sibling / name
            if name not in names or not ends_well(source):
                continue
            with suppress(OSError), self.unfinished(name) as part:
                part.unlink()
                try:
                    os.link(source, part)
                except OSError:
                    shutil.copyfile(source, part)
            return name in self._standing
        return False

    @cached_property
    def _others(self) -> dict[Path, set[str]]:
        return {sibling: _listed(sibling) for sibling in self._siblings if sibling != self._folder}


def ends_well(path: Path) -> bool:
    """Say whether a file of our making is whole, by its first and last bytes and its length."""
    try:
        with path.open("rb") as file:
            head, size = file.read(12), os.fstat(file.fileno()).st_size
            file.seek(max(size - 2, 0))
            match path.suffix:
                case ".jpg":
                    return head[:3] == b"\xff\xd8\xff" and file.read() == b"\xff\xd9"
                case ".webp":
                    return head[8:] == b"WEBP" and int.from_bytes(head[4:8], "little") + 8 == size
                case ".avif" | ".mp4":
                    return head[4:8] == b"ftyp" and _boxes_end(file, size)
                case _:
                    return size > 0
    except OSError:
        return False


def _boxes_end(file: BinaryIO, size: int) -> bool:
    """Whether the boxes of an ISO file fill it exactly."""
    at = 0
    while at + 8 <= size:
        file.seek(at)
        head = file.read(16)
        length = int.from_bytes(head[:4], "big")
        length = int.from_bytes(head[8:16], "big") if length == 1 else length
        if length < 8:
            return False
        at += length
    return at == size


def _listed(folder: Path) -> set[str]:
    """The files of our making in a gallery's `m/`, by one look at the folder."""
    try:
        with os.scandir(folder / MEDIA) as entries:
            return {f"{MEDIA}/{entry.name}" for entry in entries if _OURS.fullmatch(entry.name)}
    except OSError:
        return set()
