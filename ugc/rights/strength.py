"""How strong a grant is: what its evidence shows, in words with reasons. Pure; it allows and refuses nothing.

There is no number, since nobody has measured one. Weak is what anybody could have made; strong is a signed document, or
an answer that can be looked up at the platform, from the account that made the post, to terms that are on file. Never
answered and declined are `none`, whatever is on file.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from ugc import text
from ugc.model.base import Value
from ugc.model.evidence import Evidence
from ugc.model.posts import Account
from ugc.model.records import Grant
from ugc.model.vocab import METHODS, EvidenceKind
from ugc.rights.words import spoken

Level = Literal["none", "weak", "fair", "strong"]
LEVELS: tuple[Level, ...] = ("none", "weak", "fair", "strong")

_UNGIVEN = {
    "requested": "They were asked, and no answer is on record.",
    "declined": "The answer was no.",
    "disputed": "They dispute it, and nothing here can settle that.",
    "asserted": "It was written down without all that a grant needs.",
}
_UNASKED = {
    "none": "Nobody is recorded as having said yes.",
    "implied_tag": "A tag or the brand's hashtag is no answer: nobody was asked.",
}
_SHORT = {
    "hashtag_reply": "A hashtag in reply says little about what was agreed to.",
    "comment_yes": "A yes in a comment says little about what was agreed to.",
    "public_licence": "It was given to everybody; nobody answered this brand.",
}
"""Methods that are never more than fair, with why."""
_SIGNED: frozenset[EvidenceKind] = frozenset({"contract", "esign"})
_TRACED: frozenset[EvidenceKind] = frozenset({"api_json", "comment", "dm", "email", "form"})
"""Kinds that bear the id under which another party holds the same."""
_LOOKED_UP = "the platform's own id, so that it can be looked up there"
_PDF = "application/pdf"
_ANSWERED = METHODS.index("dm_yes")


class Strength(Value):
    """How well a grant could be shown to somebody who doubts it."""

    level: Level
    why: tuple[str, ...]
    """What speaks for it and against it, in sentences; the first says most."""


def strength(grant: Grant, evidence: Iterable[Evidence], *, accounts: Iterable[Account] = ()) -> Strength:
    """Say how strong a grant is from the evidence records that it names; others are passed over.

    `accounts` are those of the post's author. Without their lasting ids nothing shows that the author answered.
    """
    proof = [item for item in evidence if item.id in grant.evidence]
    nothing = _nothing(grant, proof)
    if nothing:
        return Strength(level="none", why=(nothing,))
    facts = _Facts(grant, proof, list(accounts))
    why = (*_of_the_answer(facts), *_of_the_person(facts), *_of_the_terms(facts))
    return Strength(level=_level(facts), why=why)


class _Facts:
    """What the evidence of a grant shows.

    One platform has several kinds of id for one account (by app, by page), so another id alone is not another account;
    another handle beside it is.
    """

    def __init__(self, grant: Grant, proof: Sequence[Evidence], accounts: Sequence[Account]) -> None:
        self.grant = grant
        self.proof = proof
        self.signed = [item for item in proof if item.kind in _SIGNED]
        self.sealed = [item for item in self.signed if item.mime == _PDF]
        self.traced = [item for item in proof if item.kind in _TRACED and item.native_id]
        self.verbatim = [item for item in proof if item.words]
        ids = {(account.platform, account.native_id) for account in accounts if account.native_id}
        names = {(account.platform, _name(account.handle)) for account in accounts}
        known = {account.platform for account in accounts}
        self.by_author = [item for item in proof if (item.platform, item.actor_id) in ids]
        self.by_another = [
            item
            for item in proof
            if item.platform in known
            and item.actor
            and (item.platform, item.actor_id) not in ids
            and (item.platform, _name(item.actor)) not in names
        ]
        self.unclear = bool(self.by_another) and not self.by_author
        self.answers = [item for item in self.traced if item.words]


def _nothing(grant: Grant, proof: Sequence[Evidence]) -> str | None:
    """Why there is no proof of a yes at all."""
    if grant.status != "granted":
        return _UNGIVEN[grant.status]
    if grant.method in _UNASKED:
        return _UNASKED[grant.method]
    if not proof:
        return "Nothing on file proves it."
    return None


def _level(facts: _Facts) -> Level:
    grant = facts.grant
    capped = grant.method in _SHORT or grant.capacity != "author"
    if facts.unclear:
        return "weak"
    if facts.sealed:
        return "fair" if capped else "strong"
    if facts.signed:
        return "fair"
    theirs = any(item in facts.by_author for item in facts.answers)
    on_file = grant.terms.sha256 is not None
    if theirs and on_file and not capped and METHODS.index(grant.method) >= _ANSWERED:
        return "strong"
    return "fair" if theirs or (facts.answers and on_file) else "weak"


def _of_the_answer(facts: _Facts) -> Iterator[str]:
    """What holds the answer, the best of it first; then how much it says."""
    if facts.sealed:
        yield f"A signed document is on file ({_ids(facts.sealed)}); its signatures were not looked at."
    elif facts.signed:
        yield f"A contract is on file ({_ids(facts.signed)}) as a picture or a file that can be edited."
    if facts.traced:
        mail = all(item.kind == "email" for item in facts.traced)
        where = "its Message-ID, so that it can be looked up in the sender's mail" if mail else _LOOKED_UP
        yield f"The answer bears {where} ({_ids(facts.traced)})."
    elif not facts.signed:
        yield _of_own_making(facts.proof)
    if not facts.signed and not facts.verbatim:
        yield "What was said was not read from any file of evidence."
    if facts.grant.method in _SHORT:
        yield _SHORT[facts.grant.method]


def _of_the_person(facts: _Facts) -> Iterator[str]:
    grant = facts.grant
    if facts.by_author:
        yield f"It came from the account that made the post, by its lasting id ({_ids(facts.by_author)})."
    elif facts.by_another:
        yield f"It bears the name of another account than the one that made the post ({_ids(facts.by_another)})."
    elif not facts.sealed:
        yield "That it came from the account that made the post is not shown by a lasting id."
    if grant.capacity != "author":
        yield f"That {grant.licensor} may speak for the author ({spoken(grant.capacity)}) is not shown."


def _of_the_terms(facts: _Facts) -> Iterator[str]:
    terms = facts.grant.terms
    if terms.sha256:
        yield "The terms that were shown are on file, by their hash."
    elif not facts.signed:
        where = f" ({terms.url} can change)" if terms.url else ""
        yield f"The terms that were shown are not on file{where}."


def _of_own_making(proof: Sequence[Evidence]) -> str:
    """Say what evidence is that anybody could have made."""
    kinds = {item.kind for item in proof}
    if kinds == {"screenshot"}:
        what = "A lone screenshot" if len(proof) == 1 else "Screenshots alone"
        return f"{what} ({_ids(proof)}): anybody can make one, and nobody else is shown to hold the answer."
    if kinds == {"call_note"}:
        return f"The brand's own note of what was said ({_ids(proof)}), and nothing from the other side."
    what = "One file" if len(proof) == 1 else f"{len(proof)} files"
    return f"{what} that the brand kept itself ({_ids(proof)}); nobody else is shown to hold the answer."


def _ids(items: Sequence[Evidence]) -> str:
    return ", ".join(item.id for item in items)


def _name(handle: str) -> str:
    return text.fold(handle.strip().lstrip("@"))
