"""The third gate: the platform's permission to run an ad from the creator's handle."""

from ugc.model.records import Authorization
from ugc.model.rights import Case, Reason, Use
from ugc.rights.words import OWN_HANDLES, active_permissions, lapsed_permissions, spoken


def authorized(case: Case, use: Use, refusals: list[Reason]) -> list[Authorization]:
    """The permission that the use rests on; asked only where the ad runs from the creator's identity."""
    if use.identity not in OWN_HANDLES:
        return []
    active = active_permissions(case, use)
    lasting = [item for item in active if item.spans(use.first, use.last)]
    lapsed = lapsed_permissions(case, use)
    if not active and lapsed and case.deleted:
        seen = f"{case.deleted.seen_at.date()} by {case.deleted.importer}"
        text = (
            f"The permission {lapsed[0].id} is for a post that was seen deleted ({seen}): it lapsed with it."
        )
        refusals.append(Reason(code="platform_auth_lapsed", text=text))
    elif not active:
        text = f"No active permission to run from the creator's handle on {spoken(use.channel)}."
        refusals.append(Reason(code="platform_auth_missing", text=text))
    elif not lasting:
        ends = max((str(item.end or item.start) for item in active), default="")
        text = f"The platform's permission does not span the flight to {use.last} (it ends on {ends})."
        refusals.append(Reason(code="platform_auth_expires_before_end", text=text))
    for item in lasting:
        refusals += [Reason(code="platform_ineligible", text=words) for words in item.eligibility_errors]
    whole = [item for item in lasting if not _second_missing(case, item)]
    if lasting and not whole:
        original = case.post.derived_from or lasting[0].made_of
        text = f"The post is derived from {original}, which is not authorised too."
        refusals.append(Reason(code="derived_post_needs_second_auth", text=text))
    return (whole or lasting)[:1]


def _second_missing(case: Case, item: Authorization) -> bool:
    """Whether the post is a duet, stitch or the like, by its source or by the platform, and the original is open."""
    return bool(case.post.derived_from or item.made_of) and not item.second_authorization
