"""Archives of anything that is read: unpacked into a temporary folder that is gone when the reading ends.

What comes out is told of as `export.zip, media/x.jpg`. The folder is where `tempfile` makes such (TMPDIR moves it),
never beside what is imported.
"""

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ugc.errors import InputError
from ugc.files import machine_errors
from ugc.importers import _tars, _zips
from ugc.importers._files import Folder, shown
from ugc.importers._unpacking import ArchiveError, Limits, MemberError, Room, Target
from ugc.model.posts import FoundPost, Skipped
from ugc.text import one_line

_ZIP = ".zip"
_ENDINGS = (_ZIP, ".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2", ".tbz2")
_DATED = re.compile(r"(?i)(instagram-.+-\d{4}-\d{2}-\d{2})\b.*")
_NUMBERED = re.compile(r"[-_ .]*\(?\d{1,4}\)?$")


def is_packed(path: Path) -> bool:
    """Whether a file is named as an archive that is unpacked. By name: workbooks and others begin as ZIP does too."""
    return path.name.lower().endswith(_ENDINGS)


def take_packed(found: Folder) -> list[Path]:
    """Take the archives out of a folder's files, and return them."""
    packed = [path for path in found.files if is_packed(path)]
    if packed:
        found.files = [path for path in found.files if not is_packed(path)]
    return packed


def together(paths: Sequence[Path]) -> Iterator[list[Path]]:
    """Yield paths in their order, parts of one export together where the first of them stands.

    Parts are archives of one folder whose names differ by a number at their end alone, or by what follows the user
    and the day in `instagram-USER-2024-01-31-…`.
    """
    groups: dict[object, list[Path]] = {}
    for number, path in enumerate(paths):
        key: object = (path.parent, export_name(path.name)) if is_packed(path) else number
        groups.setdefault(key, []).append(path)
    yield from groups.values()


def export_name(name: str) -> str:
    """The part of an archive's or folder's name that the parts of one export share."""
    bare = name
    for ending in sorted(_ENDINGS, key=len, reverse=True):
        bare = bare[: -len(ending)] if bare.lower().endswith(ending) else bare
    dated = _DATED.match(bare)
    return (dated[1] if dated else _NUMBERED.sub("", bare)).casefold()


class Unpacked:
    """Archives as unpacked, each into a folder of its name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.skipped: list[Skipped] = []
        self._names: list[tuple[str, str]] = []

    def add(self, archive: Path, room: Room) -> None:
        """Unpack one archive; what is left out of it is listed as skipped. Raises MachineError."""
        folder = self._folder_of(archive)
        self._names.append((shown(folder), shown(archive)))
        unpack = _zips.unpack if archive.name.lower().endswith(_ZIP) else _tars.unpack
        try:
            for name, refused in unpack(archive, Target(folder, room)):
                self._skip(f"{shown(archive)}, {one_line(name)[:200]}", refused)
        except MemberError as ended:
            self._skip(shown(archive), ended)
        except InputError as error:
            self._skip(shown(archive), ArchiveError(error.message))

    def told(self, item: FoundPost | Skipped) -> FoundPost | Skipped:
        """Write an item's places as places in its archive."""
        if isinstance(item, Skipped):
            return item.model_copy(update={"origin": self.place(item.origin), "why": self.place(item.why)})
        files = tuple(file.model_copy(update={"origin": self.place(shown(file.path))}) for file in item.files)
        return item.model_copy(
            update={
                "origin": self.place(item.origin),
                "files": files,
                "notes": tuple(map(self.place, item.notes)),
                "missing": tuple(map(self.place, item.missing)),
            }
        )

    def place(self, text: str) -> str:
        """Replace the temporary folder in a text by the archive that was unpacked there."""
        for folder, archive in sorted(self._names, reverse=True):  # one's name can begin with another's
            text = text.replace(f"{folder}{os.sep}", f"{archive}, ").replace(folder, archive)
        return text

    def _skip(self, origin: str, refused: MemberError) -> None:
        self.skipped.append(Skipped(origin=origin, why=refused.message, code=refused.kind))

    def _folder_of(self, archive: Path) -> Path:
        """A folder named as the archive, as far as every disk can: parts of one export know each other by it."""
        safe = re.sub(r"[^\w.()-]", "_", archive.name.encode("ascii", "replace").decode())[:100]
        taken = {Path(folder).name for folder, _ in self._names}
        folder = self.folder / (f"{safe}_{len(taken)}" if safe in taken else safe)
        with machine_errors("Unpacking"):
            folder.mkdir()
        return folder


@contextmanager
def unpacked(archives: Sequence[Path], limits: Limits | None = None) -> Iterator[Unpacked]:
    """Unpack archives that belong together; their files are there until the block ends.

    Raises MachineError when the disk is full or refuses.
    """
    with machine_errors("Making a folder to unpack into"):
        folder = tempfile.TemporaryDirectory(prefix="ugc-unpacked-", ignore_cleanup_errors=True)
    with folder as name:
        found = Unpacked(Path(name))
        room = Room(Path(name), limits or Limits())
        for archive in archives:
            found.add(archive, room)
        yield found
