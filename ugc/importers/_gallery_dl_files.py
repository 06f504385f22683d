"""gallery-dl's records of single files, and the media that they are of."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ugc import identity
from ugc.addresses import is_web
from ugc.importers._fields import count, part, parts, words
from ugc.importers._files import plain, shown
from ugc.importers._json import first
from ugc.importers._shelf import Shelf, Shelved, shelf_of
from ugc.model.posts import FoundFile, FoundLink, MediaRole, Skipped

_STILL = re.compile(r"(?i)\.(jpe?g|png|webp|avif|heic)$")


@dataclass(frozen=True)
class Entry:
    """What one record says of a post, and of one of its files."""

    key: str
    record: dict[str, Any]
    origin: str
    path: Path
    sidecar: bool
    """The record is the only one in its file, which stands beside the media or in its folder."""
    whole: bool = False
    """It tells of the post and of none of its files."""
    digest: bytes | None = None
    """sha256 of a sidecar's bytes."""
    address: str | None = field(default=None, repr=False)
    """Where its file can be fetched, signature included."""

    def unloaded(self) -> "Entry":
        """The same without its record, where that can be read again."""
        return replace(self, record={}) if self.sidecar else self

    def loaded(self) -> "Entry":
        if self.record or not self.sidecar:
            return self
        record = first(self.path)
        return replace(self, record=record) if isinstance(record, dict) else self


@dataclass
class Found:
    """The media of a post, as far as they are there."""

    files: list[FoundFile] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    links: list[FoundLink] = field(default_factory=list)

    def miss(self, entries: Iterable[Entry]) -> None:
        """Note files that are not there, with their addresses where the records have one."""
        for entry in entries:
            name = _name(entry)
            self.missing.append(name)
            if entry.address and all(link.name != name for link in self.links):
                place = max((count(entry.record, "num") or 1) - 1, 0)
                role: MediaRole = "poster" if _is_poster(entry) else "original"
                self.links.append(FoundLink(url=entry.address, name=name, place=place, role=role))

    def has(self, path: Path) -> bool:
        return any(file.path == path for file in self.files)


def place_of(record: dict[str, Any]) -> int | str:
    """Which item of its post a file is: its number, or its media id where there is only one."""
    return count(record, "num") or (words(record, "media_id") or "").rstrip("p")


def expected(record: dict[str, Any]) -> int:
    """How many items the post is said to have."""
    return count(record, "count") or len(parts(part(record, "imagePost"), "images")) or 1


def address_of(entry: Entry) -> str | None:
    """Where the file of a record that was not cleaned yet can be fetched; None where it does not say."""
    names = ("display_url",) if _is_poster(entry) else ("video_url", "display_url")
    told = (words(entry.record, name) for name in names)
    return next((url for url in (entry.address, *told) if url and is_web(url)), None)


def _is_poster(entry: Entry) -> bool:
    """Whether a record is of the still of a clip, which gallery-dl saves beside it."""
    return bool(words(entry.record, "video_url")) and _STILL.search(_name(entry)) is not None


def find_files(group: list[Entry]) -> Found:
    """Find the post's media on disk: by the sidecar's own name, by media number, or by the post's number."""
    found = Found()
    single = [entry for entry in group if not entry.whole]
    shelf = shelf_of(group[0].path.parent)
    named = [(entry, _on_disk(entry, shelf)) for entry in single]
    if any(places for _, places in named):
        for entry, places in named:
            for place in places:
                _take(place, found, still=_is_still(entry.record, place))
        found.miss(entry for entry, places in named if not places)
    elif loose := shelf.numbered(_number(group[0])):
        _take_loose(loose, group[0].record, found)
    else:
        found.miss(single)
    _take_beside(shelf, found)
    found.missing += _absent_items(single)
    return found


def _take_loose(places: list[Shelved], record: dict[str, Any], found: Found) -> None:
    clips = {plain(place.path.stem) for place in places if place.kind == "video"}
    for place in places:
        still = words(record, "post_type") == "video" or plain(place.path.stem) in clips
        _take(place, found, still=still and place.kind == "image")


def _take_beside(shelf: Shelf, found: Found) -> None:
    """A picture of a clip's name is its poster, though no record says so."""
    for video in [file for file in found.files if file.role == "original"]:
        beside = shelf.beside(video.path)
        if beside and Shelved(video.path).kind == "video":
            for place in beside:
                if place.kind != "video":
                    _take(place, found, still=True)


def _absent_items(single: list[Entry]) -> list[str]:
    present = {place_of(entry.record) for entry in single}
    total = expected(single[0].record) if single else 0
    if not 1 < total <= 100 or not all(isinstance(place, int) for place in present):
        return []
    return [f"item {number} of {total}" for number in range(1, total + 1) if number not in present]


def _is_still(record: dict[str, Any], place: Shelved) -> bool:
    of_video = bool(words(record, "video_url")) or words(record, "post_type") == "video"
    return of_video and place.kind == "image"


def _on_disk(entry: Entry, shelf: Shelf) -> list[Shelved]:
    if shelf.is_empty:
        return []
    if entry.sidecar and entry.path.suffix == ".json":
        beside = shelf.named(entry.path.name.removesuffix(".json"))
        if beside:
            return [beside]
        same_stem = shelf.stemmed(entry.path.name.removesuffix(".json"))
        if same_stem:
            return same_stem
    record = entry.record
    media = words(record, "media_id")
    stems = [f"{words(record, 'sidecar_media_id')}_{media}", media, words(record, "filename")]
    for name in stems:
        places = shelf.stemmed(name, whole=True) if name else []
        if places:
            return places
    return []


def _number(entry: Entry) -> str:
    """The number that gallery-dl's file names of this post begin with."""
    space, _, name = entry.key.partition(":")
    return name if space == "tt" else str(identity.pk_from_shortcode(name))


def _name(entry: Entry) -> str:
    if entry.sidecar and entry.path.name != "info.json":
        return entry.path.name.removesuffix(".json")
    media, extension = words(entry.record, "media_id"), words(entry.record, "extension")
    return f"{media or _number(entry)}.{extension}" if extension else media or _number(entry)


def _take(place: Shelved, found: Found, *, still: bool) -> None:
    if found.has(place.path):
        return
    kind = place.kind
    if kind in ("image", "video"):
        found.files.append(FoundFile(path=place.path, role="poster" if still else "original"))
        return
    why = "It stands beside its record, but it is neither a picture nor a clip."
    if kind == "sound":
        why = "A sound file beside its post; sound is not imported apart from its clip."
    code = "ignored" if kind == "sound" else "not_media"
    found.skipped.append(Skipped(origin=shown(place.path), why=why, code=code))
