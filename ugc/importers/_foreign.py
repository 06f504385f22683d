"""Files of sources that are known and not read yet, so that they are named instead of called nonsense."""

from pathlib import Path
from typing import Any

from ugc.importers._files import first_bytes

_SUFFIXES = {
    ".zip": "an archive; unpack it first",
    ".tar": "an archive; unpack it first",
    ".gz": "an archive; unpack it first",
    ".tgz": "an archive; unpack it first",
    ".rar": "an archive; unpack it first",
    ".7z": "an archive; unpack it first",
    ".xlsx": "a workbook; save the sheet as CSV",
    ".xlsm": "a workbook; save the sheet as CSV",
    ".xls": "a workbook; save the sheet as CSV",
    ".ods": "a workbook; save the sheet as CSV",
    ".xz": "a compressed file, and no record of instaloader's",
    ".vtt": "subtitles; they are not read yet",
    ".srt": "subtitles; they are not read yet",
    ".description": "a description that yt-dlp wrote, without its record (--write-info-json)",
}
_EXPORT_LISTS = {
    "ig_stories",
    "ig_reels_media",
    "ig_archived_post_media",
    "ig_igtv_media",
    "ig_profile_picture",
}
_TIKTOK_PARTS = {"Activity", "Your Activity", "Video", "Post", "Profile"}


def by_name(path: Path) -> str | None:
    """Say what a file is that only its kind of file tells, or None."""
    known = _SUFFIXES.get(path.suffix.lower())
    if known is None and first_bytes(path).startswith(b"PK\x03\x04"):
        known = "an archive or a workbook; unpack it, or save the sheet as CSV"
    return known


def by_shape(data: Any) -> str | None:
    """Say whose record a JSON document is, or None when it is of no source that is known."""
    if isinstance(data, list):
        return by_shape(data[0]) if data else None
    if not isinstance(data, dict):
        return None
    if data.keys() & _EXPORT_LISTS or _is_export_post(data):
        return "a part of Instagram's own export"
    if len(data.keys() & _TIKTOK_PARTS) and all(isinstance(value, dict | None) for value in data.values()):
        return "a part of TikTok's own export"
    if str(data.get("kind", "")).startswith("youtube#"):
        return "an answer of the YouTube API"
    return None


def _is_export_post(data: dict[str, Any]) -> bool:
    media = data.get("media")
    first = media[0] if isinstance(media, list) and media else data
    return isinstance(first, dict) and {"uri", "creation_timestamp"} <= first.keys()
