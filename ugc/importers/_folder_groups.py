"""Which media of a folder are one post."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ugc import identity
from ugc.importers._files import plain
from ugc.importers._folder_notes import Note, Notes, item_of
from ugc.model.posts import FoundFile, MediaRole

Kinds = Mapping[Path, str | None]
"""Media to `image` or `video`, by their first bytes."""

_IG = re.compile(r"ig_([A-Za-z0-9_-]{11})(?:_[0-9]{1,2})?")
_TT = re.compile(r"tt_([0-9]{18,19})(?:_[0-9]{1,2})?")
_YT = re.compile(r"yt_([A-Za-z0-9_-]{11})")
_GALLERY_DL_IG = re.compile(r"([0-9]{17,20})(?:_[0-9]{17,20})?p?")
_GALLERY_DL_TT = re.compile(r"([0-9]{18,19})(?:_[0-9]{2})?(?: .*)?")
_LIVE = {".heic", ".heif", ".jpg", ".jpeg"}


@dataclass(frozen=True)
class Group:
    """The media of one post and what speaks of them, the most trusted first."""

    files: tuple[FoundFile, ...]
    notes: tuple[Note, ...] = ()
    key: str | None = None
    """The post's key by the file names alone."""


def group_media(kinds: Kinds, notes: Notes) -> Iterator[Group]:
    """Bring the media of a folder together, in the order of their names.

    One stem: a picture and a clip are a poster and its video; several files that one record speaks of are a
    carousel. Files without any record stay apart, unless their names state the same post, or items of one.
    """
    named = {file.path for note in notes.naming for file in (note.named.files if note.named else ())}
    for note in notes.naming:
        yield Group(tuple(note.named.files) if note.named else (), _with_folder((note,), notes))
    media = [path for path in kinds if path not in named]
    unspoken: list[list[Path]] = []
    for family in _families(media, kinds, notes):
        own = _own_notes(family, notes)
        if own:
            yield Group(_roles(family, kinds), _with_folder(own, notes), _key(family))
        else:
            unspoken.append(family)
    if notes.of_folder and _names_post(notes.of_folder):
        together = [path for family in unspoken for path in family]
        if together:
            yield Group(_roles(together, kinds), (notes.of_folder,))
        return
    folder_note = (notes.of_folder,) if notes.of_folder else ()
    yield from _by_name(unspoken, kinds, folder_note)


def _by_name(families: list[list[Path]], kinds: Kinds, folder_note: tuple[Note, ...]) -> Iterator[Group]:
    same: dict[str, list[Path]] = defaultdict(list)
    for family in families:
        same[_key(family) or str(family[0])] += family
    for name, paths in same.items():
        key = _key(paths)
        yield Group(_roles(paths, kinds), folder_note, key if key == name else None)


def _families(media: list[Path], kinds: Kinds, notes: Notes) -> Iterator[list[Path]]:
    """Part the media of a stem where each has a record of its own, or nothing says that they belong together.

    The items of a carousel belong together by the names that instaloader gives them.
    """
    stems: dict[str, list[Path]] = defaultdict(list)
    for path in media:
        whole, item = item_of(path)
        carousel = item and not notes.speak_of(path)
        stems[f"{whole}/" if carousel else plain(path.stem)].append(path)  # no name holds a slash
    for name, same in stems.items():
        spoken = [path for path in same if notes.names(path)]
        mixed = {kinds[path] for path in same} == {"image", "video"}
        if name.endswith("/"):
            yield sorted(same, key=lambda path: (item_of(path)[1], path.name))
        elif len(spoken) > 1 or not (mixed or notes.stems(same[0])):
            yield from ([path] for path in same)
        else:
            yield same


def _own_notes(family: list[Path], notes: Notes) -> tuple[Note, ...]:
    own = [note for path in family for note in notes.names(path)] + notes.stems(family[0])
    return tuple(sorted(own, key=lambda note: note.path.suffix.lower() != ".json"))


def _with_folder(own: tuple[Note, ...], notes: Notes) -> tuple[Note, ...]:
    """Put the folder's record after the media's own, and before captions kept as text; not its post's link."""
    if notes.of_folder is None or _names_post(notes.of_folder):
        return own
    records = tuple(note for note in own if note.path.suffix.lower() == ".json")
    return (*records, notes.of_folder, *(note for note in own if note not in records))


def _names_post(note: Note) -> bool:
    return bool(note.cells.get("url") or note.cells.get("id"))


def _roles(paths: list[Path], kinds: Kinds) -> tuple[FoundFile, ...]:
    """A picture of a clip's stem is its poster, but the still of a live photo is the picture itself."""
    clips = {plain(path.stem) for path in paths if kinds[path] == "video"}
    live = {
        plain(path.stem)
        for path in paths
        if path.suffix.lower() == ".mov"
        and any(plain(p.stem) == plain(path.stem) and p.suffix.lower() in _LIVE for p in paths)
    }

    def role(path: Path) -> MediaRole:
        still = kinds[path] == "image" and plain(path.stem) in clips - live
        return "poster" if still else "original"

    return tuple(FoundFile(path=path, role=role(path)) for path in paths)


def _key(family: list[Path]) -> str | None:
    """The post that file names state beyond doubt: `ig_<shortcode>`, or gallery-dl's names in its folders."""
    name = family[0].stem
    if (matched := _IG.fullmatch(name)) and identity.posted_at(f"ig:{matched.group(1)}"):
        return identity.instagram_key(matched.group(1))
    if matched := _TT.fullmatch(name):
        return identity.tiktok_key(matched.group(1))
    if matched := _YT.fullmatch(name):
        return identity.youtube_key(matched.group(1))
    above = family[0].parent.parts[-3:-1]
    if above == ("gallery-dl", "instagram") and (matched := _GALLERY_DL_IG.fullmatch(name)):
        key = identity.instagram_key_from_pk(matched.group(1))
        return key if key and identity.posted_at(key) else None
    if above == ("gallery-dl", "tiktok") and (matched := _GALLERY_DL_TT.fullmatch(name)):
        return identity.tiktok_key(matched.group(1))
    return None
