"""The catalog: posts keep every id, nothing is lost or doubled, and whole or not at all whatever happens."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ugc import ledger
from ugc.catalog import Catalog, MadeCreative, health
from ugc.catalog import database as database_module
from ugc.catalog.database import APPLICATION_ID, connect
from ugc.catalog.migrations import MIGRATIONS, migrate
from ugc.errors import InputError, MachineError, UgcError, UsageError
from ugc.model.entries import Entry, RightsRecord
from ugc.model.focus import Focus, Point
from ugc.model.formats import Box
from ugc.model.posts import Account, Counts, FoundPost, Media, Track
from ugc.model.records import Authorization, Grant, Hold, Lift, Release, Revocation

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
A, B, C, D = (letter * 64 for letter in "abcd")
ANA = Account(platform="instagram", handle="ana")
EVE = Account(platform="instagram", handle="eve")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".ugc" / "catalog.db"


@pytest.fixture
def catalog(path: Path) -> Iterator[Catalog]:
    with Catalog.open(path, create=True) as catalog:
        yield catalog


def found(*ids: str, **told: Any) -> FoundPost:
    base: dict[str, Any] = {"source": "test", "origin": "row 1", "platform": "instagram", "ids": ids}
    return FoundPost(**(base | told))


def media(sha256: str, **told: Any) -> Media:
    base: dict[str, Any] = {"kind": "image", "ext": "jpg", "size": 9, "width": 3, "height": 4}
    return Media(sha256=sha256, **(base | told))


def save(catalog: Catalog, post: FoundPost, *files: Media) -> Any:
    return catalog.save(post, files, at=NOW, batch=catalog.start_import("test", NOW))


def rows(path: Path, but: tuple[str, ...] = ("imports", "import_posts")) -> dict[str, int]:
    """How many rows each table has, by another connection."""
    with sqlite3.connect(path) as other:
        names = [row[0] for row in other.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        counts = {
            name: other.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for name in names
            if name not in but
        }
    other.close()
    return counts


def append(catalog: Catalog, record: RightsRecord, *subjects: str) -> Entry:
    def chain(previous: Entry | None) -> Entry:
        return ledger.seal(previous, record, subjects=subjects, at=NOW, salts=lambda: os.urandom(16).hex())

    return catalog.append(chain)


def grant(name: str, **told: Any) -> Grant:
    base: dict[str, Any] = {
        "licensor": "ana",
        "licensee": "Glow",
        "method": "dm_yes",
        "start": date(2026, 1, 1),
    }
    return Grant(id=name, **(base | {"end": "perpetual"} | told))


# --- the file ------------------------------------------------------------------------------------------------------


def test_a_new_catalog_has_our_marks_and_opens_again(path: Path) -> None:
    Catalog.open(path, create=True).close()
    raw = sqlite3.connect(path)
    assert raw.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert raw.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    raw.close()
    with Catalog.open(path) as catalog:
        assert catalog.posts() == []
        assert catalog.head() is None
    assert list(path.parent.glob("*.before-*")) == [], "there was nothing to lose"


def another_program(path: Path) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE photos (id)")
    raw.close()


def newer_program(path: Path) -> None:
    Catalog.open(path, create=True).close()
    with sqlite3.connect(path) as raw:
        raw.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    raw.close()


def damaged(path: Path) -> None:
    Catalog.open(path, create=True).close()
    data = bytearray(path.read_bytes())
    data[100:] = b"\xff" * (len(data) - 100)
    path.write_bytes(data)


BAD_FILES: list[tuple[str, Callable[[Path], object], str]] = [
    ("not there", lambda path: None, "There is no catalog"),
    ("folder", lambda path: path.mkdir(), "is not a file"),
    ("text", lambda path: path.write_text("hello " * 99), "not a SQLite database"),
    ("empty", lambda path: path.touch(), "is empty"),
    ("pipe", lambda path: os.mkfifo(path), "is not a file"),
    ("another program", another_program, "of another program"),
    ("newer program", newer_program, "made by a newer ugc"),
    ("damaged", damaged, "not a catalog, or it is damaged"),
]


@pytest.mark.parametrize(("what", "make", "words"), BAD_FILES, ids=[case[0] for case in BAD_FILES])
def test_what_is_no_catalog_is_refused_in_words_and_left_alone(
    tmp_path: Path, what: str, make: Callable[[Path], object], words: str
) -> None:
    path = tmp_path / "what is this?#1.db"  # a name that means something in a URI
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(InputError, match=words) as caught:
        Catalog.open(path)
    assert caught.value.hint
    assert before is None or path.read_bytes() == before


def test_an_older_catalog_is_copied_and_upgraded_in_one_transaction(path: Path) -> None:
    with Catalog.open(path, create=True) as catalog:
        save(catalog, found("ig:A"), media(A))
    more = (
        *MIGRATIONS,
        "CREATE TABLE extra (a);\nINSERT INTO extra VALUES (1);",
        lambda db: db.run("INSERT INTO extra VALUES (2)"),
    )
    upgraded = connect(path, create=False)
    migrate(upgraded, more)
    assert upgraded.run("SELECT a FROM extra") == [(1,), (2,)]
    upgraded.close()
    first = len(MIGRATIONS) + 1
    copy = path.with_name(f"catalog.db.before-{first:03}")
    with Catalog.open(copy) as before:
        assert [post.id for post in before.posts()] == ["ig:A"]
    assert path.with_name(f"catalog.db.before-{first + 1:03}").exists()
    assert not path.with_name(f"catalog.db.before-{first - 1:03}").exists(), (
        "a new catalog has nothing to be copied"
    )
    with pytest.raises(InputError, match="newer"):
        Catalog.open(path)


def test_a_migration_that_fails_leaves_the_catalog_as_it_was(path: Path) -> None:
    with Catalog.open(path, create=True) as catalog:
        save(catalog, found("ig:A"), media(A))
    broken = (*MIGRATIONS, "CREATE TABLE extra (a);\nINSERT INTO nowhere VALUES (1);")
    database = connect(path, create=False)
    with pytest.raises(UgcError):
        migrate(database, broken)
    database.close()
    assert "extra" not in rows(path)
    with Catalog.open(path) as catalog:
        assert [post.id for post in catalog.posts()] == ["ig:A"]


OPEN_AT_ONCE = """
import sys
from pathlib import Path
from ugc.catalog import Catalog
sys.stdin.readline()
Catalog.open(Path(sys.argv[1]), create=True).close()
"""


def test_a_check_up_and_an_archive_name_the_same_damage(catalog: Catalog, path: Path) -> None:
    save(catalog, found("ig:A"), media(A))
    assert health.faults(path) == ()
    assert catalog.care.problems() == []
    with sqlite3.connect(path) as other:
        other.execute("DELETE FROM posts")
    other.close()
    faults = health.faults(path)
    assert "a row of post_ids points to a row of posts that is not there" in faults
    assert catalog.care.problems() == [f"{path}: {fault}." for fault in faults]


def test_many_can_make_the_catalog_at_once(path: Path) -> None:
    several = [python(OPEN_AT_ONCE, path) for _ in range(4)]
    for process in several:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in several:
        _, errors = process.communicate(timeout=30)
        assert process.returncode == 0, errors
    Catalog.open(path).close()


def test_a_locked_catalog_is_said(catalog: Catalog, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.05)
    with Catalog.open(path) as other, catalog.transaction():
        assert other.posts() == [], "reading goes on"
        with pytest.raises(MachineError, match="is locked") as caught:
            other.start_import("x", NOW)
    assert caught.value.code == 7


def test_a_full_disk_is_said_and_nothing_is_half_done(catalog: Catalog) -> None:
    save(catalog, found("ig:A"), media(A))
    (pages,) = catalog._database.run("PRAGMA page_count")[0]
    catalog._database.run(f"PRAGMA max_page_count = {pages}")
    batch = catalog.start_import("x", NOW)
    with pytest.raises(MachineError, match="disk is full"):
        catalog.save(found("ig:B", caption="long " * 20_000), [media(B)], at=NOW, batch=batch)
    assert [post.id for post in catalog.posts()] == ["ig:A"]
    catalog._database.run("PRAGMA max_page_count = 100000")
    assert catalog.save(found("ig:B"), [media(B)], at=NOW, batch=batch).outcome == "new"


READ_ONLY = """
import os, sys
from pathlib import Path
from ugc.catalog import Catalog
from ugc.errors import MachineError
if os.geteuid() == 0:
    os.setuid(65534)  # permissions do not hold root back
with Catalog.open(Path(sys.argv[1])) as catalog:
    print([post.id for post in catalog.posts()], catalog.find("golden", today=__import__("datetime").date.today())[0])
    try:
        catalog.tag(["ig:A"], add=["x"])
    except MachineError as error:
        print(error.code)
"""


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_a_folder_that_cannot_be_written_can_be_read() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "workspace"
        path = folder / "catalog.db"
        with Catalog.open(path, create=True) as catalog:
            save(catalog, found("ig:A", caption="golden"), media(A))
        assert [item.name for item in folder.iterdir()] == ["catalog.db"], "closing leaves no log behind"
        Path(name).chmod(0o755)
        path.chmod(0o444)
        folder.chmod(0o555)
        done = subprocess.run(
            [sys.executable, "-c", READ_ONLY, str(path)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        folder.chmod(0o755)
        assert done.stdout == "['ig:A'] ['ig:A']\n7\n", done.stderr


# --- transactions --------------------------------------------------------------------------------------------------


def test_a_raise_in_the_middle_undoes_everything(catalog: Catalog) -> None:
    def work() -> None:
        with catalog.transaction():
            save(catalog, found("ig:A"), media(A))
            append(catalog, grant("g-0001", posts=("ig:A",)))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()
    assert catalog.posts() == []
    assert catalog.head() is None
    save(catalog, found("ig:B"))
    assert [post.id for post in catalog.posts()] == ["ig:B"]


def test_an_inner_raise_that_is_caught_undoes_the_inner_part_alone(catalog: Catalog) -> None:
    def work() -> None:
        with catalog.transaction():
            save(catalog, found("ig:B"))
            with catalog.transaction():
                save(catalog, found("ig:C"))
            raise ZeroDivisionError

    with catalog.transaction():
        save(catalog, found("ig:A"))
        with pytest.raises(ZeroDivisionError):
            work()
        save(catalog, found("ig:D"))
    assert [post.id for post in catalog.posts()] == ["ig:A", "ig:D"]


def test_readers_see_one_state_while_another_writes(catalog: Catalog, path: Path) -> None:
    save(catalog, found("ig:A"))
    with Catalog.open(path) as reader:
        with catalog.transaction():
            save(catalog, found("ig:B"))
            assert [post.id for post in reader.posts()] == ["ig:A"]
        assert [post.id for post in reader.posts()] == ["ig:A", "ig:B"]


# --- saving --------------------------------------------------------------------------------------------------------


FULL = found(
    "ig:A",
    "igg:17",
    author=Account(
        platform="instagram",
        handle="Ana",
        native_id="7",
        display_name="Ana B",
        profile_url="https://x.example/ana",
    ),
    coauthors=(Account(platform="instagram", handle="bo"),),
    caption="Golden #GlowRun with @cy",
    posted_at=NOW,
    precision="second",
    permalink="https://www.instagram.com/p/A/",
    kind="carousel",
    extra_hashtags=("#Apart",),
    paid_label=False,
    sound="original",
    track=Track(title="Tidal Hours", artist="ana", source="csv"),
    derived_from="99",
    counts=Counts(taken_at=NOW, likes=5, views=None),
    tags=("seen",),
    raw='{"likes": 5}',
)


def test_a_post_comes_back_as_it_went_in(catalog: Catalog) -> None:
    files = (
        media(A, alt="Ana runs", name="1.jpg"),
        media(
            B,
            kind="video",
            duration=3.5,
            role="raw",
            focus=Focus(by="ana", at=NOW, point=Point(x=0.25, y=0.5)),
        ),
    )
    saved = save(catalog, FULL, *files)
    assert (saved.post, saved.outcome, saved.notes) == ("ig:A", "new", ())
    post = catalog.post("ig:A")
    assert post.model_dump() == {
        "id": "ig:A",
        "aliases": ("igg:17",),
        "platform": "instagram",
        "author": FULL.author.model_dump() if FULL.author else None,
        "creator": "instagram:ana",
        "coauthors": (FULL.coauthors[0].model_dump(),),
        "caption": "Golden #GlowRun with @cy",
        "posted_at": NOW,
        "precision": "second",
        "permalink": "https://www.instagram.com/p/A/",
        "kind": "carousel",
        "hashtags": ("glowrun", "apart"),
        "mentions": ("cy",),
        "paid_label": False,
        "sound": "original",
        "track": {"title": "Tidal Hours", "artist": "ana", "native_id": None, "source": "csv"},
        "derived_from": "99",
        "media": tuple(file.model_dump() for file in files),
        "counts": {
            "taken_at": NOW,
            "likes": 5,
            "comments": None,
            "views": None,
            "shares": None,
            "saves": None,
            "reach": None,
        },
        "tags": ("seen",),
        "campaigns": (),
    }
    (source,) = catalog.sources("igg:17")
    assert (source.importer, source.origin, source.fetched_at, source.raw) == (
        "test",
        "row 1",
        NOW,
        '{"likes": 5}',
    )
    assert json.loads(source.said)["media"][0][:2] == [A, "original"]


def test_importing_again_adds_nothing_and_loses_nothing(catalog: Catalog, path: Path) -> None:
    older = FULL.model_copy(update={"counts": Counts(taken_at=NOW - timedelta(days=9), likes=1, saves=2)})
    bare = found("ig:A", source="other", origin="elsewhere")
    for post in (FULL, older, bare):
        save(catalog, post, media(A))
    catalog.tag(["ig:A"], add=["mine"], remove=["seen"])
    before, count = catalog.post("ig:A"), rows(path)
    for post in (older, bare, FULL, FULL.model_copy(update={"origin": "moved/row 7"})):
        saved = save(catalog, post, media(A))
        assert (saved.post, saved.outcome) == ("ig:A", "same")
    assert catalog.post("ig:A") == before
    assert rows(path) == count
    assert before.counts
    assert (before.counts.likes, before.counts.saves) == (5, 2)
    assert before.tags == ("mine",), "a tag that a person took off stays off"


def test_a_number_between_two_snapshots_finds_its_place(catalog: Catalog) -> None:
    """Merging one value at a time would keep views at 100: the merged value is as new as its newest number."""
    for days, numbers in ((0, {"views": 100}), (9, {"likes": 5}), (4, {"views": 120, "likes": 3})):
        save(catalog, found("ig:A", counts=Counts(taken_at=NOW + timedelta(days=days), **numbers)))
    counts = catalog.post("ig:A").counts
    assert counts and (counts.views, counts.likes) == (120, 5)
    assert len(catalog.snapshots("ig:A")) == 3


def test_missing_media_are_filled_in_later(catalog: Catalog) -> None:
    assert save(catalog, found("ig:A", missing=("2.jpg",)), media(A), media(C)).outcome == "new"
    assert save(catalog, found("ig:A"), media(A), media(B), media(C)).outcome == "changed"
    assert [item.sha256 for item in catalog.post("ig:A").media] == [A, B, C]


def test_a_file_post_that_gets_its_platform_id_keeps_every_id(catalog: Catalog) -> None:
    name = f"file:{A}"
    assert save(catalog, found(platform="other"), media(A)).post == name
    append(catalog, grant("g-0001", posts=(name,)), name)
    catalog.tag([name], add=["kept"])
    catalog.record_creative(made("out/1.jpg", name))
    saved = save(catalog, found("ig:A", caption="now known", author=ANA), media(A))
    assert (saved.post, saved.outcome) == ("ig:A", "changed")
    assert f"joined: {name} to ig:A" in saved.notes
    post = catalog.post(name)
    assert (post.id, post.aliases, post.platform, post.tags) == ("ig:A", (name,), "instagram", ("kept",))
    for typed in (name, "ig:A", f"file:{A[:8]}", A[:12].upper(), "A"):
        assert catalog.resolve(typed) == "ig:A"
    assert [item.id for item in catalog.case("ig:A").grants] == ["g-0001"]
    assert [item.posts for item in catalog.creatives(post="ig:A")] == [("ig:A",)]
    assert len(catalog.posts()) == 1
    assert save(catalog, found(platform="other", origin="again"), media(A)).post == "ig:A"


JOINS: list[tuple[str, list[tuple[FoundPost, list[Media]]], int]] = [
    # what, what comes in, how many posts there are then
    ("by any id", [(found("ig:A", "igg:1"), []), (found("igg:1"), [])], 1),
    (
        "two known posts, both ids in one record",
        [(found("ig:A"), []), (found("igg:1"), []), (found("ig:A", "igg:1"), [])],
        1,
    ),
    (
        "by permalink, spelled otherwise",
        [
            (found("ig:A", permalink="https://x.example/1?utm_x=1"), []),
            (found(permalink="http://www.x.example/1/"), []),
        ],
        1,
    ),
    (
        "a link at another post of the platform is a wrong link",
        [
            (found("ig:A", permalink="https://x.example/shop"), []),
            (found("ig:B", permalink="https://x.example/shop"), []),
        ],
        2,
    ),
    (
        "a bare copy of a known file",
        [(found("ig:A", author=ANA), [media(A), media(B)]), (found(platform="other"), [media(B)])],
        1,
    ),
    (
        "a bare copy of another creator's",
        [(found("ig:A", author=ANA), [media(A)]), (found(author=EVE), [media(A)])],
        2,
    ),
    ("the same bytes at two creators", [(found(author=ANA), [media(A)]), (found(author=EVE), [media(A)])], 2),
    (
        "the same bytes at two links",
        [
            (found(permalink="https://x.example/1"), [media(A)]),
            (found(permalink="https://x.example/2"), [media(A)]),
        ],
        2,
    ),
    (
        "cross-posted: never one row",
        [(found("ig:A"), [media(A)]), (found("tt:1", platform="tiktok"), [media(A)])],
        2,
    ),
    (
        "two ids, two creators: not one post",
        [(found("ig:A", author=ANA), []), (found("ig:B", author=EVE), []), (found("ig:A", "ig:B"), [])],
        2,
    ),
    (
        "a file of one, an id of another creator",
        [(found(author=EVE), [media(A)]), (found("ig:A", author=ANA), [media(A)])],
        2,
    ),
]


@pytest.mark.parametrize(("what", "sources", "count"), JOINS, ids=[case[0] for case in JOINS])
def test_which_sources_tell_of_one_post(
    catalog: Catalog, path: Path, what: str, sources: list[tuple[FoundPost, list[Media]]], count: int
) -> None:
    for post, files in sources:
        save(catalog, post, *files)
    assert len(catalog.posts()) == count
    for post, files in sources:  # in this order or another, again changes nothing
        assert save(catalog, post.model_copy(update={"origin": "again"}), *files).outcome == "same"
    table = rows(path)
    for post, files in sources:
        save(catalog, post.model_copy(update={"tags": ("later",)}), *files)
    assert len(catalog.posts()) == count
    assert rows(path)["post_ids"] == table["post_ids"], "what is known by a name keeps it and gets no other"
    for post, _ in sources:
        for name in post.ids:
            assert name in {catalog.post(name).id, *catalog.post(name).aliases}


def test_two_posts_that_are_one_keep_everything_of_both(catalog: Catalog) -> None:
    save(
        catalog, found("ig:A", caption="short", tags=("one",), counts=Counts(taken_at=NOW, likes=3)), media(A)
    )
    save(
        catalog,
        found(
            "igg:9", caption="the longer one #x", author=ANA, permalink="https://x.example/9", tags=("two",)
        ),
        media(B),
    )
    catalog.put_in_campaign(["igg:9"], add=["Spring"])
    catalog.record_creative(made("out/9.jpg", "igg:9"))
    append(catalog, grant("g-0001", posts=("igg:9",)))
    saved = save(catalog, found("igg:9", "ig:A"))
    assert (saved.outcome, saved.notes) == ("changed", ("joined: ig:A to igg:9",))
    post = catalog.post("ig:A")
    assert {post.id, *post.aliases} == {"ig:A", "igg:9"}
    assert (post.caption, post.creator, post.tags, post.campaigns) == (
        "the longer one #x",
        "instagram:ana",
        ("one", "two"),
        ("Spring",),
    )
    assert {item.sha256 for item in post.media} == {A, B}
    assert post.counts and post.counts.likes == 3
    assert catalog.resolve("x.example/9") == post.id
    assert [item.path for item in catalog.creatives(post="ig:A")] == ["out/9.jpg"]
    assert [item.id for item in catalog.case("ig:A").grants] == ["g-0001"]
    assert len(catalog.sources("ig:A")) == 3
    assert catalog.find("longer", today=NOW.date())[0] == [post.id]
    assert catalog.find("#x", today=NOW.date())[0] == [post.id]


def test_a_different_author_is_noted_and_the_first_kept(catalog: Catalog) -> None:
    save(catalog, found("ig:A", author=ANA))
    saved = save(catalog, found("ig:A", author=EVE))
    assert saved.notes == ("author kept: @ana; instagram says @eve",)
    assert catalog.creator_of("ig:A") == "instagram:ana"


def test_words_that_cannot_be_stored_are_cleaned_and_nobody_stays_nobody(catalog: Catalog) -> None:
    name = os.fsdecode(b"caf\xe9.jpg")
    nobody = Account(platform="instagram", handle=" @ ")
    save(
        catalog,
        found("ig:A", caption="a\x00b \ud800 \u202e", author=nobody, raw='{"x":"\ud800"}', origin=name),
        media(A, name=name),
    )
    post = catalog.post("ig:A")
    assert post.caption == "ab \ufffd \u202e"
    assert post.author is None and post.creator is None
    assert post.media[0].name == "caf\ufffd.jpg"


def test_nothing_to_know_a_post_by_leaves_nothing_behind(catalog: Catalog, path: Path) -> None:
    before = rows(path)
    with pytest.raises(InputError, match="row 1 names no id"):
        save(catalog, found(author=ANA))
    assert rows(path) == before


# --- creators ------------------------------------------------------------------------------------------------------


def ig(handle: str, native: str | None = None, **told: Any) -> Account:
    return Account(platform="instagram", handle=handle, native_id=native, **told)


CREATORS: list[tuple[str, list[Account], list[int]]] = [
    # what, the authors of posts 0, 1, 2 …; which creator each of them is
    ("one handle", [ig("ana"), ig("@ANA")], [0, 0]),
    (
        "two platforms are two until somebody says otherwise",
        [ig("ana"), Account(platform="tiktok", handle="ana")],
        [0, 1],
    ),
    ("a native id is learned", [ig("ana"), ig("ana", "7"), ig("ana")], [0, 0, 0]),
    (
        "a handle changes, the native id does not",
        [ig("ana", "7"), ig("ana.new", "7"), ig("ana.new")],
        [0, 0, 0],
    ),
    (
        "a handle is taken over by somebody else",
        [ig("ana", "7"), ig("ana.new", "7"), ig("ana", "8")],
        [0, 0, 1],
    ),
    ("a handle given up attributes nothing", [ig("ana", "7"), ig("ana.new", "7"), ig("ana")], [0, 0, 1]),
    ("two bearers, and no number to tell them apart", [ig("ana", "7"), ig("ana", "8"), ig("ana")], [0, 1, 2]),
    ("a number alone gets its handle later", [ig("", "7"), ig("ana", "7"), ig("ana")], [0, 0, 0]),
    ("a number and a handle turn out to be one", [ig("", "7"), ig("ana"), ig("ana", "7")], [0, 0, 0]),
    ("two numbers alone are two", [ig("", "7"), ig("", "8")], [0, 1]),
]


@pytest.mark.parametrize(("what", "authors", "expected"), CREATORS, ids=[case[0] for case in CREATORS])
def test_who_is_the_same(catalog: Catalog, what: str, authors: list[Account], expected: list[int]) -> None:
    for number, author in enumerate(authors):
        save(catalog, found(f"ig:{number}", author=author))
    keys = [catalog.creator_of(f"ig:{number}") for number in range(len(authors))]
    order = list(dict.fromkeys(keys))
    assert [order.index(key) for key in keys] == expected
    assert None not in keys
    posts = catalog.posts([f"ig:{number}" for number in range(len(authors))])
    if any(author.handle for author in authors):
        handles = {post.author.handle for post in posts if post.author}
        assert (handles and "" not in handles) or what.startswith("two numbers"), (
            "a handle once known is shown"
        )


def test_an_old_dump_does_not_bring_an_old_handle_back(catalog: Catalog) -> None:
    for number, handle in enumerate(["ana", "ana.new", "ana"]):
        save(catalog, found(f"ig:{number}", author=ig(handle, "7")))
    assert {post.author.handle for post in catalog.posts() if post.author} == {"ana.new"}
    assert catalog.find("ana.new", today=NOW.date())[0] == ["ig:0", "ig:1", "ig:2"]
    assert catalog.resolve_creator("@ana") == catalog.resolve_creator("ana.new") == "instagram:ana"


def test_a_creator_by_what_people_type(catalog: Catalog) -> None:
    save(catalog, found("ig:A", author=ANA))
    save(catalog, found("tt:1", platform="tiktok", author=Account(platform="tiktok", handle="ana")))
    save(catalog, found("ig:B", author=ig("bo.b")))
    for typed in (
        "@bo.b",
        "Bo.B",
        "instagram:bo.b",
        "instagram:@BO.B",
        "https://www.instagram.com/bo.b/?hl=en",
    ):
        assert catalog.resolve_creator(typed) == "instagram:bo.b"
    with pytest.raises(UsageError, match="instagram:ana, tiktok:ana"):
        catalog.resolve_creator("@ana")
    assert catalog.resolve_creator("tiktok:ana") == "tiktok:ana"
    catalog.same_creator("instagram:ana", "tiktok:ana")
    assert catalog.resolve_creator("@ana") == catalog.resolve_creator("tiktok:ana") == "instagram:ana"
    assert [item.platform for item in catalog.accounts("tiktok:ana")] == ["instagram", "tiktok"]
    assert catalog.creator_of("tt:1") == "instagram:ana"
    with pytest.raises(UsageError, match="No creator") as caught:
        catalog.resolve_creator("@bob")
    assert caught.value.hint == "Did you mean @bo.b?"


def test_a_key_that_could_mean_two_people_is_not_guessed(catalog: Catalog) -> None:
    for number, author in enumerate([ig("ana", "7"), ig("ana.new", "7"), ig("ana", "8")]):
        save(catalog, found(f"ig:{number}", author=author))
    with pytest.raises(UsageError, match="instagram:ana, instagram:ana~8"):
        catalog.resolve_creator("instagram:ana")
    assert catalog.resolve_creator("ana.new") == "instagram:ana"
    assert catalog.resolve_creator("instagram:ana~8") == "instagram:ana~8"


# --- names ---------------------------------------------------------------------------------------------------------


def test_what_is_not_known_or_not_clear_is_an_error_with_the_nearest(catalog: Catalog) -> None:
    save(catalog, found("ig:BqvsDleB3lV", permalink="https://www.instagram.com/p/BqvsDleB3lV/"))
    save(catalog, found(), media("ab" * 32))
    save(catalog, found(), media("ab" * 31 + "cd"))
    assert catalog.resolve(" instagram.com/p/BqvsDleB3lV?igsh=1 ") == "ig:BqvsDleB3lV"
    assert catalog.resolve("BqvsDleB3lV") == "ig:BqvsDleB3lV"
    for typed, words, hint in (
        ("ig:BqvsDleB3lW", "No post is known", "Did you mean ig:BqvsDleB3lV?"),
        ("abababab", "could be any", "Type more of the id."),
        ("ababab", "No post is known", "`ugc posts`"),  # seven characters or fewer are too few
        ("", "No post is known", "`ugc posts`"),
        ("x" * 10_000, "No post is known as 'xxx", "`ugc posts`"),
    ):
        with pytest.raises(UsageError, match=words) as caught:
            catalog.resolve(typed)
        assert hint in (caught.value.hint or "")
        assert len(caught.value.message) < 300
    assert catalog.knows("ig:BqvsDleB3lV") and not catalog.knows("BqvsDleB3lV")
    with pytest.raises(InputError, match="holds no post ig:nope"):
        catalog.posts(["ig:nope"])


def test_labels_and_what_people_set(catalog: Catalog) -> None:
    save(catalog, found("ig:A"), media(A))
    save(catalog, found("ig:B"), media(A))
    catalog.tag(["ig:A", "ig:B"], add=["Approved ", "approved", "x"])
    catalog.tag(["ig:B"], remove=["X", "never there"])
    assert [post.tags for post in catalog.posts()] == [("Approved", "x"), ("Approved",)]
    assert catalog.tags() == {"Approved": 2, "x": 1}
    with pytest.raises(UsageError):
        catalog.tag(["ig:A"], add=["ok", "  "])
    assert "ok" not in catalog.tags(), "all or nothing"
    with pytest.raises(InputError):
        catalog.tag(["ig:A", "ig:nope"], add=["ok"])
    focus = Focus(
        by="ana",
        at=NOW,
        point=Point(x=0.5, y=0.25),
        keep=(Box(x0=0, y0=0, x1=0.5, y1=1),),
        crops={"story": Box(x0=0.1, y0=0, x1=0.4, y1=1)},
    )
    catalog.set_focus("ig:A", A, focus)
    catalog.set_alt("ig:A", A, "Ana\nruns", by="bo", at=NOW)
    first, second = catalog.posts()
    assert (first.media[0].focus, first.media[0].alt) == (focus, "Ana runs")
    assert (first.media[0].alt_by, first.media[0].alt_at) == ("bo", NOW)
    assert (second.media[0].focus, second.media[0].alt) == (None, None), (
        "it belongs to the post, not to the file"
    )
    outside = [{"point": Point(x=x, y=0)} for x in (1.1, float("nan"))]
    outside += [{"keep": (Box(x0=0.5, y0=0, x1=x, y1=1),)} for x in (1.2, 0.5, 0.4)]
    for told in outside:
        with pytest.raises(UsageError):
            catalog.set_focus("ig:A", A, Focus(by="ana", at=NOW, **told))
    with pytest.raises(UsageError, match="has no media"):
        catalog.set_focus("ig:A", B, None)
    catalog.set_focus("ig:A", A, None)
    assert catalog.posts()[0].media[0].focus is None
    assert catalog.post_of_media(A) == "ig:A"
    assert catalog.post_of_media(B) is None


def test_imports_are_remembered(catalog: Catalog, path: Path) -> None:
    batch = catalog.start_import("folder/", NOW)
    for number in (1, 2, 1):
        catalog.save(found(f"ig:{number}", origin=str(number)), [], at=NOW, batch=batch)
    catalog.finish_import(batch, {"new": 2, "same": 1})
    assert catalog.find("import:last", today=NOW.date())[0] == ["ig:1", "ig:2"]
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT outcome FROM import_posts ORDER BY post").fetchall() == [
            ("new",),
            ("new",),
        ]
    raw.close()


# --- records -------------------------------------------------------------------------------------------------------


def hold(name: str, **told: Any) -> Hold:
    return Hold(id=name, why="complaint", by="Kim", on=date(2026, 11, 1), **told)


def revocation(name: str, **told: Any) -> Revocation:
    return Revocation(id=name, effective=date(2026, 12, 1), why="asked", by="Kim", **told)


def lift(name: str, of: str) -> Lift:
    return Lift(id=name, hold=of, why="settled", by="Kim", on=date(2026, 11, 2))


G1 = grant("g-1", posts=("ig:A",))
BY_ANA = grant("g-1", creator="instagram:ana")
CASES: list[tuple[str, list[RightsRecord], dict[str, Any]]] = [
    # what, the ledger, what stands for ig:A of @ana (with @bo as coauthor), which was file:aaa… once
    ("nothing", [], {}),
    ("a grant on the post", [G1], {"grants": ["g-1"]}),
    ("a grant on its old id", [grant("g-1", posts=(f"file:{A}",))], {"grants": ["g-1"]}),
    ("a grant on another post", [grant("g-1", posts=("ig:Z",))], {}),
    ("a grant on all of hers", [BY_ANA], {"grants": ["g-1"]}),
    ("a grant on all of the coauthor's", [grant("g-1", creator="instagram:bo")], {}),
    ("a grant on other posts of hers", [grant("g-1", posts=("ig:Z",), creator="instagram:ana")], {}),
    (
        "a newer version",
        [G1, grant("g-1", version=2, posts=("ig:A",), notes="2")],
        {"grants": ["g-1"], "notes": ["2"]},
    ),
    ("a newer version without the post", [G1, grant("g-1", version=2, posts=("ig:Z",))], {}),
    ("superseded", [G1, grant("g-2", supersedes="g-1", posts=("ig:A",))], {"grants": ["g-2"]}),
    ("superseded by a narrower one", [G1, grant("g-2", supersedes="g-1", posts=("ig:Z",))], {}),
    (
        "superseded twice",
        [
            G1,
            grant("g-2", supersedes="g-1", posts=("ig:Z",)),
            grant("g-3", supersedes="g-2", posts=("ig:A",)),
        ],
        {"grants": ["g-3"]},
    ),
    (
        "a renewal that was only asked for",
        [G1, grant("g-2", supersedes="g-1", posts=("ig:A",), status="requested")],
        {"grants": ["g-1", "g-2"]},
    ),
    ("held", [hold("h-1", post="ig:A")], {"holds": ["h-1"]}),
    ("held by its old id", [hold("h-1", post=f"file:{A}")], {"holds": ["h-1"]}),
    ("creator held", [hold("h-1", creator="instagram:ana")], {"holds": ["h-1"]}),
    ("coauthor held", [hold("h-1", creator="instagram:bo")], {"holds": ["h-1"]}),
    ("somebody else held", [hold("h-1", creator="instagram:eve"), hold("h-2", post="ig:Z")], {}),
    ("lifted", [hold("h-1", post="ig:A"), hold("h-2", post="ig:A"), lift("l-1", "h-1")], {"holds": ["h-2"]}),
    (
        "a lift of a hold that is yet to come",
        [lift("l-1", "h-1"), hold("h-1", post="ig:A")],
        {"holds": ["h-1"]},
    ),
    ("grant revoked", [G1, revocation("r-1", grant="g-1")], {"grants": ["g-1"], "revoked": [("r-1", "g-1")]}),
    (
        "another grant revoked",
        [G1, grant("g-2", posts=("ig:Z",)), revocation("r-1", grant="g-2")],
        {"grants": ["g-1"]},
    ),
    (
        "revoked for this post",
        [BY_ANA, revocation("r-1", grant="g-1", post=f"file:{A}")],
        {"grants": ["g-1"], "revoked": [("r-1", "g-1")]},
    ),
    ("revoked for another post", [BY_ANA, revocation("r-1", grant="g-1", post="ig:Z")], {"grants": ["g-1"]}),
    ("post revoked", [G1, revocation("r-1", post="ig:A")], {"grants": ["g-1"], "revoked": [("r-1", None)]}),
    (
        "creator revoked",
        [G1, revocation("r-1", creator="instagram:ana")],
        {"grants": ["g-1"], "revoked": [("r-1", None)]},
    ),
    (
        "post revoked, then a new yes",
        [G1, revocation("r-1", post="ig:A"), grant("g-2", posts=("ig:A",))],
        {"grants": ["g-1", "g-2"], "revoked": [("r-1", "g-1")]},
    ),
    (
        "post revoked, then the same grant edited",
        [G1, revocation("r-1", post="ig:A"), grant("g-1", version=2, posts=("ig:A",))],
        {"grants": ["g-1"], "revoked": [("r-1", None)]},
    ),
    (
        "revoked, then renewed",
        [G1, revocation("r-1", grant="g-1"), grant("g-2", supersedes="g-1", posts=("ig:A",))],
        {"grants": ["g-2"]},
    ),
    (
        "renewed, then the old one revoked",
        [G1, grant("g-2", supersedes="g-1", posts=("ig:A",)), revocation("r-1", grant="g-1")],
        {"grants": ["g-2"], "revoked": [("r-1", "g-2")]},
    ),
    (
        "releases, the newest of each",
        [
            Release(id="x", post="ig:A", kind="music"),
            Release(id="x", post=f"file:{A}", kind="music", status="limited"),
            Release(id="y", post="ig:Z", kind="music"),
        ],
        {"releases": [("x", "limited")]},
    ),
    (
        "authorization of the post",
        [Authorization(id="a", platform="tiktok", kind="tiktok_auth_code", post="ig:A", status="active")],
        {"authorizations": ["a"]},
    ),
    (
        "authorization of the account",
        [
            Authorization(
                id="a",
                platform="tiktok",
                kind="tiktok_linked_account",
                creator="instagram:ana",
                status="active",
            )
        ],
        {"authorizations": ["a"]},
    ),
    (
        "authorization of another post of hers",
        [
            Authorization(
                id="a",
                platform="tiktok",
                kind="tiktok_auth_code",
                post="ig:Z",
                creator="instagram:ana",
                status="active",
            )
        ],
        {},
    ),
]


@pytest.mark.parametrize(("what", "records", "expected"), CASES, ids=[case[0] for case in CASES])
def test_what_stands_for_a_post(
    catalog: Catalog, what: str, records: list[RightsRecord], expected: dict[str, Any]
) -> None:
    save(catalog, found(), media(A))
    save(catalog, found("ig:A", author=ANA, coauthors=(ig("bo"),)), media(A))
    save(catalog, found("ig:Z", author=EVE), media(B))
    for record in records:
        append(catalog, record)
    case = catalog.case("ig:A")
    told = {
        "grants": [item.id for item in case.grants],
        "notes": [item.notes for item in case.grants if item.notes],
        "holds": [item.id for item in case.holds],
        "revoked": [(item.id, item.grant) for item in case.revocations],
        "releases": [(item.id, item.status) for item in case.releases],
        "authorizations": [item.id for item in case.authorizations],
    }
    assert {name: value for name, value in told.items() if value} == expected
    assert catalog.cases(["ig:Z", f"file:{A}"])[f"file:{A}"] == case


def test_a_creator_joined_or_renamed_keeps_her_grants(catalog: Catalog) -> None:
    save(catalog, found("ig:A", author=ig("ana", "7")))
    save(catalog, found("tt:1", platform="tiktok", author=Account(platform="tiktok", handle="ana.tt")))
    append(catalog, grant("g-1", creator="tiktok:ana.tt"))
    assert catalog.case("ig:A").grants == ()
    catalog.same_creator("instagram:ana", "tiktok:ana.tt")
    save(catalog, found("ig:B", author=ig("ana.new", "7")))
    assert [len(case.grants) for case in catalog.cases(["ig:A", "ig:B", "tt:1"]).values()] == [1, 1, 1]
    append(catalog, grant("g-2", posts=("tt:1",)))
    assert [item.id for item in catalog.grants_of("instagram:ana")] == ["g-1", "g-2"]
    append(catalog, revocation("r-1", grant="g-1"))
    assert [item.id for item in catalog.grants_of("tiktok:ana.tt")] == ["g-2"]


def test_holds_and_grants_by_name(catalog: Catalog) -> None:
    save(catalog, found("ig:A", author=ANA))
    append(catalog, hold("h-1", post="ig:A"))
    append(catalog, hold("h-2", creator="instagram:ana"))
    assert [item.id for item in catalog.holds("ig:A")] == ["h-1"]
    assert [item.id for item in catalog.holds("instagram:ana")] == ["h-2"]
    append(catalog, lift("l-1", "h-1"))
    assert catalog.holds("ig:A") == []
    append(catalog, grant("g-0001", posts=("ig:A",)))
    append(catalog, grant("g-0001", version=2, posts=("ig:A",), notes="second"))
    assert catalog.grant("g-0001").notes == "second"
    with pytest.raises(UsageError, match="'g-0002' is not known") as caught:
        catalog.grant("g-0002")
    assert caught.value.hint == "Did you mean 'g-0001'?"


def test_the_ledger_is_kept_as_it_was_sealed_and_only_ever_grows(catalog: Catalog, path: Path) -> None:
    sealed = [append(catalog, hold(f"h-{number}", post="ig:A"), "ig:A") for number in range(3)]
    assert list(catalog.entries()) == sealed
    assert catalog.head() == sealed[-1].hash
    assert ledger.verify(catalog.entries(), head=catalog.head()) == []
    raw = sqlite3.connect(path)
    for statement in ("UPDATE entries SET body = '{}'", "DELETE FROM entries WHERE seq = 3"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            raw.execute(statement)
    raw.close()
    assert list(catalog.entries()) == sealed


def test_an_entry_that_does_not_follow_and_an_id_that_is_taken_are_refused(catalog: Catalog) -> None:
    first = append(catalog, hold("h-1", post="ig:A"))
    stale = ledger.seal(None, hold("h-2", post="ig:A"), subjects=[], at=NOW, salts=lambda: "0" * 32)
    with pytest.raises(UgcError, match="does not follow"):
        catalog.append(lambda _: stale)
    append(catalog, grant("g-1", version=2, posts=("ig:A",)))
    for record, words in (
        (hold("h-1", post="ig:B"), "a hold h-1 already"),
        (grant("h-1", posts=("ig:A",)), "a hold h-1 already"),
        (grant("g-1", version=2, posts=("ig:B",)), "not newer"),
        (grant("g-1", version=1, posts=("ig:B",)), "not newer"),
    ):
        with pytest.raises(UsageError, match=words):
            append(catalog, record)
    assert [entry.id for entry in catalog.entries()] == ["h-1", "g-1"]
    assert next(iter(catalog.entries())) == first


def test_ids_count_up_inside_a_transaction_alone(catalog: Catalog) -> None:
    with catalog.transaction():
        assert catalog.next_id("g") == "g-0001"
        append(catalog, grant("g-0009", posts=("ig:A",)))
        append(catalog, grant("g-x", posts=("ig:A",)))
        assert catalog.next_id("g") == "g-0010"
        assert catalog.next_id("h") == "h-0001"
    with pytest.raises(UgcError, match="in the transaction"):
        catalog.next_id("g")


def test_a_record_that_was_tampered_with_clears_nothing(catalog: Catalog, path: Path) -> None:
    save(catalog, found("ig:A", author=ANA))
    append(catalog, grant("g-0001", posts=("ig:A",), excluded={"US"}))
    assert catalog.case("ig:A").grants[0].excluded == {"US"}
    with sqlite3.connect(path) as raw:
        raw.execute("DROP TRIGGER entries_stay")
        raw.execute("UPDATE entries SET body = json_remove(body, '$.excluded')")
    raw.close()
    with pytest.raises(InputError, match="g-0001 cannot be read"):
        catalog.case("ig:A")


def test_a_redacted_record_still_stands(catalog: Catalog, path: Path) -> None:
    save(catalog, found("ig:A", author=ANA))
    entry = ledger.redact(append(catalog, hold("h-1", post="ig:A")), ["why", "by"])
    with sqlite3.connect(path) as raw:
        raw.execute("DROP TRIGGER entries_stay")
        raw.execute(
            "UPDATE entries SET body = ?, salts = ?", (json.dumps(entry.body), json.dumps(entry.salts))
        )
    raw.close()
    assert [(item.id, item.by) for item in catalog.case("ig:A").holds] == [("h-1", "(redacted)")]
    assert ledger.verify(catalog.entries(), head=catalog.head()) == []


# --- creatives -----------------------------------------------------------------------------------------------------


def made(path: str, *posts: str, **told: Any) -> MadeCreative:
    base: dict[str, Any] = {
        "variant": "11aa22bb" * 8,
        "concept": "33cc44dd" * 8,
        "label_hash": "f" * 64,
        "sha256": "e" * 64,
        "size": 10,
        "mtime_ns": 1,
        "sidecar": f"{path}.rights.json",
        "sidecar_size": 2,
        "sidecar_mtime_ns": 3,
        "format": "story",
        "template": "credit",
        "made_at": NOW,
    }
    return MadeCreative(path=path, posts=posts, **(base | told))


def test_creatives_are_found_by_every_handle_on_them(catalog: Catalog) -> None:
    for name in ("ig:A", "ig:B"):
        save(catalog, found(name))
    one = made("out/creatives/1.jpg", "ig:B", "ig:A", grants=("g-2", "g-1"))
    two = made("out/creatives-old/2.jpg", "ig:B", variant="99" * 32, sha256="d" * 64, proof=True)
    three = made("/abs/3.jpg", "ig:A", concept="77" * 32, grants=("g-3",))
    catalog.record_creatives([one, two, three])
    assert catalog.creatives() == [three, two, one]
    assert catalog.creatives_in(Path("out/creatives")) == [one], "not of a folder whose name begins alike"
    assert catalog.creatives_in(Path("out")) == [two, one]
    assert catalog.creatives_in(Path()) == [two, one]
    assert catalog.creatives(post="ig:A") == [three, one]
    assert catalog.creatives(post="ig:A", folder=Path("/abs")) == [three]
    assert catalog.creatives(grants=["g-1", "g-9"]) == [one]
    assert catalog.creatives(grants=[]) == []
    assert catalog.creatives(short="11aa22") == [three, one]
    assert catalog.creatives(short="777777") == [three]
    assert catalog.creatives(short="%%%%%%") == []
    with pytest.raises(UsageError, match="too short"):
        catalog.creatives(short="11aa2")
    assert catalog.creative_by_sha256("d" * 64) == two
    assert catalog.creative_by_variant("99" * 32) == two
    assert catalog.creative_by_variant("99") is None
    assert two.creative is None


def test_a_creative_made_again_is_replaced_and_a_lost_one_forgotten(catalog: Catalog) -> None:
    for name in ("ig:A", "ig:B"):
        save(catalog, found(name))
    catalog.record_creative(made("out/1.jpg", "ig:A", grants=("g-1",)))
    again = made("out/1.jpg", "ig:B", grants=("g-2",), size=99)
    catalog.record_creative(again)
    assert catalog.creatives() == [again]
    with pytest.raises(InputError):
        catalog.record_creatives([made("out/2.jpg", "ig:A"), made("out/3.jpg", "ig:nope")])
    assert catalog.creatives() == [again], "all or nothing"
    assert catalog.forget_creative("out/1.jpg")
    assert not catalog.forget_creative("out/1.jpg")
    assert catalog.creatives() == []


# --- several processes, and sudden ends ----------------------------------------------------------------------------


def python(script: str, *arguments: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


APPENDING = """
import os, sys
from datetime import UTC, date, datetime
from pathlib import Path
from ugc import ledger
from ugc.catalog import Catalog
from ugc.model.records import Hold
now = datetime.now(UTC)
with Catalog.open(Path(sys.argv[1])) as catalog:
    print("ready", flush=True)
    sys.stdin.readline()
    for _ in range(25):
        with catalog.transaction():
            hold = Hold(id=catalog.next_id("h"), post="ig:A", why=sys.argv[2], by="Kim", on=now.date())
            catalog.append(lambda before: ledger.seal(
                before, hold, subjects=["ig:A"], at=now, salts=lambda: os.urandom(16).hex()))
"""


def test_two_processes_cannot_fork_the_chain(catalog: Catalog, path: Path) -> None:
    both = [python(APPENDING, path, name) for name in ("first", "second")]
    for process in both:
        assert process.stdout and process.stdout.readline() == "ready\n"
    for process in both:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in both:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
    entries = list(catalog.entries())
    assert [entry.id for entry in entries] == [f"h-{number:04}" for number in range(1, 51)]
    assert {entry.body["why"] for entry in entries} == {"first", "second"}
    assert ledger.verify(entries, head=catalog.head()) == []


SAVING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from ugc.catalog import Catalog
from ugc.model.posts import Account, Counts, FoundPost, Media
now = datetime.now(UTC)
with Catalog.open(Path(sys.argv[1])) as catalog:
    batch = catalog.start_import("killed", now)
    print("ready", flush=True)
    for number in range(10**9):
        number += int(sys.argv[2])
        files = [
            Media(sha256=f"{number * 2 + which:064x}", kind="image", ext="jpg", size=9, width=3, height=4)
            for which in (0, 1)
        ]
        catalog.save(
            FoundPost(source="test", origin="row", ids=(f"ig:{number}", f"igg:{number}"), platform="instagram",
                      author=Account(platform="instagram", handle=f"ana{number}"), caption=f"Golden #n{number}",
                      counts=Counts(taken_at=now, likes=number), tags=("t",)),
            files, at=now, batch=batch)
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_killed_in_the_middle_there_are_whole_posts_only(catalog: Catalog, path: Path) -> None:
    catalog.close()
    total = 0
    for turn, wait in enumerate((0.02, 0.05, 0.11, 0.17)):
        process = python(SAVING, path, turn * 1_000_000)
        assert process.stdout and process.stdout.readline() == "ready\n"
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=10)
        raw = sqlite3.connect(path)
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
        raw.close()
        with Catalog.open(path) as again:
            posts = again.posts()
            for post in posts:
                assert len(post.aliases) == 1 and len(post.media) == 2 and post.author and post.counts
                assert post.hashtags == (f"n{post.id[3:]}",) and post.tags == ("t",)
            assert len(again.find("golden", today=NOW.date())[0]) == len(posts)
            assert len(again.find("#n0 golden @ana0", today=NOW.date())[0]) == 1
        assert len(posts) > total, "the next run goes on"
        total = len(posts)


def test_readers_go_on_while_another_process_imports(catalog: Catalog, path: Path) -> None:
    process = python(SAVING, path, 0)
    try:
        assert process.stdout and process.stdout.readline() == "ready\n"
        seen = 0
        for _ in range(30):
            posts = catalog.posts()
            assert len(posts) >= seen
            assert all(len(post.media) == 2 for post in posts)
            seen = len(posts)
            time.sleep(0.01)
        assert seen > 0
    finally:
        process.kill()
        process.communicate(timeout=10)


def test_another_thread_is_not_let_in(catalog: Catalog) -> None:
    caught: list[BaseException] = []

    def use() -> None:
        try:
            catalog.posts()
        except BaseException as error:
            caught.append(error)

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert len(caught) == 1


def test_a_thousand_posts_and_their_cases_come_quickly(catalog: Catalog) -> None:
    """A guard with much room: about 35 ms and 115 ms were measured."""
    batch = catalog.start_import("many", NOW)
    ids = [f"ig:{number}" for number in range(1000)]
    with catalog.transaction():
        for number, name in enumerate(ids):
            catalog.save(
                found(name, author=ig(f"ana{number % 50}"), caption="Golden #GlowRun"),
                [media(f"{number:064x}")],
                at=NOW,
                batch=batch,
            )
            append(catalog, grant(f"g-{number:04}", posts=(name,)))
    start = time.process_time()
    posts = catalog.posts(ids)
    cases = catalog.cases(ids)
    took = time.process_time() - start
    assert [post.id for post in posts] == ids
    assert all(len(case.grants) == 1 for case in cases.values())
    assert took < 1.0
