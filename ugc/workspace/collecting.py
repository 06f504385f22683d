"""What of a post stands on a contact sheet: its pictures, what was made of it, and where it can be seen."""

from pathlib import Path
from typing import TYPE_CHECKING

from ugc.catalog import MadeCreative
from ugc.model.posts import Media, Post
from ugc.text import one_line

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_SCHEMES = ("https://", "http://")
_OWN = ("original", "raw")


def pictures(post: Post) -> list[Media]:
    """Return the pictures and clips of a post that have a strip each."""
    return [media for media in post.media if media.role in _OWN] or list(post.media[:1])


def standing(workspace: "Workspace", post: str) -> list[MadeCreative]:
    """Return the newest of each concept, format and type; older renderings of the same are left out."""
    newest: dict[tuple[str, str, str, bool], MadeCreative] = {}
    for made in sorted(workspace.catalog.creatives(post=post), key=lambda made: (made.made_at, made.path)):
        newest[made.concept, made.format, Path(made.path).suffix, made.proof] = made
    return list(newest.values())


def link(post: Post) -> str | None:
    """Return the post's address, if it is one that a click may follow."""
    return safe_link(post.permalink)


def safe_link(address: str | None) -> str | None:
    """Return an address, if it is one that a click may follow."""
    address = address or ""
    return address if address.casefold().startswith(_SCHEMES) and one_line(address) == address else None
