"""Sweeping: creatives that the records allow nowhere any more are moved away, never deleted.

What galleries and packages use is read from their own documents: a `*.json` file below `out/gallery/` or `out/ads/`
that names a creative by its variant's id or its sha256 uses it, and nothing more has to be registered anywhere.
"""

import errno
import re
import shutil
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ugc import manifest, rights
from ugc.catalog import MadeCreative
from ugc.files import atomic, machine_errors, sha256_of
from ugc.model.base import Value
from ugc.model.records import Revocation
from ugc.model.rights import Case, Cleared, Reason
from ugc.workspace.clearing import asked_again
from ugc.workspace.rendering import MANIFEST

if TYPE_CHECKING:
    from ugc.workspace import Workspace

PUBLISHED = ("gallery", "ads")
"""Folders below the output folder whose `*.json` documents say which creatives are in use."""

_IDS = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


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
    moved: list[tuple[MadeCreative, Moved]] = []
    narrowed: list[Narrowed] = []
    for row in rows:
        allowed, refused = _asked(workspace, row, cases, today)
        if not allowed and _place(workspace, row):
            moved.append(
                (row, _moved(workspace, row, [reason for found in refused.values() for reason in found]))
            )
        elif allowed and refused:
            reasons = dict.fromkeys(reason for found in refused.values() for reason in found)
            narrowed.append(Narrowed(file=row.path, placements=tuple(refused), reasons=tuple(reasons)))
    if not dry:
        for row, item in moved:
            _carry_out(workspace, row, item, at)
    return Swept(
        brand=workspace.settings.brand.name,
        day=today,
        dry=dry,
        checked=len(rows),
        moved=tuple(item for _, item in moved),
        narrowed=tuple(narrowed),
        still_used=_still_used(workspace, [item for _, item in moved]),
        manifests=()
        if dry
        else rewrite_manifests(workspace, [*(row.path for row in rows), *_were(workspace)]),
    )


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


def uses(workspace: "Workspace") -> Mapping[str, tuple[str, ...]]:
    """Return, by variant's id or sha256, the documents of galleries and packages that name it."""
    found: dict[str, list[str]] = defaultdict(list)
    out = workspace.root / workspace.settings.output.folder
    for folder in PUBLISHED:
        for path in sorted((out / folder).rglob("*.json")):
            with machine_errors(f"Reading {path}"):
                data = path.read_bytes() if path.is_file() else b""
            for name in {match.decode() for match in _IDS.findall(data)}:
                found[name].append(key(workspace, path))
    return {name: tuple(paths) for name, paths in found.items()}


def key(workspace: "Workspace", path: Path) -> str:
    """How the catalog names a path: relative to the workspace where it lies inside."""
    return (path.relative_to(workspace.root) if path.is_relative_to(workspace.root) else path).as_posix()


def revoked(
    workspace: "Workspace", name: str, *, by: str, why: str, effective: date, at: datetime
) -> tuple[list[Revocation], list[MadeCreative], list[MadeCreative]]:
    """Record a revocation; return it, the creatives that it touches, and which of them other records still allow.

    It touches what was made under the grants it ends, and whatever it leaves with nowhere to run: of two grants that
    say the same a creative names one, and may rest on the other.
    """
    rows = [row for row in workspace.catalog.creatives() if row.creative]
    day = max(effective, workspace.day(at))
    before = _still_allowed(workspace, rows, day)
    done = workspace.revoke(name, by=by, why=why, effective=effective, at=at)
    after = _still_allowed(workspace, rows, day)
    made = workspace.catalog.creatives(grants=[item.grant for item in done if item.grant])
    if done and done[0].post:
        made = [row for row in made if done[0].post in row.posts]
    touched = {row.path: row for row in made} | {row.path: row for row in rows if row.path in before - after}
    return done, list(touched.values()), [row for path, row in touched.items() if path in after]


def _still_allowed(workspace: "Workspace", rows: Sequence[MadeCreative], day: date) -> set[str]:
    """The paths of those that may run somewhere from a day on."""
    cases = workspace.catalog.cases(list(dict.fromkeys(post for row in rows for post in row.posts)))
    return {row.path for row in rows if _asked(workspace, row, cases, day)[0]}


def _asked(
    workspace: "Workspace", row: MadeCreative, cases: Mapping[str, Case], today: date
) -> tuple[list[str], dict[str, list[Reason]]]:
    """The placements of a creative that are allowed for every post in it, and those that are not, with why."""
    creative = row.creative
    assert creative is not None
    day = max(today, creative.flight[0])
    allowed: list[str] = []
    refused: dict[str, list[Reason]] = {}
    for spot in creative.placements:
        if not spot.allowed:
            continue
        use = asked_again(workspace, creative, spot, first=day, last=day)
        answers = [rights.clear(cases[post], use, workspace.settings.rights) for post in row.posts]
        short = [reason for answer in answers if not isinstance(answer, Cleared) for reason in answer.reasons]
        if all(isinstance(answer, Cleared) for answer in answers):
            allowed.append(spot.placement)
        else:
            refused[spot.placement] = short
    return allowed, refused


def _moved(workspace: "Workspace", row: MadeCreative, reasons: list[Reason]) -> Moved:
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
    """Below `out/swept/`, in a numbered folder where another file of that name was swept before."""
    folder = (workspace.root / workspace.settings.output.folder).resolve() / "swept"
    name, number = Path(row.path).name, 1
    place = folder / name
    while place.exists() and sha256_of(place) != row.sha256:
        number += 1
        place = folder / str(number) / name
    return place


def _carry_out(workspace: "Workspace", row: MadeCreative, item: Moved, at: datetime) -> None:
    """The picture first, then its words, then the row: the next sweep goes on wherever this one was killed."""
    target = workspace.root / item.to
    sidecar = target.with_name(Path(row.sidecar).name)
    for old, new in ((workspace.root / row.path, target), (workspace.root / row.sidecar, sidecar)):
        if old.is_file():
            _move(old, new)
    codes = tuple(dict.fromkeys(reason.code for reason in item.reasons))
    workspace.catalog.care.sweep(row.path, to=item.to, sidecar=key(workspace, sidecar), at=at, reasons=codes)


def _move(old: Path, new: Path) -> None:
    with machine_errors(f"Moving {old}"):
        new.parent.mkdir(parents=True, exist_ok=True)
        try:
            old.replace(new)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            with atomic(new) as part:
                shutil.copyfile(old, part)
            old.unlink()


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
