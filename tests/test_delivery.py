"""Exports of ad accounts. The samples were written by hand, and what stands in them was typed in here by hand."""

import gzip
import io
import json
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ugc.delivery import _dates as dates
from ugc.delivery import _figures as figures
from ugc.delivery import _ids as ids
from ugc.delivery import _words as words
from ugc.delivery import read, read_sales
from ugc.errors import InputError, UgcError
from ugc.model.delivery import AdRow, Sale

SAMPLES = Path(__file__).parent / "samples" / "delivery"


def row_of(path: Path, number: int) -> AdRow:
    return next(row for row in read(path).rows if row.row == number)


def write(folder: Path, text: str, name: str = "ads.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def test_meta_in_english() -> None:
    found = read(SAMPLES / "meta_en.csv")
    first, second = found.rows
    assert first == AdRow(
        file="meta_en.csv",
        row=3,
        platform="meta",
        campaign="Winter glow",
        adset="US",
        ad_name="ana-reel_c7f3a1 9x16",
        ad_id="23851234567890123",
        state="live",
        state_text="active",
        since=date(2026, 11, 1),
        until=date(2026, 11, 25),
        markets=frozenset({"US", "CA"}),
        channel="instagram",
        placement="Instagram Stories",
        native_ids=("1029384756_5647382910",),
        links=("https://www.instagram.com/reel/CxYz123abcd/",),
        hashes=("0123456789abcdef0123456789abcdef",),
        currency="USD",
        spend=Decimal("1234.56"),
        impressions=12345,
        link_clicks=45,
        plays_3s=6000,
        plays_15s=1500,
        played_25=4000,
        conversions=Decimal(3),
        revenue=Decimal("149.70"),
    )
    assert second.ad_id == "23851234567890999"  # ="..." keeps it whole
    assert (second.state, second.state_text) == ("off", "inactive")  # on, within an ad set that is off
    assert (second.markets_unread, second.conversions) == (("Atlantis",), None)
    assert found.export.totals == 1 and found.export.rows == 2 and found.export.language == "en"
    assert "'Purchases' and 'Results' tell the same; the first was read" in found.export.notes
    assert found.export.not_read == ("Results", "Amont spend", "CTR (all)")


def test_meta_in_german_with_a_damaged_id() -> None:
    found = read(SAMPLES / "meta_de.csv")
    first, second = found.rows
    assert (first.spend, first.currency, first.impressions) == (Decimal("1234.56"), "EUR", 12345)
    assert (first.markets, first.state, first.ends) == (frozenset({"DE"}), "live", None)
    assert (second.markets, second.state, second.ends) == (frozenset({"AT"}), "off", date(2026, 12, 31))
    assert second.ad_id is None
    assert [(each.column, each.text) for each in second.damaged] == [("Anzeigen-ID", "2.38512E+16")]
    assert (found.export.language, found.export.totals) == ("de", 2)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8-sig", None),
        ("utf-16", None),
        ("utf-16-le", None),
        ("utf-16-be", None),
        ("cp1252", "Windows-1252"),
    ],
)
def test_encodings_of_the_same_sheet(tmp_path: Path, encoding: str, name: str | None) -> None:
    text = (SAMPLES / "meta_de.csv").read_text("utf-8")
    read_again = read(write(tmp_path, text, "meta_de.csv", encoding))
    assert list(read_again.rows) == list(read(SAMPLES / "meta_de.csv").rows)
    assert any("not UTF-8" in note for note in read_again.export.notes) == bool(name)


@pytest.mark.parametrize(
    ("encoding", "text", "ad"),
    [
        (
            "cp932",
            "広告の名前,広告ID,消化金額 (JPY),インプレッション,国\n朝の光,238512,1200,300,日本\n",
            "朝の光",
        ),
        ("gb18030", "广告名称,广告ID,消耗,展示量,国家/地区\n晨光,18100,12.5,300,US\n", "晨光"),
        (
            "cp1250",
            "Nazwa reklamy,Nazwa zestawu reklam,Zasięg,Wyświetlenia,Kliknięcia linku\nŚwiatło,Ąę,5,9,1\n",
            "Światło",
        ),
    ],
)
def test_the_headings_decide_the_code_page(tmp_path: Path, encoding: str, text: str, ad: str) -> None:
    found = list(read(write(tmp_path, text, encoding=encoding)).rows)
    assert [row.ad_name for row in found] == [ad]
    assert found[0].impressions in (300, 9)


def test_tiktok_and_google() -> None:
    first, second = read(SAMPLES / "tiktok_en.csv").rows
    assert (first.platform, first.ad_id, first.plays_2s, first.plays_6s) == (
        "tiktok",
        "1810000000000042",
        900,
        400,
    )
    assert (first.since, first.until, first.native_ids) == (date(2026, 11, 24),) * 2 + (
        ("7412345678901234567",),
    )
    assert [each.text for each in second.damaged] == ["1.81E+15", "7.41235E+18"]
    google = read(SAMPLES / "google_ads.csv")
    (ad,) = google.rows
    assert (ad.since, ad.until) == (date(2026, 11, 1), date(2026, 11, 25))  # from the title above the header
    assert (ad.spend, ad.currency, ad.played_25) == (
        Decimal("78.90"),
        "GBP",
        None,
    )  # a percentage is no count
    assert google.export.totals == 1


def test_answers_of_apis() -> None:
    one, two, three = read(SAMPLES / "meta_ads.json").rows
    assert (one.spend, one.plays, one.plays_3s, one.conversions) == (Decimal("10.25"), 900, 300, Decimal(2))
    assert (one.revenue, one.markets, one.channel) == (Decimal("99.80"), frozenset({"US"}), "instagram")
    assert one.native_ids == ("1029384756_5647382910", "17900000000000001")
    assert one.hashes == ("0123456789abcdef0123456789abcdef", "1" * 32)
    assert (two.ad_id, two.spend, two.since) == ("23851234567890123", Decimal("0.75"), date(2026, 11, 25))
    assert (three.state, three.spend) == ("off", None)
    report = read(SAMPLES / "tiktok_report.json")
    (row,) = report.rows
    assert (row.ad_id, row.spend, row.plays_2s) == ("1810000000000042", Decimal("12.50"), 900)
    assert "40105" in report.export.skipped[0].why
    (google,) = read(SAMPLES / "google_search.json").rows
    assert (google.spend, google.currency, google.conversions) == (Decimal("78.9"), "GBP", Decimal("3.5"))
    ad, stats = read(SAMPLES / "snapchat_ads.jsonl").rows
    assert (ad.state, ad.ad_name) == ("off", "snap-ana")
    assert (stats.spend, stats.since, stats.ends) == (Decimal("1.25"), date(2026, 11, 1), None)
    (pin,) = read(SAMPLES / "pinterest.json").rows
    assert (pin.ad_id, pin.native_ids) == ("687", ("9911",))
    (linked,) = read(SAMPLES / "linkedin.json").rows
    assert (linked.ad_id, linked.until) == ("4455", date(2026, 11, 25))


def test_rows_may_be_asked_for_again() -> None:
    found = read(SAMPLES / "meta_en.csv")
    assert list(found.rows) == list(found.rows) != []


def test_sales() -> None:
    found = read_sales(SAMPLES / "codes_de.csv")
    assert found.rows == (
        Sale(code="ANA10", orders=Decimal(12), revenue=Decimal("1234.50"), currency="EUR"),
        Sale(code="MIRA15", orders=Decimal(3), revenue=Decimal("99.90"), currency="EUR"),
    )
    assert (found.totals, found.not_read) == (1, ("Notiz",))


@pytest.mark.parametrize(
    ("cell", "mark", "value"),
    [
        ("1.234,56", None, "1234.56"),
        ("1,234.56", None, "1234.56"),
        ("1 234,56", None, "1234.56"),
        ("1\u202f234,56", None, "1234.56"),
        ("1'234.56", None, "1234.56"),
        ("1.2K", None, "1200"),
        ("€12.50", None, "12.50"),
        ("12,50 €", None, "12.50"),
        ("-3.20", None, "-3.20"),
        ("(3.20)", None, "-3.20"),
        ("1,234", ".", "1234"),
        ("1,234", ",", "1.234"),
        ("1,234", None, None),  # two ways
        ("0.123", None, "0.123"),  # no thousands begin with nought
        ("< 0.01", ".", None),
        ("12%", ".", None),
        ("1,23,456.00", ".", None),
        ("twelve", ".", None),
    ],
)
def test_figures(cell: str, mark: figures.Mark | None, value: str | None) -> None:
    assert figures.read_figure(cell, mark) == (Decimal(value) if value else None)


def test_one_convention_for_a_column(tmp_path: Path) -> None:
    text = 'Ad name,Ad ID,Amount spent (EUR),Impressions\na,1,"1,234",5\nb,2,"{}",6\n'
    assert row_of(write(tmp_path, text.format("12.50")), 2).spend == Decimal(1234)
    assert row_of(write(tmp_path, text.format("12,50")), 2).spend == Decimal("1.234")
    unsure = read(write(tmp_path, text.format("2,500")))
    assert [row.spend for row in unsure.rows] == [None, None]
    assert any("two ways" in note for note in unsure.export.notes)


def test_one_order_of_days_for_a_column(tmp_path: Path) -> None:
    text = "Ad name,Ad ID,Reporting starts,Impressions\na,1,03/04/2026,5\nb,2,{},6\n"
    assert row_of(write(tmp_path, text.format("04/25/2026")), 2).since == date(2026, 3, 4)
    assert row_of(write(tmp_path, text.format("25/04/2026")), 2).since == date(2026, 4, 3)
    unsure = read(write(tmp_path, text.format("05/06/2026")))
    assert [row.since for row in unsure.rows] == [None, None]
    assert any("day or month first" in note for note in unsure.export.notes)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-12-31", date(2026, 12, 31)),
        ("2026-12-31T23:59:00+0000", date(2026, 12, 31)),
        ("31.12.2026", date(2026, 12, 31)),
        ("12/31/2026", date(2026, 12, 31)),
        ("Dec 31, 2026", date(2026, 12, 31)),
        ("31. Dezember 2026", date(2026, 12, 31)),
        ("31 décembre 2026", date(2026, 12, 31)),
        ("2026年12月31日", date(2026, 12, 31)),
        ("46387", date(2026, 12, 31)),
        ("31/02/2026", None),
        ("Ongoing", None),
    ],
)
def test_days(cell: str, day: date | None) -> None:
    assert dates.read_day(cell, None) == day


@pytest.mark.parametrize(
    ("cell", "proven", "text", "damage"),
    [
        ("23851234567890123", False, "23851234567890123", None),
        ('="23851234567890123"', False, "23851234567890123", None),
        ("'23851234567890123", False, "23851234567890123", None),
        ("x:23851234567890123", False, "23851234567890123", None),
        ("7.4E+18", True, None, ids.AS_POWER),
        ("7,40123E+18", True, None, ids.AS_POWER),
        (7.401234567890123e18, True, None, ids.AS_NUMBER),
        (612345678901.0, False, "612345678901", None),  # held exactly
        (9007199254740992.0, False, "9007199254740992", None),  # 2^53, the last that is
        ("23851234567890100", False, None, ids.AS_ZEROS),
        ("23851234567890100", True, "23851234567890100", None),  # others of its column are whole
        ("23851234567890123.0", True, None, ids.AS_NUMBER),
        ("#NUM!", True, None, ids.AS_FAULT),
    ],
)
def test_ids(cell: object, proven: bool, text: str | None, damage: str | None) -> None:
    assert ids.read_id(cell, proven=proven) == (text, damage)


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("active", "live"),
        ("ACTIVE", "live"),
        ("AD_STATUS_DELIVERY_OK", "live"),
        ("Aktiv", "live"),
        ("Actif", "live"),
        ("配信中", "live"),
        ("not_delivering", "off"),
        ("Not delivering", "off"),
        ("In review", "off"),
        ("DISABLE", "off"),
        ("Pausiert", "off"),
        ("ADSET_PAUSED", "off"),
        ("archived", "over"),
        ("Abgeschlossen", "over"),
        ("completed", "over"),
        ("Whatever", "unknown"),
    ],
)
def test_states(word: str, state: str) -> None:
    assert words.state_of(word) == state


@pytest.mark.parametrize(
    ("cell", "codes", "unread"),
    [
        ("US, CA", {"US", "CA"}, ()),
        ("Deutschland", {"DE"}, ()),
        ("États-Unis", {"US"}, ()),
        ("Korea, Republic of", {"KR"}, ()),
        ("United Kingdom (GB)", {"GB"}, ()),
        ("uk;日本|Türkiye", {"GB", "JP", "TR"}, ()),
        ("Narnia, FR", {"FR"}, ("Narnia",)),
        ("Unknown", set(), ()),
    ],
)
def test_countries(cell: str, codes: set[str], unread: tuple[str, ...]) -> None:
    assert words.countries_of(cell) == (codes, unread)


def test_a_slip_of_the_hand_is_offered_and_not_taken(tmp_path: Path) -> None:
    found = read(write(tmp_path, "Ad name,Ad ID,Impresions,CTR (all)\na,1,500,2\n"))
    assert [row.impressions for row in found.rows] == [None]
    assert any("'Impresions' is not known" in note and "impressions" in note for note in found.export.notes)
    assert not any("CTR" in note for note in found.export.notes)


def test_fractions_are_no_counts(tmp_path: Path) -> None:
    text = "Ad name,Ad ID,Video plays at 50%,Clicks (all)\na,1,0.5,3.0\nb,2,1,4\n"
    found = read(write(tmp_path, text))
    assert [(row.played_50, row.clicks) for row in found.rows] == [(None, 3), (None, 4)]
    assert any("'Video plays at 50%' holds percentages or fractions" in note for note in found.export.notes)


def test_an_export_without_ads_says_so(tmp_path: Path) -> None:
    found = read(write(tmp_path, "Ad name,Ad ID,Impressions\n--,,\n,,5\n"))
    assert list(found.rows) == [] and found.export.notes == ("it names no ad",) and found.export.totals == 1


def test_packed_files(tmp_path: Path) -> None:
    data = (SAMPLES / "meta_en.csv").read_bytes()
    (tmp_path / "meta_en.csv").write_bytes(gzip.compress(data))
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("__MACOSX/._x.csv", b"x")
        archive.writestr("export/meta.csv", data)
    (tmp_path / "meta.zip").write_bytes(held.getvalue())
    expected = [row.ad_id for row in read(SAMPLES / "meta_en.csv").rows]
    assert [row.ad_id for row in read(tmp_path / "meta_en.csv").rows] == expected
    assert [row.ad_id for row in read(tmp_path / "meta.zip").rows] == expected


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7", "a PDF"),
        (b"\xd0\xcf\x11\xe0rest", "old or a locked workbook"),
        (b"<html><table>", "a page or XML"),
        (b"PK\x03\x04broken", "damaged"),
        (b"\x1f\x8bbroken", "damaged"),
        (b"a,b\n1,2\n", "no column by which ads are known"),
        (b"Campaign name,Amount spent (USD)\nx,2\n", "of campaigns or ad sets, not of ads"),
        (b'{"error":{"message":"Session has expired","code":190}}', "Session has expired"),
        (b'{"code":40001,"message":"No permission","data":{}}', "40001"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"data":[{"a":' * 5000 + b"1", "no"),
    ],
)
def test_what_is_no_export_is_said(tmp_path: Path, data: bytes, says: str) -> None:
    (tmp_path / "x").write_bytes(data)
    with pytest.raises(InputError, match=says):
        read(tmp_path / "x")


def test_hostile_rows_cost_themselves_alone(tmp_path: Path) -> None:
    wide = ",".join(f"h{at}" for at in range(50_000))
    text = (
        f"Ad name,Ad ID,Impressions,{wide}\n"
        f'good,1,5\n{"x" * (10 << 20)},2,6\n"torn,3,7\nnul\0\0,4,8\n\u2028,,\nlast,5,9,{",".join("1" * 60_000)}\n'
    )
    found = read(write(tmp_path, text))
    kept = {row.row: (row.ad_name, row.impressions) for row in found.rows}
    assert kept[2] == ("good", 5) and ("nul", 8) in kept.values() and ("last", 9) in kept.values()
    assert any("50,003 columns" in note for note in found.export.notes)
    assert any("quotation mark" in each.why for each in found.export.skipped)


def test_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ugc.delivery._source.MOST_BYTES", 1 << 20)
    (tmp_path / "x.gz").write_bytes(gzip.compress(b"Ad name,Ad ID\n" + b"a,1\n" * (1 << 20)))
    with pytest.raises(InputError, match="holds more than 1 MiB"):
        read(tmp_path / "x.gz")


HEADINGS = "Ad name,Ad ID,Ends,Amount spent (EUR),Impressions,Image hash\n"
KEYS = "data id ad_id name effective_status creative insights spend actions stats list code error timeseries".split()
CELLS = st.lists(st.text(alphabet="0123456789.,-%/ E+K€\"'=;\tab", max_size=12), max_size=60)
JSON = st.recursive(
    st.none() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=20,
)


def sheet(cells: list[str]) -> bytes:
    rows = (",".join(cells[at : at + 6]) for at in range(0, len(cells), 6))
    return (HEADINGS + "\n".join(rows)).encode()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=400)
    | st.text(max_size=300).map(lambda text: (HEADINGS + text).encode("utf-8", "replace"))
    | CELLS.map(sheet)
    | JSON.map(lambda value: json.dumps(value).encode())
)
def test_any_bytes_are_read_or_refused_in_words(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "any"
    path.write_bytes(data)
    said = "."
    try:
        assert all(isinstance(row, AdRow) for row in read(path).rows)
    except UgcError as error:
        said = error.message
    assert said.endswith(".")
