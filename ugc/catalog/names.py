"""What a post is called: its ids, the key of its permalink, and what people type for one."""

import hashlib
import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit

from ugc.catalog.database import Database
from ugc.errors import InputError, UgcError, UsageError, nearest
from ugc.model.posts import FoundPost, Media

_NOISE = re.compile(
    r"utm_.*|igsh|igshid|img_index|fbclid|gclid|si|is_from_webapp|sender_device|web_id|_r|_t", re.I
)
_HEX = re.compile(r"(?:file:)?([0-9a-f]{8,64})", re.I)
_PLATFORM_PREFIXES = ("ig:", "tt:", "yt:")
_NEAR = 2000


def names_of(found: FoundPost, media: Sequence[Media]) -> tuple[str, ...]:
    """The ids a source's post is to be known by: the platform's own, else one made from its first file or its link."""
    return found.ids or (main_id(found, media),)


def main_id(found: FoundPost, media: Sequence[Media]) -> str:
    """The id a post gets when nothing of it is known yet. Raises InputError when there is nothing to know it by."""
    if found.ids:
        return found.ids[0]
    if media:
        return file_id(media[0])
    key = link_key(found.permalink) if found.permalink else None
    if key is None:
        raise InputError(
            f"{found.origin} names no id, no link and no file, so there is nothing to know the post by.",
            hint="Add its link, or put its media beside it.",
        )
    return link_id(key)


def file_id(media: Media) -> str:
    """The id of a post that is known by its first file alone."""
    return f"file:{media.sha256}"


def link_id(key: str) -> str:
    """The id of a post that is known by its link alone, from the link's key."""
    return f"url:{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


def link_key(link: str) -> str | None:
    """Return what is the same in all spellings of a permalink, or None for what is not a link to one thing.

    Scheme, www, fragment, closing slash and the platforms' tracking parameters go; other parameters are kept, since
    some sites name their posts by them.
    """
    try:
        parts = urlsplit(link.strip() if "://" in link else f"https://{link.strip()}")
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
        query = [(name, value) for name, value in parse_qsl(parts.query) if not _NOISE.fullmatch(name)]
    except ValueError:
        return None
    path = parts.path.rstrip("/")
    if "." not in host or not (path or query):
        return None
    return host + path + (f"?{urlencode(sorted(query))}" if query else "")


def find_post(database: Database, name: str) -> tuple[int, str] | None:
    """Return a post's number and id by any id it was ever known by, exactly."""
    row = database.one(
        "SELECT p.id, p.name FROM post_ids n JOIN posts p ON p.id = n.post WHERE n.name = ?", (name,)
    )
    return (row[0], row[1]) if row else None


def resolve(database: Database, name: str) -> str:
    """Return the id of the post that a person means. Raises UsageError with the nearest known id."""
    name = name.strip()
    found = find_post(database, name) or _by_link(database, name) or _by_bare_id(database, name)
    found = found or _by_hash(database, name)
    if found:
        return found[1]
    raise _unknown(database, name)


def _by_link(database: Database, name: str) -> tuple[int, str] | None:
    key = link_key(name) if "/" in name else None
    row = key and database.one(
        "SELECT p.id, p.name FROM permalinks l JOIN posts p ON p.id = l.post WHERE l.key = ?", (key,)
    )
    return (row[0], row[1]) if row else None


def _by_bare_id(database: Database, name: str) -> tuple[int, str] | None:
    hits = {find_post(database, prefix + name) for prefix in _PLATFORM_PREFIXES} - {None}
    return hits.pop() if len(hits) == 1 else None


def _by_hash(database: Database, name: str) -> tuple[int, str] | None:
    """By the beginning of a file's hash: of a post known by it, or else of the one post that holds the file."""
    match = _HEX.fullmatch(name)
    if not match:
        return None
    start = match[1].lower()
    rows = database.run(
        "SELECT DISTINCT p.id, p.name FROM post_ids n JOIN posts p ON p.id = n.post"
        " WHERE n.name >= ? AND n.name < ? LIMIT 3",
        (f"file:{start}", f"file:{start}g"),
    ) or database.run(
        "SELECT DISTINCT p.id, p.name FROM post_media m JOIN posts p ON p.id = m.post"
        " WHERE m.sha256 >= ? AND m.sha256 < ? LIMIT 3",
        (start, f"{start}g"),
    )
    if len(rows) > 1:
        raise UsageError(
            f"{name!r} could be any of {len(rows)} posts or more: {', '.join(row[1] for row in rows)}.",
            hint="Type more of the id.",
        )
    return (rows[0][0], rows[0][1]) if rows else None


def _unknown(database: Database, name: str) -> UgcError:
    shown = name if len(name) <= 80 else name[:79] + "…"
    close = _nearest(database, name, name[:6]) or _nearest(database, name, name[: name.find(":") + 1])
    hint = f"Did you mean {close}?" if close else "`ugc posts` lists all of them."
    return UsageError(f"No post is known as {shown!r}.", hint=hint)


def _nearest(database: Database, name: str, start: str) -> str | None:
    """The closest id of those that begin alike; looking through all would take long in a large catalog."""
    query = "SELECT name FROM post_ids WHERE name >= ? AND name < ? LIMIT ?"
    return nearest(name[:80], [row[0] for row in database.run(query, (start, start + "\U0010ffff", _NEAR))])
