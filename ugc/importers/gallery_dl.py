"""gallery-dl's metadata: a sidecar for each file, `info.json`, `-j` arrays and JSON lines.

A carousel is one post with a sidecar for each of its files; they are brought together by the post and put in
its order. Only Instagram and TikTok are understood; other sites are named and left.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

from ugc.errors import InputError
from ugc.importers import _gallery_dl_posts as posts
from ugc.importers._fields import words
from ugc.importers._files import look, shown
from ugc.importers._gallery_dl_files import Entry
from ugc.importers._hygiene import scrub
from ugc.importers._json import Document, documents, first, looks_like_json
from ugc.importers._receipts import Known, Remembered
from ugc.model.posts import FoundPost, Skipped
from ugc.model.receipts import KnownPost

NAME = "gallery-dl"
TAKES_RECEIPTS = True
_POST, _FILE, _QUEUE, _ERROR = 2, 3, 6, -1  # the messages of `-j`


def claims(path: Path) -> bool:
    """Whether a file holds metadata that gallery-dl wrote."""
    return looks_like_json(path) and _is_ours(first(path))


def read(path: Path, *, known: Known | None = None) -> Iterator[FoundPost | KnownPost | Skipped]:
    """Yield the posts of one metadata file, or of all those that lie directly in a folder.

    `known` is what was read before of a folder's files; None where they have to be read in any case.
    """
    if not path.is_dir():
        yield from _posts(_entries_of(path), None)
        return
    files = look(path).files
    yield from _posts(_of_files(known.remembered(files, NAME) if known else files), known)


def _of_files(files: Iterable[Path | Remembered]) -> Iterator[Entry | Remembered | Skipped]:
    for file in files:
        if isinstance(file, Remembered):
            yield file
        elif looks_like_json(file):
            yield from _ours(file)


def _ours(path: Path) -> Iterator[Entry | Skipped]:
    try:
        if _is_ours(first(path)):
            yield from _entries_of(path)
    except InputError as error:
        yield Skipped(origin=shown(path), why=error.message)


def _is_ours(data: Any) -> bool:
    if isinstance(data, dict):
        return _is_record(data)
    if not isinstance(data, list) or not data:
        return False
    if _is_message(data):
        return True
    return all(_is_message(item) for item in data) or all(_is_record(item) for item in data)


def _is_record(data: Any) -> bool:
    return isinstance(data, dict) and {"category", "subcategory"} <= data.keys()


def _is_message(data: Any) -> bool:
    if not isinstance(data, list) or not 2 <= len(data) <= 3 or data[0] not in (_POST, _FILE, _QUEUE, _ERROR):
        return False
    return isinstance(data[-1], dict) and not isinstance(data[0], bool)


def _entries_of(path: Path) -> Iterator[Entry | Skipped]:
    """Yield what a metadata file says of each media file, or of a post without saying its files."""
    for document in documents(path):
        origin = f"{shown(path)}, {document.place}" if document.place else shown(path)
        if document.fault:
            yield Skipped(origin=origin, why=scrub(document.fault))
        else:
            yield from _from_document(document, path, origin)


def _from_document(document: Document, path: Path, origin: str) -> Iterator[Entry | Skipped]:
    data = document.data
    if isinstance(data, dict):
        yield from _entry(data, path, origin, sole=not document.place, digest=document.digest)
    elif isinstance(data, list) and _is_message(data):
        yield from _message(data, path, origin)
    elif isinstance(data, list):
        for index, item in enumerate(data):
            here = f"{origin}, entry {index + 1}"
            if isinstance(item, list) and _is_message(item):
                yield from _message(item, path, here)
            elif isinstance(item, dict):
                yield from _entry(item, path, here, sole=False)
            else:
                yield Skipped(origin=here, why="It is neither a message nor a record of gallery-dl.")
    else:
        yield Skipped(origin=origin, why="It is neither a message nor a record of gallery-dl.")


def _message(message: list[Any], path: Path, origin: str) -> Iterator[Entry | Skipped]:
    kind, record = message[0], message[-1]
    if kind == _ERROR:
        why = words(record, "message") or words(record, "error") or "no reason given"
        yield Skipped(origin=origin, why=f"gallery-dl reported an error: {scrub(why)[:300]}")
    elif kind in (_POST, _FILE):
        for entry in _entry(record, path, origin, sole=False, whole=kind == _POST):
            at = message[1] if kind == _FILE and isinstance(message[1], str) else None
            yield replace(entry, address=at) if at and isinstance(entry, Entry) else entry


def _entry(
    record: dict[str, Any],
    path: Path,
    origin: str,
    *,
    sole: bool,
    whole: bool = False,
    digest: bytes | None = None,
) -> Iterator[Entry | Skipped]:
    site = words(record, "category") or "an unnamed site"
    key = posts.key_of(record)
    if site not in ("instagram", "tiktok"):
        why = f"gallery-dl's record of {site[:40]}: only Instagram and TikTok are understood."
        yield Skipped(origin=origin, why=why, code="unsupported")
    elif key is None and posts.is_story(record):
        return  # the reel, not one of its stories
    elif key is None:
        yield Skipped(origin=origin, why="The record names no post: its shortcode or id is missing.")
    else:
        yield Entry(
            key=key, record=record, origin=origin, path=path, sidecar=sole, whole=whole, digest=digest
        )


def _posts(
    entries: Iterator[Entry | Remembered | Skipped], known: Known | None
) -> Iterator[FoundPost | KnownPost | Skipped]:
    """Bring entries of one post together.

    They stand side by side in gallery-dl's own naming, and a post is yielded when the next one begins; where a
    naming of the person's own scatters them, the incomplete ones wait, and only their places are remembered.
    """
    group: list[Entry | Remembered] = []
    gathered = _Gathered(known)
    for entry in entries:
        if isinstance(entry, Skipped):
            yield entry
            continue
        if group and group[0].key != entry.key:
            yield from gathered.close(group)
            group = []
        group.append(entry)
    if group:
        yield from gathered.close(group)
    yield from gathered.late()


class _Gathered:
    """What came of a folder so far: the posts that are done, and the entries that wait for others of theirs."""

    def __init__(self, known: Known | None) -> None:
        self._known = known
        self._waiting: dict[str, list[Entry]] = {}
        self._done: set[str] = set()

    def close(self, group: Sequence[Entry | Remembered]) -> Iterator[FoundPost | KnownPost | Skipped]:
        """Yield the post of entries that stand side by side, or let them wait."""
        key, first = group[0].key, group[0]
        new = key not in self._waiting and key not in self._done
        if isinstance(first, Remembered) and len(group) == 1 and new:
            self._done.add(key)
            yield first.post
            return
        read = [item for part in group for item in _read_again(part)]
        yield from (item for item in read if isinstance(item, Skipped))
        # One key, unless a file was rewritten since it was looked up.
        for key, some in groupby([item for item in read if isinstance(item, Entry)], lambda entry: entry.key):
            yield from self._close(key, list(some))

    def _close(self, key: str, group: list[Entry]) -> Iterator[FoundPost | Skipped]:
        if key not in self._waiting and key not in self._done and posts.is_complete(group):
            self._done.add(key)
            yield from posts.build(group, self._receipts(group))
        else:
            self._waiting.setdefault(key, []).extend(entry.unloaded() for entry in group)

    def late(self) -> Iterator[FoundPost | Skipped]:
        """Yield the posts whose entries waited for others; a lone `info.json` repeats a post's record."""
        for key, late in self._waiting.items():
            if key not in self._done or any(entry.path.name != "info.json" for entry in late):
                yield from posts.build([entry.loaded() for entry in late])

    def _receipts(self, group: Sequence[Entry]) -> tuple[bytes, ...]:
        """The marks of the files of a group, where each of them can be known again."""
        if self._known is None:
            return ()
        marks = [self._known.mark(entry.path, entry.digest) for entry in group if entry.digest]
        return tuple(marks) if len(marks) == len(group) else ()


def _read_again(part: Entry | Remembered) -> Iterator[Entry | Skipped]:
    if isinstance(part, Entry):
        yield part
        return
    for file in part.files:
        yield from _ours(file)
