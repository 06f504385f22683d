"""Moves are made once, kept whole, and a script at fault is named: with the extra `motion`."""

import importlib.util
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from moves import moved as moved_at
from moves import own_template, with_accent
from pages import ROOT, blocks

from ugc import templates
from ugc.errors import InputError
from ugc.files import PART_PREFIX
from ugc.model.templates import Template
from ugc.render.animations import Moved

if importlib.util.find_spec("moviepy") is None:
    pytest.skip("the extra motion is not installed", allow_module_level=True)

HERE = Path(__file__).resolve().parent
WHOLE = """
from moviepy import ImageClip
def enter(stage):
    part = stage.part("badge")
    return [ImageClip(part.pixels).with_position((part.x, part.y))]
"""
RUN = """
import sys
from pathlib import Path
from moves import moved, own_template
from ugc import templates
template = templates.load(sys.argv[2], [Path(sys.argv[3])]) if len(sys.argv) > 3 else sys.argv[2]
moved(Path(sys.argv[1]), template, scale=0.5)
print("moviepy" in sys.modules)
"""


def moved(cache: Path, template: str | Template, **other: Any) -> Moved:
    """At half the size: what is asked here is not seen."""
    return moved_at(cache, template, scale=0.5, **other)


def files(cache: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in cache.iterdir()}


def started(*arguments: str | Path) -> "subprocess.Popen[str]":
    folders = os.pathsep.join([str(HERE), *(os.environ.get("PYTHONPATH") or "").split(os.pathsep)])
    return subprocess.Popen(
        [sys.executable, "-c", RUN, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": folders},
    )


def test_a_second_run_makes_nothing_and_does_not_load_moviepy(tmp_path: Path) -> None:
    answers = []
    for _ in range(2):
        run = started(tmp_path / "cache", "offer-badge")
        out, err = run.communicate(timeout=120)
        assert run.returncode == 0, err
        answers.append(out.strip())
        kept = {
            path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in (tmp_path / "cache").iterdir()
        }
        if len(answers) == 1:
            first = kept
    assert answers == ["True", "False"]
    assert kept == first and len(kept) == 2


def test_the_same_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        moved(tmp_path / name, "offer-badge")
        moved(tmp_path / name, "lower-third", seconds=8)
    assert files(tmp_path / "a") == files(tmp_path / "b")
    assert len(files(tmp_path / "a")) == 4


def test_what_shapes_a_move_makes_another_and_nothing_else_does(tmp_path: Path) -> None:
    def made(**other: object) -> set[str]:
        return {move.path.name for move in moved(tmp_path, "end-card", seconds=4, **other).moves}

    usual = made()
    assert made() == usual
    assert made(credit="@somebody.else") == usual, "the credit stands: one move serves every creator"
    others = [made(cta="Buy now"), made(fps=25), made(**with_accent("#1B5E9B")), made(language="de")]
    assert others[-1] == usual
    assert len(set.union(usual, *others[:-1])) == 4
    assert {move.path for move in moved(tmp_path, "end-card", seconds=3).moves} == {
        tmp_path / name for name in usual
    }
    for seconds in (5, 20):
        moved(tmp_path / "badge", "offer-badge", seconds=seconds)
    assert len(files(tmp_path / "badge")) == 2, "however long the clip"


def test_a_script_that_changed_is_run_again(tmp_path: Path) -> None:
    first = moved(tmp_path / "cache", own_template(tmp_path, WHOLE)).moves
    second = moved(tmp_path / "cache", own_template(tmp_path, WHOLE + "# another\n")).moves
    assert first[0].path != second[0].path
    assert not (tmp_path / "ours" / "__pycache__").exists(), (
        "running it leaves nothing in the template's folder"
    )


def test_what_is_broken_in_the_cache_is_made_anew(tmp_path: Path) -> None:
    (move,) = moved(tmp_path, "end-card", seconds=4).moves
    whole = move.path.read_bytes()
    move.path.write_bytes(b"cut short")
    moved(tmp_path, "end-card", seconds=4)
    assert move.path.read_bytes() == whole


def test_two_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    runs = [started(tmp_path / "cache", "offer-badge") for _ in range(2)]
    for run in runs:
        _, err = run.communicate(timeout=120)
        assert run.returncode == 0, err
    moved(tmp_path / "alone", "offer-badge")
    assert files(tmp_path / "cache") == files(tmp_path / "alone")


def test_a_killed_run_leaves_no_half_file(tmp_path: Path) -> None:
    slow = WHOLE.replace("def enter(stage):", "import time, pathlib\ndef enter(stage):").replace(
        "return [ImageClip(part.pixels)",
        "clip = ImageClip(part.pixels)\n"
        "    def frame(get, t):\n"
        f"        pathlib.Path({str(tmp_path / 'reached')!r}).touch()\n"
        f"        if t > 0.1 and not pathlib.Path({str(tmp_path / 'go')!r}).exists(): time.sleep(60)\n"
        "        return get(t)\n"
        "    return [clip.transform(frame)",
    )
    own_template(tmp_path, slow)
    run = started(tmp_path / "cache", "ours", tmp_path)
    until = time.monotonic() + 60
    while not (tmp_path / "reached").exists() and run.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.5)
    assert run.poll() is None, run.communicate()
    run.send_signal(signal.SIGKILL)
    run.communicate()
    cache = tmp_path / "cache"
    assert not cache.exists() or not [
        path for path in cache.iterdir() if not path.name.startswith(PART_PREFIX)
    ]
    (tmp_path / "go").touch()
    moved(cache, templates.load("ours", [tmp_path]))
    assert [path.suffix for path in cache.iterdir()] == [".mov"]


def test_the_script_that_the_page_shows_moves_a_badge(tmp_path: Path) -> None:
    (script,) = [
        block.body for block in blocks(ROOT / "docs" / "add-a-template.md") if block.language == "python"
    ]
    (move,) = moved(tmp_path / "cache", own_template(tmp_path, script)).moves
    assert (move.start, move.end) == (0, None)


PART = 'part = stage.part("badge")\n    '
IMPORT = "from moviepy import ImageClip, ColorClip, VideoClip\nimport numpy as np\n"


@pytest.mark.parametrize(
    ("script", "said", "hint"),
    [
        ("def enter(stage):\n    return 1 / 0\n", "line 2: ZeroDivisionError: division by zero", "Correct"),
        ("def enter(stage:\n", "line 1: SyntaxError", "Correct"),
        ("import not_there\ndef enter(stage): ...\n", "line 1: ModuleNotFoundError", "Correct"),
        ("raise SystemExit('no')\n", "line 1: SystemExit: no", "Correct"),
        ("def entr(stage): ...\n", "has no function enter", "def enter(stage)"),
        ("enter = 3\n", "has no function enter", "def enter(stage)"),
        ("def enter(stage): ...\n", "enter gave no clips", "list of MoviePy clips"),
        ("def enter(stage): return []\n", "enter gave no clips", "list of MoviePy clips"),
        ("def enter(stage): return 3\n", "TypeError", "Correct"),
        ("def enter(stage): return [3]\n", "gave int as number 1, which is no MoviePy clip", "ImageClip"),
        (
            f"{IMPORT}def enter(stage):\n    return [ColorClip((9, 9), color=(1, 2, 3))]\n",
            "clip 1 of enter has no mask",
            "with_mask",
        ),
        (
            f"{IMPORT}def enter(stage):\n    {PART}clip = ImageClip(part.pixels)\n"
            "    return [clip.with_mask(ImageClip(np.ones((7, 5)), is_mask=True))]\n",
            "clip 1 of enter is 144x144 pixels, and its mask 5x7",
            "mask",
        ),
        (
            f"{IMPORT}def enter(stage):\n    {PART}"
            "return [ImageClip(part.pixels).with_position((part.x + 9, part.y))]\n",
            "enter at 0.4 s does not look as overlay.typ draws it",
            "its own place and size",
        ),
        (
            f"{IMPORT}def enter(stage):\n    {PART}"
            "return [ImageClip(part.pixels).resized(0.9).with_position((part.x, part.y))]\n",
            "enter at 0.4 s does not look as overlay.typ draws it",
            "its own place and size",
        ),
        (
            f"{IMPORT}def enter(stage):\n    {PART}"
            "return [ImageClip(part.pixels, duration=0.2).with_position((part.x, part.y))]\n",
            "enter at 0.4 s does not look as overlay.typ draws it",
            "its own place and size",
        ),
        (
            f"{IMPORT}def enter(stage):\n    {PART}"
            "return [VideoClip(lambda t: np.zeros((4, 4, 7))).with_mask(ImageClip(np.ones((4, 4)), is_mask=True))]\n",
            "motion.py: TypeError: ",
            "Correct",
        ),
        (f"{WHOLE}def again(stage): return enter(stage)\ndef leave(stage): return enter(stage)\n", "", ""),
    ],
)
def test_a_script_at_fault_is_named_with_its_line(tmp_path: Path, script: str, said: str, hint: str) -> None:
    motion = "enter = 0.4\n" if said else "enter = 0.4\nholds = [1, 2]\nleave = 0.2\n"
    template = own_template(tmp_path, script, motion=motion)
    with pytest.raises(InputError) as caught:
        moved(tmp_path / "cache", template, seconds=6)
    assert str(tmp_path / "ours" / "motion.py") in caught.value.message
    assert (said or "leave still shows something at 0.2 s") in caught.value.message
    assert hint in (caught.value.hint or "")
    kept = tmp_path / "cache"
    assert not [path for path in (kept.iterdir() if kept.exists() else []) if "leave" in path.name or said]
