"""From an item of an answer of the YouTube Data API to the post."""

import html
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ugc import identity
from ugc.importers import _fields as fields
from ugc.importers._answers import cleaned
from ugc.importers._fields import count, part, words
from ugc.importers._shelf import Shelf
from ugc.model.base import canonical
from ugc.model.posts import Account, Counts, FoundFile, FoundFollowers, FoundPost, PostKind, Skipped
from ugc.text import one_line

_TRUST, _CUT_TRUST = 30, 5
_PARTS = {"snippet", "contentDetails", "statistics", "status", "paidProductPlacementDetails", "player"}
_DURATION = re.compile(
    r"P(?:([0-9]{1,4})W)?(?:([0-9]{1,5})D)?(?:T(?:([0-9]{1,5})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,8})S)?)?"
)
_LONGEST_SHORT = 180
"""Seconds, of clips that are upright or square: https://support.google.com/youtube/answer/15424877."""
_CHANNEL = re.compile(r"UC[A-Za-z0-9_-]{22}")


class Channel(NamedTuple):
    """What an answer of channels.list says of a channel."""

    handle: str
    followers: FoundFollowers | None = None


def is_item(data: Any) -> bool:
    """Whether a record is a video, a hit of a search, or an entry of a playlist."""
    return isinstance(data, dict) and bool(_PARTS & data.keys()) and _key(data) is not None


def handle_of(custom_url: str | None) -> str | None:
    """The handle in a channel's `customUrl`; None for the older names of channels, which are no handles."""
    return custom_url if custom_url and re.fullmatch(r"@[\w.·-]{1,60}", custom_url) else None


def seconds(duration: str | None) -> int | None:
    """Read an ISO 8601 duration such as `PT4M13S`, in seconds; None for none: `P0D` stands for not known yet."""
    found = _DURATION.fullmatch(duration or "")
    if not found:
        return None
    weeks, days, hours, minutes, rest = (int(number or 0) for number in found.groups())
    return (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + rest or None


def post_of(
    item: dict[str, Any], *, source: str, origin: str, shelf: Shelf, channels: Mapping[str, Channel]
) -> FoundPost | Skipped:
    """Read an item. Raises InputError when it is nested too deeply."""
    key = _key(item)
    if key is None:
        return _no_video(item, origin)
    data, dropped = cleaned(item, {"": ("player",)})  # only HTML of YouTube's own player
    snippet, details = part(data, "snippet"), part(data, "contentDetails")
    searched, listed = isinstance(item.get("id"), dict), _is_listed(item)
    moment = fields.stamp(words(details, "videoPublishedAt") if listed else words(snippet, "publishedAt"))
    gone, unseen = _unseen(data)
    channel, author, notes = _author(snippet, channels, listed=listed)
    caption = None if unseen else _caption(snippet, searched=searched)
    return FoundPost(
        source=source,
        origin=origin,
        ids=(key,),
        platform="youtube",
        author=author,
        caption=caption,
        caption_trust=_CUT_TRUST if searched else _TRUST,
        posted_at=moment,
        precision="second" if moment else None,
        permalink=identity.canonical_link(key),
        kind=_kind(item),
        extra_hashtags=(),  # `tags` are words for searching, which nobody sees, and no hashtags
        paid_label=_paid(data),
        counts=_counts(part(data, "statistics")),
        followers=channel.followers if channel else None,
        files=_files(key, shelf),
        gone=gone,
        raw=canonical(data),
        dropped=dropped,
        notes=(*notes, *([unseen] if unseen and not gone else [])),
    )


def _is_listed(item: dict[str, Any]) -> bool:
    """Whether it is an entry of a playlist, whose own date and channel are those of the list."""
    return words(item, "kind") == "youtube#playlistItem" or "resourceId" in part(item, "snippet")


def _key(item: dict[str, Any]) -> str | None:
    if isinstance(item.get("id"), dict):
        return identity.youtube_key(words(item["id"], "videoId") or "")
    if _is_listed(item):
        resource = words(part(part(item, "snippet"), "resourceId"), "videoId")
        return identity.youtube_key(resource or words(part(item, "contentDetails"), "videoId") or "")
    kind = words(item, "kind")
    known = kind in (None, "youtube#video")
    return identity.youtube_key(words(item, "id") or "") if known else None


def _no_video(item: dict[str, Any], origin: str) -> Skipped:
    kind = words(item["id"], "kind") if isinstance(item.get("id"), dict) else None
    if kind in ("youtube#channel", "youtube#playlist"):
        return Skipped(origin=origin, why=f"A {kind.partition('#')[2]}, not a video.", code="ignored")
    return Skipped(
        origin=origin, why="The record names no video: its id is missing, or is none of YouTube's."
    )


def _author(
    snippet: dict[str, Any], channels: Mapping[str, Channel], *, listed: bool
) -> tuple[Channel | None, Account | None, list[str]]:
    """The channel by its handle; without one its title is said and the author left unknown."""
    names = ("videoOwnerChannelId", "videoOwnerChannelTitle") if listed else ("channelId", "channelTitle")
    number, title = (words(snippet, name) for name in names)
    if not number or not _CHANNEL.fullmatch(number):
        return None, None, []
    channel = channels.get(number)
    if channel:
        return channel, fields.account("youtube", channel.handle, native_id=number, display=title), []
    called = f"{one_line(title)[:60]!r} " if title else ""
    why = f"it is of the channel {called}({number}), whose handle is not told; the author is left unknown"
    return None, None, [f"{why}. Save an answer of channels.list beside it"]


def _caption(snippet: dict[str, Any], *, searched: bool) -> str | None:
    told = [words(snippet, "title"), words(snippet, "description")]
    if searched:  # there titles and descriptions are written as HTML
        told = [html.unescape(text) if text else None for text in told]
    return "\n\n".join(text for text in told if text) or None


def _unseen(data: dict[str, Any]) -> tuple[bool | None, str | None]:
    """Whether a video is gone, and what stands in the place of its words when it cannot be seen."""
    title, status = words(part(data, "snippet"), "title"), part(data, "status")
    hidden = _is_listed(data) and not words(part(data, "snippet"), "videoOwnerChannelId")
    if words(status, "uploadStatus") == "deleted" or (hidden and title == "Deleted video"):
        return True, "it was deleted"
    if hidden and title == "Private video":
        return None, "it is private now, so the list tells nothing of it"
    return None, None


def _kind(item: dict[str, Any]) -> PostKind:
    """A short only where length and shape both say so: the API has no field for it."""
    length = seconds(words(part(item, "contentDetails"), "duration"))
    player = part(item, "player")
    width, height = count(player, "embedWidth"), count(player, "embedHeight")
    if length and length <= _LONGEST_SHORT and width and height and height >= width:
        return "short"
    return "video"


def _paid(data: dict[str, Any]) -> bool | None:
    said = part(data, "paidProductPlacementDetails").get("hasPaidProductPlacement")
    return said if isinstance(said, bool) else None


def _counts(statistics: dict[str, Any]) -> Counts | None:
    counts = Counts(
        likes=count(statistics, "likeCount"),
        comments=count(statistics, "commentCount"),
        views=count(statistics, "viewCount"),
    )
    return counts if counts != Counts() else None


def _files(key: str, shelf: Shelf) -> tuple[FoundFile, ...]:
    """Files named by the video's id. The API gives no address of the clip itself."""
    files: dict[Path, FoundFile] = {}
    video = key.partition(":")[2]
    places = [place for stem in (video, f"yt_{video}") for place in shelf.stemmed(stem, whole=True)]
    clip = any(place.kind == "video" for place in places)
    for place in places:
        if place.kind in ("image", "video") and (video in place.path.name):
            still = clip and place.kind == "image"
            files.setdefault(place.path, FoundFile(path=place.path, role="poster" if still else "original"))
    return tuple(files.values())
