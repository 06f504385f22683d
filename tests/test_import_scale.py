"""Importing many posts: what is recognised as read before, what a failing post costs, and who gets in meanwhile."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from conftest import sidecar

from ugc.catalog import Catalog
from ugc.model.posts import Account, Counts, FoundFile, FoundPost, Media, Track
from ugc.workspace import Workspace

AT = datetime(2026, 11, 27, 12, tzinfo=UTC)
BERLIN = timezone(timedelta(hours=1))
PICTURE = Media(
    sha256="ab" * 32, kind="image", ext="jpg", size=9, width=3, height=2, alt="a ridge", name="a\x07b.jpg"
)


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog.open(tmp_path / "catalog.db", create=True) as opened:
        yield opened


def asked(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


DIGESTS = {
    "the least": (
        FoundPost(source="csv", origin="a", ids=("ig:BqvsDleB3lV",), platform="instagram"),
        (),
        "44d4c236352b3ea98aeb374a86923f30e6c9e234b0ce4dc406ee3e517065a1fe",
    ),
    "all there is": (
        FoundPost(
            source="gallery-dl",
            origin="somewhere",
            ids=("ig:BqvsDleB3lV", "ig:BqvsDleB3lW", "ig:BqvsDleB3lV"),
            platform="instagram",
            author=Account(platform="instagram", handle="ana", native_id="1", display_name="Ana ☀️"),
            coauthors=(Account(platform="instagram", handle="bo"), Account(platform="instagram", handle="")),
            caption='"quoted" \\ line\r\none\ttab\u2028 é ☀️ #GlowRun',
            caption_trust=40,
            posted_at=datetime(2024, 5, 1, 9, 30, tzinfo=BERLIN),
            precision="second",
            permalink="https://www.instagram.com/p/BqvsDleB3lV/",
            kind="carousel",
            extra_hashtags=("one", "two"),
            paid_label=True,
            sound="library_song",
            derived_from="7",
            counts=Counts(taken_at=datetime(2024, 5, 2, 1, 2, 3, 4, tzinfo=UTC), likes=3, views=0),
            tags=("spring",),
            files=(FoundFile(path=Path("x.jpg")),),
            missing=("y.jpg",),
            raw='{"a":1}',
            dropped=("token",),
            notes=("a note",),
        ),
        (PICTURE,),
        "fa07ee442bce5959fdb1eae77601c692a5a471b8ab645916a621eba8d6d6943e",
    ),
    "a track, and a date without a zone": (
        FoundPost(
            source="tiktok-api",
            origin="b",
            ids=("tt:6748451240264420610",),
            platform="tiktok",
            posted_at=datetime(2024, 5, 1, 9, 30),  # noqa: DTZ001
            track=Track(title="Song", source="tiktok-api"),
        ),
        (),
        "f38d28e39c35326666ef51bdeb0809fd89cae114758389c24b1d34e60ba7f43a",
    ),
    "what cannot be stored as it is": (
        FoundPost(
            source="csv",
            origin="c",
            ids=("ig:BqvsDleB3lV",),
            platform="instagram",
            author=Account(platform="instagram", handle=" @ "),
            caption="half \ud83d a sign, \x00 nothing, \x85 next\r",
            notes=("\x7f",),
            raw='{"c":"\ud83d \x85"}',
        ),
        (),
        "95cae923b8f15d66970402a2bc77a5a4e08d0e98a72632f9b4ebc967bc3c6e95",
    ),
}


@pytest.mark.parametrize("case", DIGESTS.values(), ids=DIGESTS)
def test_a_post_that_a_released_catalog_knows_is_recognised(
    catalog: Catalog, tmp_path: Path, case: tuple[FoundPost, tuple[Media, ...], str]
) -> None:
    found, media, digest = case
    catalog.save(found, media, at=AT, batch=catalog.start_import("a", AT))
    assert asked(tmp_path / "catalog.db", "SELECT digest FROM sources") == [(digest,)]


RECORDS = {
    "plain": (sidecar(), "4280f2c3d848940d8c7e889c923ecc50d0c3c92798a52b178a6485719a1a3df9"),
    "signed, secret and personal": (
        sidecar(
            display_url="https://x.cdninstagram.com/v/1_n.jpg?oh=1&oe=2#f",
            video_url=None,
            note="see HTTP://a.example/?token=1 or access_token=abc&x",
            page="https://a.example/p?a=1&b=2&utm_source=x&oe=4",
            odd="https://[bad/?oe=1#x",
            shown="http://user:pass@a.example/x?y=%20",
            ratio="16:9",
            bare="https://a.example",
            upper="https://A.Example:443//x/?",
            empty="",
            liked=True,
            has_liked=None,
            email="a@b.example",
            location={
                "lat": 1.5,
                "lng": 2,
                "name": "x\x00y",
                "deep": [{"gps": [1]}, "https://a.example/?sig=1"],
            },
            **{"Access Token": "x", "odd\x07key": 3, "phone": []},
        ),
        "ac63d47453a9b97b3f27e45c1a6bc4b0a3521baae93be267ea3ec92916f15c0d",
    ),
    "of TikTok": (
        {
            "category": "tiktok",
            "subcategory": "user",
            "id": "6748451240264420610",
            "desc": "evening run #glowrun \u2029 ☀️",
            "createTime": 1571246252,
            "author": {"id": "67", "uniqueId": "bo", "nickname": "Bo H."},
            "music": {
                "id": "1",
                "title": "Hit",
                "playUrl": "https://sf16.tiktokcdn-us.com/o?x-signature=abc",
            },
            "stats": {"diggCount": 44, "shareCount": -1, "ratio": 0.25, "playCount": 1e3},
            "digged": True,
            "post_type": "video",
        },
        "d27f0474aa1859d0554bd138b8b2c6408e76977fe6be9acfeb4ca0271129df4f",
    ),
}


@pytest.mark.parametrize("case", RECORDS.values(), ids=RECORDS)
def test_a_record_that_a_released_catalog_knows_is_recognised(
    tmp_path: Path, case: tuple[dict[str, Any], str]
) -> None:
    record, digest = case
    folder = tmp_path / "collected"
    folder.mkdir()
    (folder / "a.jpg.json").write_text(json.dumps(record, indent=1), "utf-8")
    with Workspace.create(tmp_path / "glow", brand="Sunday Glow", markets=["US"]) as here:
        here.take_in([folder], at=AT)
    assert asked(tmp_path / "glow" / ".ugc" / "catalog.db", "SELECT digest FROM sources") == [(digest,)]
