"""Options of `ugc render` for clips: what is taken of them, and what is joined to what."""

from collections.abc import Mapping
from typing import Any

from ugc.errors import UsageError, unknown

_ENCODINGS = ("draft", "final", "archive")


def told(said: Mapping[str, Any], *, named: bool) -> dict[str, Any]:
    """Return what an order is told of clips, of what was typed.

    `named`: posts are selected too. Raises UsageError for what was not understood.
    """
    from ugc.workspace.placing import times

    if named and (said["hooks"] or said["bodies"]):
        raise UsageError("Clips are joined of posts that are named.", hint="Leave the selection out.")
    trim, length = said["trim"], said["length"]
    return {
        "trim": trim if trim in (None, "best") else times("--trim", trim),
        "length": _length(length) if length else "longest",
        "hooks": tuple(said["hooks"] or ()),
        "bodies": tuple(said["bodies"] or ()),
        "closing": said["closing"],
        "animate": said["animate"],
    }


def quality(said: str | None) -> dict[str, Any]:
    """Return what an order is told of encoding: a number for pictures, a word for clips. Raises UsageError."""
    if said is None:
        return {}
    if said in _ENCODINGS:
        return {"encoding": said}
    if said.isdecimal() and 1 <= int(said) <= 100:
        return {"quality": int(said)}
    raise UsageError(
        f"--quality {said}: not understood.", hint="1 to 100 for pictures; draft, final or archive for clips."
    )


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
