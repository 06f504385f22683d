"""Importing: what importers yield is looked at, stored and catalogued, one item at a time."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING, Self

from ugc.catalog.saving import Saved, SaveOutcome
from ugc.errors import InputError, MachineError, UgcError, UsageError
from ugc.files import sweep_parts
from ugc.importers import Headings, Receipts, read_any, together
from ugc.model.posts import FoundPost, Media, Skipped
from ugc.model.receipts import KnownPost
from ugc.model.sheets import SheetRead
from ugc.text import one_line
from ugc.workspace import columns
from ugc.workspace.arrivals import Arrivals
from ugc.workspace.brought import Report, TakenIn
from ugc.workspace.originals import said_once, stored
from ugc.workspace.receipts import receipts_of

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_AT_ONCE = 200
"""Posts that are kept in one transaction, which locks other writers out for some hundredths of a second."""
_AT_MOST_S = 0.25
"""Seconds that posts wait at most to be kept, while the next ones are read."""


def take_in(
    workspace: "Workspace",
    paths: Sequence[Path],
    *,
    at: datetime,
    seen: Callable[[str], None],
    dry: bool,
    mapped: Sequence[str] = (),
) -> Report:
    """Import every path; return what was new, changed, the same, and what was skipped and why.

    `mapped` are meanings of headings, each as HEADING=FIELD; they are kept for the next import.
    """
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path} does not exist.", hint="Name a file or folder that is there.")
    known, wishes = columns.learned(workspace.root), columns.wished(mapped)
    if wishes:
        columns.check(wishes, paths, known)
    sheets: list[SheetRead] = []
    by = columns.asked(known, wishes, sheets.append)
    learned = () if dry else columns.learn(workspace.root, wishes)
    if not dry:
        _sweep(workspace)
    batch = None if dry else workspace.catalog.start_import(one_line(", ".join(map(str, paths))), at)
    told = _Tally()
    arrivals = Arrivals(workspace, dry=dry)
    with _Waiting(workspace, told, at=at, batch=batch) as waiting:
        # A dry run tells of posts by what it reads of them; what columns mean anew is to be seen at work.
        receipts = None if dry or wishes else receipts_of(workspace)
        for item in _items(paths, by, receipts):
            if isinstance(item, Skipped):
                told.skipped.append(said_once(item))
                continue
            seen(item.origin)
            if isinstance(item, KnownPost):
                told.dropped |= dict.fromkeys(item.dropped)
                waiting.add(item, [])
            elif ready := _ready(workspace, item, told, arrivals, dry=dry):
                waiting.add(*ready)
            if waiting.is_due:
                waiting.save()
                arrivals.keep()
    arrivals.keep()
    if batch is not None:
        workspace.catalog.finish_import(batch, _counted(told.taken, told.skipped))
    taken = _with_looks(told.taken, arrivals, seen)
    return Report(
        batch=batch,
        taken=tuple(taken),
        skipped=tuple(told.skipped),
        dropped=tuple(told.dropped),
        without_media=_without_media(workspace, taken),
        sheets=tuple(sheets),
        learned=learned,
    )


@dataclass
class _Tally:
    """What an import did so far."""

    taken: list[TakenIn] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    dropped: dict[str, None] = field(default_factory=dict)


class _Waiting:
    """Posts whose files are stored already, kept together in one short transaction once they are enough of them.

    What is killed loses no more than these, and the next import reads them again; where a full disk or Ctrl-C ends an
    import, they are kept. Other writers are kept out only while they are written, not while they are read.
    """

    def __init__(self, workspace: "Workspace", told: _Tally, *, at: datetime, batch: int | None) -> None:
        self._workspace, self._told, self._at, self._batch = workspace, told, at, batch
        self._posts: list[tuple[FoundPost | KnownPost, list[Media]]] = []
        self._since = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        if kind is None:
            self.save()
        elif issubclass(kind, MachineError | KeyboardInterrupt):
            with suppress(UgcError):  # what ended the import is told
                self.save()

    def add(self, item: FoundPost | KnownPost, media: list[Media]) -> None:
        if not self._posts:
            self._since = time.monotonic()
        self._posts.append((item, media))

    @property
    def is_due(self) -> bool:
        if not self._posts:
            return False
        # Files fill the disk, and storing them costs far more than a transaction.
        brought = bool(self._posts[-1][1])
        return brought or len(self._posts) >= _AT_ONCE or time.monotonic() - self._since > _AT_MOST_S

    def save(self) -> None:
        posts, self._posts = self._posts, []
        if not posts:
            return
        if self._batch is None:
            self._told.taken += [
                _as_if_saved(self._workspace, item, media)
                for item, media in posts
                if isinstance(item, FoundPost)
            ]
            return
        kept = self._workspace.catalog.intake.save(posts, at=self._at, batch=self._batch)
        for (item, media), saved in zip(posts, kept, strict=True):
            if isinstance(saved, Saved):
                notes = (*item.notes, *saved.notes)
                self._told.taken.append(_taken(item, media, saved.post, saved.outcome, notes))
            else:
                why = f"{saved.message} {saved.hint or ''}".strip()
                self._told.skipped.append(said_once(Skipped(origin=item.origin, why=why)))


def _ready(
    workspace: "Workspace", item: FoundPost, told: _Tally, arrivals: Arrivals, *, dry: bool
) -> tuple[FoundPost, list[Media]] | None:
    """Store a post's files and return it with them; None where it is not to be kept, and why in what is told."""
    item, erasure = workspace.catalog.care.without_erased(item)
    if erasure:
        told.skipped.append(_erased(item, erasure))
        return None
    media, bad = stored(workspace, item, arrivals, dry=dry) if item.files else ([], [])
    erasure = _erased_files(workspace, media, dry=dry) if media else None
    if erasure:
        told.skipped.append(_erased(item, erasure))
        return None
    told.skipped += bad
    told.dropped |= dict.fromkeys(item.dropped)
    if not (media or item.ids or item.permalink):
        if not bad:
            why = "It has neither media nor an id."
            told.skipped.append(Skipped(origin=item.origin, why=why, code="no_media"))
        return None
    return item, media


def _with_looks(taken: list[TakenIn], arrivals: Arrivals, seen: Callable[[str], None]) -> list[TakenIn]:
    """With what each new post looks like, where it is told of first."""
    looks = arrivals.look([item.post for item in taken if item.outcome == "new"], seen=seen)
    return [
        replace(item, looks_like=looks.pop(item.post))
        if item.outcome == "new" and item.post in looks
        else item
        for item in taken
    ]


def _without_media(workspace: "Workspace", taken: list[TakenIn]) -> tuple[str, ...]:
    """The posts that came without a file, unless another source of this or an earlier import brought one."""
    brought = {item.post for item in taken if item.media}
    bare = dict.fromkeys(item.post for item in taken if item.post not in brought)
    there = workspace.catalog.intake.with_media(bare)
    return tuple(post for post in bare if post not in there)


def _sweep(workspace: "Workspace") -> None:
    """Remove what killed imports left half copied."""
    for store in (workspace.media, workspace.evidence):
        for folder in store.root.glob("??"):
            sweep_parts(folder)


def _items(
    paths: Sequence[Path], headings: Headings, receipts: Receipts | None
) -> Iterator[FoundPost | KnownPost | Skipped]:
    for path, *parts in together(paths):
        try:
            yield from read_any(path, parts=parts, headings=headings, receipts=receipts)
        except InputError as error:
            yield Skipped(origin=one_line(str(path)), why=error.message, code="unreadable")


def _as_if_saved(workspace: "Workspace", item: FoundPost, media: list[Media]) -> TakenIn:
    name = item.ids[0] if item.ids else f"file:{media[0].sha256}" if media else item.permalink or ""
    return _taken(item, media, name, "same" if workspace.catalog.knows(name) else "new", item.notes)


def _taken(
    item: FoundPost | KnownPost, media: list[Media], post: str, outcome: SaveOutcome, notes: tuple[str, ...]
) -> TakenIn:
    return TakenIn(
        post=post,
        outcome=outcome,
        source=intern(item.source),
        origin=item.origin,
        media=len(media),
        missing=item.missing,
        notes=notes,
    )


def _erased(item: FoundPost, erasure: str) -> Skipped:
    return Skipped(origin=item.origin, why=f"It was erased on request ({erasure}).", code="erased")


def _erased_files(workspace: "Workspace", media: list[Media], *, dry: bool) -> str | None:
    """The erasure that a file falls under which no post holds; what was stored of such a post is taken out again."""
    catalog = workspace.catalog
    if not catalog.care.erasure_of_files(item.sha256 for item in media):
        return None
    unheld = [item for item in media if catalog.post_of_media(item.sha256) is None]
    erasure = catalog.care.erasure_of_files(item.sha256 for item in unheld)
    if erasure and not dry:
        for item in unheld:
            workspace.media.path(item.sha256, item.ext).unlink(missing_ok=True)
    return erasure


def _counted(taken: list[TakenIn], skipped: list[Skipped]) -> dict[str, int]:
    counts = {
        outcome: sum(item.outcome == outcome for item in taken) for outcome in ("new", "changed", "same")
    }
    return counts | {"skipped": len(skipped)}
