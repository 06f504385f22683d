"""What the gates share: what a use asks for, whom names mean, how reasons are written."""

from datetime import date

from ugc.model.records import Authorization, Grant
from ugc.model.rights import Case, Reason, Use
from ugc.model.vocab import PAID_PURPOSES, Purpose

OWN_HANDLES = frozenset({"creator_handle", "both"})
"""Identities under which an ad runs from the creator's account."""


def is_paid(use: Use) -> bool:
    """Whether money is behind a use: by its purpose, or because it runs from the creator's own account."""
    return use.identity in OWN_HANDLES or use.purpose in PAID_PURPOSES


def purposes_of(use: Use) -> frozenset[Purpose]:
    """What is asked for: running from the creator's handle is a purpose of its own, on top of the one named."""
    return frozenset({use.purpose, "allowlisting"} if use.identity in OWN_HANDLES else {use.purpose})


def active_permissions(case: Case, use: Use) -> list[Authorization]:
    """The platform's permissions on the channel of a use that stand now, whatever days they hold for.

    One for a post falls with it: there is nothing left to run.
    """
    return [item for item in _active(case, use) if not (case.deleted and item.post)]


def lapsed_permissions(case: Case, use: Use) -> list[Authorization]:
    """The permissions that would stand if their post did."""
    return [item for item in _active(case, use) if case.deleted and item.post]


def _active(case: Case, use: Use) -> list[Authorization]:
    return [item for item in case.authorizations if item.platform == use.channel and item.status == "active"]


def spoken(token: str) -> str:
    """Write a token as words."""
    return token.replace("_", " ")


def same_party(one: str, other: str) -> bool:
    """Whether two names mean one party: how a name is spaced and cased is not who it names."""
    return one == other or _party(one) == _party(other)


def _party(name: str) -> str:
    return " ".join(name.split()).casefold()


def of_grant(code: str, text: str, grant: Grant) -> Reason:
    """Say why a grant falls short."""
    return Reason(code=code, text=text, grant=grant.id)


def left_out(grant: Grant, use: Use) -> tuple[str, ...]:
    """Name the parts of its author's likeness that a grant leaves out, and that may be seen or heard in the use."""
    likeness = grant.likeness
    over = isinstance(grant.likeness_until, date) and grant.likeness_until < use.last
    if likeness.image and likeness.voice and not over:
        return ()
    face = () if likeness.image and not over else ("face",)
    return (*face, *(("voice",) if use.sound and (over or not likeness.voice) else ()))
