"""From yt-dlp's records to the post. Which field holds the handle depends on the site, and on yt-dlp's age.

https://github.com/yt-dlp/yt-dlp#output-template lists the fields.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from ugc import identity
from ugc.errors import InputError
from ugc.importers import _fields as fields
from ugc.importers._downloads import thinned
from ugc.importers._fields import count, words
from ugc.importers._followers import followers_of
from ugc.importers._sounds import of_cells
from ugc.importers._yt_dlp_files import Place, find_files, stems_of
from ugc.model.base import canonical
from ugc.model.posts import Account, Counts, FoundFollowers, FoundPost, Platform, PostKind, Precision, Skipped

SOURCE = "yt-dlp"
CAPTION_TRUST = 25
TITLE_TRUST = 5
"""Of a title that stands for the words of a post: sites cut it."""
LONGEST_SHORT_S = 180
"""Seconds that a YouTube Short may last, since 2024-10-15: https://support.google.com/youtube/answer/15424877"""
Site = Literal["instagram", "tiktok", "youtube"]
_SITES: tuple[Site, ...] = ("instagram", "tiktok", "youtube")
_SPACES: dict[Site, str] = {"instagram": "ig", "tiktok": "tt", "youtube": "yt"}
_LEFT_OUT = frozenset(
    """formats requested_formats requested_downloads requested_subtitles requested_entries thumbnails thumbnail
    subtitles automatic_captions url manifest_url fragments fragment_base_url comments entries heatmap
    _filename filename filepath infojson_filename __files_to_move""".split()
)
"""Addresses that expire, lists of all that could be had, other people's comments, and paths of the machine."""
_DAYS_APART = 3
_SHORTENED = re.compile(r"(?:\.\.\.|…)\s*$")


@dataclass(frozen=True)
class Entry:
    """One record: of a clip, or of a carousel and none of its clips."""

    record: dict[str, Any]
    origin: str
    path: Path
    site: Site
    key: str
    sidecar: bool
    """It is the only one in its file, which bears the name of the media."""

    @property
    def whole(self) -> bool:
        return words(self.record, "_type") in ("playlist", "multi_video")

    @property
    def in_carousel(self) -> bool:
        """It is of a carousel, or of one of its parts: the list that it belongs to is the post."""
        return self.whole or self.key == identity.instagram_key(words(self.record, "playlist_id") or "")


def site_of(record: dict[str, Any]) -> Site | None:
    """The site of a record, where it is one that is understood."""
    name = extractor_of(record).casefold()
    return next(
        (site for site in _SITES if re.match(rf"{site}(?![a-z])|{site}(?:story|vm|shorts)\b", name)), None
    )


def extractor_of(record: dict[str, Any]) -> str:
    """What yt-dlp calls the site."""
    return words(record, "extractor_key") or (words(record, "extractor") or "").partition(":")[0]


def key_of(record: dict[str, Any], site: Site) -> str | None:
    """The key of a record's post. On Instagram the address goes first: a carousel's part has an id of its own."""
    links = [identity.post_key(words(record, name) or "") for name in ("webpage_url", "original_url")]
    known = next((key for key in links if key and key.startswith(f"{_SPACES[site]}:")), None)
    number = words(record, "id") or ""
    if site == "tiktok":
        return identity.tiktok_key(number) or known
    if site == "youtube":
        return identity.youtube_key(number) or known
    if is_story(record):
        return _by_id(number)
    return known or (_of_list(record) if words(record, "playlist_id") else _by_id(number))


def _by_id(number: str) -> str | None:
    long = number.isdigit() and len(number) > 11  # a number and no shortcode
    return identity.instagram_key_from_pk(number) if long else identity.instagram_key(number)


def _of_list(record: dict[str, Any]) -> str | None:
    """The key that the list of a record has, where that is a post, and not a profile, by the day in its id."""
    key = identity.instagram_key(words(record, "playlist_id") or "")
    made, said = identity.posted_at(key) if key else None, fields.instant(count(record, "timestamp"))
    return key if made and said and abs((made - said).days) <= _DAYS_APART else None


def is_story(record: dict[str, Any]) -> bool:
    """Whether it is of a story on Instagram: there each clip is a post."""
    return "story" in extractor_of(record).casefold()


def build(entries: list[Entry], place: Place) -> Iterator[FoundPost | Skipped]:
    """Yield the post that records tell of: one, or those of a carousel's parts, with the whole one first."""
    ordered = sorted(entries, key=lambda entry: (not entry.whole, count(entry.record, "playlist_index") or 0))
    lead, parts = ordered[0], [entry for entry in ordered if not entry.whole]
    try:
        kept = [thinned(entry.record, _LEFT_OUT) for entry in ordered]
    except InputError as error:
        yield Skipped(origin=lead.origin, why=error.message)
        return
    record = _joined([record for record, _ in kept])
    named = [(entry.record, stems_of(entry.record, entry.path, sidecar=entry.sidecar)) for entry in parts]
    slideshow = lead.site == "tiktok" and _is_slideshow(lead.record)
    found = find_files(named, place, stills=slideshow)
    found.missing += _absent(ordered, parts)
    for entry in ordered:
        if entry.whole and entry.sidecar:
            _add_stills(entry, place)
    yield from found.skipped
    author, note = _author(record, lead.site)
    caption, trust = _caption(record, lead.site)
    posted_at, precision = _when(record, lead.key)
    yield FoundPost(
        source=SOURCE,
        origin=lead.origin,
        ids=(lead.key,),
        platform=identity.platform_of(lead.key),
        author=author,
        caption=caption,
        caption_trust=trust,
        posted_at=posted_at,
        precision=precision,
        permalink=_permalink(lead, author),
        kind="carousel" if slideshow else _kind(record, lead.site, several=lead.in_carousel),
        counts=_counts(record),
        followers=_followers(record, lead),
        **of_cells(_song(record), source=SOURCE, author=author).fields,
        files=tuple(found.files),
        missing=tuple(dict.fromkeys(found.missing)),
        links=tuple(found.links),
        raw=canonical(
            {**kept[0][0], "parts": [part for part, _ in kept[1:]]} if len(kept) > 1 else kept[0][0]
        ),
        dropped=tuple(dict.fromkeys(name for _, dropped in kept for name in dropped)),
        notes=(note,) if note else (),
    )


def _followers(record: dict[str, Any], lead: Entry) -> FoundFollowers | None:
    taken = fields.instant(count(record, "epoch"))
    return followers_of(
        count(record, "channel_follower_count"), lead.path, day=taken.date() if taken else None
    )


def _add_stills(entry: Entry, place: Place) -> None:
    """What bears the name of a carousel's own record is beside it, and no part of the post."""
    for stem in stems_of(entry.record, entry.path, sidecar=True):
        place.media(stem)


def _joined(records: list[dict[str, Any]]) -> dict[str, Any]:
    """What records of one post say together: of each field the first that is known."""
    joined: dict[str, Any] = {}
    for record in records:
        joined |= {key: value for key, value in record.items() if joined.get(key) in (None, "", [])}
    return joined


def _absent(entries: list[Entry], parts: list[Entry]) -> list[str]:
    """The places of a carousel's parts that no record tells of."""
    told = (count(entry.record, name) for entry in entries for name in ("playlist_count", "n_entries"))
    total = next((number for number in told if number), 0)
    present = {count(entry.record, "playlist_index") for entry in parts}
    if not 1 < total <= 100 or None in present or not entries[0].in_carousel:
        return []
    return [f"item {number} of {total}" for number in range(1, total + 1) if number not in present]


def _is_slideshow(record: dict[str, Any]) -> bool:
    """Whether a post on TikTok is of pictures: by its address, or as there is nothing but sound of no length."""
    address = identity.link(words(record, "webpage_url") or "")
    silent = words(record, "vcodec") == "none" and words(record, "acodec") not in (None, "none")
    return bool(address and address.kind == "carousel") or (silent and not record.get("duration"))


def _author(record: dict[str, Any], site: Site) -> tuple[Account | None, str | None]:
    """Who posted, and why that is unknown where the record names somebody and gives no handle."""
    said = {
        name: words(record, name) for name in ("uploader", "uploader_id", "channel", "channel_id", "creator")
    }
    number, address = said["uploader_id"], identity.link(words(record, "uploader_url") or "")
    page = identity.link(words(record, "webpage_url") or "")
    if site == "instagram":
        older = number if number and not number.isdigit() else None
        handle, native = said["channel"] or older, number if number and number.isdigit() else None
        if is_story(record):
            handle = page.handle if page and page.handle != "highlights" else None
        display = said["uploader"]
    elif site == "tiktok":
        handle = said["uploader"] or (page.handle if page else None)
        native, display = number if number and number.isdigit() else None, said["channel"] or said["creator"]
        if handle and (
            handle == "_" or handle.startswith("MS4wLjAB")
        ):  # yt-dlp's own words for a handle not known
            handle = None
    else:
        handle = number if number and number.startswith("@") else address.handle if address else None
        native, display = said["channel_id"], said["channel"] or said["uploader"]
    platform: Platform = site
    author = fields.account(platform, handle, native_id=native, display=display)
    shown = (display or number or "")[:60]
    note = (
        f"the author is left unknown: the record names {shown!r} and no handle"
        if shown and not author
        else None
    )
    return author, note


def _caption(record: dict[str, Any], site: Site) -> tuple[str | None, int]:
    """The words of a post. Titles are yt-dlp's own on Instagram, the words cut short on TikTok, a part on YouTube."""
    title, description = words(record, "title"), words(record, "description")
    if site == "youtube" and title and description and not description.startswith(title):
        return f"{title}\n\n{description}", CAPTION_TRUST
    if description:
        return description, CAPTION_TRUST
    if site == "instagram" or not title:
        return None, CAPTION_TRUST
    own = re.fullmatch(r"(?i)tiktok video #\d+", title)
    return (
        (None, CAPTION_TRUST)
        if own
        else (title, TITLE_TRUST if _SHORTENED.search(title) else CAPTION_TRUST - 1)
    )


def _when(record: dict[str, Any], key: str) -> tuple[datetime | None, Precision | None]:
    if moment := fields.instant(count(record, "timestamp")):
        return moment, "second"
    day = words(record, "upload_date") or ""
    try:
        said = datetime.strptime(day, "%Y%m%d").replace(tzinfo=UTC) if re.fullmatch(r"\d{8}", day) else None
    except ValueError:
        said = None
    if said and fields.instant(said.timestamp()):
        return said, "day"
    derived = identity.posted_at(key)
    return derived, "derived" if derived else None


def _permalink(entry: Entry, author: Account | None) -> str | None:
    if not is_story(entry.record):
        return identity.canonical_link(entry.key, author.handle if author else None)
    number = identity.pk_from_shortcode(entry.key.partition(":")[2])
    return f"https://www.instagram.com/stories/{author.handle}/{number}/" if author else None


def _kind(record: dict[str, Any], site: Site, *, several: bool) -> PostKind:
    links = [identity.link(words(record, name) or "") for name in ("webpage_url", "original_url")]
    kinds = [link.kind for link in links if link]
    if site == "instagram":
        if is_story(record):
            return "story"
        return "carousel" if several else "reel" if "reel" in kinds else "video"
    if site == "youtube":
        height, width, length = (count(record, name) or 0 for name in ("height", "width", "duration"))
        upright = height > width > 0 and 0 < length <= LONGEST_SHORT_S
        return "short" if "short" in kinds or words(record, "media_type") == "short" or upright else "video"
    return "video"


def _counts(record: dict[str, Any]) -> Counts | None:
    numbers = Counts(
        likes=count(record, "like_count"),
        comments=count(record, "comment_count"),
        views=count(record, "view_count"),
        shares=count(record, "repost_count"),
        saves=count(record, "save_count"),
    )
    if numbers == Counts():
        return None
    return numbers.model_copy(update={"taken_at": fields.instant(count(record, "epoch"))})


def _song(record: dict[str, Any]) -> dict[str, list[str]]:
    """The piece that is heard: `artists` are a list, once one text in `artist`, and before in `creator`."""
    title = words(record, "track")
    listed = record.get("artists")
    names = [name for name in listed if isinstance(name, str)] if isinstance(listed, list) else []
    artist = ", ".join(names) or words(record, "artist") or (words(record, "creator") if title else None)
    return {"song": [title] if title else [], "artist": [artist] if artist else []}
