"""What hangs on one post beside its value: what each source said, its numbers over time, what people set."""

from datetime import datetime

from ugc import text
from ugc.catalog.database import Database
from ugc.catalog.reading import counts_from
from ugc.errors import UsageError
from ugc.model.base import Value
from ugc.model.posts import Counts, Point


class SourceRecord(Value):
    """What one source said of a post."""

    importer: str
    origin: str
    fetched_at: datetime
    batch: int
    said: str
    """What the importer understood, as JSON, with the sha256, role, alt text and name of each file."""
    raw: str | None
    """The source's own record, less tokens and personal fields."""


def sources(database: Database, number: int) -> list[SourceRecord]:
    """Return what each source said of a post, oldest import first."""
    rows = database.run(
        "SELECT importer, origin, fetched_at, import, said, raw FROM sources WHERE post = ? ORDER BY id",
        (number,),
    )
    return [
        SourceRecord(importer=importer, origin=origin, fetched_at=fetched_at, batch=batch, said=said, raw=raw)
        for importer, origin, fetched_at, batch, said, raw in rows
    ]


def snapshots(database: Database, number: int) -> list[Counts]:
    """Return every snapshot of a post's numbers, in the order they were imported."""
    rows = database.run(
        "SELECT taken_at, likes, comments, views, shares, saves, reach FROM metrics WHERE post = ? ORDER BY id",
        (number,),
    )
    return [counts_from(row) for row in rows]


def set_focal(database: Database, number: int, sha256: str, focal: Point | None) -> None:
    """Set the place that crops of a picture keep, 0..1 from the top left; None lets the crop choose."""
    if focal and not (0 <= focal.x <= 1 and 0 <= focal.y <= 1):
        raise UsageError(
            f"The point {focal.x}, {focal.y} lies outside the picture.", hint="Both lie in 0..1."
        )
    _set(database, "focal_x = ?, focal_y = ?", (focal and focal.x, focal and focal.y), (number, sha256))


def set_alt(database: Database, number: int, sha256: str, alt: str | None) -> None:
    """Set the words that stand for a picture; None takes them away."""
    _set(database, "alt = ?", (text.one_line(alt) if alt else None,), (number, sha256))


def _set(database: Database, what: str, values: tuple[object, ...], which: tuple[int, str]) -> None:
    with database.transaction():
        query = f"UPDATE post_media SET {what} WHERE post = ? AND sha256 = ? RETURNING 1"  # noqa: S608  our own words
        if not database.run(query, (*values, *which)):
            raise UsageError(f"The post has no media {which[1][:12]}.", hint="`ugc show ID` lists its media.")
