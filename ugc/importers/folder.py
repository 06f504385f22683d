"""Media as they lie in a folder, with the small records that people keep beside them.

Trusted in this order: `name.ext.json`, `name.json`, the folder's `info.json`, `name.txt` (the caption), and the
file name where it states the post's id beyond doubt. Metadata inside the media are not read, and the time
of a file says nothing of its post. Nothing names an author but a record that says so.
"""

from collections.abc import Collection, Iterator
from pathlib import Path

from ugc.errors import InputError
from ugc.importers._files import look, media_kind, plain, shown
from ugc.importers._folder_groups import Group, group_media
from ugc.importers._folder_notes import find_notes
from ugc.importers._folder_posts import build, leftover
from ugc.model.posts import FoundPost, Skipped

NAME = "folder"


def claims(path: Path) -> bool:
    """Whether a path is a folder, or a file that is a picture or a clip by its first bytes."""
    return path.is_dir() or media_kind(path) in ("image", "video")


def read(path: Path) -> Iterator[FoundPost | Skipped]:
    """Yield the posts of the media that lie directly in a folder, or of one file and those of its name.

    Raises InputError when one file was named and nothing of it is understood.
    """
    if path.is_dir():
        found = look(path)
        yield from found.skipped
        yield from read_files(path, found.files)
        return
    family = [file for file in look(path.parent).files if _stems(file) & _stems(path)]
    yield from read_files(path.parent, family or [path])


def read_files(
    folder: Path, files: Collection[Path], *, taken: Collection[Path] = ()
) -> Iterator[FoundPost | Skipped]:
    """Yield the posts of those of a folder's files that nothing else has used; each file once.

    `taken` are media of this folder that other records speak for.
    """
    kinds = {file: kind for file in files if (kind := media_kind(file)) in ("image", "video")}
    notes = find_notes(folder, files, kinds)
    for group in group_media(kinds, notes):
        yield from _built(group)
    yield from leftover(files, notes, taken=taken, media=kinds)


def _built(group: Group) -> Iterator[FoundPost | Skipped]:
    try:
        yield from build(group)
    except InputError as error:
        origin = group.notes[0].path if group.notes else group.files[0].path
        yield Skipped(origin=shown(origin), why=error.message)


def _stems(path: Path) -> set[str]:
    """The stems that a file may share with others of its post: `clip.mp4.json` belongs to `clip`."""
    own = {plain(path.stem)}
    return own | {plain(Path(path.stem).stem)} if path.suffix.lower() in (".json", ".txt") else own
