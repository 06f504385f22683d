"""The tables read from TOML and checked as they are read, and what is asked of them."""

import tomllib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ugc.errors import UsageError, nearest, unknown
from ugc.formats.resolving import FormatRow, NotTaken, medium_of, not_taken, of_placement, resolved
from ugc.model.base import Value, digest
from ugc.model.formats import Format, Medium, Placement, SafeZone, VideoProfile

_HERE = Path(__file__).parent
_MODELS: dict[str, type[Value]] = {
    "safe_zone": SafeZone,
    "video_profile": VideoProfile,
    "placement": Placement,
    "format": FormatRow,
}
_MEDIA: tuple[Medium, ...] = ("image", "video")
DEFAULT_PROFILE = "ugc_default"
"""The video profile that satisfies every platform."""


class Tables:
    """All placements, safe zones, video profiles and formats that a workspace knows."""

    def __init__(
        self,
        *,
        zones: dict[str, SafeZone],
        profiles: dict[str, VideoProfile],
        placements: dict[str, Placement],
        formats: dict[str, FormatRow],
    ) -> None:
        self.zones = zones
        self.profiles = profiles
        self.placements = placements
        self._formats = formats
        self._resolved: dict[tuple[str, Medium], Format] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of all formats, in the order of the tables."""
        return tuple(self._formats)

    @property
    def spots(self) -> tuple[str, ...]:
        """`<platform>.<spot>` of every placement, whatever its media."""
        return tuple(dict.fromkeys(placement.spot for placement in self.placements.values()))

    def format(self, name: str, medium: Medium = "image") -> Format:
        """Return a format, or the format of a single placement, for one medium.

        A name may be a format's id, `<platform>.<spot>`, `<spot>` alone, or a placement's id, whose medium then
        holds. Raises UsageError for an unknown name, with the nearest one, or when nothing of it takes the medium.
        """
        key = (name, medium)
        if key not in self._resolved:
            self._resolved[key] = self._resolve(name, medium)
        return self._resolved[key]

    def media(self, name: str) -> tuple[Medium, ...]:
        """Return what a format takes, of picture and clip. Raises UsageError for an unknown name."""
        taken: list[Medium] = []
        for medium in _MEDIA:
            with suppress(NotTaken):
                taken.append(self.format(name, medium).medium)
        return tuple(dict.fromkeys(taken))

    def _resolve(self, name: str, medium: Medium) -> Format:
        row = self._formats.get(name)
        if row is None:
            placement = self._placement(name, medium)
            row, medium = of_placement(placement), medium_of(placement, medium)
        return resolved(row, medium, tables=self)

    def _placement(self, name: str, medium: Medium) -> Placement:
        """The row that a name means: of the medium that is asked for, or a carousel that takes it."""
        if name in self.placements:
            return self.placements[name]
        rows = [row for row in self.placements.values() if name in (row.spot, row.spot.split(".", 1)[1])]
        if not rows:
            raise unknown("Format", name, [*self._formats, *self.spots])
        for row in rows:
            if row.medium == medium:
                return row
        for row in rows:
            if row.medium == "carousel" and (row.types if medium == "image" else row.video):
                return row
        raise not_taken(rows[0].spot, medium)

    def row(self, name: str) -> FormatRow | None:
        """Return a format as its table writes it; None for a placement or an unknown name."""
        return self._formats.get(name)


def load(extra: Sequence[Path] = ()) -> Tables:
    """Read the shipped tables, then any files of the workspace, whose rows replace those of the same id.

    Raises UsageError naming the file and the row that does not fit.
    """
    rows: dict[str, dict[str, Any]] = {kind: {} for kind in _MODELS}
    for path in [*sorted(_HERE.glob("*.toml")), *extra]:
        for kind, row in _rows(path):
            rows[kind][row.id] = row
    tables = Tables(
        zones=rows["safe_zone"],
        profiles=rows["video_profile"],
        placements=rows["placement"],
        formats=rows["format"],
    )
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
        if kind not in _MODELS:
            close = nearest(kind, _MODELS)
            raise UsageError(
                f"{path}: table {kind!r} is not known.", hint=f"Did you mean {close!r}?" if close else None
            )
        found += [(kind, _row(path, kind, _MODELS[kind], row)) for row in _listed(path, kind, rows)]
    return found


def _listed(path: Path, kind: str, rows: Any) -> list[dict[str, Any]]:
    if not isinstance(rows, list):
        raise UsageError(f"{path}: write [[{kind}]] with two brackets: there may be several.")
    return rows


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


def _check_links(tables: Tables, formats: dict[str, FormatRow]) -> None:
    """Every name that one table uses of another must stand there."""
    for placement in tables.placements.values():
        for shape in placement.ratios:
            if shape.safe_zone and shape.safe_zone not in tables.zones:
                raise unknown(f"Safe zone of {placement.id}", shape.safe_zone, tables.zones)
        if placement.video and placement.video not in tables.profiles:
            raise unknown(f"Video profile of {placement.id}", placement.video, tables.profiles)
    for row in formats.values():
        for spot in row.placements:
            if spot not in tables.spots:
                raise unknown(f"Placement of format {row.id}", spot, tables.spots)
        for name in row.crops:
            if name not in formats:
                raise unknown(f"Crop of format {row.id}", name, formats)
