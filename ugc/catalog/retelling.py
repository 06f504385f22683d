"""What sources said of a post after it was joined, told again to the post that it is about."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ugc.catalog import people
from ugc.catalog.database import Database
from ugc.catalog.details import snapshots
from ugc.catalog.merge import merge, newest, without_nobodies
from ugc.catalog.names import link_key
from ugc.catalog.reading import load
from ugc.catalog.rows import listed
from ugc.catalog.writing import write_post
from ugc.model.posts import Account, FoundPost, Media

_IN = "IN (SELECT value FROM json_each(?))"


class LaterSource(NamedTuple):
    """A source that came after the merge."""

    number: int
    batch: int
    said: dict[str, Any]

    @property
    def files(self) -> list[str]:
        return [item[0] for item in self.said.get("media", ())]


def later_sources(database: Database, kept: int, known: Sequence[int]) -> list[LaterSource]:
    """Return the sources of a post less those known, oldest first."""
    rows = database.run(
        f"SELECT id, import, said FROM sources WHERE post = ? AND id NOT {_IN} ORDER BY id",  # noqa: S608  our own words
        (kept, listed(known)),
    )
    return [LaterSource(number, batch, json.loads(said)) for number, batch, said in rows]


def links_of(said: Mapping[str, Any]) -> set[str]:
    """Return the key of the link that a source names, if it names one."""
    key = link_key(said["permalink"]) if said.get("permalink") else None
    return {key} if key else set()


def tell_again(database: Database, number: int, source: LaterSource) -> None:
    """Let a post take in once more what a source said, as it did when it was imported."""
    told = {name: value for name, value in source.said.items() if name in FoundPost.model_fields}
    found = without_nobodies(FoundPost.model_validate(told | {"origin": "told again"}))
    owned = "SELECT 1 FROM post_ids WHERE name = ? AND post <> ?"
    ids = tuple(name for name in found.ids if not database.one(owned, (name, number)))
    known = load(database, number)
    found = found.model_copy(update={"ids": ids, "author": _author(database, found)})
    merged = merge(known, found, _media(database, source))
    post = merged.post.model_copy(update={"counts": newest(snapshots(database, number))})
    write_post(database, number, merged.model_copy(update={"post": post}), link=found.permalink)


def _author(database: Database, found: FoundPost) -> Account | None:
    """A found author as the catalog knows the account, so that a changed handle is not another author."""
    account = people.find_account(database, found.author) if found.author else None
    return people.load_account(database, account) if account is not None else found.author


def _media(database: Database, source: LaterSource) -> list[Media]:
    found: list[Media] = []
    query = "SELECT sha256, kind, ext, size, width, height, duration, sound FROM media WHERE sha256 = ?"
    names = ("sha256", "kind", "ext", "size", "width", "height", "duration", "sound")
    for sha256, role, alt, name in source.said.get("media", ()):
        for row in database.run(query, (sha256,)):
            facts = dict(zip(names, row, strict=True))
            facts["sound"] = None if facts["sound"] is None else bool(facts["sound"])
            found.append(Media.model_validate(facts | {"role": role, "alt": alt, "name": name}))
    return found
