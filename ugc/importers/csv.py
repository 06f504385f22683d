"""Sheets that people keep of posts: CSV in any of its dialects, one row a post.

Documented columns: url, handle, caption, media (a path relative to the sheet, several parted by `;`, `|` or `,`),
posted_at, likes, comments, views, shares, saves, reach, followers, followers_on, platform, tags, hashtags, kind, alt,
id, name, paid, audio (or music), song, artist; the names that people use instead are in `_columns`. What can be read
in two ways is left unknown, with a note.
"""

from collections.abc import Iterator
from pathlib import Path

from ugc.errors import InputError
from ugc.importers import _columns as columns
from ugc.importers._columns import PLAIN, Headings
from ugc.importers._files import first_bytes, look, media_kind, shown
from ugc.importers._sheet_posts import posts_of
from ugc.importers._table import open_table
from ugc.model.posts import FoundPost, Skipped

NAME = "csv"
READS_HEADINGS = True
_SUFFIXES = (".csv", ".tsv", ".tab")


def claims(path: Path) -> bool:
    """Whether a file is a sheet: named as one and text, or any text with a header of several known columns."""
    suffix = path.suffix.lower()
    if suffix in _SUFFIXES:
        return media_kind(path) is None and not first_bytes(path).startswith((b"PK\x03\x04", b"%PDF"))
    if suffix not in (".txt", ""):
        return False
    try:
        table = open_table(path)
    except InputError:
        return False
    known = columns.known(table.header).keys()
    unknown = columns.unknown(table.header)
    return len(known) > 2 and not unknown and bool(known & {"url", "media"})


def read(path: Path, *, headings: Headings = PLAIN) -> Iterator[FoundPost | Skipped]:
    """Yield the posts of one sheet, or of all those that lie directly in a folder.

    Raises InputError when one sheet was named and no column of it is known.
    """
    if not path.is_dir():
        yield from posts_of(open_table(path, headings), source=NAME, headings=headings)
        return
    for file in look(path).files:
        try:
            if claims(file):
                yield from posts_of(open_table(file, headings), source=NAME, headings=headings)
        except InputError as error:
            yield Skipped(origin=shown(file), why=f"{error.message} {error.hint or ''}".strip())
