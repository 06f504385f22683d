"""Grants, requests and answers as a lawyer reads them: labelled lines, nothing added and nothing left out."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Literal

from ugc.model.dealings import Reply, Request
from ugc.model.phrases import (
    CHANNELS,
    CREDIT_PLACES,
    EDITS,
    IDENTITIES,
    METHODS,
    PURPOSES,
    listed,
    term,
    written,
)
from ugc.model.records import Compensation, Grant, Perpetual, Terms
from ugc.model.vocab import EDIT_PROFILES, Channel, Edit, Identity, Purpose

How = Literal["text", "quote", "code", "file"]
"""quote: somebody's own words; code: an id or a hash; file: the sha256 of a file that lies in the bundle."""
Lines = Iterator[tuple[str, str] | tuple[str, str, How]]
_MOST = 12
"""Posts that a line names."""
VIA = {"comment": "a comment", "dm": "direct message", "email": "e-mail"}


def grant_lines(grant: Grant) -> Lines:
    """Say all of a grant."""
    more = [
        name for name, is_ in (("its affiliates", grant.affiliates), ("its agencies", grant.agencies)) if is_
    ]
    yield "Given by", f"{grant.licensor}, as {_capacity(grant)}"
    yield "Given to", listed([grant.licensee, *more])
    yield "How", METHODS[grant.method]
    yield "Covers", posts_of(grant.posts)
    yield from scope(grant.purposes, grant.channels, grant.identities, grant.territories)
    yield "But not in", places(grant.excluded)
    yield "When", term(grant)
    yield (
        "After its end",
        {"stop_at_end": "", "leave_up_organic": "unpaid posts may stay up"}.get(
            grant.tail, f"what is made may be used up for {grant.sell_off_days} days"
        ),
    )
    yield "Shown at most", f"{grant.impressions:,} times" if grant.impressions is not None else ""
    yield (
        "Changes",
        _edits(grant.edits) + ("; its meaning may not be changed" if grant.meaning_change_forbidden else ""),
    )
    text = f", as “{grant.credit.text}”" if grant.credit.text else ""
    tag = ", with a tag" if grant.credit.must_tag else ""
    yield "Credit", CREDIT_PLACES[grant.credit.required] + text + tag
    for use, answer in sorted(grant.ai.items()):
        terms = f": {grant.ai_terms[use]}" if use in grant.ai_terms else ""
        yield "By AI", f"{spoken(use)}: {answer}{terms}"
    likeness = [name for name, is_ in grant.likeness if is_]
    own = f", {_own_term(grant.likeness_until)}" if grant.likeness_until else ""
    shown = f"{listed(likeness)} may be shown{own}" if likeness else "nothing of them may be shown"
    yield "Of the author", shown
    yield "Passed on to", listed(sorted(grant.sublicence))
    yield "Exclusive", _exclusive(grant)
    yield "Paid", _paid(grant.compensation)
    yield (
        "Ties to the brand",
        "" if grant.material_connection == "unknown" else spoken(grant.material_connection),
    )
    yield "Can be ended", _ending(grant)
    yield from _terms(grant.terms)
    yield "Answers", grant.request or ""
    yield "Takes the place of", grant.supersedes or ""
    yield "Evidence", listed(grant.evidence) if grant.evidence else "none"
    yield "Notes", grant.notes or "", "quote"
    yield "Recorded", recorded(grant.recorded_at, grant.recorded_by)


def request_lines(request: Request) -> Lines:
    """Say all of a request."""
    asked = request.asked
    yield "Asked", f"{request.licensor}, for {request.licensee}"
    yield "About", posts_of(request.posts)
    yield "When and how", f"{written(request.on)}, by {VIA[request.via]}, written down by {request.by}"
    yield "Repeats", request.reminds or ""
    yield from scope(asked.purposes, asked.channels, asked.identities, asked.territories)
    yield (
        "For how long",
        f"{asked.days} days from the answer" if asked.days else written(asked.until or "perpetual"),
    )
    yield "Changes", _edits(asked.edits)
    yield "Credit", CREDIT_PLACES[asked.credit]
    yield "To be answered with", f"#{request.hashtag}" if request.hashtag else ""
    yield from _terms(request.terms)
    yield "Word for word", request.message, "quote"
    yield "Made from", f"wording {request.wording} ({request.language})"


def reply_lines(reply: Reply) -> Lines:
    """Say all of an answer."""
    yield "Answers", reply.request
    yield "About", listed(reply.posts) if reply.posts else "all that was asked for"
    yield "Answer", f"{reply.answer} on {written(reply.on)}, written down by {reply.by}"
    yield "Word for word", reply.words or "", "quote"
    yield "Made the grant", reply.grant or ""
    yield "Evidence", listed(reply.evidence) if reply.evidence else "none"


def posts_of(posts: Sequence[str]) -> str:
    """Name posts, or the first of them where they are many."""
    if not posts:
        return "everything of this creator's"
    more = len(posts) - _MOST
    return listed([*posts[:_MOST], f"{more:,} more, which records.json names"]) if more > 0 else listed(posts)


def scope(
    purposes: Iterable[Purpose],
    channels: Iterable[Channel],
    identities: Iterable[Identity],
    territories: Iterable[str],
) -> Lines:
    """Say what for, where, from whose account and in which countries."""
    yield "For", listed(PURPOSES[name] for name in sorted(purposes))
    yield "On", listed(CHANNELS[name] for name in sorted(channels))
    yield "From", listed(IDENTITIES[name] for name in sorted(identities))
    yield "In", places(territories)


def places(territories: Iterable[str]) -> str:
    """Write countries by their codes."""
    return ", ".join(sorted(territories))


def until(end: date | Perpetual | None) -> str:
    """Write a last day out, where there is one."""
    return "" if end is None else written(end)


def recorded(at: datetime | None, by: str | None) -> str:
    """Say when something was written down, and by whom."""
    return ", ".join(filter(None, (moment(at) if at else "", f"by {by}" if by else "")))


def spoken(token: str) -> str:
    """Write a token as words."""
    return token.replace("_", " ")


def moment(at: datetime) -> str:
    """Write an instant out, in UTC."""
    utc = at.astimezone(UTC)
    return f"{written(utc.date())}, {utc:%H:%M} UTC"


def _edits(edits: frozenset[Edit]) -> str:
    for name in ("full", "standard", "technical"):
        profile = EDIT_PROFILES[name]
        if profile <= edits:
            more = [EDITS[edit] for edit in sorted(edits - profile)]
            own = listed(EDITS[edit] for edit in sorted(profile))
            return f"{own}{f'; and {listed(more)}' if more else ''}"
    return listed(EDITS[edit] for edit in sorted(edits)) if edits else "none"


def _terms(terms: Terms) -> Lines:
    language = f"({terms.language})" if terms.language else ""
    named = " ".join(filter(None, (terms.version, language, terms.url)))
    yield "Terms", named or ("" if terms.sha256 else "none are named")
    if terms.sha256:
        yield "Terms, as a file", terms.sha256, "file"
        yield "Their sha256", terms.sha256, "code"
    elif named:
        yield "Terms, as a file", "none on file: what was agreed to cannot be shown"


def _capacity(grant: Grant) -> str:
    return "the author" if grant.capacity == "author" else f"their {grant.capacity}"


def _own_term(last: date | Perpetual) -> str:
    return "without end" if last == "perpetual" else f"until {written(last)}"


def _exclusive(grant: Grant) -> str:
    if grant.exclusivity == "none":
        return ""
    until = f", until {written(grant.exclusivity_until)}" if grant.exclusivity_until else ""
    detail = f": {grant.exclusivity_detail}" if grant.exclusivity_detail else ""
    return f"{grant.exclusivity}{until}{detail}"


def _paid(paid: Compensation) -> str:
    if paid.kind == "none" and not paid.amount:
        return ""
    amount = " ".join(filter(None, (paid.amount, paid.currency)))
    when = f"on {written(paid.paid_at)}" if paid.paid_at else ""
    invoice = f"invoice {paid.invoice_ref}" if paid.invoice_ref else ""
    return ", ".join(filter(None, (spoken(paid.kind), amount, when, invoice)))


def _ending(grant: Grant) -> str:
    if not grant.revocable_by_licensor:
        return "not by the one who gave it"
    notice = f", {grant.notice_days} days ahead" if grant.notice_days is not None else ""
    down = (
        f"; to be taken down within {grant.takedown_hours} hours" if grant.takedown_hours is not None else ""
    )
    return f"by the one who gave it{notice}{down}"
