"""Options of `ugc render` for clips: what is taken of them, and what is joined to what."""

import re
from collections.abc import Sequence
from typing import Any

from ugc.errors import UsageError, unknown

_STYLES = ("phrase", "bold")
_TIMES = re.compile(r"(\d+(?:\.\d*)?)-(\d+(?:\.\d*)?)?")


def told(
    trim: str | None,
    *,
    length: str | None,
    hooks: Sequence[str] | None,
    bodies: Sequence[str] | None,
    closing: str | None,
    animate: bool,
    captions: str | None,
    caption_style: str | None,
) -> dict[str, Any]:
    """Return what an order is told of clips. Raises UsageError for what was not understood."""
    return {
        "trim": trim if trim in (None, "best") else times("--trim", trim),
        "length": _length(length) if length else "longest",
        "hooks": tuple(hooks or ()),
        "bodies": tuple(bodies or ()),
        "closing": closing,
        "animate": animate,
        "captions": captions,
        "caption_style": _style(caption_style),
    }


def times(option: str, said: str) -> tuple[float, float | None]:
    """Return from when to when an option means, in seconds; without an end, to a clip's own. Raises UsageError."""
    found = _TIMES.fullmatch(said.strip())
    if found is None:
        raise UsageError(
            f"{option} {said}: those are no times.", hint=f"In seconds, as in {option} 3-18 or {option} 3-."
        )
    start, end = float(found[1]), float(found[2]) if found[2] else None
    if end is not None and end <= start:
        raise UsageError(f"{option} {said}: it would end before it begins.")
    return start, end


def _style(said: str | None) -> str | None:
    if said is not None and said not in _STYLES:
        raise unknown("Caption style", said, _STYLES)
    return said


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
