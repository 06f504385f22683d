"""A contact sheet drawn: one self-contained HTML page, and PNG pages of a few rows each."""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from ugc.errors import UgcError
from ugc.files import write_bytes, write_text
from ugc.media.thumbs import Framed, Thumb, Wanted, thumbs
from ugc.model.base import Value
from ugc.reports import looking, printed
from ugc.reports.html import HERE, rendered, webp_uri
from ugc.reports.marking import CELL, SIDE
from ugc.reports.sheet import Picture, Sheet
from ugc.reports.spoken import FILTERS
from ugc.typeset.pages import pages

NAME = "contact-sheet"
MOST_ROWS = 10
"""Rows of one PNG page."""
_PAGE = re.compile(rf"{NAME}(-\d{{2,}})?\.png")
_SCREEN, _PRINT = 74, 88
"""Quality of pictures for the screen and for print, 1..100."""
_LOOKED_AT, _CELL = 960, 720
"""Longer side of an original with what was seen, and of a format, in pixels on the page."""

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
    parts = printed.parts(sheet, most=MOST_ROWS)
    data = [
        printed.page(sheet, part, number=number, of=len(parts), known=small.keys())
        for number, part in enumerate(parts, 1)
    ]
    images = {f"{key}.webp": pair[1].data for key, pair in small.items()}
    drawn = pages(HERE / f"{NAME}.typ", data, pictures=images, font_dirs=font_dirs, cache=cache)
    made = []
    for number, png in enumerate(drawn, 1):
        made.append(folder / (f"{NAME}-{number:02}.png" if len(parts) > 1 else f"{NAME}.png"))
        write_bytes(made[-1], png)
    for old in folder.iterdir():
        if _PAGE.fullmatch(old.name) and old not in made:
            with suppress(OSError):
                old.unlink()
    return Written(html=path, png=tuple(made), sheet=sheet, unread=tuple(unread))


def html(sheet: Sheet, small: Small) -> str:
    """Return the sheet as one page that asks nobody for anything: pictures and style stand inside it."""
    sources = {key: (webp_uri(thumb.data), thumb) for key, (thumb, _) in small.items()}
    return rendered(
        NAME,
        accent=sheet.accent,
        filters=FILTERS | looking.FILTERS,
        styles=["looking.css"] if sheet.looking else [],
        sheet=sheet,
        pictures=sources,
    )


def _read(pictures: Mapping[str, Picture], seen: Callable[[str, int], None]) -> tuple[Small, list[str]]:
    """Decode every picture once, for the screen and for print, with the previews that are made of it."""
    count = sum(1 + len(picture.cuts) for picture in pictures.values())
    large = any(picture.looked_at for picture in pictures.values())

    def small(item: tuple[str, Picture]) -> tuple[str, Picture, list[Thumb] | UgcError]:
        key, picture = item
        wanted = _wanted(picture, count, large=large)
        try:
            made = thumbs(picture.path, wanted, clip=picture.clip, as_seen=picture.looked_at)
        except UgcError as error:
            return key, picture, error
        return key, picture, list(made)

    found: Small = {}
    unread = []
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        for key, picture, made in workers.map(small, pictures.items()):
            seen(picture.path.name, len(pictures))
            if isinstance(made, UgcError):
                unread.append(made.message)
                continue
            keys = (key, *picture.cuts)
            found |= dict(zip(keys, zip(made[::2], made[1::2], strict=True), strict=True))
    return found, unread


def _wanted(picture: Picture, count: int, *, large: bool) -> list[Wanted]:
    """The sizes of a picture and of its previews, each for the screen and then for print."""
    if not large:
        screen = _screen_height(count)
        return [Wanted(2 * screen, screen, _SCREEN), Wanted(printed.HEIGHT, printed.HEIGHT, _PRINT)]
    part = _screen_height(count) / _screen_height(1)
    side = round((_LOOKED_AT if picture.looked_at else _CELL) * part)
    page = SIDE if picture.looked_at else CELL
    wanted = [Wanted(side, side, _SCREEN), Wanted(page, page, _PRINT)]
    for cut in picture.cuts.values():
        framed = Framed(cut.framing, cut.pixels, cut.colour)
        side = round(_CELL * part)
        wanted += [Wanted(side, side, _SCREEN, framed), Wanted(CELL, CELL, _PRINT, framed)]
    return wanted


def _screen_height(count: int) -> int:
    """Pixels of the pictures on the page: sharp on a dense screen, smaller where there are hundreds."""
    return 560 if count <= 100 else 440 if count <= 250 else 320
