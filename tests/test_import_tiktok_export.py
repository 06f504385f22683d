"""TikTok's own export: every spelling of its sections, what in it is collected, and what never is."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_importers import JPG, MP4, lay_named, names, taken

from ugc.importers import read_any
from ugc.model.posts import FoundPost, Skipped

SIGNED = (
    "https://v16.muscdn.com/661ba9b456bc804eb3b644698821bda7/5eb2f847/video/tos/useast2a/"
    "25a32793304f42d990ac434fb69d34d7/?a=1233&policy=secret&tk=secret"
)
SHARE = "https://www.tiktokv.com/share/video/6748451240264420610/"
ITEM = {"Date": "2024-05-01 10:00:00", "Link": SIGNED, "Likes": "1204", "Title": "Five k #GlowRun"}
PROFILE = {
    "Profile Information": {"ProfileMap": {"userName": "cara.runs", "emailAddress": "cara@example.org"}}
}


def told(folder: Path, data: Any, name: str = "user_data_tiktok.json", **more: Any) -> tuple[
    list[FoundPost], list[Skipped]
]:  # fmt: skip
    return taken(lay_named(folder, {name: data, **more}))


def own(folder: Path, item: Any, **profile: Any) -> FoundPost:
    (post,), _ = told(folder, {"Profile": profile or PROFILE, "Post": {"Posts": {"VideoList": [item]}}})
    return post


# Sections.


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("user_data_tiktok.json", {"Profile And Settings": PROFILE, "Post": {"Posts": {"VideoList": [ITEM]}}}),
        ("user_data.json", {"Profile": PROFILE, "Video": {"Videos": {"VideoList": [ITEM]}}}),
        ("user_data.json", {"Activity": {"Posts": {"VideoList": [ITEM]}}, "Profile": PROFILE}),
        ("renamed.json", {"Profile": PROFILE, "Post": {"Posts": {"VideoList": [ITEM]}}}),
        # sections that hold nothing, in each of the ways in which they do
        (
            "user_data.json",
            {"Profile": PROFILE, "Comment": None, "Direct Messages": "", "Ads and data": {},
             "Activity": {"Like List": None, "Share History": "", "Favorite Videos": {"FavoriteVideoList": None}},
             "Post": {"Posts": {"VideoList": [ITEM]}}},
        ),
    ],
)  # fmt: skip
def test_own_posts_wherever_they_stand(tmp_path: Path, name: str, data: Any) -> None:
    (post,), skipped = told(tmp_path, data, name)
    assert (post.source, post.caption, post.author and post.author.handle) == (
        "tiktok-export", ITEM["Title"], "cara.runs",
    )  # fmt: skip
    assert post.posted_at and post.posted_at.isoformat() == "2024-05-01T10:00:00+00:00"
    assert (post.precision, post.gone, skipped) == ("second", None, [])


def test_deleted_posts_are_gone(tmp_path: Path) -> None:
    data = {"Profile": PROFILE, "Post": {"Recently Deleted Posts": {"PostList": [ITEM]}}}
    (post,), _ = told(tmp_path, data)
    assert (post.gone, post.caption) == (True, ITEM["Title"])


@pytest.mark.parametrize("section", ["Activity", "Your Activity", "Likes and Favorites"])
@pytest.mark.parametrize("link", ["Link", "link"])
def test_favourites_are_links_and_what_was_liked_or_seen_is_left(
    tmp_path: Path, section: str, link: str
) -> None:
    seen = [{"Date": "2024-06-01 10:00:00", link: SHARE}] * 3
    data = {
        "Profile": PROFILE,
        section: {
            "Favorite Videos": {"FavoriteVideoList": seen[:1]},
            "Like List": {"ItemFavoriteList": seen[:1]},
            "Watch History": {"VideoList": seen},
            "Video Browsing History": {"VideoList": seen[:2]},
            "Share History": {"ShareHistoryList": seen},
        },
    }
    (post,), skipped = told(tmp_path, data)
    assert (post.ids, post.author, post.files) == (("tt:6748451240264420610",), None, ())
    assert (post.precision, post.posted_at and post.posted_at.year) == (
        "derived",
        2019,
    )  # not when it was marked
    assert {skip.code for skip in skipped} == {"ignored"}
    counted = sorted((skip.origin.rpartition(", ")[2], skip.why.split(" post")[0]) for skip in skipped)
    assert counted == [
        ("Like List", "1"), ("Share History", "3"), ("Video Browsing History", "2"), ("Watch History", "3"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("link", "word"),
    [("https://vm.tiktok.com/ZMabc/", "short link"), ("", "no address"), (None, "no address"), (SIGNED, "no address"),
     ("https://www.instagram.com/p/BqvsDleB3lV/", "no address")],
)  # fmt: skip
def test_a_favourite_without_an_address_costs_itself(tmp_path: Path, link: Any, word: str) -> None:
    listed = [{"Date": "2024-06-01 10:00:00", "Link": link}, {"Link": SHARE}]
    data = {"Profile": PROFILE, "Activity": {"Favorite Videos": {"FavoriteVideoList": listed}}}
    (post,), (skip,) = told(tmp_path, data)
    assert post.ids == ("tt:6748451240264420610",)
    assert (skip.code, word in skip.why) == ("no_media", True)


# Fields.


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"Likes": "0"}, {"likes": 0}),
        ({"Likes": ""}, None),
        ({"Likes": "-1"}, None),
        ({"Likes": "1.2K"}, None),
        ({"Likes": 7}, {"likes": 7}),
    ],
)
def test_likes_are_text_and_unknown_where_they_are_none(tmp_path: Path, more: Any, expected: Any) -> None:
    post = own(tmp_path, ITEM | more)
    assert (post.counts.model_dump(exclude_none=True) if post.counts else None) == expected


@pytest.mark.parametrize(
    ("field", "value", "paid", "note"),
    [
        ("ContentDisclosure", "Yes", True, None),
        ("ContentDisclosure", "On", True, None),
        ("ContentDisclosure", True, True, None),
        ("ContentDisclosure", "No", False, None),
        ("ContentDisclosure", "", None, None),
        ("ContentDisclosure", "N/A", None, None),
        ("ContentDisclosure", "Your brand", None, "'Your brand'"),  # it promotes itself: nobody paid
        ("AIGeneratedContent", "Yes", None, "made with AI"),
        ("AIGeneratedContent", "No", None, None),
    ],
)
def test_what_is_disclosed(
    tmp_path: Path, field: str, value: Any, paid: bool | None, note: str | None
) -> None:
    post = own(tmp_path, ITEM | {field: value})
    assert post.paid_label is paid
    assert bool(post.notes) == bool(note) and (note or "") in "".join(post.notes)


@pytest.mark.parametrize(
    ("sound", "kind", "title"),
    [
        ("original sound - cara.runs", "original", "original sound - cara.runs"),
        ("original sound - bo", "unknown", "original sound - bo"),
        ("Night Drive - Some Band", "unknown", "Night Drive"),
        ("", "unknown", None),
    ],
)
def test_the_sound_that_is_named(tmp_path: Path, sound: str, kind: str, title: str | None) -> None:
    post = own(tmp_path, ITEM | {"Sound": sound})
    assert (post.sound, post.track.title if post.track else None) == (kind, title)


@pytest.mark.parametrize(
    ("date", "posted_at"),
    [
        ("2024-05-01 10:00:00", "2024-05-01T10:00:00+00:00"),
        ("2024-05-01 10:00:00 UTC", "2024-05-01T10:00:00+00:00"),
        ("", None),
        ("yesterday", None),
        (None, None),
    ],
)
def test_dates_are_utc(tmp_path: Path, date: Any, posted_at: str | None) -> None:
    post = own(tmp_path, ITEM | {"Date": date})
    assert (post.posted_at.isoformat() if post.posted_at else None) == posted_at


def test_an_export_that_names_nobody_has_no_author_and_says_so(tmp_path: Path) -> None:
    post = own(tmp_path, ITEM, Settings={"x": 1})
    assert post.author is None and "ProfileMap" in post.notes[0]


# Addresses of files.


def test_a_signed_address_is_a_link_and_its_signature_is_never_in_the_record(tmp_path: Path) -> None:
    cover = "https://p16-sign.tiktokcdn.com/obj/tos/cover.image?x-expires=1&x-signature=secret"
    post = own(tmp_path, ITEM | {"CoverImage": cover})
    assert [(link.url, link.name, link.place, link.role) for link in post.links] == [
        (SIGNED, "25a32793304f42d990ac434fb69d34d7", 0, "original"),
        (cover, "cover.image", 0, "poster"),
    ]
    assert post.missing == tuple(link.name for link in post.links)
    assert post.raw and json.loads(post.raw)["Link"] == (
        "https://v16.muscdn.com/video/tos/useast2a/25a32793304f42d990ac434fb69d34d7/"
    )
    assert {"Link:signature", "CoverImage:signature"} <= set(post.dropped)
    for secret in ("secret", "661ba9b456bc804eb3b644698821bda7", "5eb2f847"):
        assert secret not in post.raw + repr(post)
    assert (post.permalink, post.kind) == (None, "video")


def test_a_post_without_an_address_is_known_by_its_account_and_its_second(tmp_path: Path) -> None:
    first = own(tmp_path / "a", ITEM)
    edited = own(tmp_path / "b", ITEM | {"Title": "Other words", "Link": ""})
    later = own(tmp_path / "c", ITEM | {"Date": "2030-01-01 10:00:00"})
    assert first.ids == edited.ids != later.ids
    assert [name.partition(":")[0] for name in first.ids] == ["file"]


def test_the_address_of_the_post_is_its_id(tmp_path: Path) -> None:
    post = own(tmp_path, ITEM | {"Link": SHARE})
    assert (post.ids, post.links, post.missing) == (("tt:6748451240264420610",), (), ())
    assert post.permalink == "https://www.tiktok.com/@cara.runs/video/6748451240264420610"
    assert post.precision == "second"


def test_pictures_of_one_post_are_a_carousel_and_those_at_hand_are_found(tmp_path: Path) -> None:
    links = "\n".join(
        f"https://p16.tiktokcdn.com/obj/tos/{name}?x-signature=secret" for name in ("1.jpeg", "2.jpeg")
    )
    lay_named(tmp_path, {"2.jpeg": JPG})
    post = own(tmp_path, ITEM | {"Link": links})
    assert (post.kind, names(post), post.missing, [link.place for link in post.links]) == (
        "carousel", ["2.jpeg"], ("1.jpeg",), [0],
    )  # fmt: skip


def test_a_clip_saved_under_the_name_in_its_address_is_found(tmp_path: Path) -> None:
    lay_named(tmp_path, {"25a32793304f42d990ac434fb69d34d7.mp4": MP4})
    post = own(tmp_path, ITEM)
    assert (names(post), post.missing) == (["25a32793304f42d990ac434fb69d34d7.mp4"], ())


# What is not read, and what is not its own.


@pytest.mark.parametrize(
    "text",
    [
        "Date: 2024-05-01 10:00:00 UTC\nLink: https://v16.tiktokcdn.com/x\nLike(s): 3\n",
        "\ufeffDate: 2024-05-01 10:00:00\r\nVideo Link: https://www.tiktokv.com/share/video/1/\r\n",
    ],
)
def test_the_export_as_text_is_explained(tmp_path: Path, text: str) -> None:
    posts, (skip,) = told(tmp_path, text, "Posts.txt")
    assert (posts, skip.code) == ([], "unsupported") and "choose JSON" in skip.why


@pytest.mark.parametrize(
    "data",
    [
        {"Profile": {}},
        {"Video": "x"},
        {"profile": 1, "video": 2},
        {"url": SHARE},
        {"video": {"url": SHARE}},
        [],
        "x",
    ],
)
def test_what_only_looks_like_it_is_not_claimed(tmp_path: Path, data: Any) -> None:
    lay_named(tmp_path, {"x.json": json.dumps(data), "beach.txt": "Date: 2024-05-01, at the beach"})
    assert list(read_any(tmp_path, importer="tiktok-export")) == []


def test_nothing_of_the_account_is_kept(tmp_path: Path) -> None:
    post = own(tmp_path, ITEM)
    assert "cara@example.org" not in post.model_dump_json()


# Fuzzing.

keys = st.sampled_from(
    "Profile;Post;Posts;Video;Videos;VideoList;Activity;Date;Link;Likes;Title;Sound;CoverImage;ContentDisclosure;"
    "ProfileMap;userName;PostList;FavoriteVideoList;ItemFavoriteList;Your Activity;Recently Deleted Posts;"
    "Favorite Videos;Like List;Profile Info".split(";")
)
values = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(
    [SIGNED, SHARE, "https://[", "https://x/\n" + SIGNED, "2024-05-01 10:00:00", "0001-01-01 00:00:00", "Yes"]
)  # fmt: skip
items = st.recursive(
    values, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=5)
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=items, listed=st.lists(items, max_size=3))
def test_any_json_is_read_or_said(tmp_path: Path, data: Any, listed: list[Any]) -> None:
    whole = {"Profile": data if isinstance(data, dict) else None, "Post": {"Posts": {"VideoList": listed}}}
    (tmp_path / "a.json").write_text(json.dumps(data), "utf-8")
    (tmp_path / "b.json").write_text(json.dumps(whole), "utf-8")
    for item in read_any(tmp_path):
        item.model_dump_json()
