"""What instaloader leaves: a record for each post or story, as JSON or compressed with XZ, its media beside it.

Told by content, as names follow a pattern of the collector's. A folder can be named after a tag, and then says
nothing of who posted. https://instaloader.github.io
"""

from collections.abc import Iterator
from pathlib import Path

from ugc.errors import InputError
from ugc.importers import _instaloader_posts as posts
from ugc.importers._files import shown
from ugc.importers._instaloader_files import Place, is_carousel, place_of, stem_of
from ugc.importers._instaloader_records import COMMENTS, POSTS, Record, is_record, records
from ugc.model.posts import FoundPost, Skipped

NAME = "instaloader"
_OTHER = {
    COMMENTS: "The comments on a post; only posts are read.",
    "Profile": "The record of a profile, which is no post; it names the creator of posts beside it.",
    "Hashtag": "The record of a hashtag, which is no post.",
    "FrozenNodeIterator": "Where a download that was cut short goes on.",
}


def claims(path: Path) -> bool:
    """Whether a file holds a record that instaloader wrote, plain or compressed."""
    return is_record(path)


def read(path: Path) -> Iterator[FoundPost | Skipped]:
    """Yield the posts of one record, or of all those that lie directly in a folder."""
    if not path.is_dir():
        yield from _of_file(path, place_of(path.parent))
        return
    place = Place(path)
    for file in place.files:
        try:
            if claims(file):
                yield from _of_file(file, place)
        except InputError as error:
            yield Skipped(origin=shown(file), why=error.message)
    yield from place.beside()


def _of_file(path: Path, place: Place) -> Iterator[FoundPost | Skipped]:
    for record in records(path):
        if isinstance(record, Skipped):
            yield record
        elif record.kind in POSTS:
            yield from _of_post(record, place)
        else:
            why = _OTHER.get(record.kind)
            other = f"instaloader's record of a {record.kind[:40]}, which is no post."
            yield Skipped(origin=record.origin, why=why or other, code="ignored")


def _of_post(record: Record, place: Place) -> Iterator[FoundPost | Skipped]:
    """Yield a record's post. Two posts of one second share a name; then each has only what it alone can have."""
    contested = False
    for twin in _twins(record, place):
        if posts.key_of(twin.node) != posts.key_of(record.node):
            contested |= is_carousel(twin.node) == is_carousel(record.node)
        elif len(twin.path.name) < len(record.path.name):
            why = f"It tells of the same post as {twin.path.name}, which is read."
            yield Skipped(origin=record.origin, why=why, code="ignored")
            return
    for item in posts.build(record, place, contested=contested):
        if isinstance(item, FoundPost) and not contested:
            place.spoken.add(stem_of(record.path))
        yield item


def _twins(record: Record, place: Place) -> Iterator[Record]:
    for path in place.twins(record.path):
        for twin in records(path) if claims(path) else ():
            if isinstance(twin, Record) and twin.kind in POSTS:
                yield twin
