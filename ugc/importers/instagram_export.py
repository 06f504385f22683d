"""Instagram's own export, "Download your information" as JSON: what an account has posted, and what it saved.

It gives posts no address: they are known by their files alone. It holds much besides that is nobody's post,
messages and pictures of others among it; all of that is left. Paths and wrappers differ from year to year.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ugc.errors import InputError
from ugc.importers import _instagram_posts as posts
from ugc.importers import _instagram_saved as saved
from ugc.importers._files import first_bytes, look, media_kind, shown
from ugc.importers._hygiene import scrub
from ugc.importers._instagram_folders import at_top, in_export, is_private, roots
from ugc.importers._instagram_owner import is_profile, owner
from ugc.importers._json import documents, first, looks_like_json
from ugc.importers._mojibake import mend_all
from ugc.model.posts import FoundPost, Skipped
from ugc.text import counted

NAME = "instagram-export"
CAPTION_TRUST = posts.CAPTION_TRUST
_PAGES = (".html", ".htm")
_POSTS = ("posts", "reels", "stories", "igtv", "archived_posts")
_ASK = (
    "It is a page of Instagram's own export in HTML, which is not read; ask Instagram for the export again, and "
    "choose JSON as its format."
)


def claims(path: Path) -> bool:
    """Whether a file is a part of Instagram's own export."""
    if path.suffix.lower() in _PAGES:
        return (in_export(path) or at_top(path)) and _is_page(path)
    if looks_like_json(path):
        data = first(path)
        return posts.is_posts(data) or saved.is_list(data) or is_profile(data) or _is_other(path, data)
    return is_private(path)


def read(path: Path) -> Iterator[FoundPost | Skipped]:
    """Yield the posts of one file, or of all those that lie directly in a folder."""
    left: Counter[str] = Counter()
    for file in look(path).files if path.is_dir() else [path]:
        try:
            if not path.is_dir() or claims(file):
                yield from _file(file, left)
        except InputError as error:
            yield Skipped(origin=shown(file), why=scrub(error.message))
    for kind, number in left.items():
        why = f"{counted(number, 'file')} of Instagram's own export{_LEFT[kind]}."
        yield Skipped(origin=shown(path), why=why, code="ignored")


_LEFT = {
    "private": ", from among its messages or the pictures of the profile, which are no posts",
    "other": " without posts in it",
}


def _is_other(path: Path, data: Any) -> bool:
    """Whether a file that lies in an export holds something else of it, and not another source's record of a post."""
    return (
        in_export(path)
        and path.suffix.lower() == ".json"
        and isinstance(data, dict | list)
        and not _foreign(data)
    )


def _foreign(data: Any) -> bool:
    lead = data[0] if isinstance(data, list) and data else data
    return isinstance(lead, dict) and bool(
        lead.keys() & {"category", "extractor_key", "instaloader", "permalink", "url"}
    )


def _is_page(path: Path) -> bool:
    return first_bytes(path).lstrip().lower().startswith((b"<!doctype html", b"<html"))


def _file(path: Path, left: Counter[str]) -> Iterator[FoundPost | Skipped]:
    if path.suffix.lower() in _PAGES:
        if path.stem.lower().startswith(_POSTS):
            yield Skipped(origin=shown(path), why=_ASK, code="unsupported")
        else:
            left["other"] += 1
    elif not looks_like_json(path) and media_kind(path) is not None:
        left["private"] += 1
    else:
        yield from _documents(path, left)


def _documents(path: Path, left: Counter[str]) -> Iterator[FoundPost | Skipped]:
    places = roots(path.parent)
    author, note = owner(places)
    for document in documents(path):
        origin = f"{shown(path)}, {document.place}" if document.place else shown(path)
        if document.fault:
            yield Skipped(origin=origin, why=scrub(document.fault))
        elif posts.is_posts(document.data):
            home = posts.Home(places, author, note)
            yield from posts.read(mend_all(document.data), origin, home, stem=path.stem.lower())
        elif saved.is_list(document.data):
            yield from saved.read(mend_all(document.data), origin, stem=path.stem.lower())
        else:
            left["other"] += 1
