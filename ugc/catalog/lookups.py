"""Many names at once to what they mean: posts by id and link, originals by hash, creatives by all of their ids."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from ugc.catalog.database import Database

_AMONG = "IN (SELECT value FROM json_each(?))"
_POSTS = f"SELECT n.name, p.name FROM post_ids n JOIN posts p ON p.id = n.post WHERE n.name {_AMONG}"  # noqa: S608
_LINKS = f"SELECT l.key, p.name FROM permalinks l JOIN posts p ON p.id = l.post WHERE l.key {_AMONG}"  # noqa: S608
_ORIGINALS = (
    f"SELECT m.sha256, p.name FROM post_media m JOIN posts p ON p.id = m.post WHERE m.sha256 {_AMONG}"  # noqa: S608
    " ORDER BY m.sha256, p.id"
)
_SHOWN = "SELECT l.creative, p.name FROM creative_posts l JOIN posts p ON p.id = l.post ORDER BY l.creative, l.place"
_BODIES = f"SELECT variant, body FROM creatives WHERE variant {_AMONG} ORDER BY proof, path"  # noqa: S608
_MADE = "SELECT id, variant, concept, sha256, path, proof FROM creatives ORDER BY proof, path"


class ShortCreative(NamedTuple):
    """What a creative is known by, without all that its row of the manifest says."""

    variant: str
    concept: str
    sha256: str
    path: str
    """As `MadeCreative` has it."""
    proof: bool
    posts: tuple[str, ...]


class Lookups:
    """The part of the catalog's door for names by the thousand, as exports of ad accounts hold them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def posts(self, names: Iterable[str]) -> dict[str, str]:
        """Return the ids of posts by any id that they were ever known by; a name that means none is left out."""
        return dict(self._database.run(_POSTS, (_listed(names),)))

    def permalinks(self, keys: Iterable[str]) -> dict[str, str]:
        """Return the ids of posts by the keys of their permalinks; see `names.link_key`."""
        return dict(self._database.run(_LINKS, (_listed(keys),)))

    def originals(self, hashes: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return the ids of the posts that hold files, by the files' sha256; the first catalogued first."""
        found: dict[str, tuple[str, ...]] = {}
        for sha256, post in self._database.run(_ORIGINALS, (_listed(hashes),)):
            found[sha256] = (*found.get(sha256, ()), post)
        return found

    def creatives(self) -> list[ShortCreative]:
        """Return everything that was made, creatives before proofs, by path."""
        with self._database.snapshot():
            shown: dict[int, list[str]] = {}
            for number, post in self._database.run(_SHOWN):
                shown.setdefault(number, []).append(post)
            rows = self._database.run(_MADE)
        return [
            ShortCreative(variant, concept, sha256, path, bool(proof), tuple(shown.get(number, ())))
            for number, variant, concept, sha256, path, proof in rows
        ]

    def rows(self, variants: Iterable[str]) -> dict[str, str | None]:
        """Return the rows of the manifest as JSON, by variant; None for a proof. One of a variant made twice."""
        found: dict[str, str | None] = {}
        for variant, body in self._database.run(_BODIES, (_listed(variants),)):
            found.setdefault(variant, body)
        return found

    def ledger(self) -> tuple[str | None, str | None, int]:
        """Return the hashes of the first and the newest entry of the ledger, and how many there are."""
        rows = self._database.run(
            "SELECT (SELECT hash FROM entries ORDER BY seq LIMIT 1),"
            " (SELECT hash FROM entries ORDER BY seq DESC LIMIT 1), (SELECT count(*) FROM entries)"
        )
        return rows[0]


def _listed(names: Iterable[str]) -> str:
    return json.dumps(list(names))
