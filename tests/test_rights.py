"""The rights core: every row is (what is on file, what is asked, what must come out, why)."""

from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ugc.model.posts import Post
from ugc.model.reasons import REASONS
from ugc.model.records import Authorization, CreditTerms, Grant, Hold, Release, Revocation, Terms
from ugc.model.rights import Case, Cleared, NeedsReview, Policy, Refused, Use
from ugc.model.vocab import CHANNELS, EDIT_PROFILES, METHODS, PURPOSES
from ugc.rights import clear

POST = Post(id="ig:BqvsDleB3lV", platform="instagram", sound="none")
DEC = (date(2026, 12, 1), date(2026, 12, 31))


def a_grant(**changes: Any) -> Grant:
    told: dict[str, Any] = {
        "id": "g-0001",
        "licensor": "ana",
        "licensee": "Sunday Glow",
        "posts": (POST.id,),
        "method": "dm_yes",
        "purposes": {"paid_social"},
        "channels": {"instagram", "facebook"},
        "identities": {"brand_handle"},
        "territories": {"US", "CA"},
        "start": date(2026, 11, 1),
        "end": date(2027, 5, 1),
        "edits": EDIT_PROFILES["standard"],
        "terms": Terms(sha256="a" * 64),
        "evidence": ("e-0001",),
    }
    return Grant(**(told | changes))


def a_use(**changes: Any) -> Use:
    told: dict[str, Any] = {
        "licensee": "Sunday Glow",
        "purpose": "paid_social",
        "channel": "instagram",
        "territories": {"US"},
        "first": DEC[0],
        "last": DEC[1],
        "edits": {"crop", "resize", "format_transcode"},
    }
    return Use(**(told | changes))


def a_case(*grants: Grant, **records: Any) -> Case:
    return Case(**({"post": POST, "grants": grants} | records))


def codes(answer: Any) -> set[str]:
    return {reason.code for reason in getattr(answer, "reasons", ())}


def test_a_fitting_grant_clears_until_its_end() -> None:
    answer = clear(a_case(a_grant()), a_use(), Policy())
    assert isinstance(answer, Cleared)
    assert answer.grants == ("g-0001",)
    assert answer.valid_until == date(2027, 5, 1)
    assert "Other people in the picture." in answer.not_checked


GRANT_ROWS: list[tuple[dict[str, Any], dict[str, Any], set[str]]] = [
    ({"status": "requested"}, {}, {"request_unanswered"}),
    ({"status": "declined"}, {}, {"declined"}),
    ({"status": "disputed"}, {}, {"disputed"}),
    ({"licensee": "Other Brand"}, {}, {"licensee_not_granted"}),
    ({"licensee": " sunday  GLOW "}, {}, set()),  # how a name is spaced and cased is not who it names
    ({"purposes": {"organic_repost"}}, {}, {"purpose_not_granted"}),
    ({"channels": {"facebook"}}, {}, {"channel_not_granted"}),
    ({"identities": {"creator_handle"}}, {}, {"identity_not_granted"}),
    ({"identities": {"both"}}, {}, set()),
    ({"territories": {"GB"}}, {}, {"territory_not_granted"}),
    ({"territories": {"worldwide"}, "excluded": {"US"}}, {}, {"territory_not_granted"}),
    ({"territories": {"EEA"}}, {"territories": {"DE", "FR"}}, set()),
    ({"territories": {"EEA"}}, {"territories": {"DE", "GB"}}, {"territory_not_granted"}),
    ({"territories": set()}, {}, {"territory_not_granted"}),  # silence is not the world
    ({"start": date(2026, 12, 2)}, {}, {"not_started"}),
    ({"start": date(2026, 12, 1)}, {}, set()),  # the first day counts
    ({"end": date(2026, 12, 30)}, {}, {"expired"}),
    ({"end": date(2026, 12, 31)}, {}, set()),  # the last day counts
    ({"end": "perpetual"}, {}, set()),
    (
        {"edits": set()},
        {},
        {"edit_not_granted:crop", "edit_not_granted:resize", "edit_not_granted:format_transcode"},
    ),
    ({}, {"edits": {"mashup"}}, {"edit_not_granted:mashup"}),
    ({"edits": {"generative_edit"}}, {"edits": {"generative_edit"}}, {"ai_denied"}),
    (
        {"edits": {"generative_edit"}, "ai": {"generative_edit_of_asset": "allowed"}},
        {"edits": {"generative_edit"}},
        set(),
    ),
    ({"method": "none"}, {}, {"no_consent"}),
    ({"method": "implied_tag"}, {}, {"no_consent"}),
    ({"method": "hashtag_reply"}, {}, {"weak_consent_for_paid"}),
    ({"method": "comment_yes"}, {}, {"weak_consent_for_paid"}),
    ({"method": "contract"}, {}, set()),
    ({"evidence": ()}, {}, {"evidence_missing"}),
    ({"terms": Terms(url="https://brand.example/terms")}, {}, {"terms_hash_missing"}),  # a link can change
    ({}, {"credit": "none"}, {"credit_missing"}),
    ({"credit": CreditTerms(required="none")}, {"credit": "none"}, set()),
    (
        {"method": "hashtag_reply", "purposes": {"organic_repost"}, "terms": Terms()},
        {"purpose": "organic_repost"},
        set(),
    ),
    (
        {"method": "hashtag_reply", "purposes": {"onsite"}, "terms": Terms()},
        {"purpose": "onsite"},
        {"terms_hash_missing"},  # a hashtag reply reaches past organic only as far as its terms say
    ),
]


@pytest.mark.parametrize(("grant", "use", "expected"), GRANT_ROWS)
def test_one_grant(grant: dict[str, Any], use: dict[str, Any], expected: set[str]) -> None:
    answer = clear(a_case(a_grant(**grant)), a_use(**use), Policy())
    assert codes(answer) == expected
    assert isinstance(answer, Refused if expected else Cleared)


def test_all_reasons_come_at_once() -> None:
    grant = a_grant(channels={"facebook"}, territories={"GB"}, end=date(2026, 11, 30), method="comment_yes")
    assert codes(clear(a_case(grant), a_use(), Policy())) == {
        "channel_not_granted",
        "territory_not_granted",
        "expired",
        "weak_consent_for_paid",
    }


def test_no_records_at_all() -> None:
    assert codes(clear(a_case(), a_use(), Policy())) == {"no_grant"}


def test_no_market_is_never_clear() -> None:
    assert "territory_not_granted" in codes(clear(a_case(a_grant()), a_use(territories=set()), Policy()))


RENEWALS: list[tuple[date, date, bool]] = [
    (date(2026, 12, 15), date(2026, 12, 16), True),  # the next day
    (date(2026, 12, 15), date(2026, 12, 15), True),  # overlapping
    (date(2026, 12, 15), date(2026, 12, 17), False),  # one day without rights
]


@pytest.mark.parametrize(("ends", "starts", "clears"), RENEWALS)
def test_two_grants_may_follow_each_other_without_a_gap(ends: date, starts: date, clears: bool) -> None:
    case = a_case(a_grant(end=ends), a_grant(id="g-0002", start=starts, end=date(2027, 1, 31)))
    answer = clear(case, a_use(), Policy())
    assert isinstance(answer, Cleared) is clears
    if isinstance(answer, Cleared):
        assert set(answer.grants) == {"g-0001", "g-0002"}
        assert answer.valid_until == date(2027, 1, 31)


def test_each_market_counts_its_own_days() -> None:
    us = a_grant(territories={"US"}, end=date(2026, 12, 31))
    ca = a_grant(id="g-0002", territories={"CA"}, end=date(2027, 3, 1))
    answer = clear(a_case(us, ca), a_use(territories={"US", "CA"}), Policy())
    assert isinstance(answer, Cleared)
    assert answer.valid_until == date(2026, 12, 31)
    short = us.model_copy(update={"end": date(2026, 12, 30)})
    assert isinstance(clear(a_case(short, ca), a_use(territories={"US", "CA"}), Policy()), Refused)


def test_two_halves_of_a_permission_do_not_make_one() -> None:
    """One grant knows the channel, another the purpose: neither allows the use."""
    channel = a_grant(purposes={"organic_repost"})
    purpose = a_grant(id="g-0002", channels={"tiktok"})
    assert isinstance(clear(a_case(channel, purpose), a_use(), Policy()), Refused)


REVOCATIONS: list[tuple[date, bool, date | None]] = [
    (date(2026, 11, 20), False, None),
    (date(2026, 12, 31), False, None),  # on the flight's last day nothing may run
    (date(2027, 1, 1), True, date(2026, 12, 31)),  # the day after: cleared, but only until then
]


@pytest.mark.parametrize(("effective", "clears", "until"), REVOCATIONS)
def test_revocation(effective: date, clears: bool, until: date | None) -> None:
    word = Revocation(id="r-1", grant="g-0001", effective=effective, why="changed her mind", by="mo")
    answer = clear(a_case(a_grant(), revocations=(word,)), a_use(), Policy())
    assert isinstance(answer, Cleared) is clears
    if isinstance(answer, Cleared):
        assert answer.valid_until == until
    else:
        assert codes(answer) == {"revoked"}


def test_a_revocation_leaves_other_grants_alone() -> None:
    word = Revocation(id="r-1", grant="g-0001", effective=date(2026, 11, 20), why="renegotiated", by="mo")
    case = a_case(a_grant(), a_grant(id="g-0002"), revocations=(word,))
    assert isinstance(clear(case, a_use(), Policy()), Cleared)


def test_a_hold_stops_everything() -> None:
    hold = Hold(id="h-1", post=POST.id, why="complaint", by="mo", on=date(2026, 11, 22))
    assert codes(clear(a_case(a_grant(), holds=(hold,)), a_use(), Policy())) == {"held"}


LIMITED: dict[str, Any] = {"status": "limited", "purposes": {"paid_social"}, "territories": {"US"}}
RELEASE_ROWS: list[tuple[dict[str, Any], type, set[str]]] = [
    ({"kind": "model", "status": "unlimited"}, Cleared, set()),
    ({"kind": "model", "status": "none"}, Refused, {"release_missing"}),
    ({"kind": "model", "status": "unknown"}, NeedsReview, {"release_unknown"}),
    ({"kind": "model", "status": "limited"}, Refused, {"release_missing"}),  # limited to nothing
    ({"kind": "model", **LIMITED}, Cleared, set()),
    ({"kind": "model", **LIMITED, "purposes": {"organic_repost"}}, Refused, {"release_missing"}),
    ({"kind": "model", **LIMITED, "territories": {"DE"}}, Refused, {"release_missing"}),
    ({"kind": "model", **LIMITED, "end": date(2026, 12, 30)}, Refused, {"release_missing"}),
    ({"kind": "voice", "status": "none"}, Cleared, set()),  # nobody is heard in a picture
    ({"kind": "minor_model", "status": "unlimited"}, Refused, {"minor_without_guardian"}),
    ({"kind": "minor_model", "status": "unlimited", "guardian_evidence": "e-9"}, Cleared, set()),
    ({"kind": "model", "status": "unlimited", "age_band": "AG-A16"}, Refused, {"minor_without_guardian"}),
    ({"kind": "property", "status": "none"}, Refused, {"release_missing"}),
]


@pytest.mark.parametrize(("release", "kind", "expected"), RELEASE_ROWS)
def test_releases(release: dict[str, Any], kind: type, expected: set[str]) -> None:
    case = a_case(a_grant(), releases=(Release(id="l-1", post=POST.id, **release),))
    answer = clear(case, a_use(), Policy())
    assert isinstance(answer, kind)
    assert codes(answer) == expected


def test_a_limited_release_shortens_the_answer() -> None:
    release = Release(id="l-1", post=POST.id, kind="model", **LIMITED, end=date(2027, 1, 15))
    answer = clear(a_case(a_grant(), releases=(release,)), a_use(), Policy())
    assert isinstance(answer, Cleared)
    assert answer.valid_until == date(2027, 1, 15)


def test_people_can_be_made_a_review() -> None:
    answer = clear(a_case(a_grant()), a_use(), Policy(people="review"))
    assert isinstance(answer, NeedsReview)


LICENSED = {"music": "licensed", "covers": {"instagram"}, "territories": {"US"}, "end": date(2027, 1, 1)}
SOUND_ROWS: list[tuple[str, dict[str, Any] | None, dict[str, Any], type]] = [
    ("none", None, {}, Cleared),
    ("speech", None, {}, Cleared),
    ("original", None, {}, Cleared),
    ("unknown", None, {}, NeedsReview),
    ("unknown", None, {"sound": False}, Cleared),  # muted or replaced
    ("licensed", None, {}, NeedsReview),  # said, but no licence on file
    ("library_song", None, {}, Refused),
    ("commercial_library", None, {}, Cleared),  # on the platform whose library it is
    ("commercial_library", None, {"channel": "facebook"}, Refused),
    ("library_song", LICENSED, {}, Cleared),
    ("library_song", LICENSED, {"channel": "facebook"}, Refused),
    ("library_song", LICENSED, {"territories": {"US", "CA"}}, Refused),
    ("library_song", LICENSED | {"end": date(2026, 12, 30)}, {}, Refused),
    ("speech", LICENSED | {"covers": set()}, {}, Refused),  # a music record outweighs the post's own word
]


@pytest.mark.parametrize(("sound", "music", "use", "kind"), SOUND_ROWS)
def test_sound_in_paid_use(sound: str, music: dict[str, Any] | None, use: dict[str, Any], kind: type) -> None:
    releases = (Release(id="l-1", post=POST.id, kind="music", **music),) if music else ()
    case = Case(post=POST.model_copy(update={"sound": sound}), grants=(a_grant(),), releases=releases)
    assert isinstance(clear(case, a_use(**({"sound": True} | use)), Policy()), kind)


ALLOWLISTED = {"purposes": {"paid_social", "allowlisting"}, "identities": {"creator_handle"}}
CODE: dict[str, Any] = {"platform": "instagram", "kind": "meta_ad_code", "status": "active", "post": POST.id}
AUTH_ROWS: list[tuple[dict[str, Any], dict[str, Any] | None, set[str]]] = [
    (ALLOWLISTED, CODE | {"end": date(2027, 1, 1)}, set()),
    (ALLOWLISTED, CODE, set()),  # Meta documents no end
    (ALLOWLISTED, None, {"platform_auth_missing"}),  # a grant is not an ad code
    (ALLOWLISTED, CODE | {"status": "expired"}, {"platform_auth_missing"}),
    (ALLOWLISTED, CODE | {"platform": "facebook"}, {"platform_auth_missing"}),
    (ALLOWLISTED, CODE | {"end": date(2026, 12, 30)}, {"platform_auth_expires_before_end"}),
    (ALLOWLISTED, CODE | {"start": date(2026, 12, 2)}, {"platform_auth_expires_before_end"}),
    (
        ALLOWLISTED,
        CODE | {"eligibility_errors": ("Reels that use copyrighted music",)},
        {"platform_ineligible"},
    ),
    ({"identities": {"creator_handle"}}, CODE, {"purpose_not_granted"}),  # allowlisting is its own purpose
    ({}, CODE, {"purpose_not_granted", "identity_not_granted"}),  # an ad code is not a grant
]


@pytest.mark.parametrize(("grant", "code", "expected"), AUTH_ROWS)
def test_running_from_the_creators_handle(
    grant: dict[str, Any], code: dict[str, Any] | None, expected: set[str]
) -> None:
    authorizations = (Authorization(id="a-1", **code),) if code else ()
    case = a_case(a_grant(**grant), authorizations=authorizations)
    assert codes(clear(case, a_use(identity="creator_handle"), Policy())) == expected


def test_a_duet_needs_the_originals_permission_too() -> None:
    post = POST.model_copy(update={"derived_from": "7449708266168274208"})
    for second, expected in ((False, {"derived_post_needs_second_auth"}), (True, set())):
        case = Case(
            post=post,
            grants=(a_grant(**ALLOWLISTED),),
            authorizations=(Authorization(id="a-1", **CODE, second_authorization=second),),
        )
        assert codes(clear(case, a_use(identity="creator_handle"), Policy())) == expected


def test_a_codes_end_shortens_the_answer() -> None:
    code = Authorization(id="a-1", **CODE, end=date(2027, 1, 10))
    case = a_case(a_grant(**ALLOWLISTED), authorizations=(code,))
    answer = clear(case, a_use(identity="creator_handle"), Policy())
    assert isinstance(answer, Cleared)
    assert answer.valid_until == date(2027, 1, 10)


@pytest.mark.parametrize(
    "bad",
    [
        {"start": date(2027, 5, 2)},  # ends before it starts
        {"territories": {"UK"}},  # the code is GB
        {"posts": (), "creator": None},  # covers nothing that can be named
    ],
)
def test_a_senseless_grant_cannot_be_made(bad: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        a_grant(**bad)


DAYS = st.dates(date(2026, 10, 1), date(2027, 2, 28))
GRANTS = st.builds(
    a_grant,
    id=st.sampled_from(["g-1", "g-2", "g-3"]),
    status=st.sampled_from(["granted", "granted", "requested", "declined"]),
    method=st.sampled_from(METHODS),
    purposes=st.sets(st.sampled_from(["paid_social", "organic_repost", "allowlisting"])),
    channels=st.sets(st.sampled_from(["instagram", "facebook", "tiktok"])),
    identities=st.sets(st.sampled_from(["brand_handle", "creator_handle"])),
    territories=st.sets(st.sampled_from(["US", "CA", "EEA", "worldwide"])),
    excluded=st.sets(st.sampled_from(["US", "CA"]), max_size=1),
    start=st.just(date(2026, 10, 1)) | st.dates(date(2026, 10, 1), date(2026, 12, 15)),
    end=st.just("perpetual") | st.dates(date(2026, 12, 15), date(2027, 2, 28)),
    edits=st.sampled_from([EDIT_PROFILES["standard"], EDIT_PROFILES["none"], frozenset({"crop"})]),
    evidence=st.sampled_from([(), ("e-1",)]),
    terms=st.sampled_from([Terms(), Terms(sha256="b" * 64)]),
)
USES = st.builds(
    lambda first, length, **rest: a_use(
        first=first, last=date.fromordinal(first.toordinal() + length), **rest
    ),
    first=DAYS,
    length=st.integers(0, 60),
    channel=st.sampled_from(["instagram", "facebook"]),
    purpose=st.sampled_from(["paid_social", "organic_repost"]),
    territories=st.sets(st.sampled_from(["US", "CA", "DE"]), min_size=1),
)
CASES = st.lists(GRANTS, max_size=3, unique_by=lambda grant: grant.id).map(lambda grants: a_case(*grants))


@given(CASES, USES)
def test_no_answer_without_a_reason_or_a_grant(case: Case, use: Use) -> None:
    answer = clear(case, use, Policy())
    if isinstance(answer, Cleared):
        assert answer.grants
        assert answer.valid_until == "perpetual" or answer.valid_until >= use.last
    else:
        assert answer.reasons
        assert {reason.code.split(":")[0] for reason in answer.reasons} <= set(REASONS)


@given(CASES, USES, DAYS)
def test_every_day_and_market_of_a_cleared_flight_is_cleared_alone(case: Case, use: Use, day: date) -> None:
    if isinstance(clear(case, use, Policy()), Cleared) and use.first <= day <= use.last:
        for market in use.territories:
            alone = use.model_copy(update={"first": day, "last": day, "territories": frozenset({market})})
            assert isinstance(clear(case, alone, Policy()), Cleared)


@given(CASES, USES, st.data())
def test_a_restriction_never_turns_a_refusal_into_a_clearance(
    case: Case, use: Use, data: st.DataObject
) -> None:
    if isinstance(clear(case, use, Policy()), Cleared):
        return
    holds = (Hold(id="h", post=POST.id, why="x", by="y", on=DEC[0]),)
    word = Revocation(id="r", effective=data.draw(DAYS), why="x", by="y")
    for update in ({"holds": holds}, {"revocations": (word,)}, {"grants": case.grants[1:]}):
        assert not isinstance(clear(case.model_copy(update=update), use, Policy()), Cleared)
    wider = use.model_copy(update={"territories": use.territories | {"JP"}, "edits": use.edits | {"mashup"}})
    assert not isinstance(clear(case, wider, Policy()), Cleared)
    strict = Policy(paid_needs="contract", people="review", unknown_sound="refuse")
    assert not isinstance(clear(case, use, strict), Cleared)


def test_no_combination_of_absent_fields_clears() -> None:
    """Blank any one or two parts of a fitting grant: none of them is taken for 'all'."""
    blanks: dict[str, Any] = {
        "purposes": set(),
        "channels": set(),
        "identities": set(),
        "territories": set(),
        "edits": set(),
        "evidence": (),
        "terms": Terms(),
        "method": "none",
    }
    for count in (1, 2):
        for names in combinations(blanks, count):
            answer = clear(a_case(a_grant(**{name: blanks[name] for name in names})), a_use(), Policy())
            assert isinstance(answer, Refused), names


def test_vocabularies_are_whole() -> None:
    assert len(METHODS) == 12
    assert len(PURPOSES) == 16
    assert "brand_site" in CHANNELS


def test_reasons_say_what_a_grant_does_not_cover_and_what_a_revocation_was_of() -> None:
    def said(**records: Any) -> list[str]:
        grant = a_grant(channels={"instagram"}, territories={"CA"})
        use = a_use(channel="facebook", territories={"US"})
        return [reason.text for reason in clear(a_case(grant, **records), use, Policy()).reasons]

    assert "The grant does not cover facebook." in said()
    assert "The grant does not cover US." in said()
    told = {"id": "r-0001", "grant": "g-0001", "effective": date(2026, 11, 20), "why": "no", "by": "Mo"}
    assert "Revoked from 2026-11-20 by Mo: no" in said(revocations=(Revocation(**told),))
    assert "Revoked for this post from 2026-11-20 by Mo: no" in said(
        revocations=(Revocation(**told, post=POST.id),)
    )
