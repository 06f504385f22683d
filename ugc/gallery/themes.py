"""Themes: folders that say how a gallery's pages look, the workspace's before those that are shipped.

A theme is `templates/gallery/<theme>/` with `theme.toml`, `theme.css`, and any template that it draws differently. All
else comes from `_shared`, or from the theme that it extends. A workspace's folder of the same name needs to hold only
the file that it changes.
"""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from ugc.errors import UsageError, unknown
from ugc.model.base import Value

Wall = Literal["columns", "masonry", "rows", "strip"]
"""How tiles are laid: cells of one shape, columns of own shapes, rows of one height, or strips that scroll sideways."""

_SHARED, _WORDS, _FACTS = "_shared", "words", "theme.toml"


class Step(Value):
    """How tiles are laid from a width of their container on. All lengths are CSS pixels."""

    start: int = Field(alias="from")
    """The least width of the container."""
    columns: int = 0
    """Tiles beside each other; in a strip those seen whole. Rows have none."""
    height: int = 0
    """The height that rows aim at; else 0."""
    gap: int


class Theme(Value):
    """A theme with the folders that its templates are sought in, the first one that has a file wins."""

    name: str
    title: str
    sentence: str
    crop: Literal["4:5", "9:16", "none"]
    """The shape that tiles are cropped to, width to height."""
    wall: Wall
    steps: tuple[Step, ...]
    """By width, the narrowest first, which begins at 0."""
    extends: str | None = None
    folders: tuple[Path, ...]
    sheets: tuple[Path, ...]
    """Style sheets: that of the theme it extends, then its own."""


def themes(folders: Sequence[Path]) -> dict[str, Theme]:
    """Return every theme by name; `folders` are `templates/gallery` folders, the workspace's before the shipped one.

    Raises UsageError for a `theme.toml` that cannot be read.
    """
    return {name: theme(name, folders) for name in _names(folders)}


def theme(name: str, folders: Sequence[Path]) -> Theme:
    """Return one theme. Raises UsageError for an unknown name and for a `theme.toml` that cannot be read."""
    names = _names(folders)
    if name not in names:
        raise unknown("Theme", name, names)
    chain, facts = [name], _facts(name, folders)
    while base := _facts(chain[-1], folders).get("extends"):
        if base not in names:
            raise unknown(f"The theme that {chain[-1]!r} extends,", str(base), names)
        if base in chain:
            raise UsageError(f"Theme {base!r} extends itself.", hint="Take `extends` out of its theme.toml.")
        chain.append(base)
        facts = _facts(base, folders) | facts
    file = _first(name, _FACTS, folders)
    try:
        return Theme(
            **facts,
            name=name,
            folders=_order(chain, folders),
            sheets=tuple(
                sheet for part in reversed(chain) if (sheet := _first(part, "theme.css", folders)) is not None
            ),
        )
    except (ValidationError, TypeError) as error:
        raise UsageError(
            f"{file} could not be understood: {_said(error)}.",
            hint="The theme `grid` has one to look at; a theme may also say `extends`.",
        ) from error


def word_files(language: str, folders: Sequence[Path]) -> list[Path]:
    """Return the files of a language's words, the shipped one first, so that a workspace's replaces some of them.

    Raises UsageError for a language that has none; `en-GB` takes `en`.
    """
    known = {file.stem for folder in folders for file in (folder / _WORDS).glob("*.toml")}
    base = language.split("-", 1)[0].lower()
    if base not in known:
        raise unknown("Language", language, known)
    found = [folder / _WORDS / f"{base}.toml" for folder in reversed(folders)]
    return [file for file in found if file.is_file()]


def table(file: Path) -> dict[str, Any]:
    """Read a TOML file. Raises UsageError where it is broken."""
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} could not be read: {error}.", hint="Mend it, or take it away.") from error


def _names(folders: Sequence[Path]) -> set[str]:
    return {
        child.name
        for folder in folders
        if folder.is_dir()
        for child in folder.iterdir()
        if (child / _FACTS).is_file() and not child.name.startswith(("_", "."))
    }


def _facts(name: str, folders: Sequence[Path]) -> dict[str, Any]:
    file = _first(name, _FACTS, folders)
    return {} if file is None else table(file)


def _first(name: str, file: str, folders: Sequence[Path]) -> Path | None:
    return next((found for folder in folders if (found := folder / name / file).is_file()), None)


def _order(chain: Sequence[str], folders: Sequence[Path]) -> tuple[Path, ...]:
    """The workspace's theme and shared folder, the shipped theme, those it extends, and the shipped shared folder."""
    *own, shipped = folders
    order = [folder / part for folder in own for part in (chain[0], _SHARED)]
    order.append(shipped / chain[0])
    order += [folder / part for part in chain[1:] for folder in folders]
    order.append(shipped / _SHARED)
    return tuple(folder for folder in order if folder.is_dir())


def _said(error: ValidationError | TypeError) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    return str(error)
