"""Reading collected posts from what people have on disk: one module a source, found and not listed.

A module has a NAME; `claims(path)`, which tells by content whether a file is its source's; and `read(path)`,
which yields the posts of such a file, or of all that lie directly in a folder. They yield and store nothing, ask no
network, and open no media beyond the first bytes. Files whose names begin with an underscore are shared parts.

How far a caption is believed (`caption_trust`): a platform's own export 50, gallery-dl and instaloader 40,
Graph API 30, yt-dlp 25, a sheet 20, text beside media 10.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple, Protocol, cast

from ugc.errors import InputError, unknown
from ugc.importers._archives import is_packed, take_packed, together, unpacked
from ugc.importers._columns import IGNORE, PLAIN, Headings, column_of, fields, heading
from ugc.importers._files import Folder, look, shown
from ugc.importers._instagram_folders import records_first
from ugc.importers._receipts import Known, Receipts, known_in
from ugc.model.posts import FoundPost, Skipped
from ugc.model.receipts import KnownPost
from ugc.model.sheets import SheetRead

__all__ = [
    "IGNORE",
    "LAST",
    "Headings",
    "Importer",
    "Receipts",
    "column_of",
    "fields",
    "heading",
    "importers",
    "read_any",
    "together",
]

LAST = "folder"
"""The importer that takes what no other one claims."""
_BESIDE = (".json", ".info.json", ".json.xz")
"""What follows the name of a media file, with its extension or without, in the name of a record about it."""


class Importer(Protocol):
    """What a module of this package offers.

    One whose sources have headings that people choose also has `READS_HEADINGS = True`, and its `read` takes
    `headings`, what the workspace has learned of them. One that knows record files again has `TAKES_RECEIPTS = True`,
    and its `read` takes `known`, what was read of a folder before.
    """

    NAME: str

    def claims(self, path: Path) -> bool: ...

    def read(self, path: Path) -> Iterator[FoundPost | KnownPost | Skipped]: ...


@cache
def importers() -> Mapping[str, Importer]:
    """Load every importer, by name; one that cannot be loaded is an error, never left out."""
    found: dict[str, Importer] = {}
    for info in pkgutil.iter_modules(__path__):
        if not info.name.startswith("_"):
            module = cast(Importer, importlib.import_module(f"{__name__}.{info.name}"))
            found[module.NAME] = module
    return found


def read_any(
    path: Path,
    *,
    importer: str | None = None,
    parts: Sequence[Path] = (),
    headings: Headings = PLAIN,
    receipts: Receipts | None = None,
) -> Iterator[FoundPost | KnownPost | Skipped]:
    """Yield the posts of a file, or of a folder with all below it, each by the importer that claims it.

    Folders come in the order of their names, a folder before those in it, and those that hold the media of an export
    after those with its records. Every file that gives no post is yielded as skipped, with the reason; a fault in one
    never ends the rest. `importer` names the only one to use; `parts` are further archives of the same export,
    `headings` what was learned of the headings of sheets. With `receipts`, a post whose record files were all read
    before comes as a `KnownPost`; what lies in archives is read, and so is everything where an importer is named. Files
    of an archive are there until the next item is asked for. Raises InputError when there is nothing at the path,
    UsageError when there is no such importer, MachineError when an archive cannot be unpacked on this disk.
    """
    chosen = dict(importers())
    if importer is not None:
        if importer not in chosen:
            raise unknown("importer", importer, chosen)
        chosen = {importer: chosen[importer]}
    chosen = {name: _with_headings(module, headings) for name, module in chosen.items()}
    if path.is_dir():
        yield from _walk(path, chosen, receipts=receipts if importer is None else None)
    elif path.is_file() and is_packed(path):
        yield from _read_packed((path, *parts), chosen)
    elif path.is_file():
        yield from _guarded(_one(path, chosen), path)
    elif path.exists():
        raise InputError(
            f"{path} is not a regular file.", hint="Name a file or folder, not a pipe or device."
        )
    else:
        raise InputError(f"{path} does not exist.", hint="Name a file or folder that is there.")


class _Told(NamedTuple):
    """An importer that was told what headings mean."""

    NAME: str
    claims: Callable[[Path], bool]
    read: Callable[[Path], Iterator[FoundPost | KnownPost | Skipped]]
    module: Importer
    headings: Headings


def _with_headings(module: Importer, headings: Headings) -> Importer:
    if headings is PLAIN or not getattr(module, "READS_HEADINGS", False):
        return module
    read = partial(module.read, headings=headings)  # type: ignore[call-arg]
    return cast(Importer, _Told(module.NAME, module.claims, read, module, headings))


def _placed(module: Importer, place: Callable[[str], str]) -> Importer:
    """The importer, telling of sheets by their places in an archive."""
    told = cast(object, module)
    if not isinstance(told, _Told):
        return module
    headings = told.headings

    def tell(sheet: SheetRead) -> None:
        headings.told(sheet.model_copy(update={"sheet": place(sheet.sheet)}))

    return _with_headings(told.module, replace(headings, told=tell))


def _one(path: Path, chosen: Mapping[str, Importer]) -> Iterator[FoundPost | KnownPost | Skipped]:
    """Read one file; media are read by the record beside them, where there is one."""
    beside = (path.with_name(f"{name}{end}") for name in (path.name, path.stem) for end in _BESIDE)
    for file in (path, *beside):
        owner = _owner(file, chosen) if file.is_file() else None
        if owner:
            return chosen[owner].read(file)
    return chosen[LAST].read(path) if LAST in chosen else iter([_refused(path)])


def _refused(path: Path) -> Skipped:
    return Skipped(origin=shown(path), why="It is not what the importer that was named can read.")


def _read_packed(archives: Sequence[Path], chosen: Mapping[str, Importer]) -> Iterator[FoundPost | Skipped]:
    """Unpack archives that belong together, and read what comes out; archives inside them are left."""
    with unpacked(archives) as found:
        yield from found.skipped
        there = {name: _placed(module, found.place) for name, module in chosen.items()}
        for item in _walk(found.folder, there, unpack=False):
            yield found.told(item)  # type: ignore[arg-type]


def _walk(
    root: Path,
    chosen: Mapping[str, Importer],
    *,
    unpack: bool = True,
    receipts: Receipts | None = None,
) -> Iterator[FoundPost | KnownPost | Skipped]:
    used: set[Path] = set()
    folders = [root]
    while folders:
        here = folders.pop()
        found = look(here, root)
        archives = take_packed(found) if unpack else []
        yield from found.skipped
        takers = [name for name, module in chosen.items() if hasattr(module, "TAKES_RECEIPTS")]
        known = known_in(here, found.files, receipts, takers) if receipts else None
        yield from _read_folder(here, found, chosen, used, known)
        for group in together(archives):
            yield from _read_packed(group, chosen)
        used = {path for path in used if path.parent != here}
        folders += reversed(records_first(found.folders))


def _read_folder(
    here: Path, found: Folder, chosen: Mapping[str, Importer], used: set[Path], known: Known | None = None
) -> Iterator[FoundPost | KnownPost | Skipped]:
    """Let the specific importers read what they claim; the last one takes what is left. `used` grows."""
    owners = {
        file: owner
        for file in found.files
        if (owner := (known and known.importer_of(file)) or _owner(file, chosen))
    }
    said: set[str] = set()
    for name in sorted(set(owners.values())):
        for item in _guarded(_reading(chosen[name], here, known), here):
            if isinstance(item, Skipped):
                said.add(item.origin)
            elif isinstance(item, FoundPost):
                used.update(file.path for file in item.files)
            yield item
    if LAST in chosen:
        from ugc.importers.folder import read_files

        rest = [
            file
            for file in found.files
            if file not in owners and file not in used and shown(file) not in said
        ]
        taken = [path for path in used if path.parent == here]
        for item in _guarded(read_files(here, rest, taken=taken), here):
            if isinstance(item, FoundPost):
                used.update(file.path for file in item.files)
            yield item


def _reading(module: Importer, here: Path, known: Known | None) -> Iterator[FoundPost | KnownPost | Skipped]:
    if known and hasattr(module, "TAKES_RECEIPTS"):
        return module.read(here, known=known)  # type: ignore[call-arg]
    return module.read(here)


def _owner(file: Path, chosen: Mapping[str, Importer]) -> str | None:
    """The importer, other than the last, that claims a file."""
    return next((name for name, module in chosen.items() if name != LAST and module.claims(file)), None)


def _guarded(
    items: Iterator[FoundPost | KnownPost | Skipped], path: Path
) -> Iterator[FoundPost | KnownPost | Skipped]:
    """Turn the fault that ends one reading into something skipped, so that the rest goes on."""
    try:
        yield from items
    except InputError as error:
        yield Skipped(origin=shown(path), why=f"{error.message} {error.hint or ''}".strip())
    except OSError as error:
        why = f"It could not be read: {error.strerror or error}."
        yield Skipped(origin=shown(path), why=why, code="unreadable")
