"""TikTok's own export, "Download your data" as JSON: one file with all that an account did.

Its own posts have the address of a file, signed and soon dead, and no address of the post; what it marked as
a favourite has the address of the post alone. What it liked and watched is no collection, and is left.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ugc.errors import InputError
from ugc.files import open_regular
from ugc.importers import _tiktok_export_posts as posts
from ugc.importers._fields import words
from ugc.importers._files import first_bytes, look, shown
from ugc.importers._hygiene import scrub
from ugc.importers._json import documents, first, looks_like_json
from ugc.importers._shelf import shelf_of
from ugc.model.posts import Account, FoundPost, Skipped
from ugc.text import counted

NAME = "tiktok-export"
CAPTION_TRUST = posts.CAPTION_TRUST
_GROUPS = {
    *("activity", "youractivity", "video", "post", "posts", "profile", "profileandsettings", "appsettings"),
    *(
        "comment",
        "commentsettings",
        "directmessages",
        "directmessage",
        "tiktoklive",
        "tiktokshop",
        "likesandfavorites",
    ),
    *(
        "adsandata",
        "adsanddata",
        "incomepluswallettransactions",
        "incomewallet",
        "locationreviews",
        "tiktoknow",
    ),
}
_OWN = {("posts", "videolist"), ("videos", "videolist"), ("post", "videolist")}
_DELETED = {"recentlydeletedposts", "recentlydeletedvideos"}
_FAVOURITES = {"favoritevideolist", "favouritevideolist"}
_LEFT = {
    "itemfavoritelist": "that the account liked; to like is not to collect",
    "sharehistorylist": "that the account shared; to share is not to collect",
    "videolist": "that the account watched, which are not collected",
}
_PAGE = re.compile(
    r"Date: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?: UTC)?\s+(?:Video )?Link: https?://[\w.-]*tiktok", re.I
)
_ASK = "It is a part of TikTok's own export as text, which is not read; ask TikTok for it again, and choose JSON."


def claims(path: Path) -> bool:
    """Whether a file is TikTok's own export, as JSON or as the text that is explained."""
    if path.suffix.lower() == ".txt" and _is_page(path):
        return True
    return looks_like_json(path) and _is_export(first(path))


def read(path: Path) -> Iterator[FoundPost | Skipped]:
    """Yield the posts of one file, or of all those that lie directly in a folder."""
    for file in look(path).files if path.is_dir() else [path]:
        try:
            if not path.is_dir() or claims(file):
                yield from _file(file)
        except InputError as error:
            yield Skipped(origin=shown(file), why=scrub(error.message))


def _is_export(data: Any) -> bool:
    """Whether a document has sections as the export has: two known names, or one with a list that is known in it."""
    if not isinstance(data, dict):
        return False
    known = {posts.plain(name) for name in data} & _GROUPS
    sections = [value for name, value in data.items() if posts.plain(name) in _GROUPS]
    if not known or not all(isinstance(value, dict | None) or value == "" for value in sections):
        return False
    return len(known) > 1 or any(True for _ in _lists(data)) or bool(_profile(data))


def _is_page(path: Path) -> bool:
    if not first_bytes(path).lstrip(b"\xef\xbb\xbf \r\n").startswith((b"Date: ", b"date: ")):
        return False
    with open_regular(path) as file:
        return bool(_PAGE.match(file.read(4096).decode("utf-8-sig", "replace").lstrip()))


def _file(path: Path) -> Iterator[FoundPost | Skipped]:
    if path.suffix.lower() == ".txt" and _is_page(path):
        yield Skipped(origin=shown(path), why=_ASK, code="unsupported")
        return
    for document in documents(path):
        origin = f"{shown(path)}, {document.place}" if document.place else shown(path)
        if document.fault:
            yield Skipped(origin=origin, why=scrub(document.fault))
        elif _is_export(document.data):
            yield from _export(
                document.data, origin, posts.Home(shelf_of(path.parent), _owner(document.data))
            )
        else:
            yield Skipped(origin=origin, why="It is no part of TikTok's own export.")


def _export(data: dict[str, Any], origin: str, home: posts.Home) -> Iterator[FoundPost | Skipped]:
    others: list[str] = []
    for section, name, listed in _lists(data):
        here = f"{origin}, {section}"
        plain = posts.plain(section), posts.plain(name)
        if plain in _OWN or plain[0] in _DELETED:
            for number, item in enumerate(listed, 1):
                yield from posts.own(item, f"{here}, post {number}", home, gone=plain[0] in _DELETED)
        elif plain[1] in _FAVOURITES:
            for number, item in enumerate(listed, 1):
                yield from posts.favourite(item, f"{here}, post {number}")
        elif plain[1] in _LEFT and listed:
            why = f"{counted(len(listed), 'post')} {_LEFT[plain[1]]}."
            yield Skipped(origin=here, why=why, code="ignored")
        elif listed:
            others.append(section)
    if others:
        why = f"It also tells of what is no post: {', '.join(dict.fromkeys(others))}."
        yield Skipped(origin=origin, why=why[:500], code="ignored")


def _lists(data: dict[str, Any]) -> Iterator[tuple[str, str, list[Any]]]:
    """Yield every list of the export with the names of its section and itself; sections may be null or empty text."""
    for group, sections in data.items():
        for name, section in sections.items() if isinstance(sections, dict) else ():
            if isinstance(section, list):
                yield _safe(group), _safe(name), section
            for key, listed in section.items() if isinstance(section, dict) else ():
                if isinstance(listed, list):
                    yield _safe(name), _safe(key), listed


def _owner(data: dict[str, Any]) -> Account | None:
    profile = _profile(data)
    names = {posts.plain(key): key for key in profile}
    return posts.account(words(profile, names.get("username", "")))


def _profile(data: dict[str, Any]) -> dict[str, Any]:
    for sections in data.values():
        for section in sections.values() if isinstance(sections, dict) else ():
            for key, value in section.items() if isinstance(section, dict) else ():
                if posts.plain(key) == "profilemap" and isinstance(value, dict):
                    return value
    return {}


def _safe(name: str) -> str:
    return scrub(" ".join(name.split()))[:60]
