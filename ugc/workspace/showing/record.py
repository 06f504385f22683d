"""What a gallery shows and why it may: `<folder>.rights.json` beside the folder, which is not published with it.

A take-down reads it to know which picture each file was made of, a later build to know what is no longer wanted, and
`ugc gallery verify` to ask the records again.
"""

import filecmp
import hashlib
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import ValidationError

from ugc.errors import InputError
from ugc.files import machine_errors, open_regular, put_in_place, unfinished
from ugc.gallery.wishes import Filed
from ugc.model.base import Value
from ugc.model.vocab import Edit
from ugc.workspace.ending.places import output
from ugc.workspace.ending.published import Area
from ugc.workspace.showing.asking import NotShown, Terms
from ugc.workspace.showing.site import GalleryOrder

if TYPE_CHECKING:
    from ugc.workspace import Workspace

OURS = ("m", "f", "post", "creator", "tag", "product")
"""Folders of a gallery in which everything is made by a build."""
FOLDER: Area = "gallery"
"""Below the output folder: where galleries lie."""
_ENDING = ".rights.json"
_LARGEST = 1 << 30
_POSTS = '"posts":[]'
_DIGITS = 32
"""Hex digits of a page's digest: fewer than an id of ours has, so that none is taken for one."""


class ShownPiece(Value):
    """A picture or clip of a post, with the files that were made of it."""

    media: str
    """sha256 of the original."""
    files: tuple[str, ...]
    """Paths from the record's own folder, with forward slashes."""
    filed: Filed | None = None
    """What was found out while they were made, so that a later build decodes nothing."""


class ShownPost(Value):
    """A post that a gallery shows, and under what."""

    post: str
    page: str
    credit: str
    grants: tuple[str, ...]
    edits: frozenset[Edit]
    muted: bool = False
    until: date | None = None
    """The last day on which its records allow it; None where they name none."""
    pieces: tuple[ShownPiece, ...] = ()


class GalleryRecord(Value):
    """Everything that stands in a gallery's folder."""

    version: Literal["1.0"] = "1.0"
    brand: str
    folder: str
    """The gallery's folder, beside the record."""
    order: GalleryOrder
    """What it was asked to be made of."""
    theme: str
    day: date
    """On which the records were asked."""
    terms: Terms
    """The question that was put to them, its markets written out."""
    ledger_head: str | None = None
    posts: tuple[ShownPost, ...] = ()
    products: tuple[ShownPiece, ...] = ()
    """Pictures of products; they are the brand's own."""
    not_shown: tuple[NotShown, ...] = ()
    pages: dict[str, str] = {}
    """Files that are no pictures of posts, by their path in the folder, to the first digits of their sha256."""
    made_from: dict[str, str] = {}
    """Of those of them that take long to make: digests of what they were made from."""

    @property
    def until(self) -> date:
        """The last day for which the records were asked."""
        return self.terms.last


def place_of(folder: Path) -> Path:
    """Return where the record of a gallery's folder stands."""
    return folder.with_name(folder.name + _ENDING)


def galleries(workspace: "Workspace") -> list[Path]:
    """Return the folders of a workspace's galleries that have a record, in order of their names."""
    found = sorted((output(workspace) / FOLDER).glob(f"*{_ENDING}"))
    folders = (path.with_name(path.name.removesuffix(_ENDING)) for path in found)
    return [folder for folder in folders if folder.is_dir()]


def read(folder: Path) -> GalleryRecord | None:
    """Return the record of a gallery's folder; None where it has none. Raises InputError where it cannot be read."""
    path = place_of(folder)
    if not path.exists():
        return None
    with open_regular(path) as file:
        try:
            return GalleryRecord.model_validate_json(file.read(_LARGEST))
        except ValidationError as error:
            raise InputError(
                f"{path} is no record of a gallery, or of another version.",
                hint="Move it away together with the gallery's folder, and build the gallery again.",
            ) from error


def write(folder: Path, record: GalleryRecord) -> None:
    """Write the record of a gallery's folder, unless it says the same already. Raises MachineError.

    It is written post by post: of a large gallery the whole text would be the largest thing in memory.
    """
    path = place_of(folder)
    with unfinished(path) as part, machine_errors(f"Writing {path}"):
        with part.open("wb") as file:
            file.writelines(_lines(record))
        if path.exists() and filecmp.cmp(part, path, shallow=False):
            return
        put_in_place(part, path)


def _lines(record: GalleryRecord) -> Iterator[bytes]:
    """The record as JSON, a post a line."""
    before, mark, after = record.model_copy(update={"posts": ()}).model_dump_json().partition(_POSTS)
    assert mark, "the field stands in every record, and no text can hold it unescaped"
    yield f'{before}"posts":['.encode()
    for number, post in enumerate(record.posts):
        yield (",\n" if number else "\n").encode() + post.model_dump_json().encode()
    yield f"]{after}\n".encode()


def shortened(sha256: str) -> str:
    """Return as much of a page's digest as a record keeps."""
    return sha256[:_DIGITS]


def digest_of(content: bytes) -> str:
    """Return what a record keeps of a page's bytes."""
    return shortened(hashlib.sha256(content).hexdigest())


def files_in(folder: Path) -> dict[str, Path]:
    """Return every file below a folder by its path from there, with forward slashes; links to folders not followed."""
    return {name: folder / name for name in names_in(folder)}


def names_in(folder: Path) -> list[str]:
    """Return the paths of all files below a folder from there, sorted, with forward slashes."""
    found: list[str] = []
    start = len(str(folder)) + 1
    for base, _, names in os.walk(folder):
        below = base[start:].replace(os.sep, "/")
        found += [f"{below}/{name}" if below else name for name in names]
    return sorted(found)


def size_of(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    size = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                size += size_of(Path(entry.path))
            else:
                size += entry.stat(follow_symlinks=False).st_size
    return size
