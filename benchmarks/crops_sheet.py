"""Contact sheets of `crops.py`: what was marked in each photograph, and where every method lays its window."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from crops_judge import Verdict
from crops_methods import Photo, Pixels, Window
from PIL import Image, ImageDraw, ImageFont

from ugc.geometry import WHOLE, clipped, in_pixels
from ugc.model.formats import Box, Format

FONTS = Path(__file__).resolve().parent.parent / "assets" / "fonts" / "inter"
CELL = (216, 172)
GAP, EDGE, HEAD, NAME, SAID = 14, 28, 86, 24, 22
ROWS = 8
PAPER, INK, QUIET, RULE = "#F7F6F3", "#1B1B1A", "#6B6A66", "#DDDBD4"
GOOD, BAD = "#22C55E", "#F43F46"
COLOURS = {"body": "#38BDF8", "product": "#D946EF", "words": "#FB923C", "head": "#FDE047", "face": GOOD}
DIMMED = 0.28
LEGEND = (
    "Left: what was marked (green faces, yellow heads, blue bodies, violet products, orange words). "
    "Green: a face wholly in the window. Red: one cut or left out. Dotted: the safe part."
)


@dataclass(frozen=True)
class Row:
    """One photograph, small, with what every method does to it in one format."""

    photo: Photo
    windows: Mapping[str, Window]
    verdicts: Mapping[str, Verdict]


def small(pixels: Pixels) -> Pixels:
    """A photograph as it is kept for the sheets."""
    image = Image.fromarray(pixels)
    image.thumbnail(CELL, Image.Resampling.LANCZOS)
    return np.asarray(image)


def write_sheets(path: Path, format: Format, rows: Sequence[Row]) -> list[Path]:
    """Write the pages of one format beside `path`, the format and the page in their names; return them."""
    made = []
    pages = [rows[first : first + ROWS] for first in range(0, len(rows), ROWS)]
    for number, part in enumerate(pages, start=1):
        page = path.with_name(f"{path.stem}-{format.id.replace(':', 'x')}-{number:02}{path.suffix or '.png'}")
        draw_page(format, part, f"page {number} of {len(pages)}").save(page)
        made.append(page)
    return made


def draw_page(format: Format, rows: Sequence[Row], page: str) -> Image.Image:
    names = list(rows[0].windows)
    width = 2 * EDGE + (CELL[0] + GAP) * (len(names) + 1) - GAP
    heights = [NAME + row.photo.size[1] + SAID + GAP for row in rows]
    height = HEAD + sum(heights) + EDGE
    sheet = Image.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(sheet)
    draw.text((EDGE, 18), f"{format.name}, {format.ratio}", INK, font("Bold", 24))
    draw.text((width - EDGE, 24), page, QUIET, font("Medium", 15), anchor="ra")
    draw.text((EDGE, 52), LEGEND, QUIET, font("Medium", 15))
    top = HEAD
    for row, tall in zip(rows, heights, strict=True):
        draw.line((EDGE, top, width - EDGE, top), RULE)
        for column, name in enumerate((None, *names)):
            left = EDGE + column * (CELL[0] + GAP)
            draw_cell(sheet, (left, top + 4), format, row, name)
        top += tall
    return sheet


def draw_cell(sheet: Image.Image, at: tuple[int, int], format: Format, row: Row, name: str | None) -> None:
    draw = ImageDraw.Draw(sheet)
    left, top = at
    draw.text((left, top), fitting(name or row.photo.file), INK, font("SemiBold", 14))
    picture = marked(row.photo) if name is None else windowed(row, name, format)
    sheet.paste(picture, (left, top + NAME))
    said = counted(row.photo) if name is None else told(row.verdicts[name])
    draw.text((left, top + NAME + picture.height + 3), said, QUIET, font("Medium", 13))


def counted(photo: Photo) -> str:
    faces = len(photo.boxes("face"))
    return "no face" if not faces else "1 face" if faces == 1 else f"{faces} faces"


def told(verdict: Verdict) -> str:
    if verdict.faces and verdict.stands:
        return f"stands whole, {verdict.safe} of {verdict.faces} safe"
    if verdict.faces:
        return f"{verdict.whole} of {verdict.faces} whole, {verdict.safe} safe"
    if verdict.stands:
        return "stands whole"
    if verdict.products:
        return f"product {verdict.products_kept / verdict.products:.0%}"
    return f"words {verdict.words_whole} of {verdict.words}" if verdict.words else ""


def marked(photo: Photo) -> Image.Image:
    image = Image.fromarray(photo.pixels)
    draw = ImageDraw.Draw(image)
    for kind, colour in COLOURS.items():
        for box in photo.boxes(kind):
            outline(draw, box, image.size, colour, 2 if kind == "face" else 1)
    return image


def windowed(row: Row, name: str, format: Format) -> Image.Image:
    """The photograph, dim where the window does not reach, with its faces and the safe part."""
    photo, window = row.photo, row.windows[name]
    image = Image.fromarray(dimmed(photo.pixels, window.box))
    draw = ImageDraw.Draw(image)
    for dot in dots(safe_part(format, window), image.size):
        draw.rectangle(dot, "#FFFFFF")
    outline(draw, window.box, image.size, "#FFFFFF", 2)
    for face, good in zip(photo.boxes("face"), row.verdicts[name].kept, strict=True):
        outline(draw, face, image.size, GOOD if good else BAD, 2)
    return image


def dimmed(pixels: Pixels, box: Box) -> Pixels:
    height, width = pixels.shape[:2]
    grey = pixels.mean(axis=2, keepdims=True) * DIMMED
    made = np.repeat(grey, 3, axis=2).astype(np.uint8)
    edges = in_pixels(box, (width, height))
    part = np.s_[round(edges.y0) : round(edges.y1), round(edges.x0) : round(edges.x1)]
    made[part] = pixels[part]
    return made


def safe_part(format: Format, window: Window) -> Box | None:
    """The part of the photograph that no interface lies over; None where that is all of the window."""
    if format.safe == WHOLE:
        return None
    across = window.box.width / window.at.width
    down = window.box.height / window.at.height
    safe = Box(
        x0=window.box.x0 + (format.safe.x0 - window.at.x0) * across,
        y0=window.box.y0 + (format.safe.y0 - window.at.y0) * down,
        x1=window.box.x0 + (format.safe.x1 - window.at.x0) * across,
        y1=window.box.y0 + (format.safe.y1 - window.at.y0) * down,
    )
    return clipped(safe, window.box)


def dots(box: Box | None, size: tuple[int, int]) -> Iterator[tuple[float, float, float, float]]:
    if box is None:
        return
    edges = in_pixels(box, (size[0] - 1, size[1] - 1))
    for x in range(round(edges.x0), round(edges.x1) + 1, 5):
        yield from ((x, y, x + 1, y) for y in (edges.y0, edges.y1))
    for y in range(round(edges.y0), round(edges.y1) + 1, 5):
        yield from ((x, y, x, y + 1) for x in (edges.x0, edges.x1))


def outline(draw: ImageDraw.ImageDraw, box: Box, size: tuple[int, int], colour: str, width: int) -> None:
    edges = in_pixels(box, (size[0] - 1, size[1] - 1))
    draw.rectangle((edges.x0, edges.y0, edges.x1, edges.y1), outline=colour, width=width)


def fitting(name: str) -> str:
    """A name as much as fits over a cell."""
    face = font("SemiBold", 14)
    if face.getlength(name) <= CELL[0]:
        return name
    while name and face.getlength(f"{name}…") > CELL[0]:
        name = name[:-1]
    return f"{name}…"


def font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"Inter-{weight}.otf"), size)
