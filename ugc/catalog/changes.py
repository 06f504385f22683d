"""What a later import sees of a post at its source: that it is gone, that it is back, that its words are others."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

from ugc import text
from ugc.catalog.database import Database
from ugc.model.base import Value, canonical
from ugc.model.posts import FoundPost, PostChange

_WHAT = "SELECT what FROM post_changes WHERE post = ? AND what <> 'edited' ORDER BY id DESC"
_SAID = "SELECT said FROM sources WHERE post = ? AND importer = ? ORDER BY id DESC LIMIT 2"
_CHANGES = (
    "SELECT post, what, seen_at, importer, body FROM post_changes"
    " WHERE post IN (SELECT value FROM json_each(?)) ORDER BY id"
)


class Seen(Value):
    """One change, as it is written down."""

    what: Literal["deleted", "edited", "back"]
    note: str
    body: str | None = None


def note_changes(
    database: Database, number: int, found: FoundPost, *, at: datetime, batch: int
) -> tuple[str, ...]:
    """Write down what a source, which is on record already, tells of changes; return it in sentences.

    What a source does not say is not taken for a change: most importers never say that a post is gone.
    """
    seen = [*_standing(database, number, found), *_edited(database, number, found)]
    database.many(
        "INSERT INTO post_changes (post, what, seen_at, import, importer, body) VALUES (?, ?, ?, ?, ?, ?)",
        [(number, one.what, at.astimezone(UTC).isoformat(), batch, found.source, one.body) for one in seen],
    )
    return tuple(one.note for one in seen)


def changes_of(database: Database, numbers: Sequence[int]) -> dict[int, tuple[PostChange, ...]]:
    """Return what was seen of posts, by number, oldest first; those of which nothing was seen are left out."""
    found: dict[int, tuple[PostChange, ...]] = {}
    for number, what, seen_at, importer, body in database.run(_CHANGES, (json.dumps(list(numbers)),)):
        change = PostChange(what=what, seen_at=seen_at, importer=importer, **json.loads(body or "{}"))
        found[number] = (*found.get(number, ()), change)
    return found


def _standing(database: Database, number: int, found: FoundPost) -> list[Seen]:
    if found.gone is None:
        return []
    row = database.one(_WHAT, (number,))
    deleted = row is not None and row[0] == "deleted"
    if found.gone and not deleted:
        note = "seen deleted at its source: save the evidence, and see what that means with `ugc show`"
        return [Seen(what="deleted", note=note)]
    if deleted and not found.gone:
        return [Seen(what="back", note="stands at its source again")]
    return []


def _edited(database: Database, number: int, found: FoundPost) -> list[Seen]:
    """Whether the same importer told of other words the last time."""
    rows = database.run(_SAID, (number, found.source))
    if len(rows) < 2:
        return []
    after, before = (json.loads(said).get("caption") or "" for (said,) in rows)
    if not after.strip() or not before.strip() or text.one_line(after) == text.one_line(before):
        return []
    body = canonical({"before": before, "after": after})
    return [Seen(what="edited", note="its caption was edited at its source", body=body)]
