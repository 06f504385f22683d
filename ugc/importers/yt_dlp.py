"""yt-dlp's `.info.json` beside each clip, and what `--dump-json` prints: Instagram, TikTok and YouTube.

Told by content. A carousel of Instagram is a record of its own and one for each clip in it; pictures are not among
them. https://github.com/yt-dlp/yt-dlp
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ugc.errors import InputError
from ugc.importers import _yt_dlp_posts as posts
from ugc.importers._fields import parts, words
from ugc.importers._files import look, shown
from ugc.importers._hygiene import scrub
from ugc.importers._json import documents, first, looks_like_json
from ugc.importers._yt_dlp_files import Place, place_of
from ugc.importers._yt_dlp_posts import Entry
from ugc.model.posts import FoundPost, Skipped

NAME = "yt-dlp"
_TELLING = {"webpage_url", "original_url", "_type", "_version", "webpage_url_domain"}


def claims(path: Path) -> bool:
    """Whether a file holds records that yt-dlp wrote."""
    return looks_like_json(path) and _is_ours(first(path))


def read(path: Path) -> Iterator[FoundPost | Skipped]:
    """Yield the posts of one file of records, or of all those that lie directly in a folder."""
    if not path.is_dir():
        yield from _posts(_entries(path), place_of(path.parent))
        return
    place = Place(path)
    yield from _posts((entry for file in look(path).files for entry in _ours(file)), place)
    yield from place.beside()


def _ours(path: Path) -> Iterator[Entry | Skipped]:
    try:
        if claims(path):
            yield from _entries(path)
    except InputError as error:
        yield Skipped(origin=shown(path), why=error.message)


def _is_ours(data: Any) -> bool:
    if isinstance(data, list):
        return bool(data) and all(isinstance(item, dict) and _is_ours(item) for item in data)
    return isinstance(data, dict) and bool(posts.extractor_of(data)) and bool(data.keys() & _TELLING)


def _entries(path: Path) -> Iterator[Entry | Skipped]:
    """Yield the records of a file, also those that a record of a list holds."""
    for document in documents(path):
        origin = f"{shown(path)}, {document.place}" if document.place else shown(path)
        if document.fault:
            yield Skipped(origin=origin, why=scrub(document.fault))
            continue
        several = isinstance(document.data, list)
        for number, record in enumerate(document.data if several else [document.data], 1):
            here = f"{origin}, record {number}" if several else origin
            sidecar = not (several or document.place)
            if isinstance(record, dict) and _is_ours(record):
                yield from _of_record(record, path, here, sidecar=sidecar)
            else:
                yield Skipped(origin=here, why="It is not a record that yt-dlp writes.")


def _of_record(
    record: dict[str, Any], path: Path, origin: str, *, sidecar: bool
) -> Iterator[Entry | Skipped]:
    site = posts.site_of(record)
    inside = parts(record, "entries")
    listed = words(record, "_type") in ("playlist", "multi_video")
    key = posts.key_of(record, site) if site else None
    if listed and (site != "instagram" or posts.is_story(record) or key is None):
        if not inside:
            why = "A list of clips, each of which has a record of its own."
            yield Skipped(origin=origin, why=why, code="ignored")
    elif site is None:
        name = scrub(posts.extractor_of(record))[:40]
        why = f"yt-dlp's record of {name}: only Instagram, TikTok and YouTube are understood."
        yield Skipped(origin=origin, why=why, code="unsupported")
    elif key is None:
        yield Skipped(origin=origin, why="The record names no post: it has neither its id nor its address.")
    else:
        yield Entry(record=record, origin=origin, path=path, site=site, key=key, sidecar=sidecar)
    for number, entry in enumerate(inside, 1):
        here = f"{origin}, entry {number}"
        if words(entry, "_type") in ("playlist", "multi_video"):
            yield Skipped(origin=here, why="A list within a list, which is not looked into.")
        elif _is_ours({"webpage_url": words(record, "webpage_url"), **entry}):
            yield from _of_record({**entry, "entries": None}, path, here, sidecar=False)
        else:
            yield Skipped(
                origin=here, why="The entry of a list, without a record of its own.", code="ignored"
            )


def _posts(entries: Iterator[Entry | Skipped], place: Place) -> Iterator[FoundPost | Skipped]:
    """Bring the records of a carousel together; all others are posts by themselves."""
    waiting: dict[str, list[Entry]] = {}
    for entry in entries:
        if isinstance(entry, Skipped):
            yield entry
        elif entry.in_carousel:
            waiting.setdefault(entry.key, []).append(entry)
        else:
            yield from posts.build([entry], place)
    for group in waiting.values():
        yield from posts.build(group, place)
