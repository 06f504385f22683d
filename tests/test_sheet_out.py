"""The sheet as it goes out: what is in it, how it is written, and that programs keep it whole."""

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import Shop, photo, skip
from openpyxl import load_workbook
from sheets_out import HOSTILE, PROGRAMME, assert_whole, cell, edited, written

from ugc.catalog.campaign_log import Happened
from ugc.errors import InputError
from ugc.model.campaigns import Amount
from ugc.model.creators import Contact, Followers, Profile
from ugc.model.posts import Account
from ugc.sheet.reading import read
from ugc.sheet.tabs import TABS
from ugc.workspace import Workspace
from ugc.workspace.sheet.collecting import programme

ANA = Account(platform="instagram", handle="ana")
POST = "ig:BqvsDleB3lV"
SPRING = """title = "Spring"
[[creators]]
creator = "@ana"
code = "ANA10"
deliverables = [{ kind = "reel", number = 2, due = 2026-11-15 }]

[[creators]]
creator = "@nobody-yet"
deliverables = [{ kind = "story" }]
"""
TODAY = date(2026, 11, 22)
SECRET = "marked-secret@example.org"


def picture() -> bytes:
    return photo((76, 96), seed=3)


def xml_of(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: book.read(name).decode() for name in book.namelist() if name.endswith(".xml")}


# --- the workbook ------------------------------------------------------------------------------------------------


def test_no_cell_is_a_formula_whatever_was_collected() -> None:
    data = written()
    assert not [name for name, text in xml_of(data).items() if re.search(r"<f[ >/]", text)]
    found = cell(load_workbook(io.BytesIO(data))["Posts"], "Caption", 2)
    assert found.data_type == "s"
    assert found.quotePrefix
    assert HOSTILE.startswith("=")


def test_days_are_days_ids_are_text_and_rates_are_rates() -> None:
    book = load_workbook(io.BytesIO(written()))
    due = cell(book["Deliverables"], "Due", 2)
    assert (due.value.date(), due.number_format) == (date(2026, 3, 11), "yyyy-mm-dd")
    code, id = cell(book["Deliverables"], "Promo code", 2), cell(book["Posts"], "Post", 3)
    assert (code.value, code.data_type, code.number_format) == ("00123", "s", "@")
    assert (id.value, id.data_type, id.quotePrefix) == ("1922949326347663701", "s", True)
    rate = cell(book["Creators"], "Engagement", 2)
    assert (rate.value, rate.number_format) == (0.0345, "0.0%")


def test_headings_stay_ids_hide_and_lists_drop_down() -> None:
    book = load_workbook(io.BytesIO(written()))
    assert book.sheetnames == ["How to", *(tab.title for tab in TABS.values()), "_ugc"]
    assert book["_ugc"].sheet_state == "veryHidden"
    for tab in TABS.values():
        sheet = book[tab.title]
        assert (sheet.freeze_panes or "")[-1] == "2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.column_dimensions["A"].hidden
        assert not sheet.protection.sheet
    rules = {
        str(rule.sqref): (rule.type, rule.formula1)
        for rule in book["Deliverables"].data_validations.dataValidation
    }
    assert rules["H2:H504"] == ("list", '"promised,product_sent,product_received,drafted,posted,missing"')
    purposes = [
        rule for rule in book["Rights"].data_validations.dataValidation if "Several" in (rule.prompt or "")
    ]
    assert {rule.type for rule in purposes} == {None}
    assert all(len(rule.prompt) <= 255 for rule in purposes)


def test_what_may_be_edited_is_told_by_more_than_colour() -> None:
    sheet = load_workbook(io.BytesIO(written()))["Deliverables"]
    for column, found in zip(TABS["deliverables"].columns, sheet[1][1:], strict=True):
        assert (found.font.b, found.font.i) == (column.editable, column.only_new), column.key
    assert cell(sheet, "Days late", 2).number_format == '"late: "#,##0'


def test_the_same_programme_gives_the_same_bytes_with_its_pictures() -> None:
    shown = {"ig:one": picture()}
    data = written(**shown)
    assert data == written(**shown)
    sheet = load_workbook(io.BytesIO(data))["Posts"]
    assert [(one.anchor._from.row, one.anchor._from.col) for one in sheet._images] == [(1, 1)]
    assert sheet.row_dimensions[2].height >= 96 * 0.75 > (sheet.row_dimensions[3].height or 0)


@pytest.fixture
def saved_as(tmp_path: Path) -> Callable[[Path, str], Path]:
    """Opens a file in LibreOffice and saves it as another kind, in a folder of its own; returns the folder."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        skip("LibreOffice is not installed")

    def save(path: Path, kind: str) -> Path:
        folder = path.parent / f"{path.suffix[1:]}-{kind.partition(':')[0]}"
        home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
        words = [str(office), home, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
        subprocess.run(words, check=True, capture_output=True, timeout=240)
        return folder

    return save


def test_libreoffice_keeps_all_of_it(tmp_path: Path, saved_as: Callable[[Path, str], Path]) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(written(**{"ig:one": picture()}))
    assert_whole(read((saved_as(path, "xlsx") / "x.xlsx").read_bytes(), "x.xlsx"))
    csv = saved_as(path, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1")
    owed = (csv / "x-Deliverables.csv").read_text("utf-8").splitlines()
    assert owed[1].startswith(
        "spring/ana-reel-1,ana-reel-1,spring,@ana,reel,instagram,2026-03-11,promised,,5,"
    )


def test_what_people_wrote_comes_back_through_libreoffice(
    tmp_path: Path, saved_as: Callable[[Path, str], Path]
) -> None:
    def edit(book: Any) -> None:
        sheet = book["Deliverables"]
        for heading, row, value in (
            ("Due", 2, date(2026, 4, 15)),
            ("Due", 3, "15.04.2026"),
            ("Fee", 2, "1.250,00 €"),
            ("Fee", 3, 75),
            ("Promo code", 2, "00123"),
            ("Note", 2, "=1+1"),
            ("Kind", sheet.max_row + 1, "story"),
            ("Creator", sheet.max_row + 1, "@ana"),
            ("Creator", sheet.max_row + 3, "Total"),
        ):
            cell(sheet, heading, row).value = value
        cell(sheet, "Note", 2).data_type = "s"
        book["Posts"].title = "Our posts"
        book["Creators"].move_range("A1:Q9", rows=0, cols=1)

    path = tmp_path / "x.xlsx"
    path.write_bytes(edited(edit, written(**{"ig:one": picture()})))
    wanted = read(path.read_bytes(), "x.xlsx")
    row = wanted.tabs["deliverables"].rows["spring/ana-reel-1"]
    assert (row["due"], row["fee"], row["code"], row["note"]) == (
        date(2026, 4, 15),
        "1250.00 EUR",
        "00123",
        "=1+1",
    )
    for found in (
        saved_as(path, "xlsx") / "x.xlsx",
        saved_as(saved_as(path, "ods") / "x.ods", "xlsx") / "x.xlsx",
    ):
        again = read(found.read_bytes(), "x.xlsx")
        assert {name: tab.rows for name, tab in again.tabs.items()} == {
            name: tab.rows for name, tab in wanted.tabs.items()
        }
        assert again.notes == wanted.notes


# --- from a workspace --------------------------------------------------------------------------------------------


@pytest.fixture
def programmed(shop: Shop) -> Shop:
    """A workspace with a campaign, a creator of whom much is written down, a grant and a code."""
    (shop.root / "campaigns").mkdir(exist_ok=True)
    (shop.root / "campaigns" / "spring.toml").write_text(SPRING, "utf-8")
    shop.grant()
    with Workspace.open(shop.root) as here:
        key = here.catalog.resolve_creator("@ana")
        here.catalog.profiles.keep_profile(
            key, Profile(niches=("running",), country="US", audience="=runners")
        )
        here.catalog.profiles.keep_contact(
            key, Contact(email=SECRET, phone=SECRET, address=SECRET, agent=SECRET)
        )
        here.catalog.profiles.note_followers(
            [Followers(account=ANA, day=TODAY, count=12_000, source="by hand")]
        )
        here.catalog.campaign_log.record(
            [
                Happened(
                    campaign="spring",
                    creator=key,
                    what="posted",
                    day=date(2026, 11, 14),
                    deliverable="ana-reel-1",
                    post=POST,
                ),
                Happened(
                    campaign="spring",
                    creator=key,
                    what="paid",
                    day=date(2026, 11, 20),
                    deliverable="ana-reel-1",
                    amount=Amount(value="250", currency="USD"),
                ),
            ],
            by="Kim",
            at=datetime(2026, 11, 20, tzinfo=UTC),
        )
    return shop


def test_every_tab_says_what_the_catalog_knows(programmed: Shop) -> None:
    with Workspace.open(programmed.root) as here:
        key = here.catalog.resolve_creator("@ana")
        tabs = programme(here, None, "", today=TODAY).tabs
    ana = tabs["creators"][key]
    assert (ana["creator"], ana["followers"], ana["followers_day"], ana["tier"]) == (
        "@ana",
        12_000,
        TODAY,
        "micro",
    )
    assert (ana["engagement"], ana["engagement_n"]) == (None, None)
    owed = tabs["deliverables"]
    assert list(owed) == ["spring/ana-reel-1", "spring/ana-reel-2", "spring/nobody-yet-story-1"]
    keys = ("state", "since", "late", "post", "paid_on", "code")
    assert {key: owed["spring/ana-reel-1"][key] for key in keys} == {
        "state": "posted",
        "since": date(2026, 11, 14),
        "late": None,
        "post": POST,
        "paid_on": date(2026, 11, 20),
        "code": "ANA10",
    }
    assert owed["spring/ana-reel-2"]["late"] == 7
    assert tabs["posts"][POST]["rights"] == "granted until 2027-05-01"
    (grant,) = tabs["rights"].values()
    assert (grant["subject"], grant["status"], grant["first"]) == (POST, "granted", date(2026, 11, 1))
    assert tabs["results"][POST]["likes"] == 412
    assert tabs["results"][POST]["rate"] is None  # nobody counted followers near its day


@pytest.mark.parametrize(
    ("arguments", "owed", "posts"),
    [
        (["--campaign", "Spring"], 3, 1),
        (["creator:@ana"], 2, 1),
        (["tag:none"], None, None),
    ],
    ids=["a campaign", "a selection", "nothing"],
)
def test_a_sheet_is_of_a_campaign_or_a_selection(
    programmed: Shop, arguments: list[str], owed: int | None, posts: int | None
) -> None:
    if owed is None:
        told = programmed("sheet", "out", "x.xlsx", *arguments, "--json", code=2)
        assert told["error"]["message"] == "There is nothing to put in a sheet."
        return
    told = programmed("sheet", "out", "x.xlsx", *arguments, "--json")
    assert (told["rows"]["deliverables"], told["rows"]["posts"]) == (owed, posts)


def test_what_is_written_is_kept_and_comes_back(programmed: Shop) -> None:
    told = programmed("sheet", "out", "x.xlsx", "--json")
    assert (told["pictures"], told["left_out"]) == (1, [])
    returned = read((programmed.root / "x.xlsx").read_bytes(), "x.xlsx")
    with Workspace.open(programmed.root) as here:
        baseline = here.catalog.sheets.baseline(told["sheet"])
    assert returned.sheet == told["sheet"]
    for name, rows in baseline.tabs.items():
        assert returned.tabs[name].rows == rows, name
    assert isinstance(baseline.tabs["deliverables"]["spring/ana-reel-1"]["due"], date)


def test_what_could_not_be_read_back_whole_is_not_given_out(
    programmed: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    programmed("sheet", "out", "x.xlsx")
    monkeypatch.setattr("ugc.workspace.sheet.giving.MOST_ROWS", 1002)
    told = programmed("sheet", "out", "y.xlsx", "--json", code=2)
    assert told["error"]["message"] == "The tab of deliverables would have 3 rows, and may have 2."
    assert not (programmed.root / "y.xlsx").exists()
    book = load_workbook(programmed.root / "x.xlsx")
    for number in range(30):
        cell(book["Deliverables"], "Kind", 5 + number).value = "reel"
    book.save(programmed.root / "x.xlsx")
    monkeypatch.setattr("ugc.tables.workbooks.MOST_ROWS", 20)
    with pytest.raises(InputError, match=r"Deliverables: it has more than 100,000 rows\. Give out less"):
        read((programmed.root / "x.xlsx").read_bytes(), "x.xlsx")


def test_a_post_on_hold_is_not_shown(programmed: Shop) -> None:
    programmed("rights", "hold", POST, "--by", "Mo", "--why", "a complaint")
    told = programmed("sheet", "out", "x.xlsx", "--json")
    assert (told["pictures"], told["left_out"]) == (0, ["Pictures of 1 post on hold, refused or revoked."])
    with zipfile.ZipFile(programmed.root / "x.xlsx") as book:
        assert not [name for name in book.namelist() if "media" in name]


def test_nothing_says_how_to_reach_a_creator(programmed: Shop) -> None:
    programmed("sheet", "out", "x.xlsx")
    texts = xml_of((programmed.root / "x.xlsx").read_bytes())
    assert "instagram:ana" in "".join(texts.values())
    assert not [name for name, text in texts.items() if SECRET in text]
    with Workspace.open(programmed.root) as here:
        assert SECRET not in json.dumps(programme(here, None, "", today=TODAY).model_dump(mode="json"))


def test_a_file_that_is_there_is_not_written_over_unasked(programmed: Shop) -> None:
    programmed("sheet", "out", "x.xlsx")
    before = (programmed.root / "x.xlsx").read_bytes()
    told: Any = programmed("sheet", "out", "x.xlsx", "--no-pictures", "--json", code=2)
    assert "may hold what people wrote" in told["error"]["message"]
    assert (programmed.root / "x.xlsx").read_bytes() == before
    programmed("sheet", "out", "x.xlsx", "--no-pictures", "--replace")
    assert (programmed.root / "x.xlsx").read_bytes() != before
    programmed("sheet", "out", "x.csv", code=2)


def test_the_baseline_tells_days_and_decimals_from_texts(programmed: Shop) -> None:
    with Workspace.open(programmed.root) as here:
        here.catalog.sheets.keep(PROGRAMME)
        assert here.catalog.sheets.baseline("s-1") == PROGRAMME
