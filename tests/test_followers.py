"""How many follow a creator, as sources of posts tell: kept by day, and no part of what is said of a post."""

import json
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ugc import Workspace

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def here(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "glow", brand="Glow", markets=("US",))


def told(here: Workspace, name: str) -> list[tuple[int, str, str]]:
    key = here.catalog.resolve_creator(name)
    return [(one.count, str(one.day), one.source) for one in here.catalog.profiles.followers(key)]


def test_a_sheet_tells_of_followers_with_their_day(here: Workspace) -> None:
    sheet = here.root / "posts.csv"
    sheet.write_text(
        "url,handle,followers,followers_on\n"
        'https://www.instagram.com/p/Aa1/,ana,"12,400",2026-10-01\n'
        "https://www.instagram.com/p/Bb1/,bo,9k,2026-10-02\n"
        "https://www.instagram.com/p/Cc1/,cy,,2026-10-02\n"
        "https://www.instagram.com/p/Dd1/,di,many,2026-10-02\n",
        "utf-8",
    )
    report = here.take_in([sheet], at=NOW)
    assert told(here, "ana") == [(12_400, "2026-10-01", "csv")]
    assert told(here, "bo") == [(9_000, "2026-10-02", "csv")]
    assert told(here, "cy") == told(here, "di") == []
    assert any("followers is left unknown" in note for item in report.taken for note in item.notes)


def test_without_a_day_the_sheets_own_stands(here: Workspace) -> None:
    sheet = here.root / "posts.csv"
    sheet.write_text("url,handle,followers\nhttps://www.instagram.com/p/Aa1/,ana,12400\n", "utf-8")
    written = datetime(2026, 9, 3, 12, tzinfo=UTC).timestamp()
    os.utime(sheet, (written, written))
    here.take_in([sheet], at=NOW)
    assert told(here, "ana") == [(12_400, "2026-09-03", "csv")]


def test_a_record_of_yt_dlp_tells_when_it_was_made(here: Workspace) -> None:
    record = {
        "id": "7449712345678912345",
        "extractor": "TikTok",
        "extractor_key": "TikTok",
        "webpage_url": "https://www.tiktok.com/@ana/video/7449712345678912345",
        "uploader": "ana",
        "channel_follower_count": 5100,
        "epoch": datetime(2026, 8, 1, tzinfo=UTC).timestamp() // 1,
    }
    (here.root / "in").mkdir()
    (here.root / "in" / "clip.info.json").write_text(json.dumps(record), "utf-8")
    here.take_in([here.root / "in"], at=NOW)
    assert told(here, "ana") == [(5100, "2026-08-01", "yt-dlp")]


@pytest.mark.parametrize(
    "stats", [{"authorStats": {"followerCount": 5100}}, {"authorStatsV2": {"followerCount": "5100"}}]
)
def test_a_record_of_gallery_dl_tells_of_whoever_made_a_tiktok(
    here: Workspace, stats: dict[str, object]
) -> None:
    record = {
        "category": "tiktok",
        "subcategory": "user",
        "id": "7449712345678912345",
        "author": {"id": "1", "uniqueId": "ana"},
        "num": 0,
        **stats,
    }
    (here.root / "in").mkdir()
    path = here.root / "in" / "7449712345678912345.mp4.json"
    path.write_text(json.dumps(record), "utf-8")
    written = datetime(2026, 9, 3, 12, tzinfo=UTC).timestamp()
    os.utime(path, (written, written))
    here.take_in([here.root / "in"], at=NOW)
    assert told(here, "ana") == [(5100, "2026-09-03", "gallery-dl")]


def test_an_answer_about_the_brands_own_account_tells_of_its_growth(here: Workspace) -> None:
    media = {"id": "17", "media_type": "IMAGE", "permalink": "https://www.instagram.com/p/Aa1/"}
    path = here.root / "me.json"
    for day, count in ((3, 8_000), (10, 8_200)):
        path.write_text(
            json.dumps({"username": "glow", "followers_count": count, "media": {"data": [media]}}), "utf-8"
        )
        written = datetime(2026, 9, day, 12, tzinfo=UTC).timestamp()
        os.utime(path, (written, written))
        here.take_in([path], at=NOW)
    assert told(here, "glow") == [
        (8_000, "2026-09-03", "instagram-graph"),
        (8_200, "2026-09-10", "instagram-graph"),
    ]


def test_the_same_post_with_another_following_is_the_same_post(here: Workspace) -> None:
    sheet = here.root / "posts.csv"
    for count, day in ((100, "2026-10-01"), (120, "2026-10-09")):
        sheet.write_text(
            f"url,handle,followers,followers_on\nhttps://www.instagram.com/p/Aa1/,ana,{count},{day}\n",
            "utf-8",
        )
        report = here.take_in([sheet], at=NOW)
    assert [item.outcome for item in report.taken] == ["same"]
    assert [count for count, _, _ in told(here, "ana")] == [100, 120]
    creator = here.creators.creators(["@ana"])["@ana"]
    assert [(one.count, one.day) for one in creator.followers] == [(120, date(2026, 10, 9))]
