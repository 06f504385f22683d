"""By which code record files are read: what one code made of a file says nothing of what another would."""

import hashlib
import platform
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pydantic

import ugc
from ugc.importers import Receipts

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_ROOT = Path(ugc.__file__).parent
_READING = ("*.py", "importers/*.py", "model/*.py", "catalog/telling.py", "catalog/merge.py", "tables/*.py")
"""All that has a say in what an importer makes of a file, and in the digest of that."""


def receipts_of(workspace: "Workspace") -> Receipts | None:
    """Return what the catalog knows of record files; None where the code that reads them cannot be told."""
    code = code_digest()
    if code is None:
        return None
    intake = workspace.catalog.intake
    return Receipts(code=code, find=intake.receipts, none=not intake.has_receipts())


@cache
def code_digest() -> bytes | None:
    """Return the digest of the code that reads records; None where its sources are not there."""
    found = hashlib.sha256(
        repr((platform.python_version(), unicodedata.unidata_version, pydantic.VERSION)).encode()
    )
    paths = reading_files()
    try:
        for path in paths:
            data = path.read_bytes()
            found.update(f"{path.relative_to(_ROOT).as_posix()}\0{len(data)}\0".encode() + data)
    except OSError:
        return None
    return found.digest() if paths else None


def reading_files() -> list[Path]:
    """Return the sources of that code; none where one part of them is not there."""
    parts = [sorted(_ROOT.glob(pattern)) for pattern in _READING]
    return [path for part in parts for path in part] if all(parts) else []
