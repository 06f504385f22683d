"""Who fits a campaign: each criterion by a table worked out by hand, the order, and what holds for any candidates."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ugc.creators.ranking import rank
from ugc.model.campaigns import Amount, Criterion, Engages
from ugc.model.creator_figures import AccountFigures, CreatorFigures, Engagement
from ugc.model.creators import Creator, Profile
from ugc.model.posts import Account
from ugc.model.ranking import Candidate, Ranked

TODAY = date(2026, 11, 22)


def candidate(
    handle: str, *, tier: str | None = "micro", rate: float | None = None, **told: Any
) -> Candidate:
    account = Account(platform="instagram", handle=handle)
    profile = told.pop("profile", Profile())
    engagement = (Engagement(base="followers", n=7, of=9, median=rate),) if rate is not None else ()
    return Candidate(
        creator=Creator(
            key=f"instagram:{handle}", accounts=(account,), profile=profile, posts=told.pop("posts", 0)
        ),
        figures=CreatorFigures(
            creator=f"instagram:{handle}",
            tier=tier,
            accounts=(
                AccountFigures(
                    account=account,
                    tier=tier,
                    followers=20_000 if tier else None,
                    posts=9,
                    engagement=engagement,
                ),
            ),
        ),
        **told,
    )


def ranked(candidates: list[Candidate], *criteria: Criterion) -> dict[str, Ranked]:
    return {row.handle: row for row in rank(candidates, criteria, today=TODAY)}


def value(one: Candidate, criterion: Criterion, *others: Candidate) -> tuple[float | None, str]:
    (scored,) = ranked([one, *others], criterion)[one.creator.handle].criteria
    return scored.value, scored.why


def wants(name: Any, *wanted: str) -> Criterion:
    return Criterion(name=name, weight=2, wanted=wanted)


@pytest.mark.parametrize(
    ("criterion", "profile", "expected"),
    [
        (wants("niche", "Running"), Profile(niches=("running", "food")), (1.0, "running")),
        (wants("niche", "skincare"), Profile(niches=("running",)), (0.0, "running; wanted: skincare")),
        (wants("niche", "skincare"), Profile(), (None, "no niche is written down")),
        (wants("tag", "vip"), Profile(), (0.0, "no tags; wanted: vip")),
        (wants("country", "US", "CA"), Profile(country="CA"), (1.0, "CA")),
        (wants("country", "US"), Profile(), (None, "the country is not known")),
        (wants("language", "en"), Profile(languages=("en-GB",)), (1.0, "en")),
        (wants("tier", "nano", "micro"), Profile(), (1.0, "micro")),
    ],
)
def test_what_is_written_down_fits_or_not(
    criterion: Criterion, profile: Profile, expected: tuple[float | None, str]
) -> None:
    assert value(candidate("ana", profile=profile), criterion) == expected


@pytest.mark.parametrize(
    ("own", "others", "expected"),
    [
        (
            0.04,
            [0.01, 0.02, 0.05],
            (2 / 3, "4.0% of followers (n 7); above 2 of 3 others of micro on instagram"),
        ),
        (
            0.04,
            [0.04, 0.04, 0.04],
            (0.5, "4.0% of followers (n 7); above 1.5 of 3 others of micro on instagram"),
        ),
        (
            0.04,
            [0.01, 0.02],
            (None, "4.0% of followers (n 7); only 2 others of micro on instagram to compare with"),
        ),
        (
            None,
            [0.01, 0.02, 0.05],
            (None, "too few posts have their counts and a count of followers near them"),
        ),
    ],
)
def test_engagement_is_held_against_the_others_of_the_tier(
    own: float | None, others: list[float], expected: tuple[float | None, str]
) -> None:
    rest = [candidate(f"other{number}", rate=rate) for number, rate in enumerate(others)]
    rest += [candidate("big", tier="mega", rate=0.9), candidate("bare")]
    assert value(candidate("ana", rate=own), Criterion(name="engagement", weight=1), *rest) == expected


@pytest.mark.parametrize(
    ("name", "told", "expected"),
    [
        (
            "brand_posts",
            {"engages": Engages(mentioned=("a", "b"), tagged=("b",), commented=("c",))},
            (0.5, "2 posts about the brand; the most of anybody: 4"),
        ),
        (
            "engages",
            {"engages": Engages(commented=("c",))},
            (0.25, "1 time they named, tagged or answered the brand; the most of anybody: 4"),
        ),
        ("worked_with", {"campaigns": 1}, (0.5, "1 campaign with posts of theirs; the most of anybody: 2")),
        (
            "results",
            {"engagements": (100, 300, 200)},
            (0.2, "median of 200 engagements (3 posts in campaigns); the best: 1,000"),
        ),
        ("results", {}, (None, "no post of theirs in a campaign has its counts")),
        (
            "cost",
            {"cost": Amount(value=Decimal("250"), currency="USD")},
            (0.4, "250 USD a post; the lowest: 100"),
        ),
        (
            "cost",
            {"cost": Amount(value=Decimal("90"), currency="EUR")},
            (1.0, "90 EUR a post; the lowest: 90"),
        ),
        ("cost", {}, (None, "what they take is not known")),
        ("rights_held", {"posts": 4, "posts_with_rights": 3}, (0.75, "3 of 4 posts may be used")),
        ("rights_held", {}, (None, "no post of theirs is here")),
        (
            "recency",
            {"last_worked": date(2026, 11, 12)},
            (1 - 10 / 365, "last 10 days ago; nothing after 365"),
        ),
        ("recency", {"last_worked": date(2020, 1, 1)}, (0.0, "last 2,517 days ago; nothing after 365")),
        ("recency", {}, (None, "never worked with")),
    ],
)
def test_what_they_did(name: Any, told: dict[str, Any], expected: tuple[float | None, str]) -> None:
    other = candidate(
        "bo",
        engages=Engages(mentioned=("d", "e", "f"), tagged=("g",)),
        campaigns=2,
        engagements=(1000,),
        cost=Amount(value=Decimal("100"), currency="USD"),
    )
    assert value(candidate("ana", **told), Criterion(name=name, weight=1), other) == expected


def test_the_order_is_by_points_and_then_by_what_is_known() -> None:
    runner = Profile(niches=("running",), country="US")
    rows = rank(
        [
            candidate("zoe", profile=runner),
            candidate("bo", profile=Profile(niches=("food",))),
            candidate("ana", profile=Profile(niches=("food",), country="DE")),
            candidate("cy", profile=Profile(country="DE")),
        ],
        [
            Criterion(name="niche", weight=3, wanted=("running",)),
            Criterion(name="country", weight=1, wanted=("US",)),
        ],
        today=TODAY,
    )
    assert [(row.place, row.handle, row.points, row.known, row.most) for row in rows] == [
        (1, "zoe", 4.0, 4.0, 4.0),
        (2, "ana", 0.0, 4.0, 4.0),
        (3, "bo", 0.0, 3.0, 4.0),
        (4, "cy", 0.0, 1.0, 4.0),
    ]


@pytest.mark.parametrize(
    ("name", "wanted", "said"),
    [("niche", (), "niche needs wanted"), ("cost", ("low",), "cost takes no wanted")],
)
def test_a_criterion_says_what_is_wanted_where_it_has_to(
    name: Any, wanted: tuple[str, ...], said: str
) -> None:
    with pytest.raises(ValidationError, match=said):
        Criterion(name=name, weight=1, wanted=wanted)


ANYBODY = st.builds(
    candidate,
    st.text("abcdef", min_size=1, max_size=4),
    tier=st.sampled_from(["nano", "micro", None]),
    rate=st.none() | st.floats(0, 1),
    campaigns=st.integers(0, 5),
    posts=st.just(5),
    posts_with_rights=st.integers(0, 5),
    engagements=st.lists(st.integers(0, 10**6), max_size=4).map(tuple),
    last_worked=st.none() | st.dates(date(2020, 1, 1), TODAY),
)
ALL = [
    Criterion(name=name, weight=weight)
    for name, weight in (
        ("engagement", 2),
        ("results", 1.5),
        ("rights_held", 1),
        ("worked_with", 3),
        ("recency", 0.5),
    )
]


@given(
    st.lists(ANYBODY, max_size=8, unique_by=lambda one: one.creator.key), st.randoms(use_true_random=False)
)
def test_values_are_shares_and_the_order_does_not_depend_on_the_list(
    people: list[Candidate], dice: Any
) -> None:
    rows = rank(people, ALL, today=TODAY)
    for row in rows:
        assert all(one.value is None or 0 <= one.value <= 1 for one in row.criteria)
        assert row.points == pytest.approx(sum(one.weight * (one.value or 0) for one in row.criteria))
        assert 0 <= row.known <= row.most == 8
    shuffled = list(people)
    dice.shuffle(shuffled)
    assert rank(shuffled, ALL, today=TODAY) == rows
