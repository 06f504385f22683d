"""Sealed codes of ad platforms: the catalog keeps the bytes and knows no key."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal, get_args

from ugc.catalog.database import Database
from ugc.catalog.erasing import overwrite_deleted

Part = Literal["code", "original"]
"""The code itself, or that of the original of a duet or stitch."""
PARTS: tuple[Part, ...] = get_args(Part)
_IN = "IN (SELECT value FROM json_each(?))"


class SealedCodes:
    """The part of the catalog's door that sealed codes go through."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, authorization: str, part: Part, sealed: bytes, *, at: datetime) -> None:
        """Keep a sealed code of a permission in place of the one before."""
        overwrite_deleted(self._database)
        with self._database.transaction(durable=True):
            self._database.run(
                "INSERT INTO sealed_codes (authorization, part, sealed, sealed_at) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (authorization, part) DO UPDATE SET sealed = excluded.sealed,"
                " sealed_at = excluded.sealed_at",
                (authorization, part, sealed, at.astimezone(UTC).isoformat()),
            )

    def of(self, authorization: str) -> dict[Part, bytes]:
        """Return what is sealed of a permission."""
        query = "SELECT part, sealed FROM sealed_codes WHERE authorization = ?"
        return dict(self._database.run(query, (authorization,)))

    def all(self) -> dict[str, dict[Part, bytes]]:
        """Return what is sealed, by the ids of permissions."""
        found: dict[str, dict[Part, bytes]] = {}
        for name, part, sealed in self._database.run(
            "SELECT authorization, part, sealed FROM sealed_codes ORDER BY authorization, part"
        ):
            found.setdefault(name, {})[part] = sealed
        return found

    def newest(self, begins: bytes = b"") -> tuple[str, Part, bytes] | None:
        """Return the code that was sealed last of those whose bytes begin so: its permission, its part, its bytes."""
        row = self._database.one(
            "SELECT authorization, part, sealed FROM sealed_codes WHERE substr(sealed, 1, ?) = ?"
            " ORDER BY sealed_at DESC, authorization DESC LIMIT 1",
            (len(begins), begins),
        )
        return (row[0], row[1], row[2]) if row else None

    def erase(self, authorizations: Iterable[str]) -> int:
        """Erase what is sealed of permissions, overwriting it; return how many texts there were."""
        overwrite_deleted(self._database)
        with self._database.transaction(durable=True):
            rows = self._database.run(
                f"DELETE FROM sealed_codes WHERE authorization {_IN} RETURNING 1",  # noqa: S608  our own words
                (json.dumps(list(authorizations)),),
            )
        return len(rows)
