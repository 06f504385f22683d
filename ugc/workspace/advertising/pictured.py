"""Files of an ad account, downloaded into a folder: what each is, or is like, by the project's own inspection."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.errors import InputError, UgcError
from ugc.model.auditing import Match
from ugc.model.delivery import AdRow
from ugc.workspace.inspecting.inspection import Found, inspect

if TYPE_CHECKING:
    from ugc.workspace import Workspace


Looked = tuple[Match | None, str | None]
"""What a file is, or else what a person should know of it."""


class Pictures:
    """The files of a folder by their names, each looked at once, when a row first names it."""

    def __init__(self, workspace: "Workspace", folder: Path, *, at: datetime) -> None:
        """Raises InputError when it is not a folder."""
        if not folder.is_dir():
            raise InputError(
                f"{folder} is not a folder.", hint="Name the folder that the account's media is in."
            )
        self._workspace = workspace
        self._at = at
        self._paths: dict[str, Path] = {}
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                self._paths.setdefault(path.name.casefold(), path)
        self._seen: dict[Path, Looked] = {}

    def match(self, row: AdRow) -> Looked:
        """Return what a file of a row is, the first that is known; else what it may be, as a sentence, or nothing."""
        doubt = None
        for name in row.file_names:
            path = self._paths.get(name.replace("\\", "/").rpartition("/")[2].strip().casefold())
            if path:
                found, said = self._look(path)
                doubt = doubt or said
                if found:
                    return found, said
        return None, doubt

    def _look(self, path: Path) -> Looked:
        if path not in self._seen:
            try:
                found = inspect(self._workspace, path, at=self._at)
            except UgcError:
                self._seen[path] = None, None
            else:
                self._seen[path] = _as_match(self._workspace, found)
        return self._seen[path]


def _as_match(workspace: "Workspace", found: Found) -> Looked:
    """A found file as a match. By its bytes it is certain; a label inside and a likeness are not.

    A likeness that is not sure is no match: a person must look.
    """
    if not found.posts or found.how.startswith("name only"):
        return None, None
    if found.how.startswith("likeness") and not found.likeness[0].sure:
        return None, f"Its picture may be one of ours; a person must look. {found.doubt or ''}".rstrip()
    creative = found.creative
    row = workspace.catalog.creative_by_variant(creative.variant) if creative else None
    exact = found.how.startswith("sha256")
    how = None if exact else f"The account's picture is known by: {found.how}."
    match = Match(
        by="hash" if exact else "picture",
        certain=exact,
        variant=creative.variant if creative else None,
        concept=creative.concept if creative else None,
        path=row.path if row else None,
        posts=tuple(post.id for post in found.posts),
        note=" ".join(filter(None, (how, found.doubt))) or None,
    )
    return match, None
