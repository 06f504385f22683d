"""Answers of Meta's lists of content that may be advertised, saved: the posts in them, and not the permissions.

Two lists are known: `<business>/partnership-ads-advertisable-content`, and the older
`<ig user>/branded_content_advertisable_medias`, which Meta removes on 2026-12-01. To stand in one is no licence of the
creator's. Who posted is told by the API's own numbers and a display name, neither of which is a handle.
Fields: https://developers.facebook.com/documentation/ads-commerce/marketing-api/ad-creative/partnership-ads.
"""

import re
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ugc import identity
from ugc.errors import InputError
from ugc.importers import _fields as fields
from ugc.importers._answers import (
    Answer,
    claimed,
    cleaned,
    is_advertisable,
    read_answers,
    read_files,
    refused,
)
from ugc.importers._fields import part, parts, words
from ugc.importers._files import shown
from ugc.importers._hygiene import bare_url
from ugc.importers._shelf import Shelf
from ugc.model.base import canonical
from ugc.model.posts import FoundFile, FoundPost, Platform, PostKind, Skipped
from ugc.text import one_line

NAME = "meta-advertisable-content"
CAPTION_TRUST = 30
_RIGHTS = {
    "": ("has_permission_for_partnership_ad", "is_creator_allowlisted"),
    "partnership_info": ("permission_status", "permission_type", "ad_code"),
}
_PLATFORMS: dict[str, Platform] = {"INSTAGRAM": "instagram", "FACEBOOK": "facebook"}
_KINDS: dict[str, PostKind] = {"REEL": "reel", "STORY": "story", "CAROUSEL": "carousel", "VIDEO": "video"}
_FINE = ("", "AD_READY", "ELIGIBLE")
_NEW = (
    "Whether these posts may be advertised is a right and not a post's: none of that was kept here. "
    "To record it: ugc ads codes add "
)
_OLD = (
    "Meta removes this list on 2026-12-01, and it says that a permission exists and not which: none of that was kept. "
    "Ask for partnership-ads-advertisable-content, and give the answer to ugc ads codes add."
)
_ACCOUNTS = "It tells of permissions of accounts and of no post. To record them: ugc ads codes add "


def claims(path: Path) -> bool:
    """Whether a file holds such answers."""
    return claimed(path, _is_answer)


def read(path: Path) -> Iterator[FoundPost | Skipped]:
    """Yield the posts of one saved answer, or of all those that lie directly in a folder."""
    yield from read_files(path, claims, _read_file)


def _is_answer(data: Any) -> bool:
    if not isinstance(data, dict) or "category" in data:
        return False
    if _is_ours(data):
        return True
    items = data.get("data")
    return isinstance(items, list) and bool(items) and all(map(_is_ours, items))


def _is_ours(item: Any) -> bool:
    return is_advertisable(item) or _is_account(item)


def _is_account(item: Any) -> bool:
    """Whether a record is of `branded_content_ad_permissions`."""
    if not isinstance(item, dict) or "permission_status" not in item:
        return False
    return bool({"creator_username", "creator_id"} & item.keys())


def _read_file(path: Path) -> Iterator[FoundPost | Skipped]:
    yield from read_answers(path, _notes, _read_answer)


def _items(data: Any) -> list[Any]:
    if _is_ours(data):
        return [data]
    listed = data.get("data") if isinstance(data, dict) else None
    return listed if isinstance(listed, list) else []


def _notes(data: Any, path: Path) -> Iterator[str]:
    """What has to be known of a file once, whatever it says of single posts."""
    items = _items(data)
    named = shlex.quote(shown(path))
    if any(map(_is_account, items)):
        yield _ACCOUNTS + named
    if any("content_id" in item for item in items if is_advertisable(item)):
        yield _NEW + named
    if any("content_id" not in item for item in items if is_advertisable(item)):
        yield _OLD


def _read_answer(answer: Answer, shelf: Shelf) -> Iterator[FoundPost | Skipped]:
    origin, data = answer
    if part(data, "error"):
        yield refused(origin, part(data, "error").get("message"))
        return
    items = _items(data)
    if not items:
        yield Skipped(origin=origin, why="The answer holds no posts.", code="empty")
    for index, item in enumerate(items, 1):
        here = origin if item is data else f"{origin}, item {index}"
        if _is_account(item):
            yield Skipped(origin=here, why="A permission of an account, not a post.", code="ignored")
        elif not isinstance(item, dict):
            yield Skipped(origin=here, why="It is not a record of a post.")
        else:
            try:
                yield _post(item, here, shelf)
            except InputError as error:
                yield Skipped(origin=here, why=error.message)


def _post(item: dict[str, Any], origin: str, shelf: Shelf) -> FoundPost | Skipped:
    data, dropped = cleaned(item, _RIGHTS)
    address = words(data, "permalink") or ""
    link = identity.link(address)
    files = _files(words(data, "content_id") or words(data, "id"), link.key if link else None, shelf)
    platform = _PLATFORMS.get((words(data, "platform") or "").upper()) or (
        link.platform if link else "instagram"
    )
    if not link or link.platform not in ("instagram", "facebook") or not (link.key or platform == "facebook"):
        why = "It has no permalink of a post, and Meta's own number means none elsewhere; ask for the field permalink."
        return Skipped(origin=origin, why=why)
    moment, precision = _when(data, link.key)
    author, said = _author(data, link.handle, platform)
    return FoundPost(
        source=NAME,
        origin=origin,
        ids=(link.key,) if link.key else (),
        platform=platform,
        author=author,
        caption=words(data, "caption"),
        caption_trust=CAPTION_TRUST,
        posted_at=moment,
        precision=precision,
        permalink=identity.canonical_link(link.key) if link.key else bare_url(address),
        kind=_kind(data, link.kind),
        paid_label=True if _is_labelled(data) else None,
        files=files,
        raw=canonical(data),
        dropped=dropped,
        notes=(*said, *_errors(data)),
    )


def _author(data: dict[str, Any], by_link: str | None, platform: Platform) -> tuple[Any, tuple[str, ...]]:
    """By a handle where there is one. `owner_id` and `ig_user_id` are the API's numbers, which other sources lack."""
    owner, author = part(data, "owner"), part(data, "author")
    named = words(owner, "username") or words(author, "username") or by_link
    shown_as = words(author, "display_name")
    found = fields.account(platform, named, display=shown_as)
    if found or not shown_as:
        return found, ()
    called = one_line(shown_as)[:60]
    return None, (f"its account shows itself as {called!r}, which is no handle; the author is left unknown",)


def _when(data: dict[str, Any], key: str | None) -> tuple[datetime | None, Any]:
    """Meta gives the day alone; an Instagram key gives the second, and is that of the same post."""
    said = words(data, "creation_time") or ""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", said) and (day := fields.stamp(said)):
        return datetime(day.year, day.month, day.day, tzinfo=UTC), "day"
    if moment := fields.stamp(re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", said)):
        return moment, "second"
    derived = identity.posted_at(key) if key else None
    return derived, "derived" if derived else None


def _kind(data: dict[str, Any], by_link: PostKind) -> PostKind:
    for name in ("post_type", "media_type"):
        if kind := _KINDS.get((words(data, name) or "").upper()):
            return kind
    if by_link == "unknown" and (words(data, "media_type") or "").upper() == "IMAGE":
        return "feed"
    return by_link


def _is_labelled(data: dict[str, Any]) -> bool:
    """Whether Meta counts it as branded content: it shows the label of a paid partnership."""
    told = [each.get("content_types") for each in parts(data, "partnership_info")]
    return any("BRANDED_CONTENT" in types for types in told if isinstance(types, list))


def _errors(data: dict[str, Any]) -> tuple[str, ...]:
    """Why Meta would not have it advertised, in its own words, each once; they are no fixed list."""
    said: dict[str, None] = {}
    for holder in (data, *parts(data, "partnership_info")):
        listed = holder.get("eligibility_errors")
        for each in listed if isinstance(listed, list) else [listed]:
            text = each if isinstance(each, str) else words(each, "message") or ""
            if text.strip():
                said[one_line(text)[:300]] = None
        eligibility = words(holder, "ad_eligibility") or ""
        if not said and eligibility.upper() not in _FINE:
            said[one_line(eligibility)[:60]] = None
    return (f"Meta says of advertising it: {'; '.join(said)}",) if said else ()


def _files(number: str | None, key: str | None, shelf: Shelf) -> tuple[FoundFile, ...]:
    """Files named by Meta's number or by the shortcode."""
    files: dict[Path, FoundFile] = {}
    for stem in (number, key.partition(":")[2] if key else None):
        places = shelf.stemmed(stem, whole=True) if stem else []
        clip = any(place.kind == "video" for place in places)
        for place in places:
            if place.kind in ("image", "video"):
                still = clip and place.kind == "image"
                files.setdefault(
                    place.path, FoundFile(path=place.path, role="poster" if still else "original")
                )
    return tuple(files.values())
