"""Answers of platforms' APIs as people save them: one, an array, one after another, one a line, or a batch."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from ugc.errors import InputError
from ugc.importers._fields import words
from ugc.importers._files import look, shown
from ugc.importers._hygiene import sanitize, scrub
from ugc.importers._json import documents, first, looks_like_json, parse
from ugc.importers._shelf import Shelf, shelf_of
from ugc.model.posts import FoundLink, FoundPost, MediaRole, Skipped
from ugc.text import one_line

_LONGEST_NAME = 200
_ADVERTISABLE = {
    "content_id",
    "partnership_info",
    "owner_id",
    "has_permission_for_partnership_ad",
    "is_creator_allowlisted",
    "recommended_campaign_objectives",
}


class Answer(NamedTuple):
    """One answer of an API, and where it stands."""

    origin: str
    data: Any


def claimed(path: Path, is_answer: Callable[[Any], bool]) -> bool:
    """Whether a file's first document is an answer, or an array of nothing else."""
    if not looks_like_json(path):
        return False
    data = first(path)
    listed = data if isinstance(data, list) else [data]
    return bool(listed) and all(is_answer(_unwrapped(item, path)) for item in listed)


def files_of(path: Path, claims: Callable[[Path], bool]) -> Iterator[Path]:
    """Yield the file that was named, or those lying directly in a folder that are claimed."""
    if not path.is_dir():
        yield path
        return
    yield from (file for file in look(path).files if claims(file))


def read_files(
    path: Path,
    claims: Callable[[Path], bool],
    read_file: Callable[[Path], Iterator[FoundPost | Skipped]],
) -> Iterator[FoundPost | Skipped]:
    """Read the file that was named, or every claimed one of a folder: there a fault costs that file alone."""
    for file in files_of(path, claims):
        try:
            yield from read_file(file)
        except InputError as error:
            if not path.is_dir():
                raise
            yield Skipped(origin=shown(file), why=f"{error.message} {error.hint or ''}".strip())


def answers(path: Path) -> Iterator[Answer | Skipped]:
    """Yield each answer that a file holds; what cannot be read is skipped.

    Raises InputError when the file cannot be opened, or is no JSON from its first character.
    """
    for document in documents(path):
        origin = f"{shown(path)}, {document.place}" if document.place else shown(path)
        if document.fault:
            yield Skipped(origin=origin, why=scrub(document.fault))
            continue
        listed = document.data if isinstance(document.data, list) else [document.data]
        for index, item in enumerate(listed, 1):
            here = f"{origin}, answer {index}" if len(listed) > 1 else origin
            yield Answer(here, _unwrapped(item, path))
        if not listed:
            yield Skipped(origin=origin, why="The answer holds no posts.", code="empty")


def read_answers(
    path: Path,
    notes: Callable[[Any, Path], Iterator[str]],
    read_answer: Callable[[Answer, Shelf], Iterator[FoundPost | Skipped]],
) -> Iterator[FoundPost | Skipped]:
    """Read every answer of a file; what has to be known of the whole file is said once, before its answer."""
    shelf = shelf_of(path.parent)
    said: set[str] = set()
    for answer in answers(path):
        if isinstance(answer, Skipped):
            yield answer
            continue
        for word in notes(answer.data, path):
            if word not in said:
                said.add(word)
                yield note(path, word)
        yield from read_answer(answer, shelf)


def _unwrapped(data: Any, path: Path) -> Any:
    """Take an answer out of a batch, where each stands as text with its status and headers."""
    if not isinstance(data, dict) or not isinstance(data.get("body"), str):
        return data
    if not data.keys() <= {"code", "headers", "body"}:
        return data
    try:
        return parse(data["body"], path)
    except InputError:
        return None


def cleaned(record: dict[str, Any], without: Mapping[str, tuple[str, ...]]) -> tuple[Any, tuple[str, ...]]:
    """Sanitize a record and take out fields that are no business of a post's.

    `without` names them by what holds them, the record itself being "". Raises InputError as `sanitize` does.
    """
    data, dropped = sanitize(record)
    gone: dict[str, None] = {}
    for holder, names in without.items():
        inner = data.get(holder) if holder else data
        for each in inner if isinstance(inner, list) else [inner]:
            for name in names if isinstance(each, dict) else ():
                if each.pop(name, None) not in (None, "", [], {}):
                    gone[f"{holder}.{name}" if holder else name] = None
    kept = [name for name in dropped if not any(name == top or name.startswith(f"{top}.") for top in gone)]
    return data, tuple(dict.fromkeys((*kept, *gone)))


def note(path: Path, why: str) -> Skipped:
    """What should be known of a whole file: shown as a note, and no fault."""
    return Skipped(origin=shown(path), why=why, code="note")


def refused(origin: str, message: Any) -> Skipped:
    """An answer that is an error, in the API's words."""
    said = (
        one_line(scrub(message))[:300] if isinstance(message, str) and message.strip() else "no reason given"
    )
    return Skipped(origin=origin, why=f"The API answered with an error: {said}")


def is_advertisable(item: Any) -> bool:
    """Whether a record is of Meta's lists of content that may be advertised."""
    if not isinstance(item, dict) or not _ADVERTISABLE & item.keys():
        return False
    return bool(re.fullmatch(r"[0-9_]{5,60}", words(item, "content_id") or words(item, "id") or ""))


def base_name(url: str | None) -> str | None:
    """The file's name in an address: the same on every server, and without a signature."""
    try:
        name = unquote(urlsplit(url or "").path).rpartition("/")[2]
    except ValueError:
        return None
    return one_line(re.split(r"[?#&]", name)[0])[:_LONGEST_NAME] or None


def link_to(url: str | None, *, place: int = 0, role: MediaRole = "original") -> FoundLink | None:
    """Where a file can be fetched; None for what is no web address of one."""
    name = base_name(url)
    if url is None or name is None or not re.match(r"(?i)https?://[^\s]+$", url):
        return None
    return FoundLink(url=url, name=name, place=place, role=role)
