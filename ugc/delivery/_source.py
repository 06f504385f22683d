"""What lies in a file: text, JSON or a workbook, packed or not, and how its bytes are read within bounds."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Literal, cast

from ugc.errors import InputError
from ugc.files import open_regular
from ugc.text import one_line

MOST_BYTES = 512 << 20
"""Of a file once it is unpacked."""
_MOST_WORKBOOK = 128 << 20
"""Of a workbook that lies within an archive, which must be held whole."""
_HEAD = 4096
_DEEPEST = 3
_FOREIGN = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\xd0\xcf\x11\xe0": "an old or a locked workbook (.xls)",
    b"SQLite": "a database",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
}
_READ = {".csv", ".tsv", ".txt", ".tab", ".json", ".jsonl", ".ndjson", ".xlsx", ".xlsm", ".gz"}
BROKEN = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError)
"""What readers of packed files raise for those that are damaged, locked or packed in a way that is not known."""

Kind = Literal["text", "json", "workbook"]


@dataclass(frozen=True)
class Source:
    """A file that can be opened as often as it is needed."""

    path: Path
    start: Callable[[], IO[bytes]]
    inside: str = ""
    """The name within an archive."""

    @property
    def shown(self) -> str:
        """The file's name for a message: one line of printable text."""
        return one_line(f"{self.path}{f' ({self.inside})' if self.inside else ''}")

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """Open it. What is damaged within becomes an InputError that says so."""
        try:
            with self.start() as stream:
                yield stream
        except BROKEN as error:
            why = "it is locked with a password" if "password" in str(error) else "it is damaged or not whole"
            raise InputError(
                f"{self.shown} could not be read: {why}.", hint="Export it again, and unpack it."
            ) from error

    def head(self) -> bytes:
        """Return its first bytes."""
        with self.opened() as stream:
            return stream.read(_HEAD)


class _Capped(io.RawIOBase):
    """A stream that ends with an InputError where it unpacks to too much; it closes all that it was made from."""

    def __init__(self, inner: IO[bytes], shown: str, made_from: ExitStack) -> None:
        super().__init__()
        self._inner, self._left, self._shown, self._made_from = inner, MOST_BYTES, shown, made_from

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        data = self._inner.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise InputError(
                f"{self._shown} holds more than {MOST_BYTES >> 20} MiB.",
                hint="Export fewer days or columns at once.",
            )
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._made_from.close()
        super().close()


def _capped(source: Source, unpack: Callable[[IO[bytes], ExitStack], IO[bytes]], inside: str) -> Source:
    """A source whose bytes are unpacked from those of another one."""

    def start() -> IO[bytes]:
        with ExitStack() as stack:
            inner = unpack(stack.enter_context(source.start()), stack)
            return io.BufferedReader(_Capped(inner, source.shown, stack.pop_all()), 1 << 16)

    return Source(source.path, start, inside)


def open_source(path: Path) -> tuple[Source, Kind]:
    """Look what a file is by its content, unpacking gzip and zip.

    Raises InputError when it cannot be read, is empty, or is nothing that holds rows.
    """
    with open_regular(path):
        pass
    source = Source(path, lambda: path.open("rb"))
    for _ in range(_DEEPEST):
        head = source.head()
        if head.startswith(b"\x1f\x8b"):
            source = _capped(source, _gunzip, source.inside or "unpacked")
        elif head.startswith(b"PK\x03\x04"):
            names = _names(source)
            if "xl/workbook.xml" in names or "[Content_Types].xml" in names:
                return source, "workbook"
            source = _member(source, names)
        else:
            plain = _capped(source, lambda stream, _: stream, source.inside)
            return plain, _kind(head, source)
    raise InputError(f"{source.shown} is packed several times over.", hint="Unpack it first.")


def _kind(head: bytes, source: Source) -> Kind:
    for mark, what in _FOREIGN.items():
        if head.startswith(mark):
            raise InputError(f"{source.shown} is {what}, not an export.", hint="Save it as CSV or XLSX.")
    text = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if not text:
        raise InputError(f"{source.shown} is empty.", hint="Export it again.")
    if text.startswith(b"<"):
        raise InputError(
            f"{source.shown} is a page or XML, not an export.",
            hint="Save it as CSV or XLSX; see docs/ad-exports.md.",
        )
    return "json" if text.startswith((b"{", b"[{", b"[ ", b"[\n", b"[\r", b"[[", b"[]")) else "text"


def _gunzip(stream: IO[bytes], stack: ExitStack) -> IO[bytes]:
    unpacked = gzip.GzipFile(fileobj=stream)
    stack.callback(unpacked.close)
    return cast("IO[bytes]", unpacked)


def _names(source: Source) -> list[str]:
    with source.opened() as stream, zipfile.ZipFile(_seekable(stream, source)) as archive:
        return archive.namelist()


def _seekable(stream: IO[bytes], source: Source) -> IO[bytes]:
    """What lies within another archive is held whole, within bounds."""
    if not source.inside:
        return stream
    data = stream.read(_MOST_WORKBOOK + 1)
    if len(data) > _MOST_WORKBOOK:
        raise InputError(f"{source.shown} is too large within an archive.", hint="Unpack it first.")
    return io.BytesIO(data)


def _member(source: Source, names: list[str]) -> Source:
    seen = [
        name
        for name in names
        if not name.startswith("__MACOSX") and not PurePosixPath(name).name.startswith(".")
    ]
    held = [name for name in seen if PurePosixPath(name).suffix.lower() in _READ]
    if len(held) != 1:
        many = f"holds {len(held)} files that could be exports" if held else "holds no export"
        raise InputError(f"{source.shown} {many}.", hint="Unpack it and name the file that is meant.")

    def unpack(stream: IO[bytes], stack: ExitStack) -> IO[bytes]:
        archive = stack.enter_context(zipfile.ZipFile(_seekable(stream, source)))
        return stack.enter_context(archive.open(held[0]))

    return _capped(source, unpack, one_line(held[0])[:80])
