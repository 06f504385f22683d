"""A whole workspace as one verified archive, to move it between people and machines."""

import json
import posixpath
import re
import shutil
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ugc import __version__, campaigns, config, ledger
from ugc.catalog import Catalog
from ugc.errors import InputError, UsageError
from ugc.exports import archive
from ugc.exports.archive import Inventory
from ugc.files import PART_PREFIX, machine_errors, write_text
from ugc.model.base import Value
from ugc.text import counted
from ugc.workspace import columns

if TYPE_CHECKING:
    from ugc.workspace import Workspace

PRIVATE = ".ugc/private"
"""The place for what must never travel: secrets. It is not read here, and an archive that holds it is refused."""

CATALOG = ".ugc/catalog.db"
_STORES = (".ugc/media", ".ugc/evidence")
_OWN = re.compile(r"\.ugc/(?:media|evidence)/([0-9a-f]{2})/(\1[0-9a-f]{62})\.[a-z0-9]{1,8}")
_EXTENDS = re.compile(r"""(?m)^([ \t]*(?:extends|"extends"|'extends')[ \t]*=[ \t]*)("[^"\n]*"|'[^'\n]*')""")


class Archived(Value):
    """What an archive holds, and what stayed behind."""

    archive: str
    brand: str
    files: int
    size: int
    """Bytes of the files in it."""
    ledger_head: str | None
    contacts: int
    """Of how many creators it says how to reach them; left out unless they are asked for."""
    left_out: tuple[str, ...] = ()
    """What was not taken, or should be looked at, in sentences."""


def export(
    workspace: "Workspace",
    path: Path,
    *,
    creatives: bool,
    contacts: bool = False,
    seen: Callable[[str], None] = lambda _: None,
) -> Archived:
    """Write the workspace to one archive: settings, own formats, templates and fonts, catalog, originals, evidence.

    How creators are reached is in it only with `contacts`.

    Raises InputError when an original or a proof is not what it was when it was stored.
    """
    if workspace.catalog.care.to_be_removed():
        raise UsageError("An erasure is not finished, so nothing is exported.", hint="Run `ugc sweep` first.")
    target = path.resolve()
    left: list[str] = []
    with tempfile.TemporaryDirectory(prefix=PART_PREFIX, dir=_made(target.parent)) as scratch:
        sources = dict(_settings(workspace.root, Path(scratch)))
        for folder in _folders(workspace, creatives, left):
            sources |= _below(workspace.root, folder, left)
        for own in (workspace.root / "formats.toml", workspace.root / columns.NAME):
            sources |= {own.name: own} if own.is_file() else {}
        sources |= _stored(workspace.root, left)
        sources = {name: source for name, source in sources.items() if source.resolve() != target}
        sources[CATALOG] = Path(scratch) / "catalog.db"
        reached = workspace.catalog.care.copy_to(sources[CATALOG], contacts=contacts)
        with Catalog.open(
            _twin(sources[CATALOG])
        ) as copied:  # the copy's own head: another may be writing meanwhile
            head = copied.head()
        inventory = archive.write(
            target,
            sources,
            brand=workspace.settings.brand.name,
            program=__version__,
            head=head,
            check=lambda made: _check_stored(made, of="This workspace"),
            seen=seen,
        )
    if reached and not contacts:
        left.append(
            f"How to reach {counted(reached, 'creator')} is not in it: --with-contacts takes that along."
        )
    return _told(path, inventory, left, contacts=reached if contacts else 0)


def restore(path: Path, folder: Path, *, seen: Callable[[str], None] = lambda _: None) -> Archived:
    """Make a workspace in a new folder from an archive, after everything in it was verified, the ledger included.

    Raises UsageError when the folder is not empty, InputError when anything is not as the archive says.
    """
    notes: list[str] = []
    reached = 0

    def check(part: Path, inventory: Inventory) -> None:
        _check_stored(inventory, of=str(path))
        _check_settings(part, inventory, path, notes)
        nonlocal reached
        reached = _check_catalog(part, inventory, path, notes)

    inventory = archive.unpack(path, folder, check=check, seen=seen)
    return _told(path, inventory, notes, contacts=reached)


# --- what is taken -----------------------------------------------------------------------------------------------


def _settings(root: Path, scratch: Path) -> Iterator[tuple[str, Path]]:
    """`ugc.toml` and what it extends; a file from outside comes to lie in `extended/`, and its reader says so."""
    path, name = root / config.NAME, config.NAME
    number = 0
    while True:
        text = path.read_text("utf-8")
        parent = tomllib.loads(text).get("extends")
        if parent is None:
            yield name, path
            return
        beyond = (path.parent / parent).resolve()
        inside = beyond.is_relative_to(root) and not Path(parent).is_absolute() and path.is_relative_to(root)
        number += 1
        other = (
            beyond.relative_to(root).as_posix()
            if inside
            else posixpath.join("extended", str(number), beyond.name)
        )
        led = posixpath.relpath(other, posixpath.dirname(name) or ".")
        if led == parent:
            yield name, path
        else:
            place = scratch / f"{number}.toml"
            write_text(place, _leading_to(path, text, led))
            yield name, place
        path, name = beyond, other


def _leading_to(path: Path, text: str, parent: str) -> str:
    """The settings with another path after `extends`, and nothing else changed."""
    changed = _EXTENDS.sub(lambda found: found[1] + json.dumps(parent, ensure_ascii=False), text, count=1)
    if tomllib.loads(changed) != tomllib.loads(text) | {"extends": parent}:
        raise UsageError(
            f"{path}: extends could not be rewritten.", hint='Write it as one line: extends = "…".'
        )
    return changed


def _folders(workspace: "Workspace", creatives: bool, left: list[str]) -> Iterator[Path]:
    for name in ("templates", "copy", campaigns.FOLDER):
        yield workspace.root / name
    outside = "lies outside the workspace and is not in the archive; move it in to take it along."
    for name in workspace.settings.render.fonts:
        folder = (workspace.root / name).resolve()
        if folder.is_relative_to(workspace.root):
            yield folder
        else:
            left.append(f"The folder of fonts {folder} {outside}")
    out = (workspace.root / workspace.settings.output.folder).resolve()
    if creatives and out.is_relative_to(workspace.root) and out != workspace.root:
        yield out
    elif creatives:
        left.append(f"The output folder {out} {outside}")


def _below(root: Path, folder: Path, left: list[str]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            left.append(f"{name} is a link, pipe or device, and is not in the archive.")
        elif path.is_file() and not path.name.startswith(PART_PREFIX) and not name.startswith(".ugc/"):
            found[name] = path
    return found


def _stored(root: Path, left: list[str]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for store in _STORES:
        for path in sorted((root / store).rglob("*")):
            name = path.relative_to(root).as_posix()
            if _OWN.fullmatch(name) and path.is_file() and not path.is_symlink():
                found[name] = path
            elif path.is_symlink() or not (path.is_dir() or path.name.startswith(PART_PREFIX)):
                left.append(f"{name} was not put there by ugc, and is not in the archive.")
    return found


def _made(folder: Path) -> Path:
    with machine_errors(f"Making {folder}"):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def _twin(path: Path) -> Path:
    """A second copy to look into: opening a catalog changes the file."""
    twin = path.with_name("looked-at.db")
    with machine_errors(f"Copying {path}"):
        shutil.copyfile(path, twin)
    return twin


# --- what is checked ---------------------------------------------------------------------------------------------


def _check_stored(inventory: Inventory, *, of: str) -> None:
    """What lies in `.ugc/` is the catalog, and originals and evidence that are what their names say."""
    names = {item.path for item in inventory.files}
    for needed in (config.NAME, CATALOG):
        if needed not in names:
            raise InputError(f"{of} has no {needed}, so it is not a workspace.")
    for item in inventory.files:
        if not item.path.casefold().startswith(".ugc/") or item.path == CATALOG:
            continue
        named = _OWN.fullmatch(item.path)
        if not named:
            raise InputError(f"{of} holds {item.path!r}, which does not travel.")
        if named[2] != item.sha256:
            raise InputError(
                f"{of}: {item.path} has changed since it was stored.",
                hint="Remove that file and import or record the original again.",
            )


def _check_settings(part: Path, inventory: Inventory, path: Path, notes: list[str]) -> None:
    """The settings can be read, and lead nowhere but to files of the archive."""
    names = {item.path for item in inventory.files}
    name, seen = config.NAME, set[str]()
    while name not in seen:
        seen.add(name)
        try:
            parent = tomllib.loads((part / name).read_text("utf-8")).get("extends")
        except (ValueError, RecursionError) as error:
            raise InputError(f"{name} in {path} is not valid TOML: {error}.") from error
        if parent is None:
            break
        name = posixpath.normpath(posixpath.join(posixpath.dirname(name), str(parent)))
        if name not in names:
            raise InputError(f"The settings in {path} extend {str(parent)[:80]!r}, which is not in it.")
    settings = config.load(part / config.NAME)
    for what, folder in [
        ("output.folder", settings.output.folder),
        *(("render.fonts", f) for f in settings.render.fonts),
    ]:
        if not (part / folder).resolve().is_relative_to(part.resolve()):
            notes.append(
                f"{what} leads out of the workspace, to {folder}: see that this is what you want here."
            )


def _check_catalog(part: Path, inventory: Inventory, path: Path, notes: list[str]) -> int:
    """Check the catalog and settle it here; return of how many creators it says how to reach them."""
    with Catalog.open(part / CATALOG) as catalog:
        for problem in catalog.care.problems():
            raise InputError(f"The catalog in {path} is not whole. {problem}", hint="Have it exported again.")
        broken = ledger.verify(catalog.entries(), head=inventory.ledger_head)
        if broken or catalog.head() != inventory.ledger_head:
            why = broken[0].text if broken else "Its newest record is not the one that the inventory names."
            raise InputError(
                f"The rights records in {path} do not hold: {why}", hint="Have it exported again."
            )
        elsewhere = catalog.care.settle()
        reached = len(catalog.profiles.reachable())
    if elsewhere:
        known = "it is known by its" if elsewhere == 1 else "they are known by their"
        notes.append(
            f"{counted(elsewhere, 'creative')} lay outside the workspace; {known} content alone now."
        )
    return reached


def _told(path: Path, inventory: Inventory, left: list[str], *, contacts: int) -> Archived:
    return Archived(
        archive=str(path),
        brand=inventory.brand,
        files=len(inventory.files),
        size=sum(item.size for item in inventory.files),
        ledger_head=inventory.ledger_head,
        contacts=contacts,
        left_out=tuple(left),
    )
