"""Sweeping: creatives that the records allow nowhere any more are moved away, never deleted.

What galleries and packages use is read from their own documents: see `ugc.workspace.ending.published`.
"""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ugc import manifest
from ugc.catalog import MadeCreative
from ugc.model.base import Value
from ugc.model.rights import Reason
from ugc.workspace.ending.places import free_place, key, move, output
from ugc.workspace.ending.published import uses
from ugc.workspace.ending.reach import asked
from ugc.workspace.standing import MANIFEST

if TYPE_CHECKING:
    from ugc.workspace import Workspace

SWEPT = "swept"
"""Folder below the output folder into which things are moved."""


class Moved(Value):
    """A creative that may run nowhere any more."""

    file: str
    to: str
    """Where it lies now, or would."""
    variant: str
    format: str
    posts: tuple[str, ...]
    reasons: tuple[Reason, ...]
    """All of them, over its posts and placements."""


class Narrowed(Value):
    """A creative that stays, though some placement that it was made for is not allowed any more."""

    file: str
    placements: tuple[str, ...]
    reasons: tuple[Reason, ...]


class Used(Value):
    """A swept creative, of this run or an earlier one, that a gallery or package still names."""

    file: str
    variant: str
    reasons: tuple[str, ...]
    used_by: tuple[str, ...]


class Swept(Value):
    """What a sweep found and did."""

    brand: str
    day: date
    dry: bool
    checked: int
    moved: tuple[Moved, ...]
    narrowed: tuple[Narrowed, ...]
    still_used: tuple[Used, ...]
    manifests: tuple[str, ...]
    """Those that were written anew."""


def sweep(workspace: "Workspace", *, at: datetime, dry: bool) -> Swept:
    """Ask the records again for every creative that stands, and move away what they allow nowhere.

    The question is put for today, or for the first day of a flight that is still to come.
    """
    today = workspace.day(at)
    catalog = workspace.catalog
    gone = {item.path for item in catalog.care.swept()}
    rows = [row for row in catalog.creatives() if row.creative and row.path not in gone]
    cases = catalog.cases(list(dict.fromkeys(post for row in rows for post in row.posts)))
    ended: list[tuple[MadeCreative, list[Reason]]] = []
    narrowed: list[Narrowed] = []
    for row in rows:
        allowed, refused = asked(workspace, row, cases, today)
        reasons = [reason for found in refused.values() for reason in found]
        if not allowed:
            ended.append((row, reasons))
        elif refused:
            told = tuple(dict.fromkeys(reasons))
            narrowed.append(Narrowed(file=row.path, placements=tuple(refused), reasons=told))
    moved = move_away(workspace, ended, at=at, dry=dry)
    return Swept(
        brand=workspace.settings.brand.name,
        day=today,
        dry=dry,
        checked=len(rows),
        moved=moved,
        narrowed=tuple(narrowed),
        still_used=_still_used(workspace, moved),
        manifests=()
        if dry
        else rewrite_manifests(workspace, [*(row.path for row in rows), *_were(workspace)]),
    )


def move_away(
    workspace: "Workspace", ended: Iterable[tuple[MadeCreative, Iterable[Reason]]], *, at: datetime, dry: bool
) -> tuple[Moved, ...]:
    """Move creatives to `out/swept/`, each with why, or with `dry` say so; those that lie nowhere are passed over."""
    moved = [(row, _moved(workspace, row, reasons)) for row, reasons in ended if _place(workspace, row)]
    if not dry:
        for row, item in moved:
            _carry_out(workspace, row, item, at)
    return tuple(item for _, item in moved)


def rewrite_manifests(workspace: "Workspace", paths: Iterable[str]) -> tuple[str, ...]:
    """Take out of the manifests beside these creatives the rows of files that are not there; return which changed."""
    changed: list[str] = []
    for folder in sorted({(workspace.root / path).parent for path in paths}):
        path = folder / MANIFEST
        if not path.is_file():
            continue
        with workspace.catalog.transaction():  # two runs at once cannot lose a row
            before = manifest.read(path)
            standing = tuple(item for item in before.creatives if (folder / item.file).is_file())
            if len(standing) < len(before.creatives):
                head = workspace.catalog.head()
                manifest.write(path, before.model_copy(update={"creatives": standing, "ledger_head": head}))
                changed.append(str(path))
    return tuple(changed)


def _moved(workspace: "Workspace", row: MadeCreative, reasons: Iterable[Reason]) -> Moved:
    return Moved(
        file=row.path,
        to=key(workspace, _target(workspace, row)),
        variant=row.variant,
        format=row.format,
        posts=row.posts,
        reasons=tuple(dict.fromkeys(reasons)),
    )


def _place(workspace: "Workspace", row: MadeCreative) -> Path | None:
    """Where the file lies: at its place, or already moved by a sweep that was killed; None when it is gone."""
    places = (workspace.root / row.path, _target(workspace, row))
    return next((path for path in places if path.is_file()), None)


def _target(workspace: "Workspace", row: MadeCreative) -> Path:
    return free_place(output(workspace) / SWEPT, Path(row.path).name, row.sha256)


def _carry_out(workspace: "Workspace", row: MadeCreative, item: Moved, at: datetime) -> None:
    """The picture first, then its words, then the row: the next sweep goes on wherever this one was killed."""
    target = workspace.root / item.to
    sidecar = target.with_name(Path(row.sidecar).name)
    for old, new in ((workspace.root / row.path, target), (workspace.root / row.sidecar, sidecar)):
        if old.is_file():
            move(old, new)
    codes = tuple(dict.fromkeys(reason.code for reason in item.reasons))
    workspace.catalog.care.sweep(row.path, to=item.to, sidecar=key(workspace, sidecar), at=at, reasons=codes)


def _were(workspace: "Workspace") -> list[str]:
    return [item.was for item in workspace.catalog.care.swept()]


def _still_used(workspace: "Workspace", moved: Iterable[Moved]) -> tuple[Used, ...]:
    """What galleries and packages name of all that was ever swept, or would be now."""
    named = uses(workspace)
    found: dict[str, Used] = {}
    codes = {item.to: tuple(dict.fromkeys(reason.code for reason in item.reasons)) for item in moved}
    hashes = {item.path: item.sha256 for item in workspace.catalog.creatives()}
    now = [(item.to, item.variant, hashes.get(item.file, ""), codes[item.to]) for item in moved]
    earlier = [
        (item.path, item.variant, item.sha256, item.reasons) for item in workspace.catalog.care.swept()
    ]
    for path, variant, sha256, reasons in [*earlier, *now]:
        by = tuple(dict.fromkeys((*named.get(variant, ()), *named.get(sha256, ()))))
        if by:
            found[path] = Used(file=path, variant=variant, reasons=reasons, used_by=by)
    return tuple(found[path] for path in sorted(found))
