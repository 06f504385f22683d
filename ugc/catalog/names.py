"""What a post is called: its ids, and the key of its permalink."""

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

from ugc.catalog.database import Database
from ugc.errors import InputError
from ugc.model.posts import FoundPost, Media

_NOISE = re.compile(
    r"utm_.*|igsh|igshid|img_index|fbclid|gclid|si|is_from_webapp|sender_device|web_id|_r|_t", re.I
)


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


@lru_cache(maxsize=256)  # a post's link is asked about several times in a row
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
