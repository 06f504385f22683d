"""What was seen in originals, a part a row, so that each is looked for once."""

import json
from collections.abc import Iterable, Mapping

from ugc.catalog.database import Database
from ugc.model.base import Value
from ugc.model.seen import PARTS, Part, Seen


class KeptPart(Value):
    """One part of what was seen in an original, as it is kept."""

    media: str
    """sha256 of the original."""
    part: Part
    method: str
    """The detector's name and version."""
    seen: Seen | None = None
    fault: str | None = None
    """Why there is nothing, where the file itself is at fault: it is not looked at again."""


class SeenParts:
    """The part of the catalog's door that keeps what was seen."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def can_keep(self) -> bool:
        """Whether the catalog can be written."""
        return self._database.writable

    def lacking(self, medias: Iterable[str], part: Part, method: str) -> set[str]:
        """Return those of some originals in which a part was not yet looked for by this method."""
        asked = set(medias)
        rows = self._database.run(
            "SELECT media FROM seen WHERE part = ? AND method = ? AND media IN (SELECT value FROM json_each(?))",
            (part, method, json.dumps(sorted(asked))),
        )
        return asked - {media for (media,) in rows}

    def keep(self, found: Iterable[KeptPart]) -> None:
        """Keep parts, all or nothing, each in place of an earlier one. Originals gone meanwhile are passed over."""
        with self._database.transaction():
            for item in found:
                self._database.run(
                    "INSERT INTO seen (media, part, method, fault, body) SELECT ?1, ?2, ?3, ?4, ?5"
                    " WHERE EXISTS (SELECT 1 FROM media WHERE sha256 = ?1)"
                    " ON CONFLICT (media, part) DO UPDATE SET"
                    " method = excluded.method, fault = excluded.fault, body = excluded.body",
                    (item.media, item.part, item.method, item.fault, _body(item.seen)),
                )

    def of(self, medias: Iterable[str]) -> dict[str, dict[Part, KeptPart]]:
        """Return what is kept of some originals, part by part; those never looked at are left out."""
        asked = json.dumps(sorted(set(medias)))
        rows = self._database.run(
            "SELECT media, part, method, fault, body FROM seen WHERE media IN (SELECT value FROM json_each(?))"
            " ORDER BY media, part",
            (asked,),
        )
        found: dict[str, dict[Part, KeptPart]] = {}
        for media, part, method, fault, body in rows:
            kept = KeptPart(media=media, part=part, method=method, fault=fault, seen=_seen(body))
            found.setdefault(media, {})[kept.part] = kept
        return found

    def joined(self, medias: Iterable[str], *, words: bool = True) -> dict[str, Seen]:
        """Return all that is kept of some originals, each as one; `words` False leaves out the words in them."""
        joined = {media: as_one(kept, words=words) for media, kept in self.of(medias).items()}
        return {media: seen for media, seen in joined.items() if seen}


def as_one(kept: Mapping[Part, KeptPart], *, words: bool = True) -> Seen | None:
    """Return all that is seen in one original, part by part, as one; None where there is nothing."""
    wanted = [part for part in PARTS if words or part != "words"]
    parts = [seen for part in wanted if part in kept and (seen := kept[part].seen)]
    return Seen.joined(parts) if parts else None


def _body(seen: Seen | None) -> str | None:
    return seen.model_dump_json(exclude_defaults=True) if seen else None


def _seen(body: str | None) -> Seen | None:
    return Seen.model_validate_json(body) if body else None
