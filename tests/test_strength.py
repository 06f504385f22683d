"""How strong a grant is said to be: words with reasons, and never a weak yes out of a no or a silence."""

import itertools
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ugc.model.evidence import Evidence
from ugc.model.posts import Account
from ugc.model.records import Grant, Terms
from ugc.model.vocab import CAPACITIES, EVIDENCE_KINDS, GRANT_STATUSES, METHODS
from ugc.rights.strength import LEVELS, strength

ANA = Account(platform="instagram", handle="ana", native_id="178414")
TERMS = Terms(sha256="ab" * 32, version="3")


def grant(method: str = "dm_yes", *, evidence: int = 1, **more: Any) -> Grant:
    told = {
        "id": "g-0001",
        "licensor": "ana",
        "licensee": "Sunday Glow",
        "posts": ("ig:BqvsDleB3lV",),
        "method": method,
        "start": date(2026, 11, 1),
        "end": date(2027, 5, 1),
        "terms": TERMS,
        "evidence": tuple(f"e-{number + 1}" for number in range(evidence)),
    }
    return Grant.model_validate(told | more)


def proof(kind: str, number: int = 1, **more: Any) -> Evidence:
    told = {"id": f"e-{number}", "kind": kind, "sha256": "cd" * 32, "size": 9, "name": "yes"}
    return Evidence.model_validate(told | more)


def said(kind: str = "api_json", **more: Any) -> Evidence:
    """The platform's own record of an answer."""
    told = {
        "platform": "instagram",
        "native_id": "17890",
        "actor": "ana",
        "actor_id": "178414",
        "words": "Yes!",
    }
    return proof(kind, **(told | more))


MAIL = {"platform": "email", "native_id": "<a@b>", "actor": "ana@example.com", "words": "Yes"}
PDF = {"mime": "application/pdf"}
CASES: list[tuple[str, Grant, list[Evidence], str, str]] = [
    # what, the grant, its evidence, the level, words among the reasons
    (
        "a lone screenshot",
        grant(),
        [proof("screenshot")],
        "weak",
        "A lone screenshot (e-1): anybody can make one",
    ),
    (
        "two screenshots",
        grant(evidence=2),
        [proof("screenshot"), proof("screenshot", 2)],
        "weak",
        "Screenshots alone",
    ),
    ("a note of a call", grant(), [proof("call_note")], "weak", "The brand's own note"),
    ("a file of any kind", grant(), [proof("file")], "weak", "One file that the brand kept itself (e-1)"),
    (
        "the platform's record, from the author, to terms",
        grant(),
        [said()],
        "strong",
        "from the account that made",
    ),
    ("the same as a message", grant(), [said("dm")], "strong", "the platform's own id"),
    ("the same without terms", grant(terms=Terms()), [said()], "fair", "not on file."),
    (
        "the same with a link that can change",
        grant(terms=Terms(url="https://glow.example/terms")),
        [said()],
        "fair",
        "(https://glow.example/terms can change)",
    ),
    (
        "the same without the words",
        grant(),
        [said(words=None)],
        "weak",
        "was not read from any file of evidence",
    ),
    ("the same without its id", grant(), [said(native_id=None)], "weak", "that the brand kept itself"),
    ("from nobody known", grant(), [said(actor=None, actor_id=None)], "fair", "is not shown by a lasting id"),
    ("by name alone", grant(), [said(actor_id=None)], "fair", "is not shown by a lasting id"),
    (
        "another id under the same name",
        grant(),
        [said(actor_id="17841400")],
        "fair",
        "is not shown by a lasting id",
    ),
    (
        "from another account",
        grant(),
        [said(actor="eve", actor_id="666")],
        "weak",
        "the name of another account",
    ),
    (
        "from another account, by name alone",
        grant(),
        [said(actor="eve", actor_id=None)],
        "weak",
        "another account",
    ),
    (
        "the name in capitals",
        grant(),
        [said(actor="@ANA", actor_id=None)],
        "fair",
        "is not shown by a lasting id",
    ),
    ("an e-mail to terms on file", grant(), [proof("email", **MAIL)], "fair", "its Message-ID"),
    ("an e-mail without terms", grant(terms=Terms()), [proof("email", **MAIL)], "weak", "its Message-ID"),
    (
        "a signed contract",
        grant("contract"),
        [proof("contract", **PDF)],
        "strong",
        "signatures were not looked at",
    ),
    (
        "a contract without other terms",
        grant("contract", terms=Terms()),
        [proof("contract", **PDF)],
        "strong",
        "signed",
    ),
    (
        "a photographed contract",
        grant("contract"),
        [proof("contract", mime="image/png")],
        "fair",
        "can be edited",
    ),
    (
        "a contract of which only a screenshot is on file",
        grant("contract"),
        [proof("screenshot")],
        "weak",
        "screenshot",
    ),
    (
        "an e-signature",
        grant("esign_form"),
        [proof("esign", **PDF)],
        "strong",
        "A signed document is on file (e-1)",
    ),
    (
        "signed by an agent",
        grant("contract", capacity="agent"),
        [proof("contract", **PDF)],
        "fair",
        "may speak for",
    ),
    (
        "a hashtag in reply",
        grant("hashtag_reply"),
        [said("comment")],
        "fair",
        "A hashtag in reply says little",
    ),
    ("a comment", grant("comment_yes"), [said("comment")], "fair", "A yes in a comment says little"),
    ("a public licence", grant("public_licence"), [proof("screenshot")], "weak", "It was given to everybody"),
    (
        "a form of another's",
        grant("web_form"),
        [said("form", actor=None, actor_id=None)],
        "fair",
        "looked up there",
    ),
    ("a tag", grant("implied_tag"), [said()], "none", "nobody was asked"),
    ("nothing said", grant("none"), [said()], "none", "Nobody is recorded as having said yes."),
    ("no evidence", grant(evidence=0), [], "none", "Nothing on file proves it."),
    ("evidence of another grant", grant(evidence=0), [said()], "none", "Nothing on file proves it."),
    ("never answered", grant(status="requested"), [said()], "none", "no answer is on record"),
    ("declined", grant(status="declined"), [proof("contract", **PDF)], "none", "The answer was no."),
    ("disputed", grant(status="disputed"), [proof("contract", **PDF)], "none", "They dispute it"),
]


@pytest.mark.parametrize(
    ("what", "given_", "evidence", "level", "words"), CASES, ids=[case[0] for case in CASES]
)
def test_levels_and_reasons(
    what: str, given_: Grant, evidence: list[Evidence], level: str, words: str
) -> None:
    found = strength(given_, evidence, accounts=[ANA])
    assert found.level == level, found
    assert any(words in reason for reason in found.why), found.why
    assert all(reason.endswith(".") and not any(sign in reason for sign in "%★") for reason in found.why)


def test_never_answered_and_declined_do_not_look_alike() -> None:
    silent = strength(grant(status="requested"), [])
    refused = strength(grant(status="declined"), [])
    assert silent.level == refused.level == "none"
    assert silent.why != refused.why


def test_without_the_authors_accounts_nobody_is_taken_for_another() -> None:
    found = strength(grant(), [said(actor="eve", actor_id="666")])
    assert found.level == "fair" and not any("another account" in reason for reason in found.why)


def test_an_account_on_another_platform_says_nothing() -> None:
    found = strength(grant(), [said(platform="tiktok")], accounts=[ANA])
    assert found.level == "fair" and "is not shown by a lasting id" in " ".join(found.why)


@st.composite
def evidence(draw: st.DrawFn, number: int) -> Evidence:
    return proof(
        draw(st.sampled_from(EVIDENCE_KINDS)),
        number,
        mime=draw(st.sampled_from(["application/pdf", "image/png"])),
        platform=draw(st.sampled_from(["instagram", "tiktok", None])),
        native_id=draw(st.sampled_from(["1", None])),
        actor=draw(st.sampled_from(["ana", None])),
        actor_id=draw(st.sampled_from(["178414", None])),
        words=draw(st.sampled_from(["yes", None])),
    )


GRANTS = st.builds(
    grant,
    st.sampled_from(METHODS),
    evidence=st.just(3),
    terms=st.sampled_from([TERMS, Terms()]),
    capacity=st.sampled_from(CAPACITIES),
    status=st.sampled_from(GRANT_STATUSES),
)


@given(GRANTS, evidence(1), evidence(2), evidence(3))
def test_more_proof_never_weakens(given_: Grant, one: Evidence, two: Evidence, three: Evidence) -> None:
    """Of evidence that names nobody else."""
    for known in itertools.permutations((one, two, three)):
        levels = [LEVELS.index(strength(given_, known[:n], accounts=[ANA]).level) for n in range(4)]
        assert levels == sorted(levels), known


@given(GRANTS, evidence(1))
def test_terms_on_file_never_weaken(given_: Grant, one: Evidence) -> None:
    without = strength(given_.model_copy(update={"terms": Terms()}), [one], accounts=[ANA])
    with_ = strength(given_.model_copy(update={"terms": TERMS}), [one], accounts=[ANA])
    assert LEVELS.index(with_.level) >= LEVELS.index(without.level)


@given(GRANTS, evidence(1), evidence(2), evidence(3))
def test_what_was_not_granted_is_never_anything(
    given_: Grant, one: Evidence, two: Evidence, three: Evidence
) -> None:
    found = strength(given_, [one, two, three], accounts=[ANA])
    assert found.why
    if given_.status != "granted" or given_.method in ("none", "implied_tag"):
        assert found.level == "none" and len(found.why) == 1
    else:
        assert found.level != "none"
