"""Answers of the Instagram Graph API as people save them: pages, arrays, one a line, with every wrapper.

The API's own `id` is another space of numbers than Instagram's: posts are known by permalink or shortcode
alone. Hashtag answers never say who posted; the author is then unknown.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from ugc import identity
from ugc.errors import InputError
from ugc.importers import _fields as fields
from ugc.importers._fields import count, part, parts, words
from ugc.importers._files import look, shown
from ugc.importers._hygiene import sanitize, scrub
from ugc.importers._json import documents, first, looks_like_json
from ugc.importers._shelf import Shelf, shelf_of
from ugc.importers._sounds import of_instagram
from ugc.model.base import canonical
from ugc.model.posts import Counts, FoundFile, FoundPost, MediaRole, PostKind, Skipped

NAME = "instagram-graph"
CAPTION_TRUST = 30
_TYPES = {"IMAGE", "VIDEO", "CAROUSEL_ALBUM"}
_TELLING = {"permalink", "media_url", "timestamp", "like_count", "comments_count", "caption", "children"}
_ZONE = re.compile(r"([+-]\d\d)(\d\d)$")


class _Item(NamedTuple):
    """One media object of an answer."""

    origin: str
    data: dict[str, Any]
    username: str | None
    """Of the account that the answer is about, where it says so."""
    dropped: tuple[str, ...]
    """What its page carried that is not kept."""


def claims(path: Path) -> bool:
    """Whether a file holds answers of the Instagram Graph API."""
    if not looks_like_json(path):
        return False
    data = first(path)
    if isinstance(data, list):
        return bool(data) and all(_is_answer(item) for item in data)
    return _is_answer(data)


def read(path: Path) -> Iterator[FoundPost | Skipped]:
    """Yield the posts of one saved answer, or of all those that lie directly in a folder."""
    if not path.is_dir():
        yield from _read_file(path)
        return
    for file in look(path).files:
        try:
            if claims(file):
                yield from _read_file(file)
        except InputError as error:
            yield Skipped(origin=shown(file), why=error.message)


def _is_answer(data: Any) -> bool:
    if not isinstance(data, dict):
        return False
    if _is_media(data) or "fbtrace_id" in part(data, "error"):
        return True
    if part(data, "mentioned_media") or "media" in part(data, "business_discovery"):
        return True
    items = data.get("data")
    if not isinstance(items, list) or not data.keys() <= {"data", "paging"}:
        return False
    return all(_is_media(item) for item in items)


def _is_media(data: Any) -> bool:
    if not isinstance(data, dict) or not (words(data, "id") or "").isdigit():
        return False
    if words(data, "media_type") in _TYPES:
        return True
    link = identity.link(words(data, "permalink") or "")
    return bool(link and link.platform == "instagram" and data.keys() & (_TELLING - {"permalink"}))


def _read_file(path: Path) -> Iterator[FoundPost | Skipped]:
    shelf = shelf_of(path.parent)
    for document in documents(path):
        origin = f"{shown(path)}, {document.place}" if document.place else shown(path)
        if document.fault:
            yield Skipped(origin=origin, why=scrub(document.fault))
            continue
        answers = document.data if isinstance(document.data, list) else [document.data]
        for index, answer in enumerate(answers, 1):
            here = f"{origin}, answer {index}" if len(answers) > 1 else origin
            yield from _read_answer(answer, here, shelf)


def _read_answer(answer: Any, origin: str, shelf: Shelf) -> Iterator[FoundPost | Skipped]:
    error = part(answer, "error")
    if error:
        why = scrub(words(error, "message") or "no reason given")[:300]
        yield Skipped(origin=origin, why=f"The API answered with an error: {why}")
        return
    items = _items(answer, origin)
    if not items:
        yield Skipped(origin=origin, why="The answer holds no posts.", code="empty")
    if _are_children([item.data for item in items]):
        why = "These are the items of a carousel without the carousel; import the answer that holds it."
        yield Skipped(origin=origin, why=why)
        return
    for item in items:
        yield from _post(item, shelf)


def _items(answer: Any, origin: str) -> list[_Item]:
    """Take the media objects out of whatever an answer wraps them in."""
    if not isinstance(answer, dict):
        return []
    mentioned, discovery = part(answer, "mentioned_media"), part(answer, "business_discovery")
    if mentioned:
        return [_Item(origin, mentioned, None, ())]
    page, username = (part(discovery, "media"), words(discovery, "username")) if discovery else (answer, None)
    if _is_media(page):
        return [_Item(origin, page, None, ())]
    dropped = sanitize({"paging": page.get("paging")})[1]
    data = page.get("data")
    listed = data if isinstance(data, list) else []
    return [
        _Item(f"{origin}, item {index}", item if isinstance(item, dict) else {}, username, dropped)
        for index, item in enumerate(listed, 1)
    ]


def _are_children(items: list[dict[str, Any]]) -> bool:
    """Whether a page lists a carousel's items: all of one second, with nothing that a post of its own has."""
    if len(items) < 2 or any(
        item.keys() & {"caption", "like_count", "comments_count", "username"} for item in items
    ):
        return False
    times = {words(item, "timestamp") for item in items}
    return len(times) == 1 and None not in times


def _post(item: _Item, shelf: Shelf) -> Iterator[FoundPost | Skipped]:
    try:
        data, dropped = sanitize(item.data)
    except InputError as error:
        yield Skipped(origin=item.origin, why=error.message)
        return
    link = identity.link(words(data, "permalink") or "")
    key = link.key if link else None
    key = key or identity.instagram_key(words(data, "shortcode") or "")
    files, missing = _files(data, shelf)
    if key is None and not files:
        why = "It has neither permalink nor shortcode; ask the API for the field permalink."
        yield Skipped(origin=item.origin, why=why)
        return
    said = fields.stamp(_ZONE.sub(r"\1:\2", words(data, "timestamp") or ""))
    posted_at = said or (identity.posted_at(key) if key else None)
    caption = words(data, "caption")
    # owner.id is the API's own number for the account, not the one that other sources know
    author = fields.account("instagram", words(data, "username") or item.username)
    yield FoundPost(
        source=NAME,
        origin=item.origin,
        ids=(key,) if key else (),
        platform="instagram",
        author=author,
        caption=caption,
        caption_trust=CAPTION_TRUST,
        posted_at=posted_at,
        precision=("second" if said else "derived") if posted_at else None,
        permalink=identity.canonical_link(key) if key else None,
        kind=_kind(data, link.kind if link else "unknown"),
        counts=_counts(data),
        **of_instagram(data, source=NAME, author=author).fields,
        files=files,
        missing=missing,
        raw=canonical(data),
        dropped=tuple(dict.fromkeys((*item.dropped, *dropped))),
    )


def _kind(data: dict[str, Any], by_link: PostKind) -> PostKind:
    product = words(data, "media_product_type")
    if product in ("STORY", "REELS"):
        return "story" if product == "STORY" else "reel"
    if words(data, "media_type") == "CAROUSEL_ALBUM" or parts(part(data, "children"), "data"):
        return "carousel"
    if by_link != "unknown":
        return by_link
    kinds: dict[str | None, PostKind] = {"IMAGE": "feed", "VIDEO": "video"}
    return kinds.get(words(data, "media_type"), "unknown")


def _counts(data: dict[str, Any]) -> Counts | None:
    counts = Counts(
        likes=count(data, "like_count"),
        comments=count(data, "comments_count"),
        views=count(data, "view_count"),
    )
    return counts if counts != Counts() else None


def _files(data: dict[str, Any], shelf: Shelf) -> tuple[tuple[FoundFile, ...], tuple[str, ...]]:
    """Match the media on disk by the name in their address, by id, or by shortcode; the rest is missing."""
    files: dict[Path, FoundFile] = {}
    missing: list[str] = []
    children = parts(part(data, "children"), "data")
    for item in children or [data]:
        path = _on_disk(item, shelf)
        name = _base_name(words(item, "media_url"))
        alt = words(item, "alt_text") or words(data, "alt_text")
        if path:
            files.setdefault(path, FoundFile(path=path, alt=alt))
            _add_stills(path, item, shelf, files)
        elif name or children:
            missing.append(name or words(item, "id") or "an item of the carousel")
    return tuple(files.values()), tuple(dict.fromkeys(missing))


def _on_disk(item: dict[str, Any], shelf: Shelf) -> Path | None:
    name = _base_name(words(item, "media_url"))
    place = shelf.named(name) if name else None
    if place and place.kind in ("image", "video"):
        return place.path
    wanted = "video" if words(item, "media_type") == "VIDEO" else "image"
    for stem in (words(item, "id"), words(item, "shortcode") or _code(item)):
        for same in shelf.stemmed(stem, whole=True) if stem else []:
            if same.kind == wanted:
                return same.path
    return None


def _add_stills(path: Path, item: dict[str, Any], shelf: Shelf, files: dict[Path, FoundFile]) -> None:
    if words(item, "media_type") != "VIDEO":
        return
    role: MediaRole = "poster"
    named = shelf.named(_base_name(words(item, "thumbnail_url")) or "")
    for place in [*([named] if named else []), *shelf.beside(path)]:
        if place.kind == "image":
            files.setdefault(place.path, FoundFile(path=place.path, role=role))


def _base_name(url: str | None) -> str | None:
    try:
        return unquote(urlsplit(url or "").path).rpartition("/")[2] or None
    except ValueError:
        return None


def _code(item: dict[str, Any]) -> str | None:
    key = identity.post_key(words(item, "permalink") or "")
    return key.partition(":")[2] if key else None
