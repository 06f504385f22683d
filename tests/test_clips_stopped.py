"""Runs over clips that are stopped: by Ctrl-C, by being ended or killed, by a child that hangs, by a full disk."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from clips import clip
from conftest import Shop, sidecar

from ugc.errors import InputError
from ugc.media import ffmpeg

POST = "ig:Bqlong00001"
RENDER = [sys.executable, "-m", "ugc", "render", "--format", "story", "--audio", "mute", "--json"]
IGNORES_SIGINT = signal.getsignal(signal.SIGINT) is signal.SIG_IGN


@pytest.fixture
def shop(empty_shop: Shop, tmp_path: Path) -> Shop:
    """A clip that takes some seconds to be made."""
    folder = tmp_path / "in"
    folder.mkdir()
    made = clip(folder / "Bqlong00001.mp4", size=(1080, 1920), seconds=20.0)
    told = sidecar("Bqlong00001", media_id="Bqlong00001", extension="mp4")
    made.with_name(f"{made.name}.json").write_text(json.dumps(told), "utf-8")
    empty_shop("import", folder)
    empty_shop.grant(POST)
    return empty_shop


def children_of(process: int) -> list[int]:
    """The ffmpeg that a process runs, by the kernel's own word."""
    found = []
    for told in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):  # a thread or a child may be gone meanwhile
            found += [
                int(word)
                for word in told.read_text().split()
                if b"ffmpeg" in Path(f"/proc/{word}/cmdline").read_bytes()
            ]
    return found


def making(process: "subprocess.Popen[bytes]", folder: Path) -> int:
    """Wait until ffmpeg writes the clip; return its number."""
    for _ in range(1200):
        parts = list(folder.glob(".part-*.mp4"))
        running = children_of(process.pid) if process.poll() is None else []
        if running and parts and parts[0].stat().st_size > 0:
            return running[0]
        if process.poll() is not None:
            pytest.fail(f"it ended by itself: {process.stdout.read() if process.stdout else ''!r}")
        time.sleep(0.05)
    pytest.fail("ffmpeg never began")


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="children are found by /proc, which only Linux has"
)
@pytest.mark.skipif(IGNORES_SIGINT, reason="these tests run where Ctrl-C is ignored")
@pytest.mark.parametrize(
    ("sent", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 130), (signal.SIGKILL, -9)],
    ids=["INT", "TERM", "KILL"],
)
def test_a_run_that_is_stopped_leaves_only_whole_files_and_goes_on(shop: Shop, sent: int, code: int) -> None:
    """The signal reaches our process alone, as from another program; the next run makes what is missing."""
    folder = shop.root / "out" / "creatives"
    folder.mkdir(parents=True)
    process = subprocess.Popen(RENDER, cwd=shop.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    child = making(process, folder)
    process.send_signal(sent)
    process.communicate(timeout=60)
    assert process.returncode == code
    if sent != signal.SIGKILL:  # nobody can clean up after that one but the next run
        assert not is_running(child)
        assert not list(folder.glob(".part-*"))
    else:
        os.kill(child, signal.SIGKILL)
        for left in folder.glob(".part-*"):  # what is young may be another run's
            os.utime(left, (0, 0))
    assert not list(folder.glob("[!.]*.mp4"))
    (line,) = shop("render", "--format", "story", "--audio", "mute", "--json")["creatives"]
    assert line["outcome"] == "made" and Path(line["file"]).is_file()
    assert not list(folder.glob(".part-*"))


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no process can be stopped here")
def test_a_child_that_hangs_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """ffmpeg is stopped in the middle of its work, and gets no further."""
    monkeypatch.setattr(ffmpeg, "STALLED_S", 1.5)
    endless = ["-y", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=30", "-t", "600", str(tmp_path / "a.mp4")]
    stopped: list[int] = []

    def stop(made: float) -> None:
        if made > 0 and not stopped:
            stopped.extend(process.pid for process in ffmpeg._RUNNING)
            for pid in stopped:
                os.kill(pid, signal.SIGSTOP)

    with pytest.raises(InputError, match="no further"):
        ffmpeg.run(endless, source=tmp_path / "clip.mp4", told=stop)
    assert stopped and not any(is_running(pid) for pid in stopped)


def test_work_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    endless = ["-y", "-re", "-f", "lavfi", "-i", "testsrc2=s=64x64:r=5", "-t", "600", "-f", "null", "-"]
    with pytest.raises(InputError, match="no further in 1 seconds"):
        ffmpeg.run(endless, source=tmp_path / "clip.mp4", patience_s=1.0)


def test_how_far_it_is_is_told(tmp_path: Path) -> None:
    heard: list[float] = []
    some = ["-y", "-re", "-f", "lavfi", "-i", "testsrc2=s=64x64:r=30", "-t", "3", str(tmp_path / "a.mp4")]
    ffmpeg.run(some, source=tmp_path / "clip.mp4", told=heard.append)
    assert heard == sorted(heard) and heard[-1] == pytest.approx(3.0, abs=0.1) and len(heard) >= 3


@pytest.mark.skipif(
    shutil.which("mount") is None or os.geteuid() != 0, reason="a small disk can only be made by root"
)
def test_a_full_disk_is_said_and_leaves_nothing(shop: Shop, tmp_path: Path) -> None:
    """A disk of one megabyte, which the clip is larger than."""
    small = tmp_path / "small"
    small.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small], capture_output=True)
    if made.returncode:
        pytest.skip("this machine does not let a small disk be made")
    try:
        told = shop("render", "--format", "story", "--audio", "mute", "--out", small, "--json", code=7)
        (fault,) = told["faults"]
        assert "full" in fault["message"] and "run the same command again" in fault["hint"]
        assert not list(small.glob(".part-*")) and not list(small.glob("*.mp4"))
    finally:
        subprocess.run(["umount", small], check=True)
