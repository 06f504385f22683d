"""Which creators a query means: read without a catalog, each case with its reason."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ugc.creators import asking
from ugc.creators.asking import Candidate
from ugc.creators.snapshots import grown
from ugc.creators.tiers import tier_of
from ugc.errors import UsageError
from ugc.model.creator_settings import TIERS
from ugc.model.creators import Creator, Followers, Profile
from ugc.model.posts import Account

ANA = Account(platform="instagram", handle="Ana.Runs", display_name="Ana Lopez")
ANA_TT = Account(platform="tiktok", handle="ana.tt")
BEN = Account(platform="instagram", handle="ben")
DAY = date(2026, 6, 1)


def counted(account: Account, count: int, day: date = DAY, source: str = "by hand") -> Followers:
    return Followers(account=account, day=day, count=count, source=source)


WELL_KNOWN = Candidate(
    creator=Creator(
        key="instagram:ana.runs",
        accounts=(ANA, ANA_TT),
        profile=Profile(
            name="Añuska",
            niches=("Trail Running", "skincare"),
            tags=("VIP",),
            languages=("pt-BR", "en"),
            country="BR",
        ),
        followers=(counted(ANA, 12_000), counted(ANA_TT, 300)),
        posts=4,
    ),
    tier="micro",
    has_contact=True,
    campaigns=frozenset({"spring"}),
)
BARELY_KNOWN = Candidate(creator=Creator(key="instagram:ben", accounts=(BEN,), posts=1), tier=None)


@pytest.mark.parametrize(
    ("query", "ana", "ben"),
    [
        ("", True, True),
        ("niche:skincare", True, False),
        ('niche:"trail running"', True, False),
        ("niche:trail", False, False),  # a label is whole, or it is another
        ("niche:food,skincare", True, False),  # any of them will do
        ("niche:skincare niche:food", False, False),  # all must hold
        ("-niche:skincare", False, True),  # what is not known is not excluded
        ("tag:vip", True, False),  # in any case
        ("country:br", True, False),
        ("-country:US", True, True),
        ("language:pt", True, False),  # pt-BR is Portuguese
        ("language:pt-PT", False, False),
        ("platform:tiktok", True, False),
        ("tier:micro", True, False),
        ("-tier:micro", False, True),
        ("tier:below", False, False),  # nobody counted is not few
        ("followers:>10k", True, False),
        ("followers:<20k", True, False),  # unknown is not 0
        ("followers:12000", True, False),
        ("followers:>12000", False, False),  # the end itself is left out
        ("followers:..300", False, False),  # of the account that most follow
        ("posts:>3", True, False),
        ("posts:1..4", True, True),
        ("is:unjoined", False, True),
        ("-is:unjoined", True, False),
        ("has:contact", True, False),
        ("-has:followers", False, True),
        ("has:name", True, False),
        ("has:note", False, False),
        ("campaign:Spring", True, False),
        ("ana", True, False),
        ("ANA.R", True, False),  # a part of a handle, in any case
        ("lopez", True, False),  # the name on the platform
        ("añus", True, False),  # the name that was written down
        ("@ana.runs", True, False),  # with @ the whole handle is meant
        ("@ana", False, False),
        ("tiktok:ana.tt", True, False),
        ("tiktok:@ana.tt", True, False),
        ("https://www.tiktok.com/@ana.tt", True, False),
        ("instagram:ana.tt", False, False),
        ("creator:ben", False, True),
        ('"ana runs"', False, False),
        ("-ana ben", False, True),
    ],
)
def test_a_query_means_whom_it_says(query: str, ana: bool, ben: bool) -> None:
    read = asking.read(query, tiers=tuple(TIERS))
    assert (asking.fits(read, WELL_KNOWN), asking.fits(read, BARELY_KNOWN)) == (ana, ben)


@pytest.mark.parametrize(
    ("query", "place", "message", "hint"),
    [
        ("ana nich:running", 5, "the qualifier 'nich' is not known", "Did you mean niche:running?"),
        ("kind:image", 1, "the qualifier 'kind' is not known", "Known: campaign, country"),
        ("tier:macr", 1, "tier:macr is not known", "Did you mean tier:macro?"),
        ("tier:huge", 1, "tier:huge is not known", "Known: nano, micro, mid, macro, mega, below."),
        ("is:joined", 1, "is:joined is not known", "Did you mean is:unjoined?"),
        ("platform:tiktock", 1, "platform:tiktock is not known", "Did you mean platform:tiktok?"),
        ("followers:many", 1, "'many' is no range of numbers", "Write it as followers:>10k"),
        ("posts:", 1, "posts: is followed by nothing", "without a space"),
        ("country:UK", 1, "'uk' is not a country", "Did you mean country:GB?"),
        ("language:?", 1, "'?' is not a language", "Write it as en, or pt-BR."),
        ('niche:"running', 1, "has no closing quote", "after the last word"),
        ('a ""', 3, "there is nothing to look for", "a word of their handle or name"),
    ],
)
def test_what_is_not_understood_is_pointed_at(query: str, place: int, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as error:
        asking.read(query, tiers=tuple(TIERS))
    assert f"at character {place}: " in error.value.message
    assert message in error.value.message
    assert hint in (error.value.hint or "")
    if " " in query.strip():
        assert (error.value.shown or "").splitlines()[1] == " " * (place - 1) + "^"


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused_in_words(query: str) -> None:
    try:
        read = asking.read(query, tiers=tuple(TIERS))
    except UsageError:
        return
    for candidate in (WELL_KNOWN, BARELY_KNOWN):
        assert asking.fits(read, candidate) in (True, False)


@given(st.sampled_from(["niche:skincare", "tier:micro", "posts:>3", "ana", "is:unjoined", "followers:>1"]))
def test_each_creator_is_meant_or_excluded(term: str) -> None:
    plain, minus = (asking.read(sign + term, tiers=tuple(TIERS)) for sign in ("", "-"))
    for candidate in (WELL_KNOWN, BARELY_KNOWN):
        assert asking.fits(plain, candidate) != asking.fits(minus, candidate)


def test_too_much_is_refused() -> None:
    for query, words in (("a" * 10_001, "10001 characters"), ("a " * 101, "101 words")):
        with pytest.raises(UsageError, match=words):
            asking.read(query, tiers=tuple(TIERS))


@pytest.mark.parametrize(
    ("followers", "tier"),
    [
        (None, None),
        (0, "below"),
        (1_999, "below"),
        (2_000, "nano"),
        (9_999, "nano"),
        (10_000, "micro"),
        (10**9, "mega"),
    ],
)
def test_a_tier_begins_with_its_bound(followers: int | None, tier: str | None) -> None:
    assert tier_of(followers, TIERS) == tier


def test_growth_is_told_from_one_day_to_the_next_of_one_account() -> None:
    told = grown(
        [
            counted(ANA, 0, date(2026, 1, 1)),
            counted(ANA_TT, 50, date(2026, 1, 2)),
            counted(ANA, 100, date(2026, 1, 11)),
            counted(ANA, 104, date(2026, 1, 11), source="a list"),
            counted(ANA, 78, date(2026, 1, 31)),
        ]
    )
    assert [(one.more, one.share, one.days) for one in told] == [
        (None, None, None),  # the first of its account
        (None, None, None),
        (100, None, 10),  # from nothing there is no percentage
        (104, None, 10),  # another source of the same day is no growth
        (-26, -0.25, 20),  # against the last one before
    ]
