"""Sheets that come in: what each change does, faults by place, conflicts, all or nothing, undo."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sheets_in import FINALE, NOW, REEL, SPRING, VIDEO, Copy, ana, given_out, made, today

from ugc import campaigns
from ugc.catalog.campaign_log import Happened
from ugc.errors import UsageError
from ugc.model.campaigns import Amount
from ugc.model.creators import Profile
from ugc.model.programme_sheet import Change
from ugc.model.rights import Cleared
from ugc.workspace import Workspace
from ugc.workspace.sheet.collecting import programme

DAY = date(2026, 3, 10)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(made(tmp_path / "glow")) as here:
        yield here


def text(here: Workspace) -> str:
    return (here.root / "campaigns" / "spring.toml").read_text("utf-8")


def cell(here: Workspace, tab: Any, row: str, column: str) -> Any:
    return today(here).tabs[tab][row][column]


def whats(here: Workspace) -> list[tuple[str, str | None]]:
    return [(event.what, event.deliverable) for event in here.campaigns.events("spring")]


def faults(told: Any) -> dict[str, str]:
    assert not told.done
    return {one.place: one.why for one in told.faults}


# --- what each change does ---------------------------------------------------------------------------------------


def test_a_sheet_that_nobody_touched_does_nothing(here: Workspace) -> None:
    told = Copy(here, given_out(here)).bring()
    assert (told.done, told.number, told.changes) == (True, None, ())
    assert text(here) == SPRING
    assert here.sheet.log().came_in == ()


def test_what_is_written_down_of_a_creator_comes_in(here: Workspace) -> None:
    told = (
        Copy(here, given_out(here))
        .write("creators", ana(here), name="Ana", niches="running,  skincare, running", country="us")
        .write("creators", ana(here), languages="en, pt-BR", followers_now=12_000, note="Tall\nand kind")
        .bring()
    )
    assert told.done, told.faults
    (creator,) = here.creators.creators(["@ana"]).values()
    assert creator.profile == Profile(
        name="Ana", niches=("running", "skincare"), country="US", languages=("en", "pt-BR")
    )
    assert [(one.count, one.day, one.source) for one in creator.followers] == [(12_000, DAY, "sheet")]
    (note,) = here.catalog.profiles.notes(creator.key)
    assert (note.words, note.by, note.day) == ("Tall and kind", "Kim", DAY)


def test_the_plan_goes_to_the_file_and_remarks_stay(here: Workspace) -> None:
    told = (
        Copy(here, given_out(here))
        .write(
            "deliverables", REEL, due=date(2026, 3, 18), fee="300 USD", note="With the dog", platform="tiktok"
        )
        .write("deliverables", FINALE, post="https://example.org/two")
        .write("deliverables", VIDEO, code="BO5")
        .bring()
    )
    assert told.done, told.faults
    assert told.files == ("spring",)
    spring = campaigns.read("spring", here.root)
    reel, second, finale, video = spring.deliverables
    assert (reel.id, reel.due, reel.note, reel.platform) == (
        "ana-reel-1",
        date(2026, 3, 18),
        "With the dog",
        "tiktok",
    )
    assert reel.fee == Amount(value="300", currency="USD")
    assert (second.id, second.due, second.fee) == ("ana-reel-2", date(2026, 3, 15), None)
    assert finale.post == "ig:two"
    assert spring.invited(video).code == "BO5"
    assert "# Ours, not to be lost" in text(here)
    assert "# of the shop" in text(here)


@pytest.mark.parametrize("state", ["product_sent", "product_received", "drafted", "posted", "missing"])
def test_a_state_is_an_event_of_the_day(here: Workspace, state: str) -> None:
    told = Copy(here, given_out(here)).write("deliverables", REEL, state=state).bring()
    assert told.done, told.faults
    (event,) = here.campaigns.events("spring")
    assert (event.what, event.deliverable, event.day, event.by) == (state, "ana-reel-1", DAY, "Kim")
    assert cell(here, "deliverables", REEL, "state") == state


def happen(here: Workspace, *whats: Any, deliverable: str | None = "ana-reel-1") -> None:
    here.catalog.campaign_log.record(
        [
            Happened(
                campaign="spring",
                creator=ana(here),
                what=what,
                day=date(2026, 3, day),
                deliverable=deliverable,
            )
            for day, what in enumerate(whats, 1)
        ],
        by="Lee",
        at=NOW,
    )


@pytest.mark.parametrize(
    ("happened", "state", "left"),
    [
        (["product_sent", "drafted"], "product_sent", ["product_sent"]),
        (["product_sent", "drafted"], "promised", []),
        (["drafted"], "product_received", ["product_received"]),
        (["product_sent", "missing"], "product_sent", ["product_sent"]),
        (["asked", "drafted", "posted"], "drafted", ["asked", "drafted"]),
    ],
)
def test_a_state_set_back_takes_out_what_brought_it_further(
    here: Workspace, happened: list[str], state: str, left: list[str]
) -> None:
    happen(here, *happened)
    told = Copy(here, given_out(here)).write("deliverables", REEL, state=state).bring()
    assert told.done, told.faults
    assert [what for what, _ in whats(here)] == left
    assert cell(here, "deliverables", REEL, "state") == state
    here.sheet.undo(None, by="Kim", at=NOW)
    assert sorted(what for what, _ in whats(here)) == sorted(happened)
    assert {event.by for event in here.campaigns.events("spring")} == {"Lee"}


def test_what_was_sent_for_all_is_not_taken_back_for_one(here: Workspace) -> None:
    happen(here, "product_sent", deliverable=None)
    told = Copy(here, given_out(here)).write("deliverables", REEL, state="promised").bring()
    assert "was for all of their deliverables" in faults(told)[f"Deliverables, {REEL}, State"]
    assert len(whats(here)) == 1


def test_what_has_a_post_is_posted(here: Workspace) -> None:
    out = given_out(here)
    assert Copy(here, out).write("deliverables", REEL, post="ig:one").bring().done
    second = given_out(here, "s-2")
    told = Copy(here, second).write("deliverables", REEL, state="drafted").bring()
    assert faults(told) == {f"Deliverables, {REEL}, State": "its post is ig:one, so it is posted."}
    told = Copy(here, second).write("deliverables", REEL, state="drafted", post=None).bring()
    assert told.done, told.faults
    assert cell(here, "deliverables", REEL, "state") == "drafted"


@pytest.mark.parametrize(
    ("cells", "amount"),
    [
        ({}, "250 USD"),
        ({"fee": "300 USD"}, "300 USD"),
        ({"fee": 90}, "90 USD"),
        ({"fee": "80.50"}, "80.50 USD"),
    ],
)
def test_a_payment_is_an_event_with_what_was_agreed(
    here: Workspace, cells: dict[str, Any], amount: str
) -> None:
    copy = Copy(here, given_out(here)).write("deliverables", REEL, paid_on=date(2026, 3, 9), **cells)
    told = copy.bring()
    assert told.done, told.faults
    (event,) = here.campaigns.events("spring")
    assert event.amount
    assert (event.what, event.day, f"{event.amount.value} {event.amount.currency}") == (
        "paid",
        date(2026, 3, 9),
        amount,
    )
    Copy(here, given_out(here, "s-2")).write("deliverables", REEL, paid_on=date(2026, 3, 8)).bring()
    (event,) = here.campaigns.events("spring")
    assert (event.day, f"{event.amount.value if event.amount else ''}") == (date(2026, 3, 8), amount[:-4])
    Copy(here, given_out(here, "s-3")).write("deliverables", REEL, paid_on=None).bring()
    assert here.campaigns.events("spring") == []


def test_rows_are_added_and_removed(here: Workspace) -> None:
    copy = Copy(here, given_out(here))
    copy.write("deliverables", "new:9", campaign="Spring", creator="ana", kind="Story", due=date(2026, 4, 2))
    copy.write("deliverables", "new:10", campaign="spring", creator="@bo", kind="video", state="drafted")
    copy.strike("deliverables", FINALE)
    told = copy.bring()
    assert told.done
    assert [change.kind for change in told.left] == ["removed"]
    ids = {piece.id for piece in campaigns.read("spring", here.root).deliverables}
    assert ids == {
        "ana-reel-1",
        "ana-reel-2",
        "finale",
        "ana-story-2",
        "tiktok-bo-video-1",
        "tiktok-bo-video-2",
    }
    assert whats(here) == [("drafted", "tiktok-bo-video-2")]
    told = copy.bring(remove_rows=True)
    assert [change.kind for change in told.changes] == ["removed"]
    assert len(told.again) == 2
    assert "finale" not in text(here)
    assert len(campaigns.read("spring", here.root).deliverables) == 5


def test_tags_and_campaigns_of_posts_come_in(here: Workspace) -> None:
    here.catalog.tag(["ig:one"], add=["Old"])
    told = Copy(here, given_out(here)).write("posts", "ig:one", tags="new, Sunny", campaigns="spring").bring()
    assert told.done, told.faults
    post = here.catalog.post("ig:one")
    assert (set(post.tags), post.campaigns) == ({"new", "Sunny"}, ("spring",))


# --- rights ------------------------------------------------------------------------------------------------------

WHOLE: dict[str, Any] = {
    "subject": "ig:one",
    "method": "contract",
    "purposes": "paid_social, organic_repost",
    "channels": "instagram",
    "territories": "US, EEA",
    "edits": "standard",
    "first": date(2026, 3, 1),
    "last": "perpetual",
    "terms": "terms.txt",
    "evidence": "yes.txt",
}


def cleared(here: Workspace) -> bool:
    return isinstance(answer(here), Cleared)


def answer(here: Workspace) -> Any:
    use = here.use(
        purpose="paid_social", channel="instagram", territories=("US",), first=DAY, last=DAY, edits=()
    )
    return here.check("ig:one", use)


def reasons(here: Workspace) -> list[str]:
    return [reason.code for reason in answer(here).reasons]


def test_a_whole_row_of_rights_is_a_grant(here: Workspace) -> None:
    told = Copy(here, given_out(here)).write("rights", "new:2", **WHOLE).bring()
    assert told.done, told.faults
    (grant,) = here.case("ig:one").grants
    assert (grant.status, grant.method, grant.end, grant.recorded_by) == (
        "granted",
        "contract",
        "perpetual",
        "Kim",
    )
    assert grant.terms.sha256
    assert len(grant.evidence) == 1
    assert cleared(here)
    assert [(one.grant, one.lacks) for one in told.rights] == [(grant.id, ())]


@pytest.mark.parametrize("gone", [key for key in WHOLE if key != "subject"])
def test_a_row_that_lacks_anything_is_asserted_and_clears_nothing(here: Workspace, gone: str) -> None:
    row = {key: value for key, value in WHOLE.items() if key != gone}
    told = Copy(here, given_out(here)).write("rights", "new:2", **row).bring()
    assert told.done, told.faults
    (grant,) = here.case("ig:one").grants
    assert grant.status == "asserted"
    assert not cleared(here)
    (one,) = told.rights
    assert (one.status, len(one.lacks)) == ("asserted", 1)
    assert grant.notes
    assert "sheet.xlsx without" in grant.notes


def test_what_was_only_asserted_says_nothing_any_more_once_it_is_taken_back(here: Workspace) -> None:
    row = {key: value for key, value in WHOLE.items() if key != "evidence"}
    assert Copy(here, given_out(here)).write("rights", "new:2", **row).bring().done
    assert (reasons(here), cell(here, "posts", "ig:one", "rights")) == (["asserted"], "asserted")
    assert here.sheet.undo(None, by="Kim", at=NOW).done
    assert (reasons(here), cell(here, "posts", "ig:one", "rights")) == (["no_grant"], "none")


@pytest.mark.parametrize(("key", "name"), [("evidence", "no-such.png"), ("terms", "no-such.pdf")])
def test_a_file_that_is_not_there_proves_nothing(here: Workspace, key: str, name: str) -> None:
    told = Copy(here, given_out(here)).write("rights", "new:2", **WHOLE | {key: name}).bring()
    assert told.done
    assert told.rights[0].lacks == (f"the file {name!r}, which does not lie beside the sheet",)
    assert not cleared(here)


def test_all_of_a_creators_is_granted_by_their_handle(here: Workspace) -> None:
    row = WHOLE | {"subject": "@ana", "terms": "https://example.org/terms", "last": "2027-01-01"}
    assert Copy(here, given_out(here)).write("rights", "new:2", **row).bring().done
    (grant,) = here.case("ig:two").grants
    assert (grant.posts, here.catalog.care.lasting_key(ana(here))) == ((), grant.creator)
    for campaign, query in (("spring", ""), (None, "creator:@ana")):
        told = programme(here, campaign, query, today=here.day(NOW)).tabs["rights"]
        assert [row["subject"] for row in told.values()] == ["@ana"]
    assert not programme(here, None, "creator:@bo", today=here.day(NOW)).tabs["rights"]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"subject": "ig:nine"}, "ig:nine"),
        ({"subject": "@nobody"}, "nobody"),
        ({"subject": None}, "it names neither a post nor a creator."),
        ({"method": "shouted"}, "Method 'shouted' is not known."),
        ({"purposes": "paid_social, parties"}, "Purpose 'parties' is not known."),
        ({"territories": "Narnia"}, "Narnia"),
        ({"edits": "magic"}, "Edit 'magic' is not known."),
        ({"first": "soon"}, "'soon' is not a day."),
        ({"last": date(2025, 1, 1)}, "before it starts"),
        ({"evidence": "../secret.txt"}, "leads out of the sheet's folder"),
        ({"evidence": "/etc/passwd"}, "leads out of the sheet's folder"),
        ({"terms": "out.txt"}, "leads out of the sheet's folder"),
    ],
)
def test_a_row_of_rights_that_makes_no_sense_is_a_fault(
    here: Workspace, cells: dict[str, Any], why: str
) -> None:
    (here.root.parent / "secret.txt").write_text("x", "utf-8")
    (here.root / "out.txt").symlink_to(here.root.parent / "secret.txt")
    told = Copy(here, given_out(here)).write("rights", "new:2", **WHOLE | cells).bring()
    assert why in faults(told)["Rights, row 2"]
    assert here.case("ig:one").grants == ()
    assert not list((here.root / ".ugc" / "evidence").glob("??/*"))


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("$250.00", Amount(value="250", currency="USD")),
        ("250.00", Amount(value="250", currency="USD")),
        ("300.00 EUR", Amount(value="300", currency="EUR")),
        ("kr250.00", "'kr250.00' does not say its currency."),
        ("much", "'much' is not a sum of money."),
    ],
)
def test_a_sum_that_leaves_its_currency_open_is_in_its_campaigns(
    here: Workspace, cell: str, says: Amount | str
) -> None:
    told = Copy(here, given_out(here)).write("deliverables", REEL, fee=cell).bring()
    if isinstance(says, str):
        assert faults(told) == {f"Deliverables, {REEL}, Fee": says}
    else:
        assert told.done, told.faults
        assert campaigns.read("spring", here.root).deliverables[0].fee == says


# --- faults ------------------------------------------------------------------------------------------------------


def test_all_faults_are_told_at_once_and_nothing_is_done(here: Workspace) -> None:
    copy = Copy(here, given_out(here))
    copy.write(
        "creators", ana(here), name="Ana", country="Narnia", followers_now="many", languages="English!"
    )
    copy.write("deliverables", REEL, kind="poem", due="soon", fee="much", paid_on=date(2027, 1, 1))
    copy.write("deliverables", FINALE, platform="myspace", post="ig:nine", state="dancing")
    copy.write("deliverables", VIDEO, kind=None)
    copy.write("deliverables", "new:8", campaign="sprung", creator="@ana", kind="reel")
    copy.write("deliverables", "new:9", campaign="spring", creator="@nobody", kind="reel")
    copy.write("deliverables", "new:10", campaign="spring", kind="reel")
    copy.write("posts", "ig:one", tags="fine", campaigns="sprnig")
    copy.write("rights", "new:3", **WHOLE)
    before = today(here)
    told = copy.bring()
    assert sorted(faults(told)) == sorted(
        [
            f"Creators, {ana(here)}, Country",
            f"Creators, {ana(here)}, Followers today",
            f"Creators, {ana(here)}, Languages",
            f"Deliverables, {REEL}, Kind",
            f"Deliverables, {REEL}, Due",
            f"Deliverables, {REEL}, Fee",
            f"Deliverables, {REEL}, Paid on",
            f"Deliverables, {FINALE}, Platform",
            f"Deliverables, {FINALE}, Post",
            f"Deliverables, {FINALE}, State",
            f"Deliverables, {VIDEO}, Kind",
            "Deliverables, row 8",
            "Deliverables, row 9",
            "Deliverables, row 10",
            "Posts, ig:one, Campaigns",
        ]
    )
    assert today(here) == before
    assert text(here) == SPRING
    assert here.sheet.log().came_in == ()
    assert not list((here.root / ".ugc" / "evidence").glob("??/*"))


def test_a_rehearsal_says_all_and_does_nothing(here: Workspace) -> None:
    before = today(here)
    copy = Copy(here, given_out(here)).write("deliverables", REEL, due=date(2026, 3, 18), state="drafted")
    told = copy.write("rights", "new:3", **WHOLE).bring(dry=True)
    assert (told.done, told.dry_run, len(told.changes), told.files) == (False, True, 3, ("spring",))
    assert today(here) == before
    assert text(here) == SPRING


def test_two_rows_that_give_one_creator_two_codes_are_a_fault(here: Workspace) -> None:
    copy = Copy(here, given_out(here)).write("deliverables", REEL, code="ANA15")
    told = copy.write("deliverables", FINALE, code="ANA20").bring()
    assert faults(told) == {f"Deliverables, {FINALE}, Promo code": "another row of @ana says the code ANA15."}
    assert copy.write("deliverables", FINALE, code="ANA15").bring().done


# --- two people --------------------------------------------------------------------------------------------------


def test_two_people_who_edit_one_sheet_both_come_in(here: Workspace) -> None:
    out = given_out(here)
    one = Copy(here, out, "of-kim.xlsx").write("deliverables", REEL, due=date(2026, 3, 18))
    other = Copy(here, out, "of-lee.xlsx").write("deliverables", REEL, note="By the sea")
    one.write("deliverables", "new:9", campaign="spring", creator="@ana", kind="pin")
    other.write("deliverables", "new:9", campaign="spring", creator="@ana", kind="short")
    for copy in (one, other):
        told = copy.bring()
        assert told.done, told.conflicts
    reel = campaigns.read("spring", here.root).deliverables[0]
    assert (reel.due, reel.note) == (date(2026, 3, 18), "By the sea")
    assert {"ana-pin-1", "ana-short-1"} <= {p.id for p in campaigns.read("spring", here.root).deliverables}


def test_the_same_sheet_twice_does_nothing_the_second_time(here: Workspace) -> None:
    copy = Copy(here, given_out(here)).write(
        "creators", ana(here), note="Tall", followers_now=9000, name="Ana"
    )
    copy.write("deliverables", REEL, state="drafted").write("rights", "new:3", **WHOLE)
    assert copy.bring().done
    before = today(here)
    told = copy.bring()
    assert (told.done, told.number, told.changes, len(told.again)) == (True, None, (), 3)
    assert today(here) == before


def test_a_conflict_stops_everything_until_it_is_decided(here: Workspace) -> None:
    out = given_out(here)
    Copy(here, out).write("deliverables", REEL, note="Kim's").bring()
    copy = Copy(here, out).write("deliverables", REEL, note="Lee's", due=date(2026, 3, 19))
    told = copy.bring()
    assert not told.done
    assert told.open == ("c1",)
    (one,) = told.conflicts
    assert (one.change.before, one.change.after, one.change.now) == (None, "Lee's", "Kim's")
    assert cell(here, "deliverables", REEL, "due") == date(2026, 3, 15)
    kept = copy.bring(take="catalog")
    assert kept.done
    assert [change.column for change in kept.kept] == ["note"]
    assert cell(here, "deliverables", REEL, "note") == "Kim's"
    assert cell(here, "deliverables", REEL, "due") == date(2026, 3, 19)
    assert copy.bring(decisions={one.change.place: "sheet"}).done
    assert cell(here, "deliverables", REEL, "note") == "Lee's"


def test_a_row_that_the_catalog_lost_meanwhile_is_a_fault(here: Workspace) -> None:
    out = given_out(here)
    Copy(here, out).strike("deliverables", FINALE).bring(remove_rows=True)
    told = Copy(here, out).write("deliverables", FINALE, platform="tiktok").bring()
    assert "does not have 'finale' any more" in faults(told)[f"Deliverables, {FINALE}, Platform"]


def test_a_sheet_of_another_workspace_is_refused(here: Workspace) -> None:
    out = today(here).model_copy(update={"id": "s-9"})
    with pytest.raises(UsageError, match="was not given out by this workspace"):
        Copy(here, out).bring()


# --- undo --------------------------------------------------------------------------------------------------------


def everything(here: Workspace) -> Copy:
    """A copy in which something of every kind is changed."""
    copy = Copy(here, given_out(here))
    copy.write("creators", ana(here), name="Ana", niches="running", note="Tall", followers_now=9000)
    copy.write("deliverables", REEL, due=date(2026, 3, 18), state="drafted", paid_on=DAY, code="ANA15")
    copy.write("deliverables", "new:9", campaign="spring", creator="@ana", kind="story")
    copy.strike("deliverables", FINALE)
    copy.write("posts", "ig:one", tags="sunny", campaigns="spring")
    return copy.write("rights", "new:3", **WHOLE).write("rights", "new:4", subject="tt:1")


def test_undo_brings_everything_back(here: Workspace) -> None:
    before = today(here)
    told = everything(here).bring(remove_rows=True)
    assert told.done, told.faults
    undone = here.sheet.undo(None, by="Kim", at=NOW)
    assert undone.done, undone.refused
    after = today(here)
    assert after.tabs["creators"] == before.tabs["creators"]
    for row, cells in before.tabs["posts"].items():
        assert {key: after.tabs["posts"][row][key] for key in ("tags", "campaigns")} == {
            key: cells[key] for key in ("tags", "campaigns")
        }
    assert dict(after.tabs["deliverables"]) == dict(before.tabs["deliverables"])
    assert here.catalog.profiles.notes(ana(here)) == []
    assert here.campaigns.events("spring") == []
    assert set(undone.revoked) == {one.grant for one in told.rights}
    assert not cleared(here)
    assert here.sheet.log().came_in[0].undone_at == NOW
    with pytest.raises(UsageError, match="No sheet came in that could be undone"):
        here.sheet.undo(None, by="Kim", at=NOW)
    with pytest.raises(UsageError, match="Sheet 1 is undone already"):
        here.sheet.undo(1, by="Kim", at=NOW)


def test_what_was_undone_can_come_in_again(here: Workspace) -> None:
    copy = everything(here)
    copy.bring()
    after = today(here)
    here.sheet.undo(None, by="Kim", at=NOW)
    assert copy.bring().done
    assert today(here).tabs["creators"] == after.tabs["creators"]


@pytest.mark.parametrize(
    ("tab", "row", "cells", "said"),
    [
        ("creators", None, {"name": "Anna"}, "Name of @ana was changed since."),
        ("deliverables", REEL, {"due": date(2026, 3, 19)}, "says of ana-reel-1 something else since."),
        ("deliverables", REEL, {"state": "promised"}, "that it wrote down was taken out since."),
        ("posts", "ig:one", {"tags": "rainy"}, "The tags of ig:one were changed since."),
    ],
)
def test_undo_is_refused_where_something_was_changed_since(
    here: Workspace, tab: Any, row: str | None, cells: dict[str, Any], said: str
) -> None:
    first = everything(here).bring(remove_rows=True)
    Copy(here, given_out(here, "s-2")).write(tab, row or ana(here), **cells).bring()
    before, words = today(here), text(here)
    undone = here.sheet.undo(first.number, by="Kim", at=NOW)
    assert not undone.done
    assert any(said in each for each in undone.refused), undone.refused
    assert (today(here), text(here)) == (before, words)


def test_undo_keeps_what_others_wrote_in_the_file_since(here: Workspace) -> None:
    Copy(here, given_out(here)).write("deliverables", REEL, due=date(2026, 3, 18)).bring()
    path = here.root / "campaigns" / "spring.toml"
    path.write_text(text(here).replace("# Ours", "# All ours").replace("2026-04-01", "2026-04-03"), "utf-8")
    assert here.sheet.undo(None, by="Kim", at=NOW).done
    spring = campaigns.read("spring", here.root)
    assert [piece.due for piece in spring.deliverables] == [
        date(2026, 3, 15),
        date(2026, 3, 15),
        date(2026, 3, 20),
        date(2026, 4, 3),
    ]
    assert "# All ours" in text(here)


def test_a_rehearsal_of_undo_does_nothing(here: Workspace) -> None:
    everything(here).bring()
    before = today(here)
    undone = here.sheet.undo(None, by="Kim", at=NOW, dry=True)
    assert (undone.done, undone.refused, len(undone.revoked)) == (False, (), 2)
    assert today(here) == before


def test_a_change_is_kept_with_what_it_was(here: Workspace) -> None:
    told = Copy(here, given_out(here)).write("creators", ana(here), name="Ana").bring()
    assert told.changes == (
        Change(
            kind="changed",
            tab="creators",
            row=ana(here),
            place=f"Creators, {ana(here)}, Name",
            column="name",
            after="Ana",
        ),
    )
    (came,) = here.sheet.log().came_in
    assert (came.number, came.sheet, came.file, came.by, came.by_tab) == (
        1,
        "s-1",
        "sheet.xlsx",
        "Kim",
        {"creators": 1},
    )
