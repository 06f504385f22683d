"""The rows of a sheet as what a kind of work takes: cells by the names of its columns."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ugc import tables
from ugc.errors import InputError, UsageError, nearest
from ugc.text import clean, one_line

MOST_ROWS = 20_000
_BETWEEN = re.compile(r"[;|\n,]")
_BETWEEN_BOXES = re.compile(r"[;|\n]")
"""The numbers of a box have commas between them."""


@dataclass(frozen=True)
class Cells:
    """One row: its texts by column, and where the sheet lies, from which files are named."""

    row: int
    """As spreadsheets show it."""
    texts: Mapping[str, str]
    folder: Path

    def text(self, name: str) -> str | None:
        """Return a cell's text, or None where it is empty."""
        return self.texts.get(name) or None

    def needed(self, name: str) -> str:
        """Return a cell's text. Raises UsageError where it is empty."""
        found = self.text(name)
        if found is None:
            raise UsageError(f"{name} is empty.", hint=f"Fill in {name}.")
        return found

    def several(self, name: str) -> tuple[str, ...]:
        """Return the values of a cell, parted by semicolons, bars, lines or commas."""
        return tuple(part for part in map(str.strip, _BETWEEN.split(self.texts.get(name, ""))) if part)

    def boxes(self, name: str) -> tuple[str, ...]:
        """Return the places of a cell, parted by semicolons, bars or lines."""
        return tuple(part for part in map(str.strip, _BETWEEN_BOXES.split(self.texts.get(name, ""))) if part)

    def day(self, name: str) -> date | None:
        """Return a day, or None where the cell is empty. Raises UsageError for what is none."""
        found = self.text(name)
        if found is None:
            return None
        try:
            return date.fromisoformat(found)
        except ValueError:
            raise UsageError(
                f"{name}: {found[:40]!r} is not a day.", hint="Write it as 2026-12-01."
            ) from None

    def last_day(self, name: str) -> Any:
        """Return a last day or `perpetual`, or None where the cell is empty."""
        return "perpetual" if self.text(name) == "perpetual" else self.day(name)

    def number(self, name: str) -> int | None:
        """Return a whole number above zero, or None where the cell is empty."""
        found = self.text(name)
        if found is not None and not re.fullmatch(r"[1-9]\d{0,8}", found):
            raise UsageError(f"{name}: {found[:40]!r} is not a whole number.", hint="Write it as 14.")
        return int(found) if found else None

    def truth(self, name: str) -> bool | None:
        """Return what yes or no means, or None where the cell is empty."""
        found = (self.text(name) or "").casefold()
        if found and found not in _TRUTHS:
            raise UsageError(f"{name}: {found[:40]!r} is neither yes nor no.")
        return _TRUTHS.get(found)

    def files(self, name: str) -> tuple[Path, ...]:
        """Return the files that a cell names, beside the sheet or by a whole path."""
        return tuple(self.folder / part for part in self.several(name))

    def sources(self, name: str) -> tuple[str, ...]:
        """Return files and links that a cell names."""
        return tuple(part if "://" in part else str(self.folder / part) for part in self.several(name))


_TRUTHS = {
    "yes": True,
    "y": True,
    "true": True,
    "1": True,
    "no": False,
    "n": False,
    "false": False,
    "0": False,
}


@dataclass(frozen=True)
class Columns:
    """What a kind of work takes."""

    names: Sequence[str]
    needed: Sequence[str]
    also: Mapping[str, str] = field(default_factory=dict)
    """Other headings, plainly written, to the names."""

    def meant(self, heading: str) -> str | None:
        """Return the column that a heading names, in one or several of it; None for another."""
        known = {_plain(name): name for name in self.names}
        known |= {_plain(other): name for other, name in self.also.items()}
        plain = _plain(heading)
        singles = (plain, plain.removesuffix("s"), re.sub("ies$", "y", plain))
        return next((known[one] for one in singles if one in known), None)


def read(path: Path, columns: Columns) -> list[Cells]:
    """Read a sheet whose first filled row names the columns.

    Raises InputError for what is no sheet, an unknown or doubled heading, one that is missing, or no row below.
    """
    header, rows, *_ = tables.open_list(
        path, lambda row: (sum(columns.meant(tables.text_of(cell)) is not None for cell in row), len(row))
    )
    if header is None:
        raise InputError(f"{path} is empty.", hint=f"Name its columns: {', '.join(columns.names)}.")
    names = _header(path, header, columns)
    found = []
    for row in rows:
        if row.fault:
            raise InputError(f"{path}, row {row.number}: {row.fault}.")
        texts = {
            name: clean(tables.text_of(cell)).strip()
            for name, cell in zip(names, row.cells, strict=False)
            if name
        }
        if any(texts.values()):
            found.append(Cells(row.number, texts, path.parent))
        if len(found) > MOST_ROWS:
            raise InputError(f"{path} has more than {MOST_ROWS:,} rows.", hint="Split the sheet.")
    if not found:
        raise InputError(f"{path} has no row below its header.")
    return found


def _header(path: Path, header: "tables.Row", columns: Columns) -> list[str | None]:
    names: list[str | None] = []
    for cell in header.cells:
        heading = one_line(tables.text_of(cell))
        name = columns.meant(heading) if heading else None
        if heading and name is None:
            close = nearest(heading, columns.names)
            hint = f"Did you mean {close!r}?" if close else f"It takes {', '.join(columns.names)}."
            raise InputError(f"{path}: the column {heading[:60]!r} is not known.", hint=hint)
        if name and name in names:
            raise InputError(f"{path}: the column {name!r} stands there twice.", hint="Keep one of them.")
        names.append(name)
    missing = [name for name in columns.needed if name not in names]
    if missing:
        raise InputError(
            f"{path} has no column {missing[0]!r}.", hint=f"It needs {', '.join(columns.needed)}."
        )
    return names


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()
