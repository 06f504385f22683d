"""A template of the workspace's own, started as a copy of another."""

import json
import re
from pathlib import Path

from ugc import templates
from ugc.errors import UsageError
from ugc.files import write_bytes
from ugc.model.base import Value
from ugc.resources import TEMPLATES

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
"""Names of devices: https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file."""
_NAME_LINE = re.compile(r"^name[ \t]*=.*$", re.MULTILINE)
_WITHIN_LINE = re.compile(r"^within = .*\n", re.MULTILINE)
_SETTINGS = "template.toml"


class TemplateStarted(Value):
    """A template that was started."""

    template: str
    copied_from: str
    folder: str
    files: tuple[str, ...]
    """Their names in the folder."""
    instead_of_shipped: bool
    """Whether it now stands before a shipped one of the same name."""


def start(name: str, *, copied_from: str, folder: Path) -> TemplateStarted:
    """Copy a template into a folder of templates, under a new name.

    Raises UsageError for a name that is no safe folder name, one that is there already, and one to copy that is not.
    """
    if not _NAME.fullmatch(name) or _RESERVED.fullmatch(name):
        raise UsageError(
            f"{name!r} cannot name a template: it is the name of a folder too.",
            hint="Use small letters, digits and hyphens, at most 40, as in summer-quote.",
        )
    place = folder / name
    if place.exists():
        raise UsageError(f"{place} is there already.", hint="Choose another name, or change the files in it.")
    source = templates.load(copied_from, [folder])
    files = [
        path for path in sorted(source.folder.rglob("*")) if path.is_file() and not path.name.startswith(".")
    ]
    for path in sorted(
        files, key=lambda path: path.name == _SETTINGS
    ):  # the one that makes it a template last
        data = path.read_bytes()
        within = path.relative_to(source.folder)
        write_bytes(place / within, _renamed(data, name) if within == Path(_SETTINGS) else data)
    return TemplateStarted(
        template=name,
        copied_from=source.name,
        folder=str(place),
        files=tuple(path.relative_to(source.folder).as_posix() for path in files),
        instead_of_shipped=(TEMPLATES / "creatives" / name / _SETTINGS).is_file(),
    )


def _renamed(data: bytes, name: str) -> bytes:
    """The settings of a copy: under its name, and drawn whole, since what is added to it may stand anywhere."""
    line = f"name = {json.dumps(name)}"
    return _NAME_LINE.sub(line, _WITHIN_LINE.sub("", data.decode("utf-8")), count=1).encode()
