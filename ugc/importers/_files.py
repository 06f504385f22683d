"""What lies in a folder, looked at without opening anything that is not a plain file, and what looks like media."""

import os
import stat
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from ugc.errors import InputError
from ugc.files import open_regular
from ugc.model.posts import Skipped
from ugc.sniffing import HEAD, kind_of
from ugc.text import one_line

_JUNK = {".ds_store", "thumbs.db", "desktop.ini"}
_UNFINISHED = (".part", ".ytdl", ".crdownload", ".download", ".tmp")


@dataclass
class Folder:
    """One folder's own entries in a steady order; nothing below it."""

    files: list[Path] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def look(folder: Path, root: Path | None = None) -> Folder:
    """List a folder by name. Links, pipes, devices, system files and empty files are listed as skipped.

    `root` is the folder that is being imported: a link is described by whether it leaves it.
    """
    found = Folder()
    try:
        with os.scandir(folder) as entries:
            ordered = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        why = f"The folder could not be read: {error.strerror or error}."
        found.skipped.append(Skipped(origin=shown(folder), why=why, code="unreadable"))
        return found
    for entry in ordered:
        path = folder / entry.name
        try:
            refused = _refuse(path, entry.stat(follow_symlinks=False), root or folder)
        except OSError as error:
            refused = f"It could not be looked at: {error.strerror or error}.", "unreadable"
        if refused:
            found.skipped.append(Skipped(origin=shown(path), why=refused[0], code=refused[1]))
        elif entry.is_dir(follow_symlinks=False):
            found.folders.append(path)
        else:
            found.files.append(path)
    return found


def media_kind(path: Path) -> str | None:
    """Tell from the first bytes whether a file looks like an `image`, a `video` or a `sound`; else None."""
    return kind_of(first_bytes(path))


def first_bytes(path: Path) -> bytes:
    """Return the first bytes of a plain file, or none when it cannot be read."""
    try:
        with open_regular(path) as file:
            return file.read(HEAD)
    except (InputError, OSError, ValueError):
        return b""


def inside(root: Path, path: Path) -> bool:
    """Whether a path, with every link on the way followed, still lies within a folder."""
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError):
        return False


def shown(path: Path) -> str:
    """Write a path for a message: one line, every character printable text."""
    return one_line(str(path))


def plain(name: str) -> str:
    """Bring a file name to the form in which names are compared: NFC, case-folded."""
    return unicodedata.normalize("NFC", name).casefold()


def _refuse(path: Path, seen: os.stat_result, root: Path) -> tuple[str, str] | None:
    """Say why an entry is passed over, and the code for it; None when it is a plain file or folder."""
    name = path.name.lower()
    if stat.S_ISLNK(seen.st_mode):
        return _link(path, root), "unreadable"
    if name in _JUNK or name.startswith("._") or name == "__macosx":
        return "The operating system's own file.", "ignored"
    if name.startswith("."):
        return "A hidden file or folder.", "ignored"
    if stat.S_ISDIR(seen.st_mode):
        return None
    if not stat.S_ISREG(seen.st_mode):
        return "A pipe, socket or device, not a file.", "unreadable"
    if name.endswith(_UNFINISHED):
        return "An unfinished download.", "ignored"
    return ("The file is empty.", "empty") if seen.st_size == 0 else None


def _link(path: Path, root: Path) -> str:
    try:
        path.stat()
    except FileNotFoundError:
        return "A link to a file that does not exist."
    except OSError:
        return "A link that leads back to itself or cannot be followed."
    if inside(root, path):
        return "A link to something in the same import, which is read in its own place."
    return "A link that leaves the folder being imported."
