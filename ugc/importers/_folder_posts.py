"""From media and the records beside them to posts; and what to say of files that are neither."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from ugc import identity
from ugc.importers import _foreign
from ugc.importers._files import first_bytes, media_kind, plain, shown
from ugc.importers._folder_groups import Group
from ugc.importers._folder_notes import Note, Notes
from ugc.importers._rows import Reading, post_of
from ugc.model.base import canonical
from ugc.model.posts import FoundPost, Skipped

SOURCE = "folder"
CAPTION_TRUST = 10
_MEDIA_SUFFIXES = frozenset(
    ".jpg .jpeg .png .webp .avif .heic .heif .gif .tif .tiff .svg .mp4 .mov .m4v .webm .mkv .avi .3gp".split()
)
"""A file that is no media is somebody's fault only where its name says that it is."""


def build(group: Group) -> Iterator[FoundPost | Skipped]:
    """Yield the post of a group: what a less trusted record says fills only what the others leave open."""
    cells: dict[str, list[str]] = {}
    for note in group.notes:
        if note.named:
            yield from note.named.skipped
        for column, values in note.cells.items():
            cells.setdefault(column, values)
    if group.key and not (cells.get("url") or cells.get("id")):
        cells["url"] = [identity.canonical_link(group.key) or ""]
    origin = shown(group.notes[0].path if group.notes else group.files[0].path)
    alt = next(iter(cells.get("alt", ())), None)
    files = tuple(file.model_copy(update={"alt": alt}) if alt else file for file in group.files)
    raw = {note.path.name: note.raw for note in group.notes if note.raw}
    found: dict[str, Any] = {
        "source": SOURCE,
        "origin": origin,
        "caption_trust": CAPTION_TRUST,
        "files": files,
        "missing": tuple(name for note in group.notes if note.named for name in note.named.missing),
        "raw": _raw(raw),
        "dropped": tuple(dict.fromkeys(name for note in group.notes for name in note.dropped)),
    }
    yield post_of(cells, found=found, reading=Reading(), has_media=bool(files))


def leftover(
    files: Collection[Path], notes: Notes, *, taken: Collection[Path], media: Collection[Path]
) -> Iterator[FoundPost | Skipped]:
    """Yield records whose media are not there, and say of every other file why it was passed over."""
    yield from notes.skipped
    spoken = {plain(path.name) for path in taken} | {plain(path.stem) for path in taken}
    for note in notes.alone:
        if {plain(note.path.stem), plain(Path(note.path.stem).stem)} & spoken:
            why = "Another record speaks for its media, and was taken instead."
            yield Skipped(origin=shown(note.path), why=why, code="ignored")
        elif note.path.suffix.lower() == ".txt":
            why = "A text that no picture or clip goes with."
            yield Skipped(origin=shown(note.path), why=why, code="ignored")
        else:
            yield from _without_media(note)
    for path in files:
        if path not in notes.read and path not in media:
            yield _passed_over(path)


def _without_media(note: Note) -> Iterator[FoundPost | Skipped]:
    found: dict[str, Any] = {
        "source": SOURCE,
        "origin": shown(note.path),
        "caption_trust": CAPTION_TRUST,
        "missing": tuple(note.named.missing) if note.named else (),
        "raw": _raw(note.raw),
        "dropped": note.dropped,
    }
    yield post_of(note.cells, found=found, reading=Reading(), has_media=False)


def _raw(record: Any) -> str | None:
    return canonical(record) if record else None


def _passed_over(path: Path) -> Skipped:
    origin = shown(path)
    foreign = _foreign.by_name(path)
    if foreign:
        return Skipped(origin=origin, why=f"It is {foreign}.", code="unsupported")
    if media_kind(path) == "sound":
        return Skipped(
            origin=origin, why="A sound file; only pictures and clips are posts.", code="not_media"
        )
    head = first_bytes(path).lstrip().lower()
    if head.startswith(b"%pdf"):
        why = "A PDF, neither a picture nor a clip."
    elif head.startswith((b"<!doctype html", b"<html")):
        why = "A web page, whatever its name; if it is a platform's own export, ask for JSON instead."
    elif head.startswith((b"<?xml", b"<svg")):
        why = "A drawing or document in XML, whatever its name; neither a photo nor a clip."
    else:
        why = "By its content it is neither a picture nor a clip."
    claims = path.suffix.lower() in {*_MEDIA_SUFFIXES, ".html", ".htm"}
    return Skipped(origin=origin, why=why, code="not_media" if claims else "ignored")
