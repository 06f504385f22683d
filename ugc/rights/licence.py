"""The first gate: grants of the creator, or of whoever may give them."""

from collections.abc import Sequence
from datetime import date

from ugc.model.records import Grant, Perpetual
from ugc.model.rights import Case, Policy, Reason, Use
from ugc.model.vocab import METHODS
from ugc.rights.windows import cover, earliest, last_day, runs_until, window_shortfalls
from ugc.rights.words import (
    active_permissions,
    is_paid,
    left_out,
    of_grant,
    purposes_of,
    same_party,
    spoken,
)

_AI_NEEDED = {
    "generative_extend": "generative_edit_of_asset",
    "generative_edit": "generative_edit_of_asset",
    "likeness_synthesis": "synthetic_likeness",
}
"""Edits by generation, and the answer about AI that each needs on top of being named."""
_STRENGTH = {method: number for number, method in enumerate(METHODS)}


def licensed(
    case: Case, use: Use, policy: Policy, refusals: list[Reason]
) -> tuple[tuple[Grant, ...], date | Perpetual]:
    """The grants that together cover the whole use, and until when; else their shortfalls join `refusals`."""
    grants = [grant for grant in case.grants if not _is_taken_back(grant, case)]
    for grant in grants:
        if grant.status == "disputed":
            refusals.append(of_grant("disputed", f"{grant.licensor} disputes the use.", grant))
    shortfalls = {grant.id: scope_shortfalls(grant, case, use, policy) for grant in grants}
    fitting = [grant for grant in grants if not shortfalls[grant.id]]
    ends = {grant.id: last_day(grant, case, use) for grant in fitting}
    whole = [grant for grant in fitting if not left_out(grant, use)]
    # What leaves a point open for a person is only rested on where nothing else will do.
    covering = cover(whole, use, ends) or cover(fitting, use, ends)
    if len(covering) == 1:
        return covering, ends[covering[0].id]
    if covering:
        days = (runs_until(covering, place, use.first, ends) for place in use.territories)
        return covering, earliest(days)
    if not use.territories:
        refusals.append(Reason(code="territory_not_granted", text="No market was asked for."))
    refusals += _unlicensed(case, grants)
    for grant in grants:
        refusals += shortfalls[grant.id] + window_shortfalls(grant, case, use)
    assert refusals, "whatever is not covered has a reason"
    return (), "perpetual"


def scope_shortfalls(grant: Grant, case: Case, use: Use, policy: Policy) -> list[Reason]:
    """What a grant lacks for a use, its dates and territories apart."""
    if grant.status == "requested":
        return [of_grant("request_unanswered", f"{grant.licensor} was asked and has not answered.", grant)]
    if grant.status != "granted":
        words = {
            "declined": "said no",
            "disputed": "disputes the use",
            "asserted": "is said to have allowed it, without proof",
        }[grant.status]
        return [of_grant(grant.status, f"{grant.licensor} {words}.", grant)]
    found: list[Reason] = []
    if not same_party(grant.licensee, use.licensee):
        text = f"It was given to {grant.licensee}, not to {use.licensee}."
        found.append(of_grant("licensee_not_granted", text, grant))
    for purpose in sorted(purposes_of(use) - grant.purposes):
        found.append(of_grant("purpose_not_granted", f"It does not allow {spoken(purpose)}.", grant))
    if use.channel not in grant.channels:
        text = f"The grant does not cover {spoken(use.channel)}."
        found.append(of_grant("channel_not_granted", text, grant))
    if not _identity_granted(grant, use):
        text = f"It does not allow running from {spoken(use.identity)}."
        found.append(of_grant("identity_not_granted", text, grant))
    if not use.edits <= grant.edits:
        found += [
            of_grant(f"edit_not_granted:{edit}", f"It does not allow the edit {spoken(edit)}.", grant)
            for edit in sorted(use.edits - grant.edits)
        ]
    return found + _condition_shortfalls(grant, case, use) + _proof_shortfalls(grant, use, policy)


def _condition_shortfalls(grant: Grant, case: Case, use: Use) -> list[Reason]:
    """What a grant makes its permission depend on, and the use does not keep."""
    found: list[Reason] = []
    for edit in sorted(use.edits & _AI_NEEDED.keys()):
        if grant.ai.get(_AI_NEEDED[edit]) != "allowed":  # type: ignore[call-overload]
            found.append(of_grant("ai_denied", f"It does not allow {spoken(_AI_NEEDED[edit])}.", grant))
    if grant.credit.required == "on_media" and use.credit != "on_media":
        found.append(of_grant("credit_missing", "It asks for the credit line on the picture.", grant))
    if grant.credit.required == "none" and use.credit != "none" and not grant.likeness.handle:
        found.append(of_grant("likeness_not_granted", "It does not allow showing their handle.", grant))
    if grant.impressions is not None:
        shown = sum(run.impressions or 0 for run in case.running)
        if shown >= grant.impressions:
            text = f"It allows {grant.impressions:,} impressions; {shown:,} are on record."
            found.append(of_grant("cap_reached", text, grant))
    if grant.end_basis == "platform_code" and not active_permissions(case, use):
        text = "It ends with the platform's code, and no active code is on file."
        found.append(of_grant("end_unknown", text, grant))
    return found


def _proof_shortfalls(grant: Grant, use: Use, policy: Policy) -> list[Reason]:
    """What a grant lacks in consent, evidence and terms."""
    found: list[Reason] = []
    paid = is_paid(use)
    if grant.method in ("none", "implied_tag"):
        found.append(of_grant("no_consent", "A tag or a brand's hashtag alone is not consent.", grant))
    elif paid and _STRENGTH[grant.method] < _STRENGTH[policy.paid_needs]:
        text = f"Paid use needs {spoken(policy.paid_needs)} or stronger; this is {spoken(grant.method)}."
        found.append(of_grant("weak_consent_for_paid", text, grant))
    if not grant.evidence:
        found.append(of_grant("evidence_missing", "Nothing on file proves it.", grant))
    beyond = grant.method == "hashtag_reply" and not purposes_of(use) <= policy.hashtag_reply_covers
    if not grant.terms.sha256 and ((paid and policy.paid_needs_terms_hash) or beyond):
        found.append(of_grant("terms_hash_missing", "The terms that were agreed to are not on file.", grant))
    return found


def _is_taken_back(grant: Grant, case: Case) -> bool:
    """Whether it was only asserted, and is not even that any more. It cleared nothing, and has nothing to say."""
    return grant.status == "asserted" and any(item.grant == grant.id for item in case.revocations)


def _unlicensed(case: Case, grants: Sequence[Grant]) -> list[Reason]:
    """Why there may be no grant: nobody asked, nobody answered, or the answer was no."""
    found = [
        Reason(code="declined", text=f"The creator said no on {item.on} ({item.id}).")
        for item in case.refusals
    ]
    found += [
        Reason(
            code="request_unanswered",
            text=f"{item.licensor} was asked on {item.on} ({item.id}) and has not answered.",
        )
        for item in case.requests
    ]
    if not found and not grants:
        found.append(Reason(code="no_grant", text="No grant covers this post."))
    return found


def _identity_granted(grant: Grant, use: Use) -> bool:
    if use.identity in grant.identities:
        return True
    return use.identity in ("brand_handle", "creator_handle") and "both" in grant.identities
