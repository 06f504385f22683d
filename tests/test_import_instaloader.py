"""What instaloader leaves on disk, as it is: every era of its records, every trap of its names."""

import json
import lzma
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_importers import JPG, MP4, NAMES, SAMPLES, lay_named, names, taken

from ugc.importers import importers, read_any
from ugc.model.posts import FoundPost, Skipped

CODE, PK, MADE = "BqvsDleB3lV", "1922949326347663701", 1543453444
OTHER = "B8gQCApHMT-"
STEM = "2018-11-29_01-04-04_UTC"
ANA = {"id": "1790504030", "username": "ana.runs", "full_name": "Ana R."}


def wrapped(kind: str = "Post", **node: Any) -> dict[str, Any]:
    return {"node": node, "instaloader": {"version": "4.14", "node_type": kind}}


def post(**more: Any) -> dict[str, Any]:
    base = {"__typename": "GraphImage", "shortcode": CODE, "owner": ANA, "taken_at_timestamp": MADE}
    return wrapped(**{**base, **more})


def carousel(*children: bool, **more: Any) -> dict[str, Any]:
    edges = [{"node": {"is_video": clip, "shortcode": f"child{n}"}} for n, clip in enumerate(children)]
    return post(__typename="GraphSidecar", edge_sidecar_to_children={"edges": edges}, **more)


def packed(record: Any) -> bytes:
    return lzma.compress(json.dumps(record, separators=(",", ":")).encode())


def from_instaloader(folder: Path, files: dict[str, Any]) -> tuple[list[FoundPost], list[Skipped]]:
    posts, skipped = taken(lay_named(folder, files))
    return [post for post in posts if post.source == "instaloader"], skipped


def app(**more: Any) -> dict[str, Any]:
    """A record that has only what Instagram's app says."""
    return wrapped(iphone_struct={"code": CODE, "pk": int(PK), "taken_at": MADE, "media_type": 1, **more})


def edges(*nodes: Any) -> dict[str, Any]:
    return {"edges": [{"node": node} for node in nodes]}


FIELDS: list[tuple[dict[str, Any], str, Any, str]] = [
    (post(), "ids", (f"ig:{CODE}",), "the web's shortcode"),
    (post(shortcode=None, code=CODE), "ids", (f"ig:{CODE}",), "the newer web's code"),
    (post(shortcode=None, id=PK), "ids", (f"ig:{CODE}",), "a number as text"),
    (post(shortcode=None, id=int(PK)), "ids", (f"ig:{CODE}",), "a number"),
    (app(), "ids", (f"ig:{CODE}",), "the app's alone"),
    (post(shortcode=CODE + "xYz" * 6), "ids", (f"ig:{CODE}",), "a private account's longer code"),
    (post()["node"], "ids", (f"ig:{CODE}",), "version 3: the node alone"),
    ({"node": post()["node"]}, "ids", (f"ig:{CODE}",), "an edge without instaloader's own part"),
    (post(caption="As text"), "caption", "As text", "a plain caption"),
    (post(edge_media_to_caption=edges({"text": "In an edge"})), "caption", "In an edge", "the web's edge"),
    (post(edge_media_to_caption=edges()), "caption", None, "no caption is none, and not an empty one"),
    (app(caption={"text": "The app's"}), "caption", "The app's", "the app's caption is a record"),
    (post(caption={"text": "A record"}), "caption", "A record", "and the newer web's too"),
    (post(caption=7.5), "caption", None, "nonsense is no caption"),
    (post(taken_at_timestamp=None, date=MADE), "precision", "second", "the older name of the date"),
    (post(taken_at_timestamp=None), "precision", "derived", "no date: the one that the id carries"),
    (post(taken_at_timestamp=-5), "precision", "derived", "no year that a post can be of"),
    (post(__typename="XDTGraphSidecar"), "kind", "carousel", "the newer web's names"),
    (post(__typename="XDTGraphVideo"), "kind", "video", "the newer web's names"),
    (post(), "kind", "feed", "a picture"),
    (post(__typename=None, is_video=True), "kind", "video", "by its flag"),
    (post(__typename=None), "kind", "unknown", "nothing says what it is"),
    (post(is_video=True, product_type="clips"), "kind", "reel", "a reel"),
    (app(media_type=2, product_type="clips"), "kind", "reel", "a reel, in the app's words"),
    (app(media_type=8), "kind", "carousel", "a carousel, in the app's words"),
    (post(owner={"id": "5"}), "author", None, "a number is no handle, and the folder none either"),
    (post(owner={"id": "5", "username": ".."}), "author", None, "a handle that is none"),
    (post(edge_media_preview_like={"count": -1}), "counts", None, "-1 stands for hidden likes"),
    (app(like_count=9, like_and_view_counts_disabled=True), "counts", None, "hidden, in the app's words"),
    (
        post(accessibility_caption="May be an image of 1 person"),
        "paid_label",
        None,
        "nothing said of a label",
    ),
    (
        post(edge_media_to_sponsor_user=edges({"sponsor": {"username": "b"}})),
        "paid_label",
        True,
        "a partner is named",
    ),
    (
        post(edge_media_to_sponsor_user=edges()),
        "paid_label",
        None,
        "an empty list need not mean asked and none",
    ),
    (app(is_paid_partnership=True), "paid_label", True, "the app's word"),
    (app(is_paid_partnership=False), "paid_label", False, "the app's word that there is none"),
    (app(is_paid_partnership="false"), "paid_label", None, "which is no word"),
    (app(sponsor_tags=[{"sponsor": {"username": "b"}}]), "paid_label", True, "a partner in the app's words"),
    (
        post(
            clips_music_attribution_info={
                "song_name": "Hit",
                "artist_name": "Star",
                "uses_original_audio": False,
            }
        ),
        "sound",
        "library_song",
        "a song, in the web's short form",
    ),
    (
        post(clips_music_attribution_info={"artist_name": "ana.runs", "uses_original_audio": True}),
        "sound",
        "original",
        "hers",
    ),
    (
        post(clips_music_attribution_info={"artist_name": "dj.tide", "uses_original_audio": True}),
        "sound",
        "unknown",
        "called original, and by another",
    ),
]


@pytest.mark.parametrize(("record", "name", "expected", "reason"), FIELDS)
@pytest.mark.parametrize("ending", [".json", ".json.xz"])
def test_every_era_of_a_record_is_understood(
    tmp_path: Path, record: Any, name: str, expected: Any, reason: str, ending: str
) -> None:
    content = packed(record) if ending == ".json.xz" else record
    (found,), _ = from_instaloader(tmp_path, {f"ana.runs/{STEM}{ending}": content})
    assert getattr(found, name) == expected, reason


MEDIA: list[tuple[dict[str, Any], dict[str, bytes], dict[str, str], tuple[str, ...], str]] = [
    (post(), {".jpg": JPG}, {".jpg": "original"}, (), "a picture"),
    (
        post(is_video=True),
        {".jpg": JPG, ".mp4": MP4},
        {".mp4": "original", ".jpg": "poster"},
        (),
        "a clip and poster",
    ),
    (post(is_video=True), {".jpg": JPG}, {".jpg": "poster"}, (f"{STEM}.mp4",), "clips were not taken"),
    (post(), {}, {}, (f"{STEM}.jpg",), "nothing is there"),
    (
        carousel(False, True),
        {"_1.jpg": JPG, "_2.jpg": JPG, "_2.mp4": MP4},
        {"_1.jpg": "original", "_2.mp4": "original", "_2.jpg": "poster"},
        (),
        "a carousel with a clip",
    ),
    (
        carousel(False, False),
        {"_2.jpg": JPG},
        {"_2.jpg": "original"},
        (f"{STEM}_1.jpg",),
        "one slide was taken",
    ),
    (
        post(__typename="GraphSidecar"),
        {"_1.jpg": JPG, "_2.jpg": JPG, "_4.jpg": JPG},
        {"_1.jpg": "original", "_2.jpg": "original"},
        (),
        "a carousel whose record does not list its items: what is numbered on from 1",
    ),
    (
        carousel(*[False] * 11),
        {f"_{n}.jpg": JPG for n in range(1, 12)},
        {f"_{n}.jpg": "original" for n in range(1, 12)},
        (),
        "in the order of numbers, not of names",
    ),
    (
        post(),
        {".jpg": JPG, "_1.jpg": JPG, "_2.jpg": JPG},
        {".jpg": "original"},
        (),
        "a carousel of the same second",
    ),
    (
        carousel(False),
        {".jpg": JPG, "_1.jpg": JPG},
        {"_1.jpg": "original"},
        (),
        "a picture of the same second",
    ),
    (post(is_video=False), {".jpg": JPG, ".mp4": MP4}, {".jpg": "original"}, (), "a clip of the same second"),
    (post(), {".jpg": b"<html>"}, {}, (f"{STEM}.jpg",), "a page named as a picture"),
]


@pytest.mark.parametrize(("record", "media", "roles", "missing", "reason"), MEDIA)
def test_media_are_found_by_stem_and_number(
    tmp_path: Path,
    record: Any,
    media: dict[str, bytes],
    roles: dict[str, str],
    missing: tuple[str, ...],
    reason: str,
) -> None:
    files = {f"{STEM}{end}": content for end, content in media.items()}
    (found,), _ = from_instaloader(tmp_path, {**files, f"{STEM}.json": record})
    assert [(file.path.name.removeprefix(STEM), file.role) for file in found.files] == list(roles.items()), (
        reason
    )
    assert found.missing == missing, reason


@pytest.mark.parametrize("stem", [CODE, PK, f"ana.runs_{CODE}", "2018/a name. with dots", "ana_1"])
def test_the_pattern_of_names_is_the_collectors(tmp_path: Path, stem: str) -> None:
    (found,), _ = from_instaloader(tmp_path, {f"{stem}.jpg": JPG, f"{stem}.json.xz": packed(post())})
    assert names(found) == [Path(f"{stem}.jpg").name]


def test_a_name_that_goes_on_after_anothers_is_its_own(tmp_path: Path) -> None:
    other = post(shortcode=OTHER)
    files = {"run_1.jpg": JPG, "run_1.json": other, "run_2.jpg": JPG, "run.json": carousel(False, False)}
    posts, _ = from_instaloader(tmp_path, files)
    assert {found.ids[0]: names(found) for found in posts} == {
        f"ig:{OTHER}": ["run_1.jpg"],
        f"ig:{CODE}": ["run_2.jpg"],
    }


def test_two_posts_of_one_second_do_not_get_each_others_picture(tmp_path: Path) -> None:
    files = {f"{STEM}.jpg": JPG, f"{STEM}.txt": "Whose?", f"{STEM}.json": post()}
    posts, _ = from_instaloader(tmp_path, {**files, f"{STEM}.json.xz": packed(post(shortcode=OTHER))})
    assert [(found.ids[0], found.files, found.caption) for found in posts] == [
        (f"ig:{CODE}", (), None),
        (f"ig:{OTHER}", (), None),
    ]
    assert all("share the name" in found.notes[0] for found in posts)


def test_a_carousel_and_a_picture_of_one_second_are_told_apart(tmp_path: Path) -> None:
    files = {f"{STEM}.jpg": JPG, f"{STEM}_1.jpg": JPG, f"{STEM}.json": post()}
    record = packed(carousel(False, shortcode=OTHER))
    posts, _ = from_instaloader(tmp_path, {**files, f"{STEM}.json.xz": record})
    assert {found.ids[0]: names(found) for found in posts} == {
        f"ig:{CODE}": [f"{STEM}.jpg"],
        f"ig:{OTHER}": [f"{STEM}_1.jpg"],
    }


def test_a_post_kept_twice_is_read_once(tmp_path: Path) -> None:
    files = {f"{STEM}.jpg": JPG, f"{STEM}.json": post(), f"{STEM}.json.xz": packed(post())}
    posts, skipped = from_instaloader(tmp_path, files)
    assert [found.origin for found in posts] == [str(tmp_path / f"{STEM}.json")]
    assert [(Path(skip.origin).name, skip.code) for skip in skipped] == [(f"{STEM}.json.xz", "ignored")]


def test_the_folder_of_a_tag_is_not_the_creator_and_a_profiles_record_is(tmp_path: Path) -> None:
    record = post(owner={"id": ANA["id"]})
    profile = packed(wrapped("Profile", **ANA))
    other = packed(wrapped("Profile", id="1", username="not.her"))
    posts, _ = from_instaloader(
        tmp_path,
        {
            f"#glowrun/{STEM}.json": record,
            "#glowrun/not.her_1.json.xz": other,
            f"ana.runs/{STEM}.json": record,
            "ana.runs/ana.runs_1790504030.json.xz": profile,
            # named as hers, and of another account
            f"lies/{STEM}.json": record,
            "lies/x_1790504030.json.xz": other,
        },
    )
    authors = {Path(found.origin).parent.name: found.author for found in posts}
    assert authors["#glowrun"] is None and authors["lies"] is None
    assert authors["ana.runs"] and authors["ana.runs"].handle == "ana.runs"


def test_coauthors_are_authors_and_tagged_people_are_not(tmp_path: Path) -> None:
    record = post(
        coauthor_producers=[{"id": "77", "username": "bo"}, ANA],
        iphone_struct={
            "coauthor_producers": [{"pk": 77, "username": "Bo"}],
            "usertags": {"in": [{"user": ANA}]},
        },
        edge_media_to_tagged_user=edges({"user": {"username": "cara"}}),
    )
    (found,), _ = from_instaloader(tmp_path, {f"{STEM}.json": record})
    assert [account.handle for account in found.coauthors] == ["bo"]


def test_the_text_beside_stands_where_the_record_has_no_caption(tmp_path: Path) -> None:
    texts = {"a.txt": "\ufeffFirst light", "b.txt": "Pattern of the collector's"}
    records = {"a.json": post(), "b.json": post(shortcode=OTHER, caption="In the record")}
    posts, skipped = from_instaloader(tmp_path, {**texts, **records})
    assert [(found.caption, found.caption_trust) for found in posts] == [
        ("First light", 10),
        ("In the record", 40),
    ]
    assert {(Path(skip.origin).name, skip.code) for skip in skipped} == {
        ("a.txt", "ignored"),
        ("b.txt", "ignored"),
    }


def test_a_record_that_is_torn_costs_the_picture_beside_it_no_caption(tmp_path: Path) -> None:
    torn = packed(post(x="y" * 9000))[:-40]
    posts, (skip,) = taken(lay_named(tmp_path, {"a.jpg": JPG, "a.txt": "First light", "a.json.xz": torn}))
    assert [(found.source, found.caption, names(found)) for found in posts] == [
        ("folder", "First light", ["a.jpg"])
    ]
    assert skip.code == "unreadable"


def test_what_was_not_fetched_has_its_address_and_none_of_it_is_kept(tmp_path: Path) -> None:
    url = "https://scontent.cdninstagram.com/v/44_n.jpg?oh=1&oe=2"
    (found,), _ = from_instaloader(tmp_path, {f"{STEM}.json": post(display_url=url)})
    assert found.missing == ("44_n.jpg",)
    assert [(link.url, link.name, link.place, link.role) for link in found.links] == [
        (url, "44_n.jpg", 0, "original")
    ]
    assert found.raw and "oe=2" not in found.raw and "oe=2" not in repr(found)


@pytest.mark.parametrize(
    "url", ["javascript:x", "https://", "https://x.y/", "https://[x/a.jpg", 7, None, {"a": 1}]
)
def test_what_is_no_address_of_a_file_is_none(tmp_path: Path, url: Any) -> None:
    (found,), _ = from_instaloader(tmp_path, {f"{STEM}.json": post(display_url=url)})
    assert (found.links, found.missing) == ((), (f"{STEM}.jpg",))


def test_other_people_and_the_collectors_session_are_not_kept(tmp_path: Path) -> None:
    said = edges({"text": "hush", "owner": {"username": "a.fan"}})
    record = post(
        edge_media_to_parent_comment={"count": 1, **said},
        edge_media_preview_like={"count": 4, **said},
        location={"name": "Ridge", "lat": 47.1, "lng": 11.2},
        viewer_has_liked=True,
        iphone_struct={
            "likers": [{"username": "a.fan"}],
            "preview_comments": [{"text": "hush"}],
            "organic_tracking_token": "collector",
            "video_dash_manifest": "<MPD>https://x.y/a?sig=1</MPD>",
        },
    )
    (found,), _ = from_instaloader(tmp_path, {f"{STEM}.json": record})
    assert found.raw and found.counts and (found.counts.likes, found.counts.comments) == (4, 1)
    for word in ("a.fan", "hush", "collector", "MPD", "47.1", "viewer"):
        assert word not in found.raw
    assert {"node.location.lat", "node.iphone_struct.likers", "node.edge_media_preview_like.edges"} <= set(
        found.dropped
    )


BOMB = lzma.compress(b'{"node": {"shortcode": "' + b"A" * (40 << 20) + b'"}}', preset=0)
REFUSED = [
    ("a.json.xz", BOMB, "too_large", "16 MiB", "a bomb"),
    ("a.json.xz", packed(post(x="y" * 9000))[:-40], "unreadable", "too early", "cut short"),
    ("a.json.xz", b"\xfd7zXZ\x00garbage" * 9, "unsupported", "no record", "damaged from the beginning"),
    (
        "a.json.xz",
        lzma.compress(b"\0" * (40 << 20), preset=0),
        "unsupported",
        "no record",
        "a bomb that holds no JSON",
    ),
    ("a.json.xz", packed({"a": 1}), "unsupported", "no record", "JSON of somebody else's"),
    ("a.json.xz", b"not xz", "unsupported", "no record", "named as if"),
    ("a.json", wrapped(shortcode=None), "not_understood", "names no post", "no id"),
    ("a.json", wrapped(shortcode="a b", id="x"), "not_understood", "names no post", "ids that are none"),
    (
        "a.json",
        post(id=1.9e18, shortcode=None),
        "not_understood",
        "names no post",
        "an id that lost its digits",
    ),
    ("a.json", wrapped("Profile", **ANA), "ignored", "profile", "a profile"),
    ("a.json.xz", packed(wrapped("Hashtag", name="glowrun")), "ignored", "hashtag", "a tag"),
    ("a.json.xz", packed(wrapped("FrozenNodeIterator")), "ignored", "cut short", "where a download goes on"),
    ("a.json", wrapped("Something"), "ignored", "Something", "a kind that is not known"),
    (
        "a_comments.json",
        [{"id": 1, "text": "x", "created_at": 1, "owner": {}}],
        "ignored",
        "comments",
        "comments",
    ),
]


@pytest.mark.parametrize(("name", "content", "code", "word", "reason"), REFUSED)
def test_what_is_no_post_is_said(
    tmp_path: Path, name: str, content: Any, code: str, word: str, reason: str
) -> None:
    posts, (skip,) = from_instaloader(tmp_path, {name: content})
    assert (posts, skip.code, Path(skip.origin).name) == ([], code, name), reason
    assert word in skip.why


def test_a_bomb_is_not_unpacked_beyond_the_limit(tmp_path: Path) -> None:
    bomb = lzma.compress(b'{"node": {"x": "' + b"A" * (80 << 20), preset=0)
    (tmp_path / "a.json.xz").write_bytes(bomb)
    tracemalloc.start()
    try:
        (skip,) = read_any(tmp_path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(skip, Skipped) and skip.code == "too_large"
    assert peak < 64 << 20


def test_a_record_nested_too_deeply_costs_itself_alone(tmp_path: Path) -> None:
    deep: Any = 1
    for _ in range(200):
        deep = [deep]
    posts, (skip,) = from_instaloader(tmp_path, {"a.json": post(x=deep), "b.json": post(shortcode=OTHER)})
    assert [found.ids[0] for found in posts] == [f"ig:{OTHER}"]
    assert "deeply" in skip.why


def test_one_picture_is_read_with_the_record_of_its_name(tmp_path: Path) -> None:
    lay_named(tmp_path, {f"{STEM}.jpg": JPG, f"{STEM}.json.xz": packed(post()), "b.jpg": JPG})
    (found,), _ = taken(tmp_path / f"{STEM}.jpg")
    assert (found.ids, names(found)) == ((f"ig:{CODE}",), [f"{STEM}.jpg"])


# Without any record: the folder's importer.


def test_without_records_the_names_still_say_what_belongs_together(tmp_path: Path) -> None:
    files = {f"{STEM}_{number}.jpg": JPG + bytes([number]) for number in range(1, 12)}
    files |= {f"{STEM}_2.mp4": MP4, "2019-01-01_00-00-00_UTC.jpg": JPG}
    texts = {f"{STEM}.txt": "Eleven", "2019-01-01_00-00-00_UTC.txt": "One"}
    posts, skipped = taken(lay_named(tmp_path, {**files, **texts}))
    assert not skipped
    assert [(found.source, found.caption, len(found.files)) for found in posts] == [
        ("folder", "Eleven", 12),
        ("folder", "One", 1),
    ]
    originals = [file.path.stem for file in posts[0].files if file.role == "original"]
    assert originals == [f"{STEM}_{number}" for number in range(1, 12)]


def test_a_caption_goes_to_the_one_whose_name_it_bears(tmp_path: Path) -> None:
    files = {
        f"{STEM}.jpg": JPG,
        f"{STEM}_1.jpg": JPG + b"1",
        f"{STEM}_2.jpg": JPG + b"2",
        f"{STEM}.txt": "One",
    }
    posts, _ = taken(lay_named(tmp_path, files))
    assert {found.caption: len(found.files) for found in posts} == {"One": 1, None: 2}


def test_items_with_records_of_their_own_stay_apart(tmp_path: Path) -> None:
    links = {
        f"{STEM}_{n}.jpg.json": {"url": f"https://www.instagram.com/p/{c}/"}
        for n, c in ((1, CODE), (2, OTHER))
    }
    posts, _ = taken(lay_named(tmp_path, {f"{STEM}_1.jpg": JPG, f"{STEM}_2.jpg": JPG, **links}))
    assert {found.ids[0]: names(found) for found in posts} == {
        f"ig:{CODE}": [f"{STEM}_1.jpg"],
        f"ig:{OTHER}": [f"{STEM}_2.jpg"],
    }


# Every importer's samples.


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"folder"}))
def test_each_record_that_gave_a_post_is_claimed_by_its_importer_alone(name: str) -> None:
    read = 0
    for item in read_any(SAMPLES / name / "input"):
        path = Path(item.origin)
        while not path.exists() and ", " in path.name:
            path = path.with_name(path.name.rpartition(", ")[0])
        if isinstance(item, FoundPost) and path.is_file():
            owners = [
                other for other, module in importers().items() if other != "folder" and module.claims(path)
            ]
            assert owners == [name], path
            read += 1
    assert read


# Fuzzing.

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from([CODE, "8", "clips"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from("edges node count text username id pk url code".split()), inner, max_size=4
        )
    ),
    max_leaves=8,
)
KEYS = """shortcode code id pk __typename taken_at_timestamp date caption edge_media_to_caption owner is_video video_url
    display_url edge_sidecar_to_children edge_media_preview_like edge_media_to_comment comments iphone_struct
    coauthor_producers edge_media_to_sponsor_user product_type media_type carousel_media clips_metadata user
    clips_music_attribution_info video_versions image_versions2 video_play_count is_paid_partnership""".split()
changes = st.dictionaries(st.sampled_from(KEYS), values, max_size=6)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(web=changes, own=changes, kind=st.sampled_from(["Post", "StoryItem", "Profile"]), pack=st.booleans())
def test_any_change_to_a_record_is_read_or_said(
    tmp_path: Path, web: dict[str, Any], own: dict[str, Any], kind: str, pack: bool
) -> None:
    here = tmp_path / str(len(list(tmp_path.iterdir())))
    base = carousel(False, True, iphone_struct={"code": CODE, **own})["node"]
    record = wrapped(kind, **{**base, **web})
    files = {f"{STEM}_1.jpg": JPG, f"{STEM}_2.mp4": MP4, f"{STEM}.jpg": JPG}
    lay_named(here, {**files, f"{STEM}.json{'.xz' if pack else ''}": packed(record) if pack else record})
    items = list(read_any(here))
    used = [file.path for item in items if isinstance(item, FoundPost) for file in item.files]
    assert sorted(used) == sorted(set(used)) == sorted(here / name for name in files)
    for item in items:
        item.model_dump_json().encode()
        if isinstance(item, FoundPost) and item.raw:
            json.loads(item.raw)
            assert {link.name for link in item.links} <= set(item.missing)
