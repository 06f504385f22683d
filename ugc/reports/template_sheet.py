"""A template on one sheet: what it looks like in every format, and why it refused the others."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from ugc.resources import TEMPLATES
from ugc.typeset.pages import pages

PAGE = TEMPLATES / "reports" / "template-sheet.typ"
_ROOM = 1488
"""Of the page's width, in pixels."""
_GAP = 32
_TALLEST, _WIDEST = 560, 640
"""Of one picture, in pixels of the page."""


class Cell(NamedTuple):
    """One format: its picture, or why there is none."""

    format: str
    pixels: tuple[int, int]
    picture: bytes | None = None
    """A WebP or PNG file."""
    why: str = ""


def size_on_sheet(pixels: tuple[int, int]) -> tuple[int, int]:
    """Return how large a canvas stands on the sheet, in its pixels."""
    shrink = min(_TALLEST / pixels[1], _WIDEST / pixels[0])
    return round(pixels[0] * shrink), round(pixels[1] * shrink)


def sheet(cells: Sequence[Cell], *, title: str, purpose: str, about: str, accent: str, **fonts: Any) -> bytes:
    """Draw the sheet as a PNG, 1600 pixels wide; `fonts` are the folders and the cache of `ugc.typeset.pages`."""
    pictures = {f"{number}.webp": cell.picture for number, cell in enumerate(cells) if cell.picture}
    rows = [[_cell(number, cell) for number, cell in row] for row in _rows(enumerate(cells))]
    data = {"title": title, "purpose": purpose, "about": about, "accent": accent, "rows": rows}
    (png,) = pages(PAGE, [data], pictures=pictures, **fonts)
    return png


def _rows(cells: Iterable[tuple[int, Cell]]) -> list[list[tuple[int, Cell]]]:
    """Fill row after row, like shapes beside each other, the tall ones first."""
    rows: list[list[tuple[int, Cell]]] = []
    left = 0
    for number, cell in sorted(cells, key=lambda each: each[1].pixels[0] / each[1].pixels[1]):
        wide = size_on_sheet(cell.pixels)[0]
        if wide > left:
            rows.append([])
            left = _ROOM
        rows[-1].append((number, cell))
        left -= wide + _GAP
    return rows


def _cell(number: int, cell: Cell) -> dict[str, Any]:
    wide, tall = size_on_sheet(cell.pixels)
    return {
        "format": cell.format,
        "pixels": f"{cell.pixels[0]} × {cell.pixels[1]}",
        "width": wide,
        "height": tall,
        "picture": f"{number}.webp" if cell.picture else None,
        "why": cell.why,
    }
