"""Options of `ugc render` for clips: what is taken of them, and what is joined to what."""

import re
from collections.abc import Sequence
from typing import Any

from ugc.errors import UsageError, unknown

_TIMES = re.compile(r"(\d+(?:\.\d*)?)-(\d+(?:\.\d*)?)?")


def told(
    trim: str | None,
    *,
    length: str | None,
    hooks: Sequence[str] | None,
    bodies: Sequence[str] | None,
    closing: str | None,
    animate: bool,
) -> dict[str, Any]:
    """Return what an order is told of clips. Raises UsageError for what was not understood."""
    return {
        "trim": _trim(trim) if trim else None,
        "length": _length(length) if length else "longest",
        "hooks": tuple(hooks or ()),
        "bodies": tuple(bodies or ()),
        "closing": closing,
        "animate": animate,
    }


def _trim(said: str) -> Any:
    if said == "best":
        return said
    found = _TIMES.fullmatch(said)
    if found is None:
        raise UsageError(
            f"--trim {said}: not understood.", hint="As in --trim 3-18, --trim 3- or --trim best."
        )
    start, end = float(found[1]), float(found[2]) if found[2] else None
    if end is not None and end <= start:
        raise UsageError(f"--trim {said}: it would end before it begins.")
    return start, end


def _length(said: str) -> Any:
    if said in ("longest", "recommended"):
        return said
    try:
        seconds = float(said)
    except ValueError:
        raise unknown("Length", said, ("longest", "recommended", "15")) from None
    if not 0 < seconds < 86_400:
        raise UsageError(f"--length {said}: not a number of seconds.", hint="As in --length 15.")
    return seconds
