"""Exports as workbooks. openpyxl judges how cells are read; some sheets are XML by hand, as Excel writes it."""

# ruff: noqa: E501, DTZ001  parts of a workbook are written as they are found in one

import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from ugc.delivery import _tables as tables
from ugc.delivery import _workbook as workbook
from ugc.delivery import read
from ugc.delivery._source import open_source
from ugc.errors import InputError
from ugc.model.delivery import AdRow

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>
<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>"""
RELS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
BOOK = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>
<sheet name="Raw Data Report" sheetId="1" r:id="rId1"/></sheets></workbook>"""
BOOK_RELS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>
<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"""
STYLES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills>
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>"""
STRINGS = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<sst xmlns="{MAIN}" count="6" uniqueCount="6"><si><t>Ad name</t></si><si><t>Ad ID</t></si><si><t>Ends</t></si>
<si><r><t>Amount </t></r><r><rPr><b/></rPr><t xml:space="preserve">spent (USD)</t></r></si><si><t>ana-reel</t></si><si><t>mira</t></si></sst>"""
SHEET = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="{MAIN}"><dimension ref="A1:D4"/><cols><col min="3" max="3" width="0" hidden="1"/></cols><sheetData>
<row r="1" spans="1:4"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c></row>
<row r="2" spans="1:4"><c r="A2" t="s"><v>4</v></c><c r="B2"><v>2.3851234567890122E+16</v></c><c r="C2" s="1"><v>46387</v></c><c r="D2"><f>SUM(1,2)</f><v>1234.5599999999999</v></c></row>
<row r="4" spans="1:4"><c r="A4" t="s"><v>5</v></c><c r="B4"><v>612345678901</v></c><c r="D4" t="e"><v>#DIV/0!</v></c></row>
</sheetData></worksheet>"""


def by_hand(path: Path, **parts: str) -> Path:
    names = {
        "sheet": "xl/worksheets/sheet1.xml",
        "strings": "xl/sharedStrings.xml",
        "styles": "xl/styles.xml",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", TYPES)
        book.writestr("_rels/.rels", RELS)
        book.writestr("xl/workbook.xml", BOOK)
        book.writestr("xl/_rels/workbook.xml.rels", BOOK_RELS)
        for name, usual in (("sheet", SHEET), ("strings", STRINGS), ("styles", STYLES)):
            book.writestr(names[name], parts.get(name, usual))
    return path


def saved(path: Path, *sheets: tuple[str, list[list[object]]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(path)
    return path


def test_a_sheet_as_excel_writes_it(tmp_path: Path) -> None:
    first, second = read(by_hand(tmp_path / "ads.xlsx")).rows
    assert (first.ad_name, first.ad_id, first.ends) == ("ana-reel", None, date(2026, 12, 31))
    assert (first.spend, first.currency) == (Decimal("1234.56"), "USD")
    assert [(each.column, each.text) for each in first.damaged] == [("Ad ID", "2.385123456789012e+16")]
    assert second == AdRow(
        file="ads.xlsx", row=4, platform=first.platform, ad_name="mira", ad_id="612345678901"
    )


def test_cells_are_what_openpyxl_reads(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Ad name", "Ad ID", "Amount spent (EUR)", "Ends", None, "Notes"],
        ["ana", "23851234567890123", 12.5, datetime(2026, 12, 31), None, "é 日本 <&>"],
        [None, 7, -3, date(2026, 2, 1), True, "\n two\nlines "],
        [],
        ["mira", 9007199254740993, 0.1, None, 1e300, "x"],
    ]
    path = saved(tmp_path / "ads.xlsx", ("Ads", rows))
    judged = load_workbook(path, read_only=True, data_only=True)
    told = [
        [cell.date().isoformat() if isinstance(cell, datetime) else cell for cell in row]
        for row in judged.active.iter_rows(values_only=True)
    ]
    judged.close()
    source, _ = open_source(path)
    with workbook.opened(source) as book:
        ours = {number: list(cells) for number, cells, _ in book.rows(0, width=6)}
    for number, row in enumerate(told, 1):
        mine = ours.get(number, []) + [None] * 6
        for cell, judge in zip(mine, row, strict=False):
            assert cell == judge or (isinstance(judge, bool) and cell is None) or judge == 1e300, (
                number,
                cell,
                judge,
            )


def test_merged_heads_a_title_and_several_sheets(tmp_path: Path) -> None:
    path = tmp_path / "ads.xlsx"
    book = Workbook()
    notes = book.active
    notes.title = "Read me"
    notes.append(["Exported for Sunday Glow"])
    page = book.create_sheet("Raw Data")
    page.append(["Sunday Glow", None, None, None])
    page.append(["2026-11-01 - 2026-11-25"])
    page.append([])
    page.append(["Ad", None, "Video plays", None, "Impressions"])
    page.merge_cells("A4:B4")
    page.merge_cells("C4:D4")
    page.append(["name", "ID", "at 25%", "at 50%", None])
    page.append(["ana-reel", "23851234567890123", 40, 20, 900])
    page.append(["Total", None, 40, 20, 900])
    other = book.create_sheet("By ad set")
    other.append(["Ad set name", "Impressions"])
    book.save(path)
    found = read(path)
    (row,) = found.rows
    assert (row.ad_name, row.ad_id, row.played_25, row.played_50, row.impressions) == (
        "ana-reel",
        "23851234567890123",
        40,
        20,
        900,
    )
    assert (row.since, row.until, row.row) == (date(2026, 11, 1), date(2026, 11, 25), 6)
    assert found.export.totals == 1
    assert any("'Raw Data' was read" in note for note in found.export.notes)


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("7401234567890120000", "7401234567890150000", [None, None]),
        ("7.40123456789012E+18", "612345678901", [None, "612345678901"]),
        # no binary number of 64 bits is 7401234567890123457: that column never was one
        ("7401234567890120000", "7401234567890123457", ["7401234567890120000", "7401234567890123457"]),
    ],
)
def test_numbers_too_long_for_a_spreadsheet(
    tmp_path: Path, first: str, second: str, told: list[str | None]
) -> None:
    sheet = SHEET.replace("2.3851234567890122E+16", first).replace("612345678901", second)
    found = read(by_hand(tmp_path / "a.xlsx", sheet=sheet))
    assert [row.ad_id for row in found.rows] == told
    assert [len(row.damaged) for row in found.rows] == [text is None for text in told]


def test_broken_styles_cost_nothing(tmp_path: Path) -> None:
    styles = STYLES.replace('<patternFill patternType="none"/>', "")  # openpyxl refuses this
    first, _ = read(by_hand(tmp_path / "ads.xlsx", styles=styles)).rows
    assert first.ends == date(2026, 12, 31)  # from its number


@pytest.mark.parametrize(
    ("part", "text", "says"),
    [
        (
            "sheet",
            SHEET.replace("<worksheet", '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet'),
            "declares XML entities",
        ),
        (
            "strings",
            '<!DOCTYPE x [<!ENTITY a "a"><!ENTITY b "&a;&a;">]>' + STRINGS.split("?>")[1],
            "declares XML entities",
        ),
        ("sheet", SHEET[:700], "not a workbook that can be read"),
        ("sheet", SHEET.replace('r="A2"', 'r="ABCDEFG2"'), "not a workbook that can be read"),
        ("sheet", SHEET.replace("<v>4</v>", "<v>many</v>"), "not a workbook that can be read"),
    ],
)
def test_hostile_workbooks_are_refused_in_words(tmp_path: Path, part: str, text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read(by_hand(tmp_path / "ads.xlsx", **{part: text}))


def test_a_row_far_down_and_a_cell_far_out_cost_nothing(tmp_path: Path) -> None:
    sheet = SHEET.replace(
        '<row r="4" spans="1:4">', '<row r="999999999"><c r="XFD999999999"><v>1</v></c></row><row r="4">'
    )
    found = read(by_hand(tmp_path / "ads.xlsx", sheet=sheet))
    assert [row.ad_name for row in found.rows] == ["ana-reel"]


def test_a_workbook_that_unpacks_to_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_BYTES", 1000)
    with pytest.raises(InputError, match="unpacks to too much"):
        read(by_hand(tmp_path / "ads.xlsx"))


def test_two_rows_of_headings_are_joined_only_where_they_must_be() -> None:
    assert tables._joined(["Ad", "", "Impressions"], ["name", "ID", ""]) == [
        "Ad name",
        "Ad ID",
        "Impressions",
    ]
