"""What lies in galleries and ad packages: which files there are, and what is sought among them.

Nothing is registered: what a builder leaves below `out/gallery/` and `out/ads/` is read as it is on disk, by
`ugc.workspace.ending.searching`.
"""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ugc.files import PART_PREFIX, machine_errors, open_regular
from ugc.identity import VARIANT_DIGITS
from ugc.model.base import Value
from ugc.text import clean
from ugc.workspace.ending.naming import ids_in
from ugc.workspace.ending.places import key, output

if TYPE_CHECKING:
    from ugc.workspace import Workspace

Area = Literal["gallery", "ads"]
PUBLISHED: tuple[Area, ...] = ("gallery", "ads")
"""Folders below the output folder in which galleries and ad packages lie."""

Kind = Literal["copy", "made of it", "page", "document"]

_LARGEST = 1 << 30
"""Bytes of a document that are read."""


class Shown(Value):
    """A file of a gallery or an ad package that shows or names a picture."""

    file: str
    """As the catalog names paths."""
    area: Area
    kind: Kind
    of: tuple[str, ...]
    """What it shows or names: ids of variants, the sha256 of originals, posts of creatives that nobody knows."""


class Mention(Value):
    """What a document of an ad package says of a creative: the ad that shows it, as far as it says so."""

    document: str
    of: str
    ad_name: str | None = None
    ad_id: str | None = None
    platform: str | None = None
    placement: str | None = None


class Published(Value):
    """Everything in galleries and ad packages that shows or names one of the pictures that were sought."""

    shown: tuple[Shown, ...] = ()
    mentions: tuple[Mention, ...] = ()
    unread: tuple[str, ...] = ()
    """Files that could not be looked into: a person must."""


@dataclass
class Sought:
    """Pictures to be found, and what tells them from others."""

    posts: dict[str, frozenset[str]] = field(default_factory=dict)
    """What is looked for, by a variant's id or an original's sha256, to the posts that it shows."""
    named: dict[str, str] = field(default_factory=dict)
    """Any id that a document may write, to what it means."""
    hashes: dict[str, str] = field(default_factory=dict)
    """sha256 of a whole file, to what it is."""
    sizes: set[int] = field(default_factory=set)
    """Bytes of these files: another file need not be hashed."""
    without: set[str] = field(default_factory=set)
    """Posts that nothing allows any more: creatives of them that nobody knows count too."""
    own: set[str] = field(default_factory=set)
    """Files that are creatives themselves, and their sidecars: they are told of elsewhere."""

    def add(self, of: str, *, sha256: str, size: int, posts: Iterable[str]) -> None:
        """Look for a picture: a creative, by its variant, or an original, by its own sha256."""
        self.posts[of] = frozenset(posts)
        self.named |= {of: of, sha256: of} | ({} if of == sha256 else {of[:VARIANT_DIGITS]: of})
        self.hashes[sha256] = of
        self.sizes.add(size)

    def meant(self, ids: Iterable[str]) -> set[str]:
        """Return what some ids mean, of all that is sought."""
        return {self.named[id] for id in ids if id in self.named}


def files_of(workspace: "Workspace") -> Iterator[tuple[str, Path]]:
    """Yield every file in galleries and packages, by its path from the output folder with forward slashes.

    Links to folders are not followed; what is no regular file is left out.
    """
    out = output(workspace)
    for area in PUBLISHED:
        for folder, folders, names in os.walk(out / area):
            folders.sort()
            for name in sorted(names):
                path = Path(folder, name)
                if not name.startswith(PART_PREFIX) and path.is_file():
                    yield path.relative_to(out).as_posix(), path


def uses(workspace: "Workspace") -> Mapping[str, tuple[str, ...]]:
    """Return, by variant's id or sha256, the JSON documents of galleries and packages that name it."""
    found: dict[str, list[str]] = defaultdict(list)
    for _, path in files_of(workspace):
        if path.suffix == ".json":
            for id in sorted(id for id in set(ids_in(text_of(path))) if len(id) > VARIANT_DIGITS):
                found[id].append(key(workspace, path))
    return {id: tuple(paths) for id, paths in found.items()}


def text_of(path: Path) -> str:
    """Return the text of a document, whatever its bytes are. Raises InputError or MachineError."""
    with open_regular(path) as file, machine_errors(f"Reading {path}"):
        return file.read(_LARGEST).decode("utf-8", "replace")


def said(path: str) -> bool:
    """Whether a path is text that can be written down: a file system allows more."""
    return clean(path) == path and "\n" not in path
