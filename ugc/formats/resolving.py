"""Formats worked out from the tables: their placements, the zone that all of them leave free, and their crops."""

from typing import Protocol

from ugc.errors import UsageError
from ugc.model.base import Value
from ugc.model.formats import (
    Box,
    Covered,
    Crop,
    Format,
    Medium,
    Placement,
    Ratio,
    SafeZone,
    VideoProfile,
)

_EDGES = ("top", "bottom", "left", "right")
_BASE_WIDTH = 1080
"""Pixels: type sizes are set for canvases of this width."""
_MARGIN = 48
"""Pixels of a canvas of that width."""


class NotTaken(UsageError):  # noqa: N818  it says what is the case, as Refused does
    """Nothing of a format takes the medium that was asked for."""


class FormatRow(Value):
    """A format as its table writes it."""

    id: str
    name: str
    ratio: str
    pixels: tuple[int, int]
    large: tuple[int, int] | None = None
    fps: float = 29.97
    """Frames a second; 29.97 is taken by every platform, LinkedIn included."""
    placements: tuple[str, ...]
    margins: tuple[int, int, int, int] | None = None
    """Top, right, bottom, left in pixels of the canvas: room that words keep from the edges for looks, beyond what
    interfaces cover. None is 48 pixels on a canvas of 1080, all around."""
    crops: tuple[str, ...] = ()
    within_crops: bool = False


class _Rows(Protocol):
    """What is needed of the tables."""

    zones: dict[str, SafeZone]
    profiles: dict[str, VideoProfile]
    placements: dict[str, Placement]

    def format(self, name: str, medium: Medium = "image") -> Format: ...


def resolved(row: FormatRow, medium: Medium, *, tables: _Rows) -> Format:
    """Work a format out for one medium.

    Placements that do not take the medium in the format's shape are left out. Raises UsageError when none is left, or
    when the safe zones have nothing in common.
    """
    placements = [
        placement for spot in row.placements if (placement := _taking(row, spot, medium, tables.placements))
    ]
    if not placements:
        raise not_taken(row.id, medium)
    zones = [zone for placement in placements if (zone := _zone(placement, row.ratio, tables.zones))]
    safe = _shared([_margins(row), *map(_free, zones)], row.id)
    crops = tuple(_crop(row, safe, tables.format(name, medium)) for name in row.crops)
    if row.within_crops:
        safe = _shared([safe, *(crop.safe for crop in crops)], row.id)
    limits = [limit for placement in placements if (limit := bytes_limit(placement, medium)) != "unstated"]
    kinds = [file_types(placement, medium, tables.profiles) for placement in placements]
    return Format(
        **row.model_dump(exclude={"placements", "crops", "margins"}),
        medium=medium,
        placements=tuple(placements),
        safe=safe,
        notches=tuple(notch for zone in zones for notch in zone.notches),
        covered=tuple(part for zone in zones for part in _covered_parts(zone)),
        crops=crops,
        max_bytes=min(limits, default="unstated"),
        types=tuple(kind for kind in kinds[0] if all(kind in taken for taken in kinds)),
    )


def not_taken(name: str, medium: Medium) -> NotTaken:
    """Build the error for a format that does not take a medium."""
    return NotTaken(
        f"Format {name!r} takes no {medium}s.", hint=f"See what it takes: ugc formats show {name}"
    )


def of_placement(placement: Placement) -> FormatRow:
    """Return the format that serves one placement alone, in its preferred shape."""
    shape: Ratio = placement.ratios[0]
    width, height = shape.recommended
    pixels = (width, height)
    large: tuple[int, int] | None = None
    if width > _BASE_WIDTH and height >= width:
        pixels, large = (_BASE_WIDTH, round(height * _BASE_WIDTH / width)), (width, height)
    return FormatRow(
        id=placement.spot,
        name=placement.name,
        ratio=shape.name,
        pixels=pixels,
        large=large,
        placements=(placement.id,),
    )


def medium_of(placement: Placement, asked: Medium) -> Medium:
    """Return the medium in which a placement is used: its own, or what was asked for of a carousel."""
    return asked if placement.medium == "carousel" else placement.medium


def bytes_limit(placement: Placement, medium: Medium) -> int | str:
    """Return the most bytes that a picture or clip may have in a placement, or "unstated"."""
    if medium == "video" and placement.medium == "carousel":
        return placement.max_bytes_video
    return placement.max_bytes


def file_types(placement: Placement, medium: Medium, profiles: dict[str, VideoProfile]) -> tuple[str, ...]:
    """Return the file types that a placement takes, the preferred one first."""
    if medium == "video":
        return profiles[placement.video].containers if placement.video else ()
    return placement.types


def _taking(row: FormatRow, spot: str, medium: Medium, placements: dict[str, Placement]) -> Placement | None:
    """The row of a spot that takes the medium in the format's shape: its own first, then a carousel's."""
    for wanted in (medium, "carousel"):
        for placement in placements.values():
            if spot not in (placement.spot, placement.id) or placement.medium != wanted:
                continue
            if placement.medium == "carousel" and not (
                placement.types if medium == "image" else placement.video
            ):
                continue
            if any(shape.name == row.ratio for shape in placement.ratios):
                return placement
    return None


def _zone(placement: Placement, ratio: str, zones: dict[str, SafeZone]) -> SafeZone | None:
    shape = next(shape for shape in placement.ratios if shape.name == ratio)
    return zones[shape.safe_zone] if shape.safe_zone else None


def _free(zone: SafeZone) -> Box:
    return Box(x0=zone.left, y0=zone.top, x1=1.0 - zone.right, y1=1.0 - zone.bottom)


def _margins(row: FormatRow) -> Box:
    width, height = row.pixels
    even = _MARGIN * width / _BASE_WIDTH
    top, right, bottom, left = row.margins or (even, even, even, even)
    return Box(x0=left / width, y0=top / height, x1=1.0 - right / width, y1=1.0 - bottom / height)


def _shared(boxes: list[Box], name: str) -> Box:
    box = {
        "x0": max((box.x0 for box in boxes), default=0.0),
        "y0": max((box.y0 for box in boxes), default=0.0),
        "x1": min((box.x1 for box in boxes), default=1.0),
        "y1": min((box.y1 for box in boxes), default=1.0),
    }
    if box["x0"] >= box["x1"] or box["y0"] >= box["y1"]:
        raise UsageError(f"Format {name!r}: its placements' safe zones have nothing in common.")
    return Box(**box)


def _crop(row: FormatRow, safe: Box, other: Format) -> Crop:
    """The part of a tall frame that makes another format's frame, centred on what the safe zone leaves free.

    Its upper edge lies on a whole pixel of the format's canvas.
    """
    width, height = row.pixels
    tall = width * other.pixels[1] / other.pixels[0]
    if tall > height:
        raise UsageError(f"Format {row.id!r}: a crop to {other.id} would be taller than its frame.")
    middle = (pixel_up(safe.y0 * height) + pixel_down(safe.y1 * height)) / 2
    top = int(min(max(middle - tall / 2, 0.0), height - tall) + 0.5)
    box = Box(x0=0.0, y0=top / height, x1=1.0, y1=(top + tall) / height)
    inner = Box(
        x0=other.safe.x0,
        y0=box.y0 + other.safe.y0 * box.height,
        x1=other.safe.x1,
        y1=box.y0 + other.safe.y1 * box.height,
    )
    return Crop(format=other.id, name=other.name, ratio=other.ratio, box=box, safe=inner)


def pixel_up(pixel: float) -> int:
    """The next whole pixel inwards from an upper or left edge; what fractions leave of one counts as whole."""
    return -int(-(pixel - 0.01) // 1)


def pixel_down(pixel: float) -> int:
    """The last whole pixel inwards from a lower or right edge."""
    return int((pixel + 0.01) // 1)


def _covered_parts(zone: SafeZone) -> list[Covered]:
    strips = {
        "top": Box(x0=0.0, y0=0.0, x1=1.0, y1=zone.top),
        "bottom": Box(x0=0.0, y0=1.0 - zone.bottom, x1=1.0, y1=1.0),
        "left": Box(x0=0.0, y0=0.0, x1=zone.left, y1=1.0),
        "right": Box(x0=1.0 - zone.right, y0=0.0, x1=1.0, y1=1.0),
    }
    edges = [Covered(box=strips[edge], by=zone.covered_by.get(edge, "edge")) for edge in _EDGES]
    return [part for part in edges if part.box.width > 0 and part.box.height > 0] + list(zone.notches)
