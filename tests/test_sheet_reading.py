"""Sheets that come back from people and their programs: understood, or refused with every cell named."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook
from sheets_out import PROGRAMME, assert_whole, back, cell, edited, put, without_empty, written

from ugc.errors import InputError
from ugc.sheet.reading import read
from ugc.sheet.values import fingerprint

REEL = "spring/ana-reel-1"


def test_what_nobody_touched_comes_back_as_it_went_out() -> None:
    returned = read(written(), "x.xlsx")
    assert_whole(returned)
    assert (returned.sheet, returned.brand, returned.campaign, returned.at) == (
        "s-1",
        "Sunday Glow",
        "spring",
        PROGRAMME.at,
    )
    assert returned.digest == fingerprint(PROGRAMME)
    assert returned.notes == ()
    assert returned.tabs["deliverables"].numbers[REEL] == 2


# --- cells -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "value", "read_as"),
    [
        ("Due", "2026-03-15", date(2026, 3, 15)),
        ("Due", "15.03.2026", date(2026, 3, 15)),
        ("Due", "15.3.26", date(2026, 3, 15)),
        ("Due", "3/25/26", date(2026, 3, 25)),
        ("Due", "3/15/2026", date(2026, 3, 15)),
        ("Due", " 15 March\xa02026 ", date(2026, 3, 15)),
        ("Due", datetime(2026, 3, 15, 9, 30), date(2026, 3, 15)),  # noqa: DTZ001  workbooks know no zones
        ("Due", 46096, date(2026, 3, 15)),
        ("Due", None, None),
        ("Due", "—", None),
        ("Fee", "$250", "250.00 USD"),
        ("Fee", "250 €", "250.00 EUR"),
        ("Fee", "1.250,00 EUR", "1250.00 EUR"),
        ("Fee", "USD 1,250.5", "1250.50 USD"),
        ("Fee", 300, "300.00 USD"),
        ("Fee", 99.9, "99.90 USD"),
        ("Fee", "25000 JPY", "25000 JPY"),
        ("State", "Product sent", "product_sent"),
        ("State", " POSTED\xa0", "posted"),
        ("Note", "  two\xa0words \r\nmore  ", "two words\nmore"),
        ("Note", "-", "-"),
        ("Promo code", 123, "123"),
        ("Post", "https://www.instagram.com/p/B/", "https://www.instagram.com/p/B/"),
    ],
)
def test_cells_are_understood(heading: str, value: Any, read_as: Any) -> None:
    returned = back(put("Deliverables", heading, 2, value))
    key = next(one.key for one in _columns("deliverables") if one.heading == heading)
    assert returned.tabs["deliverables"].rows[REEL][key] == read_as


@pytest.mark.parametrize(
    ("heading", "value", "told"),
    [
        (
            "Due",
            "3/4/2026",
            "Deliverables, cell G2: '3/4/2026' can be day or month first. Write it as 2026-03-15",
        ),
        ("Due", "soon", "cell G2: 'soon' is not a date that can be told for certain."),
        ("Due", 12, "cell G2: 1900-01-12 is not a day of 1990 to 2999"),
        ("Due", "31.02.2026", "cell G2: "),
        ("Fee", "plenty", "cell L2: the sum 'plenty' is not understood"),
        ("Fee", "-5 USD", "cell L2: the sum '-5 USD' is not understood"),
        ("Kind", "real", "cell E2: 'real' is not known as Kind. Did you mean reel?"),
        ("Promo code", 1922949326347663701.0, "cell N2: the program has cut a long number"),
        ("Note", "#REF!", "cell O2: it holds the error #REF!. Mend it"),
        ("Note", "=1+1", "cell O2: it holds a formula without a value. Write the value itself."),
    ],
)
def test_cells_that_cannot_be_understood_are_named(heading: str, value: Any, told: str) -> None:
    with pytest.raises(InputError) as refused:
        back(put("Deliverables", heading, 2, value))
    assert told in refused.value.message


def test_a_day_that_can_be_read_in_two_ways_is_decided_by_its_column() -> None:
    def edit(book: Any) -> None:
        for row, value in ((2, "3/4/2026"), (3, "3/25/2026")):
            cell(book["Deliverables"], "Due", row).value = value

    assert back(edit).tabs["deliverables"].rows[REEL]["due"] == date(2026, 3, 4)


@pytest.mark.parametrize(("value", "read"), [("$250", "$250.00"), ("1,250 kr", "kr1250.00"), (250, "250.00")])
def test_a_sum_whose_currency_nothing_says_waits_for_its_campaign(value: Any, read: str) -> None:
    def alone(book: Any) -> None:
        for row in (2, 3, 4):
            cell(book["Deliverables"], "Fee", row).value = value if row == 2 else None

    assert back(alone).tabs["deliverables"].rows[REEL]["fee"] == read


def test_a_sum_of_two_currencies_is_refused() -> None:
    with pytest.raises(InputError, match=r"cell L2: .* Write it as in 250\.00 USD"):
        back(put("Deliverables", "Fee", 2, "$250 €"))


def test_all_faults_are_told_at_once_up_to_fifty() -> None:
    def edit(book: Any) -> None:
        for _ in range(60):
            book["Rights"].append([None, None, "ig:one", "dm_no"])
        book["Creators"]["L2"] = "many"

    with pytest.raises(InputError) as refused:
        back(edit)
    lines = refused.value.message.splitlines()
    assert lines[0] == "x.xlsx cannot be taken in: 61 things to mend."
    assert lines[1].startswith("Creators, cell L2: 'many' is not a whole number.")
    assert (len(lines), lines[-1]) == (52, "… and 11 more.")


# --- rows --------------------------------------------------------------------------------------------------------


def test_new_rows_totals_and_empty_ones() -> None:
    def edit(book: Any) -> None:
        sheet = book["Deliverables"]
        sheet.append([None, None, "spring", "@bo", "video", None, date(2026, 4, 1)])
        sheet.append([])
        sheet.append([None, "Total:", None, None, None, None, None, None, None, None, "750.00 USD"])
        sheet.append([None, None, None, None, None, None, None, None, 5, None, 750])

    returned = back(edit)
    rows = without_empty(returned, "deliverables")
    assert rows["new:5"] == {"campaign": "spring", "creator": "@bo", "kind": "video", "due": date(2026, 4, 1)}
    assert len(rows) == 4
    assert returned.notes == ("Deliverables: rows 7, 8 left out as totals.",)


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (
            lambda book: book["Deliverables"].append([one.value for one in book["Deliverables"][2]]),
            "Deliverables, cell A5: it is the same row as row 2: spring/ana-reel-1.",
        ),
        (
            lambda book: _swap(book["Deliverables"]),
            "Deliverables, cell A2: the row is spring/ana-reel-2 by its hidden id, and shows spring/ana-reel-1.",
        ),
        (
            lambda book: book["Deliverables"].merge_cells("G2:H2"),
            "Deliverables, cell G2: it is merged with the cells up to H2.",
        ),
        (
            put("Deliverables", "Due", 1, "Due date"),
            "Deliverables, cell G1: the heading 'Due date' is not known. It was 'Due'",
        ),
        (
            put("Deliverables", "Due", 1, "Deadline"),
            "Deliverables, cell G1: the heading 'Deadline' is not known. It was 'Due'",
        ),
        (put("Deliverables", "Note", 1, "Due"), "the heading 'Due' stands in G1 too"),
        (lambda book: book.copy_worksheet(book["Posts"]), "it is a copy of the tab Posts"),
    ],
    ids=[
        "copied row",
        "sorted without ids",
        "merged across",
        "renamed",
        "renamed otherwise",
        "twice",
        "copied tab",
    ],
)
def test_what_cannot_be_told_is_refused(edit: Callable[[Any], Any], told: str) -> None:
    with pytest.raises(InputError) as refused:
        back(edit)
    assert told in refused.value.message


def _swap(sheet: Any) -> None:
    sheet["A2"].value, sheet["A3"].value = sheet["A3"].value, sheet["A2"].value


def test_tabs_and_columns_may_move_and_others_may_be_added() -> None:
    def edit(book: Any) -> None:
        sheet = book["Deliverables"]
        sheet.title = "Who owes what"
        sheet.insert_cols(3)
        sheet["C1"] = "Agency"
        sheet["C2"] = "Bright"
        sheet.move_range("O1:O4", cols=3)
        sheet.insert_rows(1, 2)
        sheet.row_dimensions[5].hidden = True
        sheet["B1"] = "Our spring"
        book.create_sheet("Ideas").append(["One", "Two"])

    returned = back(edit)
    assert_whole(returned)
    assert returned.notes == (
        "Who owes what: 1 hidden row was read too.",
        "Who owes what: 1 column of your own, not read: Agency.",
        "1 tab of your own, not read: Ideas.",
    )


def test_without_the_hidden_ids_rows_are_known_by_what_they_show() -> None:
    def edit(book: Any) -> None:
        for sheet in book.worksheets[1:7]:
            sheet.delete_cols(1)

    returned = back(edit)
    assert_whole(returned)
    assert "Rights: its hidden column of ids is gone; rows are known by what they show." in returned.notes


def test_a_creator_who_cannot_be_told_without_id_is_refused() -> None:
    def edit(book: Any) -> None:
        book["Creators"]["C2"] = "instagram:somebody"
        book["Creators"].delete_cols(1)

    with pytest.raises(InputError, match="Creators, cell A2: the row cannot be told"):
        back(edit)


def test_columns_and_tabs_that_are_gone_say_nothing() -> None:
    def edit(book: Any) -> None:
        del book["Codes"]
        sheet = book["Deliverables"]
        sheet.delete_cols(next(one.column for one in sheet[1] if one.value == "Fee"))

    returned = back(edit)
    assert "codes" not in returned.tabs
    assert "fee" not in returned.tabs["deliverables"].columns
    assert "fee" not in returned.tabs["deliverables"].rows[REEL]
    assert "Deliverables: without Fee, which stay as they are." in returned.notes


def test_cells_merged_downwards_have_one_value() -> None:
    def edit(book: Any) -> None:
        cell(book["Deliverables"], "Note", 2).value = "both"
        book["Deliverables"].merge_cells("O2:O3")

    returned = back(edit)
    assert [row["note"] for row in returned.tabs["deliverables"].rows.values()] == ["both", "both", None]
    assert returned.notes == ("Deliverables: 1 merged cell got the value of the cell above.",)


def test_rows_of_tabs_that_take_none_are_said() -> None:
    returned = back(lambda book: book["Posts"].append([None, None, "ig:new", "@cara"]))
    assert list(returned.tabs["posts"].rows) == ["ig:one", "1922949326347663701"]
    assert returned.notes == ("Posts: row 4 not read: this tab takes no new rows.",)


# --- files -------------------------------------------------------------------------------------------------------


def own_sheet() -> bytes:
    book = Workbook()
    book.active.append(["Creator", "Accounts", "Name"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def without_about() -> bytes:
    return edited(lambda book: book.remove(book["_ugc"]))


def newer() -> bytes:
    def edit(book: Any) -> None:
        book["_ugc"]["B1"] = "99"

    return edited(edit)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"PK nothing", "is not a workbook"),
        (own_sheet(), "is not a sheet that ugc gave out"),
        (without_about(), "is not a sheet that ugc gave out"),
        (newer(), "is a sheet of a newer ugc"),
    ],
    ids=["no workbook", "their own", "hidden sheet gone", "newer"],
)
def test_other_files_are_refused_with_what_to_do(data: bytes, told: str) -> None:
    with pytest.raises(InputError, match=told) as refused:
        read(data, "x.xlsx")
    assert refused.value.hint


# --- as programs save it -----------------------------------------------------------------------------------------


def rewritten(change: Callable[[str, str], str]) -> bytes:
    """The workbook with its XML written by hand: `change` is given each part's name and text."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(edited(lambda book: None))) as made, zipfile.ZipFile(out, "w") as again:
        for name in made.namelist():
            data = made.read(name)
            again.writestr(name, change(name, data.decode("utf-8")) if name.endswith(".xml") else data)
    return out.getvalue()


def part_of(data: bytes, title: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        names = re.findall(r'<sheet [^>]*name="([^"]+)"', book.read("xl/workbook.xml").decode())
    return f"xl/worksheets/sheet{names.index(title) + 1}.xml"


def test_inline_strings_as_google_sheets_exports_them() -> None:
    data = edited(lambda book: None)
    part = part_of(data, "Deliverables")

    def change(name: str, text: str) -> str:
        inline = '<c r="O2" t="inlineStr"><is><t xml:space="preserve"> From\u00a0Google </t></is></c></row>'
        return (
            re.sub(r'(<row r="2".*?)(<c r="O2"[^>]*/>)?</row>', rf"\1{inline}", text, count=1)
            if name == part
            else text
        )

    assert read(rewritten(change), "x.xlsx").tabs["deliverables"].rows[REEL]["note"] == "From Google"


def test_a_formula_counts_with_the_value_that_was_saved_and_that_is_said() -> None:
    part = part_of(edited(lambda book: None), "Deliverables")

    def change(name: str, text: str) -> str:
        formula = '<c r="O2" t="str"><f>"a"&amp;"b"</f><v>ab</v></c></row>'
        return (
            re.sub(r'(<row r="2".*?)(<c r="O2"[^>]*/>)?</row>', rf"\1{formula}", text, count=1)
            if name == part
            else text
        )

    returned = read(rewritten(change), "x.xlsx")
    assert returned.tabs["deliverables"].rows[REEL]["note"] == "ab"
    assert returned.notes == ("Deliverables: 1 formula was taken by the value last saved.",)


def test_days_that_count_from_1904() -> None:
    part = part_of(edited(lambda book: None), "Deliverables")

    def change(name: str, text: str) -> str:
        if name == "xl/workbook.xml":
            return re.sub(r"<workbookPr[^>]*/>", '<workbookPr date1904="1"/>', text)
        days = lambda found: f"<v>{int(found[1]) - 1462}</v>"  # noqa: E731
        return re.sub(r"<v>(46\d{3})</v>", days, text) if name == part else text

    returned = read(rewritten(change), "x.xlsx")
    assert [row["due"] for row in returned.tabs["deliverables"].rows.values()] == [
        date(2026, 3, day) for day in (11, 12, 13)
    ]


def _columns(tab: Any) -> Any:
    from ugc.sheet.tabs import TABS

    return TABS[tab].columns
