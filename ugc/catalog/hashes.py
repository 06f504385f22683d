"""Short hashes of originals: kept as bytes that the media room packs and reads, and this one does not."""

import json
from collections.abc import Iterable, Mapping

from ugc.catalog.database import Database
from ugc.catalog.fingerprints import Original
from ugc.model.base import Value
from ugc.model.posts import MediaKind


class Hashed(Value):
    """An original with its hashes."""

    sha256: str
    ext: str
    kind: MediaKind
    duration: float | None
    """Seconds; None for pictures."""
    hashes: bytes
    """Empty where there is nothing to know it by."""


class Holder(Value):
    """A post that holds an original."""

    sha256: str
    post: str
    place: int
    """Of the file among the post's, from 0."""


class Hashes:
    """The part of the catalog's door that a picture's being uploaded again is suspected through."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def can_keep(self) -> bool:
        """Whether the catalog can be written."""
        return self._database.writable

    def lacking(self, method: str) -> list[Original]:
        """Return the originals of posts without hashes of this method."""
        rows = self._database.run(
            "SELECT m.sha256, m.ext, m.kind FROM media m WHERE m.sha256 IN (SELECT sha256 FROM post_media)"
            " AND NOT EXISTS (SELECT 1 FROM hashes h WHERE h.media = m.sha256 AND h.method = ?)"
            " ORDER BY m.sha256",
            (method,),
        )
        return [Original(sha256=sha256, ext=ext, kind=kind) for sha256, ext, kind in rows]

    def has(self, sha256: str, method: str) -> bool:
        """Whether an original has hashes of this method, though they may be empty."""
        query = "SELECT 1 FROM hashes WHERE media = ? AND method = ?"
        return self._database.one(query, (sha256, method)) is not None

    def keep(self, made: Mapping[str, bytes], *, method: str) -> None:
        """Keep hashes by the sha256 of their originals, in place of earlier ones; of what is gone nothing is kept."""
        with self._database.transaction():
            self._database.many(
                "INSERT INTO hashes (media, method, hashes) SELECT ?1, ?2, ?3 WHERE EXISTS"
                " (SELECT 1 FROM media WHERE sha256 = ?1) ON CONFLICT (media) DO UPDATE"
                " SET method = excluded.method, hashes = excluded.hashes",
                [(sha256, method, packed) for sha256, packed in made.items()],
            )

    def all(self, method: str) -> list[Hashed]:
        """Return every original with hashes of this method, in a stable order."""
        rows = self._database.run(
            "SELECT m.sha256, m.ext, m.kind, m.duration, h.hashes FROM hashes h JOIN media m ON m.sha256 = h.media"
            " WHERE h.method = ? ORDER BY m.sha256",
            (method,),
        )
        return [
            Hashed(sha256=sha256, ext=ext, kind=kind, duration=duration, hashes=hashes)
            for sha256, ext, kind, duration, hashes in rows
        ]

    def holders(self, posts: Iterable[str] | None = None) -> list[Holder]:
        """Return which posts hold which originals, all of them or those of some; screenshots of a post are left out."""
        some = "" if posts is None else "AND p.name IN (SELECT value FROM json_each(?))"
        rows = self._database.run(
            "SELECT l.sha256, p.name, l.place FROM post_media l JOIN posts p ON p.id = l.post"  # noqa: S608
            f" WHERE l.role <> 'capture' {some} ORDER BY p.id, l.place",
            () if posts is None else (json.dumps(list(posts)),),
        )
        return [Holder(sha256=sha256, post=post, place=place) for sha256, post, place in rows]
