"""Workbooks of posts: every sheet, as it is seen, with what cannot be seen said."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from ugc.errors import InputError
from ugc.importers import importers, read_any
from ugc.model.posts import FoundPost, Skipped

LINK = "https://www.instagram.com/p/BqvsDleB3lV/"
OTHER = "https://www.instagram.com/p/B8gQCApHMT-/"


def taken(path: Path, book: Workbook) -> tuple[list[FoundPost], list[Skipped]]:
    book.save(path)
    items = list(read_any(path))
    posts = [item for item in items if isinstance(item, FoundPost)]
    return posts, [item for item in items if isinstance(item, Skipped) and item.code != "no_column"]


def book_of(*rows: list[Any], change: Callable[[Any], None] = lambda _: None) -> Workbook:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    change(book.active)
    return book


def hyperlink(sheet: Any) -> None:
    sheet["A2"].hyperlink = OTHER


def formula(sheet: Any) -> None:
    sheet["A2"] = f'=HYPERLINK("{OTHER}", "see")'


def anchored(sheet: Any) -> None:
    sheet["A2"].hyperlink = "#Sheet!A1"


@pytest.mark.parametrize(
    ("shown", "change", "id", "noted"),
    [
        (LINK, lambda _: None, "ig:BqvsDleB3lV", False),
        (LINK, hyperlink, "ig:B8gQCApHMT-", True),  # it shows one post and leads to another
        ("see", hyperlink, "ig:B8gQCApHMT-", False),
        ("see", formula, "ig:B8gQCApHMT-", True),  # nothing was worked out: the address stands in it
        (LINK, anchored, "ig:BqvsDleB3lV", False),  # to another cell
    ],
)
def test_a_link_means_the_address_that_it_leads_to(
    tmp_path: Path, shown: str, change: Callable[[Any], None], id: str, *, noted: bool
) -> None:
    (post,), _ = taken(tmp_path / "a.xlsx", book_of(["url", "handle"], [shown, "ana"], change=change))
    assert post.ids == (id,) and bool(post.notes) == noted


def test_only_columns_of_links_follow_links(tmp_path: Path) -> None:
    def linked(sheet: Any) -> None:
        sheet["B2"].hyperlink = "https://evil.example/"

    (post,), _ = taken(tmp_path / "a.xlsx", book_of(["url", "handle"], [LINK, "ana"], change=linked))
    assert post.author and post.author.handle == "ana"


@pytest.mark.parametrize(
    ("number", "post"),
    [
        ("6748451240264420610", "tt:6748451240264420610"),
        (6.74845e18, None),
    ],
)
def test_an_id_that_lost_its_digits_is_said(tmp_path: Path, number: Any, post: str | None) -> None:
    posts, skipped = taken(
        tmp_path / "a.xlsx", book_of(["id", "platform", "handle"], [number, "tiktok", "bo"])
    )
    assert [found.ids[0] for found in posts] == ([post] if post else [])
    assert post or "damaged by a spreadsheet" in skipped[0].why


def test_cells_beside_the_table_cost_nothing(tmp_path: Path) -> None:
    (post,), _ = taken(
        tmp_path / "a.xlsx", book_of(["url", "handle"], [LINK, "ana", None, "call her on Monday"], [None] * 4)
    )
    assert post.raw and "call her on Monday" in post.raw


def test_a_stray_formula_in_a_count_is_unknown(tmp_path: Path) -> None:
    (post,), _ = taken(tmp_path / "a.xlsx", book_of(["url", "likes"], [LINK, "=SUM(1,2)"]))
    assert post.counts is None and "likes is left unknown" in post.notes[0]


def test_a_workbook_is_told_by_what_is_in_it(tmp_path: Path) -> None:
    book_of(["url"], [LINK]).save(tmp_path / "a.dat.xlsx")
    path = (tmp_path / "a.dat.xlsx").rename(tmp_path / "a.dat")
    assert [name for name, each in importers().items() if each.claims(path)] == ["xlsx"]
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04" + bytes(50))
    assert not importers()["xlsx"].claims(tmp_path / "b.xlsx")


def test_a_workbook_without_posts_says_what_it_has(tmp_path: Path) -> None:
    book_of(["Colour", "Size"], ["red", 3]).save(tmp_path / "a.xlsx")
    (skip,) = read_any(tmp_path / "a.xlsx")
    assert isinstance(skip, Skipped) and "It has: Colour, Size" in skip.why
    with pytest.raises(InputError):
        list(importers()["xlsx"].read(tmp_path / "a.xlsx"))


def test_repeated_headers_and_several_sheets(tmp_path: Path) -> None:
    book = book_of(["url", "handle"], [LINK, "ana"], ["url", "handle"])
    second = book.create_sheet("More\nposts")
    second.append(["Live link", "Influencer"])
    second.append([OTHER, "@bo"])
    posts, skipped = taken(tmp_path / "a.xlsx", book)
    assert [post.origin.removeprefix(str(tmp_path)) for post in posts] == [
        "/a.xlsx, sheet 'Sheet', row 2",
        "/a.xlsx, sheet 'More posts', row 2",
    ]
    assert skipped == []
