"""Importing many posts: what is recognised as read before, what a failing post costs, and who gets in meanwhile."""

import io
import json
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from conftest import collected as downloads
from conftest import sidecar
from hypothesis import given
from hypothesis import strategies as st
from processes import ended, ran, start, workspace

from ugc.catalog import Catalog
from ugc.catalog.saving import Saved
from ugc.cli import say
from ugc.cli.ahead import Ahead
from ugc.errors import InputError
from ugc.importers import read_any
from ugc.importers._hygiene import bare_url, sanitize
from ugc.media.hashes import METHOD
from ugc.model.posts import Account, Counts, FoundFile, FoundPost, Media, Skipped, Track
from ugc.workspace import Workspace

AT = datetime(2026, 11, 27, 12, tzinfo=UTC)
BERLIN = timezone(timedelta(hours=1))
PICTURE = Media(
    sha256="ab" * 32, kind="image", ext="jpg", size=9, width=3, height=2, alt="a ridge", name="a\x07b.jpg"
)


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog.open(tmp_path / "catalog.db", create=True) as opened:
        yield opened


def asked(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


DIGESTS = {
    "the least": (
        FoundPost(source="csv", origin="a", ids=("ig:BqvsDleB3lV",), platform="instagram"),
        (),
        "44d4c236352b3ea98aeb374a86923f30e6c9e234b0ce4dc406ee3e517065a1fe",
    ),
    "all there is": (
        FoundPost(
            source="gallery-dl",
            origin="somewhere",
            ids=("ig:BqvsDleB3lV", "ig:BqvsDleB3lW", "ig:BqvsDleB3lV"),
            platform="instagram",
            author=Account(platform="instagram", handle="ana", native_id="1", display_name="Ana ☀️"),
            coauthors=(Account(platform="instagram", handle="bo"), Account(platform="instagram", handle="")),
            caption='"quoted" \\ line\r\none\ttab\u2028 é ☀️ #GlowRun',
            caption_trust=40,
            posted_at=datetime(2024, 5, 1, 9, 30, tzinfo=BERLIN),
            precision="second",
            permalink="https://www.instagram.com/p/BqvsDleB3lV/",
            kind="carousel",
            extra_hashtags=("one", "two"),
            paid_label=True,
            sound="library_song",
            derived_from="7",
            counts=Counts(taken_at=datetime(2024, 5, 2, 1, 2, 3, 4, tzinfo=UTC), likes=3, views=0),
            tags=("spring",),
            files=(FoundFile(path=Path("x.jpg")),),
            missing=("y.jpg",),
            raw='{"a":1}',
            dropped=("token",),
            notes=("a note",),
        ),
        (PICTURE,),
        "fa07ee442bce5959fdb1eae77601c692a5a471b8ab645916a621eba8d6d6943e",
    ),
    "a track, and a date without a zone": (
        FoundPost(
            source="tiktok-api",
            origin="b",
            ids=("tt:6748451240264420610",),
            platform="tiktok",
            posted_at=datetime(2024, 5, 1, 9, 30),  # noqa: DTZ001
            track=Track(title="Song", source="tiktok-api"),
        ),
        (),
        "f38d28e39c35326666ef51bdeb0809fd89cae114758389c24b1d34e60ba7f43a",
    ),
    "what cannot be stored as it is": (
        FoundPost(
            source="csv",
            origin="c",
            ids=("ig:BqvsDleB3lV",),
            platform="instagram",
            author=Account(platform="instagram", handle=" @ "),
            caption="half \ud83d a sign, \x00 nothing, \x85 next\r",
            notes=("\x7f",),
            raw='{"c":"\ud83d \x85"}',
        ),
        (),
        "95cae923b8f15d66970402a2bc77a5a4e08d0e98a72632f9b4ebc967bc3c6e95",
    ),
}


@pytest.mark.parametrize("case", DIGESTS.values(), ids=DIGESTS)
def test_a_post_that_a_released_catalog_knows_is_recognised(
    catalog: Catalog, tmp_path: Path, case: tuple[FoundPost, tuple[Media, ...], str]
) -> None:
    found, media, digest = case
    catalog.save(found, media, at=AT, batch=catalog.start_import("a", AT))
    assert asked(tmp_path / "catalog.db", "SELECT digest FROM sources") == [(digest,)]


RECORDS = {
    "plain": (sidecar(), "4280f2c3d848940d8c7e889c923ecc50d0c3c92798a52b178a6485719a1a3df9"),
    "signed, secret and personal": (
        sidecar(
            display_url="https://x.cdninstagram.com/v/1_n.jpg?oh=1&oe=2#f",
            video_url=None,
            note="see HTTP://a.example/?token=1 or access_token=abc&x",
            page="https://a.example/p?a=1&b=2&utm_source=x&oe=4",
            odd="https://[bad/?oe=1#x",
            shown="http://user:pass@a.example/x?y=%20",
            ratio="16:9",
            bare="https://a.example",
            upper="https://A.Example:443//x/?",
            empty="",
            liked=True,
            has_liked=None,
            email="a@b.example",
            location={
                "lat": 1.5,
                "lng": 2,
                "name": "x\x00y",
                "deep": [{"gps": [1]}, "https://a.example/?sig=1"],
            },
            **{"Access Token": "x", "odd\x07key": 3, "phone": []},
        ),
        "d73182f5c2557999832874dbca57753315a3da65706f2cd180004de49a035bd8",
    ),
    "of TikTok": (
        {
            "category": "tiktok",
            "subcategory": "user",
            "id": "6748451240264420610",
            "desc": "evening run #glowrun \u2029 ☀️",
            "createTime": 1571246252,
            "author": {"id": "67", "uniqueId": "bo", "nickname": "Bo H."},
            "music": {
                "id": "1",
                "title": "Hit",
                "playUrl": "https://sf16.tiktokcdn-us.com/o?x-signature=abc",
            },
            "stats": {"diggCount": 44, "shareCount": -1, "ratio": 0.25, "playCount": 1e3},
            "digged": True,
            "post_type": "video",
        },
        "d27f0474aa1859d0554bd138b8b2c6408e76977fe6be9acfeb4ca0271129df4f",
    ),
}


@pytest.mark.parametrize("case", RECORDS.values(), ids=RECORDS)
def test_a_record_that_a_released_catalog_knows_is_recognised(
    tmp_path: Path, case: tuple[dict[str, Any], str]
) -> None:
    record, digest = case
    folder = tmp_path / "collected"
    folder.mkdir()
    (folder / "a.jpg.json").write_text(json.dumps(record, indent=1), "utf-8")
    with Workspace.create(tmp_path / "glow", brand="Sunday Glow", markets=["US"]) as here:
        here.take_in([folder], at=AT)
    assert asked(tmp_path / "glow" / ".ugc" / "catalog.db", "SELECT digest FROM sources") == [(digest,)]


def sidecars(folder: Path, posts: int) -> Path:
    """Records without media, in folders by creator; every tenth post is a carousel of two."""
    for number in range(posts):
        who = f"creator{number % 7}"
        code, pk = f"Bqvs{number:07d}", 1922949326347663701 + number
        below = folder / "gallery-dl" / "instagram" / who
        below.mkdir(parents=True, exist_ok=True)
        files = 2 if number % 10 == 0 else 1
        for place in range(1, files + 1):
            told = sidecar(
                code, username=who, num=place, count=files, media_id=str(pk + place), likes=number + 1
            )
            told |= {"owner_id": f"17{number % 7}", "description": f"words {number} #GlowRun @bo{number % 3}"}
            (below / f"{pk}_{place}.jpg.json").write_text(json.dumps(told), "utf-8")
    return folder


DUMPS = (
    "SELECT name, platform, kind, caption, posted_at, precision, permalink, hashtags, counts FROM posts ORDER BY name",
    "SELECT p.name, s.digest, s.importer, s.said, s.raw FROM sources s JOIN posts p ON p.id = s.post"
    " ORDER BY s.digest",
    "SELECT p.name, m.likes FROM metrics m JOIN posts p ON p.id = m.post ORDER BY p.name, m.id",
    "SELECT p.name, w.caption, w.handle FROM words w JOIN posts p ON p.id = w.rowid ORDER BY p.name",
    "SELECT count(*) FROM words",
    "SELECT n.name, p.name FROM post_ids n JOIN posts p ON p.id = n.post ORDER BY n.name",
    "SELECT h.tag, p.name FROM hashtags h JOIN posts p ON p.id = h.post ORDER BY h.tag, p.name",
    "SELECT a.handle, a.native_id, c.key FROM accounts a JOIN creators c ON c.id = a.creator ORDER BY c.key",
    "SELECT hex(r.mark), s.digest, r.key, hex(r.together), r.told FROM receipts r JOIN sources s ON s.id = r.source"
    " ORDER BY r.mark",
)


def dump(root: Path) -> list[list[tuple[Any, ...]]]:
    return [asked(root / ".ugc" / "catalog.db", sql) for sql in DUMPS]


def post(code: str, **told: Any) -> FoundPost:
    return FoundPost(source="csv", origin=code, ids=(f"ig:{code}",), platform="instagram", **told)


NAMELESS = FoundPost(source="csv", origin="row 3", platform="web", permalink="nowhere")
"""Its link leads to nothing, so there is nothing to know it by."""


def test_a_failing_post_in_a_batch_costs_only_itself(catalog: Catalog, tmp_path: Path) -> None:
    batch = catalog.start_import("a", AT)
    same = post("Bqvs0000001", caption="first")
    catalog.save(same, (), at=AT, batch=catalog.start_import("before", AT))
    posts = [post("Bqvs0000000", caption="coffee"), NAMELESS, same, post("Bqvs0000002", caption="ridge")]
    kept = catalog.intake.save([(found, ()) for found in posts], at=AT, batch=batch)
    outcomes = [item.outcome if isinstance(item, Saved) else type(item) for item in kept]
    assert outcomes == ["new", InputError, "same", "new"]
    path = tmp_path / "catalog.db"
    brought = (
        "SELECT p.name, outcome FROM import_posts JOIN posts p ON p.id = post WHERE import = 1 ORDER BY 1"
    )
    assert asked(path, brought) == [
        ("ig:Bqvs0000000", "new"),
        ("ig:Bqvs0000001", "same"),
        ("ig:Bqvs0000002", "new"),
    ]
    assert [word for (word,) in asked(path, "SELECT caption FROM words ORDER BY caption")] == [
        "coffee",
        "first",
        "ridge",
    ]


def test_a_batch_keeps_what_single_saves_keep(tmp_path: Path) -> None:
    """The same post twice, one that joins two that were apart, one whose author is renamed: in every grouping."""
    ana = Account(platform="instagram", handle="ana", native_id="1")
    posts = [
        post("Bqvs0000000", caption="one", author=ana, counts=Counts(likes=1)),
        FoundPost(
            source="csv", origin="x", platform="web", permalink="https://a.example/x", caption="linked"
        ),
        post("Bqvs0000000", caption="one", author=ana, counts=Counts(likes=1)),
        post("Bqvs0000000", caption="one, longer", author=ana.model_copy(update={"handle": "ana.new"})),
        post("Bqvs0000009", permalink="https://a.example/x"),
        FoundPost(
            source="csv", origin="x", platform="web", permalink="https://a.example/x", caption="linked"
        ),
        post("Bqvs0000001", author=ana, coauthors=(Account(platform="instagram", handle="bo"),)),
    ]
    dumps = []
    for size in (0, 1, 2, 3, 7):
        root = tmp_path / str(size)
        with Catalog.open(root / ".ugc" / "catalog.db", create=True) as catalog:
            batch = catalog.start_import("a", AT)
            told: list[Any] = []
            if size == 0:
                told = [catalog.save(found, (), at=AT, batch=batch) for found in posts]
            for begin in range(0, len(posts), size or len(posts)):
                some = [(found, ()) for found in posts[begin : begin + size]]
                told += catalog.intake.save(some, at=AT, batch=batch) if some else []
        touched = asked(
            root / ".ugc" / "catalog.db",
            "SELECT p.name, outcome FROM import_posts JOIN posts p ON p.id = post ORDER BY 1",
        )
        dumps.append((told, touched, dump(root)))
    assert all(each == dumps[0] for each in dumps[1:])


def test_an_import_with_a_post_that_cannot_be_kept_keeps_the_others(tmp_path: Path) -> None:
    rows = "url,handle,caption\nhttps://www.instagram.com/p/BqvsDleB3lV/,ana,one\nnowhere,bo,two\n"
    (tmp_path / "posts.csv").write_text(f"{rows}https://www.instagram.com/p/BqvsDleB3lW/,cy,three\n", "utf-8")
    with Workspace.create(tmp_path / "glow", brand="Sunday Glow", markets=["US"]) as here:
        report = here.take_in([tmp_path / "posts.csv"], at=AT)
    assert [item.post for item in report.taken] == ["ig:BqvsDleB3lV", "ig:BqvsDleB3lW"]
    assert len(report.faults) == 1


def test_an_import_killed_at_any_moment_is_finished_by_the_next(tmp_path: Path) -> None:
    collected = sidecars(tmp_path / "collected", 800)
    whole = workspace(tmp_path / "whole", None)
    ran(whole, "import", collected)
    root, rng = workspace(tmp_path / "glow", None), random.Random(20261127)
    before = 0
    for _ in range(3):
        process = start(root, "import", collected)
        count = "SELECT (SELECT count(*) FROM posts) + (SELECT count(*) FROM imports)"
        began = asked(root / ".ugc" / "catalog.db", count)
        while process.poll() is None and asked(root / ".ugc" / "catalog.db", count) == began:
            time.sleep(0.005)
        time.sleep(rng.uniform(0, 0.3))
        process.kill()
        process.communicate()
        posts = asked(root / ".ugc" / "catalog.db", "SELECT count(*) FROM posts")[0][0]
        assert posts >= before, "what was committed stays"
        before = posts
        sources = asked(root / ".ugc" / "catalog.db", "SELECT count(DISTINCT post) FROM sources")[0][0]
        assert sources == posts, "no post without what was said of it"
    told = ran(root, "import", collected, "--json").document
    assert len(told["taken"]) == 800 and not told["skipped"]
    assert dump(root) == dump(whole)


ASK = """
import sys
from datetime import date
from pathlib import Path
from ugc.catalog import Catalog
asked = 0
with Catalog.open(Path(sys.argv[1])) as catalog:
    print("ready", flush=True)
    while not Path(sys.argv[2]).exists():
        found, _ = catalog.find("hashtag:glowrun", today=date(2026, 11, 27))
        for post in catalog.posts(found[-20:]):
            number = int(post.id.removeprefix("ig:Bqvs"))
            assert post.counts.likes == number + 1 and post.author.handle == f"creator{number % 7}", post
            assert len(catalog.sources(post.id)) == 1
        asked += 1
print(asked)
"""


def test_readers_and_another_writer_get_in_while_one_imports(tmp_path: Path) -> None:
    root = workspace(tmp_path / "glow", None)
    ran(root, "import", sidecars(tmp_path / "first", 20))
    collected, stop = sidecars(tmp_path / "collected", 1500), tmp_path / "stop"
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", ASK, str(root / ".ugc" / "catalog.db"), str(stop)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    try:
        for reader in readers:
            assert reader.stdout and reader.stdout.readline() == "ready\n"
        importing = start(root, "import", collected)
        count = "SELECT count(*) FROM posts"
        while importing.poll() is None and asked(root / ".ugc" / "catalog.db", count)[0][0] <= 20:
            time.sleep(0.01)
        with Catalog.open(root / ".ugc" / "catalog.db") as catalog:
            catalog.tag(["ig:Bqvs0000003"], add=["seen"])
        assert importing.poll() is None, "the tag was written while the import ran"
        assert "1480 new" in ended(importing).out
    finally:
        stop.touch()
        told = [reader.communicate(timeout=60) for reader in readers]
    assert [reader.returncode for reader in readers] == [0] * 6, told
    assert all(int(out) > 0 for out, _ in told)


def test_how_far_an_import_is_rises_to_its_end(tmp_path: Path) -> None:
    collected = sidecars(tmp_path / "collected", 60)
    (collected / "posts.csv").write_text("url\nhttps://www.instagram.com/p/BqvsDleB3lV/\n", "utf-8")
    ahead = Ahead([collected])
    places = [ahead.passed(item.origin) for item in read_any(collected) if not isinstance(item, Skipped)]
    assert None not in places
    assert places == sorted(places, key=lambda place: place or 0) and len(set(places)) == 60
    assert ahead.total == 67 and places[0] == 1 and places[-1] == 66
    assert ahead.passed("4 of 5") is None


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_progress_line_tells_the_part_and_the_time_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collected = sidecars(tmp_path / "collected", 20)
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    origins = [item.origin for item in read_any(collected)]
    with say.Progress("importing") as progress:
        tell = progress.passing(lambda: Ahead([collected]))
        tell(origins[0])
        time.sleep(0.11)  # a line is shown at most ten times a second
        tell(origins[10])
        tell(origins[11])
    shown = sys.stderr.getvalue()  # type: ignore[attr-defined]
    assert "importing ██████████·········· " in shown or "importing █████████··········· " in shown
    assert " left  " in shown and shown.count("importing") == 2


def test_a_file_that_is_known_is_recognised_and_put_back_where_it_was_lost(tmp_path: Path) -> None:
    folder = downloads(tmp_path / "collected", posts=2)
    with Workspace.create(tmp_path / "glow", brand="Sunday Glow", markets=["US"]) as here:
        here.take_in([folder], at=AT)
        before = here.catalog.posts()
        (media,) = before[0].media
        known = here.catalog.intake.measured(media.sha256, method=METHOD)
        assert known and known.model_copy(update={"role": media.role, "name": media.name}) == media
        assert here.catalog.intake.measured(media.sha256, method="another") is None
        assert here.catalog.intake.with_media([before[0].id, "ig:nobody"]) == {before[0].id}
        stored = here.media.path(media.sha256, media.ext)
        stored.unlink()
        report = here.take_in([folder], at=AT)
        assert [(item.outcome, item.media) for item in report.taken] == [("same", 1)] * 2
        assert here.catalog.posts() == before and stored.stat().st_size == media.size


PIECES = [
    "http://",
    "https://",
    "a.example",
    "x.fbcdn.net",
    "A.B",
    "/",
    "?",
    "#",
    "@",
    ":",
    "=",
    "&",
    "oe=1",
    "a=2",
    "[",
    "é",
    "%3D",
    "443",
    "..",
]


@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
def test_an_address_loses_the_same_by_the_short_way(rest: str) -> None:
    url = f"https://{rest}"
    assert sanitize({"u": url})[0] == {"u": bare_url(url)}
