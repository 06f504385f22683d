"""Reading single fields of a record whose types cannot be relied on: what is not as it should be is unknown."""

import re
from collections.abc import Sequence
from typing import Any

from ugc.model.posts import Account, Platform
from ugc.tables.moments import instant as instant  # every importer takes it from here
from ugc.tables.moments import stamp as stamp
from ugc.text import clean, handle, hashtags, one_line

_MAX_COUNT = (1 << 53) - 1
_HANDLE = re.compile(r"[\w.·-]{1,60}")


def words(record: Any, key: str) -> str | None:
    """Return a field as text, or None when it is missing, empty, or not text or a number."""
    value = record.get(key) if isinstance(record, dict) else None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return (clean(value) or None) if isinstance(value, str) else None


def count(record: Any, key: str) -> int | None:
    """Return a field as a whole number of at least 0, or None: -1, missing and nonsense are unknown."""
    value = record.get(key) if isinstance(record, dict) else None
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,16}", value.strip()):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value <= _MAX_COUNT else None


def part(record: Any, key: str) -> dict[str, Any]:
    """Return a field that is itself a record; an empty one when it is not."""
    value = record.get(key) if isinstance(record, dict) else None
    return value if isinstance(value, dict) else {}


def parts(record: Any, key: str) -> list[dict[str, Any]]:
    """Return a field that is a list of records, without anything in it that is not one."""
    value = record.get(key) if isinstance(record, dict) else None
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def account(
    platform: Platform, name: str | None, *, native_id: str | None = None, display: str | None = None
) -> Account | None:
    """Make an account of a handle as written; None when it cannot be a handle (`..`, spaces, signs)."""
    bare = handle(name or "")
    if not _HANDLE.fullmatch(bare) or not re.search(r"\w", bare):
        return None
    return Account(
        platform=platform,
        handle=bare,
        native_id=native_id,
        display_name=one_line(display)[:200] or None if display else None,
    )


def new_hashtags(listed: Sequence[str], caption: str | None) -> tuple[str, ...]:
    """Return the hashtags that a source lists and the caption does not hold, folded, without #."""
    known = set(hashtags(caption or ""))
    found = hashtags(" ".join(f"#{tag.lstrip('#＃')}" for tag in listed))
    return tuple(tag for tag in found if tag not in known)
