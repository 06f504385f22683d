"""Hostile JSON and sheets, given to every importer in its own shape: each has its listed outcome."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ugc.errors import InputError
from ugc.importers import importers, read_any
from ugc.model.posts import FoundPost, Skipped

SAMPLES = Path(__file__).resolve().parent / "samples"
SHARED = Path(__file__).resolve().parents[2] / "shared"
CODES = {
    "not_understood",
    "empty",
    "not_media",
    "too_large",
    "unreadable",
    "no_media",
    "unsupported",
    "missing",
    "ignored",
    "column",
    "no_column",
    "note",
}
NAMES = sorted(name for name in importers() if (SAMPLES / name / "input").is_dir())
HANDLE = "hostile.handle"
SHAPES: dict[str, dict[str, Any]] = {
    "gallery-dl": {
        "category": "instagram",
        "subcategory": "posts",
        "post_shortcode": "BqvsDleB3lV",
        "username": HANDLE,
        "description": "CAPTION",
        "likes": "NUMBER",
    },
    "instagram-graph": {
        "data": [
            {
                "id": "17",
                "media_type": "IMAGE",
                "permalink": "https://www.instagram.com/p/BqvsDleB3lV/",
                "username": HANDLE,
                "caption": "CAPTION",
                "like_count": "NUMBER",
            }
        ]
    },
    "meta-advertisable-content": {
        "data": [
            {
                "id": "17900000000000002",
                "permalink": "https://www.instagram.com/p/BqvsDleB3lV/",
                "owner_id": "17841400000000002",
                "owner": {"username": HANDLE},
                "caption": "CAPTION",
                "like_count": "NUMBER",
            }
        ]
    },
    "tiktok-api": {
        "data": {
            "videos": [
                {
                    "id": "7301234567890123461",
                    "username": HANDLE,
                    "region_code": "US",
                    "video_description": "CAPTION",
                    "like_count": "NUMBER",
                }
            ]
        },
        "error": {"code": "ok"},
    },
    "youtube-api": {
        "kind": "youtube#videoListResponse",
        "items": [
            {
                "id": "AbCdEfGhI-1",
                "snippet": {"title": "CAPTION", "channelTitle": HANDLE, "channelId": HANDLE},
                "statistics": {"likeCount": "NUMBER"},
            }
        ],
    },
}
"""One post in the shape of each source that is JSON."""


def text_of(name: str, **changes: str) -> str:
    """A source's answer, with raw JSON in the place of HANDLE, CAPTION or NUMBER."""
    text = json.dumps(SHAPES[name])
    for word in ("NUMBER", "CAPTION", HANDLE):
        text = text.replace(
            f'"{word}"', changes.get(word.rpartition(".")[2], '"x"' if word != "NUMBER" else "1")
        )
    return text


def taken(name: str, folder: Path, content: str | bytes) -> tuple[list[FoundPost], list[Skipped]]:
    """What comes of one file, whose source it still is; notes on whole files are left away."""
    file = folder / "record.json"
    file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    posts: list[FoundPost] = []
    skipped: list[Skipped] = []
    for item in read_any(folder):
        item.model_dump_json().encode()
        if isinstance(item, FoundPost):
            assert item.source == name
            posts.append(item)
        elif item.code != "note":
            skipped.append(item)
    return posts, skipped


# Whole files.

DEEP = 100_000
FILES: list[tuple[str, Callable[[str], bytes], str | None]] = [
    # how the file is made, and a word of why it is skipped; None where it is read all the same
    ("plain", lambda text: text.encode(), None),
    ("with a byte order mark", lambda text: b"\xef\xbb\xbf" + text.encode(), None),
    ("UTF-16, little end first", lambda text: b"\xff\xfe" + text.encode("utf-16-le"), None),
    ("UTF-16, big end first", lambda text: b"\xfe\xff" + text.encode("utf-16-be"), None),
    ("UTF-16 without its mark", lambda text: text.encode("utf-16-le"), "JSON"),
    ("Windows-1252", lambda text: text.replace('"x"', '"caf\u00e9"').encode("cp1252"), "UTF-8"),
    ("too deep within", lambda text: text.replace('"x"', "[" * DEEP + "]" * DEEP).encode(), "nested"),
    ("too deep around", lambda text: ("[" * DEEP + text + "]" * DEEP).encode(), "nested"),
    ("a name twice", lambda text: text.replace('"x"', '{"a": 1, "a": 2}').encode(), "twice"),
    ("cut short", lambda text: text[: len(text) // 2].encode(), "JSON"),
    ("NUL after it", lambda text: (text + "\0").encode(), None),
    ("something after it", lambda text: (text + " and more").encode(), None),
]


@pytest.mark.parametrize("name", sorted(SHAPES))
@pytest.mark.parametrize(("make", "why"), [row[1:] for row in FILES], ids=[row[0] for row in FILES])
def test_whole_files(name: str, make: Callable[[str], bytes], why: str | None, tmp_path: Path) -> None:
    posts, skipped = taken(name, tmp_path, make(text_of(name)))
    if why is None:
        assert len(posts) == 1
        assert all("document 2" in skip.origin for skip in skipped)
    else:
        assert posts == []
        (skip,) = skipped
        assert why in skip.why and skip.code == "not_understood"


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_a_record_at_the_limit_of_nesting_is_skipped_and_not_its_neighbours(
    name: str, tmp_path: Path
) -> None:
    deep = text_of(name).replace('"x"', "[" * 200 + "]" * 200)
    posts, skipped = taken(name, tmp_path, f"{text_of(name)}\n{deep}\n{text_of(name)}\n")
    # records of one file that mean one post may come as one
    assert 1 <= len(posts) <= 2 and {post.ids for post in posts} == {posts[0].ids}
    assert ["deeply" in skip.why for skip in skipped] == [True]


# Single values.

NUMBERS = [
    "NaN",
    "Infinity",
    "-Infinity",
    "1e400",
    "9" * 5000,
    "-1",
    "1.5",
    "true",
    '"many"',
    "null",
    "[1]",
    '"\u0663"',
]


@pytest.mark.parametrize("name", sorted(set(SHAPES) - {"meta-advertisable-content"}))
@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number[:12])
def test_numbers_that_are_none_are_unknown(name: str, number: str, tmp_path: Path) -> None:
    (post,), skipped = taken(name, tmp_path, text_of(name, NUMBER=number))
    assert post.counts is None and skipped == []


CAPTIONS = {
    "a lone surrogate": ("lone \\ud83d end", "lone \ufffd end"),
    "NUL": ("a\\u0000b", "ab"),
    "zalgo": ("Z" + "\u0351\u036b\u0343" * 2000, None),
    "a megabyte": ("x" * 1_000_000, None),
    "right to left override": ("\u202eabc\u202c", None),
    "line ends": ("a\\r\\nb\\u2028c", "a\nb\u2028c"),
    "a script": ("<script>alert(1)</script>", None),
    "a formula": ("=cmd|' /C calc'!A0", None),
    "a template": ("{{7*7}} ${7*7} <%= 7*7 %>", None),
}


@pytest.mark.parametrize("name", sorted(SHAPES))
@pytest.mark.parametrize(("written", "kept"), CAPTIONS.values(), ids=list(CAPTIONS))
def test_captions_are_kept_as_words(name: str, written: str, kept: str | None, tmp_path: Path) -> None:
    (post,), skipped = taken(name, tmp_path, text_of(name, CAPTION=f'"{written}"'))
    assert post.caption == (written if kept is None else kept)
    assert post.raw and skipped == []
    json.loads(post.raw.encode())


HANDLES: list[tuple[str, bool]] = [  # as written, and whether it can be somebody's
    ('".."', False),
    ('"."', False),
    ('"a/../../b"', False),
    ('"a\\\\b"', False),
    ('"%2e%2e%2f"', False),
    ('"~root"', False),
    ('"user:name"', False),
    ('"user\\nname"', False),
    ('"\\u202eana"', False),
    ('"\\ud83d"', False),
    ('"\\u0000"', False),
    (f'"{"x" * 300}"', False),
    ('"\U0001f600"', False),
    ('""', False),
    ("null", False),
    ("true", False),
    ('["ana"]', False),
    ('{"username": "ana"}', False),
    ("1e400", False),
    # names of devices and of options are handles like others: they stand in no path and in no command line
    ('"CON"', True),
    ('"-rf"', True),
    ('"NUL.txt"', True),
    ('"@ana"', True),
]


@pytest.mark.parametrize("name", sorted(set(SHAPES) - {"youtube-api"}))
@pytest.mark.parametrize(("written", "somebody"), HANDLES, ids=[row[0][:24] for row in HANDLES])
def test_what_is_no_handle_names_nobody(name: str, written: str, somebody: bool, tmp_path: Path) -> None:
    (post,), skipped = taken(name, tmp_path, text_of(name, handle=written))
    assert skipped == []
    assert (post.author is not None) is somebody
    if post.author:
        assert re.fullmatch(r"[\w.·-]+", post.author.handle)
    assert ".." not in (post.permalink or "") and "\n" not in (post.permalink or "")


@pytest.mark.parametrize(("written", "somebody"), HANDLES, ids=[row[0][:24] for row in HANDLES])
def test_no_title_of_a_channel_names_anybody(written: str, somebody: bool, tmp_path: Path) -> None:
    (post,), skipped = taken("youtube-api", tmp_path, text_of("youtube-api", handle=written))
    assert post.author is None and skipped == []


IDS = [
    "../../x",
    "7e18",
    "0",
    "-5",
    "9" * 5000,
    '"\\u0000"',
    '"a b"',
    "[]",
    "{}",
    "null",
    "true",
    '"CON"',
    '"__proto__"',
]


@pytest.mark.parametrize(
    "name", sorted(set(SHAPES) - {"gallery-dl"})
)  # whose shortcodes can be nearly any word
@pytest.mark.parametrize("number", IDS, ids=lambda number: number[:12])
def test_what_is_no_id_means_no_post(name: str, number: str, tmp_path: Path) -> None:
    text = text_of(name)
    for known in ("BqvsDleB3lV", "7301234567890123461", "AbCdEfGhI-1"):
        text = text.replace(f'"{known}"', number if number[0] != "." else f'"{number}"')
        text = text.replace(f"https://www.instagram.com/p/{known}/", "https://www.instagram.com/p/../../x/")
    items = list(read_json(name, tmp_path, text))
    assert all(isinstance(item, Skipped) for item in items if item)
    assert items


def read_json(name: str, folder: Path, text: str) -> list[Any]:
    """What the importer itself makes of a file, claimed or not."""
    file = folder / "record.json"
    file.write_text(text, "utf-8")
    try:
        return [item for item in importers()[name].read(file) if not is_note(item)] or [None]
    except InputError:
        return [None]


def is_note(item: Any) -> bool:
    return isinstance(item, Skipped) and item.code == "note"


# Every importer there is, whatever its shape.

ANY: dict[str, bytes] = {
    "deep.json": b"[" * DEEP + b"]" * DEEP,
    "deep_objects.json": b'{"data":' * 20_000 + b"1" + b"}" * 20_000,
    "numbers.json": b'{"likes":NaN,"views":Infinity,"id":1e400,"big":' + b"9" * 5000 + b"}",
    "twice.json": b'{"id":"1","id":"2"}',
    "empty.json": b"{}",
    "list.json": b"[]",
    "null.json": b"null",
    "word.json": b'"word"',
    "cut.json": b'{"data": [{"id": "1',
    "not_utf8.json": b'{"a": "\xff\xfe"}',
    "nul.json": b'{"a": "\x00"}',
    "blank.json": b" \n\t ",
    "lines.jsonl": b'{"a": 1}\n{broken\n[]\nnull\n',
    "long_name.json": b'{"' + b"x" * 1_000_000 + b'": 1}',
    "half.xz": b"\xfd7zXZ\x00\x00\x04",
    "half.zip": b"PK\x03\x04",
    "nul.csv": b"url,handle\nhttps://www.instagram.com/p/BqvsDleB3lV/,\x00\n",
    "quote.csv": b'url,handle\n"https://www.instagram.com/p/BqvsDleB3lV/\n',
}
READ = {"nul.csv", "quote.csv"}
"""Sheets whose one post can be read all the same."""


@pytest.mark.parametrize("name", sorted(importers()))
@pytest.mark.parametrize("file", sorted(ANY))
def test_every_importer_reads_or_says(name: str, file: str, tmp_path: Path) -> None:
    (tmp_path / file).write_bytes(ANY[file])
    module = importers()[name]
    assert module.claims(tmp_path / file) in (True, False)
    for path in (tmp_path / file, tmp_path):
        try:
            items = list(module.read(path))
        except InputError:
            continue  # said by whoever walks the folder
        for item in items:
            item.model_dump_json().encode()
            assert isinstance(item, FoundPost) or (item.why.strip() and item.code in CODES)


@pytest.mark.parametrize("file", sorted(set(ANY) - READ))
def test_nothing_of_a_hostile_file_is_lost_silently(file: str, tmp_path: Path) -> None:
    (tmp_path / file).write_bytes(ANY[file])
    items = list(read_any(tmp_path))
    assert items and all(isinstance(item, Skipped) for item in items)


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_among_hostile_files_comes_out_as_ever(name: str, tmp_path: Path) -> None:
    shutil.copytree(SAMPLES / name / "input", tmp_path / "in")
    alone = [item.model_dump() for item in read_any(tmp_path / "in") if isinstance(item, FoundPost)]
    for file, content in ANY.items():
        if file not in READ:
            (tmp_path / "in" / f"zz_{file}").write_bytes(content)
    among = [item.model_dump() for item in read_any(tmp_path / "in") if isinstance(item, FoundPost)]
    assert alone == among and alone


def test_posts_and_names_of_the_collection_of_nasty_inputs(tmp_path: Path) -> None:
    """Its captions and handles, in the shape of each source."""
    script = SHARED / "nasty" / "make_nasty.py"
    if not script.is_file():
        pytest.skip("shared/nasty is not on this machine")
    shutil.copy(script, tmp_path / "make_nasty.py")
    subprocess.run([sys.executable, "-W", "ignore", "make_nasty.py"], cwd=tmp_path, check=True)
    rows = json.loads((tmp_path / "out" / "nasty_posts.json").read_text("utf-8"))
    for name in sorted(SHAPES):
        for index, row in enumerate(rows):
            folder = tmp_path / f"{name}-{index}"
            folder.mkdir()
            caption, handle = json.dumps(row["caption"]), json.dumps(row["username"])
            (post,), skipped = taken(name, folder, text_of(name, CAPTION=caption, handle=handle))
            assert skipped == []
            assert post.author is None or re.fullmatch(r"[\w.·-]{1,60}", post.author.handle)
            assert "\0" not in (post.caption or "") and "\ud83d" not in (post.caption or "")
