"""Grants as ODRL 2.2 policies in JSON-LD (https://www.w3.org/TR/odrl-model/), one Agreement a grant.

Their own terms are those of the shipped profile, `assets/odrl/profile.jsonld`; each is called by its kind and the
record's own token, as in `ugc:purpose-paid_social`. A policy names no fee, contact or evidence. What the grant does
not allow stands as a prohibition where there is a word for it, and prohibitions win. A grant that was revoked, has
ended, or is disputed or replaced permits nothing: its policy says so and prohibits every use.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta, tzinfo
from urllib.parse import quote

from ugc.exports.licences import AGREED, Licence, State
from ugc.exports.odrl_nodes import (
    CONTEXT,
    COUNTRY,
    PROFILE,
    Node,
    account,
    asset,
    constraint,
    instant,
    named,
    party,
    policy_id,
    shown,
    term,
    typed,
    web,
)
from ugc.model.posts import Post
from ugc.model.records import Grant
from ugc.model.territories import COUNTRIES
from ugc.model.vocab import AI_USES, EDITS
from ugc.text import counted, one_line

_USES = ["reproduce", "distribute", "display", "play", "odrl:stream"]
_LIKENESS = ("name", "handle", "image", "voice")
_WITHDRAWN: dict[State, str] = {
    "ended": "That is over.",
    "revoked": "It was revoked.",
    "disputed": "It is disputed.",
    "replaced": "Another grant took its place.",
}


def policy(licence: Licence, *, ledger: str, zone: tzinfo, today: date) -> Node:
    """Return the policy of a grant as its records stand on a day.

    `ledger` is the hash of the ledger's first entry, which tells g-0001 of one workspace from that of another.
    Days begin and end in `zone`. Raises ValueError for a grant that was never agreed to: it has no policy.
    """
    state = licence.state(today)
    if state in ("requested", "declined", "asserted"):
        raise ValueError(f"{licence.grant.id} was {state}: there is no agreement")
    rules = _rules(licence, zone, today) if state in AGREED else _nothing(licence)
    return {
        "@context": CONTEXT,
        "@type": "Agreement",
        "uid": policy_id(licence.grant.id, ledger),
        "profile": PROFILE,
        "conflict": "prohibit",
        **_about(licence, state, ledger, today),
        "assigner": _licensor(licence),
        "assignee": _licensee(licence.grant),
        **rules,
    }


def graph(policies: Iterable[Node]) -> Node:
    """Return several policies as one document."""
    return {
        "@context": CONTEXT,
        "@graph": [{key: value for key, value in one.items() if key != "@context"} for one in policies],
    }


# --- about it ----------------------------------------------------------------------------------------------------


def _about(licence: Licence, state: State, ledger: str, today: date) -> Node:
    grant = licence.grant
    found: Node = {"dct:description": _in_words(licence, state), "ugc:status": term("status", state)}
    found["ugc:asOf"] = typed(today, "date")
    last = licence.last_day()
    if state in ("ended", "revoked") and last != "perpetual":
        found["ugc:withdrawnFrom"] = typed(last + timedelta(days=1), "date")
    if grant.recorded_at:
        found["dct:issued"] = typed(grant.recorded_at.isoformat(), "dateTime")
    if licence.successor:
        found["dct:isReplacedBy"] = {"@id": policy_id(licence.successor, ledger)}
    if grant.supersedes and grant.supersedes != grant.id:
        found["dct:replaces"] = {"@id": policy_id(grant.supersedes, ledger)}
    return found | _agreed(grant)


def _agreed(grant: Grant) -> Node:
    """Which terms were agreed to, and what they say that no rule can."""
    found: Node = {}
    if link := web(grant.terms.url):
        found["dct:references"] = {"@id": link}
        if grant.terms.version:
            found["ugc:termsVersion"] = one_line(grant.terms.version)
    if grant.terms.sha256:
        found["ugc:termsSha256"] = grant.terms.sha256
    found["ugc:tail"] = term("tail", grant.tail)
    if grant.tail == "sell_off":
        found["ugc:sellOffDays"] = grant.sell_off_days
    for name, number in (("noticeDays", grant.notice_days), ("takedownHours", grant.takedown_hours)):
        if number is not None:
            found[f"ugc:{name}"] = number
    return found


def _in_words(licence: Licence, state: State) -> str:
    grant = licence.grant
    what = counted(len(grant.posts), "post") if grant.posts else "every post of theirs"
    who, whom = shown(grant.licensor) or "The licensor", one_line(grant.licensee)
    if state not in AGREED:
        return f"{who} allowed {whom} to use {what}. {_WITHDRAWN[state]}"
    end = licence.last_day()
    return (
        f"{who} allows {whom} to use {what} for {_listed(grant.purposes)} on {_listed(grant.channels)} "
        f"from {grant.start} {'on' if end == 'perpetual' else f'to {end}'}."
    )


def _licensor(licence: Licence) -> Node:
    """The author, by their account; somebody who gives it for them, by name."""
    grant = licence.grant
    if grant.capacity == "author":
        if licence.author:
            return account(licence.author)
        if grant.creator:
            return named(f"urn:ugc-toolkit:{quote(grant.creator, safe=':')}", grant.licensor, "Person")
    return party(grant.licensor, kind="Person" if grant.capacity == "author" else "Organization")


def _licensee(grant: Grant) -> Node:
    return party(grant.licensee, kind="Organization")


def _targets(licence: Licence, posts: Iterable[Post]) -> list[Node]:
    if licence.grant.posts:
        known = {name for post in licence.posts for name in (post.id, *post.aliases)}
        unknown = [asset(name) for name in licence.grant.posts if name not in known]
        return [*(asset(post.id, post.permalink) for post in posts), *unknown]
    whose = quote(licence.grant.creator or "", safe=":")
    return [
        {
            "@type": "odrl:AssetCollection",
            "uid": f"urn:ugc-toolkit:posts:{whose}",
            "dct:description": "Everything that the assigner has published or publishes.",
        }
    ]


# --- what may be done, and what not ------------------------------------------------------------------------------


def _nothing(licence: Licence) -> Node:
    return {"prohibition": [{"target": _targets(licence, licence.posts), "action": "use"}]}


def _rules(licence: Licence, zone: tzinfo, today: date) -> Node:
    """The rules of a grant that stands. What it covers is told in the first of them, and named in the others."""
    grant = licence.grant
    whole = _targets(licence, licence.standing_posts(today))
    target = [one["uid"] for one in whole]
    scope = list(_scope(licence, zone))
    found: Node = {}
    if grant.purposes and grant.channels and grant.identities and grant.reach:
        found["permission"] = [
            {"target": target, **rule, "constraint": [*scope, *rule.get("constraint", ())]}
            for rule in _permissions(licence, zone)
        ]
    denied = ({"target": target, **rule} for rule in _prohibitions(grant))
    found["prohibition"] = [*denied, *_taken_out(licence, zone, today)]
    next(iter(found.values()))[0]["target"] = whole
    if grant.exclusivity != "none":
        found["obligation"] = [{"target": target, **_exclusive(licence)}]
    return found


def _permissions(licence: Licence, zone: tzinfo) -> Iterator[Node]:
    grant = licence.grant
    duties = list(_duties(licence))
    likeness = [f"ugc:likeness-{part}" for part in _LIKENESS if getattr(grant.likeness, part)]
    term_of_its_own = isinstance(grant.likeness_until, date)
    actions = [
        *_USES,
        *(f"ugc:edit-{edit}" for edit in sorted(grant.edits)),
        *([] if term_of_its_own else likeness),
        *(f"ugc:ai-{use}" for use in AI_USES if grant.ai.get(use) == "allowed"),
    ]
    yield {"action": actions} | ({"duty": duties} if duties else {})
    if likeness and isinstance(grant.likeness_until, date):
        end = instant(grant.likeness_until, zone, closing=True)
        yield {"action": likeness, "constraint": [constraint("dateTime", "lteq", end)]}
    limited = [f"ugc:ai-{use}" for use in AI_USES if grant.ai.get(use) == "constrained"]
    if limited:
        consent = {"action": "obtainConsent", "consentingParty": _licensor(licence)["uid"]}
        yield {"action": limited, "duty": [consent]}
    if passed_to := _recipients(grant):
        yield {"action": "grantUse", "constraint": [constraint("recipient", "isAnyOf", passed_to)]}


def _prohibitions(grant: Grant) -> Iterator[Node]:
    denied = [f"ugc:edit-{edit}" for edit in sorted(EDITS) if edit not in grant.edits]
    denied += [f"ugc:ai-{use}" for use in AI_USES if grant.ai.get(use) not in ("allowed", "constrained")]
    denied += [f"ugc:likeness-{part}" for part in _LIKENESS if not getattr(grant.likeness, part)]
    denied += ["ugc:changeMeaning"] if grant.meaning_change_forbidden else []
    if denied:
        yield {"action": denied}
    others = _recipients(grant)
    to_them = {"constraint": [constraint("recipient", "isNoneOf", others)]} if others else {}
    yield {"action": "grantUse"} | to_them


def _taken_out(licence: Licence, zone: tzinfo, today: date) -> Iterator[Node]:
    """Posts that may not be used now, or not from a day on, though the grant covers them."""
    for post in licence.posts:
        rule: Node = {"target": [asset(post.id, post.permalink)], "action": "use"}
        ends = [item.effective for item in licence.parts.get(post.id, ())]
        if licence.holds.get(post.id) or any(day <= today for day in ends):
            yield rule
        elif ends:
            yield rule | {"constraint": [constraint("dateTime", "gteq", instant(min(ends), zone))]}


def _recipients(grant: Grant) -> list[Node]:
    passed_to = set(grant.sublicence) - {"none"}
    passed_to |= {name for name in ("affiliates", "agencies") if getattr(grant, name)}
    return [term("recipient", name) for name in sorted(passed_to)]


# --- on which conditions -----------------------------------------------------------------------------------------


def _scope(licence: Licence, zone: tzinfo) -> Iterator[Node]:
    grant, end = licence.grant, licence.last_day()
    yield constraint("dateTime", "gteq", instant(grant.start, zone))
    if end != "perpetual":
        yield constraint("dateTime", "lteq", instant(end, zone, closing=True))
    if grant.end_basis == "from_first_use":
        yield constraint("elapsedTime", "lteq", typed(f"P{grant.days}D", "duration"))
    if grant.end_basis == "platform_code":
        yield constraint("ugc:authorization", "eq", term("authorization", "active"))
    if grant.impressions is not None:
        most = constraint("count", "lteq", typed(grant.impressions, "integer"))
        yield most | {"unit": term("unit", "impression")}
    yield from _places(grant)
    yield constraint("purpose", "isAnyOf", [term("purpose", name) for name in sorted(grant.purposes)])
    yield constraint("deliveryChannel", "isAnyOf", [term("channel", name) for name in sorted(grant.channels)])
    yield constraint("ugc:identity", "isAnyOf", [term("identity", name) for name in _identities(grant)])


def _places(grant: Grant) -> Iterator[Node]:
    """The countries; where most are allowed, those that are not; nothing where all are."""
    missing = COUNTRIES - grant.reach
    if not missing:
        return
    most = len(missing) < len(grant.reach)
    codes = [{"@id": COUNTRY + code} for code in sorted(missing if most else grant.reach)]
    yield constraint("spatial", "isNoneOf" if most else "isAnyOf", codes)


def _identities(grant: Grant) -> list[str]:
    """As the records are read: who allowed both allowed each."""
    both = {"brand_handle", "creator_handle"} if "both" in grant.identities else set()
    return sorted(grant.identities | both)


def _duties(licence: Licence) -> Iterator[Node]:
    """The credit line: whose, where, and in which words where the grant fixes them."""
    credit = licence.grant.credit
    author = account(licence.author) if licence.author else _licensor(licence)
    if credit.required != "none":
        how = [constraint("ugc:creditPlace", "eq", term("credit", credit.required))]
        if credit.text:
            how.append(constraint("ugc:creditText", "eq", one_line(credit.text)))
        action = {"rdf:value": {"@id": "odrl:attribute"}, "refinement": how}
        yield {"action": [action], "attributedParty": author["uid"]}
    if credit.must_tag:
        yield {"action": "ugc:tagAccount", "attributedParty": author["uid"]}


def _exclusive(licence: Licence) -> Node:
    """What the licensor owes the licensee: here it is they who have to act."""
    extent = constraint("ugc:exclusivity", "eq", term("exclusivity", licence.grant.exclusivity))
    return {
        "assigner": _licensee(licence.grant)["uid"],
        "assignee": _licensor(licence)["uid"],
        "action": [{"rdf:value": {"@id": "odrl:ensureExclusivity"}, "refinement": [extent]}],
    }


def _listed(tokens: Iterable[str]) -> str:
    return ", ".join(sorted(token.replace("_", " ") for token in tokens)) or "nothing"
