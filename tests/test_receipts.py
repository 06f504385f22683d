"""Imported again: what receipts spare, and that nobody can tell from what comes of it."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from conftest import photo, sidecar
from hypothesis import given, settings
from hypothesis import strategies as st

import ugc
from ugc.importers import read_any
from ugc.model.receipts import KnownPost
from ugc.workspace import Workspace
from ugc.workspace.receipts import code_digest, reading_files, receipts_of

AT = datetime(2026, 11, 27, 12, tzinfo=UTC)
SAMPLES = Path(__file__).parent / "samples"
ONE, TWO, THREE = "BqvsDleB3lV", "BqvsDleB3lW", "BqvsDleB3lX"


class Pair:
    """Two workspaces that are told the same; one of them forgets its receipts before each import."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.knowing = Workspace.create(root / "knowing", brand="Sunday Glow", markets=["US"])
        self.reading = Workspace.create(root / "reading", brand="Sunday Glow", markets=["US"])
        self._at = AT

    def __enter__(self) -> "Pair":
        return self

    def __exit__(self, *_: object) -> None:
        self.knowing.close()
        self.reading.close()

    def take_in(self, *folders: Path) -> int:
        """Import in both, and compare all that came of it; return how many posts were known by receipts."""
        self._at += timedelta(hours=1)
        known = known_posts(self.knowing, *folders)
        run(self.reading, "DELETE FROM receipts")
        one, other = (here.take_in(folders, at=self._at) for here in (self.knowing, self.reading))
        assert one.model_dump(mode="json") == other.model_dump(mode="json")
        assert dump(self.knowing) == dump(self.reading)
        return known

    def each(self, do: Callable[[Workspace], object]) -> None:
        for here in (self.knowing, self.reading):
            do(here)


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    with Pair(tmp_path) as made:
        yield made


def known_posts(here: Workspace, *folders: Path) -> int:
    receipts = receipts_of(here)
    assert receipts
    return sum(
        isinstance(item, KnownPost) for folder in folders for item in read_any(folder, receipts=receipts)
    )


def run(here: Workspace, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(here.root / ".ugc" / "catalog.db")) as connection, connection:
        return connection.execute(sql).fetchall()


def dump(here: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    """All tables less what differs by chance and the receipts themselves."""
    names = run(here, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'words_%'")
    apart = {"receipts", "entries", "entry_subjects", "erasures", "erased", "creators", "creator_keys"}
    return {name: run(here, f"SELECT * FROM {name}") for (name,) in names if name not in apart}


def write(folder: Path, name: str, shortcode: str, **told: Any) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(json.dumps(sidecar(shortcode, **told)), "utf-8")
    return path


def carousel(folder: Path, shortcode: str = TWO, files: int = 2, **told: Any) -> None:
    for number in range(1, files + 1):
        told |= {"num": number, "count": files, "media_id": f"19229493263476638{number:02}"}
        write(folder, f"{shortcode}_{number}.jpg.json", shortcode, **told)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A post, a carousel of two and another post, in this order."""
    here = tmp_path / "collected" / "ana"
    write(here, f"A{ONE}.jpg.json", ONE, media_id="19229493263476638")
    carousel(here, TWO)
    write(here, f"Z{THREE}.jpg.json", THREE, media_id="19229493263476639", liked=True, email="a@b.example")
    return here


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
def test_samples_imported_again_give_what_reading_them_gives(pair: Pair, name: str) -> None:
    pair.take_in(SAMPLES / name)
    pair.take_in(SAMPLES / name)
    pair.take_in(SAMPLES / name)


def test_an_unchanged_folder_is_not_read_again(pair: Pair, folder: Path) -> None:
    assert pair.take_in(folder) == 0
    assert pair.take_in(folder) == 3
    assert pair.take_in(folder.parent) == 3
    shutil.copytree(folder, folder.parent.parent / "elsewhere" / "ana")
    assert pair.take_in(folder.parent.parent / "elsewhere") == 3, "wherever it lies"
    (skipped,) = [here.take_in([folder], at=AT, dry=True).skipped for here in [pair.knowing]]
    assert not skipped


def one_byte(folder: Path) -> None:
    path = folder / f"A{ONE}.jpg.json"
    path.write_text(path.read_text("utf-8").replace('"likes": 412', '"likes": 413'), "utf-8")


def one_space(folder: Path) -> None:
    with (folder / f"A{ONE}.jpg.json").open("a", encoding="utf-8") as file:
        file.write(" ")


def no_json(folder: Path) -> None:
    (folder / f"A{ONE}.jpg.json").write_text('{"category": ', "utf-8")


def same_size_and_time(folder: Path) -> None:
    """What the folder's listing does not show."""
    path = folder / f"A{ONE}.jpg.json"
    seen = path.stat()
    one_byte(folder)
    os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))


def another_of_the_post(folder: Path) -> None:
    write(folder, f"{TWO}_3.jpg.json", TWO, num=3, count=3, media_id="1922949326347663803")


def another_post_between(folder: Path) -> None:
    write(folder, f"{TWO}_1a.jpg.json", "BqvsDleB3lZ")


def a_record_of_the_post_before(folder: Path) -> None:
    write(folder, "info.json", TWO, count=2)


def a_record_of_the_post_first(folder: Path) -> None:
    write(folder, "0.jpg.json", TWO, count=2, media_id="1922949326347663809")


def a_twin(folder: Path) -> None:
    shutil.copy(folder / f"A{ONE}.jpg.json", folder / f"B{ONE}.jpg.json")


def turned_round(folder: Path) -> None:
    """The same files of a carousel, each under the other's name."""
    first, second = (folder / f"{TWO}_{number}.jpg.json" for number in (1, 2))
    words = first.read_text("utf-8"), second.read_text("utf-8")
    first.write_text(words[1], "utf-8")
    second.write_text(words[0], "utf-8")


CHANGES: dict[str, tuple[Callable[[Path], object], int]] = {
    "one byte": (one_byte, 2),
    "one byte, by size and time the same": (same_size_and_time, 2),
    "a space at the end": (one_space, 2),
    "no JSON any more": (no_json, 2),
    "empty": (lambda folder: (folder / f"A{ONE}.jpg.json").write_bytes(b""), 2),
    "a post taken away": (lambda folder: (folder / f"A{ONE}.jpg.json").unlink(), 2),
    "a sidecar of a carousel taken away": (lambda folder: (folder / f"{TWO}_2.jpg.json").unlink(), 2),
    "the first of a carousel taken away": (lambda folder: (folder / f"{TWO}_1.jpg.json").unlink(), 2),
    "one more of a carousel": (another_of_the_post, 2),
    "a post in the midst of a carousel": (another_post_between, 2),
    "a record of the whole post": (a_record_of_the_post_before, 3),
    "a record of the post before it": (a_record_of_the_post_first, 2),
    "two of the same": (a_twin, 2),
    "another name": (lambda folder: (folder / f"A{ONE}.jpg.json").rename(folder / "b.jpg.json"), 2),
    "a name that parts a carousel": (
        lambda folder: (folder / f"{TWO}_1.jpg.json").rename(folder / "0.jpg.json"),
        2,
    ),
    "the files of a carousel change names": (turned_round, 2),
    "another folder's name": (lambda folder: folder.rename(folder.with_name("bo")), 0),
    "a picture": (lambda folder: (folder / f"A{ONE}.jpg").write_bytes(photo()), 0),
    "a picture of the carousel": (
        lambda folder: (folder / "1922949326347663802.jpg").write_bytes(photo()),
        0,
    ),
    "something that is no media": (lambda folder: (folder / "notes.pdf").write_bytes(b"%PDF-1.7 x"), 0),
    "words": (lambda folder: (folder / "a.txt").write_text("a caption", "utf-8"), 3),
    "a sheet": (
        lambda folder: (folder / "a.csv").write_text(
            f"url,caption\nhttps://www.instagram.com/p/{ONE}/,x\n", "utf-8"
        ),
        3,
    ),
    "a link": (lambda folder: (folder / "l.jpg.json").symlink_to(folder / f"A{ONE}.jpg.json"), 3),
}


@pytest.mark.parametrize("case", CHANGES.values(), ids=CHANGES)
def test_what_is_not_as_it_was_is_read(
    pair: Pair, folder: Path, case: tuple[Callable[[Path], object], int]
) -> None:
    change, known = case
    pair.take_in(folder.parent)
    before = folder.parent.parent / "before"
    shutil.copytree(folder.parent, before)
    change(folder)
    assert pair.take_in(folder.parent) == known
    pair.take_in(folder.parent)
    shutil.rmtree(folder.parent)
    before.rename(folder.parent)
    pair.take_in(folder.parent)
    assert pair.take_in(folder.parent) == 3, "as it was at first"


def test_a_picture_that_came_later_is_taken_in_and_may_go_again(pair: Pair, folder: Path) -> None:
    pair.take_in(folder)
    (folder / f"A{ONE}.jpg").write_bytes(photo())
    report = pair.knowing.take_in([folder], at=AT)
    assert [(item.outcome, item.media) for item in report.taken] == [("changed", 1), ("same", 0), ("same", 0)]
    pair.reading.take_in([folder], at=AT)
    (folder / f"A{ONE}.jpg").unlink()
    assert pair.take_in(folder) == 3


def test_files_that_only_once_made_the_same_post_are_not_taken_for_those_that_did(
    pair: Pair, folder: Path
) -> None:
    """Two spellings of a carousel, the second with the names changed over: a file of each is a post of its own."""
    one, two = (folder / f"{TWO}_{number}.jpg.json" for number in (1, 2))
    kept = one.read_text("utf-8")
    pair.take_in(folder)
    turned_round(folder)
    for path in (one, two):
        path.write_text(json.dumps(json.loads(path.read_text("utf-8")), indent=1), "utf-8")
    pair.take_in(folder)
    one.write_text(kept, "utf-8")
    assert pair.take_in(folder) == 2


def test_a_record_that_is_left_out_is_told_of_each_time(pair: Pair, folder: Path) -> None:
    deep: Any = 1
    for _ in range(70):
        deep = [deep]
    write(folder, f"{TWO}_2.jpg.json", TWO, num=2, count=2, media_id="1922949326347663802", deep=deep)
    for known in (0, 2, 2):
        assert pair.take_in(folder) == known
    (skipped,) = pair.knowing.take_in([folder], at=AT).skipped
    assert skipped.why == "The record is nested too deeply."


def test_two_folders_of_one_name_do_not_stand_in_for_each_other(pair: Pair, folder: Path) -> None:
    pair.take_in(folder)
    other = folder.parent / "sub" / "ana"
    shutil.copytree(folder, other)
    write(other, f"{TWO}_2.jpg.json", TWO, num=2, count=2, media_id="77", likes=9)
    for _ in range(3):
        pair.take_in(folder.parent)
    (folder / f"{TWO}_1.jpg.json").rename(folder / "0.jpg.json")
    for _ in range(3):
        pair.take_in(folder.parent)


def test_a_post_joined_and_parted_is_told_by_the_id_it_has(pair: Pair, folder: Path) -> None:
    clip = {"category": "tiktok", "subcategory": "post", "id": "6748451240264420610", "desc": "run"}
    (folder / "clip.mp4.json").write_text(json.dumps(clip), "utf-8")
    pair.take_in(folder)
    kept, gone = f"ig:{ONE}", "tt:6748451240264420610"
    pair.each(lambda here: here.catalog.by_hand.join(kept, [gone], by="Mo", why="one", at=AT))
    assert pair.take_in(folder) == 4
    reports = [here.take_in([folder], at=AT) for here in (pair.knowing, pair.reading)]
    assert [item.post for item in reports[0].taken] == [kept, f"ig:{TWO}", f"ig:{THREE}", kept]
    pair.each(lambda here: here.catalog.by_hand.part(kept, at=AT))
    assert pair.take_in(folder) == 4
    report = pair.knowing.take_in([folder], at=AT)
    assert [item.post for item in report.taken] == [kept, f"ig:{TWO}", f"ig:{THREE}", gone]


def erase(here: Workspace, creator: str) -> str:
    person = here.catalog.care.person(creator)
    here.catalog.care.erase(person, erasure="x-0001", at=AT)
    return "x-0001"


def test_an_erased_post_does_not_come_back_and_comes_when_it_may(pair: Pair, folder: Path) -> None:
    write(
        folder, "bo.jpg.json", "BqvsDleB3lZ", username="bo", coauthors=[{"id": "178414", "username": "ana"}]
    )
    write(folder, "cy.jpg.json", "BqvsDleB3la", username="cy")
    pair.take_in(folder)
    assert pair.take_in(folder) == 5
    creator = pair.knowing.catalog.post(f"ig:{ONE}").creator
    assert creator == pair.reading.catalog.post(f"ig:{ONE}").creator
    pair.each(lambda here: erase(here, str(creator)))
    assert run(pair.knowing, "SELECT * FROM receipts") == []
    assert pair.take_in(folder) == 0
    assert [post.id for post in pair.knowing.catalog.posts()] == ["ig:BqvsDleB3lZ", "ig:BqvsDleB3la"]
    assert pair.knowing.catalog.post("ig:BqvsDleB3lZ").coauthors == ()
    assert pair.take_in(folder) == 2
    pair.each(lambda here: here.catalog.care.lift_erasure("x-0001"))
    assert pair.take_in(folder) == 0
    assert len(pair.knowing.catalog.posts()) == 5
    assert pair.take_in(folder) == 5


def test_a_post_erased_while_it_is_read_leaves_no_receipt(pair: Pair, folder: Path) -> None:
    """It was read before the erasure, and is kept after it: the next import says what every import says of it."""
    here = pair.knowing
    pair.take_in(folder)
    receipts = receipts_of(here)
    assert receipts
    known = list(read_any(folder, receipts=receipts))
    run(here, "DELETE FROM receipts")
    read = list(read_any(folder, receipts=receipts_of(here)))
    erase(here, str(here.catalog.post(f"ig:{ONE}").creator))
    batch = here.catalog.start_import("a", AT)
    told = here.catalog.intake.save([(item, ()) for item in known], at=AT, batch=batch)  # type: ignore[misc]
    assert [getattr(item, "hint", None) for item in told] == ["Import it once more."] * 3
    here.catalog.intake.save([(item, ()) for item in read], at=AT, batch=batch)  # type: ignore[misc]
    assert run(here, "SELECT count(*) FROM sources") == [(3,)]
    assert run(here, "SELECT * FROM receipts") == []


def test_what_another_code_has_read_is_read_anew_and_its_receipts_go(pair: Pair, folder: Path) -> None:
    pair.take_in(folder)
    receipts = receipts_of(pair.knowing)
    assert receipts and receipts.code == code_digest()
    other = receipts._replace(code=b"another code, another digest....")
    assert not any(isinstance(item, KnownPost) for item in read_any(folder, receipts=other))
    assert len(run(pair.knowing, "SELECT * FROM receipts")) == 4
    with closing(sqlite3.connect(pair.knowing.root / ".ugc" / "catalog.db")) as connection, connection:
        rows = connection.execute("SELECT mark FROM receipts").fetchall()
        connection.executemany(
            "UPDATE receipts SET mark = ? WHERE mark = ?",
            [(mark[:4] + b"\0\0\0\0" + mark[8:], mark) for (mark,) in rows],
        )
    assert pair.take_in(folder) == 0
    assert run(pair.knowing, "SELECT count(*) FROM receipts") == [(4,)], "those of the other code are gone"
    assert pair.take_in(folder) == 3


def test_receipts_are_for_what_is_imported_as_it_lies(pair: Pair, folder: Path) -> None:
    """Not for dry runs, not where columns are given a new meaning, not within archives."""
    pair.take_in(folder)
    archive = shutil.make_archive(str(folder.parent.parent / "all"), "zip", folder.parent)
    pair.take_in(Path(archive))
    assert pair.take_in(Path(archive)) == 0
    (file,) = folder.glob("A*")
    assert pair.take_in(file) == 0
    receipts = receipts_of(pair.knowing)
    named = list(read_any(folder, importer="gallery-dl", receipts=receipts))
    assert not any(isinstance(item, KnownPost) for item in named)
    dry = [here.take_in([folder], at=AT, dry=True).taken for here in (pair.knowing, pair.reading)]
    assert dry[0] == dry[1] and [item.outcome for item in dry[0]] == ["same"] * 3


def test_the_code_that_is_digested_is_all_that_reads(tmp_path: Path) -> None:
    """Every file of the toolkit that importers load, or that shapes the digest of a source, has a say in it."""
    root = Path(ugc.__file__).parent
    script = "import sys, ugc.importers as i; i.importers(); import ugc.importers.folder\nprint(*(\
    getattr(m, '__file__', None) for n, m in sys.modules.items() if n.split('.')[0] == 'ugc'), sep='\\n')"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    loaded = {Path(line) for line in told.splitlines()}
    assert loaded <= set(reading_files())
    assert {root / "catalog" / "telling.py", root / "model" / "posts.py"} <= set(reading_files())


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["write", "write", "rename", "copy", "remove", "picture", "no picture", "indent"]),
        st.integers(0, 5),
        st.integers(0, 5),
        st.integers(1, 3),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=25, deadline=None)
@given(st.lists(MOVES, min_size=2, max_size=4))
def test_whatever_becomes_of_a_folder_it_is_as_if_it_was_read(
    imports: list[list[tuple[str, int, int, int]]],
) -> None:
    with TemporaryDirectory() as made, Pair(Path(made)) as pair:
        folder = Path(made) / "collected" / "ana"
        carousel(folder, ONE, 3)
        write(folder, "0.jpg.json", TWO)
        pair.take_in(folder)
        for moves in imports:
            for move in moves:
                _move(folder, *move)
            pair.take_in(folder)
            pair.take_in(folder)


def _move(folder: Path, what: str, one: int, other: int, number: int) -> None:
    names = sorted(path for path in folder.glob("*.json"))
    path = names[one % len(names)] if names else folder / "none.jpg.json"
    name = folder / (f"{other}.jpg.json" if other < 4 else f"{ONE}_{number}.jpg.json")
    if what == "write":
        told = {"num": number, "count": (1, 2, 3, 3, 2, 0)[other], "media_id": f"{number}{other % 2}"}
        write(folder, name.name, (ONE, TWO)[one % 2], **told)
    elif what == "rename" and path.exists():
        path.rename(name)
    elif what == "copy" and path.exists() and path != name:
        shutil.copy(path, name)
    elif what == "remove":
        path.unlink(missing_ok=True)
    elif what == "picture":
        path.with_suffix("").write_bytes(photo())
    elif what == "no picture":
        for picture in folder.glob("*.jpg"):
            picture.unlink()
    elif what == "indent" and path.exists():
        path.write_text(json.dumps(json.loads(path.read_text("utf-8")), indent=number), "utf-8")
