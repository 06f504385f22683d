"""What originals and creatives look like: kept as bytes that the media room packs and reads, and this one does not."""

import json
from collections.abc import Iterable, Sequence

from ugc.catalog.database import Database
from ugc.model.base import Value
from ugc.model.posts import MediaKind


class Original(Value):
    """A file of a post that has no fingerprint yet."""

    sha256: str
    ext: str
    kind: MediaKind


class Kept(Value):
    """A fingerprint as it is kept, of an original or of a variant's creative."""

    media: str | None = None
    """sha256 of the original."""
    variant: str | None = None
    """Whose pixels it is, whatever the label in the file has come to say since."""
    frames: bytes = b""
    hashes: bytes = b""
    places: bytes = b""
    fault: str | None = None
    """Why there is none, where the file itself is at fault: it is not looked at again."""


class Owner(Value):
    """Whose a fingerprint is."""

    media: str | None
    variant: str | None
    posts: tuple[str, ...]
    """Ids of the posts that hold the original, the first catalogued first, or that the creative was made of."""


class Fingerprints:
    """The part of the catalog's door that copies are found again through."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def can_keep(self) -> bool:
        """Whether the catalog can be written."""
        return self._database.writable

    def state(self) -> tuple[int, ...]:
        """Return numbers that differ once anything in the catalog was changed, by this or another process."""
        changed = self._database.run("SELECT total_changes()")[0][0]
        return int(self._database.run("PRAGMA data_version")[0][0]), int(changed)

    def lacking_originals(self, method: str) -> list[Original]:
        """Return the originals without a fingerprint of this method."""
        rows = self._database.run(
            "SELECT m.sha256, m.ext, m.kind FROM media m WHERE m.sha256 IN (SELECT sha256 FROM post_media)"
            " AND NOT EXISTS (SELECT 1 FROM fingerprints f WHERE f.media = m.sha256 AND f.method = ?)"
            " ORDER BY m.sha256",
            (method,),
        )
        return [Original(sha256=sha256, ext=ext, kind=kind) for sha256, ext, kind in rows]

    def lacking_creatives(self, method: str) -> list[str]:
        """Return the variants that creatives or proofs were made of, without a fingerprint of this method."""
        rows = self._database.run(
            "SELECT DISTINCT c.variant FROM creatives c WHERE NOT EXISTS"
            " (SELECT 1 FROM fingerprints f WHERE f.variant = c.variant AND f.method = ?) ORDER BY 1",
            (method,),
        )
        return [variant for (variant,) in rows]

    def keep(self, made: Iterable[Kept], *, method: str) -> None:
        """Keep fingerprints, all or nothing, each in place of an earlier one. What is gone meanwhile is passed over."""
        with self._database.transaction():
            for item in made:
                self._database.run(
                    "DELETE FROM fingerprints WHERE media = ? OR variant = ?", (item.media, item.variant)
                )
                rows = self._database.run(
                    "INSERT INTO fingerprints (media, variant, method, fault, frames, hashes)"
                    " SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE EXISTS (SELECT 1 FROM media WHERE sha256 = ?1)"
                    " OR EXISTS (SELECT 1 FROM creatives WHERE variant = ?2) RETURNING id",
                    (item.media, item.variant, method, item.fault, item.frames, item.hashes),
                )
                self._database.many(
                    "INSERT INTO fingerprint_places (fingerprint, places) VALUES (?, ?)",
                    [(number, item.places) for (number,) in rows],
                )

    def all(self, method: str) -> tuple[Sequence[int], Sequence[bytes], Sequence[bytes]]:
        """Return the numbers, frames and hashes of every fingerprint that holds anything, three lists in one order."""
        rows = self._database.run(
            "SELECT id, frames, hashes FROM fingerprints WHERE method = ? AND fault IS NULL ORDER BY id",
            (method,),
        )
        numbers, frames, hashes = zip(*rows, strict=True) if rows else ((), (), ())
        return numbers, frames, hashes

    def hold_all(self, medias: Iterable[str], method: str) -> bool:
        """Whether there are originals named, and each has a fingerprint with something in it."""
        asked = sorted(set(medias))
        query = (
            "SELECT count(*) FROM fingerprints WHERE media IN (SELECT value FROM json_each(?)) AND method = ?"
            " AND length(hashes) > 0"
        )
        row = self._database.one(query, (json.dumps(asked), method))
        return bool(asked) and row == (len(asked),)

    def places(self, number: int) -> bytes:
        """Return the places of a fingerprint, by its number."""
        row = self._database.one("SELECT places FROM fingerprint_places WHERE fingerprint = ?", (number,))
        return bytes(row[0]) if row else b""

    def owners(self, numbers: Sequence[int]) -> dict[int, Owner]:
        """Return whose fingerprints are, by their numbers; those gone meanwhile are left out."""
        asked = (json.dumps(list(numbers)),)
        rows = self._database.run(
            "SELECT id, media, variant FROM fingerprints WHERE id IN (SELECT value FROM json_each(?))", asked
        )
        found = {}
        for number, media, variant in rows:
            held = (
                "SELECT p.name FROM post_media m JOIN posts p ON p.id = m.post WHERE m.sha256 = ? ORDER BY p.id"
                if media
                else "SELECT DISTINCT p.name FROM creative_posts l JOIN posts p ON p.id = l.post"
                " JOIN creatives c ON c.id = l.creative WHERE c.variant = ? ORDER BY l.place"
            )
            posts = self._database.run(held, (media or variant,))
            found[number] = Owner(media=media, variant=variant, posts=tuple(name for (name,) in posts))
        return found

    def faults(self, method: str) -> list[tuple[str, str]]:
        """Return the originals and creatives that cannot be looked at, by sha256 or variant, and why."""
        rows = self._database.run(
            "SELECT coalesce(media, variant), fault FROM fingerprints WHERE method = ? AND fault IS NOT NULL"
            " ORDER BY 1",
            (method,),
        )
        return [(name, fault) for name, fault in rows]
