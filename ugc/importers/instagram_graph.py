"""Answers of the Instagram Graph API as people save them: pages, arrays, one a line, with every wrapper.

The API's own `id` is another space of numbers than Instagram's: posts are known by permalink or shortcode
alone. Hashtag answers never say who posted; the author is then unknown.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from ugc import identity
from ugc.errors import InputError
from ugc.identity import Link
from ugc.importers import _fields as fields
from ugc.importers._answers import (
    Answer,
    answers,
    base_name,
    claimed,
    cleaned,
    is_advertisable,
    link_to,
    read_files,
    refused,
)
from ugc.importers._fields import count, part, parts, words
from ugc.importers._followers import followers_of
from ugc.importers._hygiene import sanitize
from ugc.importers._shelf import Shelf, shelf_of
from ugc.importers._sounds import of_instagram
from ugc.model.base import canonical
from ugc.model.posts import Counts, FoundFile, FoundLink, FoundPost, PostKind, Skipped

NAME = "instagram-graph"
CAPTION_TRUST = 30
_MENTION_TRUST = 25  # the API takes the @ out of captions that mention an account that is not the asker's
_TYPES = {"IMAGE", "VIDEO", "CAROUSEL_ALBUM"}
_TELLING = {"media_url", "timestamp", "like_count", "comments_count", "caption", "children"}
_OWN = ("media", "stories", "live_media")
"""Edges of the account that an answer is about: what they list is that account's."""
_OTHERS = ("tags", "mentioned_media", "recent_media", "top_media")
"""Edges that list posts of anybody."""
_HOLDERS = ("business_discovery", "mentioned_comment", *_OWN, *_OTHERS)
_DEEPEST = 4
_ADS = {"": ("boost_ads_list", "boost_eligibility_info")}
"""What the API tells an owner of ads made of a post: no business of the post's."""
_ZONE = re.compile(r"([+-]\d\d)(\d\d)$")


class _Item(NamedTuple):
    """One media object of an answer."""

    origin: str
    data: dict[str, Any]
    owner: dict[str, Any]
    """The account that the answer is about, where the post is in that account's own list."""
    dropped: tuple[str, ...]
    """What its page carried that is not kept."""
    trust: int = CAPTION_TRUST


class _Media(NamedTuple):
    """The files of a post: those that are there, and the names and addresses of those that are not."""

    files: dict[Path, FoundFile]
    missing: list[str]
    links: list[FoundLink]


def claims(path: Path) -> bool:
    """Whether a file holds answers of the Instagram Graph API."""
    return claimed(path, _is_answer)


def read(path: Path) -> Iterator[FoundPost | Skipped]:
    """Yield the posts of one saved answer, or of all those that lie directly in a folder."""
    yield from read_files(path, claims, _read_file)


def _is_answer(data: Any) -> bool:
    if not isinstance(data, dict):
        return False
    if _is_media(data) or "fbtrace_id" in part(data, "error") or _is_notice(data):
        return True
    if (
        part(data, "mentioned_media")
        or part(data, "mentioned_comment")
        or "media" in part(data, "business_discovery")
    ):
        return True
    listed = data.get("data")
    if isinstance(listed, list):
        return all(map(_is_media, listed)) if listed else data.keys() <= {"data", "paging"}
    return _is_by_id(data) or any(
        map(_is_media, [item for edge in _HOLDERS for item in parts(part(data, edge), "data")])
    )


def _is_media(data: Any) -> bool:
    if not isinstance(data, dict) or not (words(data, "id") or "").isdigit() or is_advertisable(data):
        return False
    if words(data, "media_type") in _TYPES:
        return True
    link = identity.link(words(data, "permalink") or "")
    return bool(link and link.platform == "instagram" and data.keys() & _TELLING)


def _is_by_id(data: dict[str, Any]) -> bool:
    """Whether an answer is to `?ids=`: each media under its own number."""
    return bool(data) and all(_is_media(item) and words(item, "id") == name for name, item in data.items())


def _is_notice(data: dict[str, Any]) -> bool:
    return data.get("object") == "instagram" and isinstance(data.get("entry"), list)


def _read_file(path: Path) -> Iterator[FoundPost | Skipped]:
    shelf = shelf_of(path.parent)
    for answer in answers(path):
        if isinstance(answer, Skipped):
            yield answer
        else:
            yield from _read_answer(answer, shelf, path)


def _read_answer(answer: Answer, shelf: Shelf, path: Path) -> Iterator[FoundPost | Skipped]:
    origin, data = answer
    if part(data, "error"):
        yield refused(origin, part(data, "error").get("message"))
        return
    if isinstance(data, dict) and _is_notice(data):
        why = "A webhook's notice names a media by the API's number alone; ask the API for it, with its permalink."
        yield Skipped(origin=origin, why=why)
        return
    items = _items(data, origin)
    if not items:
        yield Skipped(origin=origin, why="The answer holds no posts.", code="empty")
    if _are_children([item.data for item in items]):
        why = "These are the items of a carousel without the carousel; import the answer that holds it."
        yield Skipped(origin=origin, why=why)
        return
    for item in items:
        yield from _post(item, shelf, path)


def _items(answer: Any, origin: str, owner: dict[str, Any] | None = None, depth: int = 0) -> list[_Item]:
    """Take the media objects out of whatever an answer wraps them in."""
    if not isinstance(answer, dict) or depth > _DEEPEST:
        return []
    if _is_media(answer):
        return [_Item(origin, answer, owner or {}, ())]
    if answer and _is_by_id(answer):
        return [_Item(f"{origin}, item {name}", item, {}, ()) for name, item in answer.items()]
    listed = answer.get("data")
    dropped = sanitize({"paging": answer.get("paging")})[1] if listed else ()
    found = [
        _Item(f"{origin}, item {index}", item if isinstance(item, dict) else {}, owner or {}, dropped)
        for index, item in enumerate(listed if isinstance(listed, list) else [], 1)
    ]
    for edge in _HOLDERS:
        inner = part(answer, edge)
        whose = answer if edge in _OWN else None
        if edge == "mentioned_media" and inner and "data" not in inner:
            found.append(_Item(origin, inner, {}, (), _MENTION_TRUST))
        elif edge == "mentioned_comment" and part(inner, "media"):
            found.append(_Item(origin, part(inner, "media"), {}, ()))
        elif inner:
            found += _items(inner, origin, whose, depth + 1)
    return found


def _are_children(items: list[dict[str, Any]]) -> bool:
    """Whether a page lists a carousel's items: all of one second, with nothing that a post of its own has."""
    if len(items) < 2 or any(
        item.keys() & {"caption", "like_count", "comments_count", "username"} for item in items
    ):
        return False
    times = {words(item, "timestamp") for item in items}
    return len(times) == 1 and None not in times


def _post(item: _Item, shelf: Shelf, path: Path) -> Iterator[FoundPost | Skipped]:
    try:
        data, dropped = cleaned(item.data, _ADS)
    except InputError as error:
        yield Skipped(origin=item.origin, why=error.message)
        return
    link = identity.link(words(data, "permalink") or "")
    key = (link.key if link else None) or identity.instagram_key(words(data, "shortcode") or "")
    found = _media(item.data, shelf)
    if key is None and not found.files:
        why = "It has neither permalink nor shortcode; ask the API for the field permalink."
        yield Skipped(origin=item.origin, why=why)
        return
    said = fields.stamp(_ZONE.sub(r"\1:\2", words(data, "timestamp") or ""))
    posted_at = said or (identity.posted_at(key) if key else None)
    author = _author(data, item, link)
    yield FoundPost(
        source=NAME,
        origin=item.origin,
        ids=(key,) if key else (),
        platform="instagram",
        author=author,
        caption=words(data, "caption"),
        caption_trust=item.trust,
        posted_at=posted_at,
        precision=("second" if said else "derived") if posted_at else None,
        permalink=identity.canonical_link(key) if key else None,
        kind=_kind(data, link.kind if link else "unknown"),
        counts=_counts(data),
        followers=followers_of(_followers(item, author), path),
        **of_instagram(data, source=NAME, author=author).fields,
        files=tuple(found.files.values()),
        missing=tuple(dict.fromkeys(found.missing)),
        links=tuple(found.links),
        raw=canonical(data),
        dropped=tuple(dict.fromkeys((*item.dropped, *dropped))),
    )


def _author(data: dict[str, Any], item: _Item, link: Link | None) -> Any:
    """Who posted, where that is said. owner.id is the API's own number, not the one that other sources know."""
    named = words(data, "username") or words(part(data, "owner"), "username") or words(item.owner, "username")
    story = link.handle if link and link.kind == "story" else None  # a story's address names whose it is
    return fields.account("instagram", named or story)


def _followers(item: _Item, author: Any) -> int | None:
    own = fields.account("instagram", words(item.owner, "username"))
    return count(item.owner, "followers_count") if own and own == author else None


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


def _media(data: dict[str, Any], shelf: Shelf) -> _Media:
    """Match the media on disk by the name in their address, by id, or by shortcode; the rest is missing."""
    found = _Media({}, [], [])
    children = parts(part(data, "children"), "data")
    for place, item in enumerate(children or [data]):
        path = _on_disk(item, shelf)
        alt = words(item, "alt_text") or words(data, "alt_text")
        if path:
            found.files.setdefault(path, FoundFile(path=path, alt=alt))
            _add_stills(path, item, shelf, found.files)
            continue
        clip = link_to(words(item, "media_url"), place=place)
        still = link_to(words(item, "thumbnail_url"), place=place, role="poster")
        links = [link for link in (clip, still) if link]
        found.links.extend(links)
        found.missing.extend(link.name for link in links)
        if clip is None and children:
            found.missing.append(words(item, "id") or "an item of the carousel")
    return found


def _on_disk(item: dict[str, Any], shelf: Shelf) -> Path | None:
    name = base_name(words(item, "media_url"))
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
    named = shelf.named(base_name(words(item, "thumbnail_url")) or "")
    for place in [*([named] if named else []), *shelf.beside(path)]:
        if place.kind == "image":
            files.setdefault(place.path, FoundFile(path=place.path, role="poster"))


def _code(item: dict[str, Any]) -> str | None:
    key = identity.post_key(words(item, "permalink") or "")
    return key.partition(":")[2] if key else None
