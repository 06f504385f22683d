"""A sheet against what was given out and the catalog of today."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ugc.errors import UsageError
from ugc.model.programme_sheet import Cell, Change, Programme, TabName
from ugc.sheet.comparing import Compared, compare
from ugc.sheet.deciding import decide, numbered
from ugc.sheet.meaning import meant, same
from ugc.sheet.tabs import TABS

AT = datetime(2026, 3, 1, tzinfo=UTC)


def told(**tabs: dict[str, dict[str, Cell]]) -> Programme:
    return Programme(id="s-1", at=AT, tabs=tabs)  # type: ignore[arg-type]


def seen(before: Programme, after: Programme, now: Programme | None = None) -> Compared:
    return compare(before, after.tabs, now or before, TABS)  # type: ignore[arg-type]


REEL: dict[str, Cell] = {
    "deliverable": "ana-reel-1",
    "campaign": "spring",
    "creator": "@ana",
    "kind": "reel",
    "due": date(2026, 3, 15),
    "fee": "250.00 USD",
    "note": "Two takes",
}


@pytest.mark.parametrize(
    ("tab", "key", "one", "other"),
    [
        ("deliverables", "fee", "250 USD", "250.00 usd"),
        ("deliverables", "fee", Decimal(250), "250.00 USD"),
        ("deliverables", "fee", "$250.00", "250.00 USD"),
        ("deliverables", "fee", "$250.00", "250.00"),
        ("deliverables", "note", " Two \n takes", "Two takes"),
        ("deliverables", "note", "", None),
        ("deliverables", "due", "2026-03-15", date(2026, 3, 15)),
        ("deliverables", "due", datetime(2026, 3, 15), date(2026, 3, 15)),  # noqa: DTZ001
        ("deliverables", "kind", "Reel", "reel"),
        ("creators", "niches", "running,  skincare", "skincare; running, running"),
        ("creators", "followers_now", Decimal("12000.0"), 12000),
        ("deliverables", "code", 10, "10"),
    ],
)
def test_cells_that_mean_one_thing_are_no_change(tab: TabName, key: str, one: Cell, other: Cell) -> None:
    column = TABS[tab].column(key)
    assert same(one, other, column)
    assert same(other, one, column)


@pytest.mark.parametrize(
    ("tab", "key", "one", "other"),
    [
        ("deliverables", "fee", "250 USD", "250 EUR"),
        ("deliverables", "fee", "250 USD", "251 USD"),
        ("deliverables", "fee", "$250.00", "251 USD"),
        ("deliverables", "fee", "$250.00", "250 EUR"),
        ("deliverables", "code", "010", "10"),
        ("deliverables", "note", "x", None),
        ("creators", "niches", "running", "running, skincare"),
        ("creators", "name", "ana", "Ana"),
    ],
)
def test_cells_that_mean_two_things_are_a_change(tab: TabName, key: str, one: Cell, other: Cell) -> None:
    assert not same(one, other, TABS[tab].column(key))


def test_a_change_is_told_with_its_place_and_all_three_values() -> None:
    before = told(deliverables={"spring/ana-reel-1": REEL})
    after = told(deliverables={"spring/ana-reel-1": REEL | {"due": date(2026, 3, 20)}})
    now = told(deliverables={"spring/ana-reel-1": REEL | {"due": date(2026, 3, 18)}})
    numbers: dict[tuple[TabName, str], int] = {("deliverables", "spring/ana-reel-1"): 14}
    (change,) = compare(before, after.tabs, now, TABS, numbers=numbers).changes  # type: ignore[arg-type]
    assert change.place == "Deliverables, row 14, Due"
    assert (change.before, change.after, change.now) == (
        date(2026, 3, 15),
        date(2026, 3, 20),
        date(2026, 3, 18),
    )
    assert change.conflict
    assert not seen(before, after).changes[0].conflict
    assert seen(before, after, after).changes == ()


def test_what_does_not_come_in_is_told_with_the_reason() -> None:
    before = told(
        creators={"c-1": {"creator": "@ana", "tier": "micro"}},
        deliverables={"spring/ana-reel-1": REEL},
        rights={"g-0001": {"record": "g-0001", "purposes": "paid_social"}},
    )
    after = told(
        creators={"new:9": {"name": "Bo"}, "c-7": {"name": "Cy"}},
        deliverables={"spring/ana-reel-1": REEL | {"campaign": "summer", "deliverable": "x"}},
        rights={"g-0001": {"record": "g-0001", "purposes": "paid_social, ooh"}},
    )
    compared = seen(before, after)
    assert compared.changes == ()
    words = {one.place: one.why for one in compared.ignored}
    assert words == {
        "Creators, row 9": "Rows are not added to Creators in a sheet.",
        "Creators, c-7": "Its hidden id is not one of this sheet's rows.",
        "Creators, c-1": "The row is gone from the sheet; rows of Creators are not removed.",
        "Deliverables, spring/ana-reel-1, Deliverable": (
            "Deliverable follows from other things, and is not changed in the sheet."
        ),
        "Deliverables, spring/ana-reel-1, Campaign": (
            "Campaign is only taken from new rows. Add a row of its own, and take this one out with --remove-rows."
        ),
        "Rights, g-0001, Purposes": (
            "Purposes is only taken from new rows. Rights are only added to: `ugc rights revoke` ends a grant, "
            "`ugc rights renew` goes on with one."
        ),
    }


def test_tabs_and_columns_that_are_gone_say_nothing() -> None:
    before = told(creators={"c-1": {"name": "Ana"}}, deliverables={"spring/ana-reel-1": REEL})
    after = told(deliverables={"spring/ana-reel-1": {"kind": "reel"}})
    assert seen(before, after) == Compared()


# --- properties --------------------------------------------------------------------------------------------------

EDITED = [column.key for column in TABS["creators"].columns if column.editable]
SEVERAL = [column.key for column in TABS["creators"].columns if column.many]
TAGS = st.lists(st.sampled_from("abcde"), unique=True)
CELLS = st.one_of(st.none(), st.sampled_from(["a", "b", "a, b", "b, a", "12", "US"]))
ROW = st.fixed_dictionaries(dict.fromkeys(EDITED, CELLS))
TAB = st.dictionaries(st.sampled_from(["c-1", "c-2", "c-3"]), ROW, min_size=1)


def applied(rows: dict[str, dict[str, Cell]], changes: tuple[Change, ...]) -> dict[str, dict[str, Cell]]:
    out = {row: dict(cells) for row, cells in rows.items()}
    for change in changes:
        assert change.column
        out[change.row][change.column] = change.after
    return out


def meaning(rows: dict[str, dict[str, Cell]]) -> dict[str, dict[str, Any]]:
    return {
        row: {key: meant(cell, TABS["creators"].column(key)) for key, cell in cells.items()}
        for row, cells in rows.items()
    }


@given(TAB)
def test_a_programme_says_nothing_against_itself(rows: dict[str, dict[str, Cell]]) -> None:
    assert seen(told(creators=rows), told(creators=rows)) == Compared()


@given(st.data())
def test_the_changes_done_to_the_baseline_give_the_sheet(data: st.DataObject) -> None:
    before = data.draw(TAB)
    after = {row: data.draw(ROW) for row in before}
    changes = seen(told(creators=before), told(creators=after)).changes
    assert meaning(applied(before, changes)) == meaning(after)
    assert not any(change.conflict for change in changes)


@given(st.data())
def test_conflicts_are_just_where_both_changed_and_differ(data: st.DataObject) -> None:
    before = data.draw(TAB)
    after, now = ({row: data.draw(ROW) for row in before} for _ in range(2))
    changes = seen(told(creators=before), told(creators=after), told(creators=now)).changes
    b, a, n = meaning(before), meaning(after), meaning(now)
    places = {(row, key) for row in b for key in b[row] if key not in SEVERAL}
    changes = tuple(one for one in changes if one.column not in SEVERAL)
    assert {(one.row, one.column) for one in changes if one.conflict} == {
        (row, key)
        for row, key in places
        if b[row][key] != a[row][key] != n[row][key] and n[row][key] != b[row][key]
    }
    assert {(one.row, one.column) for one in changes} == {
        (row, key) for row, key in places if b[row][key] != a[row][key] != n[row][key]
    }


@given(TAGS, TAGS, TAGS)
def test_several_values_are_put_together_and_never_in_conflict(
    before: list[str], after: list[str], now: list[str]
) -> None:
    rows = [{"c-1": {"tags": ", ".join(one) or None}} for one in (before, after, now)]
    out = told(creators=rows[2])
    changes = seen(told(creators=rows[0]), told(creators=rows[1]), out).changes
    assert not any(change.conflict for change in changes)
    b, a, n = set(before), set(after), set(now)
    found = meant(applied(rows[2], changes)["c-1"]["tags"], TABS["creators"].column("tags"))
    assert (found or frozenset()) == (n - (b - a)) | (a - b)
    assert bool(changes) == (((n - (b - a)) | (a - b)) != n)


@given(st.data())
def test_two_people_who_edit_different_cells_both_come_in(data: st.DataObject) -> None:
    before = data.draw(TAB)
    one, other = ({row: dict(cells) for row, cells in before.items()} for _ in range(2))
    for row in before:
        for key in EDITED:
            data.draw(st.sampled_from([one, other]))[row][key] = data.draw(CELLS)
    baseline = told(creators=before)
    first = seen(baseline, told(creators=one)).changes
    now = applied(before, first)
    second = seen(baseline, told(creators=other), told(creators=now)).changes
    assert not any(change.conflict for change in second)
    both = meaning(applied(now, second))
    b, x, y = meaning(before), meaning(one), meaning(other)
    for row in b:
        for key in b[row]:
            assert both[row][key] == (x[row][key] if x[row][key] != b[row][key] else y[row][key])


# --- decisions ---------------------------------------------------------------------------------------------------


def conflict(row: str, now: Cell = "now") -> Change:
    return Change(
        kind="changed",
        tab="creators",
        row=row,
        place=f"Creators, {row}, Name",
        column="name",
        before="was",
        after="new",
        now=now,
    )


def test_conflicts_are_decided_one_by_one_or_all() -> None:
    changes = (conflict("a"), conflict("b", now="was"), conflict("c"))
    assert list(numbered(changes)) == ["c1", "c2"]
    assert decide(changes).open == (changes[0], changes[2])
    one = decide(changes, take="catalog", decisions={"c2": "sheet"})
    assert (one.taken, one.kept, one.open) == ((changes[1], changes[2]), (changes[0],), ())
    by_place = decide(changes, decisions={"Creators, a, Name": "sheet"})
    assert (by_place.taken, by_place.open) == (changes[:2], (changes[2],))


def test_a_decision_on_what_is_no_conflict_is_refused() -> None:
    with pytest.raises(UsageError, match="Conflict 'c9' is not known"):
        decide((conflict("a"),), decisions={"c9": "sheet"})
    with pytest.raises(UsageError, match="there is no conflict"):
        decide((), decisions={"c1": "sheet"})


def test_what_adds_comes_in_once_from_the_same_sheet() -> None:
    note = Change(kind="changed", tab="creators", row="a", place="x", column="note", after="Tall")
    row = Change(kind="added", tab="deliverables", row="new:7", place="y", added={"kind": "reel"})
    moved = row.model_copy(update={"row": "new:9", "place": "z"})
    twice = decide((note, row, moved), earlier=(note, row))
    assert twice.again == (note, row)
    assert twice.taken == (moved,)
