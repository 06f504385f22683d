"""Files of sources that are known and not read yet, so that they are named instead of called nonsense."""

from pathlib import Path

from ugc.importers._files import first_bytes

_SUFFIXES = {
    ".zip": "an archive; unpack it first",
    ".tar": "an archive; unpack it first",
    ".gz": "an archive; unpack it first",
    ".tgz": "an archive; unpack it first",
    ".rar": "an archive; unpack it first",
    ".7z": "an archive; unpack it first",
    ".xls": "a workbook; save the sheet as CSV",
    ".ods": "a workbook; save the sheet as CSV",
    ".xz": "a compressed file, and no record of instaloader's",
    ".vtt": "subtitles; `ugc attach` ties them to a post",
    ".srt": "subtitles; `ugc attach` ties them to a post",
    ".description": "a description that yt-dlp wrote, without its record (--write-info-json)",
}


def by_name(path: Path) -> str | None:
    """Say what a file is that only its kind of file tells, or None."""
    known = _SUFFIXES.get(path.suffix.lower())
    if known is None and first_bytes(path).startswith(b"PK\x03\x04"):
        known = "an archive or a workbook; unpack it, or save the sheet as CSV"
    return known
