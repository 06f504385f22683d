"""Files of evidence, read for what they say. All of them are hostile: what is read is a claim, and only ever data."""

from collections.abc import Callable
from pathlib import Path

from ugc.files import open_regular
from ugc.proofs import mail, messages
from ugc.proofs.said import Reading, Said

__all__ = ["Reading", "Said", "read"]

_LARGEST = 16_000_000
"""Bytes of a message or e-mail that is looked into; a larger one is kept as it is."""
_HEAD = 65_536
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*")
_BRANDS = {b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1"}


def read(path: Path, *, suffix: str | None = None) -> Reading:
    """Say what a file is, and who said what in it as far as its form is known.

    `suffix` stands in for the file's own, as where it lies in a store. Raises InputError when it cannot be opened.
    """
    ending = (path.suffix if suffix is None else suffix).lower().lstrip(".")
    with open_regular(path) as file:
        head = file.read(_HEAD)
        if _is_picture(head):
            return Reading(kind="screenshot")
        if b"%PDF-" in head[:1024]:
            return Reading(document=True)
        reader = _reader(head, ending)
        data = head + file.read(_LARGEST + 1 - len(head)) if reader else b""
    if reader is None:
        return Reading()
    if len(data) > _LARGEST:
        note = f"It is larger than {_LARGEST:,} bytes, so it is kept and not looked into."
        return Reading(kind="email" if reader is mail.read else None, note=note)
    reading = reader(data)
    return reading if reading.kind or ending == "json" else Reading()


def _reader(head: bytes, ending: str) -> Callable[[bytes], Reading] | None:
    if ending == "eml" or mail.is_mail(head):
        return mail.read
    if ending == "json" or head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return messages.read
    return None


def _is_picture(head: bytes) -> bool:
    if head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return True
    return head[4:8] == b"ftyp" and head[8:12] in _BRANDS
