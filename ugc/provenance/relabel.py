"""A finished file with a new label: the packet is written over, nothing else moves, no pixel is touched."""

import re
import zlib
from collections.abc import Iterator

from ugc.provenance.names import RIGHTS

_BEGIN = b"<?xpacket begin="
_WRITABLE_END = re.compile(rb"<\?xpacket end=[\"']w[\"']\?>")
_PNG = b"\x89PNG\r\n\x1a\n"
_SIGNED = b"jumdc2pa"
"""How the content credentials of a signed file begin; any change would break the signature."""


def relabel(data: bytes, packet: bytes) -> bytes | None:
    """Put a new packet in the place of the old one in a JPEG, PNG, WebP or AVIF file; one that says the same may stay.

    Returns None when that cannot be done, so that the caller renders anew: another size class, no packet of
    ours or more than one, a signed file, another file type.
    """
    if packet in data and _SIGNED not in data:
        return data
    span = _packet_span(data)
    if span is None or _SIGNED in data or span.stop - span.start != len(packet):
        return None
    if data.startswith(_PNG):
        return _relabel_png(data, span, packet)
    return data[: span.start] + packet + data[span.stop :] if _has_no_checksum(data) else None


def _packet_span(data: bytes) -> slice | None:
    start = data.find(_BEGIN)
    end = _WRITABLE_END.search(data, start) if start >= 0 else None
    if end is None or data.count(_BEGIN) != 1 or RIGHTS.encode() not in data[start : end.end()]:
        return None
    return slice(start, end.end())


def _has_no_checksum(data: bytes) -> bool:
    """Whether it is a JPEG, WebP or AVIF: types whose bytes may change in place."""
    return (
        data.startswith(b"\xff\xd8\xff") or data[8:12] == b"WEBP" or data[4:12] in (b"ftypavif", b"ftypmif1")
    )


def _relabel_png(data: bytes, span: slice, packet: bytes) -> bytes | None:
    for start, stop in _chunks(data):
        if data[start : start + 4] == b"iTXt" and start + 4 <= span.start and span.stop <= stop:
            chunk = data[start : span.start] + packet + data[span.stop : stop]
            checksum = zlib.crc32(chunk).to_bytes(4, "big")
            return data[:start] + chunk + checksum + data[stop + 4 :]
    return None


def _chunks(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield where each PNG chunk's type begins and its data end; the checksum covers what lies between."""
    at = len(_PNG)
    while at + 12 <= len(data):
        start = at + 4
        stop = start + 4 + int.from_bytes(data[at:start], "big")
        yield start, stop
        at = stop + 4
