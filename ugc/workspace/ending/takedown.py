"""Taking down: galleries' copies moved away, creatives swept, and the list of ads to pause written for people.

The list is written first and says what will be moved to where, so that whatever the moment at which this is killed,
the next run knows what was there, goes on, and completes the list. Nothing is deleted. No ad account is reached.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from pydantic import ValidationError

from ugc.errors import UgcError
from ugc.files import open_regular, sha256_of, write_bytes
from ugc.model.base import Value
from ugc.workspace.care import SWEPT, Moved, move_away, rewrite_manifests
from ugc.workspace.ending.pausing import Pause, pauses, sheet
from ugc.workspace.ending.places import free_place, key, move, output
from ugc.workspace.ending.published import Shown
from ugc.workspace.ending.reach import Reached, ReachedCreative

if TYPE_CHECKING:
    from ugc.workspace import Workspace

FOLDER = "takedown"
"""Folder below the output folder in which the lists stand."""
_NAMED = 3
"""So many records stand in a list's name; more are counted."""
_LONGEST = 1 << 28
"""Bytes of an earlier list that are read."""


class Copy(Value):
    """A picture of a gallery that is taken out of it."""

    file: str
    to: str
    """Where it lies now, or would."""
    of: tuple[str, ...]


class TakedownList(Value):
    """What must come down, and what was done about it: `out/takedown/<day>-<records>.json`."""

    version: Literal["1.0"] = "1.0"
    brand: str
    revocations: tuple[str, ...]
    since: date
    """First day on which nothing of it may run."""
    ads: tuple[Pause, ...]
    """To be paused by hand."""
    copies: tuple[Copy, ...]
    """Taken out of galleries."""
    pages: tuple[str, ...]
    """Pages that showed one of these; to be built again."""
    documents: tuple[str, ...]
    """Documents of galleries and ad packages that name what may not run; to be made again."""
    creatives: tuple[Moved, ...]
    """Moved out of the way."""


class TakenDown(Value):
    """A list of what must come down, and where it stands."""

    dry: bool
    list: TakedownList
    files: tuple[str, ...]
    """The list as JSON and as CSV; none where nothing has to come down, or for a rehearsal."""


def earlier(workspace: "Workspace", records: Iterable[str]) -> TakedownList | None:
    """Return the list that an earlier run of the same take-down wrote; None where there is none that can be read."""
    for path in sorted((output(workspace) / FOLDER).glob(f"????-??-??-{_name(records)}.json")):
        with suppress(UgcError, ValidationError), open_regular(path) as file:
            return TakedownList.model_validate_json(file.read(_LONGEST))
    return None


def gone(before: TakedownList | None) -> tuple[Shown, ...]:
    """Return what an earlier run took out of galleries: pages may still refer to it."""
    copies = before.copies if before else ()
    return tuple(Shown(file=each.file, area="gallery", kind="copy", of=each.of) for each in copies)


def take_down(
    workspace: "Workspace", found: Reached, records: Sequence[str], *, at: datetime, dry: bool
) -> TakenDown:
    """Carry a take-down out, or with `dry` say what it would do."""
    before = earlier(workspace, records)
    shown = found.reach.published.shown
    reasons = {item.path: item for item in found.reach.creatives}
    ended = [(row, reasons[row.path].reasons) for row, _ in found.down if not reasons[row.path].swept]
    moving = move_away(workspace, ended, at=at, dry=True)
    told = TakedownList(
        brand=workspace.settings.brand.name,
        revocations=tuple(sorted(records)),
        since=found.reach.since,
        ads=_ads(workspace, found, before),
        copies=_copies(workspace, shown, before),
        pages=tuple(each.file for each in shown if each.kind == "page"),
        documents=tuple(each.file for each in shown if each.kind == "document"),
        creatives=_swept(workspace, found.reach.creatives, moving),
    )
    if dry or not (told.ads or told.copies or told.pages or told.documents or told.creatives):
        return TakenDown(dry=dry, list=told, files=())
    files = _write(workspace, told, records, today=workspace.day(at))
    there = {each.file for each in shown}  # the walk's word, not that of a file
    for copy in told.copies:
        if copy.file in there:
            move(workspace.root / copy.file, workspace.root / copy.to)
    move_away(workspace, ended, at=at, dry=False)
    rewrite_manifests(workspace, [item.file for item in told.creatives])
    return TakenDown(dry=dry, list=told, files=files)


def _ads(workspace: "Workspace", found: Reached, before: TakedownList | None) -> tuple[Pause, ...]:
    """What is to be paused now, and what an earlier run read in packages that may have been made again since."""
    known = [ad for ad in (before.ads if before else ()) if not ad.use]
    told = {
        (ad.use, ad.document, ad.ad_name, ad.ad_id, ad.variant): ad
        for ad in (*known, *pauses(workspace, found.reach))
    }
    return tuple(sorted(told.values(), key=lambda ad: (ad.use or "~", ad.document or "")))


def _copies(workspace: "Workspace", shown: Iterable[Shown], before: TakedownList | None) -> tuple[Copy, ...]:
    """The galleries' pictures with where each goes; those of an earlier run are where they were put."""
    out = output(workspace)
    found = {each.file: each for each in (before.copies if before else ())}
    for each in shown:
        path = workspace.root / each.file
        if each.area != "gallery" or each.kind not in ("copy", "made of it"):
            continue
        name = path.relative_to(out / "gallery").as_posix()
        to = free_place(out / SWEPT / "gallery", name, sha256_of(path))
        found[each.file] = Copy(file=each.file, to=key(workspace, to), of=each.of)
    return tuple(found[file] for file in sorted(found))


def _swept(
    workspace: "Workspace", reached: Iterable[ReachedCreative], moving: Iterable[Moved]
) -> tuple[Moved, ...]:
    """The creatives that are moved now, and those that lie out of the way already."""
    lying = {item.path: item for item in reached if item.swept and not item.allowed}
    known = [
        Moved(
            file=item.was,
            to=item.path,
            variant=item.variant,
            format=lying[item.path].format,
            posts=lying[item.path].posts,
            reasons=lying[item.path].reasons,
        )
        for item in (workspace.catalog.care.swept() if lying else ())
        if item.path in lying
    ]
    found = {item.to: item for item in (*known, *moving)}
    return tuple(found[to] for to in sorted(found))


def _write(
    workspace: "Workspace", told: TakedownList, records: Iterable[str], *, today: date
) -> tuple[str, ...]:
    """Write the list for programs and for people; an earlier one of the same take-down is completed."""
    folder = output(workspace) / FOLDER
    name = _name(records)
    path = next(iter(sorted(folder.glob(f"????-??-??-{name}.json"))), folder / f"{today}-{name}.json")
    beside = path.with_suffix(".csv")
    write_bytes(path, told.model_dump_json(indent=2).encode() + b"\n")
    write_bytes(beside, sheet(told.ads))
    return key(workspace, path), key(workspace, beside)


def _name(records: Iterable[str]) -> str:
    """The records' ids, as they stand in a list's name."""
    ids = sorted(records)
    more = f"-and-{len(ids) - _NAMED}-more" if len(ids) > _NAMED else ""
    return "-".join(ids[:_NAMED]) + more
