"""May we use it? One pure function, three gates: licence, releases, platform authorization.

None implies another, and what a record does not say is not granted. The day is part of the question; nothing here
asks the clock. What comes out is what the records allow, never a legal opinion, and every answer lists what was not
checked. This is the only place that makes a Cleared.
"""

from ugc.model.rights import Answer, Case, Cleared, NeedsReview, Policy, Reason, Refused, Use
from ugc.rights.authorization import authorized
from ugc.rights.changed import lapsing, meaning, seen_changes
from ugc.rights.decisions import OpenPoint, settled
from ugc.rights.disclosing import Asked, asked_for, disclosed
from ugc.rights.licence import licensed
from ugc.rights.releases import released
from ugc.rights.sounds import laid_on, unproven
from ugc.rights.unchecked import not_checked
from ugc.rights.windows import earliest
from ugc.rights.wordings import wording
from ugc.rights.words import left_out

__all__ = ["Asked", "asked_for", "clear", "meaning", "wording"]


def clear(case: Case, use: Use, policy: Policy) -> Answer:
    """Answer a use from a post's records, over every day of the flight and every territory, with all reasons."""
    refusals = [
        Reason(code="held", text=f"Stopped by {hold.by} on {hold.on}: {hold.why}") for hold in case.holds
    ]
    open_points: list[OpenPoint] = []
    grants, until = licensed(case, use, policy, refusals)
    released(case, use, policy, grants=grants, refusals=refusals, reviews=open_points)
    open_points += lapsing(case, grants)
    sound, sound_until = laid_on(case, use, refusals)
    authorizations = authorized(case, use, refusals)
    to_disclose = disclosed(case, use, policy, refusals)
    reviews, decisions = settled(case, use, open_points, refusals) if open_points else ([], [])
    unchecked = (
        *not_checked(case, use, grants),
        *seen_changes(case.changes),
        *unproven(sound, use),
        *to_disclose,
    )
    if refusals:
        return Refused(post=case.post.id, use=use, reasons=tuple(refusals + reviews), not_checked=unchecked)
    ids = tuple(grant.id for grant in grants)
    if reviews:
        return NeedsReview(
            post=case.post.id, use=use, reasons=tuple(reviews), grants=ids, not_checked=unchecked
        )
    ends = [
        until,
        sound_until,
        *(item.end for item in authorizations),
        *(release.end for release in case.releases),
        *(decision.until for decision in decisions),
        *(grant.likeness_until for grant in grants if not left_out(grant, use)),
    ]
    return Cleared(
        post=case.post.id,
        use=use,
        grants=ids,
        authorizations=tuple(item.id for item in authorizations),
        decisions=tuple(decision.id for decision in decisions),
        sounds=(sound.id,) if sound else (),
        valid_until=earliest(ends),
        credit=grants[0].credit,
        not_checked=unchecked,
    )
