"""From gallery-dl's records of one post's files to the post."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ugc import identity
from ugc.errors import InputError
from ugc.importers import _fields as fields
from ugc.importers._fields import count, part, parts, words
from ugc.importers._followers import followers_of
from ugc.importers._gallery_dl_files import Entry, address_of, expected, find_files, place_of
from ugc.importers._hygiene import sanitize
from ugc.importers._sounds import of_instagram, of_tiktok
from ugc.model.base import canonical
from ugc.model.posts import Account, Counts, FoundPost, PostKind, Skipped

SOURCE = "gallery-dl"
CAPTION_TRUST = 40
_STORIES = {"story", "stories", "highlight", "highlights"}


def is_story(record: dict[str, Any]) -> bool:
    """Whether it is of a story: there each file is a post, and the post's own id is the reel's."""
    return bool({words(record, "type"), words(record, "subcategory")} & _STORIES)


def key_of(record: dict[str, Any]) -> str | None:
    """The key of the post that a record belongs to; never the shortcode of a carousel's child."""
    if words(record, "category") == "tiktok":
        return identity.tiktok_key(words(record, "id") or "")
    if is_story(record):
        by_code = identity.instagram_key(words(record, "shortcode") or "")
        return by_code or identity.instagram_key_from_pk((words(record, "media_id") or "").rstrip("p"))
    for name in ("post_shortcode", "sidecar_shortcode"):
        if key := identity.instagram_key(words(record, name) or ""):
            return key
    by_number = identity.instagram_key_from_pk(words(record, "post_id") or "")
    return by_number or identity.post_key(words(record, "post_url") or "")


def is_complete(group: list[Entry]) -> bool:
    """Whether all files that the post is said to have are in the group."""
    if not group[0].sidecar:
        return True
    return len({place_of(entry.record) for entry in group}) >= expected(group[0].record)


def build(group: list[Entry], receipts: tuple[bytes, ...] = ()) -> Iterator[FoundPost | Skipped]:
    """Yield the post that a group of records tells of, after what had to be left out.

    `receipts` are the marks of their files, which are known again by them where nothing else had a say.
    """
    clean: list[Entry] = []
    dropped: dict[str, None] = {}
    for entry in group:
        try:
            record, gone = sanitize(entry.record)
        except InputError as error:
            yield Skipped(origin=entry.origin, why=error.message)
            continue
        clean.append(replace(entry, record=record, address=address_of(entry)))
        dropped.update(dict.fromkeys(gone))
    if not clean:
        return
    origin = clean[0].origin
    clean.sort(key=lambda entry: (entry.whole, count(entry.record, "num") or 0))
    found = find_files(clean)
    yield from found.skipped
    lead = clean[0]
    alone = len(clean) == len(group) and not (found.files or found.skipped)
    post = _tiktok(lead.record) if lead.key.startswith("tt:") else _instagram(lead.record)
    posted_at = _posted_at(lead.record) or identity.posted_at(lead.key)
    yield FoundPost(
        source=SOURCE,
        origin=origin,
        ids=(lead.key,),
        platform=identity.platform_of(lead.key),
        caption_trust=CAPTION_TRUST,
        posted_at=posted_at,
        precision=("second" if _posted_at(lead.record) else "derived") if posted_at else None,
        permalink=_permalink(lead),
        files=tuple(found.files),
        missing=tuple(dict.fromkeys(found.missing)),
        links=tuple(found.links),
        raw=canonical(_joined([entry.record for entry in clean])),
        dropped=tuple(dropped),
        receipts=receipts if alone else (),
        followers=followers_of(_followers(lead.record), lead.path),
        **post,
    )


def _posted_at(record: dict[str, Any]) -> Any:
    created = fields.instant(count(record, "createTime"))
    return created or fields.stamp(words(record, "post_date")) or fields.stamp(words(record, "date"))


def _permalink(entry: Entry) -> str | None:
    handle = words(entry.record, "username") or words(entry.record, "user")
    pk = identity.pk_from_shortcode(entry.key.partition(":")[2])
    if is_story(entry.record) and handle and identity.link(f"instagram.com/stories/{handle}/{pk}"):
        return f"https://www.instagram.com/stories/{handle}/{pk}/"
    return identity.canonical_link(entry.key, handle)


def _instagram(record: dict[str, Any]) -> dict[str, Any]:
    author = fields.account(
        "instagram",
        words(record, "username"),
        native_id=words(record, "owner_id"),
        display=words(record, "fullname"),
    )
    coauthors = (
        fields.account(
            "instagram",
            words(item, "username"),
            native_id=words(item, "id"),
            display=words(item, "full_name"),
        )
        for item in parts(record, "coauthors")
    )
    likes = count(record, "likes") or None  # 0 stands for hidden likes too
    return {
        "author": author,
        "coauthors": _others(coauthors, author),
        "caption": words(record, "description"),
        "kind": _instagram_kind(record),
        "counts": Counts(likes=likes) if likes else None,
        **of_instagram(record, source=SOURCE, author=author).fields,
    }


def _others(accounts: Iterator[Account | None], author: Account | None) -> tuple[Account, ...]:
    own = author.handle.casefold() if author else None
    return tuple(other for other in accounts if other and other.handle.casefold() != own)


def _instagram_kind(record: dict[str, Any]) -> PostKind:
    if is_story(record):
        return "story"
    if words(record, "type") == "reel" or words(record, "subcategory") in ("reel", "reels"):
        return "reel"
    if expected(record) > 1 or words(record, "sidecar_media_id"):
        return "carousel"
    return "video" if words(record, "video_url") else "feed"


def _tiktok(record: dict[str, Any]) -> dict[str, Any]:
    author = part(record, "author")
    caption = words(record, "desc")
    tags = [words(item, "title") or "" for item in parts(record, "challenges")]
    tags += [words(item, "hashtagName") or "" for item in parts(record, "textExtra")]
    original = words(part(record, "duetInfo"), "duetFromId")
    by = fields.account(
        "tiktok",
        words(author, "uniqueId") or words(record, "user"),
        native_id=words(author, "id"),
        display=words(author, "nickname"),
    )
    return {
        "author": by,
        "caption": caption,
        "kind": "carousel" if "imagePost" in record or words(record, "post_type") == "image" else "video",
        "extra_hashtags": fields.new_hashtags([tag for tag in tags if tag], caption),
        "paid_label": True if record.get("isAd") is True else None,
        **of_tiktok(record, source=SOURCE, author=by).fields,
        "derived_from": original if original and identity.tiktok_key(original) else None,
        "counts": _tiktok_counts(record),
    }


def _followers(record: dict[str, Any]) -> int | None:
    """Of the author, whom TikTok's records tell of beside the post."""
    told = (count(part(record, name), "followerCount") for name in ("authorStatsV2", "authorStats"))
    return next((one for one in told if one is not None), None)


def _tiktok_counts(record: dict[str, Any]) -> Counts | None:
    older, newer = part(record, "stats"), part(record, "statsV2")

    def number(name: str) -> int | None:
        value = count(newer, name)
        return count(older, name) if value is None else value

    counts = Counts(
        likes=number("diggCount"),
        comments=number("commentCount"),
        views=number("playCount"),
        shares=number("shareCount"),
        saves=number("collectCount"),
    )
    return counts if counts != Counts() else None


def _joined(records: list[dict[str, Any]]) -> dict[str, Any]:
    """One record of many: what they share stands once, what differs stands under `files`."""
    if len(records) == 1:
        return records[0]
    lead = records[0]
    shared = {key: value for key, value in lead.items() if all(item.get(key) == value for item in records)}
    rest = [{key: value for key, value in item.items() if key not in shared} for item in records]
    return {**shared, "files": rest}
