"""Which post a link, a number or a file's name means: the keys by which posts from all sources are the same.

`ig:<shortcode>`, `tt:<item id>`, `yt:<video id>`. Nothing here asks the network: a short link that only its
platform can resolve is recognised as such and gives no key.
"""

import base64
import binascii
import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from urllib.parse import SplitResult, parse_qs, quote, urlsplit

from ugc.model.base import Value
from ugc.model.posts import Platform, PostKind
from ugc.text import handle as bare_handle

_CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_CODE_LENGTH = 11  # longer ones belong to private accounts; their first 11 characters are the post
_ITEM = re.compile(r"[1-9][0-9]{9,18}")
_VIDEO = re.compile(r"[A-Za-z0-9_-]{11}")
_NOT_VIDEOS = {"videoseries", "live_stream"}  # players at /embed/, as long as a video id
_KINDS: dict[str, PostKind] = {"p": "unknown", "reel": "reel", "reels": "reel", "tv": "video"}
_NOT_HANDLES = {*_KINDS, "stories", "explore", "s", "share", "accounts", "direct"}

_IG_EPOCH_MS = 1314220021721
_IG_FIRST_DATED = 1 << 33  # smaller ids were handed out in order and carry no time
_TT_FIRST_DATED = 1 << 60  # 2004 in the upper half: anything smaller is not an item id that carries a time
_UNIX = datetime.fromtimestamp(0, UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)

_IG_HOSTS = {"instagram.com", "instagr.am", "ig.me"}
_YT_HOSTS = {"youtube.com", "youtube-nocookie.com", "youtu.be"}
_TT_HOSTS = {"tiktok.com", "tiktokv.com"}
_TT_SHORT_HOSTS = {"vm.tiktok.com", "vt.tiktok.com"}
_OTHER_HOSTS: dict[str, Platform] = {
    "facebook.com": "facebook",
    "fb.watch": "facebook",
    "threads.net": "threads",
    "threads.com": "threads",
    "snapchat.com": "snapchat",
    "pinterest.com": "pinterest",
    "pin.it": "pinterest",
    "linkedin.com": "linkedin",
    "x.com": "x",
    "twitter.com": "x",
    "reddit.com": "reddit",
}
_SUBDOMAINS = ("www.", "m.", "mobile.", "music.")

CONCEPT_DIGITS = 8
VARIANT_DIGITS = 10
"""How much of each id stands in the name of a creative's file."""

_ENDING = re.compile(rf"(?:^|_)c([0-9a-f]{{{CONCEPT_DIGITS}}})_v([0-9a-f]{{{VARIANT_DIGITS}}})(?![0-9a-z])")


class Link(Value):
    """What the address of a post says."""

    platform: Platform
    key: str | None = None
    """The post's key, or None when the address does not hold one."""
    handle: str | None = None
    """The account in the address, where it names one."""
    kind: PostKind = "unknown"
    opaque: bool = False
    """A short link that only its platform can resolve."""


def shortcode_from_pk(pk: int) -> str | None:
    """Write an Instagram media number as the shortcode of its address; None when it is no such number."""
    if not 0 < pk < 1 << 64:
        return None
    packed = base64.urlsafe_b64encode(pk.to_bytes(9, "big")).decode("ascii")
    return packed.lstrip("A") or None


def pk_from_shortcode(code: str) -> int | None:
    """Read the media number from a shortcode; of a private account's longer code the first 11 characters."""
    if not _CODE.fullmatch(code):
        return None
    padded = code[:_CODE_LENGTH].rjust(12, "A")
    try:
        pk = int.from_bytes(base64.b64decode(padded, altchars=b"-_", validate=True), "big")
    except binascii.Error:
        return None
    return pk if 0 < pk < 1 << 64 else None


def instagram_key(code: str) -> str | None:
    """Return `ig:<shortcode>` for a shortcode, or None when it is not one."""
    return f"ig:{code[:_CODE_LENGTH]}" if _CODE.fullmatch(code) else None


def instagram_key_from_pk(pk: str) -> str | None:
    """Return `ig:<shortcode>` for a media number such as `1922949326347663701` or `<number>_<owner>`.

    The Graph API's own ids are another space of numbers and must not be passed here.
    """
    number = pk.partition("_")[0]
    if not re.fullmatch(r"[1-9][0-9]{0,19}", number):
        return None
    code = shortcode_from_pk(int(number))
    return f"ig:{code}" if code else None


def tiktok_key(item: str) -> str | None:
    """Return `tt:<item id>` for an item id written in full, or None when it is not one."""
    return f"tt:{item}" if _ITEM.fullmatch(item) else None


def youtube_key(video: str) -> str | None:
    """Return `yt:<video id>` for a video id, or None when it is not one."""
    return f"yt:{video}" if _VIDEO.fullmatch(video) and video not in _NOT_VIDEOS else None


def key_of_name(name: str) -> str | None:
    """Return the key that a name such as `ig:BqvsDleB3lV` is, or None for what is no platform's."""
    space, _, rest = name.strip().partition(":")
    spaces = {"ig": instagram_key, "tt": tiktok_key, "yt": youtube_key}
    return spaces[space](rest) if space in spaces else None


def post_key(url: str) -> str | None:
    """Return the key of the post that an address means, such as `ig:BqvsDleB3lV`, or None."""
    found = link(url)
    return found.key if found else None


def link(url: str) -> Link | None:
    """Read what the address of a post says; None when it is no web address."""
    parts = _split(url)
    if parts is None:
        return None
    host = _host(parts)
    if host in ("l.instagram.com", "l.facebook.com"):
        target = _split(_first(parts, "u") or "")
        if target is None or _host(target) == host:
            return Link(platform="web")
        parts, host = target, _host(target)
    path = [piece for piece in parts.path.split("/") if piece]
    if host in _IG_HOSTS:
        return _instagram(parts, path)
    if host in _TT_SHORT_HOSTS:
        return Link(platform="tiktok", opaque=True)
    if host in _TT_HOSTS:
        return _tiktok(path)
    if host in _YT_HOSTS:
        return _youtube(parts, path, short=host == "youtu.be")
    return Link(platform=_other(host))


def canonical_link(key: str, handle: str | None = None) -> str | None:
    """Write the one address of a post; None for a key that has no address (`file:`)."""
    space, _, name = key.partition(":")
    if space == "ig":
        return f"https://www.instagram.com/p/{name}/"
    if space == "tt":
        return f"https://www.tiktok.com/@{quote(handle or '', safe='')}/video/{name}"
    if space == "yt":
        return f"https://www.youtube.com/watch?v={name}"
    return None


def with_ids(stem: str, concept: str, variant: str) -> str:
    """Return the name of a creative's file, without its extension: it ends in both ids, shortened."""
    return f"{stem}_c{concept[:CONCEPT_DIGITS]}_v{variant[:VARIANT_DIGITS]}"


def ids_in_name(name: str) -> tuple[str, str] | None:
    """Return the short concept and variant ids of a creative's file name, whatever a copy added after them, or None.

    A claim: anybody can give a file a name.
    """
    found = _ENDING.findall(re.split(r"[/\\]", name)[-1].casefold())
    return found[-1] if found else None


def platform_of(key: str) -> Platform:
    """The platform of a key; `other` for a file's."""
    platforms: dict[str, Platform] = {"ig": "instagram", "tt": "tiktok", "yt": "youtube"}
    return platforms.get(key.partition(":")[0], "other")


def posted_at(key: str) -> datetime | None:
    """Work out from an Instagram or TikTok key when the post was made: exact, and some seconds early.

    To be used with precision `derived`. None for other keys, and where the number holds no sensible time.
    """
    space, _, name = key.partition(":")
    moment = None
    if space == "ig":
        pk = pk_from_shortcode(name) or 0
        if pk >= _IG_FIRST_DATED:
            moment = _UNIX + timedelta(seconds=((pk >> 23) + _IG_EPOCH_MS) // 1000)
    elif space == "tt" and _ITEM.fullmatch(name) and int(name) >= _TT_FIRST_DATED:
        moment = _UNIX + timedelta(seconds=int(name) >> 32)
    return moment if moment and moment < _LATEST else None


def _split(url: str) -> SplitResult | None:
    text = url.strip()
    if not text or any(character.isspace() for character in text):
        return None
    if "://" not in text.split("?")[0]:
        text = "https://" + text.removeprefix("//")
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return None
    return parts if parts.scheme.lower() in ("http", "https") and host and "." in host else None


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    for prefix in _SUBDOMAINS:
        host = host.removeprefix(prefix)
    return host


def _first(parts: SplitResult, name: str) -> str | None:
    try:
        return parse_qs(parts.query, max_num_fields=100).get(name, [None])[0]
    except ValueError:
        return None


def _instagram(parts: SplitResult, path: list[str]) -> Link:
    if path[:1] == ["share"]:
        return Link(platform="instagram", opaque=True)
    if path[:1] == ["stories"] or path[:1] == ["s"]:
        return _story(parts, path)
    start = next((index for index, piece in enumerate(path[:2]) if piece.lower() in _KINDS), None)
    if start is None:
        return Link(platform="instagram", handle=_account(path))
    code = path[start + 1] if len(path) > start + 1 else ""
    if path[start] == "reels" and code in ("audio", "videos"):
        return Link(platform="instagram")
    return Link(
        platform="instagram",
        key=instagram_key(code),
        handle=_account(path) if start else None,
        kind=_KINDS[path[start].lower()],
    )


def _story(parts: SplitResult, path: list[str]) -> Link:
    """Stories carry the media number in the path; shared highlights carry it in the query."""
    number = _first(parts, "story_media_id") or ""
    handle = None
    if path[0] == "stories" and path[1:2] != ["highlights"]:
        number = path[2] if len(path) > 2 else number
        handle = bare_handle(path[1]) if len(path) > 1 else None
    return Link(platform="instagram", key=instagram_key_from_pk(number), handle=handle or None, kind="story")


def _tiktok(path: list[str]) -> Link:
    if path[:1] == ["t"]:
        return Link(platform="tiktok", opaque=True)
    handle = bare_handle(path[0]) if path and path[0].startswith("@") else ""
    kind: PostKind = "unknown"
    item = None
    for before, after in pairwise(path):
        if before in ("video", "photo", "v", "v1", "v2", "embed"):
            item = tiktok_key(after.removesuffix(".html")) or item
            kind = "carousel" if before == "photo" else "video"
    return Link(platform="tiktok", key=item, handle=handle or None, kind=kind if item else "unknown")


def _youtube(parts: SplitResult, path: list[str], *, short: bool) -> Link:
    if short:
        return Link(platform="youtube", key=youtube_key(path[0] if path else ""), kind="video")
    if path[:1] == ["watch"]:
        return Link(platform="youtube", key=youtube_key(_first(parts, "v") or ""), kind="video")
    if len(path) > 1 and path[0] in ("shorts", "live", "embed", "v", "e"):
        kind: PostKind = "short" if path[0] == "shorts" else "video"
        return Link(platform="youtube", key=youtube_key(path[1]), kind=kind)
    handle = bare_handle(path[0]) if path and path[0].startswith("@") else ""
    return Link(platform="youtube", handle=handle or None)


def _account(path: list[str]) -> str | None:
    return path[0] if path and path[0].lower() not in _NOT_HANDLES else None


def _other(host: str) -> Platform:
    for known, platform in _OTHER_HOSTS.items():
        if host == known or host.endswith("." + known):
            return platform
    return "web"
