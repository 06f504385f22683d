"""Instagram's exports write text as its UTF-8 bytes, each as one character: `f\\u00e2\\u0080\\u00a6` for `f…`."""

from typing import Any

from ugc.errors import InputError

_MAX_DEPTH = 100


def mend(text: str) -> str:
    """Return what a text of an export means; one that is not written byte by byte stays as it is."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def mend_all(data: Any, depth: int = 0) -> Any:
    """Mend every text of a record once, names of fields included. Raises InputError when it is nested too deeply."""
    if depth > _MAX_DEPTH:
        raise InputError("The record is nested too deeply.")
    if isinstance(data, str):
        return mend(data)
    if isinstance(data, list):
        return [mend_all(item, depth + 1) for item in data]
    if isinstance(data, dict):
        return {mend(key): mend_all(value, depth + 1) for key, value in data.items()}
    return data
