"""What a file says of itself, carried over to its copy: the permission travels with the picture."""

import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from PIL import Image

from ugc.files import open_regular
from ugc.media.opening import decoding, opened
from ugc.media.tag_clip import append_xmp

_QUICKTIME = "com.apple.quicktime."
_WORDS = ("title", "artist", "author", "copyright", "description", "comment", "album", "keywords")
"""Words that an MP4 has a place for, and that QuickTime keeps under longer names."""
_PLACES = ("location", "location-eng")
_LONGEST = 4096
"""Characters of one word that are carried over."""

_SEGMENT = 65_533
"""Bytes that one segment of a JPEG holds."""
_XMP_ROOM = _SEGMENT - 29
_RIGHTS = {270: "ImageDescription", 315: "Artist", 33432: "Copyright"}
"""The tags of EXIF that are carried over."""
_IPTC, _IPTC_DIGEST = 0x0404, 0x0425
"""What Photoshop's block of a JPEG calls IPTC, and the digest that tells whether XMP still says the same."""
_IPTC_TAG = 33723
_SIGNED = b"jumdc2pa"
_HEAD = 1 << 20


class Label(NamedTuple):
    """What is written into the copy of a picture beside its pixels."""

    xmp: bytes | None
    type: Literal["jpg", "png"]
    exif: bytes
    """A TIFF of at most three words; empty when there are none."""
    photoshop: bytes
    """A block with IPTC alone; empty when there is none."""

    @property
    def extra(self) -> int:
        """Bytes that come on top of what the encoder makes."""
        return len(_segments(self) if self.type == "jpg" else _chunk(self))


def picture_label(path: Path, type_: Literal["jpg", "png"]) -> tuple[Label, tuple[str, ...]]:
    """Read what a picture says of itself, as a file of `type_` can hold it, and sentences about what it cannot."""
    with opened(path) as (image, kind):
        if kind == "png":  # its words may stand behind the pixels
            with decoding(path, kind):
                image.load()
        xmp, exif, iptc = image.info.get("xmp"), _rights(image), _iptc(image)
    notes = []
    if xmp and not _fits(xmp, type_):
        notes.append(f"The XMP packet of {len(xmp):,} bytes is left out: a {type_} cannot hold it.")
        xmp = None
    if iptc and (type_ == "png" or len(iptc) > _SEGMENT):
        notes.append(f"The IPTC record of {len(iptc):,} bytes is left out: a {type_} cannot hold it.")
        iptc = b""
    return Label(xmp or None, type_, exif, iptc), tuple(notes)


def labelled(data: bytes, label: Label) -> bytes:
    """Return an encoded picture with the rest of its label inside."""
    if label.type == "png":
        return data[:33] + _chunk(label) + data[33:]  # behind the header chunk
    first = 4 + int.from_bytes(data[4:6]) if data[2:4] == b"\xff\xe0" else 2  # JFIF stays in front
    return data[:first] + _segments(label) + data[first:]


def signature_note(path: Path) -> tuple[str, ...]:
    """Say so when a file carries content credentials, which no copy can keep: they sign its very bytes."""
    with open_regular(path) as file:
        signed = _SIGNED in file.read(_HEAD)
    return (
        ("The content credentials (C2PA) are left out: they hold for the original only.",) if signed else ()
    )


def clip_words(tags: Mapping[str, str]) -> list[str]:
    """Return ffmpeg's arguments for the words that it would not carry over by itself, and against places.

    Where a clip was filmed is nobody's business who sees an ad.
    """
    told = [f"{place}=" for place in _PLACES]
    for word in _WORDS:
        if word not in tags and (value := tags.get(_QUICKTIME + word)):
            told.append(f"{'artist' if word == 'author' else word}={value[:_LONGEST]}")
    return [argument for each in told for argument in ("-metadata", each)]


def add_xmp(clip: Path, tags: Mapping[str, str]) -> None:
    """Put a clip's XMP packet, as it was, behind the rest of its copy: ffmpeg reads it but does not write it."""
    packet = tags.get("xmp", "").encode("utf-8", "surrogateescape")
    if packet:
        append_xmp(clip, packet)


def _fits(xmp: bytes, type_: Literal["jpg", "png"]) -> bool:
    if type_ == "jpg":
        return len(xmp) <= _XMP_ROOM
    try:
        xmp.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _rights(image: Image.Image) -> bytes:
    """The words of EXIF about author and rights, as a TIFF of their own, with the bytes they had."""
    try:
        found = Image.Image.getexif(image)
        words = {tag: found.get(tag) for tag in sorted(_RIGHTS)}
    except Exception:  # damaged metadata does not make a picture unusable
        return b""
    texts = {tag: word.encode("latin-1", "replace") for tag, word in words.items() if isinstance(word, str)}
    return _tiff({tag: text[:_LONGEST] + b"\0" for tag, text in texts.items() if text.strip(b" \0")})


def _tiff(words: Mapping[int, bytes]) -> bytes:
    if not words:
        return b""
    entries, data, at = b"", b"", 8 + 2 + 12 * len(words) + 4
    for tag, word in words.items():
        inside = len(word) <= 4
        entries += struct.pack(">HHI", tag, 2, len(word))
        entries += word.ljust(4, b"\0") if inside else struct.pack(">I", at + len(data))
        data += b"" if inside else word + b"\0" * (len(word) % 2)
    return b"MM\0*" + struct.pack(">IH", 8, len(words)) + entries + bytes(4) + data


def _iptc(image: Image.Image) -> bytes:
    """IPTC as a JPEG holds it. Photoshop's block may also hold a thumbnail of what was cropped away: not that."""
    block = image.info.get("photoshop")
    held = dict(block) if isinstance(block, dict) else {}
    if (tags := getattr(image, "tag_v2", None)) is not None:
        held = {_IPTC: tags.get(_IPTC_TAG)}
    records = {code: held[code] for code in (_IPTC, _IPTC_DIGEST) if isinstance(held.get(code), bytes)}
    if not records.get(_IPTC):
        return b""
    packed = (
        b"8BIM" + struct.pack(">HHI", code, 0, len(data)) + data + b"\0" * (len(data) % 2)
        for code, data in records.items()
    )
    return b"Photoshop 3.0\0" + b"".join(packed)


def _segments(label: Label) -> bytes:
    exif = b"Exif\0\0" + label.exif if label.exif else b""
    held = ((b"\xff\xe1", exif), (b"\xff\xed", label.photoshop))
    return b"".join(mark + (len(data) + 2).to_bytes(2) + data for mark, data in held if data)


def _chunk(label: Label) -> bytes:
    if not label.exif:
        return b""
    body = b"eXIf" + label.exif
    return len(label.exif).to_bytes(4) + body + zlib.crc32(body).to_bytes(4)
