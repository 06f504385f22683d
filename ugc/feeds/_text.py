"""A feed's bytes as text: which encoding it is in, and a note where that was a guess."""

import codecs
from pathlib import Path

from ugc.errors import InputError
from ugc.feeds._rows import MOST_BYTES
from ugc.files import open_regular
from ugc.text import one_line

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD = 1000
GUESSED = "the text is not UTF-8 and was read as Windows-1252"


def bytes_of(path: Path) -> bytes:
    """Return a feed's bytes. Raises InputError when it cannot be read, is empty or too large."""
    with open_regular(path) as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise InputError(
            f"{shown(path)} is larger than {MOST_BYTES >> 20} MiB.", hint="Split it into several feeds."
        )
    if not data.strip(b"\0 \t\r\n"):
        raise InputError(f"{shown(path)} is empty.", hint="Export the feed again.")
    return data


def decoded(data: bytes) -> tuple[str, str | None]:
    """Return bytes of an unstated encoding as text, with a note where that was a guess."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) if name == "utf-8" else 0 :].decode(name, "replace"), None
    wide = _without_mark(data[:_HEAD])
    if wide:
        return data.decode(wide, "replace"), None
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), GUESSED
    except UnicodeDecodeError:
        return data.decode("latin-1"), GUESSED


def shown(path: Path) -> str:
    """Write a path for a message: one line of printable text."""
    return one_line(str(path))


def _without_mark(head: bytes) -> str | None:
    """UTF-16 that does not say so: every other byte of Latin text is zero."""
    if len(head) < 4:
        return None
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if head[first::2].count(0) > len(head) // 3 and head[1 - first :: 2].count(0) < len(head) // 20 + 1:
            return name
    return None
