"""The small records that people keep beside media: `clip.mp4.json`, `clip.json`, `info.json`, `clip.txt`."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from ugc.errors import InputError, nearest
from ugc.files import open_regular
from ugc.importers import _columns as columns
from ugc.importers._files import plain, shown
from ugc.importers._hygiene import sanitize, scrub
from ugc.importers._json import documents
from ugc.importers._media import Named, find_named
from ugc.model.posts import FoundFile, Skipped
from ugc.tables import decode
from ugc.text import clean

_MAX_TEXT = 1 << 20
_FOLDER_NOTE = "info.json"
_JSON = (".json", ".jsonl", ".ndjson")
_ITEM = re.compile(r"(\d{4}(?:-\d\d){2}_\d\d(?:-\d\d){2}_utc)_([0-9]{1,3})")


@dataclass(frozen=True)
class Note:
    """One record: named values, and which media it speaks of."""

    path: Path
    cells: Mapping[str, list[str]]
    raw: Any = None
    dropped: tuple[str, ...] = ()
    named: Named | None = None
    """The media that it names itself, where it does."""


@dataclass
class Notes:
    """The records of a folder by what they speak of, the most trusted first."""

    of_file: dict[str, list[Note]] = field(default_factory=dict)
    """By a media file's whole name, NFC and case-folded."""
    of_stem: dict[str, list[Note]] = field(default_factory=dict)
    naming: list[Note] = field(default_factory=list)
    """Those that name their media themselves."""
    of_folder: Note | None = None
    alone: list[Note] = field(default_factory=list)
    """Those whose media are not there."""
    skipped: list[Skipped] = field(default_factory=list)
    read: set[Path] = field(default_factory=set)
    """Every file that was dealt with here."""
    carousels: set[str] = field(default_factory=set)
    """Names of instaloader's posts that are there as items alone: `<name>_1.jpg`, `<name>_2.mp4`."""

    def names(self, file: FoundFile | Path) -> list[Note]:
        """The records of one file's own name."""
        path = file if isinstance(file, Path) else file.path
        return self.of_file.get(plain(path.name), [])

    def stems(self, path: Path) -> list[Note]:
        """The records of a file's stem, or else of the post that it is an item of."""
        whole = item_of(path)[0]
        return self.of_stem.get(plain(path.stem)) or (
            self.of_stem.get(whole, []) if whole in self.carousels else []
        )

    def speak_of(self, path: Path) -> bool:
        """Whether a record is of one file alone."""
        return bool(self.names(path) or self.of_stem.get(plain(path.stem)))


def item_of(path: Path) -> tuple[str, int]:
    """The name that a file of a carousel shares with the others as instaloader names them, and its number, or 0.

    https://instaloader.github.io/basic-usage.html#filename-specification
    """
    stem = plain(path.stem)
    matched = _ITEM.fullmatch(stem)
    return (matched.group(1), int(matched.group(2))) if matched else (stem, 0)


def find_notes(folder: Path, files: Collection[Path], media: Collection[Path]) -> Notes:
    """Read the small records among some files of a folder, and match them with the media by name."""
    notes = Notes()
    names = {plain(path.name) for path in media}
    stems = {plain(path.stem) for path in media}
    notes.carousels = {whole for whole, item in map(item_of, media) if item} - stems
    stems |= notes.carousels
    ordered = sorted(files, key=lambda path: (path.suffix.lower() == ".txt", path.name))
    for path in ordered:
        if path.suffix.lower() not in (*_JSON, ".txt") or path in media:
            continue
        notes.read.add(path)
        try:
            note = _json_note(path, folder) if path.suffix.lower() in _JSON else _text_note(path)
        except InputError as error:
            why = scrub(error.message)
            notes.skipped.append(Skipped(origin=shown(path), why=why, code="not_understood"))
            continue
        _place(note, notes, names, stems)
    return notes


def _place(note: Note, notes: Notes, names: set[str], stems: set[str]) -> None:
    whole, inner = plain(note.path.stem), plain(Path(note.path.stem).stem)
    if note.named and (note.named.files or note.named.skipped):
        notes.naming.append(note)
    elif whole in names:
        notes.of_file.setdefault(whole, []).append(note)
    elif whole in stems or inner in stems:
        notes.of_stem.setdefault(whole if whole in stems else inner, []).append(note)
    elif note.path.name.lower() == _FOLDER_NOTE:
        notes.of_folder = note
    else:
        notes.alone.append(note)


def _json_note(path: Path, folder: Path) -> Note:
    found = list(islice(documents(path), 2))
    data = found[0].data if found else None
    if len(found) != 1 or found[0].fault:
        raise InputError("It holds several JSON documents, where one record was expected.")
    if not isinstance(data, dict):
        raise InputError("It is JSON, but not a record with named fields such as url, handle and caption.")
    cells: dict[str, list[str]] = {}
    for name, value in data.items():
        column = columns.column_of(str(name))
        if column in ("audio", "music") and isinstance(value, dict):
            _hear(value, cells)
        elif column and (text := _cell(value)):
            cells.setdefault(column, []).append(text)
    if not cells:
        raise InputError(_no_field(list(data)))
    raw, dropped = sanitize(data)
    media = next(iter(cells.get("media", ())), None)
    named = find_named(media, folder, origin=shown(path)) if media else None
    return Note(path, cells, raw, dropped, named)


def _hear(told: dict[str, Any], cells: dict[str, list[str]]) -> None:
    """Take a record of a sound as the cells that a sheet would have: its kind, title and artist."""
    for name, column in (("kind", "audio"), ("type", "audio"), ("title", "song"), ("artist", "artist")):
        if text := _cell(told.get(name)):
            cells.setdefault(column, []).append(text)


def _no_field(names: list[str]) -> str:
    if any(columns.column_of(name) for name in names):
        return "It is JSON, but nothing that it says of a post has a value that can be read."
    close = next(((name, near) for name in names[:50] if (near := nearest(name, columns.names()))), None)
    hint = f" {close[0][:40]!r} looks like {close[1]!r}." if close else ""
    return f"It is JSON, but without a field that is known, such as url, handle and caption.{hint}"


def _cell(value: Any) -> str:
    """Write a JSON value as a cell: lists part their values by line ends, which no name holds."""
    if isinstance(value, list):
        return "\n".join(filter(None, (_cell(item) for item in value if not isinstance(item, list))))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1 << 53:
        return str(int(value))
    if isinstance(value, int | float):
        return str(value)
    return clean(value).strip() if isinstance(value, str) else ""


def _text_note(path: Path) -> Note:
    with open_regular(path) as file:
        data = file.read(_MAX_TEXT + 1)
    if len(data) > _MAX_TEXT:
        raise InputError("The text is longer than 1 MiB, so it is no caption.")
    text = clean(decode(data).text.removeprefix("\ufeff")).strip()
    return Note(path, {"caption": [text]} if text else {}, {"caption": text})
