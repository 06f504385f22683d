"""Meta's lists of content that may be advertised: the posts come in, the permissions do not."""

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Shop

from ugc.importers import read_any
from ugc.model.posts import FoundPost, Skipped

LINK = "https://www.instagram.com/reel/BqvsDleB3lV/"


def read(folder: Path, *items: dict[str, Any]) -> tuple[list[FoundPost], list[Skipped]]:
    (folder / "answer.json").write_text(json.dumps({"data": items, "paging": {}}), "utf-8")
    found = list(read_any(folder))
    posts = [item for item in found if isinstance(item, FoundPost)]
    assert {post.source for post in posts} <= {"meta-advertisable-content"}
    return posts, [item for item in found if isinstance(item, Skipped)]


def new(**more: Any) -> dict[str, Any]:
    return {"content_id": "17900000000000001", "platform": "INSTAGRAM", "permalink": LINK, **more}


def old(**more: Any) -> dict[str, Any]:
    return {"id": "17900000000000002", "permalink": LINK, "owner_id": "17841400000000002", **more}


@pytest.mark.parametrize(
    ("item", "handle"),
    [
        (new(author={"display_name": "Ana", "ig_user_id": "17841400000000001"}), None),
        (new(), None),
        (old(), None),  # the API's own number for an account, which no other source knows
        (old(owner={"username": "ana.runs", "id": "1"}), "ana.runs"),
        (old(permalink="https://www.instagram.com/ana.runs/reel/BqvsDleB3lV/"), "ana.runs"),
    ],
)
def test_an_author_is_who_is_named_by_handle(
    item: dict[str, Any], handle: str | None, tmp_path: Path
) -> None:
    (post,), _ = read(tmp_path, item)
    assert (post.author.handle if post.author else None) == handle
    assert post.author is None or post.author.native_id is None


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (old(eligibility_errors=["No GIFs", "No GIFs", "No music"]), "No GIFs; No music"),
        (old(eligibility_errors="No GIFs"), "No GIFs"),
        (old(eligibility_errors=[{"code": 3, "message": "No GIFs"}]), "No GIFs"),
        (new(partnership_info=[{"ad_eligibility": "INELIGIBLE"}]), "INELIGIBLE"),
        (new(partnership_info=[{"ad_eligibility": "AD_READY"}]), None),
        (old(eligibility_errors=[]), None),
        (old(eligibility_errors=7), None),
    ],
)
def test_what_meta_says_against_it_is_told_in_its_words(item: Any, said: str | None, tmp_path: Path) -> None:
    item = {**item, "owner": {"username": "ana"}}
    (post,), _ = read(tmp_path, item)
    assert post.notes == ((f"Meta says of advertising it: {said}",) if said else ())


@pytest.mark.parametrize(
    ("item", "kind", "paid"),
    [
        (new(post_type="REEL", media_type="VIDEO"), "reel", None),
        (new(post_type="STORY", media_type="IMAGE"), "story", None),
        (new(post_type="FEED", media_type="CAROUSEL"), "carousel", None),
        (new(media_type="IMAGE", permalink="https://www.instagram.com/p/BqvsDleB3lV/"), "feed", None),
        (new(partnership_info=[{"content_types": ["TAGGED"]}]), "reel", None),  # to be tagged is no label
        (new(partnership_info=[{"content_types": ["TAGGED", "BRANDED_CONTENT"]}]), "reel", True),
        (new(partnership_info={"content_types": ["BRANDED_CONTENT"]}), "reel", None),
    ],
)
def test_kinds_and_labels(item: Any, kind: str, paid: bool | None, tmp_path: Path) -> None:
    (post,), _ = read(tmp_path, item)
    assert (post.kind, post.paid_label) == (kind, paid)


@pytest.mark.parametrize(
    ("said", "moment", "precision"),
    [
        ("2018-11-29", "2018-11-29T00:00:00+00:00", "day"),
        ("2018-11-29T02:04:04+0100", "2018-11-29T01:04:04+00:00", "second"),
        ("yesterday", "2018-11-29T01:04:04+00:00", "derived"),
        (None, "2018-11-29T01:04:04+00:00", "derived"),
    ],
)
def test_dates_are_as_exact_as_they_are_told(said: Any, moment: str, precision: str, tmp_path: Path) -> None:
    (post,), _ = read(tmp_path, new(creation_time=said))
    assert post.posted_at and (post.posted_at.isoformat(), post.precision) == (moment, precision)


@pytest.mark.parametrize(
    ("item", "word"),
    [
        (new(permalink=None), "permalink"),
        (new(permalink="https://www.instagram.com/ana/"), "permalink"),
        (new(permalink="https://evil.example/p/BqvsDleB3lV/"), "permalink"),
        (old(permalink="javascript:alert(1)"), "permalink"),
    ],
)
def test_what_means_no_post_is_said(item: Any, word: str, tmp_path: Path) -> None:
    posts, skipped = read(tmp_path, item)
    assert posts == [] and word in skipped[-1].why


def test_a_post_of_facebook_is_known_by_its_address(tmp_path: Path) -> None:
    (post,), _ = read(
        tmp_path, new(platform="FACEBOOK", permalink="https://www.facebook.com/glow/posts/12?mibextid=1")
    )
    assert (post.platform, post.ids) == ("facebook", ())
    assert post.permalink == "https://www.facebook.com/glow/posts/12?mibextid=1"


def test_permissions_stay_out_and_where_they_go_is_said_once(tmp_path: Path, empty_shop: Shop) -> None:
    info = {"permission_status": "APPROVED", "permission_type": "AD_CODE", "ad_code": "9990001112223"}
    file = tmp_path / "content.json"
    second = "https://www.instagram.com/p/B8gQCApHMT-/"
    file.write_text(
        json.dumps({"data": [new(partnership_info=[info]), new(permalink=second, partnership_info=[info])]})
    )
    empty_shop("import", file)
    assert empty_shop.err.count(f"ugc ads codes add {file}") == 1
    empty_shop("show", "ig:BqvsDleB3lV", "--json")
    assert "9990001112223" not in empty_shop.out and "APPROVED" not in empty_shop.out


def test_what_is_said_of_codes_is_what_the_other_command_reads(tmp_path: Path) -> None:
    """The answer that the note names is one that permissions are read from, and of the same posts."""
    from ugc.permissions import read as permissions

    info = {
        "tagged_partner": {"ig_user_id": "1"},
        "permission_status": "APPROVED",
        "permission_type": "AD_CODE",
    }
    (post,), _ = read(tmp_path, new(partnership_info=[info | {"ad_code": "99900"}]))
    (found,) = permissions(tmp_path / "answer.json", own=["1"]).found
    assert LINK in found.posts and post.ids == ("ig:BqvsDleB3lV",)


def test_permissions_of_accounts_hold_no_post(tmp_path: Path) -> None:
    posts, skipped = read(tmp_path, {"creator_username": "ana", "permission_status": "APPROVED", "id": "1"})
    assert posts == [] and [skip.code for skip in skipped] == ["note", "ignored"]
