"""May we use it? One pure function, three gates: licence, releases, platform authorization.

None implies another, and what a record does not say is not granted. The day is part of the question; nothing here
asks the clock. What comes out is what the records allow, never a legal opinion, and every answer lists what was not
checked. This is the only place that makes a Cleared.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from ugc.model.records import Authorization, Grant, Perpetual, Release, Revocation
from ugc.model.rights import Answer, Case, Cleared, NeedsReview, Policy, Reason, Refused, Use
from ugc.model.territories import expand_territories
from ugc.model.vocab import METHODS, PAID_PURPOSES, Purpose

_OWN_HANDLES = {"creator_handle", "both"}
_GENERATIVE = {"generative_extend", "generative_edit", "likeness_synthesis"}
_ORGANIC = {"organic_repost", "editorial"}
_MINOR_BANDS = {"AG-A17", "AG-A16", "AG-A15", "AG-U14"}


def clear(case: Case, use: Use, policy: Policy) -> Answer:
    """Answer a use from a post's records, over every day of the flight and every territory, with all reasons."""
    refusals: list[Reason] = [
        Reason(code="held", text=f"Stopped by {hold.by} on {hold.on}: {hold.why}") for hold in case.holds
    ]
    reviews: list[Reason] = []
    grants, until = _licence(case, use, policy, refusals)
    _releases(case, use, policy, refusals, reviews)
    authorizations = _authorization(case, use, refusals)
    open_points = _not_checked(case, use, grants)
    if refusals:
        return Refused(post=case.post.id, use=use, reasons=tuple(refusals + reviews), not_checked=open_points)
    ids = tuple(grant.id for grant in grants)
    if reviews:
        return NeedsReview(
            post=case.post.id, use=use, reasons=tuple(reviews), grants=ids, not_checked=open_points
        )
    ends = [until, *(item.end for item in authorizations), *(release.end for release in case.releases)]
    return Cleared(
        post=case.post.id,
        use=use,
        grants=ids,
        authorizations=tuple(item.id for item in authorizations),
        valid_until=_earliest(ends),
        credit=grants[0].credit,
        not_checked=open_points,
    )


def _licence(
    case: Case, use: Use, policy: Policy, refusals: list[Reason]
) -> tuple[tuple[Grant, ...], date | Perpetual]:
    """The grants that together cover the whole use, and until when; else their shortfalls join `refusals`."""
    refusals += [
        Reason(code="disputed", text=f"{grant.licensor} disputes the use.", grant=grant.id)
        for grant in case.grants
        if grant.status == "disputed"
    ]
    shortfalls = {grant.id: _scope_shortfalls(grant, use, policy) for grant in case.grants}
    fitting = [grant for grant in case.grants if not shortfalls[grant.id]]
    ends = {grant.id: _last_day(grant, case) for grant in case.grants}
    covering = _cover(fitting, use, ends)
    if covering:
        days = (_runs_until(covering, place, use.first, ends) for place in use.territories)
        return covering, _earliest(days)
    if not use.territories:
        refusals.append(Reason(code="territory_not_granted", text="No market was asked for."))
    if not case.grants:
        refusals.append(Reason(code="no_grant", text="No grant covers this post."))
    for grant in case.grants:
        refusals += shortfalls[grant.id] + _window_shortfalls(grant, use, case.revocations)
    return (), "perpetual"


def _scope_shortfalls(grant: Grant, use: Use, policy: Policy) -> list[Reason]:
    """What a grant lacks for a use, its dates and territories apart."""
    if grant.status == "requested":
        return [_reason("request_unanswered", f"{grant.licensor} was asked and has not answered.", grant)]
    if grant.status != "granted":
        words = {"declined": "said no", "disputed": "disputes the use"}[grant.status]
        return [_reason(grant.status, f"{grant.licensor} {words}.", grant)]
    found: list[Reason] = []
    if _party(grant.licensee) != _party(use.licensee):
        text = f"It was given to {grant.licensee}, not to {use.licensee}."
        found.append(_reason("licensee_not_granted", text, grant))
    for purpose in sorted(_purposes(use) - grant.purposes):
        found.append(_reason("purpose_not_granted", f"It does not allow {_words(purpose)}.", grant))
    if use.channel not in grant.channels:
        text = f"The grant does not cover {_words(use.channel)}."
        found.append(_reason("channel_not_granted", text, grant))
    if not _identity_granted(grant, use):
        text = f"It does not allow running from {_words(use.identity)}."
        found.append(_reason("identity_not_granted", text, grant))
    for edit in sorted(use.edits - grant.edits):
        found.append(
            _reason(f"edit_not_granted:{edit}", f"It does not allow the edit {_words(edit)}.", grant)
        )
    if use.edits & _GENERATIVE and grant.ai.get("generative_edit_of_asset") != "allowed":
        found.append(_reason("ai_denied", "It does not allow generative edits.", grant))
    if grant.credit.required == "on_media" and use.credit != "on_media":
        found.append(_reason("credit_missing", "It asks for the credit line on the picture.", grant))
    return found + _proof_shortfalls(grant, use, policy)


def _proof_shortfalls(grant: Grant, use: Use, policy: Policy) -> list[Reason]:
    """What a grant lacks in consent, evidence and terms."""
    found: list[Reason] = []
    paid = bool(_purposes(use) & PAID_PURPOSES)
    if grant.method in ("none", "implied_tag"):
        found.append(_reason("no_consent", "A tag or a brand's hashtag alone is not consent.", grant))
    elif paid and METHODS.index(grant.method) < METHODS.index(policy.paid_needs):
        text = f"Paid use needs {_words(policy.paid_needs)} or stronger; this is {_words(grant.method)}."
        found.append(_reason("weak_consent_for_paid", text, grant))
    if not grant.evidence:
        found.append(_reason("evidence_missing", "Nothing on file proves it.", grant))
    hashtag_beyond_organic = grant.method == "hashtag_reply" and use.purpose not in _ORGANIC
    if not grant.terms.sha256 and ((paid and policy.paid_needs_terms_hash) or hashtag_beyond_organic):
        found.append(_reason("terms_hash_missing", "The terms that were agreed to are not on file.", grant))
    return found


def _window_shortfalls(grant: Grant, use: Use, revocations: Sequence[Revocation]) -> list[Reason]:
    """Where a grant's dates and territories fall short of the flight and the markets."""
    if grant.status != "granted":
        return []
    found: list[Reason] = []
    missing = use.territories - grant.reach
    if missing:
        text = f"The grant does not cover {', '.join(sorted(missing))}."
        found.append(_reason("territory_not_granted", text, grant))
    if grant.start > use.first:
        text = f"It starts on {grant.start}; the flight begins on {use.first}."
        found.append(_reason("not_started", text, grant))
    if grant.end != "perpetual" and grant.end < use.last:
        verb = "ended" if grant.end < use.first else "ends"
        found.append(_reason("expired", f"It {verb} on {grant.end}; the flight runs to {use.last}.", grant))
    for item in revocations:
        if item.grant in (None, grant.id) and item.effective <= use.last:
            what = "Revoked for this post" if item.post else "Revoked"
            found.append(_reason("revoked", f"{what} from {item.effective} by {item.by}: {item.why}", grant))
    return found


def _cover(fitting: Sequence[Grant], use: Use, ends: dict[str, date | Perpetual]) -> tuple[Grant, ...]:
    """One grant that covers everything, the longest; else grants that together cover every market's every day."""
    alone = [grant for grant in fitting if _covered((grant,), use, ends)]
    if alone:
        return (max(alone, key=lambda grant: (_sortable(ends[grant.id]), grant.id)),)
    if not _covered(fitting, use, ends):
        return ()
    needed = list(fitting)
    for grant in sorted(fitting, key=lambda grant: (_sortable(ends[grant.id]), grant.id)):
        rest = [item for item in needed if item is not grant]
        if _covered(rest, use, ends):
            needed = rest
    return tuple(needed)


def _covered(grants: Sequence[Grant], use: Use, ends: dict[str, date | Perpetual]) -> bool:
    days = [_runs_until(grants, place, use.first, ends) for place in use.territories]
    return bool(days) and min(days) >= use.last


def _runs_until(grants: Sequence[Grant], place: str, first: date, ends: dict[str, date | Perpetual]) -> date:
    """The last day of unbroken cover in one territory from `first` on; the day before `first` when there is none."""
    day = first - timedelta(days=1)
    for grant in sorted(grants, key=lambda grant: grant.start):
        end = _sortable(ends[grant.id])
        if place in grant.reach and grant.start - timedelta(days=1) <= day < end:
            day = end
    return day


def _releases(case: Case, use: Use, policy: Policy, refusals: list[Reason], reviews: list[Reason]) -> None:
    for release in case.releases:
        minor = release.kind == "minor_model" or release.age_band in _MINOR_BANDS
        if minor and not release.guardian_evidence:
            text = "A minor is shown and no guardian's consent is on file."
            refusals.append(Reason(code="minor_without_guardian", text=text))
        if release.kind == "music":
            continue
        if release.status == "none" or release.ends_before(use.last):
            text = f"The {_words(release.kind)} release is missing or ends before the flight does."
            refusals.append(Reason(code="release_missing", text=text))
        elif release.status == "unknown":
            text = f"Whether the {_words(release.kind)} release was given is unknown."
            reviews.append(Reason(code="release_unknown", text=text))
    if policy.people == "review" and not any(r.kind in ("model", "minor_model") for r in case.releases):
        reviews.append(
            Reason(code="release_unknown", text="Whether other people are shown has not been said.")
        )
    if use.sound and _purposes(use) & PAID_PURPOSES:
        _sound(case, use, policy, refusals, reviews)


def _sound(case: Case, use: Use, policy: Policy, refusals: list[Reason], reviews: list[Reason]) -> None:
    """The music gate for a clip whose own sound is kept in paid use."""
    kind = case.post.sound
    music = [release for release in case.releases if release.kind == "music"]
    if any(_music_clears(release, use) for release in music):
        return
    at_home = kind == "commercial_library" and use.channel == case.post.platform
    if not music and (at_home or kind in ("none", "speech", "original")):
        return
    if music or kind in ("library_song", "commercial_library"):
        text = f"The track is not licensed for {_words(use.channel)} over the whole flight and every market."
        refusals.append(Reason(code="music_not_cleared", text=text))
        return
    answer = Reason(code="music_unknown", text="Where the sound comes from is not known.")
    (refusals if policy.unknown_sound == "refuse" else reviews).append(answer)


def _music_clears(release: Release, use: Use) -> bool:
    if release.music == "original":
        return True
    if release.music not in ("licensed", "commercial_library") or release.ends_before(use.last):
        return False
    return use.channel in release.covers and use.territories <= expand_territories(release.territories)


def _authorization(case: Case, use: Use, refusals: list[Reason]) -> list[Authorization]:
    """The third gate, asked only where the ad runs from the creator's identity."""
    if use.identity not in _OWN_HANDLES:
        return []
    known = [item for item in case.authorizations if item.platform == use.channel]
    active = [item for item in known if item.status == "active"]
    lasting = [item for item in active if item.spans(use.first, use.last)]
    if not active:
        text = f"No active permission to run from the creator's handle on {_words(use.channel)}."
        refusals.append(Reason(code="platform_auth_missing", text=text))
    elif not lasting:
        ends = max((str(item.end or item.start) for item in active), default="")
        text = f"The platform's permission does not span the flight to {use.last} (it ends on {ends})."
        refusals.append(Reason(code="platform_auth_expires_before_end", text=text))
    for item in lasting:
        refusals += [Reason(code="platform_ineligible", text=words) for words in item.eligibility_errors]
    if lasting and case.post.derived_from and not any(item.second_authorization for item in lasting):
        text = f"The post is derived from {case.post.derived_from}, which is not authorised too."
        refusals.append(Reason(code="derived_post_needs_second_auth", text=text))
    return lasting[:1]


def _not_checked(case: Case, use: Use, grants: Sequence[Grant]) -> tuple[str, ...]:
    """What the answer does not vouch for."""
    found = ["That the post is still public and unchanged."]
    if not any(release.kind in ("model", "minor_model") for release in case.releases):
        found.append("Other people in the picture.")
    if not any(release.kind in ("property", "trademark") for release in case.releases):
        found.append("Places, artworks and trademarks in the picture.")
    if use.sound and case.post.sound == "original":
        found.append("That the creator's original sound holds nobody else's song.")
    for grant in grants:
        if grant.credit.required in ("caption", "credits_page"):
            found.append(f"The credit line in the {_words(grant.credit.required)} ({grant.id}).")
        if grant.credit.must_tag:
            found.append(f"That the creator is tagged ({grant.id}).")
        if grant.end_basis != "fixed":
            found.append(f"The end date counted {_words(grant.end_basis)} ({grant.id}).")
    return tuple(found)


def _last_day(grant: Grant, case: Case) -> date | Perpetual:
    """A grant's own end, or the day before it was revoked."""
    revoked = [item.effective for item in case.revocations if item.grant in (None, grant.id)]
    return _earliest([grant.end, *(day - timedelta(days=1) for day in revoked)])


def _purposes(use: Use) -> frozenset[Purpose]:
    """Running from the creator's handle is a purpose of its own, on top of the one asked for."""
    return frozenset({use.purpose, "allowlisting"} if use.identity in _OWN_HANDLES else {use.purpose})


def _identity_granted(grant: Grant, use: Use) -> bool:
    if use.identity in grant.identities:
        return True
    return use.identity in ("brand_handle", "creator_handle") and "both" in grant.identities


def _party(name: str) -> str:
    return " ".join(name.split()).casefold()


def _reason(code: str, text: str, grant: Grant) -> Reason:
    return Reason(code=code, text=text, grant=grant.id)


def _words(token: str) -> str:
    return token.replace("_", " ")


def _sortable(day: date | Perpetual) -> date:
    return date.max if day == "perpetual" else day


def _earliest(days: Iterable[date | Perpetual | None]) -> date | Perpetual:
    first = min((_sortable(day) for day in days if day is not None), default=date.max)
    return "perpetual" if first == date.max else first
