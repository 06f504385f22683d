"""What importers say of a post's sound: what its source says, and where that is not said, nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from clips import clip
from conftest import Shop, sidecar
from test_importers import MP4, SHARED, lay_named, sheet, taken

from ugc.model.posts import FoundPost

HEAD = "url,handle"
LINK = "https://www.instagram.com/reel/BqvsDleB3lV/,mira.slowmornings"

HANDLE = "mira.slowmornings"
CELLS: list[tuple[str, str, str, tuple[str | None, str | None] | None, str]] = [
    ("audio", "original sound", "original", None, "as people write it"),
    ("Audio type", "Original", "original", None, "under another heading"),
    ("sound", "voice-over", "speech", None, "with a hyphen"),
    ("audio", "SILENT", "none", None, "in capitals"),
    ("audio", "commercial_library", "commercial_library", None, "in our own words"),
    ("audio", "CML", "commercial_library", None, "as TikTok's is called"),
    ("music", "licensed", "licensed", None, "under music"),
    ("music", "trending sound", "library_song", None, "a song of the platform's"),
    ("audio", "unknown", "unknown", None, "said to be unknown"),
    ("audio", "", "unknown", None, "nothing said"),
    ("music", "none", "unknown", None, "no music is not no sound: she may speak"),
    ("audio", f"original sound - {HANDLE}", "original", (f"original sound - {HANDLE}", HANDLE), "hers"),
    (
        "audio",
        "Original audio by @Mira.SlowMornings",
        "original",
        ("Original audio by @Mira.SlowMornings", "@Mira.SlowMornings"),
        "hers, as a mention",
    ),
    (
        "audio",
        "original sound - dj.tide",
        "unknown",
        ("original sound - dj.tide", "dj.tide"),
        "somebody else's",
    ),
    (
        "music",
        "Tidal Hours - Kettle & Reed",
        "unknown",
        ("Tidal Hours", "Kettle & Reed"),
        "a song, for nobody knows what",
    ),
    ("sound", "Tidal Hours", "unknown", ("Tidal Hours", None), "a title alone"),
    ("audio", "royalty free", "unknown", ("royalty free", None), "free of royalties is not free to use"),
    ("audio", "yes", "unknown", ("yes", None), "that there is some"),
]


@pytest.mark.parametrize(("column", "cell", "kind", "track", "why"), CELLS)
def test_a_sheets_columns(
    tmp_path: Path, column: str, cell: str, kind: str, track: tuple[str | None, str | None] | None, why: str
) -> None:
    (post,), skipped = sheet(tmp_path, f'{HEAD},{column}\n{LINK},"{cell}"\n')
    assert post.sound == kind, why
    assert named(post) == track, why
    assert not skipped
    unclear = kind == "unknown" and cell not in ("", "unknown")
    assert bool(post.notes) == unclear, "what is left open is said"
    assert json.loads(post.raw or "{}").get(column, "") == cell, "its own word is kept"


def named(post: FoundPost) -> tuple[str | None, str | None] | None:
    return (post.track.title, post.track.artist) if post.track else None


def test_song_and_artist_have_columns_of_their_own(tmp_path: Path) -> None:
    text = f"{HEAD},audio,song,artist\n{LINK},library song,Tidal Hours,Kettle & Reed\n"
    (post,), _ = sheet(tmp_path, text)
    assert (post.sound, named(post)) == ("library_song", ("Tidal Hours", "Kettle & Reed"))
    assert post.track and post.track.source == "csv"


def test_words_of_a_sheet_are_made_safe(tmp_path: Path) -> None:
    (post,), _ = sheet(tmp_path, f'{HEAD},song\n{LINK},"<script>x</script>\u202e=1+1\n{"la " * 400}"\n')
    assert post.track and post.track.title
    assert "\n" not in post.track.title
    assert len(post.track.title) <= 200


TIKTOK: list[tuple[dict[str, Any] | None, str, str | None, str]] = [
    (
        {"id": "9", "title": "Hit", "authorName": "Star", "original": False},
        "library_song",
        "Hit",
        "of the library",
    ),
    (
        {"title": "original sound - bo", "authorName": "bo", "original": True},
        "unknown",
        "original sound - bo",
        "a name",
    ),
    ({"title": "x", "authorName": "Bo H.", "original": True}, "unknown", "x", "a display name is no proof"),
    (
        {"title": "x", "authorName": "Bo H.", "ownerHandle": "bo", "original": True},
        "original",
        "x",
        "the handle is",
    ),
    (
        {"title": "x", "authorName": "dj", "ownerHandle": "dj", "original": True},
        "unknown",
        "x",
        "another's upload",
    ),
    ({"title": "Hit", "authorName": "bo"}, "unknown", "Hit", "nothing is said of it"),
    ({"title": "Hit", "original": "false"}, "unknown", "Hit", "a word is no answer"),
    ({}, "unknown", None, "an empty record"),
    (None, "unknown", None, "no record"),
]


@pytest.mark.parametrize(("music", "kind", "title", "why"), TIKTOK)
def test_tiktoks_music(
    tmp_path: Path, music: dict[str, Any] | None, kind: str, title: str | None, why: str
) -> None:
    record: dict[str, Any] = {
        "category": "tiktok",
        "subcategory": "user",
        "id": "6748451240264420610",
        "author": {"id": "1", "uniqueId": "bo", "nickname": "Bo H."},
        "desc": "evening run",
        "num": 0,
    }
    record |= {"music": music} if music is not None else {}
    lay_named(tmp_path, {"6748451240264420610.mp4": MP4, "6748451240264420610.mp4.json": record})
    (post,), _ = taken(tmp_path)
    assert post.sound == kind, why
    assert (post.track.title if post.track else None) == title, why
    assert post.track is None or post.track.source == "gallery-dl"


SONG = {
    "music_asset_info": {"title": "Tidal Hours", "display_artist": "Kettle & Reed", "audio_cluster_id": 77}
}
OWN = {"original_audio_title": "Original audio", "audio_asset_id": 78, "ig_artist": {"username": "ana"}}
INSTAGRAM: list[tuple[dict[str, Any], str, tuple[str | None, str | None] | None, str]] = [
    (
        {"clips_metadata": {"music_info": SONG}},
        "library_song",
        ("Tidal Hours", "Kettle & Reed"),
        "a reel with a song",
    ),
    (
        {"music_metadata": {"music_info": SONG}},
        "library_song",
        ("Tidal Hours", "Kettle & Reed"),
        "a picture with one",
    ),
    ({"clips_metadata": {"original_sound_info": OWN}}, "original", ("Original audio", "ana"), "her own"),
    (
        {
            "clips_metadata": {
                "music_info": None,
                "original_sound_info": OWN | {"ig_artist": {"username": "dj"}},
            }
        },
        "unknown",
        ("Original audio", "dj"),
        "somebody else's upload",
    ),
    ({"clips_metadata": {"music_info": None, "original_sound_info": None}}, "unknown", None, "nothing in it"),
    ({"clips_metadata": "gone"}, "unknown", None, "no record at all"),
    ({}, "unknown", None, "nothing said"),
]


@pytest.mark.parametrize(("more", "kind", "track", "why"), INSTAGRAM)
def test_instagrams_own_records(
    tmp_path: Path, more: dict[str, Any], kind: str, track: tuple[str | None, str | None] | None, why: str
) -> None:
    record = sidecar("BqvsDleB3lV", media_id="1922949326347663701", extension="mp4") | more
    lay_named(tmp_path, {"1922949326347663701.mp4": MP4, "1922949326347663701.mp4.json": record})
    (post,), _ = taken(tmp_path)
    assert (post.sound, named(post)) == (kind, track), why


GRAPH: list[tuple[str | None, str, str]] = [
    ("MUSIC", "library_song", "of Meta's catalogue: for people, not for ads"),
    ("ORIGINAL_SOUND", "unknown", "uploaded with a clip, and not said by whom"),
    ("music", "unknown", "not a word of the API's"),
    (None, "unknown", "not asked for"),
]


@pytest.mark.parametrize(("told", "kind", "why"), GRAPH)
def test_the_graph_apis_audio_type(tmp_path: Path, told: str | None, kind: str, why: str) -> None:
    item = {
        "id": "17924318443748703",
        "media_type": "VIDEO",
        "permalink": "https://www.instagram.com/reel/BqvsDleB3lV/",
        "username": "ana",
        "timestamp": "2021-08-19T09:00:22+0000",
    }
    item |= {"media_audio_type": told} if told else {}
    lay_named(tmp_path, {"answer.json": {"data": [item]}})
    (post,), _ = taken(tmp_path)
    assert (post.source, post.sound) == ("instagram-graph", kind), why


def test_real_answers_of_the_graph_api_say_nothing_of_sound() -> None:
    folder = SHARED / "samples" / "instagram_graph"
    if not folder.is_dir():
        pytest.skip("the shared samples are not here")
    posts, _ = taken(folder)
    assert posts and {post.sound for post in posts} == {"unknown"} and not any(post.track for post in posts)


NOTES: list[tuple[Any, str, tuple[str | None, str | None] | None]] = [
    ("original sound", "original", None),
    (
        {"kind": "library_song", "title": "Tidal Hours", "artist": "Star"},
        "library_song",
        ("Tidal Hours", "Star"),
    ),
    ({"title": "Tidal Hours"}, "unknown", ("Tidal Hours", None)),
    ({"kind": ["none"], "title": {"a": 1}}, "none", None),
    ([1, 2], "unknown", ("1 2", None)),
    (None, "unknown", None),
]


@pytest.mark.parametrize(("value", "kind", "track"), NOTES)
def test_small_records_beside_media(
    tmp_path: Path, value: Any, kind: str, track: tuple[str | None, str | None] | None
) -> None:
    told = {"url": "https://www.instagram.com/reel/BqvsDleB3lV/", "handle": "ana", "audio": value}
    lay_named(tmp_path, {"a.mp4": MP4, "a.mp4.json": told})
    (post,), _ = taken(tmp_path)
    assert (post.sound, named(post)) == (kind, track)


def test_it_reaches_the_catalog_and_the_records(empty_shop: Shop, tmp_path: Path) -> None:
    """A song that a source names is refused for an ad by its kind, and the post says which song it is."""
    folder = tmp_path / "posts"
    folder.mkdir()
    clip(folder / "a.mp4", size=(540, 960), sound="tone")
    (folder / "posts.csv").write_text(
        f"{HEAD},media,audio,song\n{LINK},a.mp4,trending sound,Tidal Hours\n", "utf-8"
    )
    empty_shop("import", folder)
    (post,) = empty_shop("posts", "--json")
    assert (post["sound"], post["track"]) == (
        "library_song",
        {"title": "Tidal Hours", "artist": None, "native_id": None, "source": "csv"},
    )
    assert post["media"][0]["sound"] is True
    empty_shop.grant(post["id"])
    told = empty_shop("render", "--format", "story", "--json", code=4)["refusals"][0]["placements"]
    assert {why["code"] for spot in told for why in spot["reasons"]} == {"music_not_cleared"}
    again = empty_shop("import", folder, "--json")
    assert {item["outcome"] for item in again["taken"]} == {"same"}


def test_a_catalog_from_before_learns_of_sound_tracks_from_the_same_import(
    empty_shop: Shop, tmp_path: Path
) -> None:
    """What was imported when nobody looked is asked about; importing the same again settles it."""
    import sqlite3

    folder = tmp_path / "posts"
    folder.mkdir()
    clip(folder / "a.mp4", size=(540, 960))
    (folder / "posts.csv").write_text(f"{HEAD},media\n{LINK},a.mp4\n", "utf-8")
    empty_shop("import", folder)
    with sqlite3.connect(empty_shop.root / ".ugc" / "catalog.db") as raw:
        raw.execute("UPDATE media SET sound = NULL")
    empty_shop.grant("ig:BqvsDleB3lV")
    assert empty_shop("posts", "--json")[0]["media"][0]["sound"] is None
    empty_shop("render", "--format", "story", "--dry-run", code=4)
    empty_shop("import", folder)
    empty_shop("render", "--format", "story", "--dry-run")
