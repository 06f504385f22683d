"""Record files that were read before: known by their bytes and names, without being understood again.

What an importer makes of a record depends on nothing else only where no media lie beside it, and where all the files
that made one post are there again, next to each other. Everything else is read.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ugc.errors import InputError
from ugc.files import open_regular
from ugc.importers._files import shown
from ugc.importers._shelf import is_record
from ugc.model.receipts import CODE_BYTES, MARK_BYTES, PLACE_BYTES, KnownPost, Receipt, together

MOST_BYTES = 1 << 18
"""Of a record file that is known again; larger ones are read."""
_AT_ONCE = 500


class Receipts(NamedTuple):
    """What a catalog knows of record files, and the digest of the code that reads them here."""

    code: bytes
    find: Callable[[Sequence[bytes]], Mapping[bytes, Receipt]]
    """Look up many marks at once."""
    none: bool = False
    """Whether there is nothing to look up yet; what is read is marked all the same."""


class Remembered(NamedTuple):
    """The files of one post, all as they were when they were read before."""

    files: tuple[Path, ...]
    receipt: Receipt

    @property
    def key(self) -> str:
        return self.receipt.key

    @property
    def post(self) -> KnownPost:
        """What is told of the post in place of reading its files."""
        told = self.receipt
        return KnownPost(
            source=told.importer,
            origin=shown(self.files[0]),
            digest=told.source,
            missing=told.missing,
            dropped=told.dropped,
            notes=told.notes,
        )


class Known:
    """What was read before of the record files of one folder."""

    def __init__(self, code: bytes, folder: Path) -> None:
        name = hashlib.sha256(os.fsencode(folder.name)).digest()
        self._begins = name[:PLACE_BYTES] + code[:CODE_BYTES]
        self._salt = hashlib.sha256(code + name)
        self._receipts: dict[Path, tuple[bytes, Receipt]] = {}

    def mark(self, file: Path, digest: bytes) -> bytes:
        """Return by what a record file of this folder is known again; `digest` is the sha256 of its bytes."""
        salted = self._salt.copy()
        salted.update(digest + os.fsencode(file.name))
        return (self._begins + salted.digest())[:MARK_BYTES]

    def look_up(self, files: Iterable[Path], receipts: Receipts, importers: Iterable[str]) -> None:
        """Find out which of some files were read before, by these importers."""
        marks: dict[bytes, Path] = {}
        for file in files:
            if (digest := _digest(file)) is not None:
                marks[self.mark(file, digest)] = file
            if len(marks) == _AT_ONCE:
                self._find(marks, receipts, importers)
                marks = {}
        self._find(marks, receipts, importers)

    def _find(self, marks: Mapping[bytes, Path], receipts: Receipts, importers: Iterable[str]) -> None:
        found = receipts.find(list(marks)) if marks else {}
        for mark, receipt in found.items():
            if receipt.importer in importers:
                self._receipts[marks[mark]] = mark, receipt

    def importer_of(self, file: Path) -> str | None:
        """The importer that read a file before; None for one that has to be read."""
        known = self._receipts.get(file)
        return known[1].importer if known else None

    def remembered(self, files: Iterable[Path], importer: str) -> Iterator[Path | Remembered]:
        """Yield files in their order, and in place of those that made one post, when all are there, what is known."""
        run: list[Path] = []
        whole: bytes | None = None
        for file in files:
            receipt = self._receipt(file, importer)
            if run and not (receipt and receipt.together == whole):
                yield from self._whole(run)
                run = []
            if receipt is None:
                yield file
            elif receipt.together is None:
                yield Remembered((file,), receipt)
            else:
                run.append(file)
                whole = receipt.together
        yield from self._whole(run)

    def _receipt(self, file: Path, importer: str) -> Receipt | None:
        known = self._receipts.get(file)
        return known[1] if known and known[1].importer == importer else None

    def _whole(self, run: Sequence[Path]) -> Iterator[Path | Remembered]:
        """Yield a run of files as one where they are all that made their post, else one by one."""
        found = [self._receipts[file] for file in run]
        first = found[0][1] if found else None
        if first and first.together == together([mark for mark, _ in found]):
            yield Remembered(tuple(run), first)
        else:
            yield from run


def known_in(
    folder: Path, files: Sequence[Path], receipts: Receipts, importers: Iterable[str]
) -> Known | None:
    """Return what is known of a folder's files; None where not all of them are records."""
    if not all(is_record(file) for file in files):
        return None
    known = Known(receipts.code, folder)
    if not receipts.none:
        known.look_up((file for file in files if file.suffix == ".json"), receipts, importers)
    return known


def _digest(file: Path) -> bytes | None:
    try:
        with open_regular(file) as opened:
            data = opened.read(MOST_BYTES + 1)
    except (InputError, OSError):
        return None
    return hashlib.sha256(data).digest() if len(data) <= MOST_BYTES else None
