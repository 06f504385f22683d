"""The decision over every kind of record: clocks, caps, decisions, requests; and what no record may ever do."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_rights import DEC, POST, a_case, a_grant, a_use, codes

from ugc.model.dealings import Decision, Reply, Request, Running, Scope
from ugc.model.reasons import REASONS
from ugc.model.records import Authorization, CreditTerms, Grant, Hold, Likeness, Release, Revocation
from ugc.model.rights import Case, Cleared, NeedsReview, Policy, Refused, Use
from ugc.model.territories import COUNTRIES
from ugc.model.vocab import AGE_BANDS, RELEASE_KINDS, RELEASE_STATUSES
from ugc.rights import clear

NOV = datetime(2026, 11, 20, 12, tzinfo=UTC)


def a_run(**changes: Any) -> Running:
    told: dict[str, Any] = {
        "id": "u-1",
        "posts": (POST.id,),
        "purpose": "paid_social",
        "channel": "instagram",
        "first": date(2026, 11, 10),
    }
    return Running(**(told | changes))


def a_decision(**changes: Any) -> Decision:
    told: dict[str, Any] = {
        "id": "d-1",
        "post": POST.id,
        "about": {"release_unknown"},
        "allow": True,
        "licensee": "Sunday Glow",
        "purposes": {"paid_social"},
        "channels": {"instagram"},
        "territories": {"US"},
        "until": "perpetual",
        "why": "it is her sister",
        "by": "Lena",
        "on": date(2026, 11, 21),
        "recorded_at": datetime(2026, 11, 21, 9, tzinfo=UTC),
    }
    return Decision(**(told | changes))


FIRST_USE: dict[str, Any] = {"end_basis": "from_first_use", "days": 31, "end": "perpetual"}
DELIVERY: dict[str, Any] = {"end_basis": "from_delivery", "days": 61, "end": "perpetual"}
CODE: dict[str, Any] = {"id": "a-1", "platform": "instagram", "kind": "meta_ad_code", "status": "active"}
CLOCKS: list[tuple[dict[str, Any], dict[str, Any], set[str], date | str | None]] = [
    # the flight itself is the first use: 31 days from 1 December
    (FIRST_USE, {}, set(), date(2026, 12, 31)),
    (FIRST_USE | {"days": 30}, {}, {"expired"}, None),
    # an earlier use started the clock: 60 days from 10 November end on 8 January
    (FIRST_USE | {"days": 60}, {"running": (a_run(),)}, set(), date(2027, 1, 8)),
    (FIRST_USE, {"running": (a_run(),)}, {"expired"}, None),
    # a use of another post under the same grant starts it too
    (FIRST_USE, {"running": (a_run(posts=("ig:other",), grants=("g-0001",)),)}, {"expired"}, None),
    # a fixed last day cuts the clock
    (FIRST_USE | {"end": date(2026, 12, 20)}, {}, {"expired"}, None),
    # 61 days from 1 November, the grant's start, end on 31 December
    (DELIVERY, {}, set(), date(2026, 12, 31)),
    (DELIVERY | {"delivered": date(2026, 11, 10)}, {}, set(), date(2027, 1, 9)),
    (DELIVERY | {"days": 60}, {}, {"expired"}, None),
    # with the platform's code
    ({"end_basis": "platform_code"}, {}, {"end_unknown"}, None),
    (
        {"end_basis": "platform_code"},
        {"authorizations": (Authorization(**CODE, end=date(2027, 1, 10)),)},
        set(),
        date(2027, 1, 10),
    ),
    (
        {"end_basis": "platform_code"},
        {"authorizations": (Authorization(**CODE, end=date(2026, 12, 30)),)},
        {"expired"},
        None,
    ),
    # a code without a documented end leaves the grant's own
    (
        {"end_basis": "platform_code"},
        {"authorizations": (Authorization(**CODE),)},
        set(),
        date(2027, 5, 1),
    ),
    (
        {"end_basis": "platform_code"},
        {"authorizations": (Authorization(**CODE | {"platform": "tiktok"}, end=date(2027, 1, 10)),)},
        {"end_unknown"},
        None,
    ),
]


@pytest.mark.parametrize(("grant", "records", "expected", "until"), CLOCKS)
def test_clocks_become_dates(
    grant: dict[str, Any], records: dict[str, Any], expected: set[str], until: date | None
) -> None:
    answer = clear(a_case(a_grant(**grant), **records), a_use(), Policy())
    assert codes(answer) == expected
    assert getattr(answer, "valid_until", None) == until


def test_what_a_clock_cannot_show_is_listed_as_not_checked() -> None:
    def unchecked(**grant: Any) -> str:
        return " ".join(clear(a_case(a_grant(**grant)), a_use(), Policy()).not_checked)

    assert "before 2026-12-01, from which its days are counted (g-0001)" in unchecked(**FIRST_USE)
    assert "When the files were delivered" in unchecked(**DELIVERY)
    assert "delivered" not in unchecked(**DELIVERY, delivered=date(2026, 11, 2))
    assert "500,000 impressions" in unchecked(impressions=500_000)
    assert "14 days end it" in unchecked(notice_days=14)
    assert "may speak for the author, as agent" in unchecked(capacity="agent")


def test_a_cap_that_is_used_up_refuses() -> None:
    grant = a_grant(impressions=1000)
    for shown, expected in ((999, set()), (1000, {"cap_reached"})):
        case = a_case(grant, running=(a_run(impressions=shown),))
        assert codes(clear(case, a_use(), Policy())) == expected


@pytest.mark.parametrize("basis", ["from_first_use", "from_delivery"])
def test_a_clock_needs_its_days_and_days_need_a_clock(basis: str) -> None:
    with pytest.raises(ValueError, match="number of days"):
        a_grant(end_basis=basis)
    with pytest.raises(ValueError, match="number of days"):
        a_grant(days=30)
    with pytest.raises(ValueError, match="no day"):
        a_grant(end_basis=basis, days=0)


OPEN = Release(id="rel-1", post=POST.id, kind="model", status="unknown", recorded_at=NOV)
DECISIONS: list[tuple[tuple[Decision, ...], type, set[str]]] = [
    ((), NeedsReview, {"release_unknown"}),
    ((a_decision(),), Cleared, set()),
    ((a_decision(about={"music_unknown"}),), NeedsReview, {"release_unknown"}),
    ((a_decision(channels={"facebook"}),), NeedsReview, {"release_unknown"}),
    ((a_decision(purposes={"organic_repost"}),), NeedsReview, {"release_unknown"}),
    ((a_decision(territories={"CA"}),), NeedsReview, {"release_unknown"}),
    ((a_decision(territories={"worldwide"}),), Cleared, set()),
    ((a_decision(licensee="Other Brand"),), NeedsReview, {"release_unknown"}),
    ((a_decision(until=date(2026, 12, 30)),), NeedsReview, {"release_unknown"}),
    ((a_decision(allow=False),), Refused, {"decided_against"}),
    ((a_decision(allow=False, channels={"facebook"}),), NeedsReview, {"release_unknown"}),
    ((a_decision(), a_decision(id="d-2", allow=False)), Refused, {"decided_against"}),  # the newest counts
    ((a_decision(allow=False), a_decision(id="d-2")), Cleared, set()),
    # decided before the record that leaves it open was made
    ((a_decision(recorded_at=datetime(2026, 11, 19, tzinfo=UTC)),), NeedsReview, {"release_unknown"}),
]


@pytest.mark.parametrize(("decisions", "kind", "expected"), DECISIONS)
def test_decisions(decisions: tuple[Decision, ...], kind: type, expected: set[str]) -> None:
    answer = clear(a_case(a_grant(), releases=(OPEN,), decisions=decisions), a_use(), Policy())
    assert isinstance(answer, kind)
    assert codes(answer) == expected


def test_a_decision_is_named_in_the_answer_and_shortens_it() -> None:
    decision = a_decision(until=date(2027, 1, 15))
    answer = clear(a_case(a_grant(), releases=(OPEN,), decisions=(decision,)), a_use(), Policy())
    assert isinstance(answer, Cleared)
    assert answer.decisions == ("d-1",)
    assert answer.valid_until == date(2027, 1, 15)


@pytest.mark.parametrize(
    "refusing",
    [
        {"holds": (Hold(id="h", post=POST.id, why="x", by="y", on=DEC[0]),)},
        {"releases": (OPEN, Release(id="rel-2", post=POST.id, kind="minor_model", status="unlimited"))},
        {"grants": ()},
    ],
)
def test_a_decision_lifts_no_refusal(refusing: dict[str, Any]) -> None:
    case = a_case(a_grant(), releases=(OPEN,), decisions=(a_decision(),)).model_copy(update=refusing)
    assert isinstance(clear(case, a_use(), Policy()), Refused)


def asked(**changes: Any) -> Request:
    scope = Scope(
        purposes={"paid_social"},
        channels={"instagram"},
        identities={"brand_handle"},
        territories={"US"},
        edits={"crop"},
        days=180,
    )
    told: dict[str, Any] = {
        "id": "q-0001",
        "posts": (POST.id,),
        "licensor": "ana",
        "licensee": "Sunday Glow",
        "via": "dm",
        "asked": scope,
        "message": "May we?",
        "wording": "en/dm-1",
        "language": "en",
        "on": date(2026, 11, 1),
        "by": "Mo",
    }
    return Request(**(told | changes))


def test_never_asked_never_answered_and_declined_look_different() -> None:
    no = Reply(id="y-0001", request="q-0001", answer="no", on=date(2026, 11, 5), by="Mo")
    assert codes(clear(a_case(), a_use(), Policy())) == {"no_grant"}
    assert codes(clear(a_case(requests=(asked(),)), a_use(), Policy())) == {"request_unanswered"}
    assert codes(clear(a_case(refusals=(no,)), a_use(), Policy())) == {"declined"}
    assert isinstance(clear(a_case(a_grant(), refusals=(no,)), a_use(), Policy()), Cleared)


def test_a_hashtag_reply_covers_what_the_policy_says() -> None:
    grant = a_grant(method="hashtag_reply", purposes={"onsite", "organic_repost"}, terms={})
    use = a_use(purpose="onsite")
    assert codes(clear(a_case(grant), use, Policy())) == {"terms_hash_missing"}
    wider = Policy(hashtag_reply_covers={"organic_repost", "onsite"})
    assert isinstance(clear(a_case(grant), use, wider), Cleared)
    narrower = Policy(hashtag_reply_covers=set())
    organic = a_use(purpose="organic_repost")
    assert codes(clear(a_case(grant), organic, narrower)) == {"terms_hash_missing"}


def test_minors_can_be_refused_outright() -> None:
    release = Release(
        id="rel-1", post=POST.id, kind="minor_model", status="unlimited", guardian_evidence="e-2"
    )
    case = a_case(a_grant(), releases=(release,))
    assert isinstance(clear(case, a_use(), Policy()), Cleared)
    assert codes(clear(case, a_use(), Policy(minors="refuse"))) == {"minor_refused"}


def test_a_grant_that_leaves_the_creators_face_out_is_a_review() -> None:
    grant = a_grant(likeness=Likeness(image=False))
    answer = clear(a_case(grant), a_use(), Policy())
    assert isinstance(answer, NeedsReview)
    assert codes(answer) == {"release_unknown"}


OWN_TERM: list[tuple[date | str | None, type, date | None]] = [
    (None, Cleared, date(2027, 5, 1)),
    ("perpetual", Cleared, date(2027, 5, 1)),
    (date(2027, 1, 31), Cleared, date(2027, 1, 31)),  # it ends before the grant does
    (date(2026, 12, 31), Cleared, date(2026, 12, 31)),  # the last day counts
    (date(2026, 12, 30), NeedsReview, None),
]


@pytest.mark.parametrize(("until", "kind", "ends"), OWN_TERM)
def test_a_likeness_may_have_a_term_of_its_own(
    until: date | str | None, kind: type, ends: date | None
) -> None:
    answer = clear(a_case(a_grant(likeness_until=until)), a_use(), Policy())
    assert isinstance(answer, kind)
    if isinstance(answer, Cleared):
        assert answer.valid_until == ends
    else:
        assert codes(answer) == {"release_unknown"}


def test_a_handle_that_may_not_be_shown_is_not_credited_on_the_picture() -> None:
    silent = {"likeness": Likeness(handle=False), "credit": CreditTerms(required="none")}
    assert codes(clear(a_case(a_grant(**silent)), a_use(), Policy())) == {"likeness_not_granted"}
    assert isinstance(clear(a_case(a_grant(**silent)), a_use(credit="none"), Policy()), Cleared)


def test_synthetic_likeness_needs_its_own_answer() -> None:
    edit = {"edits": {"likeness_synthesis"}}
    grant = a_grant(**edit, ai={"generative_edit_of_asset": "allowed"})
    assert codes(clear(a_case(grant), a_use(**edit), Policy())) == {"ai_denied"}
    grant = a_grant(**edit, ai={"synthetic_likeness": "allowed"})
    assert isinstance(clear(a_case(grant), a_use(**edit), Policy()), Cleared)


# --- what no record may ever do ---------------------------------------------------------------------------------------

DAYS = st.dates(date(2026, 10, 1), date(2027, 2, 28))
PLACES = st.sets(st.sampled_from(["US", "CA", "DE", "EEA", "worldwide"]), max_size=2)
WHEN = st.sampled_from([None, NOV, datetime(2026, 11, 25, tzinfo=UTC)])
CLOCKED = st.sampled_from(
    [
        {},
        {"end_basis": "from_first_use", "days": 40},
        {"end_basis": "from_delivery", "days": 90},
        {"end_basis": "platform_code"},
    ]
)
GRANTS = st.builds(
    lambda clock, **rest: a_grant(**rest, **clock),
    CLOCKED,
    id=st.sampled_from(["g-1", "g-2"]),
    method=st.sampled_from(["dm_yes", "contract", "comment_yes"]),
    purposes=st.sets(st.sampled_from(["paid_social", "allowlisting"]), min_size=1),
    identities=st.sampled_from([{"brand_handle"}, {"brand_handle", "creator_handle"}]),
    territories=st.sampled_from([{"US"}, {"US", "CA"}, {"worldwide"}]),
    end=st.sampled_from(["perpetual", date(2026, 12, 20), date(2027, 5, 1)]),
    likeness=st.builds(Likeness, image=st.booleans(), voice=st.booleans()),
    likeness_until=st.none() | st.just("perpetual") | DAYS,
    impressions=st.sampled_from([None, 1000]),
)
RELEASES = st.builds(
    Release,
    id=st.sampled_from(["rel-1", "rel-2", "rel-3"]),
    post=st.just(POST.id),
    kind=st.sampled_from(RELEASE_KINDS),
    status=st.sampled_from(RELEASE_STATUSES),
    purposes=st.sets(st.sampled_from(["paid_social"])),
    territories=PLACES,
    age_band=st.none() | st.sampled_from(AGE_BANDS),
    guardian_evidence=st.sampled_from([None, "e-2"]),
    music=st.sampled_from([None, "original", "licensed", "platform_only", "unknown"]),
    covers=st.sets(st.sampled_from(["instagram", "facebook"])),
    end=st.none() | st.just("perpetual") | DAYS,
    recorded_at=WHEN,
)
RESTRICTING = RELEASES.filter(lambda release: release.kind != "music")
"""Releases that can only add a demand: one of music can answer for the sound."""
AUTHORIZATIONS = st.builds(
    lambda **told: Authorization(**CODE | told),
    id=st.sampled_from(["a-1", "a-2"]),
    status=st.sampled_from(["active", "expired"]),
    end=st.none() | DAYS,
)
DECIDED = st.builds(
    a_decision,
    id=st.sampled_from(["d-1", "d-2"]),
    about=st.sets(st.sampled_from(["release_unknown", "music_unknown"]), min_size=1),
    allow=st.booleans(),
    territories=PLACES,
    until=st.just("perpetual") | DAYS,
    recorded_at=WHEN,
)
RUNS = st.builds(
    a_run, first=DAYS, impressions=st.sampled_from([None, 400, 1200]), grants=st.sampled_from([(), ("g-1",)])
)
USES = st.builds(
    lambda first, length, **rest: a_use(first=first, last=first + timedelta(days=length), **rest),
    first=st.dates(date(2026, 11, 1), date(2026, 12, 20)),
    length=st.integers(0, 40),
    identity=st.sampled_from(["brand_handle", "creator_handle"]),
    territories=st.sets(st.sampled_from(["US", "CA"]), min_size=1),
    sound=st.booleans(),
)
CASES = st.builds(
    lambda sound, **records: Case(post=POST.model_copy(update={"sound": sound}), **records),
    st.sampled_from(["none", "original", "unknown", "library_song"]),
    grants=st.lists(GRANTS, max_size=2, unique_by=lambda grant: grant.id).map(tuple),
    releases=st.lists(RELEASES, max_size=2, unique_by=lambda release: release.id).map(tuple),
    authorizations=st.lists(AUTHORIZATIONS, max_size=2, unique_by=lambda item: item.id).map(tuple),
    decisions=st.lists(DECIDED, max_size=2, unique_by=lambda item: item.id).map(tuple),
    running=st.lists(RUNS, max_size=1).map(tuple),
)
POLICIES = st.builds(
    Policy,
    people=st.sampled_from(["note", "review"]),
    unknown_sound=st.sampled_from(["review", "refuse"]),
    minors=st.sampled_from(["guardian", "refuse"]),
)
RANK = {"refused": 0, "needs_review": 1, "cleared": 2}


@settings(max_examples=400)
@given(CASES, USES, POLICIES, st.data())
def test_an_added_restriction_never_widens_an_answer(
    case: Case, use: Use, policy: Policy, data: st.DataObject
) -> None:
    """Holds, revocations, releases, refusing decisions, uses, requests, and a wider question: none lifts anything."""
    before = RANK[clear(case, use, policy).verdict]
    day = data.draw(DAYS)
    release = data.draw(RESTRICTING).model_copy(update={"id": "rel-9"})
    added: dict[str, Any] = {
        "holds": (Hold(id="h", post=POST.id, why="x", by="y", on=DEC[0]),),
        "revocations": (Revocation(id="r", effective=day, why="x", by="y"),),
        "releases": (*case.releases, release),
        "decisions": (*case.decisions, a_decision(id="d-9", allow=False, about={"release_unknown"})),
        "running": (*case.running, a_run(id="u-9", first=day, impressions=900)),
        "requests": (asked(),),
        "refusals": (Reply(id="y", request="q", answer="no", on=DEC[0], by="Mo"),),
        "grants": case.grants[1:],
    }
    for field, value in added.items():
        if field == "releases" and _answers_for_people(release, policy):
            continue
        answer = clear(case.model_copy(update={field: value}), use, policy)
        assert RANK[answer.verdict] <= before, (field, answer)
    wider = use.model_copy(
        update={"territories": use.territories | {"JP"}, "edits": use.edits | {"mashup"}, "sound": True}
    )
    assert RANK[clear(case, wider, policy).verdict] <= before
    strict = Policy(people="review", unknown_sound="refuse", minors="refuse", paid_needs="contract")
    assert RANK[clear(case, use, strict).verdict] <= before


def _answers_for_people(release: Release, policy: Policy) -> bool:
    """Where other people are put to a review, a release that tells of them is the answer to it."""
    return policy.people == "review" and release.kind in ("model", "minor_model")


@settings(max_examples=400)
@given(CASES, USES, POLICIES)
def test_a_clearance_rests_on_records_that_last(case: Case, use: Use, policy: Policy) -> None:
    answer = clear(case, use, policy)
    if not isinstance(answer, Cleared):
        assert answer.reasons
        assert {reason.code.split(":")[0] for reason in answer.reasons} <= set(REASONS)
        return
    assert answer.grants
    assert answer.valid_until == "perpetual" or answer.valid_until >= use.last
    minors = [r for r in case.releases if r.kind == "minor_model"]
    assert all(release.guardian_evidence for release in minors)
    assert policy.minors != "refuse" or not minors
    if use.identity == "creator_handle":
        assert answer.authorizations


@settings(max_examples=200)
@given(CASES, USES)
def test_the_order_of_records_does_not_matter(case: Case, use: Use) -> None:
    turned = case.model_copy(
        update={
            name: tuple(reversed(getattr(case, name))) for name in ("grants", "releases", "authorizations")
        }
    )
    assert clear(case, use, Policy()).verdict == clear(turned, use, Policy()).verdict


BLANK: dict[str, dict[str, Any]] = {
    "grant": {
        "purposes": set(),
        "channels": set(),
        "identities": set(),
        "territories": set(),
        "evidence": (),
    },
    "decision": {"about": set(), "purposes": set(), "channels": set(), "territories": set()},
    "release": {"purposes": set(), "territories": set()},
    "music": {"music": None, "covers": set(), "territories": set()},
}


@pytest.mark.parametrize(("what", "field"), [(what, field) for what, row in BLANK.items() for field in row])
def test_an_empty_field_of_any_record_is_not_taken_for_all(what: str, field: str) -> None:
    blank = {field: BLANK[what][field]}
    limited = {"status": "limited", "purposes": {"paid_social"}, "territories": {"US"}}
    licensed = {"music": "licensed", "covers": {"instagram"}, "territories": {"US"}}
    case = {
        "grant": lambda told: a_case(a_grant(**told)),
        "decision": lambda told: a_case(a_grant(), releases=(OPEN,), decisions=(a_decision(**told),)),
        "release": lambda told: a_case(
            a_grant(), releases=(Release(id="rel-1", post=POST.id, kind="model", **limited | told),)
        ),
        "music": lambda told: Case(
            post=POST.model_copy(update={"sound": "library_song"}),
            grants=(a_grant(),),
            releases=(Release(id="rel-1", post=POST.id, kind="music", **licensed | told),),
        ),
    }[what]
    use = a_use(sound=what == "music")
    assert isinstance(clear(case({}), use, Policy()), Cleared)
    assert not isinstance(clear(case(blank), use, Policy()), Cleared)


def test_every_day_is_asked_of_every_country_at_once() -> None:
    """The whole world for a year, under one grant that leaves a single country out."""
    grant = a_grant(territories={"worldwide"}, excluded={"LI"}, end="perpetual")
    use = a_use(territories=COUNTRIES, last=date(2027, 11, 30))
    assert codes(clear(a_case(grant), use, Policy())) == {"territory_not_granted"}
    assert isinstance(
        clear(a_case(grant), use.model_copy(update={"territories": COUNTRIES - {"LI"}}), Policy()), Cleared
    )


def test_a_grants_own_word_is_all_there_is() -> None:
    assert isinstance(clear(a_case(Grant(**a_grant().model_dump())), a_use(), Policy()), Cleared)
