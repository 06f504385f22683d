"""What came of asking."""

from typing import Literal

from ugc.model.base import Value
from ugc.model.dealings import Request


class LeftOut(Value):
    """Something that was not asked for, and why."""

    target: str
    """A post's id, or `@creator`."""
    code: Literal[
        "author_unknown",
        "asked_already",
        "allowed_already",
        "declined",
        "not_asked",
        "answered",
        "reminded_today",
    ]
    why: str
    hint: str
    record: str | None = None
    """The record that it lies with."""


class Asked(Value):
    """Messages to send, as records of what was asked; and what was left out."""

    requests: tuple[Request, ...]
    left_out: tuple[LeftOut, ...] = ()
    files: tuple[str, ...] = ()
    """Where the messages were written, in the order of the requests."""
    notes: tuple[str, ...] = ()
    """What the person who sends them should know first."""
