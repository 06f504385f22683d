"""What runs held against what is allowed: each way in which an ad may not run, with day, place and money."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from ads import (
    CODED,
    FINE,
    HELD,
    NARROW,
    PLAIN,
    REVOKED,
    SHOWN,
    STOPPED,
    ad,
    audited,
    brand,
    creatives,
    name_of,
    one,
    spent,
)
from processes import copied, ran

from ugc.model.auditing import AUDIT_VERDICTS, AuditedAd
from ugc.model.delivery import AdRow, Damaged

SINCE = date(2026, 11, 21)
Row = Callable[..., AdRow]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return brand(tmp_path_factory.mktemp("audit"))


def by_name(root: Path, post: str) -> dict[str, Any]:
    return {"ad_name": name_of(creatives(root)[post])}


def by_link(post: str) -> dict[str, Any]:
    return {"links": (f"https://www.instagram.com/p/{post[3:]}/",)}


def codes(found: AuditedAd) -> set[str]:
    return {reason.code for reason in found.reasons}


# --- verdicts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("post", "more", "verdict", "told", "since", "reason"),
    [
        (FINE, {}, "fine", set(), None, "granted until May"),
        (REVOKED, {}, "refused", {"revoked"}, SINCE, "revoked yesterday"),
        (HELD, {}, "refused", {"held"}, date(2026, 11, 22), "a person stopped it today"),
        (SHOWN, {}, "refused", {"release_missing"}, None, "a person in it said no: no day allowed it"),
        (
            STOPPED,
            {},
            "review",
            set(),
            None,
            "granted anew, and the file that runs is still marked as stopped",
        ),
        (
            FINE,
            {"markets": frozenset({"US", "CA"})},
            "refused",
            {"territory_not_granted"},
            None,
            "Canada is not",
        ),
        (NARROW, {"channel": "facebook"}, "refused", {"channel_not_granted"}, None, "Facebook is not"),
        (NARROW, {"channel": "instagram"}, "fine", set(), None, "Instagram is"),
        (FINE, {"state": "off"}, "off", set(), None, "paused, and never spent: nothing is asked"),
        (REVOKED, {"state": "off"}, "off", set(), None, "paused, and never spent"),
        (REVOKED, {"state": "over"}, "off", set(), None, "over, and never spent"),
        (REVOKED, {"state": "unknown"}, "refused", {"revoked"}, SINCE, "not said: as if it ran"),
        (
            REVOKED,
            {"state": "unknown", "ends": date(2026, 11, 20)},
            "off",
            set(),
            None,
            "its own end has passed",
        ),
    ],
)
def test_verdicts(
    root: Path, post: str, more: dict[str, Any], verdict: str, told: set[str], since: date | None, reason: str
) -> None:
    found = one(root, ad(**by_name(root, post), **more))
    assert (found.verdict, codes(found), found.over_since) == (verdict, told, since), reason
    assert found.brand == "Sunday Glow" and found.match and found.match.posts == (post,)
    assert bool(found.to_do) == (verdict in ("refused", "review", "ending")), reason


def test_a_post_that_runs_as_it_is_needs_the_permission_of_the_creators_account(root: Path) -> None:
    row = ad(**by_link(CODED))
    ended = one(root, row)
    assert (ended.verdict, codes(ended), ended.over_since) == (
        "refused",
        {"platform_auth_expires_before_end"},
        date(2026, 11, 16),
    )
    (finding,) = ended.findings
    assert (finding.identity, finding.variant, finding.post) == ("creator_handle", None, CODED)
    before = one(root, row, day="2026-11-10")
    assert (before.verdict, before.valid_until) == ("ending", date(2026, 11, 15)), (
        "the code ends before the grant"
    )
    assert one(root, row, day="2026-11-10", within=4).verdict == "fine"
    other = one(root, ad(**by_link(FINE)))
    assert {"purpose_not_granted", "identity_not_granted", "platform_auth_missing"} <= codes(other)
    assert codes(one(root, ad(**by_link(PLAIN)))) == {"no_grant", "platform_auth_missing"}


@pytest.mark.parametrize(
    ("day", "ends", "verdict", "reason"),
    [
        ("2027-04-16", None, "fine", "15 days are left"),
        ("2027-04-17", None, "ending", "14 days are left"),
        ("2027-05-01", None, "ending", "the last day itself"),
        ("2027-04-17", date(2027, 5, 1), "fine", "its own last day is that of the grant"),
        ("2027-04-17", date(2027, 5, 2), "ending", "its own last day is a day too late"),
        ("2027-05-02", None, "refused", "the grant has ended"),
    ],
)
def test_ends_that_are_near(root: Path, day: str, ends: date | None, verdict: str, reason: str) -> None:
    found = one(root, ad(**by_name(root, FINE), ends=ends), day=day)
    assert found.verdict == verdict, reason
    if verdict == "refused":
        assert (codes(found), found.over_since) == ({"expired"}, date(2027, 5, 2))
    else:
        assert found.valid_until == date(2027, 5, 1)


def test_an_ad_that_is_still_to_begin_is_asked_about_for_that_day(root: Path) -> None:
    late = one(root, ad(**by_name(root, FINE), starts=date(2027, 5, 2)))
    assert (late.verdict, codes(late)) == ("refused", {"expired"})
    assert any("begins on 2 May 2027" in note for note in late.notes)
    assert one(root, ad(**by_name(root, FINE), starts=date(2027, 1, 2))).verdict == "fine"
    early = ad(**by_name(root, FINE), starts=date(2026, 11, 10))
    assert one(root, early, day="2026-10-20").verdict == "fine", "the grant begins on 1 November"
    assert codes(one(root, ad(**by_name(root, FINE)), day="2026-10-20")) == {"not_started"}


def test_which_market_and_channel_is_out_of_scope(root: Path) -> None:
    found = one(root, ad(**by_name(root, FINE), markets=frozenset({"US", "CA", "MX"})))
    (finding,) = found.findings
    assert (finding.channel, finding.markets) == ("instagram", ("CA", "MX"))
    assert finding.reasons[0].text == "The grant does not cover CA, MX.", "the gate's own words"
    assert found.to_do.startswith("Take Instagram in CA and MX out of it, or switch it off.")
    both = one(root, ad(**by_name(root, NARROW)), ad(**by_name(root, NARROW), channel="facebook"))
    assert [(each.channel, each.markets) for each in both.findings] == [("facebook", ("US",))]
    assert both.channels == ("instagram", "facebook")


def test_what_the_export_does_not_say_is_taken_from_the_creative(root: Path) -> None:
    found = one(root, ad(**by_name(root, FINE), markets=frozenset(), channel=None))
    assert (found.channels, found.markets, found.assumed) == (
        ("instagram", "facebook"),
        ("US",),
        ("channels", "markets"),
    )
    odd = one(
        root,
        ad(**by_name(root, FINE), channel=None, placement="Audience Network", markets_unread=("Freedonia",)),
    )
    assert any("Audience Network" in words for words in odd.not_checked)
    assert any("Freedonia" in words for words in odd.not_checked)


# --- how it was found ---------------------------------------------------------------------------------------------


def test_a_renamed_copy_is_found_and_said_to_be_known_by_its_name(root: Path) -> None:
    found = one(root, ad(ad_name=name_of(creatives(root)[REVOKED]).upper() + " - Copy 2"))
    assert found.verdict == "refused" and any("by its name alone" in note for note in found.notes)
    sure = one(root, ad(ad_name="anything", hashes=(creatives(root)[REVOKED]["sha256"],)))
    assert sure.verdict == "refused" and not any("name alone" in note for note in sure.notes)


def test_ids_that_a_spreadsheet_damaged_are_told(root: Path) -> None:
    lost = Damaged(column="Ad ID", text="1.20E+17", why="a spreadsheet rounded it")
    rows = [ad(number, ad_id=None, **by_name(root, FINE), adset="A", damaged=(lost,)) for number in (1, 2)]
    (found,) = audited(root, rows).ads
    assert (found.ad_id, found.damaged, len(found.rows)) == (None, (lost,), 2), "brought together by its name"


def test_a_name_that_was_cut_asks_about_everything_that_it_may_mean(root: Path) -> None:
    row = creatives(root)[REVOKED]
    found = one(root, ad(ad_name=f"ana_c{row['concept'][:8]}…"))
    assert found.verdict == "refused" and any("cut" in note for note in found.notes)


def test_a_creative_that_is_not_there_any_more_is_asked_about_by_its_concept(root: Path) -> None:
    row = creatives(root)[REVOKED]
    found = one(root, ad(ad_name=f"ana_c{row['concept'][:8]}_v0123456789"))
    assert found.verdict == "refused" and found.match and found.match.variant is None
    assert found.findings[0].identity == "brand_handle", "as the concept's creative, not as a post"


# --- money --------------------------------------------------------------------------------------------------------


def test_money_by_the_day(root: Path) -> None:
    told = by_name(root, REVOKED)
    days = {"2026-11-19": "10.00", "2026-11-20": "20.00", "2026-11-21": "30.05", "2026-11-22": "40.10"}
    rows = [ad(**told, **spent(amount, day)) for day, amount in days.items()]
    found = one(root, *rows)
    assert (found.spend, found.at_risk, found.currency) == (Decimal("100.15"), Decimal("70.15"), "EUR")
    assert not any("apart" in note for note in found.notes)
    whole = one(root, ad(**told, **spent("100.15", "2026-11-01", "2026-11-22")))
    assert whole.at_risk == Decimal("100.15") and any("do not tell" in note for note in whole.notes)
    undated = one(root, ad(**told, spend=Decimal("7")))
    assert undated.at_risk == Decimal("7") and any("do not tell" in note for note in undated.notes)
    assert one(root, ad(**told)).at_risk is None, "no spend is told"
    assert one(root, ad(**told, **spent("5", "2026-11-20"))).at_risk == Decimal("0"), (
        "all of it before the end"
    )


def test_money_by_market_and_channel(root: Path) -> None:
    told = by_name(root, FINE)
    rows = [
        ad(**told, spend=Decimal(number), markets=frozenset({place}))
        for number, place in ((8, "US"), (3, "CA"))
    ]
    assert one(root, *rows).at_risk == Decimal(3)
    mixed = one(root, ad(**told, spend=Decimal(11), markets=frozenset({"US", "CA"})))
    assert mixed.at_risk == Decimal(11) and any("do not tell" in note for note in mixed.notes)
    narrow = by_name(root, NARROW)
    rows = [
        ad(**narrow, spend=Decimal(number), channel=place)
        for number, place in ((5, "facebook"), (9, "instagram"))
    ]
    assert one(root, *rows).at_risk == Decimal(5)


@pytest.mark.parametrize(
    ("rows", "verdict", "risk", "reason"),
    [
        ([("12", "2026-11-20")], "off", None, "it spent before the end alone"),
        ([("12", "2026-11-20"), ("5", "2026-11-21")], "refused", "5", "it spent on the day of the end"),
        ([("12", "2026-11-01", "2026-11-22")], "off", None, "its days are not told apart: nobody is accused"),
        ([("0", "2026-11-21")], "off", None, "it spent nothing"),
    ],
)
def test_what_is_off_now_and_ran_after_its_end(
    root: Path, rows: list[tuple[str, ...]], verdict: str, risk: str | None, reason: str
) -> None:
    made = [ad(**by_name(root, REVOKED), **spent(*row), state="off") for row in rows]
    told = audited(root, made)
    (found,) = told.ads
    assert (found.verdict, found.at_risk) == (verdict, Decimal(risk) if risk else None), reason
    assert found.ran_until == (date(2026, 11, 21) if risk else None)
    assert (told.running, told.refused_running) == (0, 0)


def test_two_exports_that_tell_the_same_are_counted_once(root: Path) -> None:
    first = [
        ad(1, **by_name(root, FINE), **spent("10", "2026-11-20")),
        ad(2, **by_name(root, FINE), **spent("1", "2026-11-21")),
    ]
    again = [row.model_copy(update={"file": "again.csv", "ad_id": first[0].ad_id}) for row in first]
    more = ad(3, **by_name(root, FINE), **spent("5", "2026-11-22"), file="again.csv")
    first[1] = first[1].model_copy(update={"ad_id": first[0].ad_id})
    (found,) = audited(root, first, [*again, more.model_copy(update={"ad_id": first[0].ad_id})]).ads
    assert found.spend == Decimal("16") and len(found.rows) == 5
    assert any("counted once" in note for note in found.notes)
    assert not any("counted twice" in note for note in found.notes)
    other = ad(1, **by_name(root, FINE), **spent("30", "2026-11-01", "2026-11-30"), file="again.csv")
    (found,) = audited(root, first, [other]).ads
    assert found.spend == Decimal("41") and any("may be counted twice" in note for note in found.notes)


def test_a_post_of_the_brands_own_account_runs_from_that(root: Path, tmp_path: Path) -> None:
    here = copied(root, tmp_path / "glow")
    settings = here / "ugc.toml"
    settings.write_text(settings.read_text("utf-8").replace('handle = ""', 'handle = "@Ana"'), "utf-8")
    found = one(here, ad(**by_link(FINE)))
    assert found.verdict == "fine", "no permission of a creator's account is asked for"
    assert one(root, ad(**by_link(FINE))).verdict == "refused"


# --- the whole ----------------------------------------------------------------------------------------------------


def test_the_whole(root: Path) -> None:
    posts = (FINE, REVOKED, HELD, STOPPED)
    rows = [
        ad(number, **by_name(root, post), **spent("10", "2026-11-22")) for number, post in enumerate(posts, 1)
    ]
    rows += [
        ad(8, ad_name="x", **spent("99", "2026-11-22")),
        ad(9, ad_name="y", currency="USD", **spent("1", "2026-11-22")),
        ad(10, **by_name(root, FINE), state="off"),
    ]
    told = audited(root, rows)
    assert list(told.counts) == list(AUDIT_VERDICTS)
    assert told.counts == {"refused": 2, "ending": 0, "review": 1, "unknown": 2, "fine": 1, "off": 1}
    assert [each.verdict for each in told.ads] == ["refused"] * 2 + [
        "review",
        "fine",
        "off",
        "unknown",
        "unknown",
    ]
    assert (told.at_risk, told.spend) == ({"EUR": Decimal(20)}, {"EUR": Decimal(139), "USD": Decimal(1)})
    assert told.unknown_spend == {"EUR": Decimal(99), "USD": Decimal(1)}
    assert (told.running, told.refused_running, told.today) == (6, 2, date(2026, 11, 22))
    assert told.exports[0].sha256 and told.exports[0].read and told.ledger_head == told.asked[0].ledger_head
    assert told == audited(root, rows), "the same rows give the same"
    assert audited(root, []).ads == ()


def test_two_brands(root: Path, tmp_path: Path) -> None:
    other = brand(tmp_path / "second", "North Pine")
    ran(other, "rights", "revoke", FINE, "--by", "Mo", "--why", "no", "--on", "2026-11-22")
    theirs, ours = creatives(other), creatives(root)
    assert theirs[FINE]["variant"] != ours[FINE]["variant"], "another brand's creative is another creative"
    rows = [ad(1, ad_name=name_of(ours[FINE])), ad(2, ad_name=name_of(theirs[FINE])), ad(3, **by_link(CODED))]
    alone = {each.ad_id: each for each in audited(root, rows).ads}
    assert [alone[row.ad_id].verdict for row in rows] == ["fine", "review", "refused"]
    assert any("that creative of it is not" in note for note in alone[rows[1].ad_id].notes), (
        "both have the post"
    )
    both = audited([root, other], rows)
    found = {each.ad_id: each for each in both.ads}
    assert [(found[row.ad_id].brand, found[row.ad_id].verdict) for row in rows] == [
        ("Sunday Glow", "fine"),
        ("North Pine", "refused"),
        ("Sunday Glow", "refused"),
    ]
    assert any("Also known in the records of North Pine" in note for note in found[rows[2].ad_id].notes)
    assert not any("that creative of it is not" in note for note in found[rows[1].ad_id].notes)
    assert both.brand == "Sunday Glow and North Pine" and both.ledger_head is None
    assert [each.brand for each in both.asked] == ["Sunday Glow", "North Pine"]


def test_a_recorded_use_says_what_it_is_for(root: Path, tmp_path: Path) -> None:
    here = copied(root, tmp_path / "glow")
    use = "--channel instagram --from 2026-11-01 --purpose ooh --ad-id 777 --by Mo".split()
    ran(here, "rights", "use", FINE, *use, code=4)
    found = one(here, ad(ad_id="777"))
    assert (found.verdict, found.findings[0].purpose) == ("refused", "ooh")
    assert "purpose_not_granted" in codes(found) and found.match and found.match.use == "u-0001"


def test_hostile_rows_break_nothing(root: Path) -> None:
    evil = '=HYPERLINK("http://x")<script>alert(1)</script>\u202e\x00\ud800'
    rows = [
        ad(
            1,
            ad_name=evil,
            campaign=evil,
            adset=evil,
            account=evil,
            placement=evil,
            links=(evil,),
            ad_id=evil,
        )
    ]
    rows.append(ad(2, ad_name=f"{evil}_{name_of(creatives(root)[REVOKED])}"))
    assert [each.verdict for each in audited(root, rows).ads] == ["refused", "unknown"]
