"""Lists of other people's posts in Instagram's own export: those that the account saved, as links; those it liked."""

from collections.abc import Iterator
from typing import Any

from ugc import identity
from ugc.errors import InputError
from ugc.importers import _fields as fields
from ugc.importers._fields import words
from ugc.importers._hygiene import sanitize
from ugc.model.base import canonical
from ugc.model.posts import FoundPost, Skipped
from ugc.text import counted

SOURCE = "instagram-export"
_SAVED = ("saved_saved_media", "saved_saved_collections")
_LIKED = ("likes_media_likes", "likes_comment_likes")
_DEEPEST = 12


def is_list(data: Any) -> bool:
    """Whether a document lists posts that the account saved or liked."""
    if isinstance(data, dict):
        return any(isinstance(data.get(name), list) for name in (*_SAVED, *_LIKED))
    # since 2025: a bare list of records with labels
    return isinstance(data, list) and bool(data) and all(_is_labelled(item) for item in data[:20])


def read(data: Any, origin: str, *, stem: str) -> Iterator[FoundPost | Skipped]:
    """Yield saved posts as links alone; say how many liked ones were left. `stem` tells bare lists apart."""
    lists = data if isinstance(data, dict) else {_SAVED[0] if "saved" in stem else _LIKED[0]: data}
    seen: set[str] = set()
    for name, listed in lists.items():
        if name in _LIKED and isinstance(listed, list):
            why = f"{counted(len(listed), 'post')} that the account liked; to like is not to collect."
            yield Skipped(origin=origin, why=why, code="ignored")
        elif name in _SAVED and isinstance(listed, list):
            for number, item in enumerate(listed, 1):
                yield from _saved(item, f"{origin}, item {number}", seen)


def _is_labelled(item: Any) -> bool:
    return isinstance(item, dict) and isinstance(item.get("label_values"), list) and "timestamp" in item


def _saved(item: Any, origin: str, seen: set[str]) -> Iterator[FoundPost | Skipped]:
    try:
        record, dropped = sanitize(item)
    except InputError as error:
        yield Skipped(origin=origin, why=error.message)
        return
    if _is_heading(record):
        return
    link, near = next(_links(record), (None, None))
    key = link.key if link else None
    if link is None or key is None:
        why = "It has no address of a post on Instagram."
        yield Skipped(origin=origin, why=why, code="no_media")
        return
    if key in seen:  # in a collection, and in the list of all
        return
    seen.add(key)
    posted_at = identity.posted_at(key)
    yield FoundPost(
        source=SOURCE,
        origin=origin,
        ids=(key,),
        platform="instagram",
        author=fields.account("instagram", words(record, "title") or near),
        posted_at=posted_at,
        precision="derived" if posted_at else None,
        permalink=identity.canonical_link(key),
        kind=link.kind,
        raw=canonical(record),
        dropped=dropped,
    )


def _is_heading(record: Any) -> bool:
    """Whether it only gives a collection its name."""
    return isinstance(record, dict) and bool(words(record, "title")) and "href" not in canonical(record)


def _links(value: Any, depth: int = 0) -> Iterator[tuple[identity.Link, str | None]]:
    """The addresses of posts in a record, each with the word that stands beside it."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        link = identity.link(words(value, "href") or "")
        if link and link.platform == "instagram" and link.key:
            beside = words(value, "value")
            yield link, beside if beside and "://" not in beside else None
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _links(inner, depth + 1)
