# ruff: noqa: DTZ001 (a spreadsheet's times have no zone)
"""Tables: what parts the cells of a sheet, what a workbook holds, and what is refused before it is read."""

import csv
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from ugc import tables
from ugc.errors import InputError
from ugc.tables import Row, text_of

HERE = Path(__file__).resolve().parent


def by_names(*wanted: str) -> Callable[[Sequence[str]], tuple[int, ...] | None]:
    def sure(row: Sequence[str]) -> tuple[int, ...] | None:
        found = sum(cell.strip() in wanted for cell in row)
        return (found, len(row)) if found else None

    return sure


def read(text: str, *, strict: bool = False) -> list[tuple[int, int, list[str], str | None]]:
    sheet = tables.open_text(text, by_names("a", "b"), strict=strict)
    assert sheet
    return [(row.number, row.line, list(row.cells), row.fault) for row in sheet.rows()]


@pytest.mark.parametrize(
    ("data", "text", "noted"),
    [
        ("é".encode(), "é", False),
        ("\ufeffé".encode(), "é", False),
        ("é;ab".encode("utf-16"), "é;ab", False),
        ("éa;b".encode("utf-16-le"), "éa;b", False),
        ("caf\u00e9 “x”".encode("cp1252"), "café “x”", True),
        (b"\x81\x8d", "\x81\x8d", True),  # bytes that Windows-1252 has no character for
    ],
)
def test_encodings(data: bytes, text: str, *, noted: bool) -> None:
    decoded = tables.decode(data)
    assert decoded.text == text and bool(decoded.note) == noted


@pytest.mark.parametrize(
    ("text", "delimiter", "first"),
    [
        ("a,b\n1,2", ",", 2),
        ("a;b\n1;2", ";", 2),
        ("a\tb\n1\t2", "\t", 2),
        ("sep=;\na;b\n1;2", ";", 2),
        ('"sep=\t"\r\na\tb\r\n1\t2', "\t", 2),
        ("sep=§\na;b\n1;2", ";", 2),  # a sign that nobody parts cells by is not believed
        ("Spring, 2026\n\nby Ana\na;b\n1;2", ";", 5),  # titles above
        ('Title "quoted\na,b\n1,2', ",", 3),  # a quotation mark in the title
    ],
)
def test_the_header_is_found(text: str, delimiter: str, first: int) -> None:
    sheet = tables.open_text(text, by_names("a", "b"))
    assert sheet and (sheet.delimiter, sheet.header, sheet.first) == (delimiter, ("a", "b"), first)
    assert [list(row.cells) for row in sheet.rows()] == [["1", "2"]]


def test_what_has_no_header_is_no_table() -> None:
    assert tables.open_text("x,y\n1,2", by_names("a")) is None
    assert tables.open_text("", by_names("a")) is None


def test_a_quotation_that_never_ends_costs_its_first_line_alone() -> None:
    torn = "a quotation mark is missing or in the wrong place"
    text = 'a,b\n1,2\n3,"four\n5,6\n7,8\n'
    expected = [
        (2, 2, ["1", "2"], None),
        (3, 3, [], torn),
        (4, 4, ["5", "6"], None),
        (5, 5, ["7", "8"], None),
    ]
    assert read(text) == expected
    assert read(text, strict=True) == expected


def test_cells_may_hold_line_ends_and_stray_quotation_marks() -> None:
    assert read('a,b\n"1\n2",3\n4,5') == [(2, 2, ["1\n2", "3"], None), (3, 4, ["4", "5"], None)]
    assert read('a,b\n"said" she,2\n') == [(2, 2, ["said she", "2"], None)]
    strict = read('a,b\n"said" she,2\n3,4\n', strict=True)
    assert [fault is None for *_, fault in strict] == [False, True]
    assert read('a,b\n1,ends with """\n') == [(2, 2, ["1", 'ends with """'], None)]


def test_a_sheet_of_torn_rows_is_given_up() -> None:
    found = read("a,b\n" + '"x" y,2\n' * 300, strict=True)
    assert len(found) == 102 and "the rest was not read" in str(found[-1][3])


def test_a_huge_cell_costs_its_row_and_the_limit_of_the_process_stays() -> None:
    before = csv.field_size_limit()
    found = read("a,b\n" + "x" * (2 << 20) + ",2\n3,4\n")
    assert [fault for *_, fault in found] == ["one of its cells is too large", None]
    assert csv.field_size_limit() == before


ROWS = st.lists(
    st.tuples(
        st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"])), st.text("x,;\"'\n")
    ),
    max_size=6,
)


@given(ROWS, st.sampled_from(",;\t"), st.booleans())
def test_what_was_written_is_read(rows: list[tuple[str, str]], delimiter: str, strict: bool) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(
        [("a", "b"), *rows]
    )
    sheet = tables.open_text(out.getvalue(), by_names("a", "b"), strict=strict)
    assert sheet
    wanted = [list(row) for row in rows if any(cell.strip() for cell in row)]
    got = [list(row.cells) for row in sheet.rows() if not row.fault]
    assert got == wanted or sheet.first > 2  # a row that repeats the header's names may be taken for it


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("a\0b", "ab"),
        ("#N/A", ""),
        ("#REF!", ""),
        (True, "true"),
        (12, "12"),
        (12.0, "12"),
        (0.5, "0.5"),
        (7.44971234567891e18, "7.44971234567891E+18"),
        (6748451240264420610, "6748451240264420610"),  # written in full by a program
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2, 3, 4, 5), "2026-01-02 03:04:05"),
        (
            datetime(2026, 1, 2, 3, 4, 59, 999_999),
            "2026-01-02 03:05:00",
        ),  # what a serial number is rounded to
    ],
)
def test_text_of_values(value: Any, text: str) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize(
    ("value", "since_1904", "day"),
    [
        (45292, False, date(2024, 1, 1)),
        (43830, True, date(2024, 1, 1)),
        (45292.75, False, date(2024, 1, 1)),
        (12, False, None),
        (True, False, None),
        ("45292", False, None),
        (1e300, False, None),
    ],
)
def test_days_of_serial_numbers(value: Any, since_1904: bool, day: date | None) -> None:
    assert tables.day_of_serial(value, since_1904=since_1904) == day


# Workbooks.


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rewritten(data: bytes, part: str, change: Callable[[str], str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content.decode()) if name == part else content)
    return out.getvalue()


def rows_of(data: bytes, sheet: int = 0) -> list[Row]:
    return list(tables.read_book(data, "x.xlsx").sheets[sheet].rows)


def test_formulas_are_never_worked_out() -> None:
    book = Workbook()
    book.active.append(["=1+1", "=2+2", "text", '=HYPERLINK("https://a.example/""x","see")'])
    data = rewritten(
        saved(book),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace("<f>1+1</f><v />", "<f>1+1</f><v>7</v>"),
    )
    (row,) = rows_of(data)
    assert list(row.cells) == [7, None, "text", None]
    assert row.formulas == {0, 1, 3} and row.unworked == {1, 3}
    assert row.links == {3: 'https://a.example/"x'}


def test_merged_hidden_and_linked_cells() -> None:
    book = Workbook()
    sheet = book.active
    for row in (["who", "link"], ["ana", "one"], [None, "two"], [None, "three"], ["bo", "four"]):
        sheet.append(row)
    sheet.merge_cells("A2:A4")
    sheet.row_dimensions[3].hidden = True
    sheet["B2"].hyperlink = "https://a.example/1"
    other = book.create_sheet("Hidden")
    other.sheet_state = "veryHidden"
    other.append(["x"])
    found = tables.read_book(saved(book), "x.xlsx")
    first, second = found.sheets
    assert [list(row.cells) for row in first.rows][1:] == [
        ["ana", "one"],
        ["ana", "two"],
        ["ana", "three"],
        ["bo", "four"],
    ]
    assert first.filled == 2 and [row.number for row in first.rows if row.hidden] == [3]
    assert first.rows[1].links == {1: "https://a.example/1"} and not first.rows[2].links
    assert second.hidden and not first.hidden


def entities(data: bytes, doctype: str, encoding: str = "utf-8") -> bytes:
    def change(xml: str) -> bytes:
        body = xml.partition("?>")[2] if xml.startswith("<?xml") else xml
        return f'<?xml version="1.0" encoding="{encoding}"?>{doctype}{body}'.encode(encoding)

    return rewritten(data, "xl/workbook.xml", change)


def plain_book() -> bytes:
    book = Workbook()
    book.active.append(["a"])
    return saved(book)


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        plain_book()[:-200],
        entities(plain_book(), BOMB),
        entities(plain_book(), BOMB, "utf-16"),
        entities(plain_book(), "<!DOCTYPE x SYSTEM 'file:///etc/passwd'>"),
        entities(plain_book(), "", "cp037"),  # EBCDIC, in which an entity could not be seen
        rewritten(plain_book(), "xl/worksheets/sheet1.xml", lambda _: "<worksheet>"),
        rewritten(plain_book(), "xl/worksheets/sheet1.xml", lambda _: "<a>" + " " * (257 << 20)),
    ],
    ids=["empty", "head", "cut", "entities", "utf-16", "doctype", "ebcdic", "broken", "bomb"],
)
def test_what_is_no_sound_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="not a workbook"):
        tables.read_book(data, "x.xlsx")


def test_an_encrypted_workbook_is_named_as_one() -> None:
    with pytest.raises(InputError, match="encrypted") as caught:
        tables.read_book(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "x.xlsx")
    assert "password" in str(caught.value.hint)


def test_words_that_look_like_entities_are_words() -> None:
    book = Workbook()
    book.active.append(["<!ENTITY a>", "_x000D_"])
    assert rows_of(saved(book))[0].cells[0] == "<!ENTITY a>"


def test_openpyxl_is_loaded_when_a_workbook_is_read() -> None:
    code = "import sys, ugc.tables; print('openpyxl' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=HERE.parent
    )
    assert done.stdout.strip() == "False"


INTERRUPTED = """
import os, signal, time
from ugc.tables.cells import new_book
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    with new_book() as book:
        sheets = [book.create_sheet(name) for name in ("a", "b", "c")]
        for sheet in sheets[:2]:
            sheet.append(["begun"])
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(60)
except KeyboardInterrupt:
    print("stopped")
"""


def test_a_workbook_that_is_interrupted_says_nothing_more_of_it() -> None:
    """openpyxl's generators would be ended after their files, and each would print what it thinks of that."""
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED], capture_output=True, text=True, timeout=120, check=True
    )
    assert (done.stdout, done.stderr) == ("stopped\n", "")
