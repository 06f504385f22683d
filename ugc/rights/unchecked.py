"""What an answer does not vouch for."""

from collections.abc import Sequence

from ugc.model.records import Grant
from ugc.model.rights import Case, Use
from ugc.rights.windows import clock_start
from ugc.rights.words import is_paid, spoken

_PUBLIC = "That the post is still public and unchanged."
_PEOPLE = "Other people in the picture."
_PLACES = "Places, artworks and trademarks in the picture."


def not_checked(case: Case, use: Use, grants: Sequence[Grant]) -> tuple[str, ...]:
    """List it, in sentences."""
    kinds = {release.kind for release in case.releases}
    found = [_PUBLIC]
    if not kinds & {"model", "minor_model"}:
        found.append(_PEOPLE)
    if not kinds & {"property", "trademark"}:
        found.append(_PLACES)
    if use.sound and case.post.sound == "original":
        found.append("That the creator's original sound holds nobody else's song.")
    if use.sound and case.post.sound == "unknown" and not (is_paid(use) or kinds & {"music"}):
        found.append("Where its sound comes from: a song would need a licence of its own.")
    for grant in grants:
        found += _of_credit(grant)
        found += _of_limits(grant, case, use)
    return tuple(found)


def _of_credit(grant: Grant) -> list[str]:
    found: list[str] = []
    if grant.credit.required in ("caption", "credits_page"):
        found.append(f"The credit line in the {spoken(grant.credit.required)} ({grant.id}).")
    if grant.credit.must_tag:
        found.append(f"That the creator is tagged ({grant.id}).")
    return found


def _of_limits(grant: Grant, case: Case, use: Use) -> list[str]:
    """Clocks, caps and notice periods as far as the records cannot settle them."""
    found: list[str] = []
    if grant.end_basis == "from_first_use":
        day = clock_start(grant, case, use)
        found.append(f"That nothing ran under it before {day}, from which its days are counted ({grant.id}).")
    if grant.end_basis == "from_delivery" and grant.delivered is None:
        found.append(f"When the files were delivered: its days are counted from its start ({grant.id}).")
    if grant.end_basis == "platform_code":
        found.append(f"That the platform's code still stands, with which it ends ({grant.id}).")
    if grant.impressions is not None:
        found.append(f"Whether its {grant.impressions:,} impressions are used up ({grant.id}).")
    if grant.notice_days is not None:
        found.append(f"That nobody gave notice: {grant.notice_days} days end it ({grant.id}).")
    if grant.capacity != "author":
        found.append(f"That {grant.licensor} may speak for the author, as {grant.capacity} ({grant.id}).")
    return found
