"""The program as real processes: started, killed, starved; what they leave behind is judged by other readers."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from functools import lru_cache
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


def ran(root: Path, *arguments: str | Path, code: int | None = 0, **popen: Any) -> Ended:
    """Run `ugc` to its end."""
    return ended(start(root, *arguments, **popen), code=code)


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
    assert f"Nothing to do: all {creatives} creatives stand already." in ran(root, "render", *formats).out


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


class Stepper:
    """Runs of the program in a process that kills itself, with SIGKILL, before a chosen step.

    A step is any opening of a file for writing, renaming or removing. One process has everything loaded and forks for
    each run, so that many can be tried; nothing in it is replaced.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _STEPPER],
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def run(self, root: Path, *arguments: str | Path, die_at: int = 0) -> tuple[int, int]:
        """Run in a workspace; return the exit code, -9 when killed, and how many steps it took when not."""
        order = {"root": str(root), "arguments": [str(part) for part in arguments], "die_at": die_at}
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        code, steps = json.loads(self._process.stdout.readline())
        return int(code), int(steps)

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


_STEPPER = """
import json, os, signal, sys
import ugc.cli.app, ugc.workspace, ugc.render.run, ugc.render.still, ugc.typeset, ugc.media.probe, ugc.importers
ugc.importers.importers()

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT

def child(order, back):
    taken = 0
    def hook(event, arguments):
        nonlocal taken
        if event in ("os.rename", "os.remove") or (event == "open" and arguments[2] and arguments[2] & WRITES):
            taken += 1
            if taken == order["die_at"]:
                os.kill(os.getpid(), signal.SIGKILL)
    os.chdir(order["root"])
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(silence, stream)
    sys.addaudithook(hook)
    code = ugc.cli.app.run(order["arguments"])
    os.write(back, json.dumps(taken).encode())
    os._exit(code)

for line in sys.stdin:
    read, back = os.pipe()
    number = os.fork()
    if number == 0:
        child(json.loads(line), back)
    os.close(back)
    with open(read, "rb") as said:
        steps = said.read()
    code = os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
    print(json.dumps([code, int(steps or 0)]), flush=True)
"""
