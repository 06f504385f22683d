"""Our own feed of posts, for every source that has no importer of its own: `{"version": "ugc-feed 1", "posts": [...]}`.

The fields are those of `ugc.model.post_feed`, whose JSON Schema is shipped as `assets/schemas/post-feed.schema.json`.
A field that is not as it should be is left unknown, with a note; so is one that no post has.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ugc import identity
from ugc.errors import InputError
from ugc.importers import _fields as fields
from ugc.importers._files import look, shown
from ugc.importers._hygiene import bare_url, private_name, sanitize
from ugc.importers._json import documents, first, looks_like_json
from ugc.importers._media import find_file
from ugc.model.base import canonical
from ugc.model.post_feed import VERSION, FeedAccount, FeedCounts, FeedPost
from ugc.model.posts import Account, Counts, FoundFile, FoundPost, Platform, Skipped, Track
from ugc.text import clean, one_line

NAME = "json-feed"
CAPTION_TRUST = 40
"""As gallery-dl's: a program wrote down the whole caption."""
_BEGINS = VERSION.partition(" ")[0] + " "
_LONGEST = 200
_MOST_NOTES = 20


def claims(path: Path) -> bool:
    """Whether a file is JSON that calls itself a feed of ours, of whatever version."""
    if not looks_like_json(path):
        return False
    data = first(path)
    return isinstance(data, dict) and str(data.get("version", "")).startswith(_BEGINS)


def read(path: Path) -> Iterator[FoundPost | Skipped]:
    """Yield the posts of one feed, or of all those that lie directly in a folder."""
    if not path.is_dir():
        yield from _feed(path)
        return
    for file in look(path).files:
        try:
            if claims(file):
                yield from _feed(file)
        except InputError as error:
            yield Skipped(origin=shown(file), why=f"{error.message} {error.hint or ''}".strip())


def _feed(path: Path) -> Iterator[FoundPost | Skipped]:
    for document in documents(path):
        place = shown(path) + (f", {document.place}" if document.place else "")
        data = document.data
        if document.fault or not isinstance(data, dict):
            yield Skipped(origin=place, why=document.fault or "It is no feed.")
        elif data.get("version") != VERSION:
            said = one_line(str(data.get("version")))[:40]
            why = f"It is a feed of version {said!r}; this program reads {VERSION!r}."
            yield Skipped(origin=place, why=why, code="unsupported")
        elif not isinstance(data.get("posts"), list):
            yield Skipped(origin=place, why="Its `posts` are no list.")
        else:
            strange = [one_line(name)[:40] for name in data.keys() - {"version", "made_at", "posts"}]
            if strange:
                why = f"Keys of the feed that are not understood: {', '.join(sorted(strange)[:20])}."
                yield Skipped(origin=place, why=why, code="ignored")
            for number, record in enumerate(data["posts"], 1):
                yield from _post(record, path.parent, f"{place}, post {number}")


def _post(record: Any, folder: Path, origin: str) -> Iterator[FoundPost | Skipped]:
    if not isinstance(record, dict):
        yield Skipped(origin=origin, why="It is no record of a post.")
        return
    try:
        raw, dropped = sanitize(record)
    except InputError as error:
        yield Skipped(origin=origin, why=error.message)
        return
    notes: list[str] = []
    post = _understood(_readable(record), notes)
    files: list[FoundFile] = []
    missing: list[str] = []
    for media in post.media:
        named = find_file(media.file, folder, origin=origin, alt=_short(media.alt, 5000))
        files += [file.model_copy(update={"role": media.role}) for file in named.files]
        missing += named.missing
        yield from named.skipped
    ids = tuple(dict.fromkeys(filter(None, map(identity.key_of_name, post.ids))))
    notes += [
        f"the id {one_line(each)[:60]!r} is not one of a platform" for each in post.ids if not _known(each)
    ]
    link = identity.link(post.permalink) if post.permalink else None
    ids = ids or ((link.key,) if link and link.key else ())
    if not (ids or files or (link and not link.opaque)):
        what = f" It names {', '.join(missing[:3])}, not found." if missing else ""
        why = f"It has neither an id, a link nor a media file.{what}"
        yield Skipped(origin=origin, why=why, code="no_media")
        return
    platform = identity.platform_of(ids[0]) if ids else post.platform or (link.platform if link else "other")
    yield FoundPost(
        source=NAME,
        origin=origin,
        ids=ids,
        caption_trust=CAPTION_TRUST,
        files=tuple(files),
        missing=tuple(missing),
        raw=canonical(raw),
        dropped=dropped,
        **_fields_of(post, platform, notes),
        permalink=bare_url(post.permalink) if link and post.permalink else _canonical(ids, post),
        notes=tuple(notes[:_MOST_NOTES]),
    )


def _fields_of(post: FeedPost, platform: Platform, notes: list[str]) -> dict[str, Any]:
    """The fields that come over as they are. `notes` grow."""
    author = _account(post.author, platform, notes) if post.author else None
    others = [_account(other, platform, notes) for other in post.coauthors]
    moment = fields.instant(post.posted_at.timestamp()) if post.posted_at else None
    track = post.track and Track(
        title=_short(post.track.title),
        artist=_short(post.track.artist),
        native_id=_short(post.track.native_id),
        source=NAME,
    )
    return {
        "platform": platform,
        "author": author,
        "coauthors": tuple(account for account in others if account),
        "caption": clean(post.caption or "").strip() or None,
        "posted_at": moment,
        "precision": (post.precision or "second") if moment else None,
        "kind": post.kind,
        "extra_hashtags": fields.new_hashtags(post.hashtags, post.caption),
        "paid_label": post.paid_label,
        "sound": post.sound,
        "track": track if track and (track.title or track.artist) else None,
        "derived_from": _short(post.derived_from),
        "counts": Counts(**post.counts.model_dump()) if post.counts and _says(post.counts) else None,
        "tags": tuple(dict.fromkeys(filter(None, (one_line(tag)[:100] for tag in post.tags)))),
    }


def _says(counts: FeedCounts) -> bool:
    return any(value is not None for name, value in counts if name != "taken_at")


def _readable(value: Any) -> Any:
    """A record whose texts can be stored: without control characters and half characters."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_readable(item) for item in value]
    return {clean(key): _readable(item) for key, item in value.items()} if isinstance(value, dict) else value


def _understood(record: dict[str, Any], notes: list[str]) -> FeedPost:
    """The fields of a record that are as they should be; the others are left unknown, and noted."""
    strange = sorted(name for name in record if name not in FeedPost.model_fields and not private_name(name))
    if strange:
        notes.append(
            f"keys that are not understood: {', '.join(one_line(name)[:40] for name in strange[:20])}"
        )
    told = {
        name: value for name, value in record.items() if name in FeedPost.model_fields and value is not None
    }
    while True:
        try:
            return FeedPost.model_validate(told)
        except ValidationError as error:
            wrong: dict[str, set[Any]] = {}
            for each in error.errors():
                name, *below = each["loc"]
                place = one_line(".".join(map(str, each["loc"])))[:60]
                notes.append(f"{place} is left unknown: {one_line(each['msg'])[:100]}")
                wrong.setdefault(str(name), set()).add(below[0] if below else None)
            for name, places in wrong.items():
                told[name] = _without(told.pop(name, None), places)
            told = {name: value for name, value in told.items() if value is not None}


def _without(value: Any, places: set[Any]) -> Any:
    """A record or list without some of its fields or items; None where that does not mend it."""
    if isinstance(value, dict) and places <= value.keys():
        return {name: item for name, item in value.items() if name not in places}
    if isinstance(value, list) and None not in places:
        return [item for at, item in enumerate(value) if at not in places]
    return None


def _account(said: FeedAccount, platform: Platform, notes: list[str]) -> Account | None:
    found = fields.account(
        platform, said.handle, native_id=_short(said.native_id), display=_short(said.display_name)
    )
    if not found:
        notes.append(f"{one_line(said.handle)[:40]!r} is not a handle; the account is left out")
        return None
    url = said.profile_url
    return found.model_copy(update={"profile_url": bare_url(url) if url and identity.link(url) else None})


def _known(name: str) -> bool:
    """Whether an id is a platform's, or one that a workspace makes of a file or link and makes again."""
    return bool(identity.key_of_name(name)) or name.startswith(("file:", "url:"))


def _canonical(ids: tuple[str, ...], post: FeedPost) -> str | None:
    return identity.canonical_link(ids[0], post.author.handle if post.author else None) if ids else None


def _short(words: str | None, longest: int = _LONGEST) -> str | None:
    return one_line(words)[:longest] or None if words else None
