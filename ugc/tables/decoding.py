"""The encoding of a sheet of text, which nobody states."""

from typing import NamedTuple


class Decoded(NamedTuple):
    """The text of some bytes."""

    text: str
    note: str | None = None
    """What was guessed, as part of a sentence."""


def decode(data: bytes) -> Decoded:
    """Turn bytes of an unstated encoding into text: UTF-16 by its mark or its zeros, UTF-8, else Windows-1252."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Decoded(data.decode("utf-16", "replace"))
    head = data[:1000]
    if len(head) > 3 and head[1::2].count(0) > len(head) // 3:
        return Decoded(data.decode("utf-16-le", "replace"))
    try:
        return Decoded(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        note = "the text is not UTF-8 and was read as Windows-1252"
    try:
        return Decoded(data.decode("cp1252"), note)
    except UnicodeDecodeError:
        return Decoded(data.decode("latin-1"), note)
