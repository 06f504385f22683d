"""The program as real processes: started, killed, starved; what they leave behind is judged by other readers."""

import atexit
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from conftest import GRANT, NOON, photo, sidecar
from PIL import Image

THREE = ("--format", "story", "--format", "feed", "--format", "square")
PICTURES = {".jpg", ".png", ".webp", ".avif"}
SIZE = (720, 900)
"""Small to decode, and large enough for every format."""


class Ended(NamedTuple):
    """How a process ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)


def environment() -> dict[str, str]:
    """The tests' day, and nothing that would make a process behave as in a terminal."""
    return os.environ | {"SOURCE_DATE_EPOCH": str(int(NOON.timestamp())), "PYTHONUNBUFFERED": "1"}


def start(
    root: Path, *arguments: str | Path, prefix: tuple[str, ...] = (), **popen: Any
) -> "subprocess.Popen[str]":
    """Start `ugc` in a workspace; `prefix` is a command that runs it."""
    return subprocess.Popen(
        [*prefix, sys.executable, "-m", "ugc", *map(str, arguments)],
        cwd=root,
        env=popen.pop("env", environment()),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        **popen,
    )


def ended(process: "subprocess.Popen[str]", *, code: int | None = 0, within: float = 60) -> Ended:
    """Wait for a process; check its exit code, and that it told nobody of a traceback."""
    out, err = process.communicate(timeout=within)
    assert "Traceback" not in err, err
    assert code is None or process.returncode == code, f"exit {process.returncode}, not {code}\n{out}\n{err}"
    return Ended(process.returncode, out, err)


def ran(
    root: Path, *arguments: str | Path, code: int | None = 0, prefix: tuple[str, ...] = (), **limits: int
) -> Ended:
    """Run `ugc` to its end, in a process forked from one that has everything loaded; see `Forks.run` for `limits`."""
    told = forks(prefix).run(root, *arguments, **limits)
    assert "Traceback" not in told.err, told.err
    assert code is None or told.code == code, f"exit {told.code}, not {code}\n{told.out}\n{told.err}"
    return told


def granted(who: str = "@ana", *more: str) -> list[str]:
    """The words of the usual grant."""
    return [*(part.format(post=who) for part in GRANT), *more]


def downloads(folder: Path, *, posts: int, size: tuple[int, int] = SIZE) -> Path:
    """Posts as gallery-dl leaves them, each picture a few bytes different; made quickly."""
    folder.mkdir(parents=True, exist_ok=True)
    plain = photo(size, seed=3)
    for number in range(posts):
        name = f"{1922949326347663701 + number}"
        picture = folder / f"{name}.jpg"
        picture.write_bytes(plain[:2] + b"\xff\xfe\x00\x06%04d" % number + plain[2:])
        picture.with_name(f"{name}.jpg.json").write_text(
            json.dumps(sidecar(f"Bqvs{number:07d}", media_id=name)), "utf-8"
        )
    return folder


def workspace(root: Path, collected: Path | None) -> Path:
    """Make a workspace with what was collected, everything of @ana's granted."""
    ran(root.parent, "init", root, "--brand", "Sunday Glow", "--hashtag", "GlowRun", "--market", "US")
    (root / "terms-v3.txt").write_text("You let Sunday Glow use your post.\n", "utf-8")
    (root / "yes-from-ana.png").write_bytes(photo((120, 240), seed=9, type="PNG"))
    if collected:
        ran(root, "import", collected)
        ran(root, *granted())
    return root


def copied(root: Path, to: Path) -> Path:
    """A workspace of its own for one test. It stands for itself: nothing in it names where it lies."""
    return Path(shutil.copytree(root, to))


def pictures(root: Path) -> list[Path]:
    """The creatives that stand, finished or not, but for temporary files."""
    folder = root / "out" / "creatives"
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in found if path.suffix in PICTURES and not path.name.startswith("."))


def beside(picture: Path) -> Path:
    """Where a creative's sidecar stands."""
    return picture.with_name(f"{picture.name}.rights.json")


def check_whole(root: Path) -> list[Path]:
    """Every file that stands is whole, and so is the catalog; return the creatives that stand."""
    standing = pictures(root)
    for picture in standing:
        _check_picture(picture, picture.stat().st_mtime_ns)
        if beside(picture).exists():
            told = json.loads(beside(picture).read_text("utf-8"))
            assert told["file"] == picture.name
            assert told["sha256"] == hashlib.sha256(picture.read_bytes()).hexdigest(), picture.name
    listing = root / "out" / "creatives" / "manifest.json"
    if listing.exists():
        json.loads(listing.read_text("utf-8"))
    faults = asked(root, "PRAGMA integrity_check") + asked(root, "PRAGMA foreign_key_check")
    assert set(faults) <= {("ok",)}, faults
    return standing


def asked(root: Path, sql: str) -> list[tuple[Any, ...]]:
    """What SQLite itself says of the catalog."""
    path = root / ".ugc" / "catalog.db"
    if not path.exists():
        return []
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def listed(root: Path) -> dict[str, str]:
    """The manifest: file to sha256."""
    told = json.loads((root / "out" / "creatives" / "manifest.json").read_text("utf-8"))
    return {row["file"]: row["sha256"] for row in told["creatives"]}


def check_finished(root: Path, *, creatives: int, formats: tuple[str, ...] = THREE) -> None:
    """The manifest lists exactly what stands, and the next run does nothing and says so."""
    standing = check_whole(root)
    assert len(standing) == creatives
    assert listed(root) == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in standing}
    assert all(beside(path).is_file() for path in standing)
    before = stamps(root)
    told = ran(root, "render", *formats, "--json").document
    assert [line["outcome"] for line in told["creatives"]] == ["unchanged"] * creatives
    assert stamps(root) == before
    assert f"Nothing to do: all {creatives} creatives stand already in " in ran(root, "render", *formats).out


def stamps(root: Path) -> dict[str, int]:
    """Every file in the output folder with its time."""
    return {
        path.name: path.stat().st_mtime_ns for path in sorted((root / "out").rglob("*")) if path.is_file()
    }


def touched(folder: Path, since: int, *, by: "subprocess.Popen[str]") -> None:
    """Wait until a process made, moved or removed something in a folder, or ended."""
    while changed(folder) == since and by.poll() is None:
        time.sleep(0.002)


def changed(folder: Path) -> int:
    """When the folder's list of files last changed; 0 when there is none."""
    try:
        return max(path.stat().st_mtime_ns for path in (folder, *folder.glob("??")))
    except OSError:
        return 0


@lru_cache(maxsize=4096)
def _check_picture(path: Path, mtime_ns: int) -> None:
    with Image.open(path) as picture:
        picture.load()
        assert picture.size in {(1080, 1920), (1080, 1350), (1080, 1080)}


class Forks:
    """Runs of the program that need not load it each time: one process has everything loaded and forks for each.

    The child is a process of its own, with its own limits, that runs the command line as `python -m ugc` does.
    """

    def __init__(self, prefix: tuple[str, ...]) -> None:
        self._process = subprocess.Popen(
            [*prefix, sys.executable, "-c", _FORKS],
            env=environment()
            | dict.fromkeys(("OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS", "MALLOC_ARENA_MAX"), "1"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        atexit.register(self.close)

    def run(
        self,
        root: Path,
        *arguments: str | Path,
        die_at: int = 0,
        file_bytes: int = -1,
        memory_bytes: int = -1,
    ) -> Ended:
        """Run in a workspace; the exit code is -9 for a process that was killed.

        `die_at`: SIGKILL before so many steps, a step being any opening of a file for writing, renaming or removing.
        `file_bytes`: longer files are refused. `memory_bytes`: what it may take beyond what it has at its start.
        """
        order = {
            "root": os.fsdecode(root),
            "arguments": [os.fsdecode(part) for part in arguments],
            "die_at": die_at,
            "file_bytes": file_bytes,
            "memory_bytes": memory_bytes,
        }
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return Ended(*json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


@cache
def forks(prefix: tuple[str, ...] = ()) -> Forks:
    """The one process that forks for all tests of this session; `prefix` is a command that runs it."""
    return Forks(prefix)


_FORKS = """
import fcntl, json, os, resource, signal, sys
import ugc.cli.app, ugc.workspace, ugc.render.run, ugc.render.still, ugc.typeset, ugc.media.probe, ugc.importers
import ugc.media.pixels
ugc.importers.importers()

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT

def child(order, out, err):
    steps = 0
    def hook(event, arguments):
        nonlocal steps
        if event in ("os.rename", "os.remove") or (event == "open" and arguments[2] and arguments[2] & WRITES):
            steps += 1
            if steps == order["die_at"]:
                os.kill(os.getpid(), signal.SIGKILL)
    os.chdir(order["root"])
    for number, to in ((1, out), (2, err)):
        os.dup2(to, number)
    sys.stdin = open(os.devnull)
    sys.stdout, sys.stderr = (open(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))
    if order["die_at"]:
        sys.addaudithook(hook)
    if order["file_bytes"] >= 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["file_bytes"],) * 2)
    if order["memory_bytes"] >= 0:
        with open("/proc/self/statm") as facts:
            now = int(facts.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + order["memory_bytes"],) * 2)
    code = 1
    try:
        code = ugc.cli.app.run(order["arguments"])
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (OSError, ValueError):
                pass
        os._exit(code)

for line in sys.stdin:
    pipes = [os.pipe(), os.pipe()]
    number = os.fork()
    if number == 0:
        child(json.loads(line), *(end for _, end in pipes))
    said = []
    for read, write in pipes:
        os.close(write)
        fcntl.fcntl(read, fcntl.F_SETPIPE_SZ, 1 << 20)
    for read, _ in pipes:
        with open(read, "rb") as stream:
            said.append(stream.read().decode("utf-8", "backslashreplace"))
    code = os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
    print(json.dumps([code, *said]), flush=True)
"""
