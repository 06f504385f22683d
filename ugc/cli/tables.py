"""Placements and formats as commands take them: those of the workspace around, or the shipped ones."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.cli.options import opened
from ugc.errors import UsageError

if TYPE_CHECKING:
    from ugc.formats import Tables
    from ugc.model.formats import Medium

_ALL = "all"


def around(workspace: Path | None) -> Path | None:
    """Return the workspace that was named, or this folder when it lies in one; None where there is none."""
    from ugc import config

    if workspace is None:
        with suppress(UsageError):
            config.find(Path.cwd())
            return Path.cwd()
    return workspace


def tables_of(workspace: Path | None) -> "Tables":
    """Return the tables of a workspace; the shipped ones where none is named and none lies around this folder."""
    from ugc.formats import load

    folder = around(workspace)
    if folder is None:
        return load()
    with opened(folder) as here:
        return here.tables


def formats_named(
    names: Sequence[str], tables: "Tables", *, medium: "Medium | None" = None
) -> tuple[str, ...]:
    """Write out `all`, with `medium` only those that take it, and split what was joined by commas; each name once.

    Raises UsageError with those that there are when none is named.
    """
    every = [known for known in tables.names if medium is None or medium in tables.media(known)]
    if not names:
        hint = f"Formats: {', '.join(every)}. `ugc formats` says more of each."
        raise UsageError("Say which format, with --format.", hint=hint)
    found: list[str] = []
    for name in names:
        for each in name.split(","):
            found += every if each.strip() == _ALL else [each.strip()]
    return tuple(dict.fromkeys(name for name in found if name))
