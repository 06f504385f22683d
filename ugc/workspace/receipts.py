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
    root = Path(ugc.__file__).parent
    try:
        for pattern in _READING:
            paths = sorted(root.glob(pattern))
            if not paths:
                return None
            for path in paths:
                data = path.read_bytes()
                found.update(f"{path.relative_to(root).as_posix()}\0{len(data)}\0".encode() + data)
    except OSError:
        return None
    return found.digest()
