"""The tables read from TOML, checked as they are read, and the formats worked out from them."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ugc.errors import UsageError, nearest, unknown
from ugc.model.base import Value, digest
from ugc.model.formats import Box, Covered, Format, Medium, Placement, Ratio, SafeZone

_HERE = Path(__file__).parent
_TABLES: dict[str, type[Value]] = {"safe_zone": SafeZone, "placement": Placement}
_EDGES = ("top", "bottom", "left", "right")
_BASE_WIDTH = 1080
"""Pixels: type sizes are set for canvases of this width."""


class _FormatRow(Value):
    id: str
    name: str
    ratio: str
    pixels: tuple[int, int]
    large: tuple[int, int] | None = None
    fps: float = 30.0
    placements: tuple[str, ...]


class Tables:
    """All placements, safe zones and formats that a workspace knows."""

    def __init__(
        self, *, zones: dict[str, SafeZone], placements: dict[str, Placement], formats: dict[str, _FormatRow]
    ) -> None:
        self.zones = zones
        self.placements = placements
        self._formats = formats
        self._resolved: dict[tuple[str, Medium], Format] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of all formats."""
        return tuple(self._formats)

    def format(self, name: str, medium: Medium = "image") -> Format:
        """Return a format, or the format of a single placement, for one medium.

        Raises UsageError for an unknown name, with the nearest one, or when nothing of it takes the medium.
        """
        key = (name, medium)
        if key not in self._resolved:
            self._resolved[key] = self._resolve(name, medium)
        return self._resolved[key]

    def _resolve(self, name: str, medium: Medium) -> Format:
        row = self._formats.get(name) or self._row_of_placement(name, medium)
        placements = [
            self.placements[f"{spot}.{medium}"]
            for spot in row.placements
            if f"{spot}.{medium}" in self.placements
        ]
        if not placements:
            raise UsageError(f"Format {name!r} has no placement that takes {medium}s.")
        zones = [zone for placement in placements if (zone := self._zone(placement, row.ratio))]
        limits = [placement.max_bytes for placement in placements if placement.max_bytes != "unstated"]
        return Format(
            **row.model_dump(exclude={"placements"}),
            placements=tuple(placements),
            safe=_intersection(zones, row.id),
            notches=tuple(notch for zone in zones for notch in zone.notches),
            covered=tuple(part for zone in zones for part in _covered_parts(zone)),
            max_bytes=min(limits, default="unstated"),
            types=tuple(kind for kind in placements[0].types if all(kind in p.types for p in placements)),
        )

    def _zone(self, placement: Placement, ratio: str) -> SafeZone | None:
        for shape in placement.ratios:
            if shape.name == ratio:
                return self.zones[shape.safe_zone] if shape.safe_zone else None
        raise UsageError(f"Placement {placement.id!r} does not take the ratio {ratio}.")

    def _row_of_placement(self, name: str, medium: Medium) -> _FormatRow:
        spots = {placement_id.rsplit(".", 1)[0] for placement_id in self.placements}
        for spot in spots:
            if name in (spot, spot.split(".", 1)[1], f"{spot}.{medium}"):
                return _single(self.placements[f"{spot}.{medium}"], spot)
        raise unknown("Format", name, [*self._formats, *spots])


def load(extra: Sequence[Path] = ()) -> Tables:
    """Read the shipped tables, then any files of the workspace, whose rows replace those of the same id.

    Raises UsageError naming the file and the row that does not fit.
    """
    rows: dict[str, dict[str, Any]] = {"safe_zone": {}, "placement": {}, "format": {}}
    for path in [*(_HERE / f"{name}.toml" for name in ("safe_zones", "placements", "formats")), *extra]:
        for kind, row in _rows(path):
            rows[kind][row.id] = row
    tables = Tables(zones=rows["safe_zone"], placements=rows["placement"], formats=rows["format"])
    _check_links(tables, rows["format"])
    return tables


def row_digest(chosen: Format) -> str:
    """Return the hash of everything in a format that shapes a creative's pixels."""
    return digest(
        [
            chosen.ratio,
            chosen.pixels,
            chosen.large,
            chosen.fps,
            chosen.safe.model_dump(),
            [notch.model_dump() for notch in chosen.notches],
            chosen.max_bytes,
        ]
    )


def _rows(path: Path) -> list[tuple[str, Any]]:
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path} could not be read: {error}.") from error
    found = []
    for kind, rows in document.items():
        if kind not in ("safe_zone", "placement", "format"):
            close = nearest(kind, ("safe_zone", "placement", "format"))
            raise UsageError(
                f"{path}: table {kind!r} is not known.", hint=f"Did you mean {close!r}?" if close else None
            )
        model = _TABLES.get(kind, _FormatRow)
        found += [(kind, _row(path, kind, model, row)) for row in rows]
    return found


def _row(path: Path, kind: str, model: type[Value], row: dict[str, Any]) -> Value:
    try:
        return model.model_validate(row)
    except ValidationError as error:
        faults = sorted(error.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
        where = ".".join(str(part) for part in faults[0]["loc"])
        close = nearest(where, model.model_fields) if faults[0]["type"] == "extra_forbidden" else None
        raise UsageError(
            f"{path}: {kind} {row.get('id', '?')!r}: {where}: {faults[0]['msg']}.",
            hint=f"Did you mean {close!r}?" if close else None,
        ) from error


def _check_links(tables: Tables, formats: dict[str, _FormatRow]) -> None:
    """Every name that one table uses of another must stand there."""
    for placement in tables.placements.values():
        for shape in placement.ratios:
            if shape.safe_zone and shape.safe_zone not in tables.zones:
                raise unknown(f"Safe zone of {placement.id}", shape.safe_zone, tables.zones)
    spots = {placement_id.rsplit(".", 1)[0] for placement_id in tables.placements}
    for row in formats.values():
        for spot in row.placements:
            if spot not in spots:
                raise unknown(f"Placement of format {row.id}", spot, spots)


def _single(placement: Placement, spot: str) -> _FormatRow:
    shape: Ratio = placement.ratios[0]
    width, height = shape.recommended
    pixels = (width, height)
    large: tuple[int, int] | None = None
    if width > _BASE_WIDTH:
        pixels, large = (_BASE_WIDTH, round(height * _BASE_WIDTH / width)), (width, height)
    return _FormatRow(
        id=spot, name=placement.name, ratio=shape.name, pixels=pixels, large=large, placements=(spot,)
    )


def _intersection(zones: list[SafeZone], name: str) -> Box:
    box = {
        "x0": max((zone.left for zone in zones), default=0.0),
        "y0": max((zone.top for zone in zones), default=0.0),
        "x1": 1.0 - max((zone.right for zone in zones), default=0.0),
        "y1": 1.0 - max((zone.bottom for zone in zones), default=0.0),
    }
    if box["x0"] >= box["x1"] or box["y0"] >= box["y1"]:
        raise UsageError(f"Format {name!r}: its placements' safe zones have nothing in common.")
    return Box(**box)


def _covered_parts(zone: SafeZone) -> list[Covered]:
    strips = {
        "top": Box(x0=0.0, y0=0.0, x1=1.0, y1=zone.top),
        "bottom": Box(x0=0.0, y0=1.0 - zone.bottom, x1=1.0, y1=1.0),
        "left": Box(x0=0.0, y0=0.0, x1=zone.left, y1=1.0),
        "right": Box(x0=1.0 - zone.right, y0=0.0, x1=1.0, y1=1.0),
    }
    edges = [Covered(box=strips[edge], by=zone.covered_by.get(edge, "edge")) for edge in _EDGES]
    return [part for part in edges if part.box.width > 0 and part.box.height > 0] + list(zone.notches)
