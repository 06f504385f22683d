"""A contact sheet drawn: one self-contained HTML page, and PNG pages of a few rows each."""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from ugc.errors import UgcError
from ugc.files import write_bytes, write_text
from ugc.media.thumbs import Thumb, Wanted, thumbs
from ugc.model.base import Value
from ugc.reports.html import HERE, rendered, webp_uri
from ugc.reports.printed import HEIGHT, page
from ugc.reports.sheet import Picture, Sheet
from ugc.reports.spoken import FILTERS
from ugc.typeset.pages import pages

NAME = "contact-sheet"
MOST_ROWS = 10
"""Rows of one PNG page."""
_PAGE = re.compile(rf"{NAME}(-\d{{2,}})?\.png")

Small = dict[str, tuple[Thumb, Thumb]]
"""Key to a picture for the screen and one for print; what could not be read is not in it."""


class Written(Value):
    """What was written."""

    html: Path
    png: tuple[Path, ...]
    sheet: Sheet
    unread: tuple[str, ...]
    """Files whose picture could not be shown, with why."""


def write(
    sheet: Sheet,
    pictures: Mapping[str, Picture],
    *,
    folder: Path,
    font_dirs: Sequence[Path] = (),
    cache: Path | None = None,
    seen: Callable[[str, int], None] = lambda *_: None,
) -> Written:
    """Write the page and its PNGs into a folder; pages that an earlier, longer sheet left there are removed.

    `seen` is told each picture as it is read, and how many there are. Raises MachineError when it cannot be written.
    """
    small, unread = _read(pictures, seen)
    path = folder / f"{NAME}.html"
    write_text(path, html(sheet, small))
    rows = [sheet.rows[start : start + MOST_ROWS] for start in range(0, len(sheet.rows), MOST_ROWS)]
    data = [
        page(sheet, part, number=number, of=len(rows), known=small.keys())
        for number, part in enumerate(rows, 1)
    ]
    printed = {f"{key}.webp": pair[1].data for key, pair in small.items()}
    drawn = pages(HERE / f"{NAME}.typ", data, pictures=printed, font_dirs=font_dirs, cache=cache)
    made = []
    for number, png in enumerate(drawn, 1):
        made.append(folder / (f"{NAME}-{number:02}.png" if len(rows) > 1 else f"{NAME}.png"))
        write_bytes(made[-1], png)
    for old in folder.iterdir():
        if _PAGE.fullmatch(old.name) and old not in made:
            with suppress(OSError):
                old.unlink()
    return Written(html=path, png=tuple(made), sheet=sheet, unread=tuple(unread))


def html(sheet: Sheet, small: Small) -> str:
    """Return the sheet as one page that asks nobody for anything: pictures and style stand inside it."""
    sources = {key: (webp_uri(thumb.data), thumb) for key, (thumb, _) in small.items()}
    return rendered(NAME, accent=sheet.accent, filters=FILTERS, sheet=sheet, pictures=sources)


def _read(pictures: Mapping[str, Picture], seen: Callable[[str, int], None]) -> tuple[Small, list[str]]:
    """Decode every picture once, for the screen and for print."""
    screen = _screen_height(len(pictures))
    wanted = (Wanted(2 * screen, screen, 74), Wanted(HEIGHT, HEIGHT, 88))

    def small(item: tuple[str, Picture]) -> tuple[str, Picture, tuple[Thumb, ...] | UgcError]:
        key, picture = item
        try:
            return key, picture, thumbs(picture.path, wanted, clip=picture.clip)
        except UgcError as error:
            return key, picture, error

    found: Small = {}
    unread = []
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        for key, picture, made in workers.map(small, pictures.items()):
            seen(picture.path.name, len(pictures))
            if isinstance(made, UgcError):
                unread.append(made.message)
            else:
                found[key] = (made[0], made[1])
    return found, unread


def _screen_height(count: int) -> int:
    """Pixels of the pictures on the page: sharp on a dense screen, smaller where there are hundreds."""
    return 560 if count <= 100 else 440 if count <= 250 else 320
