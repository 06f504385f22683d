"""A machine that refuses, and a workspace that is damaged: words, the right exit code, and the rest is done."""

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest
from PIL import Image
from processes import (
    Ended,
    asked,
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
    start,
    workspace,
)

from ugc.catalog import Catalog
from ugc.ledger import verify

STORY = ("--format", "story")
POSTS = 3


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of three cleared posts, nothing rendered."""
    folder = tmp_path_factory.mktemp("three")
    return workspace(folder / "glow", downloads(folder / "collected", posts=POSTS))


@pytest.fixture
def root(three: Path, tmp_path: Path) -> Path:
    return copied(three, tmp_path / "glow")


def said(told: Ended, *words: str) -> None:
    """The words reached a person."""
    for word in words:
        assert word in told.out + told.err, f"{word!r} is not in:\n{told.out}\n{told.err}"


# --- a full disk ----------------------------------------------------------------------------------------------------


def test_pictures_that_do_not_fit_are_listed_and_the_others_made(root: Path, tmp_path: Path) -> None:
    """Each is tried; the ones that the machine takes are kept, recorded and listed."""
    command = ("render", *STORY, "--format", "square")
    unlimited = copied(root, tmp_path / "unlimited")
    ran(unlimited, *command)
    sizes = {path.name: path.stat().st_size for path in pictures(unlimited)}
    between = (min(sizes.values()) + max(sizes.values())) // 2
    fitting = {name for name, size in sizes.items() if size <= between}
    told = ran(root, *command, "--json", code=7, file_bytes=between)
    check_whole(root)
    if "refused access" not in told.err:  # the catalog's log met the limit first
        faults = told.document["faults"]
        assert {fault["exit_code"] for fault in faults} == {7}
        assert all("File too large" in fault["message"] for fault in faults)
        assert {path.name for path in pictures(root)} == set(listed(root)) == fitting
    assert not list((root / "out").rglob(".part-*"))
    ran(root, *command)
    check_finished(root, creatives=2 * POSTS, formats=(*STORY, "--format", "square"))


@pytest.mark.parametrize("size", [0, 512, 20_000, 70_000])
def test_a_catalog_that_cannot_grow_loses_nothing(root: Path, tmp_path: Path, size: int) -> None:
    """Import, grant and render under a limit; then all of it again without."""
    more = downloads(tmp_path / "more", posts=6)
    before = asked(root, "SELECT count(*) FROM entries")
    commands = (["import", str(more)], granted(), ["render", *STORY])
    for words in commands:
        told = ran(root, *words, code=None, file_bytes=size)
        assert told.code in (0, 7), told
        assert told.code == 0 or "Error:" in told.err or "Faults" in told.err
    check_whole(root)
    assert asked(root, "SELECT count(*) FROM entries") >= before
    with Catalog.open(root / ".ugc" / "catalog.db") as catalog:
        assert verify(catalog.entries()) == []
    for words in commands:
        ran(root, *words)
    assert len(check_whole(root)) == 6


@contextmanager
def small_disk(folder: Path, *, kilobytes: int) -> Iterator[Path]:
    """A disk of its own in a folder. It needs root."""
    folder.mkdir()
    mounted = os.geteuid() == 0 and not subprocess.call(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "none", str(folder)], stderr=subprocess.DEVNULL
    )
    if not mounted:
        pytest.skip(
            "a small disk can only be mounted by root; the limit on file sizes is tested for everybody"
        )
    try:
        yield folder
    finally:
        subprocess.check_call(["umount", "-l", str(folder)])


def test_a_full_disk_says_so_and_the_next_run_goes_on(three: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", kilobytes=4000) as disk:
        root = copied(three, disk / "glow")
        fill(disk, leave=110_000)
        told = ran(root, "render", *STORY, code=7)
        said(told, "disk is full", "Free some space")
        assert len(check_whole(root)) < POSTS
        assert not list((root / "out").rglob(".part-*"))
        told = ran(root, *granted(), code=None)
        if told.code:
            assert told.code == 7
            said(told, "disk is full")
        with Catalog.open(root / ".ugc" / "catalog.db") as catalog:
            assert verify(catalog.entries()) == []
        (disk / "filler").unlink()
        ran(root, "render", *STORY)
        check_finished(root, creatives=POSTS, formats=STORY)


def test_an_import_on_a_full_disk_keeps_what_went_in(tmp_path: Path) -> None:
    collected = downloads(tmp_path / "collected", posts=12)
    with small_disk(tmp_path / "disk", kilobytes=3000) as disk:
        root = workspace(disk / "glow", None)
        fill(disk, leave=400_000)
        told = ran(root, "import", collected, code=7)
        said(told, "disk is full")
        check_whole(root)
        (kept,) = asked(root, "SELECT count(*) FROM posts")
        assert 0 < kept[0] < 12
        (disk / "filler").unlink()
        outcomes = [item["outcome"] for item in ran(root, "import", collected, "--json").document["taken"]]
        assert (outcomes.count("same"), len(outcomes)) == (kept[0], 12)


def fill(disk: Path, *, leave: int) -> None:
    """Fill a disk up to some bytes."""
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    (disk / "filler").write_bytes(bytes(free - leave))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize(
    "words", [["posts"], ["posts", "--json"], ["render", *STORY, "--json"]], ids=" ".join
)
def test_a_report_that_cannot_be_written_is_a_fault(root: Path, words: list[str]) -> None:
    """As in `ugc render --json > report.json` on a full disk: the script must hear of it."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "ugc", *words],
            cwd=root,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert done.returncode == 7
    assert "Traceback" not in done.stderr and os.strerror(errno.ENOSPC) in done.stderr


def test_a_reader_that_goes_away_gets_no_traceback(root: Path) -> None:
    """As in `ugc posts --json | head -1`."""
    process = start(root, "posts", "--json")
    assert process.stdout
    process.stdout.close()
    assert process.stderr
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait(20) in (0, 1) and "Traceback" not in err, err


# --- what may not be written, or not read --------------------------------------------------------------------------


def plain_user() -> tuple[str, ...]:
    """A command in front of others that takes root's power over permissions away; nothing for other users."""
    if os.geteuid():
        return ()
    if not shutil.which("setpriv"):
        pytest.skip("root may write everywhere, and setpriv is not here to take that away")
    return ("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner")


@contextmanager
def sealed(*paths: Path) -> Iterator[None]:
    """Files and folders that may not be written."""
    modes = {path: path.stat().st_mode for path in paths}
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


def test_an_output_folder_that_is_read_only(root: Path, tmp_path: Path) -> None:
    folder = root / "out" / "creatives"
    folder.mkdir(parents=True)
    usually = partial(ran, root, prefix=plain_user())
    with sealed(folder):
        told = usually("render", *STORY, "--json", code=7)
        assert [fault["exit_code"] for fault in told.document["faults"]] == [7] * POSTS
        assert all("permission was denied" in fault["message"] for fault in told.document["faults"])
        said(told, "Check the folder's permissions")
        usually("render", *STORY, "--out", tmp_path / "elsewhere")
    assert not pictures(root)
    usually("render", *STORY)
    check_finished(root, creatives=POSTS, formats=STORY)


def test_a_workspace_that_is_read_only_can_still_be_read(root: Path, tmp_path: Path) -> None:
    more = downloads(tmp_path / "more", posts=4)
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    table = (  # command, exit code
        (["posts", "--json"], 0),
        (["show", "ig:Bqvs0000000"], 0),
        (["rights", "check", "ig:Bqvs0000000", "--purpose", "paid_social", "--channel", "instagram"], 0),
        (["render", *STORY, "--dry-run"], 0),
        (["render", *STORY], 7),
        (["import", str(more)], 7),
        (granted(), 7),
        (["tag", "ig:Bqvs0000000", "--add", "hero"], 7),
    )
    with sealed(*root.rglob("*"), root):
        for words, code in table:
            told = ran(root, *words, code=code, prefix=plain_user())
            assert code == 0 or "Error:" in told.err or "Faults" in told.err
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before
    check_whole(root)


def test_files_that_may_not_be_read_cost_themselves_only(root: Path, tmp_path: Path) -> None:
    more = downloads(tmp_path / "more", posts=6)
    closed = sorted(more.glob("*.jpg"))[4]
    closed.chmod(0)
    told = ran(root, "import", more, "--json", code=3, prefix=plain_user())
    assert len(told.document["taken"]) == 6, "the post of the closed picture is known by its record"
    assert [Path(skip["origin"]).name for skip in told.document["skipped"]] == [closed.name]
    original = originals(root)[0]
    original.chmod(0)
    told = ran(root, "render", *STORY, "--json", code=3, prefix=plain_user())
    assert len(told.document["creatives"]) == 4
    (fault,) = told.document["faults"]
    assert str(original) in fault["message"]


# --- a store or catalog that is not as it was -----------------------------------------------------------------------


def originals(root: Path) -> list[Path]:
    return sorted((root / ".ugc" / "media").glob("??/*"))


def test_missing_and_changed_originals_cost_their_own_creatives(root: Path, tmp_path: Path) -> None:
    gone, changed, good = originals(root)
    whole = {path: path.read_bytes() for path in (gone, changed, good)}
    gone.unlink()
    changed.write_bytes(whole[changed][:-200] + bytes(200))
    told = ran(root, "render", *STORY, "--json", code=6)
    assert sorted(fault["exit_code"] for fault in told.document["faults"]) == [3, 6]
    for fault in told.document["faults"]:
        said(told, fault["message"], fault["hint"], fault["post"])
    assert len(told.document["creatives"]) == len(pictures(root)) == len(listed(root)) == 1
    ran(root, "import", downloads(tmp_path / "again", posts=POSTS))
    assert {path: path.read_bytes() for path in originals(root)} == whole, "importing again mends the store"
    ran(root, "render", *STORY)
    check_finished(root, creatives=POSTS, formats=STORY)


def test_changed_originals_alone_exit_3(root: Path) -> None:
    for path in originals(root):
        path.write_bytes(b"\xff\xd8\xff" + path.read_bytes()[:500])
    told = ran(root, "render", *STORY, "--json", code=3)
    assert len(told.document["faults"]) == POSTS and not pictures(root)


def test_a_locked_catalog_is_waited_for_and_then_refused(root: Path, tmp_path: Path) -> None:
    """Reading goes on; writing waits ten seconds and says who is in the way. Nothing is lost."""
    more = downloads(tmp_path / "more", posts=4)
    commands = (
        ["import", str(more)],
        granted(),
        ["tag", "ig:Bqvs0000000", "--add", "hero"],
        ["render", *STORY],
    )
    path = root / ".ugc" / "catalog.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        waiting = [start(root, *words) for words in commands]
        assert len(ran(root, "posts", "--json").document) == POSTS
        for process in waiting:
            told = ended(process, code=7)
            said(told, "is locked", "run the same command again")
        holder.execute("ROLLBACK")
    check_whole(root)
    for words in commands:
        ran(root, *words)
    check_finished(root, creatives=4, formats=STORY)


def test_a_lock_that_is_let_go_in_time_is_no_fault(root: Path) -> None:
    with closing(sqlite3.connect(root / ".ugc" / "catalog.db", isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        waiting = start(root, "render", *STORY)
        time.sleep(1.5)
        assert waiting.poll() is None
        holder.execute("ROLLBACK")
    ended(waiting)
    assert len(check_whole(root)) == POSTS


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as catalog:
        catalog.execute("PRAGMA user_version = 99")


def foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE notes (text)")


def torn(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(size - 4096))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (newer, "made by a newer ugc"),
        (foreign, "database of another program"),
        (torn, "damaged"),
        (cut, "damaged"),
        (lambda path: path.write_text("not a database at all"), "not a SQLite database"),
        (lambda path: path.write_bytes(b""), "is empty"),
        (lambda path: path.unlink(), "There is no catalog"),
        (lambda path: (path.unlink(), path.mkdir()), "is not a file"),
    ],
    ids=["newer", "of another program", "damaged", "cut short", "text", "empty", "gone", "a folder"],
)
def test_a_catalog_that_cannot_be_used_is_refused_and_left_alone(
    root: Path, spoil: Callable[[Path], object], words: str
) -> None:
    path = root / ".ugc" / "catalog.db"
    spoil(path)
    before = path.read_bytes() if path.is_file() else None
    for command in (["render", *STORY], ["posts"], granted()):
        told = ran(root, *command, code=3)
        said(told, words, "catalog.db")
    assert (path.read_bytes() if path.is_file() else None) == before
    assert not (root / "out").exists()


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("[brand\n", 2, "not valid TOML"),
        ("", 2, "'brand' is missing"),
        ("markets = ['US']\n[brand]\nname = ''\n", 2, "brand.name"),
        ("market = ['US']\n[brand]\nname = 'Glow'\n", 2, "Did you mean 'markets'?"),
        ("markets = ['UK']\n[brand]\nname = 'Glow'\n", 2, "did you mean GB"),
        ("timezone = 'Mars/Olympus'\n[brand]\nname = 'Glow'\n", 2, "is not a time zone"),
        ("markets = 7\n[brand]\nname = 'Glow'\n", 2, "markets"),
        ("extends = 'agency.toml'\n[brand]\nname = 'Glow'\n", 3, "agency.toml"),
        ("extends = 'ugc.toml'\n[brand]\nname = 'Glow'\n", 2, "extends itself"),
        ("brand = " + "[" * 5000, 2, "not valid TOML"),
        (b"\xff\xfe\x00", 2, "not valid TOML"),
        (b"name = '\x00'", 2, "not valid TOML"),
    ],
    ids="syntax,empty,no name,misspelt,no country,no zone,a number,gone,itself,deep,bytes,nul".split(","),
)
def test_a_broken_ugc_toml_is_told_in_words(
    root: Path, text: str | bytes, code: int, words: str, in_process: "InProcess"
) -> None:
    path = root / "ugc.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    got, err = in_process(root, "render", *STORY)
    assert (got, words in err, str(path) in err or "agency.toml" in err) == (code, True, True), err
    assert "Traceback" not in err and not (root / "out").exists()


InProcess = Callable[..., tuple[int, str]]


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> InProcess:
    """The command line in this process, for faults that need none of their own."""

    def run(root: Path, *words: str) -> tuple[int, str]:
        from ugc.cli.app import run

        monkeypatch.chdir(root)
        code = run(words)
        return code, capsys.readouterr().err

    return run


# --- little memory, odd surroundings --------------------------------------------------------------------------------


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="how much memory is taken is not told here"
)
def test_a_picture_that_memory_does_not_hold_costs_itself_only(tmp_path: Path) -> None:
    """196 megapixels are within the limit, and more than this process is given."""
    collected = downloads(tmp_path / "collected", posts=2)
    Image.new("L", (14_000, 14_000), 128).save(sorted(collected.glob("*.jpg"))[0], quality=30)
    root = workspace(tmp_path / "glow", collected)
    told = ran(root, "render", *STORY, "--json", code=7, memory_bytes=600_000_000)
    (fault,) = told.document["faults"]
    assert fault["post"] == "ig:Bqvs0000000" and "not enough memory" in fault["message"]
    assert len(check_whole(root)) == 1 == len(listed(root))


def test_odd_surroundings(root: Path, tmp_path: Path) -> None:
    """No home, no temporary folder, an old terminal, another encoding: the work is the same."""
    bare = {
        name: value
        for name, value in environment().items()
        if name not in ("HOME", "TMPDIR", "LANG", "TERM", "XDG_CACHE_HOME")
    }
    odd = bare | {
        "TMPDIR": str(tmp_path / "nowhere"),
        "HOME": str(tmp_path / "no home"),
        "PYTHONIOENCODING": "ascii",
    }
    told = ended(start(root, "render", *STORY, "--json", env=odd | {"LC_ALL": "C"}))
    assert len(told.document["creatives"]) == POSTS
    assert ended(start(root, "posts", "--json", env=odd)).document[0]["caption"].startswith("Morning light")
    check_finished(root, creatives=POSTS, formats=STORY)


def test_a_folder_that_is_gone_is_told_in_words(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    program = 'cd "$1" && rmdir "$1" && exec "$2" -m ugc posts'
    typed = ["sh", "-c", program, "sh", folder, sys.executable]
    done = subprocess.run(typed, capture_output=True, text=True, env=environment())
    assert done.returncode == 7 and "Error:" in done.stderr and "Traceback" not in done.stderr, done.stderr
