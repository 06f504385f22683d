"""The one place that runs ffmpeg: a separate program, given arguments and files, never a shell.

The newer of two is taken: the one on PATH and the one that the package imageio-ffmpeg brings. ffmpeg is under the GPL;
it is started as its own program and nothing of it is linked or imported.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from ugc.errors import InputError, MachineError, MissingError
from ugc.text import one_line

PLAIN_MP4 = (
    "-map_chapters -1 -write_tmcd 0 -f mp4 "
    # Negative offsets, or frames that are coded in another order than they are shown in would start late.
    "-use_editlist 0 -movflags +faststart+negative_cts_offsets"
).split()
"""How a clip is packed that placements take: picture and sound alone, index first, no edit lists."""
_VERSION = re.compile(r"ffmpeg version n?(\d+)\.(\d+)")
_PATIENCE_S = 20
_NO_CAUSE = re.compile(
    r"^(?:Conversion failed!|Error opening (?:in|out)put files?|(?:\[\S+ @ \S+\] )*(?:Terminating thread|Task finished)"
    r"|frame=|size=|video:|\[out#)"
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


def run(arguments: Sequence[str | Path], *, source: Path, patience_s: float = 3600.0) -> str:
    """Run ffmpeg and return what it wrote to stderr, where its filters report.

    `source` is named in the fault. Nothing is read from the terminal, and an interrupted run leaves no process behind.
    Raises InputError when ffmpeg fails on its input or takes over `patience_s` seconds, MachineError when the disk is
    full.
    """
    command = [program(), "-nostdin", "-hide_banner", *arguments]
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        _, said = process.communicate(timeout=patience_s)
    except subprocess.TimeoutExpired as error:
        raise InputError(
            f"{one_line(str(source))} was not done in {patience_s:.0f} seconds.",
            hint="It may be damaged, or far longer than it says.",
        ) from error
    finally:
        _end(process)
    words = said.decode("utf-8", "replace")
    if process.returncode:
        raise _failed(source, words)
    return words


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
    if process.stderr:  # after a timeout nobody has read it to its end
        process.stderr.close()


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
