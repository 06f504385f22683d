"""The files of a folder that instaloader filled: a post's by the stem of its record, a carousel's by their numbers.

https://instaloader.github.io/basic-usage.html#filename-specification
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from ugc.errors import InputError
from ugc.files import open_regular
from ugc.importers._downloads import link_to
from ugc.importers._fields import part, parts, words
from ugc.importers._files import look, plain, shown
from ugc.importers._instaloader_records import Record, is_record, records
from ugc.importers._shelf import Shelved, kept_by_folder, shelf_of
from ugc.model.posts import FoundFile, FoundLink, MediaRole, Skipped
from ugc.tables import decode
from ugc.text import clean

MOST_ITEMS = 100
_MAX_TEXT = 1 << 20
_PLACE = "_location"
_RECORD = re.compile(r"(?i)(.+)\.json(?:\.xz)?")
_PROFILE = re.compile(r".+_([0-9]{1,20})")
_PICTURE_OF_PROFILE = re.compile(r"\d{4}(?:-\d\d){2}_\d\d(?:-\d\d){2}_UTC_(?:profile_pic|cover)\.\w+")


class Item(NamedTuple):
    """One picture or clip of a post, as its record tells of it."""

    clip: bool | None
    url: Any
    """As in the record, whatever it is."""


@dataclass
class Found:
    """The media of a post, as far as they are there."""

    files: list[FoundFile] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    links: list[FoundLink] = field(default_factory=list)

    def lacks(self, item: Item, name: str, place: int) -> None:
        """Note an item that is not there, and where it can be fetched."""
        link = link_to(item.url, place=place)
        extension = {True: ".mp4", False: ".jpg", None: ""}[item.clip]
        self.missing.append(link.name if link else f"{name}{extension}")
        self.links += [link] if link else []


class Place:
    """A folder, with the names of the records in it."""

    def __init__(self, folder: Path) -> None:
        self.files = look(folder).files
        self.spoken: set[str] = set()
        """Stems of the records whose posts were read."""
        self._shelf = shelf_of(folder)
        self._names = {path.name: path for path in self.files}
        self._records: dict[str, list[Path]] = {}
        self._profiles: dict[str, list[Path]] = {}
        for path in self.files:
            if matched := _RECORD.fullmatch(path.name):
                self._records.setdefault(plain(matched.group(1)), []).append(path)
                if numbered := _PROFILE.fullmatch(matched.group(1)):
                    self._profiles.setdefault(numbered.group(1), []).append(path)

    def twins(self, path: Path) -> list[Path]:
        """Other records of a record's stem: two posts of one second, or one post kept twice."""
        stem = stem_of(path)
        same = self._records.get(plain(stem), [])
        return [other for other in same if other != path and stem_of(other) == stem]

    def media(self, name: str, *, of: str) -> list[Shelved]:
        """The media of a name without extension, unless another record than that `of` a stem has this name."""
        if name != of and plain(name) in self._records:
            return []
        found = [place for place in self._shelf.stemmed(name, whole=True) if place.kind in ("image", "video")]
        return [place for place in found if place.path.stem == name] or found

    def words_of(self, stem: str) -> str | None:
        """The caption that instaloader wrote as `<stem>.txt`."""
        path = self._names.get(f"{stem}.txt")
        try:
            if path is None or path.stat().st_size > _MAX_TEXT:
                return None
            with open_regular(path) as file:
                return clean(decode(file.read(_MAX_TEXT)).text.removeprefix("\ufeff")).strip() or None
        except (InputError, OSError):
            return None

    def handle_of(self, number: str | None) -> str | None:
        """The handle of an account's number, by the profile's record `<handle>_<number>.json.xz`, where it is here."""
        for path in self._profiles.get(number or "", ()):
            for record in records(path) if is_record(path) else ():
                if (
                    isinstance(record, Record)
                    and record.kind == "Profile"
                    and words(record.node, "id") == number
                ):
                    return words(record.node, "username")
        return None

    def beside(self) -> list[Skipped]:
        """What else instaloader leaves: captions and places as text, pictures of profiles, the file `id`."""
        found = []
        for path in self.files:
            stem = plain(path.stem)
            why = None
            if _PICTURE_OF_PROFILE.fullmatch(path.name):
                why = "The picture of a profile, tag or highlight, which is no post."
            elif path.suffix == ".txt" and path.stem in self.spoken:
                why = "A caption that instaloader wrote; the record of its post is read."
            elif (
                path.suffix == ".txt" and stem.endswith(_PLACE) and stem.removesuffix(_PLACE) in self._records
            ):
                why = "The place of a post; places are not kept."
            elif path.name == "id":
                why = "The number of a profile, as instaloader keeps it."
            found += [Skipped(origin=shown(path), why=why, code="ignored")] if why else []
        return found


place_of = kept_by_folder(Place)
"""A folder's place: people name many files at a time."""


def stem_of(path: Path) -> str:
    """The name that a record shares with its media."""
    matched = _RECORD.fullmatch(path.name)
    return matched.group(1) if matched else path.stem


def items_of(node: dict[str, Any]) -> list[Item]:
    """What a post is made of, in its order; nothing for a carousel whose items the record does not list."""
    own = part(node, "iphone_struct")
    children = [part(edge, "node") for edge in parts(part(node, "edge_sidecar_to_children"), "edges")]
    children = children or parts(own, "carousel_media") or parts(node, "carousel_media")
    if children or is_carousel(node):
        return [_item(child) for child in children[:MOST_ITEMS]]
    item = _item(node)
    apart = _item(own) if own else item
    return [Item(apart.clip if item.clip is None else item.clip, item.url or apart.url)]


def is_carousel(node: dict[str, Any]) -> bool:
    """Whether a post has several items."""
    own = part(node, "iphone_struct")
    named = (words(node, "__typename") or "").endswith("Sidecar")
    return (
        named
        or "8" in (words(own, "media_type"), words(node, "media_type"))
        or bool(parts(part(node, "edge_sidecar_to_children"), "edges"))
    )


def _item(node: dict[str, Any]) -> Item:
    clip = _is_clip(node)
    pictures = parts(part(node, "image_versions2"), "candidates")
    picture = (
        node.get("display_url") or node.get("display_src") or (pictures[0].get("url") if pictures else None)
    )
    versions = parts(node, "video_versions") or parts(node, "video_resources")
    video = node.get("video_url") or (versions[0].get("url") or versions[0].get("src") if versions else None)
    return Item(clip, video if clip else picture)


def _is_clip(node: dict[str, Any]) -> bool | None:
    told = node.get("is_video")
    if isinstance(told, bool):
        return told
    name, number = words(node, "__typename") or "", words(node, "media_type")
    if name.endswith("Video") or number == "2":
        return True
    return False if name.endswith("Image") or number == "1" else None


def find_files(node: dict[str, Any], stem: str, place: Place) -> Found:
    """Find a post's media: `<stem>.jpg`, or of a carousel `<stem>_1.jpg`, `<stem>_2.mp4` and on."""
    found = Found()
    items = items_of(node)
    if not is_carousel(node):
        for item in items:
            _take(item, stem, 0, place.media(stem, of=stem), found)
        return found
    number = 0
    for number, item in enumerate(items, 1):
        name = f"{stem}_{number}"
        _take(item, name, number - 1, place.media(name, of=stem), found)
    while number < MOST_ITEMS and (more := place.media(f"{stem}_{number + 1}", of=stem)):
        number += 1
        _take(Item(None, None), f"{stem}_{number}", number - 1, more, found)
    if not items and not found.files:
        found.missing.append(f"{stem}_1")
    return found


def _take(item: Item, name: str, place: int, there: list[Shelved], found: Found) -> None:
    """Take the files of one item; the picture of a clip's name is its poster."""
    clip = item.clip if item.clip is not None else any(file.kind == "video" for file in there)
    wanted = "video" if clip else "image"
    own = [file for file in there if file.kind == wanted]
    still: MediaRole = "poster"
    found.files += [FoundFile(path=file.path) for file in own]
    if clip:
        found.files += [FoundFile(path=file.path, role=still) for file in there if file.kind == "image"]
    if not own:
        found.lacks(item, name, place)
