"""Answers of the Instagram Graph API: every wrapper, and who posted only where that is said."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ugc.importers import importers, read_any
from ugc.model.posts import FoundPost, Skipped

SHARED = Path(__file__).resolve().parents[2] / "shared"
SAMPLES = Path(__file__).resolve().parent / "samples"
LINK = "https://www.instagram.com/p/BqvsDleB3lV/"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(40)
MP4 = b"\x00\x00\x00\x18ftypisom" + bytes(40)
CDN = "https://scontent.cdninstagram.com/v"


def read(folder: Path, *answers: Any) -> tuple[list[FoundPost], list[Skipped]]:
    (folder / "answer.json").write_text("\n".join(map(json.dumps, answers)), "utf-8")
    items = list(read_any(folder))
    posts = [item for item in items if isinstance(item, FoundPost) and item.source != "folder"]
    assert {post.source for post in posts} <= {"instagram-graph"}
    return posts, [item for item in items if isinstance(item, Skipped)]


def media(**more: Any) -> dict[str, Any]:
    return {"id": "17", "media_type": "IMAGE", "permalink": LINK, **more}


@pytest.mark.parametrize(
    ("answers", "authors"),
    [
        ([media()], [None]),
        ([media(username="ana")], ["ana"]),
        ([media(owner={"id": "1"})], [None]),
        ([{"data": [media(username="ana"), media()]}], ["ana", None]),
        ([[{"data": [media()]}, {"data": [media()]}]], [None, None]),
        ([{"data": [media()], "paging": {}}, {"data": [media()]}], [None, None]),
        ([{"id": "1", "username": "ana", "media": {"data": [media()]}}], ["ana"]),
        ([{"id": "1", "username": "ana", "stories": {"data": [media()]}}], ["ana"]),
        # who is tagged is not who posted
        (
            [{"id": "1", "username": "glow", "tags": {"data": [media(), media(username="ana")]}}],
            [None, "ana"],
        ),
        ([{"business_discovery": {"username": "ana", "media": {"data": [media()]}}, "id": "2"}], ["ana"]),
        ([{"business_discovery": {"media": {"data": [media()]}}}], [None]),
        ([{"mentioned_media": media(username="ana"), "id": "1"}], ["ana"]),
        ([{"mentioned_comment": {"id": "5", "text": "x", "media": media()}, "id": "1"}], [None]),
        ([{"id": "1", "name": "glowrun", "recent_media": {"data": [media()]}}], [None]),
        ([{"17": media()}], [None]),  # ?ids=17
        (
            [
                {
                    "code": 200,
                    "headers": [{"name": "x", "value": "y"}],
                    "body": json.dumps({"data": [media()]}),
                }
            ],
            [None],
        ),
        ([[{"code": 200, "body": json.dumps(media(username="ana"))}]], ["ana"]),
        # whose a story is stands in its address
        ([media(permalink="https://www.instagram.com/stories/ana/1922949326347663701")], ["ana"]),
    ],
)
def test_every_wrapper(answers: list[Any], authors: list[str | None], tmp_path: Path) -> None:
    posts, skipped = read(tmp_path, *answers)
    assert [post.author.handle if post.author else None for post in posts] == authors
    assert {post.ids for post in posts} == {("ig:BqvsDleB3lV",)} and skipped == []


@pytest.mark.parametrize(
    ("answer", "code", "word"),
    [
        (
            {
                "object": "instagram",
                "entry": [{"changes": [{"field": "mentions", "value": {"media_id": "17"}}]}],
            },
            "not_understood",
            "webhook",
        ),
        ({"data": []}, "empty", "no posts"),
        ({"error": {"message": "x access_token=abc", "fbtrace_id": "1"}}, "not_understood", "error: x"),
        ({"data": [{"id": "17", "media_type": "IMAGE"}]}, "not_understood", "permalink"),
    ],
)
def test_what_holds_no_post_is_said(answer: Any, code: str, word: str, tmp_path: Path) -> None:
    posts, (skip,) = read(tmp_path, answer)
    assert posts == [] and skip.code == code and word in skip.why and "abc" not in skip.why


def test_media_that_are_not_there_have_their_addresses(tmp_path: Path) -> None:
    children = [
        {"id": "1", "media_type": "IMAGE", "media_url": f"{CDN}/one_n.jpg?oh=a&oe=b"},
        {
            "id": "2",
            "media_type": "VIDEO",
            "media_url": f"{CDN}/two.mp4?oh=c",
            "thumbnail_url": f"{CDN}/two.jpg?oh=d",
        },
        {"id": "3", "media_type": "VIDEO", "thumbnail_url": f"{CDN}/three.jpg?oh=e"},
        {"id": "4", "media_type": "IMAGE"},
    ]
    (tmp_path / "one_n.jpg").write_bytes(JPG)
    (post,), _ = read(tmp_path, media(media_type="CAROUSEL_ALBUM", children={"data": children}))
    assert [file.path.name for file in post.files] == ["one_n.jpg"]
    assert [(link.name, link.place, link.role) for link in post.links] == [
        ("two.mp4", 1, "original"),
        ("two.jpg", 1, "poster"),
        ("three.jpg", 2, "poster"),
    ]
    # of a clip with licensed music the API gives no address
    assert post.missing == ("two.mp4", "two.jpg", "three.jpg", "3", "4")
    assert post.links[0].url.endswith("?oh=c")
    assert "oh=" not in (post.raw or "") and "oh=" not in repr(post)


def test_a_clip_that_is_there_needs_no_still(tmp_path: Path) -> None:
    (tmp_path / "two.mp4").write_bytes(MP4)
    told = media(media_type="VIDEO", media_url=f"{CDN}/two.mp4?oh=c", thumbnail_url=f"{CDN}/two.jpg?oh=d")
    (post,), _ = read(tmp_path, told)
    assert post.links == () and post.missing == ()


@pytest.mark.parametrize(
    "address", ["ftp://a.b/c.jpg", "javascript:alert(1)", "file:///etc/passwd", "https://", "//a.b/c", "x y"]
)
def test_only_addresses_of_the_web_are_links(address: str, tmp_path: Path) -> None:
    (post,), _ = read(tmp_path, media(media_url=address))
    assert post.links == ()


def test_views_words_and_ads(tmp_path: Path) -> None:
    (tmp_path / "17.jpg").write_bytes(JPG)
    told = media(view_count=12, like_count=0, alt_text="A bottle", boost_ads_list=[{"ad_id": "1"}])
    (post,), _ = read(tmp_path, told)
    assert post.counts and post.counts.model_dump(exclude_none=True) == {"views": 12, "likes": 0}
    assert [file.alt for file in post.files] == ["A bottle"]
    assert post.dropped == ("boost_ads_list",) and "ad_id" not in (post.raw or "")


def test_a_mention_is_believed_less(tmp_path: Path) -> None:
    """The API takes the @ out of its caption."""
    (mention, plain), _ = read(
        tmp_path, {"mentioned_media": media(caption="glow hey")}, media(caption="@glow hey")
    )
    assert mention.caption_trust < plain.caption_trust


def test_no_two_importers_claim_one_file() -> None:
    files = [path for path in SAMPLES.glob("*/input/**/*") if path.suffix in (".json", ".jsonl")]
    files += sorted((SAMPLES / "permissions").glob("*.json"))
    owned = {
        path.name: [name for name, module in importers().items() if name != "folder" and module.claims(path)]
        for path in files
    }
    assert [name for name, owners in owned.items() if len(owners) > 1] == []
    assert owned["advertisable_content.json"] == owned["ad_permissions.json"] == ["meta-advertisable-content"]
    assert owned["tt_video_list.json"] == owned["identity_get.json"] == ["tiktok-api"]


def test_real_answers_leave_who_posted_unknown_and_lose_every_signature() -> None:
    samples = SHARED / "samples" / "instagram_graph"
    if not samples.is_dir():
        pytest.skip("shared/samples is not on this machine")
    posts = [item for item in importers()["instagram-graph"].read(samples) if isinstance(item, FoundPost)]
    assert len(posts) == 11
    for post in posts:
        assert post.author is None
        (link,) = post.links
        assert (link.name,) == post.missing and "oe=" in link.url
        assert "oe=" not in (post.raw or "") and "_nc_" not in (post.raw or "")


@pytest.mark.parametrize(
    ("answer", "followers"),
    [
        (
            {
                "business_discovery": {
                    "username": "ana",
                    "followers_count": 8_000,
                    "media": {"data": [media()]},
                }
            },
            [8_000],
        ),
        ({"username": "ana", "followers_count": 8_000, "id": "1", "media": {"data": [media()]}}, [8_000]),
        (
            {
                "username": "ana",
                "followers_count": 8_000,
                "media": {"data": [media(username="ana"), media(username="bo")]},
            },
            [8_000, None],  # a post with others is in the account's list, and Bo's
        ),
        ({"username": "glow", "followers_count": 8_000, "tags": {"data": [media(username="ana")]}}, [None]),
        ({"username": "ana", "followers_count": -1, "media": {"data": [media()]}}, [None]),
        ({"followers_count": 8_000, "media": {"data": [media()]}}, [None]),
        ({"data": [media(username="ana")]}, [None]),
    ],
)
def test_an_account_that_an_answer_is_about_tells_who_follows_it(
    tmp_path: Path, answer: Any, followers: list[int | None]
) -> None:
    posts, skipped = read(tmp_path, answer)
    assert not skipped
    assert [post.followers.count if post.followers else None for post in posts] == followers
    day = datetime.fromtimestamp((tmp_path / "answer.json").stat().st_mtime, tz=UTC).date()
    assert {post.followers.day for post in posts if post.followers} <= {day}
