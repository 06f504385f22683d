"""Single values of answers and sheets, read without guessing."""

import re
from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr

from ugc.text import clean, one_line

LONGEST = 500
_DAMAGED = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.I)
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:Z|\+00:?00)?")


def word(value: Any) -> str:
    """Return a value as one line of text; empty for none, for truth values and for what is no single value."""
    if value is None or isinstance(value, bool | dict | list | float):
        return ""
    return one_line(str(value))[:LONGEST]


def verbatim(value: Any) -> tuple[str, ...]:
    """Return what a platform said, each thing as it stands, without control characters."""
    if isinstance(value, list | tuple):
        return tuple(each for item in value for each in verbatim(item))
    if isinstance(value, dict):
        parts = (one_line(f"{key}: {item}") for key, item in value.items() if isinstance(item, str | int))
        return (", ".join(parts)[:2000],) if value else ()
    said = clean(str(value)).strip()[:2000] if isinstance(value, str | int) and value is not True else ""
    return (said,) if said else ()


def secret(value: Any) -> SecretStr | None:
    """Return a code as it was given, whatever it is; None for nothing."""
    if value is None or isinstance(value, bool | dict | list | float):
        return None
    return SecretStr(str(value)) if str(value).strip() else None


def damaged(text: str) -> bool:
    """Whether a spreadsheet turned a long number into one like 7.4E+18: its last digits are lost."""
    return bool(_DAMAGED.fullmatch(text.strip()))


def instant(value: Any) -> datetime | None:
    """Return a moment as TikTok writes it, `2026-12-01 08:30:00` in UTC, or in seconds since 1970.

    Raises ValueError for anything else that is not empty.
    """
    if value in (None, "", 0, "0"):
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return datetime.fromtimestamp(value, UTC)
    match = _INSTANT.fullmatch(str(value).strip())
    if not match:
        raise ValueError("no moment")
    return datetime.fromisoformat(f"{match[1]}T{match[2]}+00:00")
