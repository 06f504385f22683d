"""Lines set aside until the last is known: in memory while they are few, else in a nameless file that ends with us."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile

from ugc.files import machine_errors

_IN_MEMORY = 4_000_000
_CHARACTERS = 1_000_000
_AT_ONCE = 1000


class Aside:
    """Texts in the order in which they were set aside; no text holds a U+001E, which stands for its line ends."""

    def __init__(self, file: "SpooledTemporaryFile[str]") -> None:
        self._file = file

    def put(self, texts: Iterable[str]) -> None:
        """Set texts aside. Raises MachineError when the disk refuses them."""
        waiting: list[str] = []
        for text in texts:
            waiting.append(text.replace("\n", "\x1e") + "\n")
            if len(waiting) == _AT_ONCE:
                self._write(waiting)
                waiting = []
        self._write(waiting)

    def read(self) -> Iterator[str]:
        """Yield all of them."""
        with machine_errors("Reading what was set aside"):
            self._file.seek(0)
            lines = iter(self._file)
        for line in lines:
            yield line[:-1].replace("\x1e", "\n")

    def _write(self, texts: list[str]) -> None:
        with machine_errors("Setting aside what is to be listed"):
            self._file.write("".join(texts))


@contextmanager
def setting_aside() -> Iterator[Aside]:
    """Yield a place for texts that is gone afterwards."""
    with SpooledTemporaryFile(
        _IN_MEMORY, "w+", encoding="utf-8", errors="surrogatepass", newline="\n"
    ) as file:
        yield Aside(file)


def joined(texts: Iterable[str], between: str) -> Iterator[str]:
    """Yield texts with others between them, in pieces of about a million characters."""
    held: list[str] = []
    size = 0
    for number, text in enumerate(texts):
        held += (between, text) if number else (text,)
        size += len(text)
        if size >= _CHARACTERS:
            yield "".join(held)
            held, size = [], 0
    if held:
        yield "".join(held)
