"""ODRL policies: what the Information Model asks of an Agreement, and what the triples of a policy say.

Judges: a JSON Schema written from https://www.w3.org/TR/odrl-model/, rdflib's JSON-LD reader and its list of ODRL's
terms, and instants worked out by hand.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from conftest import Shop
from jsonschema import Draft202012Validator
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import ODRL2, SKOS, XSD, Namespace

from ugc.exports.licences import Licence
from ugc.exports.odrl import graph, policy
from ugc.model.posts import Account, Post
from ugc.model.records import (
    Authorization,
    Compensation,
    CreditTerms,
    Grant,
    Hold,
    Likeness,
    Revocation,
    Terms,
)
from ugc.model.vocab import AI_USES, CHANNELS, CREDIT_PLACES, EDITS, IDENTITIES, PURPOSES, SUBLICENSEES, TAILS

pytestmark = pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph:DeprecationWarning"
)  # inside rdflib's own reader

PROFILE = Path(__file__).resolve().parent.parent / "assets" / "odrl" / "profile.jsonld"
UGC = Namespace("urn:ugc-toolkit:odrl:1.0#")
LCC = "https://www.omg.org/spec/LCC/Countries/ISO3166-1-CountryCodes/"
LEDGER = "0123456789abcdef" * 4
TODAY = date(2026, 11, 22)

W3C: dict[str, Any] = {  # what http://www.w3.org/ns/odrl.jsonld makes of the words that policies use
    **{name: f"odrl:{name}" for name in ("Agreement", "Party", "Asset", "rightOperand", "unit")},
    **{
        name: f"odrl:{name}"
        for name in ("use", "reproduce", "distribute", "display", "play", "grantUse", "obtainConsent")
    },
    **{name: f"odrl:{name}" for name in ("prohibit", "gteq", "lteq", "eq", "isAnyOf", "isNoneOf")},
    **{
        name: f"odrl:{name}"
        for name in ("dateTime", "spatial", "purpose", "deliveryChannel", "recipient", "count", "elapsedTime")
    },
    **{
        name: {"@id": f"odrl:{name}", "@type": "@vocab"}
        for name in ("action", "conflict", "leftOperand", "operator")
    },
    **{
        name: {"@id": f"odrl:{name}", "@type": "@id"}
        for name in (
            "profile",
            "target",
            "assigner",
            "assignee",
            "attributedParty",
            "consentingParty",
            "permission",
            "prohibition",
            "duty",
            "constraint",
        )
    },
}

_IRI = {"type": "string", "pattern": r"^[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+$"}
_REF = {
    "type": "object",
    "required": ["@id"],
    "properties": {"@id": {"type": "string", "pattern": ":"}},
    "additionalProperties": False,
}
_TYPED = {
    "type": "object",
    "required": ["@value", "@type"],
    "additionalProperties": False,
    "properties": {"@value": {"type": "string"}, "@type": {"pattern": "^xsd:"}},
}
_CONSTRAINT = {
    "type": "object",
    "required": ["leftOperand", "operator", "rightOperand"],  # 2.5.1: one of each
    "additionalProperties": False,
    "properties": {
        "leftOperand": {"type": "string"},
        "operator": {
            "enum": [
                "eq",
                "gt",
                "gteq",
                "lt",
                "lteq",
                "neq",
                "isA",
                "hasPart",
                "isPartOf",
                "isAllOf",
                "isAnyOf",
                "isNoneOf",
            ]
        },
        "rightOperand": {
            "anyOf": [_REF, _TYPED, {"type": "string"}, {"type": "array", "minItems": 1, "items": _REF}]
        },
        "unit": _REF,
    },
    "allOf": [
        {
            "if": {"properties": {"operator": {"enum": ["isAnyOf", "isNoneOf", "isAllOf"]}}},
            "then": {"properties": {"rightOperand": {"type": "array"}}},
            "else": {"properties": {"rightOperand": {"not": {"type": "array"}}}},
        }
    ],
}
_REFINED = {
    "type": "object",
    "required": ["rdf:value", "refinement"],
    "additionalProperties": False,
    "properties": {"rdf:value": _REF, "refinement": {"type": "array", "items": _CONSTRAINT}},
}
_ACTION = {
    "anyOf": [
        {"type": "string"},
        {"type": "array", "minItems": 1, "items": {"anyOf": [{"type": "string"}, _REFINED]}},
    ]
}
_NODE = {"type": "object", "required": ["@type", "uid"], "properties": {"uid": _IRI}}
_TARGET = {"type": "array", "minItems": 1, "items": {"anyOf": [_IRI, _NODE]}}
_DUTY = {
    "type": "object",
    "required": ["action"],
    "additionalProperties": False,
    "properties": {"action": _ACTION, "attributedParty": _IRI, "consentingParty": _IRI},
}


def _rule(**more: Any) -> dict[str, Any]:
    told = {
        "action": _ACTION,
        "target": _TARGET,
        "constraint": {"type": "array", "minItems": 1, "items": _CONSTRAINT},
    }
    return {
        "type": "array",
        "minItems": 1,
        # 2.6: an action, and for permissions and prohibitions a target
        "items": {
            "type": "object",
            "required": ["action", "target"],
            "additionalProperties": False,
            "properties": told | more,
        },
    }


SCHEMA = {
    "type": "object",
    # 2.1.3: an Agreement has an assigner and an assignee; 2.1: a uid, and at least one rule
    "required": ["@context", "@type", "uid", "profile", "conflict", "assigner", "assignee"],
    "anyOf": [{"required": ["permission"]}, {"required": ["prohibition"]}, {"required": ["obligation"]}],
    "properties": {
        "@context": {"type": "array", "prefixItems": [{"const": "http://www.w3.org/ns/odrl.jsonld"}]},
        "@type": {"const": "Agreement"},
        "uid": _IRI,
        "profile": _IRI,
        "conflict": {"const": "prohibit"},
        "assigner": _NODE,
        "assignee": _NODE,
        "permission": _rule(duty={"type": "array", "items": _DUTY}),
        "prohibition": _rule(),
        "obligation": _rule(assigner=_IRI, assignee=_IRI),
    },
    "patternProperties": {"^(dct|ugc):": {}},
    "additionalProperties": False,
}
DEPRECATED = set(  # https://www.w3.org/TR/odrl-vocab/#deprecated
    "device system proximity append appendTo copy export lease license lend pay payeeParty preview secondaryUse write "
    "writeTo adHocShare extractChar extractPage extractWord timedCount inheritRelation inheritAllowed UndefinedTerm "
    "undefined ignore support AssetScope PartyScope scope Group Individual All AllConnections All2ndConnections "
    "AllGroups attachPolicy attachSource shareAlike commercialize share".split()
)

ANA = Account(platform="instagram", handle="ana", native_id="178414", display_name="Ana")
SHELF = Post(
    id="ig:BqvsDleB3lV",
    platform="instagram",
    author=ANA,
    creator="creator:aa11",
    permalink="https://www.instagram.com/p/BqvsDleB3lV/",
)
GYM = Post(id="ig:Bqvs0000001", platform="instagram", author=ANA, creator="creator:aa11")


def a_grant(**told: Any) -> Grant:
    usual: dict[str, Any] = {
        "id": "g-0001",
        "licensor": "ana",
        "licensee": "Sunday Glow",
        "posts": (SHELF.id,),
        "method": "dm_yes",
        "purposes": {"paid_social"},
        "channels": {"instagram"},
        "identities": {"brand_handle"},
        "territories": {"US"},
        "start": date(2026, 11, 1),
        "end": date(2027, 5, 1),
        "edits": {"crop"},
        "evidence": ("e-0001",),
    }
    return Grant.model_validate(usual | told)


def held(grant: Grant | None = None, *posts: Post, **told: Any) -> Licence:
    return Licence(grant=grant or a_grant(), posts=posts or (SHELF,), **told)


def made(licence: Licence, *, zone: str = "UTC", today: date = TODAY) -> dict[str, Any]:
    found = policy(licence, ledger=LEDGER, zone=ZoneInfo(zone), today=today)
    Draft202012Validator(SCHEMA).validate(json.loads(json.dumps(found)))
    return found


def triples(document: dict[str, Any]) -> Graph:
    """The document as rdflib reads it, with our own words for the context that stands at W3C."""
    standard, own = document["@context"]
    assert standard == "http://www.w3.org/ns/odrl.jsonld"
    return Graph().parse(
        data=json.dumps(document | {"@context": [{"odrl": str(ODRL2), **W3C}, own]}), format="json-ld"
    )


def right(found: Graph, left: URIRef, operator: URIRef | None = None) -> set[Any]:
    """The right operands of all conditions on a left operand."""
    return {
        value
        for node in found.subjects(ODRL2.leftOperand, left)
        if operator is None or (node, ODRL2.operator, operator) in found
        for value in found.objects(node, ODRL2.rightOperand)
    }


def actions(found: Graph, kind: URIRef) -> set[URIRef]:
    """The actions of all permissions or prohibitions, refined ones by their value."""
    rules = set(found.objects(None, kind))
    direct = {action for rule in rules for action in found.objects(rule, ODRL2.action)}
    return {next(found.objects(action, RDF.value), action) for action in direct}


EVERYTHING = a_grant(
    version=2,
    capacity="agent",
    licensor="Agency Five",
    affiliates=True,
    agencies=True,
    purposes=frozenset(PURPOSES),
    channels=frozenset(CHANNELS),
    identities=frozenset(IDENTITIES),
    territories={"worldwide"},
    excluded={"CN", "RU"},
    end="perpetual",
    end_basis="from_first_use",
    days=90,
    impressions=100_000,
    tail="sell_off",
    sell_off_days=14,
    edits={"crop", "mashup", "translate"},
    credit=CreditTerms(required="caption", text="Photo: Ana", must_tag=True),
    sublicence={"platforms", "press"},
    ai={"text_data_mining": "allowed", "generative_training": "denied", "voice_clone": "constrained"},
    likeness=Likeness(name=True, voice=False),
    exclusivity="category",
    exclusivity_detail="skin care, against Rival Ltd",
    compensation=Compensation(kind="fee", amount="98765", currency="EUR", invoice_ref="INV-77"),
    notice_days=14,
    takedown_hours=48,
    terms=Terms(url="https://brand.example/terms", version="3", sha256="ab" * 32),
    notes="call her at ana@example.com",
    recorded_by="mo@brand.example",
    recorded_at=datetime(2026, 11, 1, 9, tzinfo=UTC),
)


# --- the profile -------------------------------------------------------------------------------------------------


def profile() -> Graph:
    return Graph().parse(data=PROFILE.read_text("utf-8"), format="json-ld")


def test_the_profile_says_what_a_profile_must() -> None:
    """https://www.w3.org/TR/odrl-model/#profile-mechanism: what each kind of new term has to be."""
    found = profile()
    own = {s for s in found.subjects() if str(s).startswith(str(UGC))}
    assert len(own) > 100
    members = set(found.objects(URIRef("urn:ugc-toolkit:odrl-profile:1.0"), SKOS.member))
    kinds = {ODRL2.Action, ODRL2.LeftOperand, ODRL2.RightOperand, RDF.Property}
    for term in own:
        assert len(set(found.objects(term, RDF.type)) & kinds) == 1, term
        assert (term, SKOS.definition, None) in found, term
        assert term in members, term
        if (term, RDF.type, ODRL2.Action) in found:
            (parent,) = found.objects(term, ODRL2.includedIn)
            assert parent in ODRL2, f"{term} is included in {parent}"
            assert parent in members, f"the profile does not adopt {parent}"
    for term in members - own:
        assert term in ODRL2, f"{term} is no word of ODRL"
        assert str(term).rsplit("/", 1)[1] not in DEPRECATED


@pytest.mark.parametrize(
    ("kind", "tokens"),
    [
        ("purpose", PURPOSES),
        ("channel", CHANNELS),
        ("identity", IDENTITIES),
        ("edit", EDITS),
        ("ai", AI_USES),
        ("recipient", [name for name in SUBLICENSEES if name != "none"]),
        ("credit", [name for name in CREDIT_PLACES if name != "none"]),
        ("tail", TAILS),
        ("likeness", list(Likeness.model_fields)),
    ],
)
def test_every_token_of_the_records_has_a_term_and_no_term_is_left_over(kind: str, tokens: list[str]) -> None:
    start = f"{UGC}{kind}-"
    terms = {str(s).removeprefix(start) for s in profile().subjects() if str(s).startswith(start)}
    assert terms == set(tokens)


# --- every policy ------------------------------------------------------------------------------------------------


def revoked(on: date, **told: Any) -> Revocation:
    return Revocation(id="r-0001", effective=on, why="she asked", by="Mo", **({"grant": "g-0001"} | told))


CASES: list[tuple[str, Licence]] = [
    ("usual", held()),
    ("everything that a grant can say", held(EVERYTHING, SHELF, GYM)),
    ("all of a creator's posts", held(a_grant(posts=(), creator="creator:aa11"))),
    (
        "nothing allowed",
        held(a_grant(purposes=set(), channels=set(), edits=set(), credit=CreditTerms(required="none"))),
    ),
    (
        "with a platform's code",
        held(
            a_grant(end_basis="platform_code"),
            codes=(
                Authorization(
                    id="a-1", platform="instagram", kind="meta_ad_code", status="active", end=date(2027, 1, 1)
                ),
            ),
        ),
    ),
    ("revoked", held(whole=(revoked(date(2026, 11, 20)),))),
    ("ended", held(a_grant(start=date(2026, 1, 1), end=date(2026, 2, 1)))),
    ("disputed", held(a_grant(status="disputed"))),
    ("replaced", held(successor="g-0002")),
    (
        "one post of two taken out",
        held(
            a_grant(posts=(SHELF.id, GYM.id)),
            SHELF,
            GYM,
            parts={GYM.id: (revoked(date(2026, 11, 20), post=GYM.id),)},
        ),
    ),
    ("held", held(holds={SHELF.id: (Hold(id="h-1", post=SHELF.id, why="a complaint", by="Mo", on=TODAY),)})),
    ("by nobody known", held(a_grant(licensor="(redacted)"), Post(id="file:" + "ab" * 32, platform="other"))),
]


@pytest.mark.parametrize("licence", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_a_policy_uses_only_words_that_are_defined(licence: Licence) -> None:
    document = made(licence)
    found = triples(document)
    names = {term for triple in found for term in triple if isinstance(term, URIRef)}
    defined = set(profile().subjects(SKOS.definition, None))
    assert not {name for name in names if str(name).startswith(str(UGC))} - defined
    theirs = {str(name).removeprefix(str(ODRL2)) for name in names if str(name).startswith(str(ODRL2))}
    assert all(URIRef(str(ODRL2) + name) in ODRL2 for name in theirs), theirs
    assert not theirs & DEPRECATED
    assert all(re.match(r"[a-z][a-z0-9+.-]*:", str(name)) for name in names), "every name is whole"
    words = {
        word for word in _words(document) if word not in W3C and ":" not in word and not word.startswith("@")
    }
    assert words <= {"uid", "obligation", "refinement"}, (
        "a word that no context knows would be dropped unsaid"
    )


def _words(node: Any) -> Iterator[str]:
    """Every key of a document, and every bare word where a word is read as a term."""
    if isinstance(node, list):
        for item in node:
            yield from _words(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "@context":
                continue
            yield key
            if key in ("action", "leftOperand", "operator", "conflict", "@type"):
                yield from [
                    item
                    for item in (value if isinstance(value, list) else [value])
                    if isinstance(item, str) and not item.startswith("xsd")
                ]
            yield from _words(value)


@pytest.mark.parametrize("licence", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_no_fee_contact_note_or_evidence_is_told(licence: Licence) -> None:
    text = json.dumps(made(licence))
    for secret in (
        "98765",
        "INV-77",
        "EUR",
        "@example.com",
        "@brand.example",
        "Rival",
        "e-0001",
        "a complaint",
        "she asked",
        "(redacted)",
    ):
        assert secret not in text, secret


def test_an_address_to_write_to_is_no_name() -> None:
    document = made(held(a_grant(licensor="ana@example.com"), Post(id="yt:abcdefghijk", platform="youtube")))
    assert "example.com" not in json.dumps(document)


# --- what it says ------------------------------------------------------------------------------------------------


def test_the_usual_grant_in_triples() -> None:
    found = triples(made(held()))
    (agreement,) = found.subjects(RDF.type, ODRL2.Agreement)
    assert str(agreement) == "urn:ugc-toolkit:grant:0123456789abcdef:g-0001"
    assert found.value(agreement, ODRL2.conflict) == ODRL2.prohibit
    assert found.value(agreement, ODRL2.profile) == URIRef("urn:ugc-toolkit:odrl-profile:1.0")
    assert found.value(agreement, ODRL2.assigner) == URIRef("urn:ugc-toolkit:account:instagram:178414")
    assert found.value(agreement, ODRL2.assignee) == URIRef("urn:ugc-toolkit:party:Sunday%20Glow")
    rules = [*found.objects(None, ODRL2.permission), *found.objects(None, ODRL2.prohibition)]
    assert {found.value(rule, ODRL2.target) for rule in rules} == {
        URIRef("urn:ugc-toolkit:post:ig:BqvsDleB3lV")
    }
    allowed, denied = actions(found, ODRL2.permission), actions(found, ODRL2.prohibition)
    assert {ODRL2.display, ODRL2.distribute, ODRL2.reproduce, UGC["edit-crop"]} <= allowed
    assert {
        UGC["edit-mashup"],
        UGC["ai-generative_training"],
        UGC["likeness-name"],
        ODRL2.grantUse,
        UGC.changeMeaning,
    } <= denied
    assert not allowed & denied
    assert right(found, ODRL2.purpose) == {UGC["purpose-paid_social"]}
    assert right(found, ODRL2.deliveryChannel) == {UGC["channel-instagram"]}
    assert right(found, UGC.identity) == {UGC["identity-brand_handle"]}
    assert right(found, ODRL2.spatial, ODRL2.isAnyOf) == {URIRef(LCC + "US")}
    (duty,) = found.objects(None, ODRL2.duty)
    (attribution,) = found.objects(duty, ODRL2.action)
    assert found.value(attribution, RDF.value) == ODRL2.attribute
    assert right(found, UGC.creditPlace) == {UGC["credit-on_media"]}
    assert found.value(duty, ODRL2.attributedParty) == URIRef("urn:ugc-toolkit:account:instagram:178414")


def test_everything_that_a_grant_can_say() -> None:
    found = triples(made(held(EVERYTHING, SHELF, GYM)))
    allowed, denied = actions(found, ODRL2.permission), actions(found, ODRL2.prohibition)
    assert {
        UGC["ai-text_data_mining"],
        UGC["ai-voice_clone"],
        UGC["likeness-name"],
        ODRL2.grantUse,
    } <= allowed
    assert {UGC["ai-generative_training"], UGC["ai-synthetic_likeness"], UGC["likeness-voice"]} <= denied
    assert right(found, ODRL2.recipient, ODRL2.isAnyOf) == {
        UGC[f"recipient-{n}"] for n in ("affiliates", "agencies", "platforms", "press")
    }
    assert right(found, ODRL2.recipient, ODRL2.isNoneOf) == right(found, ODRL2.recipient, ODRL2.isAnyOf)
    assert right(found, ODRL2.spatial, ODRL2.isNoneOf) == {URIRef(LCC + code) for code in ("CN", "RU")}
    assert right(found, ODRL2.elapsedTime) == {Literal("P90D", datatype=XSD.duration)}
    assert right(found, ODRL2["count"]) == {Literal("100000", datatype=XSD.integer)}
    assert right(found, UGC.creditText) == {Literal("Photo: Ana")}
    assert right(found, UGC.exclusivity) == {UGC["exclusivity-category"]}
    assert not right(found, ODRL2.dateTime, ODRL2.lteq), "perpetual: no end"
    (obligation,) = found.objects(None, ODRL2.obligation)
    assert found.value(obligation, ODRL2.assignee) == URIRef("urn:ugc-toolkit:party:Agency%20Five"), (
        "who gives it owes it"
    )
    assert UGC.tagAccount in {
        a for duty in found.objects(None, ODRL2.duty) for a in found.objects(duty, ODRL2.action)
    }
    assert ODRL2.obtainConsent in {
        a for duty in found.objects(None, ODRL2.duty) for a in found.objects(duty, ODRL2.action)
    }


@pytest.mark.parametrize(
    ("zone", "start", "end", "first", "last"),
    [
        ("UTC", "2026-11-01", "2027-05-01", "2026-11-01T00:00:00+00:00", "2027-05-01T23:59:59+00:00"),
        (
            "Europe/Berlin",
            "2026-10-25",
            "2027-03-28",
            "2026-10-25T00:00:00+02:00",
            "2027-03-28T23:59:59+02:00",
        ),
        (
            "America/New_York",
            "2026-11-01",
            "2027-03-14",
            "2026-11-01T00:00:00-04:00",
            "2027-03-14T23:59:59-04:00",
        ),
        (
            "Asia/Kolkata",
            "2026-11-01",
            "2026-11-01",
            "2026-11-01T00:00:00+05:30",
            "2026-11-01T23:59:59+05:30",
        ),
    ],
)
def test_days_are_whole_in_the_workspaces_zone(
    zone: str, start: str, end: str, first: str, last: str
) -> None:
    licence = held(a_grant(start=date.fromisoformat(start), end=date.fromisoformat(end)))
    found = triples(made(licence, zone=zone, today=date(2026, 10, 1)))
    assert right(found, ODRL2.dateTime, ODRL2.gteq) == {Literal(first, datatype=XSD.dateTime)}
    assert right(found, ODRL2.dateTime, ODRL2.lteq) == {Literal(last, datatype=XSD.dateTime)}


def test_a_likeness_with_a_term_of_its_own_is_permitted_until_then() -> None:
    found = made(held(a_grant(likeness=Likeness(), likeness_until=date(2026, 12, 31))), zone="Europe/Berlin")
    first, own = found["permission"][:2]
    assert not [action for action in first["action"] if "likeness" in action]
    assert own["action"] == ["ugc:likeness-handle", "ugc:likeness-image", "ugc:likeness-voice"]
    ends = [c["rightOperand"]["@value"] for c in own["constraint"] if c["operator"] == "lteq"]
    assert min(ends) == "2026-12-31T23:59:59+01:00"


@pytest.mark.parametrize(
    ("licence", "state", "since"),
    [
        (held(whole=(revoked(date(2026, 11, 22)),)), "revoked", "2026-11-22"),  # from today
        (held(whole=(revoked(date(2026, 11, 20)),)), "revoked", "2026-11-20"),
        (held(a_grant(start=date(2026, 1, 1), end=date(2026, 11, 21))), "ended", "2026-11-22"),
        (held(parts={SHELF.id: (revoked(date(2026, 11, 1), post=SHELF.id),)}), "revoked", "2026-11-01"),
        (held(a_grant(status="disputed")), "disputed", None),
        (held(successor="g-0002"), "replaced", None),
    ],
    ids=["revoked today", "revoked", "ended", "its only post revoked", "disputed", "replaced"],
)
def test_a_withdrawn_policy_permits_nothing_and_says_so(
    licence: Licence, state: str, since: str | None
) -> None:
    document = made(licence)
    found = triples(document)
    assert "permission" not in document
    assert actions(found, ODRL2.prohibition) == {ODRL2.use}
    (agreement,) = found.subjects(RDF.type, ODRL2.Agreement)
    assert found.value(agreement, UGC.status) == UGC[f"status-{state}"]
    assert found.value(agreement, UGC.withdrawnFrom) == (since and Literal(since, datatype=XSD.date))


@pytest.mark.parametrize(
    ("licence", "last"),
    [
        (held(a_grant(start=date(2026, 1, 1), end=date(2026, 11, 22))), "2026-11-22"),  # the last day itself
        (held(whole=(revoked(date(2026, 12, 24)),)), "2026-12-23"),  # still to be revoked: the day before
        (held(a_grant(end_basis="from_delivery", days=30, delivered=date(2026, 11, 10))), "2026-12-09"),
        (held(a_grant(end_basis="from_first_use", days=30), first_use=date(2026, 11, 10)), "2026-12-09"),
        (held(a_grant(end_basis="from_first_use", days=30)), "2027-05-01"),  # not begun
    ],
    ids=["last day", "revoked later", "from delivery", "from first use", "no use yet"],
)
def test_what_still_stands_ends_on_its_own_day(licence: Licence, last: str) -> None:
    found = triples(made(licence))
    assert right(found, ODRL2.dateTime, ODRL2.lteq) == {
        Literal(f"{last}T23:59:59+00:00", datatype=XSD.dateTime)
    }


def test_a_post_that_was_taken_out_is_no_target_of_a_permission() -> None:
    grant = a_grant(posts=(SHELF.id, GYM.id))
    gone = {GYM.id: (revoked(date(2026, 11, 20), post=GYM.id),)}
    found = triples(made(held(grant, SHELF, GYM, parts=gone)))
    permitted = {
        t for rule in found.objects(None, ODRL2.permission) for t in found.objects(rule, ODRL2.target)
    }
    assert permitted == {URIRef("urn:ugc-toolkit:post:ig:BqvsDleB3lV")}
    (rule,) = [r for r in found.objects(None, ODRL2.prohibition) if (r, ODRL2.action, ODRL2.use) in found]
    assert found.value(rule, ODRL2.target) == URIRef("urn:ugc-toolkit:post:ig:Bqvs0000001")
    later = {GYM.id: (revoked(date(2027, 1, 10), post=GYM.id),)}
    found = triples(made(held(grant, SHELF, GYM, parts=later), zone="Europe/Berlin"))
    (rule,) = [r for r in found.objects(None, ODRL2.prohibition) if (r, ODRL2.action, ODRL2.use) in found]
    (condition,) = found.objects(rule, ODRL2.constraint)
    assert found.value(condition, ODRL2.rightOperand) == Literal(
        "2027-01-10T00:00:00+01:00", datatype=XSD.dateTime
    )


@pytest.mark.parametrize("status", ["requested", "declined"])
def test_what_was_never_agreed_to_has_no_policy(status: str) -> None:
    with pytest.raises(ValueError, match="no agreement"):
        made(held(a_grant(status=status)))


def test_several_policies_are_one_document() -> None:
    both = graph([made(held()), made(held(a_grant(id="g-0002")))])
    assert len(set(triples(both).subjects(RDF.type, ODRL2.Agreement))) == 2


HOSTILE = [
    '<"> {|} \\ ^ `',
    "urn:x y",
    "a\nb\x00c",
    "‮evil",
    "@id",
    "💥" * 4000,
    "../../etc/passwd",
    "http://x/ y",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_names(name: str) -> None:
    author = Account(
        platform="web", handle=name, native_id=name, display_name=name, profile_url=f"javascript:{name}"
    )
    post = Post(id=f"file:{name}", platform="web", author=author, permalink=f"https://x/{name}")
    grant = a_grant(
        licensor=name,
        licensee=name,
        posts=(post.id,),
        credit=CreditTerms(text=name),
        terms=Terms(url=name, version=name),
    )
    found = triples(made(held(grant, post)))
    assert len(set(found.subjects(RDF.type, ODRL2.Agreement))) == 1
    for term in (t for triple in found for t in triple if isinstance(t, URIRef)):
        assert not re.search(r'[\s<>"{}|\\^`]', str(term)), term
        assert not str(term).startswith("javascript")


# --- the command -------------------------------------------------------------------------------------------------


def test_the_command_writes_a_policy_a_grant_and_the_profile(shop: Shop) -> None:
    shop.grant()
    shop.grant("@ana", "--until", "perpetual")
    told = shop("rights", "export", "odrl", "--json")
    folder = shop.root / "out" / "rights" / "odrl"
    assert [item["file"] for item in told["files"]] == [
        f"out/rights/odrl/{name}" for name in ("g-0001.jsonld", "g-0002.jsonld", "profile.jsonld")
    ]
    assert (folder / "profile.jsonld").read_bytes() == PROFILE.read_bytes()
    for name in ("g-0001", "g-0002"):
        Draft202012Validator(SCHEMA).validate(json.loads((folder / f"{name}.jsonld").read_text("utf-8")))
    before = (folder / "g-0001.jsonld").read_bytes()
    shop("rights", "export", "odrl")
    assert (folder / "g-0001.jsonld").read_bytes() == before, "the same records give the same bytes"


def test_a_revocation_withdraws_what_was_published(shop: Shop) -> None:
    shop.grant()
    shop("rights", "export", "odrl", "g-0001", "--out", "p.jsonld")
    assert "permission" in json.loads(Path("p.jsonld").read_text("utf-8"))
    shop("rights", "revoke", "g-0001", "--why", "she asked")
    told = shop("rights", "export", "odrl", "g-0001", "--out", "p.jsonld", "--json")
    document = json.loads(Path("p.jsonld").read_text("utf-8"))
    assert "permission" not in document
    assert document["ugc:status"] == {"@id": "ugc:status-revoked"}
    assert [item["what"] for item in told["left_out"]] == ["g-0001"]


def test_two_brands_give_their_policies_different_names(shop: Shop, tmp_path: Path) -> None:
    shop.grant()
    first = shop("rights", "export", "odrl", "--out", "a.jsonld", "--json")
    shop("init", tmp_path / "other", "--brand", "Other", "--market", "US")
    shop("import", tmp_path / "collected", "-w", tmp_path / "other")
    shop.grant("ig:BqvsDleB3lV", "-w", str(tmp_path / "other"))
    shop("rights", "export", "odrl", "--out", "b.jsonld", "-w", tmp_path / "other")
    uids = {json.loads(Path(name).read_text("utf-8"))["uid"] for name in ("a.jsonld", "b.jsonld")}
    assert len(uids) == 2
    assert first["files"][0]["holds"] == 1


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        (["oddrl"], 2, "Did you mean 'odrl'?"),
        (["odrl", "g-0009"], 2, "'g-0009' is not known"),
        (["odrl", "g-0001", "creator:@ana"], 2, "not both"),
        (["odrl", "hashtag:nothing"], 2, "No post is selected"),
        (["odrl", "--posts"], 2, "--posts is for the register"),
        (["calendar", "--base-url", "https://x.example/"], 2, "--base-url is for the schema-org"),
        (["odrl", "--out", "p.pdf"], 2, "not written as .pdf"),
        (["schema-org", "--base-url", "javascript:alert(1)"], 2, "not an address"),
    ],
)
def test_what_makes_no_sense_is_told_and_writes_nothing(
    shop: Shop, typed: list[str], code: int, said: str
) -> None:
    shop.grant()
    shop("rights", "export", *typed, code=code)
    assert said in shop.err
    assert not (shop.root / "out").exists()


def test_a_dry_run_writes_nothing(shop: Shop) -> None:
    shop.grant()
    for kind in ("odrl", "schema-org", "register", "calendar"):
        told = shop("rights", "export", kind, "--dry-run", "--json")
        assert told["dry"]
        assert told["files"]
    assert not (shop.root / "out").exists()
