"""What yt-dlp leaves on disk: the handle is in another field on every site, and a carousel in many files."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_importers import JPG, M4A, MP4, lay_named, names, taken

from ugc.importers import read_any
from ugc.model.posts import FoundPost, Skipped

CODE, MADE = "BqvsDleB3lV", 1543453444
POST = f"https://www.instagram.com/p/{CODE}/"
ITEM = "6748451240264420610"
VIDEO = "aBcDeFgHiJk"


def instagram(**more: Any) -> dict[str, Any]:
    base = {"id": CODE, "ext": "mp4", "extractor_key": "Instagram", "webpage_url": POST, "timestamp": MADE}
    return {**base, "channel": "ana.runs", "uploader": "Ana R.", "uploader_id": "1790504030", **more}


def tiktok(**more: Any) -> dict[str, Any]:
    url = f"https://www.tiktok.com/@bo/video/{ITEM}"
    return {"id": ITEM, "ext": "mp4", "extractor_key": "TikTok", "webpage_url": url, "uploader": "bo", **more}


def youtube(**more: Any) -> dict[str, Any]:
    url = f"https://www.youtube.com/watch?v={VIDEO}"
    base = {"id": VIDEO, "ext": "mp4", "extractor_key": "Youtube", "webpage_url": url, "uploader_id": "@cara"}
    return {**base, "channel": "Cara Lang", "channel_id": "UC1", **more}


def story(**more: Any) -> dict[str, Any]:
    url = "https://www.instagram.com/stories/ana.runs/1922949326347663701/"
    return instagram(**{"extractor_key": "InstagramStory", "webpage_url": url, "channel": None, **more})


def from_yt_dlp(folder: Path, files: dict[str, Any]) -> tuple[list[FoundPost], list[Skipped]]:
    posts, skipped = taken(lay_named(folder, files))
    return [post for post in posts if post.source == "yt-dlp"], skipped


def who(record: dict[str, Any], folder: Path) -> tuple[str | None, str | None, str | None]:
    (post,), _ = from_yt_dlp(folder, {"clip.info.json": record})
    author = post.author
    return (author.handle, author.native_id, author.display_name) if author else (None, None, None)


UNKNOWN = (None, None, None)
AUTHORS = [
    (
        instagram(),
        ("ana.runs", "1790504030", "Ana R."),
        "Instagram: the channel; the uploader is a full name",
    ),
    (instagram(channel=None), UNKNOWN, "Instagram: a full name is no handle"),
    (instagram(channel=None, uploader="Ana"), UNKNOWN, "Instagram: not even where it could be one"),
    (
        instagram(channel=None, uploader_id="ana.runs"),
        ("ana.runs", None, "Ana R."),
        "Instagram, as it was in 2021",
    ),
    (story(), ("ana.runs", "1790504030", "Ana R."), "a story: the account in its address"),
    (story(webpage_url="https://www.instagram.com/stories/highlights/1/"), UNKNOWN, "a highlight has none"),
    (
        tiktok(channel="Bo H.", uploader_id="67"),
        ("bo", "67", "Bo H."),
        "TikTok: the uploader; the channel is a nickname",
    ),
    (tiktok(uploader=None), ("bo", None, None), "TikTok: the account in the address"),
    (tiktok(uploader="_"), UNKNOWN, "TikTok: yt-dlp's sign for nobody"),
    (
        tiktok(uploader=None, webpage_url=f"https://www.tiktok.com/@_/video/{ITEM}"),
        UNKNOWN,
        "and in the address",
    ),
    (tiktok(uploader="MS4wLjABAAAAx"), UNKNOWN, "TikTok: a secUid in the place of a handle"),
    (tiktok(creator="Bo H."), ("bo", None, "Bo H."), "TikTok: the nickname as it was called before"),
    (youtube(), ("cara", "UC1", "Cara Lang"), "YouTube: the uploader's id, with its @"),
    (youtube(uploader_id="UC1"), UNKNOWN, "YouTube before 2023: the channel's number is no handle"),
    (
        youtube(uploader_id="UC1", uploader_url="https://www.youtube.com/@cara"),
        ("cara", "UC1", "Cara Lang"),
        "YouTube: the handle in the address of the channel",
    ),
    (
        youtube(uploader_id=None, uploader_url="https://www.youtube.com/channel/UC1"),
        UNKNOWN,
        "or no handle there",
    ),
]


@pytest.mark.parametrize(("record", "expected", "reason"), AUTHORS)
def test_the_handle_is_read_where_the_site_has_it(
    tmp_path: Path, record: dict[str, Any], expected: Any, reason: str
) -> None:
    assert who(record, tmp_path) == expected, reason


def test_an_author_that_stays_unknown_is_said_with_the_name_there_is(tmp_path: Path) -> None:
    (post,), _ = from_yt_dlp(tmp_path, {"clip.info.json": youtube(uploader_id="UC1")})
    assert post.notes == ("the author is left unknown: the record names 'Cara Lang' and no handle",)


LONG = "evening run along the canal, then tea, then bed, and up again, and o..."
FIELDS: list[tuple[dict[str, Any], str, Any, str]] = [
    (instagram(id="CSwAtwOBwh1"), "ids", (f"ig:{CODE}",), "a part's own id is not the post's"),
    (
        instagram(webpage_url=f"{POST}?img_index=2", id="x1"),
        "ids",
        (f"ig:{CODE}",),
        "an address with a place",
    ),
    (instagram(webpage_url=None), "ids", (f"ig:{CODE}",), "no address, and the id of a post alone"),
    (instagram(webpage_url=None, id="1922949326347663701"), "ids", (f"ig:{CODE}",), "a number"),
    (
        instagram(webpage_url=None, id="x1", playlist_id=CODE),
        "ids",
        (f"ig:{CODE}",),
        "a list that is the post",
    ),
    (story(), "kind", "story", "a story"),
    (story(), "ids", (f"ig:{CODE}",), "a story's own id"),
    (instagram(), "kind", "video", "a clip"),
    (
        instagram(webpage_url=f"https://www.instagram.com/reel/{CODE}/"),
        "kind",
        "reel",
        "a reel by its address",
    ),
    (instagram(playlist_id=CODE, playlist_index=1), "kind", "carousel", "a part of a carousel"),
    (tiktok(id=None), "ids", (f"tt:{ITEM}",), "the id in the address"),
    (tiktok(id=int(ITEM)), "ids", (f"tt:{ITEM}",), "a number"),
    (youtube(id=None), "ids", (f"yt:{VIDEO}",), "the id in the address"),
    (youtube(), "kind", "video", "no length, no shape: no Short"),
    (youtube(height=1920, width=1080, duration=180), "kind", "short", "upright, and three minutes"),
    (youtube(height=1920, width=1080, duration=181), "kind", "video", "upright, and longer"),
    (youtube(height=1080, width=1920, duration=30), "kind", "video", "short, and wide"),
    (
        youtube(height=1080, width=1080, duration=30),
        "kind",
        "video",
        "a square may be one, and nothing says so",
    ),
    (youtube(original_url=f"https://www.youtube.com/shorts/{VIDEO}"), "kind", "short", "by its address"),
    (youtube(media_type="short"), "kind", "short", "in yt-dlp's words"),
    (youtube(height=1920, width=1080, duration=0), "kind", "video", "a length that is none"),
    (instagram(), "precision", "second", "a time"),
    (youtube(upload_date="20240131"), "precision", "day", "a day"),
    (youtube(upload_date="20241331"), "posted_at", None, "a day that is none"),
    (youtube(upload_date="2024-01-31"), "posted_at", None, "a day in another form"),
    (tiktok(), "precision", "derived", "the time that the id carries"),
    (tiktok(title=LONG, description="All of it"), "caption", "All of it", "TikTok cuts titles"),
    (tiktok(title=LONG), "caption_trust", 5, "a cut title is hardly a caption"),
    (tiktok(title="Short #run"), "caption", "Short #run", "a title that is whole"),
    (tiktok(title=f"TikTok video #{ITEM}"), "caption", None, "a title that yt-dlp made"),
    (instagram(title="Video by ana.runs"), "caption", None, "a title that yt-dlp made"),
    (
        youtube(title="Warm up", description="Before runs"),
        "caption",
        "Warm up\n\nBefore runs",
        "both are words",
    ),
    (youtube(title="Warm up", description="Warm up, slowly"), "caption", "Warm up, slowly", "and not twice"),
    (youtube(title="Warm up", tags=["run"]), "extra_hashtags", (), "search words of YouTube are no hashtags"),
    (instagram(like_count=-1), "counts", None, "hidden, and not zero"),
    (tiktok(track="Hit", artists=["Star", "Moon"]), "track.artist", "Star, Moon", "artists as a list"),
    (tiktok(track="Hit", artist="Star"), "track.artist", "Star", "artist as a text, before"),
    (tiktok(track="Hit", creator="Star"), "track.artist", "Star", "creator, before that"),
    (tiktok(creator="Bo H."), "track", None, "a creator without a piece is the poster"),
    (
        tiktok(track="original sound", artists=["bo"]),
        "sound",
        "unknown",
        "called original, by a name anyone can take",
    ),
    (
        tiktok(webpage_url=f"https://www.tiktok.com/@bo/photo/{ITEM}"),
        "kind",
        "carousel",
        "pictures, by the address",
    ),
    (
        tiktok(vcodec="none", acodec="aac", duration=0),
        "kind",
        "carousel",
        "pictures: nothing but sound of no length",
    ),
    (tiktok(vcodec="none", acodec="aac", duration=9), "kind", "video", "the sound alone of a clip was taken"),
]


@pytest.mark.parametrize(("record", "name", "expected", "reason"), FIELDS)
def test_each_field_is_read_as_its_site_means_it(
    tmp_path: Path, record: dict[str, Any], name: str, expected: Any, reason: str
) -> None:
    (found,), _ = from_yt_dlp(tmp_path, {"clip.info.json": record})
    value: Any = found
    for step in name.split("."):
        value = getattr(value, step)
    assert value == expected, reason


BESIDE = [
    ("clip.mp4", MP4, "original", "the clip"),
    ("clip.jpg", JPG, "poster", "its still"),
    ("clip.webp", JPG, "poster", "its still in another form"),
    ("clip.f137.mp4", MP4, "ignored", "a picture without its sound"),
    ("clip.fdash-1v.mp4", MP4, "ignored", "the same, of another site"),
    ("clip.temp.mp4", MP4, "ignored", "a clip that was being put together"),
    ("clip.mp4.part", MP4, "ignored", "half a download"),
    ("clip.mp4.part-Frag3.part", MP4, "ignored", "a piece of half a download"),
    ("clip.mp4.part-Frag3", MP4, "ignored", "a whole piece of half a download"),
    ("clip.mp4.ytdl", b"{}", "ignored", "where a download goes on"),
    ("clip.en.vtt", b"WEBVTT", "ignored", "subtitles"),
    ("clip.pt-BR.srt", b"1", "ignored", "subtitles"),
    ("clip.live_chat.json", b'{"a": 1}\n{"a": 2}\n', "ignored", "what people wrote"),
    ("clip.description", b"words", "ignored", "the words"),
    ("clip.maxres.jpg", JPG, "ignored", "another still"),
    ("clip.m4a", M4A, "ignored", "the sound"),
    ("clip 2.mp4", MP4, "folder", "somebody else's clip"),
]


@pytest.mark.parametrize(("name", "content", "becomes", "reason"), BESIDE)
def test_what_lies_beside_a_clip(
    tmp_path: Path, name: str, content: bytes, becomes: str, reason: str
) -> None:
    files = {"clip.mp4": MP4 + b"1", "clip.info.json": instagram(), name: content}
    posts, skipped = taken(lay_named(tmp_path, files))
    found = {file.path.name: file.role for post in posts if post.source == "yt-dlp" for file in post.files}
    found |= {file.path.name: "folder" for post in posts if post.source == "folder" for file in post.files}
    found |= {Path(skip.origin).name: skip.code for skip in skipped}
    assert found == {"clip.mp4": "original", name: becomes}, reason


def test_a_carousel_is_one_post_in_its_order(tmp_path: Path) -> None:
    whole = instagram(_type="playlist", description="Three", playlist_count=3)
    parts = {
        f"{name}.info.json": instagram(
            id=f"CSwAtwOBwh{place}",
            playlist_id=CODE,
            playlist_index=place,
            n_entries=3,
            url=f"https://x.y/{place}.mp4?sig=1",
        )
        for name, place in (("b", 1), ("a", 3))
    }
    posts, skipped = from_yt_dlp(tmp_path, {"p.info.json": whole, "b.mp4": MP4, **parts})
    (post,) = posts
    assert (post.ids, post.kind, post.caption, names(post)) == (
        (f"ig:{CODE}",),
        "carousel",
        "Three",
        ["b.mp4"],
    )
    assert post.missing == ("3.mp4", "item 2 of 3")
    assert [(link.name, link.place) for link in post.links] == [("3.mp4", 2)]
    assert post.raw and [part["id"] for part in json.loads(post.raw)["parts"]] == [
        "CSwAtwOBwh1",
        "CSwAtwOBwh3",
    ]
    assert not skipped


def test_the_posts_of_a_profile_are_no_carousel(tmp_path: Path) -> None:
    listed = {
        "_type": "playlist",
        "extractor_key": "InstagramUser",
        "id": "ana.runs",
        "webpage_url": "https://www.instagram.com/ana.runs/",
    }
    files: dict[str, Any] = {"all.info.json": listed}
    for place, code in ((1, CODE), (2, "B8gQCApHMT-")):
        url = f"https://www.instagram.com/p/{code}/"
        more = {
            "id": code,
            "webpage_url": url,
            "playlist_id": "ana.runs",
            "playlist_index": place,
            "n_entries": 40,
        }
        files |= {f"{place}.info.json": instagram(**more), f"{place}.mp4": MP4}
    posts, skipped = from_yt_dlp(tmp_path, files)
    assert [(post.ids[0], post.kind, post.missing) for post in posts] == [
        (f"ig:{CODE}", "video", ()),
        ("ig:B8gQCApHMT-", "video", ()),
    ]
    assert [(Path(skip.origin).name, skip.code) for skip in skipped] == [("all.info.json", "ignored")]


def test_pictures_of_a_slideshow_are_missing_and_its_sound_is_left(tmp_path: Path) -> None:
    record = tiktok(ext="m4a", vcodec="none", acodec="aac", duration=0)
    (post,), (skip,) = from_yt_dlp(tmp_path, {"a.info.json": record, "a.m4a": M4A, "a.jpg": JPG})
    assert (post.missing, [file.role for file in post.files]) == (
        ("the pictures of the slideshow",),
        ["poster"],
    )
    assert (Path(skip.origin).name, skip.code) == ("a.m4a", "ignored")


def test_printed_records_find_their_files_by_the_names_in_them(tmp_path: Path) -> None:
    lines = [
        json.dumps(instagram(_filename="/home/somebody/clips/first.mp4")),
        json.dumps(tiktok(filename="C:\\clips\\second.mp4")),
        json.dumps(youtube(title="Third")),
        "{broken",
    ]
    files = {"first.mp4": MP4, "second.mp4": MP4, f"Third [{VIDEO}].mp4": MP4, "dump.json": "\n".join(lines)}
    posts, (skip,) = from_yt_dlp(tmp_path, files)
    assert [names(post) for post in posts] == [["first.mp4"], ["second.mp4"], [f"Third [{VIDEO}].mp4"]]
    assert skip.origin.endswith("dump.json, line 4")
    assert all(post.raw and "clips" not in post.raw for post in posts)


def test_a_list_printed_whole_gives_its_posts(tmp_path: Path) -> None:
    entries = [
        youtube(),
        {"_type": "url", "id": "x", "ie_key": "Youtube"},
        {"_type": "playlist", "entries": []},
    ]
    listed = {
        "_type": "playlist",
        "extractor_key": "YoutubeTab",
        "webpage_url": "https://www.youtube.com/@cara",
    }
    posts, skipped = from_yt_dlp(tmp_path, {"dump.json": {**listed, "entries": entries}})
    assert [post.ids for post in posts] == [(f"yt:{VIDEO}",)]
    assert [(skip.origin.rpartition(", ")[2], skip.code) for skip in skipped] == [
        ("entry 2", "ignored"),
        ("entry 3", "not_understood"),
    ]


def test_addresses_that_expire_and_what_others_wrote_are_not_kept(tmp_path: Path) -> None:
    signed = "https://scontent.cdninstagram.com/a_n.mp4?oh=1&oe=2"
    record = instagram(
        url=signed,
        formats=[{"url": signed, "http_headers": {"Cookie": "sessionid=secret"}}],
        requested_formats=[{"url": signed}],
        thumbnails=[{"url": signed}],
        automatic_captions={"en": [{"url": signed}]},
        comments=[{"author": "a.fan", "text": "hush"}],
        cookies="sessionid=secret",
    )
    (post,), _ = from_yt_dlp(tmp_path, {"a.info.json": record})
    assert post.raw and not [word for word in ("a_n", "secret", "a.fan", "hush") if word in post.raw]
    assert {"url", "formats", "requested_formats", "thumbnails", "comments", "cookies"} <= set(post.dropped)
    assert [(link.url, link.name) for link in post.links] == [(signed, "a_n.mp4")]
    assert post.missing == ("a_n.mp4",)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"protocol": "m3u8_native"}, "a list of pieces"),
        ({"vcodec": "none"}, "the sound alone"),
        ({"url": "https://rr1.googlevideo.com/videoplayback?id=1"}, "one name for every clip"),
        ({"url": "file:///etc/passwd"}, "no address of the web"),
    ],
)
def test_what_is_not_one_file_is_no_link(tmp_path: Path, more: dict[str, Any], reason: str) -> None:
    (post,), _ = from_yt_dlp(tmp_path, {"a.info.json": instagram(**{"url": "https://x.y/a.mp4", **more})})
    assert (post.links, post.missing) == ((), ("a.mp4",)), reason


REFUSED = [
    ({"extractor_key": "Vimeo", "webpage_url": "https://vimeo.com/1", "id": "1"}, "unsupported", "Vimeo"),
    ({"extractor": "twitter:spaces", "_type": "video", "id": "1"}, "unsupported", "twitter"),
    ({"extractor_key": "Douyin", "webpage_url": "https://douyin.com/1", "id": ITEM}, "unsupported", "Douyin"),
    (
        tiktok(id="12", webpage_url=None, original_url="https://vm.tiktok.com/x/"),
        "not_understood",
        "names no post",
    ),
    (youtube(id=None, webpage_url="https://www.youtube.com/@cara"), "not_understood", "names no post"),
    (instagram(webpage_url=None, id="x1", playlist_id="ana.runs"), "not_understood", "names no post"),
    ({"extractor_key": "YoutubeTab", "_type": "playlist"}, "ignored", "list"),
]


@pytest.mark.parametrize(("record", "code", "word"), REFUSED)
def test_what_is_no_post_is_said(tmp_path: Path, record: dict[str, Any], code: str, word: str) -> None:
    posts, (skip,) = from_yt_dlp(tmp_path, {"a.info.json": record})
    assert (posts, skip.code) == ([], code)
    assert word in skip.why


def test_a_record_nested_too_deeply_costs_itself_alone(tmp_path: Path) -> None:
    deep: Any = 1
    for _ in range(200):
        deep = [deep]
    posts, (skip,) = from_yt_dlp(tmp_path, {"a.info.json": instagram(x=deep), "b.info.json": tiktok()})
    assert [post.ids[0] for post in posts] == [f"tt:{ITEM}"]
    assert "deeply" in skip.why


def test_one_clip_is_read_with_the_record_of_its_name(tmp_path: Path) -> None:
    lay_named(tmp_path, {"a.mp4": MP4, "a.info.json": instagram(), "b.mp4": MP4})
    (post,), _ = taken(tmp_path / "a.mp4")
    assert (post.ids, names(post)) == ((f"ig:{CODE}",), ["a.mp4"])


# Fuzzing.

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from([CODE, POST, "playlist"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from("url id _type extractor_key entries".split()), inner, max_size=4)
    ),
    max_leaves=8,
)
KEYS = """id extractor_key extractor webpage_url original_url _type entries playlist_id playlist_index n_entries
    playlist_count title description channel uploader uploader_id uploader_url channel_id timestamp upload_date
    duration width height track artists artist creator url ext protocol vcodec acodec filename _filename epoch
    like_count view_count""".split()


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    base=st.sampled_from([instagram(), tiktok(), youtube(), story(), instagram(_type="playlist")]),
    change=st.dictionaries(st.sampled_from(KEYS), values, max_size=6),
    lines=st.booleans(),
)
def test_any_change_to_a_record_is_read_or_said(
    tmp_path: Path, base: dict[str, Any], change: dict[str, Any], lines: bool
) -> None:
    here = tmp_path / str(len(list(tmp_path.iterdir())))
    record = json.dumps({**base, **change})
    media = {"a.mp4": MP4, "a.jpg": JPG, "c.mp4": MP4}
    lay_named(
        here,
        {**media, "a.info.json": f"{record}\n{record}\n" if lines else record, "c.info.json": instagram()},
    )
    items = list(read_any(here))
    assert any(isinstance(item, FoundPost) and item.source == "yt-dlp" for item in items)
    assert {file.path.name for item in items if isinstance(item, FoundPost) for file in item.files} == set(
        media
    )
    for item in items:
        item.model_dump_json().encode()
        if isinstance(item, FoundPost) and item.raw:
            json.loads(item.raw)
            assert {link.name for link in item.links} <= set(item.missing)
