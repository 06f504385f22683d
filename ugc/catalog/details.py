"""What hangs on one post beside its value: what each source said, its numbers over time, what people set."""

from datetime import datetime

from ugc import text
from ugc.catalog.database import Database
from ugc.catalog.reading import counts_from
from ugc.errors import UsageError
from ugc.model.base import Value
from ugc.model.focus import Focus
from ugc.model.formats import Box
from ugc.model.posts import Counts


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


def set_focus(database: Database, number: int, sha256: str, focus: Focus | None) -> None:
    """Set what a person said of a picture's crops; None lets the crop choose. Raises UsageError outside the picture."""
    if focus:
        timed = [each.box for each in focus.timed if each.box]
        boxes = [
            *timed,
            *focus.keep,
            *focus.avoid,
            *focus.crops.values(),
            *([focus.box] if focus.box else []),
        ]
        if not all(_inside(box) for box in boxes):
            raise UsageError("A box lies outside the picture.", hint="All of its edges lie in 0..1.")
        point = focus.point
        if point and not (0 <= point.x <= 1 and 0 <= point.y <= 1):
            raise UsageError(
                f"The point {point.x}, {point.y} lies outside the picture.", hint="Both lie in 0..1."
            )
    body = focus.model_dump_json(exclude_defaults=True) if focus else None
    _set(database, "focus = ?", (body,), (number, sha256))


def set_alt(
    database: Database, number: int, sha256: str, alt: str | None, *, by: str | None, at: datetime | None
) -> None:
    """Set the words that stand for a picture, and who wrote them; None takes them away."""
    words = text.one_line(alt) if alt else None
    stamp = at.isoformat() if at else None
    _set(database, "alt = ?, alt_by = ?, alt_at = ?", (words, by, stamp), (number, sha256))


def _inside(box: Box) -> bool:
    return 0 <= box.x0 < box.x1 <= 1 and 0 <= box.y0 < box.y1 <= 1


def _set(database: Database, what: str, values: tuple[object, ...], which: tuple[int, str]) -> None:
    with database.transaction():
        query = f"UPDATE post_media SET {what} WHERE post = ? AND sha256 = ? RETURNING 1"  # noqa: S608  our own words
        if not database.run(query, (*values, *which)):
            raise UsageError(f"The post has no media {which[1][:12]}.", hint="`ugc show ID` lists its media.")
