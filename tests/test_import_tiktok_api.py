"""Answers of TikTok's APIs: which post each record means, who made it, and what is no business of a post's."""

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Shop

from ugc.importers import importers, read_any
from ugc.model.posts import FoundPost, Skipped

ITEM = "7301234567890123461"
SHARE = f"https://www.tiktok.com/@bo.runs/video/{ITEM}?utm_source=x"


def read(folder: Path, *answers: Any, name: str = "answer.json") -> tuple[list[FoundPost], list[Skipped]]:
    """Read answers saved one after another; notes stand among what is skipped."""
    text = "\n".join(answer if isinstance(answer, str) else json.dumps(answer) for answer in answers)
    (folder / name).write_text(text, "utf-8")
    items = list(read_any(folder))
    posts = [item for item in items if isinstance(item, FoundPost)]
    assert {post.source for post in posts} <= {"tiktok-api"}
    return posts, [item for item in items if isinstance(item, Skipped)]


def page(*videos: dict[str, Any]) -> dict[str, Any]:
    return {
        "data": {"videos": list(videos), "cursor": 1, "has_more": False},
        "error": {"code": "ok", "log_id": "1"},
    }


def display(**more: Any) -> dict[str, Any]:
    return {"id": ITEM, "video_description": "Run", "create_time": 1699999100, **more}


def research(**more: Any) -> dict[str, Any]:
    return {"id": int(ITEM), "username": "cara", "region_code": "US", "create_time": 1699999100, **more}


def permitted(**item: Any) -> dict[str, Any]:
    return {
        "item_info": {"item_id": ITEM, "item_type": "VIDEO", "text": "Run", "auth_code": "#Secret", **item},
        "auth_info": {"auth_end_time": "2027-01-01 00:00:00"},
        "user_info": {"tiktok_name": "Mira"},
    }


def business(data: Any, code: int = 0, message: str = "OK") -> dict[str, Any]:
    return {"code": code, "message": message, "request_id": "1", "data": data}


@pytest.mark.parametrize(
    ("answers", "posts"),
    [
        ([page(display())], 1),
        ([[page(display()), page(display())]], 2),
        ([page(display()), page(display()), page(research())], 3),
        ([json.dumps(page(display()), indent=1), json.dumps(page(display()), indent=1)], 2),
        ([display()], 1),
        ([[research(), research()]], 2),
        ([business(permitted())], 1),
        ([business({"list": [permitted(), permitted()], "page_info": {}})], 2),
        ([permitted()], 1),
        ([[permitted(), permitted()]], 2),
        ([{"code": 200, "headers": [], "body": json.dumps(page(display()))}], 1),
        ([{"data": {"user_liked_videos": [research()]}}], 1),
    ],
)
def test_every_way_of_saving_answers(answers: list[Any], posts: int, tmp_path: Path) -> None:
    found, skipped = read(tmp_path, *answers)
    assert [post.ids for post in found] == [(f"tt:{ITEM}",)] * posts
    assert {skip.code for skip in skipped} <= {"note"}


@pytest.mark.parametrize(
    ("answer", "handle"),
    [
        (page(display(share_url=SHARE)), "bo.runs"),
        (page(display(share_url=f"https://www.tiktok.com/@/video/{ITEM}")), None),
        (page(display(share_url="https://vm.tiktok.com/ZMabc/")), None),
        (page(display()), None),
        (page(research()), "cara"),
        (page(research(username="")), None),
        (page({"id": int(ITEM), "region_code": "US", "create_time": 1}), None),
        (business(permitted()), None),  # a display name, even one that looks like a handle
    ],
)
def test_an_author_is_who_the_answer_names_by_handle(answer: Any, handle: str | None, tmp_path: Path) -> None:
    (post,), _ = read(tmp_path, answer)
    assert (post.author.handle if post.author else None) == handle
    assert post.permalink == f"https://www.tiktok.com/@{handle or ''}/video/{ITEM}"


def test_an_account_of_the_same_file_names_nobody(tmp_path: Path) -> None:
    """Answers of several accounts may stand in one file, and the list does not say whose it is."""
    user = {"data": {"user": {"open_id": "1", "username": "bo.runs"}}, "error": {"code": "ok", "log_id": "1"}}
    (post,), (skip,) = read(tmp_path, user, page(display()))
    assert post.author is None and skip.code == "ignored"


@pytest.mark.parametrize(
    ("videos", "ids"),
    [
        # JavaScript writes 7301234567890123461 as 7301234567890123000
        ([research(id=7301234567890123000)], []),
        ([research(id=7301234567890123000), research(id=7301234567890124000)], []),
        # beside an exact one it is exact itself
        ([research(id=7301234567890123000), research()], ["tt:7301234567890123000", f"tt:{ITEM}"]),
        # as text it is as the API wrote it
        ([research(id="7301234567890123000")], ["tt:7301234567890123000"]),
        # of a number that was rounded, the address still tells the post
        ([display(id=7301234567890123000, share_url=SHARE)], [f"tt:{ITEM}"]),
    ],
)
def test_ids_that_a_program_rounded_mean_no_post(videos: list[Any], ids: list[str], tmp_path: Path) -> None:
    posts, skipped = read(tmp_path, page(*videos))
    assert [post.ids[0] for post in posts] == ids
    faults = [skip for skip in skipped if skip.code != "note"]
    assert len(faults) == len(videos) - len(ids) and all("rounded" in skip.why for skip in faults)


def test_an_id_written_as_a_fraction_is_rounded_too(tmp_path: Path) -> None:
    text = json.dumps(page(research())).replace(ITEM, "7.301234567890123e18")
    posts, skipped = read(tmp_path, text)
    assert posts == [] and "rounded" in skipped[-1].why


def test_the_terms_of_the_research_api_are_told_once_a_file(tmp_path: Path, empty_shop: Shop) -> None:
    folder = tmp_path / "collected"
    folder.mkdir()
    (folder / "a.jsonl").write_text("\n".join([json.dumps(page(research(), research(id=int(ITEM) + 1)))] * 3))
    empty_shop("import", folder)
    assert empty_shop.err.count("Research API") == 1
    assert "a.jsonl: These are answers of TikTok's Research API." in empty_shop.err
    report = empty_shop("import", folder, "--json")
    assert [skip["code"] for skip in report["skipped"]] == ["note"]


def test_a_code_and_its_end_are_no_business_of_a_post(tmp_path: Path, empty_shop: Shop) -> None:
    file = tmp_path / "tt video.json"
    file.write_text(json.dumps(business({"list": [permitted(), permitted(auth_code="#Other")]})))
    empty_shop("import", file)
    assert f"ugc ads codes add '{file}'" in empty_shop.err
    empty_shop("show", f"tt:{ITEM}", "--json")
    assert "#Secret" not in empty_shop.out and "auth_end_time" not in empty_shop.out


@pytest.mark.parametrize(
    ("answer", "code", "word"),
    [
        (business({}, 40105, "Access token is incorrect: access_token=abc"), "not_understood", "incorrect"),
        (
            {"data": {}, "error": {"code": "scope_not_authorized", "message": "", "log_id": "1"}},
            "not_understood",
            "scope",
        ),
        (page(), "empty", "no posts"),
        (business({"list": []}), "empty", "no posts"),
        (business({"identity_list": [{"identity_id": "1"}]}), "not_understood", "other than posts"),
        (business(permitted(item_id="")), "not_understood", "id is missing"),
    ],
)
def test_what_holds_no_post_is_said(answer: Any, code: str, word: str, tmp_path: Path) -> None:
    posts, skipped = read(tmp_path, answer)
    (skip,) = [skip for skip in skipped if skip.code != "note"]
    assert posts == [] and skip.code == code and word in skip.why
    assert "abc" not in skip.why


def test_counts_are_numbers_or_unknown(tmp_path: Path) -> None:
    counts = {"like_count": "12", "view_count": -1, "comment_count": 0, "favourites_count": 4}
    (post,), _ = read(tmp_path, page(research(**counts)))
    assert post.counts and post.counts.model_dump(exclude_none=True) == {
        "likes": 12,
        "comments": 0,
        "saves": 4,
    }


def test_a_carousel_has_a_link_for_each_picture_in_its_order(tmp_path: Path) -> None:
    pictures = [{"image_url": f"https://p16.tiktokcdn.com/{name}.jpeg?x-signature=s"} for name in "abc"]
    (post,), _ = read(
        tmp_path, business(permitted(item_type="CAROUSEL", carousel_info={"image_info": pictures}))
    )
    assert [(link.name, link.place, link.role) for link in post.links] == [
        ("a.jpeg", 0, "original"),
        ("b.jpeg", 1, "original"),
        ("c.jpeg", 2, "original"),
    ]
    assert post.missing == ("a.jpeg", "b.jpeg", "c.jpeg") and post.kind == "carousel"
    assert all("x-signature" in link.url and "x-signature" not in repr(link) for link in post.links)
    assert "x-signature" not in (post.raw or "")


def test_a_description_cut_by_the_api_is_believed_less(tmp_path: Path) -> None:
    (cut, whole), _ = read(
        tmp_path, page(display(video_description="x" * 150), display(video_description="x" * 149))
    )
    assert cut.caption_trust < whole.caption_trust


@pytest.mark.parametrize(
    "other",
    [
        {
            "category": "tiktok",
            "subcategory": "user",
            "id": ITEM,
            "desc": "x",
            "create_time": 1,
            "video_description": "x",
        },
        {"Profile": {}, "Video": {"Videos": {"VideoList": []}}},
        {"data": [{"id": "17", "media_type": "IMAGE"}]},
        {"id": ITEM},
        {"code": 200, "message": "OK"},
    ],
)
def test_what_is_of_another_source_is_not_claimed(other: Any, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(json.dumps(other))
    assert importers()["tiktok-api"].claims(tmp_path / "x.json") is False
