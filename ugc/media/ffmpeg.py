"""The one place that runs ffmpeg: a separate program, given arguments and files, never a shell.

The newer of two is taken: the one on PATH and the one that the package imageio-ffmpeg brings. ffmpeg is under the GPL;
it is started as its own program and nothing of it is linked or imported.
"""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import IO

from ugc.errors import InputError, MachineError, MissingError
from ugc.text import one_line

PLAIN_MP4 = (
    "-map_chapters -1 -write_tmcd 0 -f mp4 "
    # Negative offsets, or frames that are coded in another order than they are shown in would start late.
    "-use_editlist 0 -movflags +faststart+negative_cts_offsets"
).split()
"""How a clip is packed that placements take: picture and sound alone, index first, no edit lists."""
STALLED_S = 120.0
"""Seconds without getting any further after which ffmpeg is taken to hang."""
_CHILDREN = Lock()
_RUNNING: "set[subprocess.Popen[bytes]]" = set()
_STOPPED: "set[subprocess.Popen[bytes]]" = set()
_VERSION = re.compile(r"ffmpeg version n?(\d+)\.(\d+)")
_PATIENCE_S = 20
_NO_CAUSE = re.compile(
    r"^(?:Conversion failed!|Error opening (?:in|out)put files?|(?:\[\S+ @ \S+\] )*(?:Terminating thread|Task finished)"
    r"|frame=|size=|video:|\[out#|\[aac @ \S+\] Qavg)"
)
"""What ffmpeg says last whatever went wrong."""
_FULL = re.compile("no space left|disk quota", re.IGNORECASE)


@lru_cache(maxsize=1)
def program() -> Path:
    """Return the ffmpeg that is used. Raises MissingError when there is none."""
    found = [(version, path) for path in _candidates() if (version := _version(path))]
    if not found:
        raise MissingError(
            "ffmpeg is needed for clips, and none that runs was found.",
            hint="Install it on PATH, or: pip install imageio-ffmpeg",
        )
    return max(found, key=lambda each: each[0])[1]


def run(
    arguments: Sequence[str | Path],
    *,
    source: Path,
    patience_s: float = 3600.0,
    told: Callable[[float], None] | None = None,
) -> str:
    """Run ffmpeg and return what it wrote to stderr, where its filters report.

    `source` is named in the fault; `told` is given the seconds that are made so far, twice a second. Nothing is read
    from the terminal, and whatever happens to us, no process is left behind. Raises InputError when ffmpeg fails on its
    input, gets no further for `STALLED_S` seconds or takes over `patience_s`, MachineError when the disk is full or
    it was stopped by `stop_all`.
    """
    command = [program(), "-nostdin", "-hide_banner", "-nostats", "-progress", "pipe:1", *arguments]
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    with _CHILDREN:
        _RUNNING.add(process)
    try:
        words = _followed(process, source, patience_s=patience_s, told=told)
    finally:
        _end(process)
        with _CHILDREN:
            _RUNNING.discard(process)
    if process in _STOPPED:
        _STOPPED.discard(process)
        raise MachineError(
            f"Work on {one_line(str(source))} was stopped.", hint="Run the same command again."
        )
    if process.returncode:
        raise _failed(source, words)
    return words


def stop_all() -> None:
    """Stop every ffmpeg that runs; who waits for one gets a MachineError."""
    with _CHILDREN:
        for process in _RUNNING:
            if process.poll() is None:
                _STOPPED.add(process)
                process.kill()


def _followed(
    process: "subprocess.Popen[bytes]",
    source: Path,
    *,
    patience_s: float,
    told: Callable[[float], None] | None,
) -> str:
    """Wait for ffmpeg to end, telling how far it is; return its words. Raises InputError when it does not."""
    progress: SimpleQueue[float | None] = SimpleQueue()
    said: list[bytes] = []
    assert process.stdout
    assert process.stderr
    readers = [
        Thread(target=_read_progress, args=(process.stdout, progress), daemon=True),
        Thread(target=lambda pipe: said.append(pipe.read()), args=(process.stderr,), daemon=True),
    ]
    for reader in readers:
        reader.start()
    begun = moved = time.monotonic()
    made = -1.0
    while True:
        now = time.monotonic()
        if now - begun > patience_s or now - moved > STALLED_S:
            waited = patience_s if now - begun > patience_s else STALLED_S
            raise InputError(
                f"{one_line(str(source))} was not done: ffmpeg got no further in {waited:.0f} seconds.",
                hint="It may be damaged, or far longer than it says.",
            )
        try:
            step = progress.get(timeout=max(min(begun + patience_s, moved + STALLED_S) - now, 0.01))
        except Empty:
            continue
        if step is None:
            break
        if step > made:
            made, moved = step, now
        if told:
            told(max(made, 0.0))
    process.wait()
    readers[1].join()
    return b"".join(said).decode("utf-8", "replace")


def _read_progress(pipe: IO[bytes], progress: "SimpleQueue[float | None]") -> None:
    """Pass on how far ffmpeg says that it is, and at its end None."""
    made = frames = 0.0
    with suppress(OSError, ValueError):  # the pipe is closed when ffmpeg is stopped
        for line in pipe:
            name, _, value = line.strip().partition(b"=")
            with suppress(ValueError):
                if name == b"out_time_us":
                    made = int(value) / 1_000_000
                elif name == b"frame":  # frames that are held back count too: no time is told of them yet
                    frames = int(value) / 1e9
            if name == b"progress":
                progress.put(made + frames)
    progress.put(None)


def safe_path(path: Path) -> str:
    """Return a path as ffmpeg takes it for a local file: never an option, a protocol or a pattern."""
    return f"file:{path.resolve()}"


def _candidates() -> list[Path]:
    found = [Path(named)] if (named := shutil.which("ffmpeg")) else []
    with suppress(ImportError, RuntimeError):
        import imageio_ffmpeg

        found.append(Path(imageio_ffmpeg.get_ffmpeg_exe()))
    return found


def _version(path: Path) -> tuple[int, int] | None:
    try:
        done = subprocess.run(
            [path, "-version"], capture_output=True, text=True, errors="replace", timeout=_PATIENCE_S
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    told = _VERSION.search(done.stdout)
    return (int(told[1]), int(told[2])) if told and done.returncode == 0 else None


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Leave no ffmpeg running, whatever happened to us."""
    if process.poll() is None:
        process.kill()
        process.wait()
    for pipe in (process.stdout, process.stderr):
        if pipe:
            pipe.close()


def _failed(source: Path, words: str) -> InputError | MachineError:
    lines = [line for line in words.splitlines() if line.strip() and not _NO_CAUSE.search(line)]
    last = lines[-1] if lines else "it said nothing"
    if _FULL.search(words):
        return MachineError(
            f"Writing from {one_line(str(source))} failed: the disk is full.",
            hint="Free some space and run the same command again.",
        )
    said = one_line(last).replace(f"file:{os.fspath(source)}", source.name)
    return InputError(
        f"ffmpeg could not use {one_line(str(source))}: {said}",
        hint="It is damaged, or of a kind that this ffmpeg does not know.",
    )
