"""Posts taken elsewhere and read again: what comes back is what went out, hostile words included."""

import csv
import io
import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import Shop
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from ugc.exports import posts as sheets
from ugc.exports.delimited import csv_bytes
from ugc.exports.workbook import xlsx
from ugc.importers import read_any
from ugc.model.posts import Account, Counts, FoundPost, Post, Track
from ugc.text import clean, hashtags, mentions
from ugc.workspace import Workspace

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
CANNOT_COME_BACK = {"creator", "campaigns"}
"""A workspace's own key of a creator, and its campaigns: of the workspace, not of the post."""


def posts_of(shop: Shop) -> list[Post]:
    with Workspace.open(shop.root) as here:
        return here.select("", today=AT.date())


def comparable(post: Post) -> dict[str, Any]:
    """All of a post but what no export carries: the names that files were collected by, and who looked at them."""
    data = post.model_dump(mode="json", exclude=CANNOT_COME_BACK)
    for media in data["media"]:
        del media["name"]
    if data.get("track"):
        del data["track"]["source"]
    return data


HOSTILE = "=cmd|' /C calc'!A0\n\"quoted\"; 'single', \u202eRTL\u202c #GlowRun @bo\n\t-1\n@sum"


@pytest.fixture
def full(shop: Shop, tmp_path: Path) -> Shop:
    """A workspace whose posts use every field that an export has."""
    feed = {
        "version": "ugc-feed 1",
        "posts": [
            {
                "ids": ["ig:B8gQCApHMT-"],
                "author": {
                    "handle": "bo.runs",
                    "native_id": "42",
                    "display_name": "=Bo",
                    "profile_url": "https://www.instagram.com/bo.runs/",
                },
                "coauthors": [{"handle": "cara"}],
                "caption": HOSTILE + "\0",
                "posted_at": "2020-02-13T08:30:05+02:00",
                "kind": "reel",
                "hashtags": ["apart"],
                "paid_label": True,
                "sound": "library_song",
                "track": {"title": "-Song", "artist": "+Band", "native_id": "9"},
                "derived_from": "123",
                "counts": {"taken_at": "2026-02-01T00:00:00Z", "likes": 0, "views": 12345},
                "tags": ["hero", "spring sale"],
            },
            {
                "ids": ["tt:6748451240264420610"],
                "caption": "'=not mine",
                "kind": "video",
                "precision": "day",
                "posted_at": "2019-10-16T00:00:00Z",
            },
            {"permalink": "https://blog.example/a?post=1", "platform": "web", "caption": "A blog"},
        ],
    }
    path = tmp_path / "more.json"
    path.write_text(json.dumps(feed), "utf-8")
    shop("import", path)
    return shop


def again(shop: Shop, tmp_path: Path, file: Path) -> Shop:
    """A new workspace with what an export holds."""
    shop("init", tmp_path / "again", "--brand", "Again", "--hashtag", "GlowRun", "--market", "US")
    shop("import", file, "-w", tmp_path / "again")
    return Shop(tmp_path / "again", shop._capture)


def test_a_feed_with_media_comes_back_field_by_field(full: Shop, tmp_path: Path) -> None:
    told = full("export", "--to", "json", "--with-media", "--out", tmp_path / "x" / "posts.json", "--json")
    before = posts_of(full)
    assert told["posts"] == len(before) == 4
    assert told["media"] == len(list((tmp_path / "x" / "media").iterdir())) == 1
    after = posts_of(again(full, tmp_path, tmp_path / "x" / "posts.json"))
    assert {p.id: comparable(p) for p in after} == {p.id: comparable(p) for p in before}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_sheet_comes_back_by_its_columns(full: Shop, tmp_path: Path, form: str) -> None:
    full("export", "--to", form, "--with-media", "--out", tmp_path / "x" / f"posts.{form}")
    before, after = posts_of(full), posts_of(again(full, tmp_path, tmp_path / "x" / f"posts.{form}"))
    rows = {str(row["ugc_post"]): row for row in map(sheets.row, after)}
    assert rows == {str(row["ugc_post"]): row for row in map(sheets.row, before)}


def test_no_cell_is_a_formula(full: Shop, tmp_path: Path) -> None:
    full("export", "--to", "csv", "--out", "p.csv")
    full("export", "--to", "xlsx", "--out", "p.xlsx")
    rows = list(csv.reader(io.StringIO((full.root / "p.csv").read_text("utf-8-sig"))))
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@\t" and cell]
    sheet = load_workbook(full.root / "p.xlsx")["Posts"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert any(str(cell.value).startswith("=cmd") for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "what to export"),
        (["--to", "jsn", "--out", "a.json"], "json"),
        (["--to", "json"], "--out"),
        (["--to", "json", "--out", "a.csv"], ".csv"),
        (["--to", "json", "--out", "a.json", "--with-creatives"], "creatives"),
        (["--to", "json", "--out", "a.json", "--archive", "a.zip"], "--archive"),
        (["--archive", "a.zip", "--with-media"], "--with-media"),
        (["kind:story", "--to", "json", "--out", "a.json"], "No post"),
    ],
)
def test_what_makes_no_sense_is_refused(shop: Shop, arguments: list[str], words: str) -> None:
    shop("export", *arguments, code=2)
    assert words in shop.err
    assert not list(shop.root.glob("a.*"))


def test_an_original_that_is_gone_stops_the_export(shop: Shop) -> None:
    (original,) = [path for path in (shop.root / ".ugc" / "media").rglob("*.*") if path.is_file()]
    original.unlink()
    shop("export", "--to", "json", "--with-media", "--out", "a.json", code=6)
    assert not (shop.root / "a.json").exists()
    shop("export", "--to", "json", "--out", "a.json")  # names need no original


WORDS = st.text(
    st.one_of(
        st.sampled_from("=+-@'\";,|\t\n\r\0#\u202e\u200d＝é1a "), st.characters(exclude_categories=["Cs"])
    ),
    max_size=40,
)


@st.composite
def some_post(draw: st.DrawFn) -> Post:
    caption = clean(draw(WORDS)).strip() or None
    handle = draw(st.one_of(st.none(), st.from_regex(r"[A-Za-z0-9_]{1,20}", fullmatch=True)))
    song = clean(draw(WORDS)).strip()
    return Post(
        id="ig:BqvsDleB3lV",
        platform="instagram",
        permalink="https://www.instagram.com/p/BqvsDleB3lV/",
        author=Account(platform="instagram", handle=handle) if handle else None,
        caption=caption,
        hashtags=hashtags(caption or ""),
        mentions=mentions(caption or ""),
        posted_at=datetime(2018, 11, 29, 1, 4, 4, tzinfo=UTC),
        precision="second",
        paid_label=draw(st.sampled_from([None, True, False])),
        counts=draw(st.one_of(st.none(), st.builds(Counts, likes=st.integers(0, 10**9)))),
        track=Track(title=" ".join(song.split()), source="json-feed") if song.split() else None,
    )


def read_back(name: str, data: bytes) -> FoundPost:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        (post,) = [item for item in read_any(path) if isinstance(item, FoundPost)]
    return post


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(some_post(), st.sampled_from(["json", "csv", "xlsx"]))
def test_any_words_come_back(post: Post, form: str) -> None:
    if form == "json":
        data = sheets.feed([post], at=AT).model_dump_json().encode()
    elif form == "csv":
        data = csv_bytes(sheets.columns(), [sheets.row(post)], excel=True)
    else:
        data = xlsx(sheets.columns(), [sheets.row(post)], title="Posts", about={}, at=AT, sheet="Posts")
        if set(post.caption or "") & {"\ufffe", "\uffff"}:
            return  # no XML holds these two; the workbook leaves them out
    found = read_back(f"p.{form}", data)
    assert (found.ids, found.permalink) == ((post.id,), post.permalink)
    assert found.caption == post.caption
    assert (found.author and found.author.handle) == (post.author and post.author.handle)
    assert (found.posted_at, found.precision) == (post.posted_at, post.precision)
    assert found.paid_label == post.paid_label
    assert (found.counts and found.counts.likes) == (post.counts and post.counts.likes)
