"""Names of a gallery's pages: the same for the same post for ever, safe on every file system and in every address."""

import hashlib
import re
import unicodedata

_UNSAFE = re.compile(r"[^a-z0-9]+")
_LONGEST = 40
_DIGITS = 10


def post_slug(post: str, handle: str) -> str:
    """Return the name of a post's page: readable, and by its end unlike that of any other post."""
    return f"{plain(handle) or 'post'}-{hashlib.sha256(post.encode()).hexdigest()[:_DIGITS]}"


def slug(text: str, *, of: str = "") -> str:
    """Return the name of a page for a creator, hashtag or product.

    A text of small Latin letters and digits, `golden-hour`, is its own name; another one ends in a digest of itself,
    so that two texts never share a page, whatever a file system takes for the same. `of` is what tells two of the
    same text apart.
    """
    readable = plain(text)
    if readable == text and not of:
        return readable
    tail = hashlib.sha256(f"{of}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
    return f"{readable}-{tail}" if readable else tail


def plain(text: str) -> str:
    """Return a text's Latin letters and digits, in small letters, joined by hyphens; empty where it has none."""
    folded = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return _UNSAFE.sub("-", folded)[:_LONGEST].strip("-")
