"""What happens to clips on their way: damage, foreign tracks, covers, boxes that no encoder here writes."""

import io
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from clip_kinds import WIDTH
from conform_makers import BUNDLED, packets
from PIL import Image

HOLDERS = {b"moov": 0, b"trak": 0, b"mdia": 0, b"minf": 0, b"stbl": 0, b"udta": 0, b"stsd": 8, b"hvc1": 78}
"""Boxes that hold boxes, and the bytes that stand before those: ISO/IEC 14496-12."""


class Box:
    """A box of an MP4 that can be changed and written again."""

    def __init__(self, data: bytes) -> None:
        self.name = data[4:8]
        size = int.from_bytes(data[:4])
        self.inner: list[Box] = []
        self.head = data[8:size]
        if self.name in HOLDERS:
            first = 8 + HOLDERS[self.name]
            self.head, self.inner = data[8:first], list(boxes(data[first:size]))

    def written(self) -> bytes:
        body = self.head + b"".join(each.written() for each in self.inner)
        return struct.pack(">I", len(body) + 8) + self.name + body

    def find(self, *names: bytes) -> "Box":
        for name in names:
            self = next(each for each in self.inner if each.name == name)
        return self

    def track(self, kind: bytes) -> "Box":
        """The first track of an index whose handler is `vide` or `soun`."""
        return next(
            each
            for each in self.inner
            if each.name == b"trak" and each.find(b"mdia", b"hdlr").head[8:12] == kind
        )


def boxes(data: bytes) -> Iterator[Box]:
    while len(data) >= 8 and int.from_bytes(data[:4]) >= 8:
        yield Box(data)
        data = data[int.from_bytes(data[:4]) :]


def index(clip: Path) -> tuple[bytes, Box]:
    """What stands before the index, which has to be the last of the file, and the index."""
    data = clip.read_bytes()
    at = data.rindex(b"moov") - 4
    return data[:at], Box(data[at:])


def scramble_sound(clip: Path, *, start: float = 0.0, end: float = 1e9) -> None:
    """Fill the packets of sound from `start` to `end` seconds with noise."""
    rng, data = np.random.default_rng(3), bytearray(clip.read_bytes())
    for packet in packets(clip, "a"):
        if start <= float(packet["pts_time"]) < end:
            at, size = int(packet["pos"]), int(packet["size"])
            data[at : at + size] = rng.integers(0, 256, size, np.uint8).tobytes()
    clip.write_bytes(data)


def rename_sound(clip: Path) -> None:
    """Say that the sound is in a coding that nobody knows."""
    before, moov = index(clip)
    coding = moov.track(b"soun").find(b"mdia", b"minf", b"stbl", b"stsd").inner[0]
    assert coding.name == b"mp4a"
    coding.name, coding.head = b"zzzz", coding.head[:28]
    clip.write_bytes(before + moov.written())


def empty_sound(clip: Path) -> None:
    """Leave the track of sound without a packet."""
    before, moov = index(clip)
    table = moov.track(b"soun").find(b"mdia", b"minf", b"stbl")
    for each in table.inner:
        if each.name in (b"stts", b"stsc", b"stco"):
            each.head = bytes(8)
        if each.name == b"stsz":
            each.head = bytes(12)
    clip.write_bytes(before + moov.written())


def dolby_vision(clip: Path, *, profile: int, compatible: int) -> None:
    """Say that a clip in HEVC is Dolby Vision, by the box of its specification of streams in ISO files, 3.1."""
    flags = profile << 9 | 4 << 3 | 0b101  # level 4, its own data and a base layer, no second layer
    body = bytes((1, 0)) + flags.to_bytes(2) + bytes((compatible << 4,)) + bytes(19)
    box = struct.pack(">I", len(body) + 8) + (b"dvvC" if profile > 7 else b"dvcC") + body
    before, moov = index(clip)
    moov.track(b"vide").find(b"mdia", b"minf", b"stbl", b"stsd", b"hvc1").inner += boxes(box)
    clip.write_bytes(before + moov.written())


def add_cover(clip: Path) -> None:
    """Put a purple cover picture in front of the tracks, where readers that take the first picture would take it."""
    data, purple = io.BytesIO(), Image.new("RGB", (WIDTH, WIDTH), (160, 0, 200))
    purple.save(data, "PNG")
    made = clip.with_name(f"covered{clip.suffix}")
    picture = ["-f", "png_pipe", "-i", "pipe:0", "-map", "0", "-map", "1", "-c", "copy"]
    command = [BUNDLED, "-v", "error", "-y", "-i", clip, *picture, "-disposition:v:1", "attached_pic", made]
    subprocess.run([str(each) for each in command], input=data.getvalue(), check=True)
    before, moov = index(made)
    moov.inner.sort(key=lambda each: (each.name == b"trak", each.name == b"mvex"))
    clip.write_bytes(before + moov.written())
    made.unlink()


def make_metadata(clip: Path) -> None:
    """Turn the track of time code into one of timed metadata, as cameras of phones write it."""
    data = clip.read_bytes()
    at = data.rindex(b"moov")
    index = data[at:].replace(b"mhlrtmcd", b"mhlrmeta").replace(b"\0\0\0\x01tmcd", b"\0\0\0\x01mebx")
    assert index != data[at:]
    clip.write_bytes(data[:at] + index)


def cut_beginning(clip: Path, seconds: float) -> None:
    """Cut a beginning away as players of phones do: the frames stay, and an edit list hides them."""
    made = clip.with_name(f"shorter{clip.suffix}")
    command = [BUNDLED, "-v", "error", "-y", "-ss", str(seconds), "-i", clip, "-c", "copy", made]
    subprocess.run([str(each) for each in command], check=True)
    made.replace(clip)


def cut_end(clip: Path, kept: float = 0.6) -> None:
    data = clip.read_bytes()
    clip.write_bytes(data[: int(len(data) * kept)])
