"""What people type for a post: ids, links in any form, beginnings of hashes, names of the files made of it."""

import re

from ugc import identity
from ugc.catalog import short_ids
from ugc.catalog.database import Database
from ugc.catalog.names import find_post, link_key
from ugc.errors import UgcError, UsageError, nearest

_HEX = re.compile(r"(?:file:)?([0-9a-f]{8,64})", re.I)
_PLATFORM_PREFIXES = ("ig:", "tt:", "yt:")
_NEAR = 2000
_LISTED = 6
"""Of the things that a name could mean, as many as are said."""


def resolve(database: Database, name: str) -> str:
    """Return the id of the post that a person means. Raises UsageError with the nearest known id."""
    posts = lead_to(database, name)
    if len(posts) > 1:
        raise UsageError(
            f"{_shown(name)} is a creative of {' and '.join(posts)}.", hint="Name one of these posts."
        )
    return posts[0]


def lead_to(database: Database, name: str) -> tuple[str, ...]:
    """Return the ids of the posts that a name leads to: one, or all posts of a creative.

    A name is an id or link that a post was ever known by, the beginning of its file's hash, an id of a creative made
    of it, or that creative's file name. Raises UsageError for any other, and for one that could mean several.
    """
    name = name.strip()
    found = find_post(database, name) or _by_link(database, name) or _by_bare_id(database, name)
    if found:
        return (found[1],)
    meant: short_ids.Meant = {post: (post,) for post in _by_hash(database, name)}
    meant |= {f"{id} ({', '.join(posts)})": posts for id, posts in short_ids.meant(database, name).items()}
    ways = set(meant.values())
    if len(ways) > 1:
        listed = ", ".join(list(meant)[:_LISTED]) + (", …" if len(meant) > _LISTED else "")
        raise UsageError(
            f"{_shown(name)} could be any of {len(meant)}: {listed}.", hint="Type more of the id."
        )
    if not ways:
        raise _unknown(database, name)
    return ways.pop()


def _by_link(database: Database, name: str) -> tuple[int, str] | None:
    """By a link as a source wrote it, else by what its platform means with it, whichever form of it is known."""
    key = link_key(name) if "/" in name else None
    if key is None:
        return None
    rows = database.run(
        "SELECT p.id, p.name FROM permalinks l JOIN posts p ON p.id = l.post WHERE l.key = ?", (key,)
    )
    post = identity.post_key(name)
    if rows or post is None:
        return rows[0] if rows else None
    return find_post(database, post) or _by_other_form(database, post)


def _by_other_form(database: Database, post: str) -> tuple[int, str] | None:
    """The post that a link to the same thing belongs to, where no source gave it the platform's id."""
    rows = database.run(
        "SELECT l.key, p.id, p.name FROM permalinks l JOIN posts p ON p.id = l.post WHERE instr(l.key, ?) > 0",
        (post.partition(":")[2],),
    )
    hits = {(number, name) for key, number, name in rows if identity.post_key(key) == post}
    return hits.pop() if len(hits) == 1 else None


def _by_bare_id(database: Database, name: str) -> tuple[int, str] | None:
    hits = {find_post(database, prefix + name) for prefix in _PLATFORM_PREFIXES} - {None}
    return hits.pop() if len(hits) == 1 else None


def _by_hash(database: Database, name: str) -> list[str]:
    """By the beginning of a file's hash: of posts known by it, or else of those that hold the file."""
    match = _HEX.fullmatch(name)
    if not match:
        return []
    start = match[1].lower()
    rows = database.run(
        "SELECT DISTINCT p.name FROM post_ids n JOIN posts p ON p.id = n.post WHERE n.name >= ? AND n.name < ?",
        (f"file:{start}", f"file:{start}g"),
    ) or database.run(
        "SELECT DISTINCT p.name FROM post_media m JOIN posts p ON p.id = m.post"
        " WHERE m.sha256 >= ? AND m.sha256 < ?",
        (start, f"{start}g"),
    )
    return [row[0] for row in rows]


def _unknown(database: Database, name: str) -> UgcError:
    link = identity.link(name) if "/" in name else None
    if link and link.opaque:
        hint = f"Only {link.platform} knows where this link leads. Open it and give the address that it leads to."
        return UsageError(f"No post is known as {_shown(name)}.", hint=hint)
    close = _nearest(database, name, name[:6]) or _nearest(database, name, name[: name.find(":") + 1])
    hint = f"Did you mean {close}?" if close else "`ugc posts` lists all of them."
    return UsageError(f"No post is known as {_shown(name)}.", hint=hint)


def _shown(name: str) -> str:
    return repr(name if len(name) <= 80 else name[:79] + "…")


def _nearest(database: Database, name: str, start: str) -> str | None:
    """The closest id of those that begin alike; looking through all would take long in a large catalog."""
    query = "SELECT name FROM post_ids WHERE name >= ? AND name < ? LIMIT ?"
    return nearest(name[:80], [row[0] for row in database.run(query, (start, start + "\U0010ffff", _NEAR))])
