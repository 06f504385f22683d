"""The files that yt-dlp leaves under one name: the clip, its poster, and what is left beside them."""

import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from ugc.importers._downloads import link_to
from ugc.importers._fields import count, words
from ugc.importers._files import look, plain, shown
from ugc.importers._shelf import Shelved, kept_by_folder, shelf_of
from ugc.model.posts import FoundFile, FoundLink, MediaRole, Skipped

_RECORD = re.compile(r"(?i)(.+?)(?:\.info)?\.json")
_BESIDE = (  # what may follow a clip's own name, and what it is
    (re.compile(r"(?i)(?:f[\w-]{1,40}|temp)\.\w{2,5}"), "One part of a clip that was not put together."),
    (re.compile(r"(?i)\w{2,5}\.part(?:-frag\w+)?(?:\.part)?"), "An unfinished download."),
    (re.compile(r"(?i)(?:[\w-]+\.)?(?:vtt|srt|ass|ttml|lrc|json3|srv[1-3])"), "Subtitles; they are left."),
    (re.compile(r"(?i)(?:live_chat|rechat|comments)\.json"), "What people wrote beside a clip; it is left."),
    (re.compile(r"(?i)description"), "The words of a post, which its record has too."),
    (re.compile(r"(?i)annotations\.xml"), "Notes laid over a clip; they are left."),
    (re.compile(r"(?i)\w{1,20}\.(?:jpg|jpeg|png|webp|avif)"), "Another still of a clip."),
)
_MOST_EXTENSION = 60


@dataclass
class Found:
    """The media of a post, as far as they are there."""

    files: list[FoundFile] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    links: list[FoundLink] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


class Place:
    """A folder, with the names of the files in it."""

    def __init__(self, folder: Path) -> None:
        self.files = look(folder).files
        self._shelf = shelf_of(folder)
        self._stems: set[str] = set()

    def media(self, stem: str) -> list[Shelved]:
        """The media of a name; from here on what else bears it belongs to a record that was read."""
        self._stems.add(plain(stem))
        found = self._shelf.stemmed(stem, whole=True)
        return [place for place in found if place.path.stem == stem] or found

    def beside(self) -> list[Skipped]:
        """What else lies beside the clips of the records that were read."""
        found = []
        for path in self.files:
            why = self._left(plain(path.name))
            found += [Skipped(origin=shown(path), why=why, code="ignored")] if why else []
        return found

    def _left(self, name: str) -> str | None:
        for dot in [match.start() for match in re.finditer(r"\.", name)][-4:]:
            rest = name[dot + 1 :]
            if name[:dot] in self._stems and len(rest) <= _MOST_EXTENSION:
                return next((why for pattern, why in _BESIDE if pattern.fullmatch(rest)), None)
        return None


place_of = kept_by_folder(Place)
"""A folder's place: people name many files at a time."""


def stems_of(record: dict[str, Any], path: Path, *, sidecar: bool) -> list[str]:
    """The names that a record's media may bear: the record's own, or in a list of records those that they state."""
    if sidecar and (matched := _RECORD.fullmatch(path.name)):
        return [matched.group(1)]
    named = words(record, "_filename") or words(record, "filename")
    name = PureWindowsPath(
        PurePosixPath(named or "").name
    ).name  # never the folders: they are another machine's
    number = words(record, "id") or ""
    return [
        stem for stem in (PurePosixPath(name).stem, f"{words(record, 'title')} [{number}]", number) if stem
    ]


def find_files(records: list[tuple[dict[str, Any], list[str]]], place: Place, *, stills: bool) -> Found:
    """Find the media of a post's records, in their order, each by its names; `stills` when no clip is to be expected.

    A picture of a clip's name is its poster, and is so when the clip is not there.
    """
    found = Found()
    for index, (record, stems) in enumerate(records):
        there = next((media for stem in stems if (media := place.media(stem))), [])
        _take(there, found)
        if any(media.kind == "video" for media in there):
            continue
        if stills:
            found.missing.append("the pictures of the slideshow")
            continue
        number = count(record, "playlist_index") if len(records) > 1 else None
        link = _link(record, number - 1 if number else index)
        extension = words(record, "ext")
        stem = stems[0] if stems else "the clip"
        found.missing.append(link.name if link else f"{stem}.{extension}" if extension else stem)
        found.links += [link] if link else []
    return found


def _take(there: list[Shelved], found: Found) -> None:
    still: MediaRole = "poster"
    found.files += [FoundFile(path=media.path) for media in there if media.kind == "video"]
    for media in there:
        if media.kind == "image":
            found.files.append(FoundFile(path=media.path, role=still))
        elif media.kind == "sound":
            why = "The sound of a post; sound is not imported apart from its clip."
            found.skipped.append(Skipped(origin=shown(media.path), why=why, code="ignored"))


def _link(record: dict[str, Any], index: int) -> FoundLink | None:
    """The address of a clip that is one file; not of playlists of pieces, nor of YouTube, where all have one name."""
    whole = words(record, "protocol") in (None, "https", "http") and words(record, "vcodec") != "none"
    link = link_to(record.get("url"), place=index) if whole else None
    return link if link and link.name != "videoplayback" else None
