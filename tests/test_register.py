"""The register as CSV and as a workbook: every cell read back, figures worked by hand, hostile words kept as text.

Judges: Python's csv reader, openpyxl as a reader, and the workbook's own XML.
"""

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from conftest import NOON, Shop
from hypothesis import example, given
from hypothesis import strategies as st

from ugc.exports.delimited import BOM, csv_bytes, defuse, undo
from ugc.exports.register import Row, columns
from ugc.exports.workbook import xlsx
from ugc.model.creatives import Creative
from ugc.model.dealings import Decision, Reply, Request, Running, Scope
from ugc.model.entries import RightsRecord
from ugc.model.posts import Account, FoundPost, Media
from ugc.model.records import Authorization, Compensation, Grant, Release, Terms
from ugc.workspace import Workspace
from ugc.workspace.granting.evidence import append

POST = "ig:BqvsDleB3lV"
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FORMULAS = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example","click")',
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "'=1+1",
    "''",
    "#N/A",
    "#REF!",
    "a;=1+1",
    'a;"=1+1"',
    "a\t@b",
    "TRUE",
    "1e5",
    "2026-11-22",
    "_x003D_1+1",
    "évé 🌸 ‮ مرحبا שלום",
    "x" * 10_000,
    "🌸" * 20_000,
]


# --- cells -------------------------------------------------------------------------------------------------------


def parsed(data: bytes, *, delimiter: str = ",") -> list[list[str]]:
    csv.field_size_limit(10_000_000)  # read at another separator, a whole line is one cell
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


@pytest.mark.parametrize("words", FORMULAS, ids=range(len(FORMULAS)))
def test_no_cell_of_a_csv_begins_a_formula_whatever_the_separator(words: str) -> None:
    """Excel takes the separator of the country it is set to; a comma file read at semicolons is cut elsewhere."""
    (column, *_) = columns()
    data = csv_bytes([column, column._replace(key="b")], [{"file": words, "b": words}])
    for separator in (",", ";", "\t"):
        for line in parsed(data, delimiter=separator)[1:]:
            for cell in line:
                assert not re.match(r"[=+\-@\t\r＝＋－＠]", cell), (separator, cell[:60])


@pytest.mark.parametrize("words", FORMULAS, ids=range(len(FORMULAS)))
def test_what_was_defused_can_be_read_back(words: str) -> None:
    (column, *_) = columns()
    (_, (cell,)) = parsed(csv_bytes([column], [{"file": words}]))
    assert undo(cell) == words


@given(st.text(alphabet="=+-@'\";,\t\r\n a\u0301🌸＝", max_size=12))
@example("';'=")
@example("'\t'\t=")
def test_defusing_loses_nothing(words: str) -> None:
    assert undo(defuse(words)) == words
    assert not re.search(r"(?:^|[;,\t\n\r])[=+\-@＝＋－＠]", defuse(words))


def workbook(rows: Sequence[Row], at: datetime = NOON) -> bytes:
    return xlsx(
        columns(fees=True), rows, title="Rights register of A & B", about={"Register of": "=A & B"}, at=at
    )


def stored(data: bytes) -> dict[str, ElementTree.Element]:
    """The cells of the first sheet as they stand in the file, by address."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    assert not list(sheet.iter(f"{_SHEET}f")), "a cell with a formula"
    return {cell.attrib["r"]: cell for cell in sheet.iter(f"{_SHEET}c")}


def shown(cell: ElementTree.Element) -> str:
    """A string cell as Excel shows it: `_x005F_` is an underscore (ECMA-376, part 1, 22.9.2.19)."""
    assert cell.attrib["t"] in ("inlineStr", "s", "str")
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), "".join(cell.itertext()))


@pytest.mark.parametrize("words", FORMULAS, ids=range(len(FORMULAS)))
def test_collected_words_are_strings_in_the_workbook(words: str) -> None:
    data = workbook([{"file": words, "handle": words, "credit": words}])
    cells = stored(data)
    kept = words if len(words.encode("utf-16-le")) // 2 <= 32_000 else words[:16_000] + "…"
    kept = kept.replace("\r", "\n")  # as every reader of XML does
    assert shown(cells["A2"]) == kept
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book["Register"]["A2"].data_type == "s"
    if words[0] in "=+-@\t\r＝'":
        assert book["Register"]["A2"].quotePrefix, "and it stays one when somebody edits the cell"


def test_characters_that_no_workbook_can_hold_are_dropped() -> None:
    cells = stored(workbook([{"file": "a\x00b\x07c\ud800d\ufffee"}]))
    assert shown(cells["A2"]) == "abcde"


def test_days_are_days_and_numbers_numbers() -> None:
    data = workbook(
        [{"file": "a.jpg", "ends": date(2027, 5, 1), "days_left": 160, "bytes": 1234, "starts": None}]
    )
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Register"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    ends = sheet.cell(2, heads["Ends"])
    assert ends.is_date
    assert ends.value.date() == date(2027, 5, 1)
    assert ends.number_format == "yyyy-mm-dd"
    assert sheet.cell(2, heads["Days left"]).value == 160
    assert sheet.cell(2, heads["Bytes"]).value == 1234
    assert sheet.cell(2, heads["Starts"]).value is None


def test_the_sheet_can_be_worked_with() -> None:
    rows: list[Row] = [{"file": f"{n}.jpg", "days_left": n} for n in (-1, 0, 30, 31)]
    book = openpyxl.load_workbook(io.BytesIO(workbook(rows)))
    sheet, explained = book.worksheets
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, len(columns(fees=True))).column_letter}5"
    assert [cell.value for cell in sheet[1]] == [column.heading for column in columns(fees=True)]
    told = {row[0].value: row[1].value for row in explained.iter_rows() if row[0].value}
    assert told["Register of"] == "=A & B"
    for column in columns(fees=True):
        assert told[column.heading] == column.meaning
    rules = [rule.formula[0] for found in sheet.conditional_formatting for rule in found.rules]
    left = next(cell.column_letter for cell in sheet[1] if cell.value == "Days left")
    assert rules == [
        f"AND(ISNUMBER(${left}2),${left}2<0)",
        f"AND(ISNUMBER(${left}2),${left}2>=0,${left}2<=30)",
    ]


def test_the_same_rows_at_the_same_instant_give_the_same_bytes() -> None:
    rows: list[Row] = [{"file": "a.jpg", "ends": date(2027, 5, 1)}]
    assert workbook(rows) == workbook(rows)
    assert workbook(rows) != workbook(rows, NOON.replace(hour=13))
    with zipfile.ZipFile(io.BytesIO(workbook(rows))) as archive:
        core = archive.read("docProps/core.xml").decode()
        assert re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core) == ["2026-11-22T12:00:00Z"] * 2
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_column_is_explained_once() -> None:
    keys = [column.key for column in columns(fees=True)]
    heads = [column.heading for column in columns(fees=True)]
    assert len(set(keys)) == len(keys)
    assert len(set(heads)) == len(heads)
    assert all(column.meaning.endswith(".") for column in columns(fees=True))
    assert not {"fee_kind", "fee_amount"} & {column.key for column in columns()}


# --- rows --------------------------------------------------------------------------------------------------------


def put(shop: Shop, *records: RightsRecord) -> None:
    with Workspace.open(shop.root) as glow, glow.catalog.transaction():
        for record in records:
            append(glow, record, subjects=[], at=NOON)


def register(shop: Shop, *options: str) -> list[dict[str, str]]:
    """The register's rows as a program reads them, by heading."""
    shop("rights", "export", "register", "--out", "r.csv", *options)
    heads, *lines = parsed(Path("r.csv").read_bytes())
    return [dict(zip(heads, map(undo, line), strict=True)) for line in lines]


def test_one_row_a_creative_with_all_that_the_records_say(shop: Shop) -> None:
    shop.grant(POST, "--notes", "she prefers Tuesdays")
    shop("render", "--format", "story")
    (row,) = register(shop)
    (file,) = shop.creatives
    with Workspace.open(shop.root) as glow:
        head = glow.catalog.head()
        (grant,) = glow.case(POST).grants
        proof = next(e for e in glow.catalog.entries() if e.id == grant.evidence[0])
    expected = {
        "File": f"out/creatives/{file.name}",
        "May run today": "yes",
        "Days left": "160",  # 8 of November, 31, 31, 28, 31, 30 and 1 of May
        "Ends": "2027-05-01",
        "Starts": "2026-11-01",
        "Creator": "Ana",
        "Handle": "ana",
        "Account id": "178414",
        "Platform": "instagram",
        "Post": POST,
        "Post link": "https://www.instagram.com/p/BqvsDleB3lV/",
        "Format": "story",
        "Size": "1080x1920",
        "Bytes": str(file.stat().st_size),
        "Licensor": "ana",
        "Licensee": "Sunday Glow",
        "Grants": "g-0001",
        "Method": "dm_yes",
        "Strength": "weak",  # one file that the brand kept itself
        "Answer": "yes",
        "Asked on": "",
        "Territories": "US",
        "Purposes": "paid_social",
        "Channels": "facebook, instagram",
        "Identity": "brand_handle",
        "Credit line": "@ana",
        "Credit stands": "on_media",
        "Credit asked": "on_media",
        "Terms version": "terms-v3",
        "Terms sha256": grant.terms.sha256,
        "Evidence": grant.evidence[0],
        "Evidence sha256": proof.body["sha256"],
        "Notes": "she prefers Tuesdays",
        "Revoked from": "",
        "Ledger head": head,
    }
    assert {name: row[name] for name in expected} == expected
    assert row["Edits granted"].startswith("standard: colour, crop")
    assert "crop" in row["Edits made"]
    assert "until 2027-05-01" in row["Placements allowed"]
    assert "Other people in the picture." in row["Not checked"]
    assert "sha256" in row
    assert "Fee (confidential)" not in row


def test_where_it_may_not_run_stands_with_the_reason(shop: Shop) -> None:
    shop("rights", "grant", POST, *_only_instagram())
    shop("render", "--format", "story")
    (row,) = register(shop)
    assert row["May run today"] == "partly"
    assert "channel_not_granted (g-0001): The grant does not cover facebook." in row["Placements refused"]


def _only_instagram() -> list[str]:
    told = "--method dm_yes --purpose paid_social --channel instagram --territory US --edits standard"
    days = "--from 2026-11-01 --until 2027-05-01 --terms terms-v3.txt --evidence yes-from-ana.png"
    return f"{told} {days}".split()


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        (
            ["hold", POST, "--why", "a complaint", "--by", "Mo"],
            {"May run today": "no", "Ends": "2027-05-01", "Holds": "h-0001 by Mo on 2026-11-22: a complaint"},
        ),
        (
            ["revoke", "g-0001", "--why", "no", "--on", "2026-11-20"],
            {"Ends": "2026-11-19", "Days left": "-3", "Revoked from": "2026-11-20"},
        ),
        (
            ["revoke", "g-0001", "--why", "no", "--on", "2026-12-01"],
            {"Ends": "2026-11-30", "Days left": "8", "Revoked from": "2026-12-01"},
        ),
    ],
    ids=["held", "revoked", "to be revoked"],
)
def test_what_stops_it_stands_in_the_row(shop: Shop, done: list[str], expected: dict[str, str]) -> None:
    shop.grant()
    shop("render", "--format", "story")
    shop("rights", *done)
    (row,) = register(shop)
    assert {name: row[name] for name in expected} == expected
    assert row["Placements refused"] or done[-1] == "2026-12-01"


SCOPE = Scope(
    purposes=frozenset({"paid_social"}),
    channels=frozenset({"instagram"}),
    identities=frozenset({"brand_handle"}),
    territories=frozenset({"US"}),
    edits=frozenset({"crop"}),
    days=90,
)
ASKED = Request(
    id="q-0001",
    posts=(POST,),
    licensor="ana",
    licensee="Sunday Glow",
    via="dm",
    asked=SCOPE,
    message="May we?",
    wording="a",
    language="en",
    on=date(2026, 11, 3),
    by="Mo",
)


def test_what_people_did_stands_in_the_row(shop: Shop) -> None:
    settings = shop.root / "ugc.toml"
    said = settings.read_text("utf-8")
    assert (
        'show = "needed"' in said
    )  # and a fee, recorded below, needs a label that this creative does not bear
    settings.write_text(said.replace('show = "needed"', 'show = "never"'), "utf-8")
    shop.grant(POST)
    shop("render", "--format", "story")
    with Workspace.open(shop.root) as glow:
        (grant,) = glow.case(POST).grants
        (made,) = glow.catalog.creatives(post=POST)
    paid = Compensation(
        kind="fee", amount="250", currency="EUR", paid_at=date(2026, 11, 9), invoice_ref="INV-7"
    )
    renewed = grant.model_copy(
        update={
            "version": 2,
            "request": "q-0001",
            "compensation": paid,
            "exclusivity": "category",
            "exclusivity_detail": "skin care",
        }
    )
    put(
        shop,
        ASKED,
        renewed,
        Reply(
            id="y-0001",
            request="q-0001",
            answer="yes",
            words="sure!",
            grant="g-0001",
            on=date(2026, 11, 5),
            by="Mo",
        ),
        Release(id="rel-0001", post=POST, kind="model", status="unlimited", end=date(2027, 3, 1)),
        Authorization(
            id="a-0001",
            platform="instagram",
            kind="meta_ad_code",
            post=POST,
            status="active",
            code_last4="9f2c",
            code_sha256="ab" * 32,
            native_ids={"ad_account_id": "777123"},
            end=date(2027, 1, 31),
        ),
        Decision(
            id="d-0001",
            post=POST,
            about=frozenset({"release_unknown"}),
            allow=True,
            licensee="Sunday Glow",
            purposes=frozenset({"paid_social"}),
            channels=frozenset({"instagram"}),
            territories=frozenset({"US"}),
            until="perpetual",
            why="staff only",
            by="Mo",
            on=date(2026, 11, 20),
        ),
        Running(
            id="u-0001",
            posts=(POST,),
            variant=made.variant,
            purpose="paid_social",
            channel="instagram",
            first=date(2026, 11, 20),
            last=date(2026, 12, 20),
            ad_names=("GLOW_story",),
            ad_ids=("120211",),
            grants=("g-0001",),
        ),
        Running(
            id="u-0002",
            posts=(POST,),
            variant="0" * 64,
            purpose="paid_social",
            channel="facebook",
            first=date(2026, 11, 20),
        ),
    )
    (row,) = register(shop)
    expected = {
        "Asked on": "2026-11-03",
        "Answered on": "2026-11-05",
        "Answer": "yes",
        "Releases": "rel-0001 model unlimited until 2027-03-01",
        "Authorizations": "a-0001 meta_ad_code …9f2c active to 2027-01-31",
        "Decisions": "d-0001 allows release_unknown until perpetual, by Mo on 2026-11-20: staff only",
        "Uses": "u-0001 paid_social on instagram 2026-11-20 to 2026-12-20, ads GLOW_story, ids 120211",
        "Exclusivity": "category: skin care",
        "Ends": "2027-03-01",  # the release ends first
        "Days left": "99",  # 8 of November, 31, 31, 28 and 1 of March
    }
    assert {name: row[name] for name in expected} == expected
    text = Path("r.csv").read_text("utf-8")
    for secret in ("250", "INV-7", "777123", "ab" * 32, "sure!"):
        assert secret not in text, secret


def test_fees_only_when_asked_for_and_then_the_file_says_so(shop: Shop) -> None:
    shop.grant()
    shop("render", "--format", "story")
    with Workspace.open(shop.root) as glow:
        (grant,) = glow.case(POST).grants
    paid = Compensation(
        kind="fee", amount="250", currency="EUR", paid_at=date(2026, 11, 9), invoice_ref="INV-7"
    )
    put(shop, grant.model_copy(update={"version": 2, "compensation": paid}))
    told = shop("rights", "export", "register", "--with-fees", "--json")
    assert told["confidential"]
    assert [item["file"] for item in told["files"]] == [
        f"out/rights/register-CONFIDENTIAL.{end}" for end in ("csv", "xlsx")
    ]
    sheet = openpyxl.load_workbook(shop.root / "out" / "rights" / "register-CONFIDENTIAL.xlsx")
    assert "CONFIDENTIAL" in sheet["Register"].oddHeader.left.text
    heads, line = parsed((shop.root / "out" / "rights" / "register-CONFIDENTIAL.csv").read_bytes())
    row = dict(zip(heads, line, strict=True))
    assert (row["Fee (confidential)"], row["Amount (confidential)"], row["Paid on (confidential)"]) == (
        "fee",
        "250",
        "2026-11-09",
    )
    shop("rights", "export", "register", "--with-fees", "--out", "mine.xlsx")
    assert Path("mine-CONFIDENTIAL.xlsx").is_file()
    assert not Path("mine.xlsx").exists()
    assert "Confidential" in shop.err


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        (
            [ASKED],
            {
                "Answer": "not answered",
                "Asked on": "2026-11-03",
                "Answered on": "",
                "May run today": "not asked: no grant",
            },
        ),
        (
            [ASKED, Reply(id="y-1", request="q-0001", answer="no", on=date(2026, 11, 4), by="Mo")],
            {"Answer": "no", "Asked on": "2026-11-03", "Answered on": "2026-11-04"},
        ),
        (
            [
                Grant(
                    id="g-0001",
                    licensor="ana",
                    licensee="Sunday Glow",
                    posts=(POST,),
                    method="dm_yes",
                    start=date(2026, 11, 1),
                    end="perpetual",
                    evidence=("e-1",),
                )
            ],
            {"Answer": "yes", "Ends": "perpetual", "Days left": "", "May run today": "not asked: standing"},
        ),
        (
            [
                Grant(
                    id="g-0001",
                    licensor="ana",
                    licensee="Sunday Glow",
                    posts=(POST,),
                    method="none",
                    status="declined",
                    start=date(2026, 11, 1),
                    end=date(2027, 1, 1),
                )
            ],
            {"Answer": "no", "Ends": "", "Grants": ""},
        ),
    ],
    ids=["asked", "no", "perpetual", "declined"],
)
def test_posts_without_a_creative_when_asked_for(
    shop: Shop, records: list[RightsRecord], expected: dict[str, str]
) -> None:
    put(shop, *records)
    assert register(shop) == []
    (row,) = register(shop, "--posts")
    assert {name: row[name] for name in expected} == expected
    assert (row["File"], row["Post"]) == ("", POST)


def test_a_post_of_which_nothing_is_recorded_has_no_row(shop: Shop) -> None:
    assert register(shop, "--posts") == []


def test_two_grants_that_differ_are_told_apart(shop: Shop) -> None:
    shop.grant()
    shop.grant(POST, "--until", "2027-02-01", "--territory", "GB")
    (row,) = register(shop, "--posts")
    assert row["Grants"] == "g-0001; g-0002"
    assert row["Territories"] == "g-0001: US; g-0002: GB, US"
    assert row["Licensee"] == "Sunday Glow", "once where they agree"
    assert row["Ends"] == "2027-05-01", "the last day of the longest"


def test_what_was_swept_away_stays_in_the_register(shop: Shop) -> None:
    shop.grant()
    shop("render", "--format", "story")
    shop("rights", "revoke", "g-0001", "--why", "no")
    shop("sweep")
    (row,) = register(shop)
    assert row["File"].startswith("out/swept/")
    assert row["Moved away on"] == "2026-11-22"
    assert row["May run today"].startswith("no")


def test_excel_is_told_that_it_is_utf_8_only_when_asked(shop: Shop) -> None:
    shop.grant()
    shop("rights", "export", "register", "--posts", "--out", "a.csv")
    shop("rights", "export", "register", "--posts", "--out", "b.csv", "--excel")
    plain, marked = Path("a.csv").read_bytes(), Path("b.csv").read_bytes()
    assert marked == BOM.encode() + plain


def hostile(shop: Shop, handle: str) -> None:
    """A post by somebody with a name, granted and rendered: as the catalog would hold it if an importer let it in."""
    with Workspace.open(shop.root) as glow, glow.catalog.transaction():
        media = Media(sha256="ab" * 32, kind="image", ext="jpg", size=1, width=1080, height=1350)
        author = Account(platform="web", handle=handle, native_id=handle, display_name=handle)
        found = FoundPost(
            source="t",
            origin="t",
            ids=("yt:abcdefghijk",),
            platform="web",
            author=author,
            caption=handle,
            permalink=handle,
        )
        glow.catalog.save(found, [media], at=NOON, batch=glow.catalog.start_import("t", NOON))
        grant = Grant(
            id="g-0001",
            licensor=handle,
            licensee="Sunday Glow",
            posts=("yt:abcdefghijk",),
            method="contract",
            purposes=frozenset({"paid_social"}),
            channels=frozenset({"instagram", "facebook"}),
            identities=frozenset({"brand_handle"}),
            territories=frozenset({"US"}),
            start=date(2026, 11, 1),
            end=date(2027, 5, 1),
            edits=frozenset({"crop"}),
            notes=handle,
            terms=Terms(version=handle, sha256="cd" * 32),
            evidence=("e-1",),
        )
        append(glow, grant, subjects=[], at=NOON)


@pytest.mark.parametrize("handle", FORMULAS, ids=range(len(FORMULAS)))
def test_hostile_names_go_through_the_whole_way(shop: Shop, handle: str, tmp_path: Path) -> None:
    hostile(shop, handle)
    shop("rights", "export", "register", "--posts", "id:yt:abcdefghijk", "--out", tmp_path)
    data = (tmp_path / "register.xlsx").read_bytes()
    words = [shown(cell) for cell in stored(data).values() if "t" in cell.attrib and cell.attrib["t"] != "n"]
    folded = " ".join(re.sub("[\u202a-\u202e\u2066-\u2069]", "", handle).split())
    assert any(folded[:15_000] in word for word in words)
    for separator in (",", ";"):
        for line in parsed((tmp_path / "register.csv").read_bytes(), delimiter=separator):
            assert not any(re.match(r"[=+\-@\t\r＝]", cell) for cell in line)


def test_a_post_without_a_creator(shop: Shop) -> None:
    with Workspace.open(shop.root) as glow, glow.catalog.transaction():
        media = Media(sha256="ab" * 32, kind="image", ext="jpg", size=1, width=10, height=10)
        batch = glow.catalog.start_import("t", NOON)
        glow.catalog.save(FoundPost(source="t", origin="t", platform="other"), [media], at=NOON, batch=batch)
    name = f"file:{'ab' * 32}"
    put(
        shop,
        Grant(
            id="g-0001",
            licensor="Studio",
            capacity="employer",
            licensee="Sunday Glow",
            posts=(name,),
            method="contract",
            start=date(2026, 11, 1),
            end=date(2027, 5, 1),
            evidence=("e-1",),
        ),
    )
    (row,) = register(shop, "--posts")
    assert (row["Post"], row["Creator"], row["Handle"], row["Licensor"]) == (name, "", "", "Studio")
    for kind in ("odrl", "schema-org", "calendar"):
        shop("rights", "export", kind)


def test_many_creatives_are_read_in_a_few_statements(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice the creatives take no more statements: nothing is asked one by one."""
    shop.grant()
    shop("render", "--format", "story")
    counts = []
    for many in (1, 30):
        with Workspace.open(shop.root) as glow:
            (made, *_) = glow.catalog.creatives(post=POST)
            assert isinstance(made.creative, Creative)
            glow.catalog.record_creatives(
                made.model_copy(update={"path": f"out/creatives/{n}.jpg"}) for n in range(many)
            )
            seen = 0
            run = glow.catalog._database.run

            def counted(*given: Any, run: Any = run) -> Any:
                nonlocal seen
                seen += 1
                return run(*given)

            monkeypatch.setattr(glow.catalog._database, "run", counted)
            glow.records.export("register", out=shop.root / "r.csv", at=NOON)
        counts.append(seen)
    assert counts[0] == counts[1]
