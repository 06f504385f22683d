"""The one door through which collected pictures reach Pillow: the format is told from the first bytes, then named.

Pillow is never left to guess, so that a collected file cannot pick a decoder that nobody meant to offer it (PSD,
EPS …), and nothing is decoded before the header's size is known to be bearable.
"""

import os
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from ugc.errors import InputError, MachineError, MissingError, UgcError
from ugc.files import open_regular
from ugc.text import one_line

DEMUXERS = {"mp4": "mov", "mov": "mov", "webm": "matroska", "mkv": "matroska", "avi": "avi"}
"""Named when opening: FFmpeg must not guess its way into playlists, which would open other files."""
MAX_PIXELS = 200_000_000
"""The default of the setting `max_pixels`: larger pictures are refused from the header."""
MAX_SIDE = 65_535
MAX_PICTURE_BYTES = 512 * 1024 * 1024
"""Some decoders read the whole file at once; no photograph is this long."""

PILLOW_NAMES = {
    "jpg": "JPEG",
    "png": "PNG",
    "webp": "WEBP",
    "avif": "AVIF",
    "heic": "HEIF",
    "gif": "GIF",
    "tiff": "TIFF",
}
"""Our types of pictures, by the names of Pillow's decoders. A phone's multi-picture JPEG is a JPEG."""

_HEAD = 4096
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
_QUICKTIME = {b"moov", b"mdat", b"wide", b"free", b"skip"}

Image.MAX_IMAGE_PIXELS = None  # `opened` holds the limit itself, as an error and never as a warning


@contextmanager
def opened(path: Path, *, max_pixels: int = MAX_PIXELS) -> Iterator[tuple[Image.Image, str]]:
    """Give a picture with its header read, not yet decoded, and its type.

    Raises InputError for what is not a picture that ugc reads, or too large, and MissingError for HEIC without its
    extra.
    """
    with open_regular(path) as file:
        head = file.read(_HEAD)
        file.seek(0)
        kind = kind_of(path, head)
        if kind not in PILLOW_NAMES:
            raise InputError(f"{spoken(path)} is a clip ({kind}), not a picture.")
        check_bytes(path, os.fstat(file.fileno()).st_size)
        if kind == "heic":
            _offer_heic(path)
        with quiet():
            with decoding(path, kind):
                image = Image.open(file, formats=[PILLOW_NAMES[kind]])
            with image:
                check_size(path, image.size, max_pixels)
                yield image, kind


def kind_of(path: Path, head: bytes) -> str:
    """Tell a file's type from its first bytes. Raises InputError, saying what it looks like instead."""
    if not head:
        raise InputError(f"{spoken(path)} is empty (0 bytes).", hint="Download it again.")
    kind = sniff(head)
    if kind is None:
        raise InputError(
            f"{spoken(path)} is not a picture or clip: it looks like {_look(head)}.",
            hint=f"ugc reads {', '.join(PILLOW_NAMES)}, mp4, mov, webm, mkv and avi, whatever the file's name.",
        )
    return kind


def sniff(head: bytes) -> str | None:
    """Return the type that a file's first bytes belong to, or None."""
    for magic, kind in (
        (b"\xff\xd8\xff", "jpg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"GIF87a", "gif"),
        (b"GIF89a", "gif"),
        (b"II*\0", "tiff"),
        (b"MM\0*", "tiff"),
    ):
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF":
        return {b"WEBP": "webp", b"AVI ": "avi"}.get(head[8:12])
    if head[:4] == b"\x1aE\xdf\xa3":
        return "webm" if b"webm" in head[:64] else "mkv"
    if head[4:8] == b"ftyp":
        return _sniff_brands(head)
    return "mov" if head[4:8] in _QUICKTIME else None


def check_size(path: Path, size: tuple[int, int], max_pixels: int) -> None:
    """Refuse a picture by the width and height that its header claims, before anything is decoded."""
    width, height = size
    if width < 1 or height < 1:
        raise InputError(f"{spoken(path)} claims to be {width}x{height} pixels.")
    if width * height > max_pixels or max(width, height) > MAX_SIDE:
        raise InputError(
            f"{spoken(path)} claims to be {width}x{height} pixels ({width * height / 1e6:,.0f} megapixels); the limit "
            f"is {max_pixels / 1e6:,.0f} megapixels and {MAX_SIDE} pixels a side.",
            hint="If it is a real picture, save it smaller or raise the setting max_pixels.",
        )


def check_bytes(path: Path, size: int) -> None:
    if size > MAX_PICTURE_BYTES:
        raise InputError(
            f"{spoken(path)} is a picture of {size / 2**20:,.0f} MiB; the limit is "
            f"{MAX_PICTURE_BYTES / 2**20:,.0f} MiB."
        )


@contextmanager
def decoding(path: Path, kind: str) -> Iterator[None]:
    """Turn whatever a decoder raises on hostile bytes into an InputError. Keep our own work outside."""
    try:
        yield
    except UgcError:
        raise
    except MemoryError as error:
        raise MachineError(f"There is not enough memory to decode {spoken(path)}.") from error
    except Exception as error:  # decoders fail on hostile bytes in every way there is
        raise InputError(
            f"{spoken(path)} begins like {PILLOW_NAMES.get(kind, kind)} but could not be decoded: {_words(error)}.",
            hint="It is cut short or damaged; download it again.",
        ) from error


def spoken(path: Path) -> str:
    """A collected file's name as it may stand in a sentence: one line, no control characters."""
    return one_line(str(path))


class _Quiet:
    """Counts who wants Pillow's warnings off: the switch is the process's, and photos are decoded in threads."""

    lock = threading.Lock()
    inside = 0
    saved: "warnings.catch_warnings[None] | None" = None


@contextmanager
def quiet() -> Iterator[None]:
    """Keep a decoder's warnings about odd metadata from reaching the person, or from becoming errors."""
    with _Quiet.lock:
        if _Quiet.inside == 0:
            _Quiet.saved = warnings.catch_warnings()
            _Quiet.saved.__enter__()
            warnings.simplefilter("ignore")
        _Quiet.inside += 1
    try:
        yield
    finally:
        with _Quiet.lock:
            _Quiet.inside -= 1
            if _Quiet.inside == 0 and _Quiet.saved is not None:
                _Quiet.saved.__exit__(None, None, None)


def _sniff_brands(head: bytes) -> str:
    length = min(int.from_bytes(head[:4], "big"), 256)
    major = head[8:12]
    brands = {major, *(head[at : at + 4] for at in range(16, length, 4))}
    if brands & {b"avif", b"avis"}:
        return "avif"
    if brands & _HEIC_BRANDS:
        return "heic"
    return "mov" if major == b"qt  " else "mp4"


def _look(head: bytes) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1024].lower()
    for mark, look in (
        (b"<svg", "an SVG drawing"),
        (b"<html", "a web page"),
        (b"<!doctype html", "a web page"),
        (b"<?xml", "an XML document"),
        (b"%pdf", "a PDF"),
        (b"%!ps", "PostScript"),
        (b"8bps", "a Photoshop file"),
        (b"pk\x03\x04", "a ZIP archive"),
        (b"{", "JSON"),
        (b"[", "JSON"),
    ):
        if start.startswith(mark):
            return "an SVG drawing" if look == "an XML document" and b"<svg" in start else look
    return "text" if head.isascii() and b"\0" not in head else "something else"


def _words(error: Exception) -> str:
    if isinstance(error, UnidentifiedImageError):
        return "its header is broken"
    said = getattr(error, "strerror", None) or str(error)
    return one_line(said).rstrip(".") or type(error).__name__


def _offer_heic(path: Path) -> None:
    try:
        from pillow_heif import register_heif_opener
    except ImportError as error:
        raise MissingError(
            f"{spoken(path)} is a HEIC picture, and what reads HEIC is not installed.",
            hint="Install it with: pip install 'ugc-toolkit[heic]'",
        ) from error
    register_heif_opener()
