"""The one file in which codes stand in the clear: written where it is asked for, and readable by its owner alone."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.files import machine_errors
from ugc.model.ad_packages import AdPackage
from ugc.workspace.advertising import sealing

if TYPE_CHECKING:
    from ugc.workspace import Workspace

NAME = "codes.secret.json"
_CODE = "code:"


def opened(workspace: "Workspace", package: AdPackage) -> dict[str, str]:
    """Return the codes that the bodies of a package leave blank, by their placeholders.

    Raises UsageError when no key opens them.
    """
    blanks = [blank.name for blank in package.placeholders if blank.name.startswith(_CODE)]
    opener, codes = sealing.vault(workspace) if blanks else None, dict[str, str]()
    for name in blanks:
        id, _, part = name.removeprefix(_CODE).partition(".")
        codes[name] = sealing.open_code(workspace, id, part or "code", opener=opener)
    return codes


def write(place: Path, codes: Mapping[str, str]) -> str | None:
    """Write codes by their placeholders; return the file's name, None where there are none."""
    if not codes:
        return None
    data = (json.dumps(codes, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "surrogateescape")
    path = place / NAME
    with machine_errors(f"Writing {path}"):
        path.unlink(missing_ok=True)
        # Made readable by its owner alone from the start: not for a moment can anybody else open it.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            os.fsync(file.fileno())
    return NAME
