"""How tokens and reasons are written."""

from ugc.model.records import Grant
from ugc.model.rights import Reason, Use
from ugc.model.vocab import Purpose

OWN_HANDLES = frozenset({"creator_handle", "both"})
"""Identities under which an ad runs from the creator's account."""


def purposes_of(use: Use) -> frozenset[Purpose]:
    """What is asked for: running from the creator's handle is a purpose of its own, on top of the one named."""
    return frozenset({use.purpose, "allowlisting"} if use.identity in OWN_HANDLES else {use.purpose})


def spoken(token: str) -> str:
    """Write a token as words."""
    return token.replace("_", " ")


def of_grant(code: str, text: str, grant: Grant) -> Reason:
    """Say why a grant falls short."""
    return Reason(code=code, text=text, grant=grant.id)


def left_out(grant: Grant, use: Use) -> tuple[str, ...]:
    """Name the parts of its author's likeness that a grant leaves out, and that may be seen or heard in the use."""
    likeness = grant.likeness
    if likeness.image and likeness.voice:
        return ()
    return (*(() if likeness.image else ("face",)), *(("voice",) if use.sound and not likeness.voice else ()))
