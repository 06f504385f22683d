"""How many files lie ahead of an import, so that its progress line can tell the time left."""

import os
from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path

from ugc.text import one_line


class Ahead:
    """The files below some paths, counted in the order in which they are read; their names are not kept."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.total = 0
        self._starts: dict[str, int] = {}
        self._folder, self._names = "", list[str]()
        for path in paths:
            if not path.is_dir():
                self.total += 1
            for folder, folders, files in os.walk(path):
                folders[:] = sorted(name for name in folders if not name.startswith("."))
                self._starts[one_line(folder)] = self.total
                self.total += len(files)

    def passed(self, origin: str) -> int | None:
        """Return how many files are read before the one that an item came from; None where that cannot be told."""
        folder, _, name = origin.rpartition(os.sep)
        start = self._starts.get(folder)
        if start is None:
            return None
        if folder != self._folder:
            try:
                entries = os.scandir(folder)
            except OSError:
                return None
            with entries:
                names = [entry.name for entry in entries if entry.is_file(follow_symlinks=False)]
            self._folder, self._names = folder, sorted(names)
        return start + bisect_left(self._names, name)
