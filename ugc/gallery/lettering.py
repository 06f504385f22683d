"""A brand's own fonts for the web: one file a role, with no more letters than the pages need."""

import logging
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from ugc.typeset import OwnFonts
from ugc.typeset.coverage import font_files

_WEIGHTS = {"text": 400, "display": 700}
"""The weight that each role is drawn in, by the CSS scale."""
_RESTRICTED, _NO_SUBSETTING, _BITMAPS = 0x0002, 0x0100, 0x0200
"""Bits of OS/2.fsType that forbid what is done here: https://learn.microsoft.com/typography/opentype/spec/os2#fstype."""
_BASIC = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180)))) + "–—‘’“”•…€"
"""Letters that are always in: words of the pages' own, names with accents."""


class WebFont(NamedTuple):
    """A font as a browser loads it, or why there is none."""

    role: str
    data: bytes
    """WOFF; empty where there is none."""
    fault: str = ""
    """A sentence."""


def web_fonts(own: OwnFonts, texts: Iterable[str]) -> Iterator[WebFont]:
    """Yield the font of each role that a brand has a font of its own for, with the letters of some texts.

    A font whose maker forbids embedding or subsetting, by the bits in the file, is left out and said. The same input
    gives the same bytes.
    """
    letters = {*_BASIC, *(letter for text in texts for letter in text)}
    for role, place in (("text", own.text), ("display", own.display)):
        if place is not None:
            yield _made(role, _nearest(place, _WEIGHTS[role]), letters)


def _nearest(place: Path, weight: int) -> Path:
    """A file that is named, or of a folder the upright font nearest to a weight."""
    from fontTools.ttLib import TTFont

    if place.is_file():
        return place
    found: list[tuple[int, str, Path]] = []
    for path in font_files([place]):
        with TTFont(path, lazy=True, fontNumber=0) as font:
            slanted = bool(font["OS/2"].fsSelection & 1)
            found.append((abs(font["OS/2"].usWeightClass - weight) + 1000 * slanted, path.name, path))
    return min(found)[2] if found else place


def _made(role: str, path: Path, letters: set[str]) -> WebFont:
    from fontTools import subset
    from fontTools.ttLib import TTFont, TTLibError

    logging.getLogger("fontTools").setLevel(logging.ERROR)  # it tells of every table that it leaves out
    try:
        font = TTFont(path, fontNumber=0, recalcTimestamp=False, recalcBBoxes=False)
    except (TTLibError, OSError) as error:
        return WebFont(role, b"", f"The font {path.name} cannot be used on the web: {error}.")
    with font:
        if font["OS/2"].fsType & (_RESTRICTED | _NO_SUBSETTING | _BITMAPS):
            why = "its maker forbids that, by the bits in the file (OS/2.fsType)"
            return WebFont(role, b"", f"The font {path.name} is not put on the web: {why}.")
        options = subset.Options(flavor="woff", layout_features=["*"], notdef_outline=True, hinting=False)
        options.recalc_timestamp = False
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=[ord(letter) for letter in letters])
        cutter.subset(font)
        file = BytesIO()
        font.flavor = "woff"
        font.save(file, reorderTables=False)
    return WebFont(role, file.getvalue())
