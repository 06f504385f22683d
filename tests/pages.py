"""The documentation's pages as a reader follows them: files written, commands typed, what they print compared.

A page's blocks, by what stands at their fence:

    sh       typed, one after the other, in one shell
    text     what the commands before it print: each line must be printed, `…` stands for anything
    others   a file, where the paragraph before begins with its path in backticks and ends in a colon;
             else only shown
"""

import json
import os
import re
import shutil
import subprocess
import sys
import wave
from dataclasses import dataclass
from pathlib import Path

import pytest
from clips import clip
from conftest import NOON, collected, photo, sidecar

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]

_BLOCK = re.compile(r"(?:^`([^`\n]+)`(?:[^\n]|\n(?!\n))*:\n\n)?^```(\w*)\n(.*?)^```$", re.M | re.S)
_MARK = "\x1e"
"""Printed between blocks, so that each block's output is known."""


@dataclass(frozen=True)
class Block:
    """One fenced block of a page."""

    language: str
    body: str
    path: str | None = None
    """Where it is to be written, when it is a file."""


def blocks(page: Path) -> list[Block]:
    """Return all fenced blocks of a page, in order."""
    found = []
    for path, language, body in _BLOCK.findall(page.read_text("utf-8")):
        shown = language in ("", "sh", "text")
        found.append(Block(language, body, path if path and not shown else None))
    return found


def typed(page: Path) -> bool:
    """Whether a page has something to type."""
    return any(block.language == "sh" for block in blocks(page))


def follow(page: Path, folder: Path, home: Path, **environment: str) -> None:
    """Do what a page says, in one shell, and compare what it says is printed."""
    bash = shutil.which("bash")
    if not bash:
        pytest.skip("there is no bash to type into")
    steps = blocks(page)
    done = subprocess.run(
        [bash, "-eu", "-c", "\n".join(_step(block) for block in steps)],
        cwd=folder,
        env=os.environ | surroundings() | {"HOME": str(home)} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{page.name}: exit {done.returncode}\n{done.stdout}"
    assert "Traceback" not in done.stdout, done.stdout
    printed = ""
    outputs = iter(done.stdout.split(_MARK))
    for block in steps:
        if block.language == "sh":
            printed = next(outputs)
        elif block.language == "text":
            _compare(page, block.body, printed)


def surroundings() -> dict[str, str]:
    """What a typed command finds around it: this installation's programs first, and a known day."""
    return {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "SOURCE_DATE_EPOCH": str(int(NOON.timestamp())),
    }


def downloads(home: Path) -> None:
    """Lay out what the pages take for granted in a reader's `~/Downloads`."""
    folder = home / "Downloads"
    collected(folder / "collected", posts=2)
    for name, seed in (("campaign/dawn", 21), ("campaign/dusk", 22), ("loose/shelf", 23)):
        path = folder / f"{name}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(photo(seed=seed))
    (folder / "loose" / "torn.jpg").write_bytes(photo(seed=24)[:5000])
    (folder / "clips").mkdir()
    for name, size, seconds in (
        ("Bqhook00001", (540, 960), 3.0),
        ("Bqhook00002", (540, 960), 2.0),
        ("Bqbody00001", (960, 540), 5.0),
    ):
        made = clip(folder / "clips" / f"{name}.mp4", size=size, seconds=seconds)
        said = sidecar(name, media_id=name, extension="mp4")
        made.with_name(f"{made.name}.json").write_text(json.dumps(said), "utf-8")
    (folder / "mira.srt").write_text("1\n00:00:00,500 --> 00:00:03,000\nEvery morning for a month\n", "utf-8")
    with wave.open(str(folder / "slow-morning.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(2 * 8000))


def _step(block: Block) -> str:
    """A block as a line of the shell; what is only shown or compared is none."""
    if block.path:
        return f"mkdir -p \"$(dirname '{block.path}')\"\ncat > '{block.path}' <<'END_OF_FILE'\n{block.body}END_OF_FILE"
    return f"{block.body}printf '\\036'" if block.language == "sh" else ":"


def _compare(page: Path, said: str, printed: str) -> None:
    for line in filter(None, map(str.strip, said.splitlines())):
        pattern = ".*".join(re.escape(part) for part in line.split("…"))
        assert re.search(pattern, printed), f"{page.name} says {line!r} is printed; this was:\n{printed}"
