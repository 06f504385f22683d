"""From the records of Instagram's own export to posts."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from ugc.errors import InputError
from ugc.importers import _fields as fields
from ugc.importers._fields import count, part, parts, words
from ugc.importers._hygiene import sanitize
from ugc.importers._media import find_named
from ugc.importers._unnamed import key_of
from ugc.model.base import canonical
from ugc.model.posts import Account, FoundFile, FoundLink, FoundPost, PostKind, Skipped
from ugc.text import counted, one_line

SOURCE = "instagram-export"
CAPTION_TRUST = 50

_WRAPPERS: dict[str, PostKind] = {
    "ig_stories": "story",
    "ig_reels_media": "reel",
    "ig_igtv_media": "video",
    "ig_archived_post_media": "unknown",
    "ig_recently_deleted_media": "unknown",
}
_PROFILE = "ig_profile_picture"
_LISTS_OF_2018 = ("photos", "videos", "stories", "profile", "direct")
_STEMS: dict[str, PostKind] = {"stories": "story", "reels": "reel", "igtv_videos": "video"}
"""What a list without a wrapper holds, by the name of its file."""
_MOST = 100
"""Files of one post; Instagram's own limit is 20."""


class Home(NamedTuple):
    """The export that a record is of."""

    roots: list[Path]
    """Where its `uri` begin: its own folder, and those of its other parts."""
    author: Account | None
    note: str | None
    """Why the author is not known."""


class _Told(NamedTuple):
    """One post as the export tells of it, its files in their order."""

    record: dict[str, Any]
    media: list[dict[str, Any]]
    kind: PostKind = "unknown"
    archived: bool = False
    gone: bool | None = None


def is_posts(data: Any) -> bool:
    """Whether a document lists posts of an export, or pictures of its profile."""
    if isinstance(data, list):
        return any(_is_post(item) for item in data[:20])  # one that is broken costs itself alone
    if not isinstance(data, dict):
        return False
    return bool(_wrapped(data)) or isinstance(data.get(_PROFILE), list) or _is_post(data) or _is_of_2018(data)


def read(data: Any, origin: str, home: Home, *, stem: str) -> Iterator[FoundPost | Skipped]:
    """Yield the posts of one document. `stem` is its file's name, by which lists without a wrapper differ."""
    if isinstance(data, dict) and isinstance(data.get(_PROFILE), list):
        why = f"{counted(len(data[_PROFILE]), 'picture')} of the profile; they are no posts."
        yield Skipped(origin=origin, why=why, code="ignored")
    if isinstance(data, dict) and _is_of_2018(data):
        yield from _of_2018(data, origin, home)
        return
    if isinstance(data, dict) and _is_post(data):
        yield from _built(_told(data, stem), origin, home)
        return
    lists = _wrapped(data) if isinstance(data, dict) else {"": data}
    for wrapper, listed in lists.items():
        for number, item in enumerate(listed, 1):
            here = f"{origin}, post {number}"
            if _is_post(item):
                yield from _built(_told(item, stem, wrapper), here, home)
            else:
                yield Skipped(origin=here, why="It is no post: it names no file.")


def _is_post(item: Any) -> bool:
    """Whether a record is a post: it names a file, or lists those that do."""
    if not isinstance(item, dict):
        return False
    media = parts(item, "media") or [item]
    return all(isinstance(file.get("uri"), str) for file in media) and any(
        "creation_timestamp" in file for file in (item, *media)
    )


def _wrapped(data: dict[str, Any]) -> dict[str, list[Any]]:
    return {name: data[name] for name in _WRAPPERS if isinstance(data.get(name), list)}


def _told(item: dict[str, Any], stem: str, wrapper: str = "") -> _Told:
    by_name: PostKind = next((kind for name, kind in _STEMS.items() if stem.startswith(name)), "unknown")
    kind = _WRAPPERS.get(wrapper, by_name)
    archived = wrapper == "ig_archived_post_media" or stem.startswith("archived_posts")
    deleted = wrapper == "ig_recently_deleted_media" or stem.startswith("recently_deleted")
    return _Told(item, parts(item, "media") or [item], kind, archived, True if deleted else None)


def _built(told: _Told, origin: str, home: Home) -> Iterator[FoundPost | Skipped]:
    try:
        yield from _build(told, origin, home)
    except InputError as error:
        yield Skipped(origin=origin, why=error.message)


def _build(told: _Told, origin: str, home: Home) -> Iterator[FoundPost | Skipped]:
    media = told.media[:_MOST]
    if len(told.media) > _MOST:
        raise InputError(f"It lists {len(told.media)} files, where a post has at most {_MOST}.")
    record, dropped = sanitize(told.record)
    files: dict[Path, FoundFile] = {}
    missing: list[str] = []
    links: list[FoundLink] = []
    for place, item in enumerate(media):
        found = _find(item, origin, home)
        yield from found.skipped
        files.update({file.path: file for file in found.files if file.path not in files})
        if not (found.files or found.skipped):
            name, url = _elsewhere(item)
            missing.append(name)
            links += [FoundLink(url=url, name=name, place=place)] if url else []
    posted_at = _time(record, media)
    notes = [home.note] if home.note else []
    if told.archived:
        notes.append("it is archived: its creator has taken it off the profile")
    known = _known_by(home.author, posted_at, media)
    if not (known or files):
        yield Skipped(origin=origin, why="It has no file and no date to know it by.", code="no_media")
        return
    yield FoundPost(
        source=SOURCE,
        origin=origin,
        ids=(known,) if known else (),
        platform="instagram",
        author=home.author,
        caption=_caption(record, media),
        caption_trust=CAPTION_TRUST,
        posted_at=posted_at,
        precision="second" if posted_at else None,
        kind=_kind(told),
        files=tuple(files.values()),
        missing=tuple(dict.fromkeys(missing)),
        links=tuple(links),
        gone=told.gone,
        raw=canonical(record),
        dropped=dropped,
        notes=tuple(notes),
    )


def _known_by(author: Account | None, posted: datetime | None, media: list[dict[str, Any]]) -> str | None:
    """The account, the second, and the name of the first file."""
    uri = next((item["uri"] for item in media if isinstance(item.get("uri"), str)), None)
    return key_of("instagram", author, posted, PurePosixPath(uri.partition("?")[0]).name if uri else None)


class _Found(NamedTuple):
    files: list[FoundFile]
    skipped: list[Skipped]


def _find(item: dict[str, Any], origin: str, home: Home) -> _Found:
    """Find a file by its `uri` below one of the export's folders; where another part has it, the first does not."""
    uri = item.get("uri")
    if not isinstance(uri, str) or _is_address(uri):
        return _Found([], [])
    for root in home.roots:
        named = find_named(uri, root, origin=origin)
        if named.files or named.skipped:
            return _Found(named.files, named.skipped)
    return _Found([], [])


def _is_address(uri: str) -> bool:
    """Whether a `uri` is a web address and no path."""
    return uri.lower().startswith(("http://", "https://"))


def _elsewhere(item: dict[str, Any]) -> tuple[str, str | None]:
    """The name of a file that is not there, and where the record says that it can be fetched."""
    for key in ("uri", "backup_uri"):
        value = item.get(key)
        if isinstance(value, str) and _is_address(value):
            try:
                name = unquote(urlsplit(value).path).rpartition("/")[2]
            except ValueError:
                continue
            if name:
                return one_line(name)[:120], value
    name = PurePosixPath(words(item, "uri") or "").name
    return one_line(name)[:120] or "a file without a name", None


def _caption(record: dict[str, Any], media: list[dict[str, Any]]) -> str | None:
    """The post's own title; a post of one file has it at the file, and only there."""
    own = words(record, "title") or words(record, "caption")
    return own or next((title for item in media if (title := words(item, "title"))), None)


def _time(record: dict[str, Any], media: list[dict[str, Any]]) -> Any:
    said = (fields.instant(count(item, "creation_timestamp")) for item in (record, *media))
    return next((moment for moment in said if moment), None) or fields.stamp(words(record, "taken_at"))


def _kind(told: _Told) -> PostKind:
    if told.kind != "unknown":
        return told.kind
    if len(told.media) > 1:
        return "carousel"
    item = told.media[0]
    clip = part(part(item, "media_metadata"), "video_metadata") or _ending(item) in (".mp4", ".mov", ".m4v")
    if clip:
        return "video"
    still = part(part(item, "media_metadata"), "photo_metadata") or _ending(item)
    return "feed" if still else "unknown"


def _ending(item: dict[str, Any]) -> str:
    return PurePosixPath(words(item, "uri") or "").suffix.lower()


# --- 2018 ----------------------------------------------------------------------------------------------------------


def _is_of_2018(data: dict[str, Any]) -> bool:
    listed = [item for name in _LISTS_OF_2018 for item in parts(data, name)]
    return bool(listed) and all({"path", "taken_at"} <= item.keys() for item in listed[:20])


def _of_2018(data: dict[str, Any], origin: str, home: Home) -> Iterator[FoundPost | Skipped]:
    """Yield the posts of `media.json`. The files of a carousel stand apart there, with one time and one caption."""
    groups: dict[tuple[str | None, str | None], list[dict[str, Any]]] = {}
    for name in ("photos", "videos"):
        for item in parts(data, name):
            key = words(item, "taken_at"), words(item, "caption")
            groups.setdefault(key if key[0] else (None, str(len(groups))), []).append(item)
    told = [(items, "unknown") for items in groups.values()]
    told += [([item], "story") for item in parts(data, "stories")]
    for number, (items, kind) in enumerate(told, 1):
        media = [{**item, "uri": item.get("path")} for item in items]
        record = items[0] if len(items) == 1 else {**items[0], "media": items}
        story: PostKind = "story" if kind == "story" else "unknown"
        yield from _built(_Told(record, media, story), f"{origin}, post {number}", home)
    for name, what in (("profile", "of the profile"), ("direct", "out of messages")):
        if listed := parts(data, name):
            why = f"{counted(len(listed), 'file')} {what}, which are no posts."
            yield Skipped(origin=origin, why=why, code="ignored")
