"""Comments in what sources said of posts, where they are there at all, and how many are repeated.

instaloader's and yt-dlp's importers take comments out of their records before these are kept: other people wrote them.
The Graph API's stay where whoever asked asked for `comments{username,text}`, a feed's where it has a list `comments`.
Words are only counted; neither they nor the names of who wrote them are stored or shown.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from ugc import text

MOST = 2000
"""Comments that are read of one record."""
_LONGEST = 2200
_DEEPEST = 4
_MENTION = re.compile(r"@[\w.]+")
_LISTS = (
    "comments",  # Graph API, yt-dlp, a feed
    "comments.data",
    "data.comments",  # TikTok's research API
    "node.comments",
    "node.edge_media_to_parent_comment.edges",  # instaloader, and bare answers of Instagram's web
    "node.edge_media_to_comment.edges",
    "node.edge_media_preview_comment.edges",
    "node.iphone_struct.preview_comments",
    "edge_media_to_parent_comment.edges",
    "edge_media_to_comment.edges",
    "preview_comments",
)
_OWN: dict[str, tuple[str, ...]] = {
    "instagram-graph": ("comments", "comments.data"),
    "yt-dlp": ("comments",),
    "json-feed": ("comments", "comments.data"),
    "tiktok-api": ("comments", "data.comments"),
    "instaloader": tuple(name for name in _LISTS if name.startswith(("node", "edge", "preview", "comments"))),
}
"""Where each importer's records have them; of another importer every place is looked at."""
_TEXTS = ("text", "message", "content", "textDisplay")
_ANSWERS = ("replies", "answers", "edge_threaded_comments")
_NAMES = ("username", "handle", "author", "unique_id", "name")


class Comment(NamedTuple):
    """One comment."""

    author: str
    """The handle, folded, without @; empty where it is not known."""
    text: str


class Repeated(NamedTuple):
    """How many comments say what another one says."""

    n: int
    """Comments with words."""
    repeated: int
    """Of these, those whose words another one has too."""
    emoji_only: int
    """Comments without any letter or digit, beside those."""


def comments_in(importer: str, raw: str | None) -> tuple[Comment, ...]:
    """Return the comments in a source's record, at most `MOST`; what is not understood is passed over."""
    try:
        record = json.loads(raw or "null")
    except (ValueError, RecursionError):
        return ()
    found: list[Comment] = []
    for place in _OWN.get(importer, _LISTS):
        listed = record
        for name in place.split("."):
            listed = listed.get(name) if isinstance(listed, dict) else None
        own = list(islice(_listed(listed, 0), MOST))
        found = max(found, own, key=len)  # places of one record tell of the same comments
    return tuple(found)


def repeated(comments: Iterable[Comment], *, without: str = "") -> Repeated:
    """Count comments whose words others have too, as people compare them: case, spaces, signs and mentions aside.

    Those of `without`, the folded handle of whose posts they are under, are left out. A comment of signs alone says the
    same as many honest ones do: those are told apart.
    """
    words: Counter[str] = Counter()
    emoji_only = 0
    for comment in comments:
        if without and comment.author == without:
            continue
        plain = _plain(comment.text)
        if plain:
            words[plain] += 1
        else:
            emoji_only += bool(comment.text.strip()) and not _MENTION.search(comment.text)
    return Repeated(sum(words.values()), sum(n for n in words.values() if n > 1), emoji_only)


def _plain(words: str) -> str:
    folded = _MENTION.sub(" ", text.fold(words))
    return " ".join("".join(c if c.isalnum() else " " for c in folded).split())


def _listed(value: Any, depth: int) -> Iterator[Comment]:
    """Yield the comments of a list, each before its answers."""
    if isinstance(value, dict):
        value = value.get("edges") or value.get("data")
    if not isinstance(value, list) or depth > _DEEPEST:
        return
    for item in value:
        inner = item.get("node", item) if isinstance(item, dict) else None
        if not isinstance(inner, dict):
            continue
        said = next((inner[name] for name in _TEXTS if isinstance(inner.get(name), str)), None)
        if said:
            yield Comment(_author(inner), text.clean(said[:_LONGEST]))
        for name in _ANSWERS:
            yield from _listed(inner.get(name), depth + 1)


def _author(comment: dict[str, Any]) -> str:
    held = (comment, comment.get("owner"), comment.get("from"), comment.get("user"))
    for holder in (one for one in held if isinstance(one, dict)):
        for name in _NAMES:
            if isinstance(holder.get(name), str):
                return text.fold(text.handle(holder[name][:200]))
    return ""
