"""One verified archive of many files: a ZIP whose first entry, `inventory.json`, lists each with size and sha256.

The same files give the same bytes: entries are sorted and carry one fixed time. An archive from elsewhere is
hostile until proven otherwise: names, kinds, sizes and hashes are all checked before the folder takes its place.
The hashes show damage, not forgery: who doubts the sender compares the ledger's head by another way.
"""

import hashlib
import json
import re
import shutil
import stat
import struct
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from ugc.errors import InputError, MachineError, UsageError
from ugc.exports.zipping import CHUNK, Stored, add, copied, plain_entry
from ugc.files import PART_PREFIX, atomic, machine_errors, open_regular
from ugc.model.base import Value
from ugc.text import clean

INVENTORY = "inventory.json"
KIND = b"ugc-workspace"
RATIO = 100
"""How many times larger than itself an archive may unpack to, beyond `ALLOWANCE` bytes."""
ALLOWANCE = 64_000_000

_LONGEST_INVENTORY = 200_000_000
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError, OSError)
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.I)
_AGAIN = "Fetch it again, or have it exported again."


class Item(Value):
    """One file of an archive."""

    path: str
    """With forward slashes, relative to the workspace."""
    size: int
    """Bytes."""
    sha256: str


class Inventory(Value):
    """What an archive holds."""

    kind: Literal["ugc-workspace"] = "ugc-workspace"
    version: Literal["1.0"] = "1.0"
    brand: str
    program: str
    """Version of ugc that wrote it."""
    ledger_head: str | None
    """Hash of the newest rights record."""
    files: tuple[Item, ...]


def write(
    path: Path,
    sources: Mapping[str, Path],
    *,
    brand: str,
    program: str,
    head: str | None,
    check: Callable[[Inventory], None] = lambda _: None,
    seen: Callable[[str], None] = lambda _: None,
) -> Inventory:
    """Write an archive of these files by their names in it, whole or not at all.

    Each file is hashed first and checked again as it is copied; `check` may look at the inventory in between and
    raise. Raises InputError when one cannot be read or
    changes meanwhile, MachineError when the archive cannot be written.
    """
    _check_names(path, list(sources))
    files = tuple(_item(name, sources[name]) for name in sorted(sources))
    inventory = Inventory(brand=brand, program=program, ledger_head=head, files=files)
    check(inventory)
    text = json.dumps(inventory.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"
    with atomic(path) as part, machine_errors(f"Writing {path}"), zipfile.ZipFile(part, "w") as archive:
        archive.writestr(plain_entry(INVENTORY, len(text)), text.encode())
        for item in files:
            seen(item.path)
            add(archive, item.path, Stored(source=sources[item.path], size=item.size, sha256=item.sha256))
    return inventory


def is_archive(path: Path) -> bool:
    """Whether a file says that it is a workspace's archive, whole or not."""
    try:
        with _opened(path) as archive:
            if INVENTORY not in archive.namelist():
                return False
            with archive.open(INVENTORY) as inventory:
                return KIND in inventory.read(CHUNK)
    except (InputError, MachineError):
        return False


def read(path: Path) -> Inventory:
    """Return an archive's inventory, after checking its entries against it. Raises InputError saying what is wrong."""
    with _opened(path) as archive:
        return _inventory(archive, path)


def unpack(
    path: Path,
    folder: Path,
    *,
    check: Callable[[Path, Inventory], None] = lambda *_: None,
    seen: Callable[[str], None] = lambda _: None,
) -> Inventory:
    """Unpack into a folder that is not there yet, or is empty. Everything is verified before it takes its place.

    `check` may look at the unpacked folder and raise; then nothing is left, as with every other fault.
    Raises UsageError when the folder is not free, InputError when the archive is not what its inventory says.
    """
    _refuse_taken(folder)
    with _opened(path) as archive, _beside(folder) as part:
        inventory = _inventory(archive, path)
        _refuse_too_much(path, inventory, part)
        for item in inventory.files:
            seen(item.path)
            _extract(archive, item, part / item.path, path)
        check(part, inventory)
        with machine_errors(f"Making {folder}"):
            if folder.is_dir():
                folder.rmdir()
            part.rename(folder)
    return inventory


# --- writing -----------------------------------------------------------------------------------------------------


def _item(name: str, source: Path) -> Item:
    with open_regular(source) as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return Item(path=name, size=file.tell(), sha256=sha256)


# --- reading -----------------------------------------------------------------------------------------------------


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    with open_regular(path) as file:
        try:
            with zipfile.ZipFile(file) as archive:
                yield archive
        except _BROKEN as error:
            raise InputError(f"{path} is cut, damaged, or not an archive: {error}.", hint=_AGAIN) from error


def _inventory(archive: zipfile.ZipFile, path: Path) -> Inventory:
    entries = archive.infolist()
    if not entries or INVENTORY not in {entry.filename for entry in entries}:
        raise InputError(f"{path} is not the archive of a workspace: it has no inventory.")
    for entry in entries:
        _check_entry(path, entry)
    told = archive.getinfo(INVENTORY)
    if told.file_size > min(_LONGEST_INVENTORY, ALLOWANCE + RATIO * told.compress_size):
        raise InputError(f"The inventory of {path} is too long.")
    try:
        inventory = Inventory.model_validate_json(archive.read(INVENTORY))
    except (ValidationError, RecursionError) as error:
        raise InputError(
            f"The inventory of {path} cannot be read by this ugc.",
            hint="Upgrade ugc, or fetch the archive again.",
        ) from error
    listed = [INVENTORY, *(item.path for item in inventory.files)]
    _check_names(path, listed)
    names = [entry.filename for entry in entries]
    twice = (
        next((name for name in names if names.count(name) > 1), None)
        if len(set(names)) < len(names)
        else None
    )
    if twice:
        raise InputError(f"{path} holds {twice!r} twice.", hint=_AGAIN)
    for name in sorted(set(names) ^ set(listed)):
        what = "lacks" if name in listed else "holds, beside what its inventory lists,"
        raise InputError(f"{path} {what} {name!r}.", hint=_AGAIN)
    return inventory


def _check_entry(path: Path, entry: zipfile.ZipInfo) -> None:
    mode = entry.external_attr >> 16
    if entry.is_dir() or (stat.S_IFMT(mode) and not stat.S_ISREG(mode)):
        raise InputError(f"{path} holds {entry.filename[:80]!r}, which is not a plain file.")
    if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _METHODS:
        raise InputError(f"{path} holds {entry.filename[:80]!r} packed in a way that ugc does not write.")


def _check_names(path: Path, names: list[str]) -> None:
    """Refuse names that would lead out of the folder, or that some file system takes for one another."""
    known: dict[str, str] = {}
    for name in names:
        parts = name.split("/")
        odd = clean(name) != name or set(name) & set('\\:\n\t<>"|?*') or {"", ".", ".."} & set(parts)
        if odd or any(_RESERVED.fullmatch(part) or part.endswith((".", " ")) for part in parts):
            raise InputError(f"{path} names {name[:80]!r}, which is not a file that ugc puts below a folder.")
        folded = unicodedata.normalize("NFC", name).casefold()
        if folded in known:
            raise InputError(
                f"{path} holds {known[folded]!r} and {name!r}, which some systems cannot tell apart."
            )
        known[folded] = name


def _refuse_too_much(path: Path, inventory: Inventory, folder: Path) -> None:
    total = sum(item.size for item in inventory.files)
    packed = path.stat().st_size
    if total > ALLOWANCE + RATIO * packed or any(item.size < 0 for item in inventory.files):
        raise InputError(f"{path} would unpack from {packed:,} to {total:,} bytes, so it is not unpacked.")
    with machine_errors(f"Looking at {folder}"):
        free = shutil.disk_usage(folder).free
    if total > free:
        raise MachineError(
            f"{path} needs {total:,} bytes, and {free:,} are free in {folder.parent}.",
            hint="Free some space, or unpack it elsewhere.",
        )


def _extract(archive: zipfile.ZipFile, item: Item, target: Path, path: Path) -> None:
    with machine_errors(f"Writing {target}"):
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(item.path) as source, target.open("xb") as file:
            got = copied(source, file, item.size + 1)
    if got != (item.size, item.sha256):
        raise InputError(
            f"{item.path!r} in {path} is not what the inventory says: it was altered.", hint=_AGAIN
        )


# --- the folder --------------------------------------------------------------------------------------------------


def _refuse_taken(folder: Path) -> None:
    with machine_errors(f"Looking at {folder}"):
        free = not folder.is_symlink() and (
            not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
        )
    if not free:
        raise UsageError(f"{folder} is not empty.", hint="Name a folder that is not there yet.")


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A temporary folder where the folder will be, gone again unless it was moved."""
    with machine_errors(f"Making {folder}"):
        folder.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=PART_PREFIX, dir=folder.parent))
        part.chmod(0o755)
    try:
        yield part
    finally:
        with suppress(OSError):
            shutil.rmtree(part)
