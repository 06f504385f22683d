"""What instaloader's JSON files are of, told by what is in them: plain or compressed with XZ."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from ugc.errors import InputError
from ugc.importers._fields import part, words
from ugc.importers._files import shown
from ugc.importers._hygiene import scrub
from ugc.importers._json import Document, documents, first, looks_like_json, parse
from ugc.importers._xz import is_packed_json, unpack
from ugc.model.posts import Skipped

COMMENTS = "comments"
POSTS = ("Post", "StoryItem")
_OF_ANOTHER = {"category", "subcategory", "media_type", "permalink", "extractor", "extractor_key"}
_BARE = {"taken_at_timestamp", "edge_media_to_caption", "edge_media_preview_like", "display_src"}
_BEGINNING = re.compile(rb'\s*\{\s*"(?:node|instaloader)"\s*:')


class Record(NamedTuple):
    """One record of a file."""

    path: Path
    origin: str
    kind: str
    """Post, StoryItem, Profile, Hashtag ... as instaloader has it, or `comments`."""
    data: Any
    """All of it, as in the file."""

    @property
    def node(self) -> dict[str, Any]:
        """What the record says of its post."""
        return node_of(self.data)

    @property
    def story(self) -> bool:
        return self.kind == "StoryItem"


def node_of(data: Any) -> dict[str, Any]:
    """The part of a record that tells of the post: all of it in those of version 3."""
    return part(data, "node") or (data if isinstance(data, dict) else {})


def kind_of(data: Any) -> str | None:
    """What a JSON document of instaloader's is of, or None when it is not one."""
    if isinstance(data, list):
        return COMMENTS if data and all(_is_comment(item) for item in data) else None
    if not isinstance(data, dict):
        return None
    told = words(part(data, "instaloader"), "node_type")
    if told and isinstance(data.get("node"), dict):
        return told
    if "node" in data and data.keys() <= {"node", "instaloader"}:
        data = data["node"]
    return "Post" if _is_bare(data) else None


def is_record(path: Path) -> bool:
    """Whether a file is one that instaloader wrote, or is compressed, begins like one, and cannot be read whole."""
    if looks_like_json(path):
        return kind_of(first(path)) is not None
    if not is_packed_json(path):
        return False
    unpacked = unpack(path)
    if unpacked.fault:
        return bool(_BEGINNING.match(unpacked.data))
    return kind_of(_parsed(path).data) is not None


def records(path: Path) -> Iterator[Record | Skipped]:
    """Yield the records of a file, and why there are none. Raises InputError when a plain one is no JSON."""
    packed = is_packed_json(path)
    if packed and (fault := unpack(path)).fault:
        yield Skipped(origin=shown(path), why=fault.fault or "", code=fault.code)
        return
    for document in [_parsed(path)] if packed else documents(path):
        origin = f"{shown(path)}, {document.place}" if document.place else shown(path)
        kind = kind_of(document.data)
        if document.fault:
            yield Skipped(origin=origin, why=scrub(document.fault))
        elif kind is None:
            yield Skipped(origin=origin, why="It is not a record that instaloader writes.")
        else:
            yield Record(path, origin, kind, document.data)


def _parsed(path: Path) -> Document:
    status = path.stat()
    return _parsed_as_it_was(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=1)  # a file is claimed, and then read
def _parsed_as_it_was(path: Path, _mtime_ns: int, _size: int) -> Document:
    try:
        return Document("", parse(unpack(path).data.decode("utf-8-sig"), path))
    except UnicodeDecodeError:
        return Document("", None, f"{shown(path)} is not text in UTF-8, as JSON must be.")
    except InputError as error:
        return Document("", None, error.message)


def _is_comment(data: Any) -> bool:
    return isinstance(data, dict) and {"text", "created_at", "owner"} <= data.keys()


def _is_bare(data: Any) -> bool:
    """Whether it is a post as Instagram's web answers have it: with a shortcode, and in no other tool's words."""
    if not isinstance(data, dict) or not words(data, "shortcode") or data.keys() & _OF_ANOTHER:
        return False
    graph = (words(data, "__typename") or "").removeprefix("XDT").startswith("Graph")
    return graph or bool(data.keys() & _BARE) or ("date" in data and "owner" in data)
