"""Rights taken elsewhere: policies for machines, facts for search engines, a register and a calendar for people."""

import hashlib
import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.errors import UsageError, unknown
from ugc.files import write_bytes
from ugc.model.base import Value
from ugc.workspace import clearing
from ugc.workspace.exporting.export_kinds import KINDS, WRITERS, ExportForm, Job, Kind, LeftOut
from ugc.workspace.exporting.gathering import Gathered

if TYPE_CHECKING:
    from ugc.workspace import Workspace

FOLDER = "rights"
"""Below the output folder: where exports go unless a place is named."""

_SUFFIXES: dict[Kind, tuple[str, ...]] = {
    "odrl": (".jsonld", ".json"),
    "schema-org": (".jsonld", ".json"),
    "register": (".csv", ".xlsx"),
    "calendar": (".ics",),
}
_ONLY: dict[str, Kind] = {
    "posts": "register",
    "fees": "register",
    "excel": "register",
    "base_url": "schema-org",
}
_GRANT = re.compile(r"g-\d+")


class WrittenFile(Value):
    """A file that was written, or would be."""

    file: str
    """From the workspace's folder where it lies inside."""
    holds: int
    """Policies, posts, rows or events."""
    size: int
    """Bytes."""
    sha256: str


class Exported(Value):
    """What was exported."""

    kind: Kind
    brand: str
    day: date
    """The day whose records it says."""
    ledger_head: str | None
    """Hash of the newest rights record."""
    dry: bool
    confidential: bool
    """Whether it says what was paid."""
    files: tuple[WrittenFile, ...]
    left_out: tuple[LeftOut, ...]
    """What is not in it, or not as one might expect, and why."""


def export(
    workspace: "Workspace",
    kind: str,
    names: Sequence[str] = (),
    *,
    form: ExportForm | None = None,
    out: Path | None = None,
    at: datetime,
    dry: bool = False,
) -> Exported:
    """Write one kind of export of a selection of posts, or of what some grants cover; of everything for no names.

    `out` is a file or a folder. Raises UsageError for a kind, option, file or selection that makes no sense.
    """
    wanted, form = _kind(kind), form or ExportForm()
    _check_options(wanted, form)
    folder, name = _place(workspace, wanted, out)
    today = workspace.day(at)
    left: list[LeftOut] = []
    gathered = _gathered(workspace, names, today)
    content = WRITERS[wanted](Job(workspace, gathered, form, name, at, today, left))
    for each, (_, data) in content.items() if not dry else ():
        write_bytes(folder / each, data)
    return Exported(
        kind=wanted,
        brand=workspace.settings.brand.name,
        day=today,
        ledger_head=gathered.past.head or None,
        dry=dry,
        confidential=form.fees,
        files=tuple(
            WrittenFile(
                file=_told(workspace, folder / each),
                holds=holds,
                size=len(data),
                sha256=hashlib.sha256(data).hexdigest(),
            )
            for each, (holds, data) in content.items()
        ),
        left_out=tuple(left),
    )


def _kind(name: str) -> Kind:
    for kind in KINDS:
        if name == kind:
            return kind
    raise unknown("Kind of export", name, KINDS)


def _check_options(kind: Kind, form: ExportForm) -> None:
    options = {"posts": "--posts", "fees": "--with-fees", "excel": "--excel", "base_url": "--base-url"}
    for field, needed in _ONLY.items():
        if getattr(form, field) and kind != needed:
            raise UsageError(f"{options[field]} is for the {needed}, not for {kind}.", hint="Leave it out.")
    base = form.base_url
    if base is not None and not re.fullmatch(r"https?://[^\s\"<>\\^`{|}?#]+", base):
        raise UsageError(
            f"--base-url: {base[:80]!r} is not an address of a folder on the web.",
            hint="Write it as https://brand.example/ugc/.",
        )


def _place(workspace: "Workspace", kind: Kind, out: Path | None) -> tuple[Path, str | None]:
    """The folder, and the name of the one file where one was named."""
    if out is None:
        folder = (workspace.root / workspace.settings.output.folder / FOLDER).resolve()
        return (folder if kind in ("register", "calendar") else folder / kind), None
    place = out.resolve()
    if place.is_dir() or not place.suffix:
        return place, None
    if place.suffix.lower() in _SUFFIXES[kind]:
        return place.parent, place.name
    raise UsageError(
        f"--out: {kind} is not written as {place.suffix}.",
        hint=f"Name a folder, or a file that ends in {' or '.join(_SUFFIXES[kind])}.",
    )


def _gathered(workspace: "Workspace", names: Sequence[str], today: date) -> Gathered:
    grants = [name for name in names if _GRANT.fullmatch(name)]
    if grants and len(grants) < len(names):
        other = next(name for name in names if name not in grants)
        raise UsageError(
            f"{other!r} stands beside the grant {grants[0]}.", hint="Name grants, or select posts, not both."
        )
    if grants:
        known = [workspace.catalog.grant(name) for name in dict.fromkeys(grants)]
        return Gathered(workspace, grants=[grant.id for grant in known])
    cases = clearing.select(workspace, " ".join(names), today=today)
    if not cases:
        raise UsageError("No post is selected.", hint="See which there are: ugc posts.")
    return Gathered(workspace, cases)


def _told(workspace: "Workspace", path: Path) -> str:
    root = workspace.root.resolve()
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()
