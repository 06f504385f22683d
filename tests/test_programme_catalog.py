"""Creators as people, and the log of campaigns, in the catalog."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ugc.catalog import Catalog
from ugc.catalog.campaign_log import Happened
from ugc.errors import UgcError
from ugc.model.campaigns import Amount
from ugc.model.creators import BY_HAND, Contact, Followers, Profile
from ugc.model.posts import Account, FoundPost

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ANA = Account(platform="instagram", handle="ana")
ANA_TT = Account(platform="tiktok", handle="ana.tt")


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    catalog = Catalog.open(tmp_path / "catalog.db", create=True)
    batch = catalog.start_import("a test", NOW)
    for name, account in (("ig:one", ANA), ("ig:two", ANA), ("tt:1", ANA_TT)):
        found = FoundPost(
            source="csv", origin=name, ids=(name,), platform=account.platform, author=account, posted_at=NOW
        )
        catalog.save(found, [], at=NOW, batch=batch)
    return catalog


def test_a_creator_is_told_with_accounts_profile_followers_and_posts(catalog: Catalog) -> None:
    key = catalog.resolve_creator("instagram:ana")
    catalog.profiles.keep_profile(key, Profile(niches=("running",), country="US"))
    catalog.profiles.note_followers(
        [
            Followers(account=ANA, day=date(2026, 1, 1), count=9000, source=BY_HAND),
            Followers(account=ANA, day=date(2026, 6, 1), count=12_000, source="csv"),
            Followers(account=ANA, day=date(2026, 6, 1), count=11_990, source=BY_HAND),
        ]
    )
    creator = catalog.profiles.creators([key])[key]
    assert creator.profile.niches == ("running",)
    assert [(one.count, one.day) for one in creator.followers] == [(12_000, date(2026, 6, 1))]
    assert (creator.posts, creator.last_posted) == (2, NOW)
    assert len(catalog.profiles.followers(key)) == 3


def test_two_creators_who_are_one_keep_what_was_written_down_of_both(catalog: Catalog) -> None:
    one, other = catalog.resolve_creator("instagram:ana"), catalog.resolve_creator("tiktok:ana.tt")
    catalog.profiles.keep_profile(one, Profile(niches=("running",), country="US"))
    catalog.profiles.keep_profile(
        other, Profile(niches=("skincare", "running"), country="DE", audience="young")
    )
    catalog.profiles.keep_contact(other, Contact(email="ana@example.org"))
    catalog.profiles.add_note(other, "Prefers to be written to.", by="Kim", day=date(2026, 2, 1))
    catalog.profiles.note_followers(
        [Followers(account=ANA_TT, day=date(2026, 1, 1), count=5, source=BY_HAND)]
    )
    catalog.campaign_log.record(
        [Happened(campaign="Spring", creator=other, what="asked", day=date(2026, 2, 2))], by="Kim", at=NOW
    )
    catalog.same_creator(one, other)
    creator = catalog.profiles.creators([other])[other]
    assert creator.key == one
    assert creator.profile == Profile(niches=("running", "skincare"), country="US", audience="young")
    assert catalog.profiles.contact(one) == Contact(email="ana@example.org")
    assert [note.words for note in catalog.profiles.notes(one)] == ["Prefers to be written to."]
    assert [event.creator for event in catalog.campaign_log.of("spring")] == [one]
    assert [item.count for item in creator.followers] == [5]


def test_an_event_keeps_its_post_through_a_merge_and_a_split(catalog: Catalog) -> None:
    key = catalog.resolve_creator("instagram:ana")
    happened = Happened(
        campaign="spring",
        creator=key,
        what="posted",
        day=date(2026, 3, 1),
        deliverable="ana-reel-1",
        post="ig:two",
        amount=Amount(value="250.00", currency="USD"),
    )
    (number,) = catalog.campaign_log.record([happened], by="Kim", at=NOW)
    (event,) = catalog.campaign_log.of("Spring")
    assert (event.id, event.post, event.amount) == (number, "ig:two", happened.amount)
    assert catalog.campaign_log.of_creator(key) == [event]
    assert catalog.campaign_log.remove([number]) == 1
    assert catalog.campaign_log.of("spring") == []


def test_nothing_is_written_down_of_people_and_posts_that_are_not_known(catalog: Catalog) -> None:
    key = catalog.resolve_creator("instagram:ana")
    good = Happened(campaign="spring", creator=key, what="asked", day=date(2026, 2, 2))
    with pytest.raises(UgcError, match="No post is known as ig:nine"):
        catalog.campaign_log.record([good, good.model_copy(update={"post": "ig:nine"})], by="Kim", at=NOW)
    assert catalog.campaign_log.all() == []


def test_a_person_who_is_forgotten_leaves_nothing_here(catalog: Catalog) -> None:
    key = catalog.resolve_creator("instagram:ana")
    catalog.profiles.keep_profile(key, Profile(niches=("running",)))
    catalog.profiles.keep_contact(key, Contact(email="ana@example.org"))
    catalog.profiles.add_note(key, "Tall.", by="Kim", day=date(2026, 2, 1))
    catalog.profiles.note_followers([Followers(account=ANA, day=date(2026, 1, 1), count=5, source=BY_HAND)])
    catalog.campaign_log.record(
        [Happened(campaign="s", creator=key, what="asked", day=date(2026, 2, 2))], by="Kim", at=NOW
    )
    with catalog.transaction():
        catalog.care.erase(catalog.care.person(key), erasure="x-0001", at=NOW)
    for table in ("creator_profiles", "creator_contacts", "creator_notes", "followers", "campaign_log"):
        assert catalog._database.run(f"SELECT * FROM {table}") == [], table
