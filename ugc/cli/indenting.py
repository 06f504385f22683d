"""JSON as `json.dumps(indent=2, ensure_ascii=False, default=str)` writes it, but for long documents quicker."""

import json
from json.encoder import encode_basestring
from math import isfinite
from typing import Any

_WORDS = {None: "null", True: "true", False: "false"}


def indented(value: Any, lead: str = "\n") -> str:
    """Return a value as JSON; `lead` is the line end and the spaces that its lines begin with."""
    kind = type(value)
    if kind is str:
        return encode_basestring(value)
    if value is None or kind is bool:
        return _WORDS[value]
    if kind is int or (kind is float and isfinite(value)):
        return repr(value)
    if kind is dict and {*map(type, value)} <= {str}:
        inner = f"{lead}  "
        parts = [f"{encode_basestring(key)}: {indented(one, inner)}" for key, one in value.items()]
        return f"{{{inner}{f',{inner}'.join(parts)}{lead}}}" if parts else "{}"
    if kind in (list, tuple):
        inner = f"{lead}  "
        parts = [indented(one, inner) for one in value]
        return f"[{inner}{f',{inner}'.join(parts)}{lead}]" if parts else "[]"
    return json.dumps(value, ensure_ascii=False, indent=2, default=str).replace("\n", lead)
