"""Answers of the YouTube Data API: which video each item means, whose channel it is, and what it costs to guess."""

import json
from pathlib import Path
from typing import Any

import pytest

from ugc.importers import importers, read_any
from ugc.importers._youtube_videos import seconds
from ugc.model.posts import FoundPost, Skipped

SHARED = Path(__file__).resolve().parents[2] / "shared"
CHANNEL = "UCfictional00000000000aA"
OTHER = "UCfictional00000000000bB"
VIDEO = "AbCdEfGhI-1"


def read(folder: Path, *answers: Any) -> tuple[list[FoundPost], list[Skipped]]:
    (folder / "answer.json").write_text("\n".join(map(json.dumps, answers)), "utf-8")
    items = list(read_any(folder))
    posts = [item for item in items if isinstance(item, FoundPost)]
    assert {post.source for post in posts} <= {"youtube-api"}
    return posts, [item for item in items if isinstance(item, Skipped)]


def video(snippet: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    told = {"title": "Glow", "channelId": CHANNEL, "channelTitle": "Ana", **(snippet or {})}
    return {"kind": "youtube#video", "id": VIDEO, "snippet": told, **more}


def listed(*items: Any, kind: str = "video") -> dict[str, Any]:
    return {"kind": f"youtube#{kind}ListResponse", "items": list(items)}


def channel(custom: str | None, id: str = CHANNEL) -> dict[str, Any]:
    snippet = {"title": "Ana"} | ({"customUrl": custom} if custom else {})
    return {
        "kind": "youtube#channelListResponse",
        "items": [{"kind": "youtube#channel", "id": id, "snippet": snippet}],
    }


@pytest.mark.parametrize(
    ("answers", "posts"),
    [
        ([listed(video())], 1),
        ([listed(video(), video())], 2),
        ([[listed(video()), listed(video())]], 2),
        ([listed(video()), listed(video())], 2),
        ([video()], 1),
        ([[video(), video()]], 2),
        ([{"items": [{"id": VIDEO, "snippet": {"title": "x"}}]}], 1),  # only the fields asked for are there
        ([{"items": [{"id": {"videoId": VIDEO}, "snippet": {"title": "x"}}]}], 1),
    ],
)
def test_every_way_of_saving_answers(answers: list[Any], posts: int, tmp_path: Path) -> None:
    found, skipped = read(tmp_path, *answers)
    assert [post.ids for post in found] == [(f"yt:{VIDEO}",)] * posts and skipped == []


@pytest.mark.parametrize(
    ("more", "handle"),
    [
        ([], None),  # a channel's title is not its handle
        ([channel("@ana.moves")], "ana.moves"),
        ([channel("anamoves")], None),  # an older name of a channel, which somebody else may have as a handle
        ([channel(None)], None),
        ([channel("@bo", OTHER)], None),
    ],
)
def test_an_author_needs_a_handle(more: list[Any], handle: str | None, tmp_path: Path) -> None:
    (post,), _ = read(tmp_path, listed(video()), *more)
    assert (post.author.handle if post.author else None) == handle
    if handle:
        assert post.author and (post.author.native_id, post.author.display_name) == (CHANNEL, "Ana")
        assert post.notes == ()
    else:
        assert f"'Ana' ({CHANNEL})" in post.notes[0]


def test_handles_come_from_a_file_beside_it_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "zz.json").write_text(json.dumps(channel("@ana.moves")))
    (post,), (skip,) = read(tmp_path, listed(video()))
    assert post.author and post.author.handle == "ana.moves"
    assert (Path(skip.origin).name, skip.code) == ("zz.json", "ignored")


def test_an_entry_of_a_playlist_is_the_owners_and_not_the_lists(tmp_path: Path) -> None:
    snippet = {
        "publishedAt": "2026-01-01T00:00:00Z",  # when it was put on the list
        "channelId": OTHER,  # whose list it is
        "title": "Glow",
        "resourceId": {"kind": "youtube#video", "videoId": VIDEO},
    }
    owner = {"videoOwnerChannelId": CHANNEL, "videoOwnerChannelTitle": "Ana"}
    item = {"kind": "youtube#playlistItem", "id": "UEx", "snippet": snippet | owner}
    (post,), _ = read(tmp_path, listed(item, kind="playlistItem"), channel("@bo", OTHER))
    assert post.author is None and "'Ana'" in post.notes[0]
    assert post.posted_at is None
    item["contentDetails"] = {"videoPublishedAt": "2025-05-05T05:05:05Z"}
    (post,), _ = read(tmp_path, listed(item, kind="playlistItem"))
    assert post.posted_at and post.posted_at.isoformat() == "2025-05-05T05:05:05+00:00"


@pytest.mark.parametrize(
    ("title", "gone", "note"), [("Deleted video", True, ""), ("Private video", None, "private now")]
)
def test_a_video_that_cannot_be_seen_has_no_words(
    title: str, gone: bool | None, note: str, tmp_path: Path
) -> None:
    snippet = {"title": title, "description": "unavailable", "resourceId": {"videoId": VIDEO}}
    (post,), _ = read(
        tmp_path, listed({"kind": "youtube#playlistItem", "snippet": snippet}, kind="playlistItem")
    )
    assert (post.caption, post.gone) == (None, gone)
    assert note in " ".join(post.notes)


def test_a_video_that_is_only_called_deleted_is_there(tmp_path: Path) -> None:
    (post,), _ = read(tmp_path, listed(video({"title": "Deleted video"})))
    assert (post.caption, post.gone) == ("Deleted video", None)


def test_words_of_a_search_are_html_and_cut_and_those_of_a_list_are_not(tmp_path: Path) -> None:
    hit = {
        "kind": "youtube#searchResult",
        "id": {"videoId": VIDEO},
        "snippet": {"title": "Ana&#39;s &amp; Bo&quot;s"},
    }
    (searched, whole), _ = read(tmp_path, listed(hit, kind="search"), listed(video({"title": "A &amp; B"})))
    assert searched.caption == "Ana's & Bo\"s" and whole.caption == "A &amp; B"
    assert searched.caption_trust < whole.caption_trust


@pytest.mark.parametrize(
    ("statistics", "counts"),
    [
        ({"viewCount": "1200", "likeCount": "0"}, {"likes": 0, "views": 1200}),
        ({"viewCount": "12"}, {"views": 12}),  # likes and comments are left out where they are hidden
        ({"viewCount": "", "likeCount": "-1", "commentCount": None}, None),
        ({}, None),
    ],
)
def test_numbers_are_text_and_missing_is_unknown(statistics: Any, counts: Any, tmp_path: Path) -> None:
    (post,), _ = read(tmp_path, listed(video(statistics=statistics)))
    assert (post.counts.model_dump(exclude_none=True) if post.counts else None) == counts


@pytest.mark.parametrize(("said", "label"), [(True, True), (False, False), ("true", None), (None, None)])
def test_a_paid_placement_is_said_or_unknown(said: Any, label: bool | None, tmp_path: Path) -> None:
    (post,), _ = read(tmp_path, listed(video(paidProductPlacementDetails={"hasPaidProductPlacement": said})))
    assert post.paid_label is label


@pytest.mark.parametrize(
    ("duration", "size", "kind"),
    [
        ("PT58S", ("270", "480"), "short"),
        ("PT3M", (480, 480), "short"),
        ("PT58S", (480, 270), "video"),
        ("PT58S", (None, None), "video"),  # its shape is not told
        ("PT3M1S", (270, 480), "video"),
        ("P0D", (270, 480), "video"),
        ("soon", (270, 480), "video"),
    ],
)
def test_a_short_is_told_by_length_and_shape_together(
    duration: str, size: Any, kind: str, tmp_path: Path
) -> None:
    player = {"embedWidth": size[0], "embedHeight": size[1]}
    (post,), _ = read(tmp_path, listed(video(contentDetails={"duration": duration}, player=player)))
    assert post.kind == kind and "embed" not in (post.raw or "")


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("PT4M13S", 253),
        ("P1DT2H", 93600),
        ("P1W", 604800),
        ("PT0S", None),
        ("P0D", None),
        ("4:13", None),
        (None, None),
    ],
)
def test_durations(text: str | None, length: int | None) -> None:
    assert seconds(text) == length


@pytest.mark.parametrize(
    ("answer", "code", "word"),
    [
        (listed(), "empty", "no videos"),
        (
            listed({"kind": "youtube#commentThread", "id": "x"}, kind="commentThread"),
            "not_understood",
            "something else",
        ),
        (
            {
                "error": {
                    "code": 403,
                    "message": "quota",
                    "errors": [{"domain": "youtube.quota", "reason": "x"}],
                }
            },
            "not_understood",
            "quota",
        ),
        (listed({"kind": "youtube#video", "id": "short"}), "not_understood", "id is missing"),
        (
            listed({"kind": "youtube#searchResult", "id": {"kind": "youtube#playlist"}}, kind="search"),
            "ignored",
            "playlist",
        ),
    ],
)
def test_what_holds_no_video_is_said(answer: Any, code: str, word: str, tmp_path: Path) -> None:
    posts, (skip,) = read(tmp_path, answer)
    assert posts == [] and skip.code == code and word in skip.why


def test_a_real_answer_reads_as_the_api_meant_it() -> None:
    file = SHARED / "samples" / "youtube_data" / "videos_info_single.json"
    if not file.is_file():
        pytest.skip("shared/samples is not on this machine")
    (post,) = importers()["youtube-api"].read(file)
    assert isinstance(post, FoundPost)
    assert post.ids == ("yt:D-lhorsDlUQ",) and post.author is None and post.counts is None
    assert post.posted_at and post.posted_at.isoformat() == "2019-03-21T20:37:49+00:00"
    assert (post.caption or "").startswith(
        "What are Actions on Google (Assistant on Air)\n\nIn the first episode"
    )
    assert post.permalink == "https://www.youtube.com/watch?v=D-lhorsDlUQ"


@pytest.mark.parametrize(
    ("statistics", "followers"),
    [
        ({"subscriberCount": "12300", "hiddenSubscriberCount": False}, 12_300),
        ({"subscriberCount": "12300"}, 12_300),
        ({"subscriberCount": "0", "hiddenSubscriberCount": True}, None),
        ({"hiddenSubscriberCount": False}, None),
        (None, None),
    ],
)
def test_a_channel_tells_of_its_subscribers(
    statistics: dict[str, Any] | None, followers: int | None, tmp_path: Path
) -> None:
    told = channel("@ana.moves")
    if statistics is not None:
        told["items"][0]["statistics"] = statistics
    (post,), _ = read(tmp_path, listed(video()), told)
    assert (post.followers.count if post.followers else None) == followers
