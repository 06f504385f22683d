"""The wordings of requests: `templates/messages/<language>/<kind>-<n>.j2`, taken in turn.

A workspace that has wordings of its own for a language and kind uses these alone.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from ugc.errors import InputError, UsageError, unknown
from ugc.model.base import Value
from ugc.resources import TEMPLATES

WORDS = "words.toml"
_LARGEST = 100_000
"""Bytes of one wording."""
_REVIEW = re.compile(r"\A\{#\s*review:\s*(.*?)\s*#\}", re.S)


class Wording(Value):
    """One way to ask, as a Jinja2 template."""

    name: str
    """As in `comment-3`."""
    language: str
    text: str
    place: str
    """Its path, for messages."""
    own: bool
    """Whether it is the workspace's."""
    review: str | None = None
    """What its first line says is still to be looked at."""


def folders(root: Path, language: str) -> list[Path]:
    """Return the folders of a language, the workspace's own first. Raises UsageError with the nearest language."""
    every = [root / "templates" / "messages", TEMPLATES / "messages"]
    found = [place / language for place in every if (place / language).is_dir()]
    if not found:
        known = {each.name for place in every if place.is_dir() for each in place.iterdir() if each.is_dir()}
        raise unknown("Language", language, known)
    return found


def wordings(root: Path, language: str, kind: str) -> list[Wording]:
    """Return the wordings of a kind (`comment`, `remind-dm`) in order. Raises UsageError when there is none."""
    named = re.compile(rf"{re.escape(kind)}-([0-9]{{1,4}})\.j2")
    for folder in folders(root, language):
        numbered = sorted(
            (int(match[1]), path) for path in folder.iterdir() if (match := named.fullmatch(path.name))
        )
        if numbered:
            return [_read(path, root, language) for _, path in numbered]
    raise UsageError(
        f"There is no wording {kind!r} in the language {language!r}.",
        hint=f"Write one: templates/messages/{language}/{kind}-1.j2 in the workspace.",
    )


def in_turn(found: Sequence[Wording], last: str | None) -> list[Wording]:
    """Return wordings in the order in which they are to be tried: the one after the last first, the last at the end."""
    names = [wording.name for wording in found]
    start = names.index(last) + 1 if last in names else 0
    return [*found[start:], *found[:start]]


def read_text(path: Path) -> str:
    """Read a small text file. Raises InputError for one that is none."""
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError(f"{path} is larger than {_LARGEST:,} bytes, which no wording is.")
        return path.read_text("utf-8")
    except OSError as error:
        raise InputError(f"{path} could not be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not text in UTF-8.", hint="Save it as UTF-8.") from error


def _read(path: Path, root: Path, language: str) -> Wording:
    text = read_text(path)
    review = _REVIEW.match(text)
    own = path.is_relative_to(root)
    return Wording(
        name=path.stem,
        language=language,
        text=text,
        place=(path.relative_to(root) if own else path.relative_to(TEMPLATES.parent)).as_posix(),
        own=own,
        review=review[1] if review else None,
    )
