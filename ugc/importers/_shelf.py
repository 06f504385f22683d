"""The media of one folder, found by name, by stem and by the number their names begin with."""

import re
from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from ugc.importers._files import look, media_kind, plain

Made = TypeVar("Made")
_NUMBER = re.compile(r"[0-9]{5,20}")
_RECORDS = (".json", ".jsonl", ".ndjson", ".txt", ".csv", ".tsv", ".xz")


def is_record(path: Path) -> bool:
    """Whether a file is named as a record, and so is no media of any."""
    return path.suffix.lower() in _RECORDS


class Shelved:
    """A file on the shelf; what kind of media it looks like is asked only when needed."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def kind(self) -> str | None:
        return media_kind(self.path)


class Shelf:
    """Plain files of a folder that are not records. Names are compared after NFC, whatever their case."""

    def __init__(self, folder: Path) -> None:
        self._names: dict[str, list[Shelved]] = defaultdict(list)
        self._stems: dict[str, list[Shelved]] = defaultdict(list)
        self._numbers: dict[str, list[Shelved]] = defaultdict(list)
        for path in look(folder).files:
            if is_record(path):
                continue
            place = Shelved(path)
            self._names[plain(path.name)].append(place)
            self._stems[plain(path.stem)].append(place)
            if number := _NUMBER.match(path.name):
                self._numbers[number.group()].append(place)

    @property
    def is_empty(self) -> bool:
        """Whether the folder holds nothing but records."""
        return not self._names

    def named(self, name: str) -> Shelved | None:
        """The file of a name; of twins that differ in case or normal form, the one written the same."""
        twins = self._names.get(plain(name), [])
        return next((twin for twin in twins if twin.path.name == name), twins[0] if twins else None)

    def stemmed(self, name: str, *, whole: bool = False) -> list[Shelved]:
        """Media that share a name's stem; `whole` when the name has no extension to take off."""
        stem = plain(name if whole else Path(name).stem)
        found = [*self._stems.get(stem, []), *([] if whole else self._stems.get(plain(name), []))]
        return [place for place in found if place.kind]

    def numbered(self, number: str) -> list[Shelved]:
        """Media whose names begin with a number, and not with a longer one; by name."""
        return [place for place in self._numbers.get(number, []) if place.kind]

    def beside(self, path: Path) -> list[Shelved]:
        """The other media of a file's stem."""
        return [place for place in self.stemmed(path.name) if place.path != path]


def kept_by_folder(make: Callable[[Path], Made]) -> Callable[[Path], Made]:
    """Make something of a folder once, as long as the folder does not change: records come folder by folder."""

    @lru_cache(maxsize=1)
    def kept(folder: Path, _mtime_ns: int) -> Made:
        return make(folder)

    return lambda folder: kept(folder, folder.stat().st_mtime_ns)


shelf_of = kept_by_folder(Shelf)
"""The shelf of a folder."""
