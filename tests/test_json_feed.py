"""Our own feed: the documented fields, what is not as it should be, and a schema that says the same."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ugc import manifest
from ugc.importers import importers, read_any
from ugc.model.posts import FoundPost, Skipped
from ugc.resources import SCHEMAS

SAMPLE = Path(__file__).resolve().parent / "samples" / "json-feed" / "input" / "posts.json"
SCHEMA = json.loads((SCHEMAS / "post-feed.schema.json").read_text("utf-8"))
POST: dict[str, Any] = {"ids": ["ig:BqvsDleB3lV"]}


def read(folder: Path, posts: Any, **more: Any) -> tuple[list[FoundPost], list[Skipped]]:
    path = folder / "feed.json"
    path.write_text(json.dumps({"version": "ugc-feed 1", "posts": posts, **more}), "utf-8")
    items = list(read_any(path))
    return (
        [item for item in items if isinstance(item, FoundPost)],
        [item for item in items if isinstance(item, Skipped)],
    )


def one(folder: Path, **more: Any) -> FoundPost:
    (post,), _ = read(folder, [{**POST, **more}])
    return post


def test_the_shipped_schema_is_the_models() -> None:
    assert manifest.schemas()["post-feed"] == SCHEMA
    Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_takes_a_short_feed_and_refuses_slips() -> None:
    schema = Draft202012Validator(SCHEMA)
    assert schema.is_valid({"version": "ugc-feed 1", "posts": [POST, {"media": [{"file": "a.jpg"}]}]})
    assert not schema.is_valid({"version": "ugc-feed 2", "posts": []})
    assert not schema.is_valid({"version": "ugc-feed 1", "posts": [{"colour": "red"}]})
    assert not schema.is_valid({"version": "ugc-feed 1", "posts": [{"counts": {"likes": -1}}]})


@pytest.mark.parametrize(
    ("field", "value", "unknown", "word"),
    [
        ("posted_at", "2026-01-02T03:04:05", "posted_at", "timezone"),  # of no zone: could be any of 26 hours
        ("posted_at", 1e400, "posted_at", None),  # what is no number is null
        ("author", {"native_id": "1"}, "author", "handle"),
        ("author", {"handle": "../.."}, "author", "not a handle"),
        ("author", "ana", "author", "author"),
        ("caption", 12, "caption", "caption"),
        ("counts", {"likes": True}, "counts", "likes"),
        ("counts", {"likes": "12"}, "counts", "likes"),
        ("counts", {"likes": 1 << 60}, "counts", "likes"),
        ("counts", {"taken_at": "2026-01-01T00:00:00Z"}, "counts", None),
        ("paid_label", "perhaps", "paid_label", "paid_label"),
        (
            "coauthors",
            [{"handle": "bo", "email": "bo@x.y"}],
            None,
            None,
        ),  # dropped at the door, as everywhere
        ("track", {"native_id": "1"}, "track", None),
        ("brand_new", 1, None, "brand_new"),
    ],
)
def test_what_is_not_as_it_should_be_is_unknown(
    tmp_path: Path, field: str, value: Any, unknown: str | None, word: str | None
) -> None:
    post = one(tmp_path, **{field: value})
    assert unknown is None or getattr(post, unknown) is None
    assert word is None or any(word in note for note in post.notes)
    assert "bo@x.y" not in str(post.raw)


def test_a_bad_part_costs_that_part(tmp_path: Path) -> None:
    post = one(
        tmp_path,
        counts={"likes": -1, "views": 5},
        coauthors=[{"handle": "bo"}, 7, {"handle": "cara", "age": 3}],
        media=[{"file": "a.jpg"}, {"role": "raw"}, {"file": "b.jpg", "role": "nonsense"}],
    )
    assert post.counts and (post.counts.likes, post.counts.views) == (None, 5)
    assert [account.handle for account in post.coauthors] == ["bo"]
    assert post.missing == ("a.jpg",)


@pytest.mark.parametrize(
    ("record", "ids", "platform"),
    [
        ({"ids": ["tt:6748451240264420610", "file:" + "0" * 64]}, ("tt:6748451240264420610",), "tiktok"),
        ({"ids": ["ig:../x", "yt:dQw4w9WgXcQ"], "platform": "instagram"}, ("yt:dQw4w9WgXcQ",), "youtube"),
        ({"permalink": "https://youtu.be/dQw4w9WgXcQ"}, ("yt:dQw4w9WgXcQ",), "youtube"),
        ({"permalink": "https://blog.example/p/1"}, (), "web"),
        ({"permalink": "https://www.linkedin.com/posts/x", "platform": "linkedin"}, (), "linkedin"),
    ],
)
def test_which_post_it_is(
    tmp_path: Path, record: dict[str, Any], ids: tuple[str, ...], platform: str
) -> None:
    (post,), _ = read(tmp_path, [record])
    assert (post.ids, post.platform) == (ids, platform)


@pytest.mark.parametrize(
    "record", [{}, {"permalink": "https://vm.tiktok.com/x/"}, {"ids": ["file:00"]}, [], None]
)
def test_what_means_no_post_is_said(tmp_path: Path, record: Any) -> None:
    posts, skipped = read(tmp_path, [record, POST])
    assert len(posts) == 1 and len(skipped) == 1


def test_media_never_leave_the_folder(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out.jpg").write_bytes(b"\xff\xd8\xff" + bytes(60))
    (tmp_path / "in" / "link.jpg").symlink_to(tmp_path / "out.jpg")
    names = ["../out.jpg", str(tmp_path / "out.jpg"), "link.jpg", "a;../out.jpg", "C:\\out.jpg"]
    (post,), skipped = read(tmp_path / "in", [{**POST, "media": [{"file": name} for name in names]}])
    assert post.files == () and len(skipped) + len(post.missing) == len(names)


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ('{"version": "ugc-feed 1", "posts": []}', True),
        ('\ufeff{"version": "ugc-feed 9"}', True),  # said to be of another version, not passed over
        ('{"version": "1", "posts": []}', False),
        ('[{"version": "ugc-feed 1"}]', False),
    ],
)
def test_a_feed_is_told_by_its_version(tmp_path: Path, text: str, claimed: bool) -> None:
    (tmp_path / "x.json").write_text(text, "utf-8")
    assert importers()["json-feed"].claims(tmp_path / "x.json") == claimed


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = sorted(SCHEMA["$defs"]["FeedPost"]["properties"])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=5) | JSON, max_size=4))
def test_nothing_ends_the_reading_of_a_feed(
    tmp_path_factory: pytest.TempPathFactory, posts: list[Any]
) -> None:
    found, skipped = read(tmp_path_factory.mktemp("feed"), posts)
    origins = {item.origin for item in (*found, *skipped)}
    assert all(
        any(origin.endswith(f"post {number}") for origin in origins) for number in range(1, len(posts) + 1)
    )
