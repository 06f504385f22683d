"""Where sources say that files of posts can be fetched, without their signatures, and which of them came."""

from collections import Counter
from typing import NamedTuple

from ugc.addresses import bare_url
from ugc.catalog.database import Database
from ugc.catalog.names import find_post, link_key
from ugc.model.posts import FoundPost
from ugc.text import clean

_NOTE = (
    "INSERT INTO media_links (post, name, url, signed, role, place, total, importer) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET url = excluded.url, signed = excluded.signed, role = excluded.role,"
    " place = excluded.place, total = excluded.total, importer = excluded.importer"
)
_THERE = (
    "EXISTS (SELECT 1 FROM post_media m WHERE m.post = l.post AND (m.sha256 = l.sha256 OR m.name = l.name))"
    " OR (SELECT count(*) FROM post_media m WHERE m.post = l.post AND m.role = l.role)"
    " >= (SELECT max(o.total) FROM media_links o WHERE o.post = l.post AND o.role = l.role)"
)
_LINKS = (
    f"SELECT p.name, l.name, l.url, l.signed, l.role, l.place, {_THERE}"  # noqa: S608  our own words
    " FROM media_links l JOIN posts p ON p.id = l.post"
)


class MediaLink(NamedTuple):
    """Where a file of a post can be fetched."""

    post: str
    """The post's id."""
    name: str
    url: str
    """Without its signature."""
    signed: bool
    """Whether the source's address had more to it, which is not kept."""
    role: str
    place: int
    there: bool
    """Whether the post has the file, or as many of its kind as its sources tell of."""


def note(database: Database, number: int, found: FoundPost, *, told_before: bool) -> None:
    """Keep the links of a post as a source has them now; those that it names no more go, unless they were followed.

    Where nothing of the post was known before, and the source has no links, nothing is asked.
    """
    if not (found.links or told_before):
        return
    if told_before:
        database.run(
            "DELETE FROM media_links WHERE post = ? AND importer = ? AND sha256 IS NULL",
            (number, found.source),
        )
    totals = Counter([*(file.role for file in found.files), *(link.role for link in found.links)])
    rows = [
        (
            number,
            clean(link.name),
            clean(bare),
            bare != link.url,
            link.role,
            link.place,
            totals[link.role],
            found.source,
        )
        for link in found.links
        for bare in (bare_url(link.url),)
    ]
    if rows:
        database.many(_NOTE, rows)


class Links:
    """The part of the catalog's door for addresses of files."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[MediaLink]:
        """Return every link, by post in the order in which posts were catalogued, and by place."""
        return self._listed(f"{_LINKS} ORDER BY p.id, l.place, l.name")

    def all_of(self, post: str) -> list[MediaLink]:
        """Return the links of one post, by place."""
        return self._listed(f"{_LINKS} WHERE p.name = ? ORDER BY l.place, l.name", post)

    def _listed(self, query: str, *values: str) -> list[MediaLink]:
        return [
            MediaLink(post, name, url, bool(signed), role, place, bool(there))
            for post, name, url, signed, role, place, there in self._database.run(query, values)
        ]

    def post_of(self, found: FoundPost) -> str | None:
        """Return the id of the post that a source tells of, by id or permalink; None where it is not catalogued."""
        for name in found.ids:
            if hit := find_post(self._database, name):
                return hit[1]
        key = link_key(found.permalink) if found.permalink else None
        query = "SELECT p.name FROM permalinks l JOIN posts p ON p.id = l.post WHERE l.key = ?"
        row = self._database.one(query, (key,)) if key and not found.ids else None
        return str(row[0]) if row else None

    def keep(self, post: str, found: FoundPost) -> None:
        """Keep the links that a source has of a catalogued post, beside those that are known."""
        hit = find_post(self._database, post)
        if hit:
            with self._database.transaction():
                note(self._database, hit[0], found, told_before=False)

    def came(self, post: str, name: str, sha256: str) -> None:
        """Note that a file was fetched, and which it is."""
        hit = find_post(self._database, post)
        if hit:
            with self._database.transaction():
                self._database.run(
                    "UPDATE media_links SET sha256 = ? WHERE post = ? AND name = ?", (sha256, hit[0], name)
                )
