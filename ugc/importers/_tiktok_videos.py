"""From a record of one post in an answer of TikTok's APIs to the post."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from ugc import identity
from ugc.importers import _fields as fields
from ugc.importers._answers import base_name, cleaned, link_to
from ugc.importers._fields import count, part, parts, words
from ugc.importers._shelf import Shelf
from ugc.model.base import canonical
from ugc.model.posts import Counts, FoundFile, FoundLink, FoundPost, PostKind, Skipped
from ugc.text import fold, mentions, one_line

VIDEO_LISTS = (
    "videos",
    "user_liked_videos",
    "user_pinned_videos",
    "reposted_videos",
    "user_reposted_videos",
)
"""What lists of posts are called in `data`, by endpoint."""
_TRUST, _CUT_TRUST = 30, 15
_CUT = 150  # characters, of video_description in the Display API
_RESEARCH = {
    "username",
    "region_code",
    "hashtag_names",
    "hashtag_info_list",
    "video_mention_list",
    "music_id",
    "effect_ids",
    "playlist_id",
    "voice_to_text",
    "favorites_count",
    "favourites_count",
    "is_stem_verified",
    "video_label",
}
_DISPLAY = {"share_url", "embed_link", "embed_html", "cover_image_url"}
_SHARED = {"video_description", "create_time", "like_count", "view_count", "share_count", "comment_count"}
_RIGHTS = {"": ("auth_info",), "item_info": ("auth_code", "auth_info")}
_LARGEST_EXACT = 1 << 53


def is_video(data: Any) -> bool:
    """Whether a record is a video of the Display or Research API."""
    if not isinstance(data, dict) or isinstance(data.get("id"), bool):
        return False
    if not isinstance(data.get("id"), int | str | float) or "category" in data:
        return False
    told = data.keys() & (_RESEARCH | _DISPLAY | _SHARED)
    if "media_type" in data or not told:
        return False
    known = identity.tiktok_key(words(data, "id") or "") or isinstance(data["id"], float)
    link = identity.link(words(data, "share_url") or "")
    if link and link.platform == "tiktok":
        return True
    return bool(known) and bool({"video_description", "create_time", "embed_link"} & told or len(told) > 1)


def is_research(data: dict[str, Any]) -> bool:
    """Whether a video is of the Research API, by fields that no other one has."""
    return is_video(data) and bool(data.keys() & _RESEARCH) and not data.keys() & _DISPLAY


def is_permitted(data: Any) -> bool:
    """Whether a record is an element of tt_video/list, or the data of tt_video/info."""
    return isinstance(data, dict) and isinstance(data.get("item_info"), dict)


def rounded(items: Sequence[dict[str, Any]]) -> tuple[int, ...]:
    """Ids of a page that a program rounded: numbers, each of them one that JavaScript can hold.

    One exact id among them shows that none was rounded.
    """
    ids = [item["id"] for item in items if type(item.get("id")) is int and item["id"] > _LARGEST_EXACT]
    return tuple(ids) if all(int(Decimal(repr(float(number)))) == number for number in ids) else ()


def of_display(
    item: dict[str, Any], *, source: str, origin: str, shelf: Shelf, spoilt: Sequence[int]
) -> FoundPost | Skipped:
    """Read a video of the Display API. Raises InputError when it is nested too deeply."""
    data, dropped = cleaned(item, {})
    link = identity.link(words(data, "share_url") or "")
    key = _key(item, spoilt) or (link.key if link else None)
    if key is None:
        return _unknown(item, origin)
    handle = link.handle if link else None
    caption = words(data, "video_description") or words(data, "title")
    still = link_to(words(item, "cover_image_url"), role="poster")
    files, links = _found(key, [still], shelf)
    moment = fields.instant(count(data, "create_time"))
    return FoundPost(
        source=source,
        origin=origin,
        ids=(key,),
        platform="tiktok",
        author=fields.account("tiktok", handle),
        caption=caption,
        caption_trust=_CUT_TRUST if len(caption or "") >= _CUT else _TRUST,
        posted_at=moment or identity.posted_at(key),
        precision=_precision(key, exact=moment is not None),
        permalink=identity.canonical_link(key, handle),
        kind=link.kind if link else "unknown",
        counts=_counts(data),
        files=files,
        links=links,
        missing=tuple(dict.fromkeys(each.name for each in links)),
        raw=canonical(data),
        dropped=dropped,
    )


def of_research(
    item: dict[str, Any], *, source: str, origin: str, shelf: Shelf, spoilt: Sequence[int]
) -> FoundPost | Skipped:
    """Read a video of the Research API. Raises InputError when it is nested too deeply."""
    data, dropped = cleaned(item, {})
    key = _key(item, spoilt)
    if key is None:
        return _unknown(item, origin)
    author = fields.account("tiktok", words(data, "username"))
    caption = words(data, "video_description")
    moment = fields.instant(count(data, "create_time"))
    names = _strings(data.get("hashtag_names"))
    names += [words(each, "hashtag_name") or "" for each in parts(data, "hashtag_info_list")]
    return FoundPost(
        source=source,
        origin=origin,
        ids=(key,),
        platform="tiktok",
        author=author,
        caption=caption,
        caption_trust=_TRUST,
        posted_at=moment or identity.posted_at(key),
        precision=_precision(key, exact=moment is not None),
        permalink=identity.canonical_link(key, author.handle if author else None),
        kind="unknown",
        extra_hashtags=fields.new_hashtags([name for name in names if name], caption),
        counts=_counts(data),
        files=_found(key, [], shelf)[0],
        raw=canonical(data),
        dropped=dropped,
        notes=_mentions(data, caption),
    )


def of_permitted(item: dict[str, Any], *, source: str, origin: str, shelf: Shelf) -> FoundPost | Skipped:
    """Read the post of an element of tt_video. Raises InputError when it is nested too deeply."""
    data, dropped = cleaned(item, _RIGHTS)
    info, video = part(data, "item_info"), part(item, "video_info")
    key = identity.tiktok_key(words(info, "item_id") or "")
    if key is None:
        return _unknown({"id": info.get("item_id")}, origin)
    pictures = parts(part(part(item, "item_info"), "carousel_info"), "image_info")
    sought = [link_to(words(each, "image_url"), place=place) for place, each in enumerate(pictures)]
    sought += [link_to(words(video, "preview_url")), link_to(words(video, "poster_url"), role="poster")]
    files, links = _found(key, sought, shelf)
    kind: PostKind = "carousel" if pictures or words(info, "item_type") == "CAROUSEL" else "video"
    original = words(info, "duet_original_item_id") or words(info, "stitch_original_item_id")
    return FoundPost(
        source=source,
        origin=origin,
        ids=(key,),
        platform="tiktok",
        caption=words(info, "text"),
        caption_trust=_TRUST,
        posted_at=identity.posted_at(key),
        precision=_precision(key, exact=False),
        permalink=identity.canonical_link(key),
        kind=kind,
        derived_from=original if original and identity.tiktok_key(original) else None,
        files=files,
        links=links,
        missing=tuple(dict.fromkeys(each.name for each in links)),
        raw=canonical(data),
        dropped=dropped,
        notes=_shown_as(words(part(data, "user_info"), "tiktok_name")),
    )


def _key(item: dict[str, Any], spoilt: Sequence[int]) -> str | None:
    number = item.get("id")
    return None if number in spoilt else identity.tiktok_key(words(item, "id") or "")


def _unknown(item: dict[str, Any], origin: str) -> Skipped:
    if isinstance(item.get("id"), int | float) and not isinstance(item.get("id"), bool):
        why = (
            "Its id was rounded by the program that saved it, and means another post. "
            "Save the answer as it came, or with ids as text."
        )
        return Skipped(origin=origin, why=why)
    return Skipped(origin=origin, why="The record names no post: its id is missing, or is none of TikTok's.")


def _precision(key: str, *, exact: bool) -> Any:
    return "second" if exact else "derived" if identity.posted_at(key) else None


def _counts(data: dict[str, Any]) -> Counts | None:
    saves = count(data, "favorites_count")
    counts = Counts(
        likes=count(data, "like_count"),
        comments=count(data, "comment_count"),
        views=count(data, "view_count"),
        shares=count(data, "share_count"),
        saves=count(data, "favourites_count") if saves is None else saves,
    )
    return counts if counts != Counts() else None


def _found(
    key: str, sought: Sequence[FoundLink | None], shelf: Shelf
) -> tuple[tuple[FoundFile, ...], tuple[FoundLink, ...]]:
    """Match the media on disk by the name in their address, or by the item's number; links to the rest."""
    files: dict[Path, FoundFile] = {}
    links: list[FoundLink] = []
    for link in filter(None, sought):
        place = shelf.named(base_name(link.url) or "")
        if place and place.kind in ("image", "video"):
            files.setdefault(place.path, FoundFile(path=place.path, role=link.role))
        else:
            links.append(link)
    numbered = [place for place in shelf.numbered(key.partition(":")[2]) if place.kind in ("image", "video")]
    clip = any(place.kind == "video" for place in numbered)
    for place in numbered:
        still = clip and place.kind == "image"
        files.setdefault(place.path, FoundFile(path=place.path, role="poster" if still else "original"))
    return tuple(files.values()), () if numbered else tuple(links)


def _strings(value: Any) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _mentions(data: dict[str, Any], caption: str | None) -> tuple[str, ...]:
    known = set(mentions(caption or ""))
    named = [fields.account("tiktok", name) for name in _strings(data.get("video_mention_list"))[:50]]
    others = [f"@{each.handle}" for each in named if each and fold(each.handle) not in known]
    return (f"it mentions {', '.join(others)}, which its caption does not",) if others else ()


def _shown_as(name: str | None) -> tuple[str, ...]:
    """Anybody can take any display name: it is said, and names nobody."""
    if not name:
        return ()
    return (
        f"its account shows itself as {one_line(name)[:60]!r}, which is no handle; the author is left unknown",
    )
