"""What a source says of a post, as it is kept and known again: its JSON, its digest, and words that can be stored."""

import hashlib
import json
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from ugc import text
from ugc.catalog.merge import without_nobodies
from ugc.model.posts import FoundPost, Media

_WRITTEN = json.JSONEncoder(
    ensure_ascii=False,
    sort_keys=True,
    separators=(",", ":"),
    allow_nan=False,
    default=lambda moment: moment.isoformat(),
)
"""As `canonical`, and takes moments. Digests in released catalogs rest on each of its settings."""
_ESCAPED = re.compile(r"\\[ubfr]")
"""What a control character is in JSON; so is now and then a backslash before a letter."""


class Told(NamedTuple):
    """A source's post, ready to be kept."""

    found: FoundPost
    media: list[Media]
    said: str
    """What the source says, as JSON: where it lay, and when, is not part of it."""
    mark: str
    """Digest of that and of the raw record, by which the same is known again."""
    clean: bool
    """Whether all of its words can be stored as they are; False where nobody can be sure without looking."""


def tell(found: FoundPost, media: Sequence[Media]) -> Told:
    """Write down what a source says. `media` are the found files that are in the store, in the source's order."""
    named = [item.model_copy(update={"name": text.clean(item.name)}) for item in media]
    told = found.model_dump(
        exclude={"origin", "files", "links", "followers", "raw", "dropped", "receipts"} | _unsaid(found)
    )
    files = [(item.sha256, item.role, item.alt, item.name) for item in named]
    written = _WRITTEN.encode({**told, "media": files})
    said = text.clean(written)
    raw = None if found.raw is None else text.clean(found.raw)
    mark = hashlib.sha256(f"{said}\0{raw}".encode()).hexdigest()
    return Told(found, named, said, mark, said == written and not _ESCAPED.search(said))


def readable(told: Told) -> FoundPost:
    """Return the post with words that can be stored: an author of no name and no number is unknown, and half
    characters are gone. It has neither files, links nor the raw record."""
    found = told.found
    if not told.clean:
        found = FoundPost.model_validate(
            _cleaned(found.model_dump(exclude={"files", "links", "raw", "receipts"}))
        )
    ids = tuple(dict.fromkeys(filter(None, found.ids)))
    return without_nobodies(found).model_copy(update={"ids": ids, "files": (), "links": (), "raw": None})


def _unsaid(found: FoundPost) -> set[str]:
    """Fields that posts did not always have: where they are empty, the digest is what it was without them."""
    return {name for name in ("track", "gone") if getattr(found, name) is None}


def _cleaned(data: Any) -> Any:
    if isinstance(data, str):
        return text.clean(data)
    if isinstance(data, dict):
        return {name: _cleaned(value) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [_cleaned(item) for item in data]
    return data
