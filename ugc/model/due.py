"""What is due: questions without an answer, and rights that end."""

from datetime import date
from typing import Literal

from ugc.model.base import Value

DueKind = Literal[
    "unanswered", "grant_ends", "release_ends", "permission_ends", "permission_too_short", "cap_near"
]


class Due(Value):
    """One thing to look after."""

    day: date
    """Since when an answer is awaited; the last day of what ends; for a cap, today."""
    kind: DueKind
    overdue: bool
    """Whether it should have been done by now: a reminder, a renewal, a takedown."""
    record: str
    """The request, grant, release, permission or use that it is about."""
    creator: str | None = None
    """Their handle."""
    posts: tuple[str, ...] = ()
    """None: everything of theirs."""
    creatives: int = 0
    """How many were made under it, or of its posts, and still stand."""
    what: str
    """A sentence."""
    to_do: str


class DueList(Value):
    """All of it, by day."""

    today: date
    within: int
    """Days ahead that were looked at."""
    due: tuple[Due, ...]
