"""Whose accounts are tagged in the pictures of a post, as far as a source's record says so."""

import json
from collections.abc import Iterator
from typing import Any

from ugc import text

TAGS = ("usertags", "tagged_users", "tagged_username", "edge_media_to_tagged_user")
"""usertags: Instagram's app, within instaloader's `iphone_struct`; edge_media_to_tagged_user: Instagram's web, which
instaloader keeps; tagged_users, and tagged_username where it collected what an account is tagged in: gallery-dl. The
Graph API names nobody who is tagged."""
_MOST = 20_000
_DEEPEST = 16


def tagged_in(raw: str | None) -> frozenset[str]:
    """Return the handles that a record says are tagged, folded, without @; what is not understood is passed over."""
    if not raw or not any(name in raw for name in TAGS):
        return frozenset()
    try:
        record = json.loads(raw)
    except (ValueError, RecursionError):
        return frozenset()
    found: set[str] = set()
    waiting = [(record, 0)]
    for _ in range(_MOST):
        if not waiting:
            break
        value, depth = waiting.pop()
        if isinstance(value, dict):
            for name in TAGS:
                found.update(_handles(value.get(name), 0))
        if depth < _DEEPEST:
            inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
            waiting += [(item, depth + 1) for item in inner if isinstance(item, dict | list)]
    return frozenset(found)


def _handles(value: Any, depth: int) -> Iterator[str]:
    """Yield the handles of a list of the tagged, in any of its wrappers: in, edges, node, user."""
    if isinstance(value, str):
        if handle := text.fold(text.handle(value[:200])):
            yield handle
    elif depth > 5:
        return
    elif isinstance(value, list):
        for item in value[:1000]:
            if not isinstance(item, str):
                yield from _handles(item, depth + 1)
    elif isinstance(value, dict):
        for name in ("in", "edges", "node", "user", "username"):
            yield from _handles(value.get(name), depth + 1)
