"""Instagram's own export: every era's files, its spoilt letters, its language, and what in it is no post."""

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import Shop, photo
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_importers import JPG, MP4, lay_named, names, taken

from ugc.importers import read_any
from ugc.importers._mojibake import mend, mend_all
from ugc.model.posts import FoundPost, Skipped

WHEN = 1704100000
POSTS = "your_instagram_activity/media/posts_1.json"
ABOUT = "personal_information/personal_information/personal_information.json"


def media(uri: str = "media/posts/202401/1.jpg", title: str = "", **more: Any) -> dict[str, Any]:
    return {"uri": uri, "creation_timestamp": WHEN, "title": title, **more}


def about(**fields: str) -> dict[str, Any]:
    told = {name: {"href": "", "value": value, "timestamp": 0} for name, value in fields.items()}
    return {"profile_user": [{"title": "x", "string_map_data": told}]}


def export(folder: Path, posts: Any, *, at: str = POSTS, **more: Any) -> Path:
    files = {at: posts, ABOUT: about(Username="ana.runs"), "media/posts/202401/1.jpg": JPG}
    return lay_named(folder, files | more)


def own(folder: Path) -> tuple[list[FoundPost], list[Skipped]]:
    """Posts, and the skips that somebody should look at."""
    posts, skipped = taken(folder)
    return posts, [skip for skip in skipped if skip.code != "ignored"]


# Where it lies, and in what it is wrapped.


@pytest.mark.parametrize(
    ("at", "data", "kind"),
    [
        (POSTS, [{"media": [media(title="Hi")]}], "feed"),
        ("your_instagram_activity/content/posts_1.json", [{"media": [media(title="Hi")]}], "feed"),
        ("content/posts_1.json", [{"media": [media(title="Hi")]}], "feed"),
        ("content/posts_12.json", {"media": [media(title="Hi")]}, "feed"),  # a single post is no list
        ("content/posts_1.json", [media(title="Hi")], "feed"),
        ("content/reels.json", {"ig_reels_media": [{"media": [media(title="Hi")]}]}, "reel"),
        ("content/reels.json", [{"media": [media(title="Hi")]}], "reel"),
        ("content/stories.json", {"ig_stories": [media(title="Hi")]}, "story"),
        ("content/igtv_videos.json", {"ig_igtv_media": [{"media": [media(title="Hi")]}]}, "video"),
        ("content/archived_posts.json", {"ig_archived_post_media": [{"media": [media(title="Hi")]}]}, "feed"),
        (
            "media.json",
            {"photos": [{"caption": "Hi", "taken_at": "2024-01-01T09:06:40", "path": "media/posts/202401/1.jpg"}]},
            "feed",
        ),
    ],
)  # fmt: skip
def test_every_era_and_wrapper(tmp_path: Path, at: str, data: Any, kind: str) -> None:
    posts, skipped = own(export(tmp_path, data, at=at))
    (post,) = posts
    assert skipped == []
    assert (post.source, post.kind, post.caption, names(post)) == ("instagram-export", kind, "Hi", ["1.jpg"])
    told = json.dumps(["instagram", "ana.runs", "2024-01-01T09:06:40+00:00", "1.jpg"], separators=(",", ":"))
    assert post.ids == (f"file:{hashlib.sha256(told.encode()).hexdigest()}",)
    assert post.posted_at and post.posted_at.isoformat() == "2024-01-01T09:06:40+00:00"
    assert (post.precision, post.author and post.author.handle) == ("second", "ana.runs")
    assert post.notes == (
        ("it is archived: its creator has taken it off the profile",) if "archived" in at else ()
    )


@pytest.mark.parametrize(
    ("record", "caption", "when"),
    [
        ({"media": [media(title="at the file")]}, "at the file", WHEN),
        (
            {"media": [media(), media("b.jpg")], "title": "of all", "creation_timestamp": WHEN + 5},
            "of all",
            WHEN + 5,
        ),
        ({"media": [media(), media("b.jpg", "only the second")]}, "only the second", WHEN),
        ({"media": [media(title="file's")], "title": "post's", "creation_timestamp": 0}, "post's", WHEN),
        ({"media": [media() | {"creation_timestamp": "nonsense"}]}, None, None),
    ],
)
def test_captions_and_times_of_single_posts_and_carousels(
    tmp_path: Path, record: Any, caption: str | None, when: int | None
) -> None:
    (post,), _ = own(export(tmp_path, [record]))
    assert post.caption == caption
    assert (int(post.posted_at.timestamp()) if post.posted_at else None) == when
    assert post.kind == ("carousel" if len(record["media"]) > 1 else "feed")


def test_the_carousel_of_2018_is_brought_together(tmp_path: Path) -> None:
    def item(path: str, caption: str = "Two") -> dict[str, str]:
        return {"caption": caption, "taken_at": "2018-04-01T10:00:00+00:00", "path": path}

    data = {
        "photos": [item("photos/a.jpg"), item("photos/b.jpg"), item("photos/c.jpg", "another")],
        "stories": [item("stories/s.jpg", "")],
        "direct": [{"taken_at": "2018-04-01T10:00:00", "path": "direct/d.jpg"}],
        "profile": [{"taken_at": "2018-04-01T10:00:00", "path": "profile/p.jpg"}],
    }
    places = ("photos/a", "photos/b", "photos/c", "stories/s", "direct/d", "profile/p")
    files = {f"{place}.jpg": JPG + place.encode() for place in places}
    posts, skipped = own(
        lay_named(tmp_path, {"media.json": data, "profile.json": {"username": "ana"}, **files})
    )
    assert [(post.kind, names(post)) for post in posts] == [
        ("carousel", ["a.jpg", "b.jpg"]), ("feed", ["c.jpg"]), ("story", ["s.jpg"]),
    ]  # fmt: skip
    assert {post.author.handle for post in posts if post.author} == {"ana"}
    assert skipped == [skip for skip in skipped if "profile.json" in skip.origin]


# Letters.


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("f\u00e2\u0080\u00a6", "f…"),
        ("\u00f0\u009f\u0098\u0082", "😂"),
        ("caf\u00c3\u00a9", "café"),
        ("café", "café"),  # honest: its é alone is no UTF-8
        ("日本", "日本"),
        ("café 日本", "café 日本"),
        ("\u00c3\u0083\u00c2\u00a9", "\u00c3\u00a9"),  # once, and never twice
        ("plain", "plain"),
        ("\ud83d", "\ud83d"),
        ("", ""),
    ],
)
def test_spoilt_letters_are_mended_once(written: str, meant: str) -> None:
    assert mend(written) == meant


@given(
    st.recursive(st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
)
def test_what_an_export_spoils_comes_back(meant: Any) -> None:
    def spoilt(value: Any) -> Any:
        if isinstance(value, str):
            return value.encode("utf-8").decode("latin-1")
        if isinstance(value, list):
            return [spoilt(item) for item in value]
        return {spoilt(k): spoilt(v) for k, v in value.items()} if isinstance(value, dict) else value

    assert mend_all(json.loads(json.dumps(spoilt(meant)))) == meant


def test_letters_of_file_names_and_of_fields_are_mended_too(tmp_path: Path) -> None:
    uri = "media/posts/202401/dämmerung.jpg"
    told = {"photo_metadata": {"Größe": 1}}
    spoilt = json.loads(json.dumps([{"media": [media(uri, "Früh", media_metadata=told)]}], ensure_ascii=False)
                        .encode().decode("latin-1"))  # fmt: skip
    (post, *_), _ = own(export(tmp_path, spoilt, **{uri: JPG + b"d"}))
    assert (names(post), post.caption) == (["dämmerung.jpg"], "Früh")
    assert "Größe" in (post.raw or "")


# Whose it is.


@pytest.mark.parametrize(
    ("fields", "handle"),
    [
        ({"Username": "ana.runs", "Name": "ana", "Gender": "female"}, "ana.runs"),
        ({"Benutzername": "ana.runs", "Name": "ana"}, "ana.runs"),
        ({"ユーザーネーム": "ana.runs", "名前": "ana"}, "ana.runs"),
        # a language that is not known: the one value that has the shape of a username
        (
            {"Xyz": "ana.runs", "Qrs": "Ana M.", "Mail": "ana@example.org", "Tel": "+49 1", "Pvt": "False"},
            "ana.runs",
        ),
        # two that have it: nobody is guessed
        ({"Xyz": "ana.runs", "Qrs": "female"}, None),
        ({"Xyz": "Ana M."}, None),
    ],
)
def test_the_owner_in_any_language_or_nobody(
    tmp_path: Path, fields: dict[str, str], handle: str | None
) -> None:
    spoilt = json.loads(json.dumps(about(**fields), ensure_ascii=False).encode().decode("latin-1"))
    (post,), _ = own(export(tmp_path, [{"media": [media()]}], **{ABOUT: spoilt}))
    assert (post.author.handle if post.author else None) == handle
    assert bool(post.notes) == (handle is None)


def test_the_folders_name_decides_between_two_that_can_be(tmp_path: Path) -> None:
    root = tmp_path / "instagram-ana.runs-2024-03-01-AbCdEf12"
    told = about(Xyz="ana.runs", Qrs="female")
    (post,), _ = own(export(root, [{"media": [media()]}], **{ABOUT: told}))
    assert post.author and post.author.handle == "ana.runs"
    (root / ABOUT).unlink()
    (post,), _ = own(root)
    assert post.author is None and "not there" in post.notes[0]  # a folder's name alone is nobody's word


# Its files.


def test_files_in_the_folders_of_other_parts_are_found_in_any_order(tmp_path: Path) -> None:
    for first, second in (("1", "2"), ("2", "1")):
        root = tmp_path / first
        one, two = (f"instagram-ana-2024-03-01-part{number}" for number in (first, second))
        files = {f"{one}/{POSTS}": [{"media": [media(), media("media/posts/202401/2.jpg")]}]}
        files |= {f"{two}/media/posts/202401/1.jpg": JPG, f"{one}/media/posts/202401/2.jpg": JPG + b"2"}
        lay_named(root, files | {f"{two}/{ABOUT}": about(Username="ana.runs")})
        (post,), skipped = own(root)
        assert (names(post), post.missing, skipped) == (["1.jpg", "2.jpg"], (), [])
        assert post.author and post.author.handle == "ana.runs"


def test_zip_parts_that_are_named_together_are_one_export(shop: Shop, tmp_path: Path) -> None:
    one, two = (tmp_path / f"instagram-ana-2024-03-01-{part}.zip" for part in ("AAAA", "BBBB"))
    with zipfile.ZipFile(one, "w") as archive:
        archive.writestr("media/posts/202401/1.jpg", photo((320, 400), seed=2))
    with zipfile.ZipFile(two, "w") as archive:
        archive.writestr(POSTS, json.dumps([{"media": [media(title="Whole")]}]))
        archive.writestr(ABOUT, json.dumps(about(Username="ana.runs")))
    (item,) = shop("import", one, two, "--json")["taken"]
    assert (item["media"], item["missing"], item["origin"]) == (1, [], f"{two}, {POSTS}, post 1")
    assert shop("posts", item["post"], "--json")[0]["author"]["handle"] == "ana.runs"


@pytest.mark.parametrize(
    ("uri", "files", "missing", "skipped"),
    [
        ("media/posts/202401/1.jpg", ["1.jpg"], (), 0),
        ("media/posts/202401/gone.jpg", [], ("gone.jpg",), 0),  # as is usual
        ("media/posts/202401/AbC_17949994489068497", ["AbC_17949994489068497"], (), 0),  # no extension
        ("../outside.jpg", [], (), 1),
        ("/etc/passwd", [], (), 1),
        ("media/../../../outside.jpg", [], (), 1),
        ("media/posts/202401/text.jpg", [], (), 1),  # no picture
    ],
)
def test_files_by_uri(
    tmp_path: Path, uri: str, files: list[str], missing: tuple[str, ...], skipped: int
) -> None:
    (tmp_path / "outside.jpg").write_bytes(JPG)
    more = {"media/posts/202401/AbC_17949994489068497": JPG + b"x", "media/posts/202401/text.jpg": b"words"}
    root = export(tmp_path / "in", [{"media": [media(uri)]}], **more)
    items = list(read_any(root, importer="instagram-export"))
    (post,) = [item for item in items if isinstance(item, FoundPost)]
    faults = [item for item in items if isinstance(item, Skipped) and item.code != "ignored"]
    assert (names(post), post.missing, len(faults)) == (files, missing, skipped)


def test_where_a_missing_file_can_be_fetched_is_a_link_and_never_a_record(tmp_path: Path) -> None:
    url = "https://scontent.cdninstagram.com/v/t51/1_n.jpg?oh=00_secret&oe=6123C4B2"
    gone = media("media/posts/202401/gone.jpg", backup_uri=url)
    (post, *_), _ = own(export(tmp_path, [{"media": [media(), gone]}]))
    ((link),) = post.links
    assert (link.url, link.name, link.place, post.missing) == (url, "1_n.jpg", 1, ("1_n.jpg",))
    assert "secret" not in (post.raw or "") and "media.backup_uri:signature" in post.dropped


def test_positions_addresses_and_devices_are_kept_out(tmp_path: Path) -> None:
    exif = {
        "latitude": 52.5,
        "longitude": 13.4,
        "upload_ip": "192.0.2.7",
        "device_id": "android-1",
        "iso": "100",
    }
    (post,), _ = own(
        export(tmp_path, [{"media": [media(media_metadata={"photo_metadata": {"exif_data": [exif]}})]}])
    )
    assert post.raw and json.loads(post.raw)["media"][0]["media_metadata"]["photo_metadata"]["exif_data"] == [
        {"iso": "100"}
    ]
    assert {name.rpartition(".")[2] for name in post.dropped} == {
        "latitude", "longitude", "upload_ip", "device_id",
    }  # fmt: skip


def test_pictures_that_are_nobodys_posts_stay_out(tmp_path: Path) -> None:
    profile = {"ig_profile_picture": [media("media/profile/202401/p.jpg")]}
    more = {
        "your_instagram_activity/media/profile_photos.json": profile,
        "media/profile/202401/p.jpg": JPG + b"p",
        "your_instagram_activity/messages/inbox/bo_1/photos/m.jpg": JPG + b"m",
        "your_instagram_activity/messages/inbox/bo_1/videos/v.mp4": MP4,
        "your_instagram_activity/messages/inbox/bo_1/message_1.json": {"messages": []},
        "connections/followers_and_following/followers_1.json": [{"string_list_data": []}],
    }
    posts, skipped = taken(export(tmp_path, [{"media": [media()]}], **more))
    assert [names(post) for post in posts] == [["1.jpg"]]
    assert {skip.code for skip in skipped} == {"ignored"}


# Lists of other people's posts, and pages.

SAVED = {
    "title": "bo.runs",
    "string_map_data": {"Saved on": {"href": "https://www.instagram.com/p/BqvsDleB3lV/", "timestamp": WHEN}},
}
IN_COLLECTION = {
    "string_map_data": {
        "Name": {"href": "https://www.instagram.com/reel/B8gQCApHMT-/", "value": "cara"},
        "Added Time": {"timestamp": WHEN},
    }
}
LABELLED = {
    "timestamp": WHEN,
    "media": [],
    "label_values": [{"label": "URL", "href": "https://www.instagram.com/p/B8goRvrnwod/"}],
}


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("saved_posts.json", {"saved_saved_media": [SAVED]}, [("ig:BqvsDleB3lV", "bo.runs")]),
        (
            "saved_collections.json",
            {"saved_saved_collections": [{"title": "Collection", "string_map_data": {"Name": {"value": "Runs"}}},
                                         IN_COLLECTION]},
            [("ig:B8gQCApHMT-", "cara")],
        ),
        ("saved_posts.json", {"saved_saved_media": [SAVED | {"title": "Bo the Runner"}]}, [("ig:BqvsDleB3lV", None)]),
        ("saved_posts.json", [LABELLED], [("ig:B8goRvrnwod", None)]),
        ("liked_posts.json", {"likes_media_likes": [SAVED, SAVED]}, "2 posts"),
        ("liked_posts.json", [LABELLED], "1 post "),
        ("saved_posts.json", {"saved_saved_media": [{"title": "bo", "string_map_data": {"x": {"href": "https://x.y"}}}]},
         "no address"),
    ],
)  # fmt: skip
def test_saved_posts_are_links_and_liked_ones_are_left(
    tmp_path: Path, name: str, data: Any, found: Any
) -> None:
    posts, skipped = taken(lay_named(tmp_path, {name: data}))
    if isinstance(found, str):
        assert posts == [] and found in skipped[0].why
        return
    assert [(post.ids[0], post.author and post.author.handle) for post in posts] == found
    assert skipped == [] and all(post.precision == "derived" and not post.files for post in posts)
    assert (
        posts[0].posted_at and posts[0].posted_at.year < 2022
    )  # when it was posted, and not when it was saved


def test_the_export_as_pages_is_explained_once_for_each_list_of_posts(tmp_path: Path) -> None:
    page = b"<html><head><title>Posts</title></head></html>"
    files = {
        "your_instagram_activity/media/posts_1.html": page,
        "your_instagram_activity/comments/post_comments.html": page,
        "personal_information/personal_information.html": page,
        "start_here.html": page,
    }
    posts, skipped = own(lay_named(tmp_path, files))
    assert posts == []
    assert [(Path(skip.origin).name, skip.code) for skip in skipped][:1] == [("posts_1.html", "unsupported")]
    assert "choose JSON" in skipped[0].why and len(skipped) == 1


@pytest.mark.parametrize(
    "data",
    [
        {"data": [{"id": "1", "media_type": "IMAGE", "permalink": "https://instagram.com/p/B8goRvrnwod/"}]},
        {"url": "https://www.instagram.com/p/BqvsDleB3lV/"},
        [{"attachments": [{"data": [{"media": {"uri": "a.jpg", "creation_timestamp": 1}}]}], "timestamp": 1}],
        [],
        {"media": []},
        "words",
    ],
)
def test_what_is_another_sources_is_not_claimed(tmp_path: Path, data: Any) -> None:
    lay_named(tmp_path, {"x.json": json.dumps(data)})
    assert list(read_any(tmp_path, importer="instagram-export")) == []


# Fuzzing.

keys = st.sampled_from(
    "media uri creation_timestamp title ig_stories ig_reels_media ig_profile_picture saved_saved_media "
    "likes_media_likes string_map_data string_list_data href value timestamp label_values photos stories path "
    "taken_at caption profile_user media_metadata video_metadata backup_uri".split()
)
values = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(
    ["media/a.jpg", "../x", "https://www.instagram.com/p/BqvsDleB3lV/", "https://[", "2018-04-01T10:00:00"]
)  # fmt: skip
documents = st.recursive(
    values, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4)
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=documents, name=st.sampled_from(["posts_1.json", "stories.json", "saved_posts.json", "media.json"])
)
def test_any_json_is_read_or_said(tmp_path: Path, data: Any, name: str) -> None:
    for old in tmp_path.rglob("*.json"):
        old.unlink()
    lay_named(tmp_path, {f"content/{name}": json.dumps(data), ABOUT: json.dumps(data)})
    for item in read_any(tmp_path):
        item.model_dump_json()
