"""A workbook that was given out, as it came back."""

from pathlib import Path

from ugc.errors import InputError
from ugc.files import open_regular
from ugc.sheet.reading import read
from ugc.workspace.sheet.taking import Arrived

LONGEST = 256 << 20
"""Bytes of a workbook that are read; pictures in it are many of them."""


def arrive(path: Path) -> Arrived:
    """Read a workbook that `ugc sheet out` wrote. Raises InputError as `reading.read` does."""
    with open_regular(path) as file:
        data = file.read(LONGEST + 1)
    if len(data) > LONGEST:
        raise InputError(f"{path.name} is over {LONGEST >> 20} MiB long.", hint="Give out less of it.")
    returned = read(data, path.name)
    return Arrived(
        sheet=returned.sheet,
        file=path.name,
        folder=path.resolve().parent,
        tabs={name: tab.rows for name, tab in returned.tabs.items()},
        numbers={name: tab.numbers for name, tab in returned.tabs.items()},
        notes=returned.notes,
    )
