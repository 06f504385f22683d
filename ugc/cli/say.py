"""What people and scripts read: documents on stdout, words and progress on stderr."""

import json
import os
import re
import shlex
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ugc.cli.aside import joined, setting_aside
from ugc.cli.indenting import indented
from ugc.errors import UgcError

if TYPE_CHECKING:
    from ugc.cli.ahead import Ahead

_state = {"json": False}
_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_CELL = "\x1f"
"""Between cells that are set aside; no printable text holds it."""


def want_json(wanted: bool) -> None:
    """Remember that this command prints one JSON document and nothing else on stdout."""
    _state["json"] = _state["json"] or wanted


def reset() -> None:
    """Forget what an earlier command in this process wanted."""
    _state["json"] = False


def document(data: Any) -> None:
    """Print the command's one JSON document, when it was asked for."""
    if _state["json"]:
        text = json.dumps(data, ensure_ascii=False, indent=2, default=str)
        try:
            text.encode(sys.stdout.encoding or "utf-8")
        except UnicodeEncodeError:  # another encoding than UTF-8, or a file name that is not text
            text = json.dumps(data, indent=2, default=str)
        print(text)


def long_document(elements: Iterable[Any]) -> None:
    """Print the command's one JSON document, a list, when it was asked for; of its elements one at a time is held.

    Nothing is printed before the last is there. What this terminal's encoding lacks is escaped.
    """
    if not _state["json"]:
        return
    with setting_aside() as aside:
        aside.put(_element(element) for element in elements)
        listed = joined(aside.read(), ",\n")
        first = next(listed, None)
        if first is None:
            print("[]")
            return
        sys.stdout.write("[\n" + first)
        for part in listed:
            sys.stdout.write(part)
        print("\n]")


def _element(element: Any) -> str:
    text = indented(element, "\n  ")
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(element, indent=2, default=str).replace("\n", "\n  ")
    return f"  {text}"


def json_wanted() -> bool:
    """Whether this command prints a JSON document instead of words."""
    return _state["json"]


def out(text: str = "") -> None:
    """Print the answer of a command; silent with --json."""
    if not _state["json"]:
        print(printable(text))


def flush() -> None:
    """Let what was printed be read at once, by a program too; for a command that then goes on."""
    sys.stdout.flush()


def note(text: str) -> None:
    """Print words beside the answer, on stderr."""
    print(printable(text), file=sys.stderr)


def fault(error: UgcError) -> None:
    """Say a known fault: what, why and what to do; with --json also as the document."""
    note(f"Error: {error.message}")
    for line in (error.shown or "").splitlines():
        note(f"    {line}")
    if error.hint:
        note(f"  {error.hint}")
    failed(error)


def failed(error: UgcError) -> None:
    """Print a fault as the command's document, when one was asked for."""
    document({"error": {"message": error.message, "hint": error.hint, "exit_code": error.code}})


def table(rows: Iterable[Sequence[str]], *, heads: Sequence[str]) -> None:
    """Print rows in columns; the last column is not cut. Nothing is printed before the last row is there."""
    widths = [len(head) for head in heads]

    def measured() -> Iterator[str]:
        for row in rows:
            cells = [printable(cell) for cell in row]
            widths[:] = map(max, widths, map(len, cells))
            yield _CELL.join(cells)

    with setting_aside() as aside:
        aside.put(measured())
        out(_line(heads, widths))
        if not _state["json"]:
            for part in joined((_line(line.split(_CELL), widths) + "\n" for line in aside.read()), ""):
                sys.stdout.write(part)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [cell.ljust(width) for cell, width in zip(cells[:-1], widths, strict=False)]
    return "  ".join([*padded, cells[-1]]).rstrip()


def place(path: Path) -> str:
    """A path as it can be typed here: from this folder on where it lies below, else whole."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def program() -> str:
    """This program as it can be typed here: `ugc` where a shell finds it, else by its path."""
    started = Path(sys.argv[0])
    if started.name == "__main__.py":
        return f"{quoted(place(Path(sys.executable)))} -m ugc"
    found = shutil.which("ugc")
    if started.stem != "ugc" or (found and Path(found).absolute() == started.absolute()):
        return "ugc"
    here = place(started.absolute())
    return quoted(here if os.sep in here else os.path.join(".", here))  # noqa: PTH118 (a Path drops the dot)


def quoted(text: str) -> str:
    """A word as it can be typed in a shell."""
    if os.name == "nt":
        return f'"{text}"' if " " in text else text
    return shlex.quote(text)


def printable(text: str) -> str:
    """Make collected text harmless to a terminal: control characters and direction overrides are shown, not obeyed."""
    if text.isascii() and text.isprintable():
        return text
    shown = _COMMANDS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    if shown.isascii():
        return shown
    encoding = sys.stdout.encoding or "utf-8"
    return shown.encode(encoding, "backslashreplace").decode(encoding)


def cut(text: str | None, length: int) -> str:
    """Fold text to one line of at most `length` characters."""
    line = " ".join((text or "").split())
    return line if len(line) <= length else line[: length - 1] + "…"


class Progress:
    """A progress line on stderr with what is being made and the time left; silent where nobody watches."""

    def __init__(self, doing: str, total: int | None = None) -> None:
        self._doing = doing
        self._total = total
        self._done = 0
        self._start = time.monotonic()
        self._shown = 0.0
        self._clip, self._begun = "", self._start
        self._live = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if self._live and self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def telling(self, doing: str) -> Callable[[str, int], None]:
        """Return what is told each thing as it is done, and how many there are; other work begins a new line."""

        def tell(what: str, total: int) -> None:
            if doing != self._doing:
                self._doing, self._done, self._start = doing, 0, time.monotonic()
            self.step(what, total=total)

        return tell

    def passing(self, ahead: Callable[[], "Ahead"]) -> Callable[[str], None]:
        """Return what is told the place of each thing as it is read; how far that is, is asked only to be shown."""
        files = ahead() if self._live else None

        def tell(origin: str) -> None:
            self._done += 1
            now = time.monotonic()
            if files is None or now - self._shown < 0.1:
                return
            passed = files.passed(origin)
            part = min(1.0, passed / files.total) if passed and files.total > 1 else None
            self._show(self._told_part(part, now, printable(cut(Path(origin).name, 40))), now)

        return tell

    def _told_part(self, part: float | None, now: float, what: str) -> str:
        if not part:
            return f"{self._doing} {self._done}  {what}"
        left = (now - self._start) / part * (1 - part)
        return f"{self._doing} {_bar(part)} {part:4.0%}  {self._done}  {_clock(left)} left  {what}"

    def _show(self, line: str, now: float) -> None:
        self._shown = now
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()

    def step(self, what: str, *, total: int | None = None) -> None:
        """Count one thing as done and show the line, at most ten times a second."""
        self._done += 1
        self._total = total or self._total
        now = time.monotonic()
        if self._live and now - self._shown >= 0.1:
            self._show(self._line(printable(cut(what, 40)), now), now)

    def part(self, what: str, made: float, whole: float) -> None:
        """Show how far a clip is: of `whole` seconds, `made` are made. Any thread may tell."""
        now = time.monotonic()
        if what != self._clip:
            self._clip, self._begun = what, now
        took = now - self._begun
        if not self._live or now - self._shown < 0.1 or made <= 0 or took <= 0:
            return
        speed = made / took
        told = f"{made / whole:.0%} at {speed:.1f}x, {_clock((whole - made) / speed)} left"
        count = f" {self._done + 1}/{self._total}" if self._total else ""
        self._show(f"{self._doing}{count}  {told}  {printable(cut(what, 40))}", now)

    def received(self, what: str, size: int, whole: int | None) -> None:
        """Show how much of a file came: `size` bytes, of `whole` where that is known."""
        now = time.monotonic()
        if not self._live or now - self._shown < 0.1:
            return
        self._shown = now
        told = f"{size / 1e6:.1f} MB" + (f" of {whole / 1e6:.1f} MB, {size / whole:.0%}" if whole else "")
        sys.stderr.write(f"\r\x1b[K{self._doing}  {told}  {printable(cut(what, 40))}")
        sys.stderr.flush()

    def _line(self, what: str, now: float) -> str:
        if not self._total:
            return f"{self._doing} {self._done}  {what}"
        left = (now - self._start) / self._done * (self._total - self._done)
        bar = _bar(self._done / self._total)
        return f"{self._doing} {bar} {self._done}/{self._total}  {_clock(left)} left  {what}"


def leave(code: int) -> None:
    """End the command with an exit code other than 0."""
    if code:
        raise typer.Exit(code)


def _bar(part: float) -> str:
    filled = round(20 * part)
    return "█" * filled + "·" * (20 - filled)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
