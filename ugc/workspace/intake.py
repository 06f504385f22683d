"""Importing: what importers yield is looked at, stored and catalogued, one item at a time."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ugc.errors import InputError, MissingError, UsageError
from ugc.files import sha256_of, sweep_parts
from ugc.importers import Headings, read_any
from ugc.model.base import Value
from ugc.model.posts import FoundFile, FoundPost, Media, Skipped
from ugc.model.sheets import SheetRead
from ugc.text import one_line
from ugc.workspace import columns
from ugc.workspace.arrivals import Arrivals, LooksLike

if TYPE_CHECKING:
    from ugc.workspace import Workspace

QUIET = {"ignored", "erased", "column", "no_column"}
"""Skips that are nobody's fault: system litter, half downloads, the odd PDF; what was erased on request; columns."""


class TakenIn(Value):
    """One post that an import brought."""

    post: str
    outcome: Literal["new", "changed", "same"]
    source: str
    origin: str
    """Where it stands in its source: a path, with a row or index where there are many."""
    media: int
    """Files that this source brought."""
    missing: tuple[str, ...] = ()
    """Files that the source names and that are not there."""
    notes: tuple[str, ...] = ()
    looks_like: tuple[LooksLike, ...] = ()
    """Of a new post: those that it looks like, the earliest first. Nothing is merged; a dry run does not look."""


class Report(Value):
    """What an import did."""

    batch: int | None
    taken: tuple[TakenIn, ...]
    skipped: tuple[Skipped, ...]
    dropped: tuple[str, ...]
    """Fields that hygiene kept out: tokens, signatures, personal data."""
    without_media: tuple[str, ...]
    """Posts of this import that no source has brought a file of yet."""
    sheets: tuple[SheetRead, ...] = ()
    """How the columns of each sheet were read."""
    learned: tuple[str, ...] = ()
    """Headings whose meaning was new, and is kept for the next import."""

    @property
    def faults(self) -> tuple[Skipped, ...]:
        """The skips that somebody should look at."""
        return tuple(skip for skip in self.skipped if skip.code not in QUIET)

    @property
    def worst(self) -> int:
        """The exit code of the worst fault, 0 for none: something to read a file with is missing, or it is no good."""
        codes = (MissingError.code if skip.code == "missing" else InputError.code for skip in self.faults)
        return max(codes, default=0)


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
    taken: list[TakenIn] = []
    skipped: list[Skipped] = []
    dropped: dict[str, None] = {}
    arrivals = Arrivals(workspace, dry=dry)
    for item in _items(paths, by):
        if isinstance(item, Skipped):
            skipped.append(_said_once(item))
            continue
        seen(item.origin)
        item, erasure = workspace.catalog.care.without_erased(item)
        if erasure:
            skipped.append(_erased(item, erasure))
            continue
        media, bad = _media(workspace, item, arrivals, dry=dry)
        erasure = _erased_files(workspace, media, dry=dry)
        if erasure:
            skipped.append(_erased(item, erasure))
            continue
        skipped += bad
        dropped |= dict.fromkeys(item.dropped)
        if not (media or item.ids or item.permalink):
            if not bad:
                skipped.append(
                    Skipped(origin=item.origin, why="It has neither media nor an id.", code="no_media")
                )
            continue
        taken.append(_saved(workspace, item, media, at=at, batch=batch))
        arrivals.keep()
    if batch is not None:
        workspace.catalog.finish_import(batch, _counted(taken, skipped))
    taken = _with_looks(taken, arrivals, seen)
    return Report(
        batch=batch,
        taken=tuple(taken),
        skipped=tuple(skipped),
        dropped=tuple(dropped),
        without_media=_without_media(workspace, taken),
        sheets=tuple(sheets),
        learned=learned,
    )


def _with_looks(taken: list[TakenIn], arrivals: Arrivals, seen: Callable[[str], None]) -> list[TakenIn]:
    """With what each new post looks like, where it is told of first."""
    looks = arrivals.look([item.post for item in taken if item.outcome == "new"], seen=seen)
    return [
        item.model_copy(update={"looks_like": looks.pop(item.post)})
        if item.outcome == "new" and item.post in looks
        else item
        for item in taken
    ]


def _said_once(skip: Skipped) -> Skipped:
    """A reason that begins with the path goes on from the origin, which is that path."""
    said = skip.why.removeprefix(f"{skip.origin} ")
    return skip if said == skip.why else skip.model_copy(update={"why": f"It {said}"})


def _without_media(workspace: "Workspace", taken: list[TakenIn]) -> tuple[str, ...]:
    """The posts that came without a file, unless another source of this or an earlier import brought one."""
    brought = {item.post for item in taken if item.media}
    bare = dict.fromkeys(item.post for item in taken if item.post not in brought)
    catalog = workspace.catalog
    return tuple(post for post in bare if not (catalog.knows(post) and catalog.post(post).media))


def _sweep(workspace: "Workspace") -> None:
    """Remove what killed imports left half copied."""
    for store in (workspace.media, workspace.evidence):
        for folder in store.root.glob("??"):
            sweep_parts(folder)


def _items(paths: Sequence[Path], headings: Headings) -> Iterator[FoundPost | Skipped]:
    for path in paths:
        try:
            yield from read_any(path, headings=headings)
        except InputError as error:
            yield Skipped(origin=one_line(str(path)), why=error.message, code="unreadable")


def _saved(
    workspace: "Workspace", item: FoundPost, media: list[Media], *, at: datetime, batch: int | None
) -> TakenIn:
    if batch is None:
        name = item.ids[0] if item.ids else f"file:{media[0].sha256}" if media else item.permalink or ""
        known = workspace.catalog.knows(name)
        outcome: Literal["new", "same"] = "same" if known else "new"
        return TakenIn(
            post=name,
            outcome=outcome,
            source=item.source,
            origin=item.origin,
            media=len(media),
            missing=item.missing,
            notes=item.notes,
        )
    saved = workspace.catalog.save(item, media, at=at, batch=batch)
    return TakenIn(
        post=saved.post,
        outcome=saved.outcome,
        source=item.source,
        origin=item.origin,
        media=len(media),
        missing=item.missing,
        notes=(*item.notes, *saved.notes),
    )


def _media(
    workspace: "Workspace", item: FoundPost, arrivals: Arrivals, *, dry: bool
) -> tuple[list[Media], list[Skipped]]:
    """Look at and store a post's files; what is not whole media is skipped, and the rest of the post is kept."""
    found: list[Media] = []
    skipped: list[Skipped] = []
    for file in item.files:
        try:
            found.append(_stored(workspace, file, arrivals, dry=dry))
        except (InputError, MissingError) as error:
            why = f"{error.message} {error.hint or ''}".strip()
            code = "missing" if isinstance(error, MissingError) else "unreadable"
            skipped.append(_said_once(Skipped(origin=one_line(str(file.path)), why=why, code=code)))
        except OSError as error:
            why = f"It could not be read: {error.strerror or error}."
            skipped.append(Skipped(origin=one_line(str(file.path)), why=why, code="unreadable"))
    unique = {media.sha256: media for media in reversed(found)}
    return [media for media in found if unique.pop(media.sha256, None)], skipped


def _stored(workspace: "Workspace", file: FoundFile, arrivals: Arrivals, *, dry: bool) -> Media:
    from ugc.media.hashes import measured

    limits = workspace.settings.storage
    size = file.path.stat().st_size
    if size > limits.most_megabytes * 1_000_000:
        raise InputError(f"{file.path} has {size:,} bytes; the limit is {limits.most_megabytes} MB.")
    seen, hashes = measured(file.path, max_pixels=limits.most_megapixels * 1_000_000)
    sha256 = sha256_of(file.path) if dry else workspace.media.put(file.path, ext=seen.type)[0]
    arrivals.note(sha256, file.path, seen, hashes)
    return Media(
        sha256=sha256,
        kind=seen.kind,
        ext=seen.type,
        size=seen.size,
        width=seen.width,
        height=seen.height,
        duration=seen.duration,
        sound=seen.audio_codec is not None if seen.kind == "video" else None,
        role=file.role,
        alt=file.alt,
        name=file.path.name,
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
