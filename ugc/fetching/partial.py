"""What came of a file so far, with what is needed to go on from there."""

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from ugc.errors import MachineError
from ugc.files import machine_errors, write_text

_STRONG = re.compile(r'"[\x21\x23-\x7e]*"')


class Part:
    """The beginning of one file, and beside it what the server calls that file."""

    def __init__(self, folder: Path, bare: str) -> None:
        stem = hashlib.sha256(bare.encode("utf-8", "surrogatepass")).hexdigest()
        self.path = folder / f"{stem}.part"
        self._beside = folder / f"{stem}.json"

    @property
    def size(self) -> int:
        """Bytes that are there."""
        try:
            return self.path.lstat().st_size
        except OSError:
            return 0

    @property
    def validator(self) -> str | None:
        """What to send as `If-Range`: the file's strong ETag, else when it was changed; None where it has neither.

        A weak ETag may not be used so (https://www.rfc-editor.org/rfc/rfc9110#section-13.1.5).
        """
        told = self._told()
        etag, changed = told.get("etag"), told.get("last_modified")
        if isinstance(etag, str) and _STRONG.fullmatch(etag):
            return etag
        return changed if isinstance(changed, str) and changed.isprintable() and changed else None

    @property
    def whole(self) -> bool:
        """Whether all of the file came, and it only was not taken over yet."""
        size = self.size
        return size > 0 and self._told().get("whole") == size

    def begin(self, *, etag: str | None, changed: str | None) -> None:
        """Start anew, with what the server calls the file that is to come."""
        self.drop()
        self._tell({"etag": etag, "last_modified": changed})

    def end(self) -> None:
        """Note that the file is whole."""
        self._tell({**self._told(), "whole": self.size})

    def drop(self) -> None:
        """Take away what came."""
        with machine_errors(f"Removing {self.path}"):
            self.path.unlink(missing_ok=True)
            self._beside.unlink(missing_ok=True)

    def _told(self) -> dict[str, Any]:
        try:
            told = json.loads(self._beside.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return told if isinstance(told, dict) else {}

    def _tell(self, told: dict[str, Any]) -> None:
        write_text(self._beside, json.dumps(told))


class Parts:
    """A folder of such beginnings, used by one process at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def of(self, bare: str) -> Part:
        """Return the part of an address, which is named by its form without a signature."""
        return Part(self.folder, bare)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other processes out. Raises MachineError when one is at it, or the folder cannot be written."""
        with machine_errors(f"Writing {self.folder}"):
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / "lock").open("ab")
        with lock:
            _lock(lock.fileno())
            yield


def _lock(handle: int) -> None:
    """Lock a file for as long as it is open; where the system has no such locks, nothing is locked."""
    with suppress(ImportError):
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise MachineError(
                "Another `ugc fetch` is running in this workspace.", hint="Wait until it is done."
            ) from error
