"""How an MP4 or MOV file is laid out, read from its boxes without decoding anything.

A box is a length, a four-letter name and a body; `moov` holds the index, `mdat` the coded picture and sound. Lengths
are claims of a stranger: each is held against the file, only heads of boxes are read, and their number is limited.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ugc.errors import InputError
from ugc.files import open_regular
from ugc.media.opening import spoken
from ugc.model.probes import Container

_HEAD = 8
_LONG_HEAD = 16
_MOST_BOXES = 100_000
"""Boxes looked at in one file; a fragmented clip has a few for each second."""
_PICTURE_ENTRY = 78
"""Bytes of a picture's description that stand before the boxes in it."""
_MEDIA = (b"moov", b"mdat", b"moof")


@dataclass(frozen=True)
class _Box:
    name: bytes
    start: int
    """Where its body begins, in bytes from the file's begin."""
    end: int


def layout(path: Path) -> Container:
    """Read how a clip's file is laid out.

    Raises InputError when the file is cut short (a box claims more bytes than there are), has no index, or its boxes
    make no sense.
    """
    with open_regular(path) as file:
        size = os.fstat(file.fileno()).st_size
        boxes = _Boxes(file)
        found = list(boxes.between(0, size))
        _check_whole(path, found, size)
        tracks = boxes.named(b"trak", (box for box in found if box.name == b"moov"))
        edited = [track for track in tracks if boxes.named(b"elst", boxes.named(b"edts", [track]))]
        if boxes.spent:
            raise InputError(
                f"{spoken(path)} has more than {_MOST_BOXES:,} boxes.", hint="Save it again as MP4."
            )
        if not any(box.name == b"moov" for box in found):
            raise InputError(
                f"{spoken(path)} has no index (moov), so it is cut short or was never finished.",
                hint="Download it again.",
            )
        order = [box.name for box in found if box.name in (b"moov", b"mdat")]
        return Container(edit_lists=len(edited), moov_first=order[0] == b"moov")


def avif_depth(file: IO[bytes]) -> int:
    """Return the bits a channel of an AVIF picture, from the box that describes its coding; 8 when there is none."""
    place, size = file.tell(), file.seek(0, os.SEEK_END)
    try:
        boxes = _Boxes(file)
        meta = [
            _Box(box.name, box.start + 4, box.end) for box in boxes.between(0, size) if box.name == b"meta"
        ]
        codings = boxes.named(b"av1C", boxes.named(b"ipco", boxes.named(b"iprp", meta)))
        return max((_coded_depth(file, box) for box in codings), default=8)
    finally:
        file.seek(place)


def dolby_vision(path: Path) -> tuple[int, int] | None:
    """Return the Dolby Vision profile of a clip's first picture track, and what its base layer is compatible with.

    The second number is 1 for HDR10, 2 for SDR, 4 for HLG, 6 for Blu-ray, and 0 where the base layer has colours of
    Dolby's own. None without Dolby Vision, and in other containers than MP4 and MOV. Source: "Dolby Vision Streams
    Within the ISO Base Media File Format", 2.4, section 3.
    """
    with open_regular(path) as file:
        boxes = _Boxes(file)
        inside = [box for box in boxes.between(0, os.fstat(file.fileno()).st_size) if box.name == b"moov"]
        for name in (b"trak", b"mdia", b"minf", b"stbl", b"stsd"):
            inside = boxes.named(name, inside)
        codings = [coding for box in inside for coding in boxes.between(box.start + 8, box.end)]
        for coding in codings:
            for box in boxes.between(coding.start + _PICTURE_ENTRY, coding.end):
                if box.name in (b"dvcC", b"dvvC", b"dvwC"):
                    file.seek(box.start + 2)
                    told = file.read(3)
                    return told[0] >> 1, told[2] >> 4
    return None


def _coded_depth(file: IO[bytes], box: _Box) -> int:
    """The bits a channel that an AV1 configuration states: high_bitdepth and twelve_bit, in its third byte."""
    file.seek(box.start + 2)
    flags = int.from_bytes(file.read(1), "big")
    return 12 if flags & 0x60 == 0x60 else 10 if flags & 0x40 else 8


def _check_whole(path: Path, boxes: list[_Box], size: int) -> None:
    missing = max((box.end - size for box in boxes if box.name in _MEDIA), default=0)
    if missing > 0:
        raise InputError(
            f"{spoken(path)} is cut short: {missing:,} of {size + missing:,} bytes are missing.",
            hint="Download it again.",
        )


class _Boxes:
    """Walks the boxes of one file, and counts how many it looked at."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._seen = 0

    @property
    def spent(self) -> bool:
        """It looked at as many as it ever does, and stopped there."""
        return self._seen >= _MOST_BOXES

    def between(self, start: int, end: int) -> Iterator[_Box]:
        """Give the boxes between two places in the file, the last one perhaps claiming to end behind `end`.

        Ends quietly at what is no box, such as the zeros or foreign bytes that some programs leave at the end.
        """
        at = start
        while at + _HEAD <= end and not self.spent:
            box = self._box(at, end)
            if box is None:
                return
            yield box
            at = box.end

    def named(self, name: bytes, outer: Iterable[_Box]) -> list[_Box]:
        """Return the boxes of a name directly inside others, each cut off where what holds it ends."""
        return [
            _Box(box.name, box.start, min(box.end, each.end))
            for each in outer
            for box in self.between(each.start, each.end)
            if box.name == name
        ]

    def _box(self, at: int, end: int) -> _Box | None:
        self._seen += 1
        self._file.seek(at)
        head = self._file.read(_LONG_HEAD)
        length, name, start = int.from_bytes(head[:4], "big"), head[4:8], at + _HEAD
        if length == 1:
            length, start = int.from_bytes(head[8:16], "big"), at + _LONG_HEAD
        elif length == 0 and name.strip(b"\0"):
            length = end - at  # "to the end of the file"
        return _Box(name, start, at + length) if length >= start - at else None
