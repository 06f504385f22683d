"""A label read back from any file, found anywhere, whatever other tools have done to its XMP since."""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from ugc.errors import InputError
from ugc.files import open_regular
from ugc.provenance.embedded import Embedded, understand
from ugc.provenance.mp4 import LONGEST as LONGEST_COMMENT
from ugc.provenance.mp4 import understand_comment
from ugc.provenance.names import COMMENT, RIGHTS

SCAN_MAX = 256 << 20
"""Bytes of a file that are searched from its beginning; beyond them, only the last `TAIL`."""

TAIL = 4 << 20
LONGEST = 1 << 20
"""Bytes of one packet that are read."""

MANY = 64
"""Packets that are looked at in one file."""

_CHUNK = 1 << 20
_STARTS = re.compile(rb"<(x:xmpmeta|x:xapmeta|rdf:RDF)[\s>]")
_BEGIN = re.compile(rb"<\?xpacket begin=(?:[ -=@-~]|\xef\xbb\xbf)*\?>\s*\Z")
_END = re.compile(rb"\s*<\?xpacket end=[\"'][rw][\"']\?>")
_OPENING = 128
"""Bytes that the mark before a packet may take."""
_REACH = 16
"""Bytes that the longest start may straddle two chunks with."""

_COMMENT = COMMENT.encode()
_BEFORE = 8192
"""Bytes of words that are read before the ids of a comment."""
_AFTER = LONGEST_COMMENT

_PNG = b"\x89PNG\r\n\x1a\n"
_CHUNKS = 100_000
"""PNG chunks that are walked over in search of compressed text."""


def read_label(path: Path) -> Embedded | None:
    """Return the first label of ours in a file, or None when it carries none: its XMP, else the comment of a clip.

    Raises InputError when the file cannot be read, or when its only label cannot be understood safely.
    """
    with open_regular(path) as file:
        found, fault = _first(file)
        label = found[1] if found else next(_comments(file), None)
    if label is None and fault:
        raise InputError(
            f"The label inside {path} could not be understood: {fault}.",
            hint="Look the file up by its content instead.",
        )
    return label


def read_packet(path: Path) -> tuple[bytes, Embedded] | None:
    """Return the first XMP packet of ours in a file, as it stands there, and what it says; None when there is none.

    Raises InputError when the file cannot be read.
    """
    with open_regular(path) as file:
        return _first(file)[0]


def _first(file: BinaryIO) -> tuple[tuple[bytes, Embedded] | None, str | None]:
    """Return the first packet of ours that can be understood; and why the first that cannot be could not."""
    fault: str | None = None
    for packet in _packets(file):
        try:
            label = understand(packet)
        except ValueError as error:
            fault = fault or (str(error) if RIGHTS.encode() in packet else None)
        else:
            if label is not None:
                return (packet, label), fault
    return None, fault


def _comments(file: BinaryIO) -> Iterator[Embedded]:
    """Yield what comments of ours say, wherever they stand in a file."""
    size = file.seek(0, 2)
    for first, last in _places(size):
        at, seen = first, 0
        while at < last and seen < MANY:
            file.seek(at)
            start = file.read(min(_CHUNK + len(_COMMENT), last - at)).find(_COMMENT)
            if start < 0:
                at += _CHUNK
                continue
            before = min(at + start, _BEFORE)
            file.seek(at + start - before)
            label = understand_comment(file.read(before + _AFTER), before)
            if label is not None:
                yield label
            at += start + 1
            seen += 1


def _packets(file: BinaryIO) -> Iterator[bytes]:
    """Yield everything that looks like a packet, in the order of the file; unfinished ones too."""
    for first, last in _places(file.seek(0, 2)):
        yield from _spans(file, first, last)
    for packed in _packed_texts(file):
        yield from _spans(BytesIO(packed), 0, len(packed))


def _places(size: int) -> Iterator[tuple[int, int]]:
    """Yield where a file of `size` bytes is searched, from and to."""
    yield 0, min(size, SCAN_MAX)
    if size > SCAN_MAX:
        yield max(SCAN_MAX, size - TAIL), size


def _spans(file: BinaryIO, first: int, last: int) -> Iterator[bytes]:
    at, seen = first, 0
    while at < last and seen < MANY:
        file.seek(at)
        chunk = file.read(min(_CHUNK + _REACH, last - at))
        start = _STARTS.search(chunk)
        if start is None:
            at += _CHUNK
            continue
        before = min(at + start.start(), _OPENING)
        file.seek(at + start.start() - before)
        data = file.read(before + LONGEST)
        packet, ended = _whole(data[before:], start)
        yield _wrapped(data, before, packet) if ended else packet
        at += start.start() + (len(packet) if ended else len(start[0]))
        seen += 1


def _whole(data: bytes, start: re.Match[bytes]) -> tuple[bytes, bool]:
    """Return the packet that data begins with and whether it ends; one that never does stops where the next begins."""
    end = data.find(b"</" + start[1] + b">")
    following = data.find(b"<" + start[1], len(start[0]), end if end >= 0 else None)
    if following >= 0 or end < 0:
        return data[: following if following >= 0 else None], False
    return data[: end + len(start[1]) + 3], True


def _wrapped(data: bytes, at: int, packet: bytes) -> bytes:
    """Return a packet with its marks and its padding, where it has them."""
    begin, end = _BEGIN.search(data[:at]), _END.match(data, at + len(packet))
    return data[begin.start() : end.end()] if begin and end else packet


def _packed_texts(file: BinaryIO) -> Iterator[bytes]:
    """Yield the XMP of a PNG whose text chunks another tool has compressed."""
    file.seek(0)
    if file.read(len(_PNG)) != _PNG:
        return
    for _ in range(_CHUNKS):
        head = file.read(8)
        size = int.from_bytes(head[:4], "big")
        if len(head) < 8 or head[4:] == b"IEND":
            return
        if head[4:] == b"iTXt" and size <= LONGEST:
            key, _, rest = file.read(size).partition(b"\0")
            if key == b"XML:com.adobe.xmp" and rest[:1] == b"\1":
                yield _unpacked(rest[2:].split(b"\0", 2)[-1])
                return
            file.seek(4, 1)
        else:
            file.seek(size + 4, 1)


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, LONGEST)
    except zlib.error:
        return b""
