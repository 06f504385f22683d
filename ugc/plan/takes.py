"""Which part of a clip becomes a creative: all of it, or as much as the placements of a format take."""

from ugc.model.creatives import NotPlanned
from ugc.model.formats import Format
from ugc.model.takes import AudioChoice, Take
from ugc.plan.regions import Shot
from ugc.plan.sounds import is_silent

_RATES = (30.0, 29.97)
"""Frames a second: what is usual, and what is taken where a placement's limit lies below."""
_SPARE = 0.05
"""Seconds by which a creative stays under a limit: its last frame and its sound are packets of their own."""


def take(shot: Shot, format: Format, *, audio: AudioChoice) -> Take | NotPlanned:
    """Return what is taken of a clip for a format: from its beginning, and no longer than its placements allow.

    It is not planned where it is shorter than one of them takes.
    """
    length = shot.media.duration or 0.0
    least, who = _least(format)
    if length < least:
        return NotPlanned(
            post=shot.post.id,
            format=format.id,
            code="too_short",
            why=f"It lasts {length:.1f} seconds, and {who} takes {least:g} and more.",
            hint="Take another format, or join it with other clips first.",
        )
    limits = [place.seconds.maximum for place in format.placements]
    most = min((limit for limit in limits if limit != "unstated"), default=length)
    seconds = length if length <= most else most - _SPARE
    silent = is_silent(shot.media)
    return Take(seconds=round(seconds, 3), fps=_rate(format), audio=audio, silent=silent)


def is_cut(taken: Take, length: float) -> bool:
    """Whether something of a clip of `length` seconds is left out."""
    return taken.start > 0 or taken.start + taken.seconds < length - _SPARE


def _least(format: Format) -> tuple[float, str]:
    """The shortest that every placement takes, and the one that asks for it."""
    stated = [
        (place.seconds.minimum, place.name)
        for place in format.placements
        if place.seconds.minimum != "unstated"
    ]
    return max(((float(least), name) for least, name in stated), default=(0.0, ""))


def _rate(format: Format) -> float:
    return min(_RATES, key=lambda rate: (abs(rate - format.fps), -rate))
