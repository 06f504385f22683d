"""JSON as `json.dumps(indent=2, ensure_ascii=False, default=str)` writes it, but for long documents quicker."""

import json
from typing import Any

_WORDS = {None: "null", True: "true", False: "false"}


def indented(value: Any, lead: str = "\n") -> str:
    """Return a value as JSON; `lead` is the line end and the spaces that its lines begin with."""
    kind = type(value)
    if kind is str:
        return json.encoder.encode_basestring(value)
    if value is None or kind is bool:
        return _WORDS[value]
    if kind is int:
        return repr(value)
    if kind is dict and value and all(type(key) is str for key in value):
        inner = f"{lead}  "
        parts = [
            f"{json.encoder.encode_basestring(key)}: {indented(one, inner)}" for key, one in value.items()
        ]
        return f"{{{inner}{f',{inner}'.join(parts)}{lead}}}"
    if kind in (list, tuple) and value:
        inner = f"{lead}  "
        return f"[{inner}{f',{inner}'.join([indented(one, inner) for one in value])}{lead}]"
    return json.dumps(value, ensure_ascii=False, indent=2, default=str).replace("\n", lead)
