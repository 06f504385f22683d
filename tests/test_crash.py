"""Nothing half, nothing twice: runs killed, interrupted and doubled leave whole files, and the next one goes on."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from processes import (
    THREE,
    beside,
    changed,
    check_finished,
    check_whole,
    copied,
    downloads,
    ended,
    environment,
    granted,
    listed,
    pictures,
    ran,
    stamps,
    start,
    touched,
    workspace,
)

from ugc.catalog import Catalog
from ugc.ledger import verify

KILLS = int(os.environ.get("UGC_KILLS", "8"))
SEED = int(os.environ.get("UGC_SEED", "20261122"))
POSTS = 12
ALL = POSTS * 3
say = print  # shown when a test fails: what is needed to see it again


@pytest.fixture(scope="module")
def twelve(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of twelve cleared posts, nothing rendered."""
    folder = tmp_path_factory.mktemp("twelve")
    return workspace(folder / "glow", downloads(folder / "collected", posts=POSTS))


@pytest.fixture
def root(twelve: Path, tmp_path: Path) -> Path:
    return copied(twelve, tmp_path / "glow")


def killed(
    process: "subprocess.Popen[str]", *, folder: Path, since: int, rng: random.Random, span: float
) -> None:
    """SIGKILL a process: half of the time while it is starting, else soon after its first file."""
    if rng.random() < 0.25:
        time.sleep(rng.uniform(0.0, 0.6))
    else:
        touched(folder, since, by=process)
        time.sleep(rng.uniform(0.0, span))
    process.kill()
    process.communicate()


def test_runs_killed_at_random_moments_leave_only_whole_files(root: Path) -> None:
    rng = random.Random(SEED)
    say(f"seed {SEED}, {KILLS} kills")
    folder = root / "out" / "creatives"
    left = 0
    for kill in range(KILLS):
        since = changed(folder)
        killed(start(root, "render", *THREE), folder=folder, since=since, rng=rng, span=0.5)
        standing = check_whole(root)
        left += len(list(folder.glob(".part-*")))
        say(f"kill {kill}: {len(standing)} stand")
        if kill % 4 == 3:  # from now on every label is out of date
            ran(root, *granted("@ana", "--until", f"{2028 + kill}-05-01"))
        elif len(standing) > ALL // 2:
            for picture in rng.sample(standing, len(standing) // 2):
                rng.choice((picture, beside(picture))).unlink(missing_ok=True)
    say(f"{left} temporary files were left on the way")
    told = ran(root, "render", *THREE, "--json").document
    counts = Counter(line["outcome"] for line in told["creatives"])
    assert sum(counts.values()) == ALL
    assert not told["faults"] and not told["refusals"]
    check_finished(root, creatives=ALL)


def test_a_run_killed_at_any_step_of_its_writing_is_finished_by_the_next(tmp_path: Path) -> None:
    """Rendering anew, and renewing labels: killed before each opening, renaming and removing of a file."""
    command = ("render", "--format", "square")
    fresh = workspace(tmp_path / "fresh", downloads(tmp_path / "collected", posts=1))
    stale = copied(fresh, tmp_path / "stale")
    ran(stale, *command)
    ran(stale, *granted("@ana", "--until", "2029-05-01"))
    for name, state in (("fresh", fresh), ("stale", stale)):
        die_at, code = 0, -9
        while code == -9:
            die_at += 1
            here = copied(state, tmp_path / f"{name}-{die_at}")
            code = ran(here, *command, code=None, die_at=die_at).code
            check_whole(here)
            say(f"{name}, killed at step {die_at}")
            ran(here, *command)
            (picture,) = check_whole(here)
            assert beside(picture).is_file()
            assert list(listed(here)) == [picture.name]
            if die_at % 4 == 0 or code == 0:
                before = stamps(here)
                ran(here, *command)
                assert stamps(here) == before
        say(f"{name}: {die_at - 1} steps")
        assert die_at > 8, "the steps of writing two files and a manifest"


def test_an_import_killed_at_random_moments_is_completed_by_the_next(tmp_path: Path) -> None:
    rng = random.Random(SEED + 1)
    say(f"seed {SEED + 1}")
    collected = downloads(tmp_path / "collected", posts=80, size=(240, 300))
    root = workspace(tmp_path / "glow", None)
    store = root / ".ugc" / "media"
    for kill in range(max(4, KILLS // 2)):
        since = changed(store)
        process = start(root, "import", collected)
        touched(store, since, by=process)
        time.sleep(rng.uniform(0.0, 0.08))
        process.kill()
        process.communicate()
        say(f"kill {kill}: {_check_posts(root)} posts")
    told = ran(root, "import", collected, "--json").document
    assert len(told["taken"]) == 80 and not told["skipped"]
    assert _check_posts(root) == 80
    again = ran(root, "import", collected, "--json").document
    assert {item["outcome"] for item in again["taken"]} == {"same"}


def test_a_workspace_whose_making_was_killed_at_any_step_can_be_made(tmp_path: Path) -> None:
    making = ("init", "glow", "--brand", "Sunday Glow", "--market", "US")
    die_at, code = 0, -9
    while code == -9:
        die_at += 1
        folder = tmp_path / str(die_at)
        folder.mkdir()
        code = ran(folder, *making, code=None, die_at=die_at).code
        whole = (folder / "glow" / "ugc.toml").exists()
        ran(folder, *making, code=2 if whole else 0)
        assert ran(folder / "glow", "posts", "--json").document == []
    say(f"{die_at - 1} steps")
    assert die_at > 3, "the steps of writing the settings"


def test_an_import_killed_at_any_step_keeps_whole_posts(tmp_path: Path) -> None:
    collected = downloads(tmp_path / "collected", posts=2, size=(240, 300))
    empty = workspace(tmp_path / "glow", None)
    die_at, code = 0, -9
    while code == -9:
        die_at += 1
        here = copied(empty, tmp_path / f"killed-{die_at}")
        code = ran(here, "import", collected, code=None, die_at=die_at).code
        assert _check_posts(here) <= 2
        ran(here, "import", collected)
        assert _check_posts(here) == 2
    say(f"{die_at - 1} steps")
    assert die_at > 4, "the steps of copying two originals"


def _check_posts(root: Path) -> int:
    """Every post in the catalog has its author, words, numbers and original; return how many there are."""
    check_whole(root)
    with Catalog.open(root / ".ugc" / "catalog.db", create=True) as catalog:
        posts = catalog.posts()
        for post in posts:
            (media,) = post.media
            stored = root / ".ugc" / "media" / media.sha256[:2] / f"{media.sha256}.jpg"
            assert stored.stat().st_size == media.size
            assert post.author and post.author.handle == "ana"
            assert post.counts and post.counts.likes == 412
            assert post.caption and len(catalog.sources(post.id)) == 1
    return len(posts)


def test_grants_killed_at_random_moments_leave_a_ledger_that_verifies(root: Path) -> None:
    """Each grant that was said to be recorded is there, with its evidence; the one being made is whole or absent."""
    rng = random.Random(SEED + 2)
    say(f"seed {SEED + 2}")
    known = 1
    for _ in range(max(4, KILLS // 2)):
        process = granting(root)
        assert process.stdout
        said = "".join(process.stdout.readline() for _ in range(rng.randint(1, 9)))
        time.sleep(rng.uniform(0.0, 0.03))
        process.kill()
        said += process.communicate()[0]
        with Catalog.open(root / ".ugc" / "catalog.db") as catalog:
            entries = list(catalog.entries())
        assert verify(entries) == []
        grants = [entry for entry in entries if entry.kind == "grant"]
        known += said.count("Recorded g-")
        assert known <= len(grants) <= known + 1, "none lost that was said to be recorded"
        known = len(grants)
        for entry in entries:
            if entry.kind == "evidence":
                assert list((root / ".ugc" / "evidence").glob(f"??/{entry.body['sha256']}.*"))
    say(f"{known} grants")
    check_whole(root)


def granting(root: Path) -> "subprocess.Popen[str]":
    """A process that records one grant after another, each with evidence of its own."""
    program = f"""
from pathlib import Path
from ugc.cli.app import run
number = len(list(Path().glob("yes-*.txt")))
while True:
    number += 1
    Path(f"yes-{{number}}.txt").write_text(f"Yes, the {{number}}th time.")
    assert run({granted()!r} + ["--evidence", f"yes-{{number}}.txt"]) == 0
"""
    return subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=root,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


@pytest.mark.parametrize(
    ("one", "other", "creatives"),
    [
        (THREE, THREE, ALL),
        (("--format", "story"), ("--format", "square"), POSTS * 2),
    ],
    ids=["the same formats", "different formats"],
)
def test_two_runs_at_once_lose_nothing(
    root: Path, one: tuple[str, ...], other: tuple[str, ...], creatives: int
) -> None:
    together = [start(root, "render", *words, "--json") for words in (one, other)]
    for process in together:
        told = ended(process).document
        assert not told["faults"]
    assert len(listed(root)) == creatives
    standing = check_whole(root)
    assert len(standing) == creatives
    assert not list((root / "out" / "creatives").glob(".part-*"))
    before = stamps(root)
    for words in (one, other):
        told = ran(root, "render", *words, "--json").document
        assert {line["outcome"] for line in told["creatives"]} == {"unchanged"}
    assert stamps(root) == before


def test_two_imports_at_once_lose_nothing_and_make_nothing_twice(tmp_path: Path) -> None:
    collected = downloads(tmp_path / "collected", posts=30, size=(240, 300))
    root = workspace(tmp_path / "glow", None)
    together = [start(root, "import", collected, "--json") for _ in range(2)]
    brought = Counter(item["outcome"] for process in together for item in ended(process).document["taken"])
    assert brought == {"new": 30, "same": 30}
    assert _check_posts(root) == 30


@pytest.mark.parametrize("files", [0, 4], ids=["at the first sign of work", "after some files"])
def test_ctrl_c_ends_a_run_with_words_and_keeps_what_was_finished(root: Path, files: int) -> None:
    process = start(root, "render", *THREE)
    touched(root / "out" / "creatives", 0, by=process)
    while len(pictures(root)) < files and process.poll() is None:
        time.sleep(0.002)
    process.send_signal(signal.SIGINT)
    told = ended(process, code=130, within=10)
    assert "Interrupted. What was finished is kept" in told.err
    standing = check_whole(root)
    assert files <= len(standing) < ALL
    assert all(beside(picture).is_file() for picture in standing)
    if standing:
        assert set(listed(root)) == {picture.name for picture in standing}
    assert not list((root / "out" / "creatives").glob(".part-*"))
    went_on = ran(root, "render", *THREE, "--json").document
    counts = Counter(line["outcome"] for line in went_on["creatives"])
    assert counts == Counter({"unchanged": len(standing), "made": ALL - len(standing)})
    assert len(check_whole(root)) == len(listed(root)) == ALL


def test_ctrl_c_during_an_import_keeps_whole_posts(tmp_path: Path) -> None:
    collected = downloads(tmp_path / "collected", posts=60, size=(240, 300))
    root = workspace(tmp_path / "glow", None)
    process = start(root, "import", collected)
    touched(root / ".ugc" / "media", 0, by=process)
    process.send_signal(signal.SIGINT)
    assert "Interrupted." in ended(process, code=130, within=10).err
    assert _check_posts(root) < 60
    assert len(ran(root, "import", collected, "--json").document["taken"]) == 60
    assert _check_posts(root) == 60


def test_what_killed_runs_left_is_swept_when_it_is_old(root: Path, tmp_path: Path) -> None:
    """An hour by the file system's clock: a younger one may be another run's work."""
    out, store = root / "out" / "creatives", root / ".ugc" / "media" / "ab"
    for folder in (out, store):
        folder.mkdir(parents=True, exist_ok=True)
        for name, age_s in (
            (".part-0a1b2c3d.jpg", 7200),
            (".part-zzzz_zzz.json", 3500),
            (".part-of my own.txt", 7200),
        ):
            (folder / name).write_bytes(b"half")
            then = time.time() - age_s
            os.utime(folder / name, (then, then))
    ran(root, "render", "--format", "square", "ig:Bqvs0000000")
    ran(root, "import", downloads(tmp_path / "again", posts=1))
    for folder in (out, store):
        assert {path.name for path in folder.glob(".part-*")} == {
            ".part-zzzz_zzz.json",
            ".part-of my own.txt",
        }
    assert len(listed(root)) == 1


def test_the_manifest_lets_go_of_what_was_removed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even when the run that notices it has nothing else to do; on the day that the files were made."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    one, other = (
        ("render", "--format", "story", "--flight", "2026-12-01"),
        ("render", "--format", "square", "--flight", "2026-12-01"),
    )
    for words in (one, other):
        ended(start(root, *words, env=dict(os.environ)))
    gone = next(path for path in pictures(root) if "_square_" in path.name)
    gone.unlink()
    ended(start(root, *one, env=dict(os.environ)))
    assert set(listed(root)) == {path.name for path in pictures(root)}


def test_a_copied_workspace_renders_nothing_again(root: Path, tmp_path: Path) -> None:
    """Copying changes times and no bytes; the bytes are looked at, and the new times remembered."""
    ran(root, "render", *THREE)
    moved = copied(root, tmp_path / "moved")
    for path in (moved / "out").rglob("*"):
        os.utime(path, ns=(1, 1))
    check_finished(moved, creatives=ALL)
