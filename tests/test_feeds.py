"""Product feeds: every form in which shops export them, and what a hostile or broken one may cost."""

import csv
import json
import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from conftest import photo
from openpyxl import Workbook

from ugc import feeds
from ugc.errors import InputError
from ugc.feeds import Feed
from ugc.model.currencies import DECIMALS
from ugc.tables.prices import proven_mark, read_price

SERUM = ("SER-30", "Glow Serum 30 ml", "49.00", "USD", "https://sundayglow.example/serum?v=30#buy")
CREAM = ("CRM-50", "Night Cream", "1234.50", "EUR", "https://sundayglow.example/cream")
HEAD = "id,title,price,link\n"

RSS = """<?xml version="1.0"?>
<rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel>
<title>Sunday Glow</title><link>https://sundayglow.example</link><description>A shop</description>
<item><g:id>SER-30</g:id><g:title>Glow Serum 30 ml</g:title><g:description>Soft &amp; light</g:description>
<g:link>https://sundayglow.example/serum?v=30#buy</g:link><g:price>49.00 USD</g:price>
<g:shipping><g:country>US</g:country><g:price>6.49 USD</g:price></g:shipping></item>
<item><title>Night Cream</title><link>https://sundayglow.example/cream</link><g:price>1234.50 EUR</g:price>
<guid>7</guid><g:id>CRM-50</g:id></item>
</channel></rss>"""
ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:ns0="http://base.google.com/ns/1.0">
<title>Sunday Glow</title><id>tag:sundayglow.example,2026:shop</id>
<entry><id>tag:sundayglow.example,2026:1</id><ns0:id>SER-30</ns0:id><title>Glow Serum 30 ml</title>
<link rel="self" href="https://sundayglow.example/feed/1"/><link href="https://sundayglow.example/serum?v=30#buy"/>
<ns0:price>49.00 USD</ns0:price></entry>
<entry><ns0:id>CRM-50</ns0:id><ns0:title>Night Cream</ns0:title>
<ns0:link>https://sundayglow.example/cream</ns0:link><ns0:price>1234.50 EUR</ns0:price></entry>
</feed>"""
BOMB = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><rss><item><id>1</id><title>&c;</title></item></rss>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<r><item><id>1</id><title>&x;</title></item></r>"""
DTD = '<!DOCTYPE r SYSTEM "http://evil.example/r.dtd"><r><item><id>1</id><title>A</title></item></r>'
ITEM = "<r><item><id>1</id><title>{}</title></item></r>"


def told(feed: Feed) -> list[tuple[str | None, ...]]:
    """What a feed says of each product."""
    return [(p.id, p.name, p.price, p.currency, p.link) for p in (item.product for item in feed.products)]


def read(folder: Path, data: str | bytes, name: str = "feed.csv", **more: Any) -> Feed:
    path = folder / name
    path.write_bytes(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)
    return feeds.read(path, **more)


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book, out = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


CSV = (
    "id,title,price,link\n"
    "SER-30,Glow Serum 30 ml,49.00 USD,https://sundayglow.example/serum?v=30#buy\n"
    'CRM-50,Night Cream,"1,234.50 EUR",https://sundayglow.example/cream\n'
)
GERMAN = (
    "Artikelgruppe;Product ID;Product Name;Price;Currency;Product URL\r\n"
    "Pflege;SER-30;Glow Serum 30 ml;49,00;USD;https://sundayglow.example/serum?v=30#buy\r\n"
    "Pflege;CRM-50;Night Cream;1.234,50;EUR;https://sundayglow.example/cream\r\n"
)
TSV = CSV.replace(",EUR", " EUR").replace('"1,234.50 EUR"', "1234.50 EUR").replace(",", "\t")
OBJECTS = [
    {
        "id": "SER-30",
        "title": "Glow Serum 30 ml",
        "price": {"value": "49.00", "currency": "USD"},
        "link": SERUM[4],
        "imageLink": None,
    },
    {"id": "CRM-50", "name": "Night Cream", "price": 1234.5, "currency": "EUR", "url": CREAM[4]},
]
ROWS = (
    ("SKU", "Title", "Price", "Currency code", "Link"),
    ("SER-30", "Glow Serum 30 ml", 49, "USD", SERUM[4]),
    ("CRM-50", "Night Cream", 1234.5, "EUR", CREAM[4]),
)


@pytest.mark.parametrize(
    ("why", "name", "data"),
    [
        ("CSV as most shops export it", "feed.csv", CSV),
        ("with Excel's mark before it", "feed.csv", "\ufeff" + CSV),
        ("what Excel is told of the separator", "feed.csv", "sep=;\n" + GERMAN),
        ("German: semicolons, decimal commas", "feed.csv", GERMAN),
        ("UTF-16 with its mark, as Excel's Unicode text", "feed.txt", TSV.encode("utf-16")),
        ("UTF-16 that does not say so", "feed.txt", TSV.encode("utf-16-le")),
        ("UTF-16, the other way round", "feed.txt", TSV.encode("utf-16-be")),
        ("Google's tab-separated text", "feed.txt", TSV),
        ("the header not in the first line", "feed.csv", "Sunday Glow products,,,\n\n" + CSV),
        ("sheets put together, with their headers", "feed.csv", CSV + HEAD),
        ("zeros among the bytes", "feed.csv", CSV.replace("Glow Serum", "Glow\0 Serum")),
        ("old Mac line ends", "feed.csv", CSV.replace("\n", "\r")),
        ("a workbook", "feed.xlsx", workbook(*ROWS)),
        ("a workbook that is called something else", "feed.bin", workbook(*ROWS)),
        ("JSON: a list", "feed.json", json.dumps(OBJECTS)),
        ("JSON: an object around it", "feed.json", json.dumps({"data": {"products": OBJECTS}})),
        ("JSON: one a line", "feed.jsonl", "\n".join(map(json.dumps, OBJECTS))),
        ("RSS 2.0", "feed.xml", RSS),
        ("Atom, the namespace under another prefix", "feed.xml", ATOM),
        ("RSS in UTF-16", "feed.xml", RSS.encode("utf-16")),
        ("RSS after a byte order mark", "feed.xml", "\ufeff" + RSS),
    ],
)
def test_every_form_says_the_same(tmp_path: Path, why: str, name: str, data: str | bytes) -> None:
    feed = read(tmp_path, data, name)
    assert told(feed) == [SERUM, CREAM], why
    assert feed.whole
    assert not feed.passed_over
    assert all(not item.notes for item in feed.products)


PRICES: list[tuple[str | Decimal, str | None, str | None, str | None, str]] = [
    # written, what its column says, amount, currency, why
    ("49.00 USD", None, "49.00", "USD", "Google's form"),
    ("49.00USD", None, "49.00", "USD", "without the space"),
    ("USD 49.00", None, "49.00", "USD", "the code before"),
    ("usd 49", None, "49.00", "USD", "small letters; two decimals, as a dollar has"),
    ("49,00 €", None, "49.00", "EUR", "a decimal comma and the sign"),
    ("49,00\u00a0€", None, "49.00", "EUR", "with a space that does not break"),
    ("49,- €", None, "49.00", "EUR", "as German price tags write it"),
    ("€49", None, "49.00", "EUR", "the sign before"),
    ("１２ €", None, "12.00", "EUR", "full-width digits"),
    ("1.234,50 €", None, "1234.50", "EUR", "two signs: the last one is before the fraction"),
    ("1,234.50 EUR", None, "1234.50", "EUR", "and the other way round"),
    ("1\u202f234,50 €", None, "1234.50", "EUR", "French, parted by a narrow space"),
    ("1'234.50 CHF", None, "1234.50", "CHF", "Swiss"),
    ("1.234.567 EUR", None, "1234567.00", "EUR", "a sign that repeats parts thousands"),
    ("₹1,23,456.00", None, "123456.00", "INR", "Indian"),
    ("4,900 JPY", None, "4900", "JPY", "yen have no fraction"),
    ("4900.00 JPY", None, "4900", "JPY", "zeros that say nothing"),
    ("1.234 KWD", None, "1.234", "KWD", "dinars have three decimals"),
    ("1,234 USD", None, "1234.00", "USD", "nobody writes a third decimal after a comma"),
    ("US$ 49.00 USD", None, "49.00", "USD", "said twice"),
    ("$49", "USD", "49.00", "USD", "the column says which dollar"),
    ("¥4,900", "JPY", "4900", "JPY", "the column says which yen"),
    ("49", "€", "49.00", "EUR", "the column has the sign"),
    (Decimal("49.9"), "USD", "49.90", "USD", "a number of JSON, exactly"),
    (Decimal(0), "USD", "0.00", "USD", "a gift"),
    ("$49", None, None, None, "which dollar is not said"),
    ("¥4,900", None, None, None, "yen or yuan"),
    ("49", None, "49.00", None, "no currency at all: kept, and not shown"),
    ("1.234 EUR", None, None, None, "1234 or 1.234"),
    ("1.2.3,4 EUR", None, None, None, "no way to part thousands"),
    ("49.00 USD", "EUR", None, None, "two currencies"),
    ("49.00 XXX", None, None, None, "XXX is the code for none"),
    ("49.00 ABC", None, None, None, "no currency of ISO 4217"),
    ("49.999 USD", None, None, None, "three decimals, or grouped"),
    (Decimal("19.999"), "USD", None, None, "more decimals than dollars have"),
    (Decimal("1e300"), "USD", None, None, "beyond all prices"),
    (Decimal("NaN"), "USD", None, None, "no number"),
    (Decimal(-1), "USD", None, None, "negative"),
    ("-3 USD", None, None, None, "negative"),
    ("49-59 USD", None, None, None, "a range"),
    ("from 49 USD", None, None, None, "from"),
    ("49 USD / 100 ml", None, None, None, "a price by volume"),
    ("=49+1", "USD", None, None, "a formula is a text"),
    ("4e2 USD", None, None, None, "not as people write prices"),
    ("٤٩ USD", None, None, None, "digits that are not read"),
    ("9" * 13 + " USD", None, None, None, "beyond all prices"),
    ("9" * 10_000_000, "USD", None, None, "ten million digits"),
    ("", "USD", None, None, "empty"),
]


@pytest.mark.parametrize(
    ("cell", "stated", "amount", "currency", "why"),
    PRICES,
    ids=[f"{row[4]}: {str(row[0])[:20]}" for row in PRICES],
)
def test_prices(
    cell: str | Decimal, stated: str | None, amount: str | None, currency: str | None, why: str
) -> None:
    money = read_price(cell, stated)
    assert (money.amount, money.currency) == (amount, currency), why
    assert bool(money.note) == (currency is None), "what is not taken is said"


@pytest.mark.parametrize(
    ("cells", "mark", "then"),
    [
        (["49,00 €"], ",", "1234.00"),
        (["49.00 EUR"], ".", None),
        (["49,00 €", "49.00 €"], None, None),
        (["1.234 €"], None, None),
        ([Decimal("49.5")], None, None),
    ],
    ids=["comma", "point", "both", "neither", "numbers show nothing"],
)
def test_other_prices_of_a_feed_tell_what_a_point_means(
    cells: list[str | Decimal], mark: str | None, then: str | None
) -> None:
    assert proven_mark(cells) == mark
    assert read_price("1.234 EUR", None, mark=proven_mark(cells)).amount == then


def test_a_usual_currency_is_of_prices_that_leave_it_open(tmp_path: Path) -> None:
    data = HEAD + "1,A,49,\n2,B,$5,\n3,C,5 EUR,\n4,D,¥5,\n"
    feed = read(tmp_path, data, currency="USD")
    assert [line[2:4] for line in told(feed)] == [
        ("49.00", "USD"),
        ("5.00", "USD"),
        ("5.00", "EUR"),
        (None, None),
    ]


def test_a_column_may_name_its_currency(tmp_path: Path) -> None:
    feed = read(tmp_path, 'id,name,Price (EUR)\n1,A,"4,50"\n2,B,5 USD\n')
    assert [line[2:4] for line in told(feed)] == [("4.50", "EUR"), (None, None)]


def test_currencies_are_those_of_iso_4217() -> None:
    assert len(DECIMALS) == 155
    assert {code: DECIMALS[code] for code in ("USD", "JPY", "KWD", "ISK", "CLP", "TND", "HUF")} == {
        "USD": 2,
        "JPY": 0,
        "KWD": 3,
        "ISK": 0,
        "CLP": 0,
        "TND": 3,
        "HUF": 2,
    }
    assert not {"XXX", "XTS", "XAU", "DEM", "BTC"} & set(DECIMALS)


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("https://sundayglow.example/serum?v=30&x=%20#buy", True),
        ("HTTPS://SUNDAYGLOW.EXAMPLE/", True),
        ("http://sundayglow.example:8080/a", True),
        ("https://sundayglow.example/crème", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)//https://sundayglow.example", False),
        (" javascript:alert(1)", False),
        ("java\tscript:alert(1)", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("vbscript:x", False),
        ("file:///etc/passwd", False),
        ("//evil.example/x", False),
        ("sundayglow.example/serum", False),
        ("https:sundayglow.example", False),
        ("https:///serum", False),
        ("https://", False),
        ("https://sundayglow.example@evil.example/", False),
        ("https://[::1", False),
        ("https://sundayglow.example:99999/", False),
        ('https://sundayglow.example/"onmouseover=alert(1)', False),
        ("https://sundayglow.example/<script>", False),
        ("https://sundayglow.example/a b", False),
        ("https://sundayglow.example/\u202egpj", False),
        ("https://sundayglow.example\\@evil.example", False),
        ("https://sundayglow.example/" + "a" * 3000, False),
    ],
)
def test_links_lead_to_the_web_or_are_left_out(tmp_path: Path, link: str, kept: bool) -> None:
    feed = read(tmp_path, json.dumps([{"id": 1, "name": "A", "link": link}]), "feed.json")
    (item,) = feed.products
    assert (item.product.link == link) is kept
    assert bool(item.notes) is not kept
    assert kept or item.product.link is None


@pytest.mark.parametrize(
    ("name", "kept", "noted"),
    [
        ('=HYPERLINK("http://x","y")', '=HYPERLINK("http://x","y")', False),
        ("<script>alert(1)</script>", "<script>alert(1)</script>", False),
        ("{{7*7}} ${7*7}", "{{7*7}} ${7*7}", False),
        ("Glow \u202egpj.exe", "Glow gpj.exe", True),
        ("Glow\u2066\u2069\u200b Serum", "Glow Serum", True),
        ("Glow\0 Se\x1b[2Jrum\x07", "Glow Se[2Jrum", False),
        ("Glow\u2028Serum", "Glow Serum", False),
        ("\ud83d half", "\ufffd half", False),
        ("سيروم", "سيروم", False),
        ("👩‍👩‍👧 Serum", "👩‍👩‍👧 Serum", False),
        ("x" * 400, "x" * 299 + "…", True),
    ],
)
def test_names_are_text_on_one_line(tmp_path: Path, name: str, kept: str, noted: bool) -> None:
    """Markup and formulas stay the text that they are; what turns the direction of a line does not stay."""
    (item,) = read(tmp_path, json.dumps([{"id": "1", "name": name}]), "feed.json").products
    assert item.product.name == kept
    assert bool(item.notes) is noted


GOOD = "7,Seven,7 USD,\n"
TEN_MB = "x" * 10_000_000


@pytest.mark.parametrize(
    ("why", "name", "data", "passed"),
    [
        ("no id", "feed.csv", HEAD + ",A,5 USD,\n" + GOOD, ["line 2: it has no id"]),
        ("no name", "feed.csv", HEAD + "1,,5 USD,\n" + GOOD, ["line 2: it has no name"]),
        ("an id of marks alone", "feed.csv", HEAD + "\u202e\u200b,A,,\n" + GOOD, ["line 2: it has no id"]),
        ("a long id", "feed.csv", HEAD + "1" * 101 + ",A,,\n" + GOOD, ["line 2: its id has 101 characters"]),
        ("damaged by Excel", "feed.csv", HEAD + "4.0E+12,A,,\n" + GOOD, ["line 2: its id '4.0E+12' was damaged"]),
        ("twice", "feed.csv", HEAD + GOOD + "7,Other,,\n", ["line 3: its id '7' stands on line 2 already"]),
        ("twice, and the same", "feed.csv", HEAD + GOOD + GOOD, []),
        ("too many cells", "feed.csv", HEAD + "1,A,5,USD,https://x.example,y\n" + GOOD, ["line 2: it has 6 cells"]),
        ("a torn quotation", "feed.csv", HEAD + '1,"A" B",,\n' + GOOD, ["line 2: a quotation mark"]),
        ("one that never ends", "feed.csv", HEAD + '1,"A,,\n' + GOOD, ["line 2: a quotation mark"]),
        ("a cell of 10 MB", "feed.csv", HEAD + f'1,"{TEN_MB}",,\n' + GOOD, ["line 2: one of its cells is too"]),
        ("a line that is not JSON", "f.jsonl", '{"id":7,"name":"Seven"}\n{"id":\n', ["line 2: it is not JSON"]),
        ("an item that is none", "f.json", '[5, {"id":7,"name":"Seven"}]', ["product 1: it is no product"]),
        ("a key twice", "f.json", '[{"id":1,"id":2,"name":"A"},{"id":7,"name":"Seven"}]', ["product 1: it gives 'id'"]),
        ("an XML item without an id", "f.xml", "<r><item><title>A</title></item><item><id>7</id><title>Seven</title>"
         "</item></r>", ["line 1: it has no id"]),
    ],
)  # fmt: skip
def test_a_bad_row_costs_that_row(tmp_path: Path, why: str, name: str, data: str, passed: list[str]) -> None:
    feed = read(tmp_path, data, name)
    assert [item.product.id for item in feed.products] == ["7"], why
    assert feed.products[0].product.name == "Seven"
    found = [f"{row.place}: {row.why}" for row in feed.passed_over]
    assert len(found) == len(passed)
    for one, wanted in zip(found, passed, strict=True):
        assert one.startswith(wanted)
    assert csv.field_size_limit() == 131_072, "the limit of the whole process is put back"


@pytest.mark.parametrize(
    ("why", "name", "data", "says"),
    [
        ("a bomb", "f.xml", BOMB, "declares a document type"),
        ("a file from outside", "f.xml", OUTSIDE, "declares a document type"),
        ("a document type from outside", "f.xml", DTD, "declares a document type"),
        ("a bomb in UTF-16", "f.xml", BOMB.encode("utf-16"), "declares a document type"),
        ("a bomb without its first line", "f.xml", BOMB.partition("?>")[2], "declares a document type"),
        ("deep", "f.xml", "<a>" * 100_000, "nested deeper"),
        ("XML of another kind", "f.xml", "<html><body>Not found</body></html>", "has no <item>"),
        ("broken from the start", "f.xml", "<rss><channel><item", "has no <item>"),
        ("deep JSON", "f.json", "[" * 100_000 + "]" * 100_000, "nested too deeply"),
        ("broken JSON", "f.json", '[{"id": 1,', "is not JSON"),
        ("JSON of another kind", "f.json", '{"error": "not found"}', "holds no list"),
        ("no column for names", "f.csv", "id,colour\n1,red\n", "no row that names a column"),
        ("a page", "f.csv", "Not found\n", "no row that names a column"),
        ("nothing", "f.csv", b"", "is empty"),
        ("zeros", "f.csv", b"\0" * 5000, "is empty"),
        ("a picture", "f.csv", photo((64, 64)), "is not a product feed"),
        ("a zip that is no workbook", "f.xlsx", b"PK\x03\x04" + b"x" * 500, "is not a workbook"),
    ],
)
def test_a_feed_that_cannot_be_read_says_why(
    tmp_path: Path, why: str, name: str, data: str | bytes, says: str
) -> None:
    with pytest.raises(InputError, match=says):
        read(tmp_path, data, name)


def zipped(**parts: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in parts.items():
            book.writestr(f"{name}.xml", data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("why", "data", "says"),
    [
        ("entities in a sheet", zipped(sheet=BOMB.encode()), "declares a document type"),
        ("unpacks to 300 MB", zipped(sheet=b" " * 300_000_000), "unpacks to more"),
        ("other files", zipped(a=b"<a/>"), "is not a workbook"),
    ],
)
def test_workbooks_are_looked_into_first(tmp_path: Path, why: str, data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read(tmp_path, data, "feed.xlsx")


def test_a_workbook_with_a_cell_far_away_is_read_at_once(tmp_path: Path) -> None:
    book, out = Workbook(), BytesIO()
    book.active.append(("id", "name", "price", "currency"))
    book.active.append((1001, "A", 19.99, "USD"))
    book.active.append(("=1+1", "=cmd|' /C calc'!A0", "=2*3", "USD"))
    book.active["XFD1048576"] = "far"
    book.save(out)
    feed = read(tmp_path, out.getvalue(), "feed.xlsx")
    assert told(feed) == [("1001", "A", "19.99", "USD", None)], "a formula that was never worked out is empty"


def test_what_stands_before_a_fault_in_xml_is_kept(tmp_path: Path) -> None:
    feed = read(tmp_path, RSS.replace("<guid>7</guid>", "<guid>7</gid>"), "feed.xml")
    assert told(feed) == [SERUM]
    assert feed.cut is not None
    assert not feed.whole


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("id;name\n1;Crème\n".encode("cp1252"), "f.csv"),
        (ITEM.format("Crème").encode("cp1252"), "f.xml"),
        ('[{"id":1,"name":"Crème"}]'.encode("cp1252"), "f.json"),
    ],
)
def test_text_in_an_old_encoding_is_read_with_a_note(tmp_path: Path, data: bytes, name: str) -> None:
    feed = read(tmp_path, data, name)
    assert feed.products[0].product.name == "Crème"
    assert feed.notes == ("the text is not UTF-8 and was read as Windows-1252",)


def test_an_encoding_that_xml_declares_is_believed(tmp_path: Path) -> None:
    data = '<?xml version="1.0" encoding="ISO-8859-2"?>' + ITEM.format("krém žluť")
    assert read(tmp_path, data.encode("iso-8859-2"), "f.xml").products[0].product.name == "krém žluť"


def test_zeros_in_xml_are_taken_out(tmp_path: Path) -> None:
    data = ITEM.format("Glow Serum" + " " * 80 + "\0\x08\x1b30 ml")
    assert read(tmp_path, data, "f.xml").products[0].product.name == "Glow Serum 30 ml"


def test_columns_that_mean_nothing_are_listed(tmp_path: Path) -> None:
    assert read(tmp_path, "id,name,colour,Size,colour\n1,A,red,S,red\n").ignored == ("colour", "Size")
    assert read(tmp_path, json.dumps([{"id": 1, "name": "A", "tags": []}]), "f.json").ignored == ("tags",)
    assert read(tmp_path, RSS, "f.xml").ignored == ("description", "shipping", "guid")


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("g:id", "id"),
        ("Product ID", "id"),
        ("sku", "id"),
        ("id", "id"),
        ("title", "name"),
        ("product_name", "name"),
        ("g:image_link", "image"),
        ("image link", "image"),
        ("imageLink", "image"),
        ("Image", "image"),
        ("URL", "link"),
        ("currency-code", "currency"),
        ("Price (EUR)", "price"),
        ("sale_price", None),
        ("additional_image_link", None),
        ("description", None),
    ],
)
def test_columns_have_many_names(header: str, column: str | None) -> None:
    from ugc.feeds._columns import column_of

    assert column_of(header) == column


def test_the_column_named_exactly_so_stands_above_others(tmp_path: Path) -> None:
    assert told(read(tmp_path, "sku,title,id,name\nS1,T1,I1,N1\n"))[0][:2] == ("I1", "N1")
    data = json.dumps([{"sku": "S1", "title": "T1", "id": "I1", "name": "N1"}])
    assert told(read(tmp_path, data, "f.json"))[0][:2] == ("I1", "N1")


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ("serum.jpg", "serum.jpg"),
        ("pictures/serum.jpg", "pictures/serum.jpg"),
        ("pictures\\serum.jpg", "pictures/serum.jpg"),
        ("serum.jpg, other.jpg", "serum.jpg"),
        ("../outside.jpg", None),
        ("pictures/../../outside.jpg", None),
        ("{root}/serum.jpg/../../outside.jpg", None),
        ("leads-out.jpg", None),
        ("/etc/hostname", None),
        ("file:///etc/hostname", None),
        ("https://sundayglow.example/serum.jpg", None),
        ("data:image/png;base64,AAAA", None),
        ("pictures", None),
        ("no\0where.jpg", None),
        ("x" * 5000, None),
    ],
)
def test_pictures_lie_with_the_feed(tmp_path: Path, named: str, found: str | None) -> None:
    folder = tmp_path / "feed"
    (folder / "pictures").mkdir(parents=True)
    for path in ("serum.jpg", "pictures/serum.jpg", "../outside.jpg"):
        (folder / path).write_bytes(b"x")
    (folder / "leads-out.jpg").symlink_to(tmp_path / "outside.jpg")
    data = json.dumps([{"id": 1, "name": "A", "image": named.replace("{root}", str(folder))}])
    (item,) = read(folder, data, "f.json").products
    assert item.picture == (folder / found if found else None)
    assert bool(item.notes) is (found is None)
    assert item.names_picture


def test_more_rows_than_are_taken_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ugc.feeds import _rows

    monkeypatch.setattr(_rows, "MOST_ROWS", 3)
    rows = [f"{n},A{n}" for n in range(5)]
    many = {
        "f.csv": "id,name\n" + "\n".join(rows),
        "f.jsonl": "\n".join(f'{{"id":{n},"name":"A"}}' for n in range(5)),
        "f.xml": "<r>" + "".join(f"<item><id>{n}</id><title>A</title></item>" for n in range(5)) + "</r>",
    }
    for name, data in many.items():
        feed = read(tmp_path, data, name)
        assert len(feed.products) == 3, name
        assert "more than 3 rows" in (feed.cut or "")
        assert not feed.whole
    assert read(tmp_path, "id,name\n" + "\n".join(rows[:3])).whole, "exactly as many are all of them"


def test_a_feed_of_torn_rows_is_given_up(tmp_path: Path) -> None:
    feed = read(tmp_path, "id,name\n7,Seven\n" + '1,"A" B"\n' * 500)
    assert [item.product.id for item in feed.products] == ["7"]
    assert "cannot be parted" in (feed.cut or "")


def test_a_feed_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ugc.feeds import _text

    monkeypatch.setattr(_text, "MOST_BYTES", 1000)
    with pytest.raises(InputError, match="larger than"):
        read(tmp_path, CSV + "x" * 1000)
