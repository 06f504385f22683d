"""Whether a creative must say that it is an ad, and whether what it says will do.

Paid-for ads from the brand's own account carry the platform's "Sponsored" label; from a creator's account they look
like a post of theirs (CAP Code section 2: https://www.asa.org.uk/advice-online/recognising-ads-social-media.html). A
connection that viewers would not expect is to be disclosed (16 CFR 255.5:
https://www.ecfr.gov/current/title-16/part-255). Which of these ask for a label on the picture is the brand's policy,
not a rule of law, and nothing here is legal advice.
"""

from collections.abc import Iterable
from typing import NamedTuple

from ugc.model.disclosing import Show
from ugc.model.records import Grant
from ugc.model.rights import Case, Policy, Reason, Use
from ugc.model.vocab import PAID_PURPOSES, Identity, MaterialConnection, Purpose
from ugc.rights.wordings import taken, takes, wording
from ugc.rights.words import same_party

_UNSEEN: frozenset[Purpose] = frozenset({"internal", "research"})
"""Nobody outside sees it: there is no public to be told."""
_ELSEWHERE = "It runs from another account than the brand's, where it looks like a post of theirs."
_CONNECTED = "A connection between creator and brand is on record."
_UNKNOWN = "Whether the creator was paid or given anything is not on record."
_ALWAYS = "The brand wants a label in every case."
_PLATFORM = (
    "That the platform's own label for such an ad is set: words on the picture do not stand in for it."
)


class Asked(NamedTuple):
    """What a question is about, as far as it decides on the label."""

    licensee: str
    purpose: Purpose
    identity: Identity
    territories: frozenset[str]


def asked_for(case: Case, asked: Asked, policy: Policy) -> str | None:
    """Say why a label on the picture is asked for, in a sentence; None where it is not.

    One market that asks for it suffices: a creative looks the same in all of them.
    """
    if asked.purpose in _UNSEEN:
        return None
    shows = _shows(policy, asked.territories)
    if shows == {"never"}:
        return None
    return _why(asked, policy, shows, connected(case, asked.licensee))


def connected(case: Case, licensee: str) -> bool | None:
    """Say whether the records know of a connection between a post's creator and a brand; None where they are silent.

    What was given for a post stays given: grants that have ended count too. A paid-partnership label on the live post
    counts, though it may be another brand's.
    """
    said: set[MaterialConnection] = set()
    for grant in case.grants:
        if grant.status == "granted" and same_party(grant.licensee, licensee):
            said.add(_connection(grant))
    for run in case.running:
        if run.disclosure.material_connection != "unknown":
            said.add(run.disclosure.material_connection)
    if case.post.paid_label or said - {"none", "unknown"}:
        return True
    return False if said and "unknown" not in said else None


def disclosed(case: Case, use: Use, policy: Policy, refusals: list[Reason]) -> tuple[str, ...]:
    """Add what is wrong with the label of a use; return what stays unchecked, in sentences."""
    shows = _shows(policy, use.territories)
    if use.purpose in _UNSEEN or shows == {"never"}:
        return ()
    known = connected(case, use.licensee)
    why = _why(Asked(use.licensee, use.purpose, use.identity, use.territories), policy, shows, known)
    if why is None:  # nobody asked for it, and it is worth knowing of an ad
        return (_UNKNOWN,) if known is None and use.purpose in PAID_PURPOSES else ()
    if use.disclosure is None:
        return (f"That it says it is an ad. {why}", _PLATFORM)
    own = policy.disclosure.words
    if not use.disclosure:
        lacking = wording(use.territories, use.language or "en", own).lacking
        text = f"{why} Nothing on the picture says that it is an ad."
        refusals.append(Reason(code="disclosure_missing", text=f"{text} {lacking}" if lacking else text))
        return (_PLATFORM,)
    answers = {market: takes(market, use.disclosure, own) for market in sorted(use.territories)}
    for market in (market for market, answer in answers.items() if answer is False):
        words = " or ".join(f"“{each}”" for each in taken(market))
        text = f"{why} {market} does not take “{use.disclosure}” for a label; it takes {words}."
        refusals.append(Reason(code="disclosure_not_accepted", text=text))
    return (
        *_untold(use.disclosure, (place for place, answer in answers.items() if answer is None)),
        _PLATFORM,
    )


def _connection(grant: Grant) -> MaterialConnection:
    """What a grant says of it; where it says only that something was paid, that is one too."""
    if grant.material_connection == "unknown" and grant.compensation.kind != "none":
        return "paid"
    return grant.material_connection


def _shows(policy: Policy, territories: frozenset[str]) -> set[Show]:
    """What the policy says of some markets."""
    demand = policy.disclosure
    if not demand.markets or not territories:
        return {demand.show}
    return {demand.shown_in(market) for market in territories}


def _why(asked: Asked, policy: Policy, shows: set[Show], known: bool | None) -> str | None:
    """Why a label is asked for; `known` is whether there is a connection."""
    needed_in = policy.disclosure.needed_in
    if "always" in shows:
        return _ALWAYS
    if "needed" not in shows:
        return None
    if "creator_handle" in needed_in and asked.identity != "brand_handle":
        return _ELSEWHERE
    if known and "connection" in needed_in:
        return _CONNECTED
    if known is None and "unknown_connection" in needed_in:
        return _UNKNOWN
    return None


def _untold(text: str, markets: Iterable[str]) -> tuple[str, ...]:
    places = ", ".join(markets)
    return (f"Whether “{text}” will do as a label in {places}: no table says.",) if places else ()
