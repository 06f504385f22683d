"""Where files of a workspace lie, how the catalog names them, and how they are moved there."""

import errno
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.files import atomic, machine_errors, sha256_of

if TYPE_CHECKING:
    from ugc.workspace import Workspace


def key(workspace: "Workspace", path: Path) -> str:
    """How the catalog names a path: relative to the workspace where it lies inside."""
    return (path.relative_to(workspace.root) if path.is_relative_to(workspace.root) else path).as_posix()


def output(workspace: "Workspace") -> Path:
    """The folder into which everything is made."""
    return (workspace.root / workspace.settings.output.folder).resolve()


def free_place(folder: Path, name: str, sha256: str) -> Path:
    """Where a file of this content goes below a folder: in a numbered one where another file has its name there."""
    number, place = 1, folder / name
    while place.exists() and sha256_of(place) != sha256:
        number += 1
        place = folder / str(number) / name
    return place


def move(old: Path, new: Path) -> None:
    """Move a file, to another disk too; killed, it lies whole at one of the two places. Raises MachineError."""
    with machine_errors(f"Moving {old}"):
        new.parent.mkdir(parents=True, exist_ok=True)
        try:
            old.replace(new)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            with atomic(new) as part:
                shutil.copyfile(old, part)
            old.unlink()
