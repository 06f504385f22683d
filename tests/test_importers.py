"""Importers: what people have on disk, read as it is, with everything that is passed over said in words."""

import ast
import json
import os
import shutil
import subprocess
import sys
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ugc.errors import InputError, UgcError, UsageError
from ugc.importers import importers, read_any
from ugc.model.posts import FoundPost, Skipped

HERE = Path(__file__).resolve().parent
SAMPLES = HERE / "samples"
SHARED = Path(__file__).resolve().parents[2] / "shared"
NAMES = sorted(path.name for path in SAMPLES.iterdir() if (path / "expected.json").is_file())

JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(40)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
MP4 = b"\x00\x00\x00\x18ftypisom" + bytes(40)
HEIC = b"\x00\x00\x00\x18ftypheic" + bytes(40)
M4A = b"\x00\x00\x00\x18ftypM4A " + bytes(40)


def lay(folder: Path, **files: bytes | str | dict[str, Any] | list[Any]) -> Path:
    """Write files; in their names `__` stands for a dot."""
    return lay_named(folder, {name.replace("__", "."): content for name, content in files.items()})


def lay_named(folder: Path, files: dict[str, Any]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return folder


def taken(path: Path, **options: Any) -> tuple[list[FoundPost], list[Skipped]]:
    posts, skipped = [], []
    for item in read_any(path, **options):
        (skipped if isinstance(item, Skipped) else posts).append(item)
    return posts, skipped


def sheet(folder: Path, text: str | bytes, name: str = "posts.csv") -> tuple[list[FoundPost], list[Skipped]]:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    posts, skipped = taken(folder / name)
    return posts, [skip for skip in skipped if skip.code != "no_column"]


def names(post: FoundPost) -> list[str]:
    return [file.path.name for file in post.files]


# The contract, held for every module in the package and every sample beside it.


def test_every_importer_offers_what_is_agreed() -> None:
    package = HERE.parent / "ugc" / "importers"
    files = {path.stem for path in package.glob("*.py") if not path.name.startswith("_")}
    assert {module.__name__.rpartition(".")[2] for module in importers().values()} == files
    for name, module in importers().items():
        tree = ast.parse((package / f"{module.__name__.rpartition('.')[2]}.py").read_text("utf-8"))
        public = {
            node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name[0] != "_"
        }
        assert name == module.NAME and name == name.lower()
        assert {"claims", "read"} <= public, name
        assert public - {"claims", "read"} <= ({"read_files"} if name == "folder" else set()), name


def test_every_importer_has_a_sample() -> None:
    assert set(importers()) == set(NAMES)


def test_no_importer_loads_what_opens_pictures() -> None:
    code = (
        "import sys; from ugc.importers import importers; importers();"
        "print([m for m in ('PIL', 'cv2', 'numpy', 'av') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=HERE.parent
    )
    assert done.stdout.strip() == "[]"


def test_no_importer_asks_the_network() -> None:
    for path in (HERE.parent / "ugc" / "importers").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            modules = (
                [node.module]
                if isinstance(node, ast.ImportFrom)
                else [a.name for a in getattr(node, "names", [])]
            )
            assert not {"socket", "ssl", "http", "urllib.request", "requests", "subprocess"} & set(modules), (
                path
            )


ORIGIN = itemgetter("origin")


def plain(post: FoundPost, root: Path) -> dict[str, Any]:
    data = post.model_dump(mode="json", exclude_defaults=True, exclude={"raw", "source", "caption_trust"})
    data["origin"] = post.origin.removeprefix(f"{root}/")
    if post.files:
        data["files"] = [
            file.model_dump(mode="json", exclude_defaults=True) | {"path": str(file.path.relative_to(root))}
            for file in post.files
        ]
    return data


@pytest.mark.parametrize("name", NAMES)
def test_sample_reads_as_written_down_by_hand(name: str) -> None:
    root = SAMPLES / name / "input"
    expected = json.loads((SAMPLES / name / "expected.json").read_text("utf-8"))
    posts, skipped = taken(root)
    assert sorted((plain(post, root) for post in posts), key=ORIGIN) == sorted(expected["posts"], key=ORIGIN)
    assert {post.source for post in posts} == {name}
    found = {(skip.origin.removeprefix(f"{root}/"), skip.code): skip.why for skip in skipped}
    assert set(found) == {(origin, code) for origin, code, _ in expected["skipped"]}
    for origin, code, word in expected["skipped"]:
        assert word in found[origin, code]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_a_sample_leaks_a_secret(name: str) -> None:
    for item in read_any(SAMPLES / name / "input"):
        text = item.model_dump_json(exclude={"links"})  # those are never stored as they are
        for secret in ("EAAB_secret", '"secret"', "oh=", "oe=", "x-signature=", "1790504030%3A"):
            assert secret not in text, (item.origin, secret)
        if isinstance(item, FoundPost) and item.raw:
            assert not {"liked", "digged", "access_token"} & set(json.loads(item.raw))


@pytest.mark.parametrize("name", NAMES)
def test_only_its_own_importer_claims_a_record(name: str) -> None:
    for path in (SAMPLES / name / "input").rglob("*.*"):
        owners = [other for other, module in importers().items() if other != "folder" and module.claims(path)]
        assert len(owners) <= 1 and set(owners) <= {name}, path


def test_reading_twice_gives_the_same() -> None:
    assert list(read_any(SAMPLES)) == list(read_any(SAMPLES))


# read_any: the walk.


def test_a_mixed_folder_comes_out_right_with_every_file_used_once(tmp_path: Path) -> None:
    lay_named(
        tmp_path,
        {
            "1922949326347663701.jpg": JPG,
            "1922949326347663701.jpg.json": {
                "category": "instagram",
                "subcategory": "posts",
                "post_shortcode": "BqvsDleB3lV",
                "username": "ana",
            },
            "list.csv": "url,handle,media\nhttps://www.instagram.com/p/B8gQCApHMT-/,bo,inner/a.jpg\n",
            "inner/a.jpg": JPG + b"a",
            "inner/b.jpg": JPG + b"b",
            "page.json": {
                "data": [
                    {"id": "1", "media_type": "IMAGE", "permalink": "https://instagram.com/p/B8goRvrnwod/"}
                ]
            },
            "B8goRvrnwod.jpg": JPG + b"c",
            "holiday.jpg": JPG + b"d",
            "._holiday.jpg": b"x",
        },
    )
    posts, skipped = taken(tmp_path)
    by_source = sorted((post.source, post.ids, tuple(names(post))) for post in posts)
    assert by_source == [
        ("csv", ("ig:B8gQCApHMT-",), ("a.jpg",)),
        ("folder", (), ("b.jpg",)),
        ("folder", (), ("holiday.jpg",)),
        ("gallery-dl", ("ig:BqvsDleB3lV",), ("1922949326347663701.jpg",)),
        ("instagram-graph", ("ig:B8goRvrnwod",), ("B8goRvrnwod.jpg",)),
    ]
    files = [file.path for post in posts for file in post.files]
    assert sorted(files) == sorted(set(files)) == sorted(tmp_path.rglob("*.jpg"))[1:]
    assert [skip.code for skip in skipped] == ["ignored"]


def test_a_bad_file_never_stops_the_rest(tmp_path: Path) -> None:
    lay_named(
        tmp_path,
        {"a.csv": "x,y\n1,2\n", "b.csv": 'url\n"https://www.instagram.com/p/B8gQCApHMT-/\n', "c.jpg": JPG},
    )
    lay_named(
        tmp_path, {"d.csv": "url\nhttps://www.instagram.com/p/B8goRvrnwod/\n", "e.json": '{"category": '}
    )
    posts, skipped = taken(tmp_path)
    assert {post.ids for post in posts} >= {("ig:B8goRvrnwod",), ()}
    assert {Path(skip.origin.split(",")[0]).name for skip in skipped} >= {"a.csv", "e.json"}


def test_links_pipes_and_litter_are_listed_and_never_opened(tmp_path: Path) -> None:
    outside = tmp_path / "outside.jpg"
    outside.write_bytes(JPG)
    root = tmp_path / "in"
    lay_named(
        root,
        {"real.jpg": JPG, ".DS_Store": b"x", "__MACOSX/a.jpg": JPG, "clip.mp4.part": MP4, "empty.jpg": b""},
    )
    (root / "out.jpg").symlink_to(outside)
    (root / "again.jpg").symlink_to(root / "real.jpg")
    (root / "loop").symlink_to(root / "loop")
    (root / "up").symlink_to(root.parent)
    os.mkfifo(root / "pipe.jpg")
    posts, skipped = taken(root)
    assert [names(post) for post in posts] == [["real.jpg"]]
    assert {(Path(skip.origin).name, skip.code) for skip in skipped} == {
        (".DS_Store", "ignored"),
        ("__MACOSX", "ignored"),
        ("clip.mp4.part", "ignored"),
        ("empty.jpg", "empty"),
        ("out.jpg", "unreadable"),
        ("again.jpg", "unreadable"),
        ("loop", "unreadable"),
        ("up", "unreadable"),
        ("pipe.jpg", "unreadable"),
    }


def test_one_file_is_read_with_the_record_beside_it(tmp_path: Path) -> None:
    record = {
        "category": "instagram",
        "subcategory": "post",
        "post_shortcode": "BqvsDleB3lV",
        "username": "ana",
    }
    lay_named(tmp_path, {"1.jpg": JPG, "1.jpg.json": record, "2.jpg": JPG, "2.txt": "Two", "22.jpg": JPG})
    (post,), _ = taken(tmp_path / "1.jpg")
    assert (post.ids, post.source, names(post)) == (("ig:BqvsDleB3lV",), "gallery-dl", ["1.jpg"])
    (post,), _ = taken(tmp_path / "2.jpg")
    assert (post.caption, names(post)) == ("Two", ["2.jpg"])


def test_what_is_not_there_or_no_file_is_an_error(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="does not exist"):
        list(read_any(tmp_path / "nothing"))
    with pytest.raises(InputError, match="not a regular file"):
        list(read_any(tmp_path / "pipe"))
    with pytest.raises(UsageError, match="gallery") as caught:
        list(read_any(tmp_path, importer="gallery_dl"))
    assert "gallery-dl" in (caught.value.hint or "")


# gallery-dl.


def record(**more: Any) -> dict[str, Any]:
    return {"category": "instagram", "subcategory": "posts", "username": "ana", **more}


def test_a_carousel_scattered_by_its_names_is_one_post_in_its_order(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        for code in ("BqvsDleB3lV", "B8gQCApHMT-"):
            lay_named(tmp_path, {f"{number}_{code}.jpg": JPG})
            about = record(post_shortcode=code, num=4 - number, count=3, media_id=str(number))
            lay_named(tmp_path, {f"{number}_{code}.jpg.json": about})
    posts, skipped = taken(tmp_path)
    assert not skipped
    assert {post.ids[0]: names(post) for post in posts} == {
        f"ig:{code}": [f"{number}_{code}.jpg" for number in (3, 2, 1)]
        for code in ("BqvsDleB3lV", "B8gQCApHMT-")
    }


def test_each_story_is_a_post_and_never_the_reel(tmp_path: Path) -> None:
    for pk in ("1922949326347663701", "2643616117826558209"):
        about = record(
            type="story", subcategory="stories", post_id="1790504030", post_shortcode="Bqts-e", media_id=pk
        )
        lay_named(tmp_path, {f"{pk}.jpg": JPG, f"{pk}.jpg.json": about})
    posts, _ = taken(tmp_path)
    assert [(post.ids, post.kind) for post in posts] == [
        (("ig:BqvsDleB3lV",), "story"),
        (("ig:CSwAtpJjJkB",), "story"),
    ]
    assert posts[0].permalink == "https://www.instagram.com/stories/ana/1922949326347663701/"


@pytest.mark.parametrize(
    ("files", "roles"),
    [
        # `previews`: the still of a clip has a record of its own and a `p` after the number
        (
            {"7.mp4": MP4, "7.mp4.json": "clip", "7p.jpg": JPG, "7p.jpg.json": "still"},
            {"7.mp4": "original", "7p.jpg": "poster"},
        ),
        # a cover without a record
        ({"7.mp4": MP4, "7.mp4.json": "clip", "7.jpg": JPG}, {"7.mp4": "original", "7.jpg": "poster"}),
        # the sound of a clip beside it
        ({"7.mp4": MP4, "7.mp4.json": "clip", "7.m4a": M4A}, {"7.mp4": "original"}),
    ],
)
def test_covers_are_posters_and_sounds_are_left(
    tmp_path: Path, files: dict[str, Any], roles: dict[str, str]
) -> None:
    about = {
        "clip": record(post_shortcode="BqvsDleB3lV", media_id="7", video_url="https://x.y/7.mp4", count=1),
        "still": record(post_shortcode="BqvsDleB3lV", media_id="7p", video_url="https://x.y/7.mp4", count=1),
    }
    lay_named(
        tmp_path,
        {name: about.get(text, text) if isinstance(text, str) else text for name, text in files.items()},
    )
    (post,), skipped = taken(tmp_path)
    assert {file.path.name: file.role for file in post.files} == roles
    assert {skip.code for skip in skipped} <= {"ignored"}


def test_a_post_whose_media_are_not_there_is_kept_and_says_so(tmp_path: Path) -> None:
    lay_named(tmp_path, {"9.jpg.json": record(post_shortcode="BqvsDleB3lV", username="", likes=-1)})
    (post,), skipped = taken(tmp_path)
    assert (post.files, post.missing, post.author, post.counts, skipped) == ((), ("9.jpg",), None, None, [])
    assert (
        post.precision == "derived"
        and post.posted_at
        and post.posted_at.isoformat() == "2018-11-29T01:04:04+00:00"
    )


def test_json_lines_of_records_go_on_after_a_bad_one(tmp_path: Path) -> None:
    lines = [json.dumps(record(post_shortcode=code)) for code in ("BqvsDleB3lV", "B8gQCApHMT-")]
    lay_named(tmp_path, {"dump.jsonl": f"{lines[0]}\n{{broken\n{lines[1]}\n"})
    posts, skipped = taken(tmp_path)
    assert [post.ids[0] for post in posts] == ["ig:BqvsDleB3lV", "ig:B8gQCApHMT-"]
    assert [skip.origin.rpartition(", ")[2] for skip in skipped] == ["line 2"]


# Instagram Graph API.


def test_real_answers_read_as_the_api_meant_them() -> None:
    samples = SHARED / "samples" / "instagram_graph"
    if not samples.is_dir():
        pytest.skip("shared/samples is not on this machine")
    posts, skipped = taken(samples)
    assert [post.ids[0] for post in posts] == [
        *(
            f"ig:{code}"
            for code in "B8goRvrnwod B8gonCEDBH0 B8gnT4bhKyj B8gm8suhfDm B8gnKt0i7Nh B8gnQeuCp-8".split()
        ),
        *(f"ig:{code}" for code in "CMeo7rcJvTi CMePrHWHOtz B8gQCApHMT- Bop3AGOASfY BotSABoAn8E".split()),
    ]
    assert all(post.author is None and len(post.missing) == 1 for post in posts)
    assert posts[7].counts and posts[7].counts.likes == 0  # given as 0: the API leaves hidden likes out
    assert posts[8].posted_at and posts[8].posted_at.isoformat() == "2020-02-13T10:35:40+00:00"
    assert posts[10].caption is None
    assert "paging.next:token" in posts[0].dropped
    kept = [post.model_dump_json(exclude={"links"}) for post in posts]
    assert not any("access_token" in text or "oh=" in text for text in kept)
    assert len(skipped) == 6  # a carousel's children alone, and five items without permalink
    # the id in a permalink and the time that the API gives tell the same day
    for post in posts[6:]:
        from ugc.identity import posted_at

        derived = posted_at(post.ids[0])
        assert derived and post.posted_at and abs((post.posted_at - derived).total_seconds()) < 86400


def test_pages_one_after_another_are_all_read(tmp_path: Path) -> None:
    page = '{\n "data": [{"id": "%d", "media_type": "IMAGE", "shortcode": "%s"}]\n}'
    text = "\n".join(page % (number, code) for number, code in enumerate(("BqvsDleB3lV", "B8gQCApHMT-"), 1))
    lay(tmp_path, pages__json=text + "\n{oops")
    posts, skipped = taken(tmp_path)
    assert [post.ids[0] for post in posts] == ["ig:BqvsDleB3lV", "ig:B8gQCApHMT-"]
    assert len(skipped) == 1 and "document 3" in skipped[0].origin


# Sheets.

LINK = "https://www.instagram.com/p/BqvsDleB3lV/"


@pytest.mark.parametrize(
    ("text", "handle", "caption"),
    [
        (f"url,handle,caption\n{LINK},@ana,café".encode(), "ana", "café"),
        (f"url;handle;caption\n{LINK};ana;a, b".encode(), "ana", "a, b"),
        (f"url\thandle\tcaption\n{LINK}\tana\tx".encode(), "ana", "x"),
        (f"\ufeffurl,handle,caption\r\n{LINK},ana,x".encode(), "ana", "x"),
        (f"url;handle;caption\n{LINK};ana;é".encode("utf-16"), "ana", "é"),
        (f"url;handle;caption\n{LINK};ana;é".encode("utf-16-le"), "ana", "é"),
        (f"url;handle;caption\n{LINK};ana;café".encode("cp1252"), "ana", "café"),
        (f"sep=;\nurl;handle;caption\n{LINK};ana;x".encode(), "ana", "x"),
        (f"Spring report\n\nPost URL,Influencer Handle,Post Text\n{LINK},ana,x".encode(), "ana", "x"),
        (f"url,handle,caption\n{LINK},https://www.instagram.com/ana/?hl=en,x".encode(), "ana", "x"),
        (f"url,handle,caption\n{LINK},ana,=cmd|' /C calc'!A0".encode(), "ana", "=cmd|' /C calc'!A0"),
        (f"url,handle,caption\n{LINK},ana,a\x00b".encode(), "ana", "ab"),
        (f'url,handle,caption\n"=HYPERLINK(""{LINK}"",""see"")",ana,x'.encode(), "ana", "x"),
    ],
)
def test_sheets_of_every_dialect(tmp_path: Path, text: bytes, handle: str, caption: str) -> None:
    (post,), _ = sheet(tmp_path, text)
    assert post.ids == ("ig:BqvsDleB3lV",)
    assert post.author and post.author.handle == handle
    assert post.caption == caption


@pytest.mark.parametrize(
    ("delimiter", "cells", "likes"),
    [
        (",", ["12.3K"], [12300]),
        (";", ["12,3K"], [12300]),
        (",", ["1,234"], [1234]),  # a comma that parts the cells is no decimal sign
        (";", ["1.234"], [1234]),
        (",", ["1.234"], [None]),  # either a thousand or a fraction
        (";", ["1,234"], [None]),
        ("\t", ["1,234"], [None]),
        ("\t", ["1,234", "1,234,567"], [1234, 1234567]),  # a sign that repeats groups thousands
        ("\t", ["1.234", "12,3K"], [1234, 12300]),
        ("\t", ["1,234", "1.5M", "1,5M"], [None, 1500000, 1500000]),  # the sheet contradicts itself
        (",", ["1,234.0", "2.5"], [1234, None]),
        (",", ["1 234", "1\u202f234", "1'234", "12 345 678"], [1234, 1234, 1234, 12345678]),
        (",", ["12.345K"], [None]),
        (",", ["", "n/a", "-1", "-", "#N/A", "hidden", "0"], [None, None, None, None, None, None, 0]),
        (",", ["7E+05", "many", "-5", "9" * 5000, "٣"], [None] * 5),
    ],
)
def test_counts_are_right_or_unknown(
    tmp_path: Path, delimiter: str, cells: list[str], likes: list[int | None]
) -> None:
    rows = [delimiter.join(("url", "likes"))]
    rows += [
        f'https://www.instagram.com/p/AAAAA{index}/{delimiter}"{cell}"' for index, cell in enumerate(cells)
    ]
    posts, _ = sheet(tmp_path, "\n".join(rows))
    assert [post.counts.likes if post.counts else None for post in posts] == likes


def test_a_count_left_unknown_is_said(tmp_path: Path) -> None:
    (post,), _ = sheet(tmp_path, f"url\tlikes\n{LINK}\t1,234\n")
    assert post.notes == ("likes is left unknown: '1,234' can be read in two ways",)


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["2024-01-31"], ["2024-01-31 day"]),
        (["2024-01-31T10:20:30+02:00"], ["2024-01-31T08:20:30 second"]),
        (["2024-01-31 10:20"], ["2024-01-31T10:20 minute"]),
        (["03/04/2024"], [None]),
        (["03/04/2024", "31/12/2024"], ["2024-04-03 day", "2024-12-31 day"]),
        (["03/04/2024", "12/31/2024"], ["2024-03-04 day", "2024-12-31 day"]),
        (["03/04/2024", "31/12/2024", "12/31/2024"], [None, "2024-12-31 day", "2024-12-31 day"]),
        (["05/05/2024"], ["2024-05-05 day"]),
        (["31.01.2024", "03.04.2024"], ["2024-01-31 day", "2024-04-03 day"]),
        (
            ["31 Jan 2024", "January 31st, 2024", "Jan 31 2024 5:06 PM"],
            ["2024-01-31 day"] * 2 + ["2024-01-31T17:06 minute"],
        ),
        (["45322", "31/02/2024", "2024-13-01", "13/04/24", "soon", "9999-99-99"], [None] * 6),
        (["1706696430"], ["2024-01-31T10:20:30 second"]),
        (["", "n/a"], [None, None]),
    ],
)
def test_dates_are_right_or_unknown(tmp_path: Path, cells: list[str], days: list[str | None]) -> None:
    rows = [f'https://www.youtube.com/watch?v=AAAAAAAAAA{index},"{cell}"' for index, cell in enumerate(cells)]
    posts, _ = sheet(tmp_path, "\n".join(["url,posted_at", *rows]))
    assert len(posts) == len(cells)
    for post, day in zip(posts, days, strict=True):
        if day is None:
            assert post.posted_at is None
        else:
            moment, precision = day.split(" ")
            assert (
                post.posted_at
                and post.posted_at.isoformat().startswith(moment)
                and post.precision == precision
            )


def test_an_unknown_date_falls_back_to_the_link_and_says_so(tmp_path: Path) -> None:
    (post,), _ = sheet(tmp_path, f"url,posted_at\n{LINK},03/04/2024\n")
    assert post.posted_at and post.posted_at.isoformat() == "2018-11-29T01:04:04+00:00"
    assert post.precision == "derived" and "'03/04/2024'" in post.notes[0]


def test_an_id_that_a_spreadsheet_damaged_is_said_and_the_link_used(tmp_path: Path) -> None:
    rows = "url,video_id,platform\nhttps://www.tiktok.com/@bo/video/6748451240264420610,6.74845E+18,tiktok\n"
    posts, skipped = sheet(tmp_path, rows + ",6748451240264420000,tiktok\n,6748451240264420610,TikTok\n")
    assert [post.ids for post in posts] == [("tt:6748451240264420610",)] * 2
    assert posts[0].notes == ("the id '6.74845E+18' was damaged by a spreadsheet; the link was used",)
    assert len(skipped) == 1 and "6748451240264420000" in skipped[0].why


def test_a_sheet_without_a_known_column_names_those_it_could_have(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("urll,hndle\n1,2\n")
    with pytest.raises(
        InputError, match="no column that is known, such as url, handle, caption, media"
    ) as caught:
        list(importers()["csv"].read(path))
    assert "'urll' looks like 'url'" in (caught.value.hint or "")
    assert [skip.code for skip in taken(path)[1]] == ["not_understood"]


@pytest.mark.parametrize(
    ("cell", "files", "missing", "why"),
    [
        ("in/a.jpg", ["a.jpg"], 0, None),
        ("in\\a.jpg", ["a.jpg"], 0, None),
        ("./in/../in/a.jpg", ["a.jpg"], 0, None),
        ("in/a.jpg;b;c.png", ["a.jpg"], 2, None),
        ("in/a.jpg | in/b.jpg", ["a.jpg", "b.jpg"], 0, None),
        ("odd;name.jpg", ["odd;name.jpg"], 0, None),
        ("IN_TWO.JPG", ["in_two.jpg"], 0, None),
        ("cafe\u0301.jpg", ["caf\u00e9.jpg"], 0, None),
        ("gone.jpg", [], 1, None),
        ("../outside.jpg", [], 0, "leaves the folder"),
        ("in/../../outside.jpg", [], 0, "leaves the folder"),
        ("/etc/passwd", [], 0, "leaves the folder"),
        ("C:\\a.jpg", [], 0, "leaves the folder"),
        ("file:///etc/passwd", [], 0, "leaves the folder"),
        ("link.jpg", [], 0, "leaves the folder"),
        ("door/outside.jpg", [], 0, "leaves the folder"),
        ("in", [], 0, "is a folder"),
        ("pipe.jpg", [], 0, "is a pipe"),
        ("page.jpg", [], 0, "neither a picture nor a clip"),
        ("https://x.y/a.jpg?token=1", [], 1, None),
        ("x" * 5000, [], 1, None),
    ],
)
def test_media_of_a_sheet_lie_below_it_or_are_refused(
    tmp_path: Path, cell: str, files: list[str], missing: int, why: str | None
) -> None:
    folder = tmp_path / "work"
    media = {"in/a.jpg": JPG, "in/b.jpg": PNG, "odd;name.jpg": JPG, "in_two.jpg": JPG, "caf\u00e9.jpg": JPG}
    lay_named(folder, {**media, "page.jpg": "<html>", "../outside.jpg": JPG})
    (folder / "link.jpg").symlink_to(tmp_path / "outside.jpg")
    (folder / "door").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.jpg")
    (post,), skipped = sheet(folder, f'url,media\n{LINK},"{cell}"\n')
    assert names(post) == files
    assert len(post.missing) == missing
    assert [skip.why for skip in skipped if why is None or why not in skip.why] == []
    assert bool(skipped) == bool(why)


def test_two_links_in_a_row_are_not_one_post(tmp_path: Path) -> None:
    posts, skipped = sheet(
        tmp_path, f'url\n"{LINK} https://www.instagram.com/p/B8gQCApHMT-/"\n{LINK}?igsh=1\n'
    )
    assert len(posts) == 1 and len(skipped) == 1 and "2 posts" in skipped[0].why


def test_a_row_that_ran_over_is_not_guessed_at(tmp_path: Path) -> None:
    posts, skipped = sheet(tmp_path, f"url,caption,likes\n{LINK},Hello, world,12\n")
    assert posts == [] and "4 cells under 3 columns" in skipped[0].why


def test_secrets_and_personal_columns_of_a_sheet_are_dropped(tmp_path: Path) -> None:
    (post,), _ = sheet(tmp_path, f"url,Spark Code,E-mail,note\n{LINK},#abc123secret,ana@x.y,kept\n")
    assert post.dropped == ("Spark Code", "E-mail")
    assert post.raw and json.loads(post.raw) == {"url": LINK, "note": "kept"}


@pytest.mark.parametrize(
    "written",
    [
        "..",
        ".",
        "a/../../b",
        "user\nname x",
        "%2e%2e%2f",
        "~root",
        "user:name",
        "\U0001f600",
        "x" * 300,
        "A B",
    ],
)
def test_what_is_no_handle_names_nobody(tmp_path: Path, written: str) -> None:
    lay_named(tmp_path, {"a.jpg": JPG, "a.json": {"handle": written, "url": LINK}})
    (post,), _ = taken(tmp_path)
    assert post.author is None and "not a handle" in post.notes[0]


# Folders.


@pytest.mark.parametrize(
    ("files", "posts"),
    [
        ({"a.jpg": JPG, "a.mp4": MP4}, [[("a.jpg", "poster"), ("a.mp4", "original")]]),
        ({"a.heic": HEIC, "a.mov": MP4}, [[("a.heic", "original"), ("a.mov", "original")]]),  # a live photo
        ({"a.jpg": JPG, "a.png": PNG}, [[("a.jpg", "original")], [("a.png", "original")]]),
        ({"a.jpg": JPG, "a.png": PNG, "a.txt": "x"}, [[("a.jpg", "original"), ("a.png", "original")]]),
        ({"caf\u00e9.jpg": JPG, "cafe\u0301.txt": "x"}, [[("caf\u00e9.jpg", "original")]]),
        (
            {"ig_BqvsDleB3lV_1.jpg": JPG, "ig_BqvsDleB3lV_2.jpg": PNG},
            [[("ig_BqvsDleB3lV_1.jpg", "original"), ("ig_BqvsDleB3lV_2.jpg", "original")]],
        ),
        (
            {"1.jpg": JPG, "2.jpg": JPG, "info.json": {"url": LINK}},
            [[("1.jpg", "original"), ("2.jpg", "original")]],
        ),
        (
            {"post.json": {"url": LINK, "media": ["z.jpg", "b.jpg"]}, "b.jpg": JPG, "z.jpg": JPG},
            [[("z.jpg", "original"), ("b.jpg", "original")]],
        ),
        ({"wrong.png": JPG, "noext": MP4}, [[("noext", "original")], [("wrong.png", "original")]]),
    ],
)
def test_which_media_are_one_post(
    tmp_path: Path, files: dict[str, Any], posts: list[list[tuple[str, str]]]
) -> None:
    found, skipped = taken(lay_named(tmp_path, files))
    assert sorted([(file.path.name, file.role) for file in post.files] for post in found) == posts
    assert not skipped


def test_records_are_trusted_in_order_and_fill_each_others_gaps(tmp_path: Path) -> None:
    lay_named(
        tmp_path,
        {
            "a.jpg": JPG,
            "a.jpg.json": {"url": LINK},
            "a.json": {"url": "https://www.instagram.com/p/B8gQCApHMT-/", "handle": "ana"},
            "info.json": {"handle": "wrong", "platform": "instagram", "tags": "spring"},
            "a.txt": "Caption",
        },
    )
    (post,), _ = taken(tmp_path)
    assert (post.ids, post.author and post.author.handle, post.tags, post.caption) == (
        ("ig:BqvsDleB3lV",),
        "ana",
        ("spring",),
        "Caption",
    )


@pytest.mark.parametrize(
    ("folder", "name", "ids"),
    [
        ("gallery-dl/instagram/ana", "2643616117826558209_2643616125417883774.jpg", ("ig:CSwAtpJjJkB",)),
        ("gallery-dl/tiktok/bo", "6748451240264420610 run.mp4", ("tt:6748451240264420610",)),
        ("photos", "2643616117826558209_2643616125417883774.jpg", ()),  # could be anybody's numbers
        ("photos", "ig_B8gQCApHMT-.jpg", ("ig:B8gQCApHMT-",)),
        ("photos", "ig_holidaypic.jpg", ()),  # eleven letters that decode to no time
        ("media/posts/202401", "330_17949994489068497.jpg", ()),
        ("photos", "snaptik_6748451240264420610.mp4", ()),
    ],
)
def test_file_names_are_hints_only_where_they_are_safe(
    tmp_path: Path, folder: str, name: str, ids: tuple[str, ...]
) -> None:
    lay_named(tmp_path, {f"{folder}/{name}": JPG if name.endswith("jpg") else MP4})
    (post,), _ = taken(tmp_path)
    assert post.ids == ids
    assert post.author is None


@pytest.mark.parametrize(
    ("name", "content", "code", "word"),
    [
        ("v.json", {"kind": "youtube#videoListResponse", "items": []}, "empty", "no videos"),
        ("x.json", {"hndle": "ana"}, "not_understood", "'handle'"),
        ("x.json", "{", "not_understood", "not JSON"),
        ("x.json", "[" * 100_000 + "]" * 100_000, "not_understood", "nested"),
        ("x.json", '{"url": "a", "url": "b"}', "not_understood", "twice"),
        ("x.json", b'{"url": "\xff"}', "not_understood", "UTF-8"),
        ("x.zip", b"PK\x03\x04", "unreadable", "no archive"),
        ("x.xlsx", b"PK\x03\x04", "unsupported", "CSV"),
        ("x.svg", "<svg/>", "not_media", "XML"),
        ("x.jpg", "not a jpeg", "not_media", "neither"),
        ("lonely.txt", "words", "ignored", "no picture"),
    ],
)
def test_what_is_not_read_is_said(tmp_path: Path, name: str, content: Any, code: str, word: str) -> None:
    posts, (skip,) = taken(lay_named(tmp_path, {name: content}))
    assert posts == []
    assert (Path(skip.origin).name, skip.code) == (name, code)
    assert word in skip.why


def test_numbers_that_are_none_are_unknown(tmp_path: Path) -> None:
    numbers = f'"likes": NaN, "views": Infinity, "saves": 1e400, "shares": {"9" * 5000}, "comments": 3'
    (post,), _ = taken(lay(tmp_path, a__jpg=JPG, a__json=f'{{"url": "{LINK}", {numbers}}}'))
    assert post.counts and post.counts.model_dump(exclude_none=True) == {"comments": 3}


def test_words_come_out_safe_to_store(tmp_path: Path) -> None:
    caption = '"caption": "lone \\ud83d, a\\u0000b"'
    (post,), _ = taken(lay(tmp_path, a__jpg=JPG, a__json=f'{{"url": "{LINK}", {caption}}}'))
    assert post.caption == "lone \ufffd, ab"
    assert post.raw is not None
    post.raw.encode()


def test_a_record_nested_too_deeply_is_skipped_and_not_its_neighbours(tmp_path: Path) -> None:
    deep: Any = "x"
    for _ in range(200):
        deep = [deep]
    lay_named(tmp_path, {"1.jpg.json": record(post_shortcode="BqvsDleB3lV", x=deep)})
    lay_named(tmp_path, {"2.jpg.json": record(post_shortcode="B8gQCApHMT-")})
    posts, skipped = taken(tmp_path)
    assert [post.ids[0] for post in posts] == ["ig:B8gQCApHMT-"]
    assert "deeply" in skipped[0].why


# Hostile files, as a table of what becomes of each.

NASTY = {
    "zero_byte.jpg": "empty",
    "text_named.jpg": "not_media",
    "html_named.jpg": "not_media",
    "svg_named.png": "not_media",
    "xxe.svg": "not_media",
    "zipslip.zip, ../../evil.txt": "unreadable",
    "zipslip.zip, /abs/evil.txt": "unreadable",
    "zipslip.zip, ..\\..\\evil.txt": "unreadable",
    "zipslip.zip, link": "unreadable",
    "zipslip.zip, link/evil.txt": "ignored",
    "zipslip.zip, ok/media.txt": "ignored",
    "zipbomb_100MB.zip, posts_1.json": "too_large",
    "duplicate_names.zip, POSTS_1.json": "not_understood",
    "duplicate_names.zip, posts_1.json": "not_understood",  # the second is left, the first is an empty list
    "symlink.tar, media": "unreadable",
    "symlink.tar, media/x": "ignored",
    "symlink_out.jpg": "unreadable",
    "symlink_loop": "unreadable",
    "symlink_dangling.jpg": "unreadable",
    "symlink_dir_up": "unreadable",
    "pipe.jpg": "unreadable",
    "nasty_posts.json": "not_understood",
    "deep.json": "not_understood",
    "nan.json": "not_understood",
    "dup_keys.json": "not_understood",
    "nul.csv": "not_understood",
    "utf16.csv, row 2": "no_media",
    "cp1252.csv, row 2": "no_media",
    "id_as_float.csv, row 2": "no_media",
    "id_as_float.csv, row 3": "no_media",
    "bad_utf8_\ufffd\ufffd.jpg": "empty",
    # these begin as media, and are left to whoever opens them
    "bomb_30000x30000_1bit.png": "post",
    "header_lies_65535x65535.png": "post",
    "truncated_half.jpg": "post",
    "png_named.jpg": "post",
    "exif_4MB.jpg": "post",
    "jpeg_zip_polyglot.jpg": "post",
    "control newline name.jpg": "post",
    "quote'\"$(touch PWNED);&.jpg": "post",
    "-rf.jpg": "post",
    "\u202egpj.exe.jpg": "post",
    "cafe\u0301.jpg": "post",
    "caf\u00e9.jpg": "post",
    "a" * 240 + ".jpg": "post",
    "bom_semicolon.csv, row 2": "post",
}


def test_hostile_files_have_their_listed_outcomes(tmp_path: Path) -> None:
    script = SHARED / "nasty" / "make_nasty.py"
    if not script.is_file():
        pytest.skip("shared/nasty is not on this machine")
    shutil.copy(script, tmp_path / "make_nasty.py")
    subprocess.run([sys.executable, "-W", "ignore", "make_nasty.py"], cwd=tmp_path, check=True)
    root = tmp_path / "out"
    outcomes = {
        item.origin.removeprefix(f"{root}/"): item.code if isinstance(item, Skipped) else "post"
        for item in read_any(root)
        if not (isinstance(item, Skipped) and item.code == "no_column")
    }
    assert outcomes == NASTY
    assert not (tmp_path / "PWNED").exists()


# Fuzzing: no exception but our own, and everything that comes out can be stored.

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
words_of_sources = st.sampled_from(
    "category subcategory post_shortcode post_id media_id num count type id data media_type permalink caption "
    "like_count children media_url username url handle media likes posted_at tags instagram tiktok posts BqvsDleB3lV "
    "IMAGE author uniqueId desc stats imagePost images business_discovery mentioned_media paging next error createTime "
    "date".split()
)
documents = st.recursive(
    scalars | words_of_sources,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(words_of_sources | st.text(max_size=4), inner, max_size=8)
    ),
    max_leaves=25,
)
claimed = st.fixed_dictionaries(
    {"category": st.sampled_from(["instagram", "tiktok"]), "subcategory": st.just("posts")}
)
graph = st.fixed_dictionaries({"id": st.just("17"), "media_type": st.just("IMAGE")})
records = (
    documents
    | st.builds(lambda a, b: {**b, **a}, claimed, st.dictionaries(words_of_sources, documents, max_size=10))
    | st.builds(
        lambda a, b: {"data": [{**b, **a}]}, graph, st.dictionaries(words_of_sources, documents, max_size=10)
    )
)
cells = st.sampled_from(
    ["", LINK, "a.jpg", "../x", "1,5K", "03/04/2024", "@a", "=1+1", '"', "\x00"]
) | st.text(max_size=15)
tables = st.builds(
    lambda rows, sep, head: sep.join(head) + "\n" + "\n".join(sep.join(row) for row in rows),
    st.lists(st.lists(cells, max_size=8), max_size=6),
    st.sampled_from(",;\t"),
    st.lists(
        st.sampled_from("url handle caption media posted_at likes views tags id platform fee".split()),
        max_size=9,
    ),
)
quickly = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def reads_without_a_fault_of_ours(folder: Path, name: str, content: bytes) -> None:
    here = folder / str(len(list(folder.iterdir())))
    here.mkdir()
    (here / name).write_bytes(content)
    (here / "a.jpg").write_bytes(JPG)
    for item in read_any(here):
        item.model_dump_json().encode()
        if isinstance(item, FoundPost) and item.raw:
            json.loads(item.raw)
            item.raw.encode()
    for module in importers().values():
        try:
            list(module.read(here / name))
        except UgcError:
            continue


@quickly
@given(record=records)
def test_any_json_is_read_or_said(tmp_path: Path, record: Any) -> None:
    reads_without_a_fault_of_ours(tmp_path, "a.jpg.json", json.dumps(record).encode())


@quickly
@given(text=tables, encoding=st.sampled_from(["utf-8", "utf-16", "latin-1"]))
def test_any_table_is_read_or_said(tmp_path: Path, text: str, encoding: str) -> None:
    reads_without_a_fault_of_ours(tmp_path, "posts.csv", text.encode(encoding, "replace"))


@quickly
@given(
    content=st.binary(max_size=200),
    name=st.sampled_from(["x.json", "x.csv", "x.txt", "a.jpg", "x", "a.jsonl"]),
)
def test_any_bytes_are_read_or_said(tmp_path: Path, content: bytes, name: str) -> None:
    reads_without_a_fault_of_ours(tmp_path, name, content)
